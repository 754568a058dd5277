"""What the rules about wording make of sentences of which half are look-alikes."""

import datetime as dt
import json
from collections import defaultdict
from pathlib import Path

import pytest

from medlint import runner
from medlint.plan import Plan

ROOT = Path(__file__).parents[1]
ROWS = [
    json.loads(line)
    for line in (ROOT / "corpus" / "language.jsonl").read_text(encoding="utf-8").splitlines()
]
MISSED = {
    "stigma-diabetes-weight": 2,
    "undefined-abbreviation": 1,
    "stigma-illness": 1,
    "contested-term": 2,
    "unnamed-side-effects": 3,
    "consult-clinician": 3,
    # An overdose may be an accident.
    "suicide-language": 2,
}
"""So many faulty sentences of a rule may go unseen; of the others none."""


@pytest.fixture(scope="module")
def verdicts() -> dict[str, list[tuple[bool, bool, str]]]:
    rules = tuple(sorted({row["rule"] for row in ROWS}))
    engine = runner.prepare(Plan(root=ROOT, as_of=dt.date(2026, 11, 23), select=rules))
    found = defaultdict(list)
    for number, row in enumerate(ROWS):
        findings = runner.lint_text(engine, row["text"], f"{number}.md").found()
        said = any(finding.rule == row["rule"] for finding in findings)
        found[row["rule"]].append((row["faulty"], said, row["text"]))
    return found


@pytest.mark.parametrize("rule", sorted({row["rule"] for row in ROWS}))
def test_faults_are_told_from_look_alikes(
    rule: str, verdicts: dict[str, list[tuple[bool, bool, str]]]
) -> None:
    missed = [text for faulty, said, text in verdicts[rule] if faulty and not said]
    invented = [text for faulty, said, text in verdicts[rule] if said and not faulty]
    assert len(missed) <= MISSED.get(rule, 0), missed
    assert invented == []
