"""Sentences are packed whole, with room between them, and found again."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from tools.detector.batches import GAP, LENGTH, ROWS, arrays, packed
from tools.detector.corruption import Shown


@given(lengths=st.lists(st.integers(1, LENGTH + 5), max_size=120))
@settings(max_examples=30, deadline=None)
def test_no_sentence_is_cut_and_none_is_lost(lengths: list[int]) -> None:
    sentences = [Shown((at + 1,) * length, ()) for at, length in enumerate(lengths)]
    found = [s for rows in packed(sentences) for row in rows for s in row.sentences]
    assert sorted(s.types[0] for s in found) == [
        s.types[0] for s in sentences if len(s.types) <= LENGTH
    ]
    for rows in packed(sentences):
        assert len(rows) <= ROWS
        for row in rows:
            used = sum(len(s.types) + GAP for s in row.sentences)
            assert used - GAP <= LENGTH


def test_a_batch_says_where_words_and_holes_are() -> None:
    table_rows = np.arange(40).reshape(10, 1, 4)
    (rows,) = packed([Shown((3, 5, 3), (1,)), Shown((7,), ())])
    batch, words = arrays(rows, table_rows)
    assert words.tolist() == [0, 3, 5, 7]
    assert batch.inputs["mask"][0, :7].tolist() == [1, 1, 1, 0, 0, 1, 0]
    assert words[batch.inputs["types"][0, :6]].tolist() == [3, 5, 3, 0, 0, 7]
    assert batch.inputs["keys"][2].tolist() == [[20, 21, 22, 23]]
    assert np.argwhere(batch.holes).tolist() == [[0, 1]]
