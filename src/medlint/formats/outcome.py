"""What became of one input, in the one form that every format branches on."""

from __future__ import annotations

from medlint.document import Document
from medlint.finding import FileError, Finding
from medlint.report import FileResult


def outcome(result: FileResult) -> Document | FileError:
    """The document that was checked, or why there is none.

    A result with neither counts as an error: silence would read as approval.
    """
    if result.error is not None:
        return result.error
    if result.document is None:
        return FileError("check", "no document was made of this file")
    return result.document


def shown(result: FileResult, *, show_hidden: bool) -> tuple[Finding, ...]:
    """The findings to print, in order of place: what is reported, or all with `show_hidden`."""
    findings = result.findings if show_hidden else result.reported()
    return tuple(
        sorted(findings, key=lambda f: (f.span, f.rule, f.fingerprint, f.message, f.disposition))
    )
