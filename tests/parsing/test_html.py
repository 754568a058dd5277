"""What the reader of HTML makes of pages and pieces, as people see them in a browser."""

# ruff: noqa: RUF001, E501 -- texts stand here as writers type them, each in one piece

from __future__ import annotations

import re
import string
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import justhtml
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from medlint.document import OBJECT, Block, BlockKind, Document
from medlint.parsing._html_nesting import BLOCKS
from medlint.parsing.html import parse
from medlint.text import Span

PAGES = Path(__file__).parent / "pages"

NBSP = "\N{NO-BREAK SPACE}"


def read(source: str) -> Document:
    document = parse(source, "page.html")
    document.verify()
    return document


def shown(source: str) -> list[tuple[str, str]]:
    """Kind, level and text of each block of a source, in order."""
    return [(f"{block.kind}{block.level or ''}", block.text) for block in read(source).blocks]


def one(source: str) -> Block:
    (block,) = read(source).blocks
    return block


def inlines(source: str) -> list[tuple[str, str, str | None]]:
    block = next(b for b in read(source).blocks if b.kind is not BlockKind.ALT_TEXT)
    return [(i.kind.value, i.span.of(block.text), i.target) for i in block.inlines]


def place_of(document: Document, block: Block, words: str) -> str:
    """What stands in the source where a block has `words`."""
    start = block.text.index(words)
    return block.map.to_source(Span(start, start + len(words))).of(document.source)


# What becomes a block


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param("", [], id="nothing"),
        pytest.param("just words", [("paragraph", "just words")], id="bare-text"),
        pytest.param("<p>a<p>b", [("paragraph", "a"), ("paragraph", "b")], id="unclosed-p"),
        pytest.param(
            "<ul><li>a<li>b<ul><li>c</ul>d</ul>e",
            [
                ("list-item1", "a"),
                ("list-item1", "b"),
                ("list-item2", "c"),
                ("list-item1", "d"),
                ("paragraph", "e"),
            ],
            id="lists",
        ),
        pytest.param(
            "<ol><li><p>a</p><p>b</p></ol>",
            [("list-item1", "a"), ("list-item1", "b")],
            id="paragraphs-in-item",
        ),
        pytest.param("<li>a<li>b", [("list-item1", "a"), ("list-item1", "b")], id="lone-items"),
        pytest.param(
            "<dl><dt>a<dd>b<dt>c<dd>d</dl>",
            [("list-item1", "a"), ("list-item1", "b"), ("list-item1", "c"), ("list-item1", "d")],
            id="definitions",
        ),
        pytest.param(
            "<div>text<p>para</p>tail</div>",
            [("paragraph", "text"), ("paragraph", "para"), ("paragraph", "tail")],
            id="text-around-a-block",
        ),
        pytest.param(
            "<p>a<div>b</div>c</p>",
            [("paragraph", "a"), ("paragraph", "b"), ("paragraph", "c")],
            id="div-ends-p",
        ),
        pytest.param(
            "<h1>a</h1><h2>b<h3>c</h2>d",
            [("heading1", "a"), ("heading2", "b"), ("heading3", "c"), ("paragraph", "d")],
            id="headings",
        ),
        pytest.param(
            '<div role="heading" aria-level="4">a</div><div role=heading>b</div>',
            [("heading4", "a"), ("heading2", "b")],
            id="headings-by-role",
        ),
        pytest.param(
            "<blockquote>a<p>b</p><ul><li>c</ul></blockquote>",
            [("quotation", "a"), ("quotation", "b"), ("list-item1", "c")],
            id="quotation",
        ),
        pytest.param(
            "<figure><img><figcaption>a <p>b</figcaption></figure>",
            [("caption", "a"), ("caption", "b")],
            id="caption",
        ),
        pytest.param('<p class="wp-caption-text">a</p>', [("caption", "a")], id="caption-by-class"),
        pytest.param(
            "<details><summary>a</summary>b</details>",
            [("paragraph", "a"), ("paragraph", "b")],
            id="details",
        ),
        pytest.param("<pre>a <b>b</b></pre>", [("code", "a b")], id="pre"),
        pytest.param("<xmp>a <p> &amp; b</xmp>", [("code", "a <p> &amp; b")], id="xmp"),
        pytest.param("a<hr>b", [("paragraph", "a"), ("paragraph", "b")], id="rule"),
        pytest.param("<p>a<br>b<br/>c", [("paragraph", "a\nb\nc")], id="line-breaks"),
        pytest.param(
            "<p>a<br>&nbsp; <br>b<br><!-- x --><br>c",
            [("paragraph", "a"), ("paragraph", "b"), ("comment", "<!-- x -->"), ("paragraph", "c")],
            id="two-line-breaks",
        ),
        pytest.param("<h1>a<br><br>b</h1>", [("heading1", "a\nb")], id="two-breaks-in-heading"),
        pytest.param(
            "<b>a<p>b</b>c</p>d",
            [("paragraph", "a"), ("paragraph", "bc"), ("paragraph", "d")],
            id="misnested-formatting",
        ),
        pytest.param(
            "<div><span>a</div>b</span>c", [("paragraph", "a"), ("paragraph", "bc")], id="misnested"
        ),
        pytest.param("a</div>b</p>c", [("paragraph", "ab"), ("paragraph", "c")], id="stray-ends"),
        pytest.param("a<td>b", [("paragraph", "a"), ("paragraph", "b")], id="stray-cell"),
        pytest.param("<p>  a \n\t b  </p>", [("paragraph", "a b")], id="white-space"),
        pytest.param("<p>a</p><p> &nbsp; </p>", [("paragraph", "a")], id="empty-paragraph"),
    ],
)
def test_text_is_cut_into_the_blocks_that_a_browser_shows(
    source: str, expected: list[tuple[str, str]]
) -> None:
    assert shown(source) == expected


