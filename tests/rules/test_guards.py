"""Each guard through a small rule: what it must keep silent about, and what it must not."""

import datetime as dt

import pytest

from medlint.document import Format
from medlint.linter import Linter
from medlint.nlp import Annotator
from medlint.rules import registry
from medlint.rules.guards import NAMES

CURES = [f"{verb} diabetes" for verb in ("cure", "cures", "cured", "curing", "cure for")]


@pytest.fixture(scope="module")
def linters(tmp_path_factory: pytest.TempPathFactory, annotator: Annotator) -> dict[str, Linter]:
    """For each guard a linter whose one rule finds a cure of diabetes, unless the guard speaks."""
    folder = tmp_path_factory.mktemp("rules")
    for guard in NAMES:
        (folder / f"cure-{guard}.yaml").write_text(
            f"id: cure-{guard}\ncategory: certainty\nsummary: s\nseverity: error\n"
            "confidence: high\nmessage: m\nadvice: a\nwhy: w\nauthority: [{title: t}]\n"
            f"match: {{kind: phrases, any_of: [{', '.join(CURES)}]}}\n"
            f"scope: [heading, paragraph, list-item, quotation]\nunless: [{guard}]\n"
            "flags: ['[[x]]']\npasses: ['y']\n",
            encoding="utf-8",
        )
    loaded = registry.load_rules([folder])
    guards = registry.make_guards(loaded)
    return {
        guard: Linter(
            (registry.compile_rule(loaded, f"cure-{guard}", guards=guards),),
            annotator,
            dt.date(2026, 11, 22),
        )
        for guard in NAMES
    }


SILENT = {
    "negated": [
        "Turmeric does not cure diabetes.",
        "Turmeric doesn't cure diabetes.",
        "Turmeric doesn\N{RIGHT SINGLE QUOTATION MARK}t cure diabetes.",
        "Turmeric never cured diabetes.",
        "Nothing cures diabetes.",
        "No herb can cure diabetes.",
        "None of these herbs cures diabetes.",
        "There is no evidence that turmeric cures diabetes.",
        "Turmeric has not yet been shown to cure diabetes.",
        "Turmeric cannot cure diabetes.",
        "Turmeric failed to cure diabetes.",
        "Turmeric is unlikely to cure diabetes.",
        "There is no cure for diabetes.",
        "A cure for diabetes does not exist.",
        "Curing diabetes is not possible.",
        "It is not, however, a cure for diabetes.",
    ],
    "hedged": [
        "Turmeric may cure diabetes.",
        "Turmeric might one day cure diabetes.",
        "It could cure diabetes.",
        "Perhaps it cures diabetes.",
        "It possibly cures diabetes.",
        "It seems to cure diabetes.",
        "It appears to have cured diabetes.",
        "It is thought to cure diabetes.",
        "Turmeric helps cure diabetes.",
        "It cured diabetes in most people.",
        "It cured diabetes in about 40% of people.",
    ],
    "questioned": [
        "Does turmeric cure diabetes?",
        "Can it be that turmeric cures diabetes?",
        "“Does turmeric cure diabetes?”",
        "Turmeric cures diabetes? (Really?)",
        "# Can turmeric cure diabetes",
        "# Is turmeric a cure for diabetes",
        "# Does it cure diabetes: a review",
        "Nobody knows whether turmeric cures diabetes.",
        "Researchers asked whether turmeric cured diabetes.",
    ],
    "quoted": [
        "He said “turmeric cures diabetes” on air.",
        'He said "turmeric cures diabetes" on air.',
        "He said 'turmeric cures diabetes' on air.",
        "“I take it daily. Turmeric cures diabetes. I know.”",
        "The “it cures diabetes” claim is old.",
        "He writes: “Turmeric cures diabetes. Then more",
        "> Turmeric cures diabetes.",
        "> - Turmeric cures diabetes.",
    ],
    "attributed": [
        "Advocates claim that turmeric cures diabetes.",
        "Sellers say turmeric cures diabetes.",
        "Turmeric is said to cure diabetes.",
        "It supposedly cures diabetes.",
        "It allegedly cured diabetes.",
        "The myth that turmeric cures diabetes is old.",
        "Some people believe that it cured diabetes.",
        "It is touted to cure diabetes.",
        "Beware of sites that promise to cure diabetes.",
        "It is a so-called cure for diabetes.",
        "My neighbour claims that turmeric cures diabetes.",
        "We asked sellers who claim that turmeric cures diabetes.",
    ],
    "conditional": [
        "If turmeric cures diabetes, we will know soon.",
        "Unless it cures diabetes, do not buy it.",
        "Researchers hope to cure diabetes.",
        "The aim is to cure diabetes.",
        "They try to cure diabetes with herbs.",
        "They want to cure diabetes one day.",
        "It would cure diabetes.",
        "They are looking for a cure for diabetes.",
        "The search for a cure for diabetes goes on.",
        "Efforts to cure diabetes continue.",
    ],
    "cited": [
        "Turmeric cures diabetes [3].",
        "Turmeric cures diabetes.[3]",
        "Turmeric cures diabetes.¹ It is yellow.",
        "Turmeric cures diabetes.[^1]\n\n[^1]: Smith J. A trial. 2020.",
        "Turmeric cures diabetes (Smith, 2021).",
        "Turmeric cures diabetes. A review (Lee, 2020) showed it.",
        "Turmeric cures diabetes, [a study](https://example.org/x) found.",
        "Turmeric cures diabetes (doi: 10.1000/xyz).",
        "Turmeric cures diabetes, according to Mayo Clinic.",
    ],
    "disclaimed": [
        "Turmeric cures diabetes. This is a myth.",
        "Turmeric cures diabetes. This is not true.",
        "Turmeric cures diabetes.\n\nThis is false.",
        "Turmeric cures diabetes. There is no evidence for it.",
        "Turmeric cures diabetes: a common misconception.",
        "It is a myth that turmeric cures diabetes.",
        "That turmeric cures diabetes has been debunked.",
        "If a site says that turmeric cures diabetes, it is a red flag.",
        "## Myths about diabetes\n\nTurmeric cures diabetes.",
    ],
    "mentioned": [
        "The term cures diabetes is a poor one.",
        "Never trust the words heals gout and cures diabetes.",
        "Avoid phrases such as cures diabetes.",
        "We do not write cures diabetes.",
        "We say eases it instead of cures diabetes.",
        "Its makers once called it a cure for diabetes.",
        "The label 'cures diabetes' stuck.",
        "Cures diabetes is a phrase of quacks.",
        "Cure for diabetes is now seen as offensive.",
        "Cures diabetes and heals gout are terms of the trade.",
        "The style guide has cures diabetes in red.",
    ],
}

