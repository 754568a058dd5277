"""Where one sentence ends and the next begins: one answer for every rule, before any model runs."""

from __future__ import annotations

import re
from collections.abc import Iterator

import sentencex

from medlint.document import OPAQUE, Block, BlockKind, InlineKind
from medlint.reading.patterns import compile_pattern
from medlint.text import Span

_LONGEST = 2_000
"""Longer sentences are cut at a space: no prose has them, and a parse must stay affordable."""

_MARKER = compile_pattern(r"(?:\[\s*(?:\d{1,3}|[a-z])(?:\s*[,;\x{2013}-]\s*\d{1,3})*\s*\])+")
_NUMERIC = re.compile(r"[\[(]?\d{1,3}(?:\s*[,\N{EN DASH}-]\s*\d{1,3})*[\])]?")
_TIGHT = re.compile(r"[.!?][\"'\N{RIGHT DOUBLE QUOTATION MARK}\N{RIGHT SINGLE QUOTATION MARK})]*$")
_WHOLE = frozenset({BlockKind.HEADING, BlockKind.TITLE, BlockKind.TABLE_CELL})
_LABEL = re.compile(r"(?:[A-Za-z0-9]{1,3}|\(\w{1,3}\))[.)]$")


def citation_markers(block: Block) -> list[Span]:
    """The citation markers of a block that are not words: `[3]`, a raised number, a note."""
    spans = [Span(*match.span()) for match in _MARKER.finditer(block.text)]
    for inline in block.inlines:
        raised = inline.kind is InlineKind.SUPERSCRIPT and _is_marker(block.text, inline.span)
        if raised or inline.kind is InlineKind.NOTE:
            spans.append(inline.span)
    return sorted(spans)


def readable(block: Block) -> str:
    """The block's text with citation markers blanked out, code point for code point.

    A marker is not part of the sentence: "disease.[3] Next" would not be cut, and "levels [3]
    fall" would not parse.
    """
    return _blank(block.text, citation_markers(block), " ")


def sentences(block: Block) -> tuple[Span, ...]:
    """The sentences of a block's text, in order, without white space at their ends.

    Hard line breaks always end a sentence; headings and table cells are one each line.
    """
    opaque = [inline.span for inline in block.inlines if inline.kind in OPAQUE]
    text = _blank(readable(block), opaque, "x")
    found: list[Span] = []
    for line in re.finditer(r"[^\n]+", text):
        for piece in _cut(line.group(), whole=block.kind in _WHOLE):
            span = _stripped(text, piece.shift(line.start()))
            if span is not None:
                found.extend(_bounded(text, span))
    return tuple(found)


def _cut(line: str, *, whole: bool) -> Iterator[Span]:
    if whole:
        yield Span(0, len(line))
        return
    start = end = 0
    for boundary in sentencex.get_sentence_boundaries("en", line):
        end = boundary["end_index"]
        # A lone label ("1.", "(b)") belongs to the sentence that follows it.
        if _LABEL.fullmatch(line[start:end].strip()):
            continue
        yield Span(start, end)
        start = end
    if start < len(line):
        yield Span(start, len(line))


def _bounded(text: str, span: Span) -> Iterator[Span]:
    while len(span) > _LONGEST:
        cut = text.rfind(" ", span.start + 1, span.start + _LONGEST)
        cut = span.start + _LONGEST if cut < 0 else cut
        yield Span(span.start, cut)
        rest = _stripped(text, Span(cut, span.end))
        if rest is None:
            return
        span = rest
    yield span


def _stripped(text: str, span: Span) -> Span | None:
    part = span.of(text)
    start = span.start + len(part) - len(part.lstrip())
    end = span.end - (len(part) - len(part.rstrip()))
    return Span(start, end) if start < end else None


def _is_marker(text: str, span: Span) -> bool:
    """Whether raised characters cite a source; "10²" and "m²" raise an exponent."""
    if not _NUMERIC.fullmatch(span.of(text).strip()):
        return False
    before = text[: span.start]
    word = re.search(r"\S*$", before)
    last = word.group() if word else ""
    return not re.search(r"(?:^|[\d/])(?:10|[kcm]?m)$|\d$", last) or bool(_TIGHT.search(last))


def _blank(text: str, spans: list[Span], char: str) -> str:
    if not spans:
        return text
    parts: list[str] = []
    at = 0
    for span in sorted(spans):
        if span.start >= at:
            parts += [text[at : span.start], char * len(span)]
            at = span.end
    parts.append(text[at:])
    return "".join(parts)
