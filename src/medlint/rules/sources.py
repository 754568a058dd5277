"""The files of rule folders, as text: where they are, and the digest of all of them."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from medlint import textfile
from medlint.errors import RuleError

_TERMS = "_terms"


@dataclass(frozen=True, slots=True)
class RuleFile:
    """One file: `name` is its path in the folder of rules that it belongs to."""

    path: Path
    name: str
    text: str


def bundled_folder() -> Path:
    """The rules that come with medlint: inside an installed package, or beside its sources.

    Raises:
        RuleError: neither is there; the installation is broken.
    """
    package = Path(__file__).parents[1]
    for folder in (package / "_rules", package.parents[1] / "rules"):
        if (folder / _TERMS).is_dir():
            return folder
    msg = "the rules of medlint are missing from this installation; install it again"
    raise RuleError(msg)


def rule_files(folders: Sequence[Path]) -> list[RuleFile]:
    """The files of these folders, in order; one that lies in two of them is there once.

    Raises:
        RuleError: a folder is missing or holds no rules, or a file is unreadable.
    """
    found: list[RuleFile] = []
    read: set[str] = set()
    for folder in folders:
        if not folder.is_dir():
            msg = f"no such rule folder: '{folder}'"
            raise RuleError(msg)
        names = sorted(_below(folder))
        for name in names:
            if name.endswith(".yml"):
                msg = f"{folder / name}: would not be read; the name of a rule file ends in .yaml"
                raise RuleError(msg)
        if not names:
            msg = f"no rules in '{folder}': no file ends in .yaml"
            raise RuleError(msg)
        for name in names:
            path = folder / name
            real = os.path.realpath(path) if len(folders) > 1 else name
            if real not in read:
                read.add(real)
                found.append(RuleFile(path, name, textfile.read_text(path, RuleError)))
    return found


def _below(folder: Path) -> Iterator[str]:
    """The paths of YAML files in a folder and all that lie in it, relative to it."""
    for place, folders, names in os.walk(folder):
        folders.sort()
        inside = os.path.relpath(place, folder)
        for name in (*names, *folders):  # a folder named like a file cannot be read, and says so
            if name.endswith((".yaml", ".yml")):
                yield name if inside == os.curdir else f"{inside}/{name}".replace(os.sep, "/")


def digest(files: Iterable[RuleFile]) -> str:
    """SHA-256 over the names and texts of rule files, in their order."""
    running = hashlib.sha256()
    for file in files:
        running.update(f"{file.name}\0{file.text}\0".encode())
    return running.hexdigest()
