"""A document with what can be said of it: asked for once, answered in order."""

import datetime as dt
import time
from collections.abc import Iterable

import pytest
from spacy.tokens import Doc

from medlint.document import BlockKind, Format
from medlint.nlp import Annotator
from medlint.parsing import parse
from medlint.reading import Postponed, Reading
from medlint.text import Span

TEXT = """\
# Roots

Turmeric is yellow. It fell by 40%.[3] More.

## Herbs

- Ginger is hot (Smith, 2021).
"""


def read(annotator: Annotator, text: str, format_: Format = Format.MARKDOWN) -> Reading:
    document = parse(text, path="draft.md", format=format_)
    return Reading(document, annotator, as_of=dt.date(2026, 11, 22))


def test_sentences_count_through_the_document(annotator: Annotator) -> None:
    reading = read(annotator, TEXT)
    assert [(s.index, s.block, s.text) for s in reading.sentences] == [
        (0, 0, "Roots"),
        (1, 1, "Turmeric is yellow."),
        (2, 1, "It fell by 40%."),
        (3, 1, "More."),
        (4, 2, "Herbs"),
        (5, 3, "Ginger is hot (Smith, 2021)."),
    ]
    assert [s.index for s in reading.sentences_of(1)] == [1, 2, 3]
    assert reading.sentences_of(99) == []
    for sentence in reading.sentences:
        assert sentence.span.of(reading.blocks[sentence.block].text) == sentence.text


def test_sentences_in_scope(annotator: Annotator) -> None:
    reading = read(annotator, TEXT)
    assert [s.index for s in reading.in_scope([BlockKind.HEADING, BlockKind.LIST_ITEM])] == [
        0,
        4,
        5,
    ]
    assert list(reading.in_scope([])) == []


def test_the_sentence_at_a_place(annotator: Annotator) -> None:
    reading = read(annotator, TEXT)
    at = reading.sentence_at(1, Span(21, 25))
    assert at is not None
    assert at.text == "It fell by 40%."
    assert reading.sentence_at(1, Span(19, 20)) is None


def test_furniture_of_the_site_is_not_read(annotator: Annotator) -> None:
    html = "<nav><p>Buy now.</p></nav><main><h1>Roots</h1><p>Turmeric is yellow.</p></main>"
    reading = read(annotator, html, Format.HTML)
    assert [block.text for block in reading.blocks] == ["Roots", "Turmeric is yellow."]


def test_sections_of_blocks(annotator: Annotator) -> None:
    reading = read(annotator, TEXT)
    assert reading.section_of(1).headings == ("Roots",)
    assert reading.section_of(3).headings == ("Roots", "Herbs")


@pytest.mark.parametrize(
    ("text", "cited"),
    [
        pytest.param("One [3]. Two. Three.", [True, False, False], id="within"),
        pytest.param("One.[3] Two. Three.", [True, False, False], id="behind the stop"),
        pytest.param("One. Two [3]. Three.", [True, True, False], id="in the next"),
        pytest.param("One. Two. Three.[3]", [False, True, True], id="at the end"),
        pytest.param("One.\n\nTwo [3].", [False, True], id="in the next block"),
        pytest.param("One. Two. Three.", [False, False, False], id="nowhere"),
        pytest.param("[3] One.", [False], id="before"),
    ],
)
def test_how_far_a_citation_reaches(annotator: Annotator, text: str, cited: list[bool]) -> None:
    reading = read(annotator, text)
    assert [reading.cited(sentence) for sentence in reading.sentences] == cited


def test_asking_whether_each_sentence_is_cited_takes_linear_time(annotator: Annotator) -> None:
    def seconds(count: int) -> float:
        reading = read(annotator, "It fell again. It rose [3]. " * count)
        began = time.perf_counter()
        assert all(reading.cited(sentence) for sentence in reading.sentences)
        return time.perf_counter() - began

    # Once is enough: another program may be in the way.
    assert any(seconds(4_000) < 12 * seconds(1_000) + 0.2 for _ in range(3))


class Counting(Annotator):
    """Remembers what it was asked to read."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[list[str]] = []

    def annotate(self, texts: Iterable[str | Doc]) -> list[Doc]:
        wanted = list(texts)
        self.asked.append([str(text) for text in wanted])
        return super().annotate(wanted)


def test_every_sentence_is_read_once_and_only_when_asked() -> None:
    annotator = Counting()
    reading = read(annotator, TEXT)
    assert (len(reading.blocks), len(reading.sentences), len(reading.sections)) == (4, 6, 2)
    assert annotator.asked == []
    _, yellow, fell, more, *_ = reading.sentences
    assert reading.doc(fell).text == "It fell by 40%."
    reading.annotate([yellow, fell, more])
    reading.annotate([yellow, fell])
    assert reading.doc(more) is reading.doc(more)
    assert [texts for texts in annotator.asked if texts] == [
        ["It fell by 40%."],
        ["Turmeric is yellow.", "More."],
    ]


def test_statistics_of_a_sentence(annotator: Annotator) -> None:
    reading = read(annotator, "It helps 40% of women. It is old.")
    first, second = reading.sentences
    assert [quantity.span.of(first.text) for quantity in reading.quantities(first)] == ["40%"]
    assert reading.quantities(second) == ()


def test_quotations_of_a_block(annotator: Annotator) -> None:
    reading = read(annotator, "He said “yes” to it.\n\nShe did not.")
    assert reading.quotations(0) == (Span(8, 13),)
    assert reading.quotations(1) == ()


def test_what_several_ask_for_is_read_together() -> None:
    annotator = Counting()
    reading = read(annotator, TEXT)
    _, yellow, fell, more, *_ = reading.sentences
    reading.note()
    for wanted in ([yellow], [fell, more], [yellow, more]):
        with pytest.raises(Postponed):
            reading.annotate(wanted)
    assert annotator.asked == []
    reading.read_noted()
    assert annotator.asked == [[yellow.text, fell.text, more.text]]
    assert [reading.doc(s).has_annotation("DEP") for s in (yellow, fell, more)] == [True] * 3
    assert len(annotator.asked) == 1


def test_tokens_are_tagged_later_and_once() -> None:
    reading = read(Counting(), TEXT)
    sentence = reading.sentences[1]
    tokens = reading.tokens(sentence)
    assert not tokens.has_annotation("TAG")
    assert reading.doc(sentence) is tokens
    assert reading.tokens(sentence) is tokens
    assert tokens.has_annotation("TAG")