@pytest.mark.parametrize(
    ("source", "text"),
    [
        pytest.param("a<script>if (a<b) '<p>'</script>b", "ab", id="script"),
        pytest.param("a<script><!-- <script>x</script> --></script>b", "ab", id="nested-script"),
        pytest.param("a<style>p > a {}</style>b", "ab", id="style"),
        pytest.param("a<noscript><p>x</p></noscript>b", "ab", id="noscript"),
        pytest.param("a<template><p>x<b>y</template>b", "ab", id="template"),
        pytest.param("a <span hidden>x</span>b", "a b", id="hidden"),
        pytest.param("a <span aria-hidden=true>x</span>b", "a b", id="aria-hidden"),
        pytest.param("a <i style='display : none'>x</i>b", "a b", id="display-none"),
        pytest.param("a <i class='x sr-only'>x</i>b", "a b", id="for-screen-readers"),
        pytest.param("a<!-- x > y --!>b", "ab", id="comment-end-in-error"),
        pytest.param("a<!-->b", "ab", id="empty-comment"),
        pytest.param("a<!doctype html>b", "ab", id="doctype"),
        pytest.param("a<![CDATA[x]]>b", "ab", id="cdata"),
        pytest.param("a<?xml x?>b", "ab", id="processing-instruction"),
        pytest.param("a</ x>b</>c", "abc", id="no-end-tags"),
        pytest.param("a <b <i>b", "a b", id="tag-in-tag"),
        pytest.param("a <b title='<p>'>b", "a b", id="tag-in-attribute"),
        pytest.param("a < b <3 c<", "a < b <3 c<", id="no-tags"),
        pytest.param("a<b", "a", id="unfinished-tag"),
        pytest.param("a<b title='", "a", id="unfinished-attribute"),
        pytest.param("a<!-- b", "a", id="unfinished-comment"),
        pytest.param("a\0b\ufeff", "ab", id="nul-and-byte-order-mark"),
        pytest.param("in&shy;flam\u00admation", "inflammation", id="soft-hyphens"),
        pytest.param("in\u200bflam&ZeroWidthSpace;mation<wbr>s", "inflammations", id="zero-width"),
        pytest.param("AT&T &lt &copy2 &notit; &bogus; &", "AT&T < ©2 ¬it; &bogus; &", id="named"),
        pytest.param("&#8364;&#x20AC;&#128;&#0;&#x110000;", "€€€\ufffd\ufffd", id="numbered"),
        pytest.param("&#" + "9" * 5000 + ";", "\ufffd", id="long-number"),
        pytest.param("a&nbsp;b&#160;c", f"a{NBSP}b{NBSP}c", id="no-break-space"),
        pytest.param("H<sub>2</sub>O, 10<sup>3</sup>", "H2O, 103", id="sub-and-sup"),
        pytest.param("a <del>5</del> <ins>6</ins> mg", "a 6 mg", id="struck"),
        pytest.param("known as <s>x</s>, is", "known as, is", id="struck-before-comma"),
        pytest.param("un<em>der</em><span>stand</span>", "understand", id="no-seams"),
        pytest.param("a<iframe><p>x</iframe> b", f"a{OBJECT} b", id="iframe"),
        pytest.param("a <svg><title>x</title><path/></svg> b", f"a {OBJECT} b", id="drawing"),
        pytest.param("a <svg><style/>x</svg> b", f"a {OBJECT} b", id="drawing-with-style"),
        pytest.param("a <svg><svg></svg>x</svg> b", f"a {OBJECT} b", id="drawing-in-drawing"),
        pytest.param("a <svg><desc><p>x</desc></svg> b", f"a {OBJECT} b", id="html-in-drawing"),
        pytest.param("a <svg/> b", f"a {OBJECT} b", id="empty-drawing"),
        pytest.param("a <math><mi>x</mi></math> b", f"a {OBJECT} b", id="formula"),
        pytest.param("a <select><option>x<option>y</select> b", f"a {OBJECT} b", id="select"),
        pytest.param("a <button><div>x</div></button> b", f"a {OBJECT} b", id="button"),
        pytest.param("a <textarea><p>x</textarea> b", f"a {OBJECT} b", id="textarea"),
        pytest.param("a <input value=x> b", f"a {OBJECT} b", id="input"),
        pytest.param("<input type=checkbox> a", "a", id="tick-box"),
        pytest.param("a <video><p>x</video> b", f"a {OBJECT} b", id="video"),
        pytest.param("a <img src=x> b", f"a {OBJECT} b", id="image"),
        pytest.param("a <?= $x > 2 ?> b", f"a {OBJECT} b", id="php"),
        pytest.param("<ruby>a<rp>(</rp><rt>x</rt><rp>)</rp></ruby> b", "a b", id="ruby"),
    ],
)
def test_only_what_is_read_is_text(source: str, text: str) -> None:
    blocks = [block for block in read(source).blocks if block.kind is not BlockKind.COMMENT]
    assert [block.text for block in blocks] == [text]


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("<p><img src=x></p>", id="image"),
        pytest.param("<p><svg></svg></p>", id="drawing"),
        pytest.param("<p>{% include 'x' %}</p>", id="template"),
        pytest.param("<p><button>Share</button></p>", id="button"),
    ],
)
def test_what_has_no_words_makes_no_block(source: str) -> None:
    assert shown(source) == []


def test_a_drawing_left_open_ends_before_the_next_paragraph() -> None:
    assert shown("a <svg><path><p>b</p>") == [("paragraph", f"a {OBJECT}"), ("paragraph", "b")]


@pytest.mark.parametrize(
    "title", ["<h3>{}</h3>", "<dl><dt>{}</dl>", "<details><summary>{}</summary></details>"]
)
def test_the_button_of_a_title_is_its_words(title: str) -> None:
    assert one(title.format("<button>Is it safe?</button>")).text == "Is it safe?"


