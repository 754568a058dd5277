from __future__ import annotations

from pathlib import Path

import pytest

from medlint import baseline
from medlint.baseline import Entry
from medlint.document import Document, Format
from medlint.errors import ConfigError
from medlint.finding import Category, Confidence, Disposition, Finding, Severity
from medlint.report import FileResult
from medlint.sight import Sight
from medlint.text import Span

FIRST = Entry("a.md", "guarantee", "f1", "It helps.")
SECOND = Entry("b.md", "reversal-verb", "f2", "“Größe”.")


def finding(fingerprint: str, disposition: Disposition = Disposition.REPORTED) -> Finding:
    return Finding(
        "guarantee",
        Category.CERTAINTY,
        Severity.ERROR,
        Confidence.HIGH,
        "m",
        "a",
        Span(0, 2),
        "It works for all.",
        fingerprint,
        disposition=disposition,
    )


def result(path: str, *findings: Finding) -> FileResult:
    document = Document(path, Format.MARKDOWN, "It works for all.", ())
    return FileResult(f"./{path}", document, findings)


def test_what_is_written_is_read_again_sorted_and_once(tmp_path: Path) -> None:
    path = tmp_path / "b.jsonl"
    path.write_text(baseline.dump([SECOND, FIRST, SECOND]), encoding="utf-8")
    assert baseline.load(path) == (FIRST, SECOND)
    assert path.read_text(encoding="utf-8").splitlines() == [
        '{"path": "a.md", "rule": "guarantee", "fingerprint": "f1", "excerpt": "It helps."}',
        '{"path": "b.md", "rule": "reversal-verb", "fingerprint": "f2", "excerpt": "“Größe”."}',
    ]


def test_two_branches_that_both_add_an_entry_merge_by_joining_lines(tmp_path: Path) -> None:
    path = tmp_path / "b.jsonl"
    path.write_text(baseline.dump([SECOND]) + "\n" + baseline.dump([FIRST, SECOND]), "utf-8")
    assert baseline.load(path) == (FIRST, SECOND)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        pytest.param("<<<<<<< HEAD", ":2: no entry of a baseline", id="unfinished merge"),
        pytest.param("[]", ":2: an entry of a baseline has the keys path, rule, ", id="a list"),
        pytest.param('{"path": "a.md"}', ":2: an entry of a baseline has the keys", id="half"),
        pytest.param(
            '{"path": "a", "rule": 1, "fingerprint": "f", "excerpt": ""}',
            ":2: every value in an entry of a baseline is a text",
            id="a number",
        ),
    ],
)
def test_a_broken_line_is_named(tmp_path: Path, line: str, message: str) -> None:
    path = tmp_path / "b.jsonl"
    path.write_text(f"{baseline.dump([FIRST])}{line}\n", encoding="utf-8")
    with pytest.raises(ConfigError, match=r"b\.jsonl") as raised:
        baseline.load(path)
    assert message in str(raised.value)


def test_a_missing_baseline_is_an_error_that_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="'medlint baseline write' makes one"):
        baseline.load(tmp_path / "none.jsonl")


def test_only_what_is_reported_is_set_aside() -> None:
    judged = baseline.apply(
        result("a.md", finding("f1"), finding("f1", Disposition.SUPPRESSED), finding("f9")),
        frozenset({"f1"}),
    )
    assert [(f.disposition.value, f.reason) for f in judged.findings] == [
        ("baselined", "in the baseline"),
        ("suppressed", None),
        ("reported", None),
    ]


def test_what_is_recorded_is_what_would_be_reported_without_a_baseline() -> None:
    found = result(
        "a.md",
        finding("f1"),
        finding("f2", Disposition.BASELINED),
        finding("f3", Disposition.SUPPRESSED),
        finding("f4", Disposition.ACCEPTED),
        finding("f5", Disposition.FILTERED),
    )
    assert [entry.fingerprint for entry in baseline.record([found])] == ["f1", "f2"]


@pytest.mark.parametrize(
    ("entry", "is_stale"),
    [
        pytest.param(Entry("a.md", "guarantee", "f1", ""), False, id="still found"),
        pytest.param(Entry("a.md", "guarantee", "f9", ""), True, id="found no more"),
        pytest.param(Entry("a.md", "other", "f9", ""), False, id="its rule did not run"),
        pytest.param(Entry("gone.md", "guarantee", "f1", ""), True, id="its file is gone"),
        pytest.param(Entry("there.md", "guarantee", "f9", ""), False, id="not checked this time"),
        pytest.param(Entry("failed.md", "guarantee", "f9", ""), False, id="could not be checked"),
    ],
)
def test_stale_is_what_would_have_been_seen(
    tmp_path: Path, entry: Entry, *, is_stale: bool
) -> None:
    (tmp_path / "there.md").touch()
    (tmp_path / "failed.md").touch()
    sight = Sight(ran=["guarantee"], root=tmp_path)
    sight.take(result("a.md", finding("f1")))
    sight.take(FileResult("failed.md"))
    assert baseline.stale([entry], sight) == ((entry,) if is_stale else ())


def test_a_path_that_is_no_unicode_can_be_recorded() -> None:
    (entry,) = baseline.record([result("a\udce9.md", finding("f1"))])
    assert entry.path == r"a\udce9.md"
    assert baseline.dump([entry]).encode()
