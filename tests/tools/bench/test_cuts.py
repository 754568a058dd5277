"""What is left of a text stands where it is said to stand."""

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from medlint.text import Span
from tools.bench.cuts import cut, moved


def test_the_rest_moves_up() -> None:
    source = "Half (Lee, 2020) sleep <dfn>badly</dfn> at night."
    pieces = [Span(4, 16), Span(28, 33)]
    assert [piece.of(source) for piece in pieces] == [" (Lee, 2020)", "badly"]
    rest = cut(source, pieces)
    assert rest == "Half sleep <dfn></dfn> at night."
    assert moved(Span(0, 16), pieces).of(rest) == "Half"
    assert moved(Span(23, 39), pieces).of(rest) == "<dfn></dfn>"
    assert moved(Span(43, 49), pieces).of(rest) == "night."


@settings(max_examples=60)
@given(st.text(alphabet="ab ", max_size=40), st.data())
def test_a_span_beside_the_cuts_reads_the_same(text: str, data: st.DataObject) -> None:
    ends = sorted(data.draw(st.lists(st.integers(0, len(text)), min_size=4, max_size=4)))
    first, kept, last = (Span(a, b) for a, b in pairwise(ends))
    pieces = [first, last]
    assert moved(kept, pieces).of(cut(text, pieces)) == kept.of(text)
