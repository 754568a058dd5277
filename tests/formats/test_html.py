from __future__ import annotations

import re
import subprocess
import sys
from base64 import b64encode
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from justhtml import JustHTML

from medlint.document import Block, BlockKind, Cell, Document, Format, InlineKind
from medlint.errors import UsageError
from medlint.finding import (
    Authority,
    Category,
    Confidence,
    Disposition,
    FileError,
    Finding,
    Replacement,
    Severity,
)
from medlint.formats.html import pages, render, render_article, render_index
from medlint.formats.legible import in_markup
from medlint.parsing.builder import BlockBuilder
from medlint.report import NOTICE, FileResult, Report, Summary, Tool, summarise
from medlint.text import Span

Snapshot = Callable[[str, str], None]
MakeResult = Callable[..., FileResult]
MakeFault = Callable[..., Finding]

TOOL = Tool(version="0.1.0", rules_digest="9c11", model="m 3.8.0", as_of="2026-11-20")

ELEMENTS = {
    *("html", "head", "meta", "title", "style", "body", "header", "main", "footer", "nav"),
    *("section", "article", "h1", "h2", "h3", "h4", "p", "a", "ul", "ol", "li", "dl", "dt", "dd"),
    *("div", "span", "mark", "strong", "code", "blockquote", "ins", "del", "svg", "path", "circle"),
    *("table", "thead", "tbody", "tr", "th", "td", "caption", "rect", "details", "summary", "kbd"),
    *("form", "fieldset", "legend", "label", "input", "select", "option", "button", "output"),
    "script",
}


def read(page: str) -> Any:
    """The page as a browser would repair it."""
    return JustHTML(page, sanitize=False)


def words(element: Any) -> str:
    """Every character of the text inside, none added."""
    text: str = element.to_text(separator="", strip=False)
    return text


def one_line(element: Any) -> str:
    return " ".join(words(element).split())


def texts(page: Any) -> dict[int, str]:
    return {int(e.attrs["data-block"]): words(e) for e in page.query("[data-block]")}


def marked(page: Any) -> dict[str, dict[int, str]]:
    """The marked words by rule and block, read from the page alone."""
    found: dict[str, dict[int, str]] = {}
    for block in page.query("[data-block]"):
        index = int(block.attrs["data-block"])
        for mark in block.query("mark"):
            for number in mark.attrs["data-findings"].split():
                (rule,) = page.query(f"#f{number} .rule")
                places = found.setdefault(words(rule), {})
                places[index] = places.get(index, "") + words(mark)
    return found


def without_style(page: str) -> str:
    """The page with its style sheet, its script and their digests out of the way."""
    page = re.sub(r"(?s)(<style>).*(</style>)", r"\1@@STYLE@@\2", page)
    page = re.sub(r"(?s)(<script>).*(</script>)", r"\1@@SCRIPT@@\2", page)
    return re.sub(r"sha256-[^']+", "sha256-@@DIGEST@@", page)


# --- the pages of a run ---------------------------------------------------------------------------


def test_an_article_as_written(article: FileResult, snapshot: Snapshot) -> None:
    page = render_article(article, TOOL, show_hidden=True, index="index.html")
    snapshot("article.html", without_style(page))


def test_an_index_as_written(report: Report, snapshot: Snapshot) -> None:
    links = {result.path: f"{number}.html" for number, result in enumerate(report.files)}
    snapshot("index.html", without_style(render_index(report, links)))


def test_the_marked_words_are_those_of_the_findings(article: FileResult) -> None:
    page = read(render_article(article, TOOL))
    assert {rule: list(places.values()) for rule, places in marked(page).items()} == {
        "reversal-verb": ["reverses diabetes"],
        "guarantee": ["diabetes in as little as six weeks"],
        "absolute-safety": ["no side effects at all"],
        "dropped-term": ["known as can"],
        "vague-attribution": ["Studies show"],
        "relative-risk-alone": ["18 %.3"],
        "error-prone-abbreviation": ["q.d."],
        "decimal-dose": [".5 g"],
        "stop-medication": ["threw out my metformin"],
        "suppression-without-reason": ["medlint-ignore-next-line guarantee"],
    }


