from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medlint.formats.legible import in_markup, in_terminal


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("plain “text” with ümläuts", "plain “text” with ümläuts", id="words"),
        pytest.param("\x1b[2J", "␛[2J", id="escape sequence"),
        pytest.param("a\x07b\x00c", "a␇b␀c", id="bell and null"),
        pytest.param("a\x7f", "a␡", id="delete"),
        pytest.param("\x9b31m", "�31m", id="8-bit control sequence"),
        pytest.param("a\tb\nc\rd", "a␉b␊c␍d", id="layout"),
        pytest.param("x\u202edrow\u202c", "x�drow�", id="bidirectional override"),
        pytest.param("\u2066x\u2069", "�x�", id="bidirectional isolate"),
        pytest.param("in\u200bvis\u00adible\ufeff", "in�vis�ible�", id="invisible"),
        pytest.param("\u2028\u2029", "��", id="line and paragraph separator"),
        pytest.param("\U000e0041", "�", id="tag character"),
        pytest.param("\udc80", "�", id="lone surrogate"),
        pytest.param("👩\u200d⚕️ e\u0301", "👩\u200d⚕️ e\u0301", id="joined emoji and accent"),
    ],
)
def test_in_a_terminal(text: str, expected: str) -> None:
    assert in_terminal(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("a\tb\nc", "a\tb\nc", id="layout stays"),
        pytest.param("a\rb\x0cc", "a␍b␌c", id="what HTML rewrites"),
        pytest.param("\x00\x1b\x7f\x85", "␀␛␡�", id="controls"),
        pytest.param("\udc80", "�", id="lone surrogate"),
        pytest.param("a\u00adb\u200bc \u202a", "a\u00adb\u200bc \u202a", id="a page can show it"),
        pytest.param("<&>", "<&>", id="escaping is done elsewhere"),
    ],
)
def test_in_markup(text: str, expected: str) -> None:
    assert in_markup(text) == expected


@given(st.text(st.characters(codec=None), max_size=50))
def test_code_point_for_code_point_and_nothing_that_acts(text: str) -> None:
    assert len(in_terminal(text)) == len(in_markup(text)) == len(text)
    assert {unicodedata.category(char) for char in in_terminal(text)}.isdisjoint(
        {"Cc", "Cs", "Zl", "Zp"}
    )
    assert in_terminal(in_terminal(text)) == in_terminal(text)
    in_markup(text).encode("utf-8")
