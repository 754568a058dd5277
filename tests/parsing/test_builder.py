from __future__ import annotations

import html
import re
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medlint.document import OBJECT, Block, BlockKind, Inline, InlineKind
from medlint.parsing.builder import BlockBuilder, verbatim, with_inlines
from medlint.text import Span

ENTITY = re.compile(r"&\w+;")


def built(source: str, fill: Callable[[BlockBuilder], None]) -> Block:
    builder = BlockBuilder(source)
    fill(builder)
    block = builder.build(BlockKind.PARAGRAPH)
    assert block is not None
    block.map.verify(block.text, source)
    return block


def test_white_space_is_folded_and_keeps_its_place() -> None:
    source = "  Take \t two\r\n tablets \n"
    block = built(source, lambda builder: builder.copy(0, len(source)))
    assert block.text == "Take two tablets"
    assert block.map.to_source(Span(5, 8)).of(source) == "two"
    assert block.map.to_source(Span(0, 16)) == Span(2, 22)
    assert block.source_span == Span(2, 22)


def test_no_break_space_is_text() -> None:
    source = "5\N{NO-BREAK SPACE}mg"
    block = built(source, lambda builder: builder.copy(0, len(source)))
    assert block.text == source
    assert len(block.map.segments) == 1


@pytest.mark.parametrize("edge", ["\x85", "\N{NO-BREAK SPACE}", "\N{EM SPACE}"])
def test_space_of_any_width_falls_away_at_the_edges(edge: str) -> None:
    source = f" {edge} {edge}a{edge}b{edge} {edge} "

    def fill(builder: BlockBuilder) -> None:
        builder.open(InlineKind.LINK, "/x")
        builder.copy(0, len(source))
        builder.close()

    block = built(source, fill)
    assert block.text == f"a{edge}b"
    assert block.source_span == Span(4, 7)
    assert block.inlines == (Inline(InlineKind.LINK, Span(0, 3), "/x"),)
    builder = BlockBuilder(f" {edge} ")
    builder.copy(0, 3)
    assert builder.build(BlockKind.PARAGRAPH) is None


@pytest.mark.parametrize(
    "source", ["one \n two", "one  \n", "one\n"], ids=["middle", "end", "bare"]
)
def test_hard_break_outweighs_the_space_around_it(source: str) -> None:
    at = source.index("\n")

    def fill(builder: BlockBuilder) -> None:
        builder.copy(0, at)
        builder.line_break(at, at + 1)
        builder.copy(at + 1, len(source))

    assert built(source, fill).text == ("one\ntwo" if "two" in source else "one")


def test_entity_maps_as_a_whole() -> None:
    source = "salt &amp; fat"
    block = built(source, lambda builder: builder.decode(0, len(source), ENTITY, html.unescape))
    assert block.text == "salt & fat"
    assert block.map.to_source(Span(5, 6)).of(source) == "&amp;"
    assert [segment.exact for segment in block.map.segments] == [True, False, True]


def test_pieces_that_adjoin_become_one_segment() -> None:
    source = "abcdef"

    def fill(builder: BlockBuilder) -> None:
        builder.copy(0, 2)
        builder.copy(2, 4)
        builder.copy(4, 6)

    assert len(built(source, fill).map.segments) == 1


def test_nested_inlines_come_outermost_first() -> None:
    source = "see this now"

    def fill(builder: BlockBuilder) -> None:
        builder.copy(0, 4)
        builder.open(InlineKind.LINK, "/x")
        builder.open(InlineKind.SUPERSCRIPT)
        builder.copy(4, 8)
        builder.close()
        builder.close()
        builder.copy(8, 12)

    block = built(source, fill)
    assert block.inlines == (
        Inline(InlineKind.LINK, Span(4, 8), "/x"),
        Inline(InlineKind.SUPERSCRIPT, Span(4, 8)),
    )


def test_inline_without_text_is_forgotten_and_an_open_one_is_closed() -> None:
    def fill(builder: BlockBuilder) -> None:
        builder.open(InlineKind.LINK, "/empty")
        builder.close()
        builder.open(InlineKind.LINK, "/open")
        builder.copy(0, 4)

    assert built("word ", fill).inlines == (Inline(InlineKind.LINK, Span(0, 4), "/open"),)


def test_nothing_but_space_is_no_block_and_leaves_nothing_behind() -> None:
    source = " \n word"
    builder = BlockBuilder(source)
    builder.copy(0, 2)
    assert builder.empty
    assert builder.build(BlockKind.PARAGRAPH) is None
    builder.copy(3, 7)
    block = builder.build(BlockKind.HEADING, level=2, path=("quotation",))
    assert block is not None
    assert (block.text, block.level, block.path) == ("word", 2, ("quotation",))


