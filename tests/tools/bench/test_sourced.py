"""Pairs are made of sentences with no source left in reach, and counted on both sides."""

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest

from medlint import runner
from medlint.document import Format
from medlint.parsing import parse
from medlint.plan import Plan
from medlint.report import FileResult
from tools.bench.cuts import cut
from tools.bench.sourced import Pair, citations, pairs
from tools.bench.trusted import Text

CITED = "About 40% of adults sleep badly (Lee &amp; Roe, 2021)."
CUT = "About 40% of adults sleep badly."


def found(*paragraphs: str) -> tuple[str, list[Pair]]:
    source = "".join(f"<p>{paragraph}</p>\n" for paragraph in paragraphs)
    return source, list(pairs(parse(source, path="a.html", format=Format.HTML)))


def test_a_pair_is_at_its_place_in_the_source() -> None:
    source, (pair,) = found("Sleep matters.", f"They asked. {CITED} It is <em>worse</em> in June.")
    assert pair.sentence.of(source) == CITED
    assert [c.of(source) for c in pair.citations] == [" (Lee &amp; Roe, 2021)"]


def test_citations_beside_the_sentence_are_cut_too() -> None:
    beside = "Tea is hot (Ray, 2020). {} Ice is cold (Poe, 2019). Air is thin (Fox, 2018)."
    source, (pair,) = found(beside.format(CITED))
    assert [c.of(source) for c in pair.citations] == [
        " (Ray, 2020)",
        " (Lee &amp; Roe, 2021)",
        " (Poe, 2019)",
    ]
    assert cut(source, pair.citations) == (
        f"<p>Tea is hot. {CUT} Ice is cold. Air is thin (Fox, 2018).</p>\n"
    )


@pytest.mark.parametrize(
    ("paragraph", "count"),
    [
        pytest.param(CITED, 1, id="alone"),
        pytest.param(f"{CITED} It is worse, Roe (2020) says.", 0, id="a-source-behind"),
        pytest.param(f"According to a board, tea is hot. {CITED}", 0, id="a-source-before"),
        pytest.param(f"{CITED} <a href='https://a.org'>Read on</a> here.", 0, id="a-link-follows"),
        pytest.param(
            f"{CITED} It is worse in June. It is better in May (Roe, 2020).", 1, id="out-of-reach"
        ),
        pytest.param("Adults often sleep badly (Lee, 2021).", 0, id="no-number"),
        pytest.param("Adults sleep badly (Lee, 2021), 40% of them.", 0, id="number-behind"),
        pytest.param("Adults slept badly 2 in 2021 (Lee, 2021).", 0, id="a-year"),
        pytest.param("The AHA reports that 40% sleep badly (Lee, 2021).", 0, id="named-in-words"),
        pytest.param("One in five sleeps badly (Lee, 2021).", 1, id="in-words"),
        pytest.param("About 40% sleep badly (<em>Lee</em>, 2021).", 0, id="markup-inside"),
        pytest.param("About 40% sleep badly (see the table).", 0, id="no-citation"),
    ],
)
def test_only_a_source_that_stands_alone_is_removed(paragraph: str, count: int) -> None:
    assert len(found(paragraph)[1]) == count


def test_one_pair_a_block() -> None:
    far = "Tea is hot. Tea is wet. Tea is good."
    assert len(found(f"{CITED} {far} {CITED}", CITED)[1]) == 2


def test_both_sides_are_counted() -> None:
    engine = runner.prepare(
        Plan(root=Path.cwd(), as_of=dt.date(2026, 11, 1), select=("unsourced-number",))
    )
    seen: list[str] = []

    def lint(text: Text) -> FileResult:
        seen.append(text.source)
        return runner.lint_text(engine, text.source, text.path)

    unread = "At 40% sleep is bad (Lee, 2021)."
    page = Text("a.html", f"<p>{CITED}</p><p>{unread}</p>", 0)
    bare = Text("b.html", f"<p>{CUT}</p>", 0)
    linted = [(text, lint(text)) for text in (page, bare)]
    seen.clear()
    kept, gone = citations(linted, lint, "Tea")
    assert seen == [f"<p>{CUT}</p><p>At 40% sleep is bad.</p>"]
    assert (kept.value, kept.met, kept.data) == (1.0, True, "Tea, 2 pairs")
    assert (gone.value, gone.met) == (0.5, False)
    cited = Text("c.html", f"<p>{CITED}</p>", 0)
    loud = replace(lint(cited), findings=linted[1][1].findings)
    assert [figure.value for figure in citations([(cited, loud)], lint, "Tea")] == [0.0, 1.0]
