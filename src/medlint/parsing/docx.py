"""Reads Word files. Their source is a text made of them: every paragraph a line, in order."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from medlint.document import Block, BlockKind, Document, Format, Origin
from medlint.parsing._docx_package import Element, Package
from medlint.parsing._docx_walk import Paragraph, Piece, Sort, Walk, Wrapper
from medlint.parsing._markdown_sources import names_source, settled
from medlint.parsing.builder import BlockBuilder
from medlint.text import Span

_STYLED = {
    "caption": BlockKind.CAPTION,
    "quote": BlockKind.QUOTATION,
    "intense quote": BlockKind.QUOTATION,
}


@dataclass(frozen=True, slots=True)
class Placed:
    """A piece of a run at its place in the source.

    `anchor` is the run of the body that stands for it where Word takes no comment.
    """

    span: Span
    part: str
    paragraph: int
    piece: Piece
    anchor: Element | None


@dataclass(frozen=True, slots=True)
class Extract:
    """What is read of a Word file: its source, and where everything of it stands."""

    source: str
    paragraphs: tuple[tuple[Paragraph, tuple[Placed, ...]], ...]
    package: Package

    def placed(self) -> Iterable[Placed]:
        """Every piece in order."""
        return (placed for _, pieces in self.paragraphs for placed in pieces)


def parse(data: bytes, path: str) -> Document:
    """The document of a Word file, its changes accepted.

    Headings, lists, tables, captions and quotations are known by their styles; struck and hidden
    text is not read; notes and text boxes come behind what they belong to.

    Raises:
        ParseError: it is no Word file, or is broken.
    """
    found = extract(data)
    return Document(
        path,
        Format.DOCX,
        found.source,
        tuple(_blocks(found)),
        found.package.metadata(),
        tuple(
            Origin(placed.span, placed.part, placed.paragraph, placed.piece.number)
            for placed in found.placed()
        ),
    )


def extract(data: bytes) -> Extract:
    """What is read of a Word file; the same bytes give the same source.

    Raises:
        ParseError: it is no Word file, or is broken.
    """
    package = Package(data)
    paragraphs = []
    parts: list[str] = []
    at = 0
    for paragraph in Walk(package).paragraphs():
        pieces = []
        for piece in paragraph.pieces:
            span = Span(at, at + len(piece.text))
            placed = Placed(span, paragraph.part, paragraph.number, piece, paragraph.anchor)
            pieces.append(placed)
            parts.append(piece.text)
            at = span.end
        parts.append("\n")
        at += 1
        paragraphs.append((paragraph, tuple(pieces)))
    return Extract("".join(parts), tuple(paragraphs), package)


def _blocks(found: Extract) -> list[Block]:
    builder = BlockBuilder(found.source)
    blocks = []
    for paragraph, pieces in found.paragraphs:
        _fill(builder, pieces)
        kind, level = _kind(paragraph)
        path = paragraph.path
        if paragraph.style.name.startswith("toc "):
            path = (*path, "navigation")
        elif kind is BlockKind.LIST_ITEM:
            path = (*path, *["list"] * level)
        elif kind is BlockKind.QUOTATION:
            path = (*path, "quotation")
        block = builder.build(kind, level=level, path=path, cell=paragraph.cell)
        if block is not None:
            blocks.append(block)
    return [
        replace(block, kind=BlockKind.REFERENCE)
        if "note" in block.path and names_source(block)
        else block
        for block in settled(blocks)
    ]


def _fill(builder: BlockBuilder, pieces: Sequence[Placed]) -> None:
    """Put a paragraph together; an inline over several runs is opened once."""
    around: tuple[Wrapper, ...] = ()
    for placed in pieces:
        wanted = placed.piece.wrappers
        same = 0
        while same < min(len(around), len(wanted)) and _alike(around[same], wanted[same]):
            same += 1
        for _ in around[same:]:
            builder.close()
        for wrapper in wanted[same:]:
            builder.open(wrapper.kind, wrapper.target)
        around = (*around[:same], *wanted[same:])
        start, end = placed.span.start, placed.span.end
        if placed.piece.sort is Sort.BREAK:
            builder.line_break(start, end)
        elif placed.piece.sort is Sort.OBJECT:
            builder.object(start, end)
        elif placed.piece.sort is Sort.STRUCK:
            builder.skip(start, end)
        else:
            builder.copy(start, end)


def _alike(one: Wrapper, other: Wrapper) -> bool:
    """Whether two pieces share this inline: a link is one element, raised text is cut at will."""
    return one is other or (one.target is None and other.target is None and one.kind is other.kind)


def _kind(paragraph: Paragraph) -> tuple[BlockKind, int]:
    style = paragraph.style
    if paragraph.alt or paragraph.cell is not None:
        return (BlockKind.ALT_TEXT if paragraph.alt else BlockKind.TABLE_CELL), 0
    if style.outline or style.name == "title":
        return BlockKind.HEADING, style.outline or 1
    if style.name in _STYLED:
        return _STYLED[style.name], 0
    if style.item and not style.name.startswith("toc "):
        return BlockKind.LIST_ITEM, style.item
    return BlockKind.PARAGRAPH, 0
