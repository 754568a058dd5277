"""Places in text: spans, lines and columns."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from medlint.text import LineIndex, Place, Span, utf16_column

PILL = "\N{PILL}"

TEXTS = st.text(alphabet=f"ab \r\n\t\N{LINE SEPARATOR}\x0b\x85é{PILL}", max_size=40)


@st.composite
def spans(draw: st.DrawFn, most: int = 30) -> Span:
    start = draw(st.integers(0, most))
    return Span(start, draw(st.integers(start, most)))


@pytest.mark.parametrize(("start", "end"), [(-1, 0), (-2, -1), (3, 2), (1, 0)])
def test_a_span_never_runs_backwards(start: int, end: int) -> None:
    with pytest.raises(ValueError, match=f"not a span: {start}..{end}"):
        Span(start, end)


def test_a_span_knows_its_length_and_its_text() -> None:
    assert len(Span(2, 5)) == 3
    assert len(Span(4, 4)) == 0
    assert Span(2, 5).of("turmeric") == "rme"
    assert Span(4, 4).of("turmeric") == ""
    assert Span(2, 5).shift(10) == Span(12, 15)
    with pytest.raises(ValueError, match="not a span"):
        Span(2, 5).shift(-3)


@pytest.mark.parametrize(
    ("inner", "inside", "overlapping"),
    [
        pytest.param(Span(3, 6), True, True, id="the same"),
        pytest.param(Span(4, 5), True, True, id="within"),
        pytest.param(Span(3, 4), True, True, id="at the start"),
        pytest.param(Span(5, 6), True, True, id="at the end"),
        pytest.param(Span(2, 4), False, True, id="across the start"),
        pytest.param(Span(5, 7), False, True, id="across the end"),
        pytest.param(Span(1, 9), False, True, id="around"),
        pytest.param(Span(0, 3), False, False, id="adjoining before"),
        pytest.param(Span(6, 8), False, False, id="adjoining behind"),
        pytest.param(Span(4, 4), True, True, id="empty within"),
        pytest.param(Span(3, 3), True, False, id="empty at the start"),
    ],
)
def test_spans_lie_in_each_other(inner: Span, *, inside: bool, overlapping: bool) -> None:
    outer = Span(3, 6)
    assert (inner in outer) is inside
    assert inner.overlaps(outer) is overlapping
    assert outer.overlaps(inner) is overlapping


def test_spans_sort_by_start_and_then_end() -> None:
    assert sorted([Span(2, 9), Span(1, 9), Span(2, 3)]) == [Span(1, 9), Span(2, 3), Span(2, 9)]


@given(one=spans(), other=spans())
@settings(deadline=None, max_examples=200)
def test_overlap_is_a_shared_code_point(one: Span, other: Span) -> None:
    shared = set(range(one.start, one.end)) & set(range(other.start, other.end))
    if len(one) and len(other):
        assert one.overlaps(other) is bool(shared)


@pytest.mark.parametrize(
    ("text", "starts"),
    [
        pytest.param("", [0], id="empty"),
        pytest.param("one", [0], id="one line"),
        pytest.param("one\ntwo", [0, 4], id="LF"),
        pytest.param("one\r\ntwo", [0, 5], id="CRLF"),
        pytest.param("one\rtwo", [0, 4], id="CR"),
        pytest.param("\r\r\n\n", [0, 1, 3, 4], id="all three in a row"),
        pytest.param("\n\r", [0, 1, 2], id="LF and then CR are two"),
        pytest.param("one\n", [0, 4], id="a break at the end opens an empty last line"),
        pytest.param("a\x0bb\x0cc\x85d\N{LINE SEPARATOR}e\x1cf", [0], id="nothing else breaks"),
    ],
)
def test_line_breaks(text: str, starts: list[int]) -> None:
    lines = LineIndex(text)
    assert len(lines) == len(starts)
    assert [lines.line_span(number + 1).start for number in range(len(lines))] == starts


@pytest.mark.parametrize(
    ("offset", "place"),
    [
        (0, Place(1, 1)),
        (1, Place(1, 2)),
        (2, Place(1, 3)),
        (3, Place(1, 4)),
        (4, Place(2, 1)),
        (5, Place(2, 2)),
        (6, Place(3, 1)),
        (7, Place(3, 2)),
        (8, Place(4, 1)),
    ],
)
def test_offsets_and_places(offset: int, place: Place) -> None:
    lines = LineIndex(f"a{PILL}\r\nb\rc\n")
    assert lines.place(offset) == place
    assert lines.offset(place) == offset


def test_places_outside_the_text_are_refused() -> None:
    lines = LineIndex("ab\ncd")
    for offset in (-1, 6):
        with pytest.raises(
            ValueError, match=f"^offset {offset} lies outside a text of 5 code points$"
        ):
            lines.place(offset)
    for line in (0, 3):
        with pytest.raises(ValueError, match=f"^no line {line} in a text of 2 lines$"):
            lines.offset(Place(line, 1))
    for column in (0, -1, 4):
        with pytest.raises(ValueError, match=f"^no column {column} in line 1$"):
            lines.offset(Place(1, column))
    with pytest.raises(ValueError, match=r"^no column 4 in line 2$"):
        lines.offset(Place(2, 4))
    assert lines.offset(Place(2, 3)) == 5


@given(text=TEXTS)
@settings(deadline=None, max_examples=200)
def test_every_offset_comes_back_from_its_place(text: str) -> None:
    lines = LineIndex(text)
    places = [lines.place(offset) for offset in range(len(text) + 1)]
    assert [lines.offset(place) for place in places] == list(range(len(text) + 1))
    assert places == sorted(set(places))


@given(text=TEXTS, line=st.integers(-1, 6), column=st.integers(-1, 12))
@settings(deadline=None, max_examples=300)
def test_every_place_comes_back_or_is_refused(text: str, line: int, column: int) -> None:
    lines = LineIndex(text)
    try:
        offset = lines.offset(Place(line, column))
    except ValueError:
        return
    assert lines.place(offset) == Place(line, column)


@given(text=TEXTS)
@settings(deadline=None, max_examples=200)
def test_lines_are_the_text(text: str) -> None:
    lines = LineIndex(text)
    parts = [lines.line_span(number + 1).of(text) for number in range(len(lines))]
    assert "".join(parts) == text
    for part in parts[:-1]:
        assert re.fullmatch(r"[^\r\n]*(?:\r\n|\r|\n)", part)
    assert "\n" not in parts[-1]


@pytest.mark.parametrize(
    ("line", "column", "expected"),
    [
        pytest.param("plain", 1, 0, id="first"),
        pytest.param("plain", 4, 3, id="ASCII"),
        pytest.param(f"a{PILL}b", 2, 1, id="before an emoji"),
        pytest.param(f"a{PILL}b", 3, 3, id="behind an emoji"),
        pytest.param("é\N{INCREMENT}x", 3, 2, id="basic plane counts one"),
        pytest.param("e\N{COMBINING ACUTE ACCENT}x", 3, 2, id="a combining mark counts one"),
        pytest.param("\uffff\N{LINEAR B SYLLABLE B008 A}x", 3, 3, id="on both sides of the border"),
        pytest.param(f"{PILL}{PILL}", 9, 4, id="beyond the end"),
    ],
)
def test_columns_of_editors(line: str, column: int, expected: int) -> None:
    assert utf16_column(line, column) == expected


@given(line=st.text(max_size=20).filter(lambda text: not re.search("[\ud800-\udfff]", text)))
@settings(deadline=None, max_examples=100)
def test_columns_of_editors_count_as_the_encoding_does(line: str) -> None:
    for column in range(1, len(line) + 2):
        units = len(line[: column - 1].encode("utf-16-le")) // 2
        assert utf16_column(line, column) == units
