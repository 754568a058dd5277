"""Directives in comments that silence a rule at one place, each with its reason."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from medlint.document import Block, BlockKind, Document
from medlint.finding import Category, Confidence, Disposition, Finding, Severity
from medlint.text import LineIndex, Span

_DIRECTIVE = re.compile(r"^<!--+\s*medlint-(?P<rest>.*?)\s*--+>$", re.DOTALL)
_PARTS = re.compile(
    r"^ignore-(?P<reach>next-line|start|end|file)\b\s*(?P<rules>[a-z0-9][a-z0-9, \t-]*?)?\s*"
    r"(?::\s*(?P<reason>.*))?$",
    re.DOTALL,
)
_SYNTAX = "<!-- medlint-ignore-next-line RULE: reason -->"


class Reach(StrEnum):
    """How far a directive goes."""

    NEXT_LINE = "next-line"
    START = "start"
    END = "end"
    FILE = "file"


@dataclass(slots=True)
class _Directive:
    reach: Reach
    rules: tuple[str, ...]
    reason: str
    span: Span
    covers: Span
    used: set[str] = field(default_factory=set)


def apply(
    document: Document,
    findings: Sequence[Finding],
    *,
    known: Collection[str],
    selected: Collection[str],
) -> list[Finding]:
    """The findings, suppressed ones marked with the reason, and findings about bad directives.

    `known` are the ids of all rules, `selected` those that ran: a directive for a rule that did
    not run is not called unused.
    """
    comments = [block for block in document.blocks if block.kind is BlockKind.COMMENT]
    if not comments:
        return list(findings)
    directives, faults = _read(document, comments, known)
    judged = [_judge(finding, directives) for finding in findings]
    for directive in directives:
        for rule in directive.rules:
            if rule in selected and rule not in directive.used:
                message = f"This suppression of '{rule}' silences nothing."
                faults.append(_fault(document, "suppression-unused", directive.span, message))
    return judged + faults


def _judge(finding: Finding, directives: Sequence[_Directive]) -> Finding:
    for directive in directives:
        if finding.rule in directive.rules and directive.covers.start <= finding.span.start:
            if finding.span.start >= directive.covers.end:
                continue
            directive.used.add(finding.rule)
            return replace(finding, disposition=Disposition.SUPPRESSED, reason=directive.reason)
    return finding


def _read(
    document: Document, comments: Sequence[Block], known: Collection[str]
) -> tuple[list[_Directive], list[Finding]]:
    lines = LineIndex(document.source)
    directives: list[_Directive] = []
    faults: list[Finding] = []
    for block in comments:
        span = block.source_span
        outer = _DIRECTIVE.match(span.of(document.source).strip())
        if outer is None:
            continue
        parts = _PARTS.match(outer["rest"])
        rules = tuple(re.split(r"[\s,]+", (parts["rules"] or "").strip())) if parts else ()
        reason = " ".join((parts["reason"] or "").split()) if parts else ""
        if parts is not None and parts["reach"] == Reach.END:
            _end(document, directives, faults, span, rules)
            continue
        if parts is None or not any(rules):
            message = f"This is not a suppression that medlint can read; write {_SYNTAX}."
            faults.append(_fault(document, "suppression-malformed", span, message))
            continue
        unknown = [rule for rule in rules if rule not in known]
        for rule in unknown:
            message = f"There is no rule '{rule}' to suppress."
            faults.append(_fault(document, "suppression-unknown", span, message))
        if not reason:
            message = "This suppression gives no reason, so it silences nothing."
            faults.append(_fault(document, "suppression-without-reason", span, message))
            continue
        reach = Reach(parts["reach"])
        kept = tuple(rule for rule in rules if rule not in unknown)
        covers = _covers(document.source, lines, reach, span)
        directives.append(_Directive(reach, kept, reason, span, covers))
    return directives, faults


def _end(
    document: Document,
    directives: list[_Directive],
    faults: list[Finding],
    span: Span,
    rules: tuple[str, ...],
) -> None:
    """Close the latest open start (of these rules, where any are named)."""
    for directive in reversed(directives):
        still_open = directive.covers.end > span.start
        if (
            directive.reach is Reach.START
            and still_open
            and (not any(rules) or set(rules) & set(directive.rules))
        ):
            directive.covers = Span(directive.covers.start, span.start)
            return
    message = "This ends a suppression that never started."
    faults.append(_fault(document, "suppression-malformed", span, message))


def _covers(source: str, lines: LineIndex, reach: Reach, span: Span) -> Span:
    """The part of the source whose findings a directive silences."""
    if reach is Reach.FILE:
        return Span(0, len(source) + 1)
    if reach is Reach.START:
        return Span(span.end, len(source) + 1)
    line = lines.place(span.end).line
    rest = Span(span.end, lines.line_span(line).end)
    while not rest.of(source).strip() and line < len(lines):
        line += 1
        rest = lines.line_span(line)
    return rest


def _fault(document: Document, rule: str, span: Span, message: str) -> Finding:
    return Finding(
        rule=rule,
        category=Category.PAGE,
        severity=Severity.WARNING,
        confidence=Confidence.HIGH,
        message=message,
        advice=f"Write {_SYNTAX}, or take the comment out.",
        span=span,
        excerpt=" ".join(span.of(document.source).split()),
        fingerprint="",
        why="A suppression is a decision; it has to be readable and to mean something.",
    )
