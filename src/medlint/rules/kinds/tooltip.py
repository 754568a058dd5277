"""Kind `tooltip`: an entry of a glossary stands in the middle of the text that it explains."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from pydantic import Field

from medlint.document import BlockKind
from medlint.reading import Reading, Sentence
from medlint.reading.patterns import compile_pattern
from medlint.rules.hit import Finder, Hit
from medlint.rules.tables import Strict, Text
from medlint.rules.words import Tables
from medlint.text import Span

_LAST_WORD = compile_pattern(r"([\pL\d][\pL\d-]*)\s*$")
_FIRST_WORDS = compile_pattern(r"^(?:(?i:the|an?)\s)?((?:[\pL\d][\pL\d-]*\s){0,3}[\pL\d][\pL\d-]*)")
_GOES_ON = compile_pattern(r"[.!?]\s+(\p{Ll})")
_SIGN = "\N{INFINITY}"
"""The mark that no glossary written by hand has."""


class Tooltip(Strict):
    """`labels` are the words that a pop-up puts between a term and its definition."""

    kind: Literal["tooltip"]
    labels: list[Text] = Field(min_length=1)

    def compile(self, tables: Tables) -> Finder:
        """The finder of a term, a label, and a definition that begins with the term again.

        An entry of a real glossary is left alone: nothing but it stands in its block.
        """
        del tables
        labels = "|".join(self.labels)
        label = compile_pattern(rf"\b(?:{labels})\s*([\x{{221E}}:\x{{2013}}\x{{2014}}-])\s")

        def find(reading: Reading, scope: frozenset[BlockKind]) -> Iterator[Hit]:
            for sentence in reading.in_scope(scope):
                match = label.search(sentence.text)
                if match is None or not _is_twice(sentence.text, *match.span()):
                    continue
                end = _end(reading, sentence, match.end())
                if match[1] == _SIGN or end is not None:
                    yield Hit(sentence, Span(match.start(), end or len(sentence.text)))

        return find


def _is_twice(text: str, start: int, end: int) -> bool:
    """Whether the word before the label is among the first ones behind it."""
    term, entry = _LAST_WORD.search(text[:start]), _FIRST_WORDS.search(text[end:])
    return bool(term and entry) and term[1].lower() in entry[1].lower().split()


def _end(reading: Reading, sentence: Sentence, start: int) -> int | None:
    """Where the definition ends, if the sentence that it stands in goes on behind it."""
    inside = _GOES_ON.search(sentence.text, start)
    if inside:
        return int(inside.start()) + 1
    rest = reading.blocks[sentence.block].text[sentence.span.end :].lstrip()
    return len(sentence.text) if rest[:1].islower() else None
