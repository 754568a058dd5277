"""What an article's own list offers to a sentence that gives no source."""

from __future__ import annotations

from typing import TypeAlias

from medlint.reading import Reading, Sentence
from medlint.reading.references import Reference
from medlint.reading.support import Support
from medlint.rules.publishers import Publishers
from medlint.text import Span

Related: TypeAlias = tuple[Sentence, Span, str]
_LONGEST_TITLE = 90


def proposal(
    reading: Reading, sentence: Sentence, weak: Publishers | None
) -> tuple[str | None, tuple[Related, ...]]:
    """Which entries may be the source, in words, and where they stand; nothing where none fits.

    It says so where an entry is of a `weak` publisher.
    """
    found = reading.support(sentence)
    if not found:
        return None, ()
    told = [_told(one) for one in found]
    if len(told) == 1:
        note = f"Entry {told[0]}. Check that it says so before you cite it."
    else:
        fitting = "; entry ".join(told)
        note = f"Of the list, these fit equally well: entry {fitting}. Check which of them says so."
    for reference in (one.reference for one in found):
        named = weak.of_entry(reference) if weak is not None else None
        if named is not None:
            note += (
                f" Entry {reference.label} is a weak source ({named[0]}):"
                " cite the study or the body behind it instead."
            )
    return note, tuple(_places(reading, found))


def _told(support: Support) -> str:
    reference = support.reference
    reasons = ", and ".join(support.reasons)
    opening, closing = "\N{LEFT DOUBLE QUOTATION MARK}", "\N{RIGHT DOUBLE QUOTATION MARK}"
    return f"{reference.label}, {opening}{_short(reference)}{closing}, may be the source: {reasons}"


def _short(reference: Reference) -> str:
    title = reference.title
    if len(title) <= _LONGEST_TITLE:
        return title
    return f"{title[:_LONGEST_TITLE].rsplit(' ', 1)[0]} \N{HORIZONTAL ELLIPSIS}"


def _places(reading: Reading, found: tuple[Support, ...]) -> list[Related]:
    places = []
    for support in found:
        sentences = reading.sentences_of(support.reference.block)
        if sentences:
            span = Span(0, len(sentences[0].text))
            places.append((sentences[0], span, "may be its source"))
    return places
