"""`medlint rules lock` and `diff`: the rules as they were agreed to, and as they are."""

from __future__ import annotations

import argparse
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from medlint.commands.arguments import (
    BY_SETTINGS,
    Commands,
    add_action,
    add_day_option,
    add_jobs_option,
)
from medlint.commands.running import prepare, rules_of, tell_of_unchecked
from medlint.errors import ConfigError, ExitCode

if TYPE_CHECKING:  # imported when a command runs
    from collections.abc import Iterable, Iterator

    from medlint.config import Config
    from medlint.locked import Difference, Lock


def add(actions: Commands) -> None:
    """Add the actions to those of `medlint rules`."""
    add_action(actions, "lock", _lock, "agree to the rules as they are")
    diff = add_action(actions, "diff", _diff, "name what the rules have otherwise than the lock")
    diff.add_argument(
        "paths", nargs="*", metavar="PATH", help="count what that would find in these articles"
    )
    add_day_option(diff)
    add_jobs_option(diff)
    diff.set_defaults(**BY_SETTINGS)


def _lock(arguments: argparse.Namespace) -> int:
    import medlint  # noqa: PLC0415 -- see above
    from medlint import files  # noqa: PLC0415
    from medlint.rules import lock  # noqa: PLC0415

    config, loaded = rules_of(arguments)
    path = config.lock or config.root / lock.DEFAULT_NAME
    made = lock.of(loaded, medlint=medlint.__version__)
    files.write(path, lock.dump(made))
    print(f"{len(made.rules):,} rules and {len(made.tables):,} tables locked in {path}")
    if config.lock is None:
        where = config.source or "medlint.yaml"
        print(f"To hold every run to it, write 'lock: {path.name}' into {where}.")
    return ExitCode.OK


def _diff(arguments: argparse.Namespace) -> int:
    from medlint.rules import lock  # noqa: PLC0415 -- see above

    config, loaded = rules_of(arguments)
    if config.lock is None:
        where = config.source or "medlint.yaml"
        msg = f"no lock: write 'lock: {lock.DEFAULT_NAME}' into {where}, then 'medlint rules lock'"
        raise ConfigError(msg)
    locked = lock.load(config.lock)
    found = lock.difference(locked, loaded)
    counts: dict[str, Counter[str]] = {}
    code = ExitCode.FINDINGS if found else ExitCode.OK
    if arguments.paths and found:
        counts, failed = _count(arguments, config, found)
        code = ExitCode.UNCHECKED if failed else code
    for line in _told(found, locked, counts, counted=bool(arguments.paths)):
        print(line)
    return code


def _count(
    arguments: argparse.Namespace, config: Config, found: Difference
) -> tuple[dict[str, Counter[str]], bool]:
    """What the rules that differ report without the lock, by rule and severity."""
    run = prepare(arguments, replace(config, lock=None))
    named = {*found.new, *found.promoted, *found.changed}
    counts: dict[str, Counter[str]] = {}
    failed = False
    for result in run.outcomes:
        failed = tell_of_unchecked(result) or failed
        for finding in result.reported():
            if finding.rule in named:
                counts.setdefault(finding.rule, Counter())[finding.severity.value] += 1
    return counts, failed


def _told(
    found: Difference, locked: Lock, counts: dict[str, Counter[str]], *, counted: bool
) -> Iterator[str]:
    from medlint.finding import Severity  # noqa: PLC0415 -- see above
    from medlint.formats.counts import count  # noqa: PLC0415

    def line(what: str, names: Iterable[str]) -> Iterator[str]:
        for name in names:
            spoken = counts.get(name, Counter())
            told = [count(spoken[one], one) for one in Severity if spoken[one]]
            yield f"{what:<9} {name}" + (f": {', '.join(told) or 'nothing'}" if counted else "")

    yield from line("new", found.new)
    yield from line("promoted", found.promoted)
    yield from line("changed", (name for name in found.changed if name not in found.promoted))
    yield from (f"{'gone':<9} {name}" for name in found.gone)
    yield from (f"{'table':<9} {name}" for name in found.tables)
    if found:
        yield f"Locked with medlint {locked.medlint}; 'medlint rules lock' agrees to what is new."
    else:
        yield "The rules are those of the lock."
