"""`class-caveat` on passages: which therapies it reports, and where it is silent."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
import yaml

from medlint.document import Format
from medlint.linter import Linter
from medlint.nlp import Annotator
from medlint.rules import registry
from medlint.rules.loader import RuleSet
from medlint.rules.registry import Rule

DAY = dt.date(2026, 11, 23)
PASSAGES = yaml.safe_load(
    (Path(__file__).parent / "caveat_passages.yaml").read_text(encoding="utf-8")
)


@pytest.fixture(scope="module")
def loaded() -> RuleSet:
    return registry.load_rules()


@pytest.fixture(scope="module")
def rule(loaded: RuleSet) -> Rule:
    guards = registry.make_guards(loaded)
    return registry.compile_rule(loaded, "class-caveat", guards=guards, selected=True)


@pytest.mark.parametrize("passage", PASSAGES, ids=lambda passage: passage["id"])
def test_passages(
    passage: dict[str, Any], loaded: RuleSet, rule: Rule, annotator: Annotator
) -> None:
    _, findings = Linter((rule,), annotator, DAY).lint(
        passage["text"], path="draft", format=Format(passage.get("format", "markdown"))
    )
    classes = {row.label: row.id for row in loaded.therapies("therapy-classes").classes}
    labels = {finding.message.split(": the article does not")[0] for finding in findings}
    assert {classes[label] for label in labels} == set(passage.get("expect", []))


def test_naming_what_a_finding_asks_for_ends_it(
    loaded: RuleSet, rule: Rule, annotator: Annotator
) -> None:
    linter = Linter((rule,), annotator, DAY)
    for row in loaded.therapies("therapy-classes").classes:
        if row.minor:
            continue
        praise = f"Our {row.triggers[0]} therapy lifts your mood and works wonders."
        asked = "\n".join(f"- Be warned: {caveat.label}." for caveat in row.caveats)
        _, silent = linter.lint(f"{praise}\n\n{asked}\n", path="draft", format=Format.MARKDOWN)
        _, found = linter.lint(praise, path="draft", format=Format.MARKDOWN)
        label = f"{row.label}: the article"
        assert any(finding.message.startswith(label) for finding in found), row.id
        assert not any(finding.message.startswith(label) for finding in silent), row.id


def test_the_sentences_that_commend_it_are_named(rule: Rule, annotator: Annotator) -> None:
    text = (
        "Berberine is the quiet companion that every sweet tooth deserves. It is a powder.\n\n"
        "Berberine melts belly fat while you sleep.\n"
    )
    _, (finding,) = Linter((rule,), annotator, DAY).lint(text, path="draft", format=Format.TEXT)
    assert finding.span.of(text) == "Berberine"
    assert [place.span.of(text) for place in finding.related] == [
        "Berberine is the quiet companion that every sweet tooth deserves.",
        "Berberine melts belly fat while you sleep.",
    ]
