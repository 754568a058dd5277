"""The lines of source around a span, cut to a width and made safe to print."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from medlint.formats.legible import in_terminal
from medlint.text import LineIndex, Span

MOST_LINES = 4
"""A span over more lines is shown by its first ones and its last."""

_CUT = "…"
_TAB = "    "
_WORD = 16
"""Where a cut falls into a word, as many code points are given up to show whole words."""

_LONGEST_CLUSTER = 8
"""Code points read for each cell of width; longer clusters are decoration and may be lost."""


@dataclass(frozen=True, slots=True)
class FrameLine:
    """One line to print: its number, and its text before, in and behind the span.

    `indent` and `length` say in cells where the underline goes; there is none under a blank
    line. `skipped` lines stand, unshown, between the previous line and this one.
    """

    number: int
    before: str
    marked: str
    after: str
    indent: int
    length: int
    skipped: int = 0


def frame(source: str, lines: LineIndex, span: Span, width: int) -> tuple[FrameLine, ...]:
    """The lines that `span` touches, each no wider than `width` cells.

    Reads only what can be shown, so a line of a megabyte costs no more than a short one.
    """
    first = lines.place(span.start).line
    # An end right behind a line break belongs to the line that it breaks.
    last = max(first, lines.place(max(span.start, span.end - 1)).line)
    numbers = list(range(first, min(last, first + MOST_LINES - 1) + 1))
    numbers[-1] = last
    shown = []
    previous = first - 1
    for number in numbers:
        before, marked, after = _parts(source, lines.line_span(number), span, width)
        indent, length = cells(before), cells(marked)
        if length == 0 and first == last:
            # What is marked takes no room: point at the sign that it belongs to.
            indent, length = (max(indent - 1, 0) if marked else indent), 1
        skipped = number - previous - 1
        shown.append(FrameLine(number, before, marked, after, indent, length, skipped))
        previous = number
    return tuple(shown)


def cells(text: str) -> int:
    """The width of legible text in terminal cells."""
    return len(text) if text.isascii() else _measure()(text)


@cache
def _measure() -> Callable[[str], int]:
    # Rich knows the width of every character; a run over plain ASCII does without its tables.
    from rich.cells import cell_len  # noqa: PLC0415 -- only where it is needed

    return cell_len


def _parts(source: str, line: Span, span: Span, width: int) -> tuple[str, str, str]:
    """The three texts of one line, cut to `width` around the marked one."""
    end = line.end
    while end > line.start and source[end - 1] in "\r\n":
        end -= 1
    low = min(max(span.start, line.start), end)
    high = max(low, min(span.end, end))
    reach = width * _LONGEST_CLUSTER
    left, marked, right = (
        in_terminal(text.replace("\t", _TAB))
        for text in (
            source[max(line.start, low - reach) : low],
            source[low : min(high, low + reach)],
            source[high : min(end, high + reach)],
        )
    )
    room = width - cells(marked)
    if room < 2 * len(_CUT) or high - low > reach:
        left, right = _CUT if left else "", _CUT if right else ""
        room = width - len(left) - len(right)
        return left, _head(marked, room, whole=high - low <= reach), right
    left_is_whole, right_is_whole = low - line.start <= reach, end - high <= reach
    share = min(max(room - cells(right), room // 2), room - len(right[:1]))
    if left_is_whole and right_is_whole and cells(left) + cells(right) <= room:
        return left, marked, right
    left = _tail(left, share, whole=left_is_whole)
    return left, marked, _head(right, room - cells(left), whole=right_is_whole)


def _head(text: str, room: int, *, whole: bool) -> str:
    """The beginning of `text` that fits; a cut, if there is one, shows."""
    if whole and cells(text) <= room:
        return text
    kept = ""
    free = room - len(_CUT)
    for cluster in _clusters(text):
        free -= cells(cluster)
        if free < 0:
            break
        kept += cluster
    space = kept.rfind(" ", max(0, len(kept) - _WORD))
    return (kept[: space + 1] if space >= 0 else kept) + _CUT


def _tail(text: str, room: int, *, whole: bool) -> str:
    """The end of `text` that fits; a cut, if there is one, shows."""
    if whole and cells(text) <= room:
        return text
    kept = ""
    free = room - len(_CUT)
    for cluster in reversed(_clusters(text)):
        free -= cells(cluster)
        if free < 0:
            break
        kept = cluster + kept
    space = kept.find(" ", 0, _WORD)
    return _CUT + (kept[space:] if space >= 0 else kept)


def _clusters(text: str) -> list[str]:
    """The text in pieces that are drawn as one: a sign with its accents, a joined emoji."""
    if text.isascii():
        return list(text)
    clusters: list[str] = []
    for char in text:
        joined = clusters and clusters[-1].endswith("\N{ZERO WIDTH JOINER}")
        if clusters and (joined or cells(char) == 0):
            clusters[-1] += char
        else:
            clusters.append(char)
    return clusters
