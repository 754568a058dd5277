"""Kind `line`: a whole block is one line that does not belong to the article."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from medlint.document import BlockKind, InlineKind
from medlint.reading import Reading, Sentence
from medlint.reading.patterns import compile_pattern
from medlint.rules.expressions import valid_pattern
from medlint.rules.hit import Finder, Hit
from medlint.rules.tables import Strict, Text
from medlint.rules.words import Tables
from medlint.text import Span

_STOPS = ".!?:;"
_MARKS = "\"'\u201d\u2019)] "


class Line(Strict):
    """`patterns` are RE2 expressions for a block of one sentence; one has to be found in it.

    With `whole` it has to be all of the block, up to its last stop. With `unstopped`, only lines
    without one count; with `unlinked`, only lines in which nothing is linked or cited.
    """

    kind: Literal["line"]
    patterns: list[Annotated[Text, AfterValidator(valid_pattern)]] = Field(min_length=1)
    whole: bool = False
    unstopped: bool = False
    unlinked: bool = False

    def compile(self, tables: Tables) -> Finder:
        """The finder of these lines; a hit is the whole line."""
        del tables
        patterns = [compile_pattern(pattern) for pattern in self.patterns]

        def find(reading: Reading, scope: frozenset[BlockKind]) -> Iterator[Hit]:
            for sentence in reading.in_scope(scope):
                if len(reading.sentences_of(sentence.block)) > 1:
                    continue
                if self.whole:
                    line = sentence.text.rstrip(_STOPS + _MARKS + "\u2026\u00bb\u203a\u2192>")
                    found = any(pattern.fullmatch(line) for pattern in patterns)
                else:
                    found = any(pattern.search(sentence.text) for pattern in patterns)
                if found and self._is_bare(reading, sentence):
                    yield Hit(sentence, Span(0, len(sentence.text)))

        return find

    def _is_bare(self, reading: Reading, sentence: Sentence) -> bool:
        block = reading.blocks[sentence.block]
        if self.unstopped and sentence.text.rstrip(_MARKS)[-1:] in _STOPS:
            return False
        linked = any(inline.kind is InlineKind.LINK for inline in block.inlines)
        return not (self.unlinked and (linked or reading.citations(sentence.block)))
