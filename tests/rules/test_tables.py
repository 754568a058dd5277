"""The shipped tables are sound: what the loader cannot know of medicine and of house style."""

import datetime as dt
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from medlint.reading.abbreviations import uses

RULES = Path(__file__).parents[2] / "rules"
TERM_TABLES = sorted((RULES / "_terms").glob("*.yaml"), key=lambda path: path.name)
THERAPY_TABLES = sorted((RULES / "_knowledge").glob("therap*.yaml"), key=lambda path: path.name)
CAPITALS_ALLOWED = frozenset({"abbreviations-known"})
NAMES = frozenset({"iPLEDGE"})
"""Stems that are proper names and keep their capitals."""


def is_name(word: str) -> bool:
    """Whether a word keeps its capitals: a proper name, or letters that stand for words."""
    return word in NAMES or (word[:1].isupper() and sum(map(str.isupper, word)) > 1)


def load(path: Path) -> Any:
    return yaml.safe_load(path.read_text("utf-8"))


def word_problems(words: object, *, lower: bool) -> Iterator[str]:
    """What is wrong with a list of words: types, white space, case, duplicates."""
    if not isinstance(words, list) or not words:
        yield "no list of words"
        return
    seen = set()
    for word in words:
        if not isinstance(word, str):
            yield f"{word!r} is no text"
            continue
        if word != " ".join(word.split()) or not word:
            yield f"{word!r} has stray white space"
        if lower and any(part != part.lower() for part in word.split() if not is_name(part)):
            yield f"'{word}' is not in lower case"
        if word in seen:
            yield f"'{word}' stands twice"
        seen.add(word)


def term_table_problems(stem: str, table: Mapping[str, Any]) -> Iterator[str]:
    """What is wrong with a table of terms."""
    if table.get("id") != stem:
        yield f"the id is {table.get('id')!r}"
    for key in ("summary", "source"):
        if not str(table.get(key) or "").strip():
            yield f"no {key}"
    if not isinstance(table.get("as_of"), dt.date):
        yield "as_of is no date"
    yield from word_problems(table.get("terms"), lower=stem not in CAPITALS_ALLOWED)


def therapy_problems(table: Mapping[str, Any]) -> Iterator[str]:
    """What is wrong with a table of therapies."""
    if "extends" not in table:
        for key in ("therapy_cues", "caveat_contexts", "benefit_contexts"):
            for problem in word_problems(table.get(key), lower=True):
                yield f"{key}: {problem}"
    shared = load(RULES / "_knowledge" / "therapy-classes.yaml")["shared_caveats"]
    shared = table.get("shared_caveats", shared)
    for name, words in shared.items():
        for problem in word_problems(words, lower=True):
            yield f"{name}: {problem}"
    ids = [row["id"] for row in table["classes"]]
    for twice in sorted({row_id for row_id in ids if ids.count(row_id) > 1}):
        yield f"the id {twice} stands twice"
    for row in table["classes"]:
        for problem in class_problems(row, shared):
            yield f"{row['id']}: {problem}"


def class_problems(row: Mapping[str, Any], shared: Mapping[str, Any]) -> Iterator[str]:
    """What is wrong with one class of therapies."""
    label = row.get("label") or ""
    if not label or label != label.strip() or not label[0].isupper() or label.endswith((")", ".")):
        yield f"the label {label!r} does not open a message"
    for problem in word_problems(row.get("triggers"), lower=False):
        yield f"triggers: {problem}"
    for key in ("not_triggers", "unless"):
        for problem in word_problems(row[key], lower=False) if key in row else ():
            yield f"{key}: {problem}"
    if row.get("context", "any") not in {"therapy", "any"}:
        yield f"context is {row.get('context')!r}"
    yield from source_problems(row)
    caveats = row.get("caveats") or []
    need = row.get("need", "all")
    if need != "all" and not (isinstance(need, int) and 1 <= need <= len(caveats)):
        yield f"needs {need!r} of {len(caveats)} caveats"
    caveat_ids = [caveat["id"] for caveat in caveats]
    if len(set(caveat_ids)) != len(caveat_ids):
        yield "a caveat's id stands twice"
    for caveat in caveats:
        yield from caveat_problems(caveat, shared)


def caveat_problems(caveat: Mapping[str, Any], shared: Mapping[str, Any]) -> Iterator[str]:
    """What is wrong with one caveat of a class."""
    if not str(caveat.get("label") or "").strip():
        yield f"the caveat {caveat['id']} has no label"
    if "ref" not in caveat and "any_of" not in caveat:
        yield f"the caveat {caveat['id']} has neither any_of nor ref"
    if "ref" in caveat and caveat["ref"] not in shared:
        yield f"the caveat {caveat['id']} refers to {caveat['ref']}, which does not exist"
    if "any_of" in caveat:
        for problem in word_problems(caveat["any_of"], lower=True):
            yield f"{caveat['id']}: {problem}"


