"""Regular expressions on an engine whose time grows with the text and not faster (RE2)."""

from __future__ import annotations

from typing import Any

import re2

PatternError = re2.error
"""Raised for an expression that RE2 cannot run: it has no lookaround and no backreferences."""

_MEMORY = 64 << 20
"""Bytes that one expression may take; a list of ten thousand terms needs a tenth of it."""


def compile_pattern(pattern: str, *, any_case: bool = False, longest: bool = False) -> Any:
    """A compiled expression with the methods of `re.Pattern`.

    `longest` takes the longest of the alternatives that match at a place, not the first.

    Raises:
        PatternError: RE2 cannot run it.
    """
    options = re2.Options()
    options.case_sensitive = not any_case
    options.longest_match = longest
    options.max_mem = _MEMORY
    options.log_errors = False  # the exception says it; RE2 would also write to standard error
    return re2.compile(pattern, options)
