"""`medlint check`: what was found, printed for people or for programs."""

from __future__ import annotations

import argparse
import os
import shutil
import sys
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from medlint.commands.arguments import EPILOG, add_run_options
from medlint.commands.fixing import Fixer, add_options, check_options
from medlint.commands.output import deliver
from medlint.commands.running import (
    STDIN,
    Run,
    config_of,
    prepare,
    tell_of_stale,
    tell_of_unchecked,
    templates_of,
)
from medlint.errors import ExitCode
from medlint.finding import Severity

if TYPE_CHECKING:  # imported when there is something to check
    from medlint.report import Report, Summary

_FORMATS = (
    "text",
    "json",
    "jsonl",
    "html",
    "sarif",
    "junit",
    "github",
    "gitlab",
    "markdown",
)
"""Each is a module of `formats` with a function `render`."""


def add(check: argparse.ArgumentParser) -> None:
    """Give the command its arguments."""
    check.epilog = EPILOG
    check.add_argument(
        "paths", nargs="+", metavar="PATH", help="files or folders; '-' reads standard input"
    )
    check.add_argument(
        "--format",
        choices=_FORMATS,
        default="text",
        metavar="FORMAT",
        help=f"how to print: {', '.join(_FORMATS)}",
    )
    check.add_argument("-o", "--output", metavar="FILE", help="write there instead of printing")
    check.add_argument(
        "--stdin-filename", metavar="NAME", help="the name (and so the format) of standard input"
    )
    check.add_argument(
        "--show-hidden",
        action="store_true",
        help="also show findings that are suppressed, accepted, in the baseline or filtered",
    )
    add_options(check)
    check.add_argument(
        "--exhaustive",
        action="store_true",
        help="let no rule pass over a sentence by its words alone; slower, and finds the same",
    )
    add_run_options(check)
    check.set_defaults(run=_check, folder_out=False)


def _check(arguments: argparse.Namespace) -> int:
    from medlint import report as reports  # noqa: PLC0415 -- see above

    check_options(arguments)
    config = config_of(arguments)
    fail_on = arguments.fail_on or config.fail_on
    run = prepare(arguments, config)
    fixer = None
    if arguments.fix or arguments.diff:
        of_stdin = STDIN in arguments.paths
        fixer = Fixer(run, arguments.unsafe_fixes, arguments.fix, of_stdin)
        if arguments.diff:
            return _patch(arguments, fixer)
        run = run._replace(outcomes=fixer.outcomes())
    if arguments.format == "text" and arguments.output is None:
        summary = _print_text(arguments, run)
    else:
        results = tuple(run.outcomes)
        summary = reports.summarise(results, excluded=run.excluded)
        made = reports.Report(run.roster.tool, results, summary)
        deliver(_render(arguments, made, fail_on, templates_of(config)), arguments.output)
    tell_of_stale(run)
    if fixer is not None:
        fixer.tell()
    return reports.exit_code(summary, fail_on)


def _patch(arguments: argparse.Namespace, fixer: Fixer) -> int:
    """Print what fixes would change; exit code 1 where there is something."""
    from medlint.formats.legible import in_terminal  # noqa: PLC0415 -- see above

    code = ExitCode.OK
    for result in fixer.outcomes():
        if tell_of_unchecked(result):
            code = ExitCode.UNCHECKED
    patch = "".join(fixer.patch)
    if arguments.output is None and sys.stdout.isatty():  # no article may command a terminal
        patch = "".join(f"{in_terminal(line)}\n" for line in patch.split("\n")[:-1])
    deliver(patch, arguments.output)
    fixer.tell()
    return code or (ExitCode.FINDINGS if fixer.patch else ExitCode.OK)


def _print_text(arguments: argparse.Namespace, run: Run) -> Summary:
    """Print each file as soon as it is read; nothing piles up."""
    from medlint import report as reports  # noqa: PLC0415 -- see above
    from medlint.formats import text  # noqa: PLC0415

    color = text.wants_color(sys.stdout, os.environ)
    width = shutil.get_terminal_size().columns
    summary = reports.summarise((), excluded=run.excluded)
    for result in run.outcomes:
        summary += reports.summarise([result])
        sys.stdout.write(
            text.render_file(result, show_hidden=arguments.show_hidden, color=color, width=width)
        )
    sys.stdout.write(text.render_summary(summary, run.roster.tool, color=color))
    return summary


def _render(
    arguments: argparse.Namespace, made: Report, fail_on: Severity, templates: Path | None
) -> str:
    options: dict[str, object] = {"show_hidden": arguments.show_hidden}
    if arguments.format == "html":
        options["templates"] = templates
    if arguments.format == "junit":  # failed tests are those that fail the run
        options["fail_on"] = fail_on
    render = import_module(f"medlint.formats.{arguments.format}").render
    text: str = render(made, **options)
    return text
