"""Kind `signpost`: a warning symptom is explained away or sold on, and nobody is sent to help."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from medlint.document import BlockKind
from medlint.reading import Reading, Sentence
from medlint.reading.patterns import compile_pattern
from medlint.reading.terms import TermFinder
from medlint.rules.hit import Finder, Hit
from medlint.rules.knowledge import RedFlag, SymptomTable, freshness
from medlint.rules.tables import Slug, Strict
from medlint.rules.words import Tables, Words
from medlint.text import Span

_HELP = {"emergency": "emergency help at once", "soon": "a clinician"}
_HOUSE = compile_pattern(
    r"(?i)\b(?:our|my) (?:\w+ )?(?:patients|clients|members|customers|program|programme|protocol"
    r"|clinic|shop|store|formula|blend|drops|capsules|oil|tea|balm|patch|membership|coaching"
    r"|physicians|practice|community|guests|subscribers|course|method)\b"
)
"""Words of a text that sells what it writes about."""
_AHEAD = 2
"""So many sentences on may a text still explain a symptom away."""
_AROUND = 3
"""So many sentences away may the help stand, in the same section."""


class Signpost(Strict):
    """`symptoms` is a table of red flags; `dismissals` are the words that explain them away.

    In a text that sells (`offers`, "our clients"), a symptom without help is enough.
    """

    kind: Literal["signpost"]
    symptoms: Slug
    dismissals: Words
    offers: Words

    def compile(self, tables: Tables) -> Finder:
        """The finder of symptoms that are explained away."""
        table = tables.facts(self.symptoms, SymptomTable)
        dismissals = self.dismissals.finder(tables)
        offers = self.offers.finder(tables)
        flags = _Flags.of(table)

        def find(reading: Reading, scope: frozenset[BlockKind]) -> Iterator[Hit]:
            sells = any(b.text in offers or _HOUSE.search(b.text) for b in reading.blocks)
            for sentence in reading.in_scope(scope):
                for term in flags.names.find(sentence.text):
                    row = flags.rows[term.term]
                    if not (sells or _dismissed(reading, sentence, dismissals)):
                        continue
                    if _helped(reading, sentence, flags.help[row.urgency]):
                        continue
                    yield _hit(reading, sentence, term.span, table, row)

        return find


@dataclass(frozen=True, slots=True)
class _Flags:
    """The table, its words ready to be found."""

    names: TermFinder
    rows: dict[str, RedFlag]
    help: dict[str, TermFinder]

    @classmethod
    def of(cls, table: SymptomTable) -> _Flags:
        rows = {name: row for row in table.symptoms for name in row.any_of}
        return cls(
            TermFinder(rows),
            rows,
            {"emergency": TermFinder(table.emergency_help), "soon": TermFinder(table.soon_help)},
        )


def _dismissed(reading: Reading, sentence: Sentence, dismissals: TermFinder) -> bool:
    """Whether the sentence, or one of the next in its section, explains it away."""
    end = reading.section_of(sentence.block).last
    window = reading.sentences[sentence.index : sentence.index + 1 + _AHEAD]
    return any(s.text in dismissals for s in window if s.block < end)


def _helped(reading: Reading, sentence: Sentence, help_words: TermFinder) -> bool:
    """Whether the section sends the reader to help, near the symptom or in its headings."""
    section = reading.section_of(sentence.block)
    first, last = max(0, sentence.index - _AROUND), sentence.index + 1 + _AROUND
    near = [s for s in reading.sentences[first:last] if section.first <= s.block < section.last]
    return any(s.text in help_words for s in near) or any(
        heading in help_words for heading in section.headings
    )


def _hit(
    reading: Reading, sentence: Sentence, span: Span, table: SymptomTable, row: RedFlag
) -> Hit:
    severity, note = freshness(table, row, reading.as_of)
    values = {"symptom": row.label, "help": _HELP[row.urgency]}
    return Hit(sentence, span, values=values, severity=severity, note=note)
