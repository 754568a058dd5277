from __future__ import annotations

import hashlib
import json
import os
import subprocess
import tarfile
from collections.abc import Callable
from typing import Any

import pytest
from jsonschema import Draft7Validator

from medlint.finding import Finding
from medlint.formats.sarif import render
from medlint.report import FileResult, Report

PACKAGE = "@microsoft/jest-sarif@1.0.0-beta.0"
DIGEST = "748e2c3d1a842e7bb258416685c7ea3a0da40005b72267b2052c2856d48ad102"
MEMBER = "package/lib/schemas/sarif-2.1.0-rtm.5.json"


@pytest.fixture(scope="session")
def schema(tmp_path_factory: pytest.TempPathFactory) -> Draft7Validator:
    """The official schema of SARIF 2.1.0, out of the package of npm that carries it."""
    folder = tmp_path_factory.mktemp("sarif")
    fetched = subprocess.run(
        ["npm", "pack", "--silent", PACKAGE],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    if fetched.returncode:
        reason = f"npm cannot fetch {PACKAGE}: {fetched.stderr.strip()[:200]}"
        pytest.fail(reason) if os.environ.get("CI") == "true" else pytest.skip(reason)
    (archive,) = folder.glob("*.tgz")
    assert hashlib.sha256(archive.read_bytes()).hexdigest() == DIGEST
    with tarfile.open(archive) as package:
        member = package.extractfile(MEMBER)
        assert member is not None
        data = json.load(member)
    Draft7Validator.check_schema(data)
    return Draft7Validator(data)


def run_of(report: Report, **options: bool) -> Any:
    (run,) = json.loads(render(report, **options))["runs"]
    return run


@pytest.mark.system("npm")
@pytest.mark.parametrize("show_hidden", [False, True])
def test_it_is_of_the_official_schema(
    schema: Draft7Validator,
    report: Report,
    hostile_report: Report,
    show_hidden: bool,  # noqa: FBT001 -- a parameter of the table
) -> None:
    for made in (report, hostile_report):
        data = json.loads(render(made, show_hidden=show_hidden))
        assert [error.message for error in schema.iter_errors(data)] == []


@pytest.mark.system("npm")
def test_the_schema_refuses_what_is_not_sarif(schema: Draft7Validator, report: Report) -> None:
    data = json.loads(render(report))
    data["runs"][0]["results"][0]["level"] = "catastrophe"
    assert not schema.is_valid(data)


def test_a_run_as_printed(report: Report, snapshot: Callable[[str, str], None]) -> None:
    snapshot("run.sarif", render(report, show_hidden=True))


def test_a_result_says_where_in_code_points(report: Report) -> None:
    run = run_of(report)
    first = next(r for r in run["results"] if r["ruleId"] == "reversal-verb")
    place = first["locations"][0]["physicalLocation"]
    assert run["columnKind"] == "unicodeCodePoints"
    assert place["artifactLocation"] == {"uri": "drafts/schlaf/gr%C3%B6%C3%9Fe%20%26%20co.md"}
    assert place["region"] == {
        "startLine": 3,
        "startColumn": 50,
        "endLine": 3,
        "endColumn": 64,
        "charOffset": 72,
        "charLength": 14,
        "snippet": {"text": "cures insomnia"},
    }


def test_every_result_names_its_rule_and_fingerprint(report: Report) -> None:
    run = run_of(report)
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert rules == sorted(rules)
    for result in run["results"]:
        assert rules[result["ruleIndex"]] == result["ruleId"]
        assert set(result["partialFingerprints"]) == {"medlint/v1", "primaryLocationLineHash"}


def test_what_is_not_reported_is_there_on_request_with_its_reason(report: Report) -> None:
    def suppressions(**options: bool) -> list[tuple[str, str, str]]:
        return [
            (result["ruleId"], entry["kind"], entry["justification"])
            for result in run_of(report, **options)["results"]
            for entry in result["suppressions"]
        ]

    assert suppressions() == []
    assert suppressions(show_hidden=True) == [
        (
            "evaluative-certainty",
            "external",
            "signed off by the medical editor until the next review",
        ),
        ("guarantee", "inSource", "quoted from the advertisement under review"),
    ]


def test_an_input_not_checked_makes_the_run_unsuccessful(report: Report) -> None:
    (invocation,) = run_of(report)["invocations"]
    assert invocation["executionSuccessful"] is False
    assert [
        (n["descriptor"]["id"], n["locations"][0]["physicalLocation"]["artifactLocation"]["uri"])
        for n in invocation["toolExecutionNotifications"]
    ] == [("unchecked/decode", "drafts/scan.html"), ("unchecked/language", "drafts/sommeil.md")]


def test_a_fix_says_what_to_put_where(
    make_report: Callable[..., Report], article: FileResult
) -> None:
    results = run_of(make_report(article))["results"]
    (result,) = [result for result in results if result["ruleId"] == "error-prone-abbreviation"]
    (change,) = result["fixes"][0]["artifactChanges"]
    (replacement,) = change["replacements"]
    assert replacement["deletedRegion"]["snippet"] == {"text": "q.d."}
    assert replacement["insertedContent"] == {"text": "once a day"}


def test_an_absolute_path_is_an_address(
    make_report: Callable[..., Report],
    make_result: Callable[..., FileResult],
    make_fault: Callable[..., Finding],
) -> None:
    source = "A guaranteed cure.\n"
    fault = make_fault(source, "guaranteed", "guarantee", "message")
    (entry,) = run_of(make_report(make_result("/srv/drafts/a b.md", source, fault)))["results"]
    address = entry["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert address == "file:///srv/drafts/a%20b.md"
