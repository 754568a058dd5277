"""The command line: what it prints, what it refuses, and the code it ends in."""

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from medlint import cli, runner
from medlint.report import NOTICE

RuleWriter = Callable[..., Path]
MEDLINT = (sys.executable, "-m", "medlint")
SCHEMA = Path(__file__).parents[1] / "docs" / "check-output.schema.json"
CLEAN = "# Washing hands\n\nWash your hands with soap for a while.\n"
FAULTY = "# Turmeric\n\nTurmeric cures diabetes.\n"
WARNING = "# Turmeric\n\nTurmeric may cure diabetes.\n"
PREVIEW = """\
id: soap-word
category: language
summary: A word is used.
severity: warning
status: preview
message: "'{match}' is used."
advice: Use another.
why: It is tried out.
authority: [{title: An act}]
match: {kind: phrases, any_of: [soap]}
flags: ["Wash with [[soap]]."]
passes: ["Wash with water."]
"""
SUPPRESSED = (
    "<!-- medlint-ignore-next-line reversal-verb: the claim under review -->\n"
    "Turmeric cures diabetes.\n"
)


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

    def json(self, *arguments: object) -> tuple[int, Any]:
        code = self("check", *arguments, "--format", "json")
        return code, json.loads(self.out)


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    monkeypatch.chdir(tmp_path)
    for name, text in (("clean", CLEAN), ("faulty", FAULTY), ("warning", WARNING)):
        (tmp_path / f"{name}.md").write_text(text, encoding="utf-8")
    (tmp_path / "bytes.md").write_bytes(b"caf\xe9")
    (tmp_path / "suppressed.md").write_text(SUPPRESSED, encoding="utf-8")
    return Run(capsys)


