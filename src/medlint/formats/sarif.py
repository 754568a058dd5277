"""SARIF 2.1.0, which code hosts and review tools read."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import PurePath
from typing import Any
from urllib.parse import quote

from medlint.document import Document
from medlint.finding import Authority, Disposition, Finding, Severity
from medlint.formats.legible import in_markup
from medlint.formats.outcome import outcome, shown
from medlint.report import NOTICE, FileResult, Report, Tool
from medlint.text import LineIndex, Span

SCHEMA_URI = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)

FINGERPRINT = "medlint/v1"
"""The name of our fingerprint; `primaryLocationLineHash` is the one that GitHub reads."""

_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "note"}


def render(report: Report, *, show_hidden: bool = False) -> str:
    """The report as one SARIF run, a result for each finding.

    `show_hidden` adds what is not reported, each with its suppression and the reason. An input
    that was not checked is a notification of the tool, and the run counts as not successful.
    """
    files = sorted(report.files, key=lambda result: result.path)
    entries = [(result, finding) for result in files for finding in shown(result, show_hidden=True)]
    rules = _rules(finding for _, finding in entries)
    places = {entry["id"]: at for at, entry in enumerate(rules)}
    run = {
        "tool": {"driver": _driver(report.tool, rules)},
        "columnKind": "unicodeCodePoints",
        "invocations": [_invocation(files)],
        "results": [
            entry for result in files for entry in _results(result, places, show_hidden=show_hidden)
        ],
        "properties": {"notice": NOTICE, "asOf": report.tool.as_of, "model": report.tool.model},
    }
    data = {"$schema": SCHEMA_URI, "version": "2.1.0", "runs": [run]}
    return json.dumps(_printable(data), ensure_ascii=False, indent=1) + "\n"


def _driver(tool: Tool, rules: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "name": tool.name,
        "version": tool.version,
        "semanticVersion": tool.version,
        "informationUri": "https://github.com/medlint/medlint",
        "rules": rules,
        "properties": {"rulesDigest": tool.rules_digest},
    }


def _rules(findings: Iterable[Finding]) -> list[dict[str, Any]]:
    """What the findings say of their rules; a rule that found nothing is not told of."""
    by_rule: dict[str, list[Finding]] = {}
    for finding in findings:
        by_rule.setdefault(finding.rule, []).append(finding)
    return [_rule(rule, by_rule[rule]) for rule in sorted(by_rule)]


def _rule(rule: str, findings: list[Finding]) -> dict[str, Any]:
    first = findings[0]
    worst = max((finding.severity for finding in findings), key=lambda severity: severity.rank)
    sources = "; ".join(map(_authority, first.authority))
    url = next((a.url for a in first.authority if a.url and a.url.startswith("https://")), None)
    described: dict[str, Any] = {
        "id": rule,
        "shortDescription": {"text": rule.replace("-", " ")},
        "fullDescription": {"text": first.why or first.message},
        "help": {"text": " ".join(filter(None, [first.why, sources])) or first.message},
        "defaultConfiguration": {"level": _LEVELS[worst]},
        "properties": {
            "tags": ["health", first.category.value],
            "precision": first.confidence.value,
        },
    }
    return described | ({"helpUri": url} if url else {})


def _authority(authority: Authority) -> str:
    year = None if authority.year is None else str(authority.year)
    return ", ".join(filter(None, [authority.title, authority.section, year]))


def _invocation(files: Iterable[FileResult]) -> dict[str, Any]:
    notifications = [
        {
            "descriptor": {"id": f"unchecked/{found.stage}"},
            "level": "error",
            "message": {"text": f"not checked: {found.message}"},
            "locations": [{"physicalLocation": {"artifactLocation": _artifact(result.path)}}],
        }
        for result in files
        if not isinstance(found := outcome(result), Document)
    ]
    return {
        "executionSuccessful": not notifications,
        "toolExecutionNotifications": notifications,
    }


def _results(
    result: FileResult, rules: Mapping[str, int], *, show_hidden: bool
) -> Iterator[dict[str, Any]]:
    found = outcome(result)
    if not isinstance(found, Document):
        return
    lines = LineIndex(found.source)
    for finding in shown(result, show_hidden=show_hidden):
        yield _result(result.path, found.source, lines, finding) | {
            "ruleIndex": rules[finding.rule]
        }


def _result(path: str, source: str, lines: LineIndex, finding: Finding) -> dict[str, Any]:
    entry: dict[str, Any] = {
        "ruleId": finding.rule,
        "level": _LEVELS[finding.severity],
        "message": {"text": " ".join(filter(None, [finding.message, finding.advice]))},
        "locations": [_location(path, source, lines, finding.span)],
        "partialFingerprints": {
            FINGERPRINT: finding.fingerprint,
            "primaryLocationLineHash": finding.fingerprint,
        },
    }
    if finding.related:
        entry["relatedLocations"] = [
            _location(path, source, lines, related.span) | {"message": {"text": related.note}}
            for related in finding.related
        ]
    if finding.fix:
        replacements = [
            {
                "deletedRegion": _region(source, lines, fix.span),
                "insertedContent": {"text": fix.text},
            }
            for fix in finding.fix
        ]
        change = {"artifactLocation": _artifact(path), "replacements": replacements}
        entry["fixes"] = [{"artifactChanges": [change]}]
    entry["suppressions"] = _suppressions(finding)
    return entry


def _suppressions(finding: Finding) -> list[dict[str, Any]]:
    if finding.disposition is Disposition.REPORTED:
        return []
    in_text = finding.disposition is Disposition.SUPPRESSED
    return [
        {
            "kind": "inSource" if in_text else "external",
            "justification": finding.reason or finding.disposition.value,
            "properties": {"disposition": finding.disposition.value},
        }
    ]


def _location(path: str, source: str, lines: LineIndex, span: Span) -> dict[str, Any]:
    return {
        "physicalLocation": {
            "artifactLocation": _artifact(path),
            "region": _region(source, lines, span),
        }
    }


def _region(source: str, lines: LineIndex, span: Span) -> dict[str, Any]:
    start, end = lines.place(span.start), lines.place(span.end)
    region: dict[str, Any] = {
        "startLine": start.line,
        "startColumn": start.column,
        "endLine": end.line,
        "endColumn": end.column,
        "charOffset": span.start,
        "charLength": len(span),
    }
    return region | ({"snippet": {"text": span.of(source)}} if len(span) else {})


def _artifact(path: str) -> dict[str, str]:
    """The address of a file: relative where the path is, so that it holds on every machine."""
    pure = PurePath(path)
    address = quote(pure.as_posix(), safe="/", errors="surrogateescape")
    return {"uri": f"file://{address}" if pure.is_absolute() else address}


def _printable(data: Any) -> Any:
    """The data with signs for what UTF-8 cannot carry or a terminal would obey."""
    if isinstance(data, str):
        return in_markup(data)
    if isinstance(data, dict):
        return {key: _printable(value) for key, value in data.items()}
    if isinstance(data, list):
        return [_printable(value) for value in data]
    return data
