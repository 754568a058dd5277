"""Headings and what stands under them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from medlint.document import Block, BlockKind


@dataclass(frozen=True, slots=True)
class Section:
    """The blocks from one heading to the next.

    `headings` are the texts of the headings above, from the outermost to the section's own;
    empty before the first heading. `first` and `last` bound the blocks (half-open, by index).
    """

    headings: tuple[str, ...]
    level: int
    first: int
    last: int


def sections(blocks: Sequence[Block]) -> tuple[Section, ...]:
    """The sections of a document in order; together they hold every block once."""
    found: list[Section] = []
    stack: list[tuple[int, str]] = []
    first = 0
    for index, block in enumerate(blocks):
        if block.kind is not BlockKind.HEADING:
            continue
        if index > first:
            found.append(_section(stack, first, index))
        while stack and stack[-1][0] >= block.level:
            stack.pop()
        stack.append((block.level, block.text))
        first = index
    if first < len(blocks):
        found.append(_section(stack, first, len(blocks)))
    return tuple(found)


def _section(stack: list[tuple[int, str]], first: int, last: int) -> Section:
    return Section(tuple(text for _, text in stack), stack[-1][0] if stack else 0, first, last)
