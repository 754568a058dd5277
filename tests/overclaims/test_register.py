"""What a text as a whole says of each of its sentences."""

from math import inf

from hypothesis import given
from hypothesis import strategies as st

from medlint.overclaims.register import shift

scores = st.lists(st.floats(-8, 8), max_size=60)


def test_nothing_is_moved_where_nothing_is_known() -> None:
    assert shift([]) == 0
    assert shift([-inf]) == 0
    assert abs(shift([0.0])) < 1e-9


@given(scores=scores, more=st.floats(0, 8))
def test_a_stronger_sentence_never_lowers_the_others(scores: list[float], more: float) -> None:
    raised = [score + more for score in scores]
    assert shift(raised) >= shift(scores) - 1e-9


@given(scores=scores)
def test_how_far_it_goes_is_bounded(scores: list[float]) -> None:
    assert -2 < shift(scores) <= 0


def test_one_claim_in_a_leaflet_counts_less_than_one_among_many() -> None:
    leaflet, advert = [-3.0] * 60, [1.0] * 20 + [-1.0] * 40
    assert shift([0.5, *leaflet]) < -0.5
    assert shift([0.5, *advert]) == 0


def test_the_order_of_sentences_changes_nothing_that_counts() -> None:
    some = [0.3, -2.0, 1.7, -0.4, 4.0]
    assert abs(shift(some) - shift(some[::-1])) < 1e-9