def source_problems(row: Mapping[str, Any]) -> Iterator[str]:
    """What is wrong with the sources of a class, and with the severity that rests on them."""
    sources = row.get("sources") or []
    if not sources:
        yield "no source"
    for source in sources:
        if not source.get("org") or not source.get("title"):
            yield "a source without organisation or title"
        if source.get("basis") not in {"primary", "secondary", "none"}:
            yield f"basis is {source.get('basis')!r}"
        if not str(source.get("url", "https://")).startswith(("https://", "http://www.fda.gov/")):
            yield f"the address {source['url']} is none"
    covered = row.get("verified") is True and any(s.get("basis") == "primary" for s in sources)
    if row.get("severity") == "error" and not covered:
        yield "error without a verified primary source"


def a_class(**changes: object) -> dict[str, Any]:
    row: dict[str, Any] = {
        "id": "tea",
        "label": "Tea therapy",
        "triggers": ["green tea"],
        "context": "any",
        "severity": "error",
        "need": "all",
        "caveats": [{"id": "sleep", "label": "lost sleep", "any_of": ["sleepless"]}],
        "verified": True,
        "sources": [{"org": "FDA", "title": "Tea", "basis": "primary"}],
    }
    return row | changes


def a_table(*rows: dict[str, Any], **changes: object) -> dict[str, Any]:
    table: dict[str, Any] = {
        "therapy_cues": ["dose"],
        "caveat_contexts": ["risk"],
        "benefit_contexts": ["improv"],
        "shared_caveats": {"pregnancy": ["pregnan"]},
        "classes": list(rows) or [a_class()],
    }
    return table | changes


@pytest.mark.parametrize("path", TERM_TABLES, ids=lambda path: path.stem)
def test_term_table(path: Path) -> None:
    assert list(term_table_problems(path.stem, load(path))) == []


@pytest.mark.parametrize("path", THERAPY_TABLES, ids=lambda path: path.stem)
def test_therapy_classes(path: Path) -> None:
    assert list(therapy_problems(load(path))) == []


@pytest.mark.parametrize(
    ("table", "least"),
    [
        ("conditions", 450),
        ("symptoms", 200),
        ("reversal-verbs", 40),
        ("reversal-nouns", 15),
        ("health-outcomes", 100),
    ],
)
def test_term_table_is_no_stub(table: str, least: int) -> None:
    assert len(load(RULES / "_terms" / f"{table}.yaml")["terms"]) >= least


def test_every_abbreviation_can_be_met() -> None:
    rule = load(RULES / "language" / "undefined-abbreviation.yaml")
    known = load(RULES / "_terms" / "abbreviations-known.yaml")["terms"]
    expanded = list(rule["match"]["expansions"])
    unmet = [
        letters
        for letters in [*known, *expanded]
        if [use.letters for use in uses(f"The {letters} is high.")] != [letters]
    ]
    assert unmet == []
    assert not set(known) & set(expanded)


def test_conditions_symptoms_and_outcomes_are_apart() -> None:
    tables = [
        set(load(RULES / "_terms" / f"{name}.yaml")["terms"])
        for name in ("conditions", "symptoms", "health-outcomes")
    ]
    conditions, symptoms, outcomes = tables
    assert conditions & symptoms == set()
    assert conditions & outcomes == set()
    assert symptoms & outcomes == set()


@pytest.mark.parametrize("word", ["cold", "aids", "shock", "burn", "cut", "boil", "clot"])
def test_words_with_another_everyday_sense_are_no_conditions(word: str) -> None:
    assert word not in load(RULES / "_terms" / "conditions.yaml")["terms"]


@pytest.mark.parametrize(
    "stem",
    [
        "uti",
        "hypo",
        "clot",
        "heart",
        "units",
        "gp",
        "die",
        "ear",
        "sun",
        "red",
        "ill",
        "dry",
        "thin",
        "fall",
        "nose",
        "gum",
        "fire",
        "mask",
        "tear",
    ],
)
def test_stems_that_begin_innocent_words_are_not_used(stem: str) -> None:
    tables = [load(path) for path in THERAPY_TABLES]
    caveats = [c for table in tables for row in table["classes"] for c in row["caveats"]]
    shared = [words for table in tables for words in table.get("shared_caveats", {}).values()]
    lists = [*shared, *(c.get("any_of", []) for c in caveats)]
    assert not any(stem in words for words in lists)


