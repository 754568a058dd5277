"""Runs the linter over inputs: paths in, one outcome each, in the order they were given."""

from __future__ import annotations

import pickle
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

import medlint
from medlint import files, nlp, processes, retractions
from medlint.document import Format, Origin
from medlint.errors import InputError, MedlintError, UsageError
from medlint.exports import Item, named
from medlint.finding import FileError
from medlint.linter import Linter
from medlint.parsing import format_of
from medlint.plan import Plan, Roster
from medlint.processes import Died
from medlint.report import FileResult, Tool
from medlint.retractions import NONE_KNOWN, Retractions
from medlint.rules import lock, registry, staleness
from medlint.rules.adjusting import adjusted
from medlint.rules.loader import RuleSet
from medlint.text import Span

_WORTH_SHARING = 100_000
"""Bytes of text below which further processes cost more than they save.

A process needs 0.8 seconds more to be ready than the model needs to be loaded here (measured on two
processors). Two make up for that at 40,000 bytes where 24,000 are checked a second, and at three
times as many where that goes three times as fast.
"""


@dataclass(frozen=True, slots=True)
class Engine:
    """A plan made ready: the linter and what the report says of it.

    `loaded` are the rules as written, of which the plan makes the linter, here and in a worker.
    """

    plan: Plan
    linter: Linter
    tool: Tool
    loaded: RuleSet = field(default_factory=RuleSet)

    @property
    def roster(self) -> Roster:
        """What is to be said of the rules."""
        return Roster(
            tool=self.tool,
            ran=tuple(rule.id for rule in self.linter.rules),
            known=self.linter.known,
            versions={rule.id: rule.definition.version for rule in self.linter.rules},
            stale_facts=tuple(staleness.stale(self.loaded, self.plan.as_of)),
            since_lock=lock.difference(self.plan.adjustments.lock, self.loaded),
        )


def prepare(plan: Plan) -> Engine:
    """Load and compile the rules of a plan; the model itself is loaded at the first sentence.

    Raises:
        UsageError: an unknown rule name, a broken rule, a missing or altered model.
    """
    withdrawn = retractions.load(plan.retractions.path) if plan.retractions else NONE_KNOWN
    return prepare_with(registry.load_rules(plan.rule_folders), plan, withdrawn)


def prepare_with(loaded: RuleSet, plan: Plan, withdrawn: Retractions = NONE_KNOWN) -> Engine:
    """The same for rules and retractions that are loaded; the plan's files are not looked at.

    Raises:
        UsageError: an unknown rule name, a broken rule, a missing or altered model.
    """
    as_written, loaded = loaded, adjusted(loaded, plan.adjustments)
    profile = registry.adjustment_of(loaded, plan.profile, plan.region)
    chosen = list(
        registry.select(
            loaded,
            chosen=plan.select,
            ignored=plan.ignore,
            adjusted=profile,
            demands=plan.demands,
        )
    )
    if not chosen:
        msg = "no rule is left to run: what is selected is also ignored, or holds no rule"
        raise UsageError(msg)
    guards = registry.make_guards(loaded)
    rules = tuple(
        registry.compile_rule(loaded, rule_id, guards=guards, selected=named, adjusted=profile)
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
        plan.exhaustive,
        replace(plan.demands, region=plan.region),
        withdrawn,
        plan.region,
    )
    return Engine(plan, linter, tool, as_written)


@dataclass(frozen=True, slots=True)
class Recipe:
    """What another process makes the same engine of: a plan, and a file that holds the rules.

    What a process is started with goes through a pipe, and rules are more than fits into it; so
    are the papers that were retracted, which stand in the same file.
    """

    plan: Plan
    rules: Path

    def engine(self) -> Engine:
        """The engine, as it was."""
        loaded, withdrawn = pickle.loads(self.rules.read_bytes())  # noqa: S301 -- our own file
        return prepare_with(loaded, self.plan, withdrawn)


@contextmanager
def recipe(engine: Engine) -> Iterator[Recipe]:
    """The recipe of an engine, for as long as processes are started by it."""
    with tempfile.TemporaryDirectory() as scratch:
        rules = Path(scratch) / "rules"
        rules.write_bytes(pickle.dumps((engine.loaded, engine.linter.retractions)))
        yield Recipe(engine.plan, rules)


def run(engine: Engine, inputs: Sequence[str | Item], *, jobs: int = 1) -> Iterator[FileResult]:
    """The outcome of each path or article of an export, in order, each as soon as it is known.

    `jobs` processes share the work where there is enough of it, but no more than the machine has
    processors; the outcomes are the same. A process that dies costs the input that it had. A run
    that is given up stops at once.

    Raises:
        MedlintError: nothing can be checked: there is no model, or no process can be started.
    """
    workers = min(jobs, processes.processors(), len(inputs))
    if workers <= 1 or not _is_worth_sharing(inputs):
        for one in inputs:
            yield lint_input(engine, one)
        return
    with recipe(engine) as made:
        answers = processes.work(inputs, partial(_ready, made), workers=workers)
        with closing(answers):
            for one, answer in zip(inputs, answers, strict=True):
                yield _lost(one, answer) if isinstance(answer, Died) else answer


def died(how: Died) -> FileError:
    """What is said of an input whose worker process died."""
    msg = f"the process that checked this died {processes.in_words(how.code)}; try it by itself"
    return FileError("check", msg)


def _lost(one: str | Item, how: Died) -> FileResult:
    return FileResult(one if isinstance(one, str) else one.path, error=died(how))


def _ready(made: Recipe) -> Callable[[str | Item], FileResult]:
    """Make a worker process ready: what it does with each of its tasks."""
    return partial(lint_input, made.engine())


def _is_worth_sharing(inputs: Sequence[str | Item]) -> bool:
    size = 0
    for one in inputs:
        if isinstance(one, Item):
            size += len(one.text)
        else:
            with suppress(OSError):  # the run itself will say what is wrong with it
                size += Path(one).stat().st_size
        if size >= _WORTH_SHARING:
            return True
    return False


def lint_input(engine: Engine, one: str | Item, data: bytes | None = None) -> FileResult:
    """The outcome of a file, which holds the `data` where it has been read, or of an article."""
    return lint_file(engine, one, data) if isinstance(one, str) else lint_item(engine, one)


def lint_file(engine: Engine, path: str, data: bytes | None = None) -> FileResult:
    """The outcome of one file, of its `data` where it has been read.

    Whatever goes wrong with it is the outcome.
    """

    def read() -> str | bytes:
        return files.read(path) if data is None else files.contents(path, data)

    name = files.relative(path, engine.plan.root)
    return _outcome(engine, path, name, read, format_of(path))


def lint_text(engine: Engine, text: str | bytes, path: str) -> FileResult:
    """The outcome of a text that stands for the file `path`."""
    return _outcome(
        engine, path, files.relative(path, engine.plan.root), lambda: text, format_of(path)
    )


def lint_item(engine: Engine, item: Item) -> FileResult:
    """The outcome of one article of an export; every word of it comes from its field."""
    if item.error is not None:
        return FileResult(item.path, error=item.error)
    name = named(files.relative(item.file, engine.plan.root), item.name)
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
