from __future__ import annotations

import io
import re
import sys
import unicodedata
from collections.abc import Callable

import pytest

from medlint.finding import Finding, Replacement, Severity
from medlint.formats.text import render, render_file, render_summary, wants_color
from medlint.report import NOTICE, FileResult, Report, Summary, Tool
from medlint.text import Span

Snapshot = Callable[[str, str], None]
CODES = re.compile(r"\x1b\[[0-9;]*m")


def test_a_run_as_printed(report: Report, snapshot: Snapshot) -> None:
    snapshot("run.txt", render(report, width=88))


def test_a_run_with_what_is_not_reported(report: Report, snapshot: Snapshot) -> None:
    snapshot("run-hidden-narrow.txt", render(report, show_hidden=True, width=60))


def test_a_run_in_color(report: Report, snapshot: Snapshot) -> None:
    snapshot("run-color.txt", render(report, color=True, width=88))


def test_a_hostile_run(hostile_report: Report, snapshot: Snapshot) -> None:
    snapshot("hostile.txt", render(hostile_report, show_hidden=True, width=88))


def test_color_adds_codes_and_nothing_else(report: Report) -> None:
    colored = render(report, color=True, show_hidden=True)
    assert CODES.sub("", colored) == render(report, show_hidden=True)


@pytest.mark.parametrize("color", [pytest.param(True, id="color"), pytest.param(False, id="plain")])
def test_nothing_of_the_article_reaches_the_terminal_as_a_command(
    hostile_report: Report, *, color: bool
) -> None:
    text = render(hostile_report, show_hidden=True, color=color)
    text = CODES.sub("", text) if color else text
    assert {char for char in text if unicodedata.category(char) in {"Cc", "Cf", "Cs"}} == {"\n"}


def test_no_line_but_the_header_and_single_words_is_wider_than_the_terminal(
    report: Report,
) -> None:
    wide = [line for line in render(report, width=50).splitlines()[:-3] if len(line) > 50]
    assert [line for line in wide if not re.match(r"drafts/\S", line)] == []


def test_a_clean_file_is_silent(make_result: Callable[..., FileResult]) -> None:
    assert render_file(make_result("a.md", "All is well.")) == ""


def test_files_print_one_by_one_as_they_do_together(report: Report) -> None:
    streamed = "".join(render_file(result) for result in report.files)
    assert render(report) == streamed + render_summary(report.summary, report.tool)


def test_a_header_is_path_line_column_rule_severity_message(
    make_result: Callable[..., FileResult], make_fault: Callable[..., Finding]
) -> None:
    source = "One.\n\nIt cures diabetes.\n"
    finding = make_fault(
        source, "cures", "reversal-verb", "promises an outcome.", severity=Severity.NOTE
    )
    header = render_file(make_result("a/b c.md", source, finding)).splitlines()[0]
    assert header == "a/b c.md:3:4 reversal-verb note promises an outcome."


def test_a_finding_about_the_whole_article_has_no_frame(
    make_result: Callable[..., FileResult], make_fault: Callable[..., Finding]
) -> None:
    finding = make_fault("Words.", "", "class-caveat", "No harm is named.", advice="Name it.")
    assert render_file(make_result("a.md", "Words.", finding)) == (
        "a.md:1:1 class-caveat error No harm is named.\n  = write instead: Name it.\n\n"
    )


@pytest.mark.parametrize(
    ("span", "text", "expected"),
    [
        pytest.param(Span(3, 7), "once a day", "= fix: “q.d.” → “once a day”", id="replace"),
        pytest.param(Span(2, 7), "", "= fix: “ q.d.” → “”", id="delete"),
        pytest.param(Span(7, 7), "!", "= fix: “” → “!”", id="insert"),
    ],
)
def test_a_fix_says_what_becomes_of_what(
    make_result: Callable[..., FileResult],
    make_fault: Callable[..., Finding],
    span: Span,
    text: str,
    expected: str,
) -> None:
    source = "1g q.d."
    finding = make_fault(source, "q.d.", "dose", "m", fix=(Replacement(span, text),))
    assert expected in render_file(make_result("a.md", source, finding))


def test_a_fix_that_is_not_safe_says_so(
    make_result: Callable[..., FileResult], make_fault: Callable[..., Finding]
) -> None:
    source = "A shot of 2 cc SQ."
    fix = (Replacement(Span(15, 17), "under the skin"),)
    finding = make_fault(source, "SQ", "dose", "m", fix=fix, fix_is_safe=False)
    text = render_file(make_result("a.md", source, finding))
    assert " = fix: “SQ” → “under the skin” (look at it first)\n" in text


@pytest.mark.parametrize(
    ("summary", "expected"),
    [
        pytest.param(
            Summary(files=1, checked=1),
            "1 file checked, 0 not checked, 0 excluded: 0 errors, 0 warnings, 0 notes; "
            "0 suppressed, 0 baselined, 0 accepted, 0 filtered",
            id="one clean file",
        ),
        pytest.param(
            Summary(2, 1, 1, 3, 1, 1, 1, 4, 5, 6, 7),
            "1 file checked, 1 not checked, 3 excluded: 1 error, 1 warning, 1 note; "
            "4 suppressed, 5 baselined, 6 accepted, 7 filtered",
            id="one of each",
        ),
    ],
)
def test_the_closing_lines(summary: Summary, expected: str) -> None:
    tool = Tool(version="1.2", rules_digest="abc", model="m 3.8", as_of="2026-01-31")
    assert render_summary(summary, tool).splitlines() == [
        "medlint 1.2, rules abc, model m 3.8, as of 2026-01-31",
        f"{expected}. {NOTICE}",
    ]


@pytest.mark.parametrize(
    ("summary", "code"),
    [
        pytest.param(Summary(error=1, warning=1), "1;31", id="errors"),
        pytest.param(Summary(failed=1), "1;31", id="unchecked files"),
        pytest.param(Summary(warning=1, note=1), "1;33", id="warnings"),
        pytest.param(Summary(note=1), "1", id="notes"),
        pytest.param(Summary(), "1", id="nothing, which is not approval"),
    ],
)
def test_the_counts_wear_the_color_of_the_worst(summary: Summary, code: str) -> None:
    tool = Tool(version="1.2", rules_digest="abc", model="m 3.8", as_of="2026-01-31")
    assert f"\n\x1b[{code}m" in render_summary(summary, tool, color=True)


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("stream", "environ", "expected"),
    [
        pytest.param(Terminal(), {"TERM": "xterm"}, True, id="terminal"),
        pytest.param(io.StringIO(), {"TERM": "xterm"}, False, id="pipe"),
        pytest.param(Terminal(), {"TERM": "dumb"}, False, id="dumb terminal"),
        pytest.param(Terminal(), {"TERM": "xterm", "NO_COLOR": "1"}, False, id="NO_COLOR"),
        pytest.param(Terminal(), {"TERM": "xterm", "NO_COLOR": ""}, True, id="empty NO_COLOR"),
        pytest.param(io.StringIO(), {"FORCE_COLOR": "1"}, True, id="FORCE_COLOR"),
        pytest.param(
            Terminal(),
            {"FORCE_COLOR": "1", "NO_COLOR": "1"},
            False,
            id="NO_COLOR beats FORCE_COLOR",
        ),
    ],
)
def test_wants_color(stream: io.StringIO, environ: dict[str, str], *, expected: bool) -> None:
    assert wants_color(stream, environ) is expected


def test_a_bare_windows_console_gets_no_color(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    assert not wants_color(Terminal(), {})
    assert wants_color(Terminal(), {"WT_SESSION": "1"})
