"""From the names on the command line to what is read."""

import json
import os
import zipfile
from pathlib import Path

import pytest

from medlint.batch import plan as planning
from medlint.batch import sources
from medlint.batch.records import path_of
from medlint.config import Export
from medlint.errors import UsageError

FIELDS = Export(files=(), body="text", format="text", id="id")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name in ("site/b.md", "site/a/c.html", "site/skip/d.md", "alone.txt", "out/index.html"):
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).write_text("Text.", encoding="utf-8")
    for name in ("site/prices.csv", "t/1.csv", "t/2.csv"):
        Path(name).parent.mkdir(exist_ok=True)
        Path(name).write_text(f"id,text\n{name[2]},One.\n", encoding="utf-8")
    Path("t/rows.jsonl").write_text(json.dumps({"id": 5, "text": "Two."}), encoding="utf-8")
    with zipfile.ZipFile("old.zip", "w") as archive:
        archive.writestr("x.md", "X.")
        archive.writestr("skip/y.md", "Y.")
    return tmp_path


def records(*named: str) -> tuple[list[str], int]:
    """The paths of all records, and how many files are excluded."""
    plan = planning.plan(named, FIELDS)
    slices = list(
        plan.slices(Path("listing"), exclude=("skip/", "2.csv"), root=Path.cwd(), made="out")
    )
    found = [path_of(record) for one in slices for record in sources.read(one, FIELDS)]
    return found, plan.excluded


@pytest.mark.parametrize(
    ("named", "expected", "excluded"),
    [
        pytest.param(["site"], ["site/a/c.html", "site/b.md"], 1, id="folder"),
        pytest.param(["."], ["./alone.txt", "./site/a/c.html", "./site/b.md"], 1, id="all"),
        pytest.param(["site/b.md", "site"], ["site/b.md", "site/a/c.html"], 1, id="once"),
        pytest.param(["old.zip"], ["old.zip#x.md"], 1, id="zip"),
        pytest.param(["t/*.csv"], ["t/1.csv#1"], 1, id="pattern"),
        pytest.param(["t/*"], ["t/1.csv#1", "t/rows.jsonl#5"], 1, id="pattern-of-several"),
        pytest.param(["**/*.md"], ["site/b.md"], 1, id="pattern-of-articles"),
        pytest.param(
            ["t/rows.jsonl", "old.zip", "alone.txt", "t/1.csv"],
            ["alone.txt", "old.zip#x.md", "t/rows.jsonl#5", "t/1.csv#1"],
            1,
            id="articles-first",
        ),
    ],
)
def test_what_is_read(named: list[str], expected: list[str], excluded: int) -> None:
    found, left_out = records(*named)
    assert [os.path.normpath(path) for path in found] == [
        os.path.normpath(path) for path in expected
    ]
    assert left_out == excluded


def test_a_file_with_the_name_of_a_pattern_is_that_file() -> None:
    Path("[a].md").write_text("Text.", encoding="utf-8")
    assert records("[a].md") == (["[a].md"], 0)


def test_an_archive_that_is_none_is_one_error() -> None:
    Path("bad.zip").write_text("no archive", encoding="utf-8")
    assert records("bad.zip", "alone.txt") == (["alone.txt", "bad.zip"], 0)


def test_tables_below_folders_are_named_and_not_read() -> None:
    plan = planning.plan(["site", "t/1.csv"], FIELDS)
    assert planning.passed_over(plan, Path("out")) == ["site/prices.csv"]
    assert planning.passed_over(plan, Path("site")) == ["site/prices.csv"]
    everything = planning.plan(["."], FIELDS)
    assert planning.passed_over(everything, Path("t")) == ["./old.zip", "./site/prices.csv"]


@pytest.mark.parametrize(
    ("named", "message"),
    [
        pytest.param("gone.csv", "no such file or directory: 'gone.csv'", id="file"),
        pytest.param("g*/*.md", "nothing matches 'g*/*.md'", id="pattern"),
        pytest.param("data.bin", "no reader for 'data.bin'; a batch reads folders", id="kind"),
        pytest.param(
            "data.*", "nothing to check: no file that a batch reads", id="pattern-of-none"
        ),
        pytest.param(
            "other.csv",
            "other.csv: there is no column 'text' (there are: name, body); name it by --text",
            id="column",
        ),
    ],
)
def test_wrong_names(named: str, message: str) -> None:
    Path("data.bin").write_bytes(b"x")
    Path("other.csv").write_text("name,body\n", encoding="utf-8")
    with pytest.raises(UsageError) as raised:
        planning.plan([named], FIELDS)
    assert str(raised.value).startswith(message)


def test_stamps_tell_another_file_of_that_name() -> None:
    def stamps() -> list[dict[str, object]]:
        return planning.stamps(planning.plan(["t/1.csv", "old.zip", "site"], FIELDS))

    before = stamps()
    assert [stamp["path"] for stamp in before] == ["old.zip", "t/1.csv"]
    assert stamps() == before
    Path("t/1.csv").write_text("id,text\n1,Two.\n", encoding="utf-8")
    os.utime("t/1.csv", (1, 1))
    assert stamps() != before
