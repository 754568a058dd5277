"""The folder of a batch: what is done, so that whoever goes on loses nothing and repeats nothing.

Rows come in order and are kept in parts of a fixed size. The part that is being written is an open
file of lines; each line is whole or is not there when the next run looks. A finished part gets its
name in one step. So what is on the disk says how far the batch is, and nothing else has to.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from medlint import files
from medlint.batch import slices as slicing
from medlint.batch.parts import Layout
from medlint.batch.slices import Slice
from medlint.errors import UsageError

SCHEMA = 1
"""Version of the manifest and of the rows."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a batch is: what was asked for, how many records that is, and what came of it.

    `request` holds all that findings depend on; a batch goes on only with the same. `summary` is
    None until the batch is complete.
    """

    request: dict[str, Any]
    records: int
    excluded: int
    summary: dict[str, int] | None = None
    parts: tuple[dict[str, Any], ...] = ()

    def parting(self, request: dict[str, Any]) -> list[str]:
        """In what this batch differs from what is asked for now."""
        keys = sorted(self.request.keys() | request.keys())
        return [key for key in keys if self.request.get(key) != request.get(key)]


class Store:
    """The folder of one batch, which nobody else writes to meanwhile."""

    def __init__(self, folder: Path) -> None:
        """Name the folder; `opened` makes sure of it."""
        self.folder = folder
        self.index = folder / "index.html"
        self.listing = folder / "run" / "listing"
        self._manifest = folder / "manifest.json"
        self._plan = folder / "run" / "plan"
        self._findings = folder / "findings"

    def manifest(self) -> Manifest | None:
        """The manifest; None where no batch has begun here.

        Raises:
            UsageError: it cannot be read.
        """
        try:
            data = json.loads(self._manifest.read_bytes())
            if data.pop("schema") != SCHEMA:
                msg = f"{self._manifest} is of another version of medlint; name another folder"
                raise UsageError(msg)
            return Manifest(**{**data, "parts": tuple(data["parts"])})
        except FileNotFoundError:
            return None
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            msg = f"cannot read {self._manifest} ({error}); name another folder"
            raise UsageError(msg) from error

    def lay_out(self, plan: Iterable[Slice]) -> int:
        """Write down what is to be done; how many records that is."""
        records = 0
        with self._plan.open("w", encoding="ascii", newline="\n") as file:
            for one in plan:
                records += one.count
                file.write(slicing.dump(one) + "\n")
        return records

    def keep(self, manifest: Manifest) -> None:
        """Write the manifest."""
        data = {"schema": SCHEMA, **asdict(manifest)}
        files.write(self._manifest, json.dumps(data, indent=2, ensure_ascii=True) + "\n")

    def plan(self) -> Iterator[Slice]:
        """All that is to be done, done or not."""
        with self._plan.open(encoding="ascii") as file:
            yield from map(slicing.load, file)

    def parts(self, ending: str) -> list[Path]:
        """The finished parts, in order."""
        return sorted(self._findings.glob(f"part-*{ending}"))

    def pending(self, records: int, size: int, ending: str) -> list[range]:
        """The rows that are not on the disk yet, part by part; none of a part that is full.

        Lines that were cut off are taken away.
        """
        found = []
        for number, start in enumerate(range(0, records, size)):
            if self._part(number, ending).exists():
                self._open_part(number).unlink(missing_ok=True)
            else:
                done = _whole_lines(self._open_part(number))
                found.append(range(start + done, min(start + size, records)))
        return found

    def write(
        self, pending: Iterable[range], rows: Iterator[str], size: int, layout: Layout
    ) -> Iterator[int]:
        """Write the rows that are pending; says after each that it is on the disk."""
        for span in pending:
            number = (span.stop - 1) // size
            path = self._open_part(number)
            try:
                with path.open("ab") as file:
                    for row in islice(rows, len(span)):
                        file.write(f"{row}\n".encode())
                        file.flush()
                        yield 1
                    os.fsync(file.fileno())
                layout.close(path, self._part(number, layout.ending))
            except OSError as error:
                msg = f"cannot write to '{self.folder}': {error.strerror or error}"
                raise UsageError(msg) from error
            path.unlink(missing_ok=True)

    def _part(self, number: int, ending: str) -> Path:
        return self._findings / f"part-{number:05}{ending}"

    def _open_part(self, number: int) -> Path:
        return self.folder / "run" / f"part-{number:05}.open"

    def forget_what_never_began(self) -> None:
        """Leave no trace where no batch has begun."""
        if not self._manifest.exists():
            shutil.rmtree(self.folder / "run", ignore_errors=True)
            for folder in (self._findings, self.folder):
                with suppress(OSError):
                    folder.rmdir()

    def prepare(self) -> None:
        """Make the folders, and clear away what a run that was killed has left half done."""
        for folder in (self.folder / "run", self._findings):
            folder.mkdir(parents=True, exist_ok=True)
            for draft in folder.glob(".*.tmp"):
                draft.unlink(missing_ok=True)
        for draft in self.folder.glob(".*.tmp"):
            draft.unlink(missing_ok=True)


@contextmanager
def opened(folder: Path) -> Iterator[Store]:
    """The store in a folder that is new, empty, or holds a batch.

    Raises:
        UsageError: it is anything else, or another run writes to it.
    """
    if folder.exists() and not folder.is_dir():
        msg = f"'{folder}' is a file; name a folder for the results"
        raise UsageError(msg)
    there = {path.name for path in folder.iterdir()} if folder.exists() else set()
    if there - {"run", "findings"} and "manifest.json" not in there:
        msg = f"'{folder}' holds something else than a batch; name a new folder for the results"
        raise UsageError(msg)
    store = Store(folder)
    try:
        (folder / "run").mkdir(parents=True, exist_ok=True)
        with FileLock(folder / "run" / "lock", timeout=0):
            try:
                store.prepare()
                yield store
            finally:
                store.forget_what_never_began()
    except Timeout as error:
        msg = f"another run is at work in '{folder}'; wait for it, or name another folder"
        raise UsageError(msg) from error
    except OSError as error:
        if error.filename is None or not Path(os.fsdecode(error.filename)).is_relative_to(folder):
            raise
        msg = f"cannot write to '{error.filename}': {error.strerror}"
        raise UsageError(msg) from error


def _whole_lines(path: Path) -> int:
    """How many rows an open part holds; what stands behind the last whole one is cut off."""
    count = end = 0
    try:
        with path.open("r+b") as file:
            for line in file:
                if not line.endswith(b"\n") or not _is_json(line):
                    break
                count += 1
                end += len(line)
            file.truncate(end)
    except FileNotFoundError:
        return 0
    return count


def _is_json(line: bytes) -> bool:
    try:
        json.loads(line)
    except ValueError:
        return False
    return True
