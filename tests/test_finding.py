"""Findings as data: severities, and the way to JSON and back."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from medlint.finding import (
    Authority,
    Category,
    Confidence,
    Disposition,
    Finding,
    Related,
    Replacement,
    Severity,
    finding_from_json,
    finding_to_json,
)
from medlint.text import LineIndex, Span

SOURCE = "# Title\r\n\nTurmeric \N{PILL} cures\ndiabetes & more.\n"


@pytest.mark.parametrize(
    ("severity", "rank", "softened"),
    [
        (Severity.ERROR, 2, Severity.WARNING),
        (Severity.WARNING, 1, Severity.NOTE),
        (Severity.NOTE, 0, Severity.NOTE),
    ],
)
def test_severities_soften_by_one_step(severity: Severity, rank: int, softened: Severity) -> None:
    assert severity.rank == rank
    assert severity.softened() is softened


FINDING = Finding(
    rule="reversal-verb",
    category=Category.CERTAINTY,
    severity=Severity.ERROR,
    confidence=Confidence.MEDIUM,
    message="'cures diabetes' promises an outcome.",
    advice="Say what changed.",
    span=Span(21, 35),
    excerpt="Turmeric \N{PILL} cures diabetes & more.",
    sentence=Span(10, 43),
    fingerprint="0123456789abcdef0123",
    why="Readers may stop treatment.",
    authority=(Authority("FTC Act", "section 5", 1914, "https://example.org"), Authority("GRADE")),
    related=(Related(Span(10, 18), "named here"),),
    fix=(Replacement(Span(21, 26), "may ease"),),
    fix_is_safe=False,
    disposition=Disposition.SUPPRESSED,
    reason="quoted",
)


def test_json_is_the_contract_to_the_letter() -> None:
    assert finding_to_json(FINDING, LineIndex(SOURCE)) == {
        "rule": "reversal-verb",
        "category": "certainty",
        "severity": "error",
        "confidence": "medium",
        "message": "'cures diabetes' promises an outcome.",
        "advice": "Say what changed.",
        "start": {"offset": 21, "line": 3, "column": 12},
        "end": {"offset": 35, "line": 4, "column": 9},
        "excerpt": "Turmeric \N{PILL} cures diabetes & more.",
        "sentence": {
            "start": {"offset": 10, "line": 3, "column": 1},
            "end": {"offset": 43, "line": 4, "column": 17},
        },
        "fingerprint": "0123456789abcdef0123",
        "disposition": "suppressed",
        "preview": False,
        "reason": "quoted",
        "yields_to": None,
        "why": "Readers may stop treatment.",
        "authority": [
            {
                "title": "FTC Act",
                "section": "section 5",
                "year": 1914,
                "url": "https://example.org",
            },
            {"title": "GRADE"},
        ],
        "related": [
            {
                "start": {"offset": 10, "line": 3, "column": 1},
                "end": {"offset": 18, "line": 3, "column": 9},
                "note": "named here",
            }
        ],
        "fix": [
            {
                "start": {"offset": 21, "line": 3, "column": 12},
                "end": {"offset": 26, "line": 3, "column": 17},
                "text": "may ease",
            }
        ],
        "fix_is_safe": False,
    }


def test_what_is_absent_is_null_or_empty() -> None:
    bare = Finding(
        "a-rule", Category.PAGE, Severity.NOTE, Confidence.LOW, "m", "a", Span(0, 0), "", "f"
    )
    data = finding_to_json(bare, LineIndex(""))
    assert data["reason"] is None
    assert data["sentence"] is None
    assert (data["fix"], data["fix_is_safe"]) == (None, None)
    assert data["related"] == []
    assert data["authority"] == []
    assert data["disposition"] == "reported"


def data_of(**changes: Any) -> dict[str, Any]:
    return {**finding_to_json(FINDING, LineIndex(SOURCE)), **changes}


def test_keys_may_be_added_to_the_contract() -> None:
    place = {"offset": 0, "line": 1, "column": 1, "byte": 0}
    data = data_of(
        location={"part": "body"},
        start=place,
        end=place,
        authority=[{"title": "GRADE", "doi": "10.1/x"}],
        related=[{"start": place, "end": place, "note": "n", "label": "l"}],
    )
    finding = finding_from_json(data)
    assert finding.span == Span(0, 0)
    assert finding.authority == (Authority("GRADE"),)
    assert finding.related == (Related(Span(0, 0), "n"),)


def test_only_the_required_keys_are_required() -> None:
    optional = {
        "preview",
        "yields_to",
        "reason",
        "why",
        "authority",
        "related",
        "fix",
        "sentence",
    } | {"fix_is_safe"}
    data = {key: value for key, value in data_of().items() if key not in optional}
    assert finding_from_json(data).reason is None
    for key in data:
        with pytest.raises(KeyError, match=key):
            finding_from_json({name: value for name, value in data.items() if name != key})


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("category", "medicine"),
        ("severity", "fatal"),
        ("confidence", "certain"),
        ("disposition", "lost"),
        ("end", {"offset": 3, "line": 1, "column": 4}),
    ],
)
def test_values_outside_the_contract_are_refused(key: str, value: object) -> None:
    with pytest.raises(ValueError, match="not"):
        finding_from_json(data_of(**{key: value}))


_WORDS = st.text(max_size=12)
_SPANS = st.tuples(st.integers(0, len(SOURCE)), st.integers(0, len(SOURCE))).map(
    lambda pair: Span(min(pair), max(pair))
)
_FINDINGS = st.builds(
    Finding,
    rule=_WORDS,
    category=st.sampled_from(Category),
    severity=st.sampled_from(Severity),
    confidence=st.sampled_from(Confidence),
    message=_WORDS,
    advice=_WORDS,
    span=_SPANS,
    excerpt=_WORDS,
    fingerprint=_WORDS,
    why=_WORDS,
    authority=st.lists(
        st.builds(
            Authority,
            title=_WORDS,
            section=st.none() | _WORDS,
            year=st.none() | st.integers(1800, 2100),
            url=st.none() | _WORDS,
        ),
        max_size=3,
    ).map(tuple),
    related=st.lists(st.builds(Related, span=_SPANS, note=_WORDS), max_size=3).map(tuple),
    fix=st.lists(st.builds(Replacement, span=_SPANS, text=_WORDS), max_size=3).map(tuple),
    disposition=st.sampled_from(Disposition),
    preview=st.booleans(),
    reason=st.none() | _WORDS,
)


@given(finding=_FINDINGS)
@settings(deadline=None, max_examples=150)
def test_json_and_back_changes_nothing(finding: Finding) -> None:
    printed = json.dumps(finding_to_json(finding, LineIndex(SOURCE)))
    assert finding_from_json(json.loads(printed)) == finding
