"""Rules of the house: begun, proved, documented, locked, and held to an upgrade."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml
from jsonschema import Draft202012Validator
from tests.commands.conftest import RULES

from medlint.rules import sources

if TYPE_CHECKING:
    from tests.commands.conftest import Run


def settings(drafts: Path, text: str) -> None:
    (drafts / "medlint.yaml").write_text(text, encoding="utf-8")


class TestNew:
    def test_a_rule_is_begun_that_keeps_its_promises(self, run: Run, drafts: Path) -> None:
        assert run("rules", "new", "house-phrase", "--category", "certainty") == 0
        path = Path("house-rules/certainty/house-phrase.yaml")
        assert run.out == (
            f"{path} is begun. Write your own words into it, then: medlint rules test house-rules\n"
            "To have it run in every check, write 'rules: [house-rules]' into medlint.yaml.\n"
        )
        assert run("rules", "test", "house-rules") == 0
        assert run.out == "ok   house-phrase\n1 of 1 rules keep their promises.\n"
        settings(drafts, "rules: [house-rules]\n")
        assert run("rules", "test", "house-phrase") == 0
        (drafts / "a.md").write_text("# Tea\n\nTea is a wonder drug for all of us.\n", "utf-8")
        (finding,) = run.findings("a.md", "--select", "house-phrase")
        assert finding["message"] == "'wonder drug' is not how we say it."

    def test_the_folder_of_the_settings_is_the_place(self, run: Run, drafts: Path) -> None:
        (drafts / "ours").mkdir()
        (drafts / "ours" / "old.yaml").write_text("", encoding="utf-8")
        settings(drafts, "rules: [ours]\n")
        assert run("rules", "new", "house-phrase") == 2  # what is there is read first
        (drafts / "ours" / "old.yaml").unlink()
        settings(drafts, "fail-on: note\n")
        assert run("rules", "new", "first-phrase", "--folder", "ours") == 0
        settings(drafts, "rules: [ours]\n")
        assert run("rules", "new", "house-phrase") == 0
        assert (drafts / "ours" / "language" / "house-phrase.yaml").exists()
        assert "write 'rules" not in run.out

    @pytest.mark.parametrize(
        ("arguments", "message"),
        [
            (["House Phrase"], "'House Phrase' is no id for a rule; write it as in house-phrase"),
            (["language"], "the id 'language' means something else already"),
            (["reversal-verb"], "there is a rule 'reversal-verb': "),
            (["x", "--category", "langage"], "did you mean 'language'?"),
            (["there"], "is there already"),
        ],
    )
    def test_wrong_use(self, run: Run, drafts: Path, arguments: list[str], message: str) -> None:
        path = drafts / "house-rules" / "language" / "there.yaml"
        path.parent.mkdir(parents=True)
        path.write_text("mine", encoding="utf-8")
        assert run("rules", "new", *arguments) == 2
        assert message in run.err
        assert path.read_text("utf-8") == "mine"
        assert len(list(path.parent.iterdir())) == 1


class TestSchema:
    def test_every_rule_is_of_it(self, run: Run) -> None:
        assert run("rules", "schema") == 0
        schema = json.loads(run.out)
        Draft202012Validator.check_schema(schema)
        validator = Draft202012Validator(schema)
        read = 0
        for path in sorted(RULES.glob("[!_]*/*.yaml")):
            data = json.loads(json.dumps(yaml.safe_load(path.read_text("utf-8")), default=str))
            assert [error.message for error in validator.iter_errors(data)] == [], path
            read += 1
        assert read > 50

    @pytest.mark.parametrize(
        ("key", "value"),
        [
            ("severity", "fatal"),
            ("sevrity", "error"),
            ("match", {"kind": "no-such-kind"}),
            ("match", {"kind": "phrases", "any_of": 7}),
            ("flags", []),
            ("flags", [7]),
            ("unless", ["shouted"]),
            ("fixes", "perhaps"),
        ],
    )
    def test_a_wrong_value_is_not(self, run: Run, key: str, value: object) -> None:
        assert run("rules", "schema", "-o", "s.json") == 0
        validator = Draft202012Validator(json.loads(Path("s.json").read_text("utf-8")))
        data = yaml.safe_load((RULES / "certainty" / "guarantee.yaml").read_text("utf-8"))
        assert list(validator.iter_errors(data)) == []
        assert list(validator.iter_errors({**data, key: value})) != []


class TestDocs:
    def test_a_page_for_each_rule_and_their_list(self, run: Run, drafts: Path) -> None:
        assert run("rules", "docs", "-o", "docs") == 0
        assert run.out == f"2 pages and their list, {Path('docs/README.md')}\n"
        listed = (drafts / "docs" / "README.md").read_text("utf-8")
        assert "## Caveats" in listed
        assert "| [reversal-verb](reversal-verb.md) | error | " in listed
        page = (drafts / "docs" / "reversal-verb.md").read_text("utf-8")
        prose = re.sub(r"(?ms)^````.*?^````$", "", page)  # examples may have headings of their own
        titles = [line for line in prose.splitlines() if line.startswith("#")]
        assert titles == [
            "# reversal-verb",
            "## Why it matters",
            "## Flagged",
            "## Not flagged",
            "## What to write instead",
            "## Authority",
            "## How to suppress",
        ]
        assert "| silent when | negated" in page

    def test_rules_of_a_folder_alone(self, run: Run, drafts: Path) -> None:
        run("rules", "new", "house-phrase")
        assert run("rules", "docs", "house-rules", "-o", "docs") == 0
        assert sorted(path.name for path in (drafts / "docs").iterdir()) == [
            "README.md",
            "house-phrase.md",
        ]


class TestTables:
    TABLE = (
        "id: our-conditions\nextends: {}\nsummary: Ours.\nsource: Us.\nas_of: 2026-11-23\n"
        "terms: [screen gloom]\n"
    )

    def write(self, drafts: Path, general: str) -> None:
        folder = drafts / "house-rules" / "_terms"
        folder.mkdir(parents=True)
        (folder / "our-conditions.yaml").write_text(self.TABLE.format(general), "utf-8")
        settings(drafts, "rules: [house-rules]\n")

    def test_a_table_extends_one_of_medlint_for_every_rule(self, run: Run, drafts: Path) -> None:
        self.write(drafts, "conditions")
        (drafts / "a.md").write_text("# Tea\n\nOur tea reverses screen gloom for good.\n", "utf-8")
        (finding,) = run.findings("a.md", "--select", "reversal-verb")
        assert finding["message"] == "'reverses screen gloom' promises an outcome."

    @pytest.mark.parametrize("general", ["conditons", "our-conditions"])
    def test_what_cannot_be_extended(self, run: Run, drafts: Path, general: str) -> None:
        self.write(drafts, general)
        assert run("check", "drafts") == 2
        assert f"'our-conditions' extends '{general}', which is none that can be" in run.err


class TestPacks:
    @pytest.fixture
    def pack(self, run: Run, drafts: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
        """An installed package with one rule, whose code must not run."""
        package = drafts / "site" / "acme_medlint"
        info = drafts / "site" / "acme_medlint-1.dist-info"
        info.mkdir(parents=True)
        package.mkdir()
        (package / "__init__.py").write_text("raise RuntimeError", encoding="utf-8")
        (info / "METADATA").write_text("Name: acme-medlint\nVersion: 1\n", encoding="utf-8")
        (info / "entry_points.txt").write_text(
            "[medlint.rules]\nacme = acme_medlint\nlost = acme_gone\n", encoding="utf-8"
        )
        assert run("rules", "new", "acme-phrase", "--folder", package / "rules") == 0
        monkeypatch.syspath_prepend(drafts / "site")
        return package

    @pytest.mark.usefixtures("pack")
    def test_a_pack_is_used_where_it_is_named(self, run: Run, drafts: Path) -> None:
        assert run("rules", "list") == 0
        assert "acme-phrase" not in run.out
        settings(drafts, "rule-packs: [acme]\n")
        assert run("rules", "list") == 0
        assert "acme-phrase" in run.out
        (drafts / "a.md").write_text("# Tea\n\nTea is a wonder drug for all of us.\n", "utf-8")
        assert [f["rule"] for f in run.findings("a.md")] == ["acme-phrase"]
        assert run("doctor", "--as-of", "2026-11-23") == 0
        assert "\n               lost: installed, not used\n" in run.out

    @pytest.mark.usefixtures("pack")
    @pytest.mark.parametrize(
        ("name", "message"),
        [
            ("acne", "rule-packs: no rule pack is called 'acne'; installed are acme, lost"),
            ("lost", "'lost' names 'acme_gone', which is no installed package"),
        ],
    )
    def test_a_pack_that_is_not_there(
        self, run: Run, drafts: Path, name: str, message: str
    ) -> None:
        settings(drafts, f"rule-packs: [{name}]\n")
        assert run("check", "drafts") == 2
        assert message in run.err


class TestLock:
    @pytest.fixture
    def rules(
        self, run: Run, drafts: Path, two_rules: Path, monkeypatch: pytest.MonkeyPatch
    ) -> Path:
        """The rules, about to be upgraded, and locked as they are."""
        folder = drafts / "upgraded"
        shutil.copytree(two_rules, folder)
        monkeypatch.setattr(sources, "bundled_folder", lambda: folder)
        settings(drafts, "lock: medlint-lock.yaml\n")
        assert run("rules", "lock") == 0
        return folder

    def upgrade(self, rules: Path) -> None:
        """One rule more, one changed, one gone; a table with a word more."""
        new = rules / "certainty" / "new-phrase.yaml"
        old = (rules / "certainty" / "reversal-verb.yaml").read_text("utf-8")
        new.write_text(old.replace("id: reversal-verb", "id: new-phrase"), encoding="utf-8")
        changed = old.replace("promises an outcome.", "promises what nobody can.")
        assert changed != old
        (rules / "certainty" / "reversal-verb.yaml").write_text(changed, encoding="utf-8")
        (rules / "caveats" / "class-caveat.yaml").unlink()
        table = rules / "_terms" / "conditions.yaml"
        table.write_text(table.read_text("utf-8") + "  - screen gloom\n", encoding="utf-8")

    def test_a_lock_is_written_once_and_the_same(self, run: Run, drafts: Path) -> None:
        assert run("rules", "lock") == 0
        lock = drafts / "medlint-lock.yaml"
        assert run.out.endswith("write 'lock: medlint-lock.yaml' into medlint.yaml.\n")
        text = lock.read_text("utf-8")
        assert text.splitlines()[0].startswith("# The rules as this project has agreed to them")
        assert "\n  reversal-verb: {version: '" in text
        assert run("rules", "lock") == 0
        assert lock.read_text("utf-8") == text

    @pytest.mark.usefixtures("rules")
    def test_nothing_is_said_where_nothing_changed(self, run: Run) -> None:
        assert run("check", "drafts") == 1
        assert run.err == ""
        assert run("rules", "diff") == 0
        assert run.out == "The rules are those of the lock.\n"

    def test_what_is_new_is_on_trial_and_what_changed_stays_in_force(
        self, run: Run, rules: Path
    ) -> None:
        self.upgrade(rules)
        found = {f["rule"]: f for f in run.findings("drafts", "--ignore", "reversal-verb")}
        assert (found["new-phrase"]["severity"], found["new-phrase"]["preview"]) == ("note", True)
        assert run("check", "drafts", "--ignore", "reversal-verb", "--fail-on", "note") == 0
        assert run("doctor", "--as-of", "2026-11-23") == 0
        assert (
            "\n               since the lock: 1 new, 1 changed, 1 gone, 1 table changed\n"
            in run.out
        )
        assert run("check", "drafts") == 1
        assert run.err == (
            "medlint: the rules are not those of the lock: 1 new, 1 changed, 1 gone, "
            "1 table changed; 'medlint rules diff' names them\n"
        )

    def test_the_difference_is_named_and_counted_on_the_articles(
        self, run: Run, rules: Path
    ) -> None:
        self.upgrade(rules)
        assert run("rules", "diff") == 1
        names = ["new       new-phrase", "changed   reversal-verb", "gone      class-caveat"]
        assert run.out.splitlines()[:4] == [*names, "table     _terms/conditions"]
        assert run("rules", "diff", "drafts") == 1
        assert run.out.splitlines()[:2] == [
            "new       new-phrase: 1 error",
            "changed   reversal-verb: 1 error",
        ]
        assert run("rules", "lock") == 0
        assert run("rules", "diff") == 0
        assert run("check", "drafts", "--ignore", "reversal-verb") == 1

    def test_a_rule_that_was_in_preview_stays_on_trial(
        self, run: Run, drafts: Path, rules: Path
    ) -> None:
        path = rules / "certainty" / "reversal-verb.yaml"
        stable = path.read_text("utf-8")
        assert "status: preview" not in stable
        lock = drafts / "medlint-lock.yaml"
        text = lock.read_text("utf-8")
        lock.write_text(text.replace("status: stable}", "status: preview}"), encoding="utf-8")
        assert run("check", "drafts") == 0
        assert run("rules", "diff", "drafts") == 1
        assert "promoted  reversal-verb: 1 error" in run.out

    def test_a_rule_that_is_gone_closes_the_gate(self, run: Run, drafts: Path, rules: Path) -> None:
        settings(drafts, "lock: medlint-lock.yaml\ngate: {}\n")
        assert run("gate", "drafts/clean.md", "--as-of", "2026-11-23") == 0
        (rules / "caveats" / "class-caveat.yaml").unlink()
        assert run("gate", "drafts/clean.md", "--as-of", "2026-11-23") == 1
        assert "BLOCKED all: rules of the lock are gone: class-caveat" in run.out
        assert "the rules are not those of the lock: 1 gone" in run.err

    def test_what_cannot_be_checked_is_said(self, run: Run, drafts: Path, rules: Path) -> None:
        self.upgrade(rules)
        (drafts / "drafts" / "bytes.md").write_bytes(b"caf\xe9")
        assert run("rules", "diff", "drafts") == 3
        assert "drafts/bytes.md: not checked" in run.err

    @pytest.mark.parametrize(
        ("text", "message"),
        [
            ("medlint: '1'\n", "the key 'digest' is missing"),
            ("<<<<<<< ours\n", "medlint-lock.yaml:1:"),
            (
                "medlint: '1'\ndigest: d\ntables: {}\nrules: {a: {version: v, status: new}}\n",
                "input should be 'preview', 'stable' or 'deprecated'",
            ),
        ],
    )
    @pytest.mark.usefixtures("rules")
    def test_a_broken_lock(self, run: Run, drafts: Path, text: str, message: str) -> None:
        (drafts / "medlint-lock.yaml").write_text(text, encoding="utf-8")
        assert run("check", "drafts") == 2
        assert message in run.err

    def test_no_lock_is_no_difference(self, run: Run) -> None:
        assert run("rules", "diff") == 2
        assert "no lock: write 'lock: medlint-lock.yaml' into medlint.yaml" in run.err


def test_two_processes_hold_to_the_lock(run: Run, drafts: Path) -> None:
    for number in range(10):
        text = "# Tea\n\nTurmeric cures diabetes. You drink it warm.\n" * 50
        (drafts / "drafts" / f"n{number}.md").write_text(text, encoding="utf-8")
    (drafts / "medlint-lock.yaml").write_text(
        "medlint: '1'\ndigest: d\ntables: {}\nrules: {}\n", encoding="utf-8"
    )
    settings(drafts, "lock: medlint-lock.yaml\n")
    alone = run.summary("drafts", "--select", "certainty")
    assert (alone.get("error"), alone["note"]) == (None, 501)
    assert run.summary("drafts", "--select", "certainty", "--jobs", "2") == alone
