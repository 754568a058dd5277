from __future__ import annotations

import re
from collections.abc import Callable

from medlint.formats.github import render
from medlint.report import Report

COMMAND = re.compile(r"::(error|warning|notice) [^:]*::.+")


def test_a_run_as_printed(report: Report, snapshot: Callable[[str, str], None]) -> None:
    snapshot("run.github.txt", render(report, show_hidden=True))


def test_each_finding_is_one_command_at_its_place(report: Report) -> None:
    *commands, counts = render(report).splitlines()
    assert all(map(COMMAND.fullmatch, commands))
    assert len(commands) == 15
    assert commands[0].startswith("::error file=drafts/scan.html,title=not checked (decode)::")
    assert any(
        command.startswith(
            "::error file=drafts/schlaf/größe & co.md,line=3,endLine=3,col=50,endColumn=64,"
            "title=reversal-verb::"
        )
        for command in commands
    )
    assert counts.startswith("3 files checked, 2 not checked, 2 excluded: ")


def test_no_text_becomes_a_command_of_its_own(hostile_report: Report) -> None:
    *commands, counts = render(hostile_report, show_hidden=True).splitlines()
    assert len(commands) == 6
    assert all(map(COMMAND.fullmatch, commands))
    assert not counts.startswith("::")


def test_signs_that_end_a_property_are_escaped(
    make_report: Callable[..., Report],
    make_result: Callable[..., object],
    make_fault: Callable[..., object],
) -> None:
    source = "A cure.\n"
    fault = make_fault(source, "cure", "guarantee", "100 % sure")
    text = render(make_report(make_result("a,b:c%.md", source, fault)))
    assert text.splitlines()[0] == (
        "::error file=a%2Cb%3Ac%25.md,line=1,endLine=1,col=3,endColumn=7,title=guarantee"
        "::100 %25 sure"
    )
