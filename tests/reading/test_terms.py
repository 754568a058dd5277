"""Finding terms: which forms count, which neighbours do, and how long it takes."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from medlint.reading import terms as module
from medlint.reading.terms import Term, TermFinder
from medlint.text import Span

LONG_S = "\N{LATIN SMALL LETTER LONG S}"


def found(terms: list[str], text: str, *, stems: bool = False) -> list[str]:
    return [term.span.of(text) for term in TermFinder(terms, stems=stems).find(text)]


@pytest.mark.parametrize(
    ("term", "text", "words"),
    [
        pytest.param("cure", "A cure, Cure or CURE.", ["cure", "Cure", "CURE"], id="any case"),
        pytest.param("Premarin", "premarin PREMARIN", ["premarin", "PREMARIN"], id="a name too"),
        pytest.param("clot", "a clot, two clots", ["clot", "clots"], id="plural in s"),
        pytest.param("virus", "a virus, two viruses", ["virus", "viruses"], id="plural in es"),
        pytest.param("therapy", "therapy, therapies", ["therapy", "therapies"], id="plural in ies"),
        pytest.param("x-ray", "x-rays and X rays", ["x-rays", "X rays"], id="plural in ys"),
        pytest.param("cure", "secure curet cured", [], id="no part of a word"),
        pytest.param("cure", "cure2 2cure", [], id="digits belong to the word"),
        pytest.param("cure", "curé, écure, cureé", [], id="letters beyond ASCII too"),
        pytest.param("cafe", "cafe\N{COMBINING ACUTE ACCENT}s", [], id="and marks on letters"),
        pytest.param("cure", "(cure) “cure” cure—cure's", ["cure"] * 4, id="punctuation does not"),
        pytest.param("œdema", "the œdema, Œdema", ["œdema", "Œdema"], id="begins beyond ASCII"),
        pytest.param("β-blocker", "two β-blockers", ["β-blockers"], id="a Greek letter"),
        pytest.param("naiveté", "his naiveté is", ["naiveté"], id="ends beyond ASCII"),
        pytest.param("naiveté", "two naivetés", ["naivetés"], id="plural beyond ASCII"),
        pytest.param("glass", f"a gla{LONG_S}s", [f"gla{LONG_S}s"], id="a long s"),
        pytest.param(
            "type 2 diabetes",
            "type 2 diabetes, Type-2 diabetes, type  2\N{NO-BREAK SPACE}diabetes",
            ["type 2 diabetes", "Type-2 diabetes", "type  2\N{NO-BREAK SPACE}diabetes"],
            id="spaces and hyphens are one",
        ),
        pytest.param(
            "insulin resistance",
            "insulin\N{HYPHEN}resistance insulin\N{NON-BREAKING HYPHEN}resistance "
            "insulin\N{NARROW NO-BREAK SPACE}resistance insulin\N{EN DASH}resistance",
            [
                "insulin\N{HYPHEN}resistance",
                "insulin\N{NON-BREAKING HYPHEN}resistance",
                "insulin\N{NARROW NO-BREAK SPACE}resistance",
            ],
            id="as typesetters write it, but a dash is none",
        ),
        pytest.param("well-being", "well being", ["well being"], id="a hyphen in the term"),
        pytest.param("well-being", "wellbeing", [], id="but not one word"),
        pytest.param(
            "Alzheimer's disease",
            "Alzheimer's disease, alzheimer\N{RIGHT SINGLE QUOTATION MARK}s disease",
            ["Alzheimer's disease", "alzheimer\N{RIGHT SINGLE QUOTATION MARK}s disease"],
            id="both apostrophes",
        ),
        pytest.param(
            "St. John\N{RIGHT SINGLE QUOTATION MARK}s wort",
            "St. John's wort. St Johns wort.",
            ["St. John's wort"],
            id="a curly apostrophe in the term",
        ),
        pytest.param(
            "n't",
            "It doesn't, isn\N{RIGHT SINGLE QUOTATION MARK}t and can't. Not n't.",
            ["n't", "n\N{RIGHT SINGLE QUOTATION MARK}t", "n't", "n't"],
            id="the end of another word",
        ),
        pytest.param("not", "cannot", [], id="a word is no such end"),
        pytest.param("% of", "5% of us, 5 % of us", ["% of", "% of"], id="begins with a sign"),
        pytest.param("a.b", "a.b axb", ["a.b"], id="no term is a pattern"),
        pytest.param("p<0.05", "where p<0.05,", ["p<0.05"], id="signs inside"),
    ],
)
def test_forms_of_a_term(term: str, text: str, words: list[str]) -> None:
    assert found([term], text) == words


@pytest.mark.parametrize(
    ("term", "text", "words"),
    [
        pytest.param("HRT", "HRT, HRTs", ["HRT", "HRTs"], id="as it stands, and its plural"),
        pytest.param("HRT", "hrt Hrt HRTS", [], id="in no other case"),
        pytest.param("US", "She uses it, for us.", [], id="no other word in small letters"),
        pytest.param("DO", "it does", [], id="nor one that looks like a plural"),
        pytest.param("AID", "health aides", [], id="nor in -es"),
        pytest.param("GLP-1", "GLP-1, GLP 1, glp-1", ["GLP-1", "GLP 1"], id="with a hyphen"),
        pytest.param("B12", "b12", ["b12"], id="one letter is no abbreviation"),
    ],
)
def test_abbreviations_stand_in_capitals(term: str, text: str, words: list[str]) -> None:
    assert found([term], text) == words


def test_words_and_abbreviations_of_one_spelling_live_together() -> None:
    finder = TermFinder(["AIDS", "aid", "MS", "ms"])
    text = "Hearing aids and AIDS: MS, ms."
    assert [(term.span.of(text), term.term) for term in finder.find(text)] == [
        ("aids", "aid"),
        ("AIDS", "AIDS"),
        ("MS", "MS"),
        ("ms", "ms"),
    ]


@pytest.mark.parametrize(
    ("stem", "text", "words"),
    [
        pytest.param("thrombo", "Thrombosis, thromboembolism", ["Thrombo", "thrombo"], id="begins"),
        pytest.param("thrombo", "antithrombotic", [], id="only begins"),
        pytest.param("thrombo", "éthrombosis", [], id="beyond ASCII as well"),
        pytest.param("see a doctor", "see a doctor's note", ["see a doctor"], id="a phrase"),
        pytest.param("shouldn't", "shouldn\N{RIGHT SINGLE QUOTATION MARK}t", None, id="apostrophe"),
    ],
)
def test_stems_match_the_beginning_of_a_word(stem: str, text: str, words: list[str] | None) -> None:
    assert found([stem], text, stems=True) == (words if words is not None else [text])


def test_a_find_names_its_term() -> None:
    finder = TermFinder(["blood clot", "therapy", "Alzheimer's"])
    text = "Blood-clots: therapies, ALZHEIMER\N{RIGHT SINGLE QUOTATION MARK}S."
    assert list(finder.find(text)) == [
        Term(Span(0, 11), "blood clot"),
        Term(Span(13, 22), "therapy"),
        Term(Span(24, 35), "Alzheimer's"),
    ]


def test_the_exact_term_wins_over_the_form_of_another() -> None:
    finder = TermFinder(["cure", "cures", "cured"])
    text = "cures cure cured"
    assert [term.term for term in finder.find(text)] == ["cures", "cure", "cured"]


def test_the_longest_term_wins_and_none_lies_in_another() -> None:
    terms = ["diabetes", "type 2 diabetes", "type 2", "diabetes mellitus"]
    text = "Type 2 diabetes mellitus, diabetes mellitus, diabetes."
    assert found(terms, text) == ["Type 2 diabetes", "diabetes mellitus", "diabetes"]
    assert found(list(reversed(terms)), text) == found(terms, text)


def test_whether_any_term_occurs() -> None:
    finder = TermFinder(["cure", "HRT"])
    assert "a cure" in finder
    assert "on HRT" in finder
    assert "secure hrt" not in finder
    assert "" not in finder


def test_an_empty_list_finds_nothing() -> None:
    finder = TermFinder([])
    assert list(finder.find("anything")) == []
    assert "anything" not in finder


@pytest.mark.parametrize("term", ["", " ", "-", "\N{NO-BREAK SPACE}"])
def test_a_term_without_a_word_is_refused(term: str) -> None:
    with pytest.raises(ValueError, match="has no word to look for"):
        TermFinder(["cure", term])


LETTERS = f"abcsyéßβœ{LONG_S}"
TERMS = st.lists(
    st.text(f"{LETTERS}ABS '-1%", min_size=1, max_size=5).filter(
        lambda term: term.replace("-", " ").strip()
    ),
    max_size=5,
)
TEXTS = st.text(f"{LETTERS}ABS ''-1%.,(\N{COMBINING ACUTE ACCENT}", max_size=40)


@given(terms=TERMS, text=TEXTS)
@settings(deadline=None, max_examples=300)
def test_every_find_is_a_whole_word(terms: list[str], text: str) -> None:
    end = 0
    for term in TermFinder(terms).find(text):
        assert term.span.start >= end
        end = term.span.end
        words = term.span.of(text)
        assert term.term in terms
        clitic = term.term.casefold().startswith("n't")
        if words[0].isalnum() and term.span.start and not clitic:
            assert not text[term.span.start - 1].isalnum()
        if words[-1].isalnum() and end < len(text):
            assert not text[end].isalnum()


@given(
    terms=TERMS, before=st.sampled_from(["", "(", "x, "]), behind=st.sampled_from(["", ".", " x"])
)
@settings(deadline=None, max_examples=200)
def test_every_term_is_found_where_it_stands_alone(
    terms: list[str], before: str, behind: str
) -> None:
    for term in terms:
        words = " ".join(term.replace("-", " ").split())
        text = f"{before}{words}{behind}"
        assert text in TermFinder([term])


@pytest.mark.parametrize(
    "piece",
    [
        "Turmeric cures diabetes, and HRT is for term7 number3 ",
        "cure",
        "cure ",
        "term1 ",
        "term1 number",
        "é",
        "- ",
        "'",
    ],
)
def test_time_grows_no_faster_than_the_text(piece: str) -> None:
    terms = [f"term{number} number{number % 7}" for number in range(2_000)]
    finder = TermFinder([*terms, "cure", "diabetes", "HRT", "don't"])

    def seconds(length: int) -> float:
        text = piece * (length // len(piece))
        began = time.process_time()
        sum(1 for _ in finder.find(text))
        return time.process_time() - began

    seconds(1_000)  # the engine builds its automaton while it reads
    # Once is enough: another program may be in the way.
    assert any(seconds(1_000_000) < 12 * seconds(250_000) + 0.1 for _ in range(3))


def test_lists_that_others_share_are_found_like_the_own_one() -> None:
    parted = TermFinder(["sore throat"], shared=[["throat", "NAD"], ["sore throats of singers"]])
    whole = TermFinder(["sore throat", "throat", "NAD", "sore throats of singers"])
    text = "A throat, NAD for nad, a sore throat and the sore throats of singers."
    assert list(parted.find(text)) == list(whole.find(text))
    assert [found.term for found in parted.find(text)] == [
        "throat",
        "NAD",
        "sore throat",
        "sore throats of singers",
    ]


def test_a_shared_list_has_words_to_look_for() -> None:
    with pytest.raises(ValueError, match="'-' has no word to look for"):
        TermFinder(["tea"], shared=[["-"]])


def test_texts_are_forgotten_where_they_are_many(monkeypatch: pytest.MonkeyPatch) -> None:
    words = module.words_of("One cure.")
    monkeypatch.setattr(module, "_TEXTS", 1_000_000)
    module.forget()
    assert module.words_of("One cure.") is words
    monkeypatch.setattr(module, "_TEXTS", 0)
    module.forget()
    assert module.words_of("One cure.") is not words
