"""Where what a command makes goes: standard output, or a file."""

from __future__ import annotations

import io
import sys
from pathlib import Path


def deliver(text: str, output: str | None) -> None:
    """Print what programs read, as UTF-8, or write it to the file, whole or not at all.

    Raises:
        UsageError: the file cannot be written.
    """
    if output is None:
        # Escapes of Python's would not be JSON.
        if isinstance(sys.stdout, io.TextIOWrapper):
            sys.stdout.reconfigure(encoding="utf-8")
        sys.stdout.write(text)
        return
    from medlint import files  # noqa: PLC0415 -- printing needs no files

    files.write(Path(output), text)
