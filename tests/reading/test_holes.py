"""Where the detector is believed."""

import pytest

from medlint.nlp import Annotator
from medlint.reading.holes import holes, weighed

SURE = 9.0


@pytest.mark.parametrize(
    ("odds", "expected"),
    [
        pytest.param([0.0, 3.0, 0.0], [1], id="above"),
        pytest.param([0.0, 1.9, 0.0], [], id="below"),
        pytest.param([0.0, 3.0, 4.0, 3.5], [2], id="highest-of-near"),
        pytest.param([0.0, 3.0, 0.0, 0.0, 4.0], [1, 4], id="two-apart"),
    ],
)
def test_the_highest_odds_are_holes(odds: list[float], expected: list[int]) -> None:
    assert list(holes(odds, 2.0)) == expected


def believed(annotator: Annotator, text: str) -> float:
    """How much is left of sure odds at the mark, and of no odds elsewhere."""
    place = text.index("|")
    (doc,) = annotator.annotate([text.replace("|", "")])
    at = next(token.i for token in doc if token.idx >= place)
    odds = [SURE if token.i == at else -5.0 for token in doc]
    found = weighed(doc, odds)
    assert all(value < 0 for i, value in enumerate(found) if i != at)
    return found[at]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Ask the |about prices on Monday.", id="a word that wants another"),
        pytest.param("The fall is caused by |.", id="agent"),
        pytest.param("We think that a rise in |can harm us.", id="clause with a subject"),
        pytest.param("Women who live with |can need help.", id="pronoun with its own verb"),
        pytest.param("She told us all about |.", id="behind an adverb"),
        pytest.param("A condition called |rises at night.", id="naming"),
    ],
)
def test_is_believed(annotator: Annotator, text: str) -> None:
    assert believed(annotator, text) >= SURE - 0.01


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("|Ask the nurse on Monday.", id="first word"),
        pytest.param("The ratio is A = |B here.", id="formula"),
        pytest.param("It spells ABC - |a rule.", id="dash"),
        pytest.param("It means |(D)eafness in most.", id="acrostic"),
        pytest.param("He called it &#8220;|good&#8221; once.", id="entity"),
        pytest.param("People from |across the country came.", id="place"),
        pytest.param("Each organ is graded from A |to E.", id="scale"),
        pytest.param("It stays in the bottle right through |to spring.", id="through to"),
        pytest.param("They take it five nights on |and two nights off.", id="on and off"),
        pytest.param("Much of |that can be avoided with sleep.", id="a part of that"),
        pytest.param("In our |experience the gut comes first.", id="owned"),
        pytest.param("Most |can wait for a week.", id="quantity"),
        pytest.param("She gave a reason for this|, and left.", id="pronoun"),
        pytest.param("You will learn to say no|.", id="no"),
        pytest.param("It helps regardless of |who pays.", id="asking"),
        pytest.param("When |is the best time to take it?", id="question"),
        pytest.param("Use rice, beans and|, now and then, peas.", id="parenthesis"),
        pytest.param("Infections of bone and |of skin need weeks.", id="coordination"),
        pytest.param("Your |and your family's history count.", id="possessives"),
        pytest.param("There were cases of |in situ disease.", id="latin"),
        pytest.param("The airway consists of the|:", id="list follows"),
        pytest.param("Each child has a|: 25% chance of it.", id="list goes on"),
    ],
)
def test_is_never_believed(annotator: Annotator, text: str) -> None:
    assert believed(annotator, text) == float("-inf")


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("It cures none, and does not pretend to|, but it is kind.", id="verb meant"),
        pytest.param("The science is in|.", id="particle"),
        pytest.param("You may stop whenever you are willing to|.", id="willing to"),
        pytest.param("Take none unless a doctor told you to|.", id="ellipsis"),
        pytest.param("Here is the post I point people to|.", id="zero relative"),
        pytest.param("It is the node that a tumor drains to|.", id="relative"),
        pytest.param("It is nothing to be afraid of|.", id="infinitive"),
        pytest.param("She feels alone with nobody to talk to|.", id="somebody"),
        pytest.param("The medicines people ask about|, two of them, help.", id="nouns"),
        pytest.param("What will it help me with|, and when?", id="question"),
        pytest.param("They are usually |of normal weight at birth.", id="quality"),
        pytest.param("It shows the use of|, and trust in, such tests.", id="shared object"),
        pytest.param("Women who take |for menopause often rest.", id="content word"),
        pytest.param("It is due before, at the same time as|, or after lunch.", id="as, or after"),
        pytest.param("It is close to, albeit milder than that of|, a cold.", id="second of two"),
        pytest.param("It works within an hour of your |taking this pill.", id="gerund"),
        pytest.param("Drugs it interacts with |include two statins.", id="clause without pronoun"),
        pytest.param("Does anyone else you live with |have a cough?", id="anyone else"),
        pytest.param("If you have a friend close by|, they may help.", id="adverb"),
        pytest.param("Some heal and|, even with the best of care, some do not.", id="inserted"),
        pytest.param("Most have no signs, and |of this group, one in ten dies.", id="of these"),
    ],
)
def test_is_doubted(annotator: Annotator, text: str) -> None:
    assert believed(annotator, text) < SURE
