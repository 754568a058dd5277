"""Everything that one run produced, in the shape that every output format reads."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass

from medlint.document import Document
from medlint.errors import ExitCode
from medlint.finding import Balance, Disposition, FileError, Finding, Severity

SCHEMA = 1
"""Version of the output contract."""

NOTICE = "medlint advises; silence is not approval and says nothing about medical correctness."
"""The sentence that every output carries."""


@dataclass(frozen=True, slots=True)
class Tool:
    """What made a report: enough to make it again."""

    version: str
    rules_digest: str
    model: str
    as_of: str
    name: str = "medlint"


@dataclass(frozen=True, slots=True)
class FileResult:
    """One input's outcome: a document with its findings, or the error that prevented them.

    `document` is None where there is an error. Findings are sorted by place and hold every
    disposition. `balance` weighs the therapies that the article commends, where it was asked for.
    """

    path: str
    document: Document | None = None
    findings: tuple[Finding, ...] = ()
    error: FileError | None = None
    balance: tuple[Balance, ...] = ()

    def reported(self) -> tuple[Finding, ...]:
        """The findings that are meant to be seen."""
        return tuple(f for f in self.findings if f.disposition is Disposition.REPORTED)

    def found(self) -> tuple[Finding, ...]:
        """What is reported, and what gave way to a rule that says the same of the same words.

        That is what each rule has found: to judge rules by, not to show.
        """
        return tuple(
            f
            for f in self.findings
            if f.disposition is Disposition.REPORTED or f.yields_to is not None
        )


@dataclass(frozen=True, slots=True)
class Summary:
    """Counts of one run; `error`, `warning` and `note` count what is reported.

    `preview` counts those of the notes that fail no run, for their rules are not proved yet.
    """

    files: int = 0
    checked: int = 0
    failed: int = 0
    excluded: int = 0
    error: int = 0
    warning: int = 0
    note: int = 0
    suppressed: int = 0
    baselined: int = 0
    accepted: int = 0
    filtered: int = 0
    preview: int = 0

    def __add__(self, other: Summary) -> Summary:
        """Both runs counted together."""
        mine, theirs = asdict(self), asdict(other)
        return Summary(**{key: mine[key] + theirs[key] for key in mine})


def summarise(results: Iterable[FileResult], *, excluded: int = 0) -> Summary:
    """Count the outcomes; every input is either checked or failed."""
    counts: Counter[str] = Counter()
    for result in results:
        counts["files"] += 1
        counts["checked" if result.error is None else "failed"] += 1
        for finding in result.findings:
            reported = finding.disposition is Disposition.REPORTED
            counts[finding.severity.value if reported else finding.disposition.value] += 1
            counts["preview"] += reported and finding.preview
    return Summary(excluded=excluded, **counts)


@dataclass(frozen=True, slots=True)
class Report:
    """One run: the tool, its inputs in the order they were given, and the counts."""

    tool: Tool
    files: tuple[FileResult, ...]
    summary: Summary


def exit_code(summary: Summary, fail_on: Severity) -> ExitCode:
    """How the run ends: unchecked files weigh more than findings at or above `fail_on`.

    Notes of rules in preview do not count.
    """
    if summary.failed:
        return ExitCode.UNCHECKED
    counts = {
        Severity.ERROR: summary.error,
        Severity.WARNING: summary.warning,
        Severity.NOTE: summary.note - summary.preview,
    }
    if any(count for severity, count in counts.items() if severity.rank >= fail_on.rank):
        return ExitCode.FINDINGS
    return ExitCode.OK
