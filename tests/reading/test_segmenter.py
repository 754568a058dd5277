"""Where sentences end, and what a citation marker is."""

import time
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from medlint.document import Block, Inline, InlineKind
from medlint.reading import segmenter
from medlint.text import Span

EN_DASH = "\N{EN DASH}"
MakeBlock = Callable[..., Block]


def cut(block: Block) -> list[str]:
    return [span.of(block.text) for span in segmenter.sentences(block)]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Dr. Smith and Prof. Lee saw Mr. and Mrs. Brown.", id="titles"),
        pytest.param("They saw Ms. Brown.", id="a title before a name"),
        pytest.param("Smith et al. found more.", id="et al."),
        pytest.param("Use a remedy, e.g. ginger, i.e. a root, vs. placebo.", id="Latin"),
        pytest.param("St. John's wort helps some people.", id="St. John's wort"),
        pytest.param("It killed E. coli and H. pylori cells.", id="species"),
        pytest.param("See Fig. 2 and No. 5 in the U.S. study.", id="figures and countries"),
        pytest.param("Take it b.i.d. with food, at 8 a.m. or at noon.", id="schedules"),
        pytest.param("It holds approx. 5 g of sugar.", id="approx. before a number"),
        pytest.param("Take max. two tsp. of it every 6 hrs. for a day.", id="measures"),
        pytest.param("Probiotics (Lactobacillus spp. and others) may help.", id="spp."),
        pytest.param("The dose is 2.5 mg, or 0.5 mg at night.", id="decimals"),
        pytest.param("It rose from 1.5 to 2.5% in 3.5 years.", id="decimals and a percentage"),
        pytest.param("Read www.example.org or https://example.org/a.b now.", id="addresses"),
        pytest.param("Yes... maybe it helps.", id="dots before a small letter"),
    ],
)
def test_one_sentence(block: MakeBlock, text: str) -> None:
    assert cut(block(text)) == [text]


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        pytest.param("One. Two! Three? Four.", ["One.", "Two!", "Three?", "Four."], id="stops"),
        pytest.param("No. It does not.", ["No.", "It does not."], id="no before a sentence"),
        pytest.param("Yes. It helps.", ["Yes.", "It helps."], id="a short word is no label"),
        pytest.param("iv. Rest. B. Move.", ["iv. Rest.", "B. Move."], id="other labels"),
        pytest.param("It weighs 70 kg. She ran.", ["It weighs 70 kg.", "She ran."], id="a unit"),
        pytest.param("Take 2.5 mg. Rest.", ["Take 2.5 mg.", "Rest."], id="a dose"),
        pytest.param(
            "It rose in 2019. Then it fell.", ["It rose in 2019.", "Then it fell."], id="year"
        ),
        pytest.param(
            "You need vitamin D. Calcium helps. So does vitamin K2. It is in greens.",
            ["You need vitamin D.", "Calcium helps.", "So does vitamin K2.", "It is in greens."],
            id="vitamins are no initials",
        ),
        pytest.param(
            "She had hepatitis B. Children get a vaccine.",
            ["She had hepatitis B.", "Children get a vaccine."],
            id="nor is hepatitis",
        ),
        pytest.param(
            "He said “It works.” They left.",
            ["He said “It works.”", "They left."],
            id="quoted stop",
        ),
        pytest.param(
            "\N{PILL} One. \N{PILL}\N{PILL} Two. Ünd drei.",
            ["\N{PILL} One.", "\N{PILL}\N{PILL} Two.", "Ünd drei."],
            id="beyond the basic plane",
        ),
        pytest.param("One.\N{NO-BREAK SPACE}Two.", ["One.", "Two."], id="a space that is kept"),
        pytest.param("1. Take it. 2. Stop.", ["1. Take it.", "2. Stop."], id="numbers as labels"),
        pytest.param("a) Take it. (b) Stop.", ["a) Take it.", "(b) Stop."], id="letters as labels"),
        pytest.param(
            "One line\nand another. Third", ["One line", "and another.", "Third"], id="breaks"
        ),
        pytest.param("\n\n One \n", ["One"], id="white space around"),
        pytest.param("", [], id="empty"),
        pytest.param(" \n ", [], id="blank"),
    ],
)
def test_several_sentences(block: MakeBlock, text: str, sentences: list[str]) -> None:
    assert cut(block(text)) == sentences


