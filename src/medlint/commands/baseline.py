"""`medlint baseline`: record the findings of today, and keep the record true."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from medlint.commands.arguments import EPILOG, add_run_options
from medlint.commands.running import Run, baseline_path, config_of, prepare, tell_of_unchecked
from medlint.errors import ExitCode, UsageError

if TYPE_CHECKING:  # imported when a command runs
    from medlint.baseline import Entry
    from medlint.report import FileResult


def add(baseline: argparse.ArgumentParser) -> None:
    """Give the command its actions and their arguments."""
    actions = baseline.add_subparsers(title="actions", required=True, metavar="ACTION")
    for name, run, told in (
        ("write", _write, "record what is found now; findings of other files stay recorded"),
        ("status", _status, "count what is recorded and name what is stale"),
        ("prune", _prune, "take out what is stale"),
    ):
        action = actions.add_parser(name, help=told, description=told, epilog=EPILOG)
        action.add_argument("paths", nargs="+", metavar="PATH", help="files or folders")
        add_run_options(action)
        action.set_defaults(run=run, folder_out=False, output=None)


def _write(arguments: argparse.Namespace) -> int:
    from medlint import baseline  # noqa: PLC0415 -- see above

    path, run, entries, results = _recorded(arguments, may_be_missing=True)
    if failed := _failed(results):
        return failed
    checked = {result.document.path for result in results if result.document is not None}
    kept = [entry for entry in entries if entry.path not in checked]
    gone = set(baseline.stale(kept, run.judge.sight))
    recorded = [*(entry for entry in kept if entry not in gone), *baseline.record(results)]
    _save(path, recorded)
    print(f"{_entries(len(set(recorded)))} in {path}")
    if run.config.baseline is None and arguments.baseline is None:
        print(f"To set them aside in every run, write 'baseline: {path.name}' into medlint.yaml.")
    return ExitCode.OK


def _status(arguments: argparse.Namespace) -> int:
    path, run, entries, results = _recorded(arguments)
    stale = run.judge.stale()
    for entry in stale:
        print(f"stale: {entry.path}: {entry.rule}: {entry.excerpt}")
    print(f"{_entries(len(entries))} in {path}, {len(stale):,} stale")
    return _failed(results) or (ExitCode.FINDINGS if stale else ExitCode.OK)


def _prune(arguments: argparse.Namespace) -> int:
    path, run, entries, results = _recorded(arguments)
    if failed := _failed(results):
        return failed
    stale = set(run.judge.stale())
    _save(path, [entry for entry in entries if entry not in stale])
    print(f"{_entries(len(stale))} taken out of {path}, {len(entries) - len(stale):,} left")
    return ExitCode.OK


def _recorded(
    arguments: argparse.Namespace, *, may_be_missing: bool = False
) -> tuple[Path, Run, tuple[Entry, ...], tuple[FileResult, ...]]:
    """The baseline's place, the run, what was recorded before, and the outcomes."""
    from medlint import baseline  # noqa: PLC0415 -- see above

    if arguments.changed_since is not None or arguments.no_baseline:
        msg = "a baseline is made of all findings, so neither --changed-since nor --no-baseline"
        raise UsageError(msg)
    config = config_of(arguments)
    path = baseline_path(arguments, config) or config.root / baseline.DEFAULT_NAME
    if may_be_missing and not path.exists():
        run = prepare(_without_baseline(arguments), config)
        return path, run, (), tuple(run.outcomes)
    run = prepare(argparse.Namespace(**{**vars(arguments), "baseline": str(path)}), config)
    return path, run, run.judge.entries, tuple(run.outcomes)


def _without_baseline(arguments: argparse.Namespace) -> argparse.Namespace:
    return argparse.Namespace(**{**vars(arguments), "no_baseline": True})


def _failed(results: tuple[FileResult, ...]) -> ExitCode | None:
    """Say which files were not checked: of them nothing can be recorded."""
    failed = [result for result in results if tell_of_unchecked(result)]
    if failed:
        print("medlint: the baseline is left as it was", file=sys.stderr)
        return ExitCode.UNCHECKED
    return None


def _save(path: Path, entries: list[Entry]) -> None:
    from medlint import baseline, files  # noqa: PLC0415 -- see above

    files.write(path, baseline.dump(entries))


def _entries(number: int) -> str:
    return f"{number:,} {'entry' if number == 1 else 'entries'}"
