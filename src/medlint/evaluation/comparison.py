"""What a change of rules changes: findings gained, lost, and of another severity."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from medlint.finding import Finding, Severity
from medlint.report import FileResult
from medlint.text import LineIndex, Place, Span


class Change(StrEnum):
    """What became of a finding."""

    GAINED = "gained"
    LOST = "lost"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Difference:
    """A finding that the one set of rules makes and the other does not, or not so severely.

    `was` is the former severity, None of a finding that is gained.
    """

    change: Change
    rule: str
    path: str
    place: Place
    severity: Severity
    was: Severity | None
    words: str
    sentence: str


def compare(old: FileResult, new: FileResult) -> list[Difference]:
    """The differences between what two sets of rules report on one text, by place.

    A finding is the same if its rule and its span are; how it is worded does not matter.
    """
    document = new.document or old.document
    if document is None:
        return []
    lines = LineIndex(document.source)
    before, after = _by_identity(old.reported()), _by_identity(new.reported())
    found: list[tuple[Span, Difference]] = []
    for identity in sorted({*before, *after}):
        _, span = identity
        for change, finding, was in _changes(before.get(identity, []), after.get(identity, [])):
            difference = Difference(
                change=change,
                rule=finding.rule,
                path=new.path,
                place=lines.place(span.start),
                severity=finding.severity,
                was=was,
                words=" ".join(span.of(document.source).split()),
                sentence=finding.excerpt,
            )
            found.append((span, difference))
    return [difference for _, difference in sorted(found, key=lambda pair: pair[0])]


def _by_identity(findings: Sequence[Finding]) -> dict[tuple[str, Span], list[Finding]]:
    found: dict[tuple[str, Span], list[Finding]] = {}
    for finding in findings:
        found.setdefault((finding.rule, finding.span), []).append(finding)
    return found


def _changes(
    before: Sequence[Finding], after: Sequence[Finding]
) -> Iterator[tuple[Change, Finding, Severity | None]]:
    both = min(len(before), len(after))
    for old, new in zip(before[:both], after[:both], strict=True):
        if old.severity is not new.severity:
            yield Change.CHANGED, new, old.severity
    for finding in before[both:]:
        yield Change.LOST, finding, finding.severity
    for finding in after[both:]:
        yield Change.GAINED, finding, None
