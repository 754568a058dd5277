from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from medlint.document import Block, BlockKind, Cell, Document, Format
from medlint.finding import Authority, Category, Confidence, Finding, Severity
from medlint.formats.layout import Layout, lay_out
from medlint.parsing.builder import BlockBuilder
from medlint.report import FileResult
from medlint.text import Span


def finding(span: Span, rule: str = "r", **more: object) -> Finding:
    values: dict[str, object] = {"message": "m", "advice": "", "excerpt": "", **more}
    return Finding(
        rule=rule,
        category=Category.PAGE,
        severity=Severity.ERROR,
        confidence=Confidence.HIGH,
        span=span,
        fingerprint=f"{rule}{span.start}",
        **values,  # type: ignore[arg-type] # the values are the test's own
    )


def at(source: str, words: str, rule: str = "r", **more: object) -> Finding:
    start = source.index(words)
    return finding(Span(start, start + len(words)), rule, **more)


def document_of(source: str, *blocks: Block | None) -> Document:
    document = Document("a.md", Format.MARKDOWN, source, tuple(b for b in blocks if b))
    document.verify()
    return document


def lines(source: str, *kinds: BlockKind | tuple[BlockKind, int]) -> Document:
    """One block a line, of the kinds given, or paragraphs."""
    builder = BlockBuilder(source)
    blocks = []
    start = 0
    for number, line in enumerate(source.split("\n")):
        builder.copy(start, start + len(line))
        kind = kinds[number] if number < len(kinds) else BlockKind.PARAGRAPH
        kind, level = kind if isinstance(kind, tuple) else (kind, 0)
        blocks.append(builder.build(kind, level=level))
        start += len(line) + 1
    return document_of(source, *blocks)


def where(layout: Layout) -> dict[str, object]:
    """Each rule's place: `whole`, `outside`, or the number of the block beside it."""
    places: dict[str, object] = {card.finding.rule: "whole" for card in layout.whole}
    places |= {card.finding.rule: "outside" for card in layout.outside}
    for stretch in layout.stretches:
        for row in stretch.first[-1].rows:
            places |= {card.finding.rule: row.index for card in row.cards}
    return places


def marked(layout: Layout) -> dict[int, list[tuple[int, str]]]:
    """The marked words by the number of their finding: block and text."""
    words: dict[int, dict[int, str]] = {}
    for stretch in layout.stretches:
        for group in (*stretch.first, *stretch.rest):
            for row in group.rows:
                for run in row.runs:
                    for number in run.numbers:
                        place = words.setdefault(number, {})
                        place[row.index] = place.get(row.index, "") + run.text
    return {number: sorted(place.items()) for number, place in words.items()}


SOURCE = "Turmeric heals.\nIt cures  gout.\n\n(no block)\nThe end."


@pytest.fixture
def three_blocks() -> Document:
    builder = BlockBuilder(SOURCE)
    blocks = []
    for words in ("Turmeric heals.", "It cures  gout.", "The end."):
        start = SOURCE.index(words)
        builder.copy(start, start + len(words))
        blocks.append(builder.build(BlockKind.PARAGRAPH))
    return document_of(SOURCE, *blocks)


@pytest.mark.parametrize(
    ("span", "place", "words"),
    [
        pytest.param(Span(9, 14), 0, [(0, "heals")], id="in a block"),
        pytest.param(Span(19, 30), 1, [(1, "cures gout")], id="over folded white space"),
        pytest.param(Span(9, 24), 0, [(0, "heals."), (1, "It cures")], id="over two blocks"),
        pytest.param(Span(34, 42), "outside", [], id="outside of every block"),
        pytest.param(Span(33, 47), 2, [(2, "The")], id="half outside"),
        pytest.param(Span(0, 0), "whole", [], id="about no word"),
        pytest.param(Span(0, len(SOURCE)), "whole", [], id="about every word"),
        pytest.param(
            Span(0, len(SOURCE) - 1),
            0,
            [(0, "Turmeric heals."), (1, "It cures gout."), (2, "The end")],
            id="about nearly every word",
        ),
    ],
)
def test_a_finding_has_one_place(
    three_blocks: Document, span: Span, place: object, words: list[tuple[int, str]]
) -> None:
    layout = lay_out(three_blocks, [finding(span)])
    assert where(layout) == {"r": place}
    assert marked(layout) == ({1: words} if words else {})
    assert [card.marked for card in layout.cards] == [bool(words)]


def test_a_single_block_can_be_marked_from_end_to_end() -> None:
    source = "Turmeric cures gout."
    layout = lay_out(lines(source), [finding(Span(0, len(source)))])
    assert marked(layout) == {1: [(0, source)]}


def test_an_article_without_text_still_lists_its_findings() -> None:
    layout = lay_out(document_of("<!-- -->"), [finding(Span(0, 4)), finding(Span(0, 0), "w")])
    assert where(layout) == {"r": "outside", "w": "whole"}
    assert layout.stretches == ()


def test_words_beat_the_sign_of_the_image_around_them() -> None:
    source = "See ![a cure](x.png) here."
    builder = BlockBuilder(source)
    builder.copy(0, 4)
    builder.object(4, 20)
    builder.copy(20, 26)
    paragraph = builder.build(BlockKind.PARAGRAPH)
    builder.copy(6, 12)
    alt = builder.build(BlockKind.ALT_TEXT)
    layout = lay_out(
        document_of(source, paragraph, alt), [at(source, "cure"), at(source, "x.png", "s")]
    )
    assert marked(layout) == {1: [(0, "\N{OBJECT REPLACEMENT CHARACTER}")], 2: [(1, "cure")]}
    assert where(layout) == {"s": 0, "r": 1}


