"""pyarrow, where it is installed."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from medlint.errors import UsageError


def arrow(part: str) -> Any:
    """A module of pyarrow.

    Raises:
        UsageError: it is not installed.
    """
    try:
        return import_module(f"pyarrow.{part}" if part else "pyarrow")
    except ImportError as error:
        msg = "Parquet files take pyarrow, which is not installed: pip install 'medlint[parquet]'"
        raise UsageError(msg) from error
