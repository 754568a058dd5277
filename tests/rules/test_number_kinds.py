"""The kinds that look at numbers, doses and references, on small rule files."""

import datetime as dt
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import ClassVar

import pytest

from medlint.config import Adjustments, Vocabulary
from medlint.document import Format
from medlint.errors import ConfigError, RuleError
from medlint.finding import Finding
from medlint.linter import Linter
from medlint.nlp import Annotator
from medlint.rules import registry
from medlint.rules.adjusting import adjusted
from medlint.text import Span

RuleWriter = Callable[..., Path]
Lint = Callable[..., list[Finding]]

LIST = "It fell [1].\n\n## References\n\n"


def notation(*forms: Mapping[str, object], **more: object) -> dict[str, object]:
    return {"kind": "notation", "forms": list(forms), **more}


class TestNotation:
    UNITS: ClassVar[dict[str, object]] = {"pattern": r"\d\s?(?P<match>U)\b", "instead": "units"}

    def test_offers_what_to_write_at_the_place(self, write_rule: RuleWriter, lint: Lint) -> None:
        text = "Inject *10 U* at night."
        (finding,) = lint(write_rule("a-rule", match=notation(self.UNITS)), text)
        (fix,) = finding.fix
        assert (
            text[: fix.span.start] + fix.text + text[fix.span.end :]
            == "Inject *10 units* at night."
        )

    def test_fills_in_the_groups_of_the_pattern(self, write_rule: RuleWriter, lint: Lint) -> None:
        form = {"pattern": r"\s(?P<match>\.(?P<part>\d)) mg", "instead": "0.{part}"}
        (finding,) = lint(write_rule("a-rule", match=notation(form)), "Take .5 mg.")
        assert [fix.text for fix in finding.fix] == ["0.5"]

    def test_shows_and_does_not_replace_where_told(
        self, write_rule: RuleWriter, lint: Lint
    ) -> None:
        (finding,) = lint(
            write_rule("a-rule", match=notation({**self.UNITS, "fix": False})), "Inject 10 U."
        )
        assert finding.fix == ()

    def test_says_what_to_do_where_no_words_would_do(
        self, write_rule: RuleWriter, lint: Lint
    ) -> None:
        other = {"pattern": r"(?P<match>lots)", "do": "say how many"}
        folder = write_rule("a-rule", message="{match}: {do}", match=notation(self.UNITS, other))
        found = lint(folder, "Inject 10 U lots of times.")
        assert [(finding.message, len(finding.fix)) for finding in found] == [
            ("U: write 'units'", 1),
            ("lots: say how many", 0),
        ]

    @pytest.mark.parametrize("both", [{}, {"instead": "many", "do": "say how many"}])
    def test_a_form_says_one_thing(
        self, write_rule: RuleWriter, lint: Lint, both: dict[str, str]
    ) -> None:
        with pytest.raises(RuleError, match="what to write 'instead', or what to 'do'"):
            lint(write_rule("a-rule", match=notation({"pattern": "(?P<match>lots)", **both})), "A.")

    def test_leaves_sentences_about_the_notation_alone(
        self, write_rule: RuleWriter, lint: Lint
    ) -> None:
        folder = write_rule("a-rule", match=notation(self.UNITS, unless_beside=["misread"]))
        assert lint(folder, "“10 U” is misread as 100.") == []

    def test_a_form_asks_for_words_of_its_own(self, write_rule: RuleWriter, lint: Lint) -> None:
        clean = {"pattern": r"(?P<match>clean)", "instead": "in recovery", "beside": ["rehab"]}
        folder = write_rule("a-rule", match=notation(clean, self.UNITS))
        assert lint(folder, "Keep the wound clean.") == []
        assert len(lint(folder, "She left rehab clean, with 10 U left.")) == 2

    def test_a_form_gives_way_to_words_of_its_own(self, write_rule: RuleWriter, lint: Lint) -> None:
        flush = {
            "pattern": "flush (?P<match>toxins)",
            "instead": "name them",
            "unless_beside": ["kidney"],
        }
        folder = write_rule("a-rule", match=notation(flush))
        assert lint(folder, "The kidneys flush toxins.") == []
        assert len(lint(folder, "Our drops flush toxins.")) == 1

    def test_words_in_a_longer_name_are_something_else(
        self, write_rule: RuleWriter, lint: Lint
    ) -> None:
        form = {"pattern": "(?P<match>Alcoholics)", "instead": "people with alcohol use disorder"}
        match = notation(form, not_in=["alcoholics anonymous"])
        text = "Alcoholics who join Alcoholics Anonymous drink less."
        (finding,) = lint(write_rule("a-rule", match=match), text)
        assert finding.span.start == 0

    def test_takes_over_a_capital_at_its_beginning(
        self, write_rule: RuleWriter, lint: Lint
    ) -> None:
        form = {"pattern": "(?P<match>[Dd]iabetics)", "instead": "people with diabetes"}
        findings = lint(
            write_rule("a-rule", match=notation(form)), "Diabetics know that diabetics eat."
        )
        assert [fix.text for finding in findings for fix in finding.fix] == [
            "People with diabetes",
            "people with diabetes",
        ]

    def test_an_article_may_use_what_it_explains(self, write_rule: RuleWriter, lint: Lint) -> None:
        gut = {"pattern": "(?i)(?P<match>leaky gut)", "instead": "name the disease"}
        detox = {"pattern": "(?i)(?P<match>detox tea)", "instead": "leave it out"}
        match = notation(gut, detox, explained_by=["is no diagnosis"])
        text = "Leaky gut is no diagnosis.\n\nShops sell detox tea for leaky gut."
        (finding,) = lint(write_rule("a-rule", match=match), text)
        assert finding.span == Span(text.index("detox tea"), text.index("detox tea") + 9)

    @pytest.mark.parametrize(
        ("form", "message"),
        [
            ({"pattern": r"\d U", "instead": "units"}, "name the words to be flagged"),
            ({"pattern": r"(?P<match>U)", "instead": "{unit}"}, "names a group that"),
        ],
    )
    def test_refuses_forms_that_cannot_work(
        self, write_rule: RuleWriter, lint: Lint, form: dict[str, object], message: str
    ) -> None:
        with pytest.raises(RuleError, match=message):
            lint(write_rule("a-rule", match=notation(form)), "x")


