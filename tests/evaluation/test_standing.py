"""Bars: what is counted as evidence, what confidence follows, and what a rule is told it lacks."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from medlint.evaluation.readings import CORPUS, Draw, Pairs, Population, Reading, Record, Verdict
from medlint.evaluation.standing import Evidence, Standing, standing
from medlint.finding import Confidence, Severity
from medlint.rules.definition import RuleDefinition

DAY = dt.date(2026, 11, 23)
QUIET = "textbook"


def definition(severity: Severity = Severity.WARNING) -> RuleDefinition:
    return RuleDefinition.model_validate(
        {
            "id": "miracle-word",
            "category": "certainty",
            "summary": "A word is used.",
            "severity": severity,
            "match": {"kind": "phrases", "any_of": ["miracle"]},
            "message": "'{match}' is a big word.",
            "advice": "Say what was shown.",
            "why": "Readers believe it.",
            "authority": [{"title": "An act"}],
            "flags": ["It is a [[miracle]]."],
            "passes": ["It is no miracle."],
        }
    )


def kept(**splits: tuple[int, int, int]) -> dict[str, Any]:
    """Scores with so many hits, false alarms and unjudged findings of the rule in each split."""
    return {
        "splits": {
            split: {
                "rules": {
                    "miracle-word": {"hits": hits, "false_alarms": alarms, "unjudged": unjudged}
                }
            }
            for split, (hits, alarms, unjudged) in splits.items()
        }
    }


def draw(data: str, population: Population, *, hits: int = 0, words: int = 100_000) -> Draw:
    return Draw(
        rule="miracle-word",
        data=data,
        population=population,
        texts=1,
        words=words,
        hits=hits,
        on=DAY,
    )


def read(data: str, right: int = 0, wrong: int = 0, arguable: int = 0) -> tuple[Reading, ...]:
    verdicts = [Verdict.RIGHT] * right + [Verdict.WRONG] * wrong + [Verdict.ARGUABLE] * arguable
    return tuple(
        Reading(rule="miracle-word", data=data, sentence=str(n), verdict=verdict, note="seen")
        for n, verdict in enumerate(verdicts)
    )


def of(
    scores: dict[str, Any],
    *draws: Draw,
    readings: tuple[Reading, ...] = (),
    pairs: tuple[Pairs, ...] = (),
    severity: Severity = Severity.WARNING,
) -> Standing:
    met = (draw(QUIET, Population.TRUSTED), *draws)
    return standing(definition(severity), scores, Record("miracle-word", met, readings, pairs))


def made(pairs: int, caught: int, alarms: int = 0) -> tuple[Pairs, ...]:
    one = Pairs(
        rule="miracle-word", data="made", made=pairs, caught=caught, false_alarms=alarms, on=DAY
    )
    return (one,)


@pytest.mark.parametrize(
    ("right", "wrong", "at_least", "confidence"),
    [
        pytest.param(0, 0, 0.0, Confidence.LOW, id="nothing"),
        pytest.param(7, 0, 0.6457, Confidence.LOW, id="few, all right"),
        pytest.param(10, 0, 0.7225, Confidence.MEDIUM, id="ten, all right"),
        pytest.param(27, 3, 0.7438, Confidence.MEDIUM, id="thirty, nine in ten right"),
        pytest.param(34, 0, 0.8985, Confidence.MEDIUM, id="just too few"),
        pytest.param(35, 0, 0.9011, Confidence.HIGH, id="just enough"),
        pytest.param(80, 20, 0.7112, Confidence.MEDIUM, id="many, a fifth wrong"),
        pytest.param(0, 9, 0.0, Confidence.LOW, id="all wrong"),
    ],
)
def test_confidence_follows_from_the_lower_bound(
    right: int, wrong: int, at_least: float, confidence: Confidence
) -> None:
    evidence = Evidence(right, wrong)
    assert evidence.at_least == pytest.approx(at_least, abs=5e-5)
    assert evidence.confidence is confidence


@pytest.mark.parametrize(
    ("scores", "readings", "evidence"),
    [
        pytest.param(kept(dev=(20, 1, 0), test=(9, 2, 0)), (), Evidence(29, 3), id="all judged"),
        pytest.param(kept(dev=(20, 1, 2), test=(9, 2, 0)), (), Evidence(9, 2), id="dev not read"),
        pytest.param(
            kept(dev=(20, 1, 2)), read(CORPUS, 1, arguable=1), Evidence(21, 1), id="dev read"
        ),
        pytest.param(kept(test=(9, 2, 1)), (), Evidence(), id="test cannot be read"),
        pytest.param(kept(claims=(9, 2, 1)), (), Evidence(9, 2), id="claims need no reading"),
        pytest.param({"splits": {"dev": {"rules": {}}}}, (), Evidence(), id="rule not scored"),
    ],
)
def test_gold_counts_where_every_finding_is_judged(
    scores: dict[str, Any], readings: tuple[Reading, ...], evidence: Evidence
) -> None:
    assert of(scores, draw(CORPUS, Population.DRAFTS), readings=readings).drafts == evidence


def test_a_rule_is_judged_by_drafts_where_they_are_enough() -> None:
    textbook = read(QUIET, wrong=4)
    assert of(kept(dev=(30, 0, 0)), readings=textbook).evidence == Evidence(30, 0)
    assert of(kept(dev=(29, 0, 0)), readings=textbook).evidence == Evidence(29, 4)
    rare = of(kept(dev=(12, 0, 0)), readings=textbook, pairs=made(30, 9))
    assert rare.evidence == Evidence(12, 0)


def test_of_a_sample_the_part_that_was_wrong_stands_for_the_rest() -> None:
    loud = draw("magazine", Population.TRUSTED, hits=40)
    assert of(kept(), loud).alarms == pytest.approx(2.0)
    assert of(kept(), loud, readings=read("magazine", 3, 1, 6)).alarms == pytest.approx(0.5)
    quiet = draw("magazine", Population.DRAFTS, hits=40)
    assert of(kept(), quiet, readings=read("magazine", wrong=9)).alarms == 0.0


@pytest.mark.parametrize(
    ("found", "lacks"),
    [
        pytest.param(of(kept(dev=(27, 3, 0))), (), id="at the bars"),
        pytest.param(
            of(kept(dev=(28, 2, 0)), severity=Severity.ERROR),
            ("a precision of 0.93 on judged findings, 0.95 needed",),
            id="an error has a higher bar",
        ),
        pytest.param(
            of(kept(dev=(29, 0, 0))),
            (
                "29 findings judged, 30 needed",
                "or 30 pairs made for it, for a rule that seldom finds anything",
            ),
            id="too few",
        ),
        pytest.param(
            of(kept(dev=(9, 0, 0))), ("9 findings judged, 30 needed",), id="far too few for pairs"
        ),
        pytest.param(of(kept(dev=(10, 0, 0)), pairs=made(30, 5)), (), id="rare, with pairs"),
        pytest.param(
            of(kept(dev=(10, 0, 0)), pairs=made(29, 5)),
            (
                "10 findings judged, 30 needed",
                "or 30 pairs made for it, for a rule that seldom finds anything",
            ),
            id="too few pairs",
        ),
        pytest.param(
            of(kept(dev=(10, 0, 0)), pairs=made(30, 4, 1)),
            ("a precision of 0.80 on pairs of made, 0.90 needed",),
            id="pairs it cannot tell apart",
        ),
        pytest.param(
            of(kept(dev=(30, 0, 0)), draw("magazine", Population.TRUSTED, hits=11)),
            ("0.55 false alarms per 10,000 words of trusted text, 0.5 allowed",),
            id="loud",
        ),
        pytest.param(
            standing(definition(), kept(dev=(30, 0, 0)), Record("miracle-word")),
            ("met 0 words of trusted text, 100,000 needed",),
            id="never met trusted text",
        ),
    ],
)
def test_a_rule_is_told_what_it_lacks(found: Standing, lacks: tuple[str, ...]) -> None:
    assert found.lacks == lacks
