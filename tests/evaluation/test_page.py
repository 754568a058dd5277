"""The kept scores for people: a page and a picture."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from medlint.errors import CorpusError
from medlint.evaluation import page, picture, quiet
from medlint.evaluation.quiet import Quiet
from medlint.evaluation.standing import Evidence, Standing
from medlint.rules.definition import RuleDefinition

RULE = {
    "id": "big-word",
    "category": "certainty",
    "summary": "A word is used.",
    "severity": "error",
    "status": "preview",
    "match": {"kind": "phrases", "any_of": ["miracle"]},
    "message": "'{match}' is a big word.",
    "advice": "Say what was shown.",
    "why": "Readers believe it.",
    "authority": [{"title": "An act"}],
    "flags": ["It is a [[miracle]]."],
    "passes": ["It is no miracle."],
}
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
    picture_of = "Precision and recall by category and rule, and findings in trusted text"
    assert f"![{picture_of}](scores.svg)" in lines
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


LEAFLETS = Quiet(
    "leaflets", 20_000, "2026-11-23", {"certainty": {"big-word": 9}, "dosing": {"big-dose": 3}}
)
BOOK = Quiet("book", 10_000, "2026-11-22", {"certainty": {"big-word": 0, "other-word": 1}})


def test_the_page_says_how_much_is_reported_in_trusted_text() -> None:
    lines = page.render(KEPT, [LEAFLETS, BOOK], picture="scores.svg").splitlines()
    start = lines.index("| | leaflets, 20,000 words, 2026-11-23 | book, 10,000 words, 2026-11-22 |")
    assert lines[start + 1 :] == [
        "| --- | --: | --: |",
        "| **all** | 6.00 (12) | 1.00 (1) |",
        "| **certainty** | 4.50 (9) | 1.00 (1) |",
        "| `big-word` | 4.50 (9) | 0.00 (0) |",
        "| `other-word` | \N{EN DASH} | 1.00 (1) |",
    ]


def test_the_picture_has_a_panel_of_trusted_text() -> None:
    root = ET.fromstring(picture.render(KEPT, [LEAFLETS, BOOK]))  # noqa: S314 -- our own
    shapes = [path.get("d", "") for path in root.iter(f"{SVG}path") if path.get("class") == "quiet"]
    # The panel begins at 794 and is 260 wide for four findings; two of the legend come first.
    assert [d.split()[0] for d in shapes[2:]] == [
        "M1054.0", "M859.0", "M1054.0", "M859.0", "M1054.0", "M794.0", "M859.0",
    ]  # fmt: skip
    words = [text.text for text in root.iter(f"{SVG}text")]
    assert words[2:4] == ["leaflets", "book"]
    assert [word for word in words if word in {"6.0", "4.5", "1.0"}] == ["6.0", "4.5", "4.5"]


def test_the_page_says_where_rules_stand() -> None:
    definition = RuleDefinition.model_validate(RULE)
    found = Standing(
        rule="big-word",
        drafts=Evidence(18, 2),
        trusted=Evidence(1, 1),
        trusted_words=10_000,
        alarms=0.7,
        evidence=Evidence(19, 3),
        lacks=("more", "and more"),
    )
    whole = replace(found, lacks=())
    stands = [(definition, found), (definition, whole)]
    *_, first, second = page.render(KEPT, stands=stands, picture="scores.svg").splitlines()
    told = "| `big-word` | error | preview | 19 | 3 | 0.86 | 0.67 | low | 0.70 |"
    assert first == f"{told} more; and more |"
    assert second == f"{told} nothing: it may be stable |"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("{", id="no JSON"),
        pytest.param("[]", id="no parts"),
        pytest.param('{"a": {"tally": {"words": 3}}}', id="no day"),
    ],
)
def test_figures_that_the_benchmark_did_not_write_are_refused(tmp_path: Path, text: str) -> None:
    place = tmp_path / "bench.json"
    place.write_text(text)
    with pytest.raises(CorpusError, match=r"bench\.json: not the figures of a benchmark"):
        quiet.read(place)


def test_parts_without_a_tally_are_passed_over(tmp_path: Path) -> None:
    place = tmp_path / "bench.json"
    tally = {"words": 20, "findings": {"dosing": {"big-dose": 3}}}
    place.write_text(json.dumps({"speed": {"date": "x"}, "a": {"date": "d", "tally": tally}}))
    assert quiet.read(place) == [Quiet("a", 20, "d", {"dosing": {"big-dose": 3}})]
    assert quiet.read(tmp_path / "none.json") == []
