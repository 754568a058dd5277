"""Kind `substitution`: words that have another one to be written for them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from pydantic import Field

from medlint.document import BlockKind
from medlint.reading import Reading, Sentence
from medlint.reading.patterns import compile_pattern
from medlint.reading.terms import Term, TermFinder
from medlint.rules.hit import Finder, Hit
from medlint.rules.tables import Strict, Text
from medlint.rules.words import Tables, Words
from medlint.text import Span

_EXPLAINED = compile_pattern(
    r"(?i)^\s?(?:\([a-z]+ [a-z]|, (?:or|meaning|which (?:is|means)|that is|a|an)\b|\s?\x{2013}\s)"
)
_TITLES = frozenset({BlockKind.HEADING, BlockKind.TITLE})


class Substitution(Strict):
    """`words` say what to write for each word; a plural is one of the word itself.

    `each` place counts, or only the `first` one in an article that nowhere has the other word, and
    that does not explain it there, in brackets or behind a comma. Inside a phrase of `not_in`,
    beside a word of `unless_beside`, and in a name ("the College of Paediatrics") a word is left
    alone.
    """

    kind: Literal["substitution"]
    words: dict[Text, Text] = Field(min_length=1)
    places: Literal["each", "first"] = "each"
    fix: bool = False
    not_in: Words | None = None
    unless_beside: Words | None = None

    def compile(self, tables: Tables) -> Finder:
        """The finder of these words."""
        found_by = TermFinder(self.words)
        not_in = self.not_in.finder(tables) if self.not_in else None
        unless = self.unless_beside.finder(tables) if self.unless_beside else None

        def find(reading: Reading, scope: frozenset[BlockKind]) -> Iterator[Hit]:
            seen: set[str] = set()
            for sentence in reading.in_scope(scope):
                terms = list(found_by.find(sentence.text))
                if not terms or (unless is not None and sentence.text in unless):
                    continue
                longer = [term.span for term in not_in.find(sentence.text)] if not_in else []
                for term in terms:
                    if any(term.span.overlaps(span) for span in longer):
                        continue
                    if _is_name(reading, sentence, term.span):
                        continue
                    if self.places == "first":
                        if _is_explained(sentence.text, term.span):
                            seen.add(term.term)
                        if term.term in seen or _is_said(reading, self.words[term.term]):
                            continue
                        seen.add(term.term)
                    yield self._hit(sentence, term)

        return find

    def _hit(self, sentence: Sentence, term: Term) -> Hit:
        instead = _like(term.span.of(sentence.text), term.term, self.words[term.term])
        fix = ((term.span, instead),) if self.fix else ()
        return Hit(sentence, term.span, values={"instead": instead, "term": term.term}, fix=fix)


def _is_name(reading: Reading, sentence: Sentence, span: Span) -> bool:
    """Whether the word is part of a name: a capital in the midst of a sentence."""
    text = sentence.text
    before = text[: span.start].rstrip(" \"'(\N{LEFT DOUBLE QUOTATION MARK}")
    if not text[span.start].isupper() or not before or before.endswith((".", ":", "|")):
        return False
    return reading.blocks[sentence.block].kind not in _TITLES


def _is_explained(text: str, span: Span) -> bool:
    """Whether the word explains what stands before it in brackets, or is explained behind it."""
    before, after = text[: span.start], text[span.end :]
    in_brackets = before.rfind("(") > before.rfind(")") and ")" in after
    return in_brackets or bool(_EXPLAINED.match(after))


def _is_said(reading: Reading, instead: str) -> bool:
    low = instead.lower()
    return any(low in block.text.lower() for block in reading.blocks)


def _like(found: str, term: str, instead: str) -> str:
    """What to write, in the number and the case of what was found."""
    plural = len(found) > len(term) and found.lower().endswith("s")
    written = f"{instead}s" if plural and not instead.endswith("s") else instead
    if found.isupper() and len(found) > 1:
        return written.upper()
    return written[:1].upper() + written[1:] if found[:1].isupper() else written
