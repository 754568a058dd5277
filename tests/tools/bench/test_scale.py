"""How a batch goes is read off its processes; what it costs is not tested."""

import json
import sys
from pathlib import Path

import pytest

from tools.bench import scale
from tools.bench.scale import Course


def test_what_a_batch_takes_to_start_is_left_out() -> None:
    assert Course(9.0, 14.0, 80.0, 300.0) - Course(4.0, 5.0, 70.0, 290.0) == Course(
        5.0, 9.0, 80.0, 300.0
    )


def test_a_batch_is_looked_at_while_it_runs(tmp_path: Path) -> None:
    source = tmp_path / "rows.jsonl"
    lines = (json.dumps({"id": n, "text": f"Wash your hands {n} times."}) for n in range(20))
    source.write_text("\n".join(lines), encoding="utf-8")
    course = scale.batch(tmp_path / "out", [source], "--jobs", "1", "--select", "certainty")
    assert course.clock > 0.1
    assert 0.1 < course.processor < 60
    if sys.platform == "linux":
        assert course.leader is not None
        assert course.worker is not None
        assert 20 < course.leader < course.worker < 2_000


def test_a_batch_that_fails_is_no_measurement(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="ended with 2: medlint: no such file"):
        scale.batch(tmp_path / "out", [tmp_path / "gone.jsonl"])
