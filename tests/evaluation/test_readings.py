"""Records of readings: what is kept, what a new draw drops, and which rows are refused."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest

from medlint.errors import CorpusError
from medlint.evaluation import readings
from medlint.evaluation.readings import Draw, Pairs, Population, Reading, Record, Verdict
from medlint.finding import Category, Confidence, Finding, Severity
from medlint.text import Span

DAY = dt.date(2026, 11, 23)
DRAW = Draw(
    rule="miracle-word",
    data="drafts",
    population=Population.DRAFTS,
    texts=3,
    words=900,
    hits=2,
    on=DAY,
)
RIGHT = Reading(rule="miracle-word", data="drafts", sentence="b1", verdict=Verdict.RIGHT)
WRONG = Reading(
    rule="miracle-word", data="drafts", sentence="a1", verdict=Verdict.WRONG, note="a title"
)
PAIRS = Pairs(rule="miracle-word", data="made", made=40, caught=9, false_alarms=1, on=DAY)
ROWS = """\
{"kind": "draw", "rule": "miracle-word", "data": "drafts", "population": "drafts", "texts": 3, \
"words": 900, "hits": 2, "on": "2026-11-23"}
{"kind": "pairs", "rule": "miracle-word", "data": "made", "made": 40, "caught": 9, \
"false_alarms": 1, "on": "2026-11-23"}
{"kind": "reading", "rule": "miracle-word", "data": "drafts", "sentence": "a1", \
"verdict": "wrong", "note": "a title"}
{"kind": "reading", "rule": "miracle-word", "data": "drafts", "sentence": "b1", \
"verdict": "right", "note": ""}
"""
FINDING = Finding(
    rule="miracle-word",
    category=Category.CERTAINTY,
    severity=Severity.ERROR,
    confidence=Confidence.LOW,
    message="big",
    advice="small",
    span=Span(6, 13),
    excerpt="Tea is a miracle.",
    fingerprint="f",
)


def test_a_record_is_kept_in_an_order_of_its_own(tmp_path: Path) -> None:
    folder = tmp_path / "readings"
    place = readings.write(folder, Record("miracle-word", (DRAW,), (RIGHT, WRONG), (PAIRS,)))
    assert place == folder / "miracle-word.jsonl"
    assert place.read_text(encoding="utf-8") == ROWS


def test_a_kept_record_is_read_again(tmp_path: Path) -> None:
    (tmp_path / "miracle-word.jsonl").write_text(ROWS, encoding="utf-8")
    record = Record("miracle-word", (DRAW,), (WRONG, RIGHT), (PAIRS,))
    assert readings.read(tmp_path, "miracle-word") == record
    assert readings.read_all(tmp_path) == {"miracle-word": record}


def test_what_was_never_kept_is_empty(tmp_path: Path) -> None:
    assert readings.read(tmp_path, "miracle-word") == Record("miracle-word")
    assert readings.read_all(tmp_path / "nowhere") == {}


def test_a_draw_drops_the_readings_of_what_is_no_longer_found() -> None:
    other = RIGHT.model_copy(update={"data": "shop"})
    shop = DRAW.model_copy(update={"data": "shop"})
    before = Record("miracle-word", (DRAW, shop), (RIGHT, WRONG, other))
    again = DRAW.model_copy(update={"hits": 1})
    assert before.drawn(again, ["b1", "c1"]) == Record(
        "miracle-word", (shop, again), (RIGHT, other)
    )


def test_a_newer_verdict_takes_the_place_of_an_older_one() -> None:
    changed = WRONG.model_copy(update={"verdict": Verdict.ARGUABLE})
    record = Record("miracle-word", (DRAW,), (WRONG, RIGHT)).read([changed])
    assert record.readings == (changed, RIGHT)


def test_pairs_are_counted_anew() -> None:
    better = PAIRS.model_copy(update={"caught": 12})
    assert Record("miracle-word", pairs=(PAIRS,)).paired(better).pairs == (better,)


@pytest.mark.parametrize(
    ("source", "span", "excerpt", "same"),
    [
        pytest.param("\n\nTea is a  miracle.", Span(9, 20), "Tea is a miracle.", True, id="place"),
        pytest.param("Tea is a miracle.", Span(7, 16), "Tea is a miracle.", False, id="words"),
        pytest.param("Cocoa is a miracle.", Span(9, 18), "Cocoa is a miracle.", False, id="text"),
    ],
)
def test_a_finding_is_known_by_its_sentence_and_its_words(
    source: str, span: Span, excerpt: str, *, same: bool
) -> None:
    known = readings.key(replace(FINDING, span=Span(7, 17)), "Tea is a miracle.")
    other = readings.key(replace(FINDING, span=span, excerpt=excerpt), source)
    assert (known == other) is same


@pytest.mark.parametrize(
    ("row", "message"),
    [
        pytest.param("{", ":1:2: not JSON (", id="no JSON"),
        pytest.param("[]", ":1: the kind of a row is one of draw, reading, pairs", id="no kind"),
        pytest.param(ROWS.splitlines()[1].replace("miracle-word", "wonder-word"),
                     ":1: a row of 'wonder-word' in the file of 'miracle-word'", id="other rule"),
        pytest.param(f"{ROWS.splitlines()[0]}\n{ROWS.splitlines()[0]}",
                     ":2: this draw stands here twice", id="twice"),
        pytest.param(ROWS.splitlines()[2],
                     ":1: a reading of 'drafts', of which no draw stands above", id="no draw"),
        pytest.param(ROWS.replace("a title", " "),
                     ":3: a note has to say why a finding is wrong", id="no reason"),
        pytest.param(ROWS.replace('"made": 40', '"made": "40"'),
                     ":2: made: input should be a valid integer", id="wrong type"),
    ],
)  # fmt: skip
def test_refuses_a_row(tmp_path: Path, row: str, message: str) -> None:
    place = tmp_path / "miracle-word.jsonl"
    place.write_text(row, encoding="utf-8")
    with pytest.raises(CorpusError) as caught:
        readings.read_all(tmp_path)
    assert str(caught.value).startswith(f"{place.as_posix()}{message}")
