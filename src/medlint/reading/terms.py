"""Finding many terms in a text at once, in linear time.

A text is taken apart into words once, for all the lists that are looked for in it; a list is a
dictionary of its terms. So most lists are ruled out by comparing two sets of words, and a list of
ten thousand terms costs no more to ask than one of ten.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
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

_RUN = re.compile(r"\w+")
_WHITE = re.compile(r"\s+")

_TEXTS = 8_192
"""So many texts are kept taken apart from one article to the next."""


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
        """Take the list; its order does not matter. It is compiled when it is first looked for.

        `shared` are further lists, each of them looked for by others too: they are compiled once
        for all who look for them, where one list made of several would be compiled anew.

        Raises:
            ValueError: a term is nothing but white space and hyphens.
        """
        parts = (terms, *shared)
        self._parts = tuple(part for one in parts if (part := tuple(sorted(set(one)))))
        self._stems = stems
        for part in self._parts:
            for term in part:
                if not term[:1].isalnum() and not _key(term):
                    msg = f"'{term}' has no word to look for"
                    raise ValueError(msg)

    @cached_property
    def _lists(self) -> tuple[_Regular | _Irregular, ...]:
        return tuple(terms for part in self._parts for terms in _compiled(part, stems=self._stems))

    @cached_property
    def _telling(self) -> frozenset[str] | None:
        """A word of each term, as `_Words` has them; None if some have no whole one."""
        telling: set[str] = set()
        for terms in self._lists:
            if isinstance(terms, _Irregular):
                return None
            telling |= terms.telling
        return frozenset(telling)

    def _may_stand_in(self, text: str) -> bool:
        telling = self._telling
        if telling is None:
            return True
        words = _words(text)
        return not (words.prefixes if self._stems else words.forms).isdisjoint(telling)

    def find(self, text: str) -> Iterator[Term]:
        """The occurrences in order."""
        return self._found(text) if self._may_stand_in(text) else iter(())

    def _found(self, text: str) -> Iterator[Term]:
        found = [term for terms in self._lists for term in terms.occurrences(text)]
        found.sort(key=lambda term: (term.span.start, -term.span.end))
        end = 0
        for term in found:
            if term.span.start >= end:
                end = term.span.end
                yield term

    def __contains__(self, text: str) -> bool:
        """Whether any term occurs in the text."""
        if not self._may_stand_in(text):
            return False
        words = _words(text)
        return any(words.hold(terms) for terms in self._lists)


class _Words:
    """A text taken apart, each part of it when it is asked for."""

    __slots__ = ("_held", "_pieces", "_prefixes", "forms", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self._pieces: tuple[_Pieces, _Pieces] | None = None
        self._prefixes: frozenset[str] | None = None
        self._held: dict[_Regular | _Irregular, bool] = {}
        words = {text[start:end] for start, end in _runs(text)}
        folded = [_fold(word) for word in words]
        abbreviations = (word[:-1] for word in words if word.endswith("s"))
        forms = words.union(folded, *map(_singulars, folded), abbreviations)
        self.forms = frozenset(map(sys.intern, forms))
        """All that a word of a term can be: the words of the text, as they are and in small
        letters, and what they may be plurals of."""

    @property
    def prefixes(self) -> frozenset[str]:
        """All beginnings of these."""
        if self._prefixes is None:
            self._prefixes = frozenset(
                sys.intern(word[:length])
                for word in self.forms
                for length in range(1, len(word) + 1)
            )
        return self._prefixes

    def hold(self, terms: _Regular | _Irregular) -> bool:
        """Whether any of the terms occurs; many look for the same ones."""
        held = self._held.get(terms)
        if held is None:
            held = self._held[terms] = next(terms.occurrences(self.text), None) is not None
        return held

    def pieces(self, *, any_case: bool) -> _Pieces:
        """The words with their places and what stands between them."""
        if self._pieces is None:
            spans = _runs(self.text)
            ends = [0, *(end for _, end in spans)]
            words = [sys.intern(self.text[start:end]) for start, end in spans]
            gaps = [self.text[end:start] for end, (start, _) in zip(ends, spans, strict=False)]
            gaps = [sys.intern(_WHITE.sub(" ", gap.translate(_AS_TYPED))) for gap in gaps]
            starts = [start for start, _ in spans]
            folded = [sys.intern(_fold(word)) for word in words]
            self._pieces = _Pieces(starts, words, gaps), _Pieces(starts, folded, gaps)
        return self._pieces[any_case]


@dataclass(frozen=True, slots=True)
class _Pieces:
    """The words of a text in order: where each starts, and the gap before each."""

    starts: list[int]
    words: list[str]
    gaps: list[str]

    def joined(self, first: int, count: int) -> str:
        """The words from `first`, so many of them, with their gaps."""
        later = range(first + 1, first + count)
        return self.words[first] + "".join(self.gaps[at] + self.words[at] for at in later)


@cache
def _words(text: str) -> _Words:
    return _Words(text)


def forget() -> None:
    """Forget the texts that were taken apart, if they are many.

    Whoever goes through an article again and again calls it behind the article: were some forgotten
    before, every list would have to take all of a long one apart anew.
    """
    if _words.cache_info().currsize > _TEXTS:
        _words.cache_clear()


def words_of(text: str) -> list[str]:
    """The words of a text in order, in small letters: letters, digits, and nothing between."""
    return _words(text).pieces(any_case=True).words


def beginnings_of(text: str) -> frozenset[str]:
    """What the words of a text, and what they may be plurals of, begin with."""
    return _words(text).prefixes


def _runs(text: str) -> list[tuple[int, int]]:
    """Where the words of a text are: letters, digits, and marks on letters."""
    spans = [match.span() for match in _RUN.finditer(text)]
    if text.isascii():
        return spans
    joined: list[tuple[int, int]] = []
    for start, end in spans:
        while end < len(text) and unicodedata.combining(text[end]):
            end += 1  # noqa: PLW2901 -- the word goes on
        if joined and joined[-1][1] == start:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined


def _fold(word: str) -> str:
    """The word in small letters, as long as it was."""
    if word.isascii():
        return word.lower()
    folded = (char.casefold() for char in word)
    return "".join(new if len(new) == 1 else old for old, new in zip(word, folded, strict=True))


def _singulars(word: str) -> tuple[str, ...]:
    """What a word may be the plural of."""
    if word[-1:] != "s":
        return ()
    if word[-3:] == "ies":
        return word[:-1], word[:-2], f"{word[:-3]}y"
    if word[-2:] == "es" and word[-3:] != "yes":
        return word[:-1], word[:-2]
    return (word[:-1],)


class _Regular:
    """Terms that begin and end with a word, all of one spelling: in capitals, or in any case.

    A term is known by its words in small letters and the gaps between them (`_key`).
    """

    def __init__(self, terms: Iterable[str], *, stems: bool, any_case: bool) -> None:
        self._any_case = any_case
        self._stems = stems
        self._terms = {self._fold(_key(term)): term for term in terms}
        self._most: dict[str, int] = {}
        """The most words that a term with this first word has."""
        telling = set()
        for key in self._terms:
            words = _RUN.findall(key) if key.isascii() else [key[a:b] for a, b in _runs(key)]
            self._most[words[0]] = max(self._most.get(words[0], 1), len(words))
            telling.add(max(words, key=len))
        self.telling = frozenset(telling)
        """The longest word of each term, which is the rarest as a rule."""
        self._starts = frozenset(self._most)
        self._lengths = sorted({len(key) for key in self._terms}, reverse=True)

    def _fold(self, word: str) -> str:
        return _fold(word) if self._any_case else word

    def occurrences(self, text: str) -> Iterator[Term]:
        """The longest occurrence at each place."""
        words = _words(text)
        forms = words.prefixes if self._stems else words.forms
        if forms.isdisjoint(self.telling):
            return
        begins = forms & self._starts
        longest = self._longest_beginning if self._stems else self._longest_whole
        beginnings = tuple(begins)
        pieces = words.pieces(any_case=self._any_case)
        for at, word in enumerate(pieces.words):
            if self._stems:
                may_begin = word.startswith(beginnings)
            else:
                may_begin = word in begins or word[-1] == "s"  # it may be a plural
            if may_begin and (found := longest(pieces, at)) is not None:
                end, term = found
                yield Term(Span(pieces.starts[at], end), term)

    def _longest_whole(self, pieces: _Pieces, at: int) -> tuple[int, str] | None:
        """Where the longest term ends that begins at this word, and the term."""
        most = min(self._most.get(pieces.words[at], 1), len(pieces.words) - at)
        for count in range(most, 0, -1):
            key = pieces.joined(at, count)
            for form in (key, *self._singulars(key)):
                if form in self._terms:
                    last = at + count - 1
                    return pieces.starts[last] + len(pieces.words[last]), self._terms[form]
        return None

    def _singulars(self, key: str) -> tuple[str, ...]:
        if self._any_case:
            return _singulars(key)
        return (key[:-1],) if key[-1] == "s" else ()

    def _longest_beginning(self, pieces: _Pieces, at: int) -> tuple[int, str] | None:
        """Where the longest term ends whose last word begins as a word here does, and the term."""
        most = min(self._most.get(pieces.words[at], 1), len(pieces.words) - at)
        key = pieces.joined(at, most)
        for length in self._lengths:
            if length <= len(key) and key[:length] in self._terms:
                return self._place(pieces, at, length), self._terms[key[:length]]
        return None

    @staticmethod
    def _place(pieces: _Pieces, at: int, length: int) -> int:
        """The offset in the text at which so much of the joined words ends."""
        while length > len(pieces.words[at]):
            length -= len(pieces.words[at]) + len(pieces.gaps[at + 1])
            at += 1
        return pieces.starts[at] + length


class _Irregular:
    """Terms that begin or end with a sign ("100%"), or within a word ("n't"), all of one spelling.

    They are few; an expression finds them.
    """

    def __init__(self, terms: Iterable[str], *, stems: bool, any_case: bool) -> None:
        self._stems = stems
        self._any_case = any_case
        keys = {_key(term): term for term in terms}
        body = "|".join(_pattern(key, stems=stems, any_case=any_case) for key in keys)
        plurals = {self._fold(form): term for key, term in keys.items() for form in _plurals(key)}
        self._by_form = plurals | {self._fold(key): term for key, term in keys.items()}
        self._regex: Any = compile_pattern(body, any_case=any_case, longest=True)

    def _fold(self, words: str) -> str:
        return words.casefold() if self._any_case else words

    def occurrences(self, text: str) -> Iterator[Term]:
        """The occurrences, none inside another."""
        for match in self._regex.finditer(text):
            start, end = match.span()
            if self._is_whole(text, start, end):
                yield Term(Span(start, end), self._by_form[self._fold(_key(text[start:end]))])

    def _is_whole(self, text: str, start: int, end: int) -> bool:
        # The engine's own borders know ASCII letters only.
        if start and text[start].isalnum() and _is_letter(text[start - 1]):
            clitic = text[start : start + len(_CLITIC)].lower().translate(_AS_TYPED)
            if clitic != _CLITIC:
                return False
        inside = end < len(text) and text[end - 1].isalnum() and _is_letter(text[end])
        return self._stems or not inside


@lru_cache(maxsize=1_024)
def _compiled(terms: tuple[str, ...], *, stems: bool) -> tuple[_Regular | _Irregular, ...]:
    """The lists of these terms; many rules look for the same ones."""
    sorts: dict[tuple[type[_Regular | _Irregular], bool], list[str]] = {}
    for term in terms:
        sort = _Regular if _is_regular(_key(term)) else _Irregular
        sorts.setdefault((sort, not _is_capitals(term)), []).append(term)
    return tuple(
        sort(part, stems=stems, any_case=any_case) for (sort, any_case), part in sorts.items()
    )


def _key(term: str) -> str:
    """The one spelling of a term by which it is known again."""
    return " ".join(term.translate(_AS_TYPED).split())


def _is_regular(key: str) -> bool:
    ends = key[0].isalnum() and key[-1].isalnum()
    return ends and not key.lower().startswith(_CLITIC)


def _is_capitals(term: str) -> bool:
    if term.islower():
        return False
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
