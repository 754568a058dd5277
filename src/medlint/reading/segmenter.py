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

_WINDOW = 8_000
"""So much is segmented at once: on long runs of quotation marks the segmenter takes time that
grows with their square. Where a window ends inside a sentence, the next begins with it."""

_MARKER = compile_pattern(r"(?:\[\s*(?:\d{1,3}|[a-z])(?:\s*[,;\x{2013}-]\s*\d{1,3})*\s*\])+")
_PARENTHESIS = compile_pattern(
    # Numbers in round brackets that close a sentence; elsewhere they count a list, or tell an age.
    r"[\p{L}\d%)\"'\x{201D}\x{2019}]\s(\(\d{1,2}(?:\s?[,;\x{2013}-]\s?\d{1,2}){0,5}\))(?:[.;]|\s*$)"
)
_RAISED_DIGITS = r"[\x{B9}\x{B2}\x{B3}\x{2070}\x{2074}-\x{2079}]+"
_RAISED = compile_pattern(
    # Behind a stop or a word; behind a unit, a variable or a number it is an exponent.
    r"(?:\p{Ll}{3}|[.!?,;:)\]\"'\x{201D}\x{2019}])"
    rf"({_RAISED_DIGITS}(?:[,\x{{2013}}-]{_RAISED_DIGITS})*)"
)
_NUMERIC = re.compile(r"[\[(]?\d{1,3}(?:\s*[,\N{EN DASH}-]\s*\d{1,3})*[\])]?")
_TIGHT = re.compile(r"[.!?][\"'\N{RIGHT DOUBLE QUOTATION MARK}\N{RIGHT SINGLE QUOTATION MARK})]*$")
_LONGEST_UNIT = 20
_WHOLE = frozenset({BlockKind.HEADING, BlockKind.TITLE, BlockKind.TABLE_CELL})
_LABEL = re.compile(r"\(?(?:\d{1,3}[a-z]?|[A-Za-z]|[ivx]{1,4}|[IVX]{1,4})[.)]{1,2}")
_LONGEST_LABEL = 8
_ABBREVIATION = re.compile(
    r"(?<!\w)(?:approx|avg|max|min|est|incl|excl|resp|temp|conc|std|vol|eds?|ch|sect|suppl|figs"
    r"|wks?|mos?|yrs?|hrs?|lbs?|oz|tsp|tbsp|mc?g|ml|spp?|subsp|var)\.\s*$",
    re.IGNORECASE,
)
"""Abbreviations that the segmenter does not know; a number or a small letter follows them."""
_TITLE = re.compile(r"(?<!\w)Ms\.\s*$")
_LONGEST_ABBREVIATION = 12
_JOINT = re.compile(r"[,;:]\s|\s[-\N{EN DASH}\N{EM DASH}\N{BULLET}](?=\s)")
"""Where the parts of a list meet."""
_LETTERED = compile_pattern(r"\b(?:[Vv]itamins?|[Hh]epatitis)\s\p{Lu}(\.\s+)\p{Lu}")
"""A letter that is the end of a name; the segmenter takes it for the initial of one."""


def citation_markers(block: Block) -> list[Span]:
    """The citation markers of a block that are not words: `[3]`, `(3).`, raised, a note."""
    spans = [Span(*match.span()) for match in _MARKER.finditer(block.text)]
    if block.kind not in _WHOLE:
        spans += [Span(*match.span(1)) for match in _PARENTHESIS.finditer(block.text)]
    spans += [Span(*match.span(1)) for match in _RAISED.finditer(block.text)]
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
    opaque = [inline.span for inline in block.inlines if inline.kind in OPAQUE - {InlineKind.NOTE}]
    # What is opaque stands as a word with a capital, for it may open a sentence.
    text = _blank(readable(block), opaque, "x", first="X")
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
    start = 0
    for end in _stops(line):
        if not _goes_on(line, start, end):
            yield Span(start, end)
            start = end
    if start < len(line):
        yield Span(start, len(line))


def _stops(line: str) -> Iterator[int]:
    """Where the segmenter sees sentences end."""
    at = 0
    while at < len(line):
        window = line[at : at + _WINDOW]
        more = at + len(window) < len(line)
        if more:
            window = window[: window.rfind(" ") + 1] or window
        boundaries = sentencex.get_sentence_boundaries("en", window)
        ends = {boundary["end_index"] for boundary in boundaries}
        ends |= {match.end(1) for match in _LETTERED.finditer(window)}
        found = sorted(ends) or [len(window)]
        if more and len(found) > 1:
            found.pop()
        yield from (at + end for end in found)
        at += found[-1] if more else len(window)


def _goes_on(line: str, start: int, end: int) -> bool:
    """Whether a sentence does not end here: behind a lone label, or behind an abbreviation."""
    if end - start <= _LONGEST_LABEL and _LABEL.fullmatch(line[start:end].strip()):
        return True
    last = line[max(start, end - _LONGEST_ABBREVIATION) : end]
    if _TITLE.search(last):
        return True
    following = line[end : end + 1]
    return bool((following.isdigit() or following.islower()) and _ABBREVIATION.search(last))


def _bounded(text: str, span: Span) -> Iterator[Span]:
    """The pieces of what is too long to be a sentence: cut at a mark, or at a space, or anywhere.

    A list without stops is such a text, and a phrase cut in two would look broken.
    """
    while len(span) > _LONGEST:
        end = span.start + _LONGEST
        marks = _JOINT.finditer(text, span.start + _LONGEST // 2, end)
        cut = max((match.end() for match in marks), default=-1)
        cut = text.rfind(" ", span.start + 1, end) if cut < 0 else cut
        cut = end if cut < 0 else cut
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
    before = text[max(0, span.start - _LONGEST_UNIT) : span.start]
    word = re.search(r"\S*$", before)
    last = word.group() if word else ""
    return not re.search(r"(?:^|[\d/])(?:10|[kcm]?m)$|\d$", last) or bool(_TIGHT.search(last))


def _blank(text: str, spans: list[Span], char: str, *, first: str = "") -> str:
    if not spans:
        return text
    parts: list[str] = []
    at = 0
    for span in sorted(spans):
        if span.start >= at:
            filled = (first or char) + char * (len(span) - 1)
            parts += [text[at : span.start], filled[: len(span)]]
            at = span.end
    parts.append(text[at:])
    return "".join(parts)
