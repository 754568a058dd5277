"""Reads Markdown as a reader of the finished page would see it.

Markdown is a short way of writing HTML, and HTML may stand between its lines. So there is one
reader for both: what the Markdown parser finds is told to the HTML reader as the tags it means.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from medlint.document import Block, BlockKind, Document, Format, Inline, InlineKind
from medlint.parsing import _markdown_frontmatter as frontmatter
from medlint.parsing._html_article import Draft, with_notes
from medlint.parsing._html_reader import HtmlReader
from medlint.parsing._html_syntax import Attribute, StartTag, Token, tokens
from medlint.parsing._markdown_code import as_it_stands, is_prose
from medlint.parsing._markdown_events import Part, events, gaps_in_html
from medlint.parsing._markdown_inserts import Insert, Role, find
from medlint.parsing._markdown_mask import mask
from medlint.parsing._markdown_sources import names_source, settled
from medlint.parsing.builder import BlockBuilder, with_inlines
from medlint.text import Span

_BYTE_ORDER_MARK = "\ufeff"
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*")


def parse(source: str, path: str) -> Document:
    """The document of a Markdown text, front matter included.

    Raises:
        ParseError: the front matter cannot be read.
    """
    front = frontmatter.read(source, int(source.startswith(_BYTE_ORDER_MARK)))
    blocks = [*front.blocks, *settled(_MarkdownReader(source, front.end).blocks())]
    language = front.metadata.get("lang") or front.metadata.get("language") or ""
    if _LANGUAGE.fullmatch(language):
        tag = language.replace("_", "-")
        blocks = [replace(block, language=block.language or tag) for block in blocks]
    return Document(path, Format.MARKDOWN, source, tuple(blocks), front.metadata)


_ELEMENTS = {
    "Paragraph": "p",
    "BlockQuote": "blockquote",
    "List": "ul",
    "Item": "li",
    "FootnoteDefinition": "aside",
    "DefinitionList": "dl",
    "DefinitionListTitle": "dt",
    "DefinitionListDefinition": "dd",
    "Table": "table",
    "TableHead": "tr",
    "TableRow": "tr",
    "TableCell": "td",
    "Strikethrough": "del",
    "Link": "a",
}
"""The HTML element that a Markdown construct stands for; the rest leave no trace."""

_LEAVES = frozenset({"p", "li", "td", "th", "dt", "dd", "h1", "h2", "h3", "h4", "h5", "h6"})
"""Elements with whose end everything ends that was left open in their lines."""

_ESCAPE = "\\"
_NOTE_MARK = re.compile(r"\[\^([^\]\s]{1,60})\]")


class _MarkdownReader(HtmlReader):
    """Goes through the events of the Markdown parser and drafts the blocks."""

    def __init__(self, source: str, start: int) -> None:
        super().__init__(source, whole=False)
        masked = mask(source, find(source, start))
        self._events = events(masked.text, start)
        gaps = gaps_in_html(self._events)
        self._text = _blanked(masked.text, gaps)
        self._restored = masked.restored
        found = [*masked.inserts, *(Insert(gap, Role.MARK) for gap in gaps)]
        self._inserts = sorted(found, key=lambda insert: insert.span)
        self._insert_ends = [insert.span.end for insert in self._inserts]
        self._closers: list[Callable[[Span], None]] = []
        self._read_until = 0
        self._alt: BlockBuilder | None = None
        self._verbatim: list[Span] | None = None
        self._in_head = False

    def blocks(self) -> list[Block]:
        """The blocks of the body, in the order of the source."""
        for event in self._events:
            if event.part is Part.START:
                self._closers.append(self._start(event.name, event.detail, event.span))
            elif event.part is Part.END:
                self._closers.pop()(event.span)
            else:
                self._read_inline(event.name, event.detail, event.span)
        self._leave(self._open.end_all(), len(self._source))
        self._end_block()
        blocks = [_with_undefined_notes(with_notes(draft.block)) for draft in self._drafts]
        return sorted(blocks, key=lambda block: block.map.segments[0].source.start)

    # Constructs: each start gives what its end will do

    def _start(self, name: str, detail: Any, span: Span) -> Callable[[Span], None]:
        if self._alt is not None:
            return _nothing
        if name == "Image":
            self._alt = BlockBuilder(self._source)
            return self._end_image
        if name in {"CodeBlock", "HtmlBlock"}:
            self._end_block()
            self._verbatim = []
            if name == "HtmlBlock":
                return self._end_html
            return self._end_indented if detail == "Indented" else self._end_code
        if name == "Link" and detail["link_type"] in {"Autolink", "Email"}:
            self._line().open(InlineKind.URL, detail["dest_url"])
            return lambda _: self._builder.close()
        return self._start_element(name, self._tag(name, detail, Span(span.start, span.start)))

    def _start_element(self, name: str, tag: StartTag | None) -> Callable[[Span], None]:
        if tag is None:
            return _nothing
        elements = len(self._open.blocks) + len(self._open.inlines)
        drafts = len(self._drafts)
        self._read_start(tag)
        if len(self._open.blocks) + len(self._open.inlines) <= elements:
            return _nothing  # Too deep to nest: its end must not end another.
        if name == "FootnoteDefinition":
            return partial(self._end_note, drafts)
        return partial(self._end_element, tag.name)

    def _tag(self, name: str, detail: Any, place: Span) -> StartTag | None:
        """The start tag that a construct stands for; None where it leaves no trace."""
        element = _ELEMENTS.get(name)
        if name == "Heading":
            element = detail["level"].lower()
        elif name == "BlockQuote" and detail:
            element = "aside"  # An alert, `> [!NOTE]`, quotes nobody.
        elif name in {"TableHead", "TableRow"}:
            self._in_head = name == "TableHead"
        elif name == "TableCell" and self._in_head:
            element = "th"
        if name == "Link":
            target = Attribute(self._restored(detail["dest_url"]), place)
            return StartTag("a", place, {"href": target})
        return StartTag(element, place) if element else None

    def _end_element(self, name: str, span: Span) -> None:
        if name in _LEAVES:
            self._end_line(span.end)
        self._read_end(name, Span(span.end, span.end))

    def _end_line(self, at: int) -> None:
        """End the inline elements that HTML would leave open in the next block."""
        for inline in reversed(self._open.inlines):
            self._leave(self._open.end(inline.name), at)

    def _end_note(self, first: int, span: Span) -> None:
        """End a footnote, which may be the reference to a source."""
        self._read_end("aside", Span(span.end, span.end))
        for index in range(first, len(self._drafts)):
            draft = self._drafts[index]
            prose = draft.block.kind in {BlockKind.PARAGRAPH, BlockKind.LIST_ITEM}
            if prose and names_source(draft.block):
                self._drafts[index] = draft.to(BlockKind.REFERENCE)

    def _end_image(self, span: Span) -> None:
        alt, self._alt = self._alt, None
        if alt:
            self._draft(alt, BlockKind.ALT_TEXT)
            self._add_wordless(InlineKind.OBJECT, span)

    def _end_code(self, _: Span) -> None:
        lines, self._verbatim = self._verbatim or [], None
        block = as_it_stands(self._source, lines, self._around.path)
        if block and not self._skipping:
            self._drafts.append(Draft(block, self._around))

    def _end_indented(self, span: Span) -> None:
        """End a block that four spaces made code; prose got them by mistake and is read."""
        lines = self._verbatim or []
        if not is_prose("".join(line.of(self._source) for line in lines)):
            self._end_code(span)
            return
        self._verbatim = None
        for line in lines:
            self._copy_with_inserts(line, self._copy_plain)
        self._end_block()

    def _end_html(self, span: Span) -> None:
        lines, self._verbatim = self._verbatim or [], None
        if lines:
            for token in tokens(self._text, lines[0].start, lines[-1].end):
                self._read_token(token)
        self._end_line(span.end)
        self._end_block()

    # What stands in a line

    def _line(self, *, blank: bool = False) -> BlockBuilder:
        """Where words go: into the alternative text of an image, or into the block."""
        if self._alt is not None:
            return self._alt
        self._begin(blank=blank)
        return self._builder

    def _read_inline(self, name: str, data: Any, span: Span) -> None:
        if self._verbatim is not None:
            self._verbatim.append(span)
        elif name == "Rule":
            self._end_block()
        elif name == "InlineHtml":
            self._read_inline_html(span)
        elif self._skipping:
            pass
        elif name == "Text":
            self._read_words(data, span)
        elif name == "Code":
            self._read_code(data, span)
        elif name == "FootnoteReference":
            self._add_opaque(InlineKind.NOTE, span, data)
        elif name == "SoftBreak":
            self._line(blank=True).put(" ", span.start, span.end)
        elif name == "HardBreak":
            self._line().line_break(span.start, span.end)
        self._read_until = span.end

    def _read_words(self, words: str, span: Span) -> None:
        start = span.start
        if words != span.of(self._text):
            self._copy(self._line(), span)
            return
        if self._text[start - 1 : start] == _ESCAPE and self._read_until < start:
            self._line().put(words[0], start - 1, start + 1)
            start += 1
        self._copy_with_inserts(Span(start, span.end), self._copy_plain)

    def _read_code(self, code: str, span: Span) -> None:
        written = span.of(self._text)
        ticks = len(written) - len(written.lstrip("`"))
        inner = Span(span.start + ticks, span.end - ticks)
        self._line().open(InlineKind.CODE)
        if inner.of(self._text).split() == code.split():
            stripped = inner.of(self._text).strip()
            start = inner.start + inner.of(self._text).find(stripped)
            self._line().copy(start, start + len(stripped))
        else:
            self._line().put(" ".join(self._restored(code).split()), inner.start, inner.end)
        self._line().close()

    def _read_inline_html(self, span: Span) -> None:
        if self._text.startswith("<!--", span.start):
            self._read_comment(span)
        elif self._alt is None:
            for token in tokens(self._text, span.start, span.end):
                self._read_token(token)

    def _read_token(self, token: Token) -> None:
        if isinstance(token, StartTag):
            attributes = {
                name: replace(attribute, value=self._restored(attribute.value))
                for name, attribute in token.attributes.items()
            }
            token = replace(token, attributes=attributes)
        super()._read_token(token)

    def _read_text(self, span: Span, *, raw: bool) -> None:
        """Read the text between two HTML tags."""
        if not self._skipping:
            self._copy_with_inserts(span, self._copy_plain if raw else self._copy_referring)

    def _copy_referring(self, builder: BlockBuilder, start: int, end: int) -> None:
        self._copy(builder, Span(start, end))

    # Inserts

    def _copy_with_inserts(
        self, span: Span, copy: Callable[[BlockBuilder, int, int], None]
    ) -> None:
        """Add the text at `span`, and what its inserts make of it."""
        at = span.start
        for index in range(bisect_right(self._insert_ends, at), len(self._inserts)):
            insert = self._inserts[index]
            if insert.span.start >= span.end:
                break
            self._copy_words(at, insert.span.start, copy)
            if insert.span.start >= span.start:
                self._add_insert(insert)
            at = min(insert.span.end, span.end)
        self._copy_words(at, span.end, copy)

    def _copy_words(
        self, start: int, end: int, copy: Callable[[BlockBuilder, int, int], None]
    ) -> None:
        if start < end:
            blank = self._source[start:end].isspace()
            copy(self._line(blank=blank), start, end)

    def _add_insert(self, insert: Insert) -> None:
        if insert.role is Role.TEMPLATE:
            self._add_opaque(InlineKind.TEMPLATE, insert.span)
        elif insert.role is Role.MATH:
            self._add_opaque(InlineKind.MATH, insert.span)
        elif insert.role is Role.BREAK and self._alt is None:
            self._end_block()
        elif insert.role is Role.PICTURE and self._alt is None:
            self._add_wordless(InlineKind.OBJECT, insert.span)
        for kind, place in ((BlockKind.ALT_TEXT, insert.alt), (BlockKind.CAPTION, insert.caption)):
            if place:
                builder = BlockBuilder(self._source)
                builder.decode(place.start, place.end, frontmatter.ESCAPED, frontmatter.meaning)
                self._draft(builder, kind)

    def _add_opaque(self, kind: InlineKind, span: Span, target: str | None = None) -> None:
        self._line().open(kind, target)
        self._line().copy(span.start, span.end)
        self._line().close()

    def _draft(self, builder: BlockBuilder, kind: BlockKind) -> None:
        """Draft a block that stands inside another."""
        around = self._around
        block = builder.build(kind, path=around.path, language=around.language)
        if block:
            self._drafts.append(Draft(block, around))


def _nothing(_: Span) -> None:
    """The end of a construct that leaves no trace."""


def _blanked(text: str, gaps: Sequence[Span]) -> str:
    """The text with spaces in the gaps."""
    parts = []
    at = 0
    for gap in gaps:
        parts += [text[at : gap.start], " " * len(gap)]
        at = gap.end
    return "".join([*parts, text[at:]])


def _with_undefined_notes(block: Block) -> Block:
    """Marks of footnotes that nobody defined are marks all the same."""
    if "[^" not in block.text or block.kind in {BlockKind.CODE, BlockKind.COMMENT}:
        return block
    marks = _NOTE_MARK.finditer(block.text)
    return with_inlines(
        block, (Inline(InlineKind.NOTE, Span(*mark.span()), mark.group(1)) for mark in marks)
    )
