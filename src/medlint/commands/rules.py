"""`medlint rules`: rules listed, explained, proved, written, documented, and locked."""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from medlint.commands.arguments import Commands, date, positive
from medlint.commands.output import deliver
from medlint.commands.running import config_of, prepare, rule_folders
from medlint.errors import ConfigError, ExitCode, UsageError

if TYPE_CHECKING:  # imported when a command runs
    from collections.abc import Callable, Iterable, Iterator

    from medlint.config import Config
    from medlint.locked import Difference, Lock
    from medlint.rules.loader import RuleSet


def add(rules: argparse.ArgumentParser) -> None:
    """Give the command its actions and their arguments."""
    actions = rules.add_subparsers(title="actions", required=True, metavar="ACTION")
    _action(actions, "list", _list, "all rules, a line each")
    explain = _action(actions, "explain", _explain, "all that is to be said of one rule")
    explain.add_argument("rule", metavar="RULE")
    test = _action(actions, "test", _test, "prove the examples of rules")
    test.add_argument(
        "names", nargs="*", metavar="NAME", help="rules, categories or folders of rules (all)"
    )
    audit = _action(actions, "audit", _audit, "list the facts that are stale or unverified")
    _add_day(audit)
    new = _action(actions, "new", _new, "begin a rule of your own: a file that passes its test")
    new.add_argument("rule", metavar="RULE", help="its id, in words and hyphens")
    new.add_argument("--category", default="language", metavar="NAME", help="its family (language)")
    new.add_argument(
        "--folder",
        metavar="FOLDER",
        help="the folder of rules (the first of the settings, or house-rules)",
    )
    schema = _action(actions, "schema", _schema, "the JSON Schema of rule files, for editors")
    schema.add_argument("-o", "--output", metavar="FILE", help="write there instead of printing")
    docs = _action(actions, "docs", _docs, "write a page in Markdown for each rule")
    docs.add_argument(
        "names", nargs="*", metavar="NAME", help="rules, categories or folders of rules (all)"
    )
    docs.add_argument("-o", "--output", metavar="DIR", required=True, help="the folder to write to")
    _action(actions, "lock", _lock, "agree to the rules as they are")
    diff = _action(actions, "diff", _diff, "name what the rules have otherwise than the lock")
    diff.add_argument(
        "paths", nargs="*", metavar="PATH", help="count what that would find in these articles"
    )
    _add_day(diff)
    diff.add_argument(
        "--jobs", type=positive, default=1, metavar="N", help="processes to share the work"
    )
    diff.set_defaults(
        folder_out=False,
        output=None,
        select=None,
        ignore=None,
        exclude=None,
        baseline=None,
        reviews=None,
        no_baseline=False,
        changed_since=None,
        begins_ledger=False,
    )


def _action(
    actions: Commands,
    name: str,
    run: Callable[[argparse.Namespace], int],
    told: str,
) -> argparse.ArgumentParser:
    action = actions.add_parser(name, help=told, description=told)
    action.add_argument("--rules", action="append", metavar="FOLDER", help="a further folder")
    action.add_argument("--config", metavar="FILE", help="use this settings file")
    action.set_defaults(run=run)
    return action


def _add_day(action: argparse.ArgumentParser) -> None:
    action.add_argument(
        "--as-of",
        type=date,
        metavar="YYYY-MM-DD",
        help="the day on which facts must still hold (default: today)",
    )


def _loaded(arguments: argparse.Namespace) -> tuple[Config, RuleSet]:
    from medlint.rules import registry  # noqa: PLC0415 -- see above

    config = config_of(arguments)
    return config, registry.load_rules(rule_folders(arguments, config))


def _list(arguments: argparse.Namespace) -> int:
    from medlint.rules import pages  # noqa: PLC0415 -- see above

    _, loaded = _loaded(arguments)
    sys.stdout.write(pages.listing(loaded))
    return ExitCode.OK


def _explain(arguments: argparse.Namespace) -> int:
    from medlint.rules import pages  # noqa: PLC0415 -- see above
    from medlint.rules.names import known_rule  # noqa: PLC0415

    _, loaded = _loaded(arguments)
    rule_id = known_rule(loaded.rules, arguments.rule)
    sys.stdout.write(pages.page(loaded.rules[rule_id].definition))
    return ExitCode.OK


def _audit(arguments: argparse.Namespace) -> int:
    from medlint.rules import audit  # noqa: PLC0415 -- see above

    _, loaded = _loaded(arguments)
    today = arguments.as_of or dt.datetime.now(tz=dt.UTC).date()
    entries = list(audit.audit(loaded, today))
    sys.stdout.write(audit.in_words(entries, audit.facts(loaded), today))
    stale = any(audit.Lack.STALE in entry.lacks for entry in entries)
    return ExitCode.FINDINGS if stale else ExitCode.OK


