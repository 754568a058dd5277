"""Holes as publishing systems make them: drawn anew for each pass over the sentences."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tools.detector.sentences import LONGEST, Loss, Sentence

INTACT, BROKEN = 0.6, 0.7
"""The shares of sentences that each pass shows whole and with a hole."""
_WEIGHTS = {
    Loss.LINK: 0.25,
    Loss.KNOWN_TERM: 0.30,
    Loss.PHRASE: 0.22,
    Loss.NAMED: 0.10,
    Loss.HEAD: 0.05,
    Loss.MODIFIER: 0.03,
    Loss.WHOLE_PHRASE: 0.03,
    Loss.WORD: 0.02,
    Loss.ACTION: 0.06,
}
_TWICE, _TWICE_FROM, _APART = 0.3, 20, 6
_BARE = 0.06
"""The share of sentences that lose their full stop: headings and list items have none."""
_JOINED = 0.06
"""The share of sentences that follow another one, as where a sentence's end was not seen."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What the network is shown: words by their number, and which have a hole left of them."""

    types: tuple[int, ...]
    holes: tuple[int, ...]


def shown(
    sentences: Sequence[Sentence], types: Sequence[Sequence[int]], rng: random.Random
) -> Iterator[Shown]:
    """One pass over the sentences in chance order; `types` are the numbers of their words."""
    order = list(range(len(sentences)))
    rng.shuffle(order)
    for index in order:
        sentence, numbers = sentences[index], types[index]
        before = types[index - 1] if index and rng.random() < _JOINED else ()
        if len(before) + len(numbers) > LONGEST:
            before = ()
        if rng.random() < INTACT:
            yield _framed(sentence, Shown(tuple(numbers), ()), before, rng)
        if rng.random() < BROKEN and sentence.losses and sentence.prose:
            broken = lost(sentence, numbers, rng)
            if len(broken.types) > 1:
                yield _framed(sentence, broken, before, rng)


def _framed(sentence: Sentence, one: Shown, before: Sequence[int], rng: random.Random) -> Shown:
    types = one.types
    at_end = one.holes and one.holes[-1] == len(types) - 1
    if sentence.words[-1] == "." and len(types) > 1 and not at_end and rng.random() < _BARE:
        types = types[:-1]
    return Shown((*before, *types), tuple(hole + len(before) for hole in one.holes))


def lost(sentence: Sentence, types: Sequence[int], rng: random.Random) -> Shown:
    """The sentence without one of its terms, or two where it is long."""
    spans = [_draw(sentence, rng)]
    if len(types) >= _TWICE_FROM and rng.random() < _TWICE:
        other = _draw(sentence, rng)
        first, second = sorted([spans[0], other])
        if second[0] - first[1] >= _APART:
            spans = [first, second]
    kept: list[int] = []
    holes: list[int] = []
    at = 0
    for start, end in spans:
        kept += types[at:start]
        holes.append(len(kept))
        at = end
    return Shown((*kept, *types[at:]), tuple(holes))


def _draw(sentence: Sentence, rng: random.Random) -> tuple[int, int]:
    ways = sorted({how for _, _, how in sentence.losses})
    how = rng.choices(ways, [_WEIGHTS[Loss(way)] for way in ways])[0]
    start, end, _ = rng.choice([loss for loss in sentence.losses if loss[2] == how])
    return start, end
