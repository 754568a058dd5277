"""Makes Word files for tests, down to the XML that python-docx has no door to."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO

import docx
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml

_SPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
)
LINKS = ("https://example.org/one", "https://example.org/two")
"""The targets of the links `rLink1` and `rLink2`."""


def run(text: str, looks: str = "") -> str:
    """A run; `looks` is what stands in its properties."""
    properties = f"<w:rPr>{looks}</w:rPr>" if looks else ""
    return f'<w:r>{properties}<w:t xml:space="preserve">{text}</w:t></w:r>'


def inserted(content: str) -> str:
    return f'<w:ins w:id="90" w:author="E" w:date="2026-11-23T00:00:00Z">{content}</w:ins>'


def deleted(text: str) -> str:
    inside = f'<w:r><w:delText xml:space="preserve">{text}</w:delText></w:r>'
    return f'<w:del w:id="91" w:author="E" w:date="2026-11-23T00:00:00Z">{inside}</w:del>'


def link(content: str, number: int = 1) -> str:
    return f'<w:hyperlink r:id="rLink{number}">{content}</w:hyperlink>'


def note(number: int) -> str:
    return f'<w:r><w:footnoteReference w:id="{number}"/></w:r>'


def paragraph(*content: str, style: str = "", more: str = "") -> str:
    """A paragraph; what is no XML becomes a run."""
    inside = "".join(part if part.startswith("<") else run(part) for part in content)
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    return f"<w:p><w:pPr>{named}{more}</w:pPr>{inside}</w:p>"


def table(*rows: tuple[str, ...]) -> str:
    """A table; what is no XML becomes a paragraph."""
    made = []
    for row in rows:
        cells = [cell if cell.startswith("<") else paragraph(cell) for cell in row]
        made.append("<w:tr>" + "".join(f"<w:tc>{cell}</w:tc>" for cell in cells) + "</w:tr>")
    return f"<w:tbl>{''.join(made)}</w:tbl>"


def box(*paragraphs: str) -> str:
    """A run with a text box, as Word writes it: anew, and once more for its elders."""
    content = f"<w:txbxContent>{''.join(paragraphs)}</w:txbxContent>"
    return (
        "<w:r><mc:AlternateContent>"
        '<mc:Choice Requires="wps"><w:drawing>'
        f"<wps:txbx>{content}</wps:txbx></w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict><v:textbox>{content}</v:textbox></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r>"
    )


def image(described: str) -> str:
    return (
        '<w:r><w:drawing><wp:inline><wp:extent cx="1" cy="1"/>'
        f'<wp:docPr id="1" name="Picture" descr="{described}"/></wp:inline></w:drawing></w:r>'
    )


def word(
    *content: str,
    notes: Mapping[int, str] | None = None,
    properties: Mapping[str, str] | None = None,
) -> bytes:
    """A Word file with these paragraphs and tables; what is no XML becomes a paragraph."""
    document = docx.Document()
    body = document.element.body
    last = body[-1]  # the properties of the section
    for part in content:
        made = part if part.startswith("<") else paragraph(part)
        head, rest = made.split(">", 1) if not made.startswith("<w:tbl>") else ("<w:tbl", made[7:])
        last.addprevious(parse_xml(f"{head} {_SPACES}>{rest}"))
    for number, target in enumerate(LINKS, 1):
        relation = document.part.rels.get_or_add_ext_rel(RELATIONSHIP_TYPE.HYPERLINK, target)
        for element in body.iter():
            for name, value in element.attrib.items():
                if value == f"rLink{number}":
                    element.set(name, relation)
    if notes is not None:
        _add_notes(document, notes)
    for name, value in {"title": "", "author": "", **(properties or {})}.items():
        setattr(document.core_properties, name, value)
    stream = BytesIO()
    document.save(stream)
    return stream.getvalue()


def _add_notes(document: docx.document.Document, notes: Mapping[int, str]) -> None:
    inside = "".join(
        f'<w:footnote w:id="{number}">{paragraph(text)}</w:footnote>'
        for number, text in notes.items()
    )
    line = '<w:footnote w:type="separator" w:id="-1"><w:p/></w:footnote>'
    xml = f'<?xml version="1.0"?><w:footnotes {_SPACES}>{line}{inside}</w:footnotes>'
    part = Part(
        PackURI("/word/footnotes.xml"),
        CONTENT_TYPE.WML_FOOTNOTES,
        xml.encode(),
        document.part.package,
    )
    document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