# Inlines


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param('a <a href="x?a=1&amp;b">b</a>', [("link", "b", "x?a=1&b")], id="link"),
        pytest.param("a <a name=x>b</a>", [], id="anchor"),
        pytest.param(
            "<a href=1>a<a href=2>b</a>", [("link", "a", "1"), ("link", "b", "2")], id="two-links"
        ),
        pytest.param("<a href=x><div>a</div></a>", [("link", "a", "x")], id="link-around-block"),
        pytest.param(
            "<code>a</code> <kbd>b</kbd> <samp>c</samp> <var>d</var>",
            [("code", "a", None), ("code", "b", None), ("code", "c", None), ("code", "d", None)],
            id="code",
        ),
        pytest.param("<q>a</q> b", [("quotation", "a", None)], id="quotation"),
        pytest.param(
            "a<sup>[3]</sup> b<sup>3,4</sup>",
            [("superscript", "[3]", None), ("superscript", "3,4", None)],
            id="superscripts",
        ),
        pytest.param(
            'a<sup><a href="#fn1">1</a></sup>', [("note", "1", "#fn1")], id="note-in-superscript"
        ),
        pytest.param(
            'a<a href="#fn1"><sup>1</sup></a>', [("note", "1", "#fn1")], id="superscript-in-note"
        ),
        pytest.param(
            'a<sup><a href="#1">1</a>,<a href="#2">2</a></sup>',
            [("superscript", "1,2", None), ("note", "1", "#1"), ("note", "2", "#2")],
            id="two-notes",
        ),
        pytest.param(
            'a<a href="notes.html#x" role="doc-noteref">see note</a>',
            [("note", "see note", "notes.html#x")],
            id="note-by-role",
        ),
        pytest.param('a <a href="#how">how</a>', [("link", "how", "#how")], id="link-in-page"),
        pytest.param("a <a href='x'>1</a>", [("link", "1", "x")], id="number-elsewhere"),
        pytest.param("a <math><mi>x</mi></math> b", [("math", OBJECT, None)], id="formula"),
        pytest.param("a <svg></svg> b", [("object", OBJECT, None)], id="drawing"),
        pytest.param(
            "a {{ x|f }} {% if a > b %}c{% endif %} {# n #} <%= d %> e",
            [
                ("template", "{{ x|f }}", None),
                ("template", "{% if a > b %}", None),
                ("template", "{% endif %}", None),
                ("template", "{# n #}", None),
                ("template", "<%= d %>", None),
            ],
            id="templates",
        ),
        pytest.param("a {{ b {% c", [], id="unfinished-templates"),
        pytest.param(
            "see https://x.org/?a=1&amp;b=2.",
            [("url", "https://x.org/?a=1&b=2", "https://x.org/?a=1&b=2")],
            id="bare-address",
        ),
        pytest.param(
            "<i>a <q>b</i> c</q> d", [("quotation", "b", None)], id="misnested-formatting"
        ),
        pytest.param(
            "<a href=x>a <code>b</a> c</code>",
            [("link", "a b", "x"), ("code", "b", None), ("code", " c", None)],
            id="across-one-another",
        ),
        pytest.param("<sub>a<p>b</p>", [("subscript", "a", None)], id="ends-with-its-block"),
        pytest.param("<q>a <q>b</q></q>", [("quotation", "a b", None)], id="one-in-another"),
    ],
)
def test_inlines(source: str, expected: list[tuple[str, str, str | None]]) -> None:
    assert inlines(source) == expected


def test_a_link_left_open_goes_on_in_the_next_paragraph() -> None:
    first, second = read("<p><a href=x>a<p>b</a> c").blocks
    assert [i.span.of(first.text) for i in first.inlines] == ["a"]
    assert [i.span.of(second.text) for i in second.inlines] == ["b"]


def test_the_way_back_from_a_note_is_not_read() -> None:
    assert one('<p>Smith 2021. <a role="doc-backlink" href="#x">↩</a></p>').text == "Smith 2021."


# Places


def test_every_word_keeps_its_place() -> None:
    document = read("<p>a &amp; b\r\n<b>c</b>&nbsp;&mdash; in&shy;flam\u00admation 😀e\u0301</p>")
    (block,) = document.blocks
    assert block.text == f"a & b c{NBSP}— inflammation 😀e\u0301"
    assert place_of(document, block, "&") == "&amp;"
    assert place_of(document, block, "b c") == "b\r\n<b>c"
    assert place_of(document, block, NBSP) == "&nbsp;"
    assert place_of(document, block, "inflammation") == "in&shy;flam\u00admation"
    assert place_of(document, block, "😀e\u0301") == "😀e\u0301"


@pytest.mark.parametrize("quote", ['"', "'", ""])
def test_alternative_text_keeps_its_place_in_the_attribute(quote: str) -> None:
    document = read(f"<p>a <IMG SRC=x ALT = {quote}b&quot;c&lt{quote}> d")
    paragraph, alt = document.blocks
    assert (paragraph.text, alt.kind, alt.text) == (f"a {OBJECT} d", BlockKind.ALT_TEXT, 'b"c<')
    assert place_of(document, paragraph, OBJECT).startswith("<IMG")
    assert place_of(document, alt, '"c') == "&quot;c"
    assert place_of(document, alt, "<") == "&lt"


@pytest.mark.parametrize("alt", ["", "  ", "🔥", "&nbsp;"])
def test_alternative_text_without_words_is_no_block(alt: str) -> None:
    assert shown(f"<p>a <img alt='{alt}'> b") == [("paragraph", f"a {OBJECT} b")]


def test_an_ampersand_in_an_address_is_no_reference() -> None:
    assert one('<img alt="a &copy=b &copy; &copyx">').text == "a &copy=b © &copyx"


def test_the_head_of_a_page() -> None:
    document = read(
        "<html lang=en-GB><head><title>Salt &amp;\nsugar</title>"
        '<meta content="What &quot;low&quot; means" name=Description>'
        "<meta name=author content='D. Reyes'>"
        '<meta property="article:published_time" content="2026-03-02">'
        '<meta itemprop="dateModified" content="2026-05-11">'
        '<meta itemprop="datePublished" content="1999-01-01">'
        "<body><p>a"
    )
    assert dict(document.metadata) == {
        "lang": "en-GB",
        "title": "Salt & sugar",
        "description": 'What "low" means',
        "author": "D. Reyes",
        "published": "2026-03-02",
        "modified": "2026-05-11",
    }
    title, meta, paragraph = document.blocks
    assert (title.kind, title.text) == (BlockKind.TITLE, "Salt & sugar")
    assert place_of(document, title, "& sugar") == "&amp;\nsugar"
    assert (meta.kind, meta.text) == (BlockKind.META, 'What "low" means')
    assert place_of(document, meta, '"low"') == "&quot;low&quot;"
    assert paragraph.language == "en-GB"


def test_dates_in_the_text_are_declared_too() -> None:
    document = read("<p><time itemprop=dateModified datetime=2026-05-11>May</time> 2026")
    assert dict(document.metadata) == {"modified": "2026-05-11"}


LINKED = """{"@context": "https://schema.org", "@graph": [
  {"@type": "Organization", "name": "A clinic"},
  {"@type": "MedicalWebPage", "datePublished": " 2026-03-02 ", "dateModified": null,
   "author": [{"name": "D. Reyes"}, "A. Cole"], "lastReviewed": "2026-05-11",
   "reviewedBy": {"@type": "Person", "name": "M. Okoro"}}]}"""


