"""Goes through tags and text and collects the blocks that they make."""

# ruff: noqa: SIM905 -- lists of names are read and kept more easily as words

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from medlint.document import OBJECT, BlockKind, InlineKind
from medlint.parsing import _html_linked_data
from medlint.parsing._html_article import Draft, Page
from medlint.parsing._html_nesting import BLOCKS, Element, OpenElements
from medlint.parsing._html_roles import Context, Skip, hidden, inside, lays_out, mark, skip
from medlint.parsing._html_syntax import (
    Attribute,
    Code,
    Comment,
    EndTag,
    Foreign,
    StartTag,
    Text,
    Token,
    references,
    tokens,
)
from medlint.parsing._html_tables import Table
from medlint.parsing.builder import BlockBuilder, verbatim
from medlint.parsing.wordless import INVISIBLE, TEMPLATE
from medlint.text import Span

_VOID = frozenset(
    "area base basefont bgsound br col embed frame hr image img input keygen link meta param "
    "source track wbr".split()
)
_PAGE = frozenset({"html", "head", "body"})
_BOLD = frozenset({"b", "strong"})
_UNSPLIT = frozenset({BlockKind.HEADING, BlockKind.TITLE, BlockKind.CODE})
"""Kinds that stay one block although two line breaks follow each other."""

_PLACELESS = frozenset({"hidden", "checkbox", "radio"})
"""Input fields that hold no place in a sentence."""

_METADATA = {
    "author": "author",
    "description": "description",
    "article:published_time": "published",
    "datepublished": "published",
    "date": "published",
    "article:modified_time": "modified",
    "datemodified": "modified",
    "dcterms.modified": "modified",
    "last-modified": "modified",
    "og:updated_time": "modified",
    "content-language": "lang",
}
"""What a page may declare, and the key that it gets in `Document.metadata`."""

_BLANK = re.compile(r"(?:\s|&nbsp;?|&#160;|&#[xX][aA]0;)*+")
_HOLDS_WORDS = frozenset({InlineKind.LINK, InlineKind.TERM})
_EMPTIED = re.compile(
    r"(?:<(?:a|dfn)\b[^<>]*>|\[)(?:\s|&nbsp;?|&#160;)*(?:</(?:a|dfn)\s*>|\][(\[])", re.IGNORECASE
)
"""A link or defined term with nothing in it, in HTML or in Markdown. What holds a picture or an
icon is not empty."""


@dataclass(frozen=True, slots=True)
class _Kept:
    """What the reader keeps about an open element."""

    context: Context
    start: int
    is_block: bool
    mark: tuple[InlineKind, str | None] | None = None
    skip: Skip | None = None
    table: Table | None = None


