"""Parquet: a row an article, its text in one of the columns."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from medlint import exports
from medlint.batch.arrow import arrow
from medlint.batch.slices import SIZE, Kind, Slice
from medlint.config import Export
from medlint.document import Format
from medlint.errors import DecodeError
from medlint.exports import Item
from medlint.finding import FileError

if TYPE_CHECKING:
    import pyarrow as pa

_SLICES = 500
"""So many slices at most are made of one row group: each unpacks the group up to its own rows."""


def columns(path: str) -> list[str]:
    """The names of its columns."""
    names: list[str] = arrow("parquet").read_schema(path).names
    return names


def slices(path: str) -> Iterator[Slice]:
    """The file in slices, none of which reaches beyond its row group."""
    metadata = arrow("parquet").read_metadata(path)
    start = 0
    for group in range(metadata.num_row_groups):
        stop = start + metadata.row_group(group).num_rows
        size = max(SIZE, -(-(stop - start) // _SLICES))
        for low in range(start, stop, size):
            high = min(low + size, stop)
            yield Slice(Kind.PARQUET, path, low, high, low + 1, high - low)
        start = stop


def read(one: Slice, fields: Export) -> Iterator[Item]:
    """The articles of a slice; a row that holds none is there with its error."""
    with arrow("parquet").ParquetFile(one.file) as file:
        names = set(file.schema_arrow.names)
        wanted = [exports.column(key, names) for key in (fields.body, fields.id)]
        at = 0
        for group in range(file.metadata.num_row_groups):
            size = file.metadata.row_group(group).num_rows
            if at + size <= one.start:
                at += size
                continue
            batches = file.iter_batches(
                SIZE, row_groups=[group], columns=[name for name in wanted if name in names]
            )
            for batch in batches:
                low, high = max(one.start - at, 0), min(one.stop - at, batch.num_rows)
                for row in range(low, high):
                    yield _item(one.file, batch, row, str(at + row + 1), fields)
                at += batch.num_rows
                if at >= one.stop:
                    return


def _item(path: str, batch: pa.RecordBatch, row: int, place: str, fields: Export) -> Item:
    values: dict[str, Any] = {}
    for name, column in zip(batch.schema.names, batch.columns, strict=True):
        try:
            values[name] = column[row].as_py()
        except UnicodeDecodeError:
            told = FileError(DecodeError.stage, f"the column '{name}' holds no UTF-8 text")
            return Item(path, place, "", "", Format(fields.format), told)
    return exports.item(path, values, fields, place=place)
