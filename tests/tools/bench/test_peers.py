"""Other programs are run and told of as it is said; what they cost is not tested."""

import json
import re
import sys
from pathlib import Path

import pytest

from tools.bench import peers
from tools.bench.peers import beside, measure, medlint_here, meter
from tools.bench.peers.programs import HERE, NODE, PINNED, AbsentError, Pinned, Program, said

HOLDS = 60_000_000
"""The bytes that a greedy program holds."""


@pytest.fixture
def once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Measured are a run to warm up and another one."""
    monkeypatch.setattr(peers, "RUNS", 1)


def program(folder: Path, name: str, body: str) -> Program:
    """A program in Python that notes each of its runs in a file `runs`."""
    script = folder / f"{name}.py"
    script.write_text(
        "import sys\nfrom pathlib import Path\n"
        f"with Path('runs').open('a') as runs: runs.write('{name} {{}}\\n'.format(len(sys.argv)))\n"
        + body
    )
    command = (sys.executable, "-S", str(script))
    return Program(name, command, folder, r"^\S+:\d+: ", f"{name} 1.2.3")


def texts(folder: Path) -> dict[str, list[Path]]:
    files = [folder / "a.md", folder / "b.txt"]
    for file in files:
        file.write_text("Four words stand here.\n" * 100)
    return {"one": files[:1], "all": files}


QUIET = "raise SystemExit(0)"
SPEAKS = "for one in sys.argv[1:]: print(f'{one}:1: ', 'found')\nraise SystemExit(1)"
CRASHES = "raise SystemExit('no network')"


@pytest.mark.usefixtures("once")
def test_each_is_run_in_turns_over_the_same_files(tmp_path: Path) -> None:
    ours, other = (program(tmp_path, name, SPEAKS) for name in ("ours", "other"))
    figures = list(measure(ours, [other], texts(tmp_path)))
    turns = (tmp_path / "runs").read_text().splitlines()
    assert turns == ["ours 2", "other 2"] * 2 + ["ours 3", "other 3"] * 2
    assert [figure.name for figure in figures] == [
        "ours, words a second of its processor, one",
        "other / ours, processor time, one",
        "ours, words a second of its processor, all",
        "other / ours, processor time, all",
    ]
    assert figures[0].data.startswith("a.md, 400 words; ")
    for figure in figures[2:]:
        assert figure.value
        assert figure.met is None
        assert figure.data.startswith("2 articles, 800 words; ")
        assert "; 2 findings; " in figure.data
        assert figure.data.endswith("; each run from its start, median of 1")


def test_medians_are_compared_and_the_first_runs_left_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seconds = {
        "ours": iter([99.0, 2.0, 2.0, 8.0, 1.0, 4.0]),
        "other": iter([99.0, 1.0, 9.0, 1.0, 1.0, 3.0]),
    }

    def run(command: list[str], _folder: Path) -> meter.Run:
        took = next(seconds[Path(command[2]).stem])
        return meter.Run(meter.Usage(2 * took, took, 100 * took), 0, "")

    monkeypatch.setattr(meter, "run", run)
    ours, other = (program(tmp_path, name, SPEAKS) for name in ("ours", "other"))
    own, theirs = measure(ours, [other], {"one": texts(tmp_path)["one"]})
    assert (own.value, theirs.value) == (200.0, 0.5)
    assert own.data == (
        "a.md, 400 words; 100 by the clock; 200 MB at most; 0 findings; ours 1.2.3; "
        "each run from its start, median of 5"
    )
    assert theirs.data == (
        "a.md, 400 words; 0.50 by the clock; 400 words a second of its processor; "
        "100 MB at most against 200; 0 findings; other 1.2.3; "
        "each run from its start, median of 5"
    )


@pytest.mark.usefixtures("once")
@pytest.mark.parametrize(
    ("body", "why"),
    [
        pytest.param(
            CRASHES, "python -S ended with 1: no network", id="crashed like one who finds"
        ),
        pytest.param("raise SystemExit(7)", "python -S ended with 7", id="another code"),
    ],
)
def test_a_program_that_fails_has_one_line_and_no_figures(
    tmp_path: Path, body: str, why: str
) -> None:
    ours, well = program(tmp_path, "ours", QUIET), program(tmp_path, "well", SPEAKS)
    broken = program(tmp_path, "broken", body)
    figures = list(measure(ours, [broken, well], texts(tmp_path)))
    assert [figure for figure in figures if "broken" in figure.name] == figures[:1]
    line = figures[0].line()
    assert line.startswith("broken / medlint, processor time: not measured (no bound; python")
    assert line.endswith(f"{why.removeprefix('python')})")
    assert (tmp_path / "runs").read_text().count("broken") == 1
    assert [figure.name for figure in figures[1:] if "well" in figure.name] == [
        "well / ours, processor time, one",
        "well / ours, processor time, all",
    ]


@pytest.mark.usefixtures("once")
def test_a_program_that_is_missing_has_its_line(tmp_path: Path) -> None:
    ours = program(tmp_path, "ours", QUIET)
    gone = Program("gone", (str(tmp_path / "gone"),), tmp_path, "x", "gone 1")
    (first, *rest) = measure(ours, [gone], texts(tmp_path))
    assert first.value is None
    assert f"{tmp_path / 'gone'} could not be started: FileNotFoundError" in first.line()
    assert "\n" not in first.line()
    assert len(rest) == 2


def test_without_ours_there_is_nothing_to_compare_with(tmp_path: Path) -> None:
    with pytest.raises(AbsentError, match="ended with 1: no network"):
        list(measure(program(tmp_path, "ours", CRASHES), [], texts(tmp_path)))


def test_a_run_is_metered_whole_and_by_itself(tmp_path: Path) -> None:
    ballast = bytearray(b"x" * HOLDS)  # of this process, and so not of the one that is run
    child = "sum(range(3_000_000)); print('below')"
    body = f"import subprocess, sys; subprocess.run([sys.executable, '-S', '-c', {child!r}])"
    small = meter.run([sys.executable, "-S", "-c", body], tmp_path)
    greedy = f"import sys; held = b'x' * {HOLDS}; sys.stderr.write('no newline'); sys.exit(3)"
    large = meter.run([sys.executable, "-S", "-c", greedy], tmp_path)
    assert (small.printed.strip(), small.code) == ("below", 0)
    assert (large.printed, large.code) == ("no newline", 3)
    assert 0.02 < small.usage.processor < 30
    assert small.usage.clock > 0.02
    assert 1 < small.usage.memory < len(ballast) / 1_000_000 < large.usage.memory


def test_the_findings_of_each_program_are_told_apart_from_what_else_it_prints() -> None:
    printed = {
        "write-good": "In /a.md\n=========\nso it is safe\n   ^^^^^\n"
        '"it is" is wordy or unneeded on line 51 at column 92\n-------------\n',
        "textlint": '/a.md:4:2: "it is" is wordy or unneeded [Error/write-good]\n\n1 problem\n',
        "alex": "/a.md\n  27:159-27:164  warning  Be careful with `joint`  joint  retext\n\n"
        "⚠ 1 warning\n",
        "proselint": "/a.md:8:75: typography.symbols.curly_quotes: Use curly quotes “”.\n",
        "Harper": "/a.md:44:252: Spelling::SpellCheck: Did you mean to spell `PSA` this way?\n"
        "Error: Lints were found\n\nStack backtrace:\n   0: <anyhow::Error>::msg::<&str>\n",
        "Vale": "/a.md:1:3:Vale.Repetition:'the' is repeated!\n",
    }
    assert {
        pinned.name: Program("", (), HERE, pinned.finding, "").findings(printed[pinned.name])
        for pinned in PINNED
    } == dict.fromkeys(printed, 1)


def test_a_failure_is_told_by_the_last_that_was_printed() -> None:
    printed = "Traceback …\n  File\nURLError: no such name\n\n"
    assert (
        said(["/opt/npm", "ci", "x"], 1, printed) == "npm ci ended with 1: URLError: no such name"
    )
    assert said(["/opt/npm"], -9, "") == "npm ended with -9"


def of_node() -> Pinned:
    return next(pinned for pinned in PINNED if pinned.name == "textlint")


def fake(folder: Path, name: str, body: str) -> None:
    script = folder / name
    script.write_text(f"#!{sys.executable} -S\n{body}\n")
    script.chmod(0o755)


def test_what_npm_installs_is_kept_until_its_lock_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    fake(tmp_path, "node", "print('v20.1.2')")
    log = tmp_path / "log"
    fake(tmp_path, "npm", f"import os, sys; print(sys.argv[1:], file=open({str(log)!r}, 'a'))")
    kits = tmp_path / "kits"
    ready = of_node().ready(kits)
    assert of_node().ready(kits) == ready
    assert log.read_text() == "['ci']\n"
    assert ready.command[0] == str(kits / "node" / "node_modules" / ".bin" / "textlint")
    assert re.fullmatch(
        r"textlint [\d.]+, textlint-rule-write-good [\d.]+, textlint-rule-terminology [\d.]+, "
        r"Node 20\.1\.2",
        ready.versions,
    )
    assert {path.name for path in (kits / "node").iterdir()} == {*NODE, "installed"}
    (kits / "node" / "installed").write_text("of an older lock")
    of_node().ready(kits)
    assert log.read_text() == "['ci']\n" * 2


def test_what_cannot_be_installed_says_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(AbsentError, match=r"^there is no node on this machine$"):
        of_node().ready(tmp_path / "kits")
    fake(tmp_path, "node", "print('v20.1.2')")
    with pytest.raises(AbsentError, match=r"^there is no npm on this machine$"):
        of_node().ready(tmp_path / "kits")
    fake(tmp_path, "npm", "raise SystemExit('npm error network')")
    for _ in range(2):  # what failed is tried again
        with pytest.raises(AbsentError, match=r"^npm ci ended with 1: npm error network$"):
            of_node().ready(tmp_path / "kits")


def test_a_line_for_each_program_where_none_can_be_installed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(pinned: Pinned, _folder: Path) -> Program:
        message = f"there is no {pinned.name}"
        raise AbsentError(message)

    monkeypatch.setattr(Pinned, "ready", refuse)
    monkeypatch.setattr(peers, "RUNS", 1)
    monkeypatch.setattr(peers, "medlint_here", lambda _: program(tmp_path, "medlint", SPEAKS))
    articles = tmp_path / "corpus"
    (articles / "dev").mkdir(parents=True)
    for name in ("tea.md", "dev/coffee.txt", "dev/milk.html"):
        (articles / name).write_text("Turmeric cures diabetes.\n")
        (articles / name).with_suffix(".gold.yaml").write_text("kind: flawed\n")
    (articles / "README.md").write_text("No article, for nothing is marked in it.\n")
    *absent, one, every = beside(articles, articles / "tea.md", tmp_path / "kits")
    assert [figure.line() for figure in absent] == [
        f"{name} / medlint, processor time: not measured (no bound; there is no {name})"
        for name in ("write-good", "textlint", "alex", "proselint", "Harper", "Vale")
    ]
    assert one.name == "medlint, words a second of its processor, one article"
    assert one.data.startswith("tea.md, 3 words; ")
    assert every.name == "medlint, words a second of its processor, all articles"
    assert every.data.startswith("2 articles, 6 words; ")


def test_medlint_is_run_and_its_findings_counted(tmp_path: Path) -> None:
    (tmp_path / "tea.md").write_text("Turmeric cures diabetes.\n")
    ours = medlint_here(tmp_path)
    run = meter.run([*ours.command, "tea.md"], tmp_path)
    counted = json.loads(run.printed.splitlines()[-1])
    assert run.code == 1
    assert ours.findings(run.printed) == sum(counted[name] for name in ("error", "warning", "note"))
    assert counted["error"] == 1
    assert re.fullmatch(r"medlint [\d.]+ --no-cache, rules read anew", ours.versions)


def test_all_is_pinned_and_no_registry_is_named() -> None:
    asked = json.loads((HERE / "package.json").read_text())["dependencies"]
    locked = json.loads((HERE / "package-lock.json").read_text())["packages"]
    assert all(re.fullmatch(r"\d+\.\d+\.\d+", version) for version in asked.values())
    assert locked[""]["dependencies"] == asked
    for name, package in locked.items():
        assert not name or package["integrity"].startswith("sha512-"), name
        assert "resolved" not in package
    for pinned in PINNED:
        text = (HERE / pinned.lock).read_text()
        if pinned.lock not in NODE:
            assert "--hash=sha256:" in text
            assert "index-url" not in text
            assert "//" not in text
