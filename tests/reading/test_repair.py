"""What the address of a link says of the words that it lost."""

import pytest

from medlint.reading.repair import of_address


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
