"""A small transformer that reads a sentence as a whole, and scores what it tells.

The first layers of an encoder that was trained on a billion sentences, taught further on those of
this project (docs/overclaims-model.md). What it adds to the linear reader is that it knows words
which no sentence of ours holds, by the company they keep.

Vaswani et al. 2017, "Attention is all you need"; Devlin et al. 2019, "BERT".
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from medlint.algebra import Ops, normed, one_thread
from medlint.overclaims.wordpieces import WordPieces

Array = Any
"""A numpy array; which one, the text says."""

WEIGHTS = Path(__file__).with_name("encoder.npz")
HEADS = 12
_FLAT = 1e-12
_ROWS = 2_048
"""So many pieces go through the layers at once: they fit the cache."""
_DECIMALS = 3


@dataclass(frozen=True, slots=True)
class Linear:
    """A matrix, (in, out), and a bias."""

    weights: Array
    bias: Array

    def __call__(self, rows: Array) -> Array:
        """The product with rows."""
        product = _OPS.gemm(rows, self.weights)
        product += self.bias
        return product


@dataclass(frozen=True, slots=True)
class Norm:
    """Brings each row to mean 0 and spread 1, and then to `gain` and `offset`."""

    gain: Array
    offset: Array

    def __call__(self, rows: Array) -> Array:
        """The rows, normalised."""
        return normed(rows, self.gain, self.offset, _FLAT)


@dataclass(frozen=True, slots=True)
class Layer:
    """Each piece looks at the others of its sentence, and then is thought over by itself."""

    look: Linear
    gather: Linear
    after_look: Norm
    widen: Linear
    narrow: Linear
    after_thought: Norm

    def __call__(self, rows: Array, bounds: Sequence[tuple[int, int]]) -> Array:
        """The pieces after this layer; `bounds` are where sentences begin and end among them."""
        asked = self.look(rows)
        seen = np.empty_like(rows)
        for start, end in bounds:
            seen[start:end] = _attended(asked[start:end])
        rows = self.after_look(rows + self.gather(seen))
        return self.after_thought(rows + self.narrow(_gelu(self.widen(rows))))


@dataclass(frozen=True, slots=True)
class Encoder:
    """The weights, ready to run."""

    pieces: WordPieces
    words: Array
    """A whole-numbered row for each piece."""
    word_steps: Array
    """What one stands for in each of these rows."""
    places: Array
    at_first: Norm
    layers: tuple[Layer, ...]
    head: Linear
    shares: Array
    """What the linear reader's score and this one's count in a column: (2, columns)."""
    level: Array

    @classmethod
    def read(cls, path: Path = WEIGHTS) -> Encoder:
        """The encoder of a file of weights, as `tools.overclaims` writes it."""
        with np.load(path) as file:
            kept = {name: file[name] for name in file.files}

        def linear(name: str) -> Linear:
            whole, step = kept[f"{name}.w"].astype(np.float32), kept[f"{name}.step"]
            return Linear(np.ascontiguousarray((whole * step[:, None]).T), kept[f"{name}.b"])

        def norm(name: str) -> Norm:
            return Norm(kept[f"{name}.gain"], kept[f"{name}.offset"])

        count = sum(name.endswith(".look.w") for name in kept)
        return cls(
            pieces=WordPieces(bytes(kept["pieces"]).decode().split("\n")),
            words=kept["words"],
            word_steps=kept["words.step"],
            places=kept["places"],
            at_first=norm("first"),
            layers=tuple(
                Layer(
                    linear(f"{at}.look"),
                    linear(f"{at}.gather"),
                    norm(f"{at}.after_look"),
                    linear(f"{at}.widen"),
                    linear(f"{at}.narrow"),
                    norm(f"{at}.after_thought"),
                )
                for at in range(count)
            ),
            head=linear("head"),
            shares=kept["shares"],
            level=kept["level"],
        )

    def join(self, linear: Array, texts: Sequence[str]) -> Array:
        """The scores of texts by both readers, where the linear one gave these.

        Above 0 what a column tells is likely; (texts, columns).
        """
        mine = self.scores(texts)
        return np.round(linear * self.shares[0] + mine * self.shares[1] - self.level, _DECIMALS)

    def scores(self, texts: Sequence[str]) -> Array:
        """What each text tells, in log odds that are not calibrated: (texts, columns).

        A text has the same scores alone and among others.
        """
        found = np.empty((len(texts), len(self.head.bias)))
        numbers = [self.pieces.numbers(text) for text in texts]
        start = 0
        with one_thread():
            while start < len(texts):
                end, rows = start, 0
                while end < len(texts) and (end == start or rows + len(numbers[end]) <= _ROWS):
                    rows += len(numbers[end])
                    end += 1
                found[start:end] = self._scores(numbers[start:end])
                start = end
        return np.round(found, _DECIMALS)

    def _scores(self, sentences: Sequence[Sequence[int]]) -> Array:
        ends = np.cumsum([len(one) for one in sentences]).tolist()
        bounds = list(zip([0, *ends], ends, strict=False))
        flat = np.concatenate([np.asarray(one) for one in sentences])
        place = np.concatenate([np.arange(len(one)) for one in sentences])
        rows = self.words[flat] * self.word_steps[flat, None] + self.places[place]
        rows = self.at_first(rows)
        for layer in self.layers:
            rows = layer(rows, bounds)
        pooled = [
            np.concatenate([rows[start:end].mean(axis=0), rows[start:end].max(axis=0)])
            for start, end in bounds
        ]
        return self.head(np.stack(pooled))


_OPS = Ops()


def _attended(asked: Array) -> Array:
    """What the pieces of one sentence see: their queries, keys and values side by side."""
    length = len(asked)
    query, key, value = asked.reshape(length, 3, HEADS, -1).transpose(1, 2, 0, 3)
    likeness = query @ key.transpose(0, 2, 1)
    likeness -= likeness.max(axis=2, keepdims=True)
    np.exp(likeness, out=likeness)
    likeness /= likeness.sum(axis=2, keepdims=True)
    return (likeness @ value).transpose(1, 0, 2).reshape(length, -1)


def _gelu(rows: Array) -> Array:
    """The Gaussian error linear unit, by the hyperbolic tangent (Hendrycks and Gimpel 2016)."""
    inner = rows * rows
    inner *= np.float32(0.044715)
    inner += np.float32(1)
    inner *= rows
    inner *= np.float32(0.7978845608)
    np.tanh(inner, out=inner)
    inner += np.float32(1)
    inner *= rows
    inner *= np.float32(0.5)
    return inner
