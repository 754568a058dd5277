"""Medlint comes to a site that has articles already: baselines, changes, paths."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.commands.conftest import Run

SECOND = "\nGarlic cures asthma. You can eat it with bread and butter.\n"


def add(path: Path, text: str) -> None:
    path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8")


class TestBaseline:
    def test_what_is_recorded_is_set_aside_and_what_is_new_is_not(
        self, run: Run, drafts: Path
    ) -> None:
        assert run("baseline", "write", "drafts") == 0
        first, second = run.out.splitlines()
        assert first == f"1 entry in {drafts / 'medlint-baseline.jsonl'}"
        assert "write 'baseline: medlint-baseline.jsonl' into medlint.yaml" in second
        option = ("--baseline", "medlint-baseline.jsonl")
        assert run("check", "drafts", *option) == 0
        assert "1 baselined" in run.out
        add(drafts / "drafts" / "faulty.md", SECOND)
        assert run("check", "drafts", *option) == 1
        assert run.summary("drafts", *option) == {
            "files": 2,
            "checked": 2,
            "error": 1,
            "baselined": 1,
        }

    def test_an_edit_above_keeps_an_entry_and_an_edit_of_the_sentence_ends_it(
        self, run: Run, drafts: Path
    ) -> None:
        (drafts / "medlint.yaml").write_text("baseline: b.jsonl\n", encoding="utf-8")
        faulty = drafts / "drafts" / "faulty.md"
        assert run("baseline", "write", "drafts") == 0
        assert "To set them aside" not in run.out
        text = faulty.read_text(encoding="utf-8")
        faulty.write_text(f"# More\n\nIt is yellow.\n\n{text}", encoding="utf-8")
        assert run("check", "drafts") == 0
        assert run("check", "drafts", "--no-baseline") == 1
        faulty.write_text(text.replace("diabetes", "diabetes at last"), encoding="utf-8")
        assert run("check", "drafts") == 1
        assert run.err == (
            "medlint: 1 stale entry in the baseline; 'medlint baseline prune' takes them out\n"
        )

    def test_stale_entries_are_named_and_pruned(self, run: Run, drafts: Path) -> None:
        (drafts / "medlint.yaml").write_text("baseline: b.jsonl\n", encoding="utf-8")
        run("baseline", "write", "drafts")
        assert run("baseline", "status", "drafts") == 0
        (drafts / "drafts" / "faulty.md").unlink()
        assert run("baseline", "status", "drafts") == 1
        assert run.out.splitlines() == [
            "stale: drafts/faulty.md: reversal-verb: Turmeric cures diabetes.",
            f"1 entry in {drafts / 'b.jsonl'}, 1 stale",
        ]
        assert run("baseline", "prune", "drafts") == 0
        assert (drafts / "b.jsonl").read_text(encoding="utf-8") == ""
        assert run("baseline", "status", "drafts") == 0

    def test_writing_for_some_files_keeps_the_entries_of_others(
        self, run: Run, drafts: Path
    ) -> None:
        other = drafts / "drafts" / "other.md"
        other.write_text(f"# Garlic\n{SECOND}", encoding="utf-8")
        run("baseline", "write", "drafts")
        run("baseline", "write", "drafts/other.md")
        assert len((drafts / "medlint-baseline.jsonl").read_text("utf-8").splitlines()) == 2

    def test_a_file_not_checked_leaves_the_baseline_as_it_was(self, run: Run, drafts: Path) -> None:
        run("baseline", "write", "drafts")
        before = (drafts / "medlint-baseline.jsonl").read_bytes()
        (drafts / "drafts" / "bytes.md").write_bytes(b"caf\xe9")
        (drafts / "drafts" / "faulty.md").unlink()
        for action in ("write", "prune"):
            assert run("baseline", action, "drafts") == 3
            assert "the baseline is left as it was" in run.err
        assert (drafts / "medlint-baseline.jsonl").read_bytes() == before

    @pytest.mark.parametrize(
        ("arguments", "message"),
        [
            (["check", "drafts", "--baseline", "no.jsonl"], "cannot read the baseline"),
            (["baseline", "status", "drafts"], "'medlint baseline write' makes one"),
            (["baseline", "write", "drafts", "--changed-since", "HEAD"], "neither --changed-since"),
            (["baseline"], "the following arguments are required"),
        ],
    )
    def test_wrong_use(self, run: Run, arguments: list[str], message: str) -> None:
        assert run(*arguments) == 2
        assert message in run.err


@pytest.mark.system("git")
def test_only_what_changed_is_reported_and_the_rest_is_counted(
    run: Run, drafts: Path, git: Callable[..., str]
) -> None:
    git("init", "--quiet", "--initial-branch", "main")
    git("add", ".")
    git("commit", "--quiet", "-m", "First")
    assert run("check", "drafts") == 1
    assert run("check", "drafts", "--changed-since", "HEAD") == 0
    assert "1 filtered" in run.out
    add(drafts / "drafts" / "faulty.md", SECOND)
    assert run("check", "drafts", "--changed-since", "HEAD") == 1
    assert [
        (f["excerpt"], f["reason"]) for f in run.findings("drafts", "--changed-since", "HEAD")
    ] == [
        ("Turmeric cures diabetes.", "not in what changed since HEAD"),
        ("Garlic cures asthma.", None),
    ]
    assert run("check", "drafts", "--changed-since", "v9") == 2


def test_settings_for_some_paths(run: Run, drafts: Path) -> None:
    (drafts / "old").mkdir()
    (drafts / "old" / "faulty.md").write_text(
        (drafts / "drafts" / "faulty.md").read_text("utf-8"), encoding="utf-8"
    )
    settings = drafts / "medlint.yaml"
    settings.write_text("overrides:\n- {paths: [old/], ignore: [certainty]}\n", encoding="utf-8")
    assert run.summary("old", "drafts") == {"files": 3, "checked": 3, "error": 1, "filtered": 1}
    assert run("check", "old") == 0
    settings.write_text(
        "overrides:\n- paths: [old/]\n  severity: {reversal-verb: note}\n", encoding="utf-8"
    )
    assert run.summary("old") == {"files": 1, "checked": 1, "note": 1}
    settings.write_text("overrides: [{paths: [old/], ignore: [cures]}]\n", encoding="utf-8")
    assert run("check", "old") == 2
    assert run.err == "medlint: 'overrides' names 'cures', which is no rule or category\n"
