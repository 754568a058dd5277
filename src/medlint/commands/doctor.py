"""`medlint doctor`: what is installed, what the settings lead to, and what is wrong with it."""

from __future__ import annotations

import argparse
import datetime as dt
import platform
import shutil
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import medlint
from medlint.commands.arguments import BY_SETTINGS, add_day_option
from medlint.commands.running import (
    baseline_path,
    config_of,
    day_of,
    judge_of,
    plan_of,
    reviews_path,
    templates_of,
)
from medlint.errors import ExitCode, MedlintError

if TYPE_CHECKING:  # imported when a check needs it
    from medlint.config import Config
    from medlint.plan import Roster

_EPILOG = "exit codes: 0 everything is in order, 2 something is not, 130 interrupted"
_SHOWN = 12


def add(doctor: argparse.ArgumentParser) -> None:
    """Give the command its arguments."""
    doctor.description = "say what is installed and set, what is wrong, and how to mend it"
    doctor.epilog = _EPILOG
    doctor.add_argument("--config", metavar="FILE", help="use this settings file")
    doctor.add_argument(
        "--rules", action="append", metavar="FOLDER", help="a further folder of rules"
    )
    add_day_option(doctor)
    doctor.set_defaults(**BY_SETTINGS, run=_doctor)


def _doctor(arguments: argparse.Namespace) -> int:
    sound = True
    for name, check in _checks(arguments):
        try:
            told, mark = check(), "ok"
        except MedlintError as error:
            told, mark, sound = str(error), "FAIL", False
        first, *more = told.splitlines()
        print(f"{mark:<5}{name:<10}{first}")
        for line in more:
            print(f"{'':15}{line}")
    print("Everything is in order." if sound else "Mend what says FAIL, then ask again.")
    return ExitCode.OK if sound else ExitCode.USAGE


def _checks(arguments: argparse.Namespace) -> Iterator[tuple[str, Callable[[], str]]]:
    """What is looked at, in order; each raises what is wrong."""
    yield "medlint", lambda: f"{medlint.__version__} on Python {platform.python_version()}"
    config, fault = _settings(arguments)
    yield "settings", lambda: _told(config, fault)
    yield "model", lambda: _model(config)
    rules = cache(lambda: _roster(arguments, config))
    yield "rules", lambda: _rules(rules())
    yield "packs", lambda: _packs(config)
    yield "facts", lambda: _facts(rules, day_of(arguments))
    yield "templates", lambda: str(templates_of(config) or "medlint's own")
    yield "baseline", lambda: _baseline(arguments, config)
    yield "reviews", lambda: _reviews(arguments, config)
    yield "lock", lambda: _lock(config)
    yield "git", lambda: shutil.which("git") or "none; --changed-since and eval diff need it"


def _settings(arguments: argparse.Namespace) -> tuple[Config, MedlintError | None]:
    """The settings; where they are wrong the defaults, to look at the rest, and what is wrong."""
    from medlint.config import Config  # noqa: PLC0415 -- see above

    try:
        return config_of(arguments), None
    except MedlintError as error:
        return Config(root=Path.cwd().resolve()), error


def _told(config: Config, fault: MedlintError | None) -> str:
    if fault is not None:
        raise fault
    return str(config.source) if config.source is not None else "none; 'medlint init' writes some"


def _model(config: Config) -> str:
    from medlint import nlp  # noqa: PLC0415 -- see above

    told = nlp.describe(config.model)
    nlp.Annotator(config.model).annotate(["It works."])
    return told


def _roster(arguments: argparse.Namespace, config: Config) -> Roster:
    """The rules, those that run compiled, the names in the settings known."""
    from medlint import runner  # noqa: PLC0415 -- see above

    roster = runner.prepare(plan_of(arguments, config)).roster
    judge_of(arguments, config, roster)
    return roster


def _rules(roster: Roster) -> str:
    known, runs = len(roster.known), len(roster.ran)
    told = f"{known:,}, of which {runs:,} run; digest {roster.tool.rules_digest[:_SHOWN]}"
    found = roster.since_lock
    return f"{told}\nsince the lock: {found.in_words()}" if found else told


def _packs(config: Config) -> str:
    from medlint.rules import packs  # noqa: PLC0415 -- see above

    used = list(packs.folders(config.rule_packs))
    told = [f"{name}: {folder}" for name, folder in zip(config.rule_packs, used, strict=True)]
    others = [name for name in packs.installed() if name not in config.rule_packs]
    idle = [f"{name}: installed, not used" for name in others]
    return "\n".join([*told, *idle]) or "none"


def _facts(rules: Callable[[], Roster], today: dt.date) -> str:
    try:
        stale = rules().stale_facts
    except MedlintError:
        return "not looked at, for there are no rules to look at"
    if not stale:
        return f"fresh on {today}"
    return f"{len(stale):,} past their day of review on {today}; 'medlint rules audit' names them"


def _baseline(arguments: argparse.Namespace, config: Config) -> str:
    from medlint import baseline  # noqa: PLC0415 -- see above

    path = baseline_path(arguments, config)
    return "none" if path is None else f"{len(baseline.load(path)):,} entries in {path}"


def _reviews(arguments: argparse.Namespace, config: Config) -> str:
    from medlint import review  # noqa: PLC0415 -- see above

    path = reviews_path(arguments, config)
    if not path.exists():
        return "none"
    ledger = review.load(path)
    return f"{len(ledger.articles) + len(ledger.findings):,} decisions in {path}"


def _lock(config: Config) -> str:
    from medlint.rules import lock  # noqa: PLC0415 -- see above

    if config.lock is None:
        return "none; new rules of an upgrade count at once"
    locked = lock.load(config.lock)
    return f"{len(locked.rules):,} rules, locked with medlint {locked.medlint}"
