"""The kind that goes by what the reader of overclaims hears."""

from collections.abc import Callable
from pathlib import Path

import pytest

from medlint.errors import RuleError
from medlint.finding import Finding, Severity
from medlint.rules.kinds.overclaim import is_told

RuleWriter = Callable[..., Path]
Lint = Callable[..., list[Finding]]

SOLD = "There is nothing in the drops that could ever do you any harm."
SOBER = "Ask your pharmacist whether the cream can be used with your other medicines."


def match(**keys: object) -> dict[str, object]:
    return {"kind": "overclaim", "fault": "absolute-safety", **keys}


def test_the_match_is_the_words_that_tell_the_fault(write_rule: RuleWriter, lint: Lint) -> None:
    (finding,) = lint(write_rule("a-rule", match=match()), SOLD)
    assert "harm" in finding.span.of(SOLD)
    assert lint(write_rule("a-rule", match=match()), SOBER) == []


def test_another_fault_is_not_meant(write_rule: RuleWriter, lint: Lint) -> None:
    assert lint(write_rule("a-rule", match=match(fault="testimonial")), SOLD) == []


def test_what_is_not_sure_counts_one_level_less(write_rule: RuleWriter, lint: Lint) -> None:
    (sure,) = lint(write_rule("a-rule", match=match(sure=0), severity="error"), SOLD)
    (unsure,) = lint(write_rule("a-rule", match=match(sure=99), severity="error"), SOLD)
    assert (sure.severity, unsure.severity) == (Severity.ERROR, Severity.WARNING)
    assert lint(write_rule("a-rule", match=match(above=99)), SOLD) == []


def test_words_can_be_asked_for_and_can_call_it_off(write_rule: RuleWriter, lint: Lint) -> None:
    for keys, count in (
        ({"with": [["drops"]]}, 1),
        ({"with": [["cream"]]}, 0),
        ({"unless_beside": ["drops"]}, 0),
    ):
        assert len(lint(write_rule("a-rule", match=match(**keys)), SOLD)) == count


@pytest.mark.parametrize(
    ("told", "is_fault"),
    [
        pytest.param({"guarantee": 0.6}, True, id="alone"),
        pytest.param({"guarantee": 0.4}, False, id="too little"),
        pytest.param({"guarantee": 2.0, "testimonial": 2.3}, True, id="nearly as plain"),
        pytest.param({"guarantee": 1.3, "testimonial": 2.9}, False, id="a neighbour's"),
        pytest.param({"guarantee": 3.1, "testimonial": 4.9}, True, id="beside a plainer one"),
        pytest.param({"guarantee": 3.1, "testimonial": 9.0}, False, id="an echo of it"),
        pytest.param(
            {"guarantee": 3.0, "testimonial": 3.2, "root-cause": 3.4}, False, id="a third one"
        ),
        pytest.param({}, False, id="nothing"),
    ],
)
def test_of_several_faults_those_count_that_stand_out(
    told: dict[str, float], *, is_fault: bool
) -> None:
    assert is_told(told, "guarantee", 0.5) is is_fault


def test_it_fills_what_the_message_asks_for(write_rule: RuleWriter, lint: Lint) -> None:
    folder = write_rule("a-rule", match=match(says={"instead": "less"}), message="Say {instead}.")
    (finding,) = lint(folder, SOLD)
    assert finding.message == "Say less."


def test_the_same_words_tell_less_in_a_sober_text(write_rule: RuleWriter, lint: Lint) -> None:
    faint = "The patch is so mild that anybody can wear it."
    folder = write_rule("a-rule", match=match(above=3.8))
    assert len(lint(folder, faint)) == 1
    assert lint(folder, f"{faint} " + f"{SOBER} " * 40) == []


def test_it_speaks_where_no_other_way_found_anything(write_rule: RuleWriter, lint: Lint) -> None:
    ways = [{"kind": "phrases", "any_of": ["nothing in the drops"]}, match()]
    folder = write_rule("a-rule", match={"kind": "several", "any_of": ways})
    (finding,) = lint(folder, SOLD)
    assert finding.span.of(SOLD) == "nothing in the drops"
    other = SOLD.replace("the drops", "this jar")
    assert len(lint(folder, other)) == 1


def test_an_unknown_fault_is_an_error_that_names_the_known(
    write_rule: RuleWriter, lint: Lint
) -> None:
    with pytest.raises(RuleError, match=r"unknown fault 'swagger'.*absolute-safety"):
        lint(write_rule("a-rule", match=match(fault="swagger")), SOLD)
