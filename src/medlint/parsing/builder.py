"""Builds a block's text piece by piece together with its source map."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Any

from medlint.document import (
    OBJECT,
    Block,
    BlockKind,
    Inline,
    InlineKind,
    Segment,
    SourceMap,
)
from medlint.parsing.addresses import addresses
from medlint.text import Span

_PIECE = re.compile(
    rf"([ \t\n\r\f\v]+)"
    rf"|[^ \t\n\r\f\v]++(?:(?<=[^\s{OBJECT}])[ ](?=[^\s{OBJECT}])[^ \t\n\r\f\v]++)*+"
)
"""White space to be folded, as a group, or text that stays as it is, single spaces included.

Text is cut beside an object and beside wide space, which may have to go where they end a block.
"""

_WORDLESS = frozenset({InlineKind.OBJECT, InlineKind.TEMPLATE, InlineKind.MATH})
"""Opaque inlines that make no block when nothing else stands there."""

_UNSTOPPED = frozenset({BlockKind.HEADING, BlockKind.TITLE, BlockKind.TABLE_CELL})
"""Kinds whose text ends without a full stop."""

_ENDING = 4
"""How many pieces a stop, quotation mark and brackets at the end of a sentence may come in."""

_STOPS = frozenset(".!?:;…")
_CLOSING = frozenset(".,;:!?…)]}”’»%")  # noqa: RUF001 -- quotation marks as typed
_OPENING = frozenset("([{“‘«")  # noqa: RUF001 -- quotation marks as typed

_Part = tuple[str, int, int, bool]
"""A piece of text, where it stands in the source (start, end), and whether it reads the same."""


class BlockBuilder:
    """Collects the text of one block after another from one source.

    White space is folded as it comes in: a run becomes one space, and a run that holds a hard
    break (`line_break`) becomes one line feed. No-break spaces are kept between words, for they are
    text.
    """

    def __init__(self, source: str) -> None:
        """Begin with an empty block over `source`."""
        self._source = source
        self._reset()

    def _reset(self) -> None:
        self._parts: list[_Part] = []
        self._length = 0
        self._open: list[tuple[InlineKind, int, str | None]] = []
        self._inlines: list[Inline] = []
        self._emptied: list[Inline] = []
        self._skipped: Span | None = None

    @property
    def empty(self) -> bool:
        """Whether nothing but white space has been collected."""
        return not any(text.strip() for text, *_ in self._parts)

    def copy(self, start: int, end: int) -> None:
        """Add the source from `start` to `end` as it stands, white space folded."""
        for match in _PIECE.finditer(self._source, start, end):
            if match[1]:
                self._space(" ", *match.span())
            else:
                self._add(match[0], *match.span(), exact=True)

    def put(self, text: str, start: int, end: int) -> None:
        """Add `text` for the whole of the source from `start` to `end` (an entity, say)."""
        if text == self._source[start:end]:
            self.copy(start, end)
        elif text.isspace() and "\N{NO-BREAK SPACE}" not in text:
            self._space(" ", start, end)
        elif text:
            self._add(text, start, end, exact=False)

    def decode(
        self, start: int, end: int, pattern: re.Pattern[str], meaning: Callable[[str], str]
    ) -> None:
        """Add the source from `start` to `end`, with `meaning` for all that `pattern` finds."""
        at = start
        for match in pattern.finditer(self._source, start, end):
            self.copy(at, match.start())
            self.put(meaning(match.group()), match.start(), match.end())
            at = match.end()
        self.copy(at, end)

    def line_break(self, start: int, end: int) -> None:
        """Add a hard line break that stands at this place of the source."""
        self._space("\n", start, end)

    def object(self, start: int, end: int) -> None:
        """Add a thing without words (an image in a line of text) as one opaque character."""
        self.open(InlineKind.OBJECT)
        self._add(OBJECT, start, end, exact=False)
        self.close()

    def skip(self, start: int, end: int) -> None:
        """Pass over words that are not to be read (struck text), leaving no hole in their place.

        The white space around them becomes one, and goes before a punctuation mark. Where they
        stood alone between brackets or quotation marks, an object stands for them.
        """
        self._skipped = Span(start, end)

    def open(self, kind: InlineKind, target: str | None = None) -> None:
        """Begin an inline at the current end of the text."""
        self._open.append((kind, self._length, target))

    def close(self) -> None:
        """End the inline that was opened last; one without text is forgotten."""
        kind, start, target = self._open.pop()
        if self._length > start:
            self._inlines.append(Inline(kind, Span(start, self._length), target))

    def empty_inline(self, kind: InlineKind, target: str | None) -> None:
        """Note that an inline without a word stands at the current end of the text."""
        self._emptied.append(Inline(kind, Span(self._length, self._length), target))

    def build(self, kind: BlockKind, **attributes: Any) -> Block | None:
        """Make the block and begin the next; None where nothing is left to read.

        White space at both ends falls away, and so does an object at an end that the sentence
        does without. Inlines still open are closed here; bare addresses become inlines.
        """
        while self._open:
            self.close()
        parts, inlines, emptied = self._parts, self._inlines, self._emptied
        self._reset()
        cut = _trim(parts, kind)
        text = "".join(part[0] for part in parts)
        kept = _clipped(inlines, cut, len(text))
        if not text.strip() or _wordless(text, kept):
            return None
        kept.reverse()  # The outer of two alike was closed last, and is to come first.
        block = Block(
            kind,
            text,
            _source_map(parts),
            inlines=tuple(kept),
            emptied=tuple(_moved(emptied, cut, len(text))),
            **attributes,
        )
        return with_inlines(block, _bare_addresses(text))

    def _add(self, text: str, start: int, end: int, *, exact: bool) -> None:
        if self._skipped:
            self._close_over(text)
        self._append(text, start, end, exact=exact)

    def _append(self, text: str, start: int, end: int, *, exact: bool) -> None:
        self._parts.append((text, start, end, exact))
        self._length += len(text)

    def _space(self, char: str, start: int, end: int) -> None:
        if not self._parts:
            return
        last, last_start, _last_end, _ = self._parts[-1]
        if last in {" ", "\n"}:
            merged = "\n" if "\n" in (last, char) else " "
            self._parts[-1] = (merged, last_start, end, self._same(merged, last_start, end))
        elif not (self._skipped and last[-1] in _OPENING):
            self._append(char, start, end, exact=self._same(char, start, end))

    def _close_over(self, text: str) -> None:
        """Join what stands on both sides of skipped words."""
        skipped, self._skipped = self._skipped, None
        if skipped is None or not self._parts or text[0] not in _CLOSING:
            return
        last = self._parts[-1][0]
        if last[-1] in _OPENING:
            self.object(skipped.start, skipped.end)
        elif last == " ":
            self._parts.pop()
            self._length -= 1
            self._open = [
                (kind, min(start, self._length), target) for kind, start, target in self._open
            ]
            for at in range(len(self._inlines) - 1, -1, -1):
                inline = self._inlines[at]
                if inline.span.end <= self._length:
                    break
                self._inlines[at] = replace(inline, span=Span(inline.span.start, self._length))

    def _same(self, text: str, start: int, end: int) -> bool:
        return self._source[start:end] == text


def verbatim(
    kind: BlockKind, source: str, places: Iterable[Span], path: tuple[str, ...] = ()
) -> Block:
    """The block of what stands at `places`, white space and all."""
    parts = [(place.of(source), place.start, place.end, True) for place in places]
    return Block(kind, "".join(part[0] for part in parts), _source_map(parts), path=path)


def with_inlines(block: Block, found: Iterable[Inline]) -> Block:
    """The block with those of `found`, given in order, that stand in none of its opaque inlines."""
    added = _outside(block.opaque(), found)
    return replace(block, inlines=_in_order([*block.inlines, *added]))


def _in_order(inlines: Iterable[Inline]) -> tuple[Inline, ...]:
    """The inlines in the order of the text, of two that begin together the outer first."""
    return tuple(sorted(inlines, key=lambda inline: (inline.span.start, -inline.span.end)))


def _trim(parts: list[_Part], kind: BlockKind) -> int:
    """Take off what does not belong at the ends; the length taken off in front.

    An object in front goes where the sentence begins anew behind it, one at the end where the
    sentence before it has ended; elsewhere it stands for a word.
    """
    worded = [at for at, part in enumerate(parts) if not _is_edge(part)]
    first, last = (worded[0], worded[-1] + 1) if worded else (0, 0)
    if worded and _goes_on(parts[first][0]):
        first = next(at for at, part in enumerate(parts) if not part[0].isspace())
    if worded and not (kind in _UNSTOPPED or _has_ended(parts[max(last - _ENDING, 0) : last])):
        last = next(at for at in range(len(parts), 0, -1) if not parts[at - 1][0].isspace())
    cut = sum(len(part[0]) for part in parts[:first])
    parts[:] = parts[first:last]
    return cut + _trim_text(parts)


def _trim_text(parts: list[_Part]) -> int:
    """Take no-break and other wide spaces off the first and the last piece of text."""
    cut = 0
    if parts and parts[-1][3]:
        text, start, _, _ = parts[-1]
        text = text.rstrip()
        parts[-1] = (text, start, start + len(text), True)
    if parts and parts[0][3]:
        text, _, end, _ = parts[0]
        cut = len(text) - len(text.lstrip())
        parts[0] = (text[cut:], end - len(text) + cut, end, True)
    return cut


def _is_edge(part: _Part) -> bool:
    """Whether the part is white space or an object."""
    return part[0] == OBJECT or part[0].isspace()


def _goes_on(text: str) -> bool:
    """Whether `text` needs something before it."""
    start = text.lstrip()[0]
    return start.islower() or start in _CLOSING


def _has_ended(parts: list[_Part]) -> bool:
    text = "".join(part[0] for part in parts)
    return text.rstrip("\"'”’)]")[-1:] in _STOPS  # noqa: RUF001 -- quotation marks as typed


def _source_map(parts: list[_Part]) -> SourceMap:
    """The map of the parts, with exact pieces that adjoin on both sides made one."""
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
    return SourceMap(tuple(segments))


def _clipped(inlines: list[Inline], cut: int, length: int) -> list[Inline]:
    """The inlines that still hold text after `cut` characters went in front."""
    kept = []
    for inline in inlines:
        start = max(inline.span.start - cut, 0)
        end = min(inline.span.end - cut, length)
        if start < end:
            kept.append(Inline(inline.kind, Span(start, end), inline.target))
    return kept


def _moved(emptied: Iterable[Inline], cut: int, length: int) -> Iterator[Inline]:
    """The empty inlines where they stand after `cut` characters went in front."""
    for inline in emptied:
        at = min(max(inline.span.start - cut, 0), length)
        yield replace(inline, span=Span(at, at))


def _wordless(text: str, inlines: list[Inline]) -> bool:
    """Whether all the text lies in things that have no words."""
    spans = [inline.span for inline in inlines if inline.kind in _WORDLESS]
    at = 0
    for span in sorted(spans):
        if text[at : span.start].strip():
            return False
        at = max(at, span.end)
    return bool(spans) and not text[at:].strip()


def _bare_addresses(text: str) -> Iterator[Inline]:
    for span in addresses(text):
        yield Inline(InlineKind.URL, span, span.of(text))


def _outside(opaque: Iterable[Span], found: Iterable[Inline]) -> Iterator[Inline]:
    """Those of `found`, given in order, that share nothing with the opaque spans."""
    walls = sorted(opaque)
    at = reach = 0
    for inline in found:
        while at < len(walls) and walls[at].start < inline.span.end:
            reach = max(reach, walls[at].end)
            at += 1
        if reach <= inline.span.start:
            yield inline
