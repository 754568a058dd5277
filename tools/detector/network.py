"""The detector as a differentiable function: what `medlint.holes.network` computes in integers.

The first four layers are those of the small English model and begin with its weights. Weights and
activations can be rounded as the shipped network rounds them, with gradients that ignore it.
"""

from __future__ import annotations

from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from medlint.holes.component import hashed
from medlint.holes.network import (
    DILATIONS,
    MOST,
    SUMMARY,
    SUMMARY_AT,
    TABLE_MOST,
    TABLES,
    WIDTH,
)

PIECES, HEAD = 3, 128
_FLAT = 1e-8
_DROPS = 16
"""How often something may be left out in one pass."""
_LEAST = -1e4
"""Below what any channel comes to."""

Params = dict[str, Any]


def initial(nlp: Any, seed: int) -> Params:
    """Weights of the small model where it has them; the rest is drawn."""
    rng = np.random.default_rng(seed)
    nodes = list(nlp.get_pipe("tok2vec").model.walk())
    tables = [n.get_param("E") for n in nodes if n.name == "hashembed"]
    layers = [(n.get_param("W"), n.get_param("b")) for n in nodes if n.name == "maxout"]
    norms = [(n.get_param("G"), n.get_param("b")) for n in nodes if n.name == "layernorm"]
    params: Params = {}
    for (name, _, _), table in zip(TABLES, tables, strict=False):
        params[f"table.{name}"] = table
    weights, bias = layers[0]
    used = WIDTH * len(TABLES)
    params["mix.w"] = _blocks(weights)[:, :used]
    # What the two tables about spaces say of a word that is followed by one.
    spacy = _hashed(tables[4], 1, 12)
    not_space = _hashed(tables[5], 0, 13)
    rest = _blocks(weights)[:, used:] @ np.concatenate([spacy, not_space])
    params["mix.b"] = _blocks(bias)[:, 0] + rest
    params["mix.g"], params["mix.n"] = norms[0]
    for index in range(len(DILATIONS)):
        if index < len(layers) - 1:
            weights, bias = layers[index + 1]
            params[f"conv{index}.w"] = _blocks(weights)
            params[f"conv{index}.b"] = _blocks(bias)[:, 0]
            params[f"conv{index}.g"], params[f"conv{index}.n"] = norms[index + 1]
        else:
            _draw(params, f"conv{index}", rng, WIDTH * PIECES, WIDTH * 3)
    params["pool.w"] = _glorot(rng, 2 * SUMMARY, WIDTH)
    params["pool.b"] = np.zeros(2 * SUMMARY)
    _draw(params, "sum", rng, WIDTH * PIECES, WIDTH + 2 * SUMMARY)
    params["head.w"] = _glorot(rng, HEAD * PIECES, 2 * WIDTH)
    params["head.b"] = np.zeros(HEAD * PIECES)
    params["out.w"] = rng.normal(0, 0.05, HEAD)
    params["out.b"] = np.array(-3.0)
    return {name: jnp.asarray(value, jnp.float32) for name, value in params.items()}


def _blocks(weights: Any) -> Any:
    """The pieces of a maxout layer one below the other: all first pieces, then all second ones."""
    return np.moveaxis(weights.reshape(WIDTH, PIECES, -1), 1, 0).reshape(WIDTH * PIECES, -1)


def _hashed(table: Any, value: int, seed: int) -> Any:
    """What a table says of one value of an attribute."""
    rows = hashed(np.array([value], dtype=np.uint64), seed, len(table))
    return table[rows[0]].sum(axis=0)


def _glorot(rng: Any, rows: int, columns: int) -> Any:
    edge = np.sqrt(6.0 / (rows / PIECES + columns))
    return rng.uniform(-edge, edge, (rows, columns))


def _draw(params: Params, name: str, rng: Any, rows: int, columns: int) -> None:
    params[f"{name}.w"] = _glorot(rng, rows, columns)
    params[f"{name}.b"] = np.zeros(rows)
    params[f"{name}.g"] = np.full(WIDTH, 0.3)
    params[f"{name}.n"] = np.zeros(WIDTH)