def test_the_tables_are_no_stub() -> None:
    rows = [row for path in THERAPY_TABLES for row in load(path)["classes"]]
    assert len({row["id"] for row in rows}) == len(rows)
    assert len(rows) >= 240
    assert len({name for row in rows for name in row["triggers"]}) >= 1600


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        pytest.param({"id": "coffee"}, "the id is 'coffee'", id="id is not the file's name"),
        pytest.param({"summary": " "}, "no summary", id="empty summary"),
        pytest.param({"source": None}, "no source", id="no source"),
        pytest.param({"as_of": "2026"}, "as_of is no date", id="as_of is text"),
        pytest.param({"terms": []}, "no list of words", id="no terms"),
        pytest.param({"terms": ["mint", "mint"]}, "'mint' stands twice", id="duplicate"),
        pytest.param({"terms": ["mint "]}, "'mint ' has stray white space", id="white space"),
        pytest.param(
            {"terms": ["red  bush"]}, "'red  bush' has stray white space", id="two blanks"
        ),
        pytest.param({"terms": ["Mint"]}, "'Mint' is not in lower case", id="capital"),
        pytest.param({"terms": [False]}, "False is no text", id="a bare no"),
    ],
)
def test_a_faulty_term_table_is_found_out(changes: dict[str, Any], problem: str) -> None:
    sound: dict[str, Any] = {
        "id": "tea",
        "summary": "Teas.",
        "source": "Written here.",
        "as_of": dt.date(2026, 11, 22),
        "terms": ["mint"],
    }
    assert list(term_table_problems("tea", sound)) == []
    assert list(term_table_problems("tea", sound | changes)) == [problem]


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        pytest.param({"label": "tea"}, "the label 'tea' does not open a message", id="lower case"),
        pytest.param(
            {"label": "Tea (green)"},
            "the label 'Tea (green)' does not open a message",
            id="parenthesis at the end",
        ),
        pytest.param({"triggers": []}, "triggers: no list of words", id="no trigger"),
        pytest.param({"unless": ["a", "a"]}, "unless: 'a' stands twice", id="duplicate in unless"),
        pytest.param({"context": "tea"}, "context is 'tea'", id="unknown context"),
        pytest.param({"need": 2}, "needs 2 of 1 caveats", id="needs too many"),
        pytest.param({"need": 0}, "needs 0 of 1 caveats", id="needs none"),
        pytest.param({"sources": [], "severity": "note"}, "no source", id="no source"),
        pytest.param(
            {"verified": False}, "error without a verified primary source", id="unverified"
        ),
        pytest.param(
            {"sources": [{"org": "FDA", "title": "Tea", "basis": "secondary"}]},
            "error without a verified primary source",
            id="secondary source",
        ),
        pytest.param(
            {"sources": [{"org": "FDA", "basis": "primary"}]},
            "a source without organisation or title",
            id="source without title",
        ),
        pytest.param(
            {"sources": [{"org": "FDA", "title": "Tea", "basis": "heard"}], "severity": "note"},
            "basis is 'heard'",
            id="unknown basis",
        ),
        pytest.param(
            {"sources": [{"org": "A", "title": "B", "basis": "primary", "url": "fda.gov"}]},
            "the address fda.gov is none",
            id="address without scheme",
        ),
        pytest.param(
            {"caveats": [{"id": "sleep", "any_of": ["sleepless"]}]},
            "the caveat sleep has no label",
            id="caveat without label",
        ),
        pytest.param(
            {"caveats": [{"id": "sleep", "label": "sleep"}]},
            "the caveat sleep has neither any_of nor ref",
            id="caveat without words",
        ),
        pytest.param(
            {"caveats": [{"id": "sleep", "label": "sleep", "ref": "dreams"}]},
            "the caveat sleep refers to dreams, which does not exist",
            id="dangling ref",
        ),
        pytest.param(
            {"caveats": [{"id": "sleep", "label": "sleep", "any_of": ["Sleepless"]}]},
            "sleep: 'Sleepless' is not in lower case",
            id="stem with a capital",
        ),
        pytest.param(
            {"caveats": [{"id": "a", "label": "a", "any_of": ["x"]}] * 2},
            "a caveat's id stands twice",
            id="caveat id twice",
        ),
    ],
)
def test_a_faulty_class_is_found_out(changes: dict[str, Any], problem: str) -> None:
    assert list(therapy_problems(a_table(a_class()))) == []
    assert list(therapy_problems(a_table(a_class(**changes)))) == [f"tea: {problem}"]


@pytest.mark.parametrize(
    ("table", "problem"),
    [
        pytest.param(a_table(a_class(), a_class()), "the id tea stands twice", id="id twice"),
        pytest.param(
            a_table(therapy_cues=["Dose"]),
            "therapy_cues: 'Dose' is not in lower case",
            id="cue with a capital",
        ),
        pytest.param(
            a_table(shared_caveats={"pregnancy": ["pregnan", "pregnan"]}),
            "pregnancy: 'pregnan' stands twice",
            id="shared stem twice",
        ),
    ],
)
def test_a_faulty_therapy_table_is_found_out(table: dict[str, Any], problem: str) -> None:
    assert list(therapy_problems(table)) == [problem]
