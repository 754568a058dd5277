"""Parts: the same rows in lines and in columns, and what an index reads of them."""

import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from medlint.batch.parts import JsonLines, Layout, Parquet, entry, schema
from medlint.batch.rows import COUNTS
from medlint.finding import (
    Authority,
    Category,
    Confidence,
    Disposition,
    FileError,
    Finding,
    Related,
    Replacement,
    Severity,
    finding_to_json,
)
from medlint.formats.overview import Entry, Fired
from medlint.report import Summary
from medlint.text import LineIndex, Span

SOURCE = "Turmeric cures diabetes.\nSo they say.\n"


def finding(**changes: Any) -> dict[str, Any]:
    """A finding with every key of the contract filled."""
    made = Finding(
        rule="reversal-verb",
        category=Category.CERTAINTY,
        severity=Severity.ERROR,
        confidence=Confidence.HIGH,
        message="'cures' promises.",
        advice="Say less.",
        span=Span(9, 23),
        excerpt="Turmeric cures diabetes.",
        fingerprint="f" * 20,
        why="It matters.",
        authority=(Authority("An act", "5", 2022, "https://example.org"),),
        related=(Related(Span(0, 8), "this"),),
        fix=(Replacement(Span(9, 14), "may help"),),
        reason="why not",
        sentence=Span(0, 24),
        yields_to="other",
    )
    location = {"part": "word/document.xml", "paragraph": 3, "run": 1}
    return {**finding_to_json(made, LineIndex(SOURCE)), "location": location, **changes}


def row(path: str, *findings: dict[str, Any], **counts: int) -> dict[str, Any]:
    return {
        "path": path,
        "title": f"Title of {path}",
        "format": "markdown",
        "words": 7,
        "counts": {**dict.fromkeys(COUNTS, 0), **counts},
        "findings": list(findings),
    }


ROWS = [
    row("a.md", finding(), finding(severity="warning", fix=None), error=1, warning=1),
    row("b.md"),
    {"path": "c.md", "error": {"stage": "decode", "message": "not UTF-8"}},
    row("d.md", finding(disposition="suppressed"), suppressed=1),
]


def closed(layout: Layout, folder: Path, rows: list[dict[str, Any]]) -> Path:
    lines = folder / "lines"
    lines.write_text("".join(f"{json.dumps(one)}\n" for one in rows), encoding="utf-8")
    part = folder / f"part{layout.ending}"
    layout.close(lines, part)
    return part


@pytest.mark.parametrize("layout", [JsonLines(), Parquet()], ids=["jsonl", "parquet"])
def test_an_index_reads_the_same_of_lines_and_of_columns(layout: Layout, tmp_path: Path) -> None:
    part = closed(layout, tmp_path, ROWS)
    cures = Fired("reversal-verb", Category.CERTAINTY, Severity.ERROR, 2)
    assert [entry(one) for one in layout.rows(part)] == [
        Entry("a.md", "Title of a.md", Summary(files=1, checked=1, error=1, warning=1), (cures,)),
        Entry("b.md", "Title of b.md", Summary(files=1, checked=1)),
        Entry("c.md", "c.md", Summary(files=1, failed=1), error=FileError("decode", "not UTF-8")),
        Entry("d.md", "Title of d.md", Summary(files=1, checked=1, suppressed=1)),
    ]


def test_columns_hold_all_that_lines_hold(tmp_path: Path) -> None:
    found = pq.read_table(closed(Parquet(), tmp_path, ROWS)).to_pylist()
    first, second = found[0]["findings"]
    expected = finding()
    location = {"pointer": None, **expected["location"]}
    assert first == {**expected, "location": location}
    assert second["fix"] is None
    assert found[2] == {
        "path": "c.md",
        **dict.fromkeys(("title", "format", "words", "counts", "findings")),
        "error": {"stage": "decode", "message": "not UTF-8"},
    }


def leaves(kind: pa.DataType, value: Any) -> None:
    """Every key of a value is a field of its type: none would be dropped in silence."""
    if pa.types.is_list(kind):
        for each in value or ():
            leaves(kind.value_type, each)
    elif pa.types.is_struct(kind):
        assert set(value) <= {kind.field(n).name for n in range(kind.num_fields)}
        for key, inner in value.items():
            leaves(kind.field(key).type, inner)


def test_no_key_of_the_contract_is_missing_in_the_columns() -> None:
    types = {name: schema().field(name).type for name in schema().names}
    for one in ROWS[:1]:
        assert set(one) <= set(types)
        for key, value in one.items():
            leaves(types[key], value)
    dispositions = {fate.value for fate in Disposition if fate is not Disposition.REPORTED}
    assert dispositions | {"error", "warning", "note", "preview"} == set(COUNTS)


def test_half_a_character_ends_no_part(tmp_path: Path) -> None:
    rows = [row("a\udcff.md", finding(excerpt="half \ud83d of one", message="\U0001f600"))]
    (found,) = pq.read_table(closed(Parquet(), tmp_path, rows)).to_pylist()
    assert found["path"] == "a\ufffd.md"
    assert found["findings"][0]["excerpt"] == "half \ufffd of one"
    assert found["findings"][0]["message"] == "\U0001f600"
