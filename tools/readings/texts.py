"""Bodies of text to draw from: files and folders, and rows of JSON with a text each."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from medlint import files
from medlint.errors import UsageError
from tools.bench import trusted

_ROWS = ".jsonl"
_FIELD = "text"

TRUSTED = {"medquad": "medquad.jsonl", "openstax": "openstax"}
"""The measuring sets that authorities have edited, and where they are among the others."""


@dataclass(frozen=True, slots=True)
class Text:
    """One text, and the path whose ending names its format."""

    path: str
    source: str


def read_trusted(name: str, folder: Path) -> Iterator[Text]:
    """The texts of a measuring set that stands beside the checkout, as the benchmark reads them.

    Raises:
        UsageError: the set is not there.
    """
    path = folder / TRUSTED[name]
    if not path.exists():
        msg = f"{path}: these texts are not part of the project, and not beside it"
        raise UsageError(msg)
    found = trusted.read_chapters(path) if path.is_dir() else trusted.read_answers(path)
    for text in found:
        yield Text(text.path, text.source)


def read(paths: Sequence[str]) -> Iterator[Text]:
    """Every text of the paths: each file, each file of a folder, each row's `text` of a .jsonl.

    Raises:
        UsageError: a path does not exist, nothing is there, a row is not of that shape.
        InputError: a file cannot be read.
    """
    rows = [path for path in paths if path.endswith(_ROWS)]
    others = [path for path in paths if path not in rows]
    for path in rows:
        yield from _rows(Path(path))
    if others:
        for path in files.discover(others, exclude=(), root=Path.cwd()).paths:
            yield Text(path, files.read_source(path))


def rows(path: Path, fields: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """These fields of each row of a file.

    Raises:
        UsageError: the file cannot be read, or a row has no such texts.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as failure:
        msg = f"{path}: cannot be read ({failure})"
        raise UsageError(msg) from failure
    for number, line in enumerate(lines, 1):
        try:
            row = json.loads(line)
        except json.JSONDecodeError:
            row = None
        values = [row.get(field) for field in fields] if isinstance(row, dict) else []
        found = tuple(value for value in values if isinstance(value, str))
        if len(found) != len(fields):
            msg = f"{path}:{number}: a row of JSON with the texts {', '.join(fields)} is needed"
            raise UsageError(msg)
        yield found


def _rows(path: Path) -> Iterator[Text]:
    for number, (source,) in enumerate(rows(path, (_FIELD,)), 1):
        yield Text(f"{path.name}:{number}.txt", source)
