"""`medlint eval` and `medlint eval diff`: how good rules are, and what a change does."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from medlint.commands.arguments import add_rule_options
from medlint.commands.running import config_of, plan_of, with_progress

if TYPE_CHECKING:  # imported when something is scored, so that --help does not pay for it
    from medlint.evaluation.bounds import Bound

_EPILOG = (
    "exit codes: 0 every score reaches its bound, 1 one does not, 2 wrong use (path, option, "
    "annotations, rule), 3 some text could not be checked, 130 interrupted"
)


def add(score: argparse.ArgumentParser) -> None:
    """Give `medlint eval` its arguments."""
    score.epilog = _EPILOG
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
    _add_shared(score)


def add_diff(diff: argparse.ArgumentParser) -> None:
    """Give `medlint eval diff` its arguments."""
    diff.description = (
        "Show which findings the rules of NEW gain and lose against those of OLD. "
        "Only the rules are taken from a revision; the code that runs them is the present one."
    )
    for name in ("old", "new"):
        diff.add_argument(name, metavar=name.upper(), help="a folder of rules or a git revision")
    diff.add_argument("paths", nargs="*", metavar="PATH", help="files or folders (corpus)")
    diff.add_argument(
        "--exclude", action="append", metavar="PATTERN", help="leave out these (as .gitignore)"
    )
    diff.add_argument("--json", action="store_true", help="print for programs")
    diff.set_defaults(run=_eval_diff, rules=None)
    _add_shared(diff)


def _add_shared(command: argparse.ArgumentParser) -> None:
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
