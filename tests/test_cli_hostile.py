"""The command line where its surroundings are hostile: streams, signals, outputs among drafts."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from medlint import cli

MEDLINT = (sys.executable, "-m", "medlint")
FAULTY = "Turmeric cures diabetes in everyone who takes it 😀 every day.\n"
HARMLESS = "# Ginger\n\nGinger may ease nausea in some people.\n"
POSIX = pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX signals and devices")


@pytest.fixture(autouse=True)
def draft(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "draft.md"
    path.write_text(FAULTY, encoding="utf-8")
    return path


def run(*arguments: str, encoding: str = "utf-8") -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [*MEDLINT, *arguments],
        env={**os.environ, "PYTHONIOENCODING": encoding},
        capture_output=True,
        check=False,
        timeout=60,
    )


def in_shell(command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S602 -- redirections are what is tested
        command.replace("medlint", " ".join(MEDLINT)),
        shell=True,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


class TestEncodings:
    def test_json_is_utf8_whatever_the_terminal_speaks(self) -> None:
        done = run("check", "draft.md", "--format", "json", encoding="cp1252")
        (file,) = json.loads(done.stdout.decode("utf-8"))["files"]
        assert file["findings"][0]["excerpt"] == FAULTY.strip()
        assert done.returncode == 1

    def test_html_is_the_utf8_that_it_declares(self) -> None:
        done = run("check", "draft.md", "--format", "html", encoding="ascii")
        assert "😀" in done.stdout.decode("utf-8")
        assert done.returncode == 1


@POSIX
class TestStreams:
    @pytest.mark.parametrize("form", ["text", "json"])
    def test_a_full_disk_is_an_error_in_one_line(self, form: str) -> None:
        if not Path("/dev/full").exists():
            pytest.skip("needs /dev/full")
        done = in_shell(f"medlint check draft.md --format {form} > /dev/full")
        assert done.stderr == (
            "medlint: cannot write to standard output: No space left on device\n"
        )
        assert done.returncode == 2

    def test_a_closed_output_leaves_the_exit_code(self) -> None:
        done = in_shell("medlint check draft.md >&-")
        assert (done.stderr, done.returncode) == ("", 1)

    def test_a_closed_input_is_wrong_use(self) -> None:
        done = in_shell("medlint check - --stdin-filename draft.md <&-")
        assert done.stderr == "medlint: standard input is closed\n"
        assert done.returncode == 2

    def test_standard_input_has_the_limit_of_a_file(self) -> None:
        done = in_shell(
            "head -c 20000001 /dev/zero | tr '\\0' a | medlint check - --stdin-filename draft.md"
        )
        assert "standard input has more than the 20 MB that medlint reads" in done.stdout
        assert done.returncode == 3

    def test_standard_input_without_an_ending_has_no_reader(self) -> None:
        done = in_shell("medlint check - --stdin-filename draft < draft.md")
        assert "no reader for files without an ending; medlint reads .md" in done.stdout
        assert done.returncode == 3


@POSIX
def test_a_run_that_is_told_to_end_takes_its_workers_with_it(tmp_path: Path) -> None:
    drafts = tmp_path / "drafts"
    drafts.mkdir()
    for number in range(40):
        (drafts / f"{number}.md").write_text(FAULTY * 40, encoding="utf-8")
    process = subprocess.Popen(
        [*MEDLINT, "check", "drafts", "--jobs", "2"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    time.sleep(2)
    process.send_signal(signal.SIGTERM)
    # The workers hold the pipes, too: as long as one lives, there is no end to read.
    _, errors = process.communicate(timeout=60)
    assert errors == b"medlint: interrupted\n"
    assert process.returncode == 130


class TestOutputAmongDrafts:
    def test_check_does_not_write_over_what_it_read(
        self, draft: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert cli.main(["check", "draft.md", "-o", "./draft.md"]) == 2
        assert draft.read_text(encoding="utf-8") == FAULTY
        assert "'draft.md' is an input" in capsys.readouterr().err

    def test_report_does_not_write_beside_drafts(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        site = tmp_path / "site"
        site.mkdir()
        (site / "index.html").write_text("<p>Ginger may ease nausea.</p>", encoding="utf-8")
        assert cli.main(["report", "site", "-o", "site"]) == 2
        assert (site / "index.html").read_text(encoding="utf-8") == (
            "<p>Ginger may ease nausea.</p>"
        )
        assert "'site/index.html' is an input" in capsys.readouterr().err

    def test_report_does_not_read_its_own_pages(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        drafts = tmp_path / "drafts"
        drafts.mkdir()
        (drafts / "ginger.md").write_text(HARMLESS, encoding="utf-8")
        for _ in range(2):
            assert cli.main(["report", "drafts", "-o", "drafts/out"]) == 0
            assert "1 file checked, 0 not checked" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        pytest.param(
            ["--fail-on", "bogus"], "'bogus' is not one of error, warning, note", id="severity"
        ),
        pytest.param(["--jobs", "²"], "'²' is not a number from 1 on", id="jobs"),
    ],
)
def test_a_wrong_value_is_named_with_what_is_right(
    arguments: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as stopped:
        cli.main(["check", "draft.md", *arguments])
    assert stopped.value.code == 2
    assert message in capsys.readouterr().err


def test_settings_that_are_a_folder_are_not_passed_over(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "medlint.yaml").mkdir()
    assert cli.main(["check", "draft.md"]) == 2
    assert "medlint.yaml: cannot be read" in capsys.readouterr().err
