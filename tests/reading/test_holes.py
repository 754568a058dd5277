"""Where the detector is believed."""

import pytest
import spacy

from medlint.reading.holes import holes

NLP = spacy.blank("en")


def places(text: str, odds: dict[int, float], least: float = 2.0) -> list[int]:
    doc = NLP(text)
    return list(holes(doc, [odds.get(token.i, -5.0) for token in doc], least))


@pytest.mark.parametrize(
    ("text", "odds", "expected"),
    [
        pytest.param("One two three four.", {1: 3.0}, [1], id="above"),
        pytest.param("One two three four.", {1: 1.9}, [], id="below"),
        pytest.param("One two three four.", {0: 9.0}, [], id="first-word"),
        pytest.param("One two three four.", {1: 3.0, 2: 4.0, 3: 3.5}, [2], id="highest-of-near"),
        pytest.param("a b c d e f g h", {1: 3.0, 5: 4.0}, [1, 5], id="two-apart"),
        pytest.param("One = two three.", {2: 9.0}, [], id="formula"),
        pytest.param("One - two three.", {1: 9.0, 2: 9.0}, [], id="dash"),
    ],
)
def test_places(text: str, odds: dict[int, float], expected: list[int]) -> None:
    assert places(text, odds) == expected
