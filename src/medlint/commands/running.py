"""From the arguments of a command to the outcomes of its inputs."""

from __future__ import annotations

import argparse
import datetime as dt
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from medlint.errors import ConfigError, InputError, UsageError

if TYPE_CHECKING:  # each command imports what it runs, so that --help does not pay for it
    from medlint.baseline import Entry
    from medlint.cache import Cache
    from medlint.cached import Session
    from medlint.config import Adjustments, Config, Override
    from medlint.exports import Item
    from medlint.judging import Decisions, Judge
    from medlint.locked import Lock
    from medlint.plan import Plan, Roster
    from medlint.report import FileResult
    from medlint.retractions import Listing
    from medlint.review import Ledger
    from medlint.rules.loader import RuleSet

STDIN = "-"

T = TypeVar("T")

_SOON = 3
"""So few files are done before a progress bar would be read."""


class Run(NamedTuple):
    """A run about to begin; everything that is wrong with the call itself has been raised.

    `outcomes` come as they are worked out, every finding judged, with a progress bar where it
    takes a while. `excluded` are the files that patterns leave out.
    """

    config: Config
    roster: Roster
    session: Session
    judge: Judge
    outcomes: Iterator[FileResult]
    excluded: int


def prepare(arguments: argparse.Namespace, config: Config) -> Run:
    """The run that the arguments and the settings ask for.

    Raises:
        UsageError: a path, option, setting or rule is wrong; no file has been read yet.
    """
    from medlint import files  # noqa: PLC0415 -- see above
    from medlint.cached import Session  # noqa: PLC0415

    if STDIN in arguments.paths:
        return _from_stdin(arguments, config)
    exclude = (*config.exclude, *(arguments.exclude or ()))
    root = config.root
    paths: tuple[str, ...] = tuple(arguments.paths)
    items: tuple[Item, ...] = ()
    excluded = 0
    if config.exports:
        from medlint import exports  # noqa: PLC0415 -- see above

        exported = exports.discover(paths, config.exports, exclude=exclude, root=root)
        paths, items, excluded = exported.paths, exported.items, exported.excluded
    found = files.discover(
        paths,
        exclude=exclude,
        root=root,
        made=arguments.output if arguments.folder_out else None,
        may_be_none=bool(items),
    )
    _keep_drafts(found.paths, arguments)
    session = Session(plan_of(arguments, config), cache_of(arguments))
    judge = judge_of(arguments, config, session.roster)
    inputs: list[str | Item] = [*found.paths, *items]
    shown = with_progress(session.run(inputs, jobs=arguments.jobs), len(inputs))
    judged = _kept(session, judge.judge(shown))
    return Run(config, session.roster, session, judge, judged, found.excluded + excluded)


def cache_of(arguments: argparse.Namespace) -> Cache:
    """The cache of this call, or one that keeps nothing where that was asked for."""
    from medlint import cache  # noqa: PLC0415 -- see above

    if getattr(arguments, "cache", None) is None:
        reads_all = getattr(arguments, "no_cache", True)  # so does every command without the option
        arguments.cache = cache.Cache(None if reads_all else cache.folder())
    kept: Cache = arguments.cache
    return kept


def _kept(session: Session, outcomes: Iterator[FileResult]) -> Iterator[FileResult]:
    """The outcomes; what is new in them is written down when they end, or are given up."""
    with session:
        yield from outcomes


def config_of(arguments: argparse.Namespace) -> Config:
    """The settings that hold: of the file that is named, or of the nearest one upward.

    Raises:
        ConfigError: they are unreadable or wrong.
    """
    from medlint import config  # noqa: PLC0415 -- see above
    from medlint.cache import identity, key_of  # noqa: PLC0415

    def once(text: str, make: Callable[[], Config]) -> Config:
        made: Config = cache.once(key_of("settings", identity(), text), "settings", make)
        return made

    cache = cache_of(arguments)
    if arguments.config is not None:
        return config.load(Path(arguments.config), once)
    return config.find(Path.cwd(), once)


def plan_of(arguments: argparse.Namespace, config: Config) -> Plan:
    """What to run with: options beat settings."""
    from medlint.plan import Plan  # noqa: PLC0415 -- see above

    asked = vars(arguments)  # some commands go by the settings alone
    return Plan(
        root=config.root,
        as_of=day_of(arguments),
        select=_names("--select", arguments.select) or config.select,
        ignore=_names("--ignore", arguments.ignore) or config.ignore,
        rule_folders=rule_folders(arguments, config),
        adjustments=_adjustments(arguments, config),
        model=config.model,
        exhaustive=getattr(arguments, "exhaustive", False),
        profile=asked.get("profile") or config.profile,
        region=asked.get("region") or config.region,
        demands=config.demands,
        retractions=_retractions(asked.get("retractions"), config),
    )


