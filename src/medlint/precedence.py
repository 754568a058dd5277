"""One finding a fault: of two rules that speak of the same words, the more specific one speaks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from medlint.finding import Disposition, Finding, Related


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
    for special in ranks:
        for general, other in enumerate(settled):
            one = settled[special]
            if one.disposition is not Disposition.REPORTED:
                break
            if (
                other.disposition is Disposition.REPORTED
                and other.rule in over[one.rule]
                and one.span.overlaps(other.span)
            ):
                graver = other.severity.rank > one.severity.rank
                speaks, silent = (general, special) if graver else (special, general)
                settled[speaks], settled[silent] = _settle(settled[speaks], settled[silent])
    return settled


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
