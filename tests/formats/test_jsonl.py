from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from medlint.formats import json as one_object
from medlint.formats.jsonl import render
from medlint.report import Report

SCHEMA = Path(__file__).parents[2] / "docs" / "check-output.schema.json"


def lines_of(report: Report, **options: bool) -> list[Any]:
    return [json.loads(line) for line in render(report, **options).splitlines()]


def test_a_run_as_printed(report: Report, snapshot: Callable[[str, str], None]) -> None:
    snapshot("run.jsonl", render(report))


def test_every_line_says_what_it_is_and_the_summary_ends_it(report: Report) -> None:
    lines = lines_of(report)
    assert Counter(line["type"] for line in lines) == {
        "run": 1,
        "finding": 13,
        "error": 2,
        "summary": 1,
    }
    assert (lines[0]["type"], lines[-1]["type"]) == ("run", "summary")
    assert lines[-1]["files"] == 5


@pytest.mark.parametrize("show_hidden", [False, True])
def test_a_finding_has_the_keys_of_the_contract(
    report: Report,
    show_hidden: bool,  # noqa: FBT001 -- a parameter of the table
) -> None:
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    finding = Draft202012Validator({"$ref": "#/$defs/finding", "$defs": schema["$defs"]})
    files = json.loads(one_object.render(report, show_hidden=show_hidden))["files"]
    expected = [
        {"path": file["path"], **found} for file in files for found in file.get("findings", ())
    ]
    found = []
    for line in lines_of(report, show_hidden=show_hidden):
        if line.pop("type") == "finding":
            finding.validate({key: value for key, value in line.items() if key != "path"})
            found.append(line)
    assert found == expected


def test_no_text_breaks_a_line(hostile_report: Report) -> None:
    text = render(hostile_report)
    assert [line[:8] for line in text.split("\n")[:-1]] == ['{"type":'] * text.count("\n")
    assert text.encode("utf-8")
