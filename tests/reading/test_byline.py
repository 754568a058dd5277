"""Who wrote and reviewed a page, when, and who paid, as it declares it or tells its readers."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medlint.document import Format
from medlint.parsing import parse
from medlint.publishing import Region
from medlint.reading.byline import Byline, byline, day


def of(text: str, format_: Format = Format.MARKDOWN) -> Byline:
    return byline(parse(text, path="x", format=format_))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-05-04", dt.date(2026, 5, 4)),
        ("2026-05-04T08:30:00Z", dt.date(2026, 5, 4)),
        ("2026-02", dt.date(2026, 2, 28)),
        ("2026", dt.date(2026, 12, 31)),
        ("4 May 2026", dt.date(2026, 5, 4)),
        ("4th of May, 2026", dt.date(2026, 5, 4)),
        ("May 4, 2026", dt.date(2026, 5, 4)),
        ("Sept. 2025", dt.date(2025, 9, 30)),
        ("04/05/2026", None),
        ("05/05/2026", dt.date(2026, 5, 5)),
        ("14.05.2026", dt.date(2026, 5, 14)),
        ("05/14/2026", dt.date(2026, 5, 14)),
        ("31 June 2026", None),
        ("Spring 2026", None),
        ("soon", None),
        ("", None),
    ],
)
def test_days_as_people_write_them(text: str, expected: dt.date | None) -> None:
    assert day(text) == expected


@pytest.mark.parametrize(
    ("text", "region", "expected"),
    [
        ("04/05/2026", "us", dt.date(2026, 4, 5)),
        ("04/05/2026", "uk", dt.date(2026, 5, 4)),
        ("04/05/2026", "eu", dt.date(2026, 5, 4)),
        ("04/05/2026", "au", dt.date(2026, 5, 4)),
        ("14/05/2026", "us", dt.date(2026, 5, 14)),
        ("05/14/2026", "uk", dt.date(2026, 5, 14)),
    ],
)
def test_days_in_figures_go_by_the_region(text: str, region: Region, expected: dt.date) -> None:
    assert day(text, region) == expected


def test_a_day_that_could_be_two_is_unclear() -> None:
    text = "# Gout\n\nReviewed: 04/05/2026"
    document = parse(text, path="x", format=Format.MARKDOWN)
    assert byline(document).is_unclear
    assert not byline(document, "uk").is_unclear
    assert not of("# Gout\n\nReviewed: 2026-05-04").is_unclear


@given(st.dates(min_value=dt.date(1900, 1, 1), max_value=dt.date(2100, 12, 31)))
def test_a_day_is_read_back(date: dt.date) -> None:
    assert day(date.isoformat()) == day(f"{date:%d %B %Y}") == day(f"{date:%B %d, %Y}") == date


@given(st.text(max_size=60))
def test_no_text_breaks_it(text: str) -> None:
    found = day(text)
    assert found is None or isinstance(found, dt.date)


@pytest.mark.parametrize(
    "text",
    [
        "---\nauthor: Ana Roy\n---\n\nIt hurts.",
        "---\nWritten-By: Ana Roy\n---\n\nIt hurts.",
        "# Gout\n\nBy Ana Roy\n\nIt hurts.",
        "# Gout\n\nIt hurts.\n\nWritten by Dr Ana Roy, a nurse.",
        "# Gout\n\nAuthor: Ana Roy",
        "# Gout\n\nBy José Núñez",
        "# Gout\n\nBy Łukasz Žižka",
        "# Gout\n\nBy Ellen O\u2019Brien-Smith",
        "# Gout\n\nBy Ludwig van der Berg",
    ],
)
def test_authors(text: str) -> None:
    assert of(text).author


@pytest.mark.parametrize(
    "text",
    [
        "It hurts.",
        "---\nauthor: ''\n---\n\nIt hurts.",
        "By May, most people are well.",
        "# Gout\n\nBy far the worst pain.",
    ],
)
def test_no_authors(text: str) -> None:
    assert not of(text).author


@pytest.mark.parametrize(
    ("text", "reviewers"),
    [
        ("---\nreviewed_by: Lee Ma, MD\n---\n\nIt hurts.", ("Lee Ma, MD",)),
        ("---\nmedicalReviewer: Lee Ma\n---\n\nIt hurts.", ("Lee Ma",)),
        ("Medically reviewed by Lee Ma, MD. It hurts.", ("Lee Ma, MD",)),
        ("Fact-checked by: Lee Ma", ("Lee Ma",)),
        ("Medical review: Lee Ma, RN | 4 May 2026", ("Lee Ma, RN ",)),
        ("A review of 22 trials was published.", ()),
    ],
)
def test_reviewers(text: str, reviewers: tuple[str, ...]) -> None:
    assert of(text).reviewers == reviewers


@pytest.mark.parametrize(
    ("text", "last"),
    [
        ("---\ndate: 2024-01-01\nlast_updated: 2026-05-04\n---\n\nA.", dt.date(2026, 5, 4)),
        ("Last reviewed: 4 May 2026", dt.date(2026, 5, 4)),
        ("Page last updated on May 4, 2026.", dt.date(2026, 5, 4)),
        ("Last reviewed: May 2024. Next review due: May 2026", dt.date(2024, 5, 31)),
        ("Next review: 4 May 2026", None),
        ("Reviewed in 2027-01-01", None),
        ("In 2026 the drug was approved.", None),
    ],
)
def test_the_last_day(text: str, last: dt.date | None) -> None:
    assert of(text).last(dt.date(2026, 11, 23)) == last


def test_dates_in_the_middle_of_an_article_are_its_subject() -> None:
    body = "\n\n".join(["It hurts."] * 15)
    assert of(f"{body}\n\nThe guideline was last updated in May 2026.\n\n{body}").dates == ()


@pytest.mark.parametrize(
    ("text", "is_told"),
    [
        ("---\nsponsor: none\n---\n\nA.", True),
        ("Funded by the Salt Trust.", True),
        ("The authors have nothing to declare.", True),
        ("We may earn a commission when you buy.", True),
        ("A fund helps people with gout.", False),
    ],
)
def test_who_paid(text: str, *, is_told: bool) -> None:
    assert of(text).funding is is_told


def test_what_the_head_of_a_page_declares() -> None:
    page = (
        "<html><head><meta name='author' content='Ana Roy'>"
        "<meta property='article:modified_time' content='2026-05-04'></head>"
        "<body><h1>Gout</h1><p>It hurts.</p></body></html>"
    )
    found = of(page, Format.HTML)
    assert (found.author, found.last(dt.date(2026, 11, 23))) == (True, dt.date(2026, 5, 4))
