"""medlint: the linter for health content."""

from __future__ import annotations

__version__ = "0.1.0"
