"""What a run adds up to, and the code it ends in."""

from dataclasses import asdict, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from medlint.document import Document, Format
from medlint.errors import ExitCode
from medlint.finding import (
    Category,
    Confidence,
    Disposition,
    FileError,
    Finding,
    Severity,
)
from medlint.report import FileResult, Summary, exit_code, summarise
from medlint.text import Span

ERROR, WARNING, NOTE = Severity.ERROR, Severity.WARNING, Severity.NOTE
BASE = Finding("r", Category.PAGE, ERROR, Confidence.HIGH, "m", "a", Span(0, 0), "", "f")


def finding(
    severity: Severity, disposition: Disposition = Disposition.REPORTED, *, preview: bool = False
) -> Finding:
    return replace(BASE, severity=severity, disposition=disposition, preview=preview)


def checked(*findings: Finding) -> FileResult:
    return FileResult("a.md", Document("a.md", Format.MARKDOWN, "", ()), findings)


FAILED = FileResult("b.md", error=FileError("read", "gone"))


def test_counts_what_is_reported_by_severity_and_the_rest_by_disposition() -> None:
    results = [
        checked(finding(ERROR), finding(ERROR), finding(NOTE)),
        checked(finding(WARNING), finding(ERROR, Disposition.SUPPRESSED)),
        checked(finding(NOTE, preview=True), finding(NOTE, Disposition.SUPPRESSED, preview=True)),
        checked(finding(NOTE, Disposition.BASELINED), finding(ERROR, Disposition.ACCEPTED)),
        checked(finding(WARNING, Disposition.FILTERED)),
        FAILED,
    ]
    assert summarise(results, excluded=3) == Summary(
        files=6,
        checked=5,
        failed=1,
        excluded=3,
        error=2,
        warning=1,
        note=2,
        suppressed=2,
        baselined=1,
        accepted=1,
        filtered=1,
        preview=1,
    )


def test_only_reported_findings_are_meant_to_be_seen() -> None:
    seen, hidden = finding(ERROR), finding(ERROR, Disposition.SUPPRESSED)
    assert checked(seen, hidden).reported() == (seen,)
    assert FAILED.reported() == ()


_FINDINGS = st.builds(finding, st.sampled_from(Severity), st.sampled_from(Disposition))
_RESULTS = st.lists(st.lists(_FINDINGS, max_size=4).map(lambda fs: checked(*fs)) | st.just(FAILED))


@given(results=_RESULTS, others=_RESULTS, excluded=st.integers(0, 5))
@settings(deadline=None, max_examples=100)
def test_counts_add_up(results: list[FileResult], others: list[FileResult], excluded: int) -> None:
    summary = summarise(results, excluded=excluded)
    assert summary.files == summary.checked + summary.failed == len(results)
    kinds = ("error", "warning", "note", "suppressed", "baselined", "accepted", "filtered")
    counts = asdict(summary)
    assert sum(counts[kind] for kind in kinds) == sum(len(result.findings) for result in results)
    assert summary + summarise(others) == summarise([*results, *others], excluded=excluded)


@pytest.mark.parametrize(
    ("summary", "fail_on", "code"),
    [
        pytest.param(Summary(files=1, checked=1), NOTE, 0, id="clean"),
        pytest.param(Summary(error=1), ERROR, 1, id="error at error"),
        pytest.param(Summary(error=1), NOTE, 1, id="error at note"),
        pytest.param(Summary(warning=9, note=9), ERROR, 0, id="milder than error"),
        pytest.param(Summary(warning=1), WARNING, 1, id="warning at warning"),
        pytest.param(Summary(note=9), WARNING, 0, id="milder than warning"),
        pytest.param(Summary(note=1), NOTE, 1, id="note at note"),
        pytest.param(Summary(note=3, preview=3), NOTE, 0, id="rules in preview only"),
        pytest.param(Summary(note=4, preview=3), NOTE, 1, id="a note among previews"),
        pytest.param(
            Summary(suppressed=1, baselined=1, accepted=1, filtered=1), NOTE, 0, id="nothing seen"
        ),
        pytest.param(Summary(failed=1), ERROR, 3, id="unchecked"),
        pytest.param(Summary(failed=1, error=5), ERROR, 3, id="unchecked beats findings"),
        pytest.param(Summary(excluded=4), NOTE, 0, id="excluded files are no failure"),
    ],
)
def test_exit_codes(summary: Summary, fail_on: Severity, code: int) -> None:
    assert exit_code(summary, fail_on) == code


def test_the_codes_of_the_contract() -> None:
    assert [(code.name, code.value) for code in ExitCode] == [
        ("OK", 0),
        ("FINDINGS", 1),
        ("USAGE", 2),
        ("UNCHECKED", 3),
        ("INTERRUPTED", 130),
    ]
