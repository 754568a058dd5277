"""Source maps: what they refuse, and the way from a block's text to the source and back."""

import pickle

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from medlint.document import (
    Block,
    BlockKind,
    Document,
    Format,
    Inline,
    InlineKind,
    Segment,
    SourceMap,
    SourceMapError,
    linted,
)
from medlint.text import Span


def segment(text: tuple[int, int], source: tuple[int, int], *, exact: bool = True) -> Segment:
    return Segment(Span(*text), Span(*source), exact)


# "Salt & **pepper**" from "Salt &amp; **pepper**": an entity, and marks that are not text.
SOURCE = "Salt &amp; **pepper**"
TEXT = "Salt & pepper"
MAP = SourceMap(
    (
        segment((0, 5), (0, 5)),
        segment((5, 6), (5, 10), exact=False),
        segment((6, 7), (10, 11)),
        segment((7, 13), (13, 19)),
    )
)


@pytest.mark.parametrize(
    ("segments", "message"),
    [
        pytest.param([segment((1, 2), (0, 1))], "does not continue the text at 0", id="late start"),
        pytest.param(
            [segment((0, 2), (0, 2)), segment((3, 4), (3, 4))],
            "does not continue the text at 2",
            id="gap in the text",
        ),
        pytest.param(
            [segment((0, 2), (0, 2)), segment((1, 4), (2, 5))],
            "does not continue the text at 2",
            id="overlap in the text",
        ),
        pytest.param(
            [segment((0, 0), (0, 0))], "does not continue the text at 0", id="no text at all"
        ),
        pytest.param(
            [segment((0, 2), (4, 6)), segment((2, 4), (5, 7))],
            "steps back in the source, behind 6",
            id="overlap in the source",
        ),
        pytest.param(
            [segment((0, 2), (4, 6)), segment((2, 4), (0, 2))],
            "steps back in the source, behind 6",
            id="step back in the source",
        ),
        pytest.param(
            [segment((0, 2), (0, 3))], "has sides of different length", id="exact but unequal"
        ),
    ],
)
def test_a_map_that_does_not_say_where_its_text_came_from(
    segments: list[Segment], message: str
) -> None:
    with pytest.raises(SourceMapError, match=message):
        SourceMap(tuple(segments))


def test_gaps_in_the_source_and_uneven_pieces_are_sound() -> None:
    assert len(MAP) == 13
    assert len(SourceMap(())) == 0
    inserted = SourceMap((segment((0, 1), (0, 1)), segment((1, 2), (1, 1), exact=False)))
    assert inserted.to_source(Span(1, 2)) == Span(1, 1)


@pytest.mark.parametrize(
    ("words", "source"),
    [
        ("Salt", "Salt"),
        ("alt", "alt"),
        ("&", "&amp;"),
        ("Salt &", "Salt &amp;"),
        ("& p", "&amp; **p"),
        ("pepper", "pepper"),
        ("epp", "epp"),
        (" pepper", " **pepper"),
        ("Salt & pepper", "Salt &amp; **pepper"),
    ],
)
def test_words_are_found_in_the_source(words: str, source: str) -> None:
    start = TEXT.index(words)
    span = MAP.to_source(Span(start, start + len(words)))
    assert span.of(SOURCE) == source
    back = MAP.to_text(span)
    assert back is not None
    assert back.of(TEXT) == words


@pytest.mark.parametrize("span", [Span(0, 0), Span(3, 3), Span(12, 14), Span(13, 14), Span(20, 21)])
def test_empty_and_outer_ranges_are_not_mapped(span: Span) -> None:
    with pytest.raises(ValueError, match=r"cannot map Span\(.*\) of a text of 13 code points"):
        MAP.to_source(span)


@pytest.mark.parametrize(
    ("source", "words"),
    [
        pytest.param(Span(6, 8), "&", id="part of an entity stands for all of it"),
        pytest.param(Span(11, 13), None, id="only markup"),
        pytest.param(Span(19, 21), None, id="markup at the end"),
        pytest.param(Span(4, 4), None, id="empty"),
        pytest.param(Span(12, 15), "pe", id="markup and text"),
        pytest.param(Span(0, 21), TEXT, id="everything"),
    ],
)
def test_ranges_of_the_source_are_found_in_the_text(source: Span, words: str | None) -> None:
    span = MAP.to_text(source)
    assert (span.of(TEXT) if span else None) == words


def test_verify_compares_the_two_texts() -> None:
    MAP.verify(TEXT, SOURCE)
    with pytest.raises(SourceMapError, match="covers 13 of 14 code points"):
        MAP.verify(TEXT + "s", SOURCE)
    with pytest.raises(SourceMapError, match="ends behind the source"):
        MAP.verify(TEXT, SOURCE[:15])
    with pytest.raises(SourceMapError, match="reads differently in text and source"):
        MAP.verify(TEXT, SOURCE.replace("pepper", "Pepper"))
    # What is not exact may read differently, for it is another spelling.
    MAP.verify(TEXT.replace("&", "+"), SOURCE)


