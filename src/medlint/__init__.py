"""medlint: the linter for health content.

`lint_text` and `lint_paths` are the way in for programs; nothing heavy is imported before one
of the names is used.
"""

from __future__ import annotations

TYPE_CHECKING = False  # as type checkers know it; importing `typing` would double what this costs
if TYPE_CHECKING:  # at run time each name is imported when it is first used
    from typing import Any

    from medlint.api import lint_paths, lint_text
    from medlint.finding import Finding, Severity
    from medlint.report import Report
    from medlint.text import Span

__version__ = "0.1.0"

__all__ = ["Finding", "Report", "Severity", "Span", "lint_paths", "lint_text"]

_HOMES = {
    "Finding": "medlint.finding",
    "Report": "medlint.report",
    "Severity": "medlint.finding",
    "Span": "medlint.text",
    "lint_paths": "medlint.api",
    "lint_text": "medlint.api",
}


def __getattr__(name: str) -> Any:
    """A public name, its module imported on first use."""
    if name not in _HOMES:
        msg = f"module 'medlint' has no attribute '{name}'"
        raise AttributeError(msg)
    from importlib import import_module  # noqa: PLC0415 -- most runs of the command need none

    return getattr(import_module(_HOMES[name]), name)
