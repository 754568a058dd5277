"""What changed since a revision of git: findings in other sentences are filtered."""

from __future__ import annotations

import os
import re
import subprocess
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from medlint.errors import InputError, UsageError
from medlint.finding import Disposition, Finding
from medlint.report import FileResult
from medlint.text import LineIndex, Span

_HUNK = re.compile(r"@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@")


@dataclass(frozen=True, slots=True)
class Hunk:
    """A stretch of lines that was put in place of another; lines count from 1.

    A stretch of no lines stands behind the line that it names.
    """

    old: int
    old_lines: int
    new: int
    new_lines: int

    @property
    def old_span(self) -> tuple[int, int]:
        """The first and the last old line; the last stands before the first where there is none."""
        return _first_and_last(self.old, self.old_lines)

    @property
    def new_span(self) -> tuple[int, int]:
        """The same of the new lines."""
        return _first_and_last(self.new, self.new_lines)

    def touches(self, first: int, last: int) -> bool:
        """Whether the lines from `first` to `last` of the new text are not what they were."""
        if self.new_lines == 0:
            return first <= self.new < last
        return first <= self.new_span[1] and self.new_span[0] <= last


@dataclass(frozen=True, slots=True)
class Change:
    """How one text came to be: its old text, and the hunks between the two."""

    old: str
    hunks: tuple[Hunk, ...]


class Changes:
    """What changed in a working tree of git since it parted from a revision."""

    def __init__(self, revision: str, folder: Path) -> None:
        """Look the revision up in the repository that holds `folder`.

        Raises:
            UsageError: git is missing, the folder is in no repository, or the revision is not.
        """
        self._revision = revision
        self._folder = folder
        top = self._git("rev-parse", "--show-toplevel").rstrip("\n")
        self._top = Path(os.path.realpath(top))
        commit = self._git("rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}").strip()
        # What the revision gained after this branch left it is no change of ours.
        self._base = self._git("merge-base", commit, "HEAD", fallback=commit).strip()
        self._renamed, self._changed = self._names()
        listed = self._git("ls-files", "-z", "--full-name", self._top.as_posix())
        self._tracked = frozenset(listed.split("\0"))

    def apply(self, result: FileResult, read: Callable[[str, bytes], str]) -> FileResult:
        """The outcome with findings filtered that stand in no changed sentence.

        `read` makes the source text of a file of that name from its bytes.

        Raises:
            UsageError: the file does not lie in the repository.
        """
        if result.document is None:
            return result
        change = self._change(result.path, result.document.source, read)
        if change is None:
            return result
        lines = LineIndex(result.document.source)
        reason = f"not in what changed since {self._revision}"
        findings = tuple(
            finding
            if finding.disposition is not Disposition.REPORTED
            or is_new(finding, result.document.source, lines, change)
            else replace(finding, disposition=Disposition.FILTERED, reason=reason)
            for finding in result.findings
        )
        return replace(result, findings=findings)

    def _change(self, path: str, source: str, read: Callable[[str, bytes], str]) -> Change | None:
        """What became of a file; None for a new one, whose every word has changed."""
        full = Path(os.path.realpath(path))
        if not full.is_relative_to(self._top):
            msg = f"--changed-since: '{path}' does not lie in the repository '{self._top}'"
            raise UsageError(msg)
        name = full.relative_to(self._top).as_posix()
        if name not in self._changed:
            return Change(source, ()) if name in self._tracked else None
        blob = self._blob(self._renamed.get(name, name))
        if blob is None:
            return None
        try:
            old = read(path, blob)
        except InputError:  # what could not be read before is new now
            return None
        return Change(old, hunks(old, source))

    def _names(self) -> tuple[dict[str, str], frozenset[str]]:
        """The old name of each renamed file, and the names of all that changed."""
        listed = self._git("diff", "--name-status", "-z", "--find-renames", self._base, "--")
        words = iter(listed.split("\0"))
        renamed: dict[str, str] = {}
        changed: set[str] = set()
        for status in words:
            if not status:
                break
            name = next(words)
            if status[0] in "RC":
                old, name = name, next(words)
                renamed[name] = old
            changed.add(name)
        return renamed, frozenset(changed)

    def _blob(self, name: str) -> bytes | None:
        """The file at the base, as it would be checked out; None where there was none."""
        done = _run(["git", "cat-file", "--filters", f"{self._base}:{name}"], self._top)
        return None if done.returncode else done.stdout

    def _git(self, *arguments: str, fallback: str | None = None) -> str:
        done = _run(["git", "-c", "core.quotePath=false", *arguments], self._folder)
        if done.returncode == 0:
            return done.stdout.decode("utf-8", "surrogateescape")
        if fallback is not None:
            return fallback
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()
        reason = said[-1] if said else "there is no such commit here; fetch the history first"
        msg = f"--changed-since {self._revision}: {reason}"
        raise UsageError(msg)


def hunks(old: str, new: str) -> tuple[Hunk, ...]:
    """What to do to the lines of `old` to have those of `new`, as git's diff has it."""
    with tempfile.TemporaryDirectory(prefix="medlint-") as folder:
        for name, text in (("old", old), ("new", new)):
            Path(folder, name).write_text(_plain(text), encoding="utf-8", errors="surrogatepass")
        command = ["git", "diff", "--no-index", "--no-color", "--no-ext-diff", "--text", "-U0"]
        done = _run([*command, "old", "new"], Path(folder))
    found = []
    for line in done.stdout.decode("utf-8", "replace").split("\n"):
        if match := _HUNK.match(line):
            old_start, old_lines, new_start, new_lines = match.groups(default="1")
            found.append(Hunk(int(old_start), int(old_lines), int(new_start), int(new_lines)))
    return tuple(found)


def is_new(finding: Finding, source: str, lines: LineIndex, change: Change) -> bool:
    """Whether the finding's sentence is not what it was.

    A finding about the whole article is new where anything at all has changed: what it misses
    may have stood anywhere.
    """
    if finding.sentence is None:
        return bool(change.hunks)
    first = lines.place(finding.sentence.start).line
    last = lines.place(max(finding.sentence.start, finding.sentence.end - 1)).line
    touched = [hunk for hunk in change.hunks if hunk.touches(first, last)]
    if not touched:
        return False
    before = _folded(_old_lines(change, touched, first, last))
    return _folded(finding.sentence.of(source)) not in before


def _old_lines(change: Change, touched: Sequence[Hunk], first: int, last: int) -> str:
    """The old text of the lines around a sentence whose lines are `first` to `last` now."""
    lines = LineIndex(change.old)
    head, tail = touched[0], touched[-1]
    start = max(1, head.old_span[0] - max(0, head.new_span[0] - first))
    end = min(len(lines), tail.old_span[1] + max(0, last - tail.new_span[1]))
    if end < start:
        return ""
    return Span(lines.line_span(start).start, lines.line_span(end).end).of(change.old)


def _first_and_last(start: int, length: int) -> tuple[int, int]:
    return (start, start + length - 1) if length else (start + 1, start)


def _plain(text: str) -> str:
    """The text with every line ended by a line feed, as lines are counted here."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _folded(text: str) -> str:
    return " ".join(text.split())


def _run(command: Sequence[str], folder: Path) -> subprocess.CompletedProcess[bytes]:
    try:
        return subprocess.run(command, cwd=folder, capture_output=True, check=False)  # noqa: S603 -- git, by name
    except FileNotFoundError as error:
        msg = "--changed-since needs git, which is not on the PATH"
        raise UsageError(msg) from error
