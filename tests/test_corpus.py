"""The gold of the corpus points at real places and at rules that the catalogue knows."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

CORPUS = Path(__file__).parents[1] / "corpus"
ARTICLES = ("hormone-clinic-blog.md", "sleep-apnea-guide.html", "turmeric-and-joint-pain.txt")

_SLUGS = """
dropped-term orphan-acronym unfilled-placeholder reversal-verb guarantee absolute-safety
vague-attribution root-cause stop-medication suicide-language crisis-line mojibake-glyph
tooltip-leak remission-term evaluative-certainty class-caveat off-label unsourced-number
relative-risk-alone benefit-without-risk undefined-abbreviation causal-language
error-prone-abbreviation decimal-dose undisclosed-conference-or-preprint weak-source
orphan-reference clinically-proven natural-fallacy prescriptive-dosing consult-clinician
contested-term approval-misuse stigma-substance stigma-diabetes-weight byline-review-date
dose-unit comparative-claim presupposed-efficacy model-not-stated ambiguous-significant
missing-denominator unnamed-side-effects stale-boxed-warning pregnancy-child interaction
stray-caption incomplete-reference hype-lexicon symptom-signpost page-furniture
lookalike-drug uncited-claim mechanism-leap surrogate-outcome single-study risk-format
effect-without-precision null-misread supplement-disclaimer alternatives-missing
testimonial bare-head-noun secondary-or-duplicate-source interest-disclosure
population-overreach accuracy-fact percent-vs-points disease-mongering flattened-structure
"""
CATALOGUE = frozenset(_SLUGS.split())
"""The rules that gold may name, whether or not they exist yet."""
FULLY_MARKED = frozenset(
    {
        "reversal-verb",
        "evaluative-certainty",
        "class-caveat",
        "dropped-term",
        "orphan-acronym",
        "unsourced-number",
    }
)


def gold_of(article: str) -> Path:
    path = CORPUS / article
    return path.with_name(f"{path.stem}.gold.yaml")


def problems(source: str, gold: Mapping[str, Any]) -> Iterator[str]:
    """What is wrong with a gold file: keys, rules, quotes."""
    if set(gold) != {"expected", "silent"}:
        yield f"keys are {sorted(gold)}"
    shapes = {"expected": {"rule", "quote", "sure"}, "silent": {"rule", "quote"}}
    seen = set()
    for part, keys in shapes.items():
        for row in gold.get(part, []):
            if set(row) != keys:
                yield f"{part}: row has the keys {sorted(row)}"
                continue
            rule, quote = row["rule"], row["quote"]
            if rule not in CATALOGUE:
                yield f"unknown rule '{rule}'"
            if source.count(quote) != 1:
                yield f"'{quote}' occurs {source.count(quote)} times"
            if "sure" in row and not isinstance(row["sure"], bool):
                yield f"'{quote}': sure is {row['sure']!r}"
            if (rule, quote) in seen:
                yield f"'{quote}' is marked twice for {rule}"
            seen.add((rule, quote))


@pytest.mark.parametrize("article", ARTICLES)
def test_gold_points_at_real_places(article: str) -> None:
    source = (CORPUS / article).read_text("utf-8")
    gold = yaml.safe_load(gold_of(article).read_text("utf-8"))
    assert list(problems(source, gold)) == []


def test_every_article_has_its_gold_and_every_gold_its_article() -> None:
    files = {path.name for path in CORPUS.iterdir()} - {"README.md"}
    assert files == {*ARTICLES, *(gold_of(article).name for article in ARTICLES)}


@pytest.mark.parametrize("article", ARTICLES)
def test_expected_and_silent_places_of_a_rule_do_not_overlap(article: str) -> None:
    source = (CORPUS / article).read_text("utf-8")
    gold = yaml.safe_load(gold_of(article).read_text("utf-8"))
    clashes = [
        (wanted["quote"], silent["quote"])
        for wanted in gold["expected"]
        for silent in gold["silent"]
        if wanted["rule"] == silent["rule"]
        and source.index(wanted["quote"]) < source.index(silent["quote"]) + len(silent["quote"])
        and source.index(silent["quote"]) < source.index(wanted["quote"]) + len(wanted["quote"])
    ]
    assert clashes == []


def test_the_corpus_exercises_every_fully_marked_rule_both_ways() -> None:
    gold = [yaml.safe_load(gold_of(article).read_text("utf-8")) for article in ARTICLES]
    assert {row["rule"] for part in gold for row in part["expected"] if row["sure"]} >= FULLY_MARKED
    assert {row["rule"] for part in gold for row in part["silent"]} >= FULLY_MARKED


@pytest.mark.parametrize(
    ("gold", "problem"),
    [
        pytest.param(
            {"expected": [{"rule": "reversal-verb", "quote": "heals gout", "sure": True}]},
            "keys are ['expected']",
            id="missing part",
        ),
        pytest.param(
            {"expected": [], "silent": [{"rule": "reversal-verb"}]},
            "silent: row has the keys ['rule']",
            id="missing key",
        ),
        pytest.param(
            {"expected": [], "silent": [{"rule": "cure-all", "quote": "heals gout"}]},
            "unknown rule 'cure-all'",
            id="unknown rule",
        ),
        pytest.param(
            {"expected": [], "silent": [{"rule": "reversal-verb", "quote": "heals lupus"}]},
            "'heals lupus' occurs 0 times",
            id="absent quote",
        ),
        pytest.param(
            {"expected": [], "silent": [{"rule": "reversal-verb", "quote": "tea"}]},
            "'tea' occurs 2 times",
            id="ambiguous quote",
        ),
        pytest.param(
            {
                "expected": [{"rule": "reversal-verb", "quote": "heals gout", "sure": "yes"}],
                "silent": [],
            },
            "'heals gout': sure is 'yes'",
            id="sure is no boolean",
        ),
        pytest.param(
            {
                "expected": [{"rule": "reversal-verb", "quote": "heals gout", "sure": True}],
                "silent": [{"rule": "reversal-verb", "quote": "heals gout"}],
            },
            "'heals gout' is marked twice for reversal-verb",
            id="marked twice",
        ),
    ],
)
def test_a_faulty_gold_is_found_out(gold: dict[str, Any], problem: str) -> None:
    assert list(problems("Green tea heals gout. So does black tea.", gold)) == [problem]
