"""What leads to a list or a column: the words before it, without which an item says nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from medlint.document import BlockKind

if TYPE_CHECKING:
    from medlint.reading import Reading, Sentence


def led(reading: Reading, kinds: Iterable[BlockKind]) -> Iterator[tuple[Sentence, Sentence]]:
    """The first sentence of each list item and table cell, with the one that leads to it.

    A list is led to by the heading, paragraph or item right before it, a cell by the head of its
    column.
    """
    wanted = frozenset(kinds)
    lead: int | None = None
    columns: dict[tuple[int, int], int] = {}
    for index, block in enumerate(reading.blocks):
        above = None
        if block.cell is not None:
            place = (block.cell.table, block.cell.column)
            above = columns.get(place)
            if block.cell.header or above is None:
                columns[place] = index
        elif block.kind is BlockKind.LIST_ITEM:
            above = lead
        if block.kind is not BlockKind.LIST_ITEM:
            lead = index
        sentences = reading.sentences_of(index)
        if above is not None and block.kind in wanted and sentences:
            leading = reading.sentences_of(above)
            if leading:
                yield sentences[0], leading[-1]
