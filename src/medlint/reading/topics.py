"""Where a text goes on about a therapy without naming it.

A heading, a table row, a list entry or an earlier sentence has named it; what follows says "it",
"the drug", or nothing at all ("Lifts mood. From $49.").
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from medlint.document import Block, BlockKind
from medlint.reading import Reading, Sentence
from medlint.reading.terms import TermFinder
from medlint.reading.therapies import Mention

_PRONOUNS = frozenset({"it", "they", "this", "these", "its", "yes"})
_POINTING = frozenset({"the", "this", "these", "that", "our"})
_POINTED = 4
"""So many words after "the" or "this" the noun stands at the latest: "this golden root"."""
_LABEL = 60
"""So many characters a list entry's label may have."""
_HEAD = 12
"""So many characters into its cell stands the name that a row is about: "Our weekly …"."""
_COUNTING = frozenset({"a", "one", "two", "three", "each", "every", "just", "half"})
_MEASURES = re.compile(
    r"(?i)\b(?:spoonfuls?|teaspoons?|tablespoons?|doses?|pinch|scoops?|droppers?|drops?|capsules?"
    r"|tablets?|pills?|shots?|sips?|cups?|sessions?|visits?|treatments?|injections?)\b"
)


@dataclass(frozen=True, slots=True)
class Continuation:
    """A sentence that goes on about a therapy.

    `headed`: it stands under the therapy's own heading, label or row. `listed`: what stands
    there was announced as benefits.
    """

    sentence: Sentence
    headed: bool
    listed: bool


class Topics:
    """Follows the therapies of one document through the sentences that leave their names out."""

    def __init__(
        self,
        reading: Reading,
        named: Mapping[int, frozenset[str]],
        things: TermFinder,
        announcements: TermFinder,
    ) -> None:
        """Take the therapies that sentences name, by the sentence's index.

        `things` are nouns that stand for a therapy ("drug", "patch"), `announcements` the words
        of a heading, lead-in or column under which benefits are listed.
        """
        self._reading = reading
        self._named = named
        self._things = things
        self._announcements = announcements

    def after(self, mention: Mention) -> Iterator[Continuation]:
        """The sentences that go on about the therapy after it was named there."""
        block = self._reading.blocks[mention.sentence.block]
        if block.kind is BlockKind.HEADING:
            yield from self._under(mention, block.level)
        elif block.kind is BlockKind.TABLE_CELL:
            yield from self._in_row(mention, block)
        elif block.kind is BlockKind.LIST_ITEM and mention.span.end <= _LABEL:
            for sentence in self._rest(mention):
                yield Continuation(sentence, headed=True, listed=False)
        else:
            yield from self._in_passage(mention)

    def opens(self, text: str) -> bool:
        """Whether a sentence opens with a word that points back: "It", "The drug"."""
        words = text.split(maxsplit=_POINTED)[:_POINTED]
        if not words:
            return False
        first = words[0].lower().strip("'\u2019*_,!.")
        if first in _PRONOUNS:
            return True
        rest = " ".join(words[1:])
        if first in _COUNTING:
            return _MEASURES.search(rest) is not None
        return first in _POINTING and rest in self._things

    def labels(self, mention: Mention) -> bool:
        """Whether the mention opens its cell, so that its row is about it."""
        return mention.sentence.span.start + mention.span.start <= _HEAD

    def _names_other(self, sentence: Sentence, therapy: str) -> bool:
        named = self._named.get(sentence.index, frozenset())
        return bool(named) and therapy not in named

    def _under(self, mention: Mention, level: int) -> Iterator[Continuation]:
        """What stands under a heading; below a further heading only what announces benefits."""
        blocks = self._reading.blocks
        announced = blocks[mention.sentence.block].text in self._announcements
        own, lead_in = True, ""
        for index in range(mention.sentence.block + 1, len(blocks)):
            block = blocks[index]
            if block.kind is BlockKind.HEADING:
                if block.level <= level:
                    return
                heading = self._reading.sentences_of(index)
                own = any(mention.therapy in self._named.get(s.index, ()) for s in heading)
                other = any(self._names_other(s, mention.therapy) for s in heading)
                announced = not other and block.text in self._announcements
                lead_in = ""
                continue
            if not own and not announced:
                continue
            listed = block.kind in {BlockKind.LIST_ITEM, BlockKind.TABLE_CELL} and (
                announced or lead_in in self._announcements
            )
            if block.kind is BlockKind.PARAGRAPH:
                lead_in = block.text if block.text.rstrip().endswith(":") else ""
            passed = False
            for sentence in self._reading.sentences_of(index):
                if self._names_other(sentence, mention.therapy):
                    passed = True
                elif not (passed and self.opens(sentence.text)):
                    yield Continuation(sentence, headed=True, listed=listed)

    def _in_row(self, mention: Mention, block: Block) -> Iterator[Continuation]:
        """The other cells of the row that the mention opens."""
        if block.cell is None or not self.labels(mention):
            return
        for index in self._reading.row_of(mention.sentence.block):
            cell = self._reading.blocks[index].cell
            if cell is None or cell.header:
                continue
            listed = self._reading.header_of(index) in self._announcements
            for sentence in self._reading.sentences_of(index):
                if sentence.index != mention.sentence.index:
                    yield Continuation(sentence, headed=True, listed=listed)

    def _rest(self, mention: Mention) -> Iterator[Sentence]:
        """The rest of the block, up to where it names another therapy."""
        for sentence in self._reading.sentences_of(mention.sentence.block):
            if sentence.index > mention.sentence.index:
                if self._names_other(sentence, mention.therapy):
                    return
                yield sentence

    def _in_passage(self, mention: Mention) -> Iterator[Continuation]:
        """The next sentence, those that point back, and the list or paragraph that goes on."""
        following = mention.sentence
        for sentence in self._rest(mention):
            near = sentence.index == mention.sentence.index + 1
            if not near and not self.opens(sentence.text):
                return
            yield Continuation(sentence, headed=False, listed=False)
            following = sentence
        yield from self._beyond(mention, following)

    def _beyond(self, mention: Mention, last: Sentence) -> Iterator[Continuation]:
        blocks = self._reading.blocks
        ends_open = last.text.rstrip().endswith(":")
        for index in range(mention.sentence.block + 1, len(blocks)):
            block = blocks[index]
            sentences = self._reading.sentences_of(index)
            if ends_open and block.kind is BlockKind.LIST_ITEM:
                listed = last.text in self._announcements
            elif not ends_open and block.kind is BlockKind.PARAGRAPH:
                if not sentences or not self.opens(sentences[0].text):
                    return
                listed = False
            else:
                return
            for sentence in sentences:
                if self._names_other(sentence, mention.therapy):
                    return
                yield Continuation(sentence, headed=ends_open, listed=listed)
            if not ends_open:
                return