def with_objects(source: str) -> Callable[[BlockBuilder], None]:
    """Each `#` is an object, each stretch in `~` is skipped."""

    def fill(builder: BlockBuilder) -> None:
        for match in re.finditer(r"#|~[^~]*~|[^#~]+", source):
            if match.group() == "#":
                builder.object(*match.span())
            elif match.group()[0] == "~":
                builder.skip(*match.span())
            else:
                builder.copy(*match.span())

    return fill


@pytest.mark.parametrize(
    ("source", "text"),
    [
        pytest.param("Press # twice.", f"Press {OBJECT} twice.", id="among words"),
        pytest.param("# Press twice.", "Press twice.", id="before a sentence"),
        pytest.param("# can develop.", f"{OBJECT} can develop.", id="as the subject"),
        pytest.param("Press twice. #", "Press twice.", id="behind a sentence"),
        pytest.param("“Press twice.” #", "“Press twice.”", id="behind a quoted sentence"),
        pytest.param("A condition known as #", f"A condition known as {OBJECT}", id="as the term"),
        pytest.param("# # Press. # #", "Press.", id="several"),
        pytest.param("Press twice. \xa0 #", "Press twice.", id="behind wide space"),
        pytest.param(f"Press twice. {OBJECT}", "Press twice.", id="typed as such"),
        pytest.param(f"{OBJECT} \xa0 Press twice.", "Press twice.", id="typed in front"),
    ],
)
def test_object_stays_where_the_sentence_needs_it(source: str, text: str) -> None:
    assert built(source, with_objects(source)).text == text


def test_object_dropped_in_front_moves_the_inlines() -> None:
    source = "# See this."

    def fill(builder: BlockBuilder) -> None:
        builder.object(0, 1)
        builder.copy(1, 6)
        builder.open(InlineKind.LINK, "/x")
        builder.copy(6, 10)
        builder.close()
        builder.copy(10, 11)

    block = built(source, fill)
    assert block.inlines == (Inline(InlineKind.LINK, Span(4, 8), "/x"),)
    assert block.inlines[0].span.of(block.text) == "this"


def test_heading_drops_its_last_object() -> None:
    source = "Dose #"
    builder = BlockBuilder(source)
    with_objects(source)(builder)
    block = builder.build(BlockKind.HEADING)
    assert block is not None
    assert block.text == "Dose"


@pytest.mark.parametrize("kind", [InlineKind.TEMPLATE, InlineKind.MATH])
def test_block_of_wordless_things_alone_is_none(kind: InlineKind) -> None:
    builder = BlockBuilder("{{ a }} #")
    builder.open(kind)
    builder.copy(0, 7)
    builder.close()
    builder.copy(7, 8)
    builder.object(8, 9)
    assert builder.build(BlockKind.PARAGRAPH) is None


@pytest.mark.parametrize(
    ("source", "text"),
    [
        pytest.param("Take ~two~ three tablets.", "Take three tablets.", id="between words"),
        pytest.param("Take three ~pills~.", "Take three.", id="before a stop"),
        pytest.param("~Never~ Take three.", "Take three.", id="in front"),
        pytest.param("Take three. ~Or four.~", "Take three.", id="at the end"),
        pytest.param("Take (~two~ three).", "Take (three).", id="after a bracket"),
        pytest.param("Take three (~pills~).", f"Take three ({OBJECT}).", id="alone in brackets"),
        pytest.param("un~super~natural", "unnatural", id="inside a word"),
    ],
)
def test_skipped_words_leave_no_hole(source: str, text: str) -> None:
    assert built(source, with_objects(source)).text == text


def test_skipped_words_behind_a_link_do_not_stretch_it() -> None:
    source = "See here ~and there~."

    def fill(builder: BlockBuilder) -> None:
        builder.copy(0, 4)
        builder.open(InlineKind.LINK, "/x")
        builder.copy(4, 9)
        builder.close()
        builder.skip(9, 20)
        builder.copy(20, 21)

    block = built(source, fill)
    assert block.text == "See here."
    assert block.inlines == (Inline(InlineKind.LINK, Span(4, 8), "/x"),)


def test_skipped_words_before_a_link_do_not_lose_it() -> None:
    source = "See here ~and there~."

    def fill(builder: BlockBuilder) -> None:
        builder.copy(0, 9)
        builder.skip(9, 20)
        builder.open(InlineKind.LINK, "/x")
        builder.copy(20, 21)
        builder.close()

    block = built(source, fill)
    assert block.text == "See here."
    assert block.inlines == (Inline(InlineKind.LINK, Span(8, 9), "/x"),)


