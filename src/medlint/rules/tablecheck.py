"""What a table of therapies promises, proved: an editor who adds a row learns here what is wrong.

Each name leads to its class. Each caveat is satisfied by the very words with which a finding asks
for it, and by the editor's own sentence (`said`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from medlint.reading.cautions import warns
from medlint.reading.terms import TermFinder
from medlint.reading.therapies import TherapyFinder
from medlint.rules.knowledge import Caveat, TherapyTable, names_of
from medlint.rules.loader import RuleSet


@dataclass(frozen=True, slots=True)
class TableBreach:
    """One broken promise of a row."""

    table: str
    row: str
    promise: str


def check_tables(loaded: RuleSet) -> list[TableBreach]:
    """Every promise that a row of a table of therapies breaks."""
    breaches: list[TableBreach] = []
    for name, table in sorted(loaded.knowledge.items()):
        if isinstance(table, TherapyTable) and table.extends is None:
            breaches += _therapies(name, loaded.therapies(name))
    return breaches


def _therapies(name: str, table: TherapyTable) -> Iterator[TableBreach]:
    finder = TherapyFinder((names_of(row) for row in table.classes), ())
    contexts = TermFinder(table.caveat_contexts, stems=True)
    turned = TermFinder(table.benefit_contexts, stems=True)
    for row in table.classes:
        for trigger in row.triggers:
            if row.id not in finder.classes_of(trigger):
                promise = f"the name '{trigger}' does not lead here: 'not_triggers' takes it out"
                yield TableBreach(name, row.id, promise)
        for caveat in row.caveats:
            stems = TermFinder(table.words_of(caveat), stems=True)
            for sentence in _sentences(caveat):
                if sentence not in stems:
                    promise = f"no word of the caveat '{caveat.id}' stands in: {sentence}"
                    yield TableBreach(name, row.id, promise)
                elif not warns(sentence, contexts, turned):
                    promise = f"the caveat '{caveat.id}' does not read as a warning: {sentence}"
                    yield TableBreach(name, row.id, promise)


def _sentences(caveat: Caveat) -> Iterator[str]:
    yield f"There are risks to know: {caveat.label}."
    if caveat.said is not None:
        yield caveat.said
