"""Headings and what stands under them."""

from collections.abc import Callable

from hypothesis import given, settings
from hypothesis import strategies as st

from medlint.document import Block, BlockKind
from medlint.reading.sections import Section, sections

MakeBlock = Callable[..., Block]


def test_sections_know_the_headings_above(block: MakeBlock) -> None:
    blocks = [
        block("Before."),
        block("Title", "heading", level=1),
        block("Intro."),
        block("Part", "heading", level=2),
        block("Detail", "heading", level=4),
        block("Words.", "list-item"),
        block("Next part", "heading", level=2),
        block("Other title", "heading", level=1),
        block("End."),
    ]
    assert sections(blocks) == (
        Section((), 0, 0, 1),
        Section(("Title",), 1, 1, 3),
        Section(("Title", "Part"), 2, 3, 4),
        Section(("Title", "Part", "Detail"), 4, 4, 6),
        Section(("Title", "Next part"), 2, 6, 7),
        Section(("Other title",), 1, 7, 9),
    )


def test_headings_may_skip_levels_and_come_back(block: MakeBlock) -> None:
    blocks = [block(str(level), "heading", level=level) for level in (3, 1, 6, 2)]
    assert [section.headings for section in sections(blocks)] == [
        ("3",),
        ("1",),
        ("1", "6"),
        ("1", "2"),
    ]


def test_without_blocks_there_are_no_sections(block: MakeBlock) -> None:
    assert sections([]) == ()
    assert sections([block("One.")]) == (Section((), 0, 0, 1),)


@given(levels=st.lists(st.integers(0, 6), max_size=20))
@settings(deadline=None, max_examples=100)
def test_every_block_is_in_one_section(block: MakeBlock, levels: list[int]) -> None:
    blocks = [
        block(f"b{number}", "heading" if level else "paragraph", level=level)
        for number, level in enumerate(levels)
    ]
    found = sections(blocks)
    assert [i for section in found for i in range(section.first, section.last)] == [
        *range(len(blocks))
    ]
    for section in found:
        own = blocks[section.first]
        if own.kind is BlockKind.HEADING:
            assert section.headings[-1] == own.text
            assert section.level == own.level
