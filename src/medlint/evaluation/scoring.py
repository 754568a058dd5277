"""Findings against annotations: what was found, what was missed, what was a false alarm."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass

from medlint.document import Document
from medlint.evaluation.annotated import Annotated, Annotation
from medlint.finding import Category, Finding
from medlint.text import Span


@dataclass(frozen=True, slots=True)
class Counts:
    """What became of the annotations and findings that are counted together.

    Arguable annotations stand apart: of `arguable` many, `arguable_found` were found. So do
    `unjudged` findings: of a rule that is not fully marked, where nothing is marked.
    """

    hits: int = 0
    misses: int = 0
    false_alarms: int = 0
    arguable: int = 0
    arguable_found: int = 0
    unjudged: int = 0

    def __add__(self, other: Counts) -> Counts:
        """Both counted together."""
        return Counts(*(a + b for a, b in zip(astuple(self), astuple(other), strict=True)))

    @property
    def precision(self) -> float | None:
        """The part of what was found that had to be; None where nothing was found."""
        return _part(self.hits, self.hits + self.false_alarms)

    @property
    def recall(self) -> float | None:
        """The part of what had to be found that was; None where nothing had to be."""
        return _part(self.hits, self.hits + self.misses)

    @property
    def f1(self) -> float | None:
        """The harmonic mean of both; None where nothing was found and nothing had to be."""
        return _part(2 * self.hits, 2 * self.hits + self.misses + self.false_alarms)


MEASURES = ("precision", "recall", "f1")
"""The scores that counts have."""


def _part(some: int, of: int) -> float | None:
    return some / of if of else None


@dataclass(frozen=True, slots=True)
class Judged:
    """One rule on one text: what it missed, where it spoke in vain, and where nobody can say."""

    rule: str
    category: Category
    counts: Counts
    misses: tuple[Annotation, ...] = ()
    false_alarms: tuple[Finding, ...] = ()
    unjudged: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """One annotated text with a judgement of every rule that ran on it, sorted by rule."""

    annotated: Annotated
    document: Document
    judged: tuple[Judged, ...]

    def counts(self, rules: Iterable[str] | None = None) -> Counts:
        """The counts of some rules, or of all, together."""
        wanted = None if rules is None else set(rules)
        return sum(
            (judged.counts for judged in self.judged if wanted is None or judged.rule in wanted),
            Counts(),
        )


def judge_all(
    annotated: Annotated,
    document: Document,
    findings: Sequence[Finding],
    rules: Mapping[str, Category],
) -> Outcome:
    """The judgement of each rule that ran, given the findings that are reported."""
    judged = tuple(
        judge(annotated, rule, category, [found for found in findings if found.rule == rule])
        for rule, category in sorted(rules.items())
    )
    return Outcome(annotated, document, judged)


def judge(
    annotated: Annotated, rule: str, category: Category, findings: Sequence[Finding]
) -> Judged:
    """The judgement of one rule, given its findings.

    One finding satisfies one expectation that it overlaps, and as many as possible are satisfied,
    sure ones first. A finding about a whole article stands for all the places that it names, and
    satisfies an expectation at each of them. A finding that satisfies none is a false alarm at a
    silent place, and, if the rule is fully marked, wherever nothing is expected; a second finding
    at an expected place is neither.
    """
    expected = sorted(
        (mark for mark in annotated.expected if mark.rule == rule), key=lambda mark: not mark.sure
    )
    silent = [mark for mark in annotated.silent if mark.rule == rule]
    places = [(index, span) for index, found in enumerate(findings) for span in _places(found)]
    satisfied = _match(expected, [span for _, span in places])
    in_use = {places[place][0] for place in satisfied.values()}
    rest = [finding for index, finding in enumerate(findings) if index not in in_use]
    astray = [finding for finding in rest if not _overlaps_any(finding, expected)]
    full = rule in annotated.fully_marked
    alarms = tuple(
        finding
        for finding in rest
        if _overlaps_any(finding, silent) or (full and finding in astray)
    )
    unjudged = () if full else tuple(finding for finding in astray if finding not in alarms)
    misses = tuple(
        mark for index, mark in enumerate(expected) if mark.sure and index not in satisfied
    )
    sure = sum(mark.sure for mark in expected)
    hits = sure - len(misses)
    counts = Counts(
        hits=hits,
        misses=len(misses),
        false_alarms=len(alarms),
        arguable=len(expected) - sure,
        arguable_found=len(satisfied) - hits,
        unjudged=len(unjudged),
    )
    return Judged(rule, category, counts, misses, alarms, unjudged)


def _places(finding: Finding) -> Iterator[Span]:
    """Where a finding says that something is wrong."""
    yield finding.span
    if finding.sentence is None:
        yield from (related.span for related in finding.related)


def _overlaps_any(finding: Finding, marks: Iterable[Annotation]) -> bool:
    return any(span.overlaps(mark.span) for mark in marks for span in _places(finding))


def _match(expected: Sequence[Annotation], places: Sequence[Span]) -> dict[int, int]:
    """Which expectation is satisfied by which place, by index: a maximum matching.

    Each expectation in turn takes a free place, or one whose holder can take another. Who is
    served once stays served, so that the first ones come first.
    """
    holder: dict[int, int] = {}

    def serve(mark: int, asked: set[int]) -> bool:
        for index, place in enumerate(places):
            if index in asked or not place.overlaps(expected[mark].span):
                continue
            asked.add(index)
            if index not in holder or serve(holder[index], asked):
                holder[index] = mark
                return True
        return False

    for mark in range(len(expected)):
        serve(mark, set())
    return {mark: index for index, mark in holder.items()}