def test_a_card_says_all_that_a_finding_does(article: FileResult) -> None:
    page = read(render_article(article, TOOL))
    assert one_line(page.query("#f2")[0]) == (
        "2 Error reversal-verb 3:234 'reverses diabetes' promises an outcome. "
        "Write instead Say what changed, in whom, by how much, and cite it. "
        "See “type 2 diabetes”: the disease is named here "
        "Why, and on whose authority Why Readers may stop effective treatment. "
        "Authority Health Products Compliance Guidance, Substantiating claims (2022); "
        "Consensus Report: Definition and Interpretation of Remission (2021)"
    )
    assert one_line(page.query("#f8")[0]).endswith(
        "Write instead Write 'once a day'. Fix q.d. → once a day "
        "Why, and on whose authority Why Misread doses have killed. "
        "Authority List of Error-Prone Abbreviations (2021)"
    )


def test_cards_stand_beside_their_text(article: FileResult) -> None:
    page = read(render_article(article, TOOL))
    beside = [
        (
            [int(e.attrs["data-block"]) for e in stretch.query(".first [data-block]")][-1],
            [card.attrs["id"] for card in stretch.query(".notes .card")],
        )
        for stretch in page.query(".stretch")
        if stretch.query(".notes")
    ]
    assert beside == [
        (1, ["f2", "f3", "f4", "f5"]),
        (3, ["f6", "f7"]),
        (7, ["f8"]),
        (16, ["f9"]),
        (17, ["f10"]),
        (21, ["f11"]),
    ]
    assert [e.attrs["id"] for e in page.query(".whole .card")] == ["f1"]


@pytest.mark.parametrize(
    "which",
    [
        pytest.param("article", id="one article"),
        pytest.param("whole", id="the whole report on one page"),
    ],
)
def test_every_anchor_exists_once_and_marks_and_cards_lead_to_each_other(
    which: str, article: FileResult, report: Report
) -> None:
    page = read(render_article(article, TOOL) if which == "article" else render(report))
    names = Counter(e.attrs["id"] for e in page.query("[id]"))
    assert [name for name, times in names.items() if times > 1] == []
    aims = {e.attrs["href"] for e in page.query("a") if e.attrs["href"].startswith("#")}
    assert {aim.removeprefix("#") for aim in aims} <= set(names)
    cards = {e.attrs["id"] for e in page.query(".card") if "id" in e.attrs}
    unmarked = {e.attrs["id"] for e in page.query(".whole .card")}
    assert cards <= {aim.removeprefix("#") for aim in aims}
    for name in cards - unmarked:
        (mark,) = page.query("#" + re.sub(r"f(\d+)$", r"m\1", name))
        assert mark.query("mark")
        assert "#" + mark.attrs["id"] in aims


def test_what_is_not_reported_stands_apart_and_only_on_request(article: FileResult) -> None:
    page = render_article(article, TOOL)
    assert "signed off by the medical editor" not in page
    assert "1 suppressed, 0 baselined, 1 accepted, 0 filtered" in page
    section = read(render_article(article, TOOL, show_hidden=True)).query("section")[-1]
    assert one_line(section) == (
        "Not reported "
        "Error evaluative-certainty accepted Studies show that curcumin lowers HbA1c. "
        "In one review of 22 trials, fasting glucose fell by 18 %.^3^ The link between "
        "inflammation and insulin resistance is clear. "
        "'the link is clear' is a certainty without a source. "
        "Write instead Say how strong the evidence is. "
        "Reason signed off by the medical editor until the next review "
        "Error guarantee suppressed This works for everyone who tries it. "
        "'works for everyone' promises an outcome. Write instead Give the rate and its source. "
        "Reason quoted from the advertisement under review"
    )


def test_a_finding_outside_of_the_text_is_listed_with_its_line(
    make_result: MakeResult, make_fault: MakeFault
) -> None:
    source = "Words.\n\n"
    finding = make_fault(source, "\n\n", "r", "Two line breaks.", excerpt="the end of the file")
    page = read(render_article(make_result("a.md", source, finding), TOOL))
    (section,) = page.query("section")
    assert one_line(section) == (
        "Outside of the text 1 Error r 1:7 the end of the file Two line breaks."
    )
    assert marked(page) == {}


def test_an_unchecked_file_has_no_page_of_its_own() -> None:
    result = FileResult("a.md", error=FileError("read", "no such file"))
    with pytest.raises(ValueError, match=r"a\.md was not checked: no such file"):
        render_article(result, TOOL)


