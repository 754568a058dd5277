"""Kind `required`: what the article as a whole should say and does not."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, Self

from pydantic import model_validator

from medlint.document import BlockKind
from medlint.finding import Severity
from medlint.reading import Reading, Sentence
from medlint.reading.cautions import Warnings, warns
from medlint.reading.gains import Gains, Strength
from medlint.reading.patterns import compile_pattern
from medlint.reading.praise import promoted
from medlint.reading.terms import TermFinder
from medlint.reading.therapies import Mention, TherapyFinder
from medlint.reading.topics import Topics
from medlint.rules.hit import Finder, Hit
from medlint.rules.knowledge import CrisisTable, TherapyClass, TherapyTable, names_of
from medlint.rules.tables import Slug, Strict
from medlint.rules.words import Tables, Words

_TO_READER = compile_pattern(r"\b(?:[Yy]ou|[Yy]ours?|[Ww]e|[Oo]ur|I|[Mm]y|[Mm]e)\b")
_NEAR = 3
"""So many sentences away may a text speak to its reader."""
_TOPIC = 3
"""An article that speaks of a matter in so many blocks is about it."""


class Required(Strict):
    """Either `therapies`: a table of classes, or `when`: words that call for others.

    The others are `any_of`, or the help lines of the table `lines`. `never` are phrases in which
    the words of `when` mean something else; with `to_readers` they count only close to words that
    speak to the reader, or in an article about the matter (in a heading, or three times). One
    finding an article (and class), at the first words that call for what is missing.
    """

    kind: Literal["required"]
    when: Words | None = None
    any_of: Words | None = None
    never: Words | None = None
    lines: Slug | None = None
    to_readers: bool = False
    therapies: Slug | None = None

    @model_validator(mode="after")
    def _is_one_form(self) -> Self:
        others = [form for form in (self.any_of, self.lines) if form is not None]
        words = self.when is not None and len(others) == 1 and self.therapies is None
        tabled = self.therapies is not None and self.when is None and not others
        if words == tabled or (self.never is not None and not words):
            msg = "'required' takes 'when' with 'any_of' or 'lines', or 'therapies' alone"
            raise ValueError(msg)
        return self

    def compile(self, tables: Tables) -> Finder:
        """The finder of articles in which something is missing."""
        if self.therapies is not None:
            return _caveats(tables.therapies(self.therapies), tables)
        if self.when is None:  # pragma: no cover -- the validator's promise
            raise AssertionError
        when = TermFinder(self.when.resolve(tables))
        never = TermFinder(self.never.resolve(tables) if self.never else ())
        any_of = TermFinder(self._others(tables))

        def find(reading: Reading, scope: frozenset[BlockKind]) -> Iterator[Hit]:
            if any(block.text in any_of for block in reading.blocks):
                return
            about = not self.to_readers or _is_about(reading, when)
            for sentence in reading.in_scope(scope):
                elsewhere = [term.span for term in never.find(sentence.text)]
                for term in when.find(sentence.text):
                    if any(term.span.overlaps(span) for span in elsewhere):
                        continue
                    if not about and not _speaks_to_reader(reading, sentence):
                        continue
                    values = {"term": term.term}
                    yield Hit(sentence, term.span, values=values, subject=self._subject(term.term))
                    return

        return find

    def _others(self, tables: Tables) -> list[str]:
        if self.lines is not None:
            return [
                form for row in tables.facts(self.lines, CrisisTable).lines for form in row.any_of
            ]
        return self.any_of.resolve(tables) if self.any_of else []

    def _subject(self, term: str) -> str:
        """What the finding is about: the words that call, or for help lines the lines."""
        return self.lines or term


def _is_about(reading: Reading, when: TermFinder) -> bool:
    headings = (b for b in reading.blocks if b.kind in {BlockKind.HEADING, BlockKind.TITLE})
    return (
        any(block.text in when for block in headings)
        or sum(block.text in when for block in reading.blocks) >= _TOPIC
    )


def _speaks_to_reader(reading: Reading, sentence: Sentence) -> bool:
    near = reading.sentences[max(0, sentence.index - _NEAR) : sentence.index + 1 + _NEAR]
    return any(_TO_READER.search(other.text) for other in near)


def _caveats(table: TherapyTable, tables: Tables) -> Finder:
    names = TherapyFinder((names_of(row) for row in table.classes), table.therapy_cues)
    contexts = TermFinder(table.caveat_contexts, stems=True)
    benefits = TermFinder(table.benefit_contexts, stems=True)
    gains = _gains(tables, contexts, benefits)
    things, announcements = (
        TermFinder(tables.terms(name)) for name in ("therapy-nouns", "benefit-announcements")
    )
    rows = [_Row.of(table, row) for row in table.classes if not row.minor]

    def find(reading: Reading, scope: frozenset[BlockKind]) -> Iterator[Hit]:
        named: dict[str, list[Mention]] = {}
        for mention in names.mentions(reading):
            if reading.blocks[mention.sentence.block].kind in scope:
                named.setdefault(mention.therapy, []).append(mention)
        if not named:
            return
        sentences = {m.sentence.index: m.sentence for ms in named.values() for m in ms}
        reading.annotate(sentences.values())
        warning = {i for i, s in sentences.items() if warns(s.text, contexts, benefits)}
        warnings = Warnings(reading, contexts, benefits)
        topics = Topics(reading, _by_sentence(named), things, announcements)
        for row in rows:
            # A sentence that warns of the therapy does not commend it.
            mentions = [
                mention
                for mention in named.get(row.therapy.id, [])
                if mention.sentence.index not in warning or not row.names_harm(mention.sentence)
            ]
            least = Strength.STRONG if row.therapy.everyday else Strength.PLAIN
            commended = [m for m in mentions if promoted(reading, m, gains, topics) >= least]
            if not commended or row.is_moot(reading):
                continue
            missing = row.missing(warnings)
            if len(row.caveats) - len(missing) < row.therapy.needed:
                first = next(m for m in mentions if m in commended or _in_text(reading, m))
                for mention in commended:
                    yield row.hit(reading, mention, first, missing)

    return find


def _gains(tables: Tables, contexts: TermFinder, turned: TermFinder) -> Gains:
    def find(*names: str) -> TermFinder:
        return TermFinder(term for name in names for term in tables.terms(name))

    return Gains(
        verbs=frozenset(tables.terms("benefit-verbs")),
        uses=frozenset(tables.terms("use-verbs")),
        results=frozenset(tables.terms("result-verbs")),
        people=find("users"),
        words=find("praise-words"),
        idioms=find("praise-idioms"),
        better=find("better-words"),
        offers=find("offer-words"),
        goods=find("valued-goods"),
        ills=(find("symptoms"), find("conditions"), find("ailing-words")),
        regimen=find("regimen-words"),
        contexts=contexts,
        turned=turned,
    )


def _by_sentence(named: Mapping[str, list[Mention]]) -> dict[int, frozenset[str]]:
    found: dict[int, set[str]] = {}
    for therapy, mentions in named.items():
        for mention in mentions:
            found.setdefault(mention.sentence.index, set()).add(therapy)
    return {index: frozenset(therapies) for index, therapies in found.items()}


def _in_text(reading: Reading, mention: Mention) -> bool:
    """Whether the mention is a statement in the text: in no title, caption or question."""
    kind = reading.blocks[mention.sentence.block].kind
    named_only = kind in {BlockKind.CAPTION, BlockKind.TITLE, BlockKind.HEADING}
    return not named_only and not mention.sentence.text.rstrip().endswith("?")


@dataclass(frozen=True, slots=True)
class _Row:
    """One class of therapies, its words ready to be found, and the day its facts fall due."""

    therapy: TherapyClass
    due: dt.date
    unless: TermFinder
    caveats: tuple[tuple[str, TermFinder], ...]

    @classmethod
    def of(cls, table: TherapyTable, row: TherapyClass) -> _Row:
        caveats = ((c.label, TermFinder(table.words_of(c), stems=True)) for c in row.caveats)
        return cls(row, table.due(row), TermFinder(row.unless), tuple(caveats))

    def is_moot(self, reading: Reading) -> bool:
        return any(sentence.text in self.unless for sentence in reading.sentences)

    def names_harm(self, sentence: Sentence) -> bool:
        return any(sentence.text in stems for _, stems in self.caveats)

    def missing(self, warnings: Warnings) -> list[str]:
        return [label for label, stems in self.caveats if not warnings.name(stems)]

    def hit(self, reading: Reading, mention: Mention, first: Mention, missing: list[str]) -> Hit:
        """The fault that a commending mention makes, shown at the first mention."""
        stale = self.due < reading.as_of
        note = f"The facts behind this finding were due for review on {self.due}."
        return Hit(
            mention.sentence,
            mention.span,
            values={"class": self.therapy.label, "missing": ", ".join(missing)},
            severity=Severity.NOTE if stale else self.therapy.severity,
            subject=self.therapy.id,
            missing=tuple(sorted(missing)),
            note=note if stale else None,
            at=(first.sentence, first.span),
        )
