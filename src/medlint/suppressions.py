"""Directives in comments that silence a rule at one place, each with its reason."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from medlint.document import Block, BlockKind, Document
from medlint.finding import Category, Confidence, Disposition, Finding, Severity
from medlint.text import LineIndex, Span

_MEANT = re.compile(r"medlint(?:-|[ \t:_]+ignore\b)", re.IGNORECASE)
"""How a comment begins that is meant for medlint, rightly written or not."""

_RULE = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_SYNTAX = "<!-- medlint-ignore-next-line RULE: reason -->"


class Reach(StrEnum):
    """How far a directive goes."""

    NEXT_LINE = "medlint-ignore-next-line"
    START = "medlint-ignore-start"
    END = "medlint-ignore-end"
    FILE = "medlint-ignore-file"


@dataclass(frozen=True, slots=True)
class _Directive:
    """A comment as it is written; `rules` are without repeats."""

    reach: Reach
    rules: tuple[str, ...]
    reason: str


@dataclass(slots=True)
class _Silence:
    """One rule, silenced by one directive over a stretch of the source."""

    rule: str
    reason: str
    directive: Span
    covers: Span
    used: bool = False


@dataclass(slots=True)
class _Region:
    """A start that waits for its end; its rules close one by one, or all at once."""

    directive: Span
    open: dict[str, _Silence | None]


class _Ledger:
    """What the directives of one document come to, taken in one after the other."""

    def __init__(self, document: Document, known: Collection[str]) -> None:
        self.silences: list[_Silence] = []
        self.faults: list[Finding] = []
        self._document = document
        self._known = known
        self._regions: list[_Region] = []
        self._by_rule: dict[str, list[_Region]] = {}

    def malformed(self, span: Span, message: str) -> None:
        self.faults.append(_fault(self._document, "suppression-malformed", span, message))

    def take(self, directive: _Directive, span: Span, covers: Span) -> None:
        """Enter a directive that silences its rules over `covers`."""
        if not directive.reason:
            message = "This suppression gives no reason, so it silences nothing."
            self.faults.append(_fault(self._document, "suppression-without-reason", span, message))
        made: dict[str, _Silence | None] = dict.fromkeys(directive.rules)
        for rule in directive.rules:
            if self._is_known(rule, span) and directive.reason:
                silence = made[rule] = _Silence(rule, directive.reason, span, covers)
                self.silences.append(silence)
        if directive.reach is Reach.START:
            region = _Region(span, made)
            self._regions.append(region)
            for rule in made:
                self._by_rule.setdefault(rule, []).append(region)

    def end(self, directive: _Directive, span: Span) -> None:
        """Close the latest open start, or of each named rule the latest that is open."""
        while self._regions and not self._regions[-1].open:
            self._regions.pop()
        rules = directive.rules or tuple(self._regions[-1].open if self._regions else ())
        if not rules:
            self.malformed(span, "This ends a suppression that never started.")
        for rule in rules:
            if not self._by_rule.get(rule):
                if self._is_known(rule, span):
                    self.malformed(span, f"This ends a suppression of '{rule}' that never started.")
                continue
            silence = self._by_rule[rule].pop().open.pop(rule)
            if silence is not None:
                silence.covers = Span(silence.covers.start, span.start)

    def close(self) -> None:
        """Name the starts that no end has closed."""
        for region in self._regions:
            if region.open:
                message = "This suppression is never ended and reaches to the end of the document."
                self.malformed(region.directive, message)

    def _is_known(self, rule: str, span: Span) -> bool:
        if rule in self._known:
            return True
        message = f"There is no rule '{rule}' to suppress."
        self.faults.append(_fault(self._document, "suppression-unknown", span, message))
        return False


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
    ledger = _read(document, comments, known)
    by_rule: dict[str, list[_Silence]] = {}
    for silence in ledger.silences:
        by_rule.setdefault(silence.rule, []).append(silence)
    judged = [_judge(finding, by_rule.get(finding.rule, ())) for finding in findings]
    unused = [
        _fault(
            document,
            "suppression-unused",
            silence.directive,
            f"This suppression of '{silence.rule}' silences nothing.",
        )
        for silence in ledger.silences
        if silence.rule in selected and not silence.used
    ]
    faults = [_judge(fault, by_rule.get(fault.rule, ())) for fault in (*ledger.faults, *unused)]
    return judged + faults


def _judge(finding: Finding, silences: Iterable[_Silence]) -> Finding:
    for silence in silences:
        if silence.covers.start <= finding.span.start < silence.covers.end:
            silence.used = True
            return replace(finding, disposition=Disposition.SUPPRESSED, reason=silence.reason)
    return finding


def _read(document: Document, comments: Sequence[Block], known: Collection[str]) -> _Ledger:
    ledger = _Ledger(document, known)
    spans = [block.source_span for block in comments]
    next_line = _next_line(document)
    end = len(document.source) + 1
    for span in spans:
        comment = span.of(document.source).strip()
        if not _MEANT.match(comment.removeprefix("<!").lstrip("-").lstrip()):
            continue
        directive = _parse(comment)
        if directive is None:
            message = f"This is not a suppression that medlint can read; write {_SYNTAX}."
            ledger.malformed(span, message)
        elif directive.reach is Reach.END:
            ledger.end(directive, span)
        elif directive.reach is Reach.NEXT_LINE:
            ledger.take(directive, span, next_line(span.end))
        else:
            start = 0 if directive.reach is Reach.FILE else span.end
            ledger.take(directive, span, Span(start, end))
    ledger.close()
    return ledger


def _parse(comment: str) -> _Directive | None:
    """The directive that a comment writes; None where it is not written as it should be."""
    if not comment.endswith("-->"):
        return None
    body = comment.removeprefix("<!").removesuffix(">").strip("-").strip()
    head, _, reason = body.partition(":")
    name, *rules = head.replace(",", " ").split()
    if name not in set(Reach) or not all(map(_RULE.fullmatch, rules)):
        return None
    reach = Reach(name)
    if not rules and reach is not Reach.END:
        return None
    return _Directive(reach, tuple(dict.fromkeys(rules)), " ".join(reason.split()))


def _next_line(document: Document) -> Callable[[int], Span]:
    """From the end of a comment to the line of text that follows it.

    That is the rest of its own line where text stands there, and otherwise the next line that
    holds any; comments and tags are no text.
    """
    source = document.source
    lines = LineIndex(source)
    parts: list[str] = []
    at = 0
    for span in sorted(
        segment.source
        for block in document.blocks
        if block.kind is not BlockKind.COMMENT
        for segment in block.map.segments
    ):
        parts += [" " * (span.start - at), source[max(at, span.start) : span.end]]
        at = max(at, span.end)
    visible = "".join([*parts, " " * (len(source) - at)])
    spans = map(lines.line_span, range(1, len(lines) + 1))
    texts = [span for span in spans if span.of(visible).strip()]
    starts = [span.start for span in texts]

    def after(offset: int) -> Span:
        rest = Span(offset, lines.line_span(lines.place(offset).line).end)
        if rest.of(visible).strip():
            return rest
        found = bisect_left(starts, rest.end)
        return texts[found] if found < len(texts) else Span(rest.end, rest.end)

    return after


def _fault(document: Document, rule: str, span: Span, message: str) -> Finding:
    return Finding(
        rule=rule,
        category=Category.PAGE,
        severity=Severity.WARNING,
        confidence=Confidence.HIGH,
        message=message,
        advice=f"Write {_SYNTAX}, or take the comment out.",
        span=span,
        sentence=span,
        excerpt=" ".join(span.of(document.source).split()),
        fingerprint="",
        why="A suppression is a decision; it has to be readable and to mean something.",
    )