def test_the_index_lists_the_worst_first(make_result: MakeResult, make_fault: MakeFault) -> None:
    def article(path: str, *severities: Severity) -> FileResult:
        found = (make_fault("Words.", "Words", "r", "m", severity=s) for s in severities)
        return make_result(path, "Words.", *found)

    error, warning, note = Severity.ERROR, Severity.WARNING, Severity.NOTE
    results = (
        article("clean.md"),
        article("b/same.md", warning),
        article("note.md", note, note, note),
        article("a/same.md", warning),
        FileResult("z.md", error=FileError("decode", "not text")),
        article("one-error.md", error),
        article("both.md", error, warning),
        FileResult("a.md", error=FileError("read", "no such file")),
    )
    report = Report(TOOL, results, summarise(results, excluded=1))
    page = read(render_index(report, {result.path: "x.html" for result in results}))
    assert [one_line(e) for e in page.query(".path")] == [
        "a.md",
        "z.md",
        "both.md",
        "one-error.md",
        "a/same.md",
        "b/same.md",
        "note.md",
        "clean.md",
    ]
    assert [one_line(row) for row in page.query(".unchecked tbody tr")] == [
        "a.mdreadno such file",
        "z.mddecodenot text",
    ]
    assert one_line(page.query(".files")[0]) == "6 files checked, 2 not checked, 1 excluded"


def test_the_index_says_which_rules_fired_where(report: Report) -> None:
    page = read(render_index(report, {}))
    rows = [
        [one_line(cell) for cell in row.children] for row in page.query("#rules ~ div tbody tr")
    ]
    assert [row for row in rows if row[0] in {"reversal-verb", "guarantee"}] == [
        ["reversal-verb", "certainty", "error", "3", "2"],
        ["guarantee", "certainty", "warning", "1", "1"],
    ]


def test_an_index_without_pages_links_nowhere(report: Report) -> None:
    assert read(render_index(report, {})).query("a") == []


def test_a_report_over_nothing() -> None:
    page = render_index(Report(TOOL, (), Summary()), {})
    assert "No file was checked." in page


def test_pages_link_to_one_another(report: Report) -> None:
    written = dict(pages(report))
    assert next(iter(written)) == "index.html"
    assert len(written) == 1 + report.summary.checked
    links = [a.attrs["href"] for a in read(written["index.html"]).query("a")]
    assert sorted(links) == sorted(set(written) - {"index.html"})
    for name, page in written.items():
        if name != "index.html":
            assert "index.html" in [a.attrs["href"] for a in read(page).query("a")]


def test_pages_of_paths_that_look_alike_stay_apart(make_result: MakeResult) -> None:
    paths = ["a/b.md", "a_b.md", "a-b.md", "A/B.md", "é.md", "e.md", "\udc80.md"]
    results = tuple(
        make_result(path, f"The words of {number}.") for number, path in enumerate(paths)
    )
    written = dict(pages(Report(TOOL, results, summarise(results))))
    assert len({name.lower() for name in written}) == len(paths) + 1
    for number in range(len(paths)):
        assert sum(f"The words of {number}." in page for page in written.values()) == 1


def test_one_page_holds_the_whole_report(report: Report) -> None:
    page = read(render(report, show_hidden=True))
    assert [one_line(e) for e in page.query("section.one-of-many > h2")] == [
        "drafts/turmeric.md",
        "drafts/clean.md",
        "drafts/schlaf/größe & co.md",
    ]
    assert [a.attrs["href"] for a in page.query("#articles ~ div tbody th a")] == [
        "#a1-top",
        "#a3-top",
        "#a2-top",
    ]
    assert len(page.query(".card[id]")) == 13


@pytest.mark.parametrize("name", ["index.html", "article"])
def test_every_page_says_what_made_it_and_what_it_does_not_say(name: str, report: Report) -> None:
    written = dict(pages(report))
    page = written["index.html"] if name == "index.html" else list(written.values())[1]
    assert NOTICE in page
    tool = report.tool
    assert (
        f"medlint {tool.version} · rules {tool.rules_digest} · model {tool.model} · "
        f"as of {tool.as_of}"
    ) in page


def test_the_same_report_gives_the_same_pages(report: Report) -> None:
    assert list(pages(report)) == list(pages(report))


# --- how an article is shown ----------------------------------------------------------------------


def result_with(source: str, *blocks: Block | None, **metadata: str) -> FileResult:
    kept = tuple(block for block in blocks if block)
    return FileResult("a.md", Document("a.md", Format.HTML, source, kept, metadata))


