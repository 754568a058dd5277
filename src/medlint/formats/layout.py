"""Where everything of a checked article goes on its page: rows of text with findings beside."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, groupby

from medlint.document import OBJECT, Block, BlockKind, Document
from medlint.finding import Authority, Finding
from medlint.formats.marks import Mark, Run, runs
from medlint.text import LineIndex, Place, Span

_DEEPEST_RANK = 6
"""HTML knows headings of six ranks."""


@dataclass(frozen=True, slots=True)
class Card:
    """One finding as it is listed, with its number on the page.

    `marked` says whether its words are marked in the text. `same_as` is the number of an
    earlier card that gives the same advice, reason and authority.
    """

    number: int
    finding: Finding
    place: Place
    marked: bool
    same_as: int | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One block, with its text in runs and its findings beside it.

    `rank` is a heading's rank on the page: no rank is skipped on the way down, whatever the
    article does.
    """

    index: int
    block: Block
    runs: tuple[Run, ...]
    cards: tuple[Card, ...]
    rank: int = 0

    @property
    def numbers(self) -> frozenset[int]:
        """The findings that are listed beside this block."""
        return frozenset(card.number for card in self.cards)


@dataclass(frozen=True, slots=True)
class Group:
    """Rows that belong together: the items of a list, the cells of a table, or one row alone.

    For a table, `lines` holds its rows of cells, each cell the rows of its blocks; a place
    where the table has no cell is an empty tuple.
    """

    kind: str
    rows: tuple[Row, ...]
    lines: tuple[tuple[tuple[Row, ...], ...], ...] = ()

    @property
    def cards(self) -> tuple[Card, ...]:
        """The findings of all rows, in order."""
        return tuple(card for row in self.rows for card in row.cards)


@dataclass(frozen=True, slots=True)
class Stretch:
    """Groups that share a margin: findings, if any, are those of the last of `first`.

    `first` begins with the headings right above it. `rest` has no findings, so its margin is
    free for those of `first`.
    """

    first: tuple[Group, ...]
    rest: tuple[Group, ...] = ()

    @property
    def kind(self) -> str:
        """The kind of group that the findings are about."""
        return self.first[-1].kind

    @property
    def cards(self) -> tuple[Card, ...]:
        """The findings beside the stretch."""
        return self.first[-1].cards


@dataclass(frozen=True, slots=True)
class Layout:
    """An article's page: findings about all of it, its text, findings outside of the text."""

    whole: tuple[Card, ...]
    stretches: tuple[Stretch, ...]
    outside: tuple[Card, ...]

    @property
    def cards(self) -> tuple[Card, ...]:
        """Every finding on the page, in the order of its numbers."""
        beside = (card for stretch in self.stretches for card in stretch.cards)
        return (*self.whole, *beside, *self.outside)


def lay_out(document: Document, findings: Iterable[Finding], *, above: int = 1) -> Layout:
    """Put every finding in exactly one place of the page, numbered from the top.

    A finding stands beside the first block that has some of its words, and is marked in every
    one that has. Comments, which readers never see, are shown only where one has a finding.
    `above` is the rank of the page's own heading over the article.
    """
    blocks = document.blocks
    places_of = _Places(blocks)
    whole: list[Finding] = []
    outside: list[Finding] = []
    beside: dict[int, list[tuple[Finding, dict[int, Span]]]] = {}
    for finding in findings:
        if places_of.is_whole(finding.span):
            whole.append(finding)
        elif places := places_of.find(finding.span):
            beside.setdefault(min(places), []).append((finding, places))
        else:
            outside.append(finding)
    desk = _Desk(LineIndex(document.source))
    about_all = tuple(desk.card(finding, marked=False) for finding in whole)
    cards: dict[int, list[Card]] = {}
    marks: dict[int, list[Mark]] = {}
    for index in sorted(beside):
        for finding, places in sorted(beside[index], key=lambda item: item[1][min(item[1])]):
            card = desk.card(finding, marked=True)
            cards.setdefault(index, []).append(card)
            for touched, span in places.items():
                marks.setdefault(touched, []).append(Mark(card.number, span))
    rows = [
        Row(
            index=index,
            block=block,
            runs=runs(block.text, marks.get(index, ()), block.inlines),
            cards=tuple(cards.get(index, ())),
            rank=rank,
        )
        for index, (block, rank) in enumerate(zip(blocks, _ranks(blocks, above), strict=True))
        if block.kind is not BlockKind.COMMENT or index in marks
    ]
    about_none = tuple(desk.card(finding, marked=False) for finding in outside)
    return Layout(about_all, tuple(_stretches(_groups(rows))), about_none)