class TestReference:
    def test_allows_listed_domains_only(self, write_rule: RuleWriter, lint: Lint) -> None:
        match = {"kind": "reference", "fault": "publisher", "allow": ["cdc.gov", "nih.gov"]}
        folder = write_rule("a-rule", match=match, scope=["reference"])
        text = (
            f"{LIST}1. Sleep in towns. 2020. https://www.nhlbi.nih.gov/sleep\n"
            "2. Tea in towns. 2021. https://tea.example.org/a\n"
        )
        (finding,) = lint(folder, text)
        assert finding.span.of(text) == "Tea in towns."

    def test_an_entry_is_cited_by_its_author_and_year(
        self, write_rule: RuleWriter, lint: Lint
    ) -> None:
        folder = write_rule("a-rule", match={"kind": "reference", "fault": "orphan"})
        entries = "- Ko B. Tea in towns. J Tea 2019;1:2-3.\n"
        assert lint(folder, f"It fell (Ko, 2019).\n\n## References\n\n{entries}") == []
        assert len(lint(folder, f"It fell (Lee, 2019).\n\n## References\n\n{entries}")) == 1

    def test_a_linked_marker_without_an_entry(self, write_rule: RuleWriter, lint: Lint) -> None:
        folder = write_rule("a-rule", match={"kind": "reference", "fault": "orphan"})
        text = (
            '<p>It fell<sup><a href="#r9">9</a></sup>. It rose [1].</p><h2>References</h2>'
            "<ol><li>Lee A. Sleep in towns. J Sleep 2019;1:2-3.</li></ol>"
        )
        (finding,) = lint(folder, text, format_=Format.HTML)
        assert finding.span.of(text) == "9"

    def test_needs_the_words_of_its_fault(self, write_rule: RuleWriter, lint: Lint) -> None:
        folder = write_rule("a-rule", match={"kind": "reference", "fault": "unreviewed"})
        with pytest.raises(RuleError, match="the fault 'unreviewed' needs 'words'"):
            lint(folder, "x")


