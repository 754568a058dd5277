"""The kinds that find what a publishing system did to a text."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import ClassVar

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from medlint.document import Format
from medlint.errors import RuleError
from medlint.finding import Finding, Severity
from medlint.linter import Linter
from medlint.nlp import Annotator
from medlint.rules import registry

RuleWriter = Callable[..., Path]
Lint = Callable[..., list[Finding]]


def words(findings: list[Finding], text: str) -> list[str]:
    return [finding.span.of(text) for finding in findings]


PIECES = (
    *("(", ")", "[", "]", "\u201c", "\u201d", '"', ",", ";", ".", "-", "\u2019s", " ", "  "),
    *("5", "a fluid", "which", "such as", "or", "of", "of of", "the", "-mediated", "foo", "HRT"),
)
"""What wounds are made of."""


@pytest.fixture(scope="module")
def linter(annotator: Annotator) -> Linter:
    """All bundled rules that look for gaps."""
    loaded = registry.load_rules()
    guards = registry.make_guards(loaded)
    rules = tuple(
        registry.compile_rule(loaded, rule_id, guards=guards, selected=True)
        for rule_id, rule in loaded.rules.items()
        if rule.definition.match.kind == "gap"
    )
    assert rules
    return Linter(rules, annotator, dt.date(2026, 11, 22))


class TestGap:
    LEVELS: ClassVar = {"likely": 0.9, "plausible": 0.5, "doubtful": 0.1}

    def rule(self, write_rule: RuleWriter, **match: object) -> Path:
        message = "A word is missing {where}."
        return write_rule("a-rule", message=message, match={"kind": "gap", **match})

    @pytest.mark.parametrize(
        ("match", "text", "found"),
        [
            pytest.param(
                {"signals": ["article-preposition"]},
                "Ask the of it, or call a by your name.",
                ["the of", "a by"],
                id="grammar",
            ),
            pytest.param(
                {"scars": ["empty-slot"]}, "Rice, , beans and peas.", [", ,"], id="bare-text"
            ),
            pytest.param(
                {"emptied": True}, "The fall during [](/x) disrupts us all.",
                ["during [](/x) disrupts"], id="markup",
            ),
            pytest.param(
                {"emptied": True}, "[](/x) is the best sleep of them all.", ["is"], id="in-front"
            ),
            pytest.param({"scars": ["empty-slot"]}, "Rice, ,", [], id="no-sentence"),
        ],
    )  # fmt: skip
    def test_each_way_of_finding(
        self,
        write_rule: RuleWriter,
        lint: Lint,
        match: dict[str, object],
        text: str,
        found: list[str],
    ) -> None:
        assert words(lint(self.rule(write_rule, **match), text), text) == found

    def test_the_message_says_where(self, write_rule: RuleWriter, lint: Lint) -> None:
        folder = self.rule(write_rule, emptied=True)
        text = (
            "[](/x) is the best of them all. Ask for [](/y) on Monday or Friday. "
            "The nurse told us all about [](/z)"
        )
        assert [finding.message for finding in lint(folder, text)] == [
            "A word is missing before 'is'.",
            "A word is missing between 'for' and 'on'.",
            "A word is missing after 'about'.",
        ]

    def test_the_detector_speaks_where_a_hole_is_likely(
        self, write_rule: RuleWriter, lint: Lint
    ) -> None:
        text = "The decline in blood flow during disrupts the balance of the body."
        sound = "The decline in blood flow during menopause disrupts the balance of the body."

        def found(likely: float) -> list[str]:
            folder = self.rule(write_rule, detector={**self.LEVELS, "likely": likely})
            assert lint(folder, sound) == []
            return words(lint(folder, text), text)

        assert found(0.55) == ["during disrupts"]
        assert found(0.999999) == []

    def test_grammar_is_asked_where_a_hole_is_plausible(
        self, write_rule: RuleWriter, lint: Lint
    ) -> None:
        text = "The decline in blood flow during disrupts the balance of the body."

        def found(plausible: float) -> list[str]:
            levels = {"likely": 0.999999, "plausible": plausible, "doubtful": 0.1}
            folder = self.rule(write_rule, signals=["preposition-verb"], detector=levels)
            return words(lint(folder, text), text)

        assert found(0.5) == ["during disrupts"]
        assert found(0.999999) == []

    def test_more_is_heard_in_an_article_that_lost_terms(
        self, write_rule: RuleWriter, lint: Lint
    ) -> None:
        faint = "A low dose of works within the hour."
        lost = [
            "The risk of is higher in people who smoke.",
            "It is a condition known as can develop over many years.",
        ]

        def found(*sentences: str) -> list[tuple[str, str]]:
            levels = {"likely": 0.98, "wounded": 0.6, "plausible": 0.5, "doubtful": 0.05}
            text = "\n\n".join(sentences)
            findings = lint(self.rule(write_rule, detector=levels), text)
            return [(text[f.span.start : f.span.end], f.severity) for f in findings]

        assert found(faint) == []
        assert ("of works", Severity.WARNING) not in found(faint, lost[0])
        assert ("of works", Severity.WARNING) in found(faint, *lost)
        assert ("of is", Severity.ERROR) in found(faint, *lost)

    def test_an_emptied_link_that_nobody_misses_is_a_warning(
        self, write_rule: RuleWriter, lint: Lint
    ) -> None:
        folder = self.rule(write_rule, emptied=True, detector=self.LEVELS)
        text = (
            "The fall during [](/x) disrupts us all. Sleep is good [](/y) for you and your heart."
        )
        assert [finding.severity for finding in lint(folder, text)] == [
            Severity.ERROR,
            Severity.WARNING,
        ]

    def test_one_wound_is_one_finding(self, write_rule: RuleWriter, lint: Lint) -> None:
        folder = self.rule(
            write_rule,
            signals=["article-stop", "preposition-stop"],
            scars=["empty-bracket", "empty-slot"],
            emptied=True,
            detector=self.LEVELS,
        )
        text = "You can talk about it with the [](/x). Call the clinic ( ), or the."
        assert words(lint(folder, text), text) == ["the [](/x).", "( )", "the."]

    def test_what_may_have_stood_there_is_advice(self, write_rule: RuleWriter, lint: Lint) -> None:
        folder = self.rule(write_rule, signals=["orphan-acronym"], emptied=True, repair=True)
        text = (
            "The fall during [](/hot-flashes) disrupts us all.\n\n(CBT) helps many people. "
            "Doctors offer cognitive behavioral therapy (CBT). Ask about (PSA) before you do, "
            "and place some advice."
        )
        link, letters, unknown = lint(folder, text)
        assert link.advice.endswith("The link leads to “hot flashes”.")
        assert letters.advice.endswith("Elsewhere this article has “cognitive behavioral therapy”.")
        assert "article" not in unknown.advice
        assert not link.fix

    @pytest.mark.parametrize(
        ("text", "where"),
        [
            pytest.param("Bile is made (a fluid,)which helps us.", "'fluid,)which'", id="word"),
            pytest.param("Foo(,bar) is of the liver.", "'Foo(,bar'", id="first"),
            pytest.param("Take a few of them (5;)then wait for her.", "'5;)then'", id="figure"),
            pytest.param("Bile (a fluid;) is made by the liver.", "';)'", id="all of it"),
        ],
    )
    def test_a_wound_inside_one_token(
        self, write_rule: RuleWriter, lint: Lint, text: str, where: str
    ) -> None:
        (found,) = lint(self.rule(write_rule, scars=["empty-slot"]), text)
        assert found.message == f"A word is missing in {where}."

    @given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=12).map("".join))
    @settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
    def test_no_text_is_too_broken(self, linter: Linter, pieces: str) -> None:
        text = f"The liver helps {pieces} all of the body."
        _, found = linter.lint(text, path="draft.txt", format=Format.TEXT)
        assert all(0 <= f.span.start < f.span.end <= len(text) for f in found)

    @pytest.mark.parametrize(
        "levels",
        [
            pytest.param({"likely": 0.5, "plausible": 0.9, "doubtful": 0.1}, id="order"),
            pytest.param({"likely": 1.0, "plausible": 0.9, "doubtful": 0.1}, id="certainty"),
        ],
    )
    def test_levels_must_make_sense(
        self, write_rule: RuleWriter, lint: Lint, levels: dict[str, float]
    ) -> None:
        with pytest.raises(RuleError):
            lint(self.rule(write_rule, detector=levels), "Any text.")


class TestLine:
    def test_only_whole_lines_count(self, write_rule: RuleWriter, lint: Lint) -> None:
        match = {"kind": "line", "patterns": ["(?i)read (?:more|less)"], "whole": True}
        text = "Read more …\n\nRead more now.\n\nRead less. Read more."
        assert words(lint(write_rule("a-rule", match=match), text), text) == ["Read more …"]

    def test_stops_and_links_excuse_a_line(self, write_rule: RuleWriter, lint: Lint) -> None:
        match = {"kind": "line", "patterns": ["rock"], "unstopped": True, "unlinked": True}
        text = "A rock\n\nA rock.\n\nA [rock](/x)\n\nA rock [3]"
        assert words(lint(write_rule("a-rule", match=match), text), text) == ["A rock"]

    def test_in_plain_text_the_lines_of_the_site_are_left_in_the_article(
        self, write_rule: RuleWriter, lint: Lint
    ) -> None:
        match = {"kind": "line", "patterns": ["Skip to main content"], "whole": True}
        folder = write_rule("a-rule", match=match, scope=["meta", "paragraph"])
        text = "Skip to main content\n\nThe quiet herb\n\nMint is a plant. It grows by the water."
        assert words(lint(folder, text, format_=Format.TEXT), text) == ["Skip to main content"]
        html = "<nav><p>Skip to main content</p></nav><p>Mint is a plant.</p>"
        assert lint(folder, html, format_=Format.HTML) == []


class TestTooltip:
    MATCH: ClassVar = {"kind": "tooltip", "labels": ["Meaning"]}

    @pytest.mark.parametrize(
        ("text", "found"),
        [
            pytest.param("The thyroid Meaning ∞ The thyroid is small.", True, id="sign"),
            pytest.param("The thyroid Meaning: The thyroid is small.", False, id="entry"),
            pytest.param("A slow thyroid Meaning: The thyroid is one. tires.", True, id="goes-on"),
            pytest.param("A slow thyroid Meaning ∞ Iron is a metal.", False, id="another-word"),
        ],
    )
    def test_a_definition_in_the_way(
        self, write_rule: RuleWriter, lint: Lint, text: str, *, found: bool
    ) -> None:
        assert bool(lint(write_rule("a-rule", match=self.MATCH), text)) is found


class TestMojibake:
    def test_a_fix_is_offered_where_it_is_certain(self, write_rule: RuleWriter, lint: Lint) -> None:
        folder = write_rule("a-rule", message="{match}: {instead}", match={"kind": "mojibake"})
        text = "The patientâ€™s 5Â mg dose ∞ daily."
        found = lint(folder, text, format_=Format.TEXT)
        assert [(f.message, [fix.text for fix in f.fix]) for f in found] == [
            ("â€™: '\u2019'", ["\u2019"]),
            ("Â: nothing", [""]),
            ("∞: another character", []),
        ]


class TestBare:
    MATCH: ClassVar = {"kind": "bare", "heads": ["level"]}

    @pytest.mark.parametrize(
        ("before", "after", "found"),
        [
            pytest.param("", "Iron levels fall. Iron levels rise.", True, id="named later"),
            pytest.param("", "Iron levels fall.", False, id="named once"),
            pytest.param("Iron levels fall. ", "Iron levels rise.", False, id="named before"),
            pytest.param("", "They are low.", False, id="never named"),
        ],
    )
    def test_a_noun_without_its_kind(
        self, write_rule: RuleWriter, lint: Lint, before: str, after: str, *, found: bool
    ) -> None:
        text = f"{before}There is a marked decline in levels. {after}"
        folder = write_rule("a-rule", message="Which? {instead}", match=self.MATCH)
        assert words(lint(folder, text), text) == (["levels"] if found else [])

    @pytest.mark.parametrize(
        ("text", "found"),
        [
            pytest.param("Glands make hormones. The hormones travel.", False, id="the noun"),
            pytest.param("It gives thyroid what the hormone did.", False, id="its kind"),
            pytest.param("Glands make hormones. They rest. The hormones travel.", True, id="far"),
            pytest.param(
                "Glands make hormones. A lack of hormones can harm.", True, id="without the"
            ),
        ],
    )
    def test_what_the_article_points_back_to(
        self, write_rule: RuleWriter, lint: Lint, text: str, *, found: bool
    ) -> None:
        folder = write_rule("a-rule", match={"kind": "bare", "heads": ["hormone"]})
        named = "The thyroid hormone wakes us. The thyroid hormone tires us."
        assert bool(lint(folder, f"{text} {named}")) == found

    def test_a_plural_that_is_written_otherwise(self, write_rule: RuleWriter, lint: Lint) -> None:
        text = "It comes with deficiencies. An iron deficiency tires. It is an iron deficiency."
        folder = write_rule("a-rule", match={"kind": "bare", "heads": ["deficiency"]})
        assert words(lint(folder, text), text) == ["deficiencies"]
