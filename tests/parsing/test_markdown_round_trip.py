"""Every word of a Markdown source is read, and knows where it stands."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pyromark
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from medlint.document import Block, BlockKind, Document
from medlint.errors import ParseError
from medlint.parsing.markdown import parse
from medlint.text import Span

PROSE = set(BlockKind) - {BlockKind.COMMENT, BlockKind.CODE}

# In a recipe `@` is a word to be read, `%` a word that no reader sees.
LINE = st.sampled_from(
    [
        "@", "@", "@ @", "*@*", "**@ @**", "***@* @**", "_@_", "`@ @`", "[@](/% '%')", "[@ *@*][k]",
        "&amp; @", "@&nbsp;@", "@&#8220;@", "\\*@\\*", "😀 @", "e\u0301 @ 中文", "ﬁ @", "@, 5 < 6",
        '![@](%.png "%")', "@ ![@](%) @", "~~%~~ @", "<b>@</b>", "@<sup>@</sup>",
        "<foo %='%'>@</foo>",
        "<!-- % --> @", "@ <!-- % -->", "<a href='%'>@</a>", "<img src='%' alt='@'>",
        "<del>%</del> @",
        '{{< % "%" >}} @', '[@]({{< ref "%" >}})', "{% if % %}@{% endif %}", '{{% % alt="@" %}}',
        "@[^k] @", "$%^2$ @", "<https://%.org/a_b> @", "https://%.org/a_b @", "@  \n@", "@\\\n@",
        "@\n@",
        "@<br>@", "@_@", "2*3 @", '(@) "@"', "@ -- @ | @", "#@", "@:",
    ]
)  # fmt: skip
LINES = st.lists(LINE, min_size=1, max_size=4).map(" ".join)


def indented(text: str, first: str, rest: str) -> str:
    return first + text.replace("\n", "\n" + rest)


def table(cells: list[str]) -> str:
    rows = [re.sub(r"[\n|]", " ", cell) for cell in cells]
    return f"| {rows[0]} | {rows[-1]} |\n|:--|--|\n" + "".join(f"| @ | {row} |\n" for row in rows)


LEAF = st.one_of(
    LINES,
    LINES.map(lambda text: "## " + text.replace("\n", " ") + " ##"),
    LINES.map(lambda text: "@ " + text.replace("\n", " ") + "\n==="),
    st.lists(LINES, min_size=1, max_size=2).map(table),
    st.sampled_from(
        [
            "```\n%\n\n%\n```", "    %(%)", "<div class='%'>\n\n@\n\n</div>",
            "<p>@\n<b>@</b> &amp; @</p>",
            "<table><tr><td>@</td><td>@</td></tr></table>", "<script>\n%\n</script>",
            "<!--\n%\n\n%\n-->",
            "<ul>\n<li>@\n<li>@ <i>@</i>\n</ul>", "{{< % >}}\n@\n{{< /% >}}", "@\n: @", "***",
            "[^k]: @",
            '{{% % caption="@ &amp; @" src="%" %}}', ":::%\n@\n:::",
            "<blockquote>\n@\n</blockquote>",
        ]
    ),
)  # fmt: skip
BLOCK = st.recursive(
    LEAF,
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3).map("\n\n".join),
        inner.map(lambda text: indented(text, "> ", "> ")),
        inner.map(lambda text: indented(text, "- ", "  ")),
        inner.map(lambda text: indented(text, "12. ", "    ")),
        st.tuples(inner, inner).map(
            lambda two: indented(two[0], "- ", "  ") + "\n" + indented(two[1], "- ", "  ")
        ),
    ),
    max_leaves=6,
)


@st.composite
def articles(draw: st.DrawFn) -> tuple[str, list[str]]:
    """A source, and the words in it that are to be read; no two words are alike."""
    recipe = "\n\n".join(draw(st.lists(BLOCK, min_size=1, max_size=3))) + "\n\n[k]: /% '%'\n"
    if draw(st.booleans()):
        recipe = f'---\ntitle: "@ \\"@\\" &amp; @"\n---\n{recipe}'
    words: list[str] = []

    def word(match: re.Match[str]) -> str:
        if match.group() == "%":
            return "unseen"
        words.append(f"w{len(words):03}x")
        return words[-1]

    source = re.sub(r"(?<![{])[@%](?![}])", word, recipe)
    source = re.sub(r"\n", draw(st.sampled_from(["\n", "\r\n", "\r"])), source)
    return draw(st.sampled_from(["", "\ufeff"])) + source, words


def blocks_with(document: Document, word: str) -> list[tuple[Block, Span]]:
    return [
        (block, Span(*match.span()))
        for block in document.blocks
        for match in re.finditer(word, block.text)
    ]


def assert_apart(document: Document) -> None:
    """No letter of the source is read twice."""
    places = sorted(
        segment.source
        for block in document.blocks
        for segment in block.map.segments
        if segment.exact
    )
    for one, other in pairwise(places):
        assert one.end <= other.start, (one, other)


@given(article=articles())
@settings(max_examples=300, deadline=None)
def test_every_word_is_read_once_and_at_its_place(article: tuple[str, list[str]]) -> None:
    source, words = article
    document = parse(source, "x.md")
    document.verify()
    assert_apart(document)
    for word in words:
        ((block, span),) = blocks_with(document, word)
        place = block.map.to_source(span)
        assert place == Span(source.index(word), source.index(word) + len(word))
        back = block.map.to_text(place)
        assert back is not None
        assert span in back
        assert block.kind in PROSE


SIGNS = st.sampled_from(
    [
        "word", " ", "  ", "\n", "\n\n", "\r\n", "\r", "\t", "    ", "*", "**", "_", "~~", "`",
        "``", "[",
        "]", "(", ")", "![", "](x)", "[k]: /u\n", "<", ">", "<b>", "</b>", "<div>", "</div>", "<p>",
        "<!--", "-->", "<script>", "</script>", "<td>", "<li>", "</ul>", "<pre>", "<svg>", "</svg>",
        "<br>", "<del>", "</del>", "<a href='x'>", "<img alt='a &amp; b'>", "&amp;", "&#8220;",
        "&shy;",
        "\\", "> ", "- ", "1. ", "# ", "---\n", "===\n", "+++\n", "|", "|-|\n", "[^k]", "[^k]: ",
        ": ",
        "```\n", "$", "$$", "$x^2$", "{{< x >}}", "{{% a %}}", "{{% /a %}}", "{{ v }}", "{% if %}",
        "{% endif %}", "{#id}", "{.x}", "{", "}", ":::", "[youtube=http://x]", "http://a.b/c_d",
        "\ufeff",
        "\0", "\u200b", "\u00ad", "\x85", "\u2028", "\x0b", "\U000f0000", "\ue000", "😀", "e\u0301",
        "中",
    ]
)  # fmt: skip


@given(
    source=st.one_of(
        st.text(max_size=60),
        st.lists(st.one_of(SIGNS, st.text(max_size=2)), max_size=40).map("".join),
    )
)
@settings(max_examples=500, deadline=None)
@example(source="\ud800 [a](\udfff)")
@example(source="[\U000f0007](\U000f0007)")
def test_any_text_is_read_or_refused(source: str) -> None:
    try:
        document = parse(source, "x.md")
    except ParseError:
        return
    document.verify()
    for block in document.blocks:
        assert block.text.strip()
        for inline in block.inlines:
            assert 0 <= inline.span.start < inline.span.end <= len(block.text)


class Visible(HTMLParser):
    """Collects the text of rendered Markdown."""

    def __init__(self) -> None:
        super().__init__()
        self.text: list[str] = []

    def handle_data(self, data: str) -> None:
        self.text.append(data)

    def handle_starttag(self, tag: str, _: object) -> None:
        if tag in {"br", "img", "li", "p", "td", "th"}:
            self.text.append(" ")


def rendered_words(source: str) -> list[str]:
    """The words that a browser shows of the body, by way of another renderer and parser."""
    body = source.split("---\n", 2)[2]
    body = re.sub(
        r"\{\{[<%].*?[%>]\}\}|^\[(?:youtube|soundcloud)\b[^]]*\]", "0", body, flags=re.MULTILINE
    )
    visible = Visible()
    visible.feed(pyromark.html(body, options=pyromark.Options.ENABLE_TABLES))
    return re.findall(r"[^\W\d_]{2,}", "".join(visible.text))


@pytest.mark.shared("bench/digitalgov")
def test_pages_in_the_wild_are_read_word_for_word(shared: Path) -> None:
    pages = sorted((shared / "bench" / "digitalgov").glob("*.md"))
    assert len(pages) > 50
    for page in pages:
        source = page.read_text(encoding="utf-8")
        document = parse(source, page.name)
        document.verify()
        assert_apart(document)
        assert document.metadata["title"]
        read = iter(re.findall(r"[^\W\d_]{2,}", "\n".join(b.text for b in document.blocks)))
        lost = next((word for word in rendered_words(source) if word not in read), None)
        assert lost is None, (page.name, lost)