HEARD = {
    "negated": [
        "Turmeric cures diabetes.",
        "Turmeric not only cures diabetes, it also helps you sleep.",
        "Turmeric does not hurt, but it cures diabetes.",
        "It has no side effects and cures diabetes.",
        "No doubt turmeric cures diabetes.",
        "Without a doubt, turmeric cures diabetes.",
        "There is no question that turmeric cures diabetes.",
        "It is not expensive; it cures diabetes.",
        "Do not wait: turmeric cures diabetes.",
        "It cures diabetes, not colds.",
        "Turmeric cures diabetes without side effects.",
        "Nothing tastes better and it cures diabetes.",
        "A cure for diabetes exists, but it is not cheap.",
    ],
    "hedged": [
        "Turmeric cures diabetes.",
        "Turmeric can cure diabetes.",
        "Turmeric will cure diabetes.",
        "Turmeric clearly cures diabetes.",
        "It may ease pain, but it cures diabetes.",
        "It may ease pain and cures diabetes.",
        "It could be expensive; it cures diabetes.",
        "It cures diabetes and may ease pain.",
        "With the help of turmeric, you cure diabetes.",
        "It cured diabetes, but in some people it hurt.",
    ],
    "questioned": [
        "Whether you are ten or ninety, turmeric cures diabetes.",
        "Ready for turmeric to cure diabetes?",
        "Tired of waiting for a cure for diabetes?",
        "Turmeric cures diabetes.",
        "Turmeric cures diabetes!",
        "Want to know more? Turmeric cures diabetes.",
        "Is it true? It cures diabetes.",
        "# Turmeric cures diabetes",
        "# Turmeric cures diabetes: is it safe",
        "Can it be! It cures diabetes.",
        "They asked whether it helps, but turmeric cures diabetes.",
        "Whatever you do, turmeric cures diabetes.",
    ],
    "quoted": [
        "Turmeric cures diabetes.",
        "He said “yes” and turmeric cures diabetes.",
        "“Turmeric” cures diabetes.",
        "It's true: turmeric cures diabetes, isn't it.",
        "“It works.” Turmeric cures diabetes.",
        "Turmeric cures diabetes, they say “yes”.",
        'At 5\'10" tall, turmeric cures diabetes within 6".',
        "The patients' herb cures diabetes in the patients' words.",
    ],
    "attributed": [
        "Turmeric cures diabetes.",
        "Studies show that turmeric cures diabetes.",
        "Doctors know it cures diabetes.",
        "We say it cures diabetes.",
        "We promise that it cures diabetes.",
        "I have always claimed that turmeric cures diabetes.",
        "Our whole team promises to cure diabetes.",
        "Critics claim it is dear, but it cures diabetes.",
        "It cures diabetes, and advocates say it tastes good.",
        "Its promise is great; it cures diabetes.",
        "It is marketed in blue jars, but it cures diabetes.",
    ],
    "conditional": [
        "Whether you are ten or ninety, turmeric cures diabetes.",
        "Turmeric cures diabetes.",
        "Turmeric cures diabetes if you take it daily.",
        "When taken daily, turmeric cures diabetes.",
        "If you are ill, take turmeric; it cures diabetes.",
        "If you want proof, turmeric cures diabetes.",
        "We hope you like it, but it cures diabetes.",
        "It would be nice, but turmeric cures diabetes.",
        "Try turmeric: it cures diabetes.",
    ],
    "cited": [
        "Turmeric cures diabetes.",
        "It tastes good [3]. Turmeric cures diabetes.",
        "Turmeric cures diabetes. It tastes good. It is old [3].",
        "Turmeric cures diabetes.\n\nA review found it [3].",
        "Turmeric cures diabetes ([see below](#below)).",
        "Turmeric cures diabetes (in 2021).",
        "Studies found that turmeric cures diabetes.",
        "[Mail us](mailto:a@example.org): turmeric cures diabetes.",
    ],
    "disclaimed": [
        "Turmeric cures diabetes.",
        "Turmeric cures diabetes. This is great.",
        "Turmeric cures diabetes. The evidence is strong.",
        "Turmeric cures diabetes. It is yellow. This is a myth.",
        "Many herbs are a myth. Turmeric cures diabetes.",
        "Turmeric cures diabetes.\n\n## Myths\n\nMore of them.",
        "## Facts about diabetes\n\nTurmeric cures diabetes.",
        "## Myths\n\nOne.\n\n## Facts\n\nTurmeric cures diabetes.",
    ],
    "mentioned": [
        "Turmeric cures diabetes without stigma.",
        "The label says that it cures diabetes.",
        "The term of the patent ends, and it cures diabetes.",
        "In the words of its makers it cures diabetes.",
        "Those who dislike the word know that turmeric cures diabetes.",
        "Turmeric cures diabetes, and its smell is offensive.",
        "Turmeric cures diabetes: that is a word to the wise.",
        "Its long-term use cures diabetes in terms of sugar.",
    ],
}


def cases(table: dict[str, list[str]]) -> list[tuple[str, str]]:
    return [(guard, text) for guard, texts in table.items() for text in texts]


def findings(linter: Linter, text: str) -> list[str]:
    _, found = linter.lint(text, path="draft.md", format=Format.MARKDOWN)
    return [finding.rule for finding in found]


@pytest.mark.parametrize(("guard", "text"), cases(SILENT))
def test_what_a_guard_keeps_silent_about(linters: dict[str, Linter], guard: str, text: str) -> None:
    assert findings(linters[guard], text) == []


@pytest.mark.parametrize(("guard", "text"), cases(HEARD))
def test_what_a_guard_lets_pass(linters: dict[str, Linter], guard: str, text: str) -> None:
    assert findings(linters[guard], text) == [f"cure-{guard}"]


def test_every_guard_has_its_cases() -> None:
    assert set(SILENT) == set(HEARD) == set(NAMES)
    assert min(len(texts) for texts in (*SILENT.values(), *HEARD.values())) >= 8
