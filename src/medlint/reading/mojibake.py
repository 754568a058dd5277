"""Characters that were decoded wrongly, escaped twice, or lost."""

from __future__ import annotations

import html
from collections.abc import Iterator

from medlint.reading.patterns import compile_pattern
from medlint.text import Span

_SUSPECT = compile_pattern(r"\S*[\x{C2}\x{C3}\x{E2}\x{C5}\x{C4}\x{F0}\x{EF}\x{CE}\x{CF}]\S*")
"""Words with a letter that the first byte of a character in UTF-8 is taken for."""
_LONE = compile_pattern(r"(?:^|[\s\d%(])(\x{C2})(?:[\s\d\x{A0}\x{B0}\x{B1}\x{B5}\x{BD}]|$)")
"""What a no-break space leaves when the space itself was normalised."""
_ENTITY = compile_pattern(
    r"&(?:amp;)?(?:nbsp|amp|rsquo|lsquo|ldquo|rdquo|mdash|ndash|hellip|quot|apos|lt|gt|#\d{2,5}"
    r"|#x[0-9A-Fa-f]{2,4});"
)
_REPLACED = compile_pattern(r"[\w]*\x{FFFD}+[\w]*")
_INFINITY = compile_pattern(r"\pL\s(\x{221E})\s\pL")
_APPROACHED = compile_pattern(
    r"(?i)\b(?:to|from|of|zero|and|equals?|is|toward|towards|until)\s\x{221E}"
)
"""Where the sign means what it says."""


def faults(text: str) -> Iterator[tuple[Span, str | None]]:
    """Places with wrong characters, and what was meant where that is certain."""
    taken: list[Span] = []
    for span, meant in _all(text):
        if not any(span.overlaps(other) for other in taken):
            taken.append(span)
            yield span, meant


def _all(text: str) -> Iterator[tuple[Span, str | None]]:
    for match in _SUSPECT.finditer(text):
        yield from _misread(Span(*match.span()), match.group())
    for match in _LONE.finditer(text):
        yield Span(*match.span(1)), ""
    for match in _ENTITY.finditer(text):
        yield Span(*match.span()), html.unescape(html.unescape(match.group()))
    for match in _REPLACED.finditer(text):
        yield Span(*match.span()), None
    if not _APPROACHED.search(text):
        for match in _INFINITY.finditer(text):
            yield Span(*match.span(1)), None


def _misread(span: Span, word: str) -> Iterator[tuple[Span, str]]:
    """The characters of a word that were read in the wrong encoding, and the right ones."""
    from ftfy import fix_encoding  # noqa: PLC0415 -- few texts hold a suspicious letter

    meant = fix_encoding(word)
    if meant == word:
        return
    start = next(i for i, (a, b) in enumerate(zip(word, meant + "\0", strict=False)) if a != b)
    same = 0
    while same < min(len(word), len(meant)) - start and word[-1 - same] == meant[-1 - same]:
        same += 1
    yield (
        Span(span.start + start, span.end - same),
        meant[start : len(meant) - same],
    )
