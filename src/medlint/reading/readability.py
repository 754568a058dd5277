"""How hard a text is to read: the Flesch-Kincaid grade, and what makes it so.

Syllables are counted by the hyphenation of the word and by its groups of vowels, whichever finds
more: alone, the one misses "a-ny", the other "cre-ate".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from medlint.reading.language import WORD

_PER_SENTENCE, _PER_WORD, _OFFSET = 0.39, 11.8, 15.59
"""Kincaid and others, 1975: a grade of school in the United States."""

_VOWELS = re.compile(r"[aeiouy]+")
_SILENT = re.compile(r"(?:[^aeioul]e|[^td]ed|[^sxzhcgi]es)$")
_HARD = 4
"""From so many syllables on a word is among those that cost most."""


@dataclass(frozen=True, slots=True)
class Ease:
    """The words of a sentence, in number and in syllables."""

    words: int
    syllables: int

    @property
    def cost(self) -> float:
        """What the sentence alone would be read at."""
        return grade([self])


def ease(text: str) -> Ease:
    """How long a sentence is, in words and syllables; figures count for nothing."""
    found = WORD.findall(text)
    return Ease(len(found), sum(syllables(word) for word in found))


def grade(sentences: Sequence[Ease]) -> float:
    """The grade of school at which sentences are read; 0 for no words, and never below."""
    words = sum(one.words for one in sentences)
    if not words:
        return 0.0
    spoken = sum(one.syllables for one in sentences)
    found = _PER_SENTENCE * words / len(sentences) + _PER_WORD * spoken / words - _OFFSET
    return max(0.0, found)


def hard_words(texts: Iterable[str], count: int) -> list[str]:
    """The words of most syllables, each once, the longest first."""
    words = {word.lower() for text in texts for word in WORD.findall(text)}
    rated = sorted((-syllables(word), word) for word in words)
    return [word for spoken, word in rated if -spoken >= _HARD][:count]


@cache
def syllables(word: str) -> int:
    """How many syllables a word has, one at least."""
    low = word.lower()
    vowels = len(_VOWELS.findall(low)) - bool(_SILENT.search(low))
    return max(1, vowels, len(_hyphenation().positions(low)) + 1)


@cache
def _hyphenation() -> Any:
    from pyphen import Pyphen  # noqa: PLC0415 -- deferred: its dictionary takes a tenth of a second

    return Pyphen(lang="en_US")
