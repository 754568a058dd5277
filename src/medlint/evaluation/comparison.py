"""What a change of rules changes: findings gained, lost, and changed in severity or place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from medlint.finding import Finding, Severity
from medlint.report import FileResult
from medlint.text import LineIndex, Place


class Change(StrEnum):
    """What became of a finding."""

    GAINED = "gained"
    LOST = "lost"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Difference:
    """A finding that only one set of rules makes, or both make differently.

    `severity` and `words` are the new ones, and of a finding that is lost the former ones;
    `severity_before` and `words_before` are what they were where they are changed.
    """

    change: Change
    rule: str
    path: str
    place: Place
    severity: Severity
    words: str
    sentence: str
    severity_before: Severity | None = None
    words_before: str | None = None


def compare(old: FileResult, new: FileResult) -> list[Difference]:
    """The differences between what two sets of rules report on one text, by place.

    A finding is still there if one of the same rule overlaps it; how it is worded does not
    matter.
    """
    document = new.document or old.document
    if document is None:
        return []
    source, lines = document.source, LineIndex(document.source)

    def words(finding: Finding) -> str:
        return " ".join(finding.span.of(source).split())

    def difference(change: Change, finding: Finding, before: Finding | None = None) -> Difference:
        was = before or finding
        return Difference(
            change=change,
            rule=finding.rule,
            path=new.path,
            place=lines.place(finding.span.start),
            severity=finding.severity,
            words=words(finding),
            sentence=finding.excerpt,
            severity_before=None if was.severity is finding.severity else was.severity,
            words_before=None if was.span == finding.span else words(was),
        )

    pairs, lost, gained = _pair(old.reported(), new.reported())
    found = [
        *((before.span, difference(Change.LOST, before)) for before in lost),
        *((after.span, difference(Change.GAINED, after)) for after in gained),
        *(
            (after.span, difference(Change.CHANGED, after, before))
            for before, after in pairs
            if (before.span, before.severity) != (after.span, after.severity)
        ),
    ]
    return [entry for _, entry in sorted(found, key=lambda pair: (pair[0], pair[1].rule))]


def _pair(
    before: Sequence[Finding], after: Sequence[Finding]
) -> tuple[list[tuple[Finding, Finding]], list[Finding], list[Finding]]:
    """Each former finding with the one that it became, what is lost, and what is gained.

    Those at the same place are paired before those that only overlap.
    """
    pairs: list[tuple[Finding, Finding]] = []
    lost, gained = list(before), list(after)
    for same in (_is_at_its_place, _overlaps):
        for finding in list(lost):
            heir = next((new for new in gained if same(finding, new)), None)
            if heir is not None:
                pairs.append((finding, heir))
                lost.remove(finding)
                gained.remove(heir)
    return pairs, lost, gained


def _is_at_its_place(old: Finding, new: Finding) -> bool:
    return old.rule == new.rule and old.span == new.span


def _overlaps(old: Finding, new: Finding) -> bool:
    return old.rule == new.rule and old.span.overlaps(new.span)
