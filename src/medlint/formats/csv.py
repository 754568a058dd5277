"""All findings as a table of comma-separated values, for spreadsheets."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from medlint.finding import FileError
from medlint.formats.legible import one_line
from medlint.formats.outcome import outcome, shown
from medlint.report import FileResult, Report
from medlint.text import LineIndex

HEAD = (
    "path",
    "line",
    "column",
    "severity",
    "category",
    "rule",
    "message",
    "write instead",
    "sentence",
    "disposition",
    "reason",
    "fingerprint",
)

_FORMULAS = ("=", "+", "-", "@", "\t", "\r")
"""How a cell begins that a spreadsheet would reckon out."""


def render(report: Report, *, show_hidden: bool = False) -> str:
    """A row for each finding in order of path, and one for each file that was not checked.

    No cell is a formula: one that would begin as one begins with an apostrophe.
    """
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(HEAD)
    for result in sorted(report.files, key=lambda result: result.path):
        for row in _rows(result, show_hidden=show_hidden):
            writer.writerow(map(_cell, row))
    return stream.getvalue()


def _rows(result: FileResult, *, show_hidden: bool) -> Iterator[tuple[str, ...]]:
    found = outcome(result)
    if isinstance(found, FileError):
        told = f"not checked ({found.stage}): {found.message}"
        yield (result.path, "", "", "error", "", "", told, "", "", "", "", "")
        return
    lines = LineIndex(found.source)
    for finding in shown(result, show_hidden=show_hidden):
        place = lines.place(finding.span.start)
        yield (
            result.path,
            str(place.line),
            str(place.column),
            finding.severity.value,
            finding.category.value,
            finding.rule,
            finding.message,
            finding.advice,
            finding.excerpt,
            finding.disposition.value,
            finding.reason or "",
            finding.fingerprint,
        )


def _cell(text: str) -> str:
    plain = one_line(text)
    return f"'{plain}" if plain.startswith(_FORMULAS) else plain
