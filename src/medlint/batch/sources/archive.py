"""Zip archives: sites as they are packed, each article read where it lies."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path, PurePath

from medlint import files
from medlint.batch.records import Member
from medlint.errors import ReadError


def members(path: str, is_excluded: Callable[[str], bool]) -> Iterator[Member | None]:
    """The articles in an archive, each name once; None for one that is excluded.

    Raises:
        ReadError: it is no archive, or cannot be read.
    """
    with _opened(path) as archive:
        for name in archive.NameToInfo:
            if not name.endswith("/") and files.is_article(name):
                yield None if is_excluded(PurePath(path, name).as_posix()) else Member(path, name)


def read(member: Member) -> str | bytes:
    """The text of a file in an archive; the bytes of one that is no text.

    Raises:
        ReadError: it cannot be read, is encrypted or too large.
        DecodeError: its bytes are no text.
    """
    path = Path(member.archive)
    try:
        changed = path.stat().st_mtime_ns
        archive = _kept(member.archive, changed)
        with archive.open(member.name) as file:
            data = file.read(files.LARGEST + 1)
    except _BROKEN as error:
        msg = f"cannot read it in the archive: {getattr(error, 'strerror', None) or error}"
        raise ReadError(msg) from error
    if len(data) > files.LARGEST:
        msg = f"it has more than the {files.LARGEST / 1e6:.0f} MB that medlint reads"
        raise ReadError(msg)
    return files.contents(member.name, data)


_BROKEN = (
    OSError,
    EOFError,
    KeyError,
    RuntimeError,  # it is encrypted; or packed in a way that Python cannot unpack
    ValueError,
    zipfile.BadZipFile,
    zlib.error,
)
"""What reading an archive may raise."""


def _opened(path: str) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(path)
    except _BROKEN as error:
        msg = f"cannot read the archive: {getattr(error, 'strerror', None) or error}"
        raise ReadError(msg) from error


@lru_cache(maxsize=1)
def _kept(path: str, changed: int) -> zipfile.ZipFile:
    """The archive that was read last stays open: its list of files may be long."""
    del changed
    return _opened(path)
