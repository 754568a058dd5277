"""How words are written into a source: what a fix may put where, in the markup of its format."""

from __future__ import annotations

import html

from medlint.document import Block, BlockKind, Document, Format
from medlint.finding import Replacement
from medlint.text import Span

_MARKDOWN = frozenset("\\`*_[]<>|#&~${}!")
"""Characters that may mean something to Markdown or to what is built on it."""

_PLAIN = frozenset(" .,%()/+-")
"""Characters, beside letters and digits, that mean nothing in front matter and attributes."""

_DECLARED = frozenset({BlockKind.TITLE, BlockKind.META, BlockKind.ALT_TEXT})
"""Blocks that may stand in front matter, in attributes or in linked data."""


def replacement(document: Document, block: Block, span: Span, words: str) -> Replacement | None:
    """What puts `words` in place of a span of a block's text; None where no plain edit does.

    Where markup stands between the words (`<b>.5</b> mg`), the least that differs is replaced, and
    only where the source reads as the text does.
    """
    put = _markup(words, document.format, block.kind)
    if put is None:
        return None
    place = block.map.to_source(span)
    if document.format is Format.DOCX or place.of(document.source) == span.of(block.text):
        return Replacement(place, put)
    span, words = _least(block.text, span, words)
    put = _markup(words, document.format, block.kind)
    found = _verbatim(document, block, span)
    return None if found is None or put is None else Replacement(found, put)


def _markup(words: str, format: Format, kind: BlockKind) -> str | None:  # noqa: A002 -- the field's word
    """The words as they are written in a source of the format; None where they cannot be."""
    if len(words.splitlines()) > 1:
        return None
    if format in {Format.DOCX, Format.TEXT}:
        return words
    if kind in _DECLARED:
        return words if all(sign.isalnum() or sign in _PLAIN for sign in words) else None
    if format is Format.HTML:
        return html.escape(words, quote=False)
    return None if _MARKDOWN.intersection(words) else words


def _least(text: str, span: Span, words: str) -> tuple[Span, str]:
    """The part of a replacement in which old and new words differ."""
    old = span.of(text)
    most = min(len(old), len(words))
    behind = next((n for n in range(most) if old[-1 - n] != words[-1 - n]), most)
    most -= behind
    before = next((n for n in range(most) if old[n] != words[n]), most)
    return Span(span.start + before, span.end - behind), words[before : len(words) - behind]


def _verbatim(document: Document, block: Block, span: Span) -> Span | None:
    """The place of a span whose source reads as its text; an empty one stands beside its word."""
    if len(span):
        place = block.map.to_source(span)
        return place if place.of(document.source) == span.of(block.text) else None
    if span.start < len(block.text):
        following = _verbatim(document, block, Span(span.start, span.start + 1))
        if following is not None:
            return Span(following.start, following.start)
    if span.start:
        previous = _verbatim(document, block, Span(span.start - 1, span.start))
        if previous is not None:
            return Span(previous.end, previous.end)
    return None
