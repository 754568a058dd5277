"""Runs the linter over inputs: paths in, one outcome each, in the order they were given."""

from __future__ import annotations

import datetime as dt
import multiprocessing
import os
import pickle
import signal
import tempfile
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

import medlint
from medlint import files, nlp
from medlint.document import Format, Origin
from medlint.errors import InputError, MedlintError, UsageError
from medlint.exports import Item, named
from medlint.finding import FileError
from medlint.linter import Linter
from medlint.parsing import format_of
from medlint.report import FileResult, Tool
from medlint.rules import registry, staleness
from medlint.rules.loader import RuleSet
from medlint.text import Span

_FEWEST_FOR_PROCESSES = 8
"""Below this a second process costs more than it saves: each loads the model first."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What to run with: plain data, so that a worker process can make the same linter of it.

    `root` is the folder that paths in fingerprints are relative to.
    """

    root: Path
    as_of: dt.date
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    rule_folders: tuple[Path, ...] = ()
    model: str = nlp.DEFAULT_MODEL


@dataclass(frozen=True, slots=True)
class Engine:
    """A plan made ready: the linter and what the report says of it.

    `stale_facts` are the tables and rows of the rules that ought to have been looked at again,
    `loaded` is what the linter was made of, for a worker process to make another.
    """

    plan: Plan
    linter: Linter
    tool: Tool
    stale_facts: tuple[str, ...] = ()
    loaded: RuleSet = field(default_factory=RuleSet)


def prepare(plan: Plan) -> Engine:
    """Load and compile the rules of a plan; the model itself is loaded at the first sentence.

    Raises:
        UsageError: an unknown rule name, a broken rule, a missing or altered model.
    """
    return prepare_with(registry.load_rules(plan.rule_folders), plan)


def prepare_with(loaded: RuleSet, plan: Plan) -> Engine:
    """The same for rules that are loaded already; the plan's rule folders are not looked at.

    Raises:
        UsageError: an unknown rule name, a broken rule, a missing or altered model.
    """
    chosen = list(registry.select(loaded, chosen=plan.select, ignored=plan.ignore))
    if not chosen:
        msg = "no rule is left to run: what is selected is also ignored, or holds no rule"
        raise UsageError(msg)
    guards = registry.make_guards(loaded)
    rules = tuple(
        registry.compile_rule(loaded, rule_id, guards=guards, selected=named)
        for rule_id, named in chosen
    )
    tool = Tool(
        version=medlint.__version__,
        rules_digest=loaded.digest,
        model=nlp.describe(plan.model),
        as_of=plan.as_of.isoformat(),
    )
    linter = Linter(
        rules,
        nlp.Annotator(plan.model),
        plan.as_of,
        frozenset(loaded.rules),
        registry.weigher(loaded, rules),
    )
    return Engine(plan, linter, tool, tuple(staleness.stale(loaded, plan.as_of)), loaded)


def run(engine: Engine, inputs: Sequence[str | Item], *, jobs: int = 1) -> Iterator[FileResult]:
    """The outcome of each file and article of an export, in order, each as soon as it is known.

    `jobs` processes share the work where there is enough of it, but no more than the machine has
    processors; the outcomes are the same. A run that is given up stops at once.
    """
    if jobs > 1 and len(inputs) >= _FEWEST_FOR_PROCESSES:
        yield from _run_parallel(engine, inputs, jobs)
    else:
        for each in inputs:
            yield _lint(engine, each)


def _lint(engine: Engine, each: str | Item) -> FileResult:
    return lint_file(engine, each) if isinstance(each, str) else lint_item(engine, each)


def lint_file(engine: Engine, path: str) -> FileResult:
    """The outcome of one file; whatever goes wrong with it is the outcome."""
    name = _relative(path, engine.plan.root)
    return _outcome(engine, path, name, lambda: files.read(path), format_of(path))


def lint_text(engine: Engine, text: str | bytes, path: str) -> FileResult:
    """The outcome of a text that stands for the file `path`."""
    return _outcome(engine, path, _relative(path, engine.plan.root), lambda: text, format_of(path))


