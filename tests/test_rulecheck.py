"""The proof of examples: each broken promise is told by name, a sound rule keeps them all."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest

from medlint.nlp import DEFAULT_MODEL
from medlint.rulecheck import Breach, Checker
from medlint.rules import registry

RuleWriter = Callable[..., Path]
FLAGS = ["Turmeric is a [[miracle cure]] for you."]
PASSES = ["Turmeric is a miracle of nature."]


def breaches(folder: Path, *, as_of: dt.date | None = None) -> list[Breach]:
    loaded = registry.load_rules([folder])
    return Checker.of(loaded, model=DEFAULT_MODEL, as_of=as_of).check("house-rule")


def broken(promise: str, example: str = "") -> Breach:
    return Breach("house-rule", promise, example)


def test_a_sound_rule_breaks_no_promise(write_rule: RuleWriter) -> None:
    assert breaches(write_rule("house-rule")) == []


def test_a_sound_rule_with_everything_breaks_no_promise(write_rule: RuleWriter) -> None:
    folder = write_rule(
        "house-rule",
        severity="warning",
        unless=["questioned", "quoted"],
        softer_when=["cited"],
        flags=[
            "A [[miracle cure]]. Two [[miracle-cures]].",
            {"text": "<p>A [[miracle <b>cure]]</b> here.", "format": "html"},
            {"text": "A [[miracle cure]] [3].", "severity": "note"},
        ],
        passes=["Is it a miracle cure?", "A “miracle cure” they say.", "A miracle."],
        todo={"flags": ["A [[wonder]] of a cure."], "passes": ["Miracle cures are not the topic."]},
    )
    assert breaches(folder) == []


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        pytest.param(
            {"flags": ["Turmeric is [[a miracle cure]] for you."]},
            broken(
                "must flag exactly the marked words, flags 'miracle cure'",
                "Turmeric is [[a miracle cure]] for you.",
            ),
            id="wrong span",
        ),
        pytest.param(
            {"flags": ["A [[miracle cure]], a real miracle cure."]},
            broken(
                "must flag exactly the marked words, flags 'miracle cure', 'miracle cure'",
                "A [[miracle cure]], a real miracle cure.",
            ),
            id="too many",
        ),
        pytest.param(
            {"flags": ["A [[miracle]]."]},
            broken("must flag exactly the marked words, flags nothing", "A [[miracle]]."),
            id="none",
        ),
        pytest.param(
            {"flags": [{"text": FLAGS[0], "severity": "warning"}]},
            broken("must be warning, is error", FLAGS[0]),
            id="wrong severity",
        ),
        pytest.param(
            {"passes": ["No miracle cures here."]},
            broken("must pass, flags 'miracle cures'", "No miracle cures here."),
            id="passing example flagged",
        ),
        pytest.param(
            {"unless": ["questioned"]},
            broken("no 'passes' example needs the guard 'questioned'"),
            id="needless guard",
        ),
        pytest.param(
            {"softer_when": ["cited"]},
            broken("no 'flags' example is softer because of the guard 'cited'"),
            id="needless softening",
        ),
        pytest.param(
            {"passes": ["The weather is fine."]},
            broken("no 'passes' example comes near: one must share words"),
            id="no near miss",
        ),
        pytest.param(
            {"todo": {"flags": ["It is [[miracle cures]] again."]}},
            broken("this todo succeeds: promote it to 'flags'", "It is [[miracle cures]] again."),
            id="a todo that is flagged by now",
        ),
        pytest.param(
            {"todo": {"passes": ["A miracle."]}},
            broken("this todo succeeds: promote it to 'passes'", "A miracle."),
            id="a todo that passes by now",
        ),
        pytest.param(
            {"flags": [*FLAGS, "Dieser Text ist nicht auf Englisch [[geschrieben]] worden."]},
            broken(
                "the example cannot be checked: the text reads as German, not English; "
                "medlint checks English only",
                "Dieser Text ist nicht auf Englisch [[geschrieben]] worden.",
            ),
            id="an example that cannot be checked",
        ),
        pytest.param(
            {"passes": [*PASSES, "Dieser Text ist nicht auf Englisch geschrieben worden."]},
            broken(
                "the example cannot be checked: the text reads as German, not English; "
                "medlint checks English only",
                "Dieser Text ist nicht auf Englisch geschrieben worden.",
            ),
            id="a passing example that cannot be checked",
        ),
    ],
)
def test_a_broken_promise_is_told_by_name(
    write_rule: RuleWriter, changes: dict[str, object], expected: Breach
) -> None:
    assert breaches(write_rule("house-rule", **changes)) == [expected]


def test_every_broken_promise_is_told(write_rule: RuleWriter) -> None:
    folder = write_rule(
        "house-rule",
        flags=["A [[miracle]]."],
        passes=["A miracle cure."],
        unless=["questioned"],
        todo={"flags": FLAGS},
    )
    # With the passing example flagged anyhow, nothing can be said of the guard.
    assert [breach.promise for breach in breaches(folder)] == [
        "must flag exactly the marked words, flags nothing",
        "must pass, flags 'miracle cure'",
        "this todo succeeds: promote it to 'flags'",
    ]


def test_a_preview_is_proved_like_any_rule(write_rule: RuleWriter) -> None:
    assert breaches(write_rule("house-rule", status="preview")) == []
    assert breaches(write_rule("house-rule", status="deprecated")) == []


THERAPIES = """\
id: herbs
holds: therapies
summary: Herbs.
as_of: 2020-01-01
review_after_days: 100
jurisdiction: us
therapy_cues: [take]
caveat_contexts: [risk]
benefit_contexts: [improv]
classes:
  - id: kava
    label: Kava
    triggers: [kava]
    severity: error
    caveats: [{id: liver, label: liver damage, any_of: [liver]}]
    verified: true
    sources: [{org: FDA, basis: primary}]
"""


def test_examples_are_proved_on_a_day_when_their_facts_held(write_rule: RuleWriter) -> None:
    folder = write_rule(
        "house-rule",
        match={"kind": "required", "therapies": "herbs"},
        message="{class} without: {missing}.",
        flags=["[[Kava]] is a great remedy."],
        passes=["Kava grows on islands."],
    )
    (folder / "_knowledge").mkdir()
    (folder / "_knowledge" / "herbs.yaml").write_text(THERAPIES, encoding="utf-8")
    assert breaches(folder) == []
    assert breaches(folder, as_of=dt.date(2020, 5, 1)) == [
        broken("must be error, is note", "[[Kava]] is a great remedy.")
    ]


@pytest.fixture(scope="module")
def bundled() -> Checker:
    return Checker.of(registry.load_rules(), model=DEFAULT_MODEL)


@pytest.mark.parametrize("rule_id", sorted(registry.load_rules().rules))
def test_the_bundled_rules_keep_their_promises(bundled: Checker, rule_id: str) -> None:
    assert bundled.check(rule_id) == []
