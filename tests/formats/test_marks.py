from __future__ import annotations

from collections import defaultdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medlint.document import Inline, InlineKind
from medlint.formats.marks import Mark, Run, runs
from medlint.text import Span


def m(number: int, start: int, end: int) -> Mark:
    return Mark(number, Span(start, end))


@pytest.mark.parametrize(
    ("marks", "expected"),
    [
        pytest.param([], [Run("abcdef")], id="none"),
        pytest.param([m(1, 2, 4)], [Run("ab"), Run("cd", (1,), (1,), (1,)), Run("ef")], id="one"),
        pytest.param([m(1, 0, 6)], [Run("abcdef", (1,), (1,), (1,))], id="everything"),
        pytest.param(
            [m(1, 0, 4), m(2, 2, 6)],
            [
                Run("ab", (1,), (1,), ()),
                Run("cd", (1, 2), (2,), (1,)),
                Run("ef", (2,), (), (2,)),
            ],
            id="overlapping",
        ),
        pytest.param(
            [m(1, 2, 4), m(2, 0, 6)],
            [
                Run("ab", (2,), (2,), ()),
                Run("cd", (2, 1), (1,), (1,)),
                Run("ef", (2,), (), (2,)),
            ],
            id="nested, the outer one first",
        ),
        pytest.param(
            [m(2, 1, 3), m(1, 1, 3)],
            [Run("a"), Run("bc", (1, 2), (1, 2), (1, 2)), Run("def")],
            id="the same words twice",
        ),
        pytest.param(
            [m(1, 0, 3), m(2, 3, 6)],
            [Run("abc", (1,), (1,), (1,)), Run("def", (2,), (2,), (2,))],
            id="side by side",
        ),
        pytest.param([m(1, 3, 3)], [Run("abcdef")], id="empty"),
    ],
)
def test_runs(marks: list[Mark], expected: list[Run]) -> None:
    assert list(runs("abcdef", marks)) == expected


def test_inlines_cut_the_text_too() -> None:
    link = Inline(InlineKind.LINK, Span(0, 4), "https://example.org")
    raised = Inline(InlineKind.SUPERSCRIPT, Span(2, 4))
    assert list(runs("abcdef", [m(1, 3, 5)], [raised, link])) == [
        Run("ab", inlines=(link,)),
        Run("c", inlines=(link, raised)),
        Run("d", (1,), (1,), (), (link, raised)),
        Run("e", (1,), (), (1,)),
        Run("f"),
    ]


@given(st.data())
def test_runs_hold_the_text_and_every_mark(data: st.DataObject) -> None:
    text = data.draw(st.text(min_size=1, max_size=30))

    def spans() -> st.SearchStrategy[Span]:
        return st.tuples(st.integers(0, len(text)), st.integers(0, len(text))).map(
            lambda ends: Span(min(ends), max(ends))
        )

    marks = [Mark(number, span) for number, span in enumerate(data.draw(st.lists(spans())), 1)]
    inlines = [Inline(InlineKind.CODE, span) for span in data.draw(st.lists(spans(), max_size=3))]
    pieces = runs(text, marks, inlines)
    assert "".join(run.text for run in pieces) == text
    assert all(run.text for run in pieces)
    marked: defaultdict[int, str] = defaultdict(str)
    opened: list[int] = []
    for run in pieces:
        opened += run.opens
        assert set(run.opens) | set(run.closes) <= set(run.numbers) <= set(opened)
        for number in run.numbers:
            marked[number] += run.text
    assert dict(marked) == {mark.number: mark.span.of(text) for mark in marks if mark.span.of(text)}
    assert len(opened) == len(set(opened))
    closed = [number for run in pieces for number in run.closes]
    assert sorted(closed) == sorted(opened)
