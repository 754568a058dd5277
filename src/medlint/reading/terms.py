"""Finding many terms in a text at once, in linear time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import re2

from medlint.reading.patterns import compile_pattern
from medlint.text import Span


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

    def __init__(self, terms: Iterable[str], *, stems: bool = False) -> None:
        """Compile the list; the order of the terms does not matter."""
        originals = {_normal(term): term for term in terms}
        self._capitals = {key: term for key, term in originals.items() if _is_capitals(term)}
        self._originals = {
            form: term for key, term in originals.items() for form in reversed(_forms(key))
        }
        self._stems = stems
        body = "|".join(_pattern(key, stems=stems) for key in sorted(originals))
        self._regex = compile_pattern(body, any_case=True, longest=True) if body else None

    def find(self, text: str) -> Iterator[Term]:
        """The occurrences in order."""
        if self._regex is None:
            return
        for match in self._regex.finditer(text):
            start, end = match.span()
            words = text[start:end]
            term = self._term_of(words)
            if term is not None and self._whole(text, start, end):
                yield Term(Span(start, end), term)

    def __contains__(self, text: str) -> bool:
        """Whether any term occurs in the text."""
        return next(self.find(text), None) is not None

    def _whole(self, text: str, start: int, end: int) -> bool:
        # The pattern's own borders know ASCII letters only.
        before = start == 0 or not text[start - 1].isalnum()
        after = self._stems or end == len(text) or not text[end].isalnum()
        return before and after

    def _term_of(self, words: str) -> str | None:
        key = _normal(words)
        capitals = self._capitals.get(key) or self._capitals.get(key.removesuffix("s"))
        if capitals is not None:
            return capitals if words.removesuffix("s").isupper() else None
        # A stem matches less than the word; what matched is then the term itself.
        return self._originals.get(key)


def _normal(term: str) -> str:
    term = term.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'").replace("-", " ")
    return " ".join(term.lower().split())


def _is_capitals(term: str) -> bool:
    letters = [char for char in term if char.isalpha()]
    return len(letters) > 1 and all(char.isupper() for char in letters)


def _forms(term: str) -> list[str]:
    forms = [term, f"{term}s", f"{term}es"]
    if term.endswith("y"):
        forms.append(f"{term[:-1]}ies")
    return forms


def _pattern(key: str, *, stems: bool) -> str:
    words = [re2.escape(word).replace("'", "['\\x{2019}]") for word in key.split(" ")]
    pattern = r"[\s\x{A0}-]+".join(words)
    if key[0].isalnum():
        pattern = rf"\b{pattern}"
    if stems:
        return pattern
    pattern = f"{pattern[:-1]}(?:y|ies|ys)" if key.endswith("y") else f"{pattern}(?:e?s)?"
    return rf"{pattern}\b" if key[-1].isalnum() else pattern
