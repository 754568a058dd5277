from __future__ import annotations

import pytest

from medlint.document import OBJECT, Block, BlockKind, Document, Format, InlineKind
from medlint.errors import ParseError
from medlint.parsing import parse as parse_any
from medlint.parsing.markdown import parse
from medlint.text import Span


def document(source: str) -> Document:
    parsed = parse(source, "draft.md")
    parsed.verify()
    return parsed


def outline(source: str) -> list[str]:
    return [f"{block.kind}: {block.text}" for block in document(source).blocks]


def only(source: str) -> Block:
    (block,) = document(source).blocks
    return block


def marks(block: Block) -> list[tuple[str, str, str | None]]:
    return [
        (inline.kind.value, inline.span.of(block.text), inline.target) for inline in block.inlines
    ]


def written(source: str, word: str) -> str:
    """What stands in the source where `word` was read."""
    for block in document(source).blocks:
        at = block.text.find(word)
        if at >= 0:
            return block.map.to_source(Span(at, at + len(word))).of(source)
    pytest.fail(f"{word!r} was not read")


@pytest.mark.parametrize(
    ("source", "blocks"),
    [
        pytest.param("# One #\n\ntext", ["heading: One", "paragraph: text"], id="atx"),
        pytest.param("One\n===\n\nTwo *x*\n---\n", ["heading: One", "heading: Two x"], id="setext"),
        pytest.param("## Dose {#dose .wide k=v}", ["heading: Dose"], id="heading-attributes"),
        pytest.param("## Vitamin D {5 mg}", ["heading: Vitamin D {5 mg}"], id="words-in-braces"),
        pytest.param(
            "one\ntwo\n\nthree", ["paragraph: one two", "paragraph: three"], id="soft-break"
        ),
        pytest.param(
            "one  \ntwo\\\nthree<br>four", ["paragraph: one\ntwo\nthree\nfour"], id="hard-breaks"
        ),
        pytest.param(
            "a ***b** c* __d__ e_f_g 2*3", ["paragraph: a b c d e_f_g 2*3"], id="emphasis"
        ),
        pytest.param(r"5\*3 \# \\", ["paragraph: 5*3 # \\"], id="escapes"),
        pytest.param(r"\\_b \\*c", [r"paragraph: \_b \*c"], id="escaped-backslash"),
        pytest.param(
            "Fish &amp; chips &#8220;x&#8221; &lt;5",
            ["paragraph: Fish & chips “x” <5"],
            id="entities",
        ),
        pytest.param("a\n\n---\n\nb", ["paragraph: a", "paragraph: b"], id="rule"),
        pytest.param("[k]: /url 'a title'\n\nsee [k]", ["paragraph: see k"], id="link-definition"),
        pytest.param(
            "- [x] done\n- [ ] to do", ["list-item: done", "list-item: to do"], id="tasks"
        ),
        pytest.param(
            "Term\n: First\n: Second",
            ["list-item: Term", "list-item: First", "list-item: Second"],
            id="definition-list",
        ),
        pytest.param(
            "```py\nx = 1\n\ny\n```\n\na `x = 1` b",
            ["code: x = 1\n\ny", "paragraph: a x = 1 b"],
            id="code",
        ),
        pytest.param(" ~~~\na\n\t---\nb", ["code: a\n---\nb"], id="code-with-half-a-tab"),
        pytest.param(
            "text\n\n    x = f(1)\n", ["paragraph: text", "code: x = f(1)"], id="indented-code"
        ),
        pytest.param(
            "1. One?\n\n    Take it with food and water.\n",
            ["list-item: One?", "list-item: Take it with food and water."],
            id="prose-indented-by-mistake",
        ),
        pytest.param("a\n\n    Run it now.", ["paragraph: a", "code: Run it now."], id="too-short"),
        pytest.param("> [!WARNING]\n> Do not take it.", ["paragraph: Do not take it."], id="alert"),
        pytest.param("~~All of it.~~", [], id="struck-paragraph"),
        pytest.param(
            "Take ~~two~~ three ~~pills~~.", ["paragraph: Take three."], id="struck-words"
        ),
        pytest.param(
            "Take it (~~now~~).", [f"paragraph: Take it ({OBJECT})."], id="struck-in-brackets"
        ),
        pytest.param(
            "can\u200b soft\u00adly&shy; go", ["paragraph: can softly go"], id="without-width"
        ),
        pytest.param(
            "> - ```\r>   a\r>   \r>   b\r>   ```\r> - c",
            ["code: a\r\rb", "list-item: c"],
            id="cr-in-code",
        ),
        pytest.param("", [], id="empty"),
        pytest.param(
            "\ufeff# One\r\n\r\ntwo\r\nthree\r\n",
            ["heading: One", "paragraph: two three"],
            id="mark-and-crlf",
        ),
        pytest.param("one\rtwo\r\rthree", ["paragraph: one two", "paragraph: three"], id="lone-cr"),
    ],
)
def test_blocks(source: str, blocks: list[str]) -> None:
    assert outline(source) == blocks


