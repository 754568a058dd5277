"""What counts as somebody else's words."""

import gc
import time
from collections.abc import Callable

import pytest

from medlint.document import Block, Inline, InlineKind
from medlint.reading.quotations import quotations
from medlint.text import Span

MakeBlock = Callable[..., Block]

OPEN, CLOSE = "\N{LEFT SINGLE QUOTATION MARK}", "\N{RIGHT SINGLE QUOTATION MARK}"


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        pytest.param("He said “it works” to us.", ["“it works”"], id="double"),
        pytest.param('He said "it works" to us.', ['"it works"'], id="straight"),
        pytest.param(f"Said {OPEN}it works{CLOSE}.", [f"{OPEN}it works{CLOSE}"], id="single"),
        pytest.param("He said 'it works' to us.", ["'it works'"], id="straight single"),
        pytest.param("“Yes,” and “no.”", ["“Yes,”", "“no.”"], id="two"),
        pytest.param("He wrote: “It works. And more", ["“It works. And more"], id="never closed"),
        pytest.param("“One. “Two” three", ["“Two”"], id="a paragraph that goes on"),
        pytest.param("It's the patients' choice, isn't it?", [], id="apostrophes"),
        pytest.param(
            f"The patients{CLOSE} choice and others{CLOSE} too", [], id="curly apostrophes"
        ),
        pytest.param('He is 5\'10" tall and 6" wide.', [], id="inches"),
        pytest.param('"" and “”', [], id="empty"),
        pytest.param("no quotation", [], id="none"),
        pytest.param("“" + "word " * 500 + "”", [], id="too long for one"),
    ],
)
def test_quoted_words(block: MakeBlock, text: str, quoted: list[str]) -> None:
    assert [span.of(text) for span in quotations(block(text))] == quoted


def test_quotations_in_the_markup(block: MakeBlock) -> None:
    text = "He said it works."
    made = block(text, "paragraph", Inline(InlineKind.QUOTATION, Span(8, 16)))
    assert [span.of(text) for span in quotations(made)] == ["it works"]


@pytest.mark.parametrize("piece", ["“", '"', "'", " '", f"{OPEN}a ", "“a ", '"a', "“a”", "x"])
def test_time_grows_no_faster_than_the_text(block: MakeBlock, piece: str) -> None:
    def seconds(length: int) -> float:
        made = block(piece * (length // len(piece)))
        gc.disable()  # it looks through all that other tests have left behind
        try:
            began = time.process_time()
            quotations(made)
            return time.process_time() - began
        finally:
            gc.enable()

    # Once is enough: another program may be in the way.
    assert any(seconds(200_000) < 12 * seconds(50_000) + 0.1 for _ in range(6))
