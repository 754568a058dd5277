"""The strength of claims against experts' labels: the floors, for nothing reads claims yet."""

from __future__ import annotations

from pathlib import Path

from tools.bench.figure import Figure

_NOTHING = "not measured: no claim reader yet"


def strength(path: Path) -> Figure:
    """Agreement on what a sentence claims: nothing, a correlation, a cause perhaps, a cause."""
    data = f"{path.stem}, {_rows(path):,} sentences; floor: a plain word list; a tuned model: 0.88"
    return Figure("claim strength, macro-F1", None, 0.62, f"{data}; {_NOTHING}", at_least=True)


def certainty(path: Path) -> Figure:
    """Agreement on how certain a sentence sounds."""
    data = f"{path.stem}, {_rows(path):,} sentences; floor: counting hedges"
    return Figure("certainty, correlation", None, 0.56, f"{data}; {_NOTHING}", at_least=True)


def _rows(path: Path) -> int:
    with path.open(encoding="utf-8") as lines:
        return sum(1 for line in lines if line.strip())
