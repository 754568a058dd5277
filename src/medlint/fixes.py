"""Takes the fixes of findings: one text in, another out, and nothing else of it changes."""

from __future__ import annotations

import html
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from medlint.document import Block, Document, Format
from medlint.finding import Disposition, Finding, Replacement
from medlint.report import FileResult
from medlint.text import Span

Lint = Callable[[str], FileResult]
"""What says of another text of the same file what its outcome would be, every finding judged."""


@dataclass(frozen=True, slots=True)
class Fixed:
    """What became of one text.

    `result` is its outcome as it stands now. `taken` are the findings whose fixes were taken,
    `refused` those whose fixes would have changed more than their words. `left` counts those that
    only somebody who asks for unsafe fixes gets.
    """

    result: FileResult
    taken: tuple[Finding, ...] = ()
    refused: tuple[Finding, ...] = ()
    left: int = 0


def fix(result: FileResult, lint: Lint, *, unsafe: bool = False) -> Fixed:
    """The text with the fixes of what is reported taken, until there is none left to take.

    A fix is taken whole or not at all, never two at the same words at once, and each text on the
    way is linted: where a rule finds more than before, where the finding stays, or where the
    article falls into other blocks, the fix is refused. Of a rule in preview no fix is safe.
    Nothing is fixed in a text that is not the file's own: of a Word draft, of an export.
    """
    taken: list[Finding] = []
    refused: dict[str, Finding] = {}
    while chosen := _apart(_wanted(result, refused, unsafe=unsafe)):
        for group in (chosen, *([finding] for finding in chosen if len(chosen) > 1)):
            after = _after(result, group, lint)
            if after is not None:
                result = after
                taken += group
                break
            if len(group) == 1:
                refused[group[0].fingerprint] = group[0]
    left = len(_wanted(result, refused, unsafe=True)) if not unsafe else 0
    return Fixed(result, tuple(taken), tuple(refused.values()), left)


def written(source: str, replacements: Iterable[Replacement]) -> str:
    """The text with replacements put in; they must not overlap."""
    parts: list[str] = []
    at = 0
    for entry in sorted(replacements, key=lambda entry: entry.span):
        parts += (source[at : entry.span.start], entry.text)
        at = entry.span.end
    return "".join([*parts, source[at:]])


def _wanted(result: FileResult, refused: Iterable[str], *, unsafe: bool) -> list[Finding]:
    if result.document is None or result.document.origins:
        return []
    known = set(refused)
    return [
        finding
        for finding in result.reported()
        if finding.fix
        and finding.fingerprint not in known
        and (unsafe or (finding.fix_is_safe and not finding.preview))
    ]


def _apart(findings: Iterable[Finding]) -> list[Finding]:
    """The findings whose fixes do not meet, each earlier one before a later one."""
    chosen: list[Finding] = []
    spans: list[Span] = []
    for finding in findings:
        own = [entry.span for entry in finding.fix]
        if not any(_meet(one, other) for one in own for other in spans):
            chosen.append(finding)
            spans += own
    return chosen


def _meet(one: Span, other: Span) -> bool:
    """Whether two places share words, or touch, so that the order of the fixes would count."""
    return one.start <= other.end and other.start <= one.end


def _after(result: FileResult, findings: Sequence[Finding], lint: Lint) -> FileResult | None:
    """The outcome with these fixes taken; None where they do more than they ought to."""
    before = result.document
    assert before is not None  # noqa: S101 -- what was not checked has no findings
    replacements = [entry for finding in findings for entry in finding.fix]
    after = lint(written(before.source, replacements))
    if after.document is None or not _same_shape(before, after.document, replacements):
        return None
    allowed = _count(result) - Counter(finding.rule for finding in findings)
    return after if _count(after) <= allowed else None


def _count(result: FileResult) -> Counter[str]:
    return Counter(
        finding.rule for finding in result.findings if finding.disposition is Disposition.REPORTED
    )


def _same_shape(before: Document, after: Document, edits: Iterable[Replacement]) -> bool:
    """Whether two documents have the same blocks, and the same words wherever nothing was put."""
    if len(before.blocks) != len(after.blocks) or before.metadata.keys() != after.metadata.keys():
        return False
    ordered = sorted(edits, key=lambda entry: entry.span)
    return all(
        _shape(one) == _shape(other)
        and other.text == _expected(one, ordered, is_html=before.format is Format.HTML)
        for one, other in zip(before.blocks, after.blocks, strict=True)
    )


def _expected(block: Block, edits: Iterable[Replacement], *, is_html: bool) -> str:
    """How a block reads with these edits: its own words, and between them what was put there."""
    whole = block.source_span
    parts: list[str] = []
    at = whole.start
    for edit in edits:
        if _meet(whole, edit.span):
            parts += (_words(block, at, edit.span.start), _read(edit.text, is_html=is_html))
            at = edit.span.end
    return "".join([*parts, _words(block, at, whole.end)])


def _words(block: Block, start: int, end: int) -> str:
    """What a block shows of a range of the source."""
    shown = block.map.to_text(Span(start, end)) if start < end else None
    return shown.of(block.text) if shown is not None else ""


def _read(text: str, *, is_html: bool) -> str:
    return html.unescape(text) if is_html else text


def _shape(block: Block) -> tuple[object, ...]:
    inlines = tuple((inline.kind, inline.target) for inline in block.inlines)
    return block.kind, block.level, block.path, block.language, block.cell, inlines
