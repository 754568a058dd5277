"""Which files a run reads, and how: discovery, reading, decoding, and writing what is made."""

from __future__ import annotations

import codecs
import os
import shutil
import stat
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import BinaryIO

from medlint import parsing
from medlint.errors import DecodeError, ReadError, UsageError
from medlint.parsing import SUFFIXES, format_of, is_binary

_SKIPPED = frozenset({"node_modules", "__pycache__"})
"""Folders that hold no drafts; so do all whose names begin with a dot (.git, .venv)."""

_DROPPINGS = ("._", ".#", "~$")
"""How the names of files begin that systems and editors put beside a draft."""

_ARTICLES = frozenset(
    {".adoc", ".asciidoc", ".doc", ".docm", ".docx", ".epub", ".mdx", ".odt", ".org", ".pages"}
    | {".pdf", ".rst", ".rtf", ".tex", ".xhtml"}
)
"""Endings of files that hold articles for people to read."""

LARGEST = 20_000_000
"""Bytes beyond which a file is no article."""

_MARKED = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, None),
    (codecs.BOM_UTF32_BE, None),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
"""Byte order marks and their encodings, a longer mark before one that it begins with."""

_ADVICE = "save the file as UTF-8"


@dataclass(frozen=True, slots=True)
class Discovery:
    """The files of one run in order, each once, and how many more the patterns excluded."""

    paths: tuple[str, ...]
    excluded: int = 0


def discover(
    paths: Sequence[str],
    *,
    exclude: Sequence[str] = (),
    root: Path,
    made: str | None = None,
    may_be_none: bool = False,
) -> Discovery:
    """Find the files to check.

    A named file stands as it was given, whatever its ending. A folder stands for the files below
    it that medlint can read, in the order of their names; hidden folders and those of tools are
    passed over, and links that lead in circles end. `exclude` holds patterns as in .gitignore,
    relative to `root`; they hold for named files, too. The folder `made`, where the run writes its
    own pages, is passed over below other folders. `may_be_none` says that there is something else
    to check.

    Raises:
        UsageError: a path does not exist, a pattern is broken, or no file is left to check, unless
            all that was named is files, and excluded.
    """
    is_excluded = exclusion(exclude, root)
    found: list[str] = []
    excluded = 0
    seen: set[str] = set()
    for path in paths:
        for candidate in _candidates(path, made):
            real = os.path.realpath(candidate)
            if real in seen:
                continue
            seen.add(real)
            if is_excluded(candidate):
                excluded += 1
            else:
                found.append(candidate)
    # A hook names the files of a commit, and may name none but excluded ones: no mistake of its.
    all_set_aside = excluded > 0 and not any(Path(path).is_dir() for path in paths)
    if not found and not all_set_aside and not may_be_none:
        msg = f"nothing to check: no file that ends in {_endings()} was found"
        if excluded:
            msg += f"; {excluded} {'file is' if excluded == 1 else 'files are'} excluded"
        raise UsageError(msg)
    return Discovery(tuple(found), excluded)


def is_article(path: str) -> bool:
    """Whether a run reads a file that it comes upon below a folder."""
    *folders, name = PurePath(path).parts
    droppings = name.startswith(_DROPPINGS) or any(map(_is_skipped, folders))
    return format_of(name) is not None and not droppings


def unread(paths: Sequence[str], *, exclude: Sequence[str] = (), root: Path) -> list[str]:
    """The files below folders that look like articles and that medlint cannot read.

    `discover` passes them over, as it does pictures and programs: whoever must not miss an
    article asks here. What patterns exclude is left out.
    """
    is_excluded = exclusion(exclude, root)
    found: set[str] = set()
    for path in paths:
        if Path(path).is_dir():
            for folder, subfolders, names in os.walk(path):
                subfolders[:] = [name for name in subfolders if not _is_skipped(name)]
                found.update(
                    PurePath(folder, name).as_posix()
                    for name in names
                    if PurePath(name).suffix.lower() in _ARTICLES
                    and not name.startswith(_DROPPINGS)
                    and format_of(name) is None
                )
    return sorted(name for name in found if not is_excluded(name))


def relative(path: str, root: Path) -> str:
    """The path as fingerprints hold it: from the root where it lies below, with slashes."""
    full = Path(os.path.realpath(path))  # which follows no link in circles, and `resolve` fails
    return (full.relative_to(root) if full.is_relative_to(root) else Path(path)).as_posix()


