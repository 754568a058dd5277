"""The command line: arguments in, reports out, exit code back."""

from __future__ import annotations

import argparse
import datetime as dt
import io
import os
import sys
import traceback
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import medlint
from medlint.commands import baseline, check, gate, report, review
from medlint.commands.arguments import EPILOG, Commands, add_rule_options, date
from medlint.commands.running import config_of, plan_of, rule_folders, with_progress
from medlint.errors import ExitCode, MedlintError, UsageError

if TYPE_CHECKING:  # each command imports what it runs, so that --help does not pay for it
    from medlint.config import Config
    from medlint.evaluation.bounds import Bound
    from medlint.rules.loader import RuleSet

_EVAL_DIFF = "eval diff"
_EVAL_EPILOG = (
    "exit codes: 0 every score reaches its bound, 1 one does not, 2 wrong use (path, option, "
    "annotations, rule), 3 some text could not be checked, 130 interrupted"
)


def main(argv: Sequence[str]) -> int:
    """Run one command and return its exit code; nothing is raised but by argparse on wrong use."""
    _let_everything_be_printed()
    if sys.stdout is None:  # closed by the caller, who wants the exit code or `--output` alone
        sys.stdout = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 -- till the end
    arguments = _parser().parse_args(_joined(argv))
    try:
        code: int = arguments.run(arguments)
        sys.stdout.flush()
    except MedlintError as error:
        print(f"medlint: {error}", file=sys.stderr)
        return error.exit_code
    except KeyboardInterrupt:
        print("medlint: interrupted", file=sys.stderr)
        return ExitCode.INTERRUPTED
    except OSError as error:
        return _unwritten(error)
    except Exception:  # noqa: BLE001 -- a crash must not end in 1, the code of findings
        return _crashed()
    return code


def _crashed() -> ExitCode:
    traceback.print_exc()
    print("medlint: this is a defect of medlint; please report it", file=sys.stderr)
    return ExitCode.UNCHECKED


def _unwritten(error: OSError) -> ExitCode:
    """How a run ends whose standard output fails; files of ours have errors of their own."""
    if error.filename is not None:
        return _crashed()
    # What standard output still holds goes nowhere: writing it at exit would fail again.
    with suppress(OSError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    if isinstance(error, BrokenPipeError):  # the reader (a pager, `head`) has left
        return ExitCode.UNCHECKED
    print(f"medlint: cannot write to standard output: {error.strerror}", file=sys.stderr)
    return ExitCode.USAGE


def _let_everything_be_printed() -> None:
    """Escape what the terminal's encoding lacks: an article may hold any character."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="medlint", description="The linter for health content.", epilog=EPILOG
    )
    parser.add_argument("--version", action="version", version=f"medlint {medlint.__version__}")
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")
    for command in (check, report, baseline, review, gate):
        command.add(commands)
    _add_rules(commands)
    _add_eval(commands)
    return parser


def _joined(argv: Sequence[str]) -> list[str]:
    """`eval diff` is a command of its own; to argparse, which would take `diff` for a path, too."""
    words = _EVAL_DIFF.split()
    return [_EVAL_DIFF, *argv[2:]] if list(argv[:2]) == words else list(argv)


def _add_rules(commands: Commands) -> None:
    rules = commands.add_parser("rules", help="list, explain, test and audit rules")
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


def _add_eval(commands: Commands) -> None:
    score = commands.add_parser(
        "eval", help="score the rules on annotated text", epilog=_EVAL_EPILOG
    )
    score.add_argument(
        "paths", nargs="+", metavar="PATH", help="folders, articles with gold, claims.jsonl"
    )
    score.add_argument(
        "--split", choices=("dev", "test", "all"), default="all", help="only these articles"
    )
    score.add_argument(
        "--fail-under",
        action="append",
        type=_bound,
        default=[],
        metavar="NAME=VALUE",
        help="exit with 1 where a rule, a category or 'all' has less precision or recall; "
        "NAME.MEASURE=VALUE holds one of precision, recall and f1",
    )
    score.add_argument("--json", action="store_true", help="print for programs")
    score.add_argument(
        "--write",
        metavar="DIR",
        help="write the scores, without a sentence, to DIR/scores.json, .md and .svg",
    )
    score.add_argument("--rules", action="append", metavar="FOLDER", help="a further folder")
    score.set_defaults(run=_eval)
    diff = commands.add_parser(
        _EVAL_DIFF,
        help="show which findings a change of rules gains and loses",
        description="Show which findings the rules of NEW gain and lose against those of OLD. "
        "Only the rules are taken from a revision; the code that runs them is the present one.",
    )
    for name in ("old", "new"):
        diff.add_argument(name, metavar=name.upper(), help="a folder of rules or a git revision")
    diff.add_argument("paths", nargs="*", metavar="PATH", help="files or folders (corpus)")
    diff.add_argument(
        "--exclude", action="append", metavar="PATTERN", help="leave out these (as .gitignore)"
    )
    diff.add_argument("--json", action="store_true", help="print for programs")
    diff.set_defaults(run=_eval_diff, rules=None)
    for command in (score, diff):
        add_rule_options(command)
        command.add_argument(
            "--show-test", action="store_true", help="also show sentences of the test split"
        )


def _bound(text: str) -> Bound:
    from medlint.evaluation import bounds  # noqa: PLC0415 -- see above

    try:
        return bounds.parse(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from error


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


def _eval(arguments: argparse.Namespace) -> int:
    from medlint.evaluation import command  # noqa: PLC0415 -- see above
    from medlint.evaluation.annotated import Split  # noqa: PLC0415

    request = command.ScoreRequest(
        paths=tuple(arguments.paths),
        split=None if arguments.split == "all" else Split(arguments.split),
        bounds=tuple(arguments.fail_under),
        as_json=arguments.json,
        show_test=arguments.show_test,
        write_to=None if arguments.write is None else Path(arguments.write),
    )
    return command.score(request, plan_of(arguments, config_of(arguments)), with_progress)


def _eval_diff(arguments: argparse.Namespace) -> int:
    from medlint.evaluation import command  # noqa: PLC0415 -- see above

    config = config_of(arguments)
    request = command.DiffRequest(
        old=arguments.old,
        new=arguments.new,
        paths=tuple(arguments.paths),
        exclude=(*config.exclude, *(arguments.exclude or ())),
        show_test=arguments.show_test,
        as_json=arguments.json,
    )
    return command.diff(request, plan_of(arguments, config), with_progress)
