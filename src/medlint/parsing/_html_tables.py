"""Where the cells of a table stand."""

from __future__ import annotations

from dataclasses import dataclass, field

from medlint.document import Cell
from medlint.parsing._html_syntax import StartTag

_MOST_COLUMNS = 200
"""Cells beyond do not reach into the rows below; it bounds the work for each row."""

_LONGEST_NUMBER = 5


@dataclass(slots=True)
class Table:
    """A table as it is read: the rows and cells so far.

    `lays_out` says that the markup calls it a table for the looks, `holds_page` that it holds
    headings or tables, `in_head` that the rows now read are its head.
    """

    number: int
    lays_out: bool = False
    holds_page: bool = False
    in_head: bool = False
    _row: int = -1
    _column: int = 0
    _cells: int = 0
    _has_headers: bool = False
    _reaching: dict[int, int] = field(default_factory=dict)

    @property
    def is_layout(self) -> bool:
        """Whether the table is there for the looks, not for what stands in its rows."""
        return self.lays_out or self._cells <= 1 or (self.holds_page and not self._has_headers)

    def begin_row(self) -> None:
        """Go to the next row."""
        self._row += 1
        self._column = 0
        self._reaching = {column: left - 1 for column, left in self._reaching.items() if left > 1}

    def place(self, tag: StartTag) -> Cell:
        """The cell that begins with `tag`, to the right of the cells that stand there already."""
        while self._column in self._reaching:
            self._column += 1
        column = self._column
        self._column += max(_number(tag, "colspan"), 1)
        height = _number(tag, "rowspan")
        if height > 1:
            columns = range(column, min(self._column, _MOST_COLUMNS))
            self._reaching.update(dict.fromkeys(columns, height))
        self._cells += 1
        is_header = tag.name == "th" or self.in_head
        self._has_headers = self._has_headers or is_header
        return Cell(self.number, self._row, column, header=is_header)


def _number(tag: StartTag, attribute: str) -> int:
    value = tag.get(attribute).strip()
    return int(value) if value.isdecimal() and len(value) < _LONGEST_NUMBER else 0