def test_containers_name_the_way_to_a_block() -> None:
    source = "> quoted\n>\n> - inside\n>   - deeper\n\n1. loose\n\n   more\n2. last\n   > said\n"
    found = [(b.kind, b.level, b.path, b.text) for b in document(source).blocks]
    assert found == [
        (BlockKind.QUOTATION, 0, ("quotation",), "quoted"),
        (BlockKind.LIST_ITEM, 1, ("quotation", "list"), "inside"),
        (BlockKind.LIST_ITEM, 2, ("quotation", "list", "list"), "deeper"),
        (BlockKind.LIST_ITEM, 1, ("list",), "loose"),
        (BlockKind.LIST_ITEM, 1, ("list",), "more"),
        (BlockKind.LIST_ITEM, 1, ("list",), "last"),
        (BlockKind.QUOTATION, 0, ("list", "quotation"), "said"),
    ]


def test_what_is_too_deep_to_nest_ends_nothing_else() -> None:
    source = ">" * 600 + " a\n" + ">" * 100 + "\n" + ">" * 100 + " b\n"
    too_deep, nested = document(source).blocks
    assert (too_deep.text, set(too_deep.path)) == ("a", {"quotation"})
    assert (nested.text, nested.path) == ("b", ("quotation",) * 100)


def test_heading_levels() -> None:
    levels = [block.level for block in document("# a\n\nb\n---\n\n### c\n\n###### d").blocks]
    assert levels == [1, 2, 3, 6]


def test_table_cells_know_their_place() -> None:
    source = "| Drug | Dose |\n|---|--:|\n| A \\| B | `5 \\| 6` |\n| | 7 |\n\n|x|\n|-|\n|y|\n"
    cells = []
    for block in document(source).blocks:
        assert block.kind is BlockKind.TABLE_CELL
        assert block.path == ("table",)
        assert block.cell is not None
        place = (block.cell.table, block.cell.row, block.cell.column, block.cell.header)
        cells.append((*place, block.text))
    assert cells == [
        (0, 0, 0, True, "Drug"),
        (0, 0, 1, True, "Dose"),
        (0, 1, 0, False, "A | B"),
        (0, 1, 1, False, "5 | 6"),
        (0, 2, 1, False, "7"),
        (1, 0, 0, True, "x"),
        (1, 1, 0, False, "y"),
    ]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param(
            "see [a **b**](http://x.org/y 'T')", [("link", "a b", "http://x.org/y")], id="link"
        ),
        pytest.param(
            "[a][k] [k][] [k]\n\n[K]: /u",
            [("link", "a", "/u"), ("link", "k", "/u"), ("link", "k", "/u")],
            id="references",
        ),
        pytest.param("[a](<b c>)", [("link", "a", "b c")], id="target-in-brackets"),
        pytest.param(
            "<https://x.org/a_b>",
            [("url", "https://x.org/a_b", "https://x.org/a_b")],
            id="autolink",
        ),
        pytest.param("<me@x.org>", [("url", "me@x.org", "me@x.org")], id="mail"),
        pytest.param(
            "at https://x.org/a_b*c.",
            [("url", "https://x.org/a_b*c", "https://x.org/a_b*c")],
            id="bare",
        ),
        pytest.param("run ``a ` b``", [("code", "a ` b", None)], id="code"),
        pytest.param("cited[^a] here\n\n[^a]: remark", [("note", "[^a]", "a")], id="note"),
        pytest.param(
            "so<sup>[1](#fn1)</sup> it [[2]](#b) is [below](#c)",
            [("note", "1", "#fn1"), ("note", "[2]", "#b"), ("link", "below", "#c")],
            id="linked-notes",
        ),
        pytest.param("cited[^a] nowhere", [("note", "[^a]", "a")], id="undefined-note"),
        pytest.param(
            "x<sup>3</sup> H<sub>2</sub>O",
            [("superscript", "3", None), ("subscript", "2", None)],
            id="raised",
        ),
        pytest.param("said <q>so</q>", [("quotation", "so", None)], id="quoted"),
        pytest.param("<a href='/u?a&amp;b'>text</a>", [("link", "text", "/u?a&b")], id="html-link"),
        pytest.param("<foo bar>text</foo>", [], id="unknown-tag"),
        pytest.param(
            'the [x]({{< ref "p.md" >}}) page',
            [("link", "x", '{{< ref "p.md" >}}')],
            id="template-target",
        ),
        pytest.param(
            "the [x](/a/{{ b }}/{{ c }}) page",
            [("link", "x", "/a/{{ b }}/{{ c }}")],
            id="templates-in-target",
        ),
        pytest.param(
            "the [x][k] page\n\n[k]: /{{ b }}/c",
            [("link", "x", "/{{ b }}/c")],
            id="template-in-definition",
        ),
        pytest.param(
            '<a href="{{ site }}/x">y</a>', [("link", "y", "{{ site }}/x")], id="template-in-html"
        ),
    ],
)
def test_inlines(source: str, expected: list[tuple[str, str, str | None]]) -> None:
    assert marks(document(source).blocks[0]) == expected