@pytest.mark.parametrize(
    ("script", "declared"),
    [
        pytest.param(
            LINKED,
            {
                "published": "2026-03-02",
                "author": "D. Reyes, A. Cole",
                "reviewed": "2026-05-11",
                "reviewed by": "M. Okoro",
            },
            id="a graph",
        ),
        pytest.param('[{"dateModified": "2026-05-11"}]', {"modified": "2026-05-11"}, id="a list"),
        pytest.param('{"mainEntity": {"author": "A. Cole"}}', {"author": "A. Cole"}, id="inside"),
        pytest.param('{"author": {"name": {"name": "x"}}}', {}, id="no name"),
        pytest.param('{"datePublished": 2026, "author": [["x"]]}', {}, id="no text"),
        pytest.param('{"datePublished": "2026', {}, id="no JSON"),
        pytest.param("[" * 100_000, {}, id="deep"),
        pytest.param(f'["{"x" * 200_000}", {{"author": "A. Cole"}}]', {}, id="too long"),
    ],
)
def test_linked_data_declares_the_page(script: str, declared: dict[str, str]) -> None:
    document = read(f'<script type="Application/LD+JSON">{script}</script><p>a')
    assert dict(document.metadata) == declared
    assert [block.text for block in document.blocks] == ["a"]


def test_other_scripts_declare_nothing() -> None:
    assert dict(read(f"<script>{LINKED}</script><p>a").metadata) == {}


@pytest.mark.parametrize(
    ("source", "kind"),
    [
        pytest.param("<p>Figure 2. Doses by age.</p>", "caption", id="label"),
        pytest.param("<div>Table 1: Doses</div>", "caption", id="no paragraph of its own"),
        pytest.param("<p>Figure 2 shows the doses.</p>", "paragraph", id="prose"),
        pytest.param("<ul><li>Table 1. Doses</ul>", "list-item1", id="an item"),
        pytest.param("<h2>Table 1. Doses</h2>", "heading2", id="a heading"),
    ],
)
def test_a_paragraph_with_the_label_of_a_figure_is_its_caption(source: str, kind: str) -> None:
    assert [found for found, _ in shown(source)] == [kind]


def test_a_description_needs_content() -> None:
    document = read("<meta name=description datetime=x><meta name=description content=' '>")
    assert document.blocks == ()


def test_languages_are_inherited_by_blocks() -> None:
    document = read("<div lang=en><p>a<p lang=es>b<ul xml:lang=fr><li>c</ul><p lang=''>d</div>e")
    assert [block.language for block in document.blocks] == ["en", "es", "fr", None, None]


def test_a_comment_is_a_block_with_its_source() -> None:
    document = read("<p>a\n<!-- medlint-ignore-next-line  x:\n y -->b<!--[if mso]>c<![endif]-->")
    paragraph, first, second = document.blocks
    assert paragraph.text == "a b"
    assert (first.kind, first.text) == (
        BlockKind.COMMENT,
        "<!-- medlint-ignore-next-line  x:\n y -->",
    )
    assert first.source_span == Span(5, 45)
    assert second.text == "<!--[if mso]>c<![endif]-->"


# Tables


def cells(source: str) -> list[tuple[str, int, int, int, bool]]:
    return [
        (b.text, b.cell.table, b.cell.row, b.cell.column, b.cell.header)
        for b in read(source).blocks
        if b.cell
    ]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param(
            "<table><tr><th>a<td>b<tr><td>c</table>",
            [("a", 0, 0, 0, True), ("b", 0, 0, 1, False), ("c", 0, 1, 0, False)],
            id="unclosed",
        ),
        pytest.param(
            "<table><td colspan=2>a<td>b<tr><td><td rowspan=2>c<td>d<tr><td>e<td>f</table>",
            [
                ("a", 0, 0, 0, False),
                ("b", 0, 0, 2, False),
                ("c", 0, 1, 1, False),
                ("d", 0, 1, 2, False),
                ("e", 0, 2, 0, False),
                ("f", 0, 2, 2, False),
            ],
            id="spans",
        ),
        pytest.param(
            "<table><thead><tr><td>a<td>b</thead><tr><td>c<td>d</table>",
            [
                ("a", 0, 0, 0, True),
                ("b", 0, 0, 1, True),
                ("c", 0, 1, 0, False),
                ("d", 0, 1, 1, False),
            ],
            id="head",
        ),
        pytest.param(
            "<table><tr><td><b>a</b><td><p><strong>b<tr><td><b>c</b><td>d</table>",
            [
                ("a", 0, 0, 0, True),
                ("b", 0, 0, 1, True),
                ("c", 0, 1, 0, False),
                ("d", 0, 1, 1, False),
            ],
            id="head-in-bold",
        ),
        pytest.param(
            "<table><tr><td><b>a</b><td>b</table>",
            [("a", 0, 0, 0, False), ("b", 0, 0, 1, False)],
            id="one-bold-cell",
        ),
        pytest.param(
            "<table><tr><td>a<td><p>b<p>c<ul><li>d</ul></table>",
            [
                ("a", 0, 0, 0, False),
                ("b", 0, 0, 1, False),
                ("c", 0, 0, 1, False),
                ("d", 0, 0, 1, False),
            ],
            id="blocks-in-a-cell",
        ),
        pytest.param(
            "<table><td>a<td>b<table><td>c<td>d</table><td>e</table><table><td>f<td>g</table>",
            [
                ("c", 0, 0, 0, False),
                ("d", 0, 0, 1, False),
                ("f", 1, 0, 0, False),
                ("g", 1, 0, 1, False),
            ],
            id="nested",
        ),
        pytest.param("<table><td>a</table>", [], id="box"),
        pytest.param("<table role=presentation><td>a<td>b</table>", [], id="presentation"),
        pytest.param("<table><td>a<td><h2>b</h2>c</table>", [], id="layout"),
        pytest.param(
            "<table><th>a<td><h2>b</h2></table>",
            [("a", 0, 0, 0, True), ("b", 0, 0, 1, False)],
            id="heading-in-data",
        ),
    ],
)
def test_cells_know_their_row_and_column(
    source: str, expected: list[tuple[str, int, int, int, bool]]
) -> None:
    assert cells(source) == expected


def test_text_in_a_table_for_the_looks_is_text() -> None:
    document = read("<table><td>a<td><h2>b</h2><ul><li>c</ul><td><table><td>d<td>e</table></table>")
    assert [(b.kind.value, b.text, b.path) for b in document.blocks] == [
        ("paragraph", "a", ()),
        ("heading", "b", ()),
        ("list-item", "c", ("list",)),
        ("table-cell", "d", ("table",)),
        ("table-cell", "e", ("table",)),
    ]