class _Desk:
    """Numbers the cards as they are laid out and remembers what was explained already."""

    def __init__(self, lines: LineIndex) -> None:
        self._lines = lines
        self._next = 1
        self._explained: dict[tuple[str, str, tuple[Authority, ...]], int] = {}

    def card(self, finding: Finding, *, marked: bool) -> Card:
        number = self._next
        self._next += 1
        reasons = (finding.advice, finding.why, finding.authority)
        first = self._explained.setdefault(reasons, number) if any(reasons) else number
        return Card(
            number=number,
            finding=finding,
            place=self._lines.place(finding.span.start),
            marked=marked,
            same_as=None if first == number else first,
        )


class _Places:
    """Finds the words of the blocks that stand at a span of the source."""

    def __init__(self, blocks: Sequence[Block]) -> None:
        self._blocks = blocks
        spans = sorted((block.source_span, index) for index, block in enumerate(blocks))
        self._order = [index for _, index in spans]
        self._starts = [span.start for span, _ in spans]
        # Blocks may stand inside one another, so only the furthest end so far is in order.
        self._reach = list(accumulate((span.end for span, _ in spans), max))

    def is_whole(self, span: Span) -> bool:
        """Whether a finding at `span` is about the whole article: about no word, or about all."""
        if len(span) == 0:
            return True
        if len(self._blocks) == 1:
            return False
        return bool(self._blocks) and Span(self._starts[0], self._reach[-1]) in span

    def find(self, span: Span) -> dict[int, Span]:
        """Where in the text of which blocks the words at `span` stand, by index of the block.

        An image is one sign in its paragraph, and its description is a block of its own: the
        sign counts only where no words do.
        """
        first = bisect_right(self._reach, span.start)
        last = bisect_left(self._starts, span.end)
        places: dict[int, Span] = {}
        for index in sorted(self._order[first:last]):
            found = self._blocks[index].map.to_text(span)
            if found is not None:
                places[index] = found
        words = {
            index: found
            for index, found in places.items()
            if found.of(self._blocks[index].text).strip(OBJECT + " \n")
        }
        return words or places


def _ranks(blocks: Iterable[Block], above: int) -> Iterator[int]:
    """The rank of each heading under the page's own; 0 for every other block."""
    previous = above
    for block in blocks:
        if block.kind is BlockKind.HEADING:
            previous = min(max(block.level, 1) + above, previous + 1, _DEEPEST_RANK)
            yield previous
        else:
            yield 0


def _groups(rows: Iterable[Row]) -> Iterator[Group]:
    for (kind, _which), members in groupby(rows, key=_belonging):
        together = tuple(members)
        if kind == "table":
            yield Group(kind, together, _lines(together))
        else:
            yield Group(kind, together)


def _stretches(groups: Iterable[Group]) -> Iterator[Stretch]:
    first: tuple[Group, ...] = ()
    rest: list[Group] = []
    for group in groups:
        if not group.cards:
            rest.append(group)
            continue
        lead = len(rest)
        while lead and rest[lead - 1].rows[0].rank:
            lead -= 1
        if first or lead:
            yield Stretch(first or tuple(rest[:lead]), tuple(rest[:lead]) if first else ())
        first, rest = (*rest[lead:], group), []
    if first or rest:
        yield Stretch(first or tuple(rest), tuple(rest) if first else ())


def _belonging(row: Row) -> tuple[str, int]:
    if row.block.cell is not None:
        return "table", row.block.cell.table
    if row.block.kind is BlockKind.LIST_ITEM:
        return "list", 0
    return "block", row.index


def _lines(rows: Sequence[Row]) -> tuple[tuple[tuple[Row, ...], ...], ...]:
    """The cells of a table in rows and columns; rows and columns without a cell are left out."""
    cells: dict[tuple[int, int], list[Row]] = {}
    for row in rows:
        if row.block.cell is not None:
            cells.setdefault((row.block.cell.row, row.block.cell.column), []).append(row)
    heights = sorted({line for line, _column in cells})
    widths = sorted({column for _line, column in cells})
    return tuple(
        tuple(tuple(cells.get((line, column), ())) for column in widths) for line in heights
    )
