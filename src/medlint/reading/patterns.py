"""Regular expressions on an engine whose time grows with the text and not faster (RE2)."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
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
        return re2.compile(self._source, _options(any_case=self._any_case, longest=self._longest))


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


class PatternSet:
    """Expressions that are looked for in one pass: which of them occur in a text.

    Like a single one, they are compiled when they are first looked for.
    """

    def __init__(self, patterns: Iterable[str]) -> None:
        """Take the expressions; they are known by their order."""
        self._patterns = tuple(patterns)

    def found(self, text: str) -> list[int]:
        """The numbers of those that occur, in order.

        Raises:
            PatternError: RE2 cannot run one of them.
        """
        return sorted(self._set.Match(text) or ())

    @cached_property
    def _set(self) -> Any:
        made = re2.Set.SearchSet(_options(any_case=False, longest=False))
        for pattern in self._patterns:
            made.Add(pattern)
        made.Compile()
        return made


def _options(*, any_case: bool, longest: bool) -> Any:
    options = re2.Options()
    options.case_sensitive = not any_case
    options.longest_match = longest
    options.max_mem = _MEMORY
    options.log_errors = False  # the exception says it; RE2 would also write to standard error
    return options
