"""Places in text: spans of code points, and their lines and columns."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from typing import NamedTuple

_LAST_OF_BASIC_PLANE = 0xFFFF
"""Code points above it take two units in UTF-16."""

_LINE_END = re.compile(r"\r\n|\r|\n")


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range of code points, `start` included and `end` excluded."""

    start: int
    end: int

    def __post_init__(self) -> None:
        """Refuse ranges that run backwards or begin before the text.

        Raises:
            ValueError: `start` is negative or `end` lies before `start`.
        """
        if not 0 <= self.start <= self.end:
            msg = f"not a span: {self.start}..{self.end}"
            raise ValueError(msg)

    def __len__(self) -> int:
        """The number of code points."""
        return self.end - self.start

    def __contains__(self, other: Span) -> bool:
        """Whether `other` lies wholly inside."""
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Span) -> bool:
        """Whether the two share at least one code point."""
        return self.start < other.end and other.start < self.end

    def shift(self, by: int) -> Span:
        """The same range moved by `by` code points."""
        return Span(self.start + by, self.end + by)

    def of(self, text: str) -> str:
        """The part of `text` that the span covers."""
        return text[self.start : self.end]


class Place(NamedTuple):
    """A position for people: line and column, both 1-based, the column in code points."""

    line: int
    column: int


class LineIndex:
    r"""Line starts of one text, to turn offsets into places and back.

    `\n`, `\r\n` and a lone `\r` each end a line. Built in one pass; a look-up is a binary search.
    """

    __slots__ = ("_length", "_starts")

    def __init__(self, text: str) -> None:
        """Index `text`; the text itself is not kept."""
        self._starts = (0, *(match.end() for match in _LINE_END.finditer(text)))
        self._length = len(text)

    def __len__(self) -> int:
        """The number of lines; a text that ends in a line break has an empty last line."""
        return len(self._starts)

    def place(self, offset: int) -> Place:
        """The place of a code-point offset; the end of the text is a valid offset.

        Raises:
            ValueError: the offset lies outside the text.
        """
        if not 0 <= offset <= self._length:
            msg = f"offset {offset} lies outside a text of {self._length} code points"
            raise ValueError(msg)
        line = bisect_right(self._starts, offset)
        return Place(line, offset - self._starts[line - 1] + 1)

    def offset(self, place: Place) -> int:
        """The code-point offset of a place.

        Raises:
            ValueError: there is no such line, or the line is shorter than the column.
        """
        if not 1 <= place.line <= len(self._starts):
            msg = f"no line {place.line} in a text of {len(self._starts)} lines"
            raise ValueError(msg)
        bounds = self.line_span(place.line)
        offset = bounds.start + place.column - 1
        # The offset behind a line break is the first of the next line; only the text's end is free.
        last = bounds.end if place.line == len(self._starts) else bounds.end - 1
        if not bounds.start <= offset <= last:
            msg = f"no column {place.column} in line {place.line}"
            raise ValueError(msg)
        return offset

    def line_span(self, line: int) -> Span:
        """The range of a 1-based line, its line break included."""
        start = self._starts[line - 1]
        end = self._starts[line] if line < len(self._starts) else self._length
        return Span(start, end)


def utf16_column(line: str, column: int) -> int:
    """The 0-based column in UTF-16 units (as editors count) of a 1-based code-point column.

    `line` is the text of the line; columns beyond its end count as its end.
    """
    before = line[: column - 1]
    return len(before) + sum(ord(char) > _LAST_OF_BASIC_PLANE for char in before)
