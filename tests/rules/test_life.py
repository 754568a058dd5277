"""Every rule that comes with medlint is where the judged findings put it: docs/rule-life.md."""

import json
from pathlib import Path

import pytest

from medlint.evaluation import readings
from medlint.evaluation.standing import Standing, standing
from medlint.rules.definition import RuleDefinition, Status
from medlint.rules.loader import load
from medlint.rules.sources import bundled_folder

ROOT = Path(__file__).parents[2]
KEPT = json.loads((ROOT / "reports" / "scores.json").read_text(encoding="utf-8"))
RECORDS = readings.read_all(ROOT / "reports" / "readings")
RULES = {rule: loaded.definition for rule, loaded in sorted(load([bundled_folder()]).rules.items())}


def stands(definition: RuleDefinition) -> Standing:
    record = RECORDS.get(definition.id) or readings.Record(definition.id)
    return standing(definition, KEPT, record)


@pytest.mark.parametrize("definition", [pytest.param(rule, id=rule.id) for rule in RULES.values()])
def test_the_confidence_of_a_rule_is_the_one_that_was_measured(definition: RuleDefinition) -> None:
    measured = stands(definition).evidence.confidence
    assert definition.confidence == measured, "run: python -m tools.readings standing --write"


@pytest.mark.parametrize(
    "definition",
    [pytest.param(rule, id=rule.id) for rule in RULES.values() if rule.status is Status.STABLE],
)
def test_a_stable_rule_is_over_the_bars(definition: RuleDefinition) -> None:
    assert stands(definition).lacks == (), "see docs/rule-life.md, or set it back to preview"


def test_readings_are_of_rules_that_exist() -> None:
    assert set(RECORDS) <= set(RULES)
