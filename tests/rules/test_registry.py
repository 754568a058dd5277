"""Rules made ready: which ones run, what they are made of, how severe they are."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest

from medlint.document import Format
from medlint.errors import RuleError, UsageError
from medlint.finding import Authority, Finding, Severity
from medlint.linter import Linter
from medlint.nlp import Annotator
from medlint.rules import loader, registry
from medlint.rules.loader import RuleSet
from medlint.rules.names import known_rule

RuleWriter = Callable[..., Path]
Lint = Callable[..., list[Finding]]

CERTAINTY = ["evaluative-certainty", "reversal-verb"]
"""The bundled rules of one category, as the tests below know them."""


@pytest.fixture(scope="module")
def bundled() -> RuleSet:
    loaded = registry.load_rules()
    return RuleSet(
        {
            rule_id: rule
            for rule_id, rule in loaded.rules.items()
            if rule_id in {*CERTAINTY, "class-caveat", "dropped-term", "unsourced-number"}
        }
    )


def chosen(loaded: RuleSet, select: list[str], ignore: list[str]) -> list[str]:
    return [rule_id for rule_id, _ in registry.select(loaded, chosen=select, ignored=ignore)]


@pytest.mark.parametrize(
    ("select", "ignore", "ids"),
    [
        pytest.param(
            [],
            [],
            ["class-caveat", *CERTAINTY[:1], "dropped-term", *CERTAINTY[1:], "unsourced-number"],
            id="all",
        ),
        pytest.param(["dropped-term"], [], ["dropped-term"], id="one"),
        pytest.param(["certainty"], [], CERTAINTY, id="a category"),
        pytest.param(
            ["numbers", "dropped-term"], [], ["dropped-term", "unsourced-number"], id="both"
        ),
        pytest.param(
            [], ["certainty"], ["class-caveat", "dropped-term", "unsourced-number"], id="all but"
        ),
        pytest.param(
            ["certainty"], ["reversal-verb"], ["evaluative-certainty"], id="a category but one"
        ),
        pytest.param(["reversal-verb"], ["certainty"], [], id="ignoring beats selecting"),
        pytest.param(["language"], [], [], id="a category without rules"),
        pytest.param(["reversal-verb", "reversal-verb"], [], ["reversal-verb"], id="twice"),
    ],
)
def test_which_rules_run(
    bundled: RuleSet, select: list[str], ignore: list[str], ids: list[str]
) -> None:
    assert sorted(chosen(bundled, select, ignore)) == sorted(ids)
    assert chosen(bundled, select, ignore) == sorted(ids)


def test_only_a_rule_named_itself_counts_as_selected(bundled: RuleSet) -> None:
    assert dict(registry.select(bundled, chosen=["certainty", "reversal-verb"])) == {
        "evaluative-certainty": False,
        "reversal-verb": True,
    }
    assert set(dict(registry.select(bundled)).values()) == {False}


@pytest.mark.parametrize(
    ("name", "message"),
    [
        (
            "reversal-verbs",
            "no rule or category is called 'reversal-verbs'; did you mean 'reversal-verb'?",
        ),
        ("certainity", "no rule or category is called 'certainity'; did you mean 'certainty'?"),
        ("xyz", "no rule or category is called 'xyz'; see 'medlint rules list'"),
        ("", "no rule or category is called ''; see 'medlint rules list'"),
    ],
)
def test_unknown_names_are_errors_with_a_hint(bundled: RuleSet, name: str, message: str) -> None:
    for chosen, ignored in (([name], []), ([], [name])):
        with pytest.raises(UsageError) as caught:
            list(registry.select(bundled, chosen=chosen, ignored=ignored))
        assert str(caught.value) == message


def test_names_mean_rules_on_request_too() -> None:
    loaded = registry.load_rules()
    assert registry.meant(loaded, []) == set(loaded.rules)
    assert "readability" in registry.meant(loaded, ["language"])
    assert registry.meant(loaded, ["readability", "page"]) == {
        "readability",
        "byline-review-date",
        "disclaimer-missing",
        "interest-disclosure",
    }


def test_a_category_is_no_rule(bundled: RuleSet) -> None:
    assert known_rule(bundled.rules, "dropped-term") == "dropped-term"
    with pytest.raises(UsageError) as caught:
        known_rule(bundled.rules, "certainty")
    assert str(caught.value) == (
        "no rule is called 'certainty'; did you mean 'evaluative-certainty'?"
    )


def test_a_deprecated_rule_runs_only_by_its_own_name(write_rule: RuleWriter) -> None:
    folder = write_rule("old-rule", status="deprecated")
    write_rule("new-rule")
    loaded = loader.load([folder])
    assert chosen(loaded, [], []) == ["new-rule"]
    assert chosen(loaded, ["certainty"], []) == ["new-rule"]
    assert chosen(loaded, ["old-rule"], []) == ["old-rule"]


TEXT = "Turmeric is a miracle cure for you."


def severities(
    folder: Path, annotator: Annotator, *, selected: bool
) -> list[tuple[Severity, bool]]:
    """The severity of each finding, and whether it is marked as a preview's."""
    loaded = registry.load_rules([folder])
    guards = registry.make_guards(loaded)
    rule = registry.compile_rule(loaded, "house-rule", guards=guards, selected=selected)
    linter = Linter((rule,), annotator, dt.date(2026, 11, 22))
    _, findings = linter.lint(TEXT, path="a.md", format=Format.MARKDOWN)
    return [(finding.severity, finding.preview) for finding in findings]


