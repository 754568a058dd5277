from __future__ import annotations

import subprocess
import sys
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from medlint.formats.frame import FrameLine, cells, frame
from medlint.formats.legible import in_terminal
from medlint.text import LineIndex, Span

LONG = "Every morning she walks two miles along the river and back again before breakfast. " * 12


def framed(source: str, words: str, width: int = 60) -> list[str]:
    """The frame around the first `words`, as it is drawn."""
    start = source.index(words)
    return drawn(frame(source, LineIndex(source), Span(start, start + len(words)), width))


def drawn(lines: tuple[FrameLine, ...]) -> list[str]:
    rows = []
    for line in lines:
        if line.skipped:
            rows.append(f"({line.skipped} more)")
        rows.append(f"{line.number}|{line.before}{line.marked}{line.after}")
        if line.length:
            rows.append(" |" + " " * line.indent + "^" * line.length)
    return rows


@pytest.mark.parametrize(
    ("source", "words", "expected"),
    [
        pytest.param(
            "one\nTurmeric cures diabetes.\nthree",
            "cures diabetes",
            ["2|Turmeric cures diabetes.", " |         ^^^^^^^^^^^^^^"],
            id="one line",
        ),
        pytest.param("cures", "cures", ["1|cures", " |^^^^^"], id="the whole text"),
        pytest.param(
            "日本語 cures 日本",
            "cures",
            ["1|日本語 cures 日本", " |       ^^^^^"],
            id="wide characters before",
        ),
        pytest.param("a 日本 b", "日本", ["1|a 日本 b", " |  ^^^^"], id="wide characters marked"),
        pytest.param(
            "cafe\u0301 cures",
            "cures",
            ["1|cafe\u0301 cures", " |     ^^^^^"],
            id="combining accent",
        ),
        pytest.param(
            "👩\u200d⚕️ cures", "cures", ["1|👩\u200d⚕️ cures", " |   ^^^^^"], id="joined emoji"
        ),
        pytest.param(
            "\ta\tcures", "cures", ["1|    a    cures", " |         ^^^^^"], id="tabs as four cells"
        ),
        pytest.param("a\tb", "\t", ["1|a    b", " | ^^^^"], id="a tab marked"),
        pytest.param(
            "\x1b[31mred\x1b[0m cures",
            "cures",
            ["1|␛[31mred␛[0m cures", " |             ^^^^^"],
            id="escape sequences",
        ),
        pytest.param("e\u0301x", "\u0301", ["1|e\u0301x", " |^"], id="an accent alone"),
        pytest.param("x\u0301", "x\u0301", ["1|x\u0301", " |^"], id="sign and accent"),
        pytest.param(
            "It cures\r\neverything.\r\n",
            "cures\r\neverything",
            ["1|It cures", " |   ^^^^^", "2|everything.", " |^^^^^^^^^^"],
            id="two lines",
        ),
        pytest.param(
            "one\n\ntwo", "one\n\ntwo", ["1|one", " |^^^", "2|", "3|two", " |^^^"], id="blank line"
        ),
        pytest.param("one\ntwo", "\n", ["1|one", " |   ^"], id="a line break"),
        pytest.param(
            "a\nb\nc\nd\ne\nf",
            "a\nb\nc\nd\ne\nf",
            ["1|a", " |^", "2|b", " |^", "3|c", " |^", "(2 more)", "6|f", " |^"],
            id="many lines",
        ),
        pytest.param(
            "a\nb\nc\nd",
            "a\nb\nc\nd",
            ["1|a", " |^", "2|b", " |^", "3|c", " |^", "4|d", " |^"],
            id="as many lines as are shown",
        ),
    ],
)
def test_frame(source: str, words: str, expected: list[str]) -> None:
    assert framed(source, words) == expected


@pytest.mark.parametrize(
    ("source", "words", "expected"),
    [
        pytest.param(
            f"{LONG}cures diabetes {LONG}",
            "cures diabetes",
            [
                "1|… before breakfast. cures diabetes Every morning she walks …",
                " |                    ^^^^^^^^^^^^^^",
            ],
            id="in the middle",
        ),
        pytest.param(
            f"cures diabetes {LONG}",
            "cures diabetes",
            [
                "1|cures diabetes Every morning she walks two miles along the …",
                " |^^^^^^^^^^^^^^",
            ],
            id="at the start",
        ),
        pytest.param(
            f"{LONG}cures diabetes",
            "cures diabetes",
            [
                "1|… the river and back again before breakfast. cures diabetes",
                " |                                             ^^^^^^^^^^^^^^",
            ],
            id="at the end",
        ),
        pytest.param(
            f"x {LONG}",
            LONG,
            [
                "1|…Every morning she walks two miles along the river and …",
                " |" + " " + "^" * 55,
            ],
            id="longer than the line",
        ),
        pytest.param(
            "日" * 100 + "cures" + "本" * 100,
            "cures",
            [
                "1|…" + "日" * 13 + "cures" + "本" * 13 + "…",
                " |" + " " * 27 + "^^^^^",
            ],
            id="wide and without spaces",
        ),
    ],
)
def test_a_long_line_is_cut_around_the_span(source: str, words: str, expected: list[str]) -> None:
    assert framed(source, words) == expected


PIECES = st.sampled_from(
    [
        *"ab  .\n",
        "\r\n",
        "\t",
        "\x1b",
        "日",
        "e\u0301",
        "\u0301",
        "👩\u200d⚕",
        "\u202e",
        "word ",
        "\udc80",
    ]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(PIECES, min_size=1, max_size=120), st.data())
def test_no_frame_leaves_its_width_or_its_words(pieces: list[str], data: st.DataObject) -> None:
    source = "".join(pieces)
    start = data.draw(st.integers(0, len(source)))
    span = Span(start, data.draw(st.integers(start, len(source))))
    width = data.draw(st.integers(30, 70))
    lines = frame(source, LineIndex(source), span, width)
    for line in lines:
        shown = (line.before, line.marked, line.after)
        assert sum(map(cells, shown)) <= width
        assert line.indent + line.length <= width + 1
        assert in_terminal("".join(shown)) == "".join(shown)
        row = LineIndex(source).line_span(line.number).of(source).rstrip("\r\n")
        legible = in_terminal(row.replace("\t", "    "))
        for part in shown:
            assert part.strip("…") in legible
    if len(lines) == 1 and len(source) < width and "\t" not in source:
        assert lines[0].marked == in_terminal(span.of(source).rstrip("\r\n"))


class Watched(str):
    """A text that notes how much of it is copied out."""

    __slots__ = ("copied",)

    def __getitem__(self, key: Any) -> str:
        part = super().__getitem__(key)
        self.copied = getattr(self, "copied", 0) + len(part)
        return part


def test_a_long_line_costs_no_more_than_its_window() -> None:
    source = Watched("word " * 100_000)
    frame(source, LineIndex(source), Span(250_000, 250_004), 80)
    assert source.copied < 2_000


def test_plain_text_does_without_the_tables_of_rich() -> None:
    program = (
        "import sys; from medlint.formats.text import render_file;"
        "from medlint.formats.frame import cells;"
        "print(cells('plain'), 'rich' in sys.modules, cells('日本'), 'rich' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    assert done.stdout == b"5 False 4 True\n"
