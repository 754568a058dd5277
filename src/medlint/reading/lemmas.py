"""Finding words and phrases by lemma in a tagged sentence, whatever their form."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import TYPE_CHECKING

from medlint.reading.once import once
from medlint.reading.terms import TermFinder

if TYPE_CHECKING:  # spaCy takes half a second to import; annotations must not cost that
    from spacy.tokens import Doc, Token

_SHORTEST_STEM = 3
_CHANGING_END = 2


class LemmaFinder:
    """Finds phrases given as lemmas ("get rid of"), or rules them out before a sentence is read."""

    def __init__(self, lemmas: Iterable[str]) -> None:
        """Take the list; its order does not matter, and case counts for nothing."""
        phrases = sorted({tuple(lemma.lower().split()) for lemma in lemmas}, key=len, reverse=True)
        self._by_first: dict[str, list[tuple[str, ...]]] = {}
        for phrase in phrases:
            self._by_first.setdefault(phrase[0], []).append(phrase)
        # English verbs and nouns keep their first letters in every form ("get" and "got" aside).
        # The longest word of a phrase is its rarest as a rule.
        self._stems = TermFinder({_stem(max(reversed(p), key=len)) for p in phrases}, stems=True)

    def may_stand_in(self, text: str) -> bool:
        """Whether it is worth reading the text.

        False is sure for words that keep their first letters in every form; a list of "find" or
        "lead" must not be asked.
        """
        return text in self._stems

    def find(self, doc: Doc) -> Iterator[tuple[Token, Token]]:
        """The first and last token of each phrase, the longest at each place."""
        words = word_forms(doc)
        end = 0
        for at in words.places(self._by_first.keys()):
            if at >= end and (length := self._length(words.forms, at)):
                yield doc[at], doc[at + length - 1]
                end = at + length

    def _length(self, words: list[frozenset[str]], at: int) -> int:
        """How many tokens the longest phrase at a place takes; 0 where there is none."""
        lengths = (
            len(phrase)
            for form in words[at]
            for phrase in self._by_first.get(form, ())
            if len(phrase) <= len(words) - at
            and all(word in words[at + ahead] for ahead, word in enumerate(phrase))
        )
        return max(lengths, default=0)


def _stem(word: str) -> str:
    return word[: max(_SHORTEST_STEM, len(word) - _CHANGING_END)]


@dataclass(frozen=True, slots=True)
class WordForms:
    """What each token of a sentence may be a form of, and where each of these forms stands."""

    forms: list[frozenset[str]]
    _places: dict[str, list[int]]

    @classmethod
    def of(cls, doc: Doc) -> WordForms:
        """Look at each token."""
        found = [forms(token) for token in doc]
        places: dict[str, list[int]] = {}
        for at, words in enumerate(found):
            for word in words:
                places.setdefault(word, []).append(at)
        return cls(found, places)

    def places(self, words: AbstractSet[str]) -> list[int]:
        """Where forms of any of these words stand, in order."""
        return sorted({at for word in self._places.keys() & words for at in self._places[word]})


def word_forms(doc: Doc) -> WordForms:
    """The forms of a sentence's words."""
    return once(doc, WordForms, WordForms.of)


def forms(token: Token) -> frozenset[str]:
    """What a word may be a form of, in small letters: itself, its lemma, and it without its -s.

    The tagger may have taken a verb on -s for a name's plural.
    """
    word = token.lower_
    bare = {word.removesuffix("s"), word.removesuffix("es")} if word.endswith("s") else set()
    return frozenset({token.lemma_.lower(), word, *bare})
