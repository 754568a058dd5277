from __future__ import annotations

import pytest

from medlint.document import Format, InlineKind
from medlint.parsing import parse


@pytest.mark.parametrize(
    ("format", "source"),
    [
        pytest.param(Format.HTML, "<p>Ask {} today.", id="html"),
        pytest.param(Format.MARKDOWN, "Ask {} today.\n", id="markdown"),
        pytest.param(Format.TEXT, "Ask {} today.\n", id="text"),
    ],
)
@pytest.mark.parametrize(
    "tag",
    [
        pytest.param("{{ name }}", id="braces"),
        pytest.param("{{ name | pick: {a} }}", id="braces inside"),
        pytest.param("{% name 50% %}", id="percent signs"),
    ],
)
def test_a_template_tag_is_one_in_every_format(
    format: Format,  # noqa: A002 -- the argument's name
    source: str,
    tag: str,
) -> None:
    (block,) = parse(source.replace("{}", tag), path="x", format=format).blocks
    assert block.text == f"Ask {tag} today."
    found = [i.span.of(block.text) for i in block.inlines if i.kind is InlineKind.TEMPLATE]
    assert found == [tag]


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("<p>Pay <%= price %> today.", id="server page"),
        pytest.param("<p>Pay {# a note #} today.", id="comment"),
    ],
)
@pytest.mark.parametrize("format", [Format.HTML, Format.TEXT])
def test_tags_of_server_pages_and_comments(
    format: Format,  # noqa: A002 -- the argument's name
    source: str,
) -> None:
    (block,) = parse(source, path="x", format=format).blocks
    assert [inline.kind for inline in block.inlines] == [InlineKind.TEMPLATE]


@pytest.mark.parametrize(
    ("format", "source"),
    [
        pytest.param(Format.HTML, "<p>fi\u200bgs and \ufeffaspa\u00adragus", id="html"),
        pytest.param(Format.TEXT, "fi\u200bgs and \ufeffaspa\u00adragus", id="text"),
    ],
)
def test_characters_without_width_part_no_word(
    format: Format,  # noqa: A002 -- the argument's name
    source: str,
) -> None:
    (block,) = parse(source, path="x", format=format).blocks
    assert block.text == "figs and asparagus"
