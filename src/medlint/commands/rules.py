"""`medlint rules`: rules listed, explained, proved, written, documented, and locked."""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from medlint.commands import locking
from medlint.commands.arguments import add_action, add_day_option
from medlint.commands.output import deliver
from medlint.commands.running import config_of, day_of, rule_folders, rules_of
from medlint.errors import ExitCode, UsageError

if TYPE_CHECKING:  # imported when a command runs
    from medlint.config import Config
    from medlint.rules.loader import RuleSet


def add(rules: argparse.ArgumentParser) -> None:
    """Give the command its actions and their arguments."""
    actions = rules.add_subparsers(title="actions", required=True, metavar="ACTION")
    add_action(actions, "list", _list, "all rules, a line each")
    explain = add_action(actions, "explain", _explain, "all that is to be said of one rule")
    explain.add_argument("rule", metavar="RULE")
    test = add_action(actions, "test", _test, "prove the examples of rules")
    test.add_argument(
        "names", nargs="*", metavar="NAME", help="rules, categories or folders of rules (all)"
    )
    audit = add_action(actions, "audit", _audit, "list the facts that are stale or unverified")
    add_day_option(audit)
    new = add_action(actions, "new", _new, "begin a rule of your own: a file that passes its test")
    new.add_argument("rule", metavar="RULE", help="its id, in words and hyphens")
    new.add_argument("--category", default="language", metavar="NAME", help="its family (language)")
    new.add_argument(
        "--folder",
        metavar="FOLDER",
        help="the folder of rules (the first of the settings, or house-rules)",
    )
    schema = add_action(actions, "schema", _schema, "the JSON Schema of rule files, for editors")
    schema.add_argument("-o", "--output", metavar="FILE", help="write there instead of printing")
    docs = add_action(actions, "docs", _docs, "write a page in Markdown for each rule")
    docs.add_argument(
        "names", nargs="*", metavar="NAME", help="rules, categories or folders of rules (all)"
    )
    docs.add_argument("-o", "--output", metavar="DIR", required=True, help="the folder to write to")
    add_action(
        actions, "profiles", _profiles, "what each profile turns on, off, up and down, as Markdown"
    )
    locking.add(actions)


def _list(arguments: argparse.Namespace) -> int:
    from medlint.rules import pages  # noqa: PLC0415 -- see above

    _, loaded = rules_of(arguments)
    sys.stdout.write(pages.listing(loaded))
    return ExitCode.OK


def _explain(arguments: argparse.Namespace) -> int:
    from medlint.rules import pages  # noqa: PLC0415 -- see above
    from medlint.rules.names import known_rule  # noqa: PLC0415

    _, loaded = rules_of(arguments)
    rule_id = known_rule(loaded.rules, arguments.rule)
    sys.stdout.write(pages.page(loaded.rules[rule_id].definition))
    return ExitCode.OK


def _profiles(arguments: argparse.Namespace) -> int:
    from medlint.rules import profile_page  # noqa: PLC0415 -- see above

    _, loaded = rules_of(arguments)
    sys.stdout.write(profile_page.page(loaded))
    return ExitCode.OK


def _audit(arguments: argparse.Namespace) -> int:
    from medlint.rules import audit  # noqa: PLC0415 -- see above

    _, loaded = rules_of(arguments)
    today = day_of(arguments)
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
    chosen = registry.meant(loaded, names)
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

    config, loaded = rules_of(arguments)
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


def _today() -> dt.date:
    return dt.datetime.now(tz=dt.UTC).date()
