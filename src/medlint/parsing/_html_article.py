"""What is the article on a page, and what is references, layout or furniture of the site."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from medlint.document import NAVIGATION, Block, BlockKind, Inline, InlineKind
from medlint.parsing import bibliography
from medlint.parsing._html_roles import ROOTS, Context
from medlint.parsing.captions import opens_with_label


@dataclass(frozen=True, slots=True)
class Draft:
    """A block as the markup has it, with where it stood; `bold` where all of it was."""

    block: Block
    context: Context
    bold: bool = False

    def to(self, kind: BlockKind) -> Draft:
        """The same as another kind of block."""
        return replace(self, block=replace(self.block, kind=kind))

    def as_navigation(self) -> Draft:
        """The same as part of the site."""
        if NAVIGATION in self.block.path:
            return self
        return replace(self, block=replace(self.block, path=(NAVIGATION, *self.block.path)))


@dataclass(frozen=True, slots=True)
class Page:
    """What the reader of a source has found: drafts in order, and the numbers of elements.

    `layout` are the tables that only lay out the page, `wrappers` the forms around a page.
    `whole` says that this is a whole document and no piece of one.
    """

    drafts: Sequence[Draft]
    layout: frozenset[int] = frozenset()
    wrappers: frozenset[int] = frozenset()
    whole: bool = True


_HEAD = frozenset({BlockKind.TITLE, BlockKind.META, BlockKind.COMMENT})
"""Kinds that are never furniture."""

_PROSE = frozenset({BlockKind.PARAGRAPH, BlockKind.LIST_ITEM, BlockKind.QUOTATION})
_LEAST_SHARE = 0.2
"""An element that holds less of a page's words than this is not its article."""

_LEAST_ARTICLE = 500
"""Characters in paragraphs that no menu has."""

_FEWEST_ENTRIES = 3
"""So many entries in a row are a bibliography, though no title says so."""
_NOTE_MARK = re.compile(r"[\[(]?(?:note\s)?(?:\d{1,3}|[a-z]|[*†‡§¶#]{1,3})[\])]?", re.IGNORECASE)
_WORD = re.compile(r"\w")
_MENU_LINKS = 2


def settle(page: Page) -> list[Block]:
    """The blocks of a page, each as the kind of text that it is to a reader."""
    drafts = _without_layout(page.drafts, page.layout)
    drafts = _with_header_cells(drafts)
    drafts = _with_captions(_with_references(drafts))
    drafts = _without_forms(drafts, page.wrappers)
    if page.whole:
        drafts = _without_surroundings(_with_an_article(drafts))
    drafts = _without_menus(drafts)
    return [with_notes(draft.block) for draft in drafts]


def _without_layout(drafts: Sequence[Draft], layout: frozenset[int]) -> list[Draft]:
    """Text in tables that only lay out the page is text like any other; the others count from 0."""
    numbers: dict[int, int] = {}
    found = []
    for draft in drafts:
        block, tables = draft.block, iter(draft.context.tables)
        path = tuple(n for n in block.path if n != "table" or next(tables, -1) not in layout)
        cell, kind = block.cell, block.kind
        if cell and cell.table in layout:
            cell = None
            kind = BlockKind.PARAGRAPH if kind is BlockKind.TABLE_CELL else kind
        elif cell:
            cell = replace(cell, table=numbers.setdefault(cell.table, len(numbers)))
        found.append(replace(draft, block=replace(block, kind=kind, path=path, cell=cell)))
    return found


def _with_header_cells(drafts: list[Draft]) -> list[Draft]:
    """A first row all in bold type names the columns, though its cells are plain ones."""
    first_rows = defaultdict(list)
    marked = set()
    for index, draft in enumerate(drafts):
        if draft.block.cell:
            if draft.block.cell.header:
                marked.add(draft.block.cell.table)
            if draft.block.cell.row == 0:
                first_rows[draft.block.cell.table].append(index)
    for table, row in first_rows.items():
        columns = {cell.column for index in row if (cell := drafts[index].block.cell)}
        if table not in marked and len(columns) > 1 and all(drafts[index].bold for index in row):
            for index in row:
                block = drafts[index].block
                if block.cell:
                    header = replace(block.cell, header=True)
                    drafts[index] = replace(drafts[index], block=replace(block, cell=header))
    return drafts


def _with_references(drafts: Iterable[Draft]) -> list[Draft]:
    """What follows a title such as "References" is references, up to the next heading."""
    found = []
    rank = 0
    above = Context()
    for draft in drafts:
        block, context = draft.block, draft.context
        if NAVIGATION in block.path:
            found.append(draft)
            continue
        if not _is_under(context, above):
            rank, above = 0, Context()
        if block.kind is BlockKind.HEADING:
            if bibliography.is_title(block.text):
                rank, above = block.level, context
            elif block.level <= rank:
                rank = 0
        elif block.kind is BlockKind.PARAGRAPH and bibliography.is_label(block.text):
            if not rank:
                rank, above = bibliography.BELOW_HEADINGS, context
        elif block.kind in {BlockKind.PARAGRAPH, BlockKind.LIST_ITEM} and (
            context.references or (rank and context.apart == above.apart)
        ):
            found.append(draft.to(BlockKind.REFERENCE))
            continue
        found.append(draft)
    return _with_bibliographies(found)


def _is_under(context: Context, above: Context) -> bool:
    """Whether the section and the layout cell in which a title stood still go on."""
    return (
        context.sections[: len(above.sections)] == above.sections
        and context.tables[: len(above.tables)] == above.tables
    )


