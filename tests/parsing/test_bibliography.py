from __future__ import annotations

import pytest

from medlint.document import BlockKind, Format
from medlint.parsing import parse
from medlint.parsing.bibliography import (
    holds_identifier,
    is_label,
    is_title,
    opens_entry,
    opens_with_author,
    signs_of_source,
)


@pytest.mark.parametrize(
    "text",
    [
        "References",
        "SOURCES:",
        "Reference list",
        "7. Bibliography",
        "2.1 Citations",
        "iv) Works cited",
        "Cited literature",
        "Literature",
        "List of references",
        "Article sources",
        "Further reading",
        "Footnotes",
        "References (12)",
        "Sources & notes",
        "References, notes and further reading",
        "Sources / Credits",
    ],
)
def test_a_title_of_sources_is_one_in_a_heading_and_in_a_line(text: str) -> None:
    assert is_title(text)
    assert is_label(text)


@pytest.mark.parametrize("text", ["Source:", "Reference", "Key citation", "Notes", "7. Notes"])
def test_a_vague_title_needs_a_heading(text: str) -> None:
    assert is_title(text)
    assert not is_label(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Sources of iron",
        "Good sources",
        "Sources: Harbour Clinic, 2021",
        "Notes to editors",
        "Credits",
        "References and",
        "Reading",
        "1234. References",
    ],
)
def test_other_words_are_no_title_of_sources(text: str) -> None:
    assert not is_title(text)
    assert not is_label(text)


@pytest.mark.parametrize(
    ("format", "source"),
    [
        pytest.param(Format.MARKDOWN, "Text.\n\n**{}**\n\nHarbour Clinic\n", id="markdown"),
        pytest.param(Format.HTML, "<p>Text.<p><b>{}</b><p>Harbour Clinic", id="html"),
        pytest.param(Format.TEXT, "Text.\n\n{}\n\nHarbour Clinic\n", id="text"),
    ],
)
@pytest.mark.parametrize(
    ("title", "is_reference"),
    [
        pytest.param("Article sources", True, id="title"),
        pytest.param("Sources and notes:", True, id="two names"),
        pytest.param("Source:", False, id="one source"),
        pytest.param("Sources of iron", False, id="other words"),
    ],
)
def test_a_line_means_the_same_in_every_format(
    format: Format,  # noqa: A002 -- the argument's name
    source: str,
    title: str,
    *,
    is_reference: bool,
) -> None:
    document = parse(source.format(title), path="x", format=format)
    assert document.blocks[-1].text == "Harbour Clinic"
    assert (document.blocks[-1].kind is BlockKind.REFERENCE) is is_reference


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("Okafor, N., & Lind, P. (2021). Salt and sleep.", True, id="year"),
        pytest.param("Institute of Rest. (n.d.). Naps.", True, id="undated"),
        pytest.param("Institute of Rest (Updated March 3, 2021) Naps.", True, id="updated"),
        pytest.param("[3] Lind P, Okafor N, et al. Tea and rest.", True, id="initials"),
        pytest.param("The clinic opened (2021) for all.", False, id="prose with a year"),
        pytest.param("Lind P Okafor", False, id="no stop"),
    ],
)
def test_how_entries_begin(text: str, *, expected: bool) -> None:
    assert opens_entry(text) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("Smith J, Doe A.", True, id="initial"),
        pytest.param("[12] De Groot J.-P. (", True, id="number and two names"),
        pytest.param("Smith J and Doe A", True, id="and"),
        pytest.param("Smith went home.", False, id="no initial"),
    ],
)
def test_names_with_initials(text: str, *, expected: bool) -> None:
    assert opens_with_author(text) is expected


@pytest.mark.parametrize(
    ("text", "count"),
    [
        pytest.param("Smith J, Doe A. Sleep. N Engl J Med. 2020;12(3):45.", 4, id="all four"),
        pytest.param("In 2020b it changed.", 1, id="year"),
        pytest.param("As in 12 (3).", 1, id="issue"),
        pytest.param("It stands on pp. 3 and 4.", 1, id="page"),
        pytest.param("It stands in Vol. 3.", 1, id="volume"),
        pytest.param("Retrieved from the Journal.", 1, id="publication once"),
        pytest.param("Lind P, tea.", 1, id="author"),
        pytest.param("Rest for 12 weeks; 3 of them in bed.", 0, id="prose"),
    ],
)
def test_signs_are_counted_once_each(text: str, count: int) -> None:
    assert signs_of_source(text) == count


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("doi:10.1000/xyz", True, id="doi"),
        pytest.param("PMID 12345", True, id="pmid"),
        pytest.param("PMC123", True, id="pmc"),
        pytest.param("ISBN 3", True, id="isbn"),
        pytest.param("NCT01234567", True, id="trial"),
        pytest.param("https://example.org/10", False, id="address"),
        pytest.param("10.5 mg", False, id="dose"),
    ],
)
def test_identifiers(text: str, *, expected: bool) -> None:
    assert holds_identifier(text) is expected
