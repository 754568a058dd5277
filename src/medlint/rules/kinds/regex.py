"""Kind `regex`: a regular expression over the sentence, on an engine that runs in linear time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field

from medlint.document import BlockKind
from medlint.reading import Reading
from medlint.reading.patterns import PatternError, check_pattern, compile_pattern
from medlint.rules.hit import Finder, Hit
from medlint.rules.surroundings import Surrounded, Surroundings
from medlint.rules.tables import Text
from medlint.rules.words import Tables
from medlint.text import Span


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


class Regex(Surrounded):
    """`patterns` are RE2 expressions; where one has a group, the first group is the match.

    Of matches that overlap, the first and longest counts. With `also`, one of these patterns must
    be found in the sentence, with `near` one in its paragraph. A rule that `takes: sentence`
    reports the whole sentence.
    """

    kind: Literal["regex"]
    patterns: list[Annotated[Text, AfterValidator(valid_pattern)]] = Field(min_length=1)
    takes: Literal["match", "sentence"] = "match"
    near: list[Annotated[Text, AfterValidator(valid_pattern)]] = Field(default=[])
    also: list[Annotated[Text, AfterValidator(valid_pattern)]] = Field(default=[])

    def compile(self, tables: Tables) -> Finder:
        """The finder of these patterns."""
        surroundings = Surroundings.of(self, tables)
        patterns = [compile_pattern(pattern) for pattern in self.patterns]
        also = [compile_pattern(pattern) for pattern in self.also]
        near = [compile_pattern(pattern) for pattern in self.near]
        any_of = compile_pattern("|".join(f"(?:{pattern})" for pattern in self.patterns))

        def find(reading: Reading, scope: frozenset[BlockKind]) -> Iterator[Hit]:
            for sentence in reading.in_scope(scope):
                # One search for all the patterns rules most sentences out.
                may_match = reading.exhaustive or any_of.search(sentence.text)
                if not may_match or not surroundings.admit(sentence.text):
                    continue
                spans = [
                    span
                    for span in _apart(_matches(patterns, sentence.text))
                    if surroundings.surround(sentence.text, span)
                    and not surroundings.called_off(reading, sentence, span)
                ]
                block = reading.blocks[sentence.block].text
                if not spans or not _is_there(also, sentence.text) or not _is_there(near, block):
                    continue
                if self.takes == "sentence":
                    yield Hit(sentence, _words(sentence.text), anchor=spans[0])
                else:
                    yield from (Hit(sentence, span) for span in spans)

        return find


def _is_there(patterns: list[Any], text: str) -> bool:
    """Whether one of the patterns is found, if there are any."""
    return not patterns or any(pattern.search(text) for pattern in patterns)


def _words(text: str) -> Span:
    """A sentence without the marks and white space around it."""
    start = next((at for at, char in enumerate(text) if char.isalnum()), 0)
    end = next((at for at in range(len(text), 0, -1) if text[at - 1].isalnum()), len(text))
    return Span(start, end)


def _matches(patterns: list[Any], text: str) -> Iterator[Span]:
    for pattern in patterns:
        group = 1 if pattern.groups else 0
        for match in pattern.finditer(text):
            start, end = match.span(group)
            if start < 0:  # another alternative matched, one without the group
                start, end = match.span()
            if start < end:
                yield Span(start, end)


def _apart(spans: Iterable[Span]) -> Iterator[Span]:
    """The spans in order, of those that overlap the first and longest."""
    end = 0
    for span in sorted(spans, key=lambda span: (span.start, -span.end)):
        if span.start >= end:
            end = span.end
            yield span