@pytest.mark.parametrize(
    ("kind", "attributes", "expected"),
    [
        pytest.param(BlockKind.HEADING, {"level": 1}, "h2.level-1", id="heading"),
        pytest.param(BlockKind.PARAGRAPH, {}, "p.paragraph", id="paragraph"),
        pytest.param(BlockKind.LIST_ITEM, {"level": 2}, "ul > li[aria-level='2']", id="list item"),
        pytest.param(BlockKind.QUOTATION, {}, "blockquote", id="quotation"),
        pytest.param(BlockKind.CAPTION, {}, "p.caption", id="caption"),
        pytest.param(BlockKind.ALT_TEXT, {}, ".label + p.alt-text", id="image description"),
        pytest.param(BlockKind.TITLE, {}, ".label + p.title", id="title"),
        pytest.param(BlockKind.META, {}, ".label + p.meta", id="description"),
        pytest.param(BlockKind.REFERENCE, {}, "p.reference", id="reference"),
        pytest.param(BlockKind.CODE, {}, "pre > code", id="code"),
        pytest.param(
            BlockKind.TABLE_CELL,
            {"cell": Cell(0, 0, 0, header=True)},
            "th[scope='col'] > div",
            id="cell",
        ),
        pytest.param(
            BlockKind.PARAGRAPH, {"path": ("quotation",)}, "p.in-quotation", id="inside a quotation"
        ),
        pytest.param(BlockKind.PARAGRAPH, {"language": "fr"}, "p[lang='fr']", id="language"),
        pytest.param(
            BlockKind.PARAGRAPH, {"language": "en_GB"}, "p[lang='en-GB']", id="language in passing"
        ),
        pytest.param(
            BlockKind.PARAGRAPH, {"language": "a b"}, "p.paragraph:not([lang])", id="no language"
        ),
    ],
)
def test_each_kind_of_block_has_its_look(
    kind: BlockKind, attributes: dict[str, Any], expected: str
) -> None:
    builder = BlockBuilder("The words.")
    builder.copy(0, 10)
    page = read(render_article(result_with("The words.", builder.build(kind, **attributes)), TOOL))
    (element,) = page.query(expected)
    assert words(element) == "The words."
    assert "data-block" in element.attrs


def linked(target: str | None, kind: InlineKind = InlineKind.LINK) -> str:
    builder = BlockBuilder("The words.")
    builder.copy(0, 4)
    builder.open(kind, target)
    builder.copy(4, 9)
    builder.close()
    builder.copy(9, 10)
    page = read(render_article(result_with("The words.", builder.build(BlockKind.PARAGRAPH)), TOOL))
    (block,) = page.query("[data-block]")
    assert words(block) == "The words."
    found = re.fullmatch(r"<p [^>]*>The (.*)\.</p>", block.to_html(pretty=False))
    assert found
    return found[1]


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        pytest.param(
            "https://example.org/a?b=1&c=2",
            '<a class="link" href="https://example.org/a?b=1&amp;c=2" '
            'rel="noopener noreferrer nofollow">words</a>',
            id="web address",
        ),
        pytest.param("/about", '<span class="link" title="/about">words</span>', id="relative"),
        pytest.param(
            "javascript:alert(1)",
            '<span class="link" title="javascript:alert(1)">words</span>',
            id="script",
        ),
        pytest.param(
            "https://a.example/ b",
            '<span class="link" title="https://a.example/ b">words</span>',
            id="space",
        ),
        pytest.param(None, '<span class="link">words</span>', id="none"),
    ],
)
def test_only_web_addresses_can_be_followed(target: str | None, expected: str) -> None:
    assert linked(target) == expected


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        pytest.param(InlineKind.SUPERSCRIPT, "<sup>words</sup>", id="superscript"),
        pytest.param(InlineKind.SUBSCRIPT, "<sub>words</sub>", id="subscript"),
        pytest.param(InlineKind.NOTE, "<sup>words</sup>", id="note"),
        pytest.param(InlineKind.CODE, "<code>words</code>", id="code"),
        pytest.param(InlineKind.TEMPLATE, "<code>words</code>", id="template"),
        pytest.param(InlineKind.OBJECT, '<span class="object">words</span>', id="object"),
        pytest.param(InlineKind.QUOTATION, "words", id="quotation"),
    ],
)
def test_each_kind_of_inline_has_its_look(kind: InlineKind, expected: str) -> None:
    assert linked(None, kind) == expected


