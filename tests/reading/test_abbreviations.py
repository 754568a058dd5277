"""Which letters are abbreviations, and which of them a text explains."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medlint.reading.abbreviations import explained, folded, uses, written_out


@pytest.mark.parametrize(
    ("text", "letters"),
    [
        pytest.param("HRT eases VMS.", ["HRT", "VMS"], id="capitals"),
        pytest.param("SSRIs and the CDC's list", ["SSRI", "CDC"], id="plural-and-possessive"),
        pytest.param("hCG and GnRH and eGFR", ["hCG", "GnRH", "eGFR"], id="mixed"),
        pytest.param("Chapter IV of the GLUT-4 story", [], id="roman-and-joined"),
        pytest.param("CALL US NOW FOR HELP", [], id="shouted"),
        pytest.param("the DNA/RNA test", [], id="slashed"),
        pytest.param("high TNF-\N{GREEK SMALL LETTER ALPHA}", ["TNF"], id="greek-letter-behind"),
    ],
)
def test_uses(text: str, letters: list[str]) -> None:
    assert [use.letters for use in uses(text)] == letters


@pytest.mark.parametrize(
    ("text", "is_explained"),
    [
        pytest.param("vasomotor symptoms (VMS)", True, id="in-brackets"),
        pytest.param("VMS (hot flushes)", True, id="brackets-behind"),
        pytest.param("VMS (2020)", False, id="a-year-behind"),
        pytest.param("VMS stands for flushes", True, id="stands-for"),
        pytest.param("these are known as VMS", True, id="known-as"),
        pytest.param("hot flushes, called VMS by doctors", True, id="called"),
        pytest.param("vasomotor flushes, or VMS, come at night", True, id="or-behind-its-words"),
        pytest.param("Ask about hot flushes or VMS", False, id="or-behind-other-words"),
        pytest.param("The vein and muscle score fell: VMS rose", True, id="initials-near"),
        pytest.param("The vein and muscle score fell", False, id="initials-alone"),
        pytest.param(f"The vein and muscle score fell. {'It rose. ' * 12} VMS", False, id="far"),
        pytest.param("The VMSX (hot flushes) fell", False, id="other-letters"),
        pytest.param("VMS are common", False, id="nothing"),
    ],
)
def test_explained(text: str, *, is_explained: bool) -> None:
    assert explained("VMS", [text]) is is_explained


def test_initials_of_known_letters_are_chance() -> None:
    text = "His right thumb hurt, and HRT was stopped."
    assert explained("HRT", [text])
    assert not explained("HRT", [text], initials=False)


@given(st.text(alphabet="ABCabc ().,-s", max_size=80))
def test_spans_hold_the_letters(text: str) -> None:
    for use in uses(text):
        assert use.span.of(text).removesuffix("s") == use.letters


@pytest.mark.parametrize(
    ("letters", "text", "words"),
    [
        pytest.param(
            "CBT", "Try cognitive-behavioral therapy (CBT).", "cognitive-behavioral therapy"
        ),
        pytest.param(
            "TRT", "Testosterone replacement therapy (TRT),", "Testosterone replacement therapy"
        ),
        pytest.param("SSRI", "selective s. reuptake inhibitors (SSRIs)", None),
        pytest.param("CBT", "Clean both thumbs. (CBT) helps.", None),
        pytest.param("CBT", "Try cognitive behavioral therapy.", None),
        pytest.param("Q", "quite (Q)", None),
    ],
)
def test_what_letters_are_written_out_as(letters: str, text: str, words: str | None) -> None:
    assert written_out(letters, ["Nothing.", text]) == words


@pytest.mark.parametrize(
    ("written", "listed"),
    [
        ("Randomised-controlled trials", "randomized controlled trial"),
        ("gastro-oesophageal reflux", "gastroesophageal reflux"),
        ("haematopoietic stem cells", "hematopoietic stem cell"),
    ],
)
def test_spellings_of_one_term_are_the_same(written: str, listed: str) -> None:
    assert folded(listed) in folded(written)
