"""Finding many terms in a text at once, in linear time."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

import re2

from medlint.reading.patterns import compile_pattern
from medlint.text import Span

_JOIN = r"[\s\p{Zs}\x{2010}\x{2011}-]+"
"""What may stand between two words of a term: white space, a hyphen."""

_APOSTROPHE = r"['\x{2019}]"
_CLITIC = "n't"
"""A term that is the end of another word ("don't") and so has no border before it."""

_AS_TYPED = str.maketrans(
    {
        "\N{RIGHT SINGLE QUOTATION MARK}": "'",
        "-": " ",
        "\N{HYPHEN}": " ",
        "\N{NON-BREAKING HYPHEN}": " ",
    }
)


_LARGE = 1_000
"""So many terms may be too many for the engine; fewer never are."""


@dataclass(frozen=True, slots=True)
class Term:
    """One occurrence: its place, and the term of the list that it is a form of."""

    span: Span
    term: str


class TermFinder:
    """Finds whole-word occurrences of terms: longest first, none inside another.

    Lower-case terms match in any case, with a plural ending and with a hyphen for a space; terms
    written all in capitals (`HRT`) match in capitals only. With `stems`, a term matches the
    beginning of a word ("thrombo" in "thrombosis").
    """

    def __init__(
        self, terms: Iterable[str], *, stems: bool = False, shared: Iterable[Iterable[str]] = ()
    ) -> None:
        """Take the list; its order does not matter.

        `shared` are further lists, each of them looked for by others too: they are compiled once
        for all who look for them, where one list made of several would be compiled anew.

        A list that surely fits is compiled when it is first looked for. A large one is compiled
        now, so that one too large is a fault of its rule and not of the first article.

        Raises:
            ValueError: a term is nothing but white space and hyphens.
            PatternError: the list is too large.
        """
        parts = (terms, *shared)
        self._parts = tuple(part for one in parts if (part := tuple(sorted(set(one)))))
        self._stems = stems
        for part in self._parts:
            for term in part:
                if not _key(term):
                    msg = f"'{term}' has no word to look for"
                    raise ValueError(msg)
            if len(part) >= _LARGE:
                _compiled(part, stems=stems)

    @cached_property
    def _lists(self) -> tuple[_List, ...]:
        return tuple(terms for part in self._parts for terms in _compiled(part, stems=self._stems))

    def find(self, text: str) -> Iterator[Term]:
        """The occurrences in order."""
        found = [term for terms in self._lists for term in self._found(terms, text)]
        found.sort(key=lambda term: (term.span.start, -term.span.end))
        end = 0
        for term in found:
            if term.span.start >= end:
                end = term.span.end
                yield term

    def __contains__(self, text: str) -> bool:
        """Whether any term occurs in the text."""
        return any(True for terms in self._lists for _ in self._found(terms, text))

    def _found(self, terms: _List, text: str) -> Iterator[Term]:
        for match in terms.regex.finditer(text):
            start, end = match.span()
            if self._is_whole(text, start, end):
                words = text[start:end]
                yield Term(Span(start, end), terms.term_of(words))

    def _is_whole(self, text: str, start: int, end: int) -> bool:
        # The engine's own borders know ASCII letters only.
        if start and text[start].isalnum() and _is_letter(text[start - 1]):
            clitic = text[start : start + len(_CLITIC)].lower().translate(_AS_TYPED)
            if clitic != _CLITIC:
                return False
        inside = end < len(text) and text[end - 1].isalnum() and _is_letter(text[end])
        return self._stems or not inside


@dataclass(frozen=True, slots=True)
class _List:
    """Terms of one spelling, compiled: in capitals as they stand, or in any case."""

    regex: Any
    by_form: dict[str, str]
    fold: Callable[[str], str]

    @classmethod
    def of(cls, terms: list[str], *, stems: bool) -> _List:
        any_case = not _is_capitals(terms[0])
        fold = str.casefold if any_case else str
        keys = {_key(term): term for term in terms}
        body = "|".join(_pattern(key, stems=stems, any_case=any_case) for key in keys)
        plurals = {fold(form): term for key, term in keys.items() for form in _plurals(key)}
        by_form = plurals | {fold(key): term for key, term in keys.items()}
        return cls(compile_pattern(body, any_case=any_case, longest=True), by_form, fold)

    def term_of(self, words: str) -> str:
        return self.by_form[self.fold(_key(words))]


@lru_cache(maxsize=512)
def _compiled(terms: tuple[str, ...], *, stems: bool) -> tuple[_List, ...]:
    """The lists of these terms; many rules look for the same ones, and compiling takes long."""
    capitals = [term for term in terms if _is_capitals(term)]
    others = [term for term in terms if not _is_capitals(term)]
    return tuple(_List.of(part, stems=stems) for part in (capitals, others) if part)


def _key(term: str) -> str:
    """The one spelling of a term by which it is known again."""
    return " ".join(term.translate(_AS_TYPED).split())


def _is_capitals(term: str) -> bool:
    letters = [char for char in term if char.isalpha()]
    return len(letters) > 1 and all(char.isupper() for char in letters)


def _is_letter(char: str) -> bool:
    """Whether the character would belong to a word beside it; a mark on a letter does."""
    return char.isalnum() or unicodedata.combining(char) > 0


def _plurals(key: str) -> list[str]:
    forms = [f"{key}s", f"{key}es"]
    if key[-1] in "yY":
        forms.append(f"{key[:-1]}ies")
    return forms


def _pattern(key: str, *, stems: bool, any_case: bool) -> str:
    words = [
        _APOSTROPHE.join(re2.escape(part) for part in word.split("'")) for word in key.split(" ")
    ]
    pattern = _JOIN.join(words)
    if _is_ascii_word(key[0]) and not key.startswith(_CLITIC):
        pattern = rf"\b{pattern}"
    if stems or not key[-1].isalnum():
        return pattern
    if not any_case:
        pattern = f"{pattern}s?"
    elif key[-1] in "yY":
        pattern = f"{pattern[:-1]}(?:y|ies|ys)"
    else:
        pattern = f"{pattern}(?:e?s)?"
    return rf"{pattern}\b" if _is_ascii_word(key[-1]) else pattern


def _is_ascii_word(char: str) -> bool:
    return char.isascii() and char.isalnum()
