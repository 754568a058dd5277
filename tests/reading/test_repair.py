"""Terms of an article that would fit its holes."""

import datetime as dt

import pytest

from medlint.document import Format
from medlint.nlp import Annotator
from medlint.parsing import parse
from medlint.reading import Reading
from medlint.reading.repair import Lexicon, of_address

ARTICLE = """# Estrogen levels and sleep

In many women, estrogen levels fall with age. Low estrogen levels thin the bones.
Cognitive behavioral therapy (CBT) helps. A nurse can explain cognitive behavioral therapy.

{broken}
"""


def fitting(annotator: Annotator, broken: str, right: str) -> list[str]:
    document = parse(ARTICLE.format(broken=broken), path="x.md", format=Format.MARKDOWN)
    reading = Reading(document, annotator, as_of=dt.date(2026, 11, 23))
    doc = reading.doc(next(s for s in reading.sentences if s.text == broken))
    token = next(token for token in doc if token.text == right)
    return Lexicon(reading).fitting(doc, token.i)


@pytest.mark.parametrize(
    ("broken", "right", "first"),
    [
        pytest.param("A marked decline in levels is common.", "levels", "estrogen", id="compound"),
        pytest.param("Some ask for (CBT) at once.", "(", "cognitive behavioral therapy", id="full"),
    ],
)
def test_the_likeliest_comes_first(
    annotator: Annotator, broken: str, right: str, first: str
) -> None:
    assert fitting(annotator, broken, right)[0] == first


def test_nothing_is_named_where_nothing_fits(annotator: Annotator) -> None:
    assert fitting(annotator, "Ask the about prices on Monday.", "about") == []


@pytest.mark.parametrize(
    ("target", "words"),
    [
        pytest.param("/glossary/insulin-resistance", "insulin resistance", id="slug"),
        pytest.param("https://a.example/x/hot_flashes.html?y=1", "hot flashes", id="file"),
        pytest.param("#night-sweats", "night sweats", id="fragment"),
        pytest.param("https://a.example/", None, id="host alone"),
        pytest.param("/p/12345", None, id="number"),
        pytest.param("/a-very-long-headline-of-an-article-nobody-reads", None, id="headline"),
        pytest.param(None, None, id="none"),
    ],
)
def test_the_words_of_an_address(target: str | None, words: str | None) -> None:
    assert of_address(target) == words
