"""`medlint rules`: list, explain, test and audit rules."""

from __future__ import annotations

import argparse
import datetime as dt
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from medlint.commands.arguments import date
from medlint.commands.running import config_of, rule_folders
from medlint.errors import ExitCode, UsageError

if TYPE_CHECKING:  # imported when rules are read, so that --help does not pay for it
    from medlint.config import Config
    from medlint.rules.loader import RuleSet


def add(rules: argparse.ArgumentParser) -> None:
    """Give the command its actions and their arguments."""
    actions = rules.add_subparsers(title="actions", required=True, metavar="ACTION")
    listing = actions.add_parser("list", help="all rules, a line each")
    explain = actions.add_parser("explain", help="all that is to be said of one rule")
    explain.add_argument("rule", metavar="RULE")
    test = actions.add_parser("test", help="prove the examples of rules")
    test.add_argument(
        "names", nargs="*", metavar="NAME", help="rules, categories or folders of rules (all)"
    )
    audit = actions.add_parser("audit", help="list the facts that are stale or unverified")
    audit.add_argument(
        "--as-of",
        type=date,
        metavar="YYYY-MM-DD",
        help="the day on which facts must still hold (default: today)",
    )
    for action, run in (
        (listing, _rules_list),
        (explain, _rules_explain),
        (test, _rules_test),
        (audit, _rules_audit),
    ):
        action.add_argument("--rules", action="append", metavar="FOLDER", help="a further folder")
        action.add_argument("--config", metavar="FILE", help="use this settings file")
        action.set_defaults(run=run)


def _loaded(arguments: argparse.Namespace) -> tuple[Config, RuleSet]:
    from medlint.rules import registry  # noqa: PLC0415 -- see above

    config = config_of(arguments)
    return config, registry.load_rules(rule_folders(arguments, config))


def _rules_list(arguments: argparse.Namespace) -> int:
    from medlint.rules import pages  # noqa: PLC0415 -- see above

    _, loaded = _loaded(arguments)
    sys.stdout.write(pages.listing(loaded))
    return ExitCode.OK


def _rules_explain(arguments: argparse.Namespace) -> int:
    from medlint.rules import pages, registry  # noqa: PLC0415 -- see above

    _, loaded = _loaded(arguments)
    ((rule_id, _),) = registry.select(loaded, chosen=[registry.known_rule(loaded, arguments.rule)])
    sys.stdout.write(pages.page(loaded.rules[rule_id].definition))
    return ExitCode.OK


def _rules_audit(arguments: argparse.Namespace) -> int:
    from medlint.rules import audit  # noqa: PLC0415 -- see above

    _, loaded = _loaded(arguments)
    today = arguments.as_of or dt.datetime.now(tz=dt.UTC).date()
    entries = list(audit.audit(loaded, today))
    sys.stdout.write(audit.in_words(entries, audit.facts(loaded), today))
    stale = any(audit.Lack.STALE in entry.lacks for entry in entries)
    return ExitCode.FINDINGS if stale else ExitCode.OK


def _rules_test(arguments: argparse.Namespace) -> int:
    from medlint import rulecheck  # noqa: PLC0415 -- see above
    from medlint.rules import registry, tablecheck  # noqa: PLC0415

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
    tables = tablecheck.check_tables(loaded) if folders or not names else []
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
