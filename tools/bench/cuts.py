"""Cutting pieces out of a text, and knowing where the rest has gone."""

from __future__ import annotations

from collections.abc import Iterable

from medlint.text import Span


def cut(source: str, pieces: Iterable[Span]) -> str:
    """The text without these pieces, which do not overlap."""
    kept = []
    at = 0
    for piece in sorted(pieces):
        kept.append(source[at : piece.start])
        at = piece.end
    return "".join([*kept, source[at:]])


def moved(span: Span, pieces: Iterable[Span]) -> Span:
    """Where a span of the text stands once the pieces are cut; what lay in one shrinks to it."""
    starts = ends = 0
    for piece in pieces:
        starts += min(len(piece), max(0, span.start - piece.start))
        ends += min(len(piece), max(0, span.end - piece.start))
    return Span(span.start - starts, span.end - ends)
