"""The ways of matching, on small rule files through the whole pipeline."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import ClassVar

import pytest

from medlint.document import Format
from medlint.errors import RuleError
from medlint.finding import Finding, Severity

RuleWriter = Callable[..., Path]
Lint = Callable[..., list[Finding]]


def words(findings: list[Finding], text: str) -> list[str]:
    return [finding.span.of(text) for finding in findings]


def with_table(folder: Path, table: str, *terms: str) -> Path:
    """The folder of rules, with a table of terms."""
    (folder / "_terms").mkdir(exist_ok=True)
    listed = "".join(f"  - {term}\n" for term in terms)
    (folder / "_terms" / f"{table}.yaml").write_text(
        f"id: {table}\nsummary: s\nsource: s\nas_of: 2026-11-22\nterms:\n{listed}",
        encoding="utf-8",
    )
    return folder


class TestPhrases:
    def test_finds_words_wherever_they_stand(self, write_rule: RuleWriter, lint: Lint) -> None:
        folder = write_rule("a-rule", match={"kind": "phrases", "any_of": ["miracle cure", "HRT"]})
        text = "# Miracle cures\n\nHRT is no *miracle*-cure, and hrt is none.\n"
        assert words(lint(folder, text), text) == ["Miracle cures", "HRT", "miracle*-cure"]

    def test_takes_words_from_tables_and_leaves_some_out(
        self, write_rule: RuleWriter, lint: Lint
    ) -> None:
        any_of = {"table": ["wonders", "marvels"], "terms": ["magic"], "except": ["marvel"]}
        folder = write_rule("a-rule", match={"kind": "phrases", "any_of": any_of})
        with_table(folder, "wonders", "wonder")
        with_table(folder, "marvels", "marvel", "prodigy")
        text = "A wonder, a marvel, a prodigy and magic."
        assert words(lint(folder, text), text) == ["wonder", "prodigy", "magic"]

    def test_leaves_out_a_table(self, write_rule: RuleWriter, lint: Lint) -> None:
        any_of = {"terms": ["wonder", "magic"], "except": {"table": "wonders"}}
        folder = write_rule("a-rule", match={"kind": "phrases", "any_of": any_of})
        text = "A wonder and magic."
        assert words(lint(with_table(folder, "wonders", "wonder"), text), text) == ["magic"]

    def test_a_word_inside_a_longer_phrase_is_none(
        self, write_rule: RuleWriter, lint: Lint
    ) -> None:
        match = {"kind": "phrases", "any_of": ["breakthrough"], "not_in": ["breakthrough pain"]}
        text = "A breakthrough! For breakthrough pain, breakthroughs."
        found = lint(write_rule("a-rule", match=match), text)
        assert words(found, text) == ["breakthrough", "breakthroughs"]

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            pytest.param("A safe herb for babies.", ["safe"], id="both beside"),
            pytest.param("A safe herb.", [], id="one of the lists beside"),
            pytest.param("A safe herb. Babies sleep.", [], id="in another sentence"),
            pytest.param("No safe herb for babies.", [], id="what calls it off"),
        ],
    )
    def test_asks_for_words_beside(
        self, write_rule: RuleWriter, lint: Lint, text: str, expected: list[str]
    ) -> None:
        match = {
            "kind": "phrases",
            "any_of": ["safe"],
            "beside": [["herb", "safe"], ["baby"]],
            "unless_beside": ["no"],
        }
        assert words(lint(write_rule("a-rule", match=match), text), text) == expected

    def test_the_message_names_the_term(self, write_rule: RuleWriter, lint: Lint) -> None:
        folder = write_rule("a-rule", message="'{match}' is a form of '{term}'.")
        (finding,) = lint(folder, "Two Miracle-Cures.")
        assert finding.message == "'Miracle-Cures' is a form of 'miracle cure'."


class TestRegex:
    @pytest.mark.parametrize(
        ("text", "found"),
        [
            pytest.param("Take 5 mg of zinc.", ["5 mg"], id="one of them"),
            pytest.param("Take a 5 mg zinc tablet.", ["5 mg"], id="named right behind"),
            pytest.param("Take 5 mg of iron with zinc.", [], id="another"),
            pytest.param("Take 5 mg iron tablets.", [], id="another right behind"),
            pytest.param("Of zinc, take 5 mg twice a day.", ["5 mg"], id="not named"),
        ],
    )
    def test_an_amount_of_something_else(
        self, write_rule: RuleWriter, lint: Lint, text: str, found: list[str]
    ) -> None:
        match = {"kind": "regex", "patterns": [r"\d mg"], "amount_of": ["zinc"]}
        assert words(lint(write_rule("a-rule", match=match), text), text) == found

    @pytest.mark.parametrize(
        ("pattern", "text", "found"),
        [
            pytest.param(r"\d+ ?mg", "Take 50 mg or 5mg.", ["50 mg", "5mg"], id="all of it"),
            pytest.param(r"take (\d+) mg", "We take 50 mg.", ["50"], id="the first group"),
            pytest.param(r"(\d+) mg|mcg", "Take 5 mg, not mcg.", ["5", "mcg"], id="or no group"),
            pytest.param(r"(?i)MIRACLE", "A miracle.", ["miracle"], id="any case"),
            pytest.param(r"miracle", "A MIRACLE.", [], id="its own case"),
            pytest.param(r"x*", "No letter of it, xx.", ["xx"], id="never nothing"),
            pytest.param(r"\p{Greek}+", "The β and ω.", ["β", "ω"], id="letters of a script"),
            pytest.param(r"fell.*rose", "It fell. It rose.", [], id="not across sentences"),
            pytest.param(
                r"fell\s+and", "It fell [3] and rose.", ["fell [3] and"], id="over markers"
            ),
        ],
    )
    def test_finds(
        self, write_rule: RuleWriter, lint: Lint, pattern: str, text: str, found: list[str]
    ) -> None:
        folder = write_rule("a-rule", match={"kind": "regex", "patterns": [pattern]})
        assert words(lint(folder, text), text) == found

    def test_places_are_right_beyond_ascii_and_behind_markup(
        self, write_rule: RuleWriter, lint: Lint
    ) -> None:
        folder = write_rule("a-rule", match={"kind": "regex", "patterns": [r"cures? \w+"]})
        text = "\N{PILL}\N{PILL} Über — &amp; *it* cures **gout** now.\r\n\r\n- é cure gout\r\n"
        assert words(lint(folder, text), text) == ["cures **gout", "cure gout"]

    def test_of_overlapping_matches_the_first_and_longest_counts(
        self, write_rule: RuleWriter, lint: Lint
    ) -> None:
        patterns = ["cold cure", "a cold cure now", "cure now and then"]
        folder = write_rule("a-rule", match={"kind": "regex", "patterns": patterns})
        text = "Take a cold cure now and then a cold cure."
        assert words(lint(folder, text), text) == ["a cold cure now", "cold cure"]

    def test_words_that_must_stand_beside_it(self, write_rule: RuleWriter, lint: Lint) -> None:
        match = {"kind": "regex", "patterns": ["root cause"], "with": [["acne", "gout"]]}
        match |= {"unless_beside": ["error"]}
        folder = write_rule("a-rule", match=match)
        text = "The root cause of acne. The root cause of delay. The root cause of the acne error."
        assert [f.span.start for f in lint(folder, text)] == [4]

    @pytest.mark.parametrize(
        ("text", "count"),
        [
            pytest.param("It has few side effects. Order now.", 1, id="nothing-follows"),
            pytest.param("It has few side effects, mostly nausea.", 0, id="behind-it"),
            pytest.param("It has few side effects. They are:\n\n- nausea", 0, id="in-the-list"),
            pytest.param("For nausea: it has few side effects.", 1, id="only-before-it"),
            pytest.param("It has few side effects.\n\n## Nausea", 1, id="next-section"),
            pytest.param("It has few side effects.\n\n## Labels\n\nSee the leaflet.", 0, id="said"),
        ],
    )
    def test_what_follows_or_is_said_elsewhere_calls_it_off(
        self, write_rule: RuleWriter, lint: Lint, text: str, count: int
    ) -> None:
        match = {
            "kind": "regex",
            "patterns": ["few side effects"],
            "unless_followed_by": ["nausea"],
            "unless_said": ["leaflet"],
        }
        assert len(lint(write_rule("a-rule", match=match), text)) == count

    @pytest.mark.parametrize(
        ("text", "count"),
        [
            pytest.param("Take ketamine. Start at 5 mg.", 1, id="in-the-section"),
            pytest.param("# Ketamine\n\n## Dose\n\nStart at 5 mg.", 1, id="in-a-heading-above"),
            pytest.param(
                "## Ketamine\n\nIt is old.\n\n## Zinc\n\nStart at 5 mg.", 0, id="elsewhere"
            ),
        ],
    )
    def test_words_that_must_stand_in_its_section(
        self, write_rule: RuleWriter, lint: Lint, text: str, count: int
    ) -> None:
        match = {"kind": "regex", "patterns": [r"Start at \d mg"], "in_section": ["ketamine"]}
        assert len(lint(write_rule("a-rule", match=match), text)) == count

    def test_patterns_that_must_be_found_as_well(self, write_rule: RuleWriter, lint: Lint) -> None:
        match = {"kind": "regex", "patterns": ["gone"], "also": ["[Mm]y"], "near": ["[Ss]ays"]}
        folder = write_rule("a-rule", match=match | {"takes": "sentence"})
        text = (
            "“My gout is gone!” So says Ana. The gout is gone.\n\n"
            "My gout is gone.\n\nHe says: the gout is gone. My toes ache."
        )
        assert words(lint(folder, text), text) == ["My gout is gone"]

    @pytest.mark.parametrize("pattern", ["(a+)+$", "(a|a)*b", "(?:a?){50}a{50}c", ".*.*.*x"])
    def test_no_pattern_hangs(self, write_rule: RuleWriter, lint: Lint, pattern: str) -> None:
        folder = write_rule("a-rule", match={"kind": "regex", "patterns": [pattern]})
        began = time.perf_counter()
        lint(folder, "The word " + "a" * 1_900 + "! is long.")
        assert time.perf_counter() - began < 20  # seconds; such patterns take years elsewhere


class TestTokens:
    def test_finds_tags_and_lemmas(self, write_rule: RuleWriter, lint: Lint) -> None:
        pattern = [{"LEMMA": "cure", "POS": "VERB"}, {"POS": "NOUN"}]
        folder = write_rule("a-rule", match={"kind": "tokens", "patterns": [pattern]})
        text = "Doctors cured patients. The cure is new. They cure people."
        assert words(lint(folder, text), text) == ["cured patients", "cure people"]

    def test_of_overlapping_matches_the_longest_counts(
        self, write_rule: RuleWriter, lint: Lint
    ) -> None:
        patterns = [[{"LOWER": "very"}], [{"LOWER": "very", "OP": "+"}, {"LOWER": "good"}]]
        folder = write_rule("a-rule", match={"kind": "tokens", "patterns": patterns})
        text = "It is very very good, and very old."
        assert words(lint(folder, text), text) == ["very very good", "very"]

    def test_a_trigger_says_which_sentences_are_read(
        self, write_rule: RuleWriter, lint: Lint
    ) -> None:
        match = {"kind": "tokens", "patterns": [[{"LOWER": "cure"}]], "trigger": ["herb"]}
        folder = write_rule("a-rule", match=match)
        text = "A cure is here. A herbs' cure is there."
        assert [f.span.start for f in lint(folder, text)] == [text.rindex("cure")]

    def test_matches_far_on_in_a_long_sentence(self, write_rule: RuleWriter, lint: Lint) -> None:
        pattern = [{"LOWER": "very", "OP": "+"}, {"LOWER": "good"}]
        folder = write_rule("a-rule", match={"kind": "tokens", "patterns": [pattern]})
        for before in (0, 70, 78, 79, 80, 119, 120, 121, 200):
            text = "It is " + "so " * before + "very very good now."
            assert words(lint(folder, text), text) == ["very very good"]

    @pytest.mark.parametrize(
        "pattern",
        [
            pytest.param([{"OP": "*"}], id="anything"),
            pytest.param([{"LOWER": "a", "OP": "*"}] * 2 + [{"LOWER": "b"}], id="twice"),
            pytest.param([{"LOWER": "a", "OP": "?"}] * 8 + [{"LOWER": "b"}], id="optional"),
        ],
    )
    def test_no_pattern_hangs(
        self, write_rule: RuleWriter, lint: Lint, pattern: list[dict[str, str]]
    ) -> None:
        folder = write_rule("a-rule", match={"kind": "tokens", "patterns": [pattern]})
        began = time.perf_counter()
        lint(folder, "The word is " + "a " * 900 + "here.")
        assert time.perf_counter() - began < 20  # seconds; without windows it takes minutes


class TestRequired:
    MATCH: ClassVar = {
        "kind": "required",
        "when": ["turmeric", "curcumin"],
        "any_of": ["blood thinner"],
    }

    def test_reports_the_first_words_that_call_for_others(
        self, write_rule: RuleWriter, lint: Lint
    ) -> None:
        folder = write_rule("a-rule", match=self.MATCH, message="{term}: '{match}'")
        text = "# A root\n\nIt is Curcumin. Turmeric is yellow.\n\nTurmeric again.\n"
        (finding,) = lint(folder, text)
        assert finding.message == "curcumin: 'Curcumin'"
        assert finding.span.of(text) == "Curcumin"

    @pytest.mark.parametrize(
        "text",
        [
            pytest.param("Turmeric is yellow.\n\n> Blood thinners and it do not mix.", id="later"),
            pytest.param("# Blood thinners\n\nTurmeric is yellow.", id="in a heading"),
            pytest.param("Ginger is hot.", id="nothing calls for them"),
        ],
    )
    def test_is_silent_where_they_stand(
        self, write_rule: RuleWriter, lint: Lint, text: str
    ) -> None:
        assert lint(write_rule("a-rule", match=self.MATCH), text) == []

    @pytest.mark.parametrize(
        "match",
        [
            {"kind": "required"},
            {"kind": "required", "when": ["a"]},
            {"kind": "required", "any_of": ["a"]},
            {"kind": "required", "when": ["a"], "any_of": ["b"], "therapies": "t"},
            {"kind": "required", "when": ["a"], "therapies": "t"},
        ],
    )
    def test_takes_one_of_its_two_forms(
        self, write_rule: RuleWriter, lint: Lint, match: dict[str, object]
    ) -> None:
        folder = write_rule("a-rule", match=match)
        with pytest.raises(RuleError, match="'required' takes 'when' with 'any_of' or 'lines', or"):
            lint(folder, "A text.")


class TestUncited:
    def match(self, **more: str) -> dict[str, str]:
        return {"kind": "uncited", "of": "quantities", **more}

    def test_reports_each_sentence_with_a_statistic_once(
        self, write_rule: RuleWriter, lint: Lint
    ) -> None:
        folder = write_rule("a-rule", match=self.match(), message="Where is {number} from?")
        text = "It helps 40% of women and 1 in 5 men. It is old. It reduced pain by 30%."
        first, second = lint(folder, text)
        assert (first.message, second.message) == ("Where is 40% from?", "Where is 30% from?")
        assert [(r.span.of(text), r.note) for r in first.related] == [
            ("1 in 5", "in the same sentence")
        ]
        assert second.related == ()

    @pytest.mark.parametrize(
        "text",
        [
            pytest.param("It helps 40% of women [3].", id="in the sentence"),
            pytest.param("It helps 40% of women. A review (Lee, 2020) found it.", id="in the next"),
            pytest.param("Use a 5% cream.", id="no statistic"),
            pytest.param("```\nIt helps 40% of women.\n```\n\nNo more.", id="code"),
        ],
    )
    def test_is_silent_where_a_source_is_in_reach(
        self, write_rule: RuleWriter, lint: Lint, text: str
    ) -> None:
        assert lint(write_rule("a-rule", match=self.match()), text) == []

    def test_a_source_in_another_block_is_out_of_reach(
        self, write_rule: RuleWriter, lint: Lint
    ) -> None:
        folder = write_rule("a-rule", match=self.match())
        assert len(lint(folder, "It helps 40% of women.\n\nA review (Lee, 2020) found it.")) == 1

    def test_is_harder_where_others_are_cited(self, write_rule: RuleWriter, lint: Lint) -> None:
        folder = write_rule("a-rule", severity="note", match=self.match(harder_when="others-cited"))
        cited, open_ = "It helps 40% of women [3].", "It helps 30% of men."
        gap = "\n\nNo more.\n\n"
        assert [f.severity for f in lint(folder, open_)] == [Severity.NOTE]
        assert [f.severity for f in lint(folder, cited + gap + open_)] == [Severity.ERROR]
        both = cited + gap + open_ + gap + open_
        assert [f.severity for f in lint(folder, both)] == [Severity.NOTE] * 2


def test_a_pattern_asks_for_words_too(write_rule: RuleWriter, lint: Lint) -> None:
    match = {
        "kind": "regex",
        "patterns": [r"in \d+ days"],
        "with": [["days", "weeks"]],
        "beside": [["acne"]],
        "unless_beside": ["stitch"],
    }
    text = "Clear acne in 7 days. Ready in 7 days. Acne stitches out in 7 days."
    assert words(lint(write_rule("a-rule", match=match), text), text) == ["in 7 days"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("It is safer than pills.", ["safer than pills"], id="right behind"),
        pytest.param(
            "It is safer than any other pill.", ["safer than any other pill"], id="phrase"
        ),
        pytest.param("It is safer than walking after a pill.", [], id="not in its phrase"),
        pytest.param("Pills are safer than walking.", [], id="before"),
    ],
)
def test_a_complement_is_what_the_head_leads_to(
    write_rule: RuleWriter, lint: Lint, text: str, expected: list[str]
) -> None:
    relation = {"relation": "complement", "head": ["safer than"], "target": ["pill"]}
    match = {"kind": "dependency", "any_of": [relation]}
    assert words(lint(write_rule("a-rule", match=match), text), text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("This tea cures:\n\n- gout\n- old colds", ["gout", "colds"], id="a list"),
        pytest.param("## Cures the following\n\n- gout", ["gout"], id="under a heading"),
        pytest.param("| It cures |\n|---|\n| gout |", ["gout"], id="a column"),
        pytest.param("This tea cures nothing we list:\n\n- gout", [], id="more words follow"),
        pytest.param("Cures were listed:\n\n- gout", [], id="no verb at the end"),
        pytest.param("This tea cures:\n\n- for people with gout", [], id="no object"),
        pytest.param("This tea does not cure:\n\n- gout", [], id="denied where it leads"),
    ],
)
def test_an_object_may_stand_in_a_list_that_the_head_leads_to(
    write_rule: RuleWriter, lint: Lint, text: str, expected: list[str]
) -> None:
    relation = {"relation": "object", "head": ["cure"], "target": ["gout", "cold"]}
    match = {"kind": "dependency", "any_of": [relation]}
    folder = write_rule("a-rule", match=match, unless=["negated"])
    assert words(lint(folder, text), text) == expected


def test_the_message_of_a_listed_object_holds_the_head(write_rule: RuleWriter, lint: Lint) -> None:
    relation = {"relation": "object", "head": ["cure"], "target": ["gout"]}
    folder = write_rule("a-rule", match={"kind": "dependency", "any_of": [relation]})
    (finding,) = lint(folder, "This tea cures:\n\n- gout")
    assert finding.message == "'cures … gout' promises a cure."


def test_an_agent_can_call_a_claim_off(write_rule: RuleWriter, lint: Lint) -> None:
    match = claim(relation=["cure"], target=["gout"], unless_agent=["doctor"])
    text = "The tea cures gout. The doctor cures gout."
    assert words(lint(write_rule("a-rule", match=match), text), text) == ["cures gout"]


class TestSeveral:
    def test_matches_in_each_way_and_the_same_words_once(
        self, write_rule: RuleWriter, lint: Lint
    ) -> None:
        match = {
            "kind": "several",
            "any_of": [
                {"kind": "phrases", "any_of": ["miracle cure"]},
                {"kind": "regex", "patterns": ["cures?|wonders?"]},
            ],
        }
        text = "A miracle cure, a cure, a wonder. A cure."
        found = lint(write_rule("a-rule", match=match), text)
        assert words(found, text) == ["miracle cure", "cure", "wonder", "cure"]


def test_every_kind_reads_every_format(write_rule: RuleWriter, lint: Lint) -> None:
    folder = write_rule("a-rule")
    for format_, text in (
        (Format.MARKDOWN, "A **miracle** cure.\n"),
        (Format.HTML, "<p>A <b>miracle</b> cure.</p>"),
        (Format.TEXT, "A miracle cure.\n"),
    ):
        (finding,) = lint(folder, text, format_=format_)
        assert finding.span.of(text).startswith("miracle")
        assert finding.span.of(text).endswith("cure")
        assert finding.excerpt == "A miracle cure."


def claim(**pattern: object) -> dict[str, object]:
    """A match of kind `claim` with one pattern."""
    return {"kind": "claim", "any_of": [pattern]}


class TestClaim:
    TEXT = "Zinc shortens colds. Zinc may prevent flu. Honey is linked to sleep."

    @pytest.mark.parametrize(
        ("pattern", "found"),
        [
            pytest.param({}, ["shortens colds"], id="causal unless said otherwise"),
            pytest.param(
                {"at_least": "conditional"}, ["shortens colds", "prevent flu"], id="strength"
            ),
            pytest.param(
                {"at_least": "associated", "relation": ["associate"]},
                ["linked to sleep"],
                id="relation",
            ),
            pytest.param(
                {"at_least": "associated", "target": ["flu"]}, ["prevent flu"], id="target"
            ),
            pytest.param(
                {"at_least": "associated", "agent": ["honey"]}, ["linked to sleep"], id="agent"
            ),
            pytest.param(
                {"at_least": "associated", "words": ["prevent"]}, ["prevent flu"], id="words"
            ),
        ],
    )
    def test_which_claims_are_meant(
        self, write_rule: RuleWriter, lint: Lint, pattern: dict[str, object], found: list[str]
    ) -> None:
        folder = write_rule("a-rule", match=claim(**pattern))
        assert words(lint(folder, self.TEXT), self.TEXT) == found

    def test_words_before_it_in_the_paragraph(self, write_rule: RuleWriter, lint: Lint) -> None:
        match = claim(near=["cohort"], unless_near=["randomised"])
        folder = write_rule("a-rule", match=match)
        text = (
            "It was a cohort. Zinc shortens colds.\n\nZinc prevents flu. It was a cohort.\n\n"
            "A cohort, then a randomised trial. Zinc shortens colds."
        )
        found = lint(folder, text)
        assert [(f.span.start, f.span.of(text)) for f in found] == [
            (text.index("shortens"), "shortens colds")
        ]

    def test_a_word_beside_it_is_not_the_claim_itself(
        self, write_rule: RuleWriter, lint: Lint
    ) -> None:
        folder = write_rule("a-rule", match=claim(beside=[["raise", "lower"]]))
        text = "Zinc raises mood. It prevents stroke by a raise of zinc."
        assert words(lint(folder, text), text) == ["prevents stroke"]

    def test_what_is_taken_for_granted(self, write_rule: RuleWriter, lint: Lint) -> None:
        text = "The reversal of ageing is a journey."
        for presupposed, found in ((True, ["reversal of ageing"]), (False, [])):
            folder = write_rule("a-rule", match=claim(presupposed=presupposed))
            assert words(lint(folder, text), text) == found

    def test_the_message_names_the_parts(self, write_rule: RuleWriter, lint: Lint) -> None:
        folder = write_rule("a-rule", match=claim(), message="{agent}/{relation}/{target}")
        (finding,) = lint(folder, "Old honey heals open wounds.")
        assert finding.message == "Old honey/cure/open wounds"


class TestAttribution:
    MATCH: ClassVar = {
        "kind": "attribution",
        "voices": [
            {"source": ["study", "research"], "says": ["show", "find"]},
            {
                "source": ["expert", "doctor"],
                "says": ["say", "recommend", "tell you"],
                "passive": ["recommend", "swear by"],
                "plural": True,
            },
        ],
        "phrases": ["have be show to"],
    }

    @pytest.mark.parametrize(
        ("text", "found"),
        [
            pytest.param("A recent study found it.", ["A recent study found"], id="thing"),
            pytest.param(
                "Research has clearly shown it.", ["Research has clearly shown"], id="mass"
            ),
            pytest.param("Most experts now say so.", ["Most experts now say"], id="people"),
            pytest.param("Zinc has been shown to work.", ["has been shown to"], id="phrase"),
            pytest.param(
                "Years of research show it.", ["Years of research show"], id="so much of it"
            ),
            pytest.param("Our years of research show it.", [], id="so much of one's own"),
            pytest.param("Any doctor will tell you so.", ["Any doctor will tell you"], id="any"),
            pytest.param("Doctors will tell you when.", [], id="what people are asked"),
            pytest.param("Studies are finding it.", ["Studies are finding"], id="under way"),
            pytest.param("Studies finding it are few.", [], id="no statement"),
            pytest.param(
                "Zinc is recommended by many doctors.",
                ["recommended by many doctors"],
                id="passive",
            ),
            pytest.param("Zinc is recommended by your doctors.", [], id="passive of one's own"),
            pytest.param("Zinc is recommended by doctors at Yale.", [], id="passive with a place"),
            pytest.param("That is why doctors recommend it.", ["doctors recommend"], id="a reason"),
            pytest.param("A study of 60 adults found it.", [], id="with a number"),
            pytest.param("17 controlled studies found it.", [], id="with a number before it"),
            pytest.param("Experts at Leiden University say so.", [], id="with a name"),
            pytest.param("The study found it.", [], id="known already"),
            pytest.param("Your doctor recommends it.", [], id="somebody's own"),
            pytest.param("A doctor says when.", [], id="one of many people"),
            pytest.param("Doctors may recommend it.", [], id="what people may do"),
            pytest.param("This will help doctors say when.", [], id="what others help them to"),
            pytest.param("Zinc is being shown to nurses.", [], id="going on"),
            pytest.param("Ask what experts recommend.", [], id="asked about"),
            pytest.param("Doctors examine you and recommend it.", [], id="other words between"),
        ],
    )
    def test_who_cannot_be_found(
        self, write_rule: RuleWriter, lint: Lint, text: str, found: list[str]
    ) -> None:
        folder = write_rule("a-rule", match=self.MATCH)
        assert words(lint(folder, text), text) == found

    def test_words_beside_it_that_excuse_it(self, write_rule: RuleWriter, lint: Lint) -> None:
        folder = write_rule("a-rule", match={**self.MATCH, "unless_beside": ["gene"]})
        assert lint(folder, "A study found the gene.") == []


class TestUnsupported:
    MATCH: ClassVar = {"kind": "unsupported", "any_of": [{"at_least": "associated"}]}
    CITED = "Honey eases a sore throat (Lee, 2021)."

    def test_the_first_of_a_paragraph_where_others_are_cited(
        self, write_rule: RuleWriter, lint: Lint
    ) -> None:
        folder = write_rule("a-rule", match=self.MATCH)
        text = f"{self.CITED}\n\nZinc shortens colds. Tea lifts mood.\n\nIron eases fatigue."
        assert words(lint(folder, text), text) == ["shortens colds", "eases fatigue"]

    def test_a_citation_serves_its_paragraph(self, write_rule: RuleWriter, lint: Lint) -> None:
        folder = write_rule("a-rule", match=self.MATCH)
        assert lint(folder, f"Zinc shortens colds. Tea lifts mood. {self.CITED}") == []

    def test_one_finding_for_an_article_without_sources(
        self, write_rule: RuleWriter, lint: Lint
    ) -> None:
        folder = write_rule("a-rule", match=self.MATCH)
        text = "Zinc shortens colds.\n\nTea lifts mood. Iron does not ease fatigue.\n"
        (finding,) = lint(folder, text)
        assert finding.span.of(text) == "shortens colds"
        assert [place.span.of(text) for place in finding.related] == ["lifts mood"]
        assert finding.advice.endswith("The article gives no source for any of its 2 claims.")

    HEARD: ClassVar = {**MATCH, "heard": 1.5}
    SOLD = "Our gentle ginger shots melt belly fat and give you back your glow."

    def test_a_sentence_that_commends_is_a_claim(self, write_rule: RuleWriter, lint: Lint) -> None:
        folder = write_rule("a-rule", match=self.HEARD)
        text = f"{self.SOLD}\n\nTea lifts mood.\n"
        (finding,) = lint(folder, text)
        assert finding.span.of(text) in self.SOLD
        assert [place.span.of(text) for place in finding.related] == ["lifts mood"]
        unheard = {**self.HEARD, "heard": 99.0}
        assert lint(write_rule("a-rule", match=unheard), text) == []

    def test_who_lists_sources_owes_them_to_every_claim(
        self, write_rule: RuleWriter, lint: Lint
    ) -> None:
        text = "Zinc shortens colds.\n\nTea lifts mood.\n"
        listed = f"{text}\n## References\n\n1. Lee A. Zinc and colds. Lancet. 2021;397:12-20.\n"
        (finding,) = lint(write_rule("a-rule", match=self.HEARD), listed)
        assert finding.span.of(listed) == "shortens colds"

    @pytest.mark.parametrize(
        "text",
        [
            pytest.param("Zinc shortens colds.\n\nTea lifts mood.", id="as a textbook says it"),
            pytest.param(
                "Our gentle ginger shots may melt belly fat and may give you back your glow.\n\n"
                "Our gentle ginger shots might melt cellulite and might give you back your youth.",
                id="as possible",
            ),
        ],
    )
    def test_without_sources_somebody_has_to_be_heard(
        self, write_rule: RuleWriter, lint: Lint, text: str
    ) -> None:
        assert lint(write_rule("a-rule", match=self.HEARD), text) == []

    def test_a_single_claim_needs_no_list(self, write_rule: RuleWriter, lint: Lint) -> None:
        folder = write_rule("a-rule", match=self.MATCH)
        assert lint(folder, "Zinc shortens colds.") == []


class TestAbbreviation:
    MATCH: ClassVar[dict[str, object]] = {
        "kind": "abbreviation",
        "known": ["DNA", "U.S."],
        "expansions": {"VMS": "vasomotor symptoms"},
    }

    @pytest.mark.parametrize(
        ("text", "found"),
        [
            pytest.param("The VMS of menopause are VMS.", ["VMS"], id="listed-once"),
            pytest.param("The DNA of the US", [], id="known"),
            pytest.param("Vasomotor symptoms are many. The VMS fade.", [], id="long-form"),
            pytest.param("The XQZ is new. I like it.", [], id="unlisted-in-passing"),
            pytest.param("The XQZ is new. I like the XQZ.", ["XQZ"], id="unlisted-relied-on"),
            pytest.param("The XQZ gene is new. I like the XQZ gene.", [], id="unlisted-symbol"),
            pytest.param("It was NOT so. It is NOT. Is it not NOT?", [], id="shouted-word"),
            pytest.param("- VMS 90%", [], id="a-list-of-terms"),
        ],
    )
    def test_finds_what_nobody_explains(
        self, write_rule: RuleWriter, lint: Lint, text: str, found: list[str]
    ) -> None:
        assert words(lint(write_rule("a-rule", match=self.MATCH), text), text) == found

    def test_the_message_says_what_to_write(self, write_rule: RuleWriter, lint: Lint) -> None:
        folder = write_rule("a-rule", match=self.MATCH, message="Write {instead}.")
        (finding,) = lint(folder, "The VMS of menopause")
        assert finding.message == "Write vasomotor symptoms (VMS)."


class TestTags:
    """A rule may ask for what stands in the tags of a template, and only then is it looked for."""

    @pytest.mark.parametrize(
        ("in_tags", "found"), [(True, ["{{ dose }}"]), (False, [])], ids=["asked", "not-asked"]
    )
    def test_are_read_when_asked(
        self, write_rule: RuleWriter, lint: Lint, *, in_tags: bool, found: list[str]
    ) -> None:
        match = {"kind": "regex", "patterns": [r"\{\{\s?dose\s?\}\}"], "in_tags": in_tags}
        text = "Take {{ dose }} of it daily.\n"
        assert words(lint(write_rule("a-rule", match=match), text), text) == found
