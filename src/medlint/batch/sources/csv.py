"""Comma-separated values: a row an article, its text in one of the columns."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from medlint import exports, files
from medlint.batch.slices import SIZE, Kind, Slice, fault
from medlint.config import Export
from medlint.document import Format
from medlint.errors import DecodeError, ParseError
from medlint.exports import Item
from medlint.finding import FileError

_DELIMITERS = (",", ";", "\t")


def columns(path: str) -> list[str]:
    """The names in the first row."""
    with Path(path).open("rb") as file:
        return _Rows(file).columns


def slices(path: str) -> Iterator[Slice]:
    """The file in slices; where its rows cannot be told apart any more, the rest is one fault."""
    with Path(path).open("rb") as file:
        rows = _Rows(file)
        start = stop = rows.at
        number, first = 0, 1
        broken = None
        try:
            for _ in rows:
                number, stop = number + 1, rows.at
                if number - first + 1 == SIZE:
                    yield Slice(Kind.CSV, path, start, stop, first, SIZE)
                    start, first = stop, number + 1
        except csv.Error as error:
            broken = f"row {number + 1}: {error}; neither it nor what follows can be read"
    if number >= first:
        yield Slice(Kind.CSV, path, start, stop, first, number - first + 1)
    if broken is not None:
        yield fault(path, FileError(ParseError.stage, broken))


def read(one: Slice, fields: Export) -> Iterator[Item]:
    """The articles of a slice; a row that holds none is there with its error."""
    with Path(one.file).open("rb") as file:
        rows = _Rows(file)
        rows.seek(one.start)
        for number, row in enumerate(rows, one.first):
            yield _item(one.file, rows.columns, row, str(number), fields)
            if rows.at >= one.stop:
                return


def _item(path: str, columns: list[str], row: list[str], place: str, fields: Export) -> Item:
    told = None
    if len(row) > len(columns):
        msg = f"the row has {len(row)} cells, and the first one {len(columns)}"
        told = FileError(ParseError.stage, msg)
    elif not all(map(_is_utf_8, row)):
        told = FileError(DecodeError.stage, "not UTF-8 text; save the file as UTF-8")
    if told is not None:
        return Item(path, place, "", "", Format(fields.format), told)
    return exports.item(path, dict(zip(columns, row, strict=False)), fields, place=place)


def _is_utf_8(cell: str) -> bool:
    try:
        cell.encode()
    except UnicodeEncodeError:  # of the bytes that stood for no character
        return False
    return True


class _Rows:
    """The rows of a file, and how many bytes of it they were taken from."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.at = 0
        csv.field_size_limit(files.LARGEST)
        heading = file.readline(files.LARGEST).decode("utf-8-sig", "surrogateescape")
        self._delimiter = max(_DELIMITERS, key=heading.count)
        file.seek(0)
        self.columns = next(iter(self), [])

    def seek(self, at: int) -> None:
        self._file.seek(at)
        self.at = at

    def __iter__(self) -> Iterator[list[str]]:
        for row in csv.reader(self._lines(), delimiter=self._delimiter, strict=True):
            if row:
                yield row

    def _lines(self) -> Iterator[str]:
        while line := self._file.readline(files.LARGEST):
            encoding = "utf-8" if self.at else "utf-8-sig"
            self.at += len(line)
            yield line.decode(encoding, "surrogateescape")
