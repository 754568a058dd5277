"""Articles that a CMS exports: many in one JSON file, each in a field of its own."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Any

from medlint import files
from medlint.config import Export
from medlint.document import Format
from medlint.errors import InputError, ParseError

_JSON = ".json"


@dataclass(frozen=True, slots=True)
class Item:
    """One article of an export. `path` names it in every output and in fingerprints.

    `pointer` says where its text stands in the file (RFC 6901). `error` is why there is none.
    """

    path: str
    pointer: str
    text: str
    format: Format
    error: InputError | None = None


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
    """The articles of one file, in its order; one that has no text is there with its error."""
    try:
        data = json.loads(files.decode(files.read_bytes(path, any_ending=True)))
        rows = _at(data, export.items)
        if not isinstance(rows, list):
            msg = f"no list of articles at '{export.items or '/'}'"
            raise ParseError(msg)
    except json.JSONDecodeError as error:
        failure = ParseError(f"not JSON: {error.msg} in line {error.lineno}")
        yield Item(path, "", "", Format.HTML, failure)
        return
    except InputError as error:
        yield Item(path, "", "", Format.HTML, error)
        return
    for at, row in enumerate(rows):
        where = [*filter(None, export.items.split(".")), str(at)]
        pointer = "".join(f"/{_escaped(step)}" for step in [*where, *export.body.split(".")])
        name = _at(row, export.id) if export.id else None
        known = str(name) if isinstance(name, (str, int)) and str(name).strip() else str(at)
        body = _at(row, export.body)
        text = body if isinstance(body, str) else ""
        missing = None if isinstance(body, str) else ParseError(f"no text at '{pointer}'")
        yield Item(f"{path}#{known}", pointer, text, Format(export.format), missing)


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
    for key in filter(None, keys.split(".")):
        data = data.get(key) if isinstance(data, dict) else None
    return data


def _escaped(step: str) -> str:
    return step.replace("~", "~0").replace("/", "~1")
