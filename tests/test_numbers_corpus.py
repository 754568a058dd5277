"""What the readers of numbers and of sources make of sentences written apart from them."""

import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from medlint.document import Format
from medlint.nlp import Annotator
from medlint.parsing import parse
from medlint.reading import Reading

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
