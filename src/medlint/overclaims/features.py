"""What the reader of overclaims sees of a sentence: its words, by one, two and three.

Every feature is a row of a table, found by hashing (Weinberger et al. 2009, "Feature hashing for
large scale multitask learning"): no list of words is kept, and new words have a place, too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from spacy.attrs import IS_SPACE, LOWER
from spacy.strings import hash_string  # type: ignore[attr-defined] # of a compiled module
from spacy.tokens import Doc

Array = Any
"""A numpy array; which one, the text says."""

BITS = 18
ROWS = 1 << BITS
"""So many rows has the table."""

_START, _END = 1, 2
_HEAD, _TAIL = 4, 3
"""Of longer words the first four letters and the last three count, too: "heals" and "healing"."""
_DIGITS = re.compile(r"\d+")
_GROUPS = (
    frozenset({"i", "my", "me", "mine", "myself"}),
    frozenset({"you", "your", "yours", "yourself"}),
    frozenset({"we", "our", "us", "ours"}),
    frozenset({"not", "no", "never", "cannot", "n't", "nor", "neither", "without", "none"}),
    frozenset({"may", "might", "could", "can", "some", "perhaps", "often", "usually", "sometimes"}),
    frozenset({"!"}),
    frozenset({"?"}),
)
"""Who speaks to whom, and how sure: a sentence is told by having any word of a group."""
_LETTERS = len(_GROUPS)
"""The bit beside those of the groups that says of a word that it is made of letters."""
_LENGTHS, _LONGEST = 6, 5
"""Sentences are told apart by their length in steps of six words, up to five steps."""
_MOST_WORDS = 40_000
"""So many words are remembered with their features; then all are forgotten."""
_WORD, _PAIR, _TRIPLE, _PREFIX, _SUFFIX, _GROUP, _LENGTH, _TITLE = range(11, 19)
"""What sets apart the features of one sort from those of another."""


@dataclass(frozen=True, slots=True)
class Features:
    """The rows that sentences have, sorted by sentence, none twice in one.

    `sentence` and `row` belong together; `first` and `last` are the words (white space is none)
    that the feature was first seen at, or those of the whole sentence. `lengths` holds for each
    sentence how many words it has that are made of letters.
    """

    sentence: Array
    row: Array
    first: Array
    last: Array
    lengths: Array


@dataclass(frozen=True, slots=True)
class _Batch:
    """The words of sentences one after the other.

    `known` has a row for each word, `sentence` and `place` say where it stands; `filled` are the
    sentences that have words, `counts` how many of them, `starts` the number of the first.
    """

    known: Array
    sentence: Array
    place: Array
    filled: Array
    counts: Array
    starts: Array


_Sort = tuple[int, Array, Array, Array, Array]
"""Features of one sort: what sets it apart, their values, sentences, first and last words."""


class FeatureReader:
    """Turns sentences into features; words are remembered."""

    def __init__(self) -> None:
        """Begin without words."""
        self._forget()

    def _forget(self) -> None:
        self._numbers: dict[int, int] = {}
        self._known: list[tuple[int, int, int, int]] = []
        self._table = np.zeros((0, 4), dtype=np.uint64)

    def read(self, docs: Sequence[Doc]) -> Features:
        """The features of documents that are one sentence each; no tags are needed."""
        if len(self._numbers) > _MOST_WORDS:
            self._forget()
        batch = self._batch(docs)
        titles = np.array([doc.text.istitle() for doc in docs], dtype=bool)
        sorts = [*_words(batch), *_neighbours(batch), *_whole(batch, titles[batch.filled])]
        rows = np.concatenate([_rows(values, sort) for sort, values, _, _, _ in sorts])
        sentence, first, last = (np.concatenate([one[at] for one in sorts]) for at in (2, 3, 4))
        _, kept = np.unique(sentence * ROWS + rows, return_index=True)
        letters = batch.known[:, 3] >> np.uint64(_LETTERS) & np.uint64(1)
        lengths = np.bincount(batch.sentence, letters, len(docs)).astype(np.int64)
        return Features(sentence[kept], rows[kept], first[kept], last[kept], lengths)

    def _batch(self, docs: Sequence[Doc]) -> _Batch:
        numbers: list[int] = []
        counts = []
        for doc in docs:
            before = len(numbers)
            found = doc.to_array([LOWER, IS_SPACE]).reshape(-1, 2)
            for lower in found[found[:, 1] == 0, 0].tolist():
                number = self._numbers.get(lower)
                if number is None:
                    number = self._numbers[lower] = len(self._known)
                    self._known.append(_known(doc.vocab.strings[lower]))
                numbers.append(number)
            counts.append(len(numbers) - before)
        if len(self._table) < len(self._known):
            new = np.array(self._known[len(self._table) :], np.uint64)
            self._table = np.concatenate([self._table, new])
        each = np.array(counts, dtype=np.int64)
        filled = np.flatnonzero(each)
        starts = np.cumsum(each) - each
        sentence = np.repeat(np.arange(len(docs)), each)
        place = np.arange(len(numbers)) - np.repeat(starts, each)
        known = self._table[np.array(numbers, dtype=np.intp)]
        return _Batch(known, sentence, place, filled, each[filled], starts[filled])


def _words(batch: _Batch) -> Iterator[_Sort]:
    """The words, and the beginnings and ends of longer ones."""
    for sort, column in ((_WORD, 0), (_PREFIX, 1), (_SUFFIX, 2)):
        values = batch.known[:, column]
        at = np.flatnonzero(values)
        place = batch.place[at]
        yield sort, values[at], batch.sentence[at], place, place


def _neighbours(batch: _Batch) -> Iterator[_Sort]:
    """Two and three words in a row, the bounds of the sentence among them."""
    sentences, counts = batch.filled, batch.counts
    bounded = np.zeros(len(batch.known) + 2 * len(sentences), dtype=np.uint64)
    opening = batch.starts + 2 * np.arange(len(sentences))
    bounded[opening] = _START
    bounded[opening + counts + 1] = _END
    bounded[np.arange(len(batch.known)) + 2 * np.repeat(np.arange(len(counts)), counts) + 1] = (
        batch.known[:, 0]
    )
    owner = np.repeat(sentences, counts + 2)
    place = np.arange(len(bounded)) - np.repeat(opening, counts + 2) - 1
    most = np.repeat(counts, counts + 2) - 1
    pairs = bounded[:-1] * np.uint64(3) + bounded[1:] * np.uint64(7)
    triples = pairs[:-1] * np.uint64(5) + bounded[2:] * np.uint64(13)
    for sort, values, more in ((_PAIR, pairs, 1), (_TRIPLE, triples, 2)):
        at = np.flatnonzero(owner[:-more] == owner[more:])
        last = np.minimum(place[at] + more, most[at])
        yield sort, values[at], owner[at], place[at].clip(0), last


def _whole(batch: _Batch, titles: Array) -> Iterator[_Sort]:
    """What a sentence is as a whole."""
    ends = batch.counts - 1
    length = (batch.counts // _LENGTHS).clip(max=_LONGEST).astype(np.uint64)
    yield _LENGTH, length, batch.filled, np.zeros_like(ends), ends
    if not len(batch.filled):
        return
    groups = np.bitwise_or.reduceat(batch.known[:, 3], batch.starts)
    of_title = np.where(titles, np.uint64(1), np.uint64(0))
    told = [(_GROUP, groups >> np.uint64(n) & np.uint64(1), n) for n in range(len(_GROUPS))]
    for sort, has, value in (*told, (_TITLE, of_title, 1)):
        at = np.flatnonzero(has)
        values = np.full(len(at), value, dtype=np.uint64)
        yield sort, values, batch.filled[at], np.zeros_like(at), ends[at]


def _known(lower: str) -> tuple[int, int, int, int]:
    word = _DIGITS.sub("0", lower.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'"))
    head = hash_string(word[:_HEAD]) if len(word) > _HEAD else 0
    tail = hash_string(word[-_TAIL:]) if len(word) > _HEAD else 0
    groups = sum(1 << number for number, group in enumerate(_GROUPS) if word in group)
    return hash_string(word), head, tail, groups | word.isalpha() << _LETTERS


def _rows(values: Array, sort: int) -> Array:
    """The rows of features, by the finaliser of MurmurHash3 with Stafford's constants."""
    mixed = values ^ np.uint64(sort * 0x9E3779B97F4A7C15 & 0xFFFFFFFFFFFFFFFF)
    mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return ((mixed ^ (mixed >> np.uint64(31))) >> np.uint64(64 - BITS)).astype(np.int64)
