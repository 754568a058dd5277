"""Small rule files, written for one test each."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

RuleWriter = Callable[..., Path]
"""`write_rule("my-rule", match={…}, …)`: writes the file and returns its folder of rules."""

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
