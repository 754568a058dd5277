"""How a text as a whole speaks: what is likely of a sentence depends on the sentences around it.

A page that sells is full of overclaims, and a leaflet nearly free of them, so the same words tell
less in the one than in the other. How many sentences of a text have a fault is estimated from
their scores, and the scores are moved by it: Saerens, Latinne and Decaestecker 2002, "Adjusting
the outputs of a classifier to new a priori probabilities". They are never raised: that a page sells
makes none of its captions a claim.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import exp, inf, log

_STEEPNESS = 2.0
"""Log odds for a score of 1."""
_USUAL = 0.1
"""The share of faulty sentences that the levels are made for."""
_WEIGHT = 8.0
"""So many sentences of the usual sort are added: a short text says little of its writer."""
_ROUNDS = 20


def shift(scores: Sequence[float]) -> float:
    """What the register of a text adds to the scores of its sentences; it is never above 0.

    `scores` holds the largest score of each sentence. A few sentences move it little.
    """
    heard = [score for score in scores if score > -inf]
    share = _USUAL
    for _ in range(_ROUNDS):
        odds = _log_odds(share)
        likely = sum(1 / (1 + exp(-(_STEEPNESS * score + odds))) for score in heard)
        share = (likely + _USUAL * _WEIGHT) / (len(heard) + _WEIGHT)
    return min(0.0, (_log_odds(share) - _log_odds(_USUAL)) / _STEEPNESS)


def _log_odds(share: float) -> float:
    return log(share / (1 - share))
