from __future__ import annotations

import copy
import json as codec
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from medlint.finding import FileError, finding_from_json
from medlint.formats.json import render
from medlint.report import NOTICE, FileResult, Report, Summary, Tool, summarise

OURS = Path(__file__).parents[2] / "docs" / "check-output.schema.json"
AGREED = "check-output.schema.json"


def read_schema(path: Path) -> dict[str, Any]:
    schema: dict[str, Any] = codec.loads(path.read_text(encoding="utf-8"))
    return schema


def validator(path: Path) -> Draft202012Validator:
    schema = read_schema(path)
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)


@pytest.fixture(scope="module")
def schema() -> Draft202012Validator:
    return validator(OURS)


def read(text: str, schema: Draft202012Validator) -> Any:
    data = codec.loads(text)
    schema.validate(data)
    return data


def test_a_run_as_printed(
    report: Report, schema: Draft202012Validator, snapshot: Callable[[str, str], None]
) -> None:
    text = render(report)
    read(text, schema)
    snapshot("run.json", text)


def test_what_is_not_reported_is_added_on_request(
    report: Report, schema: Draft202012Validator
) -> None:
    def fates(text: str) -> list[tuple[str, str | None]]:
        files = read(text, schema)["files"]
        findings = next(f for f in files if f["path"] == "drafts/turmeric.md")["findings"]
        return [(f["rule"], f["reason"]) for f in findings if f["disposition"] != "reported"]

    assert fates(render(report)) == []
    assert fates(render(report, show_hidden=True)) == [
        ("evaluative-certainty", "signed off by the medical editor until the next review"),
        ("guarantee", "quoted from the advertisement under review"),
    ]


def test_every_input_ends_as_findings_or_as_an_error(
    report: Report, schema: Draft202012Validator
) -> None:
    data = read(render(report), schema)
    assert [(f["path"], sorted(set(f) - {"path"})) for f in data["files"]] == [
        ("drafts/clean.md", ["findings"]),
        ("drafts/scan.html", ["error"]),
        ("drafts/schlaf/größe & co.md", ["findings"]),
        ("drafts/sommeil.md", ["error"]),
        ("drafts/turmeric.md", ["findings"]),
    ]
    assert data["summary"] == {
        "files": 5,
        "checked": 3,
        "failed": 2,
        "excluded": 2,
        "error": 6,
        "warning": 6,
        "note": 1,
        "suppressed": 1,
        "baselined": 0,
        "accepted": 1,
        "filtered": 0,
        "preview": 0,
    }


def test_the_notice_stands_at_the_top(report: Report) -> None:
    assert codec.loads(render(report))["notice"] == NOTICE


def test_findings_come_back_as_they_were(report: Report) -> None:
    data = codec.loads(render(report, show_hidden=True))
    given = {result.path: result.findings for result in report.files}
    for entry in data["files"]:
        if "findings" in entry:
            assert tuple(map(finding_from_json, entry["findings"])) == given[entry["path"]]


def test_the_order_of_the_run_leaves_no_trace(report: Report) -> None:
    turned = Report(
        report.tool,
        tuple(
            FileResult(r.path, r.document, r.findings[::-1], r.error) for r in report.files[::-1]
        ),
        report.summary,
    )
    assert render(turned) == render(report)


def test_text_stands_as_written_and_ends_in_a_line_feed(report: Report) -> None:
    text = render(report)
    assert "größe & co" in text
    assert text.endswith("}\n")
    assert not text.endswith("\n\n")


def test_one_line_for_each_file(report: Report) -> None:
    lines = render(report).splitlines()
    assert [line.rstrip(",") for line in lines[1:-1]] == [
        codec.dumps(entry, ensure_ascii=False, separators=(",", ":"))
        for entry in codec.loads(render(report))["files"]
    ]


def test_a_run_over_nothing(schema: Draft202012Validator, report: Report) -> None:
    data = read(render(Report(report.tool, (), Summary())), schema)
    assert data["files"] == []


@pytest.mark.parametrize(
    "char",
    [
        pytest.param("\udc80", id="lone surrogate of an undecodable path"),
        pytest.param("\x9b", id="control sequence introducer"),
        pytest.param("\x1b", id="escape"),
        pytest.param("\x7f", id="delete"),
    ],
)
def test_what_a_terminal_or_utf_8_chokes_on_is_escaped(
    char: str, report: Report, schema: Draft202012Validator
) -> None:
    path = f"drafts/{char}.md"
    results = (FileResult(path, error=FileError("read", f"no {char}")),)
    text = render(Report(report.tool, results, summarise(results)))
    assert char not in text
    text.encode("utf-8")
    assert read(text, schema)["files"][0]["path"] == path


def test_hostile_text_is_only_text(hostile_report: Report, schema: Draft202012Validator) -> None:
    data = read(render(hostile_report, show_hidden=True), schema)
    assert [f["path"] for f in data["files"]] == sorted(r.path for r in hostile_report.files)


