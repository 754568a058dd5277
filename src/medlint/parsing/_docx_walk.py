"""Walks through a Word file as its reader does, changes accepted: paragraphs, and pieces of runs.

What was inserted or moved in is read, what was deleted or moved away is not, and neither is hidden
text. Of alternatives for older programs the first is read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from enum import Enum
from itertools import count

from docx.oxml.ns import qn

from medlint.document import OBJECT, Cell, InlineKind
from medlint.errors import ParseError
from medlint.parsing._docx_package import Element, Package, Style, style_of

DOCUMENT, FOOTNOTES, ENDNOTES = "document", "footnotes", "endnotes"
"""The parts of a file that hold text of an article."""

_HYPERLINK = re.compile(r'\bHYPERLINK\s+"([^"]{1,2000})"')
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_ALTERNATIVES = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_DRAWN = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
_PRIVATE = range(0xE000, 0xF900)
"""Signs that mean something in one font only."""

_THROUGH = frozenset(
    map(qn, ("w:ins", "w:moveTo", "w:smartTag", "w:customXml", "w:sdtContent", "w:dir", "w:bdo"))
)
"""Elements whose content is read as if they were not there."""

_DEEPEST = 60
"""So deep may elements lie in one another; what lies deeper is not read by Word either."""


class Sort(Enum):
    """What a piece is to its reader."""

    TEXT = "text"
    BREAK = "break"
    OBJECT = "object"
    STRUCK = "struck"


@dataclass(frozen=True, slots=True, eq=False)
class Wrapper:
    """An inline around pieces: a link, a raised sign, a note's mark."""

    kind: InlineKind
    target: str | None = None


