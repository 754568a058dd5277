"""Drawing, reading, recording, promoting: as docs/rule-life.md says, on small texts."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest

from tools.readings.__main__ import ROOT, main

SHOP = """\
Welcome to our shop, where every herb has been chosen with care by people who know them.
Turmeric cures diabetes. Berberine reverses fatty liver. The ham is cured for a week.
"""
LEAFLET = (
    "Ask your doctor before you take any herb. This broth heals your gut from within, they say."
)
SCORES: dict[str, Any] = {"splits": {"dev": {"rules": {}}}}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A project with the rules as they are, no readings, and nothing scored."""
    shutil.copytree(ROOT / "rules", tmp_path / "project" / "rules")
    reports = tmp_path / "project" / "reports"
    reports.mkdir()
    (reports / "scores.json").write_text(json.dumps(SCORES), encoding="utf-8")
    texts = tmp_path / "texts"
    texts.mkdir()
    (texts / "shop.txt").write_text(SHOP, encoding="utf-8")
    return tmp_path / "project"


def run(root: Path, *arguments: str) -> int:
    return main(arguments, root=root, shared=root.parent / "shared")


def draw(root: Path, *more: str) -> int:
    texts = str(root.parent / "texts")
    return run(root, "draw", "reversal-verb", texts, "--data", "shop", *more)


def sheet(root: Path) -> list[dict[str, Any]]:
    text = (root / "build" / "readings" / "reversal-verb.shop.jsonl").read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]


def fill(root: Path, **verdicts: str) -> Path:
    """Give the hits whose words begin with a name its verdict."""
    place = root / "build" / "readings" / "reversal-verb.shop.jsonl"
    rows = sheet(root)
    for row in rows:
        for word, verdict in verdicts.items():
            if f"[[{word}" in row["shown"]:
                row.update(verdict=verdict, note="a reason")
    place.write_text("".join(f"{json.dumps(row)}\n" for row in rows), encoding="utf-8")
    return place


def kept(root: Path) -> list[dict[str, Any]]:
    text = (root / "reports" / "readings" / "reversal-verb.jsonl").read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]


