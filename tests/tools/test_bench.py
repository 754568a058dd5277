"""The benchmark counts and compares as it says; what it measures is not measured here."""

import importlib.util
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from medlint.finding import Category, Confidence, Disposition, FileError, Finding, Severity
from medlint.report import FileResult
from medlint.text import Span

SCRIPT = Path(__file__).parents[2] / "tools" / "bench.py"


@pytest.fixture(scope="module")
def bench() -> ModuleType:
    spec = importlib.util.spec_from_file_location("bench", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["bench"] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    return module


def finding(rule: str, category: Category, disposition: Disposition) -> Finding:
    return Finding(
        rule=rule,
        category=category,
        severity=Severity.ERROR,
        confidence=Confidence.HIGH,
        message="",
        advice="",
        span=Span(0, 4),
        excerpt="",
        fingerprint="",
        disposition=disposition,
        reason="a test" if disposition is Disposition.SUPPRESSED else None,
    )


def test_what_is_reported_in_checked_words_is_counted(bench: ModuleType) -> None:
    results = {
        "a.txt": FileResult(
            "a.txt",
            findings=(
                finding("reversal-verb", Category.CERTAINTY, Disposition.REPORTED),
                finding("reversal-verb", Category.CERTAINTY, Disposition.SUPPRESSED),
                finding("dropped-term", Category.INTEGRITY, Disposition.REPORTED),
            ),
        ),
        "b.txt": FileResult(
            "b.txt",
            findings=(finding("reversal-verb", Category.CERTAINTY, Disposition.REPORTED),),
        ),
        "c.txt": FileResult("c.txt", error=FileError("language", "not English")),
    }
    answers = [
        bench.Answer("a.txt", "tea " * 3_000),
        bench.Answer("b.txt", "tea " * 1_000),
        bench.Answer("c.txt", "thé " * 9_000),
    ]
    counted = bench.tally(answers, lambda answer: results[answer.path])
    assert counted == bench.Tally(
        checked=2,
        words=4_000,
        unchecked={"language": 1},
        findings={"certainty": {"reversal-verb": 2}, "integrity": {"dropped-term": 1}},
    )
    assert counted.rate("certainty") == 5.0
    assert counted.rate("integrity") == 2.5
    assert counted.rate("caveats") == 0.0
    assert [(f.name, f.value, f.met) for f in bench.alarms(counted)] == [
        ("certainty findings per 10,000 words", 5.0, False),
        ("caveats findings per 10,000 words", 0.0, True),
        ("integrity findings per 10,000 words", 2.5, False),
    ]


@pytest.mark.parametrize(
    ("value", "at_least", "line"),
    [
        pytest.param(1.25, False, "speed: 1.25 (at most 1.3: met; tea)", id="within"),
        pytest.param(1.35, False, "speed: 1.35 (at most 1.3: MISSED; tea)", id="above"),
        pytest.param(1.35, True, "speed: 1.35 (at least 1.3: met; tea)", id="reached"),
        pytest.param(1.25, True, "speed: 1.25 (at least 1.3: MISSED; tea)", id="below"),
    ],
)
def test_each_figure_stands_beside_its_target(
    bench: ModuleType,
    value: float,
    at_least: bool,  # noqa: FBT001 -- a table's column
    line: str,
) -> None:
    assert bench.Figure("speed", value, 1.3, "tea", at_least=at_least).line() == line


def test_medians_of_runs_in_turns_are_compared(bench: ModuleType) -> None:
    ours = iter([99.0, 2.0, 2.0, 2.0, 3.0, 9.0, 1.0, 1.0])
    theirs = iter([99.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 8.0])

    def turn(times: Iterator[float], share: float) -> Any:
        clock = next(times)
        return bench.Cost(clock, clock * share)

    found = bench.ratio(lambda: turn(ours, 0.5), lambda: turn(theirs, 1.0))
    assert found == bench.Cost(clock=2.0, processor=1.0)
    assert list(ours) == list(theirs) == []


def test_waiting_costs_time_but_no_processor(bench: ModuleType) -> None:
    cost = bench.cost_of([sys.executable, "-S", "-c", "import time; time.sleep(0.5)"], (0,))
    assert cost.clock > 0.5
    assert 0 < cost.processor < 0.5


def test_a_command_that_fails_is_no_measurement(bench: ModuleType) -> None:
    with pytest.raises(RuntimeError, match="ended with 3"):
        bench.cost_of([sys.executable, "-c", "raise SystemExit(3)"], (0, 1))


def test_answers_are_plain_text_documents(bench: ModuleType, tmp_path: Path) -> None:
    path = tmp_path / "answers.jsonl"
    path.write_text(json.dumps({"id": "1/2.xml", "question": "?", "text": "Tea is hot."}) + "\n")
    (answer,) = bench.read_answers(path)
    assert (answer.path, answer.text, answer.words) == ("1/2.xml.txt", "Tea is hot.", 3)