class TestExitCodes:
    @pytest.mark.parametrize(
        ("arguments", "code"),
        [
            pytest.param(["check", "clean.md"], 0, id="clean"),
            pytest.param(["check", "faulty.md"], 1, id="an error"),
            pytest.param(["check", "warning.md"], 0, id="only a warning"),
            pytest.param(["check", "suppressed.md"], 0, id="suppressed"),
            pytest.param(["check", "warning.md", "--fail-on", "warning"], 1, id="fail on warning"),
            pytest.param(["check", "warning.md", "--fail-on", "note"], 1, id="fail on note"),
            pytest.param(["check", "bytes.md"], 3, id="undecodable"),
            pytest.param(["check", "faulty.md", "bytes.md", "clean.md"], 3, id="3 beats 1"),
            pytest.param(["check", "bytes.md", "gone.md"], 2, id="2 beats 3"),
            pytest.param(["check", "bytes.md", "--select", "no-rule"], 2, id="2 beats 3 again"),
            pytest.param(["check"], 2, id="no path"),
            pytest.param(["check", "--no-such-option", "clean.md"], 2, id="unknown option"),
            pytest.param(["chekc", "clean.md"], 2, id="unknown command"),
            pytest.param([], 2, id="no command"),
            pytest.param(["--version"], 0, id="version"),
            pytest.param(["report", "faulty.md", "-o", "out"], 0, id="a report is no gate"),
            pytest.param(["report", "bytes.md", "-o", "out"], 3, id="a report of nothing"),
            pytest.param(
                ["report", "warning.md", "-o", "out", "--fail-on", "warning"], 1, id="unless asked"
            ),
        ],
    )
    def test_codes(self, run: Run, arguments: list[str], code: int) -> None:
        assert run(*arguments) == code

    def test_a_rule_in_preview_fails_no_run_unless_it_is_asked_for(
        self, run: Run, tmp_path: Path
    ) -> None:
        (tmp_path / "house").mkdir()
        (tmp_path / "house" / "soap-word.yaml").write_text(PREVIEW, encoding="utf-8")
        arguments = ("check", "clean.md", "--rules", "house", "--fail-on", "note")
        assert run(*arguments) == 0
        assert "soap-word" in run.out
        assert run(*arguments, "--select", "soap-word") == 1
        code, data = run.json("clean.md", "--rules", "house", "--fail-on", "note")
        (found,) = data["files"][0]["findings"]
        assert (code, found["severity"], found["preview"]) == (0, "note", True)
        assert (data["summary"]["note"], data["summary"]["preview"]) == (1, 1)

    def test_an_interrupt_ends_in_130(self, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
        def interrupt(*_: object, **__: object) -> None:
            raise KeyboardInterrupt

        monkeypatch.setattr(runner, "lint_file", interrupt)
        assert run("check", "clean.md") == 130
        assert run.err == "medlint: interrupted\n"

    def test_a_crash_ends_in_3_and_says_so(self, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
        def crash(*_: object, **__: object) -> None:
            raise ZeroDivisionError

        monkeypatch.setattr(runner, "lint_file", crash)
        assert run("check", "clean.md") == 3
        assert "ZeroDivisionError" in run.err
        assert run.err.endswith("medlint: this is a defect of medlint; please report it\n")


class TestPaths:
    @pytest.mark.parametrize(
        ("arguments", "message"),
        [
            (["gone.md"], "no such file or directory: 'gone.md'"),
            (["clean.md", "gone"], "no such file or directory: 'gone'"),
            (["empty"], "nothing to check: no file that ends in .md, "),
        ],
    )
    def test_nothing_is_passed_over(
        self, run: Run, tmp_path: Path, arguments: list[str], message: str
    ) -> None:
        (tmp_path / "empty").mkdir()
        assert run("check", *arguments) == 2
        assert run.err.startswith(f"medlint: {message}")
        assert run.out == ""

    def test_an_undecodable_file_is_reported_beside_good_ones(self, run: Run) -> None:
        code, data = run.json("faulty.md", "bytes.md", "clean.md")
        assert code == 3
        files = {file["path"]: file for file in data["files"]}
        assert files["bytes.md"]["error"]["stage"] == "decode"
        assert len(files["faulty.md"]["findings"]) == 1
        assert files["clean.md"]["findings"] == []
        assert (data["summary"]["checked"], data["summary"]["failed"]) == (2, 1)
        run("check", "faulty.md", "bytes.md", "clean.md")
        assert "bytes.md decode error not checked: not UTF-8 text: byte 0xe9" in run.out
        assert "faulty.md:3:10 reversal-verb error" in run.out

    def test_folders_and_exclusions(self, run: Run) -> None:
        code, data = run.json(".", "--exclude", "bytes.md", "--exclude", "w*")
        assert code == 1
        assert [file["path"] for file in data["files"]] == [
            "clean.md",
            "faulty.md",
            "suppressed.md",
        ]
        assert data["summary"]["excluded"] == 2

    def test_a_name_that_is_no_unicode(self, run: Run, tmp_path: Path) -> None:
        name = os.fsdecode(b"draft-\xff.md")
        (tmp_path / name).write_text(FAULTY, encoding="utf-8")
        assert run("check", name) == 1
        assert "reversal-verb error" in run.out
        code, data = run.json(name)
        assert (code, data["files"][0]["path"]) == (1, name)


class TestStandardInput:
    def start(self, text: bytes, *arguments: str) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run(
            [*MEDLINT, "check", *arguments], input=text, capture_output=True, check=False
        )

    def test_a_name_says_what_it_is(self, run: Run) -> None:
        done = self.start(b"<p>Turmeric <b>cures</b> diabetes.", "-", "--stdin-filename", "a.html")
        assert done.returncode == 1
        assert done.stdout.startswith(b"a.html:1:16 reversal-verb error ")
        assert done.stderr == b""
        del run

    def test_bytes_that_are_no_text(self, run: Run) -> None:
        done = self.start(b"caf\xe9", "-", "--stdin-filename", "a.md")
        assert done.returncode == 3
        assert b"a.md decode error not checked" in done.stdout
        del run

    @pytest.mark.parametrize(
        ("arguments", "message"),
        [
            (["-"], "say what standard input is: --stdin-filename draft.md"),
            (
                ["-", "clean.md", "--stdin-filename", "a.md"],
                "standard input ('-') cannot be mixed with other paths",
            ),
        ],
    )
    def test_what_it_needs(self, run: Run, arguments: list[str], message: str) -> None:
        assert run("check", *arguments) == 2
        assert run.err == f"medlint: {message}\n"

    def test_a_file_that_is_excluded_stays_excluded(self, run: Run, tmp_path: Path) -> None:
        (tmp_path / "medlint.yaml").write_text("exclude: [drafts/]\n", encoding="utf-8")
        for name, arguments, code, files in (
            ("drafts/a.md", (), 0, 0),
            ("old/a.md", ("--exclude", "old/"), 0, 0),
            ("a.md", ("--exclude", "old/"), 1, 1),
        ):
            options = ("--stdin-filename", name, "--format", "json", *arguments)
            done = self.start(b"Turmeric cures diabetes.", "-", *options)
            data = json.loads(done.stdout)
            assert (done.returncode, len(data["files"])) == (code, files)
            assert data["summary"]["excluded"] == 1 - files
        del run

    def test_no_report_is_made_of_it(self, run: Run) -> None:
        assert run("report", "-", "-o", "out") == 2
        assert run.err == "medlint: a report is made of files, not of standard input\n"


class TestOptions:
    @pytest.mark.parametrize("option", ["--select", "--ignore"])
    @pytest.mark.parametrize("value", ["", " , "])
    def test_no_name_is_an_error(self, run: Run, option: str, value: str) -> None:
        assert run("check", "faulty.md", option, value) == 2
        assert run.err == (
            f"medlint: {option} names no rule or category; leave it out, or name one\n"
        )

    @pytest.mark.parametrize("option", ["--select", "--ignore"])
    def test_unknown_names_are_errors(self, run: Run, option: str) -> None:
        assert run("check", "faulty.md", option, "reversal-verbs") == 2
        assert run.err == (
            "medlint: no rule or category is called 'reversal-verbs'; "
            "did you mean 'reversal-verb'?\n"
        )
        assert run("check", "faulty.md", option, "dropped-term,xyzzy") == 2
        assert "no rule or category is called 'xyzzy'; see 'medlint rules list'" in run.err

    @pytest.mark.parametrize(
        ("arguments", "findings"),
        [
            ([], 1),
            (["--select", "certainty"], 1),
            (["--select", "integrity,reversal-verb"], 1),
            (["--select", "integrity", "--select", "numbers"], 0),
            (["--ignore", "reversal-verb"], 0),
            (["--ignore", "certainty"], 0),
            (["--ignore", "numbers"], 1),
        ],
    )
    def test_which_rules_run(self, run: Run, arguments: list[str], findings: int) -> None:
        code, data = run.json("faulty.md", *arguments)
        assert len(data["files"][0]["findings"]) == findings
        assert code == bool(findings)

    def test_a_run_without_a_rule_is_no_green_one(self, run: Run) -> None:
        assert run("check", "faulty.md", "--select", "certainty", "--ignore", "certainty") == 2
        assert run.err.startswith("medlint: no rule is left to run")

    @pytest.mark.parametrize(
        ("option", "value", "message"),
        [
            ("--as-of", "tomorrow", "'tomorrow' is not a day; write YYYY-MM-DD"),
            ("--as-of", "2026-02-30", "'2026-02-30' is not a day; write YYYY-MM-DD"),
            ("--jobs", "0", "'0' is not a number from 1 on"),
            ("--jobs", "many", "'many' is not a number from 1 on"),
            ("--format", "xml", "invalid choice: 'xml'"),
        ],
    )
    def test_wrong_values_are_errors(self, run: Run, option: str, value: str, message: str) -> None:
        assert run("check", "clean.md", option, value) == 2
        assert message in run.err

    def test_the_day_is_an_input(self, run: Run) -> None:
        _, data = run.json("clean.md", "--as-of", "2026-11-22")
        assert data["tool"]["as_of"] == "2026-11-22"

    def test_the_command_line_beats_the_file(self, run: Run, tmp_path: Path) -> None:
        settings = tmp_path / "medlint.yaml"
        settings.write_text("select: [integrity]\nfail-on: warning\n", encoding="utf-8")
        assert run("check", "faulty.md") == 0
        assert run("check", "faulty.md", "--select", "certainty") == 1
        settings.write_text("fail-on: warning\nignore: [numbers]\n", encoding="utf-8")
        assert run("check", "warning.md") == 1
        assert run("check", "warning.md", "--fail-on", "error") == 0
        assert run("check", "warning.md", "--ignore", "certainty") == 0

    def test_a_settings_file_can_be_named(self, run: Run, tmp_path: Path) -> None:
        (tmp_path / "ci").mkdir()
        named = tmp_path / "ci" / "strict.yaml"
        named.write_text("fail-on: warning\n", encoding="utf-8")
        (tmp_path / "medlint.yaml").write_text("fail-on: error\n", encoding="utf-8")
        assert run("check", "warning.md") == 0
        assert run("check", "warning.md", "--config", named) == 1
        assert run("check", "warning.md", "--config", "none.yaml") == 2
        assert run.err == "medlint: none.yaml: cannot be read (No such file or directory)\n"

    def test_wrong_settings_are_told_in_place(self, run: Run, tmp_path: Path) -> None:
        (tmp_path / "medlint.yaml").write_text("fail-on: error\nselct: []\n", encoding="utf-8")
        assert run("check", "clean.md") == 2
        assert run.err == (
            f"medlint: {tmp_path}/medlint.yaml:2:1: unknown key 'selct'; did you mean 'select'?\n"
            "    1 | fail-on: error\n"
            "    2 | selct: []\n"
            "      | ^\n"
        )

    def test_wrong_rules_are_told_in_place(self, run: Run, write_rule: RuleWriter) -> None:
        folder = write_rule("house-rule", unless=["negatd"])
        assert run("check", "clean.md", "--rules", folder) == 2
        assert run.err.startswith(f"medlint: {folder}/house-rule.yaml:")
        assert "input should be 'negated', " in run.err

    def test_rules_of_the_house(self, run: Run, write_rule: RuleWriter, tmp_path: Path) -> None:
        folder = write_rule("house-rule", match={"kind": "phrases", "any_of": ["soap"]})
        code, data = run.json("clean.md", "--rules", folder)
        assert code == 1
        assert [f["rule"] for f in data["files"][0]["findings"]] == ["house-rule"]
        (tmp_path / "medlint.yaml").write_text("rules: [house-rules]\n", encoding="utf-8")
        assert run("check", "clean.md") == 1


class TestFormats:
    def test_json_is_of_the_contract(self, run: Run) -> None:
        schema = json.loads(SCHEMA.read_text("utf-8"))
        _, data = run.json(".")
        jsonschema.validate(data, schema)
        _, all_of_it = run.json(".", "--show-hidden")
        jsonschema.validate(all_of_it, schema)
        assert all_of_it["summary"] == data["summary"]
        assert data["summary"]["files"] == len(data["files"]) == 5

    def test_hidden_findings_are_counted_and_shown_when_asked(self, run: Run) -> None:
        code, data = run.json("suppressed.md")
        assert (code, data["files"][0]["findings"]) == (0, [])
        assert data["summary"]["suppressed"] == 1
        code, data = run.json("suppressed.md", "--show-hidden")
        (finding,) = data["files"][0]["findings"]
        assert (code, finding["disposition"]) == (0, "suppressed")
        assert finding["reason"] == "the claim under review"
        run("check", "suppressed.md", "--show-hidden")
        assert "the claim under review" in run.out

    @pytest.mark.parametrize(
        ("form", "begins", "fault"),
        [
            pytest.param("jsonl", '{"type":"run"', '"rule":"reversal-verb"', id="jsonl"),
            pytest.param("sarif", "{", '"ruleId": "reversal-verb"', id="sarif"),
            pytest.param("junit", "<?xml", '<failure type="reversal-verb"', id="junit"),
            pytest.param("github", "::error ", "title=reversal-verb::", id="github"),
            pytest.param("gitlab", "[", '"check_name": "reversal-verb"', id="gitlab"),
            pytest.param("markdown", "### medlint: 1 error", "`reversal-verb`", id="markdown"),
        ],
    )
    def test_what_machines_read(self, run: Run, form: str, begins: str, fault: str) -> None:
        assert run("check", "faulty.md", "--format", form) == 1
        assert run.out.startswith(begins)
        assert fault in run.out

    def test_tests_fail_where_the_run_does(self, run: Run) -> None:
        for fail_on, code, failures in (("error", 0, 0), ("warning", 1, 1)):
            arguments = ("check", "warning.md", "--format", "junit", "--fail-on", fail_on)
            assert run(*arguments) == code
            assert run.out.count("<failure ") == failures

    @pytest.mark.parametrize("form", ["text", "html"])
    def test_every_output_says_what_silence_is_not(self, run: Run, form: str) -> None:
        run("check", "clean.md", "--format", form)
        assert NOTICE in run.out

    def test_the_same_run_prints_the_same_bytes(self, run: Run) -> None:
        run("check", ".", "--format", "json", "--as-of", "2026-11-22")
        first = run.out
        run("check", ".", "--format", "json", "--as-of", "2026-11-22", "--jobs", "2")
        assert run.out == first


class TestOutput:
    @pytest.mark.parametrize("form", ["text", "json", "html"])
    def test_a_file_holds_what_would_be_printed(self, run: Run, tmp_path: Path, form: str) -> None:
        arguments = ("faulty.md", "--format", form, "--as-of", "2026-11-22")
        assert run("check", *arguments, "-o", "new/folder/out") == 1
        assert run.out == ""
        written = (tmp_path / "new" / "folder" / "out").read_text(encoding="utf-8")
        run("check", *arguments)
        assert written == run.out

    def test_a_run_that_fails_leaves_the_old_file(self, run: Run, tmp_path: Path) -> None:
        out = tmp_path / "out.json"
        out.write_text("old", encoding="utf-8")
        assert run("check", "gone.md", "--format", "json", "-o", out) == 2
        assert run("check", "faulty.md", "--select", "nothing", "-o", out) == 2
        assert out.read_text("utf-8") == "old"
        assert run("check", "faulty.md", "--format", "json", "-o", out) == 1
        assert out.read_text("utf-8").startswith('{"schema":1,')
        assert {path.name for path in tmp_path.iterdir() if "out" in path.name} == {"out.json"}

    def test_a_place_that_cannot_be_written_is_an_error(self, run: Run, tmp_path: Path) -> None:
        (tmp_path / "folder").mkdir()
        assert run("check", "clean.md", "-o", "folder") == 2
        assert run.err.startswith("medlint: cannot write 'folder': ")
        assert run("check", "clean.md", "-o", "clean.md/out") == 2
        assert run.err.startswith("medlint: cannot write 'clean.md/out': ")

    def test_a_report_is_pages(self, run: Run, tmp_path: Path) -> None:
        assert run("report", ".", "-o", "out") == 3
        pages = sorted(path.name for path in (tmp_path / "out").iterdir())
        assert "index.html" in pages
        assert len(pages) == 6  # with the table; the undecodable one has no page of its own
        index = (tmp_path / "out" / "index.html").read_text("utf-8")
        for page in pages:
            assert page == "index.html" or page in index
        assert "bytes.md" in index
        assert run.out.endswith("The report is at out/index.html\n")

    def test_pages_of_an_earlier_report_are_taken_away(self, run: Run, tmp_path: Path) -> None:
        out = tmp_path / "out"
        assert run("report", "clean.md", "faulty.md", "-o", "out") == 0
        (out / "own.html").write_text("<!doctype html><p>By hand.", encoding="utf-8")
        (out / "own.txt").write_text('<meta name="generator" content="medlint">', encoding="utf-8")
        assert run("report", "clean.md", "-o", "out") == 0
        pages = sorted(page.name for page in out.iterdir())
        assert pages[0].startswith("clean-md-")
        assert pages[1:] == ["findings.csv", "index.html", "own.html", "own.txt"]


class TestRules:
    def test_list(self, run: Run, write_rule: RuleWriter) -> None:
        assert run("rules", "list") == 0
        lines = run.out.splitlines()
        assert lines[-1] == f"{len(lines) - 1} rules"
        (line,) = [line for line in lines if line.startswith("reversal-verb ")]
        assert line.split()[:4] == ["reversal-verb", "certainty", "error", "stable"]
        assert run("rules", "list", "--rules", write_rule("house-rule")) == 0
        assert len(run.out.splitlines()) == len(lines) + 1

    def test_explain(self, run: Run, write_rule: RuleWriter) -> None:
        folder = write_rule("house-rule", unless=["quoted"], softer_when=["cited"])
        assert run("rules", "explain", "house-rule", "--rules", folder) == 0
        assert run.out == (
            "house-rule: A cure is promised.\n\n"
            "category    certainty\nseverity    error\nconfidence  medium\nstatus      stable\n"
            "looks in    heading, paragraph, list-item, caption, table-cell\n"
            "silent when quoted\nsofter when cited\n\n"
            "Why it matters\n  Readers believe it.\n\n"
            "Flagged\n  Turmeric is a [[miracle cure]] for you.\n\n"
            "Not flagged\n  Turmeric is a miracle of nature.\n\n"
            "What to write instead\n  Say what was shown.\n\n"
            "Authority\n  An act\n\n"
            "How to suppress\n  <!-- medlint-ignore-next-line house-rule: your reason -->\n"
        )

    @pytest.mark.parametrize("rule", ["reversal-verbs", "certainty"])
    def test_explain_needs_the_name_of_a_rule(self, run: Run, rule: str) -> None:
        assert run("rules", "explain", rule) == 2
        assert f"no rule is called '{rule}'; did you mean '" in run.err

    def test_test_proves_a_folder_of_the_house(self, run: Run, write_rule: RuleWriter) -> None:
        folder = write_rule("house-rule")
        assert run("rules", "test", folder) == 0
        assert run.out == "ok   house-rule\n1 of 1 rules keep their promises.\n"
        write_rule("other-rule", passes=["A miracle cure."])
        assert run("rules", "test", folder) == 1
        assert run.out == (
            "ok   house-rule\n"
            "FAIL other-rule\n"
            "       must pass, flags 'miracle cure'\n"
            "         A miracle cure.\n"
            "1 of 2 rules keep their promises.\n"
        )

    def test_test_takes_names_categories_and_folders_together(
        self, run: Run, write_rule: RuleWriter
    ) -> None:
        folder = write_rule("house-rule")
        assert run("rules", "test", "orphan-acronym", folder) == 0
        assert run.out.splitlines()[:2] == ["ok   house-rule", "ok   orphan-acronym"]
        assert run("rules", "test", "numbers") == 0
        assert "ok   unsourced-number" in run.out

    def test_test_of_the_bundled_folder(self, run: Run) -> None:
        folder = Path(__file__).parents[1] / "rules" / "numbers"
        assert run("rules", "test", folder) == 0
        assert "ok   unsourced-number" in run.out

    def test_test_of_nothing_is_an_error(self, run: Run, tmp_path: Path) -> None:
        (tmp_path / "tables" / "_terms").mkdir(parents=True)
        (tmp_path / "tables" / "_terms" / "own.yaml").write_text(
            "id: own\nsummary: s\nsource: s\nas_of: 2026-01-01\nterms: [a]\n", encoding="utf-8"
        )
        assert run("rules", "test", "tables") == 2
        assert run.err == "medlint: no rule is left to test: the folders hold none\n"
        assert run("rules", "test", "no-such-rule") == 2


def _heed_interrupts() -> None:
    """What a shell starts in the background ignores interrupts, and so would all it starts."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX signals and terminals")
class TestTerminal:
    def drafts(self, folder: Path, count: int) -> None:
        for number in range(count):
            (folder / f"draft{number:03}.md").write_text(FAULTY * 5, encoding="utf-8")

    def test_an_interrupted_run_ends_in_130(self, run: Run, tmp_path: Path) -> None:
        del run
        self.drafts(tmp_path, 200)
        process = subprocess.Popen(
            [*MEDLINT, "check", "."],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env={**os.environ, "PYTHONUNBUFFERED": "1"},
            preexec_fn=_heed_interrupts,  # noqa: PLW1509 -- the test starts no threads
        )
        assert process.stdout is not None
        process.stdout.readline()  # it has begun
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=60)
        assert errors == b"medlint: interrupted\n"
        assert process.returncode == 130

    def test_a_reader_that_leaves_is_no_crash(self, run: Run, tmp_path: Path) -> None:
        del run
        self.drafts(tmp_path, 40)
        process = subprocess.Popen(
            [*MEDLINT, "check", "."], stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        assert process.stdout is not None
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr is not None
        assert process.stderr.read() == b""
        process.stderr.close()
        assert process.wait(timeout=60) == 3

    @pytest.mark.parametrize(("no_color", "colored"), [("", True), ("1", False)])
    def test_colour_on_a_terminal(self, run: Run, *, no_color: str, colored: bool) -> None:
        import pty  # noqa: PLC0415 -- POSIX alone has it

        del run
        leader, follower = pty.openpty()
        environ = {k: v for k, v in os.environ.items() if k not in {"NO_COLOR", "FORCE_COLOR"}}
        process = subprocess.Popen(
            [*MEDLINT, "check", "faulty.md"],
            stdout=follower,
            stderr=subprocess.PIPE,
            env={**environ, "NO_COLOR": no_color, "TERM": "xterm"},
        )
        os.close(follower)
        printed = b""
        while chunk := _read(leader):
            printed += chunk
        _, errors = process.communicate(timeout=60)
        os.close(leader)
        assert (process.returncode, errors) == (1, b"")
        assert (b"\x1b[" in printed) is colored
        assert b"reversal-verb" in re.sub(rb"\x1b\[[0-9;]*m", b"", printed)

    def test_no_colour_in_a_pipe(self, run: Run) -> None:
        run("check", "faulty.md")
        assert "\x1b" not in run.out


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 65_536)
    except OSError:  # the other side is closed
        return b""
