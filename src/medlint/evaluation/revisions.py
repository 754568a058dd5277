"""Rule folders to compare: given as they are, or as of a revision of the project."""

from __future__ import annotations

import io
import subprocess
import tarfile
from pathlib import Path

from medlint.errors import UsageError
from medlint.rules import loader, sources

_TABLES = "_guards"
"""A folder that has it is complete; any other builds on the rules that come with medlint."""


def load(name: str, scratch: Path) -> loader.RuleSet:
    """The rules of a folder or of a git revision, which is unpacked into `scratch`.

    Raises:
        UsageError: it is neither, or git cannot tell.
        RuleError: the rules cannot be read by this version of medlint.
    """
    folder = Path(name) if Path(name).is_dir() else _unpack(name, scratch)
    complete = (folder / _TABLES).is_dir()
    return loader.load([folder] if complete else [sources.bundled_folder(), folder])


def _unpack(revision: str, scratch: Path) -> Path:
    """The folder of rules as it stood in a revision."""
    bundled = sources.bundled_folder()
    commit = _git(
        bundled, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}"
    )
    if commit is None:
        msg = f"'{revision}' is neither a folder of rules nor a revision of {bundled}"
        raise UsageError(msg)
    # Run in the folder, git archive packs it alone, with paths that begin there.
    packed = _git(bundled, "archive", "--format=tar", commit.decode().strip())
    if packed is None:
        msg = f"the revision '{revision}' has no folder {bundled.name}"
        raise UsageError(msg)
    folder = scratch / "".join(char if char.isalnum() else "-" for char in revision)
    with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
        archive.extractall(folder, filter="data")
    return folder


def _git(folder: Path, *arguments: str) -> bytes | None:
    """What git prints; None where it fails."""
    command = ["git", "-C", str(folder), *arguments]
    try:
        done = subprocess.run(command, capture_output=True, check=False)  # noqa: S603 -- no shell
    except OSError as error:
        msg = f"git is needed to read a revision, and cannot be run: {error.strerror or error}"
        raise UsageError(msg) from error
    return done.stdout if done.returncode == 0 else None