def test_a_preview_is_a_note_unless_it_was_selected_by_name(
    write_rule: RuleWriter, annotator: Annotator
) -> None:
    folder = write_rule("house-rule", status="preview")
    assert severities(folder, annotator, selected=False) == [(Severity.NOTE, True)]
    assert severities(folder, annotator, selected=True) == [(Severity.ERROR, False)]
    write_rule("house-rule", status="stable")
    assert severities(folder, annotator, selected=False) == [(Severity.ERROR, False)]


def test_guards_silence_or_soften(write_rule: RuleWriter, lint: Lint) -> None:
    folder = write_rule("house-rule")
    asked = "Is turmeric a miracle cure for you?"
    assert [f.severity for f in lint(folder, asked)] == [Severity.ERROR]
    write_rule("house-rule", softer_when=["questioned", "quoted"])
    assert [f.severity for f in lint(folder, asked)] == [Severity.WARNING]
    quoted = 'Is turmeric a "miracle cure" for you?'
    assert [f.severity for f in lint(folder, quoted)] == [Severity.WARNING]  # softer once
    write_rule("house-rule", unless=["questioned"])
    assert lint(folder, asked) == []


def test_a_guard_can_be_left_out(write_rule: RuleWriter) -> None:
    folder = write_rule("house-rule", unless=["questioned", "quoted"], softer_when=["cited"])
    loaded = registry.load_rules([folder])
    guards = registry.make_guards(loaded)
    rule = registry.compile_rule(loaded, "house-rule", guards=guards, without="quoted")
    assert rule.unless == (guards["questioned"],)
    assert rule.softer_when == (guards["cited"],)
    rule = registry.compile_rule(loaded, "house-rule", guards=guards, without="cited")
    assert rule.unless == (guards["questioned"], guards["quoted"])
    assert rule.softer_when == ()


def test_words_that_are_never_linted_are_passed_over(write_rule: RuleWriter, lint: Lint) -> None:
    folder = write_rule("house-rule")
    text = (
        "The tag `miracle cure` and a miracle cure stand at https://example.org/miracle-cure now."
    )
    (finding,) = lint(folder, text)
    assert finding.span.start == text.index("a miracle cure") + 2


def test_a_rule_looks_where_its_scope_says(write_rule: RuleWriter, lint: Lint) -> None:
    text = f"# A miracle cure\n\n{TEXT}\n\n- {TEXT}\n\n> {TEXT}\n"
    lines = [text.count("\n", 0, f.span.start) for f in lint(write_rule("house-rule"), text)]
    assert lines == [0, 2, 4]
    folder = write_rule("house-rule", scope=["quotation", "heading"])
    assert [text.count("\n", 0, f.span.start) for f in lint(folder, text)] == [0, 6]


def test_a_finding_carries_what_the_rule_rests_on(write_rule: RuleWriter, lint: Lint) -> None:
    authority = [{"title": "An act", "year": 1914}, {"title": "B", "url": "https://example.org"}]
    folder = write_rule("house-rule", authority=authority, advice="Not '{term}', but facts.")
    (finding,) = lint(folder, "A Miracle-Cure.")
    assert finding.authority == (
        Authority("An act", year=1914),
        Authority("B", url="https://example.org"),
    )
    assert finding.message == "'Miracle-Cure' promises a cure."
    assert finding.advice == "Not 'miracle cure', but facts."
    assert finding.why == "Readers believe it."


