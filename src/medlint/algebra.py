"""Products of matrices by the library that numpy comes with, in one thread.

It multiplies three to four times as fast as the one that thinc brings for spaCy. But its threads
wait for each other longer than products as small as ours take, and it takes another way where few
rows are multiplied, which changes the last digits: so it has one thread here, and rows enough.
"""

from __future__ import annotations

from contextlib import AbstractContextManager
from functools import cache
from typing import Any

import numpy as np
from thinc.api import Model, NumpyOps
from threadpoolctl import ThreadpoolController

Array = Any
"""A numpy array; which one, the text says."""

_ROWS = 64
"""From so many rows on each row of a product is the same, whatever stands in the others."""


@cache
def _controller() -> ThreadpoolController:
    return ThreadpoolController()  # looks for the libraries once, which takes a millisecond


def one_thread() -> AbstractContextManager[object]:
    """For the length of a `with` block, products of matrices take one thread of this process."""
    limits: AbstractContextManager[object] = _controller().limit(limits=1, user_api="blas")
    return limits


class Ops(NumpyOps):  # type: ignore[misc] # thinc's is untyped
    """What layers of a spaCy model reckon with, their products of matrices by numpy."""

    def gemm(
        self,
        x: Array,
        y: Array,
        out: Array | None = None,
        trans1: bool = False,  # noqa: FBT001, FBT002 -- thinc's signature
        trans2: bool = False,  # noqa: FBT001, FBT002
    ) -> Array:
        """The product of two matrices of float32, each transposed where that is said."""
        left, right = (x.T if trans1 else x), (y.T if trans2 else y)
        few = len(left)
        if few < _ROWS:
            left = np.concatenate([left, np.zeros((_ROWS - few, left.shape[1]), left.dtype)])
        product = np.dot(left, right)[:few]
        if out is None:
            return product
        out[:] = product
        return out


def hasten(model: Model[Any, Any]) -> None:
    """Let every layer of a model reckon with `Ops`: the same, but for the last digits."""
    ops = Ops()
    for layer in model.walk():
        layer.ops = ops


def normed(rows: Array, gain: Array, offset: Array, least: float) -> Array:
    """Rows of float32 brought to mean 0 and spread 1, and then to `gain` and `offset`.

    `least` is added to the squared spread, so that flat rows stay what they are.
    """
    mean = rows.mean(axis=1, dtype=np.float64, keepdims=True).astype(np.float32)
    centred: Array = rows - mean
    spread = np.square(centred).mean(axis=1, dtype=np.float64, keepdims=True)
    centred /= np.sqrt(spread + least).astype(np.float32)
    centred *= gain
    centred += offset
    return centred
