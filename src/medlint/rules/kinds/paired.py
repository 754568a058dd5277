"""Kind `paired`: a drug stands beside a purpose that is not its own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import TYPE_CHECKING, Literal, NamedTuple, Self

from pydantic import model_validator

from medlint.document import BlockKind
from medlint.reading import Reading, Sentence
from medlint.reading.clauses import tokens_in
from medlint.reading.patterns import compile_pattern
from medlint.reading.terms import Term, TermFinder
from medlint.rules import commended
from medlint.rules.hit import Finder, Hit
from medlint.rules.knowledge import Lookalike, LookalikeTable, Row, Table, Use, UseTable, freshness
from medlint.rules.tables import Slug, Strict
from medlint.rules.words import Tables, Words
from medlint.text import Span

if TYPE_CHECKING:  # spaCy takes half a second to import; annotations must not cost that
    from spacy.tokens import Doc

_OTHERWISE = compile_pattern(
    r"(?i)\b(?:trials?|stud(?:y|ies|ied)|randomi[sz]ed|researchers?|not approved|unapproved"
    r"|rejected"
    r"|confus\w+|mix(?:ed|es)? up|mistak\w+|look-?alikes?|sound-?alikes?|versus|vs|interact\w*"
    r"|side effects?|caus(?:e|es|ed|ing)|worsen\w*|risk\w*|do not|don't|does not|unlike|avoid"
    r"|stopped|history|removed|withdrawn|should not|must not|never)\b"
)
"""Sentences that name a drug and a purpose without giving the one for the other."""
_DENIED = compile_pattern(
    r"(?i)\b(?:not|never|no|nor|neither|without|cannot|nothing|hardly|nobody)\b|n['\x{2019}]t\b"
)
"""A sentence that pitches nothing, for it denies something."""
_TOLD = compile_pattern(
    r"(?i)(?:^|[.;:,!?\x{2013}\x{2014}]\s?|\b(?:and|then|so|just|simply|you|can|should|to"
    r"|we|I|why|not)\s)"
    r"(?:take|try|use|ask for|get|pop|swap in|add|start|reach for|order|book|inject|swallow"
    r"|apply|rub|grab"
    r"|keep|pack|have|choose|consider|enjoy|meet|say hello to|turn to|switch to"
    r"|let)(?: [\w'\x{2019}%-]+){0,5} $"
)
"""Words in front of a drug by which a reader is told to use it."""
_CREDITED = compile_pattern(
    r"(?i)\b(?:with|on|thanks to|by|from|through|via|dab of|course of|dose of|pinch of"
    r"|microdose of)"
    r" (?:[\w-]+ ){0,3}$"
)
"""Words in front of a drug by which something is put down to it."""
_SOBER = compile_pattern(
    r"(?i)\b(?:used|prescribed|approved|given|indicated|recommended|known|class|called"
    r"|such as|includ\w+"
    r"|patients?|receptors?|levels?|doctors?|physicians?|providers?|clinicians?|may help"
    r"|might|secret\w+|releas\w+"
    r"|produc\w+|pituitary|ovar\w+|inhibits?|blocks?|binds?|mechanism|pregnan\w+|brand"
    r"|generic|because of)\b"
)
"""Words of a text that says what a drug is, and pitches it for nothing."""
_GENERALLY = compile_pattern(r"(?i)\b(?:off[\s-]label|unlicen[sc]ed (?:use|medicines?))")
_FORMS = frozenset(
    {
        "infusion",
        "injection",
        "spray",
        "tablet",
        "capsule",
        "drop",
        "drip",
        "shot",
        "pill",
        "hormone",
        "therapy",
    }
    | {
        "cream",
        "gel",
        "patch",
        "lozenge",
        "troche",
        "dose",
        "course",
        "acid",
        "oxide",
        "extract",
        "treatment",
    }
)
"""What a drug is given in; it stands between the name and what the drug is said to do."""
_LISTED = compile_pattern(r"[,;()\n]")
_CLOSE = 60
"""So many characters may stand between a drug and its purpose."""


class Paired(Strict):
    """Either `uses`: a table of uses without approval, or `lookalikes`: of names mixed up.

    `any_of` are the words by which the article itself says so, of the drug or of off-label use. A
    use counts only where the text commends a therapy of the table `therapies`, or pitches the drug
    itself.
    """

    kind: Literal["paired"]
    therapies: Slug | None = None
    uses: Slug | None = None
    lookalikes: Slug | None = None
    any_of: Words | None = None

    @model_validator(mode="after")
    def _is_one_form(self) -> Self:
        if (self.uses is None) == (self.lookalikes is None) or (
            (self.uses is None) != (self.therapies is None)
        ):
            msg = "'paired' takes 'uses' with 'therapies', or 'lookalikes'"
            raise ValueError(msg)
        return self

    def compile(self, tables: Tables) -> Finder:
        """The finder of such pairs."""
        said = TermFinder(self.any_of.resolve(tables) if self.any_of else ())
        table, rows = self._rows(tables)
        every = TermFinder(name for row in rows for name in _names(row.fact))

        reader = commended.reader(self.therapies, tables) if self.therapies else None

        def find(reading: Reading, scope: frozenset[BlockKind]) -> Iterator[Hit]:
            telling = [block.text for block in reading.blocks if block.text in said]
            if reader is None:
                pairs = _beside(reading, scope, rows, every)
            else:
                pairs = _commended(reading, scope, rows, every, reader)
            for pair in pairs:
                row = pair.row
                if any(_is_said(text, row.names, every) for text in telling):
                    continue
                severity, note = freshness(table, row.fact, reading.as_of)
                values = {"drug": pair.drug.term, "use": pair.purpose.term, "meant": row.told}
                yield Hit(
                    pair.sentence,
                    pair.span,
                    pair.judged,
                    values,
                    severity,
                    row.fact.id,
                    note=note,
                )

        return find

    def _rows(self, tables: Tables) -> tuple[Table, list[_Row]]:
        if self.uses is not None:
            used = tables.facts(self.uses, UseTable)
            return used, [
                _Row(row, TermFinder(row.names), TermFinder(row.uses), row.label)
                for row in used.uses
            ]
        mixed = tables.facts(str(self.lookalikes), LookalikeTable)
        return mixed, [
            _Row(row, TermFinder(row.names), TermFinder(row.purpose), row.meant)
            for row in mixed.pairs
        ]


def _beside(
    reading: Reading, scope: frozenset[BlockKind], rows: Sequence[_Row], every: TermFinder
) -> Iterator[_Pair]:
    """Drugs with a purpose close to them."""
    for sentence, row, drug in _named(reading, scope, rows, every):
        purpose = row.purpose_beside(sentence.text, drug)
        if purpose is not None:
            yield _Pair(row, sentence, drug, purpose, drug.span, drug.span)


def _commended(
    reading: Reading,
    scope: frozenset[BlockKind],
    rows: Sequence[_Row],
    every: TermFinder,
    reader: commended.TherapyReader,
) -> Iterator[_Pair]:
    """Drugs with a purpose in their sentence or row, where the text pitches them."""
    praised: frozenset[int] | None = None
    for sentence, row, drug in _named(reading, scope, rows, every):
        if praised is None:
            praised = commended.sentences(reader.read(reading, scope))
        if sentence.index not in praised and not _is_pitched(reading, sentence, drug):
            continue
        purpose = row.purpose(_around(reading, sentence))
        if purpose is not None:
            span = row.pair(sentence.text, drug, purpose)
            yield _Pair(row, sentence, drug, purpose, span, drug.span)
    yield from _said_on(reader.read(reading, scope), rows, every)


def _named(
    reading: Reading, scope: frozenset[BlockKind], rows: Sequence[_Row], every: TermFinder
) -> Iterator[tuple[Sentence, _Row, Term]]:
    """The first naming of each row's drug in the sentences that may pitch it."""
    for sentence in reading.in_scope(scope):
        if sentence.text not in every or _OTHERWISE.search(sentence.text):
            continue
        for row in rows:
            drug = next(row.names.find(sentence.text), None)
            if drug is not None:
                yield sentence, row, drug


