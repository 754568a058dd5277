"""Abbreviations of a text: where they are used, and which of them it explains."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from medlint.reading.lemmas import EVERYWHERE
from medlint.reading.patterns import compile_pattern
from medlint.text import Span

_USED = compile_pattern(r"\b(?:[A-Z][a-z]?[A-Z]{1,4}|[A-Z]{2,6}|[a-z]{1,2}[A-Z]{2,4})(?:s\b|\b)")
ROMAN = re.compile(r"[IVX]+")
_JOINED = frozenset(
    "-\N{EN DASH}\N{HYPHEN}\N{NON-BREAKING HYPHEN}/&+._@'\N{RIGHT SINGLE QUOTATION MARK}"
)
"""What joins letters to a longer name: "GLUT-4", "AC/DC", "X-LINKED"."""

_REST = r"[\w'\x{2019}-]"
"""A character of the rest of a word."""
_REST_OF_WORD = compile_pattern(f"{_REST}+")
_PARTED = re.compile(r"[\s/-]+")
_SMALL = r"(?:of|and|the|for|in|with|to|on|by|a|an|or)"
_DIPHTHONG = compile_pattern(r"[ao]+e")
"""Of "oesophageal" and "haematology", and so of "gastroesophageal"."""
_NEAR = 80
"""So many characters away may words say what letters stand for."""
_SHOUTED = 3
"""So many words in capitals side by side are a heading or a cry, and no abbreviations."""
_EXPLAINING = compile_pattern(
    r"(?i)\b(?:stands? for|short for|abbreviated(?: as| to)?|abbreviation (?:of|for)|acronym for"
    r"|(?:known as|called|referred to as|termed)(?: an?)?)\s(?:the\s)?[\"'\x{201C}\x{2018}]?$"
)
_EXPLAINED_BEHIND = compile_pattern(
    r"(?i)^[\"'\x{201D}\x{2019}]?,?\s?(?:(?:stands|is short) for|is an? (?:abbreviation|acronym) "
    r"|which (?:stands|is short) for|(?:is )?also (?:called|known as)|means\b"
    r"|or [a-z]+[\s-][a-z]+[^.;]{0,60}?,)"
)


@dataclass(frozen=True, slots=True)
class Use:
    """An abbreviation at its place; `letters` is what it is known by, without a plural ending."""

    letters: str
    span: Span


def uses(text: str) -> Iterator[Use]:
    """The abbreviations that a text uses; words that are only shouted are none."""
    found = [match.span() for match in _USED.finditer(text)]
    for start, end in found:
        span = Span(start, end)
        letters = text[start:end].removesuffix("s")
        if ROMAN.fullmatch(letters) or _is_joined(text, span) or _is_shouted(text, span):
            continue
        yield Use(letters, span)


def _is_joined(text: str, span: Span) -> bool:
    before = text[span.start - 1 : span.start]
    after = text[span.end : span.end + 1]
    beyond = text[span.end + 1 : span.end + 2]
    if before in _JOINED and before and text[span.start - 2 : span.start - 1].isalnum():
        return True
    if after in {"'", "\N{RIGHT SINGLE QUOTATION MARK}"}:
        return False  # "the CDC's"
    return bool(after) and after in _JOINED and (beyond.isupper() or beyond.isdigit())


def _is_shouted(text: str, span: Span) -> bool:
    """Whether the word is one of several in capitals: a headline, the syllables of a name."""
    first = max(0, span.start - 40)
    around = [
        *text[first : span.start].split()[-2:],
        "",
        *text[span.end : span.end + 40].split()[:2],
    ]
    shouted = sum(len(word) > 1 and word.strip(".,;:!?()").isupper() for word in around)
    return shouted >= _SHOUTED - 1


def explained(letters: str, texts: Iterable[str], *, initials: bool = True) -> bool:
    """Whether one of the texts says what the letters stand for.

    It does where they stand in brackets or behind "or" after other words, where brackets behind
    them hold words, and where words say so ("stands for", "known as"). With `initials`, also where
    words that begin with these letters stand side by side near them: that may be chance, and is
    for letters of which nobody knows what they stand for.
    """
    spelled = _initials(letters) if initials else None
    word = compile_pattern(rf"\b{re.escape(letters)}s?\b")
    return any(
        _is_explained_at(text, Span(*match.span()), spelled)
        for text in texts
        for match in word.finditer(text)
    )


def written_out(letters: str, texts: Iterable[str]) -> str | None:
    """The words of the first definition: they begin with the letters, which stand behind them."""
    spelled = _initials(letters)
    if spelled is None:
        return None
    defined = compile_pattern(rf"({spelled.pattern}{_REST}*)\s\(\s?{re.escape(letters)}s?\s?\)")
    return next((match[1] for text in texts for match in defined.finditer(text)), None)


def _is_explained_at(text: str, span: Span, spelled: Any) -> bool:
    near = text[max(0, span.start - _NEAR) : span.start]
    after = text[span.end : span.end + _NEAR]
    before = near.rstrip("\"'\N{LEFT DOUBLE QUOTATION MARK}").rstrip()
    if before.endswith(("(", "[", "(or", "(also", "(the")):
        return True
    if after.lstrip().startswith(("(", "[")) and _holds_words(after):
        return True
    if _EXPLAINING.search(near) or _EXPLAINED_BEHIND.match(after):
        return True
    first = text[span.start].lower()
    if near.endswith(" or ") and any(w.strip("(")[:1].lower() == first for w in near.split()):
        return True
    return _spells(spelled, near) or _spells(spelled, after)


def _holds_words(after: str) -> bool:
    inside = after.lstrip()[1:].split(")", 1)[0]
    return any(word.isalpha() and word.islower() for word in inside.replace("-", " ").split())


def _spells(spelled: Any, text: str) -> bool:
    """Whether an expression for their initials finds words that are a term.

    No term begins or ends with a word of grammar: "to restore the" is none for TRT.
    """
    for match in spelled.finditer(text) if spelled is not None else ():
        rest = _REST_OF_WORD.match(text, match.end())
        words = text[match.start() : rest.end() if rest else match.end()].lower()
        first, *_, last = _PARTED.split(words)
        if EVERYWHERE.isdisjoint({first, last}):
            return True
    return False


def _initials(letters: str) -> Any:
    """What finds words that begin with the letters, side by side but for small ones; or None."""
    plain = [letter for letter in letters if letter.isalpha()]
    if len(plain) < 2 or not letters.isascii():  # noqa: PLR2004 -- one letter is no abbreviation
        return None
    word = rf"[a-z]+(?:[\s-]+{_SMALL})?[\s/-]+"
    pattern = word.join(f"[{letter.lower()}{letter.upper()}]" for letter in plain)
    return compile_pattern(rf"\b{pattern}[a-z]")


def folded(text: str) -> str:
    """The letters of a text, those alike in which British and American spelling differ."""
    letters = "".join(filter(str.isalnum, text.lower())).replace("s", "z")
    alike: str = _DIPHTHONG.sub("e", letters)
    return alike


def known_forms(terms: Collection[str]) -> frozenset[str]:
    """The spellings under which known abbreviations are found: without full stops."""
    return frozenset(term.replace(".", "") for term in terms)
