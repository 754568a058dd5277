"""What a fix may put where: the markup around the words stays, or there is no fix."""

from __future__ import annotations

import pytest

from medlint.document import BlockKind, Document, Format
from medlint.markup import replacement
from medlint.parsing import parse
from medlint.text import Span


def document(source: str, format_: Format) -> Document:
    return parse(source, path="a", format=format_)


MARKDOWN, HTML, TEXT = Format.MARKDOWN, Format.HTML, Format.TEXT


@pytest.mark.parametrize(
    ("format_", "source", "old", "new", "expected"),
    [
        pytest.param(TEXT, "Take .5 mg.", ".5 mg", "0.5 mg", "Take 0.5 mg.", id="text"),
        pytest.param(TEXT, "Take .5 mg.", ".5 mg", "*<&", "Take *<&.", id="any sign in text"),
        pytest.param(MARKDOWN, "Take .5 mg.", ".5 mg", "0.5 mg", "Take 0.5 mg.", id="markdown"),
        pytest.param(MARKDOWN, "Take **.5** mg.", ".5 mg", "0.5 mg", "Take **0.5** mg.", id="bold"),
        pytest.param(
            MARKDOWN, "Take **2.0** mg.", "2.0 mg", "2 mg", "Take **2** mg.", id="less of it"
        ),
        pytest.param(
            MARKDOWN, "Take *2.0* *mg*.", "2.0 mg", "two grams", None, id="markup between the words"
        ),
        pytest.param(MARKDOWN, "Take .5 mg.", ".5 mg", "*0.5 mg", None, id="a sign of Markdown"),
        pytest.param(TEXT, "Take .5 mg.", ".5 mg", "0.5\nmg", None, id="two lines"),
        pytest.param(
            HTML, "<p>Take .5 mg.</p>", ".5 mg", "0.5 mg", "<p>Take 0.5 mg.</p>", id="html"
        ),
        pytest.param(
            HTML,
            "<p>Take <b>.5</b> mg.</p>",
            ".5 mg",
            "0.5 mg",
            "<p>Take <b>0.5</b> mg.</p>",
            id="an element",
        ),
        pytest.param(
            HTML,
            "<p>Take 50 &micro;g now.</p>",
            "µg",
            "micrograms",
            None,
            id="an entity",
        ),
        pytest.param(
            HTML,
            "<p>Salt and acid.</p>",
            "and",
            "& <",
            "<p>Salt &amp; &lt; acid.</p>",
            id="escaped",
        ),
        pytest.param(
            HTML,
            '<p>Tea.</p><img src="a" alt="Take .5 mg">',
            ".5 mg",
            "0.5 mg",
            '<p>Tea.</p><img src="a" alt="Take 0.5 mg">',
            id="an attribute",
        ),
        pytest.param(
            HTML, '<p>Tea.</p><img src="a" alt="Tea">', "Tea", 'a "cup"', None, id="quotes in one"
        ),
        pytest.param(
            MARKDOWN, "---\ntitle: Tea\n---\n\nWords.\n", "Tea", "Tea: more", None, id="declared"
        ),
    ],
)
def test_a_replacement_keeps_the_markup(
    format_: Format, source: str, old: str, new: str, expected: str | None
) -> None:
    made = document(source, format_)
    wanted = BlockKind.ALT_TEXT if "alt=" in source else None
    (block,) = [b for b in made.blocks if old in b.text and (wanted is None or b.kind is wanted)][
        :1
    ]
    start = block.text.index(old)
    found = replacement(made, block, Span(start, start + len(old)), new)
    if expected is None:
        assert found is None
        return
    assert found is not None
    assert source[: found.span.start] + found.text + source[found.span.end :] == expected
