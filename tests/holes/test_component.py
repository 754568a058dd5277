"""The detector as others use it: a component of a spaCy pipeline."""

from importlib.metadata import entry_points

import numpy as np
import pytest
import spacy
from spacy.tokens import DocBin

from medlint.holes import component
from medlint.holes.component import NAME, NOWHERE, HoleDetector

BROKEN = "The decline in blood flow during disrupts the balance of the whole body."
SOUND = "The decline in blood flow during menopause disrupts the balance of the whole body."


@pytest.fixture(scope="module")
def nlp() -> spacy.language.Language:
    nlp = spacy.blank("en")
    nlp.add_pipe(NAME)
    return nlp


def test_a_hole_is_seen_left_of_the_word_behind_it(nlp: spacy.language.Language) -> None:
    doc = nlp(BROKEN)
    best = max(doc, key=lambda token: token._.hole)
    assert best.text == "disrupts"
    assert best._.hole > max(token._.hole for token in nlp(SOUND)) + 2


def test_a_stream_has_the_answers_of_single_documents(nlp: spacy.language.Language) -> None:
    texts = [BROKEN, SOUND, "", "  ", "One."] * 3
    for text, doc in zip(texts, nlp.pipe(texts, batch_size=4), strict=True):
        assert [t._.hole for t in doc] == [t._.hole for t in nlp(text)]


def test_white_space_counts_for_nothing() -> None:
    nlp, detector = spacy.blank("en"), HoleDetector()
    plain, spaced = detector.logits([nlp.make_doc(SOUND), nlp.make_doc(SOUND.replace(" ", "  "))])
    assert (spaced[spaced != NOWHERE] == plain).all()
    assert (spaced == NOWHERE).sum() == SOUND.count(" ")


def test_nothing_is_said_of_what_was_not_judged() -> None:
    assert spacy.blank("en")(SOUND)[0]._.hole == NOWHERE


def test_words_are_forgotten_and_learnt_again(monkeypatch: pytest.MonkeyPatch) -> None:
    nlp, detector = spacy.blank("en"), HoleDetector()
    before = detector.logits([nlp.make_doc(BROKEN)])[0]
    monkeypatch.setattr(component, "_MOST_WORDS", 5)
    detector.logits([nlp.make_doc("Other words stand here, and none of them stays.")])
    assert (detector.logits([nlp.make_doc(BROKEN)])[0] == before).all()


def test_the_order_of_documents_changes_nothing() -> None:
    nlp = spacy.blank("en")
    docs = [nlp.make_doc(text) for text in (BROKEN, SOUND, "It is one of many.")]
    one, other = HoleDetector(), HoleDetector()
    forward = one.logits(docs)
    backward = other.logits(docs[::-1])[::-1]
    assert all(np.array_equal(a, b) for a, b in zip(forward, backward, strict=True))


def test_a_document_that_was_kept_has_the_same_odds() -> None:
    nlp, detector = spacy.blank("en"), HoleDetector()
    doc = nlp.make_doc("You can't tell, and they're sure that it doesn't matter to.")
    (kept,) = DocBin().from_bytes(DocBin(docs=[doc]).to_bytes()).get_docs(nlp.vocab)
    assert (HoleDetector().logits([kept])[0] == detector.logits([doc])[0]).all()


def test_spacy_finds_the_component_by_itself() -> None:
    (found,) = [e for e in entry_points(group="spacy_factories") if e.name == NAME]
    assert found.value == "medlint.holes.component:make"
