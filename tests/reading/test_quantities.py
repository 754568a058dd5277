"""Which numbers state a result, and which only look so."""

import time
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc
from spacy.vocab import Vocab

from medlint.nlp import Annotator
from medlint.reading.quantities import Quantity, quantities

Read = Callable[[str], tuple[Quantity, ...]]


@pytest.fixture(scope="module")
def read(annotator: Annotator) -> Read:
    return lambda text: quantities(text, lambda: annotator.annotate([text])[0])


@pytest.mark.parametrize(
    ("text", "stated"),
    [
        ("Nearly 40% of women stop within a year.", ["share 40%"]),
        ("About 20-30% of patients relapse.", ["share 20-30%"]),
        ("Some 40 percent of them improved.", ["share 40 percent"]),
        ("Up to 12.5 % of adults over 65 snore.", ["share 12.5 %"]),
        ("Alcohol harms many and accounts for 18.5% of deaths.", ["share 18.5%"]),
        ("It is 30% more effective.", ["change 30%"]),
        ("It prevents one stroke for every 50 people treated.", ["ratio one stroke for every 50"]),
        ("It reduces the risk of a stroke by 25%.", ["change 25%"]),
        ("Risk fell by up to 40 %.", ["change 40 %"]),
        ("The survival rate was 85%.", ["share 85%"]),
        ("1 in 5 adults snore.", ["ratio 1 in 5"]),
        ("It helps one in three people.", ["ratio one in three"]),
        ("5 out of 10 doctors agree.", ["ratio 5 out of 10"]),
        ("Half of all patients recover.", ["ratio Half"]),
        ("Half of those with a cold cough.", ["ratio Half"]),
        ("Diagnoses have tripled in a decade.", ["fold tripled"]),
        ("Hormone levels halve between 40 and 60.", ["fold halve"]),
        ("We make 1.5% less of it a year, which means that it runs out.", ["change 1.5%"]),
        ("Two-thirds of women had it.", ["ratio Two-thirds"]),
        ("There was a 3-fold increase.", ["fold 3-fold"]),
        ("They are twice as likely to fall.", ["fold twice as likely"]),
        ("Three times more people fell.", ["fold Three times more"]),
        ("A review of 22 trials found it.", ["studies 22 trials"]),
        ("Seven studies found it.", ["studies Seven studies"]),
        ("It was shown in a trial of 120 people.", ["count 120 people"]),
        ("It affects 2 million Americans.", ["count 2 million Americans"]),
        ("It affects hundreds of people.", ["count hundreds of people"]),
        ("The odds ratio was 1.5.", ["effect odds ratio was 1.5"]),
        ("It was lower (HR 0.75).", ["effect HR 0.75"]),
        ("It differed (p < 0.05).", ["effect p < 0.05"]),
        (
            "40% of women and 1 in 5 men had it.",
            ["share 40%", "ratio 1 in 5"],
        ),
    ],
)
def test_statistics(read: Read, text: str, stated: list[str]) -> None:
    assert [f"{quantity.kind} {quantity.span.of(text)}" for quantity in read(text)] == stated


@pytest.mark.parametrize(
    "text",
    [
        "Use a 5% cream twice a day.",
        "A severe case (meaning more than 20% of the skin) is treated in hospital.",
        "Aim to reduce your weight by 7 to 10 percent over six months.",
        "Losing weight by 1 to 2 pounds a week is safe.",
        "Gluten-free food has fewer than 20 parts per million of gluten.",
        "Eat 14 grams of fibre per 1,000 calories.",
        "They counted them in 2012.1 People with it are at risk.",
        "Keep HbA1c below 7%.",
        "below 5.7%",
        "5.7% to 6.4%",
        "No vaccine is 100 per cent effective.",
        "In times of strong stress you can double this.",
        "Mean pulse before and after 12 weeks.",
        "He doubled over in pain, and the cell halved in two.",
        "For the first week, halve the tablet.",
        "Half the adult amount is enough.",
        "A larger trial, with 9,000 participants, will count strokes.",
        "A sensitivity of 90% means that 90 of 100 ill people test positive.",
        "Take 500 mg daily.",
        "It rose in 2019.",
        "It rose from 1 in 2020.",
        "Adults aged 50 to 75 are screened every 2 years.",
        "GLUT4 moves to the membrane in type 2 diabetes.",
        "Vitamin B12 and omega-3 are in fish.",
        "Do it 3 in 10 minutes.",
        "Wash with 70% isopropyl alcohol.",
        "Here are 5 tips for women over 40.",
        "A discount of 10% is given.",
        "It holds 50% of your daily value of calories.",
        "hr 0.75 and or 1.5",
        "A level of 6.5 percent or above means diabetes.",
        "It shows your average level over the past 3 months.",
        "No number at all.",
        "",
    ],
)
def test_numbers_that_state_nothing(read: Read, text: str) -> None:
    assert read(text) == ()


@given(
    text=st.lists(
        st.sampled_from(
            [
                "40%",
                "1",
                "in",
                "5",
                "of",
                "women",
                "two",
                "half",
                "times",
                "more",
                "trials",
                "-",
                ",",
            ]
        ),
        max_size=20,
    ).map(" ".join)
)
@settings(deadline=None, max_examples=200)
def test_statistics_are_in_order_and_disjoint(read: Read, text: str) -> None:
    end = 0
    for quantity in read(text):
        assert end <= quantity.span.start < quantity.span.end <= len(text)
        assert quantity.span.of(text).strip() == quantity.span.of(text)
        end = quantity.span.end


@pytest.mark.parametrize(
    "piece",
    ["1", "1,", "1 ", "40% ", "1 in ", "two ", "a-b-c ", "risk ", "rose by ", "40% of women ", "%"],
)
def test_time_grows_no_faster_than_the_text(piece: str) -> None:
    def seconds(length: int) -> float:
        text = piece * (length // len(piece))
        doc = Doc(Vocab(), words=text.split() or ["."])
        began = time.process_time()
        quantities(text, lambda: doc)
        return time.process_time() - began

    seconds(1_000)
    # Once is enough: another program may be in the way.
    assert any(seconds(100_000) < 12 * seconds(25_000) + 0.2 for _ in range(3))
