"""Builds a block's text piece by piece together with its source map."""

from __future__ import annotations

import re
from typing import Any

from medlint.document import OBJECT, Block, BlockKind, Inline, InlineKind, Segment, SourceMap
from medlint.text import Span

_SPACE = re.compile(r"[ \t\n\r\f\v]+")


class BlockBuilder:
    """Collects the text of one block after another from one source.

    White space is folded as it comes in: a run becomes one space, and a run that holds a hard
    break (`line_break`) becomes one line feed. No-break spaces are kept, for they are text.
    """

    def __init__(self, source: str) -> None:
        """Begin with an empty block over `source`."""
        self._source = source
        self._reset()

    def _reset(self) -> None:
        self._parts: list[tuple[str, int, int, bool]] = []
        self._length = 0
        self._open: list[tuple[InlineKind, int, str | None]] = []
        self._inlines: list[Inline] = []

    @property
    def empty(self) -> bool:
        """Whether nothing but white space has been collected."""
        return not any(text.strip() for text, *_ in self._parts)

    def copy(self, start: int, end: int) -> None:
        """Add the source from `start` to `end` as it stands, white space folded."""
        at = start
        for match in _SPACE.finditer(self._source, start, end):
            if match.start() > at:
                self._add(self._source[at : match.start()], at, match.start(), exact=True)
            self._space(" ", match.start(), match.end())
            at = match.end()
        if end > at:
            self._add(self._source[at:end], at, end, exact=True)

    def put(self, text: str, start: int, end: int) -> None:
        """Add `text` for the whole of the source from `start` to `end` (an entity, say)."""
        if text == self._source[start:end]:
            self.copy(start, end)
        elif text.isspace() and "\N{NO-BREAK SPACE}" not in text:
            self._space(" ", start, end)
        elif text:
            self._add(text, start, end, exact=False)

    def line_break(self, start: int, end: int) -> None:
        """Add a hard line break that stands at this place of the source."""
        self._space("\n", start, end)

    def object(self, start: int, end: int) -> None:
        """Add a thing without words (an image in a line of text) as one opaque character."""
        self.open(InlineKind.OBJECT)
        self._add(OBJECT, start, end, exact=False)
        self.close()

    def open(self, kind: InlineKind, target: str | None = None) -> None:
        """Begin an inline at the current end of the text."""
        self._open.append((kind, self._length, target))

    def close(self) -> None:
        """End the inline that was opened last; one without text is forgotten."""
        kind, start, target = self._open.pop()
        if self._length > start:
            self._inlines.append(Inline(kind, Span(start, self._length), target))

    def build(self, kind: BlockKind, **attributes: Any) -> Block | None:
        """Make the block and begin the next; None where nothing but white space was collected.

        White space at both ends falls away. Inlines still open are closed here.
        """
        while self._open:
            self.close()
        while self._parts and self._parts[-1][0].isspace() and not self._parts[-1][3]:
            self._length -= len(self._parts.pop()[0])
        while self._parts and self._parts[-1][0] == " ":
            self._length -= len(self._parts.pop()[0])
        parts, inlines, length = self._parts, self._inlines, self._length
        self._reset()
        text = "".join(part[0] for part in parts)
        if not text.strip():
            return None
        segments: list[Segment] = []
        at = 0
        for part, start, end, exact in parts:
            span = Span(at, at + len(part))
            at = span.end
            previous = segments[-1] if segments else None
            if exact and previous and previous.exact and previous.source.end == start:
                segments[-1] = Segment(
                    Span(previous.text.start, span.end), Span(previous.source.start, end), exact
                )
            else:
                segments.append(Segment(span, Span(start, end), exact))
        kept = []
        for inline in inlines:
            end = min(inline.span.end, length)
            if inline.span.start < end:
                kept.append(Inline(inline.kind, Span(inline.span.start, end), inline.target))
        kept.sort(key=lambda inline: (inline.span.start, -inline.span.end))
        return Block(kind, text, SourceMap(tuple(segments)), inlines=tuple(kept), **attributes)

    def _add(self, text: str, start: int, end: int, *, exact: bool) -> None:
        self._parts.append((text, start, end, exact))
        self._length += len(text)

    def _space(self, char: str, start: int, end: int) -> None:
        if not self._parts:
            return
        last, last_start, _last_end, _ = self._parts[-1]
        if last in {" ", "\n"}:
            merged = "\n" if "\n" in (last, char) else " "
            self._parts[-1] = (merged, last_start, end, self._same(merged, last_start, end))
            return
        self._add(char, start, end, exact=self._same(char, start, end))

    def _same(self, text: str, start: int, end: int) -> bool:
        return self._source[start:end] == text
