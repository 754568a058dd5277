"""GitLab's code quality report."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import PurePath
from typing import Any

from medlint.finding import FileError, Severity
from medlint.formats.legible import in_markup
from medlint.formats.outcome import outcome, shown
from medlint.report import FileResult, Report
from medlint.text import LineIndex

_SEVERITIES = {Severity.ERROR: "critical", Severity.WARNING: "minor", Severity.NOTE: "info"}
_UNCHECKED = "blocker"


def render(report: Report, *, show_hidden: bool = False) -> str:
    """The findings as a JSON array in order of path; an input not checked is a blocker.

    The report compares fingerprints between branches, so each entry has one of its own.
    """
    files = sorted(report.files, key=lambda result: result.path)
    entries = [entry for result in files for entry in _file(result, show_hidden=show_hidden)]
    seen: Counter[str] = Counter()
    for entry in entries:
        mark = entry["fingerprint"]
        if seen[mark]:  # the same words twice, in a place that no sentence parts
            entry["fingerprint"] = _digest(mark, str(seen[mark]))
        seen[mark] += 1
    return json.dumps(entries, ensure_ascii=False, indent=1) + "\n"


def _file(result: FileResult, *, show_hidden: bool) -> Iterator[dict[str, Any]]:
    found = outcome(result)
    if isinstance(found, FileError):
        description = f"Not checked: {found.message}"
        mark = _digest("unchecked", result.path, found.stage)
        yield _entry(result.path, f"unchecked-{found.stage}", description, mark, _UNCHECKED, 1, 1)
        return
    lines = LineIndex(found.source)
    for finding in shown(result, show_hidden=show_hidden):
        yield _entry(
            result.path,
            finding.rule,
            " ".join(filter(None, [finding.message, finding.advice, finding.reason])),
            finding.fingerprint,
            _SEVERITIES[finding.severity],
            lines.place(finding.span.start).line,
            lines.place(finding.span.end).line,
        )


def _entry(  # noqa: PLR0913, PLR0917 -- the keys of the report
    path: str, check: str, description: str, mark: str, severity: str, begin: int, end: int
) -> dict[str, Any]:
    return {
        "description": in_markup(description),
        "check_name": check,
        "fingerprint": mark,
        "severity": severity,
        "location": {
            "path": in_markup(PurePath(path).as_posix()),
            "lines": {"begin": begin, "end": end},
        },
    }


def _digest(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode(errors="surrogatepass")).hexdigest()[:20]