class HtmlReader:
    """Drafts the blocks of one source, token by token.

    A piece of a page (not `whole`) may begin in the middle of a table.
    """

    def __init__(self, source: str, *, whole: bool) -> None:
        self.metadata: dict[str, str] = {}
        self._source = source
        self._whole = whole
        self._drafts: list[Draft] = []
        self._tables: list[Table] = []
        self._wrappers: set[int] = set()
        self._open: OpenElements[_Kept] = OpenElements()
        self._entered = 0
        self._skipping = 0
        self._in_linked_data = False
        self._builder = BlockBuilder(source)
        self._renew()

    def _renew(self) -> None:
        """Make ready for the next block."""
        self._context: Context | None = None
        self._marks: list[Element[_Kept]] = []
        self._is_bold = True
        self._after_break = False

    def page(self) -> Page:
        """What has been read."""
        drafts = sorted(self._drafts, key=lambda draft: draft.block.map.segments[0].source.start)
        layout = frozenset(table.number for table in self._tables if table.is_layout)
        return Page(drafts, layout, frozenset(self._wrappers), whole=self._whole)

    def read(self, start: int, end: int) -> None:
        """Read the source from `start` to `end`."""
        for token in tokens(self._source, start, end):
            self._read_token(token)
        self._leave(self._open.end_all(), end)
        self._end_block()

    # What the tokens mean

    def _read_token(self, token: Token) -> None:
        match token:
            case Text(span, raw):
                self._read_text(span, raw=raw)
            case StartTag():
                self._read_start(token)
            case EndTag(name, span):
                self._read_end(name, span)
            case Comment(span):
                self._read_comment(span)
            case Foreign(name, span):
                kind = InlineKind.MATH if name == "math" else InlineKind.OBJECT
                self._add_wordless(kind, span)
            case Code(span):
                self._add_wordless(InlineKind.TEMPLATE, span)

    def _read_text(self, span: Span, *, raw: bool) -> None:
        if raw and self._in_linked_data:
            for key, value in _html_linked_data.declared(span.of(self._source)):
                self.metadata.setdefault(key, value)
        if self._skipping:
            return
        blank = _BLANK.fullmatch(self._source, span.start, span.end) is not None
        self._begin(blank=blank)
        if not blank and not any(inline.name in _BOLD for inline in self._open.inlines):
            self._is_bold = False
        if raw:
            self._builder.copy(span.start, span.end)
            return
        at = span.start
        for template in TEMPLATE.finditer(self._source, span.start, span.end):
            self._copy(self._builder, Span(at, template.start()))
            self._builder.open(InlineKind.TEMPLATE)
            self._builder.copy(template.start(), template.end())
            self._builder.close()
            at = template.end()
        self._copy(self._builder, Span(at, span.end))

    def _read_start(self, tag: StartTag) -> None:
        kind = tag.get("type").strip().lower() if tag.name == "script" else ""
        self._in_linked_data = kind == _html_linked_data.TYPE
        if tag.name in _PAGE:
            self._enter_page(tag)
            return
        self._leave(self._open.make_way(tag.name), tag.span.start)
        if tag.name in BLOCKS:
            self._end_block()
        missing = self._open.missing(tag.name)
        if missing and self._whole and "table" in missing:
            return  # A cell without a table is none; only a piece may lack its table.
        for name in missing:
            self._enter(StartTag(name, Span(tag.span.start, tag.span.start)))
        if "itemprop" in tag.attributes or tag.name == "meta":
            self._declare(tag)
        if tag.name in _VOID:
            self._read_void(tag)
        else:
            self._enter(tag)

    def _read_end(self, name: str, span: Span) -> None:
        if name in _PAGE:
            return
        if name == "br":
            self._break_line(span)
            return
        self._leave(self._open.end(name), span.end)
        if name == "p":
            # Even where none is open, for then browsers put in an empty one.
            self._end_block()

    def _read_comment(self, span: Span) -> None:
        around = self._around
        block = verbatim(BlockKind.COMMENT, self._source, [span], path=around.path)
        self._drafts.append(Draft(block, around))

    def _read_void(self, tag: StartTag) -> None:
        if tag.name == "br":
            self._break_line(tag.span)
        elif self._skipping or hidden(tag):
            return
        elif tag.name in {"img", "image"}:
            if "alt" in tag.attributes:
                self._read_attribute(BlockKind.ALT_TEXT, tag.attributes["alt"])
            self._add_wordless(InlineKind.OBJECT, tag.span)
        elif tag.name == "embed" or (
            tag.name == "input" and tag.get("type").lower() not in _PLACELESS
        ):
            self._add_wordless(InlineKind.OBJECT, tag.span)

    def _declare(self, tag: StartTag) -> None:
        """Note what a tag says about the page as a whole."""
        names = [tag.get(name).lower() for name in ("name", "property", "itemprop", "http-equiv")]
        value = (tag.get("content") or tag.get("datetime")).strip()
        for name in names:
            if value and name in _METADATA:
                self.metadata.setdefault(_METADATA[name], value)
        if names[0] == "description" and tag.name == "meta" and "content" in tag.attributes:
            self._read_attribute(BlockKind.META, tag.attributes["content"])

    def _read_attribute(self, kind: BlockKind, attribute: Attribute) -> None:
        """Draft a block of the text in an attribute, if it has words."""
        if not any(char.isalnum() for char in attribute.value):
            return
        builder = BlockBuilder(self._source)
        self._copy(builder, attribute.span, in_attribute=True)
        around = self._around
        block = builder.build(kind, path=around.path, language=around.language)
        if block:
            self._drafts.append(Draft(block, around))

    # Elements

    @property
    def _around(self) -> Context:
        return self._open.blocks[-1].kept.context if self._open.blocks else Context()

    def _enter_page(self, tag: StartTag) -> None:
        """Enter the page or its body, unless something has begun already."""
        if tag.name == "head" or any(block.name != "html" for block in self._open.blocks):
            return
        if tag.name == "body" or not self._open.blocks:
            self._enter(tag)
            if language := self._around.language:
                self.metadata.setdefault("lang", language)

    def _enter(self, tag: StartTag) -> None:
        around = self._around
        self._entered += 1
        is_block = tag.name in BLOCKS or tag.name == "title"
        if is_block:
            self._end_block()
            kept = self._keep_block(tag, around)
        else:
            parent = self._open.blocks[-1].name if self._open.blocks else ""
            how = skip(tag, around, parent)
            if how is None and hidden(tag):
                how = Skip.SILENTLY
            kept = _Kept(around, tag.span.start, is_block, mark(tag, around), how)
        element = Element(tag.name, kept)
        if not self._open.open(element):
            return
        if kept.skip:
            self._skipping += 1
        if kept.mark and self._context:
            self._open_mark(element)

    def _keep_block(self, tag: StartTag, around: Context) -> _Kept:
        context = inside(tag, around, self._entered)
        table = self._tables[context.tables[-1]] if context.tables else None
        if context.roots - around.roots or tag.name == "h1":
            self._wrappers.update(() if context.form is None else (context.form,))
        if table and (context.kind is BlockKind.HEADING or tag.name == "table"):
            table.holds_page = True
        if tag.name == "table":
            table = Table(len(self._tables), lays_out=lays_out(tag))
            self._tables.append(table)
            context = replace(context, tables=(*context.tables, table.number))
        elif table and tag.name == "tr":
            table.begin_row()
        elif table and tag.name in {"td", "th"}:
            cell = table.place(tag)
            context = replace(context, kind=BlockKind.TABLE_CELL, level=0, cell=cell)
        elif table and tag.name in {"thead", "tbody", "tfoot"}:
            table.in_head = tag.name == "thead"
        return _Kept(context, tag.span.start, is_block=True, table=table)

    def _leave(self, elements: Iterable[Element[_Kept]], at: int) -> None:
        """Go on behind elements that end, given from the inside out."""
        for element in elements:
            kept = element.kept
            if kept.skip:
                self._skipping -= 1
                if not self._skipping:
                    self._pass_over(kept.skip, Span(kept.start, at))
            if element in self._marks:
                self._close_mark(element)
            if kept.mark and kept.mark[0] in _HOLDS_WORDS and not self._skipping:
                self._note_empty(*kept.mark, Span(kept.start, at))
            if element.name == "thead" and kept.table:
                kept.table.in_head = False
            if kept.is_block:
                self._end_block()

    def _note_empty(self, kind: InlineKind, target: str | None, span: Span) -> None:
        """Note a link or term that holds no word, for one may have been lost there."""
        if _EMPTIED.match(self._source, span.start, span.end):
            self._builder.empty_inline(kind, target)

    def _pass_over(self, how: Skip, span: Span) -> None:
        if how is Skip.AS_OBJECT:
            self._add_wordless(InlineKind.OBJECT, span)
        elif how is Skip.AS_STRUCK:
            self._builder.skip(span.start, span.end)

    # The text of the block being drafted

    def _begin(self, *, blank: bool = False) -> None:
        """Make sure that the block has begun, and that its inlines are open."""
        if not blank:
            self._after_break = False
        if self._context is None:
            self._context = self._around
            for inline in self._open.inlines:
                if inline.kept.mark:
                    self._open_mark(inline)

    def _copy(self, builder: BlockBuilder, span: Span, *, in_attribute: bool = False) -> None:
        """Add the text that stands at `span`, references resolved."""
        at = span.start
        found = references(self._source, span.start, span.end, in_attribute=in_attribute)
        for reference in found:
            self._copy_plain(builder, at, reference.span.start)
            text = INVISIBLE.sub("", reference.text)
            builder.put(text, reference.span.start, reference.span.end)
            at = reference.span.end
        self._copy_plain(builder, at, span.end)

    def _copy_plain(self, builder: BlockBuilder, start: int, end: int) -> None:
        at = start
        for match in INVISIBLE.finditer(self._source, start, end):
            builder.copy(at, match.start())
            at = match.end()
        builder.copy(at, end)

    def _add_wordless(self, kind: InlineKind, span: Span) -> None:
        if self._skipping:
            return
        self._begin()
        self._builder.open(kind)
        self._builder.put(OBJECT, span.start, span.end)
        self._builder.close()

    def _break_line(self, span: Span) -> None:
        if self._skipping:
            return
        if self._after_break and self._around.kind not in _UNSPLIT:
            self._end_block()
            return
        self._builder.line_break(span.start, span.end)
        self._after_break = True

    def _open_mark(self, element: Element[_Kept]) -> None:
        """Open an inline; one inside another of its kind adds nothing."""
        marked = element.kept.mark
        if marked and all(
            open_.kept.mark[0] is not marked[0] for open_ in self._marks if open_.kept.mark
        ):
            self._builder.open(*marked)
            self._marks.append(element)

    def _close_mark(self, element: Element[_Kept]) -> None:
        """Close an inline; those that were opened inside it and go on are opened again."""
        index = self._marks.index(element)
        across = self._marks[index + 1 :]
        for _ in self._marks[index:]:
            self._builder.close()
        del self._marks[index:]
        for inline in across:
            self._open_mark(inline)

    def _end_block(self) -> None:
        """Draft what has been collected, unless it is inside of something passed over."""
        if self._skipping:
            return
        context = self._context or self._around
        block = self._builder.build(
            context.kind,
            level=context.level,
            path=context.path,
            language=context.language,
            cell=context.cell,
        )
        if block:
            self._drafts.append(Draft(block, context, bold=self._is_bold))
            if block.kind is BlockKind.TITLE:
                self.metadata.setdefault("title", block.text)
        self._renew()