@pytest.mark.parametrize("kind", ["heading", "title", "table-cell"])
def test_headings_and_cells_are_one_each_line(block: MakeBlock, kind: str) -> None:
    assert cut(block("What? No. 1. Really.\nYes. No.", kind)) == [
        "What? No. 1. Really.",
        "Yes. No.",
    ]


@pytest.mark.parametrize(
    ("text", "sentences", "markers"),
    [
        pytest.param(
            "It fell.[3] It rose.", ["It fell.", "It rose."], ["[3]"], id="behind the stop"
        ),
        pytest.param(
            f"It fell.[3][4, 5] It rose [6{EN_DASH}8] again.",
            ["It fell.", f"It rose [6{EN_DASH}8] again."],
            ["[3][4, 5]", f"[6{EN_DASH}8]"],
            id="several",
        ),
        pytest.param("It fell.¹ It rose.", ["It fell.", "It rose."], ["¹"], id="raised"),
        pytest.param(
            "It fell.²,³ It rose¹² again.",
            ["It fell.", "It rose¹² again."],
            ["²,³", "¹²"],
            id="raised list",
        ),
        pytest.param(
            "About 10⁶ cells per m² fell.", ["About 10⁶ cells per m² fell."], [], id="exponents"
        ),
        pytest.param("See [a] and [12].", ["See [a] and [12]."], ["[a]", "[12]"], id="a letter"),
        pytest.param(
            "An [unread] word [1234].", ["An [unread] word [1234]."], [], id="other brackets"
        ),
        pytest.param("[3]", [], ["[3]"], id="nothing but a marker"),
        pytest.param(
            "It fell by half (1, 3). It rose (2).",
            ["It fell by half (1, 3).", "It rose (2)."],
            ["(1, 3)", "(2)"],
            id="in round brackets",
        ),
        pytest.param(
            "Ann (42) took (1) oil and (2) salt.",
            ["Ann (42) took (1) oil and (2) salt."],
            [],
            id="ages and lists in round brackets",
        ),
    ],
)
def test_citation_markers(
    block: MakeBlock, text: str, sentences: list[str], markers: list[str]
) -> None:
    made = block(text)
    assert cut(made) == sentences
    assert [span.of(text) for span in segmenter.citation_markers(made)] == markers
    readable = segmenter.readable(made)
    assert len(readable) == len(text)
    for marker in markers:
        assert marker not in readable


def inline(kind: InlineKind, text: str, words: str) -> Inline:
    start = text.index(words)
    return Inline(kind, Span(start, start + len(words)))


@pytest.mark.parametrize(
    ("text", "raised", "is_marker"),
    [
        pytest.param("It fell.3 It rose.", "3", True, id="behind the stop"),
        pytest.param("It fell3 and rose.", "3", True, id="behind a word"),
        pytest.param("It fell.3,4 It rose.", "3,4", True, id="a list"),
        pytest.param("It fell.[3] It rose.", "[3]", True, id="in brackets"),
        pytest.param("It held 106 cells.", "6", False, id="a power of ten"),
        pytest.param("One m2 of skin.", "2", False, id="a square metre"),
        pytest.param("A 1st try.", "st", False, id="an ordinal"),
        pytest.param("It rose to 5 kg/m2.3 It fell.", "3", True, id="behind a unit and a stop"),
    ],
)
def test_superscripts(block: MakeBlock, text: str, raised: str, *, is_marker: bool) -> None:
    made = block(text, "paragraph", inline(InlineKind.SUPERSCRIPT, text, raised))
    spans = [span.of(text) for span in segmenter.citation_markers(made)]
    assert (raised in spans) is is_marker


def test_a_superscript_behind_the_stop_ends_the_sentence(block: MakeBlock) -> None:
    text = "It fell.3 It rose."
    assert cut(block(text)) == [text]
    assert cut(block(text, "paragraph", inline(InlineKind.SUPERSCRIPT, text, "3"))) == [
        "It fell.",
        "It rose.",
    ]