def _rounded(value: Any) -> Any:
    return value + jax.lax.stop_gradient(jnp.round(value) - value)


def _dot(left: Any, right: Any, over_left: int, over_right: int) -> Any:
    return jax.lax.dot_general(
        left.astype(jnp.bfloat16),
        right.astype(jnp.bfloat16),
        (((over_left,), (over_right,)), ((), ())),
        preferred_element_type=jnp.float32,
    )


def _product(rows: Any, weights: Any) -> Any:
    return _dot(rows, weights, 1, 1)


def _product_forward(rows: Any, weights: Any) -> tuple[Any, Any]:
    return _product(rows, weights), (rows, weights)


def _product_backward(kept: Any, gradient: Any) -> tuple[Any, Any]:
    rows, weights = kept
    return _dot(gradient, weights, 1, 0), _dot(gradient, rows, 0, 0)


product = jax.custom_vjp(_product)
"""The product of rows with a matrix, in bfloat16 with sums in float32: twice as fast.

Whole numbers up to 256 lose nothing.
"""
product.defvjp(_product_forward, _product_backward)


def _records(value: Any, mask: Any) -> Any:
    def step(most: Any, at: Any) -> tuple[Any, Any]:
        own, inside = at
        most = jnp.where(inside, jnp.maximum(most, own), _LEAST)
        return most, most

    start = jnp.full_like(value[:, 0], _LEAST)
    _, found = jax.lax.scan(step, start, (jnp.moveaxis(value, 1, 0), jnp.moveaxis(mask, 1, 0)))
    return jnp.moveaxis(found, 0, 1)


def _running_max_forward(value: Any, mask: Any) -> tuple[Any, Any]:
    most = _records(value, mask)
    return most, (value >= most, mask)


def _running_max_backward(kept: Any, gradient: Any) -> tuple[Any, None]:
    """What later words owe to a record goes to the word that set it."""

    def step(carried: Any, at: Any) -> tuple[Any, Any]:
        record, inside, own = at
        total = jnp.where(inside, carried + own, 0)
        return jnp.where(record, 0, total), jnp.where(record, total, 0)

    swapped = tuple(jnp.moveaxis(part, 1, 0) for part in (*kept, gradient))
    _, found = jax.lax.scan(step, jnp.zeros_like(gradient[:, 0]), swapped, reverse=True)
    return jnp.moveaxis(found, 0, 1), None


running_max = jax.custom_vjp(_records)
"""The largest value of each channel from the sentence's first word up to each word."""
running_max.defvjp(_running_max_forward, _running_max_backward)


def forward(params: Params, batch: Any, *, key: Any, rate: float, steps: Any) -> tuple[Any, Any]:
    """The logit of a hole left of each word, and the largest activations that were met.

    `batch` holds `keys` (types, tables, 4), `types` (rows, words) and `mask`, which is 0 between
    the sentences of a row. Without `steps` nothing is rounded.
    """
    run = _Pass(params, steps, rate, key)
    mask = batch["mask"][..., None]
    x = run.dropped(run.embedded(batch["keys"])[batch["types"]]) * mask
    for index, reach in enumerate(DILATIONS):
        if index == SUMMARY_AT:
            x = (x + run.dropped(run.summarised(x, mask > 0))) * mask
        x = (x + run.dropped(run.layer(f"conv{index}", x, reach))) * mask
    return run.score(x), run.seen


