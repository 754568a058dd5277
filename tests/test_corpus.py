"""The corpus is whole: every article has its gold, and what is marked exercises the rules."""

from collections import Counter
from pathlib import Path

import pytest
import yaml

from medlint.evaluation import corpus, gold
from medlint.evaluation.annotated import Annotated, Kind, Split
from medlint.rules import loader, sources

ROOT = Path(__file__).parents[1]
CORPUS = ROOT / "corpus"
GOLD = sorted(CORPUS.rglob(f"*{gold.GOLD}"))
OTHERS = {
    "statistics.jsonl",
    "sourcing.jsonl",
    "arithmetic.jsonl",
    "language.jsonl",
    "wordings.jsonl",
}  # tested elsewhere
DATA = {gold.CATALOGUE, gold.CLAIMS, "README.md", *OTHERS}


@pytest.fixture(scope="module")
def texts() -> list[Annotated]:
    """Every annotated text of the corpus; reading them checks them against their articles."""
    return corpus.discover([str(CORPUS)])


@pytest.fixture(scope="module")
def fully_marked() -> set[str]:
    names: list[str] = yaml.safe_load((CORPUS / gold.CATALOGUE).read_text("utf-8"))["fully_marked"]
    return set(names)


@pytest.mark.parametrize("place", [pytest.param(path, id=path.name) for path in GOLD])
def test_gold_points_at_real_places_and_at_rules_of_the_catalogue(place: Path) -> None:
    annotated = gold.read_gold(place)
    assert all(mark.span.of(annotated.source) for mark in annotated.expected + annotated.silent)


def test_every_article_has_its_gold_and_every_gold_its_article() -> None:
    files = {path for path in CORPUS.rglob("*") if path.is_file() and path.name not in DATA}
    articles = {path for path in files if not path.name.endswith(gold.GOLD)}
    assert articles == {Path(gold.read_gold(place).path) for place in GOLD}
    assert {gold.gold_beside(article) for article in articles} == set(GOLD)


def test_an_article_lies_in_the_folder_of_its_split() -> None:
    for place in GOLD:
        folder = place.parent.name if place.parent != CORPUS else "dev"
        assert gold.read_gold(place).split == folder, place.name


def test_no_article_is_in_the_corpus_twice() -> None:
    assert [
        name for name, times in Counter(place.name for place in GOLD).items() if times > 1
    ] == []


def test_every_kind_of_article_is_in_every_split(texts: list[Annotated]) -> None:
    found = {(text.split, text.kind) for text in texts if text.split is not Split.CLAIMS}
    assert found == {(split, kind) for split in (Split.DEV, Split.TEST) for kind in Kind}


@pytest.mark.parametrize("split", [Split.DEV, Split.TEST])
def test_a_split_exercises_every_fully_marked_rule_both_ways(
    texts: list[Annotated], fully_marked: set[str], split: Split
) -> None:
    inside = [text for text in texts if text.split is split]
    assert {mark.rule for text in inside for mark in text.expected if mark.sure} >= fully_marked
    assert {mark.rule for text in inside for mark in text.silent} >= fully_marked


def test_careful_and_treacherous_articles_are_mostly_silent(texts: list[Annotated]) -> None:
    sure = Counter(text.kind for text in texts for mark in text.expected if mark.sure)
    assert sure[Kind.CAREFUL] + sure[Kind.TREACHEROUS] < sure[Kind.FLAWED] / 10


def test_half_of_the_labelled_sentences_are_look_alikes(texts: list[Annotated]) -> None:
    claims = [text for text in texts if text.split is Split.CLAIMS]
    assert Counter(claim.kind for claim in claims) == {"claim": 100, "look-alike": 100}
    assert all(bool(claim.expected) == (claim.kind == "claim") for claim in claims)
    assert len({claim.source for claim in claims}) == 200


def test_the_catalogue_knows_every_rule_that_is_written() -> None:
    catalogue = yaml.safe_load((CORPUS / gold.CATALOGUE).read_text("utf-8"))
    assert set(loader.load([sources.bundled_folder()]).rules) <= set(catalogue["rules"])
    assert catalogue["rules"] == sorted(catalogue["rules"])
