from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

TEST = """\
import pytest

@pytest.mark.system("medlint-no-such-program")
def test_program():
    pass

@pytest.mark.system("true")
def test_program_that_is_there():
    pass

@pytest.mark.shared("no-such-texts")
def test_texts():
    pass
"""


def run(folder: Path, ci: str) -> str:
    shutil.copy(Path(__file__).with_name("conftest.py"), folder)
    (folder / "test_it.py").write_text(TEST, encoding="utf-8")
    quiet = ["-q", "-rsE", "-p", "no:warnings", "-p", "no:cacheprovider"]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *quiet, "-c", os.devnull, "--rootdir", ".", "."],
        cwd=folder,
        env={**os.environ, "CI": ci},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout


def test_what_is_missing_is_skipped_with_its_name(tmp_path: Path) -> None:
    out = run(tmp_path, "")
    assert "needs the program 'medlint-no-such-program', which is not on the PATH" in out
    assert "needs the measuring texts 'no-such-texts' beside the checkout" in out
    assert "1 passed, 2 skipped" in out


def test_a_missing_program_is_an_error_in_ci(tmp_path: Path) -> None:
    out = run(tmp_path, "true")
    assert "needs the program 'medlint-no-such-program', which CI must install" in out
    assert "1 passed, 1 skipped, 1 error" in out
