"""A summary in Markdown, to be posted to a pull request."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape

from medlint.document import Document
from medlint.finding import Disposition, FileError, Finding
from medlint.formats.counts import count, files_in_words, findings_in_words, hidden_in_words
from medlint.formats.legible import one_line
from medlint.formats.outcome import outcome, shown
from medlint.report import NOTICE, FileResult, Report, Tool, summarise
from medlint.text import LineIndex

LONGEST = 60_000
"""Characters beyond which findings are counted and no longer shown: hosts cut long comments."""

_SPECIAL = re.compile(r"[\\`*_{}\[\]|~$]|^[+-]|^\d{1,9}[.)]")
_REFERENCE = re.compile(r"[@#]|:(?=//)|www(?=\.)")
"""What a host turns into a mention, the number of an issue or a link."""


def render(report: Report, *, show_hidden: bool = False) -> str:
    """The counts, a table of the articles that have something to say, and their findings folded.

    Nothing from an article acts as markup. What does not fit into a comment is counted.
    """
    files = sorted(report.files, key=_rank)
    told = [result for result in files if _speaks(result, show_hidden=show_hidden)]
    parts = list(_head(report, told))
    length = sum(map(len, parts))
    for at, result in enumerate(told):
        section = _section(result, show_hidden=show_hidden)
        if length + len(section) > LONGEST:
            left = count(len(told) - at, "more article")
            parts.append(f"*{left} not shown here: see the full report.*\n\n")
            break
        parts.append(section)
        length += len(section)
    parts.append(f"<sub>{_made_by(report.tool)}. {NOTICE}</sub>\n")
    return "".join(parts)


def _head(report: Report, told: list[FileResult]) -> Iterator[str]:
    summary = report.summary
    yield f"### medlint: {findings_in_words(summary)}\n\n"
    yield f"{files_in_words(summary)}; {hidden_in_words(summary)}.\n\n"
    if not told:
        return
    yield "| article | errors | warnings | notes |\n|---|--:|--:|--:|\n"
    length = 0
    for at, result in enumerate(told):
        row = _row(result)
        length += len(row)
        if length > LONGEST // 3:
            yield f"| … {count(len(told) - at, 'more article')} | | | |\n"
            break
        yield row
    yield "\n"


def _row(result: FileResult) -> str:
    found = outcome(result)
    if isinstance(found, FileError):
        return f"| {_text(result.path)} | not checked | | |\n"
    counts = summarise((result,))
    return f"| {_text(result.path)} | {counts.error} | {counts.warning} | {counts.note} |\n"


def _section(result: FileResult, *, show_hidden: bool) -> str:
    found = outcome(result)
    if isinstance(found, FileError):
        return (
            f"**{_text(result.path)}** was not checked ({found.stage}): {_text(found.message)}\n\n"
        )
    findings = shown(result, show_hidden=show_hidden)
    lines = LineIndex(found.source)
    items = "".join(_item(finding, found, lines) for finding in findings)
    head = f"{escape(one_line(result.path))}: {count(len(findings), 'finding')}"
    return f"<details><summary>{head}</summary>\n\n{items}\n</details>\n\n"


def _item(finding: Finding, document: Document, lines: LineIndex) -> str:
    place = lines.place(finding.span.start)
    fate = ""
    if finding.disposition is not Disposition.REPORTED:
        fate = f" ({finding.disposition.value}: {_text(finding.reason or '')})"
    entry = (
        f"- **{finding.severity.value}** `{finding.rule}` "
        f"{place.line}:{place.column}{fate} {_text(finding.message)}\n"
    )
    if finding.excerpt and len(finding.span) and document.source:
        entry += f"  > {_text(finding.excerpt)}\n"
    if finding.advice:
        entry += f"\n  {_text(finding.advice)}\n"
    return entry


def _speaks(result: FileResult, *, show_hidden: bool) -> bool:
    return isinstance(outcome(result), FileError) or bool(shown(result, show_hidden=show_hidden))


def _rank(result: FileResult) -> tuple[bool, int, int, int, str]:
    """What was not checked comes first, then the worst article."""
    counts = summarise((result,))
    failed = isinstance(outcome(result), FileError)
    return not failed, -counts.error, -counts.warning, -counts.note, result.path


def _made_by(tool: Tool) -> str:
    return f"{tool.name} {tool.version}, model {_text(tool.model)}, as of {tool.as_of}"


def _text(text: str) -> str:
    """Text that is read as it stands, on one line: no markup, no mention, no link made of it."""
    escaped = escape(one_line(text), quote=False)
    plain = _SPECIAL.sub(lambda match: f"{match[0][:-1]}\\{match[0][-1]}", escaped)
    return _REFERENCE.sub("\\g<0>\N{ZERO WIDTH SPACE}", plain)
