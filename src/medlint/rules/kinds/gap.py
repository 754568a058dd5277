"""Kind `gap`: a word is missing, and the grammar around the hole shows it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from pydantic import Field

from medlint.document import OBJECT, BlockKind
from medlint.reading import Reading
from medlint.reading.gaps import SIGNALS, is_prose
from medlint.rules.hit import Finder, Hit
from medlint.rules.tables import Strict
from medlint.rules.words import Tables
from medlint.text import Span


class Gap(Strict):
    """`signals` names the scars to look for."""

    kind: Literal["gap"]
    signals: list[
        Literal[
            "preposition-verb",
            "article-verb",
            "article-stop",
            "article-preposition",
            "preposition-stop",
            "preposition-which-modal",
            "that-verb",
            "whether-verb",
            "article-sound",
            "scar",
            "orphan-acronym",
        ]
    ] = Field(min_length=1)

    def compile(self, tables: Tables) -> Finder:
        """The finder of these scars."""
        del tables
        signals = [SIGNALS[name] for name in self.signals]

        def find(reading: Reading, scope: frozenset[BlockKind]) -> Iterator[Hit]:
            wanted = [s for s in reading.in_scope(scope) if is_prose(s.text)]
            reading.annotate(wanted)
            for sentence in wanted:
                doc = reading.doc(sentence)
                found = {pair for signal in signals for pair in signal(doc)}
                taken = -1
                for left, right in sorted(found):
                    if left <= taken or any(
                        OBJECT in t.text or t.is_space for t in doc[left : right + 1]
                    ):
                        continue
                    taken = right
                    span = Span(doc[left].idx, doc[right].idx + len(doc[right]))
                    yield Hit(
                        sentence, span, values={"left": doc[left].text, "right": doc[right].text}
                    )

        return find
