"""The kinds that put words in the place of others and that weigh how hard a section reads."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import ClassVar

import pytest

from medlint import runner
from medlint.finding import Finding
from medlint.plan import Plan
from medlint.publishing import NOTHING, Demands
from medlint.rules import registry
from medlint.rules.kinds.substitution import Substitution

RuleWriter = Callable[..., Path]
Lint = Callable[..., list[Finding]]


def words(findings: list[Finding], text: str) -> list[str]:
    return [finding.span.of(text) for finding in findings]


class TestSubstitution:
    MATCH: ClassVar[dict[str, object]] = {
        "kind": "substitution",
        "words": {
            "tumour": "tumor",
            "heart attack": "myocardial infarction",
            "foetus": "fetus",
            "centre": "center",
        },
        "fix": True,
    }

    @pytest.mark.parametrize(
        ("text", "instead"),
        [
            pytest.param("a tumour", ["tumor"], id="as-it-stands"),
            pytest.param("Tumours grow.", ["Tumors"], id="capital-and-plural"),
            pytest.param("TUMOUR", ["TUMOR"], id="capitals"),
            pytest.param("The Tumour Society met.", [], id="a-name"),
            pytest.param("It met. Tumours grow.", ["Tumors"], id="second-sentence"),
            pytest.param("# Living with a Tumour", ["Tumor"], id="a-title"),
            pytest.param("# Tumour of the skin", ["Tumor"], id="a-title-like-a-sentence"),
            pytest.param("# TUMOUR OF THE SKIN", ["TUMOR"], id="a-title-in-capitals"),
            pytest.param("# The Leeds Tumour Society", [], id="a-name-as-title"),
            pytest.param("# What the Tumour Fund does", [], id="a-name-in-a-title"),
            pytest.param("Tumour Watch is a paper.", [], id="a-name-that-begins"),
            pytest.param("Centre for Health Economics, York", [], id="a-longer-name"),
            pytest.param("Tumours and DNA", ["Tumors"], id="letters-are-no-name"),
            pytest.param("Write to info@tumour.org or tumour.org/help.", [], id="an-address"),
            pytest.param("A cyst/tumour.", ["tumor"], id="a-choice"),
            pytest.param("two foetuses, both alive", ["fetuses"], id="plural-in-es"),
            pytest.param("the foetus's heart", ["fetus"], id="genitive"),
            pytest.param("a heart-attack", ["myocardial infarction"], id="two-words"),
            pytest.param("tumorous", [], id="another-word"),
        ],
    )
    def test_writes_it_in_its_number_and_case(
        self, write_rule: RuleWriter, lint: Lint, text: str, instead: list[str]
    ) -> None:
        findings = lint(write_rule("a-rule", match=self.MATCH), text)
        assert [fix.text for finding in findings for fix in finding.fix] == instead

    def test_the_first_place_counts_unless_the_other_word_is_said(
        self, write_rule: RuleWriter, lint: Lint
    ) -> None:
        folder = write_rule("a-rule", match={**self.MATCH, "places": "first"})
        text = "A tumour is a tumour. It was a heart attack."
        assert words(lint(folder, text), text) == ["tumour", "heart attack"]
        assert lint(folder, "A tumour grew.\n\n- A tumor, that is.") == []
        assert lint(folder, "A tumour grew.\n\n- Tumors, that is.") == []
        assert lint(folder, "A tumour grew.\n\n- It was tumorous.") != []

    @pytest.mark.parametrize(
        "text",
        [
            "Growths (tumours, for one) are common. A tumour is rare.",
            "A tumour (a growth that) is rare.",
            "A tumour, or growth, is rare.",
            "A tumour, meaning a growth, is rare.",
        ],
    )
    def test_what_is_explained_where_it_first_stands_is_left_alone(
        self, write_rule: RuleWriter, lint: Lint, text: str
    ) -> None:
        assert lint(write_rule("a-rule", match={**self.MATCH, "places": "first"}), text) == []

    def test_leaves_longer_names_and_sentences_alone(
        self, write_rule: RuleWriter, lint: Lint
    ) -> None:
        match = {**self.MATCH, "not_in": ["brain tumour"], "unless_beside": ["called"]}
        text = "A brain tumour is one tumour. It is called a tumour."
        (finding,) = lint(write_rule("a-rule", match=match), text)
        assert finding.span.start == text.index("one tumour") + 4


def test_no_american_spelling_lacks_its_british_one() -> None:
    loaded = registry.load_rules().rules
    british, american = (
        loaded[f"{side}-spelling"].definition.match for side in ("british", "american")
    )
    assert isinstance(british, Substitution)
    assert isinstance(american, Substitution)
    read_back = {(there, here) for here, there in american.words.items()}
    assert read_back <= british.words.items()


HARD = (
    "Comprehensive multidisciplinary evaluation necessitates considerable collaboration. "
    "Individualised administration facilitates satisfactory pharmacological efficacy. "
    "Socioeconomic disadvantage complicates ambulatory rehabilitation considerably."
)
EASY = "Take it with food. Drink a lot. Call us if you feel sick at night."


class TestReadability:
    MATCH: ClassVar[dict[str, object]] = {"kind": "readability", "grade": 12, "words": 10}

    @pytest.mark.parametrize(
        ("text", "found"),
        [
            pytest.param(f"## Care\n\n{HARD}\n\n## Food\n\n{EASY}", ["Care"], id="a-section"),
            pytest.param(HARD, [HARD.split(".", maxsplit=1)[0] + "."], id="no-heading"),
            pytest.param(f"## Care\n\n{EASY}", [], id="easy"),
            pytest.param("## Care\n\n" + HARD.split(". ", maxsplit=1)[0] + ".", [], id="too-short"),
            pytest.param(
                "## Care\n\n- " + "\n- ".join(HARD.replace(".", "").split()), [], id="no-sentences"
            ),
        ],
    )
    def test_finds_sections_that_are_too_hard(
        self, write_rule: RuleWriter, lint: Lint, text: str, found: list[str]
    ) -> None:
        assert words(lint(write_rule("a-rule", match=self.MATCH), text), text) == found

    def test_shows_what_costs_most(self, write_rule: RuleWriter, lint: Lint) -> None:
        folder = write_rule("a-rule", match=self.MATCH, message="{heading} {limit}: {words}")
        text = f"## Care\n\n{HARD} Short one."
        (finding,) = lint(folder, text)
        assert finding.message == (
            "Care 12: multidisciplinary, pharmacological, rehabilitation, administration, "
            "ambulatory"
        )
        assert [related.note.split(",")[0] for related in finding.related] == [
            "6 words",
            "6 words",
            "6 words",
        ]


@pytest.mark.parametrize(
    ("demands", "select", "limits"),
    [
        pytest.param(NOTHING, (), [], id="not-asked-for"),
        pytest.param(Demands(grade=6), (), ["above 6"], id="asked-for-in-the-settings"),
        pytest.param(NOTHING, ("readability",), ["above 13"], id="asked-for-by-name"),
        pytest.param(Demands(grade=60), (), [], id="easier-than-asked-for"),
    ],
)
def test_readability_runs_where_it_is_asked_for(
    demands: Demands, select: tuple[str, ...], limits: list[str]
) -> None:
    plan = Plan(
        root=Path.cwd(),
        as_of=dt.date(2026, 11, 23),
        select=select or ("language",),
        demands=demands,
    )
    long = " ".join([HARD] * 4)
    findings = runner.lint_text(runner.prepare(plan), long, "care.md").found()
    said = [finding.message for finding in findings if finding.rule == "readability"]
    assert len(said) == len(limits)
    assert all(limit in message for limit, message in zip(limits, said, strict=True))
