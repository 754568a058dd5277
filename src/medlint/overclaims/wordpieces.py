"""Words as the pieces that an encoder knows: "polypharmacy" is "poly", "##pha", "##rma", "##cy".

The longest piece that a word begins with is taken again and again (Wu et al. 2016, "Google's neural
machine translation system"), as it was when the encoder was trained.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from functools import lru_cache

_PLAIN = str.maketrans("\u2018\u2019\u201c\u201d", "''\"\"")
_WORD = re.compile(r"[^\W_]+|[^\w\s]|_")
_LONGEST_WORD = 60
"""Longer ones are no words."""
_INSIDE = "##"
UNKNOWN, FIRST, LAST = "[UNK]", "[CLS]", "[SEP]"
MOST = 80
"""So many pieces are read of a sentence, with the two that stand for its ends."""


class WordPieces:
    """Numbers the pieces of texts by a vocabulary."""

    def __init__(self, vocabulary: Sequence[str]) -> None:
        """Take the pieces in the order of their numbers; those of `UNKNOWN`, `FIRST`, `LAST` too.

        Raises:
            ValueError: one of the three is missing.
        """
        self._numbers: Mapping[str, int] = {piece: at for at, piece in enumerate(vocabulary)}
        for needed in (UNKNOWN, FIRST, LAST):
            if needed not in self._numbers:
                msg = f"the vocabulary has no {needed}"
                raise ValueError(msg)
        self._of_word = lru_cache(maxsize=20_000)(self._pieces)

    def numbers(self, text: str) -> list[int]:
        """The pieces of a text between those of its two ends, at most `MOST`."""
        found = [self._numbers[FIRST]]
        for word in _WORD.findall(_folded(text)):
            found.extend(self._of_word(word))
            if len(found) >= MOST:
                break
        return [*found[: MOST - 1], self._numbers[LAST]]

    def _pieces(self, word: str) -> tuple[int, ...]:
        unknown = (self._numbers[UNKNOWN],)
        if len(word) > _LONGEST_WORD:
            return unknown
        found: list[int] = []
        at = 0
        while at < len(word):
            prefix = _INSIDE if at else ""
            for end in range(len(word), at, -1):
                number = self._numbers.get(prefix + word[at:end])
                if number is not None:
                    found.append(number)
                    at = end
                    break
            else:
                return unknown
        return tuple(found)


def _folded(text: str) -> str:
    """Small letters without their marks, and straight quotes."""
    if text.isascii():
        return text.lower()
    parted = unicodedata.normalize("NFD", text.translate(_PLAIN).lower())
    return "".join(char for char in parted if unicodedata.category(char) != "Mn")