def test_notes_are_markers_and_opaque_text_ends_no_sentence(block: MakeBlock) -> None:
    text = "It fell.^note^ Run a.b. Now go."
    note = inline(InlineKind.NOTE, text, "^note^")
    code = inline(InlineKind.CODE, text, "a.b. Now")
    assert cut(block(text, "paragraph", note, code)) == ["It fell.", "Run a.b. Now go."]
    assert "^note^" not in segmenter.readable(block(text, "paragraph", note, code))


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("word " * 3_000, id="words"),
        pytest.param("x" * 9_000, id="one word"),
        pytest.param("“" * 9_000, id="quotation marks"),
        pytest.param("approx. 5 " * 2_000, id="abbreviations"),
    ],
)
def test_no_sentence_is_longer_than_a_parse_can_bear(block: MakeBlock, text: str) -> None:
    spans = segmenter.sentences(block(text))
    assert max(map(len, spans)) <= 2_000
    assert "".join(span.of(text) for span in spans).replace(" ", "") == text.replace(" ", "")


@pytest.mark.parametrize("mark", [" - ", ", ", "; "])
def test_long_lists_are_cut_between_their_parts(block: MakeBlock, mark: str) -> None:
    part = "Human Phenotype Ontology (HPO)"
    pieces = cut(block(mark.join([part] * 200)))
    assert len(pieces) > 1
    assert all(piece.startswith(part) for piece in pieces)


def test_long_sentences_are_cut_between_words(block: MakeBlock) -> None:
    assert {words for span in cut(block("word " * 3_000)) for words in span.split()} == {"word"}


def test_a_long_paragraph_is_cut_like_a_short_one(block: MakeBlock) -> None:
    sentences = [f"Sentence number {number} ends here." for number in range(1_500)]
    assert cut(block(" ".join(sentences))) == sentences


_PIECES = st.sampled_from(
    [
        *[
            "Dr.",
            "St.",
            "et",
            "al.",
            "e.g.",
            "No.",
            "vs.",
            "mg.",
            "vitamin",
            "D.",
            "The",
            "Ms.",
            "approx.",
            "1.",
            "(b)",
            "a)",
        ],
        *[
            ".",
            "!",
            "?",
            "…",
            " ",
            "  ",
            "\n",
            "[3]",
            "¹",
            "“",
            "”",
            "'",
            '"',
            "(",
            ")",
            "2.5",
            "x",
        ],
        *[
            "\N{PILL}",
            "\N{NO-BREAK SPACE}",
            "\N{LINE SEPARATOR}",
            "É",
            "e\N{COMBINING ACUTE ACCENT}",
        ],
    ]
)


@given(
    text=st.lists(_PIECES, max_size=30).map("".join), kind=st.sampled_from(["paragraph", "heading"])
)
@settings(deadline=None, max_examples=300)
def test_sentences_are_ordered_disjoint_and_hold_all_text(
    block: MakeBlock, text: str, kind: str
) -> None:
    made = block(text, kind)
    spans = segmenter.sentences(made)
    readable = segmenter.readable(made)
    end = 0
    for span in spans:
        assert span.start >= end
        assert not readable[end : span.start].strip()
        assert span.of(readable) == span.of(readable).strip() != ""
        assert "\n" not in span.of(readable)
        end = span.end
    assert not readable[end:].strip()


@pytest.mark.parametrize(
    "piece",
    [
        "“",
        '"',
        "'",
        "\N{LEFT SINGLE QUOTATION MARK}a ",
        "“a ",
        "(",
        "[",
        "[1,",
        "[1]",
        ".",
        "a. ",
        "No. ",
        "1. ",
        "approx. 5 ",
        " ",
        "x",
        "He is fine. ",
    ],
)
def test_time_grows_no_faster_than_the_text(block: MakeBlock, piece: str) -> None:
    def seconds(length: int) -> float:
        made = block(piece * (length // len(piece)))
        began = time.process_time()
        segmenter.sentences(made)
        return time.process_time() - began

    # Once is enough: another program may be in the way.
    assert any(seconds(120_000) < 12 * seconds(30_000) + 0.2 for _ in range(3))


def test_time_grows_no_faster_than_the_superscripts(block: MakeBlock) -> None:
    def seconds(count: int) -> float:
        raised = [Inline(InlineKind.SUPERSCRIPT, Span(6 * i + 5, 6 * i + 6)) for i in range(count)]
        made = block("word.3" * count, "paragraph", *raised)
        began = time.process_time()
        segmenter.sentences(made)
        return time.process_time() - began

    # Once is enough: another program may be in the way.
    assert any(seconds(8_000) < 12 * seconds(2_000) + 0.1 for _ in range(3))
