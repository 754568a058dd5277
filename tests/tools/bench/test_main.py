"""Parts are measured by name, and skipped, saying so, where their texts are absent."""

import json
from itertools import count
from pathlib import Path

import pytest

from tools.bench.__main__ import PARTS, ROOT, main
from tools.detector.sources import is_held_out

PAGE = """<!doctype html><html lang="en"><body>
<p>Turmeric cures diabetes.</p>
<p>About 40% of adults sleep badly (Lee, 2021).</p>
<p>A condition known as <dfn>glare</dfn> can develop.</p>
</body></html>"""


def test_what_has_no_texts_is_skipped_and_keeps_its_figures(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    results = tmp_path / "bench.json"
    results.write_text('{"links": {"date": "2026-01-02", "figures": []}}')
    assert main(["links", "medquad"], shared=tmp_path / "nowhere", results=results) == 0
    assert capsys.readouterr().out.splitlines()[:2] == [
        "skipped: links, for there is no link-holes.jsonl and no link-intact.jsonl",
        "skipped: medquad, for there is no medquad.jsonl",
    ]
    assert json.loads(results.read_text()) == {"links": {"date": "2026-01-02", "figures": []}}


def test_figures_are_printed_and_recorded_with_their_data(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pages = tmp_path / "bench" / "openstax"
    pages.mkdir(parents=True)
    # Holes are only made in pages that the detector was not trained on.
    name = next(name for number in count() if is_held_out(name := f"{number}.html"))
    (pages / name).write_text(PAGE)
    results = tmp_path / "reports" / "bench.json"
    assert main(["openstax"], shared=tmp_path, results=results) == 0
    printed = capsys.readouterr().out
    recorded = json.loads(results.read_text())["openstax"]
    assert {"date", "version", "rules_digest", "model", "machine"} < set(recorded)
    findings = recorded["tally"]["findings"]
    assert findings["certainty"]["reversal-verb"] == 1
    assert findings["caveats"]["class-caveat"] == 0
    measured = {figure["name"]: (figure["value"], figure["met"]) for figure in recorded["figures"]}
    for name, value in (
        ("cited statistics left alone", 1.0),
        ("statistics reported once their citation is gone", 1.0),
        ("terms dropped tags left, recall, likely", 1.0),
        ("terms dropped without a trace, recall, likely or possible", 1.0),
        ("intact sentences flagged as having lost a term, likely, per 1,000", 0.0),
    ):
        assert measured[name] == (value, True)
    assert measured["terms dropped tags left, recall of scars, likely"] == (None, None)
    for figure in recorded["figures"]:
        assert figure["name"] in printed
        assert figure["data"] in printed
    assert "Turmeric" not in printed + results.read_text()


def test_fragments_are_no_articles_and_the_page_is_brought_up_to_date(tmp_path: Path) -> None:
    texts = tmp_path / "bench"
    texts.mkdir()
    said = "Start weekly semaglutide and watch the weight go. Turmeric cures diabetes."
    (texts / "medquad.jsonl").write_text(json.dumps({"id": "1", "text": said}) + "\n")
    reports = tmp_path / "reports"
    reports.mkdir()
    for name in ("scores.json", "scores.md"):
        (reports / name).write_bytes((ROOT / "reports" / name).read_bytes())
    assert main(["medquad"], shared=tmp_path, results=reports / "bench.json") == 0
    findings = json.loads((reports / "bench.json").read_text())["medquad"]["tally"]["findings"]
    assert findings["certainty"]["reversal-verb"] == 1
    assert "class-caveat" not in json.dumps(findings)
    lines = (reports / "scores.md").read_text(encoding="utf-8").splitlines()
    assert "| **certainty** | 909.09 (1) |" in lines
    assert "| `class-caveat` | \N{EN DASH} |" in lines


def test_a_part_that_is_none_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["speed"], shared=tmp_path, results=tmp_path / "bench.json")
    assert ended.value.code == 2
    assert f"there is no part speed; there are {', '.join(PARTS)}" in capsys.readouterr().err