@pytest.mark.parametrize(
    ("source", "formulas"),
    [
        pytest.param("if $x^2$ is", ["$x^2$"], id="power"),
        pytest.param("where $n = 12$ and $k$", ["$n = 12$", "$k$"], id="letters"),
        pytest.param("as $p < 0.05$ and $\\alpha$", ["$p < 0.05$", "$\\alpha$"], id="signs"),
        pytest.param(
            "so $$\n\\sum_{i} a_i * b_i * c\n$$ holds",
            ["$$ \\sum_{i} a_i * b_i * c $$"],
            id="display",
        ),
        pytest.param("$5 and $10", [], id="prices"),
        pytest.param("$5\u2013$10, $20-$30 (US$5 or A$6)", [], id="ranges"),
        pytest.param("from cheap ($$) to dear ($$$)", [], id="price-classes"),
        pytest.param("\\$5 = \\$5", [], id="escaped"),
        pytest.param("`$a^2` is not `b^2$`", [], id="across-code"),
        pytest.param("`$x$`", [], id="in-code"),
    ],
)
def test_mathematics_is_told_from_prices(source: str, formulas: list[str]) -> None:
    block = only(source)
    found = [i.span.of(block.text) for i in block.inlines if i.kind is InlineKind.MATH]
    assert found == formulas
    if not formulas:
        assert block.text == source.replace("\\", "").replace("`", "")


@pytest.mark.parametrize(
    ("source", "blocks"),
    [
        pytest.param("![alt *t* &amp; u](x.png 'T')", ["alt-text: alt t & u"], id="alone"),
        pytest.param(
            "Press ![the icon](x) twice.",
            [f"paragraph: Press {OBJECT} twice.", "alt-text: the icon"],
            id="among-words",
        ),
        pytest.param(
            "[![alt](x)](y) Words follow.",
            ["alt-text: alt", "paragraph: Words follow."],
            id="linked-in-front",
        ),
        pytest.param(
            "a <img src=x alt='q &amp; z'> b",
            [f"paragraph: a {OBJECT} b", "alt-text: q & z"],
            id="html",
        ),
        pytest.param(
            "One ![a<br>b](x) two.",
            [f"paragraph: One {OBJECT} two.", "alt-text: ab"],
            id="tag-in-alt",
        ),
        pytest.param("~~![gone](x)~~ Here.", ["paragraph: Here."], id="struck"),
        pytest.param("![](x)", [], id="no-alt"),
        pytest.param("![a ![b](c) d](e)", ["alt-text: a b d"], id="nested"),
        pytest.param(
            "![x](y)\n\nFigure 2. What it shows",
            ["alt-text: x", "caption: Figure 2. What it shows"],
            id="caption",
        ),
        pytest.param("*Table 1: Doses*", ["caption: Table 1: Doses"], id="caption-emphasised"),
        pytest.param(
            "Figure 2 shows the dose.", ["paragraph: Figure 2 shows the dose."], id="no-caption"
        ),
        pytest.param(
            "<figure>\n\n![x](y)\n\n<figcaption>Cap</figcaption>\n</figure>",
            ["alt-text: x", "caption: Cap"],
            id="figure",
        ),
    ],
)
def test_images(source: str, blocks: list[str]) -> None:
    assert outline(source) == blocks