def test_text_that_strays_into_a_table_is_kept() -> None:
    assert shown("<table>a<tr>b<td>c<td>d</table>") == [
        ("paragraph", "a"),
        ("paragraph", "b"),
        ("table-cell", "c"),
        ("table-cell", "d"),
    ]


def test_the_caption_of_a_table() -> None:
    assert shown("<table><caption>a<tr><td>b<td>c</table>")[0] == ("caption", "a")


# The article and the site around it


def furniture(source: str) -> dict[str, bool]:
    """For each text of a page, whether it belongs to the site."""
    return {block.text: "navigation" in block.path for block in read(source).blocks}


@pytest.mark.parametrize(
    "wrapped",
    [
        "<nav><p>x</nav>",
        "<header><p>x</header>",
        "<footer>x</footer>",
        "<div role=navigation><p>x</div>",
        "<div role=banner>x</div>",
        "<div role=contentinfo>x</div>",
        "<div role=search>x</div>",
        "<p hidden>x</p>",
        "<div aria-hidden=true><p>x</div>",
        "<section style='DISPLAY:none'>x</section>",
        "<dialog>x</dialog>",
        "<div class='site-nav'>x</div>",
        "<ul id=main-menu><li>x</ul>",
        "<div class='share-buttons'><h3>x</h3></div>",
        "<div id=cookie_consent_banner>x</div>",
        "<div class='widget-area left'>x</div>",
        "<div class='social-links'>x</div>",
        "<section class='comments-area'>x</section>",
        "<div class=related-posts>x</div>",
        "<div id=header>x</div>",
        "<div class=wp-block-navigation>x</div>",
        "<form><label>x</label></form>",
        "<form><p>x</form>",
    ],
)
def test_furniture_of_the_site(wrapped: str) -> None:
    assert furniture(f"<p>The article has more words.{wrapped}") == {
        "The article has more words.": False,
        "x": True,
    }


@pytest.mark.parametrize(
    "wrapped",
    [
        "<section><header>x</header></section>",
        "<blockquote>y<footer>x</footer></blockquote>",
        "<dialog open>x</dialog>",
        "<div hidden=until-found>x</div>",
        "<div class='social-support'>x</div>",
        "<div class=menu>x</div>",
        "<h2 id=cookies>x</h2>",
        "<p class=share>x</p>",
        "<div class=header>x</div>",
        "<section><div id=footer>x</div></section>",
        "<div class=has-sidebar>x</div>",
        "<label>x</label>",
        "<aside>x</aside>",
    ],
)
def test_no_furniture(wrapped: str) -> None:
    assert furniture(f"<p>The article.{wrapped}")["x"] is False


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("<main>", "</main>"),
        ("<div role=main>", "</div>"),
        ("<article>", "</article>"),
        ("<div itemprop=articleBody>", "</div>"),
        ("<form><main>", "</main></form>"),
    ],
)
def test_what_lies_outside_the_article_is_furniture(start: str, end: str) -> None:
    article = f"{start}<header>a</header><p>b</p>{end}"
    assert furniture(f"<title>t</title><img alt=w><p>x</p>{article}<p>y") == {
        "t": False,
        "w": True,
        "x": True,
        "a": False,
        "b": False,
        "y": True,
    }


def test_main_is_believed_before_article() -> None:
    page = "<article>x</article><main>a<article>b</article></main>"
    assert furniture(page) == {"x": True, "a": False, "b": False}


def test_an_article_with_next_to_no_words_is_not_the_article() -> None:
    page = "<p>The text of the page stands here, outside.<main></main><article>teaser</article>"
    assert furniture(page) == {
        "The text of the page stands here, outside.": False,
        "teaser": False,
    }


def test_what_holds_the_article_is_no_furniture_whatever_its_name() -> None:
    page = "<div class=widget><p>x</p><article><p>a</article></div>"
    assert furniture(page) == {"x": True, "a": False}


def test_a_page_that_hides_all_its_text_is_read_all_the_same() -> None:
    words = "Words of the article. " * 30
    page = f"<html hidden><body class=widget style='display: none'><div hidden><p>{words}</div>"
    assert furniture(page) == {words.strip(): False}
    assert furniture("<nav><p>Home</p></nav>") == {"Home": True}


def test_a_form_around_the_page_is_no_form() -> None:
    page = "<form id=aspnetForm><p>Words of the page, many of them.<form><p>x</form></form><p>y"
    assert furniture(page)["Words of the page, many of them."] is False


@pytest.mark.parametrize(
    ("source", "is_menu"),
    [
        pytest.param("<p><a href=a>A</a> | <a href=b>B</a>", True, id="line-of-links"),
        pytest.param("<p><a href=a>A</a> and <a href=b>B</a>", False, id="links-and-words"),
        pytest.param("<p><a href=a>A</a>", False, id="one-link"),
        pytest.param(
            "<ul><li><a href='#a'>A</a><li><a href='#b'>B</a></ul>", True, id="table-of-contents"
        ),
        pytest.param("<ul><li><a href=a>A</a><li><a href=b>B</a></ul>", True, id="list-of-links"),
        pytest.param(
            "<h2>Signs</h2><ul><li><a href=a>A</a><li><a href=b>B</a></ul>", False, id="titled"
        ),
        pytest.param(
            "Signs:<ul><li><a href=a>A</a><li><a href=b>B</a></ul>", False, id="introduced"
        ),
        pytest.param(
            "<article><p>Signs<ul><li><a href=a>A</a><li><a href=b>B</a></ul></article>",
            False,
            id="in-the-article",
        ),
        pytest.param(
            "<table><td><a href=a>A</a> <a href=b>B</a><td>c</table>", False, id="in-a-table"
        ),
    ],
)
def test_links_and_nothing_else_are_a_menu(source: str, *, is_menu: bool) -> None:
    found = furniture(source)
    assert next(is_site for text, is_site in found.items() if "A" in text) is is_menu


# References


