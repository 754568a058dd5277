"""Plain text: headings, items, captions, table rows and sources told apart by their shape."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from medlint.document import (
    NAVIGATION,
    Block,
    BlockKind,
    Cell,
    Document,
    Format,
    InlineKind,
)
from medlint.parsing._text_passages import Mark, Passage, hyphenated, passages
from medlint.parsing._text_runs import fields, settle
from medlint.parsing._text_shapes import Setting, is_site_line, section_depth, shape
from medlint.parsing.builder import BlockBuilder, verbatim
from medlint.parsing.wordless import INVISIBLE, TEMPLATE
from medlint.text import Span

_TOP = 1
_BELOW = 2

_WORDLESS = re.compile(f"(?P<template>{TEMPLATE.pattern})|{INVISIBLE.pattern}")
_LINE_END = re.compile(r"[ \t]*(?:[\r\n]|\Z)")


def parse(source: str, path: str) -> Document:
    """The document of a plain text; any text has one.

    Every sign of the text stands in exactly one block, save bullets, drawn lines and the `>` of
    quoted mail, which belong to none. A line break within a paragraph reads as a space, or as
    nothing behind a hyphen that joins two words; signs without width are left out. Comments are
    those of HTML. "Key: value" lines at the head of the text become metadata.
    """
    comments = list(_comments(source))
    text = _blanked(source, comments)
    found = passages(text)
    kinds = settle(found, _shapes(found))
    builder = BlockBuilder(text)
    blocks = [
        *_blocks(builder, text, found, kinds),
        *(verbatim(BlockKind.COMMENT, source, [comment]) for comment in comments),
    ]
    blocks.sort(key=lambda block: block.map.segments[0].source.start)
    metadata: dict[str, str] = {}
    for key, value in fields(found):
        metadata.setdefault(key, value)
    return Document(path, Format.TEXT, source, tuple(blocks), metadata)


def _shapes(found: Sequence[Passage]) -> list[BlockKind]:
    threes = zip(found, [None, *found], [*found[1:], None], strict=False)
    return [shape(Setting(*three)) for three in threes]


def _comments(source: str) -> Iterator[Span]:
    """The comments, delimiters included; one that never ends is text."""
    start = source.find("<!--")
    while start >= 0:
        end = source.find("-->", start + 4)
        if end < 0:
            return
        yield Span(start, end + 3)
        start = source.find("<!--", end + 3)


def _blanked(source: str, comments: Iterable[Span]) -> str:
    """The source with spaces for comments.

    A comment that has its lines to itself takes the line break before it along, so that a
    directive within a paragraph does not end the paragraph.
    """
    parts: list[str] = []
    at = 0
    for comment in comments:
        before = source[at : comment.start]
        above = before.rstrip(" \t")
        alone = above.endswith(("\n", "\r")) and _LINE_END.match(source, comment.end)
        if alone:
            above = above[: -2 if above.endswith("\r\n") else -1]
            before = above + " " * (len(before) - len(above))
        parts += before, " " * len(comment)
        at = comment.end
    parts.append(source[at:])
    return "".join(parts)


def _blocks(
    builder: BlockBuilder, text: str, found: Sequence[Passage], kinds: Sequence[BlockKind]
) -> Iterator[Block]:
    """The blocks of the passages: one for each, or one for each cell of a row that shows them."""
    rows = _rows(found, kinds)
    levels = _levels(found, kinds)
    for passage, kind, cell, level in zip(found, kinds, rows, levels, strict=True):
        path = ("quotation",) * bool(passage.quoted)
        if cell is not None:
            yield from _cells(builder, text, passage, cell, (*path, "table"))
            continue
        if kind is BlockKind.LIST_ITEM:
            path += ("list",) * level
        elif kind is BlockKind.META and is_site_line(passage.text):
            path += (NAVIGATION,)
        _copy_lines(builder, text, passage.lines)
        if block := builder.build(kind, level=level, path=path):
            yield block


def _cells(
    builder: BlockBuilder, text: str, passage: Passage, row: Cell, path: tuple[str, ...]
) -> Iterator[Block]:
    for column, place in enumerate(passage.cells or passage.lines):
        _copy(builder, text, place)
        cell = replace(row, column=column)
        if block := builder.build(BlockKind.TABLE_CELL, path=path, cell=cell):
            yield block


def _rows(found: Sequence[Passage], kinds: Sequence[BlockKind]) -> list[Cell | None]:
    """Where the rows of the tables stand; the first row of one that shows its cells heads it."""
    rows: list[Cell | None] = []
    tables = 0
    above: Cell | None = None
    for passage, kind in zip(found, kinds, strict=True):
        here: Cell | None = None
        if kind is BlockKind.TABLE_CELL:
            if above is None or (passage.gap and passage.cells):
                names = bool(passage.cells) and not any(map(str.isdigit, passage.text))
                here = Cell(tables, 0, 0, header=names)
                tables += 1
            else:
                here = Cell(above.table, above.row + 1, 0)
        rows.append(here)
        above = here
    return rows


def _levels(found: Sequence[Passage], kinds: Sequence[BlockKind]) -> list[int]:
    """The ranks of the headings and the depths of the list items; 0 for everything else."""
    levels: list[int] = []
    indents: list[int] = []
    headed = False
    for passage, kind in zip(found, kinds, strict=True):
        level = 0
        if kind is BlockKind.HEADING:
            level = _drawn_level(passage) or (_BELOW if headed else _TOP)
            headed = True
        elif kind is BlockKind.LIST_ITEM:
            while indents and passage.indent <= indents[-1]:
                indents.pop()
            indents.append(passage.indent)
            level = len(indents)
        if kind is not BlockKind.LIST_ITEM:
            indents.clear()
        levels.append(level)
    return levels


def _drawn_level(passage: Passage) -> int:
    """The rank that hashes, an underline or a number like 2.1 give a heading, or 0."""
    if passage.mark is Mark.HASHES:
        return len(passage.marker)
    depth = section_depth(passage.text)
    return passage.underline or (_BELOW + depth if depth else 0)


def _copy_lines(builder: BlockBuilder, text: str, lines: Sequence[Span]) -> None:
    """Add lines that make one text, a space for each line break."""
    above: Span | None = None
    for line in lines:
        if above is not None and not hyphenated(above.of(text)[-2:], line.of(text)):
            builder.put(" ", above.end, line.start)
        _copy(builder, text, line)
        above = line


def _copy(builder: BlockBuilder, text: str, place: Span) -> None:
    """Add a piece of one line: tags of templates marked, signs without width left out."""
    at = place.start
    for match in _WORDLESS.finditer(text, place.start, place.end):
        builder.copy(at, match.start())
        if match["template"]:
            builder.open(InlineKind.TEMPLATE)
            builder.copy(match.start(), match.end())
            builder.close()
        at = match.end()
    builder.copy(at, place.end)