def test_a_result_without_document_or_error_is_not_silent(
    report: Report, schema: Draft202012Validator
) -> None:
    text = render(Report(report.tool, (FileResult("a.md"),), Summary(files=1)))
    assert read(text, schema)["files"] == [
        {
            "path": "a.md",
            "error": {"stage": "check", "message": "no document was made of this file"},
        }
    ]


_REQUIRED: list[tuple[tuple[str | int, ...], str]] = [
    *(((), key) for key in ("schema", "tool", "files", "summary")),
    *((("tool",), key) for key in ("name", "version", "rules_digest", "model", "as_of")),
    *(
        (("summary",), key)
        for key in (
            *("files", "checked", "failed", "error", "warning", "note"),
            *("suppressed", "baselined", "accepted"),
        )
    ),
    *((("files", 0), key) for key in ("path", "findings")),
    *((("files", 1), key) for key in ("path", "error")),
    *((("files", 1, "error"), key) for key in ("stage", "message")),
    *(
        (("files", 2, "findings", 0), key)
        for key in (
            *("rule", "category", "severity", "confidence", "message", "advice"),
            *("start", "end", "excerpt", "fingerprint", "disposition"),
        )
    ),
    *((("files", 2, "findings", 0, "start"), key) for key in ("offset", "line", "column")),
]
_WRONG: list[tuple[tuple[str | int, ...], str, object]] = [
    ((), "schema", 2),
    ((), "files", {}),
    (("tool",), "name", "other"),
    (("tool",), "as_of", "yesterday"),
    (("files", 0), "error", {"stage": "read", "message": "both"}),
    (("files", 1), "findings", []),
    (("files", 2, "findings", 0), "rule", "Reversal_Verb"),
    (("files", 2, "findings", 0), "category", "style"),
    (("files", 2, "findings", 0), "severity", "info"),
    (("files", 2, "findings", 0), "confidence", 0.9),
    (("files", 2, "findings", 0), "disposition", "ignored"),
    (("files", 2, "findings", 0), "reason", 1),
    (("files", 2, "findings", 0), "fix", "once a day"),
    (("files", 2, "findings", 0, "start"), "offset", -1),
    (("files", 2, "findings", 0, "start"), "line", 0),
    (("files", 2, "findings", 0, "end"), "column", 0),
]


def broken_outputs(report: Report) -> dict[str, Any]:
    """The printed run with one promise of the contract broken in each."""
    good = codec.loads(render(report))
    outputs: dict[str, Any] = {}
    for place, key in _REQUIRED:
        target = bad = copy.deepcopy(good)
        for step in place:
            target = target[step]
        del target[key]
        outputs[f"without {'/'.join(map(str, (*place, key)))}"] = bad
    for place, key, value in _WRONG:
        target = bad = copy.deepcopy(good)
        for step in place:
            target = target[step]
        target[key] = value
        outputs[f"{'/'.join(map(str, (*place, key)))} = {value}"] = bad
    return outputs


def test_the_schema_refuses_every_broken_promise(
    report: Report, schema: Draft202012Validator
) -> None:
    accepted = [name for name, bad in broken_outputs(report).items() if schema.is_valid(bad)]
    assert accepted == []


@pytest.mark.shared(AGREED)
def test_our_schema_and_the_agreed_one_judge_alike(
    report: Report, hostile_report: Report, shared: Path
) -> None:
    agreed = validator(shared / AGREED)
    for some in (report, hostile_report):
        for show_hidden in (False, True):
            agreed.validate(codec.loads(render(some, show_hidden=show_hidden)))
    outputs = broken_outputs(report)
    assert [name for name, bad in outputs.items() if agreed.is_valid(bad)] == []
    ours, theirs = (read_schema(p)["$defs"]["finding"] for p in (OURS, shared / AGREED))
    assert sorted(ours["required"]) == sorted(theirs["required"])
    assert set(theirs["properties"]) <= set(ours["properties"])


def test_a_json_run_loads_neither_rich_nor_jinja() -> None:
    program = (
        "import sys; from medlint.formats.json import render;"
        "from medlint.report import Report, Summary, Tool;"
        "render(Report(Tool('0', '0', 'm', '2026-01-01'), (), Summary()));"
        "print(sorted({'rich', 'jinja2', 'spacy'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    assert done.stdout == b"[]\n"


def test_tool_is_enough_to_repeat_the_run(report: Report) -> None:
    tool = Tool(version="1.2.3", rules_digest="d", model="m 1", as_of="2026-01-31")
    data = codec.loads(render(Report(tool, (), report.summary)))
    assert data["tool"] == {
        "name": "medlint",
        "version": "1.2.3",
        "rules_digest": "d",
        "model": "m 1",
        "as_of": "2026-01-31",
    }
