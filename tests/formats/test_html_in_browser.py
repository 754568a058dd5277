"""The pages as people meet them: in a browser, with the network off."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, Protocol

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Dialog, FloatRect, Page, sync_playwright

from medlint.finding import Finding
from medlint.formats.html import pages, render, render_article, render_index
from medlint.report import FileResult, Report, Tool, summarise

pytestmark = pytest.mark.system("chromium")

TOOL = Tool(version="0.1.0", rules_digest="9c11", model="m 3.8.0", as_of="2026-11-20")
Scheme = Literal["light", "dark"]
WIDE, NARROW = 1280, 360
LIGHT_PAPER, DARK_PAPER, WHITE = "rgb(252, 251, 248)", "rgb(23, 25, 28)", "rgb(255, 255, 255)"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        # The sandbox needs rights that a container does not give; the pages run nothing anyway.
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        yield browser
        browser.close()


@dataclass
class Visit:
    """A page in the browser, with what it said and asked for since."""

    page: Page
    said: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    def ask(self, program: str, argument: object = None) -> Any:
        return self.page.evaluate(program, argument)

    def box(self, selector: str) -> FloatRect:
        box = self.page.locator(selector).first.bounding_box()
        assert box is not None, selector
        return box

    def refuse(self, dialog: Dialog) -> None:
        self.said.append(dialog.message)
        dialog.dismiss()


class Open(Protocol):
    def __call__(self, name: str, *, scheme: Scheme = "light", width: int = WIDE) -> Visit: ...


@pytest.fixture
def visit(browser: Browser, folder: Path) -> Iterator[Open]:
    """Open a page as a reader would, taking note of everything that happens besides."""
    with ExitStack() as stack:

        def open_page(name: str, *, scheme: Scheme = "light", width: int = WIDE) -> Visit:
            context = browser.new_context(
                offline=True,
                color_scheme=scheme,
                viewport={"width": width, "height": 800},
                reduced_motion="reduce",
            )
            stack.callback(context.close)
            there = Visit(context.new_page())
            there.page.on("console", lambda message: there.said.append(message.text))
            there.page.on("pageerror", lambda error: there.said.append(str(error)))
            there.page.on("dialog", there.refuse)
            there.page.on("request", lambda request: there.asked.append(request.url))
            there.page.goto((folder / f"{name}.html").as_uri())
            return there

        yield open_page


@pytest.fixture(scope="module")
def folder(
    tmp_path_factory: pytest.TempPathFactory,
    article: FileResult,
    hostile: FileResult,
    report: Report,
) -> Path:
    """Every page that a run can give."""
    folder = tmp_path_factory.mktemp("pages")
    for name, text in pages(report, show_hidden=True):
        (folder / name).write_text(text, encoding="utf-8")
    named = {
        "article": render_article(
            article, TOOL, show_hidden=True, index="index.html", copy="article.docx"
        ),
        "hostile": render_article(hostile, TOOL, show_hidden=True),
        "report": render(report, show_hidden=True),
    }
    for name, text in named.items():
        (folder / f"{name}.html").write_text(text, encoding="utf-8")
    return folder


NAMES = ["article", "hostile", "index", "report"]


@pytest.mark.parametrize("name", NAMES)
def test_a_page_asks_for_nothing_and_complains_of_nothing(
    visit: Open, folder: Path, name: str
) -> None:
    there = visit(name)
    assert there.said == []
    assert there.asked == [(folder / f"{name}.html").as_uri()]
    assert there.ask("document.scripts.length") == 1
    assert there.ask("document.images.length") == 0
    # The policy lets the style sheet in, and it alone.
    assert there.ask("getComputedStyle(document.body).backgroundColor") == LIGHT_PAPER
    there.ask("document.body.insertAdjacentHTML('beforeend', '<b id=new style=color:red>x</b>')")
    there.ask(
        "document.body.append(Object.assign(document.createElement('script'), "
        "{textContent: 'window.ran = 1'}))"
    )
    assert there.ask("window.ran") is None
    assert there.ask("getComputedStyle(document.getElementById('new')).color") == "rgb(34, 38, 43)"


def test_marks_hold_the_words_of_the_findings(visit: Open) -> None:
    there = visit("article")
    marked = there.ask(
        """() => Object.fromEntries([...document.querySelectorAll('.card[id]')].map(card => [
            card.querySelector('.rule').textContent,
            [...document.querySelectorAll('mark')].filter(
                mark => mark.dataset.findings.split(' ').includes(card.id.slice(1))
            ).map(mark => mark.textContent).join('')]))"""
    )
    assert marked == {
        "class-caveat": "",
        "reversal-verb": "reverses diabetes",
        "guarantee": "diabetes in as little as six weeks",
        "absolute-safety": "no side effects at all",
        "dropped-term": "known as can",
        "vague-attribution": "Studies show",
        "relative-risk-alone": "18 %.3",
        "error-prone-abbreviation": "q.d.",
        "decimal-dose": ".5 g",
        "stop-medication": "threw out my metformin",
        "suppression-without-reason": "medlint-ignore-next-line guarantee",
    }


def test_the_browser_reads_the_hostile_article_as_it_is_written(
    visit: Open, hostile: FileResult
) -> None:
    there = visit("hostile")
    shown = there.ask("[...document.querySelectorAll('[data-block]')].map(e => e.textContent)")
    assert hostile.document is not None
    assert [
        text.replace("␛", "\x1b").replace("␇", "\x07").replace("�", "\x9b") for text in shown
    ] == [block.text for block in hostile.document.blocks]


def test_the_number_in_the_text_leads_to_the_finding_and_back(visit: Open) -> None:
    there = visit("article", width=NARROW)
    seen = "selector => { const r = document.querySelector(selector).getBoundingClientRect(); "
    seen += "return r.top >= 0 && r.bottom <= innerHeight }"
    there.page.locator("a.ref[href='#f10']").click()
    assert there.ask("location.hash") == "#f10"
    assert there.ask(seen, "#f10")
    there.ask("scrollTo(0, 0)")
    there.page.locator("#f10 a.number").click(force=True)
    assert there.ask("location.hash") == "#m10"
    assert there.ask(seen, "#m10 mark")
    outline = "getComputedStyle(document.querySelector('#m10 mark')).outlineStyle"
    assert there.ask(outline) == "solid"


def test_the_index_leads_to_an_article_and_back(visit: Open) -> None:
    there = visit("index")
    there.page.get_by_role("link", name="Can turmeric help").click()
    assert there.page.locator("h1").inner_text() == "drafts/turmeric.md"
    there.page.get_by_role("link", name="All articles").click()
    assert there.page.locator("h1").inner_text() == "medlint report"
    assert there.said == []


def faults(there: Visit) -> list[tuple[str, str]]:
    """What axe-core finds wrong with a page as it stands."""
    found = Axe().run(there.page).response["violations"]
    return [(fault["id"], fault["nodes"][0]["html"]) for fault in found]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", NAMES)
def test_a_page_is_accessible(visit: Open, name: str, scheme: Scheme) -> None:
    assert faults(visit(name, scheme=scheme)) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_an_article_in_use_is_accessible(visit: Open, scheme: Scheme, width: int) -> None:
    there = visit("article", scheme=scheme, width=width)
    there.page.get_by_label("notes").uncheck()
    there.page.get_by_label("Category").select_option("certainty")
    for key in ("Escape", "j", "o"):
        there.page.keyboard.press(key)
    there.page.locator("details").first.evaluate("each => { each.open = true }")
    assert there.page.locator(".card.current").count() == 1
    assert faults(there) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_an_index_in_use_is_accessible(visit: Open, scheme: Scheme) -> None:
    there = visit("index", scheme=scheme)
    there.page.get_by_label("Words").fill("turmeric")
    assert there.page.locator(".search output").inner_text() == "1 of 3 articles listed"
    assert faults(there) == []
    there.page.get_by_label("Words").fill("no such words")
    assert there.page.locator(".search output").inner_text() == "0 of 3 articles listed"
    assert faults(there) == []


@pytest.mark.parametrize("name", NAMES)
def test_a_page_fits_a_narrow_screen(visit: Open, name: str) -> None:
    there = visit(name, width=NARROW)
    assert there.ask("document.documentElement.scrollWidth <= innerWidth")


def test_the_page_follows_the_scheme_of_the_reader(visit: Open) -> None:
    there = visit("article", scheme="dark")
    assert there.ask("getComputedStyle(document.body).backgroundColor") == DARK_PAPER


def test_findings_stand_in_the_margin_beside_their_text(visit: Open) -> None:
    there = visit("article")
    for number, block in (("2", "1"), ("8", "4"), ("9", "8"), ("10", "17")):
        text, card = there.box(f"[data-block='{block}']"), there.box(f"#f{number}")
        assert card["x"] >= text["x"] + text["width"]
        assert abs(card["y"] - text["y"]) < 100


def test_on_a_narrow_screen_findings_stand_below_their_text(visit: Open) -> None:
    there = visit("article", width=NARROW)
    text, card, after = (there.box(s) for s in ("[data-block='1']", "#f2", "[data-block='2']"))
    assert text["y"] + text["height"] <= card["y"]
    assert card["y"] + card["height"] <= after["y"]
    assert card["x"] < text["x"] + 50


def test_cards_never_cover_one_another(visit: Open) -> None:
    for width in (WIDE, NARROW):
        there = visit("article", width=width)
        boxes = there.ask(
            """() => [...document.querySelectorAll('.stretch .card, .stretch [data-block]')]
                .map(e => e.getBoundingClientRect()).map(r => [r.x, r.y, r.right, r.bottom])"""
        )
        inside = [
            (one, other)
            for at, one in enumerate(boxes)
            for other in boxes[at + 1 :]
            if one[0] < other[2] - 1 and other[0] < one[2] - 1
            if one[1] < other[3] - 1 and other[1] < one[3] - 1
        ]
        assert inside == []


@pytest.mark.parametrize("name", ["article", "index"])
def test_a_page_prints(visit: Open, name: str) -> None:
    there = visit(name, scheme="dark")
    there.page.emulate_media(media="print")
    assert there.ask("getComputedStyle(document.body).backgroundColor") == WHITE
    assert there.page.pdf(format="A4", print_background=False).startswith(b"%PDF-")
    if name == "article":
        text, card = there.box("[data-block='1']"), there.box("#f2")
        assert text["y"] + text["height"] <= card["y"]
        shade = "getComputedStyle(document.querySelector('mark')).printColorAdjust"
        assert there.ask(shade) == "exact"


SHOWN = """() => [...document.querySelectorAll('.card[data-rule]')]
    .filter(card => card.offsetParent).map(card => card.dataset.rule)"""


def test_findings_are_filtered_by_severity_category_and_rule(visit: Open) -> None:
    there = visit("article")
    everything = there.ask(SHOWN)
    assert len(everything) == 11
    there.page.get_by_label("errors").uncheck()
    assert len(there.ask(SHOWN)) == 6
    assert there.page.locator(".filters output").inner_text() == "6 of 11 findings shown"
    there.page.get_by_label("Category").select_option("evidence")
    assert there.ask(SHOWN) == ["vague-attribution"]
    off = "[...document.querySelectorAll('mark:not(.off)')].map(m => m.textContent)"
    assert there.ask(off) == ["Studies show"]
    there.page.get_by_role("button", name="Show all").click()
    there.page.wait_for_function("document.querySelectorAll('.card[hidden]').length === 0")
    there.page.locator("select[name=rule]").select_option("decimal-dose")
    assert there.ask(SHOWN) == ["decimal-dose"]


def test_keys_go_from_finding_to_finding_and_say_why(visit: Open) -> None:
    there = visit("article")
    current = "document.activeElement.closest('.card')?.id ?? null"
    visited = []
    for key in "jjjk":
        there.page.keyboard.press(key)
        visited.append(there.ask(current))
    assert visited == ["f1", "f2", "f3", "f2"]
    inside = "() => { const r = document.querySelector('#m2 mark').getBoundingClientRect(); "
    inside += "return r.top >= 0 && r.bottom <= innerHeight }"
    assert there.ask(inside)
    why = there.page.locator("#f2 details dl")
    assert not why.is_visible()
    there.page.keyboard.press("o")
    assert why.is_visible()
    there.page.keyboard.press("k")
    there.page.keyboard.press("k")
    assert there.ask(current) == "f11"


def test_print_shows_every_finding_with_its_why(visit: Open) -> None:
    there = visit("article")
    there.page.get_by_label("errors").uncheck()
    there.page.emulate_media(media="print")
    assert len(there.ask(SHOWN)) == 11
    assert there.page.locator("#f2 details dl").bounding_box() is not None
    assert not there.page.locator(".filters").is_visible()


def test_a_page_reads_without_a_script(browser: Browser, folder: Path) -> None:
    context = browser.new_context(offline=True, java_script_enabled=False)
    page = context.new_page()
    page.goto((folder / "article.html").as_uri())
    assert not page.locator("form.filters").is_visible()
    assert page.locator("#f2 .message").is_visible()
    page.locator("#f2 summary").click()
    assert page.locator("#f2 details dl").is_visible()
    context.close()


def test_a_thousand_articles_are_searched_at_once(
    visit: Open,
    folder: Path,
    make_result: Callable[..., FileResult],
    make_fault: Callable[..., Finding],
) -> None:
    source = "# An article about tea\n\nTea cures all.\n"
    fault = make_fault(source, "cures", "reversal-verb", "message")
    results = [
        make_result(f"drafts/{n:04}.md", source, *([fault] if n % 3 else [])) for n in range(1000)
    ]
    made = Report(TOOL, tuple(results), summarise(results))
    (folder / "many.html").write_text(render_index(made, {}), encoding="utf-8")
    there = visit("many")
    listed = there.page.locator(".search output")
    assert listed.inner_text() == "1000 of 1000 articles listed"
    spent = there.ask(
        """() => { const words = document.querySelector('[name=words]'), start = performance.now();
        words.value = '0042'; words.dispatchEvent(new Event('input', {bubbles: true}));
        document.body.offsetHeight; return performance.now() - start }"""
    )
    assert listed.inner_text() == "1 of 1000 articles listed"
    assert spent < 500
    there.page.get_by_label("Words").fill("")
    there.page.get_by_label("To do").select_option("clear")
    assert listed.inner_text() == "334 of 1000 articles listed"
