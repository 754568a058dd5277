"""The command line: arguments in, reports out, exit code back."""

from __future__ import annotations

import argparse
import io
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from importlib import import_module

import medlint
from medlint.errors import ExitCode, MedlintError

_EPILOG = (
    "exit codes: 0 nothing at or above --fail-on, 1 findings, 2 wrong use (path, option, "
    "configuration, rule), 3 some file could not be checked, 130 interrupted"
)
_COMMANDS = {
    "check": ("check", "add", "check articles and print what was found"),
    "report": ("report", "add", "write an HTML report: a page an article, and an index"),
    "batch": ("batch", "add", "check articles by the million, in parts that can be resumed"),
    "baseline": ("baseline", "add", "set today's findings aside, and keep count"),
    "review": ("review", "add", "decide on findings and sign articles off"),
    "gate": ("gate", "add", "say whether articles may be published, by the policy in medlint.yaml"),
    "cache": ("cache", "add", "say what is kept between runs, or throw it away"),
    "rules": ("rules", "add", "list, explain, test, write, lock and audit rules"),
    "config": ("config", "add", "show the settings, and what they may say"),
    "init": ("init", "add", "write settings to begin with, and the hooks for pre-commit"),
    "doctor": ("doctor", "add", "say what is installed and set, what is wrong, how to mend it"),
    "eval": ("evaluate", "add", "score the rules on annotated text"),
    "eval diff": ("evaluate", "add_diff", "show which findings a change of rules gains and loses"),
}
"""Each with the module of `commands` and the function of it that gives it its arguments, and what
it does. Only the module of the command that was called is imported."""


def main(argv: Sequence[str]) -> int:
    """Run one command and return its exit code; nothing is raised but by argparse on wrong use."""
    _let_everything_be_printed()
    if sys.stdout is None:  # closed by the caller, who wants the exit code or `--output` alone
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115, PTH123 -- till the end
    words = _joined(argv)
    arguments = _parser(words[0] if words else None).parse_args(words)
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
    import traceback  # noqa: PLC0415 -- for the worst case alone

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


def _parser(called: str | None) -> argparse.ArgumentParser:
    """The parser of the command line, with the arguments of the command that was called."""
    parser = argparse.ArgumentParser(
        prog="medlint", description="The linter for health content.", epilog=_EPILOG
    )
    parser.add_argument("--version", action="version", version=f"medlint {medlint.__version__}")
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")
    for name, (module, function, does) in _COMMANDS.items():
        if called not in _COMMANDS:  # help is wanted, or a word was wrong: all are named
            commands.add_parser(name, help=does)
        elif name == called:
            add = getattr(import_module(f"medlint.commands.{module}"), function)
            add(commands.add_parser(name))
    return parser


def _joined(argv: Sequence[str]) -> list[str]:
    """`eval diff` is a command of its own; to argparse, which would take `diff` for a path, too."""
    two = " ".join(argv[:2])
    return [two, *argv[2:]] if len(argv) > 1 and two in _COMMANDS else list(argv)