def test_a_document_verifies_all_its_blocks() -> None:
    block = Block(BlockKind.PARAGRAPH, TEXT, MAP)
    Document("a.md", Format.MARKDOWN, SOURCE, (block,)).verify()
    with pytest.raises(SourceMapError, match="reads differently"):
        Document("a.md", Format.MARKDOWN, SOURCE.upper(), (block, block)).verify()
    assert block.source_span == Span(0, 19)


def test_documents_cross_processes() -> None:
    document = Document("a.md", Format.MARKDOWN, SOURCE, (Block(BlockKind.PARAGRAPH, TEXT, MAP),))
    copy = pickle.loads(pickle.dumps(document))  # noqa: S301 -- our own bytes
    assert copy == document
    assert copy.blocks[0].map.to_source(Span(5, 6)) == Span(5, 10)


def test_opaque_inlines_are_code_addresses_and_the_like() -> None:
    inlines = tuple(Inline(kind, Span(at, at + 1)) for at, kind in enumerate(InlineKind))
    block = Block(BlockKind.PARAGRAPH, TEXT, MAP, inlines=inlines)
    opaque = {inline.kind for inline in inlines if inline.span in block.opaque()}
    assert opaque == {"code", "math", "template", "url", "note", "object"}


@pytest.mark.parametrize(
    ("kind", "language", "read"),
    [
        (BlockKind.PARAGRAPH, None, True),
        (BlockKind.HEADING, "en", True),
        (BlockKind.HEADING, "en-GB", True),
        (BlockKind.HEADING, "EN-us", True),
        (BlockKind.HEADING, "en_US", True),
        (BlockKind.HEADING, "eng", True),
        (BlockKind.HEADING, "", True),
        (BlockKind.HEADING, " en ", True),
        (BlockKind.HEADING, "und", True),
        (BlockKind.HEADING, "de", False),
        (BlockKind.HEADING, "fr-CA", False),
        (BlockKind.HEADING, "enm", False),
        (BlockKind.COMMENT, None, False),
        (BlockKind.CODE, "en", False),
        (BlockKind.REFERENCE, None, True),
    ],
)
def test_what_rules_read(kind: BlockKind, language: str | None, *, read: bool) -> None:
    block = Block(kind, TEXT, MAP, language=language)
    assert linted([block]) == ([block] if read else [])


@st.composite
def mapped(draw: st.DrawFn) -> tuple[SourceMap, str, str]:
    """A map with the two texts that it connects."""
    segments, text, source = [], "", ""
    for _ in range(draw(st.integers(1, 6))):
        source += draw(st.sampled_from(["", "", "*", "</b>"]))
        exact = draw(st.booleans())
        piece = draw(st.text("abc", min_size=1, max_size=4))
        written = piece if exact else draw(st.text("&;xyz", max_size=6))
        segments.append(
            Segment(
                Span(len(text), len(text) + len(piece)),
                Span(len(source), len(source) + len(written)),
                exact,
            )
        )
        text, source = text + piece, source + written
    return SourceMap(tuple(segments)), text, source + draw(st.sampled_from(["", "*"]))


@st.composite
def mapped_with_span(draw: st.DrawFn) -> tuple[SourceMap, str, str, Span]:
    map_, text, source = draw(mapped())
    start = draw(st.integers(0, len(text) - 1))
    return map_, text, source, Span(start, draw(st.integers(start + 1, len(text))))


@given(mapped_with_span())
@settings(deadline=None, max_examples=300)
def test_the_source_of_a_range_holds_its_text(case: tuple[SourceMap, str, str, Span]) -> None:
    map_, text, source, span = case
    map_.verify(text, source)
    placed = map_.to_source(span)
    assert placed.end <= len(source)
    touched = [s for s in map_.segments if s.text.overlaps(span)]
    # Smallest: it begins in the first piece that the range touches and ends in the last.
    assert touched[0].source.start <= placed.start
    assert placed.end <= touched[-1].source.end
    if all(s.exact for s in touched):
        kept = "".join(
            Span(max(s.source.start, placed.start), min(s.source.end, placed.end)).of(source)
            for s in touched
        )
        assert kept == span.of(text)


@given(mapped_with_span())
@settings(deadline=None, max_examples=300)
def test_there_and_back_never_loses_text(case: tuple[SourceMap, str, str, Span]) -> None:
    map_, _, _, span = case
    touched = [s for s in map_.segments if s.text.overlaps(span)]
    assume(all(len(s.source) for s in touched))
    back = map_.to_text(map_.to_source(span))
    assert back is not None
    assert span in back
    if touched[0].exact and touched[-1].exact:
        assert back == span


@given(mapped_with_span(), st.integers(0, 40), st.integers(0, 40))
@settings(deadline=None, max_examples=300)
def test_a_wider_range_of_the_source_never_gives_less_text(
    case: tuple[SourceMap, str, str, Span], before: int, behind: int
) -> None:
    map_, _, source, span = case
    placed = map_.to_source(span)
    wider = Span(max(placed.start - before, 0), min(placed.end + behind, len(source)))
    small, large = map_.to_text(placed), map_.to_text(wider)
    if small is not None:
        assert large is not None
        assert small in large
