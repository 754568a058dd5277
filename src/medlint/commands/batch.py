"""`medlint batch`: articles by the million, in parts, on one machine or many."""

from __future__ import annotations

import argparse
import datetime as dt
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from medlint.commands.arguments import add_source_options, positive
from medlint.commands.running import config_of, decisions, plan_of, templates_of, with_progress
from medlint.errors import ExitCode

if TYPE_CHECKING:  # imported when there is something to do
    from medlint.batch.conduct import Batch, Engines
    from medlint.batch.plan import Plan
    from medlint.batch.store import Manifest
    from medlint.config import Config

_EPILOG = (
    "exit codes: 0 everything was checked, 1 findings at or above --fail-on, 2 wrong use (path, "
    "option, configuration, rule), 3 some record could not be checked, 130 interrupted. "
    "Called again, it goes on with what is left"
)
_ROWS = 1_000


def add(batch: argparse.ArgumentParser) -> None:
    """Give the command its arguments."""
    batch.description = "check any number of articles and keep what was found in a folder"
    batch.epilog = _EPILOG
    batch.add_argument(
        "paths",
        nargs="+",
        metavar="SOURCE",
        help="folders, articles, zip archives, .jsonl, .csv, .parquet files, or patterns of them",
    )
    batch.add_argument(
        "-o", "--output", metavar="DIR", required=True, help="the folder for the results"
    )
    batch.add_argument(
        "--format", choices=("jsonl", "parquet"), default="jsonl", help="of the results (jsonl)"
    )
    batch.add_argument(
        "--engine", choices=("local", "ray"), default="local", help="what does the work (local)"
    )
    batch.add_argument(
        "--text", metavar="FIELD", default="text", help="where the text is in tables (text)"
    )
    batch.add_argument(
        "--id", metavar="FIELD", default="id", help="what names an article in tables (id)"
    )
    batch.add_argument(
        "--as",
        choices=("html", "markdown", "text"),
        default="text",
        dest="read_as",
        help="how the text in tables is written (text)",
    )
    batch.add_argument(
        "--rows", type=positive, default=_ROWS, metavar="N", help=f"rows of a part ({_ROWS:,})"
    )
    batch.add_argument(
        "--show-hidden",
        action="store_true",
        help="also keep findings that are suppressed, accepted, in the baseline or filtered",
    )
    add_source_options(batch)
    batch.set_defaults(run=_batch, jobs=None)


def _batch(arguments: argparse.Namespace) -> int:
    from medlint import report as reports  # noqa: PLC0415 -- imported when there is something to do
    from medlint.batch import conduct, plan, store  # noqa: PLC0415
    from medlint.formats.text import render_summary, wants_color  # noqa: PLC0415
    from medlint.report import Summary  # noqa: PLC0415

    config = config_of(arguments)
    folder = Path(arguments.output)
    standing = store.Store(folder).manifest()
    if standing is not None and arguments.as_of is None:
        # A batch that goes on the next day is still of the day on which it began.
        arguments.as_of = dt.date.fromisoformat(standing.request["tool"]["as_of"])
    batch = _asked_for(arguments, config)
    found = plan.plan(arguments.paths, batch.fields)
    with store.opened(folder) as opened:
        manifest = conduct.begin(batch, found, opened)
        left = conduct.pending(batch, manifest, opened)
        _tell(manifest, left, found, folder)
        if left or manifest.summary is None:
            kept = conduct.carry_on(batch, opened, left, _engine(arguments))
            for _ in with_progress(kept, sum(map(len, left))):
                pass
            summary = conduct.finish(batch, manifest, opened)
        else:
            summary = Summary(**manifest.summary)
    color = wants_color(sys.stdout, os.environ)
    sys.stdout.write(render_summary(summary, batch.engine.tool, color=color))
    print(f"The findings are in {folder / 'findings'}, the index is {folder / 'index.html'}")
    if arguments.fail_on is None:
        return ExitCode.UNCHECKED if summary.failed else ExitCode.OK
    return reports.exit_code(summary, arguments.fail_on)


def _asked_for(arguments: argparse.Namespace, config: Config) -> Batch:
    from medlint import runner  # noqa: PLC0415 -- see above
    from medlint.batch import conduct, parts  # noqa: PLC0415
    from medlint.config import Export  # noqa: PLC0415

    layouts: dict[str, parts.Layout] = {"jsonl": parts.JsonLines(), "parquet": parts.Parquet()}
    layout = layouts[arguments.format]
    layout.check()
    engine = runner.prepare(plan_of(arguments, config))
    return conduct.Batch(
        named=tuple(arguments.paths),
        fields=Export(files=(), body=arguments.text, id=arguments.id, format=arguments.read_as),
        layout=layout,
        size=arguments.rows,
        engine=engine,
        decisions=decisions(arguments, config, engine.linter.known),
        exclude=(*config.exclude, *(arguments.exclude or ())),
        show_hidden=arguments.show_hidden,
        templates=templates_of(config),
    )


def _engine(arguments: argparse.Namespace) -> Engines:
    from medlint import processes  # noqa: PLC0415 -- see above
    from medlint.batch import cluster, conduct  # noqa: PLC0415

    if arguments.engine == "ray":
        return cluster.actors(arguments.jobs)
    here = processes.processors()
    return conduct.local(min(arguments.jobs or here, here))


def _tell(manifest: Manifest, left: Sequence[range], found: Plan, out: Path) -> None:
    """Say on standard error what is passed over, and how far an earlier run has come."""
    from medlint.batch import plan  # noqa: PLC0415 -- see above
    from medlint.formats.counts import count  # noqa: PLC0415

    done = manifest.records - sum(map(len, left))
    if not left:
        told = f"complete, of {manifest.request['tool']['as_of']}; another folder checks anew"
        print(f"medlint: {told}", file=sys.stderr)
    elif done:
        print(f"medlint: {done:,} of {count(manifest.records, 'record')} done", file=sys.stderr)
    elif beside := plan.passed_over(found, out):
        told = f"{beside[0]} and {len(beside) - 1:,} more" if len(beside) > 1 else beside[0]
        print(f"medlint: passed over, for tables have to be named: {told}", file=sys.stderr)
