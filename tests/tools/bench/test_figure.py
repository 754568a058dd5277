"""Each figure stands beside its bound, and says where there is none."""

import pytest

from tools.bench.figure import Figure, per_thousand, share


@pytest.mark.parametrize(
    ("figure", "line"),
    [
        pytest.param(
            Figure("speed", 1.25, 1.3, "tea"), "speed: 1.25 (at most 1.3: met; tea)", id="within"
        ),
        pytest.param(
            Figure("speed", 1.35, 1.3, "tea"), "speed: 1.35 (at most 1.3: MISSED; tea)", id="above"
        ),
        pytest.param(
            Figure("recall", 1.35, 1.3, "tea", at_least=True),
            "recall: 1.35 (at least 1.3: met; tea)",
            id="reached",
        ),
        pytest.param(
            Figure("recall", 1.25, 1.3, "tea", at_least=True),
            "recall: 1.25 (at least 1.3: MISSED; tea)",
            id="below",
        ),
        pytest.param(Figure("all", 1.25, None, "tea"), "all: 1.25 (no bound; tea)", id="unbound"),
        pytest.param(
            Figure("claims", None, 0.62, "tea", at_least=True),
            "claims: not measured (at least 0.62; tea)",
            id="unmeasured",
        ),
    ],
)
def test_each_figure_stands_beside_its_target(figure: Figure, line: str) -> None:
    assert figure.line() == line


def test_what_is_not_measured_is_neither_met_nor_missed() -> None:
    assert Figure("claims", None, 0.62, "tea", at_least=True).row() == {
        "name": "claims",
        "value": None,
        "target": 0.62,
        "data": "tea",
        "at_least": True,
        "met": None,
    }


def test_shares_of_nothing_are_not_measured() -> None:
    assert (share(1, 4), share(0, 0)) == (0.25, None)
    assert (per_thousand(1, 4), per_thousand(0, 0)) == (250.0, None)
