"""Reads HTML, whole pages and pieces of them, as a reader would see it."""

from __future__ import annotations

from medlint.document import Block, Document, Format
from medlint.parsing._html_article import settle
from medlint.parsing._html_reader import HtmlReader


def parse(source: str, path: str) -> Document:
    """The document of an HTML page."""
    reader = HtmlReader(source, whole=True)
    reader.read(0, len(source))
    blocks = settle(reader.page())
    return Document(path, Format.HTML, source, tuple(blocks), reader.metadata)


def parse_fragment(source: str, start: int, end: int) -> list[Block]:
    """The blocks of the HTML that stands in `source` from `start` to `end`.

    Spans are places in the whole source; tables are counted from 0 in each fragment.
    """
    reader = HtmlReader(source, whole=False)
    reader.read(start, end)
    return settle(reader.page())
