"""Clauses and reach, on sentences as the model reads them."""

import pytest
from spacy.tokens import Doc, Token

from medlint.nlp import Annotator
from medlint.reading import clauses
from medlint.text import Span


def token(doc: Doc, word: str) -> Token:
    return next(token for token in doc if token.text == word)


@pytest.mark.parametrize(
    ("text", "openers"),
    [
        ("The link between sugar and anxiety is clear.", []),
        ("There is no evidence that it works.", []),
        ("It may ease pain and reverses ageing.", []),
        ("It helps; it cures.", [";"]),
        ("It works: it cures colds.", [":"]),
        ("It may ease pain, but it cures diabetes.", [",", "but"]),
        ("Sugar is bad and the pancreas suffers.", ["and"]),
        ("It may ease pain, and many people recover.", [","]),
        ("Statins help because they block an enzyme.", ["because"]),
        ("It is nothing but a cure.", []),
        ("It has not yet cured anybody.", []),
        ("It has cured nobody yet.", []),
        ("It does not help, yet it cures colds.", [",", "yet"]),
        ("It is not, however, a cure.", []),
        ("It does not help; however, it cures colds.", [";", "however"]),
        ("It does not help, though it cures colds.", ["though"]),
        ("It is not, though, a cure.", []),
        ("It does not cure colds, though.", []),
        ("It does not help \N{EN DASH} it cures.", ["\N{EN DASH}"]),
        ("It does not help - it cures.", ["-"]),
        ("It helps\N{EM DASH}it cures.", ["\N{EM DASH}"]),
        ("It helps within 5\N{EN DASH}10 days of well-timed use.", []),
    ],
)
def test_where_clauses_begin(annotator: Annotator, text: str, openers: list[str]) -> None:
    (doc,) = annotator.annotate([text])
    assert [doc[index].text for index in sorted(clauses.borders(doc)) if index] == openers


@pytest.mark.parametrize(
    ("text", "cue", "anchor", "reached"),
    [
        ("Turmeric does not cure diabetes.", "not", "cure", True),
        ("Garlic never cures colds.", "never", "cures", True),
        ("Doctors cannot cure diabetes.", "not", "cure", True),
        ("There is no evidence that turmeric cures diabetes.", "no", "cures", True),
        ("No supplement has been shown to reverse fatty liver.", "No", "reverse", True),
        ("Turmeric has not yet been shown to cure diabetes.", "not", "cure", True),
        ("No herb has yet cured diabetes.", "No", "cured", True),
        ("Turmeric is not, however, a cure for diabetes.", "not", "cure", True),
        ("Turmeric may ease pain and reverses ageing.", "may", "ease", True),
        ("Turmeric may ease pain and reverses ageing.", "may", "reverses", False),
        ("It does not help, but it cures colds.", "not", "cures", False),
        ("It does not help, yet it cures colds.", "not", "cures", False),
        ("It does not help; it cures colds.", "not", "cures", False),
        ("It cures colds, not flu.", "not", "cures", False),
        ("It does not \N{EN DASH} whatever they say \N{EN DASH} cure colds.", "not", "cure", True),
        ("It does not\N{EM DASH}whatever they say\N{EM DASH}cure colds.", "not", "cure", True),
        ("It does not, whatever they say, cure colds.", "not", "cure", True),
        ("It cannot, as many of us had hoped, cure colds.", "not", "cure", True),
        ("It does not help \N{EN DASH} it cures colds.", "not", "cures", False),
        ("It does not help within 5\N{EN DASH}10 days, but it cures.", "not", "cures", False),
        ("Mint \N{EN DASH} which is not new \N{EN DASH} cures colds.", "not", "cures", False),
        ("It does not, and mint can cure colds.", "not", "cure", False),
        ("Going without carbohydrate reverses adult ADHD.", "without", "reverses", False),
        ("There is a lack of proof that mint cures colds.", "of", "cures", True),
        ("Tea that can't be beaten reverses obesity.", "n't", "reverses", False),
    ],
)
def test_how_far_a_cue_reaches(
    annotator: Annotator, text: str, cue: str, anchor: str, *, reached: bool
) -> None:
    (doc,) = annotator.annotate([text])
    assert clauses.governs(token(doc, cue), token(doc, anchor)) is reached


@pytest.mark.parametrize(
    ("text", "anchor", "verb", "is_subject"),
    [
        ("Reversing diabetes is not possible.", "Reversing", "is", True),
        ("A cure does not exist.", "cure", "exist", True),
        ("Curing the disease with herbs remains a myth.", "Curing", "remains", True),
        ("It exists as a cure.", "cure", "exists", False),
        ("He says a cure exists.", "says", "exists", False),
    ],
)
def test_subjects(
    annotator: Annotator, text: str, anchor: str, verb: str, *, is_subject: bool
) -> None:
    (doc,) = annotator.annotate([text])
    assert clauses.is_subject_of(token(doc, anchor), token(doc, verb)) is is_subject


@pytest.mark.parametrize(
    ("span", "tokens"),
    [
        pytest.param(Span(0, 8), (0, 1), id="one"),
        pytest.param(Span(15, 30), (2, 5), id="several"),
        pytest.param(Span(10, 11), (1, 2), id="part of one"),
        pytest.param(Span(7, 10), (0, 2), id="parts of two"),
        pytest.param(Span(8, 9), (0, 0), id="the space between"),
        pytest.param(Span(200, 201), (0, 0), id="behind the text"),
    ],
)
def test_tokens_that_a_span_touches(
    annotator: Annotator, span: Span, tokens: tuple[int, int]
) -> None:
    (doc,) = annotator.annotate(["Turmeric cures type 2 diabetes."])
    assert clauses.tokens_in(doc, span) == tokens
