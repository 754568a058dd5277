"""Holes are made where it is said, always the same ones, and counted where they are touched."""

import datetime as dt
import json
from pathlib import Path

import pytest

from medlint import runner
from medlint.finding import Severity
from medlint.plan import Plan
from medlint.report import FileResult
from medlint.text import Span
from tools.bench.dropped import (
    LEVELS,
    RULES,
    Hole,
    Outcome,
    held_out,
    in_pages,
    in_sentences,
    is_after_function_word,
    is_scar,
    outcomes,
    pieces,
    sample,
    touches,
)
from tools.bench.trusted import Text

BROKEN = "<p>A condition known as <dfn>glare</dfn> can develop.</p>"
WHOLE = "<p>Our <a href='x'>clinic</a> staff work on Sunday. They live near.</p>"


@pytest.fixture(scope="module")
def engine() -> runner.Engine:
    return runner.prepare(Plan(root=Path.cwd(), as_of=dt.date(2026, 11, 1), select=tuple(RULES)))


@pytest.mark.parametrize(
    ("start", "end", "touched"),
    [
        pytest.param(10, 12, True, id="across"),
        pytest.param(3, 8, True, id="three-before"),
        pytest.param(3, 7, False, id="four-before"),
        pytest.param(15, 20, True, id="three-behind"),
        pytest.param(16, 20, False, id="four-behind"),
    ],
)
def test_a_finding_is_at_the_hole_or_near_it(start: int, end: int, *, touched: bool) -> None:
    assert touches([Span(start, end)], Span(11, 12)) is touched


def test_one_element_with_words_of_each_paragraph_is_a_hole() -> None:
    source = (
        f"<h2><dfn>Sight</dfn></h2>{BROKEN}"
        "<p><a href='x'>Alone</a></p><p>No term.</p><p>An <dfn></dfn> empty one.</p>"
        "<p>First <dfn>one</dfn> and <a href='x'>two</a> and <abbr>three</abbr>.</p>"
    )
    first, second = pieces(source)
    assert first.words.of(source) == "glare"
    assert first.element.of(source) == "<dfn>glare</dfn>"
    assert second.words.of(source) in {"one", "two"}
    assert list(pieces(source)) == [first, second]


def test_a_sample_is_spread_over_the_texts_and_always_the_same() -> None:
    texts = [Text(f"{number}.html", BROKEN + WHOLE, 0) for number in range(20)]
    chosen = sample(texts, 20)
    assert sum(len(found) for found in chosen.values()) == 20
    assert len(chosen) > 8
    assert sample(reversed(texts), 20) == chosen
    assert sum(len(found) for found in sample(texts, 99).values()) == 40


@pytest.mark.parametrize(
    ("text", "place", "hole", "function", "scar"),
    [
        pytest.param("Ask the of it.", 8, Hole("the", "o"), True, False, id="before-a-word"),
        pytest.param("Ask the.", 7, Hole("the", "."), True, True, id="before-a-stop"),
        pytest.param("Iron,, zinc.", 5, Hole(",", ","), False, True, id="in-a-list"),
        pytest.param("Take now.", 5, Hole("take", "n"), False, False, id="behind-a-verb"),
        pytest.param("is small.", 0, Hole("", "i"), False, False, id="in-front"),
    ],
)
def test_holes_are_told_apart(
    text: str, place: int, hole: Hole, *, function: bool, scar: bool
) -> None:
    found = Hole.at(text, place)
    assert found == hole
    assert (is_after_function_word(found), is_scar(found)) == (function, scar)


