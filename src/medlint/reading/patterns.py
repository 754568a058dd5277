"""Regular expressions on an engine whose time grows with the text and not faster (RE2)."""

from __future__ import annotations

from typing import Any

import re2

PatternError = re2.error
"""Raised for an expression that RE2 cannot run: it has no lookaround and no backreferences."""

_MEMORY = 64 << 20
"""Bytes that one expression may take; a list of ten thousand terms needs a tenth of it."""


class Pattern:
    """An expression with the methods of `re.Pattern`, compiled when the first of them is called.

    Most of the expressions of a run never meet a text that they are needed for, and to compile
    all of them takes as long as to read an article.
    """

    def __init__(self, pattern: str, *, any_case: bool, longest: bool) -> None:
        self._source = pattern
        self._any_case = any_case
        self._longest = longest

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):  # what copying and pickling ask for
            raise AttributeError(name)
        made = getattr(self._compiled(), name)
        setattr(self, name, made)  # found there the next time
        return made

    def _compiled(self) -> Any:
        options = re2.Options()
        options.case_sensitive = not self._any_case
        options.longest_match = self._longest
        options.max_mem = _MEMORY
        options.log_errors = False  # the exception says it; RE2 would also write to standard error
        return re2.compile(self._source, options)


def compile_pattern(pattern: str, *, any_case: bool = False, longest: bool = False) -> Any:
    """An expression with the methods of `re.Pattern`; each may raise a PatternError.

    `longest` takes the longest of the alternatives that match at a place, not the first.
    """
    return Pattern(pattern, any_case=any_case, longest=longest)


def check_pattern(pattern: str) -> Any:
    """The expression, compiled.

    Raises:
        PatternError: RE2 cannot run it.
    """
    compiled = compile_pattern(pattern)
    compiled.groups  # noqa: B018 -- compiles it
    return compiled