def read(path: str) -> str | bytes:
    """The text of one file, its line ends as they stand; the bytes of one that is no text.

    Raises:
        ReadError: it cannot be opened, is no ordinary file, is too large, or medlint has no
            reader for its ending.
        DecodeError: its bytes are not text in UTF-8, or in UTF-16 with a byte order mark.
    """
    return contents(path, read_bytes(path))


def contents(path: str, data: bytes) -> str | bytes:
    """What a file of that name says that holds these bytes: its text, where it is one.

    Raises:
        DecodeError: it is a text, and in another encoding.
    """
    format_ = format_of(path)
    return data if format_ is not None and is_binary(format_) else decode(data)


def read_source(path: str) -> str:
    """The source text of one file: what places in its document are counted in.

    Raises:
        InputError: as `read`, or it is not of its format.
    """
    return source_of(path, read_bytes(path))


def source_of(path: str, data: bytes) -> str:
    """The source text of a file of that name that holds these bytes.

    Raises:
        InputError: it is not text, or not of its format.
    """
    format_ = format_of(path)
    if format_ is not None and is_binary(format_):
        return parsing.source_of(data, format_)
    return decode(data)


def read_bytes(path: str, *, any_ending: bool = False) -> bytes:
    """The bytes of one file.

    Raises:
        ReadError: as `read`.
    """
    try:
        status = Path(path).stat()
        _check_kind(status.st_mode)
        if format_of(path) is None and not any_ending:
            raise no_reader(path)
        with Path(path).open("rb") as file:
            data = file.read(LARGEST + 1)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        msg = f"cannot read the file: {reason}"
        raise ReadError(msg) from error
    size = max(status.st_size, len(data))
    if size > LARGEST:
        msg = f"the file has {size / 1e6:.1f} MB; medlint reads up to {LARGEST / 1e6:.0f} MB"
        raise ReadError(msg)
    return data


def read_stream(stream: BinaryIO, path: str) -> str | bytes:
    """What `read` would give for a file `path` that holds the stream, under the same limit.

    Raises:
        ReadError: it cannot be read or is too large.
        DecodeError: its bytes are not text in UTF-8, or in UTF-16 with a byte order mark.
    """
    try:
        data = stream.read(LARGEST + 1)
    except OSError as error:
        msg = f"cannot read standard input: {error.strerror}"
        raise ReadError(msg) from error
    if len(data) > LARGEST:
        msg = f"standard input has more than the {LARGEST / 1e6:.0f} MB that medlint reads"
        raise ReadError(msg)
    return contents(path, data)


def decode(data: bytes) -> str:
    """The text that `data` holds, without its byte order mark, its line ends as they stand.

    Raises:
        DecodeError: it is not text in UTF-8, or in UTF-16 with a byte order mark; the message
            names the first byte that is wrong.
    """
    mark, encoding = _encoding(data)
    if encoding is None:
        msg = f"this is UTF-32 text; {_ADVICE}"
        raise DecodeError(msg)
    body = data[len(mark) :]
    if encoding == "utf-8" and b"\0" in body:
        raise _binary(len(mark) + body.index(b"\0"))
    try:
        text = body.decode(encoding)
    except UnicodeDecodeError as error:
        at = len(mark) + error.start
        name = "UTF-8" if encoding == "utf-8" else "UTF-16"
        msg = f"not {name} text: byte 0x{data[at]:02x} at offset {at} is wrong; {_ADVICE}"
        raise DecodeError(msg) from error
    if "\0" in text:
        raise _binary(len(mark) + len(text[: text.index("\0")].encode(encoding)))
    return text


def encode(text: str, *, like: bytes) -> bytes:
    """The bytes of a text in the encoding of a file that medlint has read, with its mark."""
    mark, encoding = _encoding(like)
    return mark + text.encode(encoding or "utf-8")


def has_mark(data: bytes) -> bool:
    """Whether a file begins with a byte order mark of UTF-8."""
    return data.startswith(codecs.BOM_UTF8)


def _encoding(data: bytes) -> tuple[bytes, str | None]:
    """The mark at the beginning, and the encoding; None for one that is not read."""
    return next((pair for pair in _MARKED if data.startswith(pair[0])), (b"", "utf-8"))


def no_reader(path: str) -> ReadError:
    """The error that medlint does not read files of this ending."""
    ending = PurePath(path).suffix
    what = f"'{ending}' files" if ending else "files without an ending"
    return ReadError(f"no reader for {what}; medlint reads {_endings()}")


