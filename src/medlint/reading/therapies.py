"""Therapies in a text: where one is named as a therapy.

The name of a hormone is both physiology and a drug, so some names count only beside a word that
makes them a therapy ("patch", "replacement").
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from medlint.document import BlockKind
from medlint.reading import Reading, Sentence
from medlint.reading.terms import TermFinder
from medlint.text import Span

_PROSE = frozenset(
    {
        BlockKind.HEADING,
        BlockKind.PARAGRAPH,
        BlockKind.LIST_ITEM,
        BlockKind.TABLE_CELL,
        BlockKind.QUOTATION,
        BlockKind.CAPTION,
        BlockKind.TITLE,
    }
)


_NAMED_ONLY = frozenset({BlockKind.CAPTION, BlockKind.TITLE, BlockKind.HEADING})


@dataclass(frozen=True, slots=True)
class TherapyNames:
    """The names of one class of therapies, ready to be found."""

    id: str
    triggers: tuple[str, ...]
    not_triggers: tuple[str, ...] = ()
    needs_cue: bool = False


@dataclass(frozen=True, slots=True)
class Mention:
    """One naming of a therapy: `span` is an offset into the sentence's text.

    `is_prose` tells the article's text from its titles, headings and captions.
    """

    therapy: str
    sentence: Sentence
    span: Span
    is_prose: bool


class TherapyFinder:
    """Finds the therapies of a table in one pass over each sentence."""

    def __init__(self, classes: Iterable[TherapyNames], cues: Iterable[str]) -> None:
        """Compile the names of all classes and the words that make a name a therapy."""
        self._classes = {names.id: names for names in classes}
        self._cues = TermFinder(cues)
        self._names = TermFinder(
            name for c in self._classes.values() for name in (*c.triggers, *c.not_triggers)
        )
        self._triggers = _by_words((c.id, c.triggers) for c in self._classes.values())
        self._others = _by_words((c.id, c.not_triggers) for c in self._classes.values())

    def mentions(self, reading: Reading) -> Iterator[Mention]:
        """The mentions of therapies in reading order.

        References, asides and readers' letters are left out.
        """
        for sentence in reading.in_scope(_PROSE):
            if sentence.block in reading.letters:
                continue
            names = list(self._names.find(sentence.text))
            if not names:
                continue
            cued = self._has_cue(reading, sentence)
            is_prose = reading.blocks[sentence.block].kind not in _NAMED_ONLY
            for name in names:
                for therapy in self.classes_of(name.term):
                    if cued or not self._classes[therapy].needs_cue:
                        yield Mention(therapy, sentence, name.span, is_prose)

    def _has_cue(self, reading: Reading, sentence: Sentence) -> bool:
        headings = reading.section_of(sentence.block).headings[-1:]
        return any(text in self._cues for text in (sentence.text, *headings))

    def classes_of(self, name: str) -> list[str]:
        """The classes that a name belongs to.

        A longer name can hold the shorter name of another class ("bioidentical progesterone").
        """
        words = _words(name)
        parts = [
            words[start:end]
            for start in range(len(words))
            for end in range(start + 1, len(words) + 1)
        ]
        denied = {therapy for part in parts for therapy in self._others.get(part, ())}
        found = {therapy for part in parts for therapy in self._triggers.get(part, ())}
        return sorted(found - denied)


def _words(name: str) -> tuple[str, ...]:
    return tuple(name.casefold().replace("-", " ").replace("\u2019", "'").split())


def _by_words(
    classes: Iterable[tuple[str, tuple[str, ...]]],
) -> dict[tuple[str, ...], list[str]]:
    found: dict[tuple[str, ...], list[str]] = {}
    for therapy, names in classes:
        for name in names:
            found.setdefault(_words(name), []).append(therapy)
    return found
