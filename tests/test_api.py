"""The functions that programs call."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

import medlint

TODAY = dt.date(2026, 11, 23)
FAULTY = "# Turmeric\n\nTurmeric cures diabetes.\n"


def test_paths_count_from_where_the_program_stands_now(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = []
    for name in ("old", "new"):
        folder = tmp_path / name
        folder.mkdir()
        (folder / "draft.md").write_text(FAULTY, encoding="utf-8")
        monkeypatch.chdir(folder)
        for path in ("draft.md", str(folder / "draft.md")):
            (finding,) = medlint.lint_text(FAULTY, path=path, as_of=TODAY)
            (result,) = medlint.lint_paths([path], as_of=TODAY).files
            found += [finding.fingerprint, *(one.fingerprint for one in result.findings)]
    assert len(found) == 8
    assert len(set(found)) == 1


def test_a_profile_and_a_region_are_asked_for_by_name() -> None:
    text = "Book your free consultation: our Botox costs little."
    day = dt.date(2026, 11, 23)
    plain = medlint.lint_text(text, select=["caveats"], as_of=day)
    asked = medlint.lint_text(
        text, select=["caveats"], as_of=day, profile="promotional", region="eu"
    )
    (finding,) = (one for one in asked if one.rule == "prescription-advert")
    assert not any(one.rule == finding.rule for one in plain)
    assert [entry.title for entry in finding.authority] == ["Directive 2001/83/EC"]
