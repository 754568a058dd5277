"""A few records of one file, by their place in it: what is planned, and given to far machines."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, replace
from enum import StrEnum

from medlint.finding import FileError

SIZE = 64
"""So many records are in a slice: some seconds of work."""


class Kind(StrEnum):
    """What is read."""

    LISTING = "listing"
    JSONL = "jsonl"
    CSV = "csv"
    PARQUET = "parquet"
    FAULT = "fault"


@dataclass(frozen=True, slots=True)
class Slice:
    """Records of one file between two places, which are bytes, or rows of a Parquet file.

    `first` is the number of the first of them in the file, or of its line; `skip` of them are
    passed over, and then there are `count`. A fault is one record that stands for a file.
    """

    kind: Kind
    file: str
    start: int
    stop: int
    first: int
    count: int
    skip: int = 0
    fault: FileError | None = None

    def part(self, start: int, stop: int) -> Slice:
        """Some of its records."""
        return replace(self, skip=self.skip + start, count=stop - start)


def fault(file: str, error: FileError) -> Slice:
    """What stands for a file that cannot be read."""
    return Slice(Kind.FAULT, file, 0, 0, 0, 1, fault=error)


def dump(one: Slice) -> str:
    """A slice on one line."""
    return json.dumps(asdict(one))


def load(line: str) -> Slice:
    """The slice that `dump` wrote."""
    data = json.loads(line)
    told = data["fault"]
    return Slice(
        **{**data, "kind": Kind(data["kind"]), "fault": None if told is None else FileError(**told)}
    )


def within(slices: Iterable[Slice], wanted: Iterable[range]) -> Iterator[Slice]:
    """The parts of slices that hold the wanted records, which are counted over all slices.

    Both come in order.
    """
    spans = iter(wanted)
    span = next(spans, None)
    start = 0
    for one in slices:
        stop = start + one.count
        while span is not None and span.start < stop:
            low, high = max(span.start, start), min(span.stop, stop)
            if low < high:
                yield one.part(low - start, high - start)
            if span.stop > stop:
                break
            span = next(spans, None)
        start = stop