def test_comments_keep_their_exact_source() -> None:
    source = (
        "<!-- medlint-ignore-file a: b -->\n\n# Title\n\nOne <!-- two\n  three --> four.\n"
        "<!-- medlint-ignore-next-line c: d -->\nFive.\n\n> <!-- e\n> f -->\n\n- g <!-- h -->\n"
    )
    assert outline(source) == [
        "comment: <!-- medlint-ignore-file a: b -->",
        "heading: Title",
        "paragraph: One four.",
        "comment: <!-- two\n  three -->",
        "comment: <!-- medlint-ignore-next-line c: d -->",
        "paragraph: Five.",
        "comment: <!-- e\n> f -->",
        "list-item: g",
        "comment: <!-- h -->",
    ]
    for block in document(source).blocks:
        if block.kind is BlockKind.COMMENT:
            assert block.source_span.of(source) == block.text


def test_comment_shown_in_code_is_none() -> None:
    source = "`<!-- a -->`\n\n```\n<!-- b -->\n```\n"
    assert outline(source) == ["paragraph: <!-- a -->", "code: <!-- b -->"]


@pytest.mark.parametrize(
    ("source", "blocks"),
    [
        pytest.param("<p>Salt &amp;\n<b>fat</b></p>", ["paragraph: Salt & fat"], id="paragraph"),
        pytest.param(
            "<div>\n\nIn *Markdown*\n\n</div>\n\nafter",
            ["paragraph: In Markdown", "paragraph: after"],
            id="around-markdown",
        ),
        pytest.param(
            "<blockquote>\n\nsaid\n\n</blockquote>\n\nafter",
            ["quotation: said", "paragraph: after"],
            id="quote-around-markdown",
        ),
        pytest.param("> <div>\n> one\n> two\n> </div>", ["quotation: one two"], id="in-a-quote"),
        pytest.param(
            "- <p>\n    one\n  </p>\n- two", ["list-item: one", "list-item: two"], id="in-an-item"
        ),
        pytest.param(
            "<script>\nlet x;\n\n</script>\n\n<style>\na {}\n</style>\n\ntext",
            ["paragraph: text"],
            id="script-and-style",
        ),
        pytest.param("a <script>alert(1)</script> b", ["paragraph: a b"], id="script-in-line"),
        pytest.param(
            "<table><tr><th>h</th></tr><tr><td>c</td></tr></table>",
            ["table-cell: h", "table-cell: c"],
            id="table",
        ),
        pytest.param(
            "<h2>One</h2>\n\n<ul><li>two</ul>", ["heading: One", "list-item: two"], id="others"
        ),
        pytest.param(
            "one <s>two\n\nthree <tt>four\n\nfive",
            ["paragraph: one", "paragraph: three four", "paragraph: five"],
            id="left-open",
        ),
        pytest.param("a<br> <br>b", ["paragraph: a", "paragraph: b"], id="two-breaks-in-a-line"),
        pytest.param(
            "<p>one <s>two</p>\n\nthree",
            ["paragraph: one", "paragraph: three"],
            id="left-open-in-html",
        ),
        pytest.param(
            "<template>\n\n```\na\n```\n\nb\n\n</template>\n\nc", ["paragraph: c"], id="never-shown"
        ),
        pytest.param("a<br>\n<br> b", ["paragraph: a", "paragraph: b"], id="two-breaks"),
        pytest.param("a <del>b</del> c", ["paragraph: a c"], id="deleted"),
    ],
)
def test_html(source: str, blocks: list[str]) -> None:
    assert outline(source) == blocks


