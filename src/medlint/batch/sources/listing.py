"""Files and members of archives, one a line, in a file that a batch writes for itself.

It keeps a batch to what it was begun with, and a path costs no memory.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

from medlint.batch.records import Member, Record
from medlint.batch.slices import SIZE, Kind, Slice


def write(path: Path, records: Iterable[str | Member]) -> None:
    """Write the listing."""
    with path.open("w", encoding="ascii", newline="\n") as file:
        for record in records:
            entry = record if isinstance(record, str) else [record.archive, record.name]
            file.write(json.dumps(entry) + "\n")


def slices(path: str) -> Iterator[Slice]:
    """The listing in slices."""
    start = first = 0
    with Path(path).open("rb") as file:
        while lines := list(islice(file, SIZE)):
            stop = start + sum(map(len, lines))
            yield Slice(Kind.LISTING, path, start, stop, first, len(lines))
            start, first = stop, first + len(lines)


def read(one: Slice) -> Iterator[Record]:
    """What is listed in a slice."""
    with Path(one.file).open("rb") as file:
        file.seek(one.start)
        for line in file.read(one.stop - one.start).splitlines():
            entry = json.loads(line)
            yield entry if isinstance(entry, str) else Member(*entry)
