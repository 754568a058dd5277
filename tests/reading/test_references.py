"""Entries of reference lists as data, and the places that point to them."""

import datetime as dt

import pytest

from medlint.document import Format
from medlint.nlp import Annotator
from medlint.parsing import parse
from medlint.reading import Reading
from medlint.reading.references import Reference, host_of, missing_parts, pointers


def read(annotator: Annotator, source: str, format_: Format = Format.MARKDOWN) -> Reading:
    document = parse(source, path="x", format=format_)
    return Reading(document, annotator, as_of=dt.date(2026, 11, 23))


def entry(annotator: Annotator, text: str) -> Reference:
    (found,) = read(annotator, f"It fell [1].\n\n## References\n\n1. {text}\n").references
    return found


def test_what_an_entry_says_of_itself(annotator: Annotator) -> None:
    found = entry(
        annotator,
        "Moore AB, Ko C. Sleep in small towns. J Sleep 2019;12(3):45-67. doi:10.1000/js.45. "
        "PMID: 1234",
    )
    assert (found.label, found.author, found.year, found.has_place) == ("1", "Moore", 2019, True)
    assert (found.doi, found.pmid, found.is_found) == ("10.1000/js.45", "1234", True)


@pytest.mark.parametrize(
    ("text", "author"),
    [
        ("Núñez J, Žižka Ł. Sleep. J Sleep 2019;12:45-67.", "Núñez"),
        ("Žižka Ł. Sleep. J Sleep 2019;12:45-67.", "Žižka"),
        ("O'Brien-Smith E. Sleep. J Sleep 2019;12:45-67.", "O'Brien-Smith"),
        ("van der Berg L. Sleep. J Sleep 2019;12:45-67.", "van der Berg"),
        ("Sleep in small towns. J Sleep 2019;12:45-67.", None),
    ],
)
def test_authors_of_all_names(annotator: Annotator, text: str, author: str | None) -> None:
    assert entry(annotator, text).author == author


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ("Moore AB, Ko C. Sleep in small towns. J Sleep 2019;12:45-67.", ()),
        ("World Health Organization. Sleep and health in adults. Geneva; 2020.", ()),
        ("Study on tea and weight. 2019.", ("author", "publisher")),
        ("The big red tea handbook.", ("author", "publisher", "year")),
        ("Rest Weekly, 2023.", ("title", "publisher")),
        ("TeaShop. “Can Tea Help Reverse Gout?” TeaShop Daily, 2022.", ()),
        ("TeaShop. Tea Daily, 2022.", ("title",)),
    ],
)
def test_missing_parts(annotator: Annotator, text: str, missing: tuple[str, ...]) -> None:
    assert missing_parts(entry(annotator, text)) == missing


def test_a_sentence_below_the_list_is_no_entry(annotator: Annotator) -> None:
    text = (
        "## References\n\n1. Ko B. Tea in towns. 2019.\n"
        "2. Write to us if you know more about tea than we do here.\n"
    )
    assert [reference.year for reference in read(annotator, text).references] == [2019]


@pytest.mark.parametrize(
    ("address", "host"),
    [
        ("https://www.cdc.gov/sleep", "cdc.gov"),
        ("www.example.org/a", "example.org"),
        ("http://[broken", ""),
        ("/local/page", ""),
    ],
)
def test_hosts(address: str, host: str) -> None:
    assert host_of(address) == host


@pytest.mark.parametrize(
    ("source", "labels"),
    [
        pytest.param("It fell [3].", [("3",)], id="one"),
        pytest.param("It fell [2, 4-6].", [("2", "4", "5", "6")], id="a range"),
        pytest.param("It fell.²", [("2",)], id="raised"),
        pytest.param("It fell.[^who]\n\n[^who]: Ko B. Tea. 2019.", [("who",)], id="a footnote"),
    ],
)
def test_pointers(annotator: Annotator, source: str, labels: list[tuple[str, ...]]) -> None:
    assert [found.labels for found in pointers(read(annotator, source).blocks)] == labels


def test_pointers_of_html(annotator: Annotator) -> None:
    source = "<p>It fell.<sup><a href='#r1'>1</a></sup></p>"
    assert [p.labels for p in pointers(read(annotator, source, Format.HTML).blocks)] == [("1",)]


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("Task Force. Screening for cancer. JAMA 2021;325:1965-1977.", 2021),
        ("McIlvennan, C. (2015). Readmissions. Circulation, 131(20), 1796\N{EN DASH}1803.", 2015),
        ("Sleep in adults: the survey of 2017\N{EN DASH}2018. Town Press; 2020.", 2020),
        ("Lee A. Sleep. Town Press, 2019. https://town.example/2021/sleep", 2019),
        ("Department of Food. (n.d.). Guidelines from 1980 to today.", None),
        ("Lee A. Sleep in small towns.", None),
    ],
)
def test_the_year_of_an_entry_is_no_page(annotator: Annotator, text: str, year: int | None) -> None:
    assert entry(annotator, text).year == year


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Moore AB, Ko C. Sleep in small towns. J Sleep 2019;12:45-67.", "Sleep in small towns"),
        (
            "Moore, A., & Ko, C. (2019). Sleep in small towns. Sleep, 12(3), 45.",
            "Sleep in small towns",
        ),
        (
            "Moore AB. Telehealth after COVID-19 in small towns. 2021.",
            "Telehealth after COVID-19 in small towns",
        ),
        (
            "World Health Organization. Sleep and health in adults. 2020.",
            "Sleep and health in adults",
        ),
        ("Tea.", "Tea."),
    ],
)
def test_the_title_of_an_entry(annotator: Annotator, text: str, title: str) -> None:
    assert entry(annotator, text).title == title
