"""What the reader of overclaims hears, and that company changes nothing of it."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st

from medlint.overclaims import COMMENDS, FAULTS, classifier, features
from medlint.overclaims.classifier import OverclaimReader
from medlint.overclaims.features import ROWS, FeatureReader

NLP = spacy.blank("en")
TOLD = (*FAULTS, COMMENDS)
SOLD = "Our drops wipe out joint pain overnight, and doctors do not want you to know it."
SOBER = "Ask your pharmacist whether the cream can be used with your other medicines."
words = st.lists(
    st.sampled_from(
        ["our", "cure", "pain", "It", "isn\u2019t", "isn't", "42", "mg", "!", ".", " "]
    ),
    max_size=12,
).map(" ".join)


@pytest.fixture(scope="module")
def reader() -> OverclaimReader:
    return OverclaimReader()


def scores(reader: OverclaimReader, *texts: str) -> Any:
    return reader.scores([NLP.make_doc(text) for text in texts])


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("Not one of our guests has ever gone home without results.", "guarantee"),
        (
            "Straight from the meadow, so there is nothing in it that could hurt you.",
            "absolute-safety",
        ),
        ("Three weeks of the drops and my husband is back on his bicycle.", "testimonial"),
        ("Every rash, ache and bad night goes back to one tired gland.", "root-cause"),
        ("More and more doctors are quietly saying the same.", "vague-attribution"),
        (
            "Since the same receptor sits in the scalp, the cream wakes up your hair.",
            "mechanism-leap",
        ),
        ("LDL came down in six weeks, so your heart is out of danger.", "surrogate-outcome"),
        ("It goes with every tablet that you take, blood thinners included.", "mixing-invite"),
        ("A night of oestradiol gel gives you your mornings back.", COMMENDS),
        ("Crushing chest pain is only the liver letting go of old anger.", "symptom-dismissal"),
    ],
)
def test_a_fault_is_heard_in_words_that_no_list_holds(
    reader: OverclaimReader, text: str, fault: str
) -> None:
    (found,) = scores(reader, text)
    assert found[TOLD.index(fault)] > 0
    assert (scores(reader, SOBER) < 0).all()


@given(texts=st.lists(words, max_size=8))
@settings(deadline=None)
def test_company_changes_nothing(reader: OverclaimReader, texts: list[str]) -> None:
    together = scores(reader, *texts)
    assert together.shape == (len(texts), len(TOLD))
    for text, row in zip(texts, together, strict=True):
        assert (scores(reader, text)[0] == row).all()


@given(text=words)
def test_the_words_that_tell_lie_in_the_sentence(reader: OverclaimReader, text: str) -> None:
    doc = NLP.make_doc(f"{SOLD} {text}")
    for fault in FAULTS:
        span = reader.telling(doc, fault)
        assert 0 <= span.start < span.end <= len(doc.text)
        assert span.of(doc.text) == span.of(doc.text).strip()


def test_the_words_that_tell_are_a_part_of_the_sentence(reader: OverclaimReader) -> None:
    doc = NLP.make_doc("Take it with water, for there is not a single side effect to fear.")
    assert "side effect" in reader.telling(doc, "absolute-safety").of(doc.text)


def test_white_space_and_the_sort_of_apostrophe_count_for_nothing(reader: OverclaimReader) -> None:
    one, other = scores(reader, "It doesn't  fail our guests.", "It doesn\u2019t fail our guests.")
    assert (one == other).all()


def test_too_few_words_tell_nothing(reader: OverclaimReader) -> None:
    assert np.isneginf(scores(reader, "Guaranteed!", "", " ", "Safe for all")).all()


def test_the_encoder_is_asked_only_where_the_linear_reader_hears_something() -> None:
    reader = OverclaimReader(encoder=Path("nowhere.npz"))
    assert (scores(reader, SOBER) < 0).all()
    with pytest.raises(FileNotFoundError, match="nowhere"):
        scores(reader, SOLD)


def test_words_are_forgotten_and_learnt_again(monkeypatch: pytest.MonkeyPatch) -> None:
    reader = OverclaimReader()
    before = scores(reader, SOLD)
    monkeypatch.setattr(features, "_MOST_WORDS", 5)
    scores(reader, SOBER)
    assert (scores(reader, SOLD) == before).all()


def test_a_sober_text_raises_the_level_and_one_that_sells_leaves_it(
    reader: OverclaimReader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(classifier, "_BATCH", 7)  # in several batches
    heard = {}
    for name, around in (("selling", SOLD), ("sober", SOBER)):
        docs = [NLP.make_doc(text) for text in [SOLD, *[around] * 30]]
        heard[name] = reader.told(docs)[0].faults
    alone = reader.told([NLP.make_doc(SOLD)])[0].faults
    fault = max(alone, key=alone.__getitem__)
    assert heard["selling"][fault] == alone[fault] > heard["sober"].get(fault, 0.0)


def test_a_text_without_sentences_has_no_faults(reader: OverclaimReader) -> None:
    assert reader.told(iter(())) == []


@given(text=words)
def test_no_row_stands_twice_in_a_sentence(text: str) -> None:
    found = FeatureReader().read([NLP.make_doc(text)])
    rows = found.row.tolist()
    assert len(rows) == len(set(rows))
    assert all(0 <= row < ROWS for row in rows)
    assert (found.first <= found.last).all()
