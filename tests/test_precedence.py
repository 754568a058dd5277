"""One finding a fault: who speaks where two rules find fault with the same words."""

import pytest

from medlint.finding import Category, Confidence, Disposition, Finding, Related, Severity
from medlint.precedence import give_way, speak_again
from medlint.text import Span

ERROR, WARNING, NOTE = Severity.ERROR, Severity.WARNING, Severity.NOTE
OVER = {"exact": frozenset({"middle", "general"}), "middle": frozenset({"general"})}


def finding(
    rule: str,
    start: int,
    end: int,
    severity: Severity = ERROR,
    disposition: Disposition = Disposition.REPORTED,
) -> Finding:
    return Finding(
        rule,
        Category.CERTAINTY,
        severity,
        Confidence.HIGH,
        f"{rule} speaks.",
        "a",
        Span(start, end),
        "It cures.",
        f"{rule}-{start}",
        disposition=disposition,
    )


def spoken(findings: list[Finding]) -> list[tuple[str, str | None]]:
    return [(f.rule, f.yields_to) for f in findings]


@pytest.mark.parametrize(
    ("findings", "expected"),
    [
        pytest.param(
            [finding("general", 0, 9), finding("exact", 3, 12)],
            [("general", "exact"), ("exact", None)],
            id="the exact one speaks",
        ),
        pytest.param(
            [finding("exact", 3, 12), finding("general", 0, 9)],
            [("exact", None), ("general", "exact")],
            id="whatever the order",
        ),
        pytest.param(
            [finding("general", 0, 3), finding("exact", 3, 12)],
            [("general", None), ("exact", None)],
            id="other words",
        ),
        pytest.param(
            [finding("general", 0, 9), finding("other", 0, 9)],
            [("general", None), ("other", None)],
            id="nothing said of the two",
        ),
        pytest.param(
            [finding("general", 0, 9), finding("middle", 0, 9), finding("exact", 0, 9)],
            [("general", "exact"), ("middle", "exact"), ("exact", None)],
            id="three",
        ),
        pytest.param(
            [finding("exact", 0, 4), finding("middle", 2, 8), finding("general", 6, 12)],
            [("exact", None), ("middle", "exact"), ("general", None)],
            id="what gave way holds nothing down",
        ),
        pytest.param(
            [finding("general", 0, 9, ERROR), finding("exact", 0, 9, NOTE)],
            [("general", None), ("exact", "general")],
            id="a milder one hides no graver one",
        ),
        pytest.param(
            [finding("general", 0, 9, NOTE), finding("exact", 0, 9, WARNING)],
            [("general", "exact"), ("exact", None)],
            id="a graver one speaks",
        ),
        pytest.param(
            [
                finding("general", 0, 9),
                finding("exact", 0, 9, disposition=Disposition.SUPPRESSED),
            ],
            [("general", None), ("exact", None)],
            id="what is suppressed does not speak",
        ),
    ],
)
def test_who_speaks(findings: list[Finding], expected: list[tuple[str, str | None]]) -> None:
    assert spoken(give_way(findings, OVER)) == expected


def test_the_one_that_speaks_names_the_others() -> None:
    general, exact = give_way([finding("general", 0, 9), finding("exact", 3, 12)], OVER)
    assert exact.related == (Related(Span(0, 9), "general: general speaks."),)
    assert exact.disposition is Disposition.REPORTED
    assert general.disposition is Disposition.FILTERED
    assert general.reason == "said by 'exact' at the same words"


def test_without_the_exact_rule_nothing_changes() -> None:
    alone = [finding("general", 0, 9)]
    assert give_way(alone, OVER) == alone


def test_what_gave_way_can_speak_again() -> None:
    before = finding("general", 0, 9)
    general, _ = give_way([before, finding("exact", 3, 12)], OVER)
    assert speak_again(general) == before
