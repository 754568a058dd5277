from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest

from medlint.finding import Severity
from medlint.formats.junit import render
from medlint.report import FileResult, Report


def read(text: str) -> ET.Element:
    return ET.fromstring(text)  # noqa: S314 -- what we have just written


def suite(report: Report, path: str, **options: object) -> ET.Element:
    root = read(render(report, **options))  # type: ignore[arg-type] # the table's columns
    found = root.find(f"testsuite[@name='{path}']")
    assert found is not None
    return found


def test_a_run_as_printed(report: Report, snapshot: Callable[[str, str], None]) -> None:
    snapshot("run.junit.xml", render(report, show_hidden=True))


@pytest.mark.parametrize(
    ("fail_on", "failures"),
    [
        pytest.param(Severity.ERROR, 5, id="errors"),
        pytest.param(Severity.WARNING, 10, id="warnings"),
        pytest.param(Severity.NOTE, 11, id="notes"),
    ],
)
def test_tests_fail_where_the_run_does(report: Report, fail_on: Severity, failures: int) -> None:
    found = suite(report, "drafts/turmeric.md", fail_on=fail_on)
    assert (found.attrib["tests"], found.attrib["failures"]) == ("11", str(failures))
    told = [case.find("system-out") for case in found if case.find("failure") is None]
    assert len(told) == 11 - failures
    assert all(element is not None and element.text for element in told)


def test_a_rule_in_preview_fails_no_test(report: Report) -> None:
    files = tuple(
        replace(
            result,
            findings=tuple(
                replace(found, severity=Severity.NOTE, preview=True) for found in result.findings
            ),
        )
        for result in report.files
    )
    found = suite(replace(report, files=files), "drafts/turmeric.md", fail_on=Severity.NOTE)
    assert (found.attrib["failures"], len(found.findall("testcase/system-out"))) == ("0", 11)


def test_a_clean_file_is_a_passing_test(report: Report) -> None:
    found = suite(report, "drafts/clean.md")
    assert [(case.attrib["name"], list(case)) for case in found] == [("no findings", [])]


def test_a_file_not_checked_is_an_error(report: Report) -> None:
    found = suite(report, "drafts/scan.html")
    assert found.attrib["errors"] == "1"
    error = found.find("testcase/error")
    assert error is not None
    assert error.attrib == {
        "type": "decode",
        "message": "the bytes are not text in a supported encoding",
    }


def test_what_is_not_reported_is_skipped_with_its_reason(report: Report) -> None:
    assert suite(report, "drafts/turmeric.md").find("testcase/skipped") is None
    skipped = suite(report, "drafts/turmeric.md", show_hidden=True).findall("testcase/skipped")
    assert [element.attrib["message"] for element in skipped] == [
        "accepted: signed off by the medical editor until the next review",
        "suppressed: quoted from the advertisement under review",
    ]


def test_the_totals_are_those_of_the_suites(report: Report) -> None:
    root = read(render(report, show_hidden=True))
    for name in ("tests", "failures", "errors", "skipped"):
        assert int(root.attrib[name]) == sum(int(found.attrib[name]) for found in root)


def test_any_text_makes_well_formed_xml(
    hostile_report: Report,
    make_report: Callable[..., Report],
    make_result: Callable[..., FileResult],
) -> None:
    assert read(render(hostile_report, show_hidden=True)).attrib["errors"] == "1"
    odd = make_result("a\x00b\ufffe\ud800.md", "Words.\n")
    assert [s.attrib["name"] for s in read(render(make_report(odd)))] == ["a␀b\ufffd\ufffd.md"]
