"""Which facts of a set of rules ought to have been looked at again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from medlint.rules.loader import RuleSet


def stale(loaded: RuleSet, today: dt.date) -> Iterator[str]:
    """The tables and rows whose day of review has passed, each with that day, in order."""
    for name, terms in sorted(loaded.term_tables.items()):
        if terms.review_by is not None and terms.review_by < today:
            yield f"{name} (review by {terms.review_by})"
    for name, table in sorted(loaded.knowledge.items()):
        for row in table.facts:
            if table.due(row) < today:
                yield f"{name}: {row.id} (review by {table.due(row)})"
