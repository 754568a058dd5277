"""What nothing reads yet is reported as not measured, beside its floor."""

from pathlib import Path

from tools.bench import claims


def test_floors_stand_alone(tmp_path: Path) -> None:
    path = tmp_path / "sayings.jsonl"
    path.write_text('{"text": "a"}\n{"text": "b"}\n')
    for figure, floor in ((claims.strength(path), 0.62), (claims.certainty(path), 0.56)):
        assert (figure.value, figure.target, figure.met) == (None, floor, None)
        assert figure.data.startswith("sayings, 2 sentences; floor: ")
        assert figure.data.endswith("; not measured: no claim reader yet")
