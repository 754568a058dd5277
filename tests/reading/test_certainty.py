"""How certain sentences sound."""

import pytest

from medlint.reading.certainty import CertaintyReader
from medlint.rules.claims import certainty_reader
from medlint.rules.registry import load_rules


@pytest.fixture(scope="module")
def reader() -> CertaintyReader:
    return certainty_reader(load_rules())


def test_from_doubt_to_certainty(reader: CertaintyReader) -> None:
    sentences = [
        "It may possibly ease pain, but that is unclear.",
        "It may ease pain.",
        "It could ease pain.",
        "It usually eases pain.",
        "It eases pain.",
        "It does not ease pain.",
    ]
    ratings = [reader.rate(sentence) for sentence in sentences]
    assert ratings == sorted(set(ratings))


def test_a_rating_stays_on_the_scale(reader: CertaintyReader) -> None:
    assert reader.rate("may might could " * 50) == 1.0
    assert reader.rate("") == pytest.approx(4.8)
