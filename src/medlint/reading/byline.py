"""Who wrote and reviewed an article, when, and who paid: declared, or told to its readers."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from medlint.document import Block, BlockKind, Document
from medlint.publishing import Region
from medlint.reading.patterns import compile_pattern

_AUTHOR = ("author", "authors", "by", "byline", "writer", "writtenby", "creator", "contributor")
_REVIEWER = (
    *("reviewer", "reviewers", "reviewedby", "medicalreviewer", "medicallyreviewedby"),
    *("medicalreview", "clinicalreviewer", "factcheckedby", "checkedby", "lastreviewedby"),
)
_DATE = (
    *("reviewed", "lastreviewed", "reviewdate", "reviewedon", "datereviewed", "lastreview"),
    *("updated", "lastupdated", "dateupdated", "updatedon", "lastmod", "lastmodified"),
    *("modified", "datemodified", "published", "datepublished", "publishdate", "pubdate"),
    *("publishedon", "date"),
)
_FUNDING = (
    *("funding", "fundedby", "funder", "sponsor", "sponsors", "sponsoredby", "disclosure"),
    *("disclosures", "conflicts", "conflictofinterest", "competinginterests", "affiliate"),
)
"""The keys by which pages declare it, in small letters and without signs."""

_WORD = r"\p{Lu}[\p{L}\p{M}\d'\x{2019}.-]*"
_PARTICLE = "(?:de|del|della|der|den|da|di|dos|du|el|la|le|ten|ter|van|von|bin|ibn|y)"
_TITLE = r"(?:Dr\.?\s|Prof(?:essor|\.)?\s|Sister\s|Nurse\s)?"
_NAME = rf"{_TITLE}{_WORD}(?:\s(?:{_PARTICLE}\s)*{_WORD}){{1,4}}"
_BY = compile_pattern(
    rf"^(?:(?:[Ww]ritten|[Tt]ext|[Ww]ords|[Aa]rticle|[Ss]tory)\s)?(?:[Bb]y|[Aa]uthors?)\s?:?\s{_NAME}"
)
_REVIEWED_BY = compile_pattern(
    r"(?i)\b(?:reviewed|fact[- ]checked|checked|approved|verified)\s(?:for\saccuracy\s)?"
    r"by:?\s([^.;|\n]{3,120})|\b(?:medical|clinical)\sreview(?:er)?s?:?\s([^.;|\n]{3,120})"
)
_DATED = compile_pattern(
    r"(?i)\b(?:(?:last|medically|page|content|clinically)\s)*(?:reviewed|updated|published"
    r"|modified|posted|revised|review\sdate|first\spublished|date)\b[^.;|]{0,60}?"
    r"((?:\d{4}-\d{1,2}(?:-\d{1,2})?)|(?:\d{1,2}(?:st|nd|rd|th)?\s(?:of\s)?[A-Z][a-z]+\.?,?\s\d{4})"
    r"|(?:[A-Z][a-z]+\.?\s(?:\d{1,2}(?:st|nd|rd|th)?,?\s)?\d{4})|(?:\d{1,2}[/.]\d{1,2}[/.]\d{4}))"
)
_PLANNED = compile_pattern(r"(?i)\b(?:next|due|planned|scheduled|will be)\b[^.;|]{0,80}$")
"""Before the date of a review that is still to come."""
_PAID = compile_pattern(
    r"(?i)\b(?:fund(?:ed|ing)\b(?:\s\w+){0,3}?\s?(?:by|from|:)|no\s(?:external\s|outside\s)?funding"
    r"|sponsored\sby|in\spartnership\swith|paid\s(?:partnership|for\sby)|conflicts?\sof\sinterests?"
    r"|competing\sinterests?|(?:nothing|interests?|disclosures?)\sto\sdeclare|disclosures?:"
    r"|affiliate\s(?:links?|commission)|(?:earn|receive)s?\s(?:a\s)?commission|advertisement\b"
    r"|no\s(?:financial|commercial)\s(?:ties|links|interests?|relationships?)"
    r"|has\sno\ssay\s(?:in|over)|we\sare\spaid)"
)
_NEAR_EDGE = 12
"""So many blocks from either end of an article may say who wrote it and when."""
_MONTHS = {
    name: number
    for number, name in enumerate(
        ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), 1
    )
}
_ISO = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?(?!\d)")
_IN_WORDS = re.compile(
    r"(?:(\d{1,2})\D{0,6}?\s)?([A-Za-z]{3,9})\.?,?\s(?:(\d{1,2})\D{0,4}\s)?(\d{4})"
)
_IN_FIGURES = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})")
_LAST_MONTH = 12


@dataclass(frozen=True, slots=True)
class Byline:
    """What a page says of itself.

    It `is_unclear` where one of its days could be two: "03/04/2026", published nobody knows where.
    """

    author: bool
    reviewers: tuple[str, ...]
    dates: tuple[dt.date, ...]
    funding: bool
    is_unclear: bool = False

    def last(self, today: dt.date) -> dt.date | None:
        """The last day until today on which anybody looked at it, as far as it says."""
        return max((date for date in self.dates if date <= today), default=None)


def byline(document: Document, region: Region | None = None) -> Byline:
    """What a document declares, in its data and in the text that readers see.

    Dates in figures are read as they are written in the region.
    """
    declared = _declared(document.metadata)
    edge = [block.text for block in _edges(document.blocks)]
    reviewers = [*_values(declared, _REVIEWER)]
    for text in edge:
        reviewers += [match.group(1) or match.group(2) for match in _REVIEWED_BY.finditer(text)]
    written = [*_values(declared, _DATE)]
    for text in edge:
        written += [
            match.group(1)
            for match in _DATED.finditer(text)
            if not _PLANNED.search(text[: match.end()])
        ]
    dates = [date for words in written if (date := day(words, region))]
    return Byline(
        author=any(True for _ in _values(declared, _AUTHOR))
        or any(_BY.search(text) for text in edge),
        reviewers=tuple(reviewers),
        dates=tuple(dates),
        funding=any(True for _ in _values(declared, _FUNDING))
        or any(_PAID.search(block.text) for block in document.blocks),
        is_unclear=any(_is_unclear(words, region) for words in written),
    )


def day(text: str, region: Region | None = None) -> dt.date | None:
    """The day that a text names; of a month or a year the last one. None where there is none.

    Figures between strokes are read with the month first in the United States, else with the day
    first, and the other way round where only that makes a day. Without a region, figures that make
    a day either way name none.
    """
    if match := _ISO.match(text.strip()):
        year, *rest = match.groups()
        month, number = (int(part) if part else None for part in rest)
        return _day(int(year), month, number)
    if match := _IN_FIGURES.search(text):
        if _is_unclear(text, region):
            return None
        first, second, year = (int(part) for part in match.groups())
        month_first = second > _LAST_MONTH or (region == "us" and first <= _LAST_MONTH)
        return _day(year, first, second) if month_first else _day(year, second, first)
    for match in _IN_WORDS.finditer(text):
        named = _MONTHS.get(match[2][:3].lower())
        if named:
            of_month = match[1] or match[3]
            return _day(int(match[4]), named, int(of_month) if of_month else None)
    return None


def _is_unclear(text: str, region: Region | None) -> bool:
    """Whether figures make one day in the United States, and another one elsewhere."""
    match = _IN_FIGURES.search(text)
    if region is not None or match is None or _ISO.match(text.strip()):
        return False
    first, second = int(match[1]), int(match[2])
    return first != second and max(first, second) <= _LAST_MONTH


def _day(year: int, month: int | None, number: int | None) -> dt.date | None:
    try:
        if number is not None:
            return dt.date(year, month or 1, number)
        following = dt.date(year + (month or _LAST_MONTH) // 12, (month or _LAST_MONTH) % 12 + 1, 1)
        return following - dt.timedelta(days=1)
    except ValueError:  # the 31st of June, the year 0
        return None


def _declared(metadata: Mapping[str, str]) -> dict[str, str]:
    """What is declared, by keys in small letters and without signs."""
    return {
        "".join(char for char in key.lower() if char.isalnum()): value
        for key, value in metadata.items()
        if value.strip()
    }


def _values(declared: Mapping[str, str], keys: Sequence[str]) -> Iterator[str]:
    return (declared[key] for key in keys if key in declared)


def _edges(blocks: Sequence[Block]) -> list[Block]:
    """The blocks at the beginning and at the end, where bylines stand."""
    shown = [block for block in blocks if block.kind not in {BlockKind.COMMENT, BlockKind.CODE}]
    if len(shown) <= 2 * _NEAR_EDGE:
        return shown
    return [*shown[:_NEAR_EDGE], *shown[-_NEAR_EDGE:]]
