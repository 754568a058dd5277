"""What an index says of many articles: which to look at first, and what was found in all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from operator import attrgetter
from pathlib import PurePath
from typing import Any

from medlint.document import BlockKind, Document
from medlint.finding import Category, FileError, Finding, Severity
from medlint.formats.counts import files_in_words
from medlint.formats.triage import STATED, Triage, triage
from medlint.report import Summary

_WORST = 10
"""So many articles are in the chart of the worst."""


@dataclass(frozen=True, slots=True)
class Fired:
    """A rule that fired in an article: how often, and how gravely at worst."""

    rule: str
    category: Category
    severity: Severity
    findings: int


@dataclass(frozen=True, slots=True)
class Entry:
    """What an index has to know of one input: its counts, or why it was not checked.

    `href` is the address of its page, where it has one.
    """

    path: str
    title: str
    summary: Summary
    fired: tuple[Fired, ...] = ()
    error: FileError | None = None
    href: str | None = None

    @property
    def categories(self) -> tuple[str, ...]:
        """The categories of what is reported."""
        return tuple(sorted({fired.category.value for fired in self.fired}))

    @property
    def triage(self) -> Triage:
        """What has to be done with the article."""
        return triage(self.summary)

    @property
    def set_aside(self) -> int:
        """How many findings are not reported."""
        counts = self.summary
        return counts.suppressed + counts.baselined + counts.accepted + counts.filtered

    @property
    def rank(self) -> tuple[int, int, int, str]:
        """The worst first."""
        counts = self.summary
        return -counts.error, -counts.warning, -counts.note, self.path


@dataclass(frozen=True, slots=True)
class Share:
    """The findings of one category; `share` is in hundredths of the largest."""

    category: Category
    severity: Severity
    findings: int
    share: int


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar of a chart; `share` is in hundredths of the longest."""

    label: str
    severity: Severity
    number: int
    share: int


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars under a title."""

    title: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Todo:
    """How many articles there are of one triage, and by which rule."""

    triage: Triage
    articles: int
    stated: str


@dataclass(frozen=True, slots=True)
class RuleInReport:
    """A rule that fired anywhere, with how often and in how many articles."""

    rule: str
    category: Category
    severity: Severity
    findings: int
    articles: int


@dataclass(frozen=True, slots=True)
class Overview:
    """What the index says of a report.

    `unlisted` and `unlisted_errors` count the articles, and the inputs that were not checked,
    for which there is no room.
    """

    files_in_words: str
    unchecked: tuple[Entry, ...]
    lines: tuple[Entry, ...]
    rules: tuple[RuleInReport, ...]
    triage: tuple[Todo, ...]
    charts: tuple[Chart, ...]
    categories: tuple[str, ...]
    table: str | None = None
    unlisted: int = 0
    unlisted_errors: int = 0


def fired(findings: Iterable[Finding]) -> tuple[Fired, ...]:
    """What is reported in one article, by rule."""
    by_rule: dict[str, list[Finding]] = {}
    for finding in findings:
        by_rule.setdefault(finding.rule, []).append(finding)
    return tuple(
        Fired(rule, hits[0].category, _worst(hit.severity for hit in hits), len(hits))
        for rule, hits in by_rule.items()
    )


def overview(
    entries: Iterable[Entry],
    *,
    excluded: int = 0,
    table: str | None = None,
    most: int | None = None,
) -> tuple[Overview, Summary]:
    """What there is to say of all inputs, and their counts.

    At most so many articles are listed, the worst first, and as many inputs that were not checked;
    no more than twice as many entries are kept. `table` is the address of all findings.
    """
    lines, unchecked = _First(attrgetter("rank"), most), _First(attrgetter("path"), most)
    todo: Counter[Triage] = Counter()
    rules = _Tally()
    categories = _Tally()
    summary = Summary(excluded=excluded)
    for entry in entries:
        summary += entry.summary
        if entry.error is not None:
            unchecked.add(entry)
            continue
        lines.add(entry)
        todo[entry.triage] += 1
        for one in entry.fired:
            rules.add(one.rule, one)
            categories.add(one.category.value, one)
    listed, errors = lines.cut(), unchecked.cut()
    shares = tuple(categories.shares())
    made = Overview(
        files_in_words=files_in_words(summary),
        unchecked=errors,
        lines=listed,
        rules=tuple(rules.rules()),
        triage=tuple(Todo(which, todo[which], STATED[which]) for which in Triage),
        charts=tuple(_charts(shares, listed)),
        categories=tuple(sorted(categories.worst)),
        table=table,
        unlisted=summary.checked - len(listed),
        unlisted_errors=summary.failed - len(errors),
    )
    return made, summary


def shares(fired: Iterable[Fired]) -> tuple[Share, ...]:
    """What fired by category, the most frequent first."""
    tally = _Tally()
    for one in fired:
        tally.add(one.category.value, one)
    return tuple(tally.shares())


def title_of(document: Document) -> str:
    """What readers would call the article; its file name where it has no title."""
    declared = document.metadata.get("title", "").strip()
    if declared:
        return declared
    for kind in (BlockKind.TITLE, BlockKind.HEADING):
        for block in document.blocks:
            if block.kind is kind:
                return block.text
    return PurePath(document.path).name


class _First:
    """The first entries by some order, and not many more than are asked for."""

    def __init__(self, order: Callable[[Entry], Any], most: int | None) -> None:
        self._order = order
        self._most = most
        self._kept: list[Entry] = []

    def add(self, entry: Entry) -> None:
        self._kept.append(entry)
        if self._most is not None and len(self._kept) > 2 * self._most:
            self.cut()

    def cut(self) -> tuple[Entry, ...]:
        self._kept.sort(key=self._order)
        self._kept = self._kept[: self._most]
        return tuple(self._kept)


class _Tally:
    """Counts of what fired under some name."""

    def __init__(self) -> None:
        self.findings: Counter[str] = Counter()
        self.articles: Counter[str] = Counter()
        self.worst: dict[str, Fired] = {}

    def add(self, name: str, one: Fired) -> None:
        self.findings[name] += one.findings
        self.articles[name] += 1
        if name not in self.worst or one.severity.rank > self.worst[name].severity.rank:
            self.worst[name] = one

    def shares(self) -> Iterator[Share]:
        largest = max(self.findings.values(), default=0)
        for name, number in sorted(self.findings.items(), key=lambda item: (-item[1], item[0])):
            worst = self.worst[name]
            yield Share(worst.category, worst.severity, number, round(100 * number / largest))

    def rules(self) -> list[RuleInReport]:
        return sorted(
            (
                RuleInReport(
                    name, one.category, one.severity, self.findings[name], self.articles[name]
                )
                for name, one in self.worst.items()
            ),
            key=lambda entry: (-entry.severity.rank, -entry.findings, entry.rule),
        )


def _charts(shares: Sequence[Share], lines: Sequence[Entry]) -> Iterator[Chart]:
    if shares:
        bars = (Bar(s.category.value, s.severity, s.findings, s.share) for s in shares)
        yield Chart("Findings by category", tuple(bars))
    bad = [line for line in lines if line.triage is not Triage.CLEAR][:_WORST]
    if bad:
        numbers = [line.summary.error + line.summary.warning for line in bad]
        severities = (
            Severity.ERROR if line.triage is Triage.FIX else Severity.WARNING for line in bad
        )
        bars = (
            Bar(line.title, severity, number, round(100 * number / max(numbers)))
            for line, severity, number in zip(bad, severities, numbers, strict=True)
        )
        yield Chart("Errors and warnings of the worst articles", tuple(bars))


def _worst(severities: Iterable[Severity]) -> Severity:
    return max(severities, key=lambda severity: severity.rank)
