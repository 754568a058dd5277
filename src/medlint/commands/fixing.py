"""`medlint check --fix` and `--diff`: fixes taken in the files, or shown as a patch."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from medlint.commands.running import STDIN, Run
from medlint.errors import InputError, UsageError

if TYPE_CHECKING:  # imported when there is something to fix
    from medlint.fixes import Fixed
    from medlint.report import FileResult

_BOM = "\N{BYTE ORDER MARK}"


def add_options(check: argparse.ArgumentParser) -> None:
    """Add the options that take fixes."""
    how = check.add_mutually_exclusive_group()
    how.add_argument(
        "--fix", action="store_true", help="write the fixes that are safe into the files"
    )
    how.add_argument(
        "--diff",
        action="store_true",
        help="print what --fix would change, as a patch, and write nothing",
    )
    check.add_argument(
        "--unsafe-fixes",
        action="store_true",
        help="with --fix or --diff: also fixes that want a look, and those of rules in preview",
    )


def check_options(arguments: argparse.Namespace) -> None:
    """Refuse what does not go together.

    Raises:
        UsageError: fixes are asked for where none can be written or shown.
    """
    if arguments.unsafe_fixes and not (arguments.fix or arguments.diff):
        msg = "--unsafe-fixes says which fixes to take; add --fix, or --diff to look first"
        raise UsageError(msg)
    if arguments.fix and STDIN in arguments.paths:
        msg = "--fix writes files, and standard input is none; --diff prints a patch"
        raise UsageError(msg)
    if arguments.diff and arguments.format != "text":
        msg = f"--diff prints a patch, not {arguments.format}; leave out --format"
        raise UsageError(msg)


@dataclass(slots=True)
class Fixer:
    """Takes fixes as outcomes come in, and counts them.

    A text `of_stdin` has the name of a file, and need not be what it holds. With `write` the files
    are written, each whole or not at all, and read and checked again.
    """

    run: Run
    unsafe: bool
    write: bool
    of_stdin: bool = False
    taken: int = 0
    files: int = 0
    refused: int = 0
    left: int = 0
    patch: list[str] = field(default_factory=list)

    def outcomes(self) -> Iterator[FileResult]:
        """The outcomes as they are after the fixes.

        Raises:
            UsageError: a file cannot be written, or changed while it was checked.
        """
        from medlint import fixes  # noqa: PLC0415 -- see above

        session, judge = self.run.session, self.run.judge
        for result in self.run.outcomes:

            def lint(text: str, path: str = result.path) -> FileResult:
                return judge.decide(session.lint_text(text, path))

            made = fixes.fix(result, lint, unsafe=self.unsafe)
            self._count(made)
            if not made.taken:
                yield result
                continue
            before, after = result.document, made.result.document
            assert before is not None  # noqa: S101 -- fixes are of what was checked
            assert after is not None  # noqa: S101 -- see above
            if self.write:
                _save(result.path, before.source, after.source)
                again = judge.one(next(session.run([result.path])))
                if again.document is None or again.document.source != after.source:
                    msg = f"'{result.path}' does not hold what was written to it"
                    raise UsageError(msg)
                yield again
            else:
                self._show(result.path, before.source, after.source)
                yield result

    def tell(self) -> None:
        """Say on standard error what was fixed and what was not."""
        done = "written to" if self.write else "would be written to"
        told = [f"{_fixes(self.taken)} {done} {self.files:,} {_plural('file', self.files)}"]
        if self.left:
            told.append(f"{self.left:,} more with --unsafe-fixes, to be looked at")
        if self.refused:
            told.append(f"{self.refused:,} refused, for more than the words would have changed")
        print(f"medlint: {'; '.join(told)}", file=sys.stderr)

    def _count(self, made: Fixed) -> None:
        self.taken += len(made.taken)
        self.files += bool(made.taken)
        self.refused += len(made.refused)
        self.left += made.left

    def _show(self, path: str, before: str, after: str) -> None:
        from medlint import files  # noqa: PLC0415 -- see above
        from medlint.formats import diff  # noqa: PLC0415

        mark = ""
        if not self.of_stdin:  # of which no file has to hold the same
            mark = _BOM if files.has_mark(_bytes(path, before)) else ""
        self.patch.append(diff.render(path, mark + before, mark + after))


def _save(path: str, before: str, after: str) -> None:
    from medlint import files  # noqa: PLC0415 -- see above

    if not os.access(path, os.W_OK):  # a new file takes its place, which rights do not forbid
        msg = f"cannot write '{path}': it is read-only"
        raise UsageError(msg)
    files.write_bytes(Path(path), files.encode(after, like=_bytes(path, before)))


def _bytes(path: str, source: str) -> bytes:
    """The bytes of a file, as long as they hold this text."""
    from medlint import files  # noqa: PLC0415 -- see above

    with suppress(InputError):
        data = files.read_bytes(path)
        if files.decode(data) == source:
            return data
    msg = f"'{path}' changed while it was checked; run medlint again"
    raise UsageError(msg)


def _fixes(number: int) -> str:
    return f"{number:,} {_plural('fix', number)}"


def _plural(noun: str, number: int) -> str:
    return noun if number == 1 else f"{noun}es" if noun.endswith("x") else f"{noun}s"
