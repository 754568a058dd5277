"""`medlint cache`: say what is kept between runs, or throw it away."""

from __future__ import annotations

import argparse
from pathlib import Path

from medlint.errors import ExitCode, UsageError


def add(cache: argparse.ArgumentParser) -> None:
    """Give the command its actions."""
    actions = cache.add_subparsers(title="actions", required=True, metavar="ACTION")
    for name, run, told in (
        ("info", _info, "say where the cache is, what it holds, and how much"),
        ("clear", _clear, "throw away all that is kept"),
    ):
        action = actions.add_parser(name, help=told, description=told)
        action.set_defaults(run=run)


def _info(_: argparse.Namespace) -> int:
    from medlint.cache import LIMIT, Cache  # noqa: PLC0415 -- --help needs none of it

    place = _place()
    with Cache(place) as kept:
        contents = kept.contents()
    print(f"{place}")
    for entry in contents:
        print(f"  {entry.sort:<10}{entry.count:>10,}{_megabytes(entry.size):>12}")
    size = sum(entry.size for entry in contents)
    print(f"{_megabytes(size)} of at most {_megabytes(LIMIT)}")
    return ExitCode.OK


def _clear(_: argparse.Namespace) -> int:
    from medlint.cache import Cache  # noqa: PLC0415 -- see above

    place = _place()
    try:
        Cache(place).clear()
    except OSError as error:
        msg = f"the cache in '{place}' cannot be deleted: {error.strerror or error}"
        raise UsageError(msg) from error
    print(f"{place}: empty")
    return ExitCode.OK


def _place() -> Path:
    from medlint.cache import FOLDER_VARIABLE, folder  # noqa: PLC0415 -- see above

    place = folder()
    if place is None:
        msg = f"there is no cache, for there is no home; name a folder: {FOLDER_VARIABLE}=/a/folder"
        raise UsageError(msg)
    return place


def _megabytes(size: int) -> str:
    return f"{size / 1e6:,.1f} MB"