def test_code_left_open_ends_with_its_paragraph() -> None:
    blocks = document("one <tt>two\n\nthree").blocks
    assert marks(blocks[0]) == [("code", "two", None)]
    assert marks(blocks[1]) == []


def test_language_is_what_markup_or_front_matter_declares() -> None:
    source = "---\nlang: en_GB\n---\none\n\n<div lang='es'>\n\ndos\n\n</div>\n"
    assert [block.language for block in document(source).blocks] == ["en-GB", "es"]
    assert only("one").language is None
    assert document("---\nlanguage: klingon (spoken)\n---\none").blocks[0].language is None


@pytest.mark.parametrize(
    ("source", "kinds"),
    [
        pytest.param(
            "## References\n\n1. Smith\n\nDoe\n\n### Web\n\nRoe\n\n## Next\n\ntext",
            ["heading", "reference", "reference", "heading", "reference", "heading", "paragraph"],
            id="until-same-rank",
        ),
        pytest.param(
            "### Sources\n\nSmith\n\n# Next\n\ntext",
            ["heading", "reference", "heading", "paragraph"],
            id="until-higher-rank",
        ),
        pytest.param(
            "# References\n\n### Sources\n\na\n\n## Web\n\nb",
            ["heading", "heading", "reference", "heading", "reference"],
            id="one-inside-another",
        ),
        pytest.param(
            "# References\n\na[^1]\n\n[^1]: A remark.",
            ["heading", "reference", "paragraph"],
            id="footnotes",
        ),
        pytest.param("# 7. Works Cited:\n\n- a", ["heading", "reference"], id="numbered"),
        pytest.param(
            "# Sources & Further Reading\n\n- a", ["heading", "reference"], id="two-names"
        ),
        pytest.param("# Notes\n\n- a", ["heading", "reference"], id="notes"),
        pytest.param("# Related reading\n\n- a", ["heading", "list-item"], id="related-reading"),
        pytest.param("# Sources of iron\n\n- Liver", ["heading", "list-item"], id="sources-of"),
        pytest.param(
            "text\n\n**Sources:**\n\n- a\n\n## Next\n\ntext",
            ["paragraph", "paragraph", "reference", "heading", "paragraph"],
            id="label",
        ),
        pytest.param(
            "# References\n\n| a |\n|---|\n| b |\n\n```\nc\n```",
            ["heading", "table-cell", "table-cell", "code"],
            id="other-kinds",
        ),
    ],
)
def test_references(source: str, kinds: list[str]) -> None:
    assert [block.kind.value for block in document(source).blocks] == kinds


@pytest.mark.parametrize(
    ("definition", "kind"),
    [
        pytest.param(
            "Smith J, Doe A. Sleep. N Engl J Med. 2020;12(3):45.", BlockKind.REFERENCE, id="article"
        ),
        pytest.param("<https://example.org/page>", BlockKind.REFERENCE, id="address"),
        pytest.param("[Sleep and health](https://example.org).", BlockKind.REFERENCE, id="link"),
        pytest.param("Roe P. doi:10.1000/xyz", BlockKind.REFERENCE, id="doi"),
        pytest.param(
            "WHO, [Salt](https://example.org), 2023.", BlockKind.REFERENCE, id="link-and-year"
        ),
        pytest.param("In 2020 the dose was changed.", BlockKind.PARAGRAPH, id="remark-with-year"),
        pytest.param(
            "See [below](#below) for what it means.", BlockKind.PARAGRAPH, id="remark-with-link"
        ),
    ],
)
def test_footnotes_are_references_where_they_name_a_source(
    definition: str, kind: BlockKind
) -> None:
    note = document(f"text[^1]\n\n[^1]: {definition}\n").blocks[1]
    assert note.kind is kind
    assert note.path == ("note",)


