"""Kind `balance`: gains without harms, one therapy without another choice, or nobody to ask."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from medlint.document import BlockKind
from medlint.reading import Reading, Sentence
from medlint.reading.gains import Strength
from medlint.reading.terms import TermFinder
from medlint.reading.therapies import Mention
from medlint.rules import commended
from medlint.rules.commended import Therapies, TherapyReader
from medlint.rules.hit import Finder, Hit
from medlint.rules.tables import Slug, Strict
from medlint.rules.words import Tables, Words

_GAINS = 2
"""So many sentences that commend make a list of gains."""


class Balance(Strict):
    """`lacks` says what the article leaves out: any harm, any other choice, or whom to ask.

    `any_of` are the words by which it would have it: headings of harm, words of choice, clinicians.
    """

    kind: Literal["balance"]
    therapies: Slug
    lacks: Literal["harms", "choices", "clinician"]
    any_of: Words

    def compile(self, tables: Tables) -> Finder:
        """The finder of what is one-sided."""
        reader = commended.reader(self.therapies, tables)
        said = self.any_of.finder(tables)
        finders = {"harms": _harmless, "choices": _only, "clinician": _unadvised}
        return finders[self.lacks](reader, said)


def _harmless(reader: TherapyReader, said: TermFinder) -> Finder:
    def find(reading: Reading, scope: frozenset[BlockKind]) -> Iterator[Hit]:
        therapies = reader.read(reading, scope)
        if therapies is None:
            return
        headings = [b.text for b in reading.blocks if b.kind is BlockKind.HEADING]
        if any(text in said for text in headings):
            return
        by_section = _by_section(reading, reader, therapies)
        for section in reading.sections:
            gains = by_section.get(section.first, {})
            if len(gains) < _GAINS:
                continue
            blocks = range(section.first, section.last)
            texts = (s.text for block in blocks for s in reading.sentences_of(block))
            if any(reader.warns(text) for text in texts):
                continue
            mention, sentence = gains[min(gains)]
            where = section.headings[-1] if section.headings else "the text"
            own = mention.sentence.index == sentence.index
            span = mention.span if own else commended.whole(sentence)
            yield Hit(sentence, span, values={"heading": where, "count": str(len(gains))})

    return find


def _by_section(
    reading: Reading, reader: TherapyReader, therapies: Therapies
) -> dict[int, dict[int, tuple[Mention, Sentence]]]:
    """By the first block of each section, its sentences of gain and the mentions they belong to."""
    found: dict[int, dict[int, tuple[Mention, Sentence]]] = {}
    for therapy, commendeds in therapies.commended.items():
        if reader.rows[therapy].minor:
            continue
        for praise in commended.counts(reader.rows[therapy], commendeds):
            for sentence, _ in praise.sentences:
                first = reading.section_of(sentence.block).first
                found.setdefault(first, {})[sentence.index] = (praise.mention, sentence)
    return found


def _only(reader: TherapyReader, said: TermFinder) -> Finder:
    def find(reading: Reading, scope: frozenset[BlockKind]) -> Iterator[Hit]:
        therapies = reader.read(reading, scope)
        if therapies is None or any(block.text in said for block in reading.blocks):
            return
        promoted = _strongly(therapies)
        if len(promoted) != 1 or len(therapies.mentions) > 1:
            return
        (therapy,) = promoted
        row = reader.rows[therapy]
        if row.minor or row.everyday:
            return
        mention = therapies.commended[therapy][0].mention
        values = {"heading": row.label, "count": "1"}
        yield Hit(mention.sentence, mention.span, values=values, subject=therapy)

    return find


def _unadvised(reader: TherapyReader, said: TermFinder) -> Finder:
    def find(reading: Reading, scope: frozenset[BlockKind]) -> Iterator[Hit]:
        if any(block.text in said for block in reading.blocks):
            return
        therapies = reader.read(reading, scope)
        if therapies is None:
            return
        promoted = {
            found.mention.sentence.index: (therapy, found.mention)
            for therapy, commendeds in therapies.commended.items()
            for found in commended.counts(reader.rows[therapy], commendeds)
            if found.strength is Strength.STRONG
        }
        if promoted:
            therapy, mention = promoted[min(promoted)]
            values = {"heading": reader.rows[therapy].label, "count": str(len(promoted))}
            yield Hit(mention.sentence, mention.span, values=values, subject="clinician")

    return find


def _strongly(therapies: Therapies) -> list[str]:
    """The classes that the article commends strongly, in more than one sentence."""
    found = []
    for therapy, commendeds in therapies.commended.items():
        sentences = {s.index for c in commendeds for s, strength in c.sentences if strength}
        strong = any(c.strength is Strength.STRONG for c in commendeds)
        if strong and len(sentences) >= _GAINS:
            found.append(therapy)
    return found
