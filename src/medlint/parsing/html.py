"""Reads HTML pages as their readers see them."""

from __future__ import annotations

from medlint.document import Document, Format
from medlint.parsing._html_article import settle
from medlint.parsing._html_reader import HtmlReader


def parse(source: str, path: str) -> Document:
    """The document of an HTML page."""
    reader = HtmlReader(source, whole=True)
    reader.read(0, len(source))
    blocks = settle(reader.page())
    return Document(path, Format.HTML, source, tuple(blocks), reader.metadata)