@pytest.mark.parametrize(
    "title",
    [
        "References",
        "SOURCES:",
        "7. Bibliography",
        "Works cited",
        "Citations",
        "Article sources",
        "References and further reading",
        "Sources & notes",
    ],
)
@pytest.mark.parametrize("markup", ["<h2>{}</h2>", "<p><b>{}</b></p>", "<div>{}</div>"])
def test_what_follows_the_title_of_the_sources_is_references(title: str, markup: str) -> None:
    blocks = read(f"<p>a{markup.format(title)}<p>b<ul><li>c</ul><h4>d</h4>e<h2>f</h2>g").blocks
    kinds = {block.text: block.kind.value for block in blocks}
    below_d = "reference" if markup.startswith("<h2") else "paragraph"
    assert kinds == {
        "a": "paragraph",
        title: "heading" if markup.startswith("<h2") else "paragraph",
        "b": "reference",
        "c": "reference",
        "d": "heading",
        "e": below_d,
        "f": "heading",
        "g": "paragraph",
    }


@pytest.mark.parametrize(
    "source",
    [
        "<section role=doc-bibliography><p>x</section>",
        "<ol class='references'><li>x</ol>",
        "<div class=footnotes><ol><li><p>x</ol></div>",
        "<section role=doc-endnotes><p>x</section>",
        "<div id=bibliography>x</div>",
    ],
)
def test_references_by_their_markup(source: str) -> None:
    kinds = {b.text: b.kind.value for b in read(f"<p>a{source}<p>b").blocks}
    assert kinds == {"a": "paragraph", "x": "reference", "b": "paragraph"}


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("<h2>Sources of error</h2><p>x", id="words-that-go-on"),
        pytest.param("<section><h2>Sources</h2></section><p>x", id="another-section"),
        pytest.param("<article><h2>Sources</h2><footer>x</footer></article>", id="footer"),
        pytest.param("<nav><p>Sources</nav><p>x", id="furniture"),
        pytest.param("<h2>Sources</h2><blockquote>x</blockquote>", id="quotation"),
        pytest.param("<h2 class=references>a</h2><p>x", id="class-of-a-heading"),
    ],
)
def test_no_references(source: str) -> None:
    (kind,) = (block.kind for block in read(source).blocks if block.text == "x")
    assert kind is not BlockKind.REFERENCE


ENTRIES = (
    "Okafor, N., &amp; Lind, P. (2021). Salt and sleep. Diet Letters, 3(2), 1&ndash;9.",
    "Institute of Rest. (n.d.). Naps. https://example.org/naps",
    "Lind P, Okafor N. Tea and rest. Diet Letters. 2019;1:4.",
)


def test_entries_in_a_row_are_references_without_a_title() -> None:
    prose = "<p>Sleep got better in one trial (Okafor, 2021). It was small."
    kinds = [b.kind.value for b in read(prose + "".join(f"<p>{e}" for e in ENTRIES)).blocks]
    assert kinds == ["paragraph", "reference", "reference", "reference"]


def test_two_entries_in_a_row_are_not_enough() -> None:
    kinds = [b.kind.value for b in read("".join(f"<p>{entry}" for entry in ENTRIES[:2])).blocks]
    assert kinds == ["paragraph", "paragraph"]


# Whole pages


def page(name: str) -> list[tuple[str, str, str]]:
    document = read((PAGES / name).read_text(encoding="utf-8"))
    return [(f"{b.kind}{b.level or ''}", "/".join(b.path), b.text) for b in document.blocks]


def test_a_health_blog() -> None:
    assert page("health-blog.html") == BLOG


def test_an_old_page_laid_out_with_tables() -> None:
    assert page("table-layout.html") == OLD


def test_a_field_of_a_content_system() -> None:
    assert page("cms-field.html") == FIELD


BLOG = [
    ("title", "", "Can Turmeric Lower Blood Sugar? – Well & Whole"),
    ("meta", "", 'What the trials say about turmeric, "golden milk" & type\xa02 diabetes.'),
    ("paragraph", "navigation", "We use cookies. Privacy"),
    ("alt-text", "navigation", "Well & Whole"),
    ("list-item1", "navigation/list", "Diet"),
    ("list-item1", "navigation/list", "Sleep"),
    ("heading1", "", "Can turmeric lower blood\xa0sugar?"),
    ("paragraph", "", "By Dana Reyes, RD · May 11, 2026"),
    ("alt-text", "figure", 'A cup of "golden milk" with HbA<sub>1c</sub> results'),
    ("caption", "figure", "Golden milk. Photo: D. Reyes"),
    ("comment", "", "<!-- medlint-ignore-next-line reversal-verb: quoted claim -->"),
    (
        "paragraph",
        "",
        "Headlines say turmeric “reverses” diabetes.1 In trials, HbA1c fell by 0.5 % on average,2,3 which is modest.",
    ),
    ("paragraph", "", "The usual dose was 1,500\xa0mg a day\nfor 12\xa0weeks."),
    ("heading3", "navigation", "Share this:"),
    ("list-item1", "navigation/list", "Tweet"),
    ("list-item1", "navigation/list", "Share"),
    ("heading2", "", "How it may work"),
    ("list-item1", "list", "Less inflammation ￼"),
    ("list-item1", "list", "Slower emptying of the stomach"),
    ("list-item2", "list/list", "shown in rats only"),
    ("list-item1", "list", "Better insulin response"),
    ("caption", "table", "Trials at a glance"),
    ("table-cell", "table", "Trial"),
    ("table-cell", "table", "HbA1c change"),
    ("table-cell", "table", "Smith 2021"),
    ("table-cell", "table", "12 wk"),
    ("table-cell", "table", "−0.5\xa0%"),
    ("table-cell", "table", "24 wk"),
    ("table-cell", "table", "−0.3\xa0%"),
    ("table-cell", "table", "Lee 2019"),
    ("table-cell", "table", "8 wk"),
    ("table-cell", "table", "n/a"),
    ("quotation", "quotation", "It is not a treatment."),
    ("quotation", "quotation", "— Dr. Q. Lee"),
    ("paragraph", "details", "Is it safe?"),
    ("paragraph", "details", "It can thin the blood. Ask your doctor before you start."),
    ("paragraph", "note", "Stop two weeks before surgery."),
    ("paragraph", "navigation", "Draft note to the editor"),
    ("paragraph", "", "See https://example.org/trial?id=7&arm=b or write to team@well.example."),
    ("heading2", "", "References"),
    ("reference1", "list", "Smith A, Lee B. Curcumin in type 2 diabetes. J Diet. 2021;4:1–9."),
    ("reference1", "list", "Lee Q. Spice and sugar. 2019. doi:10.1000/xyz"),
    ("paragraph", "", "Filed under: Diet"),
    ("heading2", "navigation", "2 thoughts"),
    ("paragraph", "navigation/list", "It cured me!"),
    ("heading2", "note/navigation", "Popular"),
    ("paragraph", "note/navigation", "Ten teas that melt fat"),
    ("paragraph", "navigation", "© 2026 Well & Whole. Not medical advice."),
]

