"""The detector's network: whole numbers in, whole numbers multiplied, the same answer everywhere.

Weights and activations are whole numbers of at most 127 (63 in the tables), held in float32. No
sum of products reaches 2**24, up to which float32 is exact: so neither the order in which a matrix
product adds, nor the number of sentences in it, nor the machine changes a result. What is not a
product of matrices is done row by row, with sums in float64.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from medlint.algebra import normed

Array = Any
"""A numpy array; which one, the text says."""

WIDTH, SUMMARY = 96, 48
TABLES = (("norm", 5000, 8), ("prefix", 1000, 9), ("suffix", 2500, 10), ("shape", 2500, 11))
"""The name, rows and hash seed of each table of embeddings: those of the small English model."""
DILATIONS = (1, 1, 1, 1, 2, 1)
"""How far each layer looks to either side."""
SUMMARY_AT = 4
"""The layer before which each word is told what stands anywhere left and right of it."""
TABLE_MOST, MOST = 63.0, 127.0
"""The largest whole number in a table, and elsewhere."""
_PAD = max(DILATIONS)
_ROWS = 2_048
"""So many words go through the network at once, if no sentence is longer: they fit the cache."""
_DECIMALS = 3
_FLAT = 1e-8


@dataclass(frozen=True, slots=True)
class Linear:
    """A matrix of whole numbers, the step that one stands for in each column, and a bias."""

    weights: Array
    step: Array
    bias: Array

    def __call__(self, rows: Array) -> Array:
        """The product with rows of whole numbers, exact up to the last multiplication."""
        out = rows @ self.weights
        out *= self.step
        out += self.bias
        return out


@dataclass(frozen=True, slots=True)
class Maxout:
    """The largest of three linear maps, brought to mean and spread of its own."""

    linear: Linear
    gain: Array
    offset: Array

    def __call__(self, rows: Array) -> Array:
        """One normalised row for each row of whole numbers."""
        return normed(_largest(self.linear(rows)), self.gain, self.offset, _FLAT)


@dataclass(frozen=True, slots=True)
class Network:
    """The weights, ready to run."""

    tables: tuple[Array, ...]
    mix: Maxout
    layers: tuple[Maxout, ...]
    pool: Linear
    summary: Maxout
    head: Linear
    out: Array
    bias: float
    steps: Mapping[str, float]

    @classmethod
    def read(cls, path: Path) -> Network:
        """The network of a file of weights, as `tools.detector` writes them."""
        with np.load(path) as file:
            kept = {name: file[name] for name in file.files}
        tables = tuple(kept[f"table.{name}"].astype(np.float32) for name, _, _ in TABLES)

        def linear(name: str) -> Linear:
            return Linear(
                np.ascontiguousarray(kept[f"{name}.w"].T.astype(np.float32)),
                kept[f"{name}.step"].astype(np.float32),
                kept[f"{name}.b"].astype(np.float32),
            )

        def maxout(name: str) -> Maxout:
            gain, offset = (kept[f"{name}.{part}"].astype(np.float32) for part in "gn")
            return Maxout(linear(name), gain, offset)

        return cls(
            tables=tables,
            mix=maxout("mix"),
            layers=tuple(maxout(f"conv{index}") for index in range(len(DILATIONS))),
            pool=linear("pool"),
            summary=maxout("sum"),
            head=linear("head"),
            out=kept["out.w"].astype(np.float64),
            bias=float(kept["out.b"]),
            steps={n.removeprefix("act."): float(v) for n, v in kept.items() if n[:4] == "act."},
        )

    def embed(self, keys: Array) -> Array:
        """The vectors of words, from the rows that they have in each table: (words, tables, 4)."""
        parts = [table[keys[:, at]].sum(axis=1) for at, table in enumerate(self.tables)]
        return self.mix(np.concatenate(parts, axis=1))

    def logits(self, sentences: Sequence[Array]) -> list[Array]:
        """The log odds of a hole left of each word, for sentences given by their words' vectors.

        A sentence has the same answer alone and among others.
        """
        found: list[Array] = []
        batch: list[Array] = []
        rows = 0
        for vectors in sentences:
            if batch and rows + len(vectors) > _ROWS:
                found += self._run(batch)
                batch, rows = [], 0
            batch.append(vectors)
            rows += len(vectors) + _PAD
        return found + (self._run(batch) if batch else [])

    def _run(self, sentences: Sequence[Array]) -> list[Array]:
        """The log odds of sentences that stand one below the other, empty rows between them."""
        places: list[slice] = []
        at = _PAD
        for vectors in sentences:
            places.append(slice(at, at + len(vectors)))
            at += len(vectors) + _PAD
        x = np.zeros((at, WIDTH), dtype=np.float32)
        between = np.ones(at, dtype=bool)
        for place, vectors in zip(places, sentences, strict=True):
            x[place] = vectors
            between[place] = False
        for index, (layer, reach) in enumerate(zip(self.layers, DILATIONS, strict=True)):
            if index == SUMMARY_AT:
                x += self._summarised(x, places)
                x[between] = 0
            x += layer(_windows(self._whole(f"conv{index}", x), reach))
            x[between] = 0
        near = self._whole("head", x)
        before = np.zeros_like(near)
        before[1:] = near[:-1]
        hidden = _largest(self.head(np.concatenate([before, near], axis=1)))
        score = (hidden.astype(np.float64) * self.out).sum(axis=1) + self.bias
        return [np.round(score[place], _DECIMALS) for place in places]

    def _summarised(self, x: Array, places: Sequence[slice]) -> Array:
        near = self._whole("sum", x)
        pooled = self.pool(near)
        around = np.zeros_like(pooled)
        for place in places:
            part, out = pooled[place], around[place]
            np.maximum.accumulate(part[:, :SUMMARY], axis=0, out=out[:, :SUMMARY])
            out[:, SUMMARY:] = np.maximum.accumulate(part[::-1, SUMMARY:], axis=0)[::-1]
        return self.summary(np.concatenate([near, self._whole("pooled", around)], axis=1))

    def _whole(self, name: str, value: Array) -> Array:
        """Activations as whole numbers of their layer's step."""
        whole = value / np.float32(self.steps[name])
        np.rint(whole, out=whole)
        return np.clip(whole, -MOST, MOST, out=whole)


def _windows(rows: Array, reach: int) -> Array:
    """Each row between those that stand `reach` before and behind it."""
    out = np.zeros((len(rows), 3 * WIDTH), dtype=np.float32)
    out[reach:, :WIDTH] = rows[:-reach]
    out[:, WIDTH : 2 * WIDTH] = rows
    out[:-reach, 2 * WIDTH :] = rows[reach:]
    return out


def _largest(rows: Array) -> Array:
    """The largest of three blocks of columns."""
    first, second, third = np.split(rows, 3, axis=1)
    return np.maximum(np.maximum(first, second), third)
