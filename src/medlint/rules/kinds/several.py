"""Kind `several`: one rule that is matched in more than one way."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field

from medlint.document import BlockKind
from medlint.reading import Reading
from medlint.rules.hit import Finder, Hit
from medlint.rules.kinds.attribution import Attribution
from medlint.rules.kinds.claim import ClaimMatch
from medlint.rules.kinds.dependency import Dependency
from medlint.rules.kinds.notation import Notation
from medlint.rules.kinds.overclaim import Overclaim
from medlint.rules.kinds.phrases import Phrases
from medlint.rules.kinds.regex import Regex
from medlint.rules.kinds.stopping import Stopping
from medlint.rules.kinds.tokens import Tokens
from medlint.rules.tables import Strict
from medlint.rules.words import Tables
from medlint.text import Span


class Several(Strict):
    """`any_of` lists matches of other kinds; of two at the same words the first one counts.

    What the wording tells of a sentence counts only where no other match found anything in it.
    """

    kind: Literal["several"]
    any_of: list[
        Annotated[
            Attribution
            | ClaimMatch
            | Dependency
            | Notation
            | Overclaim
            | Phrases
            | Regex
            | Stopping
            | Tokens,
            Field(discriminator="kind"),
        ]
    ] = Field(min_length=1)

    def compile(self, tables: Tables) -> Finder:
        """The finder of them all."""
        finders = [(match.compile(tables), match.kind == "overclaim") for match in self.any_of]

        def find(reading: Reading, scope: frozenset[BlockKind]) -> Iterator[Hit]:
            taken: dict[int, list[Span]] = {}
            for finder, hears in finders:
                for hit in finder(reading, scope):
                    sentence, place = hit.at or (hit.sentence, hit.span)
                    spans = taken.setdefault(sentence.index, [])
                    if not any(hears or place.overlaps(span) for span in spans):
                        spans.append(place)
                        yield hit

        return find