@pytest.mark.parametrize(
    ("source", "urls"),
    [
        pytest.param("See https://a.org/b_c?d=1.", ["https://a.org/b_c?d=1"], id="sentence end"),
        pytest.param("(see https://a.org/b_(c))", ["https://a.org/b_(c)"], id="brackets"),
        pytest.param("Go to www.a.org, now", ["www.a.org"], id="www"),
        pytest.param("Write to x.y@a.gov.", ["x.y@a.gov"], id="e-mail"),
        pytest.param("doi:10.1001/jama.2020.1", ["doi:10.1001/jama.2020.1"], id="doi"),
        pytest.param("https://a.org https://b.org", ["https://a.org", "https://b.org"], id="two"),
        pytest.param("Visit Challenge.gov at 10.30 @ noon", [], id="none"),
    ],
)
def test_bare_addresses_are_inlines(source: str, urls: list[str]) -> None:
    block = built(source, lambda builder: builder.copy(0, len(source)))
    found = [inline for inline in block.inlines if inline.kind is InlineKind.URL]
    assert [inline.span.of(block.text) for inline in found] == urls
    assert [inline.target for inline in found] == urls


def test_address_in_code_is_code_only() -> None:
    source = "run https://a.org"

    def fill(builder: BlockBuilder) -> None:
        builder.open(InlineKind.CODE)
        builder.copy(0, len(source))
        builder.close()

    assert [inline.kind for inline in built(source, fill).inlines] == [InlineKind.CODE]


def test_what_is_found_later_stands_in_no_opaque_inline() -> None:
    source = "see *a* and *b*"

    def fill(builder: BlockBuilder) -> None:
        builder.copy(0, 4)
        builder.open(InlineKind.CODE)
        builder.copy(4, 7)
        builder.close()
        builder.copy(7, 15)

    stars = [Inline(InlineKind.NOTE, Span(*m.span())) for m in re.finditer(r"\*.\*", source)]
    assert with_inlines(built(source, fill), stars).inlines == (
        Inline(InlineKind.CODE, Span(4, 7)),
        Inline(InlineKind.NOTE, Span(12, 15)),
    )


def test_verbatim_text_keeps_its_space_and_its_places() -> None:
    source = "> a  \n> b\n"
    block = verbatim(BlockKind.CODE, source, [Span(2, 4), Span(4, 6), Span(8, 9)], ("quotation",))
    assert (block.kind, block.text, block.path) == (BlockKind.CODE, "a  \nb", ("quotation",))
    assert [segment.source for segment in block.map.segments] == [Span(2, 6), Span(8, 9)]


def test_cost_of_many_objects_and_addresses_grows_with_the_text() -> None:
    source = "# " * 50_000 + "end " + "https://a.org " * 20_000 + "a" * 200_000
    builder = BlockBuilder(source)
    for at in range(0, 100_000, 2):
        builder.object(at, at + 1)
        builder.copy(at + 1, at + 2)
    builder.copy(100_000, len(source))
    block = builder.build(BlockKind.PARAGRAPH)
    assert block is not None
    assert len(block.inlines) == 70_000


PIECES = st.lists(
    st.sampled_from(
        [
            "word",
            " ",
            "\n",
            "\t ",
            "&amp;",
            "#",
            "~x~",
            ".",
            "(",
            ")",
            "é",
            "e\u0301",
            "😀",
            "\xa0",
            "\u2003 ",
            "\x85",
        ]
    ),
    max_size=12,
)


@given(pieces=PIECES, kind=st.sampled_from([BlockKind.PARAGRAPH, BlockKind.HEADING]))
def test_any_mix_gives_a_true_map_and_whole_words(pieces: list[str], kind: BlockKind) -> None:
    source = "".join(pieces)
    builder = BlockBuilder(source)
    at = 0
    for piece in pieces:
        end = at + len(piece)
        if piece == "#":
            builder.object(at, end)
        elif piece[0] == "~":
            builder.skip(at, end)
        elif piece == "\n":
            builder.line_break(at, end)
        else:
            builder.decode(at, end, ENTITY, html.unescape)
        at = end
    block = builder.build(kind)
    if block is None:
        assert not re.search(r"[^\s#~]", re.sub("~[^~]*~", "", source))
        return
    block.map.verify(block.text, source)
    assert block.text == block.text.strip()
    assert "  " not in block.text
    for match in re.finditer("word", block.text):
        assert block.map.to_source(Span(*match.span())).of(source) == "word"
    for inline in block.inlines:
        assert 0 <= inline.span.start < inline.span.end <= len(block.text)
    assert block.text.count("word") == source.count("word")
