"""What the Markdown parser finds, with places in code points; all we know of the parser is here."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from enum import Enum, auto
from typing import Any, NamedTuple

import pyromark
from pyromark import Options

from medlint.text import Span

_PARSER = pyromark.Markdown(
    options=Options.ENABLE_TABLES
    | Options.ENABLE_FOOTNOTES
    | Options.ENABLE_STRIKETHROUGH
    | Options.ENABLE_TASKLISTS
    | Options.ENABLE_HEADING_ATTRIBUTES
    | Options.ENABLE_DEFINITION_LIST
    | Options.ENABLE_GFM
)


class Part(Enum):
    """Whether an event begins a construct, ends it, or is all of it."""

    START = auto()
    END = auto()
    WHOLE = auto()


class Event(NamedTuple):
    """One construct or an end of it: `name` and `detail` as the parser calls them."""

    part: Part
    name: str
    detail: Any
    span: Span


def events(text: str, start: int) -> list[Event]:
    """The events of the Markdown that begins at `start`, each with its place in all of `text`."""
    body = text[start:]
    ends, surplus = [], [0]
    for match in re.finditer(r"[^\0-\x7f]", body):
        surplus.append(surplus[-1] + len(match.group().encode()) - 1)
        ends.append(match.end() + surplus[-1])

    def place(offset: int) -> int:
        return start + offset - surplus[bisect_right(ends, offset)]

    found = []
    for event, where in _PARSER.events_with_range(body):
        name, detail = _named(event)
        part = {"Start": Part.START, "End": Part.END}.get(name, Part.WHOLE)
        if part is not Part.WHOLE:
            name, detail = _named(detail)
        found.append(Event(part, name, detail, Span(place(where["start"]), place(where["end"]))))
    return found


def _named(data: Any) -> tuple[str, Any]:
    """The name of an event or construct, and what it carries."""
    if isinstance(data, str):
        return data, None
    ((name, detail),) = data.items()
    return name, detail


def gaps_in_html(found: Iterable[Event]) -> list[Span]:
    """What stands between the lines of HTML blocks and belongs to the quote or list around."""
    gaps = []
    last: int | None = None
    for event in found:
        if event.name != "Html":
            last = None
            continue
        if last is not None and event.span.start > last:
            gaps.append(Span(last, event.span.start))
        last = event.span.end
    return gaps