@pytest.mark.parametrize(
    ("match", "message"),
    [
        pytest.param(
            {"kind": "phrases", "any_of": {"table": "nowhere"}},
            "there is no table 'nowhere'",
            id="no such table",
        ),
        pytest.param(
            {"kind": "required", "therapies": "nowhere"},
            "there is no table 'nowhere'",
            id="no such table of therapies",
        ),
        pytest.param(
            {"kind": "phrases", "any_of": ["-"]}, "'-' has no word to look for", id="no word"
        ),
        pytest.param(
            {"kind": "phrases", "any_of": {"terms": ["a", "b"], "except": ["b", "a"]}},
            "the exceptions leave none of the words 'a' …",
            id="everything excepted",
        ),
        pytest.param(
            {"kind": "tokens", "patterns": [[]]},
            "[E012] Cannot add pattern for zero tokens to matcher.\nKey: rule",
            id="empty pattern of tokens",
        ),
        pytest.param(
            {"kind": "tokens", "patterns": [[{"LOVER": "x"}]]},
            "Invalid token patterns for matcher rule 'rule'\n\nPattern 0:\n"
            "- [pattern -> 0 -> LOVER] Extra inputs are not permitted\n",
            id="unknown attribute of a token",
        ),
    ],
)
def test_a_rule_that_does_not_compile_is_an_error_of_its_file(
    write_rule: RuleWriter, match: dict[str, object], message: str
) -> None:
    folder = write_rule("house-rule", match=match)
    loaded = registry.load_rules([folder])
    with pytest.raises(RuleError) as caught:
        registry.compile_rule(loaded, "house-rule", guards={})
    assert str(caught.value) == f"{folder}/house-rule.yaml: {message}"


def test_guards_need_their_cues() -> None:
    with pytest.raises(RuleError, match=r"^the guard '\w+' has no cue table in _guards$"):
        registry.make_guards(RuleSet())
    assert set(registry.make_guards(registry.load_rules())) == {
        "negated",
        "hedged",
        "questioned",
        "quoted",
        "attributed",
        "conditional",
        "cited",
        "disclaimed",
        "mentioned",
    }


def test_a_rule_speaks_for_the_general_rules_of_its_general_rules(write_rule: RuleWriter) -> None:
    write_rule("exact-rule", over=["middle-rule"])
    write_rule("middle-rule", over=["general-rule"])
    loaded = registry.load_rules([write_rule("general-rule")])
    guards = registry.make_guards(loaded)
    rules = [
        registry.compile_rule(loaded, rule_id, guards=guards)
        for rule_id in ("exact-rule", "middle-rule", "general-rule")
    ]
    assert [rule.over for rule in rules] == [
        {"middle-rule", "general-rule"},
        {"general-rule"},
        frozenset(),
    ]


@pytest.mark.parametrize(
    ("over", "message"),
    [
        pytest.param(["no-rule"], "'over' names 'no-rule', which is no rule", id="unknown"),
        pytest.param(["a-rule"], "'over' leads back to 'a-rule' itself", id="itself"),
        pytest.param(["b-rule"], "'over' leads back to 'a-rule' itself", id="in a circle"),
    ],
)
def test_a_wrong_order_of_rules_is_named(
    write_rule: RuleWriter, over: list[str], message: str
) -> None:
    write_rule("b-rule", over=["a-rule"])
    loaded = registry.load_rules([write_rule("a-rule", over=over)])
    with pytest.raises(RuleError, match=f"a-rule\\.yaml: {message}"):
        registry.compile_rule(loaded, "a-rule", guards=registry.make_guards(loaded))


def test_of_two_rules_at_the_same_words_the_exact_one_speaks(
    write_rule: RuleWriter, lint: Lint
) -> None:
    write_rule("general-rule")
    folder = write_rule(
        "exact-rule",
        over=["general-rule"],
        match={"kind": "phrases", "any_of": ["miracle cure for gout"]},
    )
    found = lint(folder, "A miracle cure for gout, a miracle cure for all.")
    assert [(f.rule, f.disposition.value) for f in found] == [
        ("general-rule", "filtered"),
        ("exact-rule", "reported"),
        ("general-rule", "reported"),
    ]
