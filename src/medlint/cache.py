"""What was worked out before, kept between runs: a bounded file of keys and values.

The cache is a convenience and never a reason to fail: what cannot be read is worked out anew, what
cannot be written is not kept, and a file that is damaged is thrown away. Any number of runs may
use it at the same time; SQLite sees to that.
"""

from __future__ import annotations

import hashlib
import os
import pickle
import sqlite3
import stat
import sys
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Self

import medlint

FOLDER_VARIABLE = "MEDLINT_CACHE_DIR"
"""The variable of the environment that names another folder for the cache."""

_FILE = "cache-1.sqlite3"
"""The number is that of the schema."""
_TAG = "CACHEDIR.TAG"
_TAG_TEXT = (
    "Signature: 8a477f597d28d172789f06886806bc55\n"
    "# This folder holds what medlint worked out before; it may be deleted at any time.\n"
    "# For information about cache directory tags see https://bford.info/cachedir/\n"
)
LIMIT = 256_000_000
"""Bytes that the file may take; what was not used for longest goes first."""
_SPARED = 0.8
"""The share of the limit that is left after a clearing, so that not every run has to clear."""

_PATIENCE = 2.0
"""Seconds to wait for another run that writes; after that, this one does without."""
_AT_ONCE = 64
"""So many values are written in one go."""
_DAY = 86_400

_SCHEMA = """
CREATE TABLE kept (
    key TEXT PRIMARY KEY, sort TEXT NOT NULL, value BLOB NOT NULL, used INTEGER NOT NULL
);
CREATE INDEX kept_used ON kept (used);
"""


def folder() -> Path | None:
    """Where the cache lies: what `MEDLINT_CACHE_DIR` names, or the place the system has for it.

    None where the user has no place of that sort.
    """
    named = os.environ.get(FOLDER_VARIABLE)
    if named:
        return Path(named)
    try:
        return _home()
    except RuntimeError:  # whoever runs medlint has no home
        return None


def _home() -> Path:
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches" / "medlint"
    if sys.platform == "win32":
        local = os.environ.get("LOCALAPPDATA")
        return Path(local or Path.home() / "AppData" / "Local") / "medlint" / "Cache"
    # As the XDG base directory specification has it: a path that is not absolute is ignored.
    base = os.environ.get("XDG_CACHE_HOME", "")
    return (Path(base) if base.startswith("/") else Path.home() / ".cache") / "medlint"


def key_of(*parts: str | bytes) -> str:
    """One key for all that a value depends on; the parts cannot run into each other."""
    running = hashlib.sha256()
    for part in parts:
        data = part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
        running.update(f"{len(data)}:".encode())
        running.update(data)
    return running.hexdigest()


@cache
def identity() -> str:
    """What the running program is made of: itself, Python, and the packages beside it.

    Files are told apart by size and time of change, packages by name and version.
    """
    parts = [medlint.__version__, sys.version]
    package = Path(__file__).parent
    parts += [f"{name}:{mark}" for name, mark in sorted(signatures(package, ".py", ".npz"))]
    for place in sys.path:
        with suppress(OSError):
            parts += sorted(n for n in os.listdir(place or ".") if n.endswith(".dist-info"))  # noqa: PTH208 -- ten times as fast
    return key_of(*parts)


def signatures(place: Path, *endings: str) -> Iterator[tuple[str, str]]:
    """The files below a folder whose names end so, each with its size and time of change."""
    pending = [os.fspath(place)]
    while pending:
        with os.scandir(pending.pop()) as entries:
            for entry in entries:
                if entry.is_dir():
                    if entry.name != "__pycache__":
                        pending.append(entry.path)
                elif not endings or entry.name.endswith(endings):
                    state = entry.stat()
                    yield entry.path, f"{state.st_size}:{state.st_mtime_ns}"


@dataclass(frozen=True, slots=True)
class Contents:
    """What a cache holds of one sort: how many values, and their bytes."""

    sort: str
    count: int
    size: int


