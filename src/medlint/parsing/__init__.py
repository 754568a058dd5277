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
    ".docx": Format.DOCX,
}
"""File name endings (lower case) and the format each stands for."""

_MODULES = {
    Format.MARKDOWN: "medlint.parsing.markdown",
    Format.HTML: "medlint.parsing.html",
    Format.TEXT: "medlint.parsing.plaintext",
    Format.DOCX: "medlint.parsing.docx",
}


def format_of(path: str) -> Format | None:
    """The format that a file name stands for; None where it stands for none."""
    return SUFFIXES.get(PurePath(path).suffix.lower())


def is_binary(format: Format) -> bool:  # noqa: A002 -- the field's word
    """Whether files of the format hold bytes that are no text."""
    return format is Format.DOCX


def source_of(data: bytes, format: Format) -> str:  # noqa: A002 -- see above
    """The source that documents of a binary format have: a text that is made of the file.

    Raises:
        ParseError: the file is not of the format.
    """
    module = import_module(_MODULES[format])
    source: str = module.extract(data).source
    return source


def parse(source: str | bytes, *, path: str, format: Format) -> Document:  # noqa: A002 -- see above
    """The document of one source text, its source map checked against the source.

    A binary format is parsed from the bytes of the file, the others from text.

    Raises:
        ParseError: the parser failed, or gave text that does not stand at its place.
    """
    if is_binary(format) is isinstance(source, str):
        msg = f"a {format} file is {'no text' if is_binary(format) else 'text'}"
        raise ParseError(msg)
    # Imported on demand: a run over Markdown never pays for the HTML parser.
    module = import_module(_MODULES[format])
    document: Document = module.parse(source, path)
    try:
        document.verify()
    except SourceMapError as error:
        msg = f"the parser lost its place: {error}. Please report this file as a defect."
        raise ParseError(msg) from error
    return document
