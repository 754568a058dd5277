"""Counts of a run in words."""

from __future__ import annotations

from medlint.report import Summary


def count(number: int, noun: str) -> str:
    """A number and its noun: `1 error`, `2 errors`, `1,200 files`."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def files_in_words(summary: Summary) -> str:
    """How many inputs were looked at, and how many were not."""
    return (
        f"{count(summary.checked, 'file')} checked, "
        f"{summary.failed:,} not checked, {summary.excluded:,} excluded"
    )


def findings_in_words(summary: Summary) -> str:
    """How many findings are reported, by severity."""
    return ", ".join(
        (
            count(summary.error, "error"),
            count(summary.warning, "warning"),
            count(summary.note, "note"),
        )
    )


def hidden_in_words(summary: Summary) -> str:
    """How many findings are kept out of view, by disposition."""
    return (
        f"{summary.suppressed:,} suppressed, {summary.baselined:,} baselined, "
        f"{summary.accepted:,} accepted, {summary.filtered:,} filtered"
    )
