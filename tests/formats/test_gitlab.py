from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from typing import Any

from medlint.formats.gitlab import render
from medlint.report import FileResult, Report


def entries(report: Report, **options: bool) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(render(report, **options))
    return found


def test_a_run_as_printed(report: Report, snapshot: Callable[[str, str], None]) -> None:
    snapshot("run.gitlab.json", render(report))


def test_every_entry_has_what_gitlab_asks_for(hostile_report: Report, report: Report) -> None:
    for entry in entries(report) + entries(hostile_report):
        assert list(entry) == ["description", "check_name", "fingerprint", "severity", "location"]
        assert entry["severity"] in {"info", "minor", "major", "critical", "blocker"}
        assert not entry["location"]["path"].startswith("./")
        assert entry["location"]["lines"]["begin"] >= 1


def test_severities(report: Report) -> None:
    assert Counter(entry["severity"] for entry in entries(report)) == {
        "critical": 6,
        "minor": 6,
        "blocker": 2,
        "info": 1,
    }


def test_no_two_entries_share_a_fingerprint(
    make_report: Callable[..., Report], make_result: Callable[..., FileResult], make_fault: Any
) -> None:
    source = "A cure.\n"
    fault = make_fault(source, "cure", "guarantee", "message")
    found = entries(make_report(make_result("a.md", source, fault, fault, fault)))
    assert len({entry["fingerprint"] for entry in found}) == 3
    assert found[0]["fingerprint"] == fault.fingerprint


def test_nothing_found_is_an_empty_list(
    make_report: Callable[..., Report], make_result: Callable[..., FileResult]
) -> None:
    assert render(make_report(make_result("a.md", "Wash your hands.\n"))) == "[]\n"
