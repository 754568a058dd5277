"""What a sentence claims, how strongly, and of whom."""

import pytest

from medlint.nlp import Annotator
from medlint.reading.claims import Claim, ClaimReader, Mood, Relation, Strength
from medlint.rules.claims import claim_reader
from medlint.rules.registry import load_rules


@pytest.fixture(scope="module")
def reader() -> ClaimReader:
    return claim_reader(load_rules())


def claim(reader: ClaimReader, annotator: Annotator, text: str, word: str) -> Claim:
    (doc,) = annotator.annotate([text])
    return next(claim for claim in reader.read(doc) if claim.span.of(text) == word)


@pytest.mark.parametrize(
    ("text", "word", "relation", "agent", "target"),
    [
        pytest.param(
            "Turmeric cures diabetes.", "cures", "cure", "Turmeric", "diabetes", id="three nouns"
        ),
        pytest.param(
            "The diet reduces fatigue and reverses ageing.",
            "reverses",
            "cure",
            "The diet",
            "ageing",
            id="coordination",
        ),
        pytest.param(
            "The reversal of insulin resistance is possible.",
            "reversal",
            "cure",
            None,
            "insulin resistance",
            id="nominalisation",
        ),
        pytest.param(
            "The journey to reversing insulin resistance is a personal one.",
            "reversing",
            "cure",
            None,
            "insulin resistance",
            id="gerund",
        ),
        pytest.param(
            "Pain was relieved by the cream.",
            "relieved",
            "treat",
            "the cream",
            "Pain",
            id="passive",
        ),
        pytest.param(
            "Coffee, which prevents dementia, tastes bitter.",
            "prevents",
            "prevent",
            "Coffee",
            "dementia",
            id="relative clause",
        ),
        pytest.param(
            "Maintains natural testosterone production",
            "Maintains",
            "improve",
            None,
            "natural testosterone production",
            id="table cell",
        ),
        pytest.param(
            "Exercise has a clear effect on mood.",
            "effect",
            "change",
            "Exercise",
            "mood",
            id="light verb",
        ),
        pytest.param(
            "Stress contributes substantially to hair loss.",
            "contributes substantially to",
            "cause",
            "Stress",
            "hair loss",
            id="adverb inside",
        ),
        pytest.param(
            "Collagen is effective for joint pain.",
            "effective for",
            "treat",
            "Collagen",
            "joint pain",
            id="state",
        ),
    ],
)
def test_who_does_what_to_what(  # noqa: PLR0913, PLR0917 -- a row of the table
    reader: ClaimReader,
    annotator: Annotator,
    text: str,
    word: str,
    relation: str,
    agent: str | None,
    target: str | None,
) -> None:
    found = claim(reader, annotator, text, word)
    assert found.relation == Relation(relation)
    assert (found.agent.of(text) if found.agent else None) == agent
    assert (found.target.of(text) if found.target else None) == target


@pytest.mark.parametrize(
    ("text", "word", "strength"),
    [
        ("Low iron is linked to restless legs.", "linked to", Strength.ASSOCIATED),
        ("Smokers had a higher risk of stroke than others.", "higher", Strength.ASSOCIATED),
        ("Cholesterol fell and weight decreased.", "decreased", Strength.ASSOCIATED),
        ("Zinc may shorten colds.", "shorten", Strength.CONDITIONAL),
        ("Diabetes can be reversed.", "reversed", Strength.CONDITIONAL),
        ("Vitamin D may ease pain and reverses depression.", "reverses", Strength.CAUSAL),
        ("The drug was shown to reduce strokes.", "reduce", Strength.CAUSAL),
        ("Zinc definitely shortens colds.", "shortens", Strength.CERTAIN),
        ("This tea always prevents colds.", "prevents", Strength.GUARANTEED),
        ("The routine ensures balanced hormones.", "ensures", Strength.GUARANTEED),
        ("The tea never fails to ease pain.", "ease", Strength.GUARANTEED),
    ],
)
def test_one_scale_of_strength(
    reader: ClaimReader, annotator: Annotator, text: str, word: str, strength: Strength
) -> None:
    assert claim(reader, annotator, text, word).strength is strength


@pytest.mark.parametrize(
    ("text", "word", "negated"),
    [
        ("This herb does not cure colds.", "cure", True),
        ("No supplement has been shown to reverse fatty liver.", "reverse", True),
        ("It fails to relieve pain.", "relieve", True),
        ("It no longer relieves pain.", "relieves", True),
        ("It is unlikely to prevent falls.", "prevent", True),
        ("Garlic not only lowers blood pressure, it prevents strokes.", "lowers", False),
        ("We cannot rule out that it prevents cancer.", "prevents", False),
        ("It does not relieve pain, but it prevents falls.", "prevents", False),
    ],
)
def test_denial_has_its_scope(
    reader: ClaimReader, annotator: Annotator, text: str, word: str, *, negated: bool
) -> None:
    assert claim(reader, annotator, text, word).negated is negated


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Researchers hope to cure diabetes.", "cure"),
        ("We need a plan to reduce falls.", "reduce"),
        ("Strategies for reducing falls are taught.", "reducing"),
        ("If the drug lowers pressure, tell us.", "lowers"),
    ],
)
def test_a_wish_is_no_claim(
    reader: ClaimReader, annotator: Annotator, text: str, word: str
) -> None:
    found = claim(reader, annotator, text, word)
    assert (found.mood, found.strength) == (Mood.UNREAL, Strength.NONE)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("The results support earlier findings.", id="evidence about evidence"),
        pytest.param("Healing crystals are sold here.", id="participle of a phrase"),
        pytest.param("Clear-cell carcinoma is rare.", id="part of a name"),
        pytest.param("Older adults met on Monday.", id="nothing compared"),
    ],
)
def test_what_only_looks_like_a_claim(reader: ClaimReader, annotator: Annotator, text: str) -> None:
    (doc,) = annotator.annotate([text])
    assert reader.read(doc) == []


@pytest.mark.parametrize(
    ("text", "word"),
    [
        (
            "In patients, coffee use was associated with less gout and reduced pain.",
            "associated with",
        ),
        ("Tea may soothe, and honey heals wounds.", "heals"),
        ("Further studies are needed to see whether zinc prevents colds.", None),
        ("Zinc prevents colds, and should be tested in future research.", "prevents"),
        ("These results provide further evidence that zinc can prevent colds.", "prevent"),
        ("Missed doses may cause a delay of the recommended check.", "cause"),
        (
            "This study demonstrates that the raised LDL-C/HDL-C ratio predicts poor CVD survival.",
            "predicts",
        ),
        ("Predictors of relapse were age and dose.", "Predictors"),
        ("This gene is involved in regulating blood pressure.", "regulating"),
        ("Rates of asthma vary worldwide.", "vary"),
    ],
)
def test_what_a_sentence_says_in_the_main(
    reader: ClaimReader, annotator: Annotator, text: str, word: str | None
) -> None:
    (doc,) = annotator.annotate([text])
    main = reader.main(doc)
    assert (main.span.of(text) if main else None) == word