def test_a_draw_shows_each_hit_in_its_text(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert draw(root) == 0
    assert {row["shown"].partition("]]")[0].partition("[[")[2] for row in sheet(root)} == {
        "cures diabetes",
        "reverses fatty liver",
    }
    assert all(row["verdict"] == "" for row in sheet(root))
    assert capsys.readouterr().out.startswith(
        "reversal-verb: 2 hits in 31 words of shop; 0 read, 0 readings of what is no longer found "
        "dropped; 2 to read in "
    )
    (noted,) = kept(root)
    assert (noted["hits"], noted["words"], noted["population"]) == (2, 31, "drafts")


def test_a_sheet_holds_no_more_than_was_asked_for_and_chance_can_be_repeated(root: Path) -> None:
    seeds: dict[str, str] = {}
    for seed in ("1", "2", "3", "4", "1"):
        draw(root, "--count", "1", "--seed", seed)
        (row,) = sheet(root)
        assert seeds.setdefault(seed, row["sentence"]) == row["sentence"]
    assert len(set(seeds.values())) == 2


def test_verdicts_are_kept_and_what_is_read_is_not_shown_again(root: Path) -> None:
    draw(root)
    assert run(root, "record", str(fill(root, cures="right"))) == 0
    assert [row["verdict"] for row in kept(root) if row["kind"] == "reading"] == ["right"]
    assert "diabetes" not in json.dumps(kept(root))
    draw(root)
    (row,) = sheet(root)
    assert "[[reverses fatty liver]]" in row["shown"]


def test_a_reading_ends_with_its_finding(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    draw(root)
    run(root, "record", str(fill(root, cures="right", reverses="wrong")))
    (root.parent / "texts" / "shop.txt").write_text(
        SHOP.replace("reverses fatty liver", "is a plant")
    )
    capsys.readouterr()
    draw(root)
    assert "1 read, 1 readings of what is no longer found dropped; 0 to" in capsys.readouterr().out
    assert [row["verdict"] for row in kept(root) if row["kind"] == "reading"] == ["right"]


def test_texts_may_stand_in_rows(root: Path) -> None:
    rows = root.parent / "rows.jsonl"
    rows.write_text(f"{json.dumps({'text': SHOP})}\n{json.dumps({'text': LEAFLET})}\n")
    assert run(root, "draw", "reversal-verb", str(rows), "--data", "shop", "--trusted") == 0
    (noted,) = kept(root)
    assert (noted["texts"], noted["hits"], noted["population"]) == (2, 3, "trusted")


def test_pairs_are_counted(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pairs = root.parent / "pairs.jsonl"
    told = "He says of himself that he sells herbs and knows what they are good for."
    rows = [
        {"bad": f"{told} Turmeric cures diabetes.", "good": f"{told} Turmeric is yellow."},
        {"bad": f"{told} Turmeric is loved.", "good": f"{told} Turmeric heals your gut."},
    ]
    pairs.write_text("".join(f"{json.dumps(row)}\n" for row in rows))
    names = ("--faulty", "bad", "--sound", "good", "--data", "made")
    assert run(root, "pairs", "reversal-verb", str(pairs), *names) == 0
    assert capsys.readouterr().out == "reversal-verb: 2 pairs, 1 caught, 1 false alarms\n"
    (row,) = kept(root)
    assert (row["made"], row["caught"], row["false_alarms"]) == (2, 1, 1)


def test_pairs_of_abbreviations_are_made_of_the_measuring_texts(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pages = root.parent / "shared" / "bench" / "openstax"
    pages.mkdir(parents=True)
    told = "Ask your doctor about cognitive behavioral therapy (CBT) before you buy tablets."
    other = "Many people with chronic pain (CBT) and others with a cold (cough) feel better."
    (pages / "a.html").write_text(f"<p>{told}</p><p>{other}</p><p>Sleep apnea (SA)</p>")
    (pages.parent / "medquad.jsonl").write_text("")
    assert run(root, "pairs", "orphan-acronym", "--data", "acronyms") == 0
    assert capsys.readouterr().out == "orphan-acronym: 1 pairs, 1 caught, 0 false alarms\n"


def test_standing_says_what_is_lacking_and_writes_the_confidence(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place = root / "rules" / "certainty" / "reversal-verb.yaml"
    text = place.read_text(encoding="utf-8")
    place.write_text(re.sub("(?m)^confidence: .*$", "confidence: high", text), encoding="utf-8")
    draw(root)
    run(root, "record", str(fill(root, cures="right")))
    capsys.readouterr()
    assert run(root, "standing", "reversal-verb", "--write") == 0
    assert capsys.readouterr().out.splitlines()[1:] == [
        "  lacks: 1 findings judged, 30 needed",
        "  lacks: met 0 words of trusted text, 100,000 needed",
        "  reversal-verb.yaml: confidence: low",
    ]
    lines = place.read_text(encoding="utf-8").splitlines()
    assert lines[lines.index("severity: error") + 1] == "confidence: low"
    assert sum(line.startswith("confidence:") for line in lines) == 1


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        pytest.param(
            ["draw", "reversal-verbs", "{texts}", "--data", "shop"],
            "no rule or category is called 'reversal-verbs'; did you mean 'reversal-verb'?",
            id="no such rule",
        ),
        pytest.param(
            ["draw", "reversal-verb", "--data", "shop"],
            "name paths to draw from and what they are called; or only --data, one of "
            "corpus, medquad, openstax",
            id="no path",
        ),
        pytest.param(
            ["draw", "reversal-verb", "{texts}", "--data", "corpus"],
            "name paths to draw from and what they are called; or only --data, one of "
            "corpus, medquad, openstax",
            id="a path under a name that is taken",
        ),
        pytest.param(
            ["draw", "reversal-verb", "--data", "openstax"],
            "{shared}/bench/openstax: these texts are not part of the project, and not beside it",
            id="absent",
        ),
        pytest.param(
            ["pairs", "reversal-verb", "{texts}/shop.txt", "--data", "made"],
            "{texts}/shop.txt:1: a row of JSON with the texts faulty, sound is needed",
            id="no rows",
        ),
        pytest.param(
            ["pairs", "reversal-verb", "--data", "made"],
            "name a file of pairs and what they are called; or only --data acronyms",
            id="pairs of nothing",
        ),
        pytest.param(
            ["record", "{texts}/shop.txt"],
            "{texts}/shop.txt:1: not a row of a sheet (",
            id="no sheet",
        ),
    ],
)
def test_wrong_use_is_told_in_a_line(
    root: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], message: str
) -> None:
    places = {"texts": str(root.parent / "texts"), "shared": str(root.parent / "shared")}
    assert run(root, *(one.format(**places) for one in arguments)) == 2
    err = capsys.readouterr().err
    assert err.startswith(f"readings: {message.format(**places)}")
    assert err.count("\n") == 1


@pytest.mark.parametrize(
    ("verdict", "note", "message"),
    [
        pytest.param("maybe", "", "input should be 'right', 'wrong' or 'arguable'", id="unknown"),
        pytest.param("wrong", "", "a note has to say why a finding is wrong", id="without a note"),
    ],
)
def test_a_verdict_is_checked(
    root: Path, capsys: pytest.CaptureFixture[str], verdict: str, note: str, message: str
) -> None:
    draw(root)
    rows = sheet(root)
    rows[0].update(verdict=verdict, note=note)
    place = root / "build" / "readings" / "reversal-verb.shop.jsonl"
    place.write_text("".join(f"{json.dumps(row)}\n" for row in rows), encoding="utf-8")
    before = kept(root)
    capsys.readouterr()
    assert run(root, "record", str(place)) == 2
    assert message in capsys.readouterr().err
    assert kept(root) == before
