"""Articles in the JSON of a CMS: each is checked in its field, and named by its id."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.commands.conftest import Run

SETTINGS = """\
exports:
- files: [cms/*.json]
  items: data.articles
  id: slug
  body: fields.body
  format: html
"""
ROWS: list[Any] = [
    {"slug": "tea", "fields": {"body": "<h1>Tea</h1><p>Tea is a drink for all of us.</p>"}},
    {
        "slug": "garlic",
        "fields": {"body": "<h1>Garlic</h1>\n<p>Garlic <b>cures</b> &quot;asthma&quot;.</p>"},
    },
]


def export(drafts: Path, rows: object) -> Path:
    (drafts / "medlint.yaml").write_text(SETTINGS, encoding="utf-8")
    (drafts / "cms").mkdir(exist_ok=True)
    path = drafts / "cms" / "export.json"
    path.write_text(json.dumps({"data": {"articles": rows}}), encoding="utf-8")
    return path


@pytest.mark.parametrize("named", ["cms", "cms/export.json", "."])
def test_each_article_is_checked_in_its_field(run: Run, drafts: Path, named: str) -> None:
    export(drafts, ROWS)
    found = [f for f in run.findings(named) if f["path"].endswith("export.json#garlic")]
    (finding,) = found
    assert finding["location"] == {"pointer": "/data/articles/1/fields/body"}
    assert (finding["start"]["line"], finding["start"]["column"]) == (2, 14)
    body = ROWS[1]["fields"]["body"]
    words = body[finding["start"]["offset"] : finding["end"]["offset"]]
    assert words == "cures</b> &quot;asthma"
    assert run.summary(named)["checked"] == (4 if named == "." else 2)


def test_a_decision_stays_with_its_article_when_others_come_and_go(run: Run, drafts: Path) -> None:
    export(drafts, ROWS)
    assert run("baseline", "write", "cms", "--baseline", "b.jsonl") == 0
    export(drafts, [{"slug": "new", "fields": {"body": "<p>It is new to all of us.</p>"}}, *ROWS])
    assert run("check", "cms", "--baseline", "b.jsonl") == 0
    assert run.err == ""
    assert run("check", "drafts", "--baseline", "b.jsonl", "--select", "certainty") == 1
    assert run.err == ""  # nothing is called stale that was not looked at


@pytest.mark.parametrize("slug", ["a#b", "a/../../b", "/", "über uns"])
def test_a_name_is_no_path(run: Run, drafts: Path, slug: str) -> None:
    export(drafts, [{"slug": slug, "fields": ROWS[1]["fields"]}])
    path = f"cms/export.json#{slug}"
    assert [finding["path"] for finding in run.findings("cms")] == [path]
    (name,) = run.findings("cms")
    command = ("review", "accept", "cms", "--finding", name["fingerprint"])
    assert run(*command, "--by", "Ann", "--credential", "MD", "--reason", "it is quoted") == 0
    assert f"article: {path}" in (drafts / "medlint-reviews.yaml").read_text("utf-8")
    assert run("review", "status", "drafts") == 0
    assert "0 stale" in run.out


def test_two_processes_find_what_one_finds(run: Run, drafts: Path) -> None:
    rows = [{"slug": f"n{at}", "fields": ROWS[at % 2]["fields"]} for at in range(10)]
    export(drafts, rows)
    assert run("check", "cms", "drafts", "--format", "json") == 1
    alone = run.out
    assert run("check", "cms", "drafts", "--format", "json", "--jobs", "2") == 1
    assert run.out == alone
    assert json.loads(alone)["summary"]["error"] == 6


def test_the_gate_names_each_article(run: Run, drafts: Path) -> None:
    export(drafts, ROWS[:1])
    settings = drafts / "medlint.yaml"
    settings.write_text(f"{SETTINGS}gate: {{sign-off: [MD]}}\n", encoding="utf-8")
    assert run("gate", "cms") == 1
    assert run("review", "accept", "cms", "--article", "--by", "Ann", "--credential", "MD") == 0
    assert run("gate", "cms") == 0
    assert "cleared cms/export.json#tea" in run.out


@pytest.mark.parametrize(
    ("text", "path", "message"),
    [
        pytest.param("{", "cms/export.json", "not JSON: ", id="no JSON"),
        pytest.param("[]", "cms/export.json", "no list of articles at 'data.articles'", id="list"),
        pytest.param(
            json.dumps({"data": {"articles": [{"slug": "x"}]}}),
            "cms/export.json#x",
            "no text at '/data/articles/0/fields/body'",
            id="no body",
        ),
        pytest.param(
            json.dumps({"data": {"articles": [7]}}),
            "cms/export.json#0",
            "no text at '/data/articles/0/fields/body'",
            id="no article",
        ),
        pytest.param(
            json.dumps({"data": {"articles": [ROWS[0], ROWS[0]]}}),
            "cms/export.json#tea",
            "the slug 'tea' is that of an earlier article, too",
            id="one name twice",
        ),
        pytest.param("[" * 100_000, "cms/export.json", "not JSON", id="nested"),
    ],
)
def test_what_is_not_there_is_an_error(
    run: Run, drafts: Path, text: str, path: str, message: str
) -> None:
    export(drafts, []).write_text(text, encoding="utf-8")
    assert run("check", "cms") == 3
    assert f"{path} parse error not checked: {message}" in run.out


def test_an_export_can_be_excluded_and_other_json_is_let_be(run: Run, drafts: Path) -> None:
    export(drafts, ROWS)
    (drafts / "other.json").write_text("{}", encoding="utf-8")
    assert run.summary(".", "--exclude", "cms/")["excluded"] == 1
    assert run("check", "other.json") == 3
    assert "no reader for '.json' files" in run.out
