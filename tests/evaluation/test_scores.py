"""The scores that are kept under version control are those of the rules as they are."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest

from medlint.evaluation import published, readings, record
from medlint.evaluation.annotated import Split
from medlint.evaluation.evaluate import Evaluation, evaluate
from medlint.plan import Plan
from medlint.rules.loader import load
from medlint.rules.sources import bundled_folder

ROOT = Path(__file__).parents[2]
KEPT = ROOT / "reports" / "scores.json"
REFRESH = "the scores have changed; look at them, then: medlint eval corpus --write reports"


@pytest.fixture(scope="module")
def made() -> Evaluation:
    """A fresh run over the corpus, of the day on which the kept scores were made."""
    kept = json.loads(KEPT.read_text(encoding="utf-8"))
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(ROOT)
        return evaluate(["corpus"], Plan(root=ROOT, as_of=dt.date.fromisoformat(kept["as_of"])))


def test_the_kept_scores_are_those_of_a_fresh_run(made: Evaluation) -> None:
    kept = json.loads(KEPT.read_text(encoding="utf-8"))
    fresh = record.kept(made)
    assert fresh["model"] == kept["model"]
    before, after = dict(record.counts_in(kept)), dict(record.counts_in(fresh))
    changed = {
        name: (before.get(name), after.get(name))
        for name in sorted({*before, *after})
        if before.get(name) != after.get(name)
    }
    assert changed == {}, REFRESH


def test_readings_of_the_corpus_are_of_what_is_still_found(made: Evaluation) -> None:
    found = {
        (judged.rule, readings.key(finding, outcome.annotated.source))
        for outcome in made.outcomes
        if outcome.annotated.split is Split.DEV
        for judged in outcome.judged
        for finding in judged.unjudged
    }
    read = {
        (rule, reading.sentence)
        for rule, kept in readings.read_all(KEPT.parent / "readings").items()
        for reading in kept.readings
        if reading.data == readings.CORPUS
    }
    assert read - found == set(), "draw again: python -m tools.readings draw RULE --data corpus"


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
    made = published.render(kept, load([bundled_folder()]), KEPT.parent)
    for name in ("scores.md", "scores.svg"):
        assert made[name] == (KEPT.parent / name).read_text(encoding="utf-8"), REFRESH
