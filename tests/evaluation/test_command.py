"""`medlint eval`: small corpora in, and every count, sentence and exit code written out."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from medlint.cli import main

WriteArticle = Callable[..., Path]
WriteRule = Callable[..., Path]

TEA = """\
# Tea

Turmeric is a miracle for the joints. Some people call it a wonder.

Green tea is magic, and coffee is a miracle as well. It is no miracle at all for the liver,
and it is a wonder that so many people believe it.
"""
EXPECTED = """
  {rule: miracle-word, quote: "is a miracle for the joints", sure: true},
  {rule: miracle-word, quote: "tea is magic", sure: true},
  {rule: miracle-word, quote: "a miracle as well", sure: false},
  {rule: testimonial, quote: "Some people call it", sure: true}
"""
SILENT = '{rule: wonder-word, quote: "call it a wonder"}'
DOUBTED = (
    "It is no miracle at all for the liver, and it is a wonder that so many people believe it."
)
COCOA = "Cocoa is magic for the heart of a reader. It is a miracle that nobody has told you.\n"
OPTIONS = ("--rules", "house", "--select", "miracle-word,wonder-word", "--as-of", "2026-11-23")


@pytest.fixture(autouse=True)
def _house(
    tmp_path: Path,
    write_article: WriteArticle,
    write_rule: WriteRule,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A corpus of a dev article: a hit, a miss, a false alarm, an arguable hit, a silent place."""
    write_rule("miracle-word", "miracle")
    write_rule("wonder-word", "wonder", category="evidence")
    write_article("tea.md", TEA, expected=EXPECTED, silent=SILENT)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NO_COLOR", "1")


def add_test_article(write_article: WriteArticle) -> None:
    write_article(
        "cocoa.txt",
        COCOA,
        expected='{rule: miracle-word, quote: "is magic", sure: true}',
        split="test",
        kind="careful",
    )


def test_counts_and_sentences_of_one_article(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["eval", "corpus", *OPTIONS]) == 0
    out, err = capsys.readouterr()
    table, _, rest = out.partition("\nmisses")
    dash = "\N{EN DASH}"
    assert table.splitlines() == [
        "dev: 1 article (1 flawed)",
        "                hits  misses  false alarms  precision  recall    F1  arguable",
        "all                1       1             2       0.33    0.50  0.40    1 of 1",
        "certainty          1       1             1       0.50    0.50  0.50    1 of 1",
        "  miracle-word     1       1             1       0.50    0.50  0.50    1 of 1",
        f"evidence           0       0             1       0.00       {dash}  0.00         {dash}",
        f"  wonder-word      0       0             1       0.00       {dash}  0.00         {dash}",
        "1 annotation of rules that did not run: not counted",
        "",
        "               hits  misses  false alarms  arguable",
        "corpus/tea.md     1       1             2    1 of 1",
    ]
    lines = rest.splitlines()
    assert lines[:-3] == [
        ": 1",
        "corpus/tea.md:5:7 miracle-word “tea is magic”",
        "    Green tea is magic, and coffee is a miracle as well.",
        "",
        "false alarms: 2",
        "corpus/tea.md:5:63 miracle-word “miracle”",
        f"    {DOUBTED}",
        "corpus/tea.md:3:61 wonder-word “wonder”",
        "    Some people call it a wonder.",
    ]
    assert lines[-1].startswith("medlint advises")
    assert err == ""


