"""Slices: every record in exactly one, and the parts of them that are still wanted."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from medlint.batch import slices as slicing
from medlint.batch.slices import Kind, Slice
from medlint.finding import FileError


def numbered(counts: list[int]) -> list[Slice]:
    """Slices whose records are numbered on from one to the next."""
    found, at = [], 0
    for count in counts:
        found.append(Slice(Kind.JSONL, "a.jsonl", at, at + count, at, count))
        at += count
    return found


def records(slices: list[Slice]) -> list[int]:
    return [one.first + one.skip + n for one in slices for n in range(one.count)]


@given(
    st.lists(st.integers(1, 9), max_size=8),
    st.lists(st.integers(0, 60), max_size=8, unique=True),
)
def test_what_is_wanted_is_found_in_order_and_once(counts: list[int], borders: list[int]) -> None:
    total = sum(counts)
    cuts = sorted(min(border, total) for border in borders)
    wanted = [range(low, high) for low, high in pairwise(cuts)][::2]
    found = list(slicing.within(numbered(counts), wanted))
    assert records(found) == [n for span in wanted for n in span]
    assert all(one.count for one in found)


def test_a_part_of_a_part() -> None:
    one = Slice(Kind.CSV, "a.csv", 10, 90, 5, 8).part(2, 7).part(1, 3)
    assert (one.skip, one.count) == (3, 2)


def test_a_slice_survives_being_written() -> None:
    one = Slice(Kind.PARQUET, "b/\udcff.parquet", 3, 9, 4, 6, 1)
    two = slicing.fault("c.zip", FileError("read", "gone"))
    assert [slicing.load(slicing.dump(each)) for each in (one, two)] == [one, two]
    assert slicing.dump(one).isascii()
