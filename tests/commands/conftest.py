"""The command line in a folder of drafts, and git beside it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from medlint import cli
from medlint.rules import sources

CLEAN = "# Washing hands\n\nWash your hands with soap for a while.\n"
FAULTY = "# Turmeric\n\nTurmeric cures diabetes. You can drink it with milk.\n"
AS_OF = "2026-11-23"


class Run:
    """Runs the command in this process and keeps what it printed."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys
        self.out = self.err = ""

    def __call__(self, *arguments: object) -> int:
        self._capsys.readouterr()
        try:
            code = cli.main([str(argument) for argument in arguments])
        except SystemExit as stopped:
            code = int(stopped.code or 0)
        self.out, self.err = self._capsys.readouterr()
        return int(code)

    def summary(self, *arguments: object) -> dict[str, int]:
        """The counts of a check, without those that are nought."""
        self("check", *arguments, "--format", "json", "--as-of", AS_OF)
        counts: dict[str, int] = json.loads(self.out)["summary"]
        return {name: number for name, number in counts.items() if number}

    def findings(self, *arguments: object) -> list[dict[str, Any]]:
        """Every finding of a check, whatever became of it."""
        self("check", *arguments, "--format", "json", "--show-hidden", "--as-of", AS_OF)
        files = json.loads(self.out)["files"]
        return [{"path": f["path"], **found} for f in files for found in f.get("findings", ())]


RULES = Path(__file__).parents[2] / "rules"


@pytest.fixture(scope="session")
def two_rules(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the bundled tables and two of the rules: more rules would find more."""
    folder = tmp_path_factory.mktemp("rules")
    for tables in RULES.glob("_[!p]*"):  # profiles speak of all the rules
        shutil.copytree(tables, folder / tables.name)
    for rule in ("certainty/reversal-verb.yaml", "caveats/class-caveat.yaml"):
        (folder / rule).parent.mkdir()
        shutil.copy(RULES / rule, folder / rule)
    return folder


@pytest.fixture
def bundled(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Puts all rules in place of the two; call it behind what sets these."""
    return lambda: monkeypatch.setattr(sources, "bundled_folder", lambda: RULES)


@pytest.fixture
def drafts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, two_rules: Path) -> Path:
    """The working folder, with a clean article and a faulty one below `drafts/`."""
    monkeypatch.setattr(sources, "bundled_folder", lambda: two_rules)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "drafts").mkdir()
    (tmp_path / "drafts" / "clean.md").write_text(CLEAN, encoding="utf-8")
    (tmp_path / "drafts" / "faulty.md").write_text(FAULTY, encoding="utf-8")
    return tmp_path


@pytest.fixture
def run(drafts: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    del drafts
    return Run(capsys)


@pytest.fixture
def git(drafts: Path) -> Callable[..., str]:
    """Runs git in the working folder, as somebody without settings of their own."""
    someone = {
        f"GIT_{role}_{part}": value
        for role in ("AUTHOR", "COMMITTER")
        for part, value in (("NAME", "A Writer"), ("EMAIL", "writer@example.org"))
    }
    kept = {key: value for key, value in os.environ.items() if not key.startswith("GIT_")}
    environment = {**kept, **someone, "GIT_CONFIG_GLOBAL": os.devnull}

    def call(*arguments: str) -> str:
        done = subprocess.run(
            ["git", *arguments],
            cwd=drafts,
            env=environment,
            check=True,
            capture_output=True,
            text=True,
        )
        return done.stdout

    return call
