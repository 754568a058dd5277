"""From one document to its findings: places, order, fingerprints, and facts that age."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest

from medlint.document import Format
from medlint.errors import LanguageError
from medlint.finding import Disposition, Finding, Severity
from medlint.linter import Linter
from medlint.nlp import Annotator
from medlint.reading import terms
from medlint.rules import registry

RuleWriter = Callable[..., Path]
TODAY = dt.date(2026, 11, 22)


def linter_of(folder: Path, annotator: Annotator, *rule_ids: str, as_of: dt.date = TODAY) -> Linter:
    loaded = registry.load_rules([folder])
    guards = registry.make_guards(loaded)
    rules = tuple(
        registry.compile_rule(loaded, rule_id, guards=guards, selected=True) for rule_id in rule_ids
    )
    return Linter(rules, annotator, as_of, frozenset(loaded.rules))


@pytest.fixture
def linter(write_rule: RuleWriter, annotator: Annotator) -> Linter:
    """Finds cures and wonders."""
    write_rule("wonder-rule", match={"kind": "phrases", "any_of": ["wonder", "miracle"]})
    folder = write_rule("cure-rule", match={"kind": "phrases", "any_of": ["miracle cure", "cure"]})
    return linter_of(folder, annotator, "wonder-rule", "cure-rule")


def lint(linter: Linter, text: str, path: str = "draft.md") -> list[Finding]:
    _, findings = linter.lint(text, path=path, format=Format.MARKDOWN)
    return findings


def fingerprints(linter: Linter, text: str, path: str = "draft.md") -> list[str]:
    return [finding.fingerprint for finding in lint(linter, text, path)]


SENTENCE = "Turmeric is a cure for *many* things."
TEXT = f"# Roots\n\nGinger is hot. {SENTENCE}\n"


def test_findings_stand_at_their_place_in_the_source(linter: Linter) -> None:
    text = "A **miracle** cure &amp; a\r\nwonder.\r\n"
    assert [(f.rule, f.span.of(text)) for f in lint(linter, text)] == [
        ("wonder-rule", "miracle"),
        ("cure-rule", "miracle** cure"),
        ("wonder-rule", "wonder"),
    ]


def test_findings_are_sorted_by_place_and_then_by_rule(linter: Linter) -> None:
    text = "One wonder, one cure.\n\nA cure.\n\n> No cure.\n\nA miracle cure, a wonder.\n"
    found = lint(linter, text)
    assert [(f.span.of(text), f.rule) for f in found] == [
        ("wonder", "wonder-rule"),
        ("cure", "cure-rule"),
        ("cure", "cure-rule"),
        ("miracle", "wonder-rule"),
        ("miracle cure", "cure-rule"),
        ("wonder", "wonder-rule"),
    ]
    assert [f.span for f in found] == sorted(f.span for f in found)


def test_the_excerpt_is_the_sentence_with_its_white_space_normalised(linter: Linter) -> None:
    (finding,) = lint(linter, "Ginger is hot. It is\n   a   *cure*. More.\n")
    assert finding.excerpt == "It is a cure."


def test_the_document_comes_along(linter: Linter) -> None:
    document, _ = linter.lint(TEXT, path="draft.md", format=Format.MARKDOWN)
    assert (document.path, document.source) == ("draft.md", TEXT)


def test_text_in_another_language_is_refused(linter: Linter) -> None:
    text = "Dieser Text ist nicht auf Englisch geschrieben, sondern auf Deutsch. Das ist so."
    with pytest.raises(LanguageError):
        lint(linter, text)


@pytest.mark.parametrize(
    "changed",
    [
        pytest.param(f"# Roots\n\nNew.\n\nGinger is hot. {SENTENCE}\n", id="a paragraph before"),
        pytest.param(f"# Roots and herbs\n\nGinger burns. {SENTENCE} More.\n", id="around it"),
        pytest.param(f"- {SENTENCE}\n", id="another kind of block"),
        pytest.param(TEXT.replace("a cure for", "a\ncure   for"), id="white space"),
        pytest.param(TEXT.replace("*many*", "**many**"), id="markup"),
        pytest.param(TEXT.replace("\n", "\r\n"), id="line endings"),
    ],
)
def test_a_fingerprint_outlives_edits_elsewhere(linter: Linter, changed: str) -> None:
    (fingerprint,) = fingerprints(linter, TEXT)
    assert len(fingerprint) == 20
    assert fingerprints(linter, changed) == [fingerprint]


@pytest.mark.parametrize(
    ("text", "path"),
    [
        pytest.param(TEXT.replace("many", "all"), "draft.md", id="the sentence"),
        pytest.param(TEXT.replace("Turmeric", "turmeric"), "draft.md", id="a capital"),
        pytest.param(TEXT, "other.md", id="the path"),
    ],
)
def test_a_fingerprint_ends_with_its_sentence(linter: Linter, text: str, path: str) -> None:
    assert fingerprints(linter, text, path) != fingerprints(linter, TEXT)


def test_identical_sentences_are_counted(linter: Linter) -> None:
    once = fingerprints(linter, TEXT)
    twice = fingerprints(linter, f"{TEXT}\nMore.\n\n{SENTENCE}\n")
    assert twice[:1] == once
    assert len(set(twice)) == 2
    assert fingerprints(linter, f"{SENTENCE}\n\n{SENTENCE}\n\n{SENTENCE}\n")[:2] == twice


def test_rules_and_places_in_one_sentence_are_told_apart(linter: Linter) -> None:
    marks = fingerprints(linter, "A wonder, a cure and another cure.")
    assert len(marks) == len(set(marks)) == 3


def test_a_path_that_is_no_unicode_has_a_fingerprint(linter: Linter) -> None:
    assert len(fingerprints(linter, TEXT, "draft-\udcff.md")) == 1


def test_suppressed_findings_keep_their_place_and_their_fingerprint(linter: Linter) -> None:
    comment = "<!-- medlint-ignore-next-line cure-rule: quoted -->"
    (finding,) = lint(linter, f"# Roots\n\n{comment}\nGinger is hot. {SENTENCE}\n")
    assert (finding.disposition, finding.reason) == (Disposition.SUPPRESSED, "quoted")
    assert [finding.fingerprint] == fingerprints(linter, TEXT)


def test_faults_of_directives_are_findings_with_fingerprints(linter: Linter) -> None:
    text = "<!-- medlint-ignore-file no-rule, no-other: why -->\n\nA text without fault.\n"
    first, second = lint(linter, text)
    assert {first.message, second.message} == {
        "There is no rule 'no-rule' to suppress.",
        "There is no rule 'no-other' to suppress.",
    }
    assert first.fingerprint != second.fingerprint
    assert first.span == second.span


def test_a_rule_that_did_not_run_may_be_suppressed(linter: Linter) -> None:
    assert lint(linter, "<!-- medlint-ignore-file reversal-verb: why -->\n\nA text.\n") == []


def row(name: str, *, more: str = "") -> str:
    return (
        f"  - id: {name}\n    label: {name.title()}\n    triggers: [kava]\n    severity: error\n"
        "    caveats:\n"
        "      - {id: liver, label: liver damage, any_of: [liver, hepat]}\n"
        "      - {id: sleepiness, label: sleepiness, any_of: [sleep, drows]}\n"
        f"    verified: true\n    sources: [{{org: FDA, basis: primary}}]\n{more}"
    )


def herbs(folder: Path, *rows: str) -> None:
    (folder / "_knowledge").mkdir(exist_ok=True)
    (folder / "_knowledge" / "herbs.yaml").write_text(
        "id: herbs\nholds: therapies\nsummary: Herbs.\nas_of: 2026-06-01\nreview_after_days: 180\n"
        "jurisdiction: us\ntherapy_cues: [take]\ncaveat_contexts: [risk, can cause]\n"
        f"benefit_contexts: [improv]\nclasses:\n{''.join(rows)}",
        encoding="utf-8",
    )


@pytest.fixture
def caveats(write_rule: RuleWriter) -> Path:
    """A folder with a rule about the harms of one herb."""
    folder = write_rule(
        "herb-caveat",
        category="caveats",
        match={"kind": "required", "therapies": "herbs"},
        message="{class} without: {missing}.",
        advice="Name the harms.",
    )
    herbs(folder, row("kava"))
    return folder


PRAISE = "Kava is a great remedy."


def test_a_finding_about_the_article_names_what_is_missing(
    caveats: Path, annotator: Annotator
) -> None:
    linter = linter_of(caveats, annotator, "herb-caveat")
    (finding,) = lint(linter, f"{PRAISE} {PRAISE}")
    assert finding.message == "Kava without: liver damage, sleepiness."
    assert (finding.severity, finding.span.start, len(finding.span)) == (Severity.ERROR, 0, 4)
    assert lint(linter, f"{PRAISE} It can cause hepatitis and drowsiness.") == []


def test_its_fingerprint_holds_until_another_thing_is_missing(
    caveats: Path, annotator: Annotator
) -> None:
    linter = linter_of(caveats, annotator, "herb-caveat")
    (both,) = fingerprints(linter, PRAISE)
    assert fingerprints(
        linter, f"# Herbs\n\nGinger is hot. Kava is a wonderful remedy, too.\n\n{PRAISE}"
    ) == [both]
    (one,) = fingerprints(linter, f"{PRAISE} It can cause sleepiness.")
    (other,) = fingerprints(linter, f"{PRAISE} It can cause liver damage.")
    assert len({both, one, other}) == 3
    assert fingerprints(linter, PRAISE, "other.md") != [both]


def test_two_classes_of_one_name_are_two_findings(caveats: Path, annotator: Annotator) -> None:
    herbs(caveats, row("kava"), row("sedatives"))
    linter = linter_of(caveats, annotator, "herb-caveat")
    first, second = lint(linter, PRAISE)
    assert {first.message, second.message} == {
        "Kava without: liver damage, sleepiness.",
        "Sedatives without: liver damage, sleepiness.",
    }
    assert first.fingerprint != second.fingerprint


@pytest.mark.parametrize(
    ("as_of", "more", "severity", "note"),
    [
        pytest.param(dt.date(2026, 11, 28), "", "error", "", id="on the last day"),
        pytest.param(
            dt.date(2026, 11, 29),
            "",
            "note",
            " The facts behind this finding were due for review on 2026-11-28.",
            id="a day later",
        ),
        pytest.param(
            dt.date(2026, 7, 2),
            "    review_by: 2026-07-01\n",
            "note",
            " The facts behind this finding were due for review on 2026-07-01.",
            id="a row with a day of its own",
        ),
    ],
)
def test_facts_past_their_review_make_a_note_that_says_so(  # noqa: PLR0913, PLR0917 -- a table's columns
    caveats: Path, annotator: Annotator, as_of: dt.date, more: str, severity: str, note: str
) -> None:
    herbs(caveats, row("kava", more=more))
    linter = linter_of(caveats, annotator, "herb-caveat", as_of=as_of)
    (finding,) = lint(linter, PRAISE)
    assert finding.severity == severity
    assert finding.advice == f"Name the harms.{note}"
    fresh = linter_of(caveats, annotator, "herb-caveat", as_of=dt.date(2026, 6, 2))
    assert [finding.fingerprint] == fingerprints(fresh, PRAISE)


def test_the_order_of_the_rules_changes_nothing(linter: Linter) -> None:
    text = "A miracle cure, a wonder. A cure.\n\nA miracle.\n"
    reversed_ = Linter(linter.rules[::-1], linter.annotator, linter.as_of, linter.known)
    assert lint(linter, text) == lint(reversed_, text)


def test_what_was_taken_apart_of_many_articles_is_not_kept(
    linter: Linter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(terms, "_TEXTS", 0)
    words = terms.words_of("A sentence of another article.")
    lint(linter, TEXT)
    assert terms.words_of("A sentence of another article.") is not words