@pytest.mark.parametrize(
    ("source", "metadata", "expected"),
    [
        pytest.param("# Head\n", {"title": "Declared"}, "Declared", id="declared"),
        pytest.param("text\n# Head\n", {}, "Head", id="first heading"),
        pytest.param("text\n", {}, "a.md", id="file name"),
    ],
)
def test_the_title_of_the_page(
    make_result: MakeResult, source: str, metadata: dict[str, str], expected: str
) -> None:
    result = make_result("drafts/a.md", source)
    assert result.document is not None
    result = replace(result, document=replace(result.document, metadata=metadata))
    (title,) = read(render_article(result, TOOL)).query("title")
    assert one_line(title) == f"{expected} · 0 errors, 0 warnings, 0 notes · medlint"


@pytest.mark.parametrize(
    ("metadata", "expected"),
    [
        pytest.param({}, "en", id="none declared"),
        pytest.param({"language": "en-GB"}, "en-GB", id="declared"),
        pytest.param({"lang": '"><script>'}, "en", id="no language"),
    ],
)
def test_the_language_of_the_article(metadata: dict[str, str], expected: str) -> None:
    (article,) = read(render_article(result_with("", **metadata), TOOL)).query("article")
    assert article.attrs["lang"] == expected


# --- every article is hostile ---------------------------------------------------------------------


def hostile_pages(hostile_report: Report) -> dict[str, str]:
    return {**dict(pages(hostile_report, show_hidden=True)), "one": render(hostile_report)}


def test_nothing_of_the_article_becomes_markup(hostile_report: Report) -> None:
    for name, text in hostile_pages(hostile_report).items():
        page = read(text)
        elements = page.query("*")
        assert {e.name for e in elements} <= ELEMENTS, name
        assert len(page.query("script")) == 1, name
        attributes = {key for e in elements for key in e.attrs}
        assert not {key for key in attributes if key.startswith("on") or key == "style"}, name
        assert {key for key in attributes if key in {"src", "srcset", "action", "data"}} == set()


def test_addresses_lead_to_the_web_or_the_report(hostile_report: Report) -> None:
    written = hostile_pages(hostile_report)
    followed = {a.attrs["href"] for text in written.values() for a in read(text).query("a")}
    assert followed
    for href in followed:
        assert re.fullmatch(r"#[\w-]+|[\w-]+\.html|https://example\.org/[^\s]*", href), href
    assert [href for href in followed if "onclick" in href] == []


def test_what_looks_like_markup_or_template_reads_as_written(
    hostile: FileResult, snapshot: Snapshot
) -> None:
    assert hostile.document is not None
    text = render_article(hostile, TOOL, show_hidden=True)
    assert texts(read(text)) == {
        index: in_markup(block.text) for index, block in enumerate(hostile.document.blocks)
    }
    assert "{{ 7 * 7 }}{% raw %}" in text
    snapshot("hostile.html", without_style(text))


def test_pages_can_always_be_encoded(make_result: MakeResult, make_fault: MakeFault) -> None:
    source = "Words \udc80 cure."
    finding = make_fault(source, "\udc80", "r", "m \udc80", advice="a \udc80", reason="\udc80")
    results = (make_result("\udc80.md", source, finding),)
    for _, page in pages(Report(TOOL, results, summarise(results)), show_hidden=True):
        page.encode("utf-8")


def test_the_policy_allows_the_style_sheet_and_the_script_and_nothing_else(
    article: FileResult,
) -> None:
    page = read(render_article(article, TOOL))
    (policy,) = page.query('meta[http-equiv="Content-Security-Policy"]')
    (style,) = page.query("style")
    (script,) = page.query("script")
    styles, scripts = (
        b64encode(sha256(words(element).encode()).digest()).decode() for element in (style, script)
    )
    assert policy.attrs["content"] == (
        f"default-src 'none'; style-src 'sha256-{styles}'; script-src 'sha256-{scripts}'; "
        "base-uri 'none'; form-action 'none'"
    )
    assert "fetch(" not in words(script)
    assert "url(" not in words(style)
    assert "@import" not in words(style)