@pytest.mark.parametrize(
    ("source", "word", "expected"),
    [
        pytest.param("é😀 *mg* x", "mg", "mg", id="behind-wide-characters"),
        pytest.param("a &amp; b", "&", "&amp;", id="entity"),
        pytest.param(r"5\*3", "*", r"\*", id="escape"),
        pytest.param(r"5\*3", "3", "3", id="behind-escape"),
        pytest.param("un*believ*able", "unbelievable", "un*believ*able", id="emphasis-inside"),
        pytest.param("one\r\ntwo", "one two", "one\r\ntwo", id="soft-break"),
        pytest.param("> one\n> two", "one two", "one\n> two", id="quoted-lines"),
        pytest.param("\ufeffone é\r\n\r\n| é two |\r\n|-|\r\n", "two", "two", id="mark-and-crlf"),
        pytest.param("[a](b 'a c') c", "c", "c", id="not-the-title"),
        pytest.param("`a  b`", "a b", "a  b", id="code"),
        pytest.param("> `a\n> b`", "a b", "a\n> b", id="code-over-quoted-lines"),
        pytest.param("e\u0301tude *e\u0301*", "e\u0301tude", "e\u0301tude", id="combining"),
    ],
)
def test_text_knows_its_place(source: str, word: str, expected: str) -> None:
    assert written(source, word) == expected


def test_titles_and_addresses_are_no_text() -> None:
    source = "[a](http://x.org/hidden 'hidden') ![b](hidden.png \"hidden\") <a title='hidden'>c</a>"
    assert all("hidden" not in block.text for block in document(source).blocks)


def test_document_carries_path_and_format() -> None:
    parsed = parse_any("---\ntitle: One\n---\ntwo", path="a/b.md", format=Format.MARKDOWN)
    assert (parsed.path, parsed.format) == ("a/b.md", Format.MARKDOWN)
    assert parsed.metadata == {"title": "One"}
    assert [block.text for block in parsed.blocks] == ["One", "two"]


def test_front_matter_that_cannot_be_read_is_a_parse_error() -> None:
    with pytest.raises(ParseError, match=r"^line 3: the front matter is not valid YAML: "):
        parse("---\na: b\nc: d: e\n---\n", "x.md")


# What follows grows with the source and not faster, or these would take minutes.
@pytest.mark.parametrize(
    "source",
    [
        pytest.param("> " * 5_000 + "a", id="quotes"),
        pytest.param("- " * 5_000 + "a", id="lists"),
        pytest.param("[" * 20_000, id="brackets"),
        pytest.param("[a](" * 5_000, id="links-left-open"),
        pytest.param("*a_" * 5_000, id="emphasis"),
        pytest.param("`" * 50_000 + "a", id="ticks"),
        pytest.param("<!--" * 50_000, id="comments"),
        pytest.param("<div>\n\n" * 5_000, id="elements-left-open"),
        pytest.param("a <b>x\n\n" * 2_000, id="inlines-left-open"),
        pytest.param('<a""' * 10_000, id="tags-left-open"),
        pytest.param("{{< " * 10_000, id="templates-left-open"),
        pytest.param("{{< a >}}b{{< /a >}}\n" * 3_000, id="templates"),
        pytest.param(
            "{{< code >}}\n" * 3_000 + "```\n" + "{{< /code >}}\n" * 3_000, id="templates-nested"
        ),
        pytest.param("$x" * 50_000, id="dollars"),
        pytest.param("{" * 50_000, id="braces"),
        pytest.param("~~a~~ [b](c) `d` " * 1_000, id="inlines"),
        pytest.param("| a |\n|---|\n" + "| b |\n" * 2_000, id="rows"),
        pytest.param("> <p>\n> a\n\n" * 1_000, id="quoted-html"),
        pytest.param("---\na: " + "[" * 20_000 + "\n---\n", id="yaml"),
    ],
)
def test_hostile_sources_are_read_or_refused_in_time(source: str) -> None:
    try:
        parse(source, "x.md").verify()
    except ParseError as error:
        assert "nested too deeply" in str(error)  # noqa: PT017 -- the others parse


def test_a_long_article_is_read_whole() -> None:
    source = "\n\n".join(
        "Take *two* tablets with water, not with milk.\n" * 5 for _ in range(2_500)
    )
    blocks = document(source).blocks
    assert len(blocks) == 2_500
    assert sum(len(block.text.split()) for block in blocks) == 100_000
