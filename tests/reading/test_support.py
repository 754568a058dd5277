"""Which entry of a list is taken for the source of a statement, and why."""

from pathlib import Path

import pytest

from medlint.document import Format
from medlint.parsing import parse
from medlint.reading.references import references
from medlint.reading.support import Shelf

DESIRE = (
    "Hale A, Brook C. Testosterone for low desire in women: a systematic review. J D 2019;7:75."
)
ACNE = "Moor D. Acne in women treated with testosterone. Skin Lett 2017;3:12-18."
BONE = "Stone E. Testosterone and bone in older men: a meta-analysis. J Bone 2018;1:2-9."
NAPS = "Reed F. Daytime naps and memory: a meta-analysis of 9 trials. Sleep Lett 2020;2:1-8."
NAPS_MORE = "Ash G. Naps and memory: a meta-analysis of 31 trials. J Rest 2022;5:3-9."
COHORT = "Ode H. Daytime naps and blood pressure: a cohort study. Heart Lett 2016;9:30-39."
TEA = "Pine J. Green tea and weight in mice. J Tea 2015;4:4-9."
CHILDREN = "Vale K. Iron drops and anaemia in infants. J Iron 2014;2:2-5."


def supported(statement: str, *entries: str, context: str = "") -> list[str]:
    """The labels of the entries that are proposed."""
    return [one.reference.label for one in shelf(*entries).supporting(statement, context)]


def shelf(*entries: str) -> Shelf:
    listed = "\n".join(f"{number}. {entry}" for number, entry in enumerate(entries, start=1))
    source = f"It fell [1].\n\n## References\n\n{listed}\n"
    document = parse(source, path=str(Path("x")), format=Format.MARKDOWN)
    return Shelf(references(document.blocks, document))


@pytest.mark.parametrize(
    ("statement", "entries", "labels"),
    [
        pytest.param(
            "A meta-analysis of 17 randomized controlled trials found more desire.",
            (ACNE, DESIRE, TEA),
            ["2"],
            id="the design of the study",
        ),
        pytest.param("About 12% of women had acne.", (DESIRE, ACNE), ["2"], id="a rare word"),
        pytest.param(
            "Across 31 trials, people who took naps had a better memory.",
            (NAPS, NAPS_MORE, COHORT),
            ["2"],
            id="how many trials were pooled",
        ),
        pytest.param(
            "In the cohort, 8% of those who took daytime naps had high blood pressure.",
            (NAPS, COHORT),
            ["2"],
            id="another design is ruled out",
        ),
        pytest.param(
            "A 2022 meta-analysis found that naps helped memory in 40% of adults.",
            (NAPS, NAPS_MORE),
            ["2"],
            id="the year of the study",
        ),
    ],
)
def test_proposes_the_entry_that_shares_most(
    statement: str, entries: tuple[str, ...], labels: list[str]
) -> None:
    assert supported(statement, *entries) == labels


@pytest.mark.parametrize(
    ("statement", "entries"),
    [
        pytest.param("Snoring keeps 30% of teachers awake.", (DESIRE, NAPS), id="another subject"),
        pytest.param("Of the women, 30% had more testosterone.", (BONE,), id="other people"),
        pytest.param("Green tea lowered weight in 30% of women.", (TEA,), id="an animal study"),
        pytest.param(
            "Anaemia was cured by iron in 30% of men.", (CHILDREN,), id="a study of infants"
        ),
        pytest.param(
            "In 2021, naps improved the memory of 30% of adults.", (NAPS,), id="an earlier year"
        ),
        pytest.param(
            "Of the patients, 30% were better.", (DESIRE, ACNE, BONE), id="no word to go by"
        ),
        pytest.param("About 30% slept longer.", (), id="an empty list"),
    ],
)
def test_proposes_nothing_where_no_entry_fits(statement: str, entries: tuple[str, ...]) -> None:
    assert supported(statement, *entries) == []


def test_names_those_that_fit_equally_well() -> None:
    twin = NAPS.replace("Reed F", "Lake L").replace("2:1-8", "2:9-15")
    statement = "Daytime naps improved memory in 40% of adults, a meta-analysis of 9 trials found."
    assert supported(statement, NAPS, twin, TEA) == ["1", "2"]


def test_many_that_fit_equally_well_are_no_answer() -> None:
    entries = [ACNE.replace("Moor", name) for name in ("Moor", "Ash", "Lake", "Pine")]
    assert supported("About 12% of women on testosterone had acne.", *entries) == []


def test_the_heading_says_what_a_sentence_is_about() -> None:
    entries = (ACNE, "Reef M. Acne in women with ovarian cysts. Skin 2018;1:5.", TEA, NAPS)
    statement = "After a year, 12% of the women had acne."
    assert supported(statement, *entries) == []  # two of them name acne
    assert supported(statement, *entries, context="Side effects of testosterone") == ["1"]


def test_says_why() -> None:
    statement = "A 2019 meta-analysis of 17 trials found that testosterone raised desire in women."
    (found,) = shelf(DESIRE, ACNE).supporting(statement)
    assert found.reasons == (
        "its title says meta-analysis, names desire and testosterone and is about women",
        "it is of 2019",
    )