class TestStatistic:
    def test_an_absolute_figure_two_sentences_on_is_enough(
        self, write_rule: RuleWriter, lint: Lint
    ) -> None:
        folder = write_rule("a-rule", match={"kind": "statistic", "fault": "relative-alone"})
        relative = "The pill doubles the risk of clots. That is rare."
        assert len(lint(folder, relative)) == 1
        assert lint(folder, f"{relative} About 4 in 10,000 women have one.") == []
        assert len(lint(folder, f"{relative} Ask. Then ask. About 4 in 10,000 women do.")) == 1

    def test_the_best_case_is_called_so(self, write_rule: RuleWriter, lint: Lint) -> None:
        folder = write_rule("a-rule", match={"kind": "statistic", "fault": "relative-alone"})
        (best,) = lint(folder, "It cuts the risk of stroke by up to 50%.")
        (usual,) = lint(folder, "It cuts the risk of stroke by 50%.")
        assert "best case" in best.advice
        assert "best case" not in usual.advice

    def test_counts_of_a_thousand_are_absolute(self, write_rule: RuleWriter, lint: Lint) -> None:
        folder = write_rule("a-rule", match={"kind": "statistic", "fault": "relative-alone"})
        both = "Of 1,000 smokers, 14 have a stroke rather than 10, so they are 40% more likely to."
        assert lint(folder, both) == []
        assert len(lint(folder, "Smokers are 40% more likely to have a stroke.")) == 1


class TestProposal:
    WEAK: ClassVar[dict[str, object]] = {"hosts": ["glow.example"], "words": ["wellness"]}
    UNCITED: ClassVar[dict[str, object]] = {"kind": "uncited", "of": "quantities", "weak": WEAK}
    LIST = (
        "About 12% of women on testosterone had acne.\n\n## References\n\n"
        "1. Reed F. Naps and memory in town. Sleep Lett 2020;2:1-8.\n"
    )
    ACNE = "2. Moor D. Acne in women on testosterone. "

    def advice(self, write_rule: RuleWriter, lint: Lint, text: str) -> Finding:
        (finding,) = lint(write_rule("a-rule", match=self.UNCITED), text)
        return finding

    def test_names_the_entry_and_the_reason(self, write_rule: RuleWriter, lint: Lint) -> None:
        text = f"{self.LIST}{self.ACNE}Skin Lett 2017;3:12-18.\n"
        finding = self.advice(write_rule, lint, text)
        assert "Entry 2, “Acne in women on testosterone”, may be the source" in finding.advice
        assert "weak" not in finding.advice
        (place,) = finding.related
        assert place.span.of(text).startswith("Moor D. Acne")

    def test_says_that_the_entry_is_weak(self, write_rule: RuleWriter, lint: Lint) -> None:
        text = f"{self.LIST}{self.ACNE}2017. https://glow.example/acne\n"
        assert (
            "Entry 2 is a weak source (glow.example)" in self.advice(write_rule, lint, text).advice
        )

    def test_is_silent_without_a_fitting_entry(self, write_rule: RuleWriter, lint: Lint) -> None:
        finding = self.advice(write_rule, lint, self.LIST)
        assert "Entry" not in finding.advice
        assert finding.related == ()

    def test_names_ties_as_such(self, write_rule: RuleWriter, lint: Lint) -> None:
        twins = (
            f"{self.ACNE}Skin 2017;3:12.\n{self.ACNE.replace('2. Moor', '3. Lake')}Skin 2018;1:2.\n"
        )
        assert (
            "these fit equally well: entry 2"
            in self.advice(write_rule, lint, self.LIST + twins).advice
        )


class TestArticle:
    def test_reports_an_article_without_sources_once(
        self, write_rule: RuleWriter, lint: Lint
    ) -> None:
        folder = write_rule("a-rule", match={"kind": "uncited", "of": "article"})
        text = "About 40% of adults snore. One in five chokes. Half of all men do."
        assert [finding.span.of(text) for finding in lint(folder, text)] == ["40%"]
        assert lint(folder, text + " See https://example.org/snoring for more.") == []