def _said_on(
    therapies: commended.Therapies | None, rows: Sequence[_Row], every: TermFinder
) -> Iterator[_Pair]:
    """Purposes of a drug that sentences behind its name commend it for: "It also lifts mood".

    Where a sentence names two therapies, nobody knows which of them the next one speaks of.
    """
    if therapies is None:
        return
    named = Counter(m.sentence.index for found in therapies.mentions.values() for m in found)
    for one in chain.from_iterable(therapies.commended.values()):
        if named[one.mention.sentence.index] > 1:
            continue
        name = one.mention.span.of(one.mention.sentence.text)
        for row in rows:
            drug = next(row.names.find(name), None)
            for sentence, _ in one.sentences if drug is not None else ():
                purpose = _told_of(sentence.text, row, every)
                if drug is not None and purpose is not None:
                    yield _Pair(row, sentence, drug, purpose, purpose.span, purpose.span)


def _told_of(text: str, row: _Row, every: TermFinder) -> Term | None:
    """The purpose of which a sentence that names no drug speaks, and denies nothing."""
    if text in every or _OTHERWISE.search(text) or _DENIED.search(text):
        return None
    return next(row.purposes.find(text), None)


def _is_said(text: str, names: TermFinder, every: TermFinder) -> bool:
    """Whether a text that says so speaks of this drug, or of off-label use in general."""
    return text in names or (text not in every and _GENERALLY.search(text) is not None)


