"""Annotations of GitHub Actions: a workflow command a line."""

from __future__ import annotations

from collections.abc import Iterator

from medlint.finding import Disposition, FileError, Finding, Severity
from medlint.formats.counts import files_in_words, findings_in_words, hidden_in_words
from medlint.formats.legible import in_terminal, one_line
from medlint.formats.outcome import outcome, shown
from medlint.report import NOTICE, FileResult, Report
from medlint.text import LineIndex

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}


def render(report: Report, *, show_hidden: bool = False) -> str:
    """The findings as annotations in order of path, then the counts as a line of the log.

    GitHub shows ten annotations of each level a step; the log has them all. With `show_hidden`,
    what is not reported is a notice that names its fate.
    """
    files = sorted(report.files, key=lambda result: result.path)
    lines = [line for result in files for line in _file(result, show_hidden=show_hidden)]
    counts = f"{files_in_words(report.summary)}: {findings_in_words(report.summary)}"
    lines.append(f"{counts}; {hidden_in_words(report.summary)}. {NOTICE}")
    return "".join(f"{line}\n" for line in lines)


def _file(result: FileResult, *, show_hidden: bool) -> Iterator[str]:
    found = outcome(result)
    if isinstance(found, FileError):
        where = {"file": result.path, "title": f"not checked ({found.stage})"}
        yield _command("error", where, found.message)
        return
    lines = LineIndex(found.source)
    for finding in shown(result, show_hidden=show_hidden):
        yield _annotation(result.path, lines, finding)


def _annotation(path: str, lines: LineIndex, finding: Finding) -> str:
    start, end = lines.place(finding.span.start), lines.place(finding.span.end)
    command, title = _COMMANDS[finding.severity], finding.rule
    if finding.disposition is not Disposition.REPORTED:
        command, title = "notice", f"{title} ({finding.disposition.value})"
    where = {"file": path, "line": str(start.line), "endLine": str(end.line)}
    if start.line == end.line:  # columns are refused on annotations of several lines
        where |= {"col": str(start.column), "endColumn": str(max(end.column, start.column))}
    told = " ".join(filter(None, [finding.message, finding.advice, finding.reason]))
    return _command(command, where | {"title": title}, told)


def _command(command: str, where: dict[str, str], message: str) -> str:
    properties = ",".join(f"{key}={_property(value)}" for key, value in where.items())
    return f"::{command} {properties}::{_data(message)}"


def _data(text: str) -> str:
    """One line that cannot begin another command."""
    return one_line(text).replace("%", "%25")


def _property(text: str) -> str:
    return in_terminal(text).replace("%", "%25").replace(":", "%3A").replace(",", "%2C")
