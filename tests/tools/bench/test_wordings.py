"""Wordings are scored by their own rule and half by half."""

import json
from pathlib import Path

from medlint.finding import Category, Confidence, Disposition, Finding, Severity
from medlint.report import FileResult
from medlint.text import Span
from tools.bench.trusted import Text
from tools.bench.wordings import wordings


def finding(rule: str) -> Finding:
    return Finding(
        rule=rule,
        category=Category.CERTAINTY,
        severity=Severity.NOTE,
        confidence=Confidence.LOW,
        message="",
        advice="",
        span=Span(0, 1),
        excerpt="",
        fingerprint="",
        disposition=Disposition.REPORTED,
        reason=None,
    )


def lint(text: Text) -> FileResult:
    """Finds each rule whose name stands in the text."""
    found = tuple(finding(rule) for rule in ("guarantee", "hype-lexicon") if rule in text.source)
    return FileResult(text.path, findings=found)


def test_a_text_counts_for_its_own_rule_and_half(tmp_path: Path) -> None:
    rows = [
        ("guarantee", "dev", True, "guarantee"),
        ("guarantee", "dev", True, "hype-lexicon"),
        ("guarantee", "dev", False, "hype-lexicon"),
        ("hype-lexicon", "test", True, "hype-lexicon"),
        ("hype-lexicon", "test", False, "hype-lexicon"),
        ("hype-lexicon", "test", False, "nothing"),
    ]
    keys = ("rule", "split", "faulty", "text")
    path = tmp_path / "wordings.jsonl"
    path.write_text("\n".join(json.dumps(dict(zip(keys, row, strict=True))) for row in rows))
    figures = [(figure.name, figure.value) for figure in wordings(path, lint)]
    assert figures == [
        ("faulty wordings found", 0.5),
        ("look-alikes flagged", 0.0),
        ("faulty wordings found", 1.0),
        ("look-alikes flagged", 0.5),
    ]
