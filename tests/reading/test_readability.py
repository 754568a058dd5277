"""How hard a text is to read, against values worked out by hand."""

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medlint.reading.readability import Ease, ease, grade, hard_words, syllables


@pytest.mark.parametrize(
    ("word", "count"),
    [
        *(("pain", 1), ("any", 2), ("tired", 1), ("needed", 2), ("table", 2), ("disease", 2)),
        *(("medicine", 3), ("Patients", 2), ("hypertension", 4), ("changes", 2), ("types", 1)),
        *(("create", 2), ("antihypertensive", 6), ("don't", 1), ("b", 1), ("hmm", 1)),
    ],
)
def test_syllables(word: str, count: int) -> None:
    assert syllables(word) == count


@given(st.text(min_size=1, max_size=30))
def test_every_word_has_a_syllable_and_no_more_than_letters(word: str) -> None:
    assert 1 <= syllables(word) <= max(1, 2 * len(word))


def test_figures_and_signs_are_no_words() -> None:
    assert ease("Take 2 tablets (500 mg) at 8:30!") == Ease(words=4, syllables=5)


@pytest.mark.parametrize(
    ("sentences", "expected"),
    [
        pytest.param([], 0.0, id="nothing"),
        pytest.param([Ease(3, 3)], 0.0, id="never-below-zero"),
        # 0.39 * 20 + 11.8 * 1.5 - 15.59
        pytest.param([Ease(20, 30)], 9.91, id="one"),
        # 0.39 * 15 + 11.8 * 1.8 - 15.59
        pytest.param([Ease(20, 40), Ease(10, 14)], 11.5, id="two"),
    ],
)
def test_grades(sentences: list[Ease], expected: float) -> None:
    assert grade(sentences) == pytest.approx(expected)


def test_the_hardest_words_come_first_and_once() -> None:
    texts = ["The antihypertensive medication.", "Medication of the skin; a pain."]
    assert hard_words(texts, 2) == ["antihypertensive", "medication"]
    assert hard_words(["A pain in the knee."], 2) == []


def test_the_dictionary_is_loaded_when_a_word_is_counted() -> None:
    code = (
        "import sys; import medlint.rules.kinds; from medlint.reading import readability;"
        "before = 'pyphen' in sys.modules; readability.syllables('knee');"
        "print(before, 'pyphen' in sys.modules)"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.split() == ["False", "True"]
