"""What the advice would have a sentence say, and that the rule is content with it."""

import datetime as dt

import pytest

from medlint.document import Format
from medlint.finding import Severity
from medlint.linter import Linter
from medlint.nlp import Annotator
from medlint.reading.rewriting import rewritten
from medlint.rules import registry
from medlint.text import Span

LOADED = registry.load_rules()
QUOTES = "\N{LEFT DOUBLE QUOTATION MARK}\N{RIGHT DOUBLE QUOTATION MARK}"
RULES = ("causal-language", "mechanism-leap", "model-not-stated", "reversal-verb")


def advice(annotator: Annotator, rule: str, text: str) -> list[tuple[Severity, str]]:
    """The severity of each finding, and the sentence that its advice proposes."""
    guards = registry.make_guards(LOADED)
    compiled = registry.compile_rule(LOADED, rule, guards=guards, selected=True)
    linter = Linter((compiled,), annotator, dt.date(2026, 11, 23))
    _, findings = linter.lint(text, path="a.md", format=Format.MARKDOWN)
    return [
        (
            f.severity,
            f.advice.partition("\N{LEFT DOUBLE QUOTATION MARK}")[2].rstrip(
                "\N{RIGHT DOUBLE QUOTATION MARK}"
            ),
        )
        for f in findings
    ]


@pytest.mark.parametrize(
    ("rule", "text", "proposed"),
    [
        (
            "reversal-verb",
            "Turmeric cures diabetes.",
            "Turmeric may help some people with diabetes.",
        ),
        (
            "causal-language",
            "Blue light causes *insomnia* now.",
            "Blue light is linked with insomnia now.",
        ),
        (
            "causal-language",
            "Soft drinks lead to insomnia.",
            "Soft drinks are linked with insomnia.",
        ),
        (
            "causal-language",
            "In the cohort, nuts prevent heart disease [2].",
            "In the cohort, nuts may lower the risk of heart disease [2].",
        ),
        ("model-not-stated", "Cold plunges boost dopamine.", "Cold plunges may boost dopamine."),
        pytest.param("reversal-verb", "This broth heals your gut.", "", id="nobody has your gut"),
        pytest.param("reversal-verb", "Clear your acne for good in a month.", "", id="imperative"),
        pytest.param("reversal-verb", "Arthritis can be cured with this tea.", "", id="passive"),
        pytest.param("reversal-verb", "The journey to reversing gout is long.", "", id="gerund"),
    ],
)
def test_the_sentence_in_words_that_evidence_bears(
    annotator: Annotator, rule: str, text: str, proposed: str
) -> None:
    ((_, said),) = advice(annotator, rule, text)
    assert said == proposed


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_is_content_with_what_it_proposes(annotator: Annotator, rule: str) -> None:
    definition = LOADED.rules[rule].definition
    proposals = [
        (severity, said)
        for example in definition.flags
        for severity, said in advice(annotator, rule, example.source)
        if said
    ]
    assert proposals
    for severity, said in proposals:
        assert all(found.rank < severity.rank for found, _ in advice(annotator, rule, said))


def test_only_the_words_in_question_change() -> None:
    assert (
        rewritten("Tea  cures\nall gout.", (Span(5, 14), "may ease all"))
        == "Tea may ease all gout."
    )
