"""The state of a rule set's facts: what is past its review, unverified, or without its source."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from medlint.rules.loader import RuleSet


class Lack(StrEnum):
    """What is wrong with a row, worst first."""

    STALE = "past its review"
    UNVERIFIED = "not verified"
    NO_PRIMARY = "no primary source"


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One row that lacks something; `due` is the day after which it counts as stale."""

    table: str
    row: str
    due: dt.date
    lacks: tuple[Lack, ...]
    severity: str
    source: str


def audit(loaded: RuleSet, today: dt.date) -> Iterator[AuditEntry]:
    """The rows of all tables of facts that lack something on a day, in order."""
    for name, table in sorted(loaded.knowledge.items()):
        for row in table.facts:
            due = table.due(row)
            lacks = [
                lack
                for lack, holds in (
                    (Lack.STALE, due < today),
                    (Lack.UNVERIFIED, not row.verified),
                    (Lack.NO_PRIMARY, not row.has_primary),
                )
                if holds
            ]
            if lacks:
                yield AuditEntry(name, row.id, due, tuple(lacks), row.severity, row.authority)


def facts(loaded: RuleSet) -> int:
    """How many rows all tables of facts hold."""
    return sum(len(table.facts) for table in loaded.knowledge.values())


def in_words(entries: Sequence[AuditEntry], total: int, today: dt.date) -> str:
    """The audit for people: each lack with its rows, by table, and the counts."""
    lines: list[str] = []
    for lack in Lack:
        found = [entry for entry in entries if lack in entry.lacks]
        lines.append(f"{lack.value}: {len(found)} of {total} rows")
        for table in sorted({entry.table for entry in found}):
            rows = [entry for entry in found if entry.table == table]
            lines.append(f"  {table}")
            for entry in rows:
                about = f" (review by {entry.due})" if lack is Lack.STALE else ""
                lines.append(f"    {entry.row}, {entry.severity}{about}: {entry.source}")
        lines.append("")
    lines.append(f"As of {today}. A row past its review speaks as a note that says so.")
    return "\n".join([*lines, ""])