def test_numbers_run_down_the_page() -> None:
    source = "one two\nthree four"
    found = [
        finding(Span(0, 0), "whole"),
        at(source, "two", "b"),
        at(source, "one", "a"),
        at(source, "three", "c"),
        finding(Span(7, 8), "outside"),
    ]
    layout = lay_out(lines(source), found)
    assert [(card.number, card.finding.rule) for card in layout.cards] == [
        (1, "whole"),
        (2, "a"),
        (3, "b"),
        (4, "c"),
        (5, "outside"),
    ]
    assert [str(card.place.line) + ":" + str(card.place.column) for card in layout.cards] == [
        "1:1",
        "1:1",
        "1:5",
        "2:1",
        "1:8",
    ]


def test_a_reason_is_given_once() -> None:
    source = "one two three four five"
    law = (Authority("Law"),)
    found = [
        at(source, "one", why="because"),
        at(source, "two", why="because"),
        at(source, "three", why="because", authority=law),
        at(source, "four"),
        at(source, "five"),
    ]
    layout = lay_out(lines(source), found)
    assert [card.same_as for card in layout.cards] == [None, 1, None, None, None]


def test_comments_are_shown_only_where_something_was_found() -> None:
    source = "text\nfirst comment\nsecond comment"
    document = lines(source, BlockKind.PARAGRAPH, BlockKind.COMMENT, BlockKind.COMMENT)
    layout = lay_out(document, [at(source, "second")])
    shown = [row.index for s in layout.stretches for g in (*s.first, *s.rest) for row in g.rows]
    assert shown == [0, 2]


@pytest.mark.parametrize(
    ("levels", "above", "expected"),
    [
        pytest.param([1, 2, 3], 1, [2, 3, 4], id="in order"),
        pytest.param([1, 4, 4, 2], 1, [2, 3, 4, 3], id="skipped on the way down"),
        pytest.param([3, 1], 1, [2, 2], id="beginning low"),
        pytest.param([1, 2, 3, 4, 5, 6], 1, [2, 3, 4, 5, 6, 6], id="deepest"),
        pytest.param([0, 9], 1, [2, 3], id="ranks that HTML does not know"),
        pytest.param([1, 2], 2, [3, 4], id="under a heading of its own"),
    ],
)
def test_headings_skip_no_rank(levels: Sequence[int], above: int, expected: list[int]) -> None:
    source = "\n".join("h" * (number + 1) for number in range(len(levels)))
    document = lines(source, *((BlockKind.HEADING, level) for level in levels))
    layout = lay_out(document, [], above=above)
    ranks = [row.rank for s in layout.stretches for g in (*s.first, *s.rest) for row in g.rows]
    assert ranks == expected


def test_a_table_is_laid_out_in_lines_whatever_its_cells_claim() -> None:
    source = "a\nb\nc\nd\ne"
    places = [
        Cell(0, 0, 0, header=True),
        Cell(0, 0, 10**9, header=True),
        Cell(0, 7, 0),
        Cell(0, 7, 0),
        Cell(1, 0, 0),
    ]
    builder = BlockBuilder(source)
    blocks = []
    for number, cell in enumerate(places):
        builder.copy(number * 2, number * 2 + 1)
        blocks.append(builder.build(BlockKind.TABLE_CELL, cell=cell))
    layout = lay_out(document_of(source, *blocks), [])
    (stretch,) = layout.stretches
    assert [
        [["".join(row.block.text for row in cell) for cell in line] for line in group.lines]
        for group in (*stretch.first, *stretch.rest)
    ] == [[["a", "b"], ["cd", ""]], [["e"]]]


def test_a_heading_goes_with_what_follows_it() -> None:
    source = "lead\nhead\nfound one\nfree\nfree\nhead\nfound two"
    document = lines(
        source,
        BlockKind.PARAGRAPH,
        (BlockKind.HEADING, 1),
        BlockKind.PARAGRAPH,
        BlockKind.PARAGRAPH,
        BlockKind.PARAGRAPH,
        (BlockKind.HEADING, 1),
    )
    layout = lay_out(document, [at(source, "one"), at(source, "two")])
    assert [
        (
            [row.index for group in stretch.first for row in group.rows],
            [row.index for group in stretch.rest for row in group.rows],
            len(stretch.cards),
        )
        for stretch in layout.stretches
    ] == [([0], [], 0), ([1, 2], [3, 4], 1), ([5, 6], [], 1)]


def test_the_items_of_a_list_stand_together(article: FileResult) -> None:
    assert article.document is not None
    layout = lay_out(article.document, article.reported())
    groups = [g for s in layout.stretches for g in (*s.first, *s.rest)]
    assert [
        (group.kind, len(group.rows), [card.finding.rule for card in group.cards])
        for group in groups
        if group.kind != "block"
    ] == [("list", 4, ["error-prone-abbreviation"]), ("table", 9, ["decimal-dose"])]


class Counted(tuple[Block, ...]):
    """Blocks that count how often one is looked into."""

    __slots__ = ()
    looks = 0

    def __getitem__(self, index: Any) -> Any:
        Counted.looks += 1
        return super().__getitem__(index)


def test_a_finding_is_looked_for_only_where_it_can_be() -> None:
    source = "\n".join(f"Line {number} cures gout." for number in range(300))
    blocks = Counted(lines(source).blocks)
    found = [finding(block.source_span, f"r{n}") for n, block in enumerate(blocks)]
    layout = lay_out(Document("a.md", Format.TEXT, source, blocks), found)
    assert where(layout) == {f"r{n}": n for n in range(300)}
    assert Counted.looks < 300 * 5
