"""Articles that a CMS exports: many in one JSON file, each in a field of its own."""

from __future__ import annotations

import json
import os
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePath
from typing import Any

from medlint import files
from medlint.config import Export
from medlint.document import Format
from medlint.errors import DecodeError, InputError, ParseError, ReadError
from medlint.finding import FileError

_JSON = ".json"


@dataclass(frozen=True, slots=True)
class Item:
    """One article of an export; without a `name` it stands for the whole file.

    `pointer` says where its text stands in the file (RFC 6901). `error` is why there is none.
    """

    file: str
    name: str
    pointer: str
    text: str
    format: Format
    error: FileError | None = None

    @property
    def path(self) -> str:
        """What names it in every output."""
        return named(self.file, self.name)


def named(file: str, name: str) -> str:
    """The path of an article in a file of many."""
    return f"{file}#{name}" if name else file


@dataclass(frozen=True, slots=True)
class Found:
    """The articles of the exports among some paths, the paths to be read as files, the rest."""

    items: tuple[Item, ...]
    paths: tuple[str, ...]
    excluded: int = 0


def discover(
    paths: Sequence[str], exports: Sequence[Export], *, exclude: Sequence[str], root: Path
) -> Found:
    """Take the exports out of what is named: files that match a pattern of the settings.

    A folder stands for the exports below it, and stays among the paths for its other files.
    """
    is_excluded = files.exclusion(exclude, root)
    items: list[Item] = []
    rest: list[str] = []
    seen: set[str] = set()
    excluded = 0
    for path in paths:
        named = not Path(path).is_dir()
        for candidate in [path] if named else _below(path):
            export = _export(candidate, exports, root)
            if export is None:
                continue
            if os.path.realpath(candidate) in seen:
                continue
            seen.add(os.path.realpath(candidate))
            if is_excluded(candidate):
                excluded += 1
            else:
                items += read(candidate, export)
        if not (named and _export(path, exports, root) is not None):
            rest.append(path)
    return Found(tuple(items), tuple(rest), excluded)


def read(path: str, export: Export) -> Iterator[Item]:
    """The articles of one file, in its order; one that has no text is there with its error.

    Of two that go by one name the second is an error: nobody could tell which is meant.
    """
    try:
        data = json.loads(files.decode(files.read_bytes(path, any_ending=True)))
        rows = _at(data, export.items)
        if not isinstance(rows, list):
            msg = f"no list of articles at '{export.items or '/'}'"
            raise ParseError(msg)
    except json.JSONDecodeError as error:
        failure: InputError = ParseError(f"not JSON: {error.msg} in line {error.lineno}")
        yield _unread(path, failure)
        return
    except RecursionError:
        yield _unread(path, ParseError("not JSON that can be read: it is nested too deeply"))
        return
    except InputError as error:
        yield _unread(path, error)
        return
    seen: set[str] = set()
    for at, row in enumerate(rows):
        where = [*filter(None, export.items.split(".")), str(at)]
        found = item(path, row, export, where=where, place=str(at))
        if found.name in seen:
            told = f"the {export.id or 'name'} '{found.name}' is that of an earlier article, too"
            found = replace(found, error=FileError(ParseError.stage, told))
        seen.add(found.name)
        yield found


def item(path: str, row: Any, export: Export, *, where: Sequence[str] = (), place: str) -> Item:
    """The article that one row of a file is, by the fields that the settings name.

    `where` leads to the row in its file, and `place` names one that has no name of its own. A row
    without a text is there with its error.
    """
    pointer = "".join(f"/{_escaped(step)}" for step in [*where, *export.body.split(".")])
    declared = _at(row, export.id) if export.id else None
    name = str(declared).strip() if isinstance(declared, str | int) else ""
    body = _at(row, export.body)
    fault = _fault(body, pointer)
    return Item(path, name or place, pointer, "" if fault else body, Format(export.format), fault)


def _fault(body: Any, pointer: str) -> FileError | None:
    """Why a field holds no text that can be read."""
    if not isinstance(body, str):
        return FileError(ParseError.stage, f"no text at '{pointer}'")
    if len(body) > files.LARGEST:
        told = (
            f"the text at '{pointer}' has more than the {files.LARGEST / 1e6:.0f} MB that are read"
        )
        return FileError(ReadError.stage, told)
    try:
        body.encode()
    except UnicodeEncodeError as error:
        told = f"the text at '{pointer}' holds half a character, at offset {error.start}"
        return FileError(DecodeError.stage, told)
    return None


def column(keys: str, names: Container[str]) -> str:
    """The column of a table that a path of keys begins at."""
    return keys if keys in names else keys.partition(".")[0]


def _unread(path: str, error: InputError) -> Item:
    return Item(path, "", "", "", Format.TEXT, FileError(error.stage, str(error)))


def _export(path: str, exports: Sequence[Export], root: Path) -> Export | None:
    if PurePath(path).suffix.lower() != _JSON:
        return None
    return next((e for e in exports if files.exclusion(e.files, root)(path)), None)


def _below(folder: str) -> Iterator[str]:
    for path in sorted(Path(folder).rglob(f"*{_JSON}")):
        if not any(part.startswith(".") for part in path.relative_to(folder).parts):
            yield path.as_posix()


def _at(data: Any, keys: str) -> Any:
    """What stands at a path of keys such as `fields.body`; None where nothing does."""
    if keys and isinstance(data, dict) and keys in data:  # as the heading of a table may be written
        return data[keys]
    for key in filter(None, keys.split(".")):
        data = data.get(key) if isinstance(data, dict) else None
    return data


def _escaped(step: str) -> str:
    return step.replace("~", "~0").replace("/", "~1")
