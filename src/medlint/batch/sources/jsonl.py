"""JSON Lines: an object a line, the article in one of its fields."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from medlint import exports, files
from medlint.batch.slices import SIZE, Kind, Slice
from medlint.config import Export
from medlint.document import Format
from medlint.errors import InputError, ParseError, ReadError
from medlint.exports import Item
from medlint.finding import FileError


def slices(path: str) -> Iterator[Slice]:
    """The file in slices; empty lines are no records."""
    start = at = number = count = 0
    first = 1
    with Path(path).open("rb") as file:
        for line, size in _lines(file):
            at += size
            number += 1
            count += bool(line.strip())
            if count == SIZE:
                yield Slice(Kind.JSONL, path, start, at, first, count)
                start, first, count = at, number + 1, 0
    if count:
        yield Slice(Kind.JSONL, path, start, at, first, count)


def read(one: Slice, fields: Export) -> Iterator[Item]:
    """The articles of a slice; a line that holds none is there with its error."""
    with Path(one.file).open("rb") as file:
        file.seek(one.start)
        at = one.start
        number = one.first - 1
        for line, size in _lines(file):
            if at >= one.stop:
                return
            at += size
            number += 1
            if line.strip():
                yield _item(one.file, line, number, fields)


def _item(path: str, line: bytes, number: int, fields: Export) -> Item:
    try:
        if len(line) > files.LARGEST:
            msg = f"the line is larger than the {files.LARGEST // 1_000_000} MB that medlint reads"
            raise ReadError(msg)
        try:
            row = json.loads(files.decode(line))
        except RecursionError as error:
            msg = "not JSON that can be read: it is nested too deeply"
            raise ParseError(msg) from error
        except ValueError as error:
            msg = f"not JSON: {getattr(error, 'msg', None) or error}"
            raise ParseError(msg) from error
        if not isinstance(row, dict):
            msg = "no JSON object"
            raise ParseError(msg)
    except InputError as error:
        fault = FileError(error.stage, str(error))
        return Item(path, str(number), "", "", Format(fields.format), fault)
    return exports.item(path, row, fields, place=str(number))


def _lines(file: BinaryIO) -> Iterator[tuple[bytes, int]]:
    """Each line and its length; of one that is too long, the beginning."""
    while line := file.readline(files.LARGEST + 2):
        size = len(line)
        rest = line
        while not rest.endswith(b"\n") and (rest := file.readline(files.LARGEST)):
            size += len(rest)
        yield line, size
