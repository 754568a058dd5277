"""Products of matrices: right, the same in any company, in one thread."""

import numpy as np
import pytest
from threadpoolctl import threadpool_info

from medlint.algebra import Ops, one_thread

SIZES = [1, 2, 5, 31, 63, 64, 65, 300]


@pytest.mark.parametrize("width", [50, 64, 96, 288])
def test_a_row_has_the_same_product_in_any_company(width: int) -> None:
    numbers = np.random.default_rng(7)
    rows = numbers.standard_normal((400, 288)).astype(np.float32)
    weights = numbers.standard_normal((width, 288)).astype(np.float32)
    with one_thread():
        whole = Ops().gemm(rows, weights, trans2=True)
        for size in SIZES:
            part = Ops().gemm(rows[:size], weights, trans2=True)
            assert part.tobytes() == whole[:size].tobytes()
    assert np.allclose(whole, rows.astype(np.float64) @ weights.T, atol=1e-3)


def test_what_is_asked_for_is_written_into_the_place_given() -> None:
    rows, weights = np.eye(3, dtype=np.float32), np.ones((3, 2), dtype=np.float32)
    place = np.zeros((3, 2), dtype=np.float32)
    assert Ops().gemm(rows, weights, out=place) is place
    assert place.tolist() == weights.tolist()
    assert Ops().gemm(weights, rows, trans1=True).tolist() == weights.T.tolist()


def test_threads_are_as_many_as_before_afterwards() -> None:
    before = threadpool_info()
    with one_thread():
        assert {pool["num_threads"] for pool in threadpool_info()} <= {1}
    assert threadpool_info() == before
