"""A parsed input: its source text, the blocks to be read, and the way from one to the other."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from medlint.text import Span

OBJECT = "\N{OBJECT REPLACEMENT CHARACTER}"
"""Stands in a block's text where something without words stood: an image, a drawing, a widget."""

NAVIGATION = "navigation"
"""The container, in a block's path, of what belongs to the site and not to the article."""


class Format(StrEnum):
    """The formats that can be read."""

    MARKDOWN = "markdown"
    HTML = "html"
    TEXT = "text"
    DOCX = "docx"


class BlockKind(StrEnum):
    """What a stretch of text is to its reader."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST_ITEM = "list-item"
    TABLE_CELL = "table-cell"
    QUOTATION = "quotation"
    CAPTION = "caption"
    ALT_TEXT = "alt-text"
    TITLE = "title"
    META = "meta"
    REFERENCE = "reference"
    COMMENT = "comment"
    CODE = "code"


class InlineKind(StrEnum):
    """What a part of a block's text is."""

    LINK = "link"
    CODE = "code"
    MATH = "math"
    TEMPLATE = "template"
    URL = "url"
    SUPERSCRIPT = "superscript"
    SUBSCRIPT = "subscript"
    NOTE = "note"
    OBJECT = "object"
    QUOTATION = "quotation"
    TERM = "term"


OPAQUE = frozenset(
    {
        InlineKind.CODE,
        InlineKind.MATH,
        InlineKind.TEMPLATE,
        InlineKind.URL,
        InlineKind.NOTE,
        InlineKind.OBJECT,
    }
)
"""Inlines that keep their place in the sentence but are never linted themselves."""


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of the correspondence between a block's text and the source.

    `exact` pieces are equal code point by code point. The others (an entity, a line break that
    became a space) correspond only as a whole.
    """

    text: Span
    source: Span
    exact: bool


class SourceMapError(ValueError):
    """A source map that does not say where its text came from."""


@dataclass(frozen=True, slots=True)
class SourceMap:
    """The whole correspondence: segments without gaps in the text, in order in the source.

    Ranges are mapped, never single points, because a point on the border of two segments has
    two answers.
    """

    segments: tuple[Segment, ...]
    _starts: tuple[int, ...] = field(init=False, repr=False, compare=False)
    _ends: tuple[int, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Check the shape.

        Raises:
            SourceMapError: a gap or overlap in the text, a step back in the source, an empty
                piece of text, or an exact piece whose two sides differ in length.
        """
        text_end = source_end = 0
        for segment in self.segments:
            if segment.text.start != text_end or len(segment.text) == 0:
                msg = f"segment {segment} does not continue the text at {text_end}"
                raise SourceMapError(msg)
            if segment.source.start < source_end:
                msg = f"segment {segment} steps back in the source, behind {source_end}"
                raise SourceMapError(msg)
            if segment.exact and len(segment.text) != len(segment.source):
                msg = f"exact segment {segment} has sides of different length"
                raise SourceMapError(msg)
            text_end, source_end = segment.text.end, segment.source.end
        object.__setattr__(self, "_starts", tuple(s.text.start for s in self.segments))
        object.__setattr__(self, "_ends", tuple(s.source.end for s in self.segments))

    def __len__(self) -> int:
        """The length of the mapped text."""
        return self.segments[-1].text.end if self.segments else 0

    def verify(self, text: str, source: str) -> None:
        """Check the map against the two texts it connects.

        Raises:
            SourceMapError: it covers another length, or an exact piece reads differently.
        """
        if len(self) != len(text):
            msg = f"the map covers {len(self)} of {len(text)} code points"
            raise SourceMapError(msg)
        for segment in self.segments:
            if segment.source.end > len(source):
                msg = f"segment {segment} ends behind the source"
                raise SourceMapError(msg)
            if segment.exact and segment.text.of(text) != segment.source.of(source):
                msg = f"segment {segment} reads differently in text and source"
                raise SourceMapError(msg)

    def to_source(self, span: Span) -> Span:
        """The smallest range of the source that holds the text of `span`.

        Raises:
            ValueError: the span is empty or reaches outside the text.
        """
        if len(span) == 0 or span.end > len(self):
            msg = f"cannot map {span} of a text of {len(self)} code points"
            raise ValueError(msg)
        first = self.segments[bisect_right(self._starts, span.start) - 1]
        last = self.segments[bisect_right(self._starts, span.end - 1) - 1]
        start = first.source.start + (span.start - first.text.start if first.exact else 0)
        end = last.source.end - (last.text.end - span.end if last.exact else 0)
        return Span(start, end)

    def to_text(self, span: Span) -> Span | None:
        """The range of the text that came from `span` of the source; None where nothing did."""
        start: int | None = None
        end = 0
        for segment in self.segments[bisect_right(self._ends, span.start) :]:
            low = max(span.start, segment.source.start)
            high = min(span.end, segment.source.end)
            if segment.source.start >= span.end:
                break
            if low >= high:
                continue
            shift = segment.text.start - segment.source.start
            piece = Span(low + shift, high + shift) if segment.exact else segment.text
            start = piece.start if start is None else start
            end = piece.end
        return None if start is None else Span(start, end)