def _retractions(named: str | None, config: Config) -> Listing | None:
    path = config.retractions if named is None else Path(named)
    if path is None:
        return None
    from medlint.retractions import listing  # noqa: PLC0415 -- see above

    return listing(path)


def rule_folders(arguments: argparse.Namespace, config: Config) -> tuple[Path, ...]:
    """The folders of rules beside the bundled ones: of packs, of the settings, of options.

    Raises:
        ConfigError: a pack is not installed.
    """
    named = (Path(folder) for folder in arguments.rules or ())
    if not config.rule_packs:
        return (*config.rule_folders, *named)
    from medlint.rules import packs  # noqa: PLC0415 -- see above

    return (*packs.folders(config.rule_packs), *config.rule_folders, *named)


def rules_of(arguments: argparse.Namespace) -> tuple[Config, RuleSet]:
    """The settings, and all rules as they are written.

    Raises:
        UsageError: a setting or a rule is wrong.
    """
    from medlint.rules import registry  # noqa: PLC0415 -- see above

    config = config_of(arguments)
    return config, registry.load_rules(rule_folders(arguments, config))


def _adjustments(arguments: argparse.Namespace, config: Config) -> Adjustments:
    from dataclasses import replace  # noqa: PLC0415 -- see above

    from medlint.config import Adjustments  # noqa: PLC0415

    # What is accepted is set aside when it is found; the rules do not know of it.
    vocabulary = replace(config.vocabulary, accepted=())
    lock = None if config.lock is None else _load_lock(arguments, config.lock)
    return Adjustments(config.rule_options, vocabulary, lock, config.source_ages)


def _load_lock(arguments: argparse.Namespace, path: Path) -> Lock:
    from medlint import textfile  # noqa: PLC0415 -- see above
    from medlint.cache import identity, key_of  # noqa: PLC0415

    def load() -> Lock:
        from medlint.rules import lock  # noqa: PLC0415 -- takes long to import

        return lock.load(path)

    text = textfile.read_text(path, ConfigError)
    key = key_of("lock", identity(), str(path), text)
    loaded: Lock = cache_of(arguments).once(key, "settings", load)
    return loaded


def day_of(arguments: argparse.Namespace) -> dt.date:
    """The day on which facts must hold: the one that is named, or today."""
    named: dt.date | None = arguments.as_of
    return named or dt.datetime.now(tz=dt.UTC).date()


def with_progress(outcomes: Iterator[T], total: int) -> Iterator[T]:
    """Show how far the work is, on a terminal and where it takes a while."""
    if total <= _SOON or not sys.stderr.isatty():
        yield from outcomes
        return
    from rich.console import Console  # noqa: PLC0415 -- see above
    from rich.progress import track  # noqa: PLC0415

    console = Console(stderr=True)
    yield from track(outcomes, "Checking", total=total, console=console, transient=True)


def templates_of(config: Config) -> Path | None:
    """The folder of the project's own templates for pages.

    Raises:
        ConfigError: it is named and is no folder.
    """
    if config.templates is not None and not config.templates.is_dir():
        msg = f"no such folder of templates: '{config.templates}'"
        raise ConfigError(msg)
    return config.templates


def tell_of_unchecked(result: FileResult) -> bool:
    """Say on standard error why a file was not checked, if it was not."""
    if result.error is None:
        return False
    from medlint.formats.legible import one_line  # noqa: PLC0415 -- see above

    told = f"{one_line(result.path)}: not checked: {one_line(result.error.message)}"
    print(f"medlint: {told}", file=sys.stderr)
    return True


def tell_of_stale(run: Run) -> None:
    """Say on standard error which recorded decisions are about nothing any more.

    And where the rules are not those of the lock.
    """
    if found := run.roster.since_lock:
        told = f"the rules are not those of the lock: {found.in_words()}"
        print(f"medlint: {told}; 'medlint rules diff' names them", file=sys.stderr)
    for stale, where, remedy in (
        (run.judge.stale(), "the baseline", "'medlint baseline prune' takes them out"),
        (run.judge.stale_reviews(), "the ledger", "'medlint review status' names them"),
    ):
        if stale:
            what = "entry" if len(stale) == 1 else "entries"
            print(f"medlint: {len(stale):,} stale {what} in {where}; {remedy}", file=sys.stderr)


def _names(option: str, values: Sequence[str] | None) -> tuple[str, ...]:
    """The names of a repeatable option, which may also be written with commas.

    Raises:
        UsageError: it was given without a name; an empty variable of a script would otherwise
            run every rule.
    """
    names = [name.strip() for value in values or () for name in value.split(",")]
    found = tuple(name for name in names if name)
    if values and not found:
        msg = f"{option} names no rule or category; leave it out, or name one"
        raise UsageError(msg)
    return found