def _is_pitched(reading: Reading, sentence: Sentence, drug: Term) -> bool:
    """Whether the sentence has the drug do something now, or tells the reader to use it."""
    text = sentence.text
    if _DENIED.search(text) or _SOBER.search(text) or text.rstrip().endswith("?"):
        return False
    before = text[: drug.span.start]
    if _TOLD.search(before) or (before and _CREDITED.search(before)):
        return True
    return _does(reading.doc(sentence), drug)


def _does(doc: Doc, drug: Term) -> bool:
    """Whether the drug is the subject of what is said, or of a line without a verb."""
    _, last = tokens_in(doc, drug.span)
    verbs = [token for token in doc if token.tag_ in {"VBZ", "VBP", "MD", "VBD", "VB"}]
    while last < len(doc) and doc[last].lemma_.lower() in _FORMS:
        last += 1
    if last == len(doc) or (not verbs and doc[last].lower_ in {"for", ":", "to"}):
        return last < len(doc)
    then = doc[last : last + 5]
    verb = next((t for t in then if t.tag_ in {"VBZ", "VBP", "MD"}), None)
    if verb is None:  # one that the tagger took for a plural: "gabapentin cools hot flushes"
        return doc[last].tag_ == "NNS" and len(doc) > last + 1
    if any(
        token.is_punct or token.tag_ in {"WDT", "WP", "VBN", "VBD"} for token in doc[last : verb.i]
    ):
        return False
    passive = verb.lemma_ == "be" and any(t.tag_ == "VBN" for t in doc[verb.i + 1 : verb.i + 4])
    return not passive


class _Row(NamedTuple):
    """One row: the drug's names, the purposes that are not its own, and what to say."""

    fact: Row
    names: TermFinder
    purposes: TermFinder
    told: str

    def purpose(self, texts: list[str]) -> Term | None:
        """A purpose that one of the texts names."""
        return next((p for text in texts for p in self.purposes.find(text)), None)

    def pair(self, text: str, drug: Term, purpose: Term) -> Span:
        """The drug with its purpose, where that stands close to it; else the drug."""
        if self.purpose_beside(text, drug) != purpose:
            return drug.span
        low, high = sorted([drug.span, purpose.span], key=lambda span: span.start)
        return Span(low.start, high.end)

    def purpose_beside(self, text: str, drug: Term) -> Term | None:
        """A purpose close to the drug, with no list between them."""
        for found in self.purposes.find(text):
            low, high = sorted([found.span, drug.span], key=lambda span: span.start)
            gap = text[low.end : high.start]
            if len(gap) <= _CLOSE and not _LISTED.search(gap):
                return found
        return None


class _Pair(NamedTuple):
    """A drug and a purpose, and the words of the sentence to report and to judge."""

    row: _Row
    sentence: Sentence
    drug: Term
    purpose: Term
    span: Span
    judged: Span


def _names(fact: Row) -> list[str]:
    return fact.names if isinstance(fact, Use | Lookalike) else []


def _around(reading: Reading, sentence: Sentence) -> list[str]:
    """The sentence, and the cells of its row."""
    row = reading.row_of(sentence.block)
    return [reading.blocks[index].text for index in row] or [sentence.text]