@dataclass(frozen=True, slots=True)
class Inline:
    """A part of a block's text that is more than words; `target` is a link's address."""

    kind: InlineKind
    span: Span
    target: str | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """Where a table cell stands: all counted from 0; `header` cells name their column or row."""

    table: int
    row: int
    column: int
    header: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of text of one kind, as its reader sees it.

    `level` is the rank of a heading or the depth of a list item. `path` names the containers
    around the block from the outside in (`quotation`, `list`, `table`, `note`, `navigation`…).
    `language` is what the markup declares, as a BCP 47 tag. `emptied` are the links and defined
    terms that stand in the markup without a word in them: their spans are empty.
    """

    kind: BlockKind
    text: str
    map: SourceMap
    level: int = 0
    path: tuple[str, ...] = ()
    language: str | None = None
    inlines: tuple[Inline, ...] = ()
    cell: Cell | None = None
    emptied: tuple[Inline, ...] = ()

    @property
    def source_span(self) -> Span:
        """The range of the source from the block's first word to its last."""
        return self.map.to_source(Span(0, len(self.text)))

    def opaque(self) -> tuple[Span, ...]:
        """The parts of the text that are never linted."""
        return tuple(inline.span for inline in self.inlines if inline.kind in OPAQUE)


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a stretch of a source comes from that was made of a file without lines of its own.

    Paragraphs of a part and runs of a paragraph count from 1; run 0 is none.
    """

    span: Span
    part: str
    paragraph: int
    run: int


@dataclass(frozen=True, slots=True)
class Document:
    """One parsed input. `metadata` holds what front matter or the head of a page declares.

    `origins`, in order, say where the source comes from that is no text of the file itself.
    """

    path: str
    format: Format
    source: str
    blocks: tuple[Block, ...]
    metadata: Mapping[str, str] = field(default_factory=dict)
    origins: tuple[Origin, ...] = ()

    def origin(self, span: Span) -> Origin | None:
        """Where the first word of a span comes from; None where the source is the file's text."""
        ends = [origin.span.end for origin in self.origins]
        at = bisect_right(ends, span.start)
        return self.origins[min(at, len(ends) - 1)] if ends else None

    def verify(self) -> None:
        """Check every block's map against the source.

        Raises:
            SourceMapError: some block does not read as its place in the source says.
        """
        for block in self.blocks:
            block.map.verify(block.text, self.source)


def linted(blocks: Iterable[Block]) -> list[Block]:
    """The blocks that have prose in English for rules to read."""
    return [
        block
        for block in blocks
        if block.kind not in {BlockKind.COMMENT, BlockKind.CODE} and may_be_english(block.language)
    ]


def may_be_english(language: str | None) -> bool:
    """Whether a declared language is English, or is not declared; "en_GB" is often meant well."""
    primary = (language or "").strip().lower().replace("_", "-").split("-")[0]
    return primary in {"", "en", "eng", "und"}
