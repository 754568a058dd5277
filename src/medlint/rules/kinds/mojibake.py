"""Kind `mojibake`: characters that were decoded wrongly, escaped twice, or lost."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from medlint.document import BlockKind
from medlint.reading import Reading
from medlint.reading.mojibake import faults
from medlint.rules.hit import Finder, Hit
from medlint.rules.tables import Strict
from medlint.rules.words import Tables

_UNKNOWN = "another character"
_NOTHING = "nothing"


class Mojibake(Strict):
    """Nothing is left to say: what is wrong with characters is the same in all texts."""

    kind: Literal["mojibake"]

    def compile(self, tables: Tables) -> Finder:
        """The finder of wrong characters; what was meant is offered where it is certain."""
        del tables

        def find(reading: Reading, scope: frozenset[BlockKind]) -> Iterator[Hit]:
            for sentence in reading.in_scope(scope):
                for span, meant in faults(sentence.text):
                    yield Hit(
                        sentence,
                        span,
                        values={"instead": _UNKNOWN if meant is None else _shown(meant)},
                        fix=() if meant is None else ((span, meant),),
                    )

        return find


def _shown(meant: str) -> str:
    return f"'{meant}'" if meant.strip() else (_NOTHING if not meant else "a space")
