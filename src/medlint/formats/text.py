"""Findings for people at a terminal, each with the line it stands in."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from enum import StrEnum
from textwrap import wrap
from typing import TextIO

from medlint.document import Document
from medlint.finding import Authority, Disposition, FileError, Finding, Severity
from medlint.formats.counts import files_in_words, findings_in_words, hidden_in_words
from medlint.formats.frame import frame
from medlint.formats.legible import in_terminal, one_line
from medlint.formats.outcome import outcome, shown
from medlint.report import NOTICE, FileResult, Report, Summary, Tool
from medlint.text import LineIndex

LEAST_WIDTH = 40
"""Narrower terminals are written to as if they were this wide."""


_DIGEST_SHOWN = 12
"""So much of the rules' digest tells two rule sets apart for people; JSON has all of it."""


class Style(StrEnum):
    """The looks in use, each an ANSI code; plain text knows none of them."""

    PLAIN = ""
    STRONG = "1"
    FAINT = "2"
    RULE = "1;36"
    ERROR = "1;31"
    WARNING = "1;33"
    NOTE = "1;34"


_SEVERITY = {
    Severity.ERROR: Style.ERROR,
    Severity.WARNING: Style.WARNING,
    Severity.NOTE: Style.NOTE,
}


def render(
    report: Report, *, show_hidden: bool = False, color: bool = False, width: int = 80
) -> str:
    """The whole run: every file in the order it was given, then the summary."""
    files = (
        render_file(result, show_hidden=show_hidden, color=color, width=width)
        for result in report.files
    )
    return "".join(files) + render_summary(report.summary, report.tool, color=color)


def render_file(
    result: FileResult, *, show_hidden: bool = False, color: bool = False, width: int = 80
) -> str:
    """One file's findings, or why it was not checked; empty where there is nothing to say.

    Each entry begins with `path:line:column rule severity message` and ends with a blank line.
    Nothing from the article reaches the terminal as a control sequence.
    """
    found = outcome(result)
    if isinstance(found, FileError):
        return _error(result.path, found, color=color) + "\n\n"
    lines = LineIndex(found.source)
    width = max(width, LEAST_WIDTH)
    return "".join(
        "\n".join(_entry(finding, found, lines, color=color, width=width)) + "\n\n"
        for finding in shown(result, show_hidden=show_hidden)
    )


def render_summary(summary: Summary, tool: Tool, *, color: bool = False) -> str:
    """What made the run, and one closing line: all counts, and what silence does not mean."""
    worst = (
        Style.ERROR
        if summary.error or summary.failed
        else Style.WARNING
        if summary.warning
        else Style.STRONG
    )
    counts = _paint(f"{files_in_words(summary)}: {findings_in_words(summary)}", worst, color=color)
    made_by = (
        f"{tool.name} {tool.version}, rules {tool.rules_digest[:_DIGEST_SHOWN]}, "
        f"model {tool.model}, as of {tool.as_of}"
    )
    return (
        f"{_paint(in_terminal(made_by), Style.FAINT, color=color)}\n"
        f"{counts}; {hidden_in_words(summary)}. {NOTICE}\n"
    )


def wants_color(stream: TextIO, environ: Mapping[str, str]) -> bool:
    """Whether to write colour: to a terminal that knows it, unless NO_COLOR asks for none.

    FORCE_COLOR asks for it where there is no terminal. An empty variable counts as unset.
    """
    if environ.get("NO_COLOR"):
        return False
    if environ.get("FORCE_COLOR"):
        return True
    if not stream.isatty() or environ.get("TERM") == "dumb":
        return False
    # A bare Windows console prints the codes instead of obeying them.
    return sys.platform != "win32" or bool(environ.get("WT_SESSION") or environ.get("TERM"))


def _entry(
    finding: Finding, document: Document, lines: LineIndex, *, color: bool, width: int
) -> Iterator[str]:
    look = _SEVERITY[finding.severity]
    place = lines.place(finding.span.start)
    where = f"{in_terminal(document.path)}:{place.line}:{place.column}"
    severity = finding.severity.value
    if finding.disposition is not Disposition.REPORTED:
        severity += f" ({finding.disposition.value})"
    yield " ".join(
        (
            _paint(where, Style.STRONG, color=color),
            _paint(in_terminal(finding.rule), Style.RULE, color=color),
            _paint(severity, look, color=color),
            one_line(finding.message),
        )
    )
    gutter = len(str(lines.place(finding.span.end).line))
    if len(finding.span):
        yield from _frame(finding, document.source, lines, gutter, color=color, width=width)
    for label, text in _notes(finding, document.source, lines):
        yield from _note(label, text, gutter, color=color, width=width)


def _frame(  # noqa: PLR0913 -- what is shown, and how
    finding: Finding, source: str, lines: LineIndex, gutter: int, *, color: bool, width: int
) -> Iterator[str]:
    look = _SEVERITY[finding.severity]
    empty = _paint(" " * gutter + " |", Style.FAINT, color=color)
    yield empty
    for line in frame(source, lines, finding.span, width - gutter - len(" | ")):
        if line.skipped:
            yield _paint(f"{'':{gutter}} … {line.skipped} more", Style.FAINT, color=color)
        number = _paint(f"{line.number:{gutter}} |", Style.FAINT, color=color)
        marked = _paint(line.marked, look, color=color)
        yield f"{number} {line.before}{marked}{line.after}".rstrip()
        if line.length:
            carets = _paint("^" * line.length, look, color=color)
            yield f"{empty} {' ' * line.indent}{carets}"


def _notes(finding: Finding, source: str, lines: LineIndex) -> Iterator[tuple[str, str]]:
    if finding.why:
        yield "why", finding.why
    if finding.advice:
        yield "write instead", finding.advice
    for entry in finding.fix:
        look = "" if finding.fix_is_safe else " (look at it first)"
        yield "fix", f"“{entry.span.of(source)}” → “{entry.text}”{look}"
    for related in finding.related:
        place = lines.place(related.span.start)
        yield "see", f"{place.line}:{place.column} {related.note}"
    if finding.authority:
        yield "authority", "; ".join(map(_authority, finding.authority))
    if finding.reason is not None:
        yield finding.disposition.value, finding.reason


def _note(label: str, text: str, gutter: int, *, color: bool, width: int) -> Iterator[str]:
    indent = " " * (gutter + len(" = "))
    plain = wrap(
        f"{label}: {one_line(text)}",
        width=width - len(indent),
        subsequent_indent="  ",
        break_long_words=False,
        break_on_hyphens=False,
    )
    head = _paint(f"{label}:", Style.STRONG, color=color) + plain[0].removeprefix(f"{label}:")
    yield f"{_paint(indent[:-2] + '=', Style.FAINT, color=color)} {head}"
    yield from (indent + line for line in plain[1:])


def _authority(authority: Authority) -> str:
    text = authority.title
    if authority.section:
        text += f", {authority.section}"
    return f"{text} ({authority.year})" if authority.year else text


def _error(path: str, error: FileError, *, color: bool) -> str:
    return " ".join(
        (
            _paint(in_terminal(path), Style.STRONG, color=color),
            _paint(in_terminal(error.stage), Style.RULE, color=color),
            _paint("error", Style.ERROR, color=color),
            f"not checked: {one_line(error.message)}",
        )
    )


def _paint(text: str, style: Style, *, color: bool) -> str:
    return f"\x1b[{style.value}m{text}\x1b[0m" if color and text and style else text