def _with_bibliographies(drafts: list[Draft]) -> list[Draft]:
    """A row of entries is references, though the title above it has been lost."""
    row: list[int] = []
    for index, draft in enumerate([*drafts, None]):
        if draft and _is_entry(draft.block):
            row.append(index)
            continue
        if len(row) >= _FEWEST_ENTRIES:
            for entry in row:
                drafts[entry] = drafts[entry].to(BlockKind.REFERENCE)
        row = []
    return drafts


def _is_entry(block: Block) -> bool:
    kinds = {BlockKind.PARAGRAPH, BlockKind.LIST_ITEM, BlockKind.REFERENCE}
    return block.kind in kinds and bibliography.opens_entry(block.text)


def _with_captions(drafts: Iterable[Draft]) -> list[Draft]:
    """A paragraph that begins like "Figure 2." captions what it stands below."""
    return [
        draft.to(BlockKind.CAPTION)
        if draft.block.kind is BlockKind.PARAGRAPH
        and draft.block.cell is None
        and opens_with_label(draft.block.text)
        else draft
        for draft in drafts
    ]


def _without_forms(drafts: Sequence[Draft], wrappers: frozenset[int]) -> list[Draft]:
    """What stands in a form is not prose, unless the form is wrapped around the page."""
    words: Counter[int | None] = Counter()
    for draft in drafts:
        if draft.block.kind not in _HEAD:
            words[draft.context.form] += len(draft.block.text)
    pages = wrappers | {form for form in words if form and 2 * words[form] > words.total()}
    return [
        draft if draft.context.form in {None, *pages} else draft.as_navigation() for draft in drafts
    ]


def _with_an_article(drafts: list[Draft]) -> list[Draft]:
    """A page whose whole text is called furniture is not to be believed, or nothing is read."""
    prose = [draft for draft in drafts if draft.block.kind in _PROSE]
    paragraphs = (d.block.text for d in prose if d.block.kind is BlockKind.PARAGRAPH)
    if any(NAVIGATION not in draft.block.path for draft in prose) or (
        sum(map(len, paragraphs)) < _LEAST_ARTICLE
    ):
        return drafts
    return [
        replace(draft, block=replace(draft.block, path=_outside(draft.block.path)))
        for draft in drafts
    ]


def _outside(path: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(name for name in path if name != NAVIGATION)


def _without_surroundings(drafts: list[Draft]) -> list[Draft]:
    """Where the markup says which part of the page is the article, the rest is furniture."""
    words: Counter[str] = Counter()
    for draft in drafts:
        if (
            draft.block.kind in _PROSE | {BlockKind.REFERENCE}
            and NAVIGATION not in draft.block.path
        ):
            words.update(dict.fromkeys(("", *draft.context.roots), len(draft.block.text)))
    root = next((root for root in ROOTS if words[root] > _LEAST_SHARE * words[""]), None)
    if root is None:
        return drafts
    return [
        draft if root in draft.context.roots or draft.block.kind in _HEAD else draft.as_navigation()
        for draft in drafts
    ]


def _without_menus(drafts: list[Draft]) -> list[Draft]:
    """Lines and lists that are nothing but links lead through the site, or through the page."""
    lists = defaultdict(list)
    for index, draft in enumerate(drafts):
        links = _links_alone(draft.block)
        if len(links) >= _MENU_LINKS:
            drafts[index] = draft.as_navigation()
        if draft.block.kind is BlockKind.LIST_ITEM and draft.context.lists:
            lists[draft.context.lists[0]].append(index)
    for items in lists.values():
        found = [_links_alone(drafts[index].block) for index in items]
        if len(items) < _MENU_LINKS or not all(found):
            continue
        within_page = all((link.target or "").startswith("#") for links in found for link in links)
        before = drafts[items[0] - 1].block if items[0] else None
        introduced = before is not None and (
            before.kind is BlockKind.HEADING or before.text.endswith(":")
        )
        if within_page or not (introduced or drafts[items[0]].context.roots):
            for index in items:
                drafts[index] = drafts[index].as_navigation()
    return drafts


def _links_alone(block: Block) -> list[Inline]:
    """The links of a block where no word stands outside of them; none otherwise."""
    if block.kind not in {BlockKind.PARAGRAPH, BlockKind.LIST_ITEM} or block.cell:
        return []
    links = [inline for inline in block.inlines if inline.kind is InlineKind.LINK]
    at = 0
    for link in links:
        if _WORD.search(block.text, at, link.span.start):
            return []
        at = link.span.end
    return [] if _WORD.search(block.text, at) else links


def with_notes(block: Block) -> Block:
    """Links within the page whose text is a number or a sign lead to notes."""
    if all(inline.kind is not InlineKind.LINK for inline in block.inlines):
        return block
    found = [_as_note(inline, block.text) for inline in block.inlines]
    notes = {inline.span for inline in found if inline.kind is InlineKind.NOTE}
    kept = (
        inline
        for inline in found
        if inline.kind is not InlineKind.SUPERSCRIPT or inline.span not in notes
    )
    return replace(block, inlines=tuple(kept))


def _as_note(inline: Inline, text: str) -> Inline:
    if inline.kind is not InlineKind.LINK or not (inline.target or "").startswith("#"):
        return inline
    words = inline.span.of(text)
    return replace(inline, kind=InlineKind.NOTE) if _NOTE_MARK.fullmatch(words.strip()) else inline
