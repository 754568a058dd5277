"""Fitting the classifiers, and measuring them on writers that they have not read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from scipy import sparse
from sklearn.linear_model import LogisticRegression
from spacy.language import Language

from medlint.overclaims import COMMENDS, FAULTS
from medlint.overclaims.classifier import DAMPING, Table
from medlint.overclaims.features import ROWS, FeatureReader
from tools.overclaims.sentences import NAMES, Told

Array = Any

TOLD = (*FAULTS, COMMENDS)
"""The columns of all arrays."""
_STRENGTH = 400.0
"""The inverse of the regularisation; of 5, 20, 80 and 400 the best on unread writers."""
_OTHER_FAULT = 0.3
"""So much counts a sentence with other faults as one without this one: editors differ on which."""
_UNASKED = 0.3
"""So much counts a sound sentence of a writer who was not asked about the fault."""
_ANY = 0.3
"""So much of the score of having any fault is added to that of each."""
_RARE_STEPS = 16
_FEWEST = 2
_FINEST = 127
_CLIPPED = 99.98
_TRUSTED_RATE, _CAREFUL_RATE = 2e-4, 0.01
"""At the level 0 so many of trusted sentences and of careful look-alikes are flagged, at most."""
_PRAISE_RATE, _CAREFUL_PRAISE_RATE = 0.003, 0.03
"""Praise is no fault: so many of them may be heard to commend a therapy."""
FOLDS = 4


@dataclass(frozen=True, slots=True)
class Fitted:
    """Weights and biases: (features, faults) and (faults)."""

    weights: Array
    bias: Array

    def scores(self, rows: Array) -> Array:
        """The scores of sentences by their rows."""
        return rows @ self.weights + self.bias


def together(*parts: Array) -> Array:
    """Rows of features one below the other."""
    return sparse.vstack(parts).tocsr()


def matrix(nlp: Language, sentences: Sequence[Told]) -> Array:
    """The features of sentences, one row each."""
    reader = FeatureReader()
    parts = []
    for start in range(0, len(sentences), 1_000):
        docs = [nlp.make_doc(one.text) for one in sentences[start : start + 1_000]]
        found = reader.read(docs)
        ones = np.ones(len(found.row), dtype=np.float32)
        parts.append(
            sparse.csr_matrix((ones, (found.sentence, found.row)), shape=(len(docs), ROWS))
        )
    return together(*parts)


def rarity(rows: Array) -> Array:
    """How much each feature counts: whole numbers that grow as fewer sentences have it."""
    had = np.asarray(rows.sum(axis=0)).ravel().clip(_FEWEST)
    return np.rint(np.log(rows.shape[0] / had) * _RARE_STEPS).astype(np.uint8)


def weighed(rows: Array, rare: Array) -> Array:
    """Rows of about the same length, each feature by its rarity."""
    by_rarity = rows.multiply(rare.astype(np.float64)).tocsr()
    squares = np.asarray(by_rarity.multiply(by_rarity).sum(axis=1)).ravel()
    return sparse.diags(1 / np.sqrt(squares + DAMPING)) @ by_rarity


def told_by(sentences: Sequence[Told]) -> Array:
    """What the sentences tell: (sentences, columns)."""
    return np.array([[name in one.tells for name in TOLD] for one in sentences])


def counts_of(sentences: Sequence[Told]) -> Array:
    """How much each sentence counts for each column: (sentences, columns)."""
    return np.array([[_count(one, name) for name in TOLD] for one in sentences])


def _count(one: Told, name: str) -> float:
    if name in one.tells:
        return 1.0
    faulty = bool(one.tells - {COMMENDS})
    if name == COMMENDS:
        # Whoever named a fault did not always add that a therapy is praised by it.
        return 0.0 if faulty or name not in one.asked else 1.0
    if name not in one.asked:
        return 0.0 if faulty else _UNASKED
    return _OTHER_FAULT if faulty else 1.0


def fit(rows: Array, has: Array, counts: Array) -> Fitted:
    """The classifiers of all columns; to those of faults that of having any is mixed in."""
    broken = has[:, : len(FAULTS)].any(axis=1)
    any_weights, any_bias = _fitted(rows, broken, np.ones(len(has)))
    columns = []
    for column, name in enumerate(TOLD):
        weights, bias = _fitted(rows, has[:, column], counts[:, column])
        share = 0.0 if name == COMMENDS else _ANY
        columns.append((weights + share * any_weights, bias + share * any_bias))
    return Fitted(
        np.stack([weights for weights, _ in columns], axis=1),
        np.array([bias for _, bias in columns]),
    )


def _fitted(rows: Array, has: Array, counts: Array) -> tuple[Array, float]:
    model = LogisticRegression(C=_STRENGTH, solver="liblinear", max_iter=300, random_state=1)
    some = counts > 0
    model.fit(rows[some], has[some], sample_weight=counts[some])
    return model.coef_[0].astype(np.float64), float(model.intercept_[0])


def levels(trusted: Array, careful: Array) -> Array:
    """From which score on each column is likely."""
    level = np.maximum(
        np.quantile(trusted, 1 - _TRUSTED_RATE, axis=0),
        np.quantile(careful, 1 - _CAREFUL_RATE, axis=0),
    )
    praise = TOLD.index(COMMENDS)
    level[praise] = max(
        np.quantile(trusted[:, praise], 1 - _PRAISE_RATE),
        np.quantile(careful[:, praise], 1 - _CAREFUL_PRAISE_RATE),
    )
    return level


@dataclass(frozen=True, slots=True)
class Fold:
    """What classifiers that had not read some writers make of them; 0 is the level."""

    writers: tuple[str, ...]
    level: Array
    has: Array
    scores: Array
    trusted: Array


def folds(own: Sequence[Told], rows: Array, trusted: Array, held_out: Array) -> Iterator[Fold]:
    """Leave each quarter of the writers out in turn."""
    writers = sorted({one.writer for one in own})
    has, counts = told_by(own), counts_of(own)
    for number in range(FOLDS):
        left_out = tuple(writers[number::FOLDS])
        out = np.array([one.writer in left_out for one in own])
        fitted = fit(*with_trusted(rows[~out], trusted, has[~out], counts[~out]))
        scores, others = fitted.scores(rows[out]), fitted.scores(held_out)
        hard = ~has[out].any(axis=1) & np.array([one.writer != NAMES for one in own])[out]
        level = levels(others, scores[hard])
        yield Fold(left_out, level, has[out], scores - level, others - level)


def with_trusted(rows: Array, trusted: Array, has: Array, counts: Array) -> tuple[Array, ...]:
    """Sentences, what they tell and how they count, with trusted ones that tell nothing."""
    shape = (trusted.shape[0], len(TOLD))
    return (
        together(rows, trusted),
        np.concatenate([has, np.zeros(shape, bool)]),
        np.concatenate([counts, np.ones(shape)]),
    )


def shipped(fitted: Fitted, rare: Array, level: Array) -> dict[str, Array]:
    """The arrays of the weights file: whole numbers, and what makes scores of them."""
    most = np.percentile(np.abs(fitted.weights), _CLIPPED, axis=0)
    step = most / _FINEST
    whole = np.rint(fitted.weights / step).clip(-_FINEST, _FINEST).astype(np.int8)
    return {
        "told": np.array(TOLD),
        "weights": whole,
        "rarity": rare,
        "scale": step,
        "bias": fitted.bias - level,
    }


def write(arrays: dict[str, Array], path: Path) -> Table:
    """Write the weights file, and read it back."""
    np.savez_compressed(path, **arrays)
    return Table.read(path)
