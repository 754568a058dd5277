"""JUnit XML, which every continuous integration shows as tests."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

from medlint.document import Document
from medlint.finding import Disposition, FileError, Finding, Severity
from medlint.formats.legible import in_markup
from medlint.formats.outcome import outcome, shown
from medlint.report import NOTICE, FileResult, Report
from medlint.text import LineIndex

_NO_CHARACTER = re.compile("[\ufffe\uffff]")
"""What XML forbids beyond what is made legible anyway."""


def render(report: Report, *, show_hidden: bool = False, fail_on: Severity = Severity.ERROR) -> str:
    """A suite for each file and a test for each finding.

    A finding at or above `fail_on` is a failure; a milder one is a passing test that tells of
    itself in its output, so that the tests fail where the run does. A file without findings is
    one passing test, one that was not checked is an error, and what is not reported is skipped,
    with its reason.
    """
    suites = [
        _suite(result, show_hidden=show_hidden, fail_on=fail_on)
        for result in sorted(report.files, key=lambda result: result.path)
    ]
    root = ET.Element("testsuites", {"name": report.tool.name, **_totals(suites)})
    root.extend(suites)
    ET.indent(root)
    body = ET.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<!-- {NOTICE} -->\n{body}\n'


def _suite(result: FileResult, *, show_hidden: bool, fail_on: Severity) -> ET.Element:
    found = outcome(result)
    if isinstance(found, FileError):
        cases = [_unchecked(result.path, found)]
    else:
        cases = [
            _case(result.path, finding, found, fail_on)
            for finding in shown(result, show_hidden=show_hidden)
        ] or [_element("testcase", name="no findings", classname=result.path)]
    suite = _element("testsuite", name=result.path)
    suite.extend(cases)
    counts = {
        "tests": len(cases),
        "failures": len(suite.findall("testcase/failure")),
        "errors": len(suite.findall("testcase/error")),
        "skipped": len(suite.findall("testcase/skipped")),
    }
    suite.attrib.update({name: str(number) for name, number in counts.items()})
    return suite


def _totals(suites: list[ET.Element]) -> dict[str, str]:
    names = ("tests", "failures", "errors", "skipped")
    return {name: str(sum(int(suite.attrib[name]) for suite in suites)) for name in names}


def _unchecked(path: str, error: FileError) -> ET.Element:
    case = _element("testcase", name=f"not checked ({error.stage})", classname=path)
    case.append(_element("error", type=error.stage, message=error.message))
    return case


def _case(path: str, finding: Finding, document: Document, fail_on: Severity) -> ET.Element:
    place = LineIndex(document.source).place(finding.span.start)
    where = f"{path}:{place.line}:{place.column}"
    case = _element(
        "testcase",
        name=f"{finding.rule} {place.line}:{place.column}",
        classname=path,
        file=path,
        line=str(place.line),
    )
    told = "\n".join(
        filter(None, [f"{where} {finding.severity.value}", finding.excerpt, finding.advice])
    )
    if finding.disposition is not Disposition.REPORTED:
        reason = f"{finding.disposition.value}: {finding.reason or ''}".rstrip(": ")
        case.append(_element("skipped", message=reason))
    elif finding.severity.rank >= fail_on.rank and not finding.preview:
        case.append(_element("failure", told, type=finding.rule, message=finding.message))
    else:
        case.append(_element("system-out", f"{finding.message}\n{told}"))
    return case


def _element(tag: str, text: str | None = None, **attributes: str) -> ET.Element:
    element = ET.Element(tag, {key: _legible(value) for key, value in attributes.items()})
    element.text = None if text is None else _legible(text)
    return element


def _legible(text: str) -> str:
    return _NO_CHARACTER.sub("\N{REPLACEMENT CHARACTER}", in_markup(text))
