"""`medlint gate`: may these articles be published?"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from medlint.commands.arguments import BY_SETTINGS, add_day_option, add_jobs_option
from medlint.commands.running import STDIN, Run, config_of, prepare, tell_of_stale
from medlint.errors import ConfigError, ExitCode, InputError, UsageError

if TYPE_CHECKING:  # imported when the gate is asked
    from medlint.gate import Verdict
    from medlint.report import FileResult

_EPILOG = (
    "exit codes: 0 every article is cleared, 1 one is blocked, 2 wrong use (path, option, "
    "setting, rule, no policy, no model), 3 some file could not be checked, 130 interrupted"
)


def add(gate: argparse.ArgumentParser) -> None:
    """Give the command its arguments."""
    gate.description = "say whether articles may be published, by the policy in medlint.yaml"
    gate.epilog = _EPILOG
    gate.add_argument("paths", nargs="+", metavar="PATH", help="files or folders")
    gate.add_argument(
        "--manifest", metavar="FILE", help="write there what is cleared, where all is"
    )
    gate.add_argument("--json", action="store_true", help="print the verdicts for programs")
    gate.add_argument("--config", metavar="FILE", help="use this settings file")
    gate.add_argument("--reviews", metavar="FILE", help="the ledger of reviews")
    gate.add_argument("--rules", action="append", metavar="FOLDER", help="a further rule folder")
    add_day_option(gate)
    add_jobs_option(gate)
    # What would loosen the policy has to stand in the settings, where everybody sees it.
    gate.set_defaults(**BY_SETTINGS, run=_gate)


def _gate(arguments: argparse.Namespace) -> int:
    from medlint import files, gate  # noqa: PLC0415 -- see above
    from medlint.report import Report, summarise  # noqa: PLC0415

    config = config_of(arguments)
    if config.gate is None:
        where = config.source or "medlint.yaml"
        msg = f"no policy: write what the gate asks for under 'gate:' into {where}"
        raise ConfigError(msg)
    if STDIN in arguments.paths:
        msg = "the gate is for files that are published, not for standard input"
        raise UsageError(msg)
    if arguments.manifest is not None:
        _check_manifest(arguments)
    run = prepare(arguments, config)
    results = tuple(run.outcomes)
    report = Report(run.roster.tool, results, summarise(results, excluded=run.excluded))
    court = gate.Court(config.gate, run.judge.ledger, run.judge.versions, run.judge.today)
    verdicts = [court.verdict(result, _digest(result)) for result in results]
    faults = gate.faults_of_the_run(
        config.gate,
        report,
        unread=files.unread(arguments.paths, exclude=config.exclude, root=config.root),
        stale=run.roster.stale_facts,
        gone=run.roster.since_lock.gone,
    )
    open_gate = not faults and all(verdict.cleared for verdict in verdicts)
    written = gate.manifest(verdicts, run.roster.tool, config.gate, faults=faults)
    if arguments.json:
        print(written, end="")
    else:
        _print(verdicts, faults, open_gate=open_gate, run=run)
    if arguments.manifest is not None:
        _write_manifest(Path(arguments.manifest), written, open_gate=open_gate)
    tell_of_stale(run)
    if report.summary.failed:
        return ExitCode.UNCHECKED
    return ExitCode.OK if open_gate else ExitCode.FINDINGS


def _check_manifest(arguments: argparse.Namespace) -> None:
    """Refuse to write over what is no manifest: a closed gate takes an old manifest away."""
    path = Path(arguments.manifest)
    if not path.exists():
        return
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        is_manifest = isinstance(data, dict) and {"articles", "policy", "digest"} <= data.keys()
    except (OSError, ValueError):
        is_manifest = False
    if not is_manifest:
        msg = f"'{path}' is no manifest of ours; it would be written over"
        raise UsageError(msg)


def _write_manifest(path: Path, written: str, *, open_gate: bool) -> None:
    from medlint import files  # noqa: PLC0415 -- see above

    if open_gate:
        files.write(path, written)
        return
    if path.exists():
        path.unlink()
        told = f"medlint: the manifest of an earlier run, {path}, was taken away"
        print(told, file=sys.stderr)


def _digest(result: FileResult) -> str | None:
    """The digest of the file's bytes; None where they are not those that were checked."""
    from medlint import files  # noqa: PLC0415 -- see above

    if result.document is None:
        return None
    if any(not origin.paragraph for origin in result.document.origins):  # a field of an export
        return hashlib.sha256(result.document.source.encode("utf-8", "surrogatepass")).hexdigest()
    try:
        data = Path(result.path).read_bytes()
        same = files.source_of(result.path, data) == result.document.source
    except (OSError, InputError):
        return None
    return hashlib.sha256(data).hexdigest() if same else None


def _print(verdicts: list[Verdict], faults: tuple[str, ...], *, open_gate: bool, run: Run) -> None:
    from medlint.formats.counts import count  # noqa: PLC0415 -- see above
    from medlint.formats.legible import in_terminal, one_line  # noqa: PLC0415
    from medlint.report import NOTICE  # noqa: PLC0415

    for verdict in verdicts:
        word, told = (
            ("cleared", verdict.cleared_by)
            if verdict.cleared
            else (
                "BLOCKED",
                verdict.against,
            )
        )
        print(f"{word} {in_terminal(verdict.path)}")
        for line in told:
            print(f"        {one_line(line)}")
    for fault in faults:
        print(f"BLOCKED all: {one_line(fault)}")
    cleared = sum(verdict.cleared for verdict in verdicts)
    state = "open" if open_gate else "closed"
    print(
        f"The gate is {state}: {cleared:,} of {count(len(verdicts), 'article')} cleared, "
        f"as of {run.roster.tool.as_of}. {NOTICE}"
    )
