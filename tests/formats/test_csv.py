from __future__ import annotations

import csv
import io
from collections.abc import Callable

from medlint.finding import Finding
from medlint.formats.csv import HEAD, render
from medlint.report import FileResult, Report


def rows(report: Report, **options: bool) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(render(report, **options))))


def test_a_row_for_each_finding_and_each_file_not_checked(report: Report) -> None:
    found = rows(report)
    assert len(found) == 15
    assert found[0]["message"] == (
        "not checked (decode): the bytes are not text in a supported encoding"
    )
    assert tuple(found[0]) == HEAD
    verb = next(row for row in found if row["path"] == "drafts/schlaf/größe & co.md")
    assert (verb["line"], verb["column"], verb["severity"]) == ("3", "50", "error")
    assert len(rows(report, show_hidden=True)) == 17


def test_no_cell_is_a_formula_and_no_text_breaks_a_row(
    hostile_report: Report,
    make_report: Callable[..., Report],
    make_result: Callable[..., FileResult],
    make_fault: Callable[..., Finding],
) -> None:
    assert len(rows(hostile_report, show_hidden=True)) == 6
    source = "A cure.\n"
    faults = [make_fault(source, "cure", "r", f"{sign}1+1") for sign in "=+-@"]
    found = rows(make_report(make_result("=cmd.md", source, *faults)))
    assert [row["message"] for row in found] == ["'+1+1", "'-1+1", "'=1+1", "'@1+1"]
    assert {row["path"] for row in found} == {"'=cmd.md"}
