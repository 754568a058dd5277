"""Names that people write, held against those that there are."""

from __future__ import annotations

from collections.abc import Collection
from difflib import get_close_matches

from medlint.errors import UsageError


def known_rule(rules: Collection[str], name: str) -> str:
    """The name, if it is the id of a rule.

    Raises:
        UsageError: it is not.
    """
    return among(rules, name, "rule")


def among(known: Collection[str], name: str, what: str) -> str:
    """The name, if it is known.

    Raises:
        UsageError: it is not; the closest one is named.
    """
    if name in known:
        return name
    close = get_close_matches(name, known, n=1)
    hint = f"; did you mean '{close[0]}'?" if close else "; see 'medlint rules list'"
    msg = f"no {what} is called '{name}'{hint}"
    raise UsageError(msg)
