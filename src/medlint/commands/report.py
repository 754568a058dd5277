"""`medlint report`: pages to read, one for each article, and an index of them."""

from __future__ import annotations

import argparse
import datetime as dt
import os
import sys
from collections.abc import Container
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from medlint.commands.arguments import EPILOG, add_run_options
from medlint.commands.running import STDIN, config_of, prepare, tell_of_stale, templates_of
from medlint.errors import ExitCode, UsageError

if TYPE_CHECKING:  # imported when a report is made
    from medlint.report import Report

TABLE = "findings.csv"
"""The name of the table of all findings, beside the index."""


def add(report: argparse.ArgumentParser) -> None:
    """Give the command its arguments."""
    report.epilog = EPILOG
    report.add_argument("paths", nargs="+", metavar="PATH", help="files or folders")
    report.add_argument(
        "-o", "--output", metavar="DIR", required=True, help="the folder to write to"
    )
    report.add_argument(
        "--annotate",
        action="store_true",
        help="also write a copy of each Word draft, with the findings as comments",
    )
    add_run_options(report)
    report.set_defaults(run=_report, folder_out=True)


def _annotate(made: Report, folder: Path, today: dt.date) -> dict[str, str]:
    """Write a copy of each Word draft with its findings as comments, and say what is elsewhere.

    Returns the names of the copies by the paths of the drafts.
    """
    from medlint import files  # noqa: PLC0415 -- see above
    from medlint.document import Format  # noqa: PLC0415
    from medlint.formats import word  # noqa: PLC0415
    from medlint.formats.counts import count  # noqa: PLC0415
    from medlint.formats.legible import one_line  # noqa: PLC0415
    from medlint.formats.pagenames import page_names  # noqa: PLC0415

    drafts = [
        result
        for result in made.files
        if result.document is not None and result.document.format is Format.DOCX
    ]
    if not drafts:
        msg = "--annotate: there is no Word file among the articles that could be checked"
        raise UsageError(msg)
    names = page_names(result.path for result in made.files if result.document is not None)
    copies = {}
    for result in drafts:
        data = files.read_bytes(result.path)
        if result.document is None or files.source_of(result.path, data) != result.document.source:
            msg = f"'{result.path}' changed while it was checked; run the report again"
            raise UsageError(msg)
        copy = word.annotate(data, result.reported(), as_of=today)
        path = folder / _copy_of(names[result.path])
        files.write_bytes(path, copy.data)
        copies[result.path] = path.name
        print(f"{path}: {count(len(result.reported()), 'comment')}")
        for finding in copy.elsewhere:
            print(f"  beside its words: {finding.rule}: {one_line(finding.excerpt)}")
    return copies


def _copy_of(page: str) -> str:
    """The name of the annotated copy that belongs to a page."""
    return Path(page).with_suffix(".docx").name


def _report(arguments: argparse.Namespace) -> int:
    from medlint import files  # noqa: PLC0415 -- imported when a report is made
    from medlint import report as reports  # noqa: PLC0415
    from medlint.formats import csv, html  # noqa: PLC0415
    from medlint.formats.text import render_summary, wants_color  # noqa: PLC0415

    config = config_of(arguments)
    if STDIN in arguments.paths:
        msg = "a report is made of files, not of standard input"
        raise UsageError(msg)
    run = prepare(arguments, config)
    results = tuple(run.outcomes)
    summary = reports.summarise(results, excluded=run.excluded)
    folder = Path(arguments.output)
    made = reports.Report(run.roster.tool, results, summary)
    copies = _annotate(made, folder, run.judge.today) if arguments.annotate else {}
    written = set()
    for name, page in html.pages(made, table=TABLE, copies=copies, templates=templates_of(config)):
        files.write(folder / name, page)
        written.add(name)
    files.write(folder / TABLE, csv.render(made))
    _clear(folder, keep=written, copies=copies.values())
    color = wants_color(sys.stdout, os.environ)
    sys.stdout.write(render_summary(summary, run.roster.tool, color=color))
    print(f"The report is at {folder / 'index.html'}")
    tell_of_stale(run)
    if arguments.fail_on is None:
        return ExitCode.UNCHECKED if summary.failed else ExitCode.OK
    return reports.exit_code(summary, arguments.fail_on)


def _clear(folder: Path, *, keep: Container[str], copies: Container[str]) -> None:
    """Take away the pages of an earlier report that are none of this one.

    Annotated copies stay, for somebody may have answered the comments; it is said that they do.
    """
    from medlint.formats import html  # noqa: PLC0415 -- see above

    for page in sorted(folder.glob("*.html")):
        with suppress(OSError):  # a page that cannot be read, or taken away, stays
            if not html.is_ours(page.read_text("utf-8", errors="replace")):
                continue
            if page.name not in keep:
                page.unlink()
            copy = folder / _copy_of(page.name)
            if copy.name not in copies and copy.exists():
                print(f"medlint: {copy} is of an earlier report", file=sys.stderr)
