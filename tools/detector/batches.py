"""Sentences packed into rows of equal length, several to a row, for a network of fixed shape."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from tools.detector.corruption import Shown

ROWS, LENGTH, GAP = 40, 128, 2
"""So many rows of so many words; between two sentences as many empty places as a layer sees."""
_TYPES = 2_048
"""Different words of a batch; more of them take a batch of another shape."""


@dataclass(slots=True)
class Row:
    """Sentences one after the other, and how much room is left."""

    sentences: list[Shown] = field(default_factory=list)
    room: int = LENGTH


def packed(sentences: Iterable[Shown]) -> Iterator[list[Row]]:
    """Batches of rows in which no sentence is cut; longer ones than a row are left out."""
    rows: list[Row] = []
    for sentence in sentences:
        length = len(sentence.types)
        if length > LENGTH:
            continue
        row = next((row for row in rows if row.room >= length), None)
        if row is None:
            if len(rows) == ROWS:
                yield rows
                rows = []
            rows.append(row := Row())
        row.sentences.append(sentence)
        row.room -= length + GAP
    if rows:
        yield rows


@dataclass(frozen=True, slots=True)
class Batch:
    """What the network takes (`keys`, `types`, `mask`), and where holes are."""

    inputs: dict[str, Any]
    holes: Any


def arrays(rows: list[Row], table_rows: Any) -> tuple[Batch, Any]:
    """The batch of these rows, and which words the rows of its `keys` belong to."""
    types = np.zeros((ROWS, LENGTH), dtype=np.int32)
    mask = np.zeros((ROWS, LENGTH), dtype=np.float32)
    holes = np.zeros((ROWS, LENGTH), dtype=np.float32)
    for number, row in enumerate(rows):
        at = 0
        for sentence in row.sentences:
            end = at + len(sentence.types)
            types[number, at:end] = sentence.types
            mask[number, at:end] = 1
            holes[number, [at + hole for hole in sentence.holes]] = 1
            at = end + GAP
    words, places = np.unique(types, return_inverse=True)
    room = _TYPES if len(words) <= _TYPES else ROWS * LENGTH
    keys = np.zeros((room, *table_rows.shape[1:]), dtype=np.int32)
    keys[: len(words)] = table_rows[words]
    numbered = places.reshape(ROWS, LENGTH).astype(np.int32)
    return Batch({"keys": keys, "types": numbered, "mask": mask}, holes), words