def lint_item(engine: Engine, item: Item) -> FileResult:
    """The outcome of one article of an export; every word of it comes from its field."""
    if item.error is not None:
        return FileResult(item.path, error=item.error)
    name = named(_relative(item.file, engine.plan.root), item.name)
    result = _outcome(engine, item.path, name, lambda: item.text, item.format)
    if result.document is None:
        return result
    whole = Origin(Span(0, len(item.text)), item.pointer, 0, 0)
    return replace(result, document=replace(result.document, origins=(whole,)))


def _outcome(
    engine: Engine,
    path: str,
    name: str,
    read: Callable[[], str | bytes],
    format: Format | None,  # noqa: A002 -- the field's word
) -> FileResult:
    try:
        source = read()
        if format is None:
            raise files.no_reader(path)  # noqa: TRY301 -- the one place that turns errors into outcomes
        document, findings, balance = engine.linter.examine(source, path=name, format=format)
    except InputError as error:
        return FileResult(path, error=FileError(error.stage, str(error)))
    except MedlintError:
        raise  # not the file is wrong, but the model or the rules: no other file can be checked
    except MemoryError:
        return FileResult(path, error=FileError("check", "not enough memory for this file"))
    except Exception as error:  # noqa: BLE001 -- a crash is a reported error, never a lost file
        msg = f"medlint failed on this file ({type(error).__name__}: {error}); please report it"
        return FileResult(path, error=FileError("check", msg))
    return FileResult(path, document, tuple(findings), balance=balance)


def _relative(path: str, root: Path) -> str:
    """The path as fingerprints hold it: from the root where it lies below, with slashes."""
    full = Path(path).resolve()
    return (full.relative_to(root) if full.is_relative_to(root) else Path(path)).as_posix()


_engine: Engine | None = None


def _start_worker(rules: Path, plan: Plan) -> None:
    global _engine  # noqa: PLW0603 -- a worker process has one engine for its life
    # Ctrl-C reaches every process of a terminal; the first one ends the others.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _engine = prepare_with(pickle.loads(rules.read_bytes()), plan)  # noqa: S301 -- our own file


def _work(each: str | Item) -> FileResult:
    if _engine is None:  # pragma: no cover -- the pool starts every worker with _start_worker
        raise RuntimeError
    return _lint(_engine, each)


def _run_parallel(engine: Engine, inputs: Sequence[str | Item], jobs: int) -> Iterator[FileResult]:
    done = 0
    with (
        _kept(engine.loaded) as rules,
        ProcessPoolExecutor(
            min(jobs, len(inputs), os.cpu_count() or 1),
            mp_context=multiprocessing.get_context("spawn"),
            initializer=_start_worker,
            initargs=(rules, engine.plan),
        ) as pool,
    ):
        try:
            for result in pool.map(_work, inputs, chunksize=2):
                done += 1
                yield result
        except BrokenProcessPool:
            for each in inputs[done:]:
                path = each if isinstance(each, str) else each.path
                msg = "a worker process died; try again with --jobs 1"
                yield FileResult(path, error=FileError("check", msg))
        except (KeyboardInterrupt, GeneratorExit):
            _end_workers(pool)
            raise
        finally:
            pool.shutdown(cancel_futures=True)


@contextmanager
def _kept(loaded: RuleSet) -> Iterator[Path]:
    """A file that holds the rules while the workers need it.

    What a process is started with goes through a pipe, and rules are more than fits into it: a
    run that is interrupted while the worker wakes up would leave it with half of them.
    """
    with tempfile.TemporaryDirectory() as scratch:
        place = Path(scratch) / "rules"
        place.write_bytes(pickle.dumps(loaded))
        yield place


def _end_workers(pool: ProcessPoolExecutor) -> None:
    """End the processes of a pool in the middle of their files, which nobody waits for."""
    for worker in list((pool._processes or {}).values()):  # noqa: SLF001 -- no public name before 3.14
        worker.terminate()
