"""Kind `page`: what a publisher asks every page to declare, and this one does not."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Literal

from medlint.document import BlockKind
from medlint.publishing import Demands
from medlint.reading import Reading
from medlint.reading.byline import Byline, byline
from medlint.rules.hit import Finder, Hit
from medlint.rules.tables import Strict
from medlint.rules.words import Tables
from medlint.text import Span


class PageDemand(Strict):
    """`asks` says for what: who made the page and when, who paid for it, or its disclaimer.

    What exactly a page must declare stands in the settings of the publisher; where these ask for
    nothing, nothing is found. One finding an article, at its beginning.
    """

    kind: Literal["page"]
    asks: Literal["byline", "funding", "disclaimer"]

    def compile(self, tables: Tables) -> Finder:
        """The finder of pages that do not declare it."""
        del tables
        lacking = {"byline": _byline, "funding": _funding, "disclaimer": _disclaimer}[self.asks]

        def find(reading: Reading, scope: frozenset[BlockKind]) -> Iterator[Hit]:
            missing = tuple(lacking(reading, reading.demands))
            first = next(reading.in_scope(scope), None)
            if missing and first is not None:
                values = {"missing": _listed(missing)}
                span = Span(0, len(first.text.rstrip()))
                yield Hit(first, span, values=values, subject=self.asks, missing=missing)

        return find


def _byline(reading: Reading, demands: Demands) -> Iterator[str]:
    if not (demands.author or demands.reviewer or demands.reviewed or demands.max_age_months):
        return
    declared = byline(reading.document, demands.region)
    if demands.author and not declared.author:
        yield "an author"
    if demands.reviewer and not declared.reviewers:
        yield "a reviewer"
    elif demands.reviewer and not _entitled(declared, demands):
        yield f"a reviewer who is {' or '.join(demands.credentials)}"
    yield from _date(declared, demands, reading.as_of)


def _entitled(declared: Byline, demands: Demands) -> bool:
    if not demands.credentials:
        return True
    words = {
        word.replace(".", "").casefold()
        for reviewer in declared.reviewers
        for word in reviewer.replace(",", " ").replace("(", " ").replace(")", " ").split()
    }
    return any(name.replace(".", "").casefold() in words for name in demands.credentials)


def _date(declared: Byline, demands: Demands, today: dt.date) -> Iterator[str]:
    if declared.is_unclear:
        return
    last = declared.last(today)
    if last is None:
        if demands.reviewed or demands.max_age_months:
            yield "the date of the last review"
    elif demands.max_age_months is not None:
        months = (today.year - last.year) * 12 + today.month - last.month
        months -= today.day < last.day
        if months >= demands.max_age_months:
            yield f"a review within {demands.max_age_months} months (the last: {last})"


def _funding(reading: Reading, demands: Demands) -> Iterator[str]:
    if demands.funding and not byline(reading.document).funding:
        yield "who paid for it, or that nobody did"


def _disclaimer(reading: Reading, demands: Demands) -> Iterator[str]:
    if not demands.disclaimer:
        return
    texts = [_plain(block.text) for block in reading.document.blocks]
    if not any(_plain(wanted) in text for wanted in demands.disclaimer for text in texts):
        yield demands.disclaimer[0]


def _plain(text: str) -> str:
    """The words alone: no case, no signs."""
    return " ".join("".join(c if c.isalnum() else " " for c in text.casefold()).split())


def _listed(parts: tuple[str, ...]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"