def test_the_terminal_gets_colour_and_a_pipe_does_not(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    main(["eval", "corpus", *OPTIONS])
    assert "\x1b" not in capsys.readouterr().out
    monkeypatch.delenv("NO_COLOR")
    monkeypatch.setenv("FORCE_COLOR", "1")
    main(["eval", "corpus", *OPTIONS])
    assert capsys.readouterr().out.startswith("\x1b[1mdev: 1 article (1 flawed)\x1b[0m\n")


def test_sentences_of_the_test_split_are_only_counted(
    write_article: WriteArticle, capsys: pytest.CaptureFixture[str]
) -> None:
    add_test_article(write_article)
    assert main(["eval", "corpus", "--split", "test", *OPTIONS]) == 0
    out = capsys.readouterr().out
    assert "corpus/cocoa.txt     0       1             1" in out
    assert "magic" not in out
    assert "told you" not in out
    withheld = "1 of these in articles of the test split: not shown without --show-test"
    assert out.count(withheld) == 2
    assert main(["eval", "corpus", "--split", "test", "--show-test", *OPTIONS]) == 0
    shown = capsys.readouterr().out
    assert "corpus/cocoa.txt:1:7 miracle-word “is magic”" in shown
    assert "    It is a miracle that nobody has told you." in shown


@pytest.mark.parametrize(
    ("split", "splits"),
    [("dev", ["dev"]), ("test", ["test"]), ("all", ["dev", "test", "claims"])],
)
def test_json_has_the_same_counts_and_no_more_sentences(
    write_article: WriteArticle,
    capsys: pytest.CaptureFixture[str],
    split: str,
    splits: list[str],
) -> None:
    add_test_article(write_article)
    claim = {
        "text": "Tea is a miracle.",
        "rule": "miracle-word",
        "span": "miracle",
        "kind": "claim",
    }
    trap = {"text": "It was a wonder.", "rule": None, "span": None, "kind": "look-alike"}
    Path("corpus/claims.jsonl").write_text(f"{json.dumps(claim)}\n{json.dumps(trap)}\n", "utf-8")
    assert main(["eval", "corpus", "--json", "--split", split, *OPTIONS]) == 0
    out = capsys.readouterr().out
    data = json.loads(out)
    assert list(data["splits"]) == splits
    assert data["tool"]["as_of"] == "2026-11-23"
    assert "told you" not in out
    if split != "test":
        assert data["splits"]["dev"]["rules"]["miracle-word"] == {
            "category": "certainty",
            "hits": 1,
            "misses": 1,
            "false_alarms": 1,
            "arguable": 1,
            "arguable_found": 1,
            "unjudged": 0,
            "precision": 0.5,
            "precision_95": None,
            "recall": 0.5,
            "recall_95": None,
            "f1": 0.5,
            "f1_95": None,
        }
        assert data["misses"] == [
            {
                "rule": "miracle-word",
                "path": "corpus/tea.md",
                "line": 5,
                "column": 7,
                "words": "tea is magic",
                "sentence": "Green tea is magic, and coffee is a miracle as well.",
            }
        ]
    if split == "all":
        claims = data["splits"]["claims"]
        assert claims["kinds"] == {"claim": 1, "look-alike": 1}
        assert claims["all"]["hits"] == 1
        assert claims["rules"]["wonder-word"]["false_alarms"] == 1
        assert data["false_alarms"][-1]["path"] == "corpus/claims.jsonl:2"
    assert data["withheld"] == (0 if split == "dev" else 2)


@pytest.mark.parametrize(
    ("bound", "code", "told"),
    [
        pytest.param("certainty=0.5", 0, "", id="reached"),
        pytest.param(
            "certainty=0.6",
            1,
            "\ndev: the precision of certainty is 0.500, under 0.6\n"
            "dev: the recall of certainty is 0.500, under 0.6\n",
            id="missed",
        ),
        pytest.param(
            "wonder-word.precision=0.1",
            1,
            "\ndev: the precision of wonder-word is 0.000, under 0.1\n",
            id="rule and measure",
        ),
    ],
)
def test_fail_under(capsys: pytest.CaptureFixture[str], bound: str, code: int, told: str) -> None:
    assert main(["eval", "corpus", "--fail-under", bound, *OPTIONS]) == code
    out = capsys.readouterr().out
    assert told in out
    assert ("under 0." in out) is bool(told)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        pytest.param(["nowhere"], "no such file or directory: 'nowhere'", id="missing path"),
        pytest.param(
            ["house"],
            "nothing to evaluate: no file that ends in .gold.yaml, and no claims.jsonl, was found",
            id="nothing annotated",
        ),
        pytest.param(
            ["corpus", "--split", "test"],
            "nothing to evaluate: no article is of the split 'test'",
            id="empty split",
        ),
        pytest.param(
            ["corpus", "--fail-under", "wonder-word.recall=0.5"],
            "--fail-under: nothing that is annotated measures the recall of 'wonder-word'",
            id="unmeasured bound",
        ),
        pytest.param(
            ["corpus", "--fail-under", "dosing=0.5"],
            "--fail-under: no rule or category called 'dosing' ran",
            id="bound on nothing",
        ),
        pytest.param(
            ["corpus", "--write", "reports"],
            "--write is for all splits and rules; leave out --split, --select and --ignore",
            id="part of the rules written",
        ),
    ],
)
def test_wrong_use(capsys: pytest.CaptureFixture[str], arguments: list[str], message: str) -> None:
    assert main(["eval", *arguments, *OPTIONS]) == 2
    assert capsys.readouterr() == ("", f"medlint: {message}\n")