def test_a_web_address_of_an_authority_is_followed_and_no_other(
    make_result: MakeResult, make_fault: MakeFault
) -> None:
    urls = ["https://a.example/", "HTTP://b.example/x", "javascript:alert(1)", "ftp://c.example/"]
    authority = tuple(Authority(f"title {url}", url=url) for url in urls)
    finding = make_fault("Words.", "Words", "r", "m", authority=authority)
    page = read(render_article(make_result("a.md", "Words.", finding), TOOL))
    assert [a.attrs["href"] for a in page.query(".card dd a")] == urls[:2]
    assert all(url in one_line(page.query(".card")[0]) for url in urls)


# --- any article, any findings --------------------------------------------------------------------

PIECES = st.sampled_from(
    [
        *"ab <&>\"'\n\t",
        "word ",
        "e\u0301",
        "日本",
        "👩\u200d⚕️",
        "{{ x }}",
        "</p>",
        "<!--",
        "\r",
        "\x00",
        "\x1b",
    ]
)
KINDS = st.sampled_from([kind for kind in BlockKind if kind is not BlockKind.TABLE_CELL])
INLINES = st.sampled_from(list(InlineKind))


@st.composite
def documents(draw: st.DrawFn) -> Document:
    """Blocks of every kind, with inlines, over a source with gaps in between."""
    source = "".join(draw(st.lists(PIECES, min_size=1, max_size=80)))
    cuts = sorted(draw(st.sets(st.integers(0, len(source)), max_size=10)) | {0, len(source)})
    builder = BlockBuilder(source)
    blocks: list[Block | None] = []
    for start, end in pairwise(cuts):
        what = draw(st.sampled_from(["block", "block", "cell", "gap"]))
        if what == "gap":
            continue
        middle = draw(st.integers(start, end))
        builder.copy(start, middle)
        if draw(st.booleans()):
            builder.open(draw(INLINES), draw(st.sampled_from([None, "https://a.example", "x"])))
        builder.copy(middle, end)
        if what == "cell":
            place = Cell(draw(st.integers(0, 1)), draw(st.integers(0, 2)), draw(st.integers(0, 2)))
            blocks.append(builder.build(BlockKind.TABLE_CELL, cell=place))
        else:
            level = draw(st.integers(0, 7))
            blocks.append(builder.build(draw(KINDS), level=level))
    return Document("a.md", Format.MARKDOWN, source, tuple(b for b in blocks if b))


@st.composite
def results(draw: st.DrawFn) -> FileResult:
    document = draw(documents())
    size = len(document.source)
    findings = []
    for number in range(draw(st.integers(0, 6))):
        start = draw(st.integers(0, size))
        finding = Finding(
            rule=f"rule-{number}",
            category=Category.PAGE,
            severity=draw(st.sampled_from(Severity)),
            confidence=Confidence.LOW,
            message="m",
            advice="",
            span=Span(start, draw(st.integers(start, size))),
            excerpt="",
            fingerprint=str(number),
            disposition=draw(st.sampled_from([Disposition.REPORTED] * 4 + [Disposition.ACCEPTED])),
        )
        findings.append(finding)
    return FileResult("a.md", document, tuple(sorted(findings, key=lambda f: f.span)))


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(results())
def test_the_page_reads_as_the_article_and_marks_read_as_the_findings(result: FileResult) -> None:
    assert result.document is not None
    blocks = result.document.blocks
    page = read(render_article(result, TOOL))
    shown = texts(page)
    assert shown == {index: in_markup(blocks[index].text) for index in shown}
    hidden = set(range(len(blocks))) - set(shown)
    assert {blocks[index].kind for index in hidden} <= {BlockKind.COMMENT}
    listed = Counter(words(rule) for rule in page.query(".card .rule"))
    assert listed == Counter(finding.rule for finding in result.reported())
    marks = marked(page)
    about_all = {words(rule) for rule in page.query(".whole .rule")}
    for finding in result.reported():
        found = {
            index: span.of(block.text)
            for index, block in enumerate(blocks)
            if (span := block.map.to_text(finding.span)) is not None
        }
        expected = {index: in_markup(text) for index, text in found.items() if text.strip()}
        if finding.rule in about_all:
            assert len(finding.span) == 0 or (len(blocks) > 1 and len(found) == len(blocks))
            expected = {}
        elif not expected:
            expected = {index: in_markup(text) for index, text in found.items()}
        assert marks.pop(finding.rule, {}) == expected
    assert marks == {}


# --- cost -----------------------------------------------------------------------------------------


