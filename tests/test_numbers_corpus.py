"""What the readers of numbers and of sources make of sentences written apart from them."""

import datetime as dt
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from medlint.document import Format
from medlint.linter import Linter
from medlint.nlp import Annotator
from medlint.parsing import parse
from medlint.reading import Reading
from medlint.rules import registry

CORPUS = Path(__file__).parents[1] / "corpus"


def rows(name: str) -> Iterator[dict[str, Any]]:
    for line in (CORPUS / name).read_text(encoding="utf-8").splitlines():
        yield json.loads(line)


@pytest.fixture(scope="module")
def readings(annotator: Annotator) -> Any:
    def read(text: str) -> Reading:
        document = parse(text, path="x", format=Format.MARKDOWN)
        return Reading(document, annotator, as_of=dt.date(2026, 11, 23))

    return read


def test_statistics_are_told_from_other_numbers(readings: Any) -> None:
    missed, invented = [], []
    for row in rows("statistics.jsonl"):
        reading = readings(row["text"])
        found = [q.span.of(s.text) for s in reading.sentences for q in reading.quantities(s)]
        marks = row["statistics"]
        if marks and not any(mark in words or words in mark for mark in marks for words in found):
            missed.append(row["text"])
        if found and not marks:
            invented.append(row["text"])
    assert len(missed) <= 7, missed
    assert len(invented) <= 2, invented


def test_sources_are_told_from_other_names(readings: Any) -> None:
    wrong = []
    for row in rows("sourcing.jsonl"):
        reading = readings(row["text"])
        stated = [s for s in reading.sentences if reading.quantities(s)]
        if not stated or all(reading.cited(s) for s in stated) is not row["sourced"]:
            wrong.append(row["text"])
    assert len(wrong) <= 1, wrong


@pytest.fixture(scope="module")
def checked(annotator: Annotator) -> Callable[[str], bool]:
    rules = registry.load_rules()
    guards = registry.make_guards(rules)
    names = ["arithmetic-mismatch", "unit-mismatch", "implausible-value", "threshold-mismatch"]
    linter = Linter(
        tuple(registry.compile_rule(rules, name, guards=guards) for name in names),
        annotator,
        dt.date(2026, 11, 23),
    )

    def faulty(text: str) -> bool:
        return bool(linter.lint(text, path="x", format=Format.MARKDOWN)[1])

    return faulty


def test_sums_units_and_limits_are_checked(checked: Callable[[str], bool]) -> None:
    pairs = list(rows("arithmetic.jsonl"))
    missed = [pair["faulty"] for pair in pairs if not checked(pair["faulty"])]
    invented = [pair["sound"] for pair in pairs if checked(pair["sound"])]
    assert len(pairs) == 300
    assert len(missed) <= 12, missed
    assert invented == []
