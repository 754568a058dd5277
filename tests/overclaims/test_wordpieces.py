"""Words are cut into pieces that put together are the words again."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medlint.overclaims.wordpieces import FIRST, LAST, MOST, UNKNOWN, WordPieces

VOCABULARY = [UNKNOWN, FIRST, LAST, "poly", "pharmacy", "##pharm", "##acy", "##s", "na", "##ive"]
VOCABULARY += [".", "'", '"', *"abcdefghijklmnopqrstuvwxyz"]
VOCABULARY += [f"##{letter}" for letter in "abcdefghijklmnopqrstuvwxyz"]


@pytest.fixture(scope="module")
def pieces() -> WordPieces:
    return WordPieces(VOCABULARY)


def cut(pieces: WordPieces, text: str) -> list[str]:
    return [VOCABULARY[number] for number in pieces.numbers(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Polypharmacy.", ["poly", "##pharm", "##acy", "."]),
        ("pharmacy's", ["pharmacy", "'", "s"]),
        ("pharmacy\u2019s", ["pharmacy", "'", "s"]),
        ("na\u00efve", ["na", "##ive"]),
        ("ab 5", ["a", "##b", UNKNOWN]),
        ("a" * 61, [UNKNOWN]),
        ("  ", []),
    ],
)
def test_the_longest_piece_is_taken_first(
    pieces: WordPieces, text: str, expected: list[str]
) -> None:
    assert cut(pieces, text) == [FIRST, *expected, LAST]


@given(words=st.lists(st.text("abcxyz", min_size=1, max_size=20), max_size=4))
def test_the_pieces_of_a_text_are_the_text(pieces: WordPieces, words: list[str]) -> None:
    found = cut(pieces, " ".join(words))[1:-1]
    joined = " ".join(found).replace(" ##", "")
    assert joined == " ".join(words)


@given(text=st.text(max_size=400))
def test_no_text_has_more_pieces_than_are_read(pieces: WordPieces, text: str) -> None:
    found = cut(pieces, text)
    assert len(found) <= MOST
    assert (found[0], found[-1]) == (FIRST, LAST)


@pytest.mark.parametrize("missing", [UNKNOWN, FIRST, LAST])
def test_a_vocabulary_without_its_marks_is_refused(missing: str) -> None:
    with pytest.raises(ValueError, match="has no"):
        WordPieces([piece for piece in VOCABULARY if piece != missing])
