"""Rules of one test, run through the whole pipeline."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest

from medlint.document import Format
from medlint.finding import Finding
from medlint.linter import Linter
from medlint.nlp import Annotator
from medlint.rules import registry

Lint = Callable[..., list[Finding]]
"""`lint(folder, text, …)`: the findings of the folder's own rules in a text."""


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