OLD = [
    ("title", "", "Diabetes FAQ - HealthPages"),
    ("meta", "", 'Questions & answers about sugar, insulin & "cures"'),
    ("paragraph", "", "HealthPages"),
    ("paragraph", "navigation", "Home\nHeart\nDiet"),
    ("heading1", "", "Diabetes FAQ"),
    ("list-item1", "navigation/list", "What is it?"),
    ("list-item1", "navigation/list", "Can it be cured?"),
    ("paragraph", "", "What is it?"),
    (
        "paragraph",
        "",
        "Diabetes means that the blood holds too much sugar. See your doctor, not this page, for advice",
    ),
    ("paragraph", "", "Normal values:"),
    ("table-cell", "table", "Test"),
    ("table-cell", "table", "Normal"),
    ("table-cell", "table", "Fasting"),
    ("table-cell", "table", "<100 mg/dL"),
    ("table-cell", "table", "HbA1c"),
    ("table-cell", "table", "<5.7\xa0%"),
    ("paragraph", "", "Can it be cured?\nNo. Beware of ads such as Sugar-B-Gone."),
    ("quotation", "quotation", "There is no cure."),
    ("quotation", "quotation", "ADA"),
    ("list-item1", "list", "Type 1"),
    ("list-item1", "list", "The body makes no insulin"),
    ("list-item1", "list", "Type 2"),
    ("list-item1", "list", "The body resists insulin"),
    ("paragraph", "", "Sources:"),
    ("reference", "", "ADA Standards of Care, 2025"),
    ("reference", "", "NIDDK, www.niddk.nih.gov"),
    ("paragraph", "", "Home | Mail us\nLast updated 3/3/2003"),
]

FIELD = [
    ("heading2", "", "Berberine: what we know"),
    (
        "paragraph",
        "",
        "Berberine is a plant compound. It may lower HbA1c a little{{ footnote(1) }}.",
    ),
    (
        "paragraph",
        "",
        "In {{ trial.name }}, {% if n > 20 %}most{% endif %} people took 1.5\xa0g/day…",
    ),
    ("paragraph", "", "[figure id=12]"),
    ("paragraph", "", "It can cause and nausea."),
    ("paragraph", "", "Do not combine it with cyclosporine"),
    ("paragraph", "", "tail text"),
    ("paragraph", "", "Cost: $30–$40.\nPer month."),
    ("paragraph", "", "Not covered by insurance."),
    ("list-item1", "list", "First, ask."),
    ("list-item1", "list", "Then decide."),
    ("list-item1", "list", "Buy from a pharmacy."),
    ("paragraph", "", "￼ ￼ is shown, ￼ too."),
    ("alt-text", "", "Chart: 3 > 2"),
    ("paragraph", "", "Consulte a su médico."),
    ("code", "", "dose = 500"),
    ("paragraph", "", "Press ￼ or choose ￼ & go."),
    ("paragraph", "", "Sources"),
    ("reference", "", "Yin J. Efficacy of berberine. 2008."),
    ("comment", "", "<!--[if mso]><p>Outlook only</p><![endif]-->"),
    ("reference", "", "Last words © 2026 ¬anentity; AT&T R&D"),
]


# Properties

WORDS = st.sampled_from(["w{}x", "é{}x", "e\u0301{}x", "😀{}x", "W{}x’s", "β-{}x"])
WORD = re.compile(rf"[^\s{OBJECT}]*\d+x")
SPACES = st.sampled_from([" ", " ", "\n", "\r\n", "  \t", "\r"])
REFERENCES = st.sampled_from(["", "", "", "&amp;", "&nbsp;", "&lt", "&#233;", "&bogus;", "&"])
INLINE = st.sampled_from(["b", "i", "em", "a href=x", "span", "code", "sub", "q", "u class=y"])
BLOCK = st.sampled_from(["p", "div", "li", "ul", "ol", "blockquote", "dd", "dt", "section", "pre"])
HEADING = st.sampled_from(["h2", "h3"])
TABLE = st.sampled_from(["table", "tr", "td", "th", "caption", "tbody"])


class Soup:
    """A source put together from tags and unlike words."""

    def __init__(self, draw: st.DrawFn, blocks: st.SearchStrategy[str]) -> None:
        self._draw, self._blocks = draw, blocks
        self.source = draw(st.sampled_from(["", "", "\ufeff"]))
        self.prose: list[str] = []
        self.unread: list[str] = []
        self.alternative: list[str] = []
        self._block(0)

    def __repr__(self) -> str:
        return repr(self.source)

    def _word(self, words: list[str]) -> str:
        count = len(self.prose) + len(self.unread) + len(self.alternative)
        words.append(self._draw(WORDS).format(count))
        return words[-1]

    def _text(self) -> None:
        for _ in range(self._draw(st.integers(1, 3))):
            self.source += self._word(self.prose) + self._draw(REFERENCES) + self._draw(SPACES)

    def _inline(self, depth: int) -> None:
        for _ in range(self._draw(st.integers(1, 3))):
            kind = self._draw(st.integers(0, 11))
            if kind < 5 or depth > 3:
                self._text()
            elif kind < 9:
                tag = self._draw(INLINE)
                self.source += f"<{tag}>"
                self._inline(depth + 1)
                self.source += self._draw(st.sampled_from([f"</{tag.split()[0]}>", ""]))
            elif kind == 9:
                unread = "<!-- {} -->", "<script>{}</script>", "<i title='{}'>", "<s>{}</s>"
                self.source += self._draw(st.sampled_from(unread)).format(self._word(self.unread))
            elif kind == 10:
                self.source += f"<img alt='{self._word(self.alternative)}'>"
            else:
                self.source += f"</{self._draw(INLINE | self._blocks).split()[0]}>"

    def _block(self, depth: int) -> None:
        for _ in range(self._draw(st.integers(1, 3))):
            if depth > 4 or self._draw(st.booleans()):
                self._inline(0)
                continue
            tag = self._draw(self._blocks)
            self.source += f"<{tag}>"
            self._block(depth + 1)
            self.source += self._draw(st.sampled_from([f"</{tag}>", f"</{tag}>\r\n", ""]))


