"""What profiles and regions make of rules: which run, how grave they are, whose law they show."""

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest

from medlint import runner
from medlint.errors import RuleError, UsageError
from medlint.finding import Finding, Severity
from medlint.plan import Plan
from medlint.publishing import DEFAULT_PROFILE, Region
from medlint.reading import Sentence
from medlint.rules import profile_page, profiles, registry
from medlint.rules.hit import Hit
from medlint.rules.profiles import Adjustment, Changes, Profile
from medlint.text import Span

DOCS = Path(__file__).parents[2] / "docs"

PROFILE = Profile(
    id="of-ours",
    summary="A sort of text.",
    why="It differs.",
    turns_on=["a"],
    turns_off=["b", "c"],
    severity={"d": Severity.NOTE},
    regions={
        "uk": Changes(turns_on=["b"], turns_off=["a"], severity={"d": Severity.ERROR}),
    },
)


@pytest.mark.parametrize(
    ("region", "expected"),
    [
        pytest.param(
            None,
            Adjustment(frozenset("a"), frozenset("bc"), {"d": Severity.NOTE}),
            id="no-region",
        ),
        pytest.param(
            "us",
            Adjustment(frozenset("a"), frozenset("bc"), {"d": Severity.NOTE}, "us"),
            id="a-region-that-adds-nothing",
        ),
        pytest.param(
            "uk",
            Adjustment(frozenset("b"), frozenset("ac"), {"d": Severity.ERROR}, "uk"),
            id="a-region-takes-back",
        ),
    ],
)
def test_a_region_adds_to_its_profile(region: Region | None, expected: Adjustment) -> None:
    assert profiles.adjustment(PROFILE, region, known="abcd") == expected


def test_a_profile_names_rules_that_exist() -> None:
    with pytest.raises(RuleError, match="the profile 'of-ours' names 'd', which is no rule"):
        profiles.adjustment(PROFILE, None, known="abc")


def found(
    text: str,
    profile: str = DEFAULT_PROFILE,
    region: Region | None = None,
    *,
    select: tuple[str, ...] = ("language",),
    rule_folders: tuple[Path, ...] = (),
) -> list[Finding]:
    plan = Plan(
        root=Path.cwd(),
        as_of=dt.date(2026, 11, 23),
        profile=profile,
        region=region,
        select=select,
        rule_folders=rule_folders,
    )
    return list(runner.lint_text(runner.prepare(plan), text, "draft.md").found())


ADVERT = "One capsule a day supports immunity. Book now: our Botox costs little."


@pytest.mark.parametrize(
    ("profile", "region", "rules"),
    [
        pytest.param("editorial", "us", set(), id="editorial"),
        pytest.param("promotional", None, set(), id="no-region"),
        pytest.param("promotional", "us", {"supplement-disclaimer"}, id="us"),
        pytest.param("promotional", "uk", {"prescription-advert"}, id="uk"),
        pytest.param("promotional", "eu", {"prescription-advert"}, id="eu"),
        pytest.param("promotional", "au", {"prescription-advert"}, id="au"),
    ],
)
def test_what_is_against_the_law_of_a_region_is_found_there(
    profile: str, region: Region | None, rules: set[str]
) -> None:
    by_law = {"supplement-disclaimer", "prescription-advert"}
    assert {
        finding.rule for finding in found(ADVERT, profile, region, select=("caveats",))
    } & by_law == rules


def test_a_profile_turns_rules_off_and_their_own_name_turns_them_on() -> None:
    text = "High CRP is common."
    assert [f.rule for f in found(text)] == ["undefined-abbreviation"]
    assert found(text, "professional") == []
    (finding,) = found(text, "professional", select=("undefined-abbreviation",))
    assert finding.severity is Severity.WARNING


@pytest.mark.parametrize(
    ("profile", "severity"),
    [("editorial", Severity.WARNING), ("promotional", Severity.ERROR), ("professional", "note")],
)
def test_a_profile_weighs_a_rule(profile: str, severity: Severity) -> None:
    text = "Our pellets come with minimal side effects."
    (finding,) = found(text, profile, select=("unnamed-side-effects",))
    assert finding.severity == severity


def test_no_profile_makes_a_fact_graver_than_it_is_sure() -> None:
    loaded = registry.load_rules()
    rule = registry.compile_rule(
        loaded,
        "stale-boxed-warning",
        guards=registry.make_guards(loaded),
        selected=True,
        adjusted=Adjustment(severity={"stale-boxed-warning": Severity.ERROR}),
    )
    hit = Hit(Sentence(0, 0, Span(0, 1), "A"), Span(0, 1), severity=Severity.WARNING)
    assert rule.severity_of(hit) is Severity.WARNING
    assert rule.severity_of(replace(hit, severity=None)) is Severity.ERROR


@pytest.mark.parametrize(
    ("region", "titles"),
    [
        pytest.param(
            "uk",
            ["UK Code of Non-broadcast Advertising and Direct & Promotional Marketing", "HONcode"],
            id="uk",
        ),
        pytest.param("eu", ["Directive 2001/83/EC", "HONcode"], id="eu"),
        pytest.param("us", ["HONcode"], id="nothing-of-its-own"),
        pytest.param(
            None,
            [
                "UK Code of Non-broadcast Advertising and Direct & Promotional Marketing",
                "Directive 2001/83/EC",
                "HONcode",
            ],
            id="all",
        ),
    ],
)
def test_findings_show_the_authority_of_the_region(
    region: Region | None, titles: list[str]
) -> None:
    text = "Inject 100 mg of testosterone twice a week."
    (finding,) = found(text, region=region, select=("prescriptive-dosing",))
    assert [entry.title for entry in finding.authority] == titles


def test_law_of_elsewhere_is_better_than_no_authority() -> None:
    (finding,) = found("# We sell Botox: order now", region="us", select=("prescription-advert",))
    assert len(finding.authority) == 4


def test_an_unknown_profile_is_told_with_a_hint() -> None:
    with pytest.raises(UsageError, match="no profile is called 'promotion'; did you mean 'promo"):
        found("A text.", "promotion")


def test_the_page_of_documentation_is_what_the_data_say() -> None:
    made = profile_page.page(registry.load_rules())
    assert (DOCS / "profiles.md").read_text(encoding="utf-8") == made, (
        "write it anew: medlint rules profiles > docs/profiles.md"
    )


def test_a_publisher_adds_a_profile_of_their_own(tmp_path: Path) -> None:
    folder = tmp_path / "_profiles"
    folder.mkdir()
    (folder / "leaflet.yaml").write_text(
        "id: leaflet\nsummary: For the ward.\nwhy: Short.\nturns_off: [undefined-abbreviation]\n"
    )
    assert found("High CRP is common.", "leaflet", rule_folders=(tmp_path,)) == []
