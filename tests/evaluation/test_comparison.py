"""`medlint eval diff`: what a change of rules changes, sentence by sentence."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

import medlint
from medlint.cli import main
from medlint.rules import sources

WriteArticle = Callable[..., Path]
WriteRule = Callable[..., Path]

ROOT = Path(__file__).parents[2]
DRAFT = """\
Turmeric is a miracle for the joints. Some people call it a wonder.

Green tea is magic, and that is a marvel.
"""
WORDS = ("--select", "miracle-word,wonder-word", "--as-of", "2026-11-23")


@pytest.fixture(autouse=True)
def _draft(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NO_COLOR", "1")
    Path("drafts").mkdir()
    Path("drafts/tea.md").write_text(DRAFT, encoding="utf-8")


def closing(texts: str, counts: str) -> str:
    return (
        f"{texts}: {counts}, from the rules of old to those of new, both run by this version of "
        f"the code ({medlint.__version__})"
    )


def test_gained_lost_and_changed_findings_are_named_with_their_sentences(
    write_rule: WriteRule, capsys: pytest.CaptureFixture[str]
) -> None:
    write_rule("miracle-word", "miracle", "magic", folder="old")
    write_rule("wonder-word", "wonder", folder="old", severity="error")
    write_rule("miracle-word", "miracle", "marvel", folder="new")
    write_rule("wonder-word", "wonder", folder="new", severity="warning")
    assert main(["eval", "diff", "old", "new", "drafts", *WORDS]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "~ drafts/tea.md:1:61 wonder-word error → warning “wonder”",
        "    Some people call it a wonder.",
        "- drafts/tea.md:3:14 miracle-word error “magic”",
        "    Green tea is magic, and that is a marvel.",
        "+ drafts/tea.md:3:35 miracle-word error “marvel”",
        "    Green tea is magic, and that is a marvel.",
        "",
        "by rule",
        "              gained  lost  changed",
        "miracle-word       1     1        0",
        "wonder-word        0     0        1",
        "all                1     1        1",
        closing("1 text", "1 gained, 1 lost, 1 changed"),
    ]


def test_json_says_the_same(write_rule: WriteRule, capsys: pytest.CaptureFixture[str]) -> None:
    write_rule("miracle-word", "miracle", "magic", folder="old")
    write_rule("miracle-word", "miracle", folder="new", severity="warning")
    Path("drafts/tee.txt").write_bytes(b"caf\xe9")
    assert main(["eval", "diff", "old", "new", "drafts", "--json", *WORDS[:1], "miracle-word"]) == 3
    made = json.loads(capsys.readouterr().out)
    assert made.pop("notice").startswith("medlint advises")
    (error,) = made.pop("errors")
    assert (error["path"], error["stage"]) == ("drafts/tee.txt", "decode")
    assert made == {
        "schema": 1,
        "version": medlint.__version__,
        "old": "old",
        "new": "new",
        "texts": 1,
        "differences": [
            {
                "change": "changed",
                "rule": "miracle-word",
                "path": "drafts/tea.md",
                "line": 1,
                "column": 15,
                "severity": "warning",
                "severity_before": "error",
                "words": "miracle",
                "words_before": None,
                "sentence": "Turmeric is a miracle for the joints.",
            },
            {
                "change": "lost",
                "rule": "miracle-word",
                "path": "drafts/tea.md",
                "line": 3,
                "column": 14,
                "severity": "error",
                "severity_before": None,
                "words": "magic",
                "words_before": None,
                "sentence": "Green tea is magic, and that is a marvel.",
            },
        ],
        "withheld": 0,
    }


def test_json_keeps_the_sentences_of_the_test_split(
    write_rule: WriteRule, write_article: WriteArticle, capsys: pytest.CaptureFixture[str]
) -> None:
    write_rule("miracle-word", "miracle", folder="old")
    write_rule("miracle-word", "miracle", "magic", folder="new")
    write_article("cocoa.txt", "Cocoa is magic for the heart of a reader.\n", split="test")
    assert main(["eval", "diff", "old", "new", "--json", "--select", "miracle-word"]) == 0
    made = json.loads(capsys.readouterr().out)
    assert (made["differences"], made["withheld"]) == ([], 1)


def test_a_finding_of_other_words_at_the_same_place_is_changed(
    write_rule: WriteRule, capsys: pytest.CaptureFixture[str]
) -> None:
    write_rule("miracle-word", "a miracle", "magic", folder="old", severity="warning")
    write_rule("miracle-word", "miracle for the joints", "magic", folder="new", severity="warning")
    assert main(["eval", "diff", "old", "new", "drafts", "--select", "miracle-word"]) == 0
    assert capsys.readouterr().out.splitlines()[:3] == [
        "~ drafts/tea.md:1:15 miracle-word warning “a miracle” → “miracle for the joints”",
        "    Turmeric is a miracle for the joints.",
        "",
    ]


def test_the_same_rules_make_no_difference(
    write_rule: WriteRule, capsys: pytest.CaptureFixture[str]
) -> None:
    write_rule("miracle-word", "miracle", folder="old")
    write_rule("miracle-word", "miracle", folder="new")
    assert main(["eval", "diff", "old", "new", "drafts", "--select", "miracle-word"]) == 0
    expected = closing("1 text", "0 gained, 0 lost, 0 changed")
    assert capsys.readouterr().out == f"{expected}\n"


def test_a_rule_that_is_new_may_be_selected(
    write_rule: WriteRule, capsys: pytest.CaptureFixture[str]
) -> None:
    write_rule("miracle-word", "miracle", folder="old")
    write_rule("wonder-word", "wonder", folder="new")
    assert main(["eval", "diff", "old", "new", "drafts", "--select", "wonder-word"]) == 0
    assert capsys.readouterr().out.startswith(
        "+ drafts/tea.md:1:61 wonder-word error “wonder”\n    Some people call it a wonder.\n"
    )
    assert main(["eval", "diff", "new", "old", "drafts", "--select", "wonder-word"]) == 0
    assert capsys.readouterr().out.startswith("- drafts/tea.md:1:61 wonder-word")


def test_articles_of_the_test_split_keep_their_sentences(
    write_rule: WriteRule, write_article: WriteArticle, capsys: pytest.CaptureFixture[str]
) -> None:
    write_rule("wonder-word", "wonder", folder="old")
    write_rule("miracle-word", "miracle", folder="new")
    write_article("tea.md", DRAFT, split="test", kind="careful")
    assert main(["eval", "diff", "old", "new", *WORDS]) == 0  # reads corpus/
    out = capsys.readouterr().out
    assert "Turmeric" not in out
    assert "2 of these in articles of the test split: not shown without --show-test\n" in out
    assert "all                1     1        0\n" in out
    assert main(["eval", "diff", "old", "new", "--show-test", *WORDS]) == 0
    assert "    Turmeric is a miracle for the joints.\n" in capsys.readouterr().out


def test_labelled_sentences_of_a_folder_are_compared(
    write_rule: WriteRule, corpus_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_rule("wonder-word", "wonder", folder="old")
    write_rule("miracle-word", "miracle", folder="new")
    shutil.copy("drafts/tea.md", corpus_folder / "tea.md")
    claim = '{"text": "Tea is a miracle.", "rule": null, "span": null, "kind": "look-alike"}\n'
    (corpus_folder / "claims.jsonl").write_text(f"\n{claim}", encoding="utf-8")
    assert main(["eval", "diff", "old", "new", *WORDS]) == 0
    out = capsys.readouterr().out
    assert "+ corpus/claims.jsonl:2 miracle-word error “miracle”\n    Tea is a miracle.\n" in out
    assert closing("2 texts", "2 gained, 1 lost, 0 changed") in out


def test_a_text_that_cannot_be_checked_ends_in_3(
    write_rule: WriteRule, capsys: pytest.CaptureFixture[str]
) -> None:
    write_rule("miracle-word", "miracle", folder="old")
    write_rule("wonder-word", "wonder", folder="new")
    Path("drafts/latin.txt").write_bytes(b"caf\xe9")
    assert main(["eval", "diff", "old", "new", "drafts", *WORDS]) == 3
    out = capsys.readouterr().out
    assert out.startswith("drafts/latin.txt decode error not checked: not UTF-8 text")
    assert closing("1 text", "1 gained, 1 lost, 0 changed") in out


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        pytest.param(["old", "old", "nowhere"], "no such file or directory: 'nowhere'", id="path"),
        pytest.param(["old", "old"], "no such file or directory: 'corpus'", id="no corpus"),
        pytest.param(
            ["old", "old", "drafts", "--select", "miracle-wird"],
            "no rule or category is called 'miracle-wird'; did you mean 'miracle-word'?",
            id="rule",
        ),
        pytest.param(
            ["old", "void", "drafts"],
            "no rules in 'void': no file ends in .yaml",
            id="empty folder",
        ),
    ],
)
def test_wrong_use(
    write_rule: WriteRule,
    capsys: pytest.CaptureFixture[str],
    arguments: list[str],
    message: str,
) -> None:
    write_rule("miracle-word", "miracle", folder="old")
    Path("void").mkdir()
    assert main(["eval", "diff", *arguments]) == 2
    assert capsys.readouterr() == ("", f"medlint: {message}\n")


def without(word: str, data: Any) -> Any:
    """Rule data with a word gone from all its lists, and no list left empty by that."""
    if isinstance(data, dict):
        return {key: without(word, value) for key, value in data.items()}
    if isinstance(data, list):
        return [without(word, item) for item in data if item != word]
    return data


def test_a_rule_that_loses_a_head_word_is_seen_to(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(ROOT / "rules", tmp_path / "broken")
    for name in ("certainty/reversal-verb.yaml", "_terms/reversal-verbs.yaml"):
        path = tmp_path / "broken" / name
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
        path.write_text(yaml.safe_dump(without("reverse", data), sort_keys=False), "utf-8")
    Path("drafts/tea.md").write_text(
        "We have watched pellets reverse osteoporosis in women of all ages.\n\n"
        "This tea cures diabetes in a month, our members say.\n",
        encoding="utf-8",
    )
    rules = str(ROOT / "rules")
    assert main(["eval", "diff", rules, "broken", "drafts", "--select", "reversal-verb"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[:2] == [
        "- drafts/tea.md:1:25 reversal-verb error “reverse osteoporosis”",
        "    We have watched pellets reverse osteoporosis in women of all ages.",
    ]
    assert lines[3:7] == [
        "by rule",
        "               gained  lost  changed",
        "reversal-verb       0     1        0",
        "all                 0     1        0",
    ]


@pytest.fixture
def history(
    tmp_path: Path, write_rule: WriteRule, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., str]:
    """A project of its own whose rules stand at `project/rules`; runs git in it."""
    project = tmp_path / "project"
    project.mkdir()

    def git(*arguments: str) -> str:
        identity = ("-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "gc.auto=0")
        done = subprocess.run(
            ["git", "-C", str(project), *identity, *arguments],
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout.strip()

    git("init", "--quiet")
    (project / "README.md").write_text("Rules.\n", encoding="utf-8")
    git("add", "README.md")
    git("commit", "--quiet", "--message", "Begin")
    write_rule("miracle-word", "miracle", folder="project/rules")
    shutil.copytree(ROOT / "rules" / "_guards", project / "rules" / "_guards")
    git("add", "rules")
    git("commit", "--quiet", "--message", "Add a rule")
    git("tag", "before")
    write_rule("miracle-word", "marvel", folder="project/rules")
    git("commit", "--quiet", "--all", "--message", "Change it")
    monkeypatch.setattr(sources, "bundled_folder", lambda: project / "rules")
    return git


@pytest.mark.system("git")
def test_revisions_are_compared(
    history: Callable[..., str], write_rule: WriteRule, capsys: pytest.CaptureFixture[str]
) -> None:
    write_rule("miracle-word", "magic", folder="project/rules")  # not committed
    for revision in ("before", "HEAD~1", history("rev-parse", "before")):
        assert main(["eval", "diff", revision, "HEAD", "drafts"]) == 0
        lines = capsys.readouterr().out.splitlines()
        assert [line for line in lines if line.startswith(("+", "-", "~"))] == [
            "- drafts/tea.md:1:15 miracle-word error “miracle”",
            "+ drafts/tea.md:3:35 miracle-word error “marvel”",
        ]
    assert main(["eval", "diff", "HEAD", "project/rules", "drafts"]) == 0
    assert "+ drafts/tea.md:3:14 miracle-word error “magic”" in capsys.readouterr().out


@pytest.mark.system("git")
@pytest.mark.parametrize(
    ("revision", "message"),
    [
        pytest.param(
            "nothing", "'nothing' is neither a folder of rules nor a revision of ", id="unknown"
        ),
        pytest.param(
            "--all", "'--all' is neither a folder of rules nor a revision of ", id="option"
        ),
        pytest.param(
            "HEAD~2", "the revision 'HEAD~2' has no folder rules\n", id="before the rules"
        ),
    ],
)
@pytest.mark.usefixtures("history")
def test_a_revision_that_does_not_serve_is_named(
    capsys: pytest.CaptureFixture[str], revision: str, message: str
) -> None:
    assert main(["eval", "diff", "HEAD", "--", revision, "drafts"]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith(f"medlint: {message}")