def write(path: Path, text: str) -> None:
    """Write `text` to a file as UTF-8, whole or not at all; folders above it are made.

    Raises:
        UsageError: the file cannot be written.
    """
    write_bytes(path, text.encode("utf-8"))


def write_bytes(path: Path, data: bytes) -> None:
    """Write a file, whole or not at all; folders above it are made.

    One that is there keeps its rights, and a link to it stays a link.

    Raises:
        UsageError: the file cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.exists() and not path.is_file():
            path.write_bytes(data)  # a terminal or pipe
            return
        path = Path(os.path.realpath(path))
        draft = path.with_name(f".{path.name}.{os.getpid()}.tmp")
        try:
            draft.write_bytes(data)
            if path.exists():
                shutil.copymode(path, draft)
            draft.replace(path)
        finally:
            draft.unlink(missing_ok=True)
    except OSError as error:
        msg = f"cannot write '{path}': {error.strerror or error}"
        raise UsageError(msg) from error


def _candidates(path: str, made: str | None) -> Iterator[str]:
    """The file that `path` names, or the readable files below the folder that it names."""
    if not path or not Path(path).exists():
        msg = f"no such file or directory: '{path}'"
        raise UsageError(msg)
    if not Path(path).is_dir():
        yield path
        return
    # In the order of folders and names, part by part; there may be a million of them.
    yield from sorted(_below(Path(path), made), key=lambda below: below.replace("/", "\0"))


def _below(top: Path, made: str | None) -> Iterator[str]:
    """The files below a folder; linked folders are entered last, and no folder twice."""
    waiting = [top]
    # A folder that is itself the one to read is not passed over: that is a wrong call, not a find.
    entered: set[str] = {os.path.realpath(made)} - {os.path.realpath(top)} if made else set()
    unlisted: list[OSError] = []
    while waiting:
        for folder, subfolders, names in os.walk(waiting.pop(0), onerror=unlisted.append):
            real = os.path.realpath(folder)
            if real in entered:
                subfolders.clear()
                continue
            entered.add(real)
            kept = sorted(name for name in subfolders if not _is_skipped(name))
            linked = [name for name in kept if Path(folder, name).is_symlink()]
            waiting += (Path(folder, name) for name in linked)
            subfolders[:] = [name for name in kept if name not in linked]
            for name in names:
                if format_of(name) is not None and not name.startswith(_DROPPINGS):
                    yield PurePath(folder, name).as_posix()
    # A folder that cannot be listed becomes an input that cannot be read: nothing is passed over
    # in silence.
    yield from (PurePath(error.filename).as_posix() for error in unlisted)


def _is_skipped(folder: str) -> bool:
    return folder.startswith(".") or folder in _SKIPPED


def exclusion(patterns: Sequence[str], root: Path) -> Callable[[str], bool]:
    """Whether a path is excluded, as .gitignore patterns say that stand in `root`.

    Raises:
        UsageError: a pattern is broken.
    """
    if not patterns:
        return lambda _path: False
    # Imported on demand: most runs exclude nothing.
    from pathspec import GitIgnoreSpec  # noqa: PLC0415 -- see above

    try:
        spec = GitIgnoreSpec.from_lines(patterns)
    except ValueError as error:
        msg = f"broken pattern in 'exclude': {error}"
        raise UsageError(msg) from error
    return lambda path: spec.match_file(_from_root(path, root))


def _from_root(path: str, root: Path) -> str:
    """The path as seen from `root`, by name or, where that leads outside, behind its links."""
    by_name = os.path.abspath
    for resolve in (by_name, os.path.realpath):
        full, base = PurePath(resolve(path)), PurePath(resolve(root))
        if full.is_relative_to(base):
            return full.relative_to(base).as_posix()
    # Patterns without a slash hold outside the root as well.
    return PurePath(by_name(path)).as_posix().lstrip("/")


def _check_kind(mode: int) -> None:
    if stat.S_ISREG(mode):
        return
    if stat.S_ISDIR(mode):
        msg = "this is a folder that cannot be listed, not a file"
    else:
        msg = "this is no ordinary file; medlint never reads devices or pipes"
    raise ReadError(msg)


def _binary(offset: int) -> DecodeError:
    return DecodeError(
        f"NUL byte at offset {offset}: binary data, or UTF-16 without a byte order mark; {_ADVICE}"
    )


def _endings() -> str:
    return ", ".join(SUFFIXES)