def test_asking_for_html_is_what_loads_the_templates() -> None:
    program = (
        "import sys, medlint.formats.text, medlint.formats.json;"
        "before = 'jinja2' in sys.modules;"
        "import medlint.formats.html;"
        "print(before, 'jinja2' in sys.modules, 'rich' in sys.modules, 'spacy' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    assert done.stdout == b"False True False False\n"


def test_what_has_to_be_done_comes_first_and_is_said_by_which_rule(report: Report) -> None:
    page = read(render_index(report, {}, table="findings.csv"))
    assert [one_line(entry) for entry in page.query(".triage > div")] == [
        "2 must fix an error is reported",
        "0 review no error, but a warning is reported",
        "1 clear neither error nor warning is reported; notes may be",
    ]
    rows = page.query("tr[data-triage]")
    assert [row.attrs["data-triage"] for row in rows] == ["must fix", "must fix", "clear"]
    assert page.query('a[href="findings.csv"]')


def test_an_article_is_told_in_numbers(article: FileResult) -> None:
    page = read(render_article(article, TOOL))
    (caption,) = page.query("table.panel caption")
    assert one_line(caption) == "222 words, 49.5 findings in 1,000"
    rows = page.query("table.panel tr")
    assert [one_line(row) for row in rows][:3] == ["caveats3", "certainty2", "dosing2"]
    assert [row.query("rect")[0].attrs["width"] for row in rows][:2] == ["100", "67"]


@pytest.mark.parametrize(("safe", "label"), [(True, "Fix"), (False, "Fix, look at it first")])
def test_a_fix_that_is_not_safe_says_so(
    make_result: Callable[..., FileResult],
    make_fault: Callable[..., Finding],
    safe: bool,  # noqa: FBT001 -- a table's column
    label: str,
) -> None:
    source = "A shot of 2 cc SQ."
    fix = (Replacement(Span(15, 17), "under the skin"),)
    finding = make_fault(source, "SQ", "dose", "m", fix=fix, fix_is_safe=safe)
    page = read(render_article(make_result("a.md", source, finding), TOOL))
    assert one_line(page.query("dl dt")[0]) == label


class TestTemplates:
    def test_a_project_can_put_its_own_in_place_of_ours(
        self, report: Report, tmp_path: Path
    ) -> None:
        (tmp_path / "index.html.j2").write_text(
            '{% extends "medlint/index.html.j2" %}{% block header %}<h1>House style</h1>'
            "{% endblock %}",
            encoding="utf-8",
        )
        (tmp_path / "page.css").write_text("body { color: navy }", encoding="utf-8")
        page = read(render_index(report, {}, templates=tmp_path))
        assert one_line(page.query("h1")[0]) == "House style"
        assert words(page.query("style")[0]) == "body { color: navy }"
        assert page.query("tr[data-triage]")
        assert one_line(read(render_index(report, {})).query("h1")[0]) == "medlint report"

    def test_so_it_can_for_the_pages_of_articles(self, article: FileResult, tmp_path: Path) -> None:
        (tmp_path / "article.html.j2").write_text(
            '{% extends "medlint/article.html.j2" %}{% block header %}<p class="house">'
            "{{ article.title }}</p>{{ super() }}{% endblock %}",
            encoding="utf-8",
        )
        (tmp_path / "page.html.j2").write_text(
            "<html><head><title>Ours</title></head><body>"
            "{% block header %}{% endblock %}{% block main %}{% endblock %}</body></html>",
            encoding="utf-8",
        )
        page = read(render_article(article, TOOL, templates=tmp_path))
        assert one_line(page.query("p.house")[0]) == "Can turmeric help with type 2 diabetes?"
        assert words(page.query("title")[0]) == "Ours"
        assert page.query("mark")

    @pytest.mark.parametrize(
        ("text", "message"),
        [
            pytest.param("{% if %}", r"index\.html\.j2:1: the template does not work", id="broken"),
            pytest.param("{{ nonsense }}", "'nonsense' is undefined", id="no such value"),
            pytest.param('{% extends "gone.j2" %}', "gone.j2", id="no such template"),
        ],
    )
    def test_a_broken_one_is_named(
        self, report: Report, tmp_path: Path, text: str, message: str
    ) -> None:
        (tmp_path / "index.html.j2").write_text(text, encoding="utf-8")
        with pytest.raises(UsageError, match=message):
            render_index(report, {}, templates=tmp_path)