class Cache:
    """Values by key, for as long as a run takes; a `with` block writes what is new at its end.

    A value is anything that pickles. Only this user's own folder is read, as Python itself does
    with its compiled modules.
    """

    def __init__(self, place: Path | None, *, limit: int = LIMIT) -> None:
        """Use the folder `place`, made when something is first kept; None keeps nothing."""
        self._place = place
        self._limit = limit
        self._base: sqlite3.Connection | None = None
        self._new: dict[str, tuple[str, bytes]] = {}
        self._used: set[str] = set()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __bool__(self) -> bool:
        """Whether anything is kept at all."""
        return self._place is not None

    def __contains__(self, key: str) -> bool:
        """Whether something is kept under a key, sound or not."""
        base = self._open()
        if base is None:
            return False
        try:
            found = base.execute("SELECT 1 FROM kept WHERE key = ?", (key,)).fetchone()
        except sqlite3.Error as error:
            self._fail(error)
            return False
        return found is not None

    def get(self, key: str) -> Any | None:
        """What is kept under a key; None where nothing is, or nothing sound."""
        base = self._open()
        if base is None:
            return None
        try:
            row = base.execute("SELECT value, used FROM kept WHERE key = ?", (key,)).fetchone()
        except sqlite3.Error as error:
            self._fail(error)
            return None
        if row is None:
            return None
        try:
            value = pickle.loads(zlib.decompress(row[0]))  # noqa: S301 -- our own file
        except Exception:  # noqa: BLE001 -- a damaged value can fail in any way
            self._forget(key)
            return None
        if row[1] < _today():
            self._used.add(key)
        return value

    def put(self, key: str, sort: str, value: object) -> None:
        """Keep a value under a key; `sort` says what it is, to those who look into the cache."""
        if self._place is None:
            return
        self._new[key] = sort, zlib.compress(pickle.dumps(value, protocol=5), 1)
        if len(self._new) >= _AT_ONCE:
            self._write()

    def once(self, key: str, sort: str, make: Callable[[], Any]) -> Any:
        """What is kept under a key, or what `make` makes, which is kept from then on."""
        value = self.get(key)
        if value is None:
            value = make()
            self.put(key, sort, value)
        return value

    def close(self) -> None:
        """Write what is new, and let go of the file."""
        self._write()
        if self._base is not None:
            with suppress(sqlite3.Error):
                self._base.close()
            self._base = None
        self._place = None

    def contents(self) -> list[Contents]:
        """What the cache holds, by sort."""
        base = self._open()
        if base is None:
            return []
        try:
            rows = base.execute(
                "SELECT sort, count(*), sum(length(value)) FROM kept GROUP BY sort ORDER BY sort"
            ).fetchall()
        except sqlite3.Error as error:
            self._fail(error)
            return []
        return [Contents(*row) for row in rows]

    def clear(self) -> None:
        """Throw everything away.

        Raises:
            OSError: the files cannot be deleted.
        """
        place = self._place
        self._new.clear()
        self.close()
        if place is not None:
            for path in _files(place):
                path.unlink(missing_ok=True)

    def _open(self) -> sqlite3.Connection | None:
        """The file, if there is one that can be read."""
        if self._base is None and self._place is not None:
            try:
                if (self._place / _FILE).exists():
                    self._base = _connected(self._place)
            except (OSError, sqlite3.Error) as error:
                self._fail(error)
        return self._base

    def _write(self) -> None:
        if self._place is None or not (self._new or self._used):
            return
        try:
            self._make()
            base = self._open()
            if base is None:
                return
            today = _today()
            with base:
                base.executemany(
                    "INSERT OR REPLACE INTO kept VALUES (?, ?, ?, ?)",
                    [(key, sort, value, today) for key, (sort, value) in self._new.items()],
                )
                base.executemany(
                    "UPDATE kept SET used = ? WHERE key = ?", [(today, key) for key in self._used]
                )
            self._bound(base)
        except (OSError, sqlite3.Error) as error:
            self._fail(error)
        self._new.clear()
        self._used.clear()

    def _make(self) -> None:
        """Make the folder and the file where they are missing."""
        assert self._place is not None  # noqa: S101 -- asked before
        if (self._place / _FILE).exists():
            return
        self._place.mkdir(mode=0o700, parents=True, exist_ok=True)
        tag = self._place / _TAG
        if not tag.exists():
            tag.write_text(_TAG_TEXT, encoding="utf-8")
        from tempfile import TemporaryDirectory  # noqa: PLC0415 -- slow to import, needed once

        # Made beside its place and then put there: no other run sees it half made.
        with TemporaryDirectory(dir=self._place) as scratch:
            made = Path(scratch) / _FILE
            base = _connected(Path(scratch))
            base.execute("PRAGMA auto_vacuum = INCREMENTAL")
            base.execute("PRAGMA journal_mode = WAL")
            base.executescript(_SCHEMA)
            base.close()
            with suppress(FileExistsError):  # another run was faster
                os.link(made, self._place / _FILE)

    def _bound(self, base: sqlite3.Connection) -> None:
        """Throw away what was not used for longest where the file has grown too large."""
        pages, free, page = (
            base.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("page_count", "freelist_count", "page_size")
        )
        size = (pages - free) * page
        if size <= self._limit:
            return
        over = size - int(self._limit * _SPARED)
        with base:
            for key, length in base.execute(
                "SELECT key, length(value) FROM kept ORDER BY used, rowid"
            ).fetchall():
                if over <= 0:
                    break
                base.execute("DELETE FROM kept WHERE key = ?", (key,))
                over -= length
        base.execute("PRAGMA incremental_vacuum").fetchall()

    def _forget(self, key: str) -> None:
        base = self._open()
        if base is not None:
            with suppress(sqlite3.Error), base:
                base.execute("DELETE FROM kept WHERE key = ?", (key,))

    def _fail(self, error: Exception) -> None:
        """Do without the cache from now on; a file that is damaged is thrown away."""
        place, base = self._place, self._base
        self._place = self._base = None
        self._new.clear()
        self._used.clear()
        if base is not None:
            with suppress(sqlite3.Error):
                base.close()
        # Of an empty file SQLite only says that it has no tables.
        damaged = isinstance(error, sqlite3.DatabaseError) and (
            not isinstance(error, sqlite3.OperationalError) or "no such" in str(error)
        )
        if damaged and place is not None:
            for path in _files(place):
                with suppress(OSError):
                    path.unlink()


def _connected(place: Path) -> sqlite3.Connection:
    """The file in a folder.

    Raises:
        OSError: the folder is not this user's own, and so not to be trusted.
    """
    state = place.stat()
    if os.name == "posix" and (state.st_uid != os.geteuid() or state.st_mode & stat.S_IWOTH):
        raise PermissionError
    return sqlite3.connect(place / _FILE, timeout=_PATIENCE)


def _files(place: Path) -> list[Path]:
    """The file of a cache, and those that SQLite keeps beside it."""
    return [place / f"{_FILE}{ending}" for ending in ("", "-wal", "-shm")]


def _today() -> int:
    return int(time.time()) // _DAY
