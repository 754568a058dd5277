"""The training loop: Adam, many fresh holes, whole numbers towards the end."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
from spacy.language import Language

from medlint.holes.network import MOST, TABLES
from tools.detector import corruption, network
from tools.detector.batches import Batch, arrays, packed
from tools.detector.corruption import Shown
from tools.detector.sentences import Sentence
from tools.detector.vocabulary import Vocabulary

_RATE, _WARM_UP, _LEAST_RATE = 1e-3, 300, 0.01
_DROPPED = 0.1
_HOLE_WEIGHT = 3.0
_CLIP = 1.0
_AVERAGED = 0.998
"""How much of the averaged weights stays at each step; the average is what is shipped."""
_ROUNDED_FROM = 0.78
"""The share of the training after which weights and activations are rounded."""
_CALIBRATED_ON = 40
_PERCENTILE = 99.7
"""Activations beyond it are clipped: few large ones would leave the others little room."""
_FORGOTTEN_IF_RARE, _FORGOTTEN = 0.3, 0.02
"""How often a word's own vector is exchanged for a random one: on other sites words are new."""
_TOLD_EVERY = 200


@dataclass(frozen=True, slots=True)
class Plan:
    """How long to train, in millions of words, and where chance begins."""

    millions: float
    seed: int


_Moments = tuple[network.Params, network.Params, network.Params, network.Params]
"""Weights, the two moments of Adam, and the average of the weights."""


def train(nlp: Language, sentences: Sequence[Sentence], plan: Plan) -> Mapping[str, Any]:
    """Weights that were trained on the sentences, with the steps of the activations (`step.…`)."""
    chance, noise = random.Random(plan.seed), np.random.default_rng(plan.seed)  # noqa: S311 -- no secrets
    vocabulary = Vocabulary(nlp)
    types = [vocabulary.numbers(sentence.words, sentence.norms) for sentence in sentences]
    rows, rare = vocabulary.rows(), vocabulary.is_rare(types)
    params = network.initial(nlp, plan.seed)
    zero = jax.tree.map(jnp.zeros_like, params)
    state: _Moments = (params, zero, zero, params)
    step, steps = _step(None), None
    key = jax.random.key(plan.seed, impl="unsafe_rbg")  # the default is slow
    words, loss = 0, 0.0
    for number, packing in enumerate(packed(_endlessly(sentences, types, chance)), 1):
        done = words / (plan.millions * 1e6)
        if done >= 1:
            break
        if steps is None and done >= _ROUNDED_FROM:
            steps = _calibrated(state[-1], types, rows, chance)
            step = _step(steps)
        batch, held = arrays(packing, rows)
        _forget(batch, rare[held], noise)
        key, drop = jax.random.split(key)
        rate = _RATE * min(1, number / _WARM_UP) * max(_LEAST_RATE, 1 - done)
        state, now = step(state, (batch.inputs, batch.holes, drop), rate, float(number))
        words += int(batch.inputs["mask"].sum())
        loss = float(now) if number == 1 else 0.995 * loss + 0.005 * float(now)
        if number % _TOLD_EVERY == 0:
            print(f"{words / 1e6:.2f} million words, loss {loss:.4f}", flush=True)
    named = {f"step.{name}": np.float32(value) for name, value in (steps or {}).items()}
    return {name: np.asarray(value) for name, value in state[-1].items()} | named


def _endlessly(
    sentences: Sequence[Sentence], types: Sequence[Sequence[int]], chance: random.Random
) -> Iterator[Shown]:
    while True:
        yield from corruption.shown(sentences, types, chance)


def _forget(batch: Batch, rare: Any, noise: np.random.Generator) -> None:
    """Exchange the vectors of some words, of rare ones above all, for random ones."""
    odds = np.where(rare, _FORGOTTEN_IF_RARE, _FORGOTTEN)
    hit = np.flatnonzero(noise.random(len(rare)) < odds)
    batch.inputs["keys"][hit, 0] = noise.integers(0, TABLES[0][1], (len(hit), 4))


def _loss(params: network.Params, inputs: Any, holes: Any, key: Any, steps: Any) -> Any:
    logits, _ = network.forward(params, inputs, key=key, rate=_DROPPED, steps=steps)
    weight = inputs["mask"] * (1 + (_HOLE_WEIGHT - 1) * holes)
    return ((jax.nn.softplus(logits) - logits * holes) * weight).sum() / inputs["mask"].sum()


def _step(steps: Mapping[str, float] | None) -> Any:
    """One step of Adam, compiled for rounding by these steps or for none."""

    def step(state: _Moments, given: Any, rate: Any, number: Any) -> tuple[_Moments, Any]:
        params, first, second, averaged = state
        inputs, holes, key = given
        loss, slope = jax.value_and_grad(_loss)(params, inputs, holes, key, steps)
        length = jnp.sqrt(sum(jnp.sum(part * part) for part in jax.tree.leaves(slope)))
        slope = jax.tree.map(lambda part: part * jnp.minimum(1.0, _CLIP / length), slope)
        first = jax.tree.map(lambda old, new: 0.9 * old + 0.1 * new, first, slope)
        second = jax.tree.map(lambda old, new: 0.999 * old + 0.001 * new * new, second, slope)
        one, two = 1 - 0.9**number, 1 - 0.999**number
        params = jax.tree.map(
            lambda at, m, v: at - rate * (m / one) / (jnp.sqrt(v / two) + 1e-8),
            params,
            first,
            second,
        )
        averaged = jax.tree.map(
            lambda old, new: _AVERAGED * old + (1 - _AVERAGED) * new, averaged, params
        )
        return (params, first, second, averaged), loss

    return jax.jit(step)


def _calibrated(
    params: network.Params, types: Sequence[Sequence[int]], rows: Any, chance: random.Random
) -> dict[str, float]:
    """The step of each layer's activations: what most of them are below, over the whole numbers."""
    met: dict[str, list[Any]] = {}
    sample = (Shown(tuple(types[at]), ()) for at in chance.sample(range(len(types)), len(types)))
    for number, packing in enumerate(packed(sample)):
        if number == _CALIBRATED_ON:
            break
        batch, _ = arrays(packing, rows)
        _, seen = network.forward(params, batch.inputs, key=jax.random.key(0), rate=0.0, steps=None)
        for name, most in seen.items():
            met.setdefault(name, []).append(np.asarray(most))
    return {name: _edge(np.concatenate(most)) / MOST for name, most in met.items()}


def _edge(most: Any) -> float:
    return float(np.percentile(most[most > 0], _PERCENTILE))
