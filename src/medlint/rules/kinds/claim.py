"""Kind `claim`: what a sentence says that one thing does to another, with its strength."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field

from medlint.document import BlockKind
from medlint.reading import Reading, Sentence
from medlint.reading.claims import Claim, ClaimReader, Mood, Relation, Strength
from medlint.reading.rewriting import temper
from medlint.reading.terms import TermFinder
from medlint.rules.claims import claim_reader
from medlint.rules.hit import Finder, Hit
from medlint.rules.tables import Strict
from medlint.rules.words import Tables, Words, finder_of
from medlint.text import Span

if TYPE_CHECKING:  # spaCy takes half a second to import; annotations must not cost that
    from spacy.tokens import Doc

StrengthName = Literal["associated", "conditional", "causal", "certain", "guaranteed"]


_GAP = 2
_SHORT = 4
"""So many words of a target a match takes in."""


class ClaimPattern(Strict):
    """Which claims are meant, denied ones never; what is left out may be anything.

    `agent` and `target` are words in the phrases of who does it and to what; an agent with a word
    of `unless_agent` is not meant. Each list of `beside` needs a word elsewhere in the sentence,
    `near` one in the sentence or before it in its paragraph; a word of `unless_near` there calls
    the pattern off. With `presupposed`, claims that are taken for granted count too. A word of
    `led_by` stands right before the claim, or makes it: "thereby", "which", "leading to".
    """

    relation: list[Annotated[Relation, Field(strict=False)]] = Field(
        default=list(Relation), min_length=1
    )
    words: Words | None = None
    agent: Words | None = None
    target: Words | None = None
    unless_agent: Words | None = None
    beside: list[Words] = Field(default=[])
    led_by: Words | None = None
    near: Words | None = None
    unless_near: Words | None = None
    at_least: StrengthName = "causal"
    presupposed: bool = False


class ClaimMatch(Strict):
    """`any_of` lists patterns; the match runs from the claim's word to the end of its target."""

    kind: Literal["claim"]
    any_of: list[ClaimPattern] = Field(min_length=1)

    def compile(self, tables: Tables) -> Finder:
        """The finder of such claims."""
        patterns = [CompiledPattern.of(pattern, tables) for pattern in self.any_of]
        reader = claim_reader(tables)

        def find(reading: Reading, scope: frozenset[BlockKind]) -> Iterator[Hit]:
            yield from claims_of(reading, scope, reader, patterns)

        return find