@st.composite
def soups(draw: st.DrawFn, blocks: st.SearchStrategy[str] = BLOCK | HEADING | TABLE) -> Soup:
    return Soup(draw, blocks)


ANY = settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.too_slow])


@ANY
@given(soups())
def test_each_word_is_read_once_and_keeps_its_place(soup: Soup) -> None:
    blocks = read(soup.source).blocks
    unread = {BlockKind.COMMENT, BlockKind.ALT_TEXT}
    for words, found in (
        (soup.prose, [block for block in blocks if block.kind not in unread]),
        (soup.alternative, [block for block in blocks if block.kind is BlockKind.ALT_TEXT]),
    ):
        for word in words:
            ((block, start),) = [(b, b.text.find(word)) for b in found if word in b.text]
            place = block.map.to_source(Span(start, start + len(word)))
            assert place.start == soup.source.find(word)
            assert place.of(soup.source) == word
    for word in soup.unread:
        assert not any(word in block.text for block in blocks if block.kind not in unread)


@ANY
@given(soups(), st.data())
def test_places_and_texts_lead_to_each_other(soup: Soup, data: st.DataObject) -> None:
    blocks = read(soup.source).blocks
    assume(blocks)
    block = blocks[data.draw(st.integers(0, len(blocks) - 1))]
    start = data.draw(st.integers(0, len(block.text) - 1))
    span = Span(start, data.draw(st.integers(start + 1, len(block.text))))
    back = block.map.to_text(block.map.to_source(span))
    assert back is not None
    assert span in back


MARKUP = st.sampled_from(
    """< > </ <! <!-- --> --!> <? ?> <?php <![CDATA[ ]]> = ' " / & &# &#x; &lt &amp; {{ }} {% %}
    <p> <p </p> <a <a_href=x> </a> <svg> </svg> <math> <title> </title> <script> </script> <style>
    <textarea> <table> <tr> <td> </table> <li> <ul> <br> <br/> <img_alt='x'> <s> </s> <button>
    <plaintext> <template> </template> <form> <h1> <select> <html> <body> </body> <body_hidden>
    <meta_name=description_content=a&amp;b> x yz é 😀 &shy; &#0;""".replace("_", "\t").split(" ")
) | st.sampled_from("\0\r\n\ufeff\u00ad\ufffc ")


@ANY
@given(st.lists(MARKUP | st.text(max_size=3), max_size=25).map("".join) | st.text())
def test_any_text_can_be_read(source: str) -> None:
    document = read(source)
    starts = [block.source_span.start for block in document.blocks]
    assert starts == sorted(starts)
    assert all(block.text.strip() for block in document.blocks)


def visible(source: str) -> list[list[str]]:
    """The words that another parser shows, by the blocks of its tree."""
    groups: list[list[str]] = [[]]
    todo: list[Any] = [justhtml.JustHTML(source, sanitize=False).root]
    while todo:
        node = todo.pop()
        if node is None:
            groups.append([])
        elif node.name == "#text":
            groups[-1] += WORD.findall(node.data)
        elif node.name not in {"#comment", "script", "s"}:
            edge = [None] if node.name in BLOCKS else []
            todo += [*edge, *reversed(node.children or ()), *edge]
    return [group for group in groups if group]


@ANY
@given(soups(BLOCK))
def test_blocks_are_those_of_another_parser(soup: Soup) -> None:
    blocks = read(soup.source).blocks
    unread = {BlockKind.COMMENT, BlockKind.ALT_TEXT}
    texts = [WORD.findall(block.text) for block in blocks if block.kind not in unread]
    assert [group for group in texts if group] == visible(soup.source)


# Work


@pytest.mark.parametrize(
    "make",
    [
        pytest.param(lambda n: "<div>x" * n, id="div"),
        pytest.param(lambda n: "<b>x" * n, id="b"),
        pytest.param(lambda n: "<p><b>x" * n, id="b-in-p"),
        pytest.param(lambda n: "<span>" * n + "</em>" * n, id="ends-without-start"),
        pytest.param(lambda n: "<b>" * n + "<p>" + "</b>x" * n, id="misnested"),
        pytest.param(lambda n: "<sup>" * n + "<p>x" * n, id="sup-and-p"),
        pytest.param(lambda n: "<a <a " * n, id="tag-in-tag"),
        pytest.param(lambda n: '<a b="' + "c " * n, id="open-attribute"),
        pytest.param(lambda n: "<!-- " * n, id="open-comment"),
        pytest.param(lambda n: "<?= >" * n, id="open-instruction"),
        pytest.param(lambda n: "{{ {% <% " * n, id="open-templates"),
        pytest.param(lambda n: "<svg>" * n, id="open-drawings"),
        pytest.param(lambda n: "<table><td>x" * n, id="tables"),
        pytest.param(lambda n: "<table>" + "<tr><td rowspan=9999 colspan=999>x" * n, id="spans"),
        pytest.param(lambda n: "<ul><li>x" * n, id="lists"),
        pytest.param(lambda n: "<form><button>x" * n, id="buttons"),
        pytest.param(lambda n: "<s>x<p>y" * n, id="struck"),
        pytest.param(lambda n: "&" * n + "&#" + "1" * n, id="references"),
        pytest.param(lambda n: "<p>" + "some words " * n, id="words"),
    ],
)
def test_work_grows_with_the_text_and_nesting_has_no_limit(make: Callable[[int], str]) -> None:
    def seconds(size: int) -> float:
        begun = time.process_time()
        read(make(size))
        return time.process_time() - begun

    # Sixteen times the work for four times the text is what must not be.
    assert seconds(6000) <= 9 * seconds(1500) + 0.3


@pytest.mark.shared("bench/openstax")
def test_chapters_of_a_textbook(shared: Path) -> None:
    kinds: Counter[str] = Counter()
    for path in sorted((shared / "bench" / "openstax").glob("*.html"))[::3]:
        document = read(path.read_text(encoding="utf-8"))
        kinds.update(block.kind.value for block in document.blocks)
        texts = "".join(block.text for block in document.blocks)
        plain = justhtml.JustHTML(document.source, sanitize=False).root.to_text(strip=False)
        letters = set(string.whitespace + NBSP + "\u200b\u00ad\ufeff")
        assert [c for c in texts if c not in letters] == [c for c in plain if c not in letters]
        assert not any("navigation" in block.path for block in document.blocks)
    assert kinds["table-cell"] > 1000
    assert kinds["reference"] > 500
