"""Settings at work: begun, shown, proved, and what they change in a run."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml

from medlint import config

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.commands.conftest import Run


def settings(drafts: Path, text: str) -> None:
    (drafts / "medlint.yaml").write_text(text, encoding="utf-8")


class TestInit:
    def test_settings_and_hooks_fit_what_is_there(self, run: Run, drafts: Path) -> None:
        (drafts / ".git").mkdir()
        (drafts / "README.md").write_text("# About\n", encoding="utf-8")
        (drafts / "house-rules").mkdir()
        (drafts / "drafts" / "a.docx").write_bytes(b"")
        assert run("init") == 0
        found = config.find(drafts)
        assert found.exclude == ("/README.md",)
        assert found.rule_folders == (drafts / "house-rules",)
        assert (found.baseline, found.lock, found.gate) == (None, None, None)
        text = (drafts / "medlint.yaml").read_text("utf-8")
        assert "#   2 drafts/*.md\n" in text
        assert "#   1 drafts/*.docx\n" in text
        hooks = yaml.safe_load((drafts / ".pre-commit-config.yaml").read_text("utf-8"))
        (repo,) = hooks["repos"]
        assert [hook["id"] for hook in repo["hooks"]] == ["medlint", "medlint-docx"]
        assert run.out == (
            "medlint.yaml: settings to begin with\n"
            ".pre-commit-config.yaml: the hooks; 'pre-commit install' sets them up\n"
            "For .gitattributes, so that branches which both decide merge:\n"
            "medlint-reviews.yaml merge=union\n"
            "medlint-baseline.jsonl merge=union\n"
        )

    def test_every_comment_holds_true_settings(self, run: Run, drafts: Path) -> None:
        assert run("init") == 0
        path = drafts / "medlint.yaml"
        lines = path.read_text("utf-8").splitlines()
        start = lines.index("# ignore: [language]")
        plain = [line.removeprefix("# ") for line in lines[start:]]
        body = [line for line in plain if line.startswith((" ", "-")) or ":" in line.split(" ")[0]]
        path.write_text("\n".join(body), encoding="utf-8")
        found = config.load(path)
        assert found.ignore == ("language",)
        assert found.vocabulary.abbreviations == ("GP",)
        assert found.gate is not None
        assert found.overrides[0].ignore == ("numbers",)

    def test_hooks_that_are_there_are_left_alone(self, run: Run, drafts: Path) -> None:
        (drafts / ".git").mkdir()
        hooks = drafts / ".pre-commit-config.yaml"
        hooks.write_text("repos: []\n", encoding="utf-8")
        (drafts / ".gitattributes").write_text("medlint-reviews.yaml merge=union\n", "utf-8")
        assert run("init") == 0
        assert hooks.read_text("utf-8") == "repos: []\n"
        assert ".pre-commit-config.yaml is there already; add below 'repos:'" in run.out
        assert "      - id: medlint\n" in run.out
        assert ".gitattributes" not in run.out

    @pytest.mark.parametrize(
        ("name", "text"),
        [("medlint.yaml", "fail-on: note\n"), ("pyproject.toml", "[tool.medlint]\n")],
    )
    def test_settings_that_are_there_are_left_alone(
        self, run: Run, drafts: Path, name: str, text: str
    ) -> None:
        (drafts / name).write_text(text, encoding="utf-8")
        assert run("init") == 2
        assert "there are settings here already" in run.err
        assert (drafts / name).read_text("utf-8") == text

    def test_a_folder_below_may_have_its_own(
        self, run: Run, drafts: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        settings(drafts, "fail-on: note\n")
        monkeypatch.chdir(drafts / "drafts")
        assert run("init") == 0
        assert (drafts / "drafts" / "medlint.yaml").exists()


class TestShow:
    def test_each_setting_and_where_it_comes_from(self, run: Run, drafts: Path) -> None:
        settings(drafts, "# Ours\nfail-on: note\n\nvocabulary:\n  accepted: [Cure Café]\n")
        assert run("config", "show") == 0
        lines = run.out.splitlines()
        assert lines[0] == f"# Paths are relative to {drafts}"
        assert 'fail-on: "note"  # medlint.yaml:2' in lines
        assert "ignore: []  # default" in lines
        (line,) = [line for line in lines if line.startswith("vocabulary: ")]
        assert line.endswith("# medlint.yaml:4")
        assert '"accepted": ["Cure Café"]' in line

    def test_what_is_shown_can_be_read_again(self, run: Run, drafts: Path) -> None:
        settings(drafts, "severity: {certainty: note}\nlock: l.yaml\nrule-packs: []\n")
        before = config.find(drafts)
        assert run("config", "show") == 0
        settings(drafts, run.out)
        assert config.find(drafts) == before

    def test_a_table_of_pyproject_is_named(self, run: Run, drafts: Path) -> None:
        (drafts / "pyproject.toml").write_text("[tool.medlint]\nfail-on = 'note'\n", "utf-8")
        assert run("config", "show") == 0
        assert 'fail-on: "note"  # pyproject.toml\n' in run.out

    def test_the_schema_is_json(self, run: Run, drafts: Path) -> None:
        assert run("config", "schema", "-o", "schema.json") == 0
        schema = json.loads((drafts / "schema.json").read_text("utf-8"))
        assert "fail-on" in schema["properties"]


class TestDoctor:
    def test_everything_is_in_order(self, run: Run) -> None:
        assert run("doctor", "--as-of", "2026-11-23") == 0
        lines = run.out.splitlines()
        assert lines[-1] == "Everything is in order."
        assert {line.split()[1] for line in lines[:-1]} >= {"model", "rules", "facts", "settings"}
        assert {line[:5] for line in lines[:-1]} == {"ok   "}
        assert "ok   settings  none; 'medlint init' writes some" in lines

    @pytest.mark.parametrize(
        ("text", "line"),
        [
            pytest.param("fail_on: note\n", "FAIL settings  ", id="key"),
            pytest.param("model: no_such_model\n", "FAIL model     the language model", id="model"),
            pytest.param("rules: [gone]\n", "FAIL rules     no such rule folder", id="folder"),
            pytest.param("ignore: [gone]\n", "FAIL rules     no rule or category", id="name"),
            pytest.param(
                "severity: {gone: note}\n", "FAIL rules     severity: no rule or", id="severity"
            ),
            pytest.param("templates: gone\n", "FAIL templates no such folder", id="templates"),
            pytest.param("baseline: gone\n", "FAIL baseline  ", id="baseline"),
            pytest.param("reviews: gone\n", "FAIL reviews   there is no ledger", id="reviews"),
            pytest.param("lock: gone\n", "FAIL lock      ", id="lock"),
            pytest.param("rule-packs: [gone]\n", "FAIL packs     rule-packs: no rule pack", id="p"),
        ],
    )
    def test_what_is_wrong_is_named(self, run: Run, drafts: Path, text: str, line: str) -> None:
        settings(drafts, text)
        assert run("doctor") == 2
        assert f"\n{line}" in f"\n{run.out}"
        assert run.out.endswith("Mend what says FAIL, then ask again.\n")


class TestSeverities:
    @pytest.mark.parametrize(
        ("text", "code"),
        [
            pytest.param("fail-on: error\n", 1, id="as the rule says"),
            pytest.param("severity: {reversal-verb: note}\n", 0, id="a rule"),
            pytest.param("severity: {certainty: warning}\n", 0, id="a family"),
            pytest.param(
                "severity: {certainty: note}\n"
                "overrides: [{paths: [drafts/], severity: {reversal-verb: error}}]\n",
                1,
                id="some paths beat it",
            ),
        ],
    )
    def test_another_severity_everywhere(
        self, run: Run, drafts: Path, text: str, code: int
    ) -> None:
        settings(drafts, text)
        assert run("check", "drafts", "--select", "certainty") == code

    def test_a_name_that_means_nothing(self, run: Run, drafts: Path) -> None:
        settings(drafts, "severity: {reversal-verbs: note}\n")
        assert run("check", "drafts") == 2
        assert run.err == (
            "medlint: severity: no rule or category is called 'reversal-verbs'; "
            "did you mean 'reversal-verb'?\n"
        )


class TestRuleOptions:
    @pytest.mark.parametrize(
        ("options", "text", "found"),
        [
            pytest.param("{scope: [heading]}", "Turmeric cures diabetes.", 0, id="elsewhere"),
            pytest.param("{scope: [paragraph]}", "Turmeric cures diabetes.", 1, id="here"),
            pytest.param(
                "{unless: []}", "It is not true that turmeric cures diabetes.", 1, id="no guard"
            ),
            pytest.param(
                "{}", "It is not true that turmeric cures diabetes.", 0, id="its own guards"
            ),
        ],
    )
    def test_what_a_rule_looks_at(
        self, run: Run, drafts: Path, options: str, text: str, found: int
    ) -> None:
        settings(drafts, f"rule-options: {{reversal-verb: {options}}}\n")
        (drafts / "a.md").write_text(f"# Tea\n\n{text} It is a spice.\n", encoding="utf-8")
        assert len([f for f in run.findings("a.md") if f["rule"] == "reversal-verb"]) == found

    def test_another_look_is_another_version(self, run: Run, drafts: Path) -> None:
        (found,) = run.findings("drafts/faulty.md", "--select", "reversal-verb")
        command = ("review", "accept", "drafts", "--finding", found["fingerprint"])
        assert run(*command, "--by", "Ann", "--credential", "MD", "--reason", "quoted") == 0
        assert run("check", "drafts", "--select", "certainty") == 0
        settings(drafts, "rule-options: {reversal-verb: {scope: [paragraph]}}\n")
        assert run("check", "drafts", "--select", "certainty") == 1

    @pytest.mark.parametrize(
        ("text", "message"),
        [
            ("{reversal: {scope: [paragraph]}}", "rule-options: no rule is called 'reversal'"),
            ("{reversal-verb: {unless: [shouted]}}", "there is no guard 'shouted', only negated"),
            (
                "{reversal-verb: {unless: [quoted], softer-when: [quoted]}}",
                "'quoted' is in both 'unless' and 'softer-when'",
            ),
        ],
    )
    def test_wrong_options(self, run: Run, drafts: Path, text: str, message: str) -> None:
        settings(drafts, f"rule-options: {text}\n")
        assert run("check", "drafts") == 2
        assert message in run.err


class TestVocabulary:
    def article(self, drafts: Path, text: str) -> str:
        (drafts / "own.md").write_text(f"# Tea\n\n{text} You drink it warm.\n", encoding="utf-8")
        return "own.md"

    def test_nothing_stands_inside_an_accepted_term(self, run: Run, drafts: Path) -> None:
        name = self.article(drafts, "The film Garlic Cures Asthma is a comedy.")
        assert [f["disposition"] for f in run.findings(name)] == ["reported"]
        settings(drafts, "vocabulary: {accepted: [Garlic Cures Asthma]}\n")
        (finding,) = run.findings(name)
        assert finding["disposition"] == "filtered"
        assert finding["reason"] == "'Garlic Cures Asthma' is accepted in the vocabulary"

    def test_what_reaches_beyond_is_reported(self, run: Run, drafts: Path) -> None:
        settings(drafts, "vocabulary: {accepted: [Asthma Café]}\n")
        name = self.article(drafts, "Our tea cures asthma.")
        assert [f["disposition"] for f in run.findings(name)] == ["reported"]

    def test_a_condition_of_the_house(self, run: Run, drafts: Path) -> None:
        name = self.article(drafts, "Our tea reverses screen gloom.")
        assert run.findings(name, "--select", "reversal-verb") == []
        settings(drafts, "vocabulary: {conditions: [screen gloom]}\n")
        (finding,) = run.findings(name, "--select", "reversal-verb")
        assert finding["message"] == "'reverses screen gloom' promises an outcome."

    def test_two_processes_know_it_too(self, run: Run, drafts: Path) -> None:
        for number in range(12):
            text = "# Tea\n\nOur tea reverses screen gloom. You drink it warm.\n" * 40
            (drafts / "drafts" / f"n{number}.md").write_text(text, encoding="utf-8")
        settings(drafts, "vocabulary: {conditions: [screen gloom]}\n")
        alone = run.summary("drafts", "--select", "reversal-verb")
        assert alone["error"] == 12 * 40 + 1
        assert run.summary("drafts", "--select", "reversal-verb", "--jobs", "2") == alone


@pytest.mark.parametrize(
    ("words", "text", "rule", "before", "after"),
    [
        pytest.param(
            "{abbreviations: [ACTH]}",
            "A test of the blood shows how much ACTH there is, and your doctor will explain it.",
            "undefined-abbreviation",
            1,
            0,
            id="an abbreviation",
        ),
        pytest.param(
            "{therapies: [mossing]}",
            "Mossing prevents dementia. Our gentle baths melt belly fat and bring back your glow.",
            "uncited-claim",
            0,
            1,
            id="a therapy",
        ),
    ],
)
def test_words_are_added_to_the_tables_of_rules(  # noqa: PLR0913, PLR0917 -- a table's columns
    run: Run,
    drafts: Path,
    bundled: Callable[[], None],
    words: str,
    text: str,
    rule: str,
    before: int,
    after: int,
) -> None:
    bundled()
    (drafts / "own.md").write_text(f"# Outside\n\n{text}\n", encoding="utf-8")
    assert len(run.findings("own.md", "--select", rule)) == before
    settings(drafts, f"vocabulary: {words}\n")
    assert len(run.findings("own.md", "--select", rule)) == after


@pytest.mark.parametrize(
    ("words", "hosts"),
    [
        pytest.param("{}", ["medium.com"], id="as it comes"),
        pytest.param("{trusted-sources: [medium.com]}", [], id="trusted"),
        pytest.param("{refused-sources: [example.org]}", ["medium.com", "example.org"], id="more"),
    ],
)
def test_sources_are_trusted_and_refused(
    run: Run, drafts: Path, bundled: Callable[[], None], words: str, hosts: list[str]
) -> None:
    bundled()
    settings(drafts, f"vocabulary: {words}\n")
    (drafts / "own.md").write_text(
        "# Tea\n\nTea is a drink [1]. It is drunk warm [2].\n\n## References\n\n"
        "1. A writer. Of tea. https://medium.com/of-tea\n"
        "2. Another. Of milk. https://example.org/of-milk\n",
        encoding="utf-8",
    )
    found = run.findings("own.md", "--select", "weak-source")
    assert [host for host in hosts if any(host in f["message"] for f in found)] == hosts
    assert len(found) == len(hosts)
