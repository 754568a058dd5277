"""The patterns of spaCy's attribute ruler, looked up by word and tag.

An English pipeline sets parts of speech by some 180 patterns, nearly all about one token: its tag,
at times with its word or its relation. spaCy runs them all over each token, which takes a fifth of
the time that a sentence is read in. Here each kind of token is matched once and remembered; what is
set, and in which order, is as before.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:  # spaCy takes half a second to import; annotations must not cost that
    from spacy.strings import StringStore
    from spacy.tokens import Doc

_KEYS = ("TAG", "LOWER", "DEP", "IS_SPACE")
"""What the patterns go by."""

_OTHER = -1
"""Stands for all values of a key that no pattern speaks of."""

Kind: TypeAlias = tuple[int, ...]
"""What a token is, a value for each of the keys; `_OTHER` where it makes no difference."""


def quicken(ruler: Any) -> None:
    """Have an `AttributeRuler` look its matches up; one with other patterns is left alone.

    The matches are the same, and in the same order.
    """
    try:
        ruler.match = _Table(ruler).match
    except _UnknownPatternError:
        return


class _UnknownPatternError(Exception):
    """A pattern asks for what is not looked up here."""


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a pattern asks of one key of its token."""

    column: int
    allows: Callable[[int], bool]
    speaks_of: Callable[[int], bool]


class _Table:
    """The rules for one token by its kind; patterns of several tokens are left to spaCy."""

    def __init__(self, ruler: Any) -> None:
        from spacy.matcher import Matcher  # noqa: PLC0415 -- deferred: half a second

        strings = ruler.vocab.strings
        self._rules: list[tuple[int, list[_Asked]]] = []
        self._openings: list[list[_Asked]] = []
        self._longer = Matcher(ruler.vocab)
        for number, entry in enumerate(ruler.patterns):
            for pattern in entry["patterns"]:
                asked = list(_asked(pattern[0], strings))
                if len(pattern) == 1:
                    self._rules.append((number, asked))
                else:
                    self._openings.append(asked)
                    self._longer.add(str(number), [list(pattern)])
        self._names = [strings.add(str(number)) for number in range(len(ruler.patterns))]
        every = [one for _, asked in self._rules for one in asked]
        every += [one for asked in self._openings for one in asked]
        self._speaking = [
            [one.speaks_of for one in every if one.column == n] for n in range(len(_KEYS))
        ]
        self._values: list[dict[int, int]] = [{} for _ in _KEYS]
        self._known: dict[Kind, tuple[tuple[int, ...], bool]] = {}

    def match(self, doc: Doc) -> list[tuple[int, int, int, int]]:
        """As `AttributeRuler.match`: number of the rule, its name, start and end, sorted."""
        found: list[tuple[int, int, int, int]] = []
        opens = False
        for at, row in enumerate(doc.to_array(list(_KEYS)).tolist()):
            numbers, may_open = self._of(self._kind(row))
            found += [(number, self._names[number], at, at + 1) for number in numbers]
            opens = opens or may_open
        if opens:
            strings = doc.vocab.strings
            longer = self._longer(doc, allow_missing=True, as_spans=False)
            found += [(int(strings[name]), name, start, end) for name, start, end in longer]
        found.sort()
        return found

    def _kind(self, row: list[int]) -> Kind:
        kind = []
        for column, value in enumerate(row):
            known = self._values[column]
            if value not in known:
                told = any(speaks_of(value) for speaks_of in self._speaking[column])
                known[value] = value if told else _OTHER
            kind.append(known[value])
        return tuple(kind)

    def _of(self, kind: Kind) -> tuple[tuple[int, ...], bool]:
        """The rules for tokens of a kind, and whether a pattern of several may begin with one."""
        if kind not in self._known:
            numbers = tuple(number for number, asked in self._rules if _fits(kind, asked))
            opens = any(_fits(kind, asked) for asked in self._openings)
            self._known[kind] = numbers, opens
        return self._known[kind]


def _fits(kind: Kind, asked: list[_Asked]) -> bool:
    return all(one.allows(kind[one.column]) for one in asked)


def _asked(token: Any, strings: StringStore) -> Iterator[_Asked]:
    """What a pattern asks of one token.

    Raises:
        _UnknownPatternError: something that is not looked up here.
    """
    for key, value in token.items():
        if key not in _KEYS:
            raise _UnknownPatternError
        column = _KEYS.index(key)
        match value:
            case bool():
                yield _Asked(column, frozenset({int(value)}).__contains__, {0, 1}.__contains__)
            case str():
                one = frozenset({strings.add(value)})
                yield _Asked(column, one.__contains__, one.__contains__)
            case {"IN": [*words], **rest} if not rest:
                some = frozenset(map(strings.add, words))
                yield _Asked(column, some.__contains__, some.__contains__)
            case {"NOT_IN": [*words], **rest} if not rest:
                none = frozenset(map(strings.add, words))
                yield _Asked(column, _outside(none), none.__contains__)
            case {"REGEX": str(pattern), **rest} if not rest:
                found = _searcher(re.compile(pattern), strings)
                yield _Asked(column, found, found)
            case _:
                raise _UnknownPatternError


def _outside(values: frozenset[int]) -> Callable[[int], bool]:
    return lambda value: value not in values


def _searcher(pattern: re.Pattern[str], strings: StringStore) -> Callable[[int], bool]:
    return lambda value: value != _OTHER and pattern.search(strings[value]) is not None
