"""How much the rules say about text that an authority has edited, as the benchmark measured it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from medlint.errors import CorpusError
from medlint.evaluation.scores import ALL

PER = 10_000
"""Findings are counted in so many words."""


@dataclass(frozen=True, slots=True)
class Quiet:
    """One body of trusted text: its name, its words, when it was read, and what was reported.

    `findings` are counts by category and rule, of every rule that ran.
    """

    name: str
    words: int
    on: str
    findings: Mapping[str, Mapping[str, int]]

    def count(self, name: str) -> int | None:
        """The findings of a rule, a category, or all; None where nothing of the name ran."""
        counts = [
            count
            for category, rules in self.findings.items()
            for rule, count in rules.items()
            if name in {rule, category, ALL}
        ]
        return sum(counts) if counts else None

    def rate(self, name: str) -> float | None:
        """The same in 10,000 words."""
        count = self.count(name)
        return None if count is None else count * PER / self.words


def read(path: Path) -> list[Quiet]:
    """Every tally in the figures of a benchmark; none where there are no figures.

    Raises:
        CorpusError: the file is not what the benchmark writes.
    """
    if not path.exists():
        return []
    try:
        parts = json.loads(path.read_text(encoding="utf-8"))
        return [
            Quiet(name, part["tally"]["words"], part["date"], part["tally"]["findings"])
            for name, part in sorted(parts.items())
            if part.get("tally", {}).get("words")
        ]
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as failure:
        msg = f"{path}: not the figures of a benchmark ({failure!r}); write them anew"
        raise CorpusError(msg) from failure
