"""Holes are drawn where something can be lost, and said where they are."""

import random

import pytest

from tools.detector.corruption import lost, shown
from tools.detector.sentences import Loss, Sentence

WORDS = ("A", "condition", "known", "as", "hot", "flashes", "can", "develop", ".")
TYPES = tuple(range(1, 10))


def chance(seed: int) -> random.Random:
    return random.Random(seed)  # noqa: S311 -- nothing is secret here


def sentence(*losses: tuple[int, int, Loss], prose: bool = True) -> Sentence:
    return Sentence("doc", WORDS, WORDS, tuple((a, b, int(how)) for a, b, how in losses), prose)


def test_what_is_lost_leaves_its_place() -> None:
    broken = lost(sentence((4, 6, Loss.LINK)), TYPES, chance(1))
    assert broken.types == (1, 2, 3, 4, 7, 8, 9)
    assert broken.holes == (4,)


def test_a_long_sentence_may_lose_two_terms_far_apart() -> None:
    words = tuple(f"w{n}" for n in range(30))
    long = Sentence("doc", words, words, ((2, 4, 0), (20, 22, 0), (5, 6, 0)), prose=True)
    drawn = {lost(long, range(30), chance(seed)).holes for seed in range(60)}
    assert (2, 18) in drawn
    assert all(len(holes) <= 2 for holes in drawn)
    assert not any(len(holes) == 2 and holes[1] - holes[0] < 6 for holes in drawn)


@pytest.mark.parametrize(
    "one",
    [
        pytest.param(sentence(), id="nothing to lose"),
        pytest.param(sentence((4, 6, Loss.LINK), prose=False), id="no prose"),
    ],
)
def test_what_cannot_be_broken_stays_whole(one: Sentence) -> None:
    seen = [s for seed in range(40) for s in shown([one], [TYPES], chance(seed))]
    assert seen
    assert all(not s.holes for s in seen)


def test_a_pass_shows_whole_and_broken_sentences_and_marks_the_word_behind_the_hole() -> None:
    one = sentence((4, 6, Loss.KNOWN_TERM), (1, 2, Loss.HEAD))
    seen = [s for n in range(200) for s in shown([one, one], [TYPES] * 2, chance(n))]
    broken = [s for s in seen if s.holes]
    assert 100 < len(broken) < 400
    assert {s.types[s.holes[0]] for s in broken} == {7, 3}
    assert any(len(s.types) > 9 for s in seen), "some follow another sentence"
    assert any(s.types[-1] == 8 for s in seen), "some have lost their full stop"