class _Pass:
    """One pass through the network, and the activations that it met."""

    def __init__(self, params: Params, steps: Any, rate: float, key: Any) -> None:
        self.seen: dict[str, Any] = {}
        self._params = params
        self._steps = steps
        self._rate = rate
        self._keys = iter(jax.random.split(key, _DROPS))

    def embedded(self, keys: Any) -> Any:
        """The vectors of words that have these rows in the tables."""
        parts, columns = [], []
        for number, (name, _, _) in enumerate(TABLES):
            table = self._params[f"table.{name}"]
            if self._steps is not None:
                step = jnp.max(jnp.abs(table)) / TABLE_MOST
                table = _rounded(table / step)
                columns.append(jnp.full(WIDTH, step))
            parts.append(table[keys[:, number]].sum(axis=1))
        column = jnp.concatenate(columns) if columns else None
        return self._normed("mix", self._linear("mix", jnp.concatenate(parts, axis=-1), column))

    def layer(self, name: str, x: Any, reach: int) -> Any:
        """What a layer adds, from each word and the ones `reach` words before and behind it."""
        near = self._activation(name, x)
        padded = jnp.pad(near, ((0, 0), (reach, reach), (0, 0)))
        length = x.shape[1]
        sides = padded[:, :length], near, padded[:, 2 * reach : 2 * reach + length]
        column = self._columns((name, 3 * WIDTH))
        return self._normed(name, self._linear(name, jnp.concatenate(sides, axis=-1), column))

    def summarised(self, x: Any, inside: Any) -> Any:
        """What is added from all that stands left and right of each word."""
        near = self._activation("sum", x)
        pooled = self._linear("pool", near, self._columns(("sum", WIDTH)))
        left = running_max(pooled[..., :SUMMARY], inside)
        right = running_max(pooled[:, ::-1, SUMMARY:], inside[:, ::-1])[:, ::-1]
        around = jnp.where(inside, jnp.concatenate([left, right], axis=-1), 0)
        both = jnp.concatenate([near, self._activation("pooled", around)], axis=-1)
        column = self._columns(("sum", WIDTH), ("pooled", 2 * SUMMARY))
        return self._normed("sum", self._linear("sum", both, column))

    def score(self, x: Any) -> Any:
        """The logits, from each word and the one before it."""
        near = self._activation("head", x)
        before = jnp.pad(near, ((0, 0), (1, 0), (0, 0)))[:, :-1]
        both = jnp.concatenate([before, near], axis=-1)
        hidden = _largest(self._linear("head", both, self._columns(("head", 2 * WIDTH))))
        return self.dropped(hidden) @ self._params["out.w"] + self._params["out.b"]

    def dropped(self, value: Any) -> Any:
        """The value with some of it left out at random."""
        if self._rate == 0:
            return value
        kept = jax.random.bernoulli(next(self._keys), 1 - self._rate, value.shape)
        return jnp.where(kept, value / (1 - self._rate), 0)

    def _linear(self, name: str, value: Any, column: Any) -> Any:
        """The map of this name; `column` are the steps of the columns of whole numbers."""
        weight = self._params[f"{name}.w"]
        rows = value.reshape(-1, value.shape[-1])
        if column is None:
            out = product(rows, weight)
        else:
            weight = weight * column
            step = jnp.max(jnp.abs(weight), axis=1) / MOST + 1e-20
            out = product(rows, _rounded(weight / step[:, None])) * step
        return out.reshape(*value.shape[:-1], -1) + self._params[f"{name}.b"]

    def _activation(self, name: str, value: Any) -> Any:
        """The value, in whole numbers of the step of this name if there are steps."""
        self.seen[name] = jnp.max(jnp.abs(value), axis=-1).reshape(-1)
        if self._steps is None:
            return value
        return jnp.clip(_rounded(value / self._steps[name]), -MOST, MOST)

    def _columns(self, *named: tuple[str, int]) -> Any:
        if self._steps is None:
            return None
        return jnp.concatenate([jnp.full(width, self._steps[name]) for name, width in named])

    def _normed(self, name: str, value: Any) -> Any:
        most = _largest(value)
        mean = most.mean(axis=-1, keepdims=True)
        spread = jnp.sqrt(((most - mean) ** 2).mean(axis=-1, keepdims=True) + _FLAT)
        return (most - mean) / spread * self._params[f"{name}.g"] + self._params[f"{name}.n"]


def _largest(value: Any) -> Any:
    first, second, third = jnp.split(value, PIECES, axis=-1)
    return jnp.maximum(jnp.maximum(first, second), third)