def judge_of(arguments: argparse.Namespace, config: Config, roster: Roster) -> Judge:
    """What decides on findings, by the settings and options.

    Raises:
        UsageError: a name, a pattern or a file that they name is wrong.
    """
    from medlint import files  # noqa: PLC0415 -- see above

    changes = None
    if arguments.changed_since is not None:
        from medlint.changes import Changes  # noqa: PLC0415 -- most runs ask git nothing

        changes = Changes(arguments.changed_since, Path.cwd())
    decided = decisions(arguments, config, roster.known)
    return decided.judge(roster, config.root, changes=changes, read=files.source_of)


def decisions(arguments: argparse.Namespace, config: Config, known: frozenset[str]) -> Decisions:
    """What the settings, the ledger and the baseline say of findings; `known` are all rules.

    Raises:
        UsageError: the settings name no rule, or the ledger or the baseline is missing or broken.
    """
    from medlint.finding import Category  # noqa: PLC0415 -- see above
    from medlint.judging import Decisions  # noqa: PLC0415

    ledger = reviews_path(arguments, config)
    path = None if arguments.no_baseline else baseline_path(arguments, config)
    return Decisions(
        overrides=_overrides(config, known | set(Category)),
        accepted=config.vocabulary.accepted,
        reviews=_load_ledger(ledger) if ledger.exists() else None,
        entries=() if path is None else _load_baseline(path),
    )


def _load_baseline(path: Path) -> tuple[Entry, ...]:
    from medlint import baseline  # noqa: PLC0415 -- see above

    return baseline.load(path)


def _load_ledger(path: Path) -> Ledger:
    from medlint import review  # noqa: PLC0415 -- see above

    return review.load(path)


def _overrides(config: Config, known: frozenset[str]) -> tuple[Override, ...]:
    """What the settings say of severities everywhere, and then of some paths."""
    if not config.severity:
        return config.overrides
    from medlint.config import Override  # noqa: PLC0415 -- see above
    from medlint.rules.names import among  # noqa: PLC0415

    for name, _ in config.severity:
        try:
            among(known, name, "rule or category")
        except UsageError as error:
            msg = f"severity: {error}"
            raise ConfigError(msg) from error
    return (Override(("*",), severity=config.severity), *config.overrides)


def baseline_path(arguments: argparse.Namespace, config: Config) -> Path | None:
    """The baseline that is named by the option or the settings."""
    return config.baseline if arguments.baseline is None else Path(arguments.baseline)


def reviews_path(arguments: argparse.Namespace, config: Config) -> Path:
    """Where the ledger of reviews stands, or would stand.

    Raises:
        ConfigError: it was named and is missing; only 'medlint review' begins a new one.
    """
    from medlint.config import LEDGER  # noqa: PLC0415 -- see above

    if arguments.reviews is None and config.reviews is None:
        return config.root / LEDGER
    path = Path(arguments.reviews) if arguments.reviews is not None else config.reviews
    assert path is not None  # noqa: S101 -- one of the two is not None
    if not path.exists() and not arguments.begins_ledger:
        msg = f"there is no ledger '{path}'; 'medlint review accept' begins one"
        raise ConfigError(msg)
    return path


def _keep_drafts(paths: Sequence[str], arguments: argparse.Namespace) -> None:
    """Refuse an output that would be written over, or beside, the articles it is about."""
    if arguments.output is None:
        return
    output = os.path.realpath(arguments.output)
    for path in paths:
        real = os.path.realpath(path)
        if output in {real, os.path.dirname(real)} and (arguments.folder_out or output == real):  # noqa: PTH120 -- beside realpath
            msg = f"'{path}' is an input; writing to '{arguments.output}' could overwrite drafts"
            raise UsageError(msg)


def _from_stdin(arguments: argparse.Namespace, config: Config) -> Run:
    from medlint import files  # noqa: PLC0415 -- see above
    from medlint.cached import Session  # noqa: PLC0415
    from medlint.finding import FileError  # noqa: PLC0415
    from medlint.report import FileResult  # noqa: PLC0415

    if arguments.paths != [STDIN]:
        msg = "standard input ('-') cannot be mixed with other paths"
        raise UsageError(msg)
    name = getattr(arguments, "stdin_filename", None)
    if not name:
        msg = "say what standard input is: --stdin-filename draft.md"
        raise UsageError(msg)
    if sys.stdin is None:
        msg = "standard input is closed"
        raise UsageError(msg)
    excluded = files.exclusion((*config.exclude, *(arguments.exclude or ())), config.root)
    session = Session(plan_of(arguments, config), cache_of(arguments))
    judge = judge_of(arguments, config, session.roster)
    if excluded(name):
        return Run(config, session.roster, session, judge, judge.judge([]), 1)
    try:
        text = files.read_stream(sys.stdin.buffer, name)
    except InputError as error:
        result = FileResult(name, error=FileError(error.stage, str(error)))
    else:
        result = session.lint_text(text, name)
    return Run(config, session.roster, session, judge, _kept(session, judge.judge([result])), 0)
