"""The output contract: one JSON object, schema 1."""

from __future__ import annotations

import json
import re
from dataclasses import asdict
from typing import Any

from medlint.document import Document
from medlint.finding import finding_to_json
from medlint.formats.outcome import outcome, shown
from medlint.report import NOTICE, SCHEMA, FileResult, Report, Tool
from medlint.text import LineIndex, Span

_UNPRINTABLE = re.compile("[\x7f-\x9f\ud800-\udfff]")
"""What JSON allows in a string but UTF-8 cannot carry, or a terminal would obey."""


def render(report: Report, *, show_hidden: bool = False) -> str:
    """The report as JSON, one file a line, in order of path, with a final line feed.

    `findings` holds what is reported; `show_hidden` adds the rest. The text can always be
    encoded as UTF-8: a lone surrogate stands escaped.
    """
    files = sorted(report.files, key=lambda result: result.path)
    entries = ",\n".join(dump(_file(result, show_hidden=show_hidden)) for result in files)
    head = {"schema": SCHEMA, "tool": tool_to_json(report.tool), "notice": NOTICE}
    summary = dump(asdict(report.summary))
    return f'{dump(head)[:-1]},"files":[\n{entries}\n],"summary":{summary}}}\n'


def dump(data: object) -> str:
    """Data as JSON on one line that can always be encoded as UTF-8."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return _UNPRINTABLE.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def tool_to_json(tool: Tool) -> dict[str, str]:
    """The tool as the contract prints it."""
    return {
        "name": tool.name,
        "version": tool.version,
        "rules_digest": tool.rules_digest,
        "model": tool.model,
        "as_of": tool.as_of,
    }


def findings_to_json(
    result: FileResult, document: Document, *, show_hidden: bool
) -> list[dict[str, Any]]:
    """The findings of a checked input as the contract prints them, in order of place."""
    lines = LineIndex(document.source)
    return [
        finding_to_json(finding, lines) | _location(document, finding.span)
        for finding in shown(result, show_hidden=show_hidden)
    ]


def _location(document: Document, span: Span) -> dict[str, Any]:
    """Where in the original; nothing for an input whose lines are its own."""
    origin = document.origin(span)
    if origin is None:
        return {}
    if not origin.paragraph:
        return {"location": {"pointer": origin.part}}
    place = {"part": origin.part, "paragraph": origin.paragraph, "run": origin.run}
    return {"location": place}


def _file(result: FileResult, *, show_hidden: bool) -> dict[str, Any]:
    found = outcome(result)
    if not isinstance(found, Document):
        return {"path": result.path, "error": asdict(found)}
    return {
        "path": result.path,
        "findings": findings_to_json(result, found, show_hidden=show_hidden),
    }