@dataclass(frozen=True, slots=True)
class Piece:
    """Text of one run, from `offset` in the run's own text on.

    `run` is the element, None where the text stands in none; `number` counts the runs of its
    paragraph from 1. `whole` pieces (an image and its description) are not in the run's text.
    """

    text: str
    sort: Sort
    wrappers: tuple[Wrapper, ...]
    run: Element | None
    number: int
    offset: int = 0
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph as it is read. `number` counts those of its part from 1.

    `anchor` is a run of the body that stands for it where Word takes no comments: in notes and
    text boxes. `alt` marks the description of an image.
    """

    part: str
    number: int
    style: Style
    pieces: tuple[Piece, ...]
    path: tuple[str, ...] = ()
    cell: Cell | None = None
    anchor: Element | None = None
    alt: bool = False


@dataclass(slots=True)
class _Around:
    """What a paragraph stands in."""

    part: str
    path: tuple[str, ...] = ()
    cell: Cell | None = None
    anchor: Element | None = None


@dataclass(slots=True)
class _Field:
    """A field of Word: first its code, then what it shows."""

    code: str = ""
    shown: bool = False


@dataclass(slots=True)
class _Line:
    """A paragraph under way, with what is to come behind it."""

    pieces: list[Piece] = field(default_factory=list)
    fields: list[_Field] = field(default_factory=list)
    links: list[Wrapper | None] = field(default_factory=list)
    behind: list[tuple[str, Element, Element]] = field(default_factory=list)
    runs: Iterator[int] = field(default_factory=lambda: count(1))


class Walk:
    """One walk through a file; `paragraphs` gives what is read, the notes at the end."""

    def __init__(self, package: Package) -> None:
        """Get ready; nothing is read yet."""
        self._package = package
        self._tables = count()
        self._numbers = {part: count(1) for part in (DOCUMENT, FOOTNOTES, ENDNOTES)}
        self._marks: dict[str, dict[str, Element]] = {"footnote": {}, "endnote": {}}
        self._carried: list[Piece] = []

    def paragraphs(self) -> Iterator[Paragraph]:
        """The paragraphs of the body in order, then those of the notes that it refers to.

        Raises:
            ParseError: a part of the text is a file of its own, which nobody has read.
        """
        yield from self._container(self._package.body, _Around(DOCUMENT), 0)
        for kind, part in (("footnote", FOOTNOTES), ("endnote", ENDNOTES)):
            notes = self._package.notes(kind)
            for note_id, run in self._marks[kind].items():
                if note_id in notes:
                    around = _Around(part, path=("note",), anchor=run)
                    yield from self._container(notes[note_id], around, 0)

    def _container(self, container: Element, around: _Around, depth: int) -> Iterator[Paragraph]:
        if depth > _DEEPEST:
            return
        for child in _inside(container):
            if child.tag == qn("w:p"):
                yield from self._paragraph(child, around, depth)
            elif child.tag == qn("w:tbl"):
                yield from self._table(child, around, depth)
            elif child.tag == qn("w:altChunk"):
                msg = "a part of the draft is another file inside it; save it anew in Word"
                raise ParseError(msg)

    def _table(self, table: Element, around: _Around, depth: int) -> Iterator[Paragraph]:
        number = next(self._tables)
        for row, line in enumerate(table.iterchildren(qn("w:tr"))):
            if line.find(f"{qn('w:trPr')}/{qn('w:del')}") is not None:
                continue
            header = row == 0 or line.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None
            column = 0
            for cell in _cells(line):
                span = cell.find(f"{qn('w:tcPr')}/{qn('w:gridSpan')}")
                width = (span.get(qn("w:val")) or "1") if span is not None else "1"
                merge = cell.find(f"{qn('w:tcPr')}/{qn('w:vMerge')}")
                if merge is None or merge.get(qn("w:val")) == "restart":
                    place = Cell(number, row, column, header=header)
                    inside = replace(around, path=(*around.path, "table"), cell=place)
                    yield from self._container(cell, inside, depth + 1)
                column += int(width) if width.isdecimal() else 1

    def _paragraph(self, element: Element, around: _Around, depth: int) -> Iterator[Paragraph]:
        line = _Line()
        self._inline(element, line, (), depth)
        made = Paragraph(
            part=around.part,
            number=next(self._numbers[around.part]),
            style=style_of(element, self._package.styles),
            pieces=(*self._carried, *line.pieces),
            path=around.path,
            cell=around.cell,
            anchor=around.anchor,
        )
        # A deleted end joins the paragraph with the next one.
        if element.find(f"{qn('w:pPr')}/{qn('w:rPr')}/{qn('w:del')}") is not None:
            self._carried = list(made.pieces)
        else:
            self._carried = []
            yield made
        for kind, content, run in line.behind:
            if kind == "box":
                inside = replace(
                    around, path=(*around.path, "text-box"), cell=None, anchor=around.anchor or run
                )
                yield from self._container(content, inside, depth + 1)
            else:
                described = Piece(content.get("descr"), Sort.TEXT, (), run, 0, whole=True)
                yield replace(made, pieces=(described,), cell=None, alt=True)

    def _inline(
        self, element: Element, line: _Line, wrappers: tuple[Wrapper, ...], depth: int
    ) -> None:
        """Read what stands in a paragraph or in a link."""
        if depth > _DEEPEST:
            return
        for child in _inside(element):
            if child.tag == qn("w:r"):
                self._run(child, line, wrappers)
            elif child.tag == qn("w:hyperlink"):
                target = self._package.target(child.get(qn("r:id")))
                anchor = child.get(qn("w:anchor"))
                link = Wrapper(InlineKind.LINK, target or (f"#{anchor}" if anchor else None))
                self._inline(child, line, (*wrappers, link), depth + 1)
            elif child.tag == qn("w:fldSimple"):
                found = _HYPERLINK.search(child.get(qn("w:instr")) or "")
                link = Wrapper(InlineKind.LINK, found[1] if found else None)
                inside = (*wrappers, link) if found else wrappers
                self._inline(child, line, inside, depth + 1)
            elif child.tag in {f"{_MATH}oMath", f"{_MATH}oMathPara"}:
                text = "".join(part.text or "" for part in child.iter(f"{_MATH}t"))
                math = Wrapper(InlineKind.MATH)
                line.pieces.append(Piece(text, Sort.TEXT, (*wrappers, math), None, 0))

    def _run(self, run: Element, line: _Line, wrappers: tuple[Wrapper, ...]) -> None:
        """Read one run; `offset` counts what `text_of` gives for its children."""
        number = next(line.runs)
        hidden, struck, raised = _looks(run)
        if raised is not None:
            wrappers = (*wrappers, Wrapper(raised))
        offset = 0
        for child in run:
            self._field(child, line)
            text = text_of(child)
            around = (*wrappers, *(link for link in line.links if link is not None))
            shown = not hidden and all(part.shown for part in line.fields)
            piece = Piece(text, Sort.TEXT, around, run, number, offset)
            if shown and text:
                broken = text == "\n"
                sort = Sort.BREAK if broken else Sort.STRUCK if struck else Sort.TEXT
                line.pieces.append(replace(piece, sort=sort))
            elif shown:
                self._wordless(child, line, piece)
            offset += len(text)

    def _wordless(self, child: Element, line: _Line, piece: Piece) -> None:
        """Read what a run holds besides text: the mark of a note, an image, a box with text."""
        for kind in ("footnote", "endnote"):
            if child.tag == qn(f"w:{kind}Reference"):
                marks = self._marks[kind]
                marks.setdefault(child.get(qn("w:id")), piece.run)
                number = list(marks).index(child.get(qn("w:id"))) + 1
                note = (*piece.wrappers, Wrapper(InlineKind.NOTE))
                text = f"[{number}]"
                line.pieces.append(replace(piece, text=text, wrappers=note, whole=True))
                return
        if child.tag == f"{_ALTERNATIVES}AlternateContent":
            for choice in child[:1]:
                for drawn in choice:
                    self._drawing(drawn, line, piece)
        else:
            self._drawing(child, line, piece)

    def _drawing(self, drawn: Element, line: _Line, piece: Piece) -> None:
        if drawn.tag not in {qn("w:drawing"), qn("w:pict"), qn("w:object")}:
            return
        boxes = [box for box in drawn.iter(qn("w:txbxContent")) if _is_outermost(box, drawn)]
        line.behind += [("box", box, piece.run) for box in boxes]
        if not boxes:
            line.pieces.append(replace(piece, text=OBJECT, sort=Sort.OBJECT, whole=True))
            described = [
                entry for entry in drawn.iter(_DRAWN) if (entry.get("descr") or "").strip()
            ]
            line.behind += [("alt", entry, piece.run) for entry in described]

    def _field(self, child: Element, line: _Line) -> None:
        """Follow the beginning, the code, the result and the end of fields."""
        if child.tag == qn("w:instrText") and line.fields:
            line.fields[-1].code += child.text or ""
        if child.tag != qn("w:fldChar"):
            return
        kind = child.get(qn("w:fldCharType"))
        if kind == "begin":
            line.fields.append(_Field())
            line.links.append(None)
        elif kind == "separate" and line.fields:
            line.fields[-1].shown = True
            if found := _HYPERLINK.search(line.fields[-1].code):
                line.links[-1] = Wrapper(InlineKind.LINK, found[1])
        elif kind == "end" and line.fields:
            line.fields.pop()
            line.links.pop()


def _inside(element: Element, depth: int = 0) -> Iterator[Element]:
    """The children of an element, and those of children that are read as if they were not there."""
    for child in element if depth < _DEEPEST else ():
        if child.tag in _THROUGH:
            yield from _inside(child, depth + 1)
        elif child.tag == qn("w:sdt"):
            for content in child.findall(qn("w:sdtContent")):
                yield from _inside(content, depth + 1)
        elif child.tag == f"{_ALTERNATIVES}AlternateContent":
            for choice in child[:1]:
                yield from _inside(choice, depth + 1)
        else:
            yield child


def text_of(child: Element) -> str:
    """The text that one child of a run shows; a line break is a line feed."""
    if child.tag == qn("w:t"):
        return child.text or ""
    if child.tag == qn("w:sym"):
        code = child.get(qn("w:char")) or ""
        try:
            sign = int(code, 16)
        except ValueError:
            return ""
        return chr(sign) if sign > 0 and sign not in _PRIVATE and sign < 0xD800 else ""  # noqa: PLR2004 -- where surrogates begin
    return _SIGNS.get(child.tag, "")


_SIGNS = {
    qn("w:tab"): "\t",
    qn("w:ptab"): "\t",
    qn("w:br"): "\n",
    qn("w:cr"): "\n",
    qn("w:noBreakHyphen"): "-",
}


def _cells(line: Element) -> Iterator[Element]:
    for child in line:
        if child.tag == qn("w:tc"):
            yield child
        elif child.tag == qn("w:sdt"):
            for content in child.findall(qn("w:sdtContent")):
                yield from content.findall(qn("w:tc"))


def _is_outermost(box: Element, drawn: Element) -> bool:
    """Whether a box stands in no other box of the same drawing."""
    for above in box.iterancestors():
        if above is drawn:
            break
        if above.tag == box.tag:
            return False
    return True


def _looks(run: Element) -> tuple[bool, bool, InlineKind | None]:
    """Whether a run is hidden or struck out, and whether it is raised or lowered."""
    looks = run.find(qn("w:rPr"))
    if looks is None:
        return False, False, None
    height = looks.find(qn("w:vertAlign"))
    kinds = {"superscript": InlineKind.SUPERSCRIPT, "subscript": InlineKind.SUBSCRIPT}
    raised = kinds.get(height.get(qn("w:val"))) if height is not None else None
    struck = _is_on(looks.find(qn("w:strike"))) or _is_on(looks.find(qn("w:dstrike")))
    return _is_on(looks.find(qn("w:vanish"))), struck, raised


def _is_on(switch: Element | None) -> bool:
    return switch is not None and switch.get(qn("w:val")) not in {"0", "false", "off", "none"}
