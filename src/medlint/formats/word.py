"""A copy of a Word draft with each finding as a comment on its very words."""

from __future__ import annotations

import datetime as dt
import zipfile
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.text.run import Run

from medlint.finding import Authority, Finding
from medlint.formats.legible import in_markup
from medlint.parsing._docx_walk import DOCUMENT, text_of
from medlint.parsing.docx import Extract, Placed, extract
from medlint.text import Span

AUTHOR, INITIALS = "medlint", "ml"

_NO_TIME = (1980, 1, 1, 0, 0, 0)
"""The same findings make the same bytes, whenever they are written."""

_Element = Any


@dataclass(frozen=True, slots=True)
class Annotated:
    """The copy, and the findings whose comments stand beside their words and not on them.

    Word takes no comment in notes, text boxes and descriptions of images, and none on a whole
    article; these stand on the mark, the box, the image, the first words.
    """

    data: bytes
    elsewhere: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class _Target:
    """Where a comment goes: from the first to the last run, at these offsets of their texts.

    Offsets are None where the whole run is meant. `exact` says whether these are the very words.
    """

    first: _Element
    start: int | None
    last: _Element
    end: int | None
    exact: bool


def annotate(data: bytes, findings: Iterable[Finding], *, as_of: dt.date) -> Annotated:
    """The Word file with a comment for each finding, dated `as_of`; `data` itself is untouched.

    Raises:
        ParseError: it is no Word file, or is broken.
    """
    found = extract(data)
    placed = [entry for entry in found.placed() if entry.piece.text]
    targets = [
        (finding, target)
        for finding in findings
        if (target := _target(finding.span, placed)) is not None
    ]
    pieces = _split_runs(targets)
    for finding, target in targets:
        _comment(found, finding, target, pieces, as_of)
    stream = BytesIO()
    found.package.document.save(stream)
    return Annotated(
        _timeless(stream.getvalue()),
        tuple(finding for finding, target in targets if not target.exact),
    )


def _target(span: Span, placed: Sequence[Placed]) -> _Target | None:
    """Where the comment on a span goes; None where the file has no text to put it on."""
    touched = _touched(span, placed)
    text = [entry for entry in touched if not entry.piece.whole]  # marks of notes go along
    words = [entry for entry in text if _takes_comments(entry)]
    if words and len(words) == len(text):
        first, last = words[0], words[-1]
        return _Target(
            first.piece.run,
            first.piece.offset + max(0, span.start - first.span.start),
            last.piece.run,
            last.piece.offset + min(len(last.span), span.end - last.span.start),
            exact=True,
        )
    for entry in [*words, *touched, *(entry for entry in placed if _takes_comments(entry))]:
        run = entry.anchor if entry.anchor is not None else entry.piece.run
        if run is not None:
            return _Target(run, None, run, None, exact=False)
    return None


def _touched(span: Span, placed: Sequence[Placed]) -> list[Placed]:
    at = bisect_right(placed, span.start, key=lambda entry: entry.span.end)
    touched = []
    for entry in placed[at:]:
        if entry.span.start >= span.end:
            break
        touched.append(entry)
    return touched


def _takes_comments(entry: Placed) -> bool:
    return entry.part == DOCUMENT and entry.anchor is None and entry.piece.run is not None


def _split_runs(targets: Iterable[tuple[Finding, _Target]]) -> dict[_Element, list[_Piece]]:
    """Cut runs where comments begin and end; the pieces of each run that was cut, in order."""
    cuts: dict[_Element, set[int]] = {}
    for _, target in targets:
        for run, offset in ((target.first, target.start), (target.last, target.end)):
            if offset is not None:
                cuts.setdefault(run, set()).add(offset)
    return {run: _cut(run, offsets) for run, offsets in cuts.items()}


@dataclass(frozen=True, slots=True)
class _Piece:
    """A piece of a run that was cut: from where in the run's text it goes, and its element."""

    start: int
    run: _Element


def _cut(run: _Element, offsets: set[int]) -> list[_Piece]:
    length = sum(len(text_of(child)) for child in run)
    inner = sorted((offset for offset in offsets if 0 < offset < length), reverse=True)
    pieces = [_Piece(offset, _cut_off(run, offset)) for offset in inner]  # from the end on
    return [_Piece(0, run), *reversed(pieces)]


def _cut_off(run: _Element, offset: int) -> _Element:
    """Move what stands behind `offset` of the run's text into a run of its own."""
    rest = OxmlElement("w:r")
    looks = run.find(qn("w:rPr"))
    if looks is not None:
        rest.append(deepcopy(looks))
    at = 0
    for child in list(run):
        text = text_of(child)
        if child is not looks and at >= offset:
            rest.append(child)
        elif at < offset < at + len(text):
            behind = deepcopy(child)
            for element, part in ((child, text[: offset - at]), (behind, text[offset - at :])):
                element.text = part
                element.set(qn("xml:space"), "preserve")
            rest.append(behind)
        at += len(text)
    run.addnext(rest)
    return rest


def _comment(
    found: Extract,
    finding: Finding,
    target: _Target,
    pieces: Mapping[_Element, Sequence[_Piece]],
    as_of: dt.date,
) -> None:
    first = _piece_from(pieces.get(target.first), target.first, target.start)
    last = _piece_until(pieces.get(target.last), target.last, target.end)
    document = found.package.document
    runs = [Run(element, document) for element in (first, last)]
    comment = document.add_comment(
        runs, text=_text(finding, target), author=AUTHOR, initials=INITIALS
    )
    comment._comment_elm.set(qn("w:date"), f"{as_of.isoformat()}T00:00:00Z")  # noqa: SLF001 -- no other door


def _piece_from(pieces: Sequence[_Piece] | None, run: _Element, start: int | None) -> _Element:
    """The piece of a run that begins at an offset; the whole run where none is meant."""
    if pieces is None or start is None:
        return run
    return next((piece.run for piece in pieces if piece.start == start), run)


def _piece_until(pieces: Sequence[_Piece] | None, run: _Element, end: int | None) -> _Element:
    """The piece of a run that ends at an offset; the last where none is meant."""
    if pieces is None:
        return run
    before = [piece.run for piece in pieces if end is None or piece.start < end]
    return before[-1]


def _text(finding: Finding, target: _Target) -> str:
    """What the comment says, a paragraph each."""
    said = [f"{finding.severity.value.capitalize()}: {finding.message} ({finding.rule})"]
    if not target.exact and finding.excerpt:
        said.append(f"In: “{finding.excerpt}”")
    if finding.advice:
        said.append(f"Write instead: {finding.advice}")
    if finding.why:
        said.append(f"Why: {finding.why}")
    if finding.authority:
        said.append(f"Authority: {'; '.join(map(_authority, finding.authority))}")
    return "\n".join(in_markup(" ".join(line.split())) for line in said)


def _authority(authority: Authority) -> str:
    text = authority.title
    if authority.section:
        text += f", {authority.section}"
    return f"{text} ({authority.year})" if authority.year else text


def _timeless(data: bytes) -> bytes:
    """The same archive without the time at which it was packed."""
    stream = BytesIO()
    with (
        zipfile.ZipFile(BytesIO(data)) as packed,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as again,
    ):
        for entry in packed.infolist():
            info = zipfile.ZipInfo(entry.filename, _NO_TIME)
            info.compress_type = zipfile.ZIP_DEFLATED
            again.writestr(info, packed.read(entry))
    return stream.getvalue()
