"""JSON lines: one object a line, for pipes and for logs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from medlint.document import Document
from medlint.formats.json import dump, findings_to_json, tool_to_json
from medlint.formats.outcome import outcome
from medlint.report import NOTICE, SCHEMA, FileResult, Report


def render(report: Report, *, show_hidden: bool = False) -> str:
    """The report, a line each: the run, every finding or error with its path, the summary.

    `type` says which it is: `run`, `finding`, `error`, `summary`. A finding has the keys of the
    output contract. The summary is the last line, so a stream without one was cut off.
    """
    return "".join(f"{dump(line)}\n" for line in _lines(report, show_hidden=show_hidden))


def _lines(report: Report, *, show_hidden: bool) -> Iterator[dict[str, Any]]:
    yield {
        "type": "run",
        "schema": SCHEMA,
        "tool": tool_to_json(report.tool),
        "notice": NOTICE,
    }
    for result in sorted(report.files, key=lambda result: result.path):
        yield from _file(result, show_hidden=show_hidden)
    yield {"type": "summary", **asdict(report.summary)}


def _file(result: FileResult, *, show_hidden: bool) -> Iterator[dict[str, Any]]:
    found = outcome(result)
    if not isinstance(found, Document):
        yield {"type": "error", "path": result.path, **asdict(found)}
        return
    for finding in findings_to_json(result, found, show_hidden=show_hidden):
        yield {"type": "finding", "path": result.path, **finding}
