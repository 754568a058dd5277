"""The kept scores for people: a page and a picture."""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree as ET

import pytest

from medlint.evaluation import page, picture

SVG = "{http://www.w3.org/2000/svg}"


def row(**changes: object) -> dict[str, Any]:
    return {
        "hits": 3,
        "misses": 1,
        "false_alarms": 0,
        "arguable": 2,
        "arguable_found": 1,
        "precision": 1.0,
        "precision_95": None,
        "recall": 0.75,
        "recall_95": [0.5, 1.0],
        "f1": 0.8571,
        "f1_95": [0.6667, 1.0],
        **changes,
    }


SILENT = row(
    hits=0, misses=0, arguable=0, arguable_found=0, precision=None, recall=None, recall_95=None,
    f1=None, f1_95=None,
)  # fmt: skip


def split(**rules: dict[str, Any]) -> dict[str, Any]:
    return {
        "texts": 2,
        "kinds": {"careful": 1, "flawed": 1},
        "unwritten": 0,
        "all": row(),
        "categories": {"certainty": row()},
        "rules": {
            name.replace("_", "-"): {"category": "certainty", **own} for name, own in rules.items()
        },
        "by_text": {},
    }


KEPT = {
    "schema": 1,
    "model": "a-model-1.0",
    "as_of": "2026-11-23",
    "splits": {
        "dev": split(big_word=row(), other_word=SILENT),
        "test": split(big_word=row(recall=0.25), other_word=SILENT),
    },
}


def test_the_page_has_a_table_of_each_split() -> None:
    dash = "\N{EN DASH}"
    cells = f"3 | 1 | 0 | 1.00 | 0.75 (0.50{dash}1.00) | 0.86 (0.67{dash}1.00) | 1 of 2"
    lines = page.render(KEPT, picture="scores.svg").splitlines()
    start = lines.index("## Articles that the rules are tuned on (dev)")
    assert lines[start + 2 : start + 10] == [
        "2 texts: 1 careful, 1 flawed.",
        "",
        "| | hits | misses | false alarms | precision | recall | F1 | arguable found |",
        "| --- | --: | --: | --: | --: | --: | --: | --: |",
        f"| **all** | {cells} |",
        f"| **certainty** | {cells} |",
        f"| `big-word` | {cells} |",
        f"| `other-word` | 0 | 0 | 0 | {dash} | {dash} | {dash} | {dash} |",
    ]
    assert "## Articles that they are only scored on (test)" in lines
    assert "![Precision and recall by category and rule, on each split](scores.svg)" in lines
    assert any("`a-model-1.0`, facts as of 2026-11-23" in line for line in lines)


def test_the_picture_has_a_dot_for_each_score_at_its_place() -> None:
    root = ET.fromstring(picture.render(KEPT))  # noqa: S314 -- our own
    dots = [(float(dot.get("cx", 0)), dot.get("cy")) for dot in root.iter(f"{SVG}circle")][1:]
    # Panels begin at 194 and 494 and are 260 wide; precision is 1, recall 0.75.
    assert [x for x, _ in dots] == pytest.approx([454] * 3 + [689] * 3)
    assert len({y for _, y in dots}) == 3
    spans = [
        (float(line.get("x1", 0)), float(line.get("x2", 0)))
        for line in root.iter(f"{SVG}line")
        if line.get("class") == "dev"
    ]
    assert spans == [(624.0, 754.0)] * 3
    diamonds = [path.get("d", "") for path in root.iter(f"{SVG}path")]
    assert [d.split()[0] for d in diamonds[1:]] == ["M454.0"] * 3 + ["M689.0"] * 2 + ["M559.0"]


def test_the_picture_names_its_rows_and_fetches_nothing() -> None:
    drawn = picture.render(KEPT)
    root = ET.fromstring(drawn)  # noqa: S314 -- our own
    words = [text.text for text in root.iter(f"{SVG}text")]
    assert words[:6] == [
        "dev articles", "test articles", "all", "certainty", "big-word", "other-word",
    ]  # fmt: skip
    assert "url(" not in drawn
    assert "href" not in drawn
    assert root.find(f"{SVG}title") is not None