def _test(arguments: argparse.Namespace) -> int:
    from medlint import rulecheck  # noqa: PLC0415 -- see above
    from medlint.rules import tablecheck  # noqa: PLC0415

    config, loaded, chosen, folders = _chosen(arguments)
    tables = tablecheck.check_tables(loaded) if folders or not arguments.names else []
    if not chosen and not any((folder / "_knowledge").is_dir() for folder in folders):
        msg = "no rule is left to test: the folders hold none"
        raise UsageError(msg)
    checker = rulecheck.Checker.of(loaded, model=config.model)
    broken = 0
    for rule_id in sorted(chosen):
        breaches = checker.check(rule_id)
        broken += bool(breaches)
        print(f"{'FAIL' if breaches else 'ok  '} {rule_id}")
        for breach in breaches:
            print(f"       {breach.promise}")
            if breach.example:
                print(f"         {breach.example}")
    for fault in tables:
        print(f"FAIL {fault.table}: {fault.row}\n       {fault.promise}")
    print(f"{len(chosen) - broken} of {len(chosen)} rules keep their promises.")
    return ExitCode.FINDINGS if broken or tables else ExitCode.OK


def _chosen(arguments: argparse.Namespace) -> tuple[Config, RuleSet, set[str], list[Path]]:
    """The rules that names and folders stand for, and the folders."""
    from medlint.rules import registry  # noqa: PLC0415 -- see above

    config = config_of(arguments)
    folders = [Path(name) for name in arguments.names if Path(name).is_dir()]
    names = [name for name in arguments.names if not Path(name).is_dir()]
    loaded = registry.load_rules((*rule_folders(arguments, config), *folders))
    chosen = {rule_id for rule_id, _ in registry.select(loaded, chosen=names)}
    if folders:
        inside = {
            rule_id
            for rule_id, rule in loaded.rules.items()
            if any(rule.path.resolve().is_relative_to(folder.resolve()) for folder in folders)
        }
        chosen = inside | chosen if names else inside
    return config, loaded, chosen, folders


def _new(arguments: argparse.Namespace) -> int:
    from medlint import files  # noqa: PLC0415 -- see above
    from medlint.finding import Category  # noqa: PLC0415
    from medlint.rules import starting  # noqa: PLC0415
    from medlint.rules.names import among  # noqa: PLC0415

    config, loaded = _loaded(arguments)
    category = Category(among([*Category], arguments.category, "category"))
    text = starting.draft(arguments.rule, category, year=_today().year)
    if arguments.rule in loaded.rules:
        msg = f"there is a rule '{arguments.rule}': {loaded.rules[arguments.rule].path}"
        raise UsageError(msg)
    folder = _own_folder(arguments, config)
    path = folder / category / f"{arguments.rule}.yaml"
    if path.exists():
        msg = f"'{path}' is there already"
        raise UsageError(msg)
    files.write(path, text)
    print(f"{path} is begun. Write your own words into it, then: medlint rules test {folder}")
    if folder.resolve() not in {known.resolve() for known in config.rule_folders}:
        where = config.source or "medlint.yaml"
        named = os.path.relpath(folder, config.root)
        print(f"To have it run in every check, write 'rules: [{named}]' into {where}.")
    return ExitCode.OK


def _own_folder(arguments: argparse.Namespace, config: Config) -> Path:
    if arguments.folder is not None:
        return Path(arguments.folder)
    folder = config.rule_folders[0] if config.rule_folders else config.root / "house-rules"
    return Path(os.path.relpath(folder))


def _schema(arguments: argparse.Namespace) -> int:
    from medlint.rules.definition import schema  # noqa: PLC0415 -- see above

    deliver(json.dumps(schema(), ensure_ascii=False, indent=1) + "\n", arguments.output)
    return ExitCode.OK


def _docs(arguments: argparse.Namespace) -> int:
    from medlint import files  # noqa: PLC0415 -- see above
    from medlint.rules import pages  # noqa: PLC0415

    _, loaded, chosen, _ = _chosen(arguments)
    if not chosen:
        msg = "no rule is left to write of: the folders hold none"
        raise UsageError(msg)
    folder = Path(arguments.output)
    for name, text in pages.documents([loaded.rules[rule_id] for rule_id in sorted(chosen)]):
        files.write(folder / name, text)
    print(f"{len(chosen):,} pages and their list, {folder / pages.CONTENTS}")
    return ExitCode.OK


def _lock(arguments: argparse.Namespace) -> int:
    import medlint  # noqa: PLC0415 -- see above
    from medlint import files  # noqa: PLC0415
    from medlint.rules import lock  # noqa: PLC0415

    config, loaded = _loaded(arguments)
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

    config, loaded = _loaded(arguments)
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
        if result.error is not None:
            failed = True
            print(f"medlint: {result.path}: not checked: {result.error.message}", file=sys.stderr)
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


def _today() -> dt.date:
    return dt.datetime.now(tz=dt.UTC).date()
