"""What a run has seen, to tell which recorded decisions are about nothing any more."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from medlint.report import FileResult


class Sight:
    """The files that were checked and the fingerprints that were found in them."""

    def __init__(self, *, ran: Collection[str], root: Path) -> None:
        """Begin with nothing seen. `ran` are the rules of the run, `root` that of its paths."""
        self._ran = frozenset(ran)
        self._root = root
        self._checked: set[str] = set()
        self._found: set[str] = set()

    def take(self, result: FileResult) -> None:
        """Take note of an outcome; a file that was not checked has not been seen."""
        if result.document is not None:
            self._checked.add(printable(result.document.path))
            self._found.update(finding.fingerprint for finding in result.findings)

    def misses(self, path: str, rule: str, fingerprint: str) -> bool:
        """Whether a recorded finding is gone: its file, or the finding where it would be seen.

        Of files that were not checked, and of rules that did not run, nothing is said.
        """
        if path in self._checked:
            return rule in self._ran and fingerprint not in self._found
        # An article of an export is named behind its file.
        ends = [len(path), *(at for at, sign in enumerate(path) if sign == "#" and at)]
        return not any((self._root / path[:end]).exists() for end in ends)


def printable(text: str) -> str:
    """The text as a UTF-8 file can hold it: a path may have a lone surrogate."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")
