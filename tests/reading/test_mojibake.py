# ruff: noqa: RUF001 -- wrong characters are what is tested
"""Wrong characters, and what was meant."""

import pytest

from medlint.reading.mojibake import faults


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("The patientâ€™s dose", [("â€™", "’")], id="apostrophe"),
        pytest.param("CafÃ© and naÃ¯ve", [("Ã©", "é"), ("Ã¯", "ï")], id="two words"),
        pytest.param("TNF-Î± rose", [("Î±", "α")], id="greek"),
        pytest.param("A 5Â mg tablet", [("Â", "")], id="lone byte"),
        pytest.param("5 mg&amp;nbsp;daily", [("&amp;nbsp;", "\xa0")], id="escaped twice"),
        pytest.param("I don\ufffdt know", [("don\ufffdt", None)], id="lost"),
        pytest.param("Two options ∞ tablets", [("∞", None)], id="sign between words"),
        pytest.param("Time goes to ∞ and back", [], id="infinity"),
        pytest.param("From zero to infinity (AUC0–∞)", [], id="area under the curve"),
        pytest.param("château, naïve, Ångström, São Tomé", [], id="sound letters"),
        pytest.param("the body’s “own” 24 °C ± 2 µg", [], id="sound signs"),
    ],
)
def test_faults(text: str, expected: list[tuple[str, str | None]]) -> None:
    assert [(span.of(text), meant) for span, meant in faults(text)] == expected
