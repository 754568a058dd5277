"""The network gives each sentence the same answer alone and in any company."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from medlint.holes.component import WEIGHTS
from medlint.holes.network import MOST, TABLE_MOST, TABLES, WIDTH, Network

LIMIT = 2**24
"""Up to which float32 holds every whole number."""


@pytest.fixture(scope="module")
def network() -> Network:
    return Network.read(WEIGHTS)


def vectors(length: int, seed: int) -> np.ndarray:
    return np.random.default_rng(seed).normal(0, 1, (length, WIDTH)).astype(np.float32)


def test_the_weights_are_whole_numbers_whose_sums_are_exact(network: Network) -> None:
    for table, (_, rows, _) in zip(network.tables, TABLES, strict=True):
        assert table.shape == (rows, WIDTH)
        assert (table == np.rint(table)).all()
        assert np.abs(table).max() <= TABLE_MOST
    linear = [network.mix.linear, network.pool, network.summary.linear, network.head]
    for one in [*linear, *(layer.linear for layer in network.layers)]:
        assert (one.weights == np.rint(one.weights)).all()
        assert np.abs(one.weights).max() <= MOST
    sums = np.abs(network.mix.linear.weights).sum(axis=0) * 4 * TABLE_MOST
    assert sums.max() < LIMIT
    for layer in network.layers:
        assert (np.abs(layer.linear.weights).sum(axis=0) * MOST).max() < LIMIT


@given(lengths=st.lists(st.integers(1, 40), min_size=1, max_size=8), seed=st.integers(0, 99))
@settings(max_examples=25, deadline=None)
def test_company_changes_nothing(network: Network, lengths: list[int], seed: int) -> None:
    sentences = [vectors(length, seed + at) for at, length in enumerate(lengths)]
    together = network.logits(sentences)
    assert [len(odds) for odds in together] == lengths
    for sentence, odds in zip(sentences, together, strict=True):
        (alone,) = network.logits([sentence])
        assert (alone == odds).all()


def test_many_sentences_are_run_in_several_batches(network: Network) -> None:
    sentences = [vectors(30, at) for at in range(150)]
    together = network.logits(sentences)
    assert (together[149] == network.logits([sentences[149]])[0]).all()
    assert network.logits([]) == []


def test_words_are_embedded_alike_one_by_one(network: Network) -> None:
    rows = np.random.default_rng(3).integers(0, 1000, (50, len(TABLES), 4))
    together = network.embed(rows)
    assert together.shape == (50, WIDTH)
    for at in range(50):
        assert (network.embed(rows[at : at + 1])[0] == together[at]).all()
