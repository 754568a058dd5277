"""The attribute ruler that looks up sets what the one that searches sets."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.lang.en import English
from spacy.tokens import Doc

from medlint.attributes import quicken
from medlint.nlp import DEFAULT_MODEL, Annotator

SENTENCES = (
    "There is no cure, and there's nothin' that ain't been tried.",
    "It's gonna help y'all; let's see what the doctors' notes say, c'mon.",
    "Does that work?  She has to have  had it done by 2 p.m. on Nov. 3rd.",
    "Which of these drugs, if any, was being given to whom?\n\nThose were not theirs.",
    "The more you take the less it will have done — up to 10% of 1,200 mg/day (IL-6).",
    "   ",
    "",
)


@pytest.fixture(scope="module")
def read() -> Callable[[str], tuple[list[Any], list[Any]]]:
    """What the model's own ruler matches in a text, and what the quick one does."""
    nlp = spacy.load(DEFAULT_MODEL, exclude=["ner", "senter", "lemmatizer"])
    ruler: Any = nlp.get_pipe("attribute_ruler")
    searched = ruler.match
    quicken(ruler)
    assert ruler.match != searched
    nlp.disable_pipe("attribute_ruler")

    def both(text: str) -> tuple[list[Any], list[Any]]:
        doc = nlp(text)
        return searched(doc), ruler.match(doc)

    return both


@pytest.mark.parametrize("text", SENTENCES)
def test_the_matches_are_the_same(read: Callable[[str], tuple[Any, Any]], text: str) -> None:
    searched, looked_up = read(text)
    assert looked_up == searched


CONTRACTED = "there is are 's 're ain't nothin' y' all gon na gonna got ta gotta let c'm on n't"
PLAIN = "was to have had be that which this those no not her who of drugs helped helping more"
WORDS = st.sampled_from([*CONTRACTED.split(), *PLAIN.split(), "\n", *",.?()%", "5", "IL-6"])


@given(words=st.lists(WORDS, max_size=12))
@settings(deadline=None, max_examples=150)
def test_in_any_text(read: Callable[[str], tuple[Any, Any]], words: list[str]) -> None:
    searched, looked_up = read(" ".join(words))
    assert looked_up == searched


def test_sentences_come_out_as_the_model_alone_reads_them() -> None:
    alone = spacy.load(DEFAULT_MODEL, exclude=["ner", "senter"])

    def read_off(doc: Doc) -> list[tuple[str, str, str, str, str]]:
        return [(t.text, t.tag_, t.pos_, t.lemma_, str(t.morph)) for t in doc]

    for text, doc in zip(SENTENCES, Annotator().annotate(SENTENCES), strict=True):
        assert read_off(doc) == read_off(alone(text))


def test_patterns_of_another_kind_are_left_alone() -> None:
    nlp = English()
    ruler: Any = nlp.add_pipe("attribute_ruler")
    ruler.add([[{"LENGTH": {">": 3}}]], {"POS": "X"})
    before = ruler.match
    quicken(ruler)
    assert ruler.match == before
    assert [token.pos_ for token in nlp("longer is")] == ["X", ""]
