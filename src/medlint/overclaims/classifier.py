"""Which faults the wording of a sentence tells, and by which of its words.

A linear classifier for each fault. All that is added up are whole numbers, so that a sentence has
the same scores alone and among others, and on every machine.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
from spacy.tokens import Doc, Token

from medlint.overclaims import COMMENDS
from medlint.overclaims.encoder import WEIGHTS as ENCODER_WEIGHTS
from medlint.overclaims.encoder import Encoder
from medlint.overclaims.features import FeatureReader, Features
from medlint.overclaims.register import shift
from medlint.text import Span

Array = Any
"""A numpy array; which one, the text says."""

WEIGHTS = Path(__file__).with_name("weights.npz")
_POSSIBLE = -2.5
"""From this score on a wording tells something, if less than enough."""
_BATCH = 500
DAMPING = 500_000
"""What is added to the squared length of a sentence, as if it had eight more words: a few words
tell less than many, for or against."""
_DECIMALS = 3
_JOINING = frozenset({"and", "or", "but", "so", "that", "which", "of"})
_LEADING_ON = _JOINING | frozenset(
    ["a", "an", "the", "to", "in", "on", "at", "by", "for", "from", "with", "as", "than"]
)
"""Words that begin and end no match: they belong to what stands outside."""
_FEWEST = 4
"""Fewer words tell nothing."""
_PROMISING = -2.5
"""From this score of the linear reader on, for whatever it may be, the encoder is asked, too: of
one trusted sentence in thirty, and of all but one in two hundred of the faulty ones found."""
_SILENT = -4.0
"""The most that all other sentences score."""


@dataclass(frozen=True, slots=True)
class Table:
    """The trained numbers.

    `weights` has a row for each feature and a column for each of `told` (the faults, and
    `COMMENDS`), `rarity` how much a feature counts; `scale` and `bias` make scores of sums, so that
    0 is the level at which a fault is held to be likely.
    """

    told: tuple[str, ...]
    weights: Array
    rarity: Array
    scale: Array
    bias: Array

    @classmethod
    def read(cls, path: Path) -> Table:
        """The table of a file of weights, as `tools.overclaims` writes it."""
        with np.load(path) as file:
            return cls(
                tuple(file["told"].tolist()),
                file["weights"],
                file["rarity"].astype(np.int64),
                file["scale"].astype(np.float64),
                file["bias"].astype(np.float64),
            )

    def scores(self, features: Features) -> Array:
        """The scores of the sentences: (sentences, columns)."""
        count = len(features.lengths)
        rarity = self.rarity[features.row]
        sums = np.zeros((count, len(self.told)), dtype=np.int64)
        there, starts = np.unique(features.sentence, return_index=True)
        if len(there):
            weighed = self.weights[features.row] * rarity[:, None]
            sums[there] = np.add.reduceat(weighed, starts, axis=0)
        lengths = np.sqrt(np.bincount(features.sentence, rarity * rarity, count) + DAMPING)
        return np.round(sums / lengths[:, None] * self.scale + self.bias, _DECIMALS)


@dataclass(frozen=True, slots=True)
class Told:
    """What one sentence tells: its faults as far as they tell something, and whether it commends.

    Above 0 a fault is likely; what is less, down to -2.5, needs another witness. From 0 on
    `commends` holds it likely that a therapy is said to do good.
    """

    faults: Mapping[str, float]
    commends: float


class OverclaimReader:
    """Gives sentences a score for each fault: above 0 the fault is likely.

    A linear reader goes first; where it hears anything at all, the encoder is asked as well.
    """

    def __init__(self, weights: Path = WEIGHTS, encoder: Path = ENCODER_WEIGHTS) -> None:
        """Name the weights; they are read when the first sentence comes that needs them."""
        self._weights = weights
        self._encoder = encoder
        self._features = FeatureReader()

    @cached_property
    def table(self) -> Table:
        """The trained numbers."""
        return Table.read(self._weights)

    @cached_property
    def encoder(self) -> Encoder:
        """What reads a sentence as a whole."""
        return Encoder.read(self._encoder)

    def linear(self, docs: Sequence[Doc]) -> Array:
        """The scores of the linear reader alone: (documents, columns)."""
        return self.table.scores(self._features.read(docs))

    def scores(self, docs: Sequence[Doc]) -> Array:
        """The scores of documents that are one sentence each: (documents, columns)."""
        features = self._features.read(docs)
        scores = self.table.scores(features)
        promising = np.flatnonzero((scores > _PROMISING).any(axis=1)).tolist()
        joined = scores.clip(max=_SILENT)
        if promising:
            texts = [docs[at].text for at in promising]
            joined[promising] = self.encoder.join(scores[promising], texts)
        joined[features.lengths < _FEWEST] = -np.inf
        return joined

    def told(self, docs: Iterable[Doc]) -> list[Told]:
        """What each sentence of one text tells, in that text."""
        waiting = iter(docs)
        parts = []
        while batch := list(islice(waiting, _BATCH)):
            parts.append(self.scores(batch))
        if not parts:
            return []
        scores = np.concatenate(parts)
        praise = self.table.told.index(COMMENDS)
        commends = scores[:, praise].tolist()
        scores[:, praise] = -np.inf  # it is no fault
        moved = round(shift(scores.max(axis=1).tolist()), _DECIMALS)
        return [
            Told(
                {
                    fault: score + moved
                    for fault, score in zip(self.table.told, row, strict=True)
                    if score + moved > _POSSIBLE
                },
                praised,
            )
            for row, praised in zip(scores.tolist(), commends, strict=True)
        ]

    def telling(self, doc: Doc, fault: str) -> Span:
        """The words that tell the fault: those in a row that add most to its score."""
        column = self.table.told.index(fault)
        words = [token for token in doc if not token.is_space]
        features = self._features.read([doc])
        worth = self.table.weights[features.row, column] * self.table.rarity[features.row]
        each = np.zeros(len(words))
        for value, first, last in zip(worth, features.first, features.last, strict=True):
            if last - first + 1 < len(words):
                each[first : last + 1] += value / (last - first + 1)
        first, last = _heaviest(each.tolist())
        while first < last and (words[first].is_punct or words[first].lower_ in _JOINING):
            first += 1
        while first < last and (words[last].is_punct or _leads_on(words, last)):
            last -= 1
        return Span(words[first].idx, words[last].idx + len(words[last]))


def _leads_on(words: Sequence[Token], at: int) -> bool:
    """Whether a word belongs to what follows: "and", but not the end of "no pill fixes that"."""
    follows = words[at + 1] if at + 1 < len(words) else None
    return words[at].lower_ in _LEADING_ON and follows is not None and not follows.is_punct


def _heaviest(values: Sequence[float]) -> tuple[int, int]:
    """The first and last number of those in a row with the largest sum."""
    best, best_from, best_to = float("-inf"), 0, 0
    running, start = 0.0, 0
    for at, value in enumerate(values):
        if running <= 0:
            running, start = 0.0, at
        running += value
        if running > best:
            best, best_from, best_to = running, start, at
    return best_from, best_to
