from __future__ import annotations

from collections.abc import Callable

import pytest

from medlint.document import Document, Format, InlineKind
from medlint.finding import Finding
from medlint.formats.markdown import LONGEST, render
from medlint.parsing import parse
from medlint.report import NOTICE, FileResult, Report

LIMIT_OF_A_COMMENT = 65_536


def read(text: str) -> Document:
    return parse(text, path="comment.md", format=Format.MARKDOWN)


def test_a_run_as_printed(report: Report, snapshot: Callable[[str, str], None]) -> None:
    snapshot("run.md", render(report, show_hidden=True))


def test_what_needs_a_hand_comes_first_and_clean_files_are_counted(report: Report) -> None:
    rows = [line for line in render(report).splitlines() if line.startswith("| drafts")]
    assert rows == [
        "| drafts/scan.html | not checked | | |",
        "| drafts/sommeil.md | not checked | | |",
        "| drafts/turmeric.md | 5 | 5 | 1 |",
        "| drafts/schlaf/größe &amp; co.md | 1 | 1 | 0 |",
    ]


def test_a_clean_run_is_two_lines_and_the_notice(
    make_report: Callable[..., Report], make_result: Callable[..., FileResult]
) -> None:
    text = render(make_report(make_result("a.md", "Wash your hands.\n")))
    assert text.startswith("### medlint: 0 errors, 0 warnings, 0 notes\n\n1 file checked, ")
    assert "|" not in text
    assert NOTICE in text


def test_no_text_acts_as_markup(hostile_report: Report) -> None:
    text = render(hostile_report, show_hidden=True)
    for tag in ("<script", "<img", "</p>", "[link]("):
        assert tag not in text
    kinds = {inline.kind for block in read(text).blocks for inline in block.inlines}
    assert InlineKind.LINK not in kinds


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        pytest.param("ask @someone", "ask @\u200bsomeone", id="mention"),
        pytest.param("see #12", "see #\u200b12", id="issue"),
        pytest.param("https://example.org", "https:\u200b//example.org", id="link"),
        pytest.param("*very* _sure_", r"\*very\* \_sure\_", id="emphasis"),
        pytest.param("12. March", r"12\. March", id="list"),
        pytest.param("a | b", r"a \| b", id="table"),
    ],
)
def test_signs_are_read_as_they_stand(
    make_report: Callable[..., Report],
    make_result: Callable[..., FileResult],
    make_fault: Callable[..., Finding],
    words: str,
    shown: str,
) -> None:
    source = "A cure.\n"
    fault = make_fault(source, "cure", "guarantee", words)
    assert f" {shown}\n" in render(make_report(make_result("a.md", source, fault)))


def test_a_long_report_fits_into_a_comment_and_says_what_is_left_out(
    make_report: Callable[..., Report],
    make_result: Callable[..., FileResult],
    make_fault: Callable[..., Finding],
) -> None:
    source = "A cure for all.\n"
    faults = [make_fault(source, "cure", "guarantee", f"message {n} " * 20) for n in range(8)]
    results = [make_result(f"drafts/{n:04}.md", source, *faults) for n in range(1_000)]
    text = render(make_report(*results))
    assert LONGEST // 2 < len(text) < LIMIT_OF_A_COMMENT
    assert "more articles not shown here: see the full report." in text
    assert "| … " in text
