"""The regular expressions of rules and tables: what RE2 can run."""

from __future__ import annotations

from medlint.reading.patterns import PatternError, check_pattern


def valid_pattern(pattern: str) -> str:
    """The pattern, if RE2 can run it.

    Raises:
        ValueError: it cannot.
    """
    try:
        check_pattern(pattern)
    except PatternError as error:
        reason = error.args[0]
        reason = reason.decode() if isinstance(reason, bytes) else str(reason)
        msg = (
            f"not a pattern that RE2 can run ({reason}); it has no lookaround and no backreferences"
        )
        raise ValueError(msg) from error
    return pattern
