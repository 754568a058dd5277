"""The encoder hears a sentence alone as it does among others, and knows words we never wrote."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from medlint.overclaims import COMMENDS, FAULTS
from medlint.overclaims import encoder as module
from medlint.overclaims.encoder import Encoder

TOLD = (*FAULTS, COMMENDS)
SOLD = "Our drops wipe out joint pain overnight."
texts = st.lists(
    st.sampled_from([SOLD, "", "It is.", "na\u00efve \U0001f600 42 mg", "long " * 100, "Why?"]),
    min_size=1,
    max_size=6,
)


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return Encoder.read()


@given(texts=texts)
@settings(deadline=None, max_examples=25)
def test_company_changes_nothing(encoder: Encoder, texts: list[str]) -> None:
    together = encoder.scores(texts)
    assert together.shape == (len(texts), len(TOLD))
    assert np.isfinite(together).all()
    for text, row in zip(texts, together, strict=True):
        assert (encoder.scores([text])[0] == row).all()


def test_it_makes_no_difference_how_many_go_through_at_once(
    encoder: Encoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    several = [SOLD, "It is.", SOLD * 3, "Why?"]
    before: Any = encoder.scores(several)
    monkeypatch.setattr(module, "_ROWS", 12)
    assert (encoder.scores(several) == before).all()


def test_no_texts_have_no_scores(encoder: Encoder) -> None:
    assert encoder.scores([]).shape == (0, len(TOLD))


def test_order_counts(encoder: Encoder) -> None:
    """A bag of words would not tell these two apart."""
    one, other = encoder.scores(
        ["The gel cured her, not the surgeon.", "The surgeon cured her, not the gel."]
    )
    assert (one != other).any()


def test_both_readers_count_in_the_joint_score(encoder: Encoder) -> None:
    low, high = (encoder.join(np.full((1, len(TOLD)), score), [SOLD]) for score in (-1.0, 1.0))
    assert (high > low).all()
    sold, sober = encoder.join(np.zeros((2, len(TOLD))), [SOLD, "Ask a pharmacist."])
    assert sold[TOLD.index("reversal-verb")] > sober[TOLD.index("reversal-verb")]
