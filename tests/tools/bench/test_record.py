"""A part that is measured anew replaces its own figures and no others."""

import json
from pathlib import Path

from tools.bench.figure import Figure
from tools.bench.record import Record
from tools.bench.trusted import Tally


def test_parts_keep_the_stamp_they_were_measured_under(tmp_path: Path) -> None:
    path = tmp_path / "reports" / "bench.json"
    old, new = {"date": "2026-01-02"}, {"date": "2026-03-04"}
    counted = Tally(1, 20, {}, {"certainty": {"reversal-verb": 2}})
    record = Record.read(path).having("speed", old, [Figure("ratio", 1.2345, 1.3, "tea")])
    record.having("texts", old, [Figure("rate", 9.0, 4.0, "tea")]).write(path)
    again = Record.read(path).having("texts", new, [Figure("rate", 2.0, 4.0, "tea")], counted)
    again.write(path)
    kept = json.loads(path.read_text())
    assert list(kept) == ["speed", "texts"]
    assert kept["speed"]["date"] == "2026-01-02"
    assert kept["speed"]["figures"] == [
        {
            "name": "ratio",
            "value": 1.234,
            "target": 1.3,
            "data": "tea",
            "at_least": False,
            "met": True,
        }
    ]
    assert kept["texts"]["date"] == "2026-03-04"
    assert [figure["value"] for figure in kept["texts"]["figures"]] == [2.0]
    assert kept["texts"]["tally"]["findings"] == {"certainty": {"reversal-verb": 2}}
