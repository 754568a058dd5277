"""Wounds in the bare text and in the markup."""

import pytest

from medlint.document import Format
from medlint.parsing import parse
from medlint.reading.scars import SCARS, emptied
from medlint.text import Span


def found(name: str, text: str) -> list[str]:
    return [span.of(text) for span in SCARS[name](text)]


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        pytest.param("empty-bracket", "The gland ( ) is small.", ["( )"], id="empty"),
        pytest.param("empty-bracket", "Call f() or main() first.", [], id="of a function"),
        pytest.param("empty-quotes", "It is called “ ”.", ["“ ”"], id="curly quotes"),
        pytest.param("empty-quotes", 'He said "yes" and "no".', [], id="quotes with words"),
        pytest.param("empty-slot", "Iron, , and zinc help.", [", ,"], id="list"),
        pytest.param("empty-slot", "Iron (, 2019) helps.", ["(,"], id="citation"),
        pytest.param("empty-slot", "Iron helps (see ).", ["(see )"], id="reference"),
        pytest.param("empty-slot", "Iron (see above), zinc.", [], id="full slots"),
        pytest.param("empty-list", "Foods such as, for one, kale.", ["such as,"], id="such-as"),
        pytest.param("empty-list", "Rice, beans, and.", ["and."], id="last of a list"),
        pytest.param("empty-list", "Rice, beans, and, often, peas.", [], id="parenthesis"),
        pytest.param("empty-list", "It lies between and the skin.", ["between and"], id="between"),
        pytest.param("empty-list", "It is in either or both eyes.", [], id="either or both"),
        pytest.param("empty-list", "Look for trials of either and found none.", [], id="again"),
        pytest.param("empty-list", "Good for both and old phones.", ["both and"], id="lost"),
        pytest.param("doubled-word", "The risk of of falls.", ["of of"], id="doubled"),
        pytest.param("doubled-word", "He said that that is so.", [], id="that that"),
        pytest.param("empty-list", "Use a pen (blue and).", ["and)"], id="last in brackets"),
        pytest.param("article-end", "It is made of a. We saw it.", ["of a."], id="article"),
        pytest.param("article-end", "They go on building a.", ["building a."], id="of an act"),
        pytest.param("article-end", "He was in group a. We saw it.", [], id="label"),
        pytest.param("article-end", "Go from a. to b. at noon.", [], id="list letters"),
        pytest.param("preposition-end", "Write to me via.", ["via."], id="via"),
        pytest.param("preposition-end", "It is what I ask for.", [], id="stranded"),
        pytest.param("opening", "According to, half agree.", ["According to,"], id="opening"),
        pytest.param("opening", "At the, doctors agree.", ["At the,"], id="opening article"),
        pytest.param("opening", "By, for and with us.", [], id="shared object"),
        pytest.param("article-sound", "It is a estimate.", ["a estimate"], id="consonant"),
        pytest.param("article-sound", "An hour, a unit, an MRI.", [], id="sound, not letter"),
        pytest.param("half-before", "An immune -response follows.", ["-response"], id="left half"),
        pytest.param("half-before", "It fell -by a lot.", [], id="a dash"),
        pytest.param("half-behind", "Some high- genes differ.", ["high- genes"], id="right half"),
        pytest.param("half-behind", "Use short- and long-acting ones.", [], id="shared word"),
        pytest.param("bare-genitive", "Look at the 's label.", ["the 's"], id="genitive"),
        pytest.param("bare-genitive", "It's the body's own.", [], id="whole genitive"),
    ],
)
def test_wounds_in_the_text(name: str, text: str, expected: list[str]) -> None:
    assert found(name, text) == expected


def marked(source: str, format_: Format) -> list[str]:
    """The text before each emptied link, where it is a wound."""
    document = parse(source, path="x", format=format_)
    return [
        block.text[: inline.span.start]
        for block in document.blocks
        for inline in emptied(block, Span(0, len(block.text)))
    ]


@pytest.mark.parametrize(
    ("source", "before"),
    [
        pytest.param("<p>Talk to <a href='/x'></a> first.</p>", ["Talk to "], id="link"),
        pytest.param("<p>A <dfn></dfn> is small.</p>", ["A "], id="term"),
        pytest.param("<p><a href='/x'>&nbsp;</a>is small.</p>", [""], id="first word"),
        pytest.param("<p>Talk to <a name='x'></a>us.</p>", [], id="anchor without address"),
        pytest.param("<p><a href='#x'></a>is small.</p>", [], id="anchor in front"),
        pytest.param("<p>All is well.<a href='/x'></a></p>", [], id="behind the stop"),
        pytest.param("<p><a href='/x'></a>All is well.</p>", [], id="in front of the sentence"),
        pytest.param("<p>To <a href='/x'></a><a href='/x'>us</a>.</p>", [], id="half of a link"),
        pytest.param("<p>To <a href='/x'><img src='y'></a> now.</p>", [], id="picture"),
        pytest.param("<p>To <a href='/x'><i class='icon'></i></a> now.</p>", [], id="icon"),
    ],
)
def test_links_without_words_in_html(source: str, before: list[str]) -> None:
    assert marked(source, Format.HTML) == before


@pytest.mark.parametrize(
    ("source", "before"),
    [
        pytest.param(
            "The fall during [](/menopause) disrupts it.", ["The fall during "], id="link"
        ),
        pytest.param("A drug called [ ][x] helps.\n\n[x]: /y", ["A drug called "], id="reference"),
        pytest.param("The fall in [levels](/x) is steep.", [], id="with words"),
        pytest.param("See ![](/picture.png) here.", [], id="picture"),
    ],
)
def test_links_without_words_in_markdown(source: str, before: list[str]) -> None:
    assert marked(source, Format.MARKDOWN) == before


def test_an_empty_link_is_seen_in_its_own_sentence_only() -> None:
    document = parse("All is well. Talk to [](/x) now.", path="x", format=Format.MARKDOWN)
    (block,) = document.blocks
    assert list(emptied(block, Span(0, 12))) == []
    assert [one.target for one in emptied(block, Span(13, len(block.text)))] == ["/x"]
