"""What a command takes: seconds by the clock and of the processor, and memory at its most.

The command is started by this file, run as a program of its own: a process begins with the memory
of the one that starts it, and a benchmark that has loaded a language model would lend it all of
that.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

BYTES = 1 if sys.platform == "darwin" else 1024
"""The unit in which the system tells memory."""


@dataclass(frozen=True, slots=True)
class Usage:
    """What one run took: seconds by the clock, seconds of the processor, megabytes."""

    clock: float
    processor: float
    memory: float


@dataclass(frozen=True, slots=True)
class Run:
    """How one run went: what it took, its exit code, and all that it printed."""

    usage: Usage
    code: int
    printed: str


def run(command: Sequence[str], folder: Path) -> Run:
    """Run a command in a folder, from its start to its end, with all processes that it starts.

    Raises:
        RuntimeError: it could not be started.
    """
    meter = [sys.executable, "-I", "-S", __file__, *command]
    done = subprocess.run(
        meter, cwd=folder, check=False, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    printed, _, told = done.stdout.decode(errors="replace").rstrip("\n").rpartition("\n")
    if done.returncode:
        msg = f"{command[0]} could not be started: {told}"
        raise RuntimeError(msg)
    took = json.loads(told)
    return Run(Usage(took["clock"], took["processor"], took["memory"]), took["code"], printed)


def _measure(command: list[str]) -> str:
    began = time.perf_counter()
    process = os.posix_spawn(command[0], command, os.environ)
    _, status, usage = os.wait4(process, 0)
    took = {
        "clock": time.perf_counter() - began,
        "processor": usage.ru_utime + usage.ru_stime,
        "memory": usage.ru_maxrss * BYTES / 1_000_000,
        "code": os.waitstatus_to_exitcode(status),
    }
    return f"\n{json.dumps(took)}\n"


if __name__ == "__main__":
    sys.stdout.write(_measure(sys.argv[1:]))
