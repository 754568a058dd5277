"""Finds the blocks of a parsed page that name sources or caption a figure, by what they say."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from medlint.document import Block, BlockKind, InlineKind

_NAMES = (
    r"(?:references?(?: list)?|sources?|bibliography|citations?|notes|footnotes|endnotes"
    r"|works cited|literature cited|further reading)"
)
_HEADING = re.compile(
    rf"(?:(?:\d{{1,2}}|[ivx]{{1,5}})[.)]?\s+)?"
    rf"(?:(?:article|key|main|our|selected|medical|scientific)\s+)?"
    rf"{_NAMES}(?:\s*(?:,|/|&|and)\s*{_NAMES})*\s*:?",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"(?:references|sources|bibliography|works cited|further reading)\s*:?", re.IGNORECASE
)
"""What a paragraph must say, and say alone, to stand for a heading."""

_CAPTION = re.compile(
    r"(?:figure|fig\.?|table|box|chart|diagram|graph|image|photo|illustration|exhibit|video)"
    r"\s*(?:\d{1,3}(?:\.\d{1,3})?[a-z]?|[ivx]{1,5})\s*[.:|\u2013\u2014](?:\s|\Z)",
    re.IGNORECASE,
)

_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_IDENTIFIER = re.compile(
    r"\bdoi\b|\b10\.\d{4,9}/|\bpmid\b|\bpmc\d|\bisbn\b|\bnct\d{8}", re.IGNORECASE
)
_PLACE = re.compile(
    r"\b\d{1,4}\s?\(\d{1,4}\)|\b\d{4};\s?\d|\bpp?\.\s?\d|\b(?:vol|no)\.\s?\d|\d:\s?e?\d{1,6}\b",
    re.IGNORECASE,
)
_PUBLISHED = re.compile(
    r"\bet al\b|\bJournal\b|\bPress\b|\b[Aa]ccessed\b|\b[Rr]etrieved\b|\bAvailable (?:at|from)\b"
)
_AUTHORS = re.compile(r"[A-Z][\w\u2019'-]+,? (?:[A-Z]\.? ?){1,3}(?:[,.(;&]|and\b)")
_ENOUGH = 2
"""Signs of a source that prose does not bear together."""


def settled(blocks: Iterable[Block]) -> list[Block]:
    """The blocks, with references and captions known as what they are.

    Items and paragraphs under a heading such as "References" are references until the next
    heading of the same or a higher rank; notes keep the kind they have.
    """
    found = []
    rank: int | None = None
    for block in blocks:
        if block.kind is BlockKind.HEADING:
            if _HEADING.fullmatch(block.text):
                rank = block.level if rank is None else min(rank, block.level)
            elif rank is not None and block.level <= rank:
                rank = None
        elif block.kind is BlockKind.PARAGRAPH and rank is None and _LABEL.fullmatch(block.text):
            rank = _LOWEST
        found.append(replace(block, kind=_kind(block, in_references=rank is not None)))
    return found


_LOWEST = 7
"""Below every heading, so that any heading ends what a mere label began."""


def _kind(block: Block, *, in_references: bool) -> BlockKind:
    if block.kind not in {BlockKind.PARAGRAPH, BlockKind.LIST_ITEM} or "note" in block.path:
        return block.kind
    if in_references and not _LABEL.fullmatch(block.text):
        return BlockKind.REFERENCE
    if block.kind is BlockKind.PARAGRAPH and _CAPTION.match(block.text):
        return BlockKind.CAPTION
    return block.kind


def names_source(block: Block) -> bool:
    """Whether a note is a reference to a source rather than a remark."""
    words = block.text
    for inline in reversed(block.inlines):
        if inline.kind in {InlineKind.LINK, InlineKind.URL}:
            words = words[: inline.span.start] + words[inline.span.end :]
    linked = len(words) < len(block.text)
    if linked and not re.search(r"\w", words):
        return True
    signs = (_YEAR, _PLACE, _PUBLISHED)
    count = sum(sign.search(block.text) is not None for sign in signs)
    count += linked + (_AUTHORS.match(block.text) is not None)
    return count >= _ENOUGH or _IDENTIFIER.search(block.text) is not None
