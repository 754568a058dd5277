"""Source text in, `Document` out: one module per format, all through `parse`."""

from __future__ import annotations

from importlib import import_module
from pathlib import PurePath

from medlint.document import Document, Format, SourceMapError
from medlint.errors import ParseError

SUFFIXES = {
    ".md": Format.MARKDOWN,
    ".markdown": Format.MARKDOWN,
    ".html": Format.HTML,
    ".htm": Format.HTML,
    ".txt": Format.TEXT,
}
"""File name endings (lower case) and the format each stands for."""

_MODULES = {
    Format.MARKDOWN: "medlint.parsing.markdown",
    Format.HTML: "medlint.parsing.html",
    Format.TEXT: "medlint.parsing.plaintext",
}


def format_of(path: str) -> Format | None:
    """The format that a file name stands for; None where it stands for none."""
    return SUFFIXES.get(PurePath(path).suffix.lower())


def parse(source: str, *, path: str, format: Format) -> Document:  # noqa: A002 -- the field's word
    """The document of one source text, its source map checked against the source.

    Raises:
        ParseError: the parser failed, or gave text that does not stand at its place.
    """
    # Imported on demand: a run over Markdown never pays for the HTML parser.
    module = import_module(_MODULES[format])
    document: Document = module.parse(source, path)
    try:
        document.verify()
    except SourceMapError as error:
        msg = f"the parser lost its place: {error}. Please report this file as a defect."
        raise ParseError(msg) from error
    return document
