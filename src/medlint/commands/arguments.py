"""Options that several commands share, and the types of their values."""

from __future__ import annotations

import argparse
import datetime as dt
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:  # --help needs no more of it than its words
    from collections.abc import Callable

    from medlint.finding import Severity

EPILOG = (
    "exit codes: 0 nothing at or above --fail-on, 1 findings, 2 wrong use (path, option, "
    "configuration, rule), 3 some file could not be checked, 130 interrupted"
)

Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"  # noqa: SLF001 -- see below
"""Where commands are added; argparse has no public name for it."""


def add_run_options(command: argparse.ArgumentParser) -> None:
    """The options of commands that read articles again and again."""
    add_source_options(command)
    command.add_argument(
        "--changed-since",
        metavar="REV",
        help="report only findings in sentences that changed since this git revision",
    )
    command.add_argument(
        "--no-cache", action="store_true", help="read every file anew, and keep nothing"
    )


def add_source_options(command: argparse.ArgumentParser) -> None:
    """The options of commands that read articles."""
    command.add_argument(
        "--fail-on",
        type=severity,
        metavar="{error,warning,note}",
        help="the mildest severity that ends in exit code 1 (check: error; others: none)",
    )
    add_rule_options(command)
    command.add_argument(
        "--exclude",
        action="append",
        metavar="PATTERN",
        help="leave out these files (as .gitignore)",
    )
    command.add_argument(
        "--rules", action="append", metavar="FOLDER", help="a further folder of rules"
    )
    add_jobs_option(command)
    command.add_argument("--baseline", metavar="FILE", help="set aside the findings recorded there")
    command.add_argument(
        "--no-baseline", action="store_true", help="set nothing aside that a baseline records"
    )
    command.add_argument(
        "--reviews",
        metavar="FILE",
        help="the ledger of what reviewers accepted (medlint-reviews.yaml)",
    )
    command.set_defaults(begins_ledger=False)


def add_jobs_option(command: argparse.ArgumentParser) -> None:
    """The option that says how many processes share the work."""
    command.add_argument(
        "--jobs",
        type=positive,
        default=1,
        metavar="N",
        help="processes to share the work (1; of a batch: as many as there are processors)",
    )


BY_SETTINGS = {
    "folder_out": False,
    "output": None,
    "select": None,
    "ignore": None,
    "exclude": None,
    "baseline": None,
    "reviews": None,
    "no_baseline": False,
    "changed_since": None,
    "begins_ledger": False,
}
"""What `running` asks for, of a command that goes by the settings and has no such options."""


def add_action(
    actions: Commands, name: str, run: Callable[[argparse.Namespace], int], told: str
) -> argparse.ArgumentParser:
    """Add an action on rules, with the options that say which these are."""
    made = actions.add_parser(name, help=told, description=told)
    made.add_argument("--rules", action="append", metavar="FOLDER", help="a further folder")
    made.add_argument("--config", metavar="FILE", help="use this settings file")
    made.set_defaults(run=run)
    return made


def add_day_option(command: argparse.ArgumentParser) -> None:
    """The option that says on which day facts must hold."""
    command.add_argument(
        "--as-of",
        type=date,
        metavar="YYYY-MM-DD",
        help="the day on which facts must still hold (default: today)",
    )


def add_rule_options(command: argparse.ArgumentParser) -> None:
    """The options that say which rules run, and on which day."""
    command.add_argument(
        "--select", action="append", metavar="NAME", help="run only these rules or categories"
    )
    command.add_argument(
        "--ignore", action="append", metavar="NAME", help="leave out these rules or categories"
    )
    command.add_argument(
        "--profile", metavar="NAME", help="what sort of text it is: editorial, promotional, …"
    )
    command.add_argument(
        "--region", choices=("us", "uk", "eu", "au"), help="where the text is published"
    )
    command.add_argument(
        "--retractions", metavar="FILE", help="report sources that this list of retractions names"
    )
    command.add_argument("--config", metavar="FILE", help="use this settings file")
    add_day_option(command)


def severity(text: str) -> Severity:
    """The severity of that name."""
    from medlint.finding import Severity  # noqa: PLC0415 -- see above

    try:
        return Severity(text)
    except ValueError as error:
        msg = f"'{text}' is not one of {', '.join(Severity)}"
        raise argparse.ArgumentTypeError(msg) from error


def date(text: str) -> dt.date:
    """The day that is written YYYY-MM-DD."""
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        msg = f"'{text}' is not a day; write YYYY-MM-DD"
        raise argparse.ArgumentTypeError(msg) from error


def positive(text: str) -> int:
    """A whole number, one at least."""
    if not text.isdecimal() or int(text) < 1:
        msg = f"'{text}' is not a number from 1 on"
        raise argparse.ArgumentTypeError(msg)
    return int(text)
