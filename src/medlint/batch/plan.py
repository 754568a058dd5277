"""What a batch is to read: from the names on the command line to slices of records."""

from __future__ import annotations

import glob
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from medlint import exports, files, parsing
from medlint.batch import sources
from medlint.batch.records import Member
from medlint.batch.slices import Kind, Slice, fault
from medlint.batch.sources import archive, csv, listing, parquet
from medlint.config import Export
from medlint.errors import InputError, UsageError
from medlint.finding import FileError

_ARCHIVE = ".zip"


@dataclass(slots=True)
class Plan:
    """Where the records are: articles in files and folders, archives, and tables.

    `excluded` counts what patterns leave out, once the slices have been taken.
    """

    articles: list[str]
    archives: list[str]
    tables: list[str]
    excluded: int = 0
    _faults: list[Slice] = field(default_factory=list)

    def slices(
        self, place: Path, *, exclude: Sequence[str], root: Path, made: str
    ) -> Iterator[Slice]:
        """All records in slices; what is no table is listed in the file `place`.

        The folder `made`, where the batch writes, is passed over below other folders.
        """
        is_excluded = files.exclusion(exclude, root)
        listing.write(place, self._listed(exclude, root, made, is_excluded))
        yield from listing.slices(str(place))
        yield from self._faults
        for path in self.tables:
            if is_excluded(path):
                self.excluded += 1
            else:
                yield from sources.slices(sources.ENDINGS[_ending(path)], path)

    def _listed(
        self,
        exclude: Sequence[str],
        root: Path,
        made: str,
        is_excluded: Callable[[str], bool],
    ) -> Iterator[str | Member]:
        if self.articles:
            found = files.discover(
                self.articles, exclude=exclude, root=root, made=made, may_be_none=True
            )
            self.excluded += found.excluded
            yield from found.paths
        for path in self.archives:
            if is_excluded(path):
                self.excluded += 1
                continue
            try:
                for member in archive.members(path, is_excluded):
                    if member is None:
                        self.excluded += 1
                    else:
                        yield member
            except InputError as error:
                self._faults.append(fault(path, FileError(error.stage, str(error))))


def plan(named: Sequence[str], fields: Export) -> Plan:
    """Tell apart what was named: paths, or patterns such as `pages/**/*.parquet`.

    Raises:
        UsageError: there is no such path, no reader for it, or no such column in a table.
    """
    made = Plan([], [], [])
    seen: set[str] = set()
    for path, by_pattern in _expanded(named):
        real = os.path.realpath(path)
        if real in seen:
            continue
        seen.add(real)
        ending = _ending(path)
        if Path(path).is_dir() or parsing.format_of(path) is not None:
            made.articles.append(path)
        elif ending == _ARCHIVE:
            made.archives.append(path)
        elif ending in sources.ENDINGS:
            _check_columns(path, fields)
            made.tables.append(path)
        elif not by_pattern:
            kinds = ", ".join([*parsing.SUFFIXES, *sources.ENDINGS, _ARCHIVE])
            msg = f"no reader for '{path}'; a batch reads folders and {kinds}"
            raise UsageError(msg)
    if not (made.articles or made.archives or made.tables):
        msg = "nothing to check: no file that a batch reads matches"
        raise UsageError(msg)
    return made


def stamps(made: Plan) -> list[dict[str, Any]]:
    """What tells whether an archive or table is still the one that a batch began with."""
    found = []
    for path in [*made.archives, *made.tables]:
        status = Path(path).stat()
        found.append({"path": path, "bytes": status.st_size, "modified": status.st_mtime_ns})
    return found


def passed_over(made: Plan, out: Path) -> list[str]:
    """The tables and archives below folders, which are read only where they are named.

    Those in `out` are the results of the batch.
    """
    results = os.path.realpath(out)
    found = []
    for folder in filter(os.path.isdir, made.articles):
        for below, subfolders, names in os.walk(folder):
            subfolders[:] = [
                name
                for name in subfolders
                if not name.startswith(".") and os.path.realpath(Path(below, name)) != results
            ]
            found += [
                os.path.join(below, name)  # noqa: PTH118 -- beside os.walk
                for name in names
                if _ending(name) in sources.ENDINGS or _ending(name) == _ARCHIVE
            ]
    return sorted(found)


def _expanded(named: Sequence[str]) -> Iterator[tuple[str, bool]]:
    for name in named:
        if Path(name).exists():
            yield name, False
            continue
        found = sorted(glob.glob(name, recursive=True)) if glob.has_magic(name) else []  # noqa: PTH207 -- for paths as they are written
        if not found:
            what = "nothing matches" if glob.has_magic(name) else "no such file or directory:"
            msg = f"{what} '{name}'"
            raise UsageError(msg)
        for path in found:
            yield path, True


def _check_columns(path: str, fields: Export) -> None:
    """Refuse a table without the column of the text, before anything else is done."""
    readers = {Kind.CSV: csv.columns, Kind.PARQUET: parquet.columns}
    reader = readers.get(sources.ENDINGS[_ending(path)])
    if reader is None:
        return
    try:
        columns = reader(path)
    except UsageError:
        raise
    except Exception:  # noqa: BLE001 -- a broken file is not wrong use; its record will say so
        return
    if exports.column(fields.body, set(columns)) not in columns:
        there = ", ".join(columns) or "none"
        msg = f"{path}: there is no column '{fields.body}' (there are: {there}); name it by --text"
        raise UsageError(msg)


def _ending(path: str) -> str:
    return Path(path).suffix.lower()
