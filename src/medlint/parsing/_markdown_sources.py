"""Finds the blocks of a parsed page that name sources or caption a figure, by what they say."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from medlint.document import Block, BlockKind, InlineKind
from medlint.parsing import bibliography
from medlint.parsing.captions import opens_with_label

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
            if bibliography.is_title(block.text):
                rank = block.level if rank is None else min(rank, block.level)
            elif rank is not None and block.level <= rank:
                rank = None
        elif block.kind is BlockKind.PARAGRAPH and bibliography.is_label(block.text):
            rank = bibliography.BELOW_HEADINGS if rank is None else rank
        found.append(replace(block, kind=_kind(block, in_references=rank is not None)))
    return found


def _kind(block: Block, *, in_references: bool) -> BlockKind:
    if block.kind not in {BlockKind.PARAGRAPH, BlockKind.LIST_ITEM} or "note" in block.path:
        return block.kind
    if in_references and not bibliography.is_label(block.text):
        return BlockKind.REFERENCE
    if block.kind is BlockKind.PARAGRAPH and opens_with_label(block.text):
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
    signs = bibliography.signs_of_source(block.text) + linked
    return signs >= _ENOUGH or bibliography.holds_identifier(block.text)
