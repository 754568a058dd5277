"""Small rule files, written for one test each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from medlint.document import Format
from medlint.finding import Finding
from medlint.linter import Linter
from medlint.nlp import Annotator
from medlint.rules import registry

RuleWriter = Callable[..., Path]
"""`write_rule("my-rule", match={…}, …)`: writes the file and returns its folder of rules."""

Lint = Callable[..., list[Finding]]
"""`lint(folder, text, …)`: the findings of the folder's own rules in a text."""

SOUND = {
    "category": "certainty",
    "summary": "A cure is promised.",
    "severity": "error",
    "confidence": "medium",
    "message": "'{match}' promises a cure.",
    "advice": "Say what was shown.",
    "why": "Readers believe it.",
    "authority": [{"title": "An act"}],
    "match": {"kind": "phrases", "any_of": ["miracle cure"]},
    "flags": ["Turmeric is a [[miracle cure]] for you."],
    "passes": ["Turmeric is a miracle of nature."],
}


@pytest.fixture
def write_rule(tmp_path: Path) -> RuleWriter:
    """Writes a sound rule file with some keys changed; None takes a key out."""

    def write(rule_id: str, **changes: object) -> Path:
        keys = {"id": rule_id, **SOUND, **changes}
        kept = {key: value for key, value in keys.items() if value is not None}
        folder = tmp_path / "house-rules"
        folder.mkdir(exist_ok=True)
        text = yaml.safe_dump(kept, sort_keys=False, allow_unicode=True, width=10_000)
        (folder / f"{rule_id}.yaml").write_text(text, encoding="utf-8")
        return folder

    return write


@pytest.fixture
def lint(annotator: Annotator) -> Lint:
    """Runs the rules of a folder, and no bundled ones, through the whole pipeline."""

    def run(
        folder: Path,
        text: str,
        *,
        format_: Format = Format.MARKDOWN,
        as_of: dt.date = dt.date(2026, 11, 22),
    ) -> list[Finding]:
        loaded = registry.load_rules([folder])
        guards = registry.make_guards(loaded)
        own = [rule_id for rule_id, rule in loaded.rules.items() if folder in rule.path.parents]
        rules = tuple(
            registry.compile_rule(loaded, rule_id, guards=guards, selected=True) for rule_id in own
        )
        _, findings = Linter(rules, annotator, as_of).lint(text, path="draft.md", format=format_)
        return findings

    return run
