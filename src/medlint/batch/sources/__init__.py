"""Where the records of a batch come from: one module for each kind of file."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice

from medlint.batch.records import Record
from medlint.batch.slices import Kind, Slice, fault
from medlint.batch.sources import csv, jsonl, listing, parquet
from medlint.config import Export
from medlint.document import Format
from medlint.errors import MedlintError, ReadError
from medlint.exports import Item
from medlint.finding import FileError

ENDINGS = {
    ".jsonl": Kind.JSONL,
    ".ndjson": Kind.JSONL,
    ".csv": Kind.CSV,
    ".tsv": Kind.CSV,
    ".parquet": Kind.PARQUET,
    ".pq": Kind.PARQUET,
}
"""How the names of tables end."""

_SLICES: dict[Kind, Callable[[str], Iterator[Slice]]] = {
    Kind.LISTING: listing.slices,
    Kind.JSONL: jsonl.slices,
    Kind.CSV: csv.slices,
    Kind.PARQUET: parquet.slices,
}


def slices(kind: Kind, path: str) -> Iterator[Slice]:
    """The records of a file in slices; where it cannot be read, a fault."""
    try:
        yield from _SLICES[kind](path)
    except MedlintError:
        raise
    except Exception as error:  # noqa: BLE001 -- whatever the reader of a broken file raises
        yield fault(path, FileError(ReadError.stage, f"cannot read the file: {_told(error)}"))


def read(one: Slice, fields: Export) -> Iterator[Record]:
    """As many records as the slice counts, whatever has become of the file since."""
    given = 0
    told = "the file has become shorter since the batch began"
    try:
        for record in islice(_read(one, fields), one.skip, one.skip + one.count):
            yield record
            given += 1
    except MedlintError:
        raise
    except Exception as error:  # noqa: BLE001 -- whatever the reader of a broken file raises
        told = f"cannot read the file: {_told(error)}"
    for number in range(given, one.count):
        place = str(one.first + one.skip + number)
        yield Item(one.file, place, "", "", Format.TEXT, FileError(ReadError.stage, told))


def _read(one: Slice, fields: Export) -> Iterator[Record]:
    if one.kind is Kind.FAULT:
        return iter([Item(one.file, "", "", "", Format.TEXT, one.fault)])
    if one.kind is Kind.LISTING:
        return listing.read(one)
    readers = {Kind.JSONL: jsonl.read, Kind.CSV: csv.read, Kind.PARQUET: parquet.read}
    return readers[one.kind](one, fields)


def _told(error: Exception) -> str:
    said = getattr(error, "strerror", None) or str(error) or type(error).__name__
    return " ".join(str(said).split())
