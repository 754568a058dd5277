"""What could be lost from a sentence."""

import pytest

from medlint.nlp import Annotator
from medlint.text import Span
from tools.detector.sentences import Loss, Sentence, prepare
from tools.detector.sources import Passage

TEXT = "A sudden condition known as hot flashes can disturb your sleep at night."


@pytest.fixture(scope="module")
def read(annotator: Annotator) -> Sentence:
    anchor = Span(TEXT.index("hot"), TEXT.index(" can"))
    passages = [Passage("doc", TEXT, (anchor,)), Passage("doc", TEXT), Passage("doc", "Short.")]
    (sentence,) = prepare(annotator.nlp, [passages[1], passages[0], passages[2]])
    return sentence


@pytest.mark.parametrize(
    ("how", "words"),
    [
        pytest.param(Loss.LINK, "hot flashes", id="link"),
        pytest.param(Loss.NAMED, "hot flashes", id="named"),
        pytest.param(Loss.MODIFIER, "hot", id="modifier"),
        pytest.param(Loss.HEAD, "flashes", id="head"),
        pytest.param(Loss.WHOLE_PHRASE, "A sudden condition", id="with its article"),
        pytest.param(Loss.WORD, "disturb", id="verb"),
    ],
)
def test_ways_to_lose(read: Sentence, how: Loss, words: str) -> None:
    lost = [" ".join(read.words[a:b]) for a, b, way in read.losses if way == how]
    assert words in lost


def test_the_last_word_is_never_lost(read: Sentence) -> None:
    assert all(end < len(read.words) for _, end, _ in read.losses)


def test_what_is_broken_already_is_not_learnt_from(annotator: Annotator) -> None:
    broken = Passage("doc", "The risk of is higher in people who smoke.")
    assert list(prepare(annotator.nlp, [broken])) == []
