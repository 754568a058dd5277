"""How well strength and certainty are read, on rows that nothing was chosen by."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from tools.bench import claims


def write(path: Path, rows: Sequence[Mapping[str, object]]) -> Path:
    path.write_text("".join(f"{json.dumps(row)}\n" for row in rows))
    return path


def test_only_held_out_rows_count(tmp_path: Path) -> None:
    said = [
        ("It is raining.", "none"),
        ("Tea is linked to sleep.", "correlational"),
        ("Tea may reduce pain.", "conditional-causal"),
        ("Tea reduces pain.", "direct-causal"),
        ("Tea can reduce pain.", "direct-causal"),
    ]
    rows = [
        row
        for text, label in said
        for row in ({"text": "Tea heals.", "label": "none"}, {"text": text, "label": label})
    ]
    figure = claims.strength(write(tmp_path / "sayings.jsonl", rows))
    assert figure.value == 1.0
    assert figure.data.startswith("sayings, 5 sentences; ")


def test_rank_correlation_of_certainty(tmp_path: Path) -> None:
    said = [("It may help.", 2), ("It could help.", 3), ("It helps.", 5), ("It did not help.", 6)]
    rows = [
        row
        for text, certainty in said
        for row in ({}, {"finding": text, "sentence-level-certainty": certainty})
    ]
    figure = claims.certainty(write(tmp_path / "sayings.jsonl", rows))
    assert figure.value == pytest.approx(1.0)


def test_equal_values_share_a_rank() -> None:
    assert claims.ranks([3.0, 1.0, 3.0, 7.0]) == [1.5, 0.0, 1.5, 3.0]


def test_macro_f1_weighs_levels_alike() -> None:
    pairs = [("none", "none")] * 8 + [("correlational", "none"), ("correlational", "correlational")]
    # none: 2*8/17; correlational: 2*1/3; the other two never occur
    assert claims.macro_f1(pairs) == pytest.approx((16 / 17 + 2 / 3) / 4)