def test_holes_and_intact_sentences_are_counted(engine: runner.Engine) -> None:
    seen: list[str] = []

    def lint(text: Text) -> FileResult:
        seen.append(text.source)
        return runner.lint_text(engine, text.source, text.path)

    page = Text("a.html", f"{BROKEN}{WHOLE}<p>The risk of is high.</p>", 0)
    unwanted = Text("b.html", BROKEN, 0)
    linted = [(one, lint(one)) for one in (page, unwanted)]
    seen.clear()
    figures = list(in_pages(linted, lint, "Tea", lambda path: path == "a.html"))
    assert seen == [
        page.source.replace("glare", "").replace("clinic", ""),
        page.source.replace("<dfn>glare</dfn>", "").replace("<a href='x'>clinic</a>", ""),
    ]
    told = {figure.name: (figure.value, figure.data) for figure in figures}
    assert told["terms dropped tags left, recall, likely or possible"] == (1.0, "Tea, 2 paragraphs")
    assert told["terms dropped without a trace, recall, likely"] == (0.5, "Tea, 2 paragraphs")
    assert told["terms dropped without a trace, recall behind a function word, likely"] == (
        0.5,
        "Tea, 2 paragraphs, 2 of them",
    )
    assert told["intact sentences flagged as having lost a term, likely, per 1,000"] == (
        250.0,
        "Tea, 4 sentences of paragraphs",
    )


def test_what_cannot_be_checked_has_no_holes() -> None:
    unread = FileResult("a.html")
    figures = list(in_pages([(Text("a.html", "<p>None.</p>", 0), unread)], lambda _: unread, "Tea"))
    assert figures
    assert all(figure.value is None for figure in figures)


def test_sentences_are_flagged_at_their_hole_only(engine: runner.Engine, tmp_path: Path) -> None:
    rows = [
        {"doc": "a", "dropped": "A condition known as can develop at night.", "hole": 20},
        {"doc": "b", "dropped": "A condition known as can develop at night.", "hole": 41},
        {"doc": "c", "dropped": "A condition known to all can develop.", "hole": 20},
        {"doc": "d", "dropped": "Das ist ein Satz und kein englischer.", "hole": 3},
    ]
    path = tmp_path / "holes.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))

    def lint(text: Text) -> FileResult:
        return runner.lint_text(engine, text.source, text.path)

    assert list(outcomes(path, "dropped", lint)) == [
        Outcome("a", Severity.ERROR, Hole("as", "c")),
        Outcome("b", None, Hole("night", ".")),
        Outcome("c", None, Hole("to", "a")),
    ]
    whole = tmp_path / "whole.jsonl"
    whole.write_text(json.dumps({"doc": "a", "text": rows[0]["dropped"]}) + "\n")
    assert list(outcomes(whole, "text", lint)) == [Outcome("a", Severity.ERROR)]


def test_half_of_the_documents_are_reported() -> None:
    docs = [f"page-{number}" for number in range(200)]
    kept = [doc for doc in docs if held_out(doc)]
    tuned = [doc for doc in docs if not held_out(doc)]
    assert 70 < len(kept) < 130
    of, the = Hole("of", "i"), Hole("the", ".")
    broken = [Outcome(kept[0], Severity.ERROR, of), Outcome(kept[1], Severity.WARNING, the)]
    intact = [Outcome(kept[0], Severity.WARNING), *[Outcome(kept[0], None)] * 3]
    figures = in_sentences(
        [*broken, Outcome(tuned[0], None, of)], [*intact, Outcome(tuned[0], Severity.ERROR)]
    )
    told = {figure.name: figure.value for figure in figures}
    assert told == {
        "terms dropped without a trace, recall, likely": 0.5,
        "terms dropped without a trace, recall behind a function word, likely": 0.5,
        "terms dropped without a trace, recall of scars, likely": 0.0,
        "terms dropped without a trace, recall, likely or possible": 1.0,
        "terms dropped without a trace, recall behind a function word, likely or possible": 1.0,
        "terms dropped without a trace, recall of scars, likely or possible": 1.0,
        "intact sentences flagged as having lost a term, likely, per 1,000": 0.0,
        "intact sentences flagged as having lost a term, likely or possible, per 1,000": 250.0,
    }
    assert [level.mildest for level in LEVELS] == [Severity.ERROR, Severity.NOTE]
