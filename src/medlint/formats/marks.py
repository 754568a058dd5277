"""A block's text cut where findings and inlines begin and end, so that nothing overlaps."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from medlint.document import Inline
from medlint.text import Span


@dataclass(frozen=True, slots=True)
class Mark:
    """Where one finding, known by its number, stands in a block's text."""

    number: int
    span: Span


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of text inside the same findings and inlines from end to end.

    `numbers` names the findings around it; `opens` and `closes` those whose first or last run
    it is. Findings and inlines are named from the outermost in.
    """

    text: str
    numbers: tuple[int, ...] = ()
    opens: tuple[int, ...] = ()
    closes: tuple[int, ...] = ()
    inlines: tuple[Inline, ...] = ()


def runs(text: str, marks: Iterable[Mark], inlines: Iterable[Inline] = ()) -> tuple[Run, ...]:
    """The text in order, in the fewest runs; their texts joined are `text`.

    The text of a mark is the joined text of the runs that carry its number. Empty marks and
    inlines, which no run could carry, are left out.
    """
    starting: dict[int, list[Mark | Inline]] = {}
    borders = {0, len(text)}
    wrappers: list[Mark | Inline] = [*marks, *inlines]
    for wrapper in sorted(wrappers, key=_outermost_first):
        if len(wrapper.span):
            starting.setdefault(wrapper.span.start, []).append(wrapper)
            borders |= {wrapper.span.start, wrapper.span.end}
    around: list[Mark | Inline] = []
    pieces = []
    for start, end in pairwise(sorted(borders)):
        around = [wrapper for wrapper in around if wrapper.span.end > start]
        around += starting.get(start, ())
        found = [wrapper for wrapper in around if isinstance(wrapper, Mark)]
        pieces.append(
            Run(
                text=text[start:end],
                numbers=tuple(mark.number for mark in found),
                opens=tuple(mark.number for mark in found if mark.span.start == start),
                closes=tuple(mark.number for mark in found if mark.span.end == end),
                inlines=tuple(wrapper for wrapper in around if isinstance(wrapper, Inline)),
            )
        )
    return tuple(pieces)


def _outermost_first(wrapper: Mark | Inline) -> tuple[int, int, int]:
    number = wrapper.number if isinstance(wrapper, Mark) else 0
    return wrapper.span.start, -wrapper.span.end, number