class TestLinks:
    WEAK: ClassVar[dict[str, object]] = {
        "kind": "reference",
        "fault": "publisher",
        "hosts": ["glow.example"],
        "host_parts": ["clinic"],
        "except_hosts": ["good-clinic.example"],
        "links": True,
    }

    @pytest.mark.parametrize(
        ("text", "count"),
        [
            ("Tea lowers weight in [40% of adults](https://glow.example/tea).", 1),
            ("Tea [lowers blood pressure](https://www.tea-clinic.example/).", 1),
            ("Tea lowers weight in 40% of adults (https://glow.example/tea).", 1),
            ("Tea lowers weight in [40% of adults](https://good-clinic.example/tea).", 0),
            ("Tea lowers weight in [40% of adults](https://clinicaltrials.example/tea).", 0),
            ("Tea lowers weight in 40% of adults on [Glow](https://glow.example/tea).", 0),
            ("Tea does not [lower weight](https://glow.example/tea).", 0),
            ("Tea lowers weight in 40% of adults. Our [shop](https://glow.example/) has more.", 0),
            ("Tea lowers weight; watch [a film](https://glow.example/) on it.", 0),
            ("Tea lowers weight in [40% of adults](/tea/clinic).", 0),
        ],
    )
    def test_what_claims_link_to(
        self, write_rule: RuleWriter, lint: Lint, text: str, count: int
    ) -> None:
        folder = write_rule("a-rule", match=self.WEAK, scope=["paragraph", "reference"])
        assert len(lint(folder, text)) == count

    def test_an_entry_that_is_an_address(self, write_rule: RuleWriter, lint: Lint) -> None:
        folder = write_rule("a-rule", match=self.WEAK, scope=["paragraph", "reference"])
        (finding,) = lint(folder, LIST + "1. https://glow.example/tea\n")
        assert finding.rule == "a-rule"

    @pytest.mark.parametrize(("trusted", "count"), [((), 1), (("tea-clinic.example",), 0)])
    def test_a_trusted_clinic_is_no_weak_source(
        self, annotator: Annotator, trusted: tuple[str, ...], count: int
    ) -> None:
        own = Adjustments(vocabulary=Vocabulary(trusted_sources=trusted))
        loaded = adjusted(registry.load_rules(), own)
        guards = registry.make_guards(loaded)
        rule = registry.compile_rule(loaded, "weak-source", guards=guards)
        linter = Linter((rule,), annotator, dt.date(2026, 11, 23))
        text = "Tea lowers weight in [40% of adults](https://tea-clinic.example/)."
        assert len(linter.lint(text, path="x.md", format=Format.MARKDOWN)[1]) == count


class TestOutdated:
    ENTRY = LIST + "1. Sleep Society. Guideline for sleep in adults. J Sleep 2018;1:2-3.\n"

    def found(self, annotator: Annotator, ages: tuple[tuple[str, int], ...], year: int) -> int:
        loaded = adjusted(registry.load_rules(), Adjustments(source_ages=ages))
        guards = registry.make_guards(loaded)
        rule = registry.compile_rule(loaded, "outdated-source", guards=guards)
        linter = Linter((rule,), annotator, dt.date(year, 11, 23))
        return len(linter.lint(self.ENTRY, path="x.md", format=Format.MARKDOWN)[1])

    def test_the_day_of_the_run_decides(self, annotator: Annotator) -> None:
        assert [self.found(annotator, (), year) for year in (2028, 2029)] == [0, 1]

    def test_settings_give_another_age(self, annotator: Annotator) -> None:
        assert self.found(annotator, (("guidelines", 5),), 2026) == 1
        assert self.found(annotator, (("reviews", 5),), 2026) == 0

    def test_a_sort_that_is_not_known_is_told(self, annotator: Annotator) -> None:
        with pytest.raises(ConfigError, match="no sort of source 'blogs', only frequencies"):
            self.found(annotator, (("blogs", 5),), 2026)
