"""Terms that a project accepts: what stands inside one of them is not reported."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from medlint.document import Block, Document
from medlint.finding import Disposition, Finding
from medlint.report import FileResult

if TYPE_CHECKING:  # most projects accept no terms, and need not import what finds them
    from medlint.reading.terms import TermFinder


class Accepted:
    """The accepted terms of one configuration, ready for any number of outcomes."""

    def __init__(self, terms: Sequence[str]) -> None:
        """Prepare them."""
        self._finder = _finder(terms) if terms else None

    def apply(self, result: FileResult) -> FileResult:
        """The outcome with those reported findings filtered whose words are part of a term."""
        if self._finder is None or result.document is None:
            return result
        findings = tuple(self._judged(finding, result.document) for finding in result.findings)
        return replace(result, findings=findings)

    def _judged(self, finding: Finding, document: Document) -> Finding:
        if finding.disposition is not Disposition.REPORTED or not len(finding.span):
            return finding
        term = next((t for block in document.blocks for t in self._around(finding, block)), None)
        if term is None:
            return finding
        reason = f"'{term}' is accepted in the vocabulary"
        return replace(finding, disposition=Disposition.FILTERED, reason=reason)

    def _around(self, finding: Finding, block: Block) -> Iterator[str]:
        """The terms of a block that hold the words of a finding."""
        span = block.map.to_text(finding.span)
        if span is None or self._finder is None:
            return
        for term in self._finder.find(block.text):
            if (
                span in term.span
                and finding.span in block.map.to_source(term.span)
                and _is_written_so(term.term, term.span.of(block.text))
            ):
                yield term.term


def _is_written_so(term: str, words: str) -> bool:
    """Whether the capitals of a term are there: "we reverse insomnia" is no name of a course."""
    as_written = zip(term, " ".join(words.split()), strict=False)
    return all(sign == own for own, sign in as_written if own.isupper())


def _finder(terms: Sequence[str]) -> TermFinder:
    from medlint.reading.terms import TermFinder  # noqa: PLC0415 -- see above

    return TermFinder(terms)
