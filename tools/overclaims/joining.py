"""Making one score of two readers', on sentences that neither has read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression

from tools.overclaims.training import levels

Array = Any


@dataclass(frozen=True, slots=True)
class Joint:
    """What both readers' scores count, (2, columns), and what is taken from their sum."""

    shares: Array
    level: Array

    def scores(self, linear: Array, encoded: Array) -> Array:
        """The scores of sentences by both."""
        found: Array = linear * self.shares[0] + encoded * self.shares[1] - self.level
        return found


@dataclass(frozen=True, slots=True)
class Heard:
    """Sentences that both readers scored: what they tell, and how much each counts.

    All are (sentences, columns). `is_hard` and `is_trusted` name the careful look-alikes and the
    sentences of trusted documents.
    """

    linear: Array
    encoded: Array
    has: Array
    counts: Array
    is_hard: Array
    is_trusted: Array


def joint(heard: Heard) -> Joint:
    """The readers' shares by logistic regression, so that a score of 1 tells as much as before.

    That is what it tells of the linear reader's scores alone, which rules were written for. The
    level is where it was: see `training.levels`.
    """
    shares = np.empty((2, heard.has.shape[1]))
    for column in range(heard.has.shape[1]):
        some = heard.counts[:, column] > 0
        both = np.stack([heard.linear[some, column], heard.encoded[some, column]], axis=1)
        has, counts = heard.has[some, column], heard.counts[some, column]
        alone = _slopes(both[:, :1], has, counts)
        shares[:, column] = _slopes(both, has, counts) / alone
    summed = heard.linear * shares[0] + heard.encoded * shares[1]
    return Joint(shares, levels(summed[heard.is_trusted], summed[heard.is_hard]))


def _slopes(scores: Array, has: Array, counts: Array) -> Array:
    fitted = LogisticRegression(C=1e6).fit(scores, has, sample_weight=counts)
    slopes: Array = fitted.coef_[0]
    return slopes
