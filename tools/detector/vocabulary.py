"""Words by number, and what the network knows of each: its rows in the tables of embeddings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from spacy.language import Language

from medlint.holes.component import rows_of

_RARE = 3
"""A word that was seen no more often is as good as new."""


class Vocabulary:
    """Numbers for pairs of a word's form and its norm; 0 is no word."""

    def __init__(self, nlp: Language) -> None:
        """Begin without words."""
        self._vocab = nlp.vocab
        self._numbers: dict[tuple[str, str], int] = {("", ""): 0}

    def numbers(self, words: Sequence[str], norms: Sequence[str]) -> tuple[int, ...]:
        """The numbers of a sentence's words."""
        known = self._numbers
        pairs = zip(words, norms, strict=True)
        return tuple(known.setdefault(pair, len(known)) for pair in pairs)

    def rows(self) -> Any:
        """The rows of each word: (words, tables, 4)."""
        found = np.zeros((len(self._numbers), 4), dtype=np.uint64)
        for number, (word, norm) in enumerate(self._numbers):
            lexeme = self._vocab[word]
            hashed = self._vocab.strings.add(norm)
            found[number] = (hashed, lexeme.prefix, lexeme.suffix, lexeme.shape)
        return rows_of(found).astype(np.int32)

    def is_rare(self, sentences: Iterable[Sequence[int]]) -> Any:
        """For each word whether these sentences seldom have it."""
        count = Counter(number for sentence in sentences for number in sentence)
        return np.array([count[number] <= _RARE for number in range(len(self._numbers))])
