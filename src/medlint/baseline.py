"""Findings that were there when medlint came: recorded by fingerprint, and set aside.

The file has one entry a line, sorted, so that two branches that both change it merge.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from medlint.errors import ConfigError
from medlint.finding import Disposition
from medlint.report import FileResult
from medlint.sight import Sight, printable

DEFAULT_NAME = "medlint-baseline.jsonl"
REASON = "in the baseline"

_KEYS = ("path", "rule", "fingerprint", "excerpt")


@dataclass(frozen=True, slots=True, order=True)
class Entry:
    """One finding that is set aside. `path` is relative to the configuration.

    Only the fingerprint counts; rule and excerpt are for people who read the file.
    """

    path: str
    rule: str
    fingerprint: str
    excerpt: str


def load(path: Path) -> tuple[Entry, ...]:
    """The entries of a baseline, sorted, each once.

    Raises:
        ConfigError: the file cannot be read, or a line of it is no entry.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "not UTF-8"
        msg = f"cannot read the baseline '{path}': {reason}; 'medlint baseline write' makes one"
        raise ConfigError(msg) from error
    found = {
        _entry(line, f"{path}:{number}") for number, line in enumerate(lines, 1) if line.strip()
    }
    return tuple(sorted(found))


def dump(entries: Iterable[Entry]) -> str:
    """The text of a baseline, one entry a line, sorted."""
    return "".join(
        f"{json.dumps(asdict(entry), ensure_ascii=False)}\n" for entry in sorted(set(entries))
    )


def record(results: Iterable[FileResult]) -> Iterator[Entry]:
    """An entry for each finding that is reported or is in a baseline already."""
    for result in results:
        if result.document is None:
            continue
        for finding in result.findings:
            if finding.disposition in {Disposition.REPORTED, Disposition.BASELINED}:
                # A lone surrogate of a path or text cannot stand in the file.
                path, excerpt = printable(result.document.path), printable(finding.excerpt)
                yield Entry(path, finding.rule, finding.fingerprint, excerpt)


def apply(result: FileResult, fingerprints: frozenset[str]) -> FileResult:
    """The outcome with reported findings set aside whose fingerprints are in the baseline."""
    findings = tuple(
        replace(finding, disposition=Disposition.BASELINED, reason=REASON)
        if finding.disposition is Disposition.REPORTED and finding.fingerprint in fingerprints
        else finding
        for finding in result.findings
    )
    return replace(result, findings=findings)


def stale(entries: Iterable[Entry], sight: Sight) -> tuple[Entry, ...]:
    """The entries that set nothing aside any more."""
    return tuple(
        entry for entry in entries if sight.misses(entry.path, entry.rule, entry.fingerprint)
    )


def _entry(line: str, place: str) -> Entry:
    try:
        data = json.loads(line)
    except json.JSONDecodeError as error:
        msg = f"{place}: no entry of a baseline ({error.msg}); was a merge left unfinished?"
        raise ConfigError(msg) from error
    if not isinstance(data, dict) or sorted(data) != sorted(_KEYS):
        msg = f"{place}: an entry of a baseline has the keys {', '.join(_KEYS)}"
        raise ConfigError(msg)
    if not all(isinstance(value, str) for value in data.values()):
        msg = f"{place}: every value in an entry of a baseline is a text"
        raise ConfigError(msg)
    return Entry(**data)