def test_an_article_without_gold_is_wrong_use(capsys: pytest.CaptureFixture[str]) -> None:
    Path("corpus/mint.md").write_text("Mint is a miracle.", "utf-8")
    assert main(["eval", "corpus/mint.md", *OPTIONS]) == 2
    told = capsys.readouterr().err
    assert told == (
        "medlint: 'corpus/mint.md' has no annotations: there is no mint.gold.yaml beside it\n"
    )


@pytest.mark.parametrize("bound", ["certainty", "certainty=2", "certainty.speed=0.5"])
def test_a_bound_that_is_none_is_refused_at_once(
    capsys: pytest.CaptureFixture[str], bound: str
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["eval", "corpus", "--fail-under", bound])
    assert ended.value.code == 2
    assert f"'{bound}' is no bound; write NAME=0.9 or NAME.MEASURE=0.9" in capsys.readouterr().err


def test_an_article_that_cannot_be_checked_ends_in_3(
    write_article: WriteArticle, capsys: pytest.CaptureFixture[str]
) -> None:
    write_article(
        "the.md",
        "Le thé vert est une boisson très ancienne. Il ne guérit aucune maladie, mais beaucoup de "
        "personnes le boivent chaque jour avec plaisir et sans danger pour leur santé.\n",
    )
    assert main(["eval", "corpus", *OPTIONS]) == 3
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("medlint: corpus/the.md: not checked: ")


def test_an_article_or_its_gold_may_be_named_and_counts_once(
    capsys: pytest.CaptureFixture[str],
) -> None:
    paths = ["corpus/tea.md", "corpus/tea.gold.yaml", "corpus"]
    assert main(["eval", *paths, *OPTIONS]) == 0
    assert "dev: 1 article (1 flawed)\n" in capsys.readouterr().out


def test_scores_are_written_without_a_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    options = ["--rules", "house", "--as-of", "2026-11-23"]
    assert main(["eval", "corpus", "--write", "reports", *options]) == 0
    first = (tmp_path / "reports" / "scores.json").read_text("utf-8")
    data = json.loads(first)
    assert data["as_of"] == "2026-11-23"
    assert data["splits"]["dev"]["by_text"]["corpus/tea.md"]["hits"] == 1
    assert "magic" not in first
    assert "rules_digest" not in first
    assert main(["eval", "corpus", "--write", "reports", *options]) == 0
    assert (tmp_path / "reports" / "scores.json").read_text("utf-8") == first
    assert "dev: 1 article" in capsys.readouterr().out
    written = {path.name: path.read_text("utf-8") for path in (tmp_path / "reports").iterdir()}
    assert set(written) == {"scores.json", "scores.md", "scores.svg"}
    assert not any("magic" in text for text in written.values())
