"""Kind `regex`: a regular expression over the sentence, on an engine that runs in linear time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field

from medlint.document import BlockKind
from medlint.reading import Reading, Sentence
from medlint.reading.clauses import tokens_in
from medlint.reading.patterns import compile_pattern
from medlint.reading.terms import TermFinder
from medlint.rules.expressions import valid_pattern
from medlint.rules.hit import Finder, Hit
from medlint.rules.surroundings import Surrounded, Surroundings
from medlint.rules.tables import Text
from medlint.rules.words import Tables, Words, finder_of
from medlint.text import Span

_NOUNS = frozenset({"NOUN", "PROPN"})
_NAMING = frozenset({"JJ", "NN", "NNS", "NNP", "NNPS", "HYPH", "CD"})
_FORMS = frozenset(
    {"capsule", "day", "dose", "drop", "gel", "injection", "lozenge", "patch", "pellet", "pen"}
    | {"pill", "shot", "tablet", "troche", "vial", "week", "month", "night", "morning", "evening"}
)
"""What amounts are given in and when; none of these says of what."""


class Regex(Surrounded):
    """`patterns` are RE2 expressions; where one has a group, the first group is the match.

    Of matches that overlap, the first and longest counts. With `also`, one of these patterns must
    be found in the sentence, with `near` one in its paragraph; with `holding`, one of these words
    in the match itself. A rule that `takes: sentence` reports the whole sentence. Where the match
    is an amount of something that is named, that must be one of `amount_of`. With `in_tags` the
    match may stand in a template's tag, in which no words are looked for otherwise.
    """

    kind: Literal["regex"]
    patterns: list[Annotated[Text, AfterValidator(valid_pattern)]] = Field(min_length=1)
    takes: Literal["match", "sentence"] = "match"
    in_tags: bool = False
    near: list[Annotated[Text, AfterValidator(valid_pattern)]] = Field(default=[])
    holding: Words | None = None
    amount_of: Words | None = None
    also: list[Annotated[Text, AfterValidator(valid_pattern)]] = Field(default=[])

    def compile(self, tables: Tables) -> Finder:
        """The finder of these patterns."""
        surroundings = Surroundings.of(self, tables)
        patterns = [compile_pattern(pattern) for pattern in self.patterns]
        holding = finder_of(self.holding, tables)
        amount_of = finder_of(self.amount_of, tables)
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
                    if (holding is None or span.of(sentence.text) in holding)
                    and surroundings.surround(sentence.text, span)
                    and not surroundings.called_off(reading, sentence, span)
                    and (
                        amount_of is None or not _is_of_another(reading, sentence, span, amount_of)
                    )
                ]
                block = reading.blocks[sentence.block].text
                if not spans or not _is_there(also, sentence.text) or not _is_there(near, block):
                    continue
                if self.takes == "sentence":
                    yield Hit(sentence, _words(sentence.text), anchor=spans[0])
                else:
                    yield from (Hit(sentence, span, address=self.in_tags) for span in spans)

        return find


def _is_of_another(
    reading: Reading, sentence: Sentence, span: Span, substances: TermFinder
) -> bool:
    """Whether an amount is one of something else: "10 mg of zinc", "a 20 mg zinc tablet"."""
    doc = reading.doc(sentence)
    first, last = tokens_in(doc, span)
    begin = next((token.i for token in doc[first:last] if token.lower_ == "of"), last)
    end = last
    while end < len(doc) and (doc[end].tag_ in _NAMING or doc[end].lower_ in {"of", "-"}):
        end += 1
    named = doc[begin:end]
    is_named = any(token.pos_ in _NOUNS and token.lemma_.lower() not in _FORMS for token in named)
    return is_named and named.text not in substances


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
