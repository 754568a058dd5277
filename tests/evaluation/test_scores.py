"""The scores that are kept under version control are those of the rules as they are."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest

from medlint.evaluation import page, picture, record
from medlint.evaluation.evaluate import evaluate
from medlint.runner import Plan

ROOT = Path(__file__).parents[2]
KEPT = ROOT / "reports" / "scores.json"
REFRESH = "the scores have changed; look at them, then: medlint eval corpus --write reports"


def test_the_kept_scores_are_those_of_a_fresh_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    kept = json.loads(KEPT.read_text(encoding="utf-8"))
    made = evaluate(["corpus"], Plan(root=ROOT, as_of=dt.date.fromisoformat(kept["as_of"])))
    fresh = record.kept(made)
    assert fresh["model"] == kept["model"]
    before, after = dict(record.counts_in(kept)), dict(record.counts_in(fresh))
    changed = {
        name: (before.get(name), after.get(name))
        for name in sorted({*before, *after})
        if before.get(name) != after.get(name)
    }
    assert changed == {}, REFRESH


def test_the_kept_scores_add_up() -> None:
    kept = json.loads(KEPT.read_text(encoding="utf-8"))
    assert list(kept["splits"]) == ["dev", "test", "claims"]
    for scores in kept["splits"].values():
        for counted in ("hits", "misses", "false_alarms", "arguable", "arguable_found"):
            total = scores["all"][counted]
            for part in ("categories", "rules", "by_text"):
                assert sum(row[counted] for row in scores[part].values()) == total
        assert scores["texts"] == len(scores["by_text"]) == sum(scores["kinds"].values())


def test_the_page_and_the_picture_show_the_kept_scores() -> None:
    kept = json.loads(KEPT.read_text(encoding="utf-8"))
    shown = KEPT.with_suffix(".md").read_text(encoding="utf-8")
    assert page.render(kept, picture="scores.svg") == shown, REFRESH
    assert picture.render(kept) == KEPT.with_suffix(".svg").read_text(encoding="utf-8"), REFRESH