@dataclass(frozen=True, slots=True)
class CompiledPattern:
    """A pattern, its word lists ready to be found."""

    relations: frozenset[Relation]
    at_least: Strength
    presupposed: bool
    words: TermFinder | None
    agent: TermFinder | None
    target: TermFinder | None
    unless_agent: TermFinder | None
    beside: tuple[TermFinder, ...]
    led_by: TermFinder | None
    near: TermFinder | None
    unless_near: TermFinder | None

    @classmethod
    def of(cls, pattern: ClaimPattern, tables: Tables) -> CompiledPattern:
        """Resolve the word lists.

        Raises:
            KeyError: there is no such table.
        """
        finder = partial(finder_of, tables=tables)
        return cls(
            relations=frozenset(pattern.relation),
            at_least=Strength[pattern.at_least.upper()],
            presupposed=pattern.presupposed,
            words=finder(pattern.words),
            agent=finder(pattern.agent),
            target=finder(pattern.target),
            unless_agent=finder(pattern.unless_agent),
            beside=tuple(words.finder(tables) for words in pattern.beside),
            led_by=finder(pattern.led_by),
            near=finder(pattern.near),
            unless_near=finder(pattern.unless_near),
        )

    def may_stand_in(self, reading: Reading, sentence: Sentence, reader: ClaimReader) -> bool:
        """Whether the words that the pattern asks for are there; asks for no tags."""
        if not reading.exhaustive and not self._has_words(sentence.text, reader):
            return False
        return self.near is None or any(text in self.near for text in _up_to(reading, sentence))

    def _has_words(self, text: str, reader: ClaimReader) -> bool:
        at_least = Strength.NONE if self.presupposed else self.at_least
        wanted = (self.agent, self.target, self.led_by, *self.beside)
        return all(text in words for words in wanted if words is not None) and reader.may_claim(
            text, self.relations, at_least
        )

    def is_called_off(self, reading: Reading, sentence: Sentence) -> bool:
        """Whether the paragraph so far holds what makes the claim a fair one."""
        words = self.unless_near
        return words is not None and any(text in words for text in _up_to(reading, sentence))

    def hit(self, sentence: Sentence, claim: Claim, doc: Doc) -> Hit | None:
        """The claim as a hit, if it is meant."""
        text = sentence.text
        if not self._is_meant(claim, text):
            return None
        agent = _named(self.agent, claim.agent, text)
        target = _named(self.target, claim.target, text)
        if (self.agent and agent is None) or (self.target and target is None):
            return None
        if any(
            all(term.span.overlaps(claim.span) for term in words.find(text))
            for words in self.beside
        ):
            return None
        if self.led_by is not None and not _leads(self.led_by, claim.span, text):
            return None
        end = claim.target if target and claim.target and _is_short(claim.target, text) else target
        end = end or claim.span
        span = Span(min(claim.span.start, end.start), max(claim.span.end, end.end))
        values = {
            "relation": claim.relation.value,
            "agent": agent.of(text) if agent else "",
            "target": target.of(text) if target else "",
        }
        rewrite = temper(doc, claim.span, claim.target, claim.relation) if claim.target else None
        return Hit(sentence, span, anchor=claim.span, values=values, rewrite=rewrite)

    def _is_meant(self, claim: Claim, text: str) -> bool:
        if claim.negated or claim.relation not in self.relations or not self._is_strong(claim):
            return False
        if self.words is not None and claim.span.of(text) not in self.words:
            return False
        called_off = self.unless_agent and claim.agent and claim.agent.of(text) in self.unless_agent
        return not called_off

    def _is_strong(self, claim: Claim) -> bool:
        if claim.mood is Mood.PRESUPPOSED:
            return self.presupposed
        return claim.strength >= self.at_least and claim.strength > Strength.NONE


def claims_of(
    reading: Reading,
    scope: frozenset[BlockKind],
    reader: ClaimReader,
    patterns: list[CompiledPattern],
) -> Iterator[Hit]:
    """The claims of a document that any of the patterns means, each once."""
    meant = {
        sentence.index: (sentence, open_)
        for sentence in reading.in_scope(scope)
        if (fitting := [p for p in patterns if p.may_stand_in(reading, sentence, reader)])
        and (open_ := [p for p in fitting if not p.is_called_off(reading, sentence)])
    }
    reading.annotate(sentence for sentence, _ in meant.values())
    for sentence, open_ in meant.values():
        doc = reading.doc(sentence)
        for claim in reader.read(doc):
            hit = next((h for p in open_ if (h := p.hit(sentence, claim, doc)) is not None), None)
            if hit is not None:
                yield hit


def _up_to(reading: Reading, sentence: Sentence) -> Iterator[str]:
    """The sentences of a paragraph up to this one."""
    for other in reading.sentences_of(sentence.block):
        yield other.text
        if other.index == sentence.index:
            return


def _leads(words: TermFinder, claim: Span, text: str) -> bool:
    """Whether one of the words opens the claim, a word or two between them allowed."""
    return any(
        term.span.overlaps(claim)
        or (term.span.end <= claim.start and len(text[term.span.end : claim.start].split()) <= _GAP)
        for term in words.find(text)
    )


def _is_short(phrase: Span, text: str) -> bool:
    """Whether a phrase is quickly read: "your heart", but not all that a sentence goes on with."""
    return len(phrase.of(text).split()) <= _SHORT


def _named(words: TermFinder | None, phrase: Span | None, text: str) -> Span | None:
    """The first of the words within a phrase; the phrase itself where any will do."""
    if phrase is None or words is None:
        return phrase
    return next((t.span for t in words.find(text) if t.span in phrase), None)
