"""Opens a Word file: its parts as XML trees, its styles, its links. Nothing in it is trusted."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import docx
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.exceptions import OpcError
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from lxml import etree

from medlint.errors import ParseError

Element = Any
"""An element of lxml, which has no types of its own."""

_LARGEST = 200_000_000
"""Bytes beyond which the unpacked parts are no article but an attack."""

_OLD = b"\xd0\xcf\x11\xe0"
"""How .doc files begin, and files with a password."""

_DEEPEST = 20
"""So many styles may rest on one another; Word allows eleven."""


@dataclass(frozen=True, slots=True)
class Style:
    """What a paragraph style says of its paragraphs, what it rests on included.

    `outline` is the rank of a heading, counted from 1; `item` the depth of a list, from 1.
    """

    name: str
    outline: int = 0
    item: int = 0


PLAIN = Style("normal")


class Package:
    """A Word file in memory. `document` is what python-docx makes of it."""

    def __init__(self, data: bytes) -> None:
        """Open the file.

        Raises:
            ParseError: it is no Word file, is broken, or unpacks to more than any article holds.
        """
        _check(data)
        try:
            self.document = docx.Document(BytesIO(data))
            self.body: Element = self.document.element.body
            self.styles = _styles(self.document.styles.element)
        except (OpcError, etree.LxmlError, zipfile.BadZipFile, OSError) as error:
            raise _broken(error) from error
        except (KeyError, ValueError, AttributeError, NotImplementedError) as error:
            raise _broken(error) from error

    def notes(self, kind: str) -> Mapping[str, Element]:
        """The footnotes or endnotes (`kind`) by their ids, without the lines that part them."""
        wanted = {"footnote": RELATIONSHIP_TYPE.FOOTNOTES, "endnote": RELATIONSHIP_TYPE.ENDNOTES}
        for relation in self.document.part.rels.values():
            if relation.reltype == wanted[kind] and not relation.is_external:
                try:
                    root = parse_xml(relation.target_part.blob)
                except etree.LxmlError as error:
                    raise _broken(error) from error
                return {
                    note.get(qn("w:id")): note
                    for note in root.findall(qn(f"w:{kind}"))
                    if note.get(qn("w:type")) in {None, "normal"}
                }
        return {}

    def target(self, relation_id: str | None) -> str | None:
        """The address that a link in the body leads to."""
        relation = self.document.part.rels.get(relation_id or "")
        return relation.target_ref if relation is not None and relation.is_external else None

    def metadata(self) -> dict[str, str]:
        """What the properties of the file declare."""
        properties = self.document.core_properties
        found = {"title": properties.title, "author": properties.author}
        modified = properties.modified
        if modified is not None:
            found["modified"] = modified.date().isoformat()
        return {key: value.strip() for key, value in found.items() if value and value.strip()}


def _check(data: bytes) -> None:
    if data.startswith(_OLD):
        msg = "this is an old .doc file or has a password; save it as .docx without one"
        raise ParseError(msg)
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            size = sum(entry.file_size for entry in archive.infolist())
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise _broken(error) from error
    if size > _LARGEST:
        msg = f"the file unpacks to {size / 1e6:.0f} MB; that is no article"
        raise ParseError(msg)


def _broken(error: Exception) -> ParseError:
    reason = " ".join(str(error).split())[:100] or type(error).__name__
    return ParseError(f"this is no Word file that can be read ({reason}); save it anew as .docx")


def _styles(root: Element) -> dict[str, Style]:
    """The paragraph styles by id."""
    raw = {
        style.get(qn("w:styleId")): style
        for style in root.findall(qn("w:style"))
        if style.get(qn("w:type")) in {None, "paragraph"}
    }
    return {style_id: _style(style_id, raw) for style_id in raw if style_id}


def _style(style_id: str, raw: Mapping[str, Element]) -> Style:
    chain = list(_chain(style_id, raw))
    names = [_name(style) for style in chain]
    outline = next((level for style in chain if (level := _outline(style))), 0)
    item = next((depth for style in chain if (depth := item_depth(style)) is not None), 0)
    known = ("heading ", "title", "caption", "quote", "intense quote", "toc ", "list ")
    name = next((name for name in names if name.startswith(known)), names[0])
    if name.startswith("heading ") and name[8:].isdecimal():
        outline = outline or int(name[8:])
    if name.startswith(("list bullet", "list number")):
        item = max(item, int(name[-1]) if name[-1].isdecimal() else 1)
    return Style(name, outline, item)


def _chain(style_id: str, raw: Mapping[str, Element]) -> Iterator[Element]:
    """A style and what it rests on; a circle ends."""
    for _ in range(_DEEPEST):
        style = raw.get(style_id)
        if style is None:
            return
        yield style
        style_id = _value(style.find(qn("w:basedOn"))) or ""


def _name(style: Element) -> str:
    return (_value(style.find(qn("w:name"))) or "").lower()


def _outline(element: Element) -> int:
    """The rank of a heading that a style or paragraph asks for; 0 for text."""
    level = _value(element.find(f"{qn('w:pPr')}/{qn('w:outlineLvl')}"))
    return int(level) + 1 if level is not None and level in set("012345678") else 0


def item_depth(element: Element) -> int | None:
    """How deep in a list a style or paragraph stands: 0 in none; None where it does not say."""
    numbering = element.find(f"{qn('w:pPr')}/{qn('w:numPr')}")
    if numbering is None:
        return None
    if _value(numbering.find(qn("w:numId"))) == "0":
        return 0
    level = _value(numbering.find(qn("w:ilvl"))) or "0"
    return int(level) + 1 if level.isdecimal() else 1


def style_of(paragraph: Element, styles: Mapping[str, Style]) -> Style:
    """What a paragraph is by its style and by what it says itself."""
    named = _value(paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}"))
    style = styles.get(named or "", PLAIN)
    depth = item_depth(paragraph)
    return Style(
        style.name,
        style.outline or _outline(paragraph),
        style.item if depth is None else depth,
    )


def _value(element: Element | None) -> str | None:
    value: str | None = None if element is None else element.get(qn("w:val"))
    return value
