"""Settings and rules as text."""

from __future__ import annotations

from pathlib import Path

from medlint.errors import UsageError


def read_text(path: Path, error: type[UsageError]) -> str:
    """The text of a settings or rule file, without a byte order mark.

    Raises:
        UsageError: of the given type, where the file cannot be read as UTF-8.
    """
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError as failure:
        msg = f"{path}: cannot be read ({failure.strerror or failure})"
        raise error(msg) from failure
    except UnicodeDecodeError as failure:
        msg = f"{path}: not UTF-8 (byte {failure.start}); save it as UTF-8"
        raise error(msg) from failure
