"""Phrases by lemma: found in every form, and no text that has one is passed over."""

import json
from pathlib import Path

import pytest
from spacy.tokens import Token

from medlint.nlp import Annotator
from medlint.reading.lemmas import LemmaFinder

FINDER = LemmaFinder(
    [
        "prove",
        "show",
        "study",
        "find",
        "say",
        "get rid of",
        "throw away",
        "analysis",
        "it be a fact that",
    ]
)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param("Trials are proving it.", ["proving"], id="an e lost"),
        pytest.param("It has been proven.", ["proven"], id="a participle"),
        pytest.param("Two studies were done.", ["studies"], id="a y turned"),
        pytest.param("They found and said so.", ["found", "said"], id="other first letters"),
        pytest.param("She got rid of it.", ["got rid of"], id="a phrase"),
        pytest.param("He threw away the box.", ["threw away"], id="its verb changed"),
        pytest.param("Both analyses agree.", ["analyses"], id="a Greek plural"),
        pytest.param("It is a fact that it rains.", ["It is a fact that"], id="many small words"),
        pytest.param("Shower daily, short of that wash.", [], id="only begins like one"),
    ],
)
def test_every_form_is_found(annotator: Annotator, text: str, found: list[str]) -> None:
    (doc,) = annotator.annotate([text])
    assert [doc[first.i : last.i + 1].text for first, last in FINDER.find(doc)] == found
    assert FINDER.may_stand_in(text) or not found


def test_the_longest_phrase_at_a_place_counts(annotator: Annotator) -> None:
    finder = LemmaFinder(["get", "get rid", "get rid of", "rid"])
    (doc,) = annotator.annotate(["Get rid of it, get it."])
    found = [doc[first.i : last.i + 1].text for first, last in finder.find(doc)]
    assert found == ["Get rid of", "get"]


@pytest.mark.parametrize(
    ("phrase", "text", "may"),
    [
        ("it is a fact that", "It is a fact that it helps.", True),
        ("it is a fact that", "A fact.", False),
        ("be know to help", "It has been known to help.", True),
        ("be know to help", "Helpers are known.", False),
        ("be know to help", "What's known to help?", True),
        ("do not help", "They didn\u2019t help.", True),
        ("can not be clear", "It cannot be clearer.", True),
        ("rock-solid proof", "The rock-solid proof.", True),
        ("say goodbye", "She said her goodbyes.", False),
    ],
)
def test_a_phrase_is_looked_for_where_its_words_stand_in_a_row(
    phrase: str, text: str, *, may: bool
) -> None:
    assert LemmaFinder([phrase]).may_stand_in(text) is may


def is_known(word: Token) -> bool:
    return LemmaFinder([word.lemma_]).may_stand_in(word.text)


@pytest.mark.shared("bench/medquad.jsonl")
def test_no_sentence_with_a_phrase_is_passed_over(annotator: Annotator, shared: Path) -> None:
    """Three words in a row of each sentence, by their lemmas, if forms of these are known."""
    lines = (shared / "bench" / "medquad.jsonl").read_text(encoding="utf-8").splitlines()[::300]
    sentences = [part for line in lines for part in json.loads(line)["text"].split(". ")]
    for doc in annotator.annotate(sentences):
        for at in range(0, len(doc) - 3, 5):
            words = doc[at : at + 3]
            if not all(word.is_alpha and is_known(word) for word in words):
                continue
            finder = LemmaFinder([" ".join(word.lemma_ for word in words)])
            assert finder.may_stand_in(doc.text) or not list(finder.find(doc))


@pytest.mark.shared("bench/medquad.jsonl")
def test_no_sentence_with_a_form_is_passed_over(annotator: Annotator, shared: Path) -> None:
    lemmas = (
        "show prove find say study trial expert clear cure reverse heal lose keep make know feel"
    )
    finders = [LemmaFinder([lemma]) for lemma in lemmas.split()]
    lines = (shared / "bench" / "medquad.jsonl").read_text(encoding="utf-8").splitlines()[::400]
    sentences = [part for line in lines for part in json.loads(line)["text"].split(". ")]
    for doc in annotator.annotate(sentences):
        for finder in finders:
            assert finder.may_stand_in(doc.text) or not list(finder.find(doc))
