"""One finding a fault: of two rules that speak of the same words, the more specific one speaks."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import replace

from medlint.finding import Disposition, Finding, Related
from medlint.text import Span


def give_way(findings: Sequence[Finding], over: Mapping[str, frozenset[str]]) -> list[Finding]:
    """The findings in their order, those set aside that another one speaks for.

    `over` holds, for a rule, all the rules that it speaks for where their words overlap. The
    finding that speaks names what it speaks for as related. A milder finding never hides a
    graver one: there the general rule speaks, and the specific one gives way.
    """
    settled = list(findings)
    # The most specific first, so that what has given way itself holds nothing else down.
    ranks = sorted(
        (i for i, one in enumerate(settled) if over.get(one.rule)),
        key=lambda i: (-len(over[settled[i].rule]), i),
    )
    near = _Places(findings)
    for special in ranks:
        for general in near.overlapping(settled[special].span):
            one, other = settled[special], settled[general]
            if one.disposition is not Disposition.REPORTED:
                break
            if other.disposition is Disposition.REPORTED and other.rule in over[one.rule]:
                graver = other.severity.rank > one.severity.rank
                speaks, silent = (general, special) if graver else (special, general)
                settled[speaks], settled[silent] = _settle(settled[speaks], settled[silent])
    return settled


class _Places:
    """Where findings stand, to know those that overlap a place without looking at all of them."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        self._spans = [finding.span for finding in findings]
        self._order = sorted(range(len(findings)), key=lambda i: self._spans[i].start)
        self._starts = [self._spans[i].start for i in self._order]
        self._longest = max((span.end - span.start for span in self._spans), default=0)

    def overlapping(self, span: Span) -> list[int]:
        """The numbers of the findings there, in their order."""
        first = bisect_left(self._starts, span.start - self._longest)
        last = bisect_right(self._starts, span.end)
        return sorted(i for i in self._order[first:last] if span.overlaps(self._spans[i]))


def _settle(speaks: Finding, silent: Finding) -> tuple[Finding, Finding]:
    named = Related(silent.span, f"{silent.rule}: {silent.message}")
    return (
        replace(speaks, related=(*speaks.related, named)),
        replace(
            silent,
            disposition=Disposition.FILTERED,
            reason=f"said by '{speaks.rule}' at the same words",
            yields_to=speaks.rule,
        ),
    )


def speak_again(finding: Finding) -> Finding:
    """A finding that gave way, reported after all: the one that spoke for it does not speak."""
    return replace(finding, disposition=Disposition.REPORTED, reason=None, yields_to=None)
