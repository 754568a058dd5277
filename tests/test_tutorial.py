"""The walks through medlint do what they say: their commands are run in their order."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from medlint import cli

DOCS = Path(__file__).parents[1] / "docs"
BLOCK = re.compile(r"^```(sh|text)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
ENDS_IN_ONE = "ends in exit code 1"
DATED = {"check", "report", "baseline", "review", "gate", "doctor"}
"""The commands that ask for the day."""


def run(line: str, capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    """Run a line that calls medlint, in this process and on a day when all dates still hold."""
    words = shlex.split(line)[1:]
    if words[0] in DATED:
        words += ["--as-of", "2026-11-23"]
    capsys.readouterr()
    code = cli.main(words)
    return code, capsys.readouterr().out


def shell(script: str) -> str:
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        ["bash", "-euc", script],
        env={**os.environ, "PATH": path, "GIT_CONFIG_GLOBAL": os.devnull},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def parts(block: str) -> list[str]:
    """A block in pieces: each line that calls medlint alone, the rest together."""
    pieces: list[str] = []
    for line in block.splitlines(keepends=True):
        alone = line.startswith("medlint ")
        if pieces and not alone and not pieces[-1].startswith("medlint "):
            pieces[-1] += line
        else:
            pieces.append(line)
    return pieces


@pytest.mark.system("git")
@pytest.mark.parametrize(
    ("guide", "blocks"),
    [
        pytest.param("tutorial.md", 16, id="three doors"),
        pytest.param("examples/brightwater/README.md", 10, id="a publisher"),
    ],
)
def test_the_commands_of_a_guide_do_what_it_says(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    guide: str,
    blocks: int,
) -> None:
    if guide.endswith("README.md"):
        shutil.copytree((DOCS / guide).parent, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    text = (DOCS / guide).read_text(encoding="utf-8")
    found = list(BLOCK.finditer(text))
    assert len(found) >= blocks
    said = ""
    for at, block in enumerate(found):
        kind, content = block.groups()
        if kind == "text":
            assert [line for line in content.splitlines() if line.rstrip() not in said] == []
            continue
        end = found[at + 1].start() if at + 1 < len(found) else len(text)
        expected = 1 if ENDS_IN_ONE in text[block.end() : end] else 0
        code = 0
        for piece in parts(content):
            if piece.startswith("medlint "):
                assert code == 0, said
                code, said = run(piece, capsys)
            else:
                shell(piece)
        assert code == expected, f"{content}{said}"
