"""`medlint batch`: the same rows from every source and engine, through every interruption."""

import csv
import json
import os
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests.commands.conftest import AS_OF, CLEAN, FAULTY, Run

from medlint.batch import arrow, cluster
from medlint.errors import MedlintError, ModelError

MEDLINT = (sys.executable, "-m", "medlint")
LINUX = pytest.mark.skipif(not Path("/proc").exists(), reason="finds processes as Linux shows them")
CLAIM = "Turmeric cures diabetes, and people have known it for years."
SOURCES = ("drafts", "old.zip", "t/rows.jsonl", "t/*.csv", "t/more.parquet")
OPTIONS = ("--as", "markdown", "--rows", "9", "--as-of", AS_OF, "--select", "certainty")
RECORDS = 61


def make_sources(folder: Path) -> None:
    """Sixty-one records of every kind, some of them bad."""
    drafts = folder / "drafts"
    drafts.mkdir()
    for number in range(8):
        (drafts / f"{number}.md").write_text(FAULTY if number % 2 else CLEAN, encoding="utf-8")
    (drafts / "latin.txt").write_bytes(b"caf\xe9")
    with zipfile.ZipFile(folder / "old.zip", "w") as archive:
        archive.writestr("index.html", f"<h1>Start</h1><p>{CLAIM}</p>")
        archive.writestr("broken.md", b"\0")
    tables = folder / "t"
    tables.mkdir()
    rows = [{"id": f"row {n}", "text": f"{CLAIM} Day {n}."} for n in range(40)]
    lines = [json.dumps(row) for row in rows[:36]]
    lines.insert(20, "{no json")
    (tables / "rows.jsonl").write_text("\n".join(lines), encoding="utf-8")
    with (tables / "more.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerows([("id", "text"), ("c1", CLAIM), ("c2", "Two\n\nlines of text."), ("c3",)])
    more: list[dict[str, str | None]] = [
        {"id": str(n), "text": row["text"]} for n, row in enumerate(rows[:9])
    ]
    more.append({"id": "none", "text": None})
    pq.write_table(pa.Table.from_pylist(more), tables / "more.parquet")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of sources, and `whole`: the batch of them that nothing went wrong with."""
    folder = tmp_path_factory.mktemp("batch")
    make_sources(folder)
    assert end(start(folder, "whole")) == (3, b"")
    return folder


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """The command with all of its rules, as the processes that it starts have them."""
    return Run(capsys)


@pytest.fixture
def sources(made: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(made)
    return made


def start(folder: Path, out: str, *options: str) -> subprocess.Popen[bytes]:
    """The command, in a process and a group of its own."""
    return subprocess.Popen(
        [*MEDLINT, "batch", *SOURCES, "-o", out, *OPTIONS, *options],
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
        preexec_fn=_heed_interrupts,  # noqa: PLW1509 -- the test starts no threads
    )


def end(process: subprocess.Popen[bytes]) -> tuple[int, bytes]:
    """How the command ends, and what it says on standard error."""
    _, errors = process.communicate(timeout=300)
    return process.returncode, errors


def _heed_interrupts() -> None:
    """What a shell starts in the background ignores interrupts, and so would all it starts."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def parts(out: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted((out / "findings").iterdir())}


def rows(out: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for data in parts(out).values() for line in data.splitlines()]


def rows_on_disk(out: Path) -> int:
    found = [*out.glob("findings/part-*.jsonl"), *out.glob("run/part-*.open")]
    return sum(path.read_bytes().count(b"\n") for path in found)


def descendants(pid: int) -> dict[int, str]:
    """All processes below one, with their command lines."""
    below: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                stat = (entry / "stat").read_text(encoding="utf-8").rpartition(")")[2].split()
            except OSError:
                continue
            below.setdefault(int(stat[1]), []).append(int(entry.name))
    found: dict[int, str] = {}
    waiting = below.get(pid, [])
    while waiting:
        one = waiting.pop()
        try:
            found[one] = Path(f"/proc/{one}/cmdline").read_text(encoding="utf-8")
        except OSError:
            continue
        waiting += below.get(one, [])
    return found


def has_rows(out: Path, least: int) -> bool:
    return rows_on_disk(out) >= least


def are_gone(pids: Iterable[int]) -> bool:
    return not any(Path(f"/proc/{pid}").exists() for pid in pids)


def wait_for(what: Callable[[], object], seconds: float = 120) -> None:
    until = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < until
        time.sleep(0.02)


def test_each_record_has_one_row_in_order(sources: Path) -> None:
    found = rows(sources / "whole")
    assert [row["path"] for row in found] == [
        *(f"drafts/{number}.md" for number in range(8)),
        "drafts/latin.txt",
        "old.zip#index.html",
        "old.zip#broken.md",
        *(f"t/rows.jsonl#row {number}" for number in range(20)),
        "t/rows.jsonl#21",
        *(f"t/rows.jsonl#row {number}" for number in range(20, 36)),
        *("t/more.csv#c1", "t/more.csv#c2", "t/more.csv#c3"),
        *(f"t/more.parquet#{number}" for number in range(9)),
        "t/more.parquet#none",
    ]
    assert len(found) == RECORDS
    errors = {row["path"]: row["error"]["stage"] for row in found if "error" in row}
    assert errors == {
        "drafts/latin.txt": "decode",
        "old.zip#broken.md": "decode",
        "t/rows.jsonl#21": "parse",
        "t/more.csv#c3": "parse",
        "t/more.parquet#none": "parse",
    }
    places = {(finding["rule"], finding["start"]["line"]) for finding in found[1]["findings"]}
    assert ("reversal-verb", 3) in places
    assert found[1]["title"] == "Turmeric"
    assert found[1]["counts"]["error"] == 1
    assert found[12]["findings"][0]["location"] == {"pointer": "/text"}
    assert [len(data.splitlines()) for data in parts(sources / "whole").values()] == [9] * 6 + [7]


def test_a_row_says_what_check_says(sources: Path, run: Run) -> None:
    options = ("--format", "json", "--as-of", AS_OF, "--select", "certainty")
    assert run("check", "drafts", *options) == 3
    checked = {entry["path"]: entry for entry in json.loads(run.out)["files"]}
    for row in rows(sources / "whole")[:9]:
        expected = checked[row["path"]]
        assert {key: row[key] for key in expected} == expected


def test_the_manifest_and_the_index_count_everything(sources: Path) -> None:
    manifest = json.loads((sources / "whole" / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["records"] == RECORDS
    assert manifest["summary"]["files"] == RECORDS
    assert manifest["summary"]["failed"] == 5
    assert manifest["summary"]["error"] == sum(
        row["counts"]["error"] for row in rows(sources / "whole") if "counts" in row
    )
    assert [part["name"] for part in manifest["parts"]] == list(parts(sources / "whole"))
    page = (sources / "whole" / "index.html").read_text(encoding="utf-8")
    assert "56 files checked, 5 not checked, 0 excluded" in page
    assert "t/rows.jsonl#row 35" in page


def test_a_batch_that_is_through_is_not_done_again(
    sources: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    from medlint.batch import conduct  # noqa: PLC0415 -- only here

    before = parts(sources / "whole")
    monkeypatch.setattr(conduct, "local", None)
    assert run("batch", *SOURCES, "-o", "whole", *OPTIONS) == 3
    assert run.err == f"medlint: complete, of {AS_OF}; another folder checks anew\n"
    assert "56 files checked, 5 not checked" in run.out
    assert parts(sources / "whole") == before


def test_columns_hold_the_same_rows(sources: Path, run: Run, tmp_path: Path) -> None:
    out = tmp_path / "out"
    code = run("batch", *SOURCES, "-o", out, *OPTIONS, "--format", "parquet", "--jobs", "1")
    assert (code, run.err) == (3, "")
    found = pq.read_table(out / "findings").to_pylist()
    expected = rows(sources / "whole")
    assert [row["path"] for row in found] == [row["path"] for row in expected]
    rules = [[one["rule"] for one in row["findings"] or ()] for row in found]
    assert rules == [[one["rule"] for one in row.get("findings", ())] for row in expected]
    whole = sources / "whole" / "index.html"
    assert (out / "index.html").read_bytes() == whole.read_bytes()


@LINUX
class TestInterruptions:
    def test_kills_at_any_point_lose_and_repeat_nothing(
        self, sources: Path, tmp_path: Path
    ) -> None:
        out = tmp_path / "out"
        for before_the_kill in (1, 25):
            process = start(sources, str(out))
            wait_for(partial(has_rows, out, before_the_kill))
            workers = list(descendants(process.pid))
            process.kill()
            process.communicate()
            wait_for(partial(are_gone, workers), 10)
        assert 25 <= rows_on_disk(out) < RECORDS
        code, errors = end(start(sources, str(out)))
        assert code == 3
        assert errors.endswith(b" of 61 records done\n")
        assert parts(out) == parts(sources / "whole")
        index = (sources / "whole" / "index.html").read_bytes()
        assert (out / "index.html").read_bytes() == index
        assert sorted(path.name for path in (out / "run").iterdir()) == ["listing", "lock", "plan"]

    def test_an_interrupt_ends_at_once_and_leaves_no_half_file(
        self, sources: Path, tmp_path: Path
    ) -> None:
        out = tmp_path / "out"
        process = start(sources, str(out))
        wait_for(partial(has_rows, out, 3))
        workers = list(descendants(process.pid))
        began = time.monotonic()
        os.killpg(process.pid, signal.SIGINT)  # as a terminal does
        assert end(process) == (130, b"medlint: interrupted\n")
        assert time.monotonic() - began < 10
        wait_for(partial(are_gone, workers), 5)
        assert all(len(data.splitlines()) == 9 for data in parts(out).values())

    def test_a_worker_that_dies_costs_its_record(self, sources: Path, tmp_path: Path) -> None:
        out = tmp_path / "out"
        process = start(sources, str(out), "--jobs", "1")
        wait_for(partial(has_rows, out, 12))
        for pid, command in descendants(process.pid).items():
            if "spawn_main" in command:
                os.kill(pid, signal.SIGKILL)
        assert end(process) == (3, b"")
        different = [
            row
            for row, whole in zip(rows(out), rows(sources / "whole"), strict=True)
            if row != whole
        ]
        told = "the process that checked this died (SIGKILL); try it by itself"
        assert [row["error"] for row in different] in (
            [{"stage": "check", "message": told}],
            [],  # it was between two records
        )

    def test_an_actor_that_dies_costs_nothing(self, sources: Path, tmp_path: Path) -> None:
        out = tmp_path / "out"
        process = start(sources, str(out), "--engine", "ray", "--jobs", "1")
        actors: list[int] = []

        def found() -> bool:
            below = descendants(process.pid)
            actors[:] = [pid for pid, line in below.items() if line.startswith("ray::MapWorker")]
            ready = [line for line in below.values() if "spawn_main" in line]
            return bool(actors and ready) or process.poll() is not None

        wait_for(found)
        assert process.poll() is None
        os.kill(actors[0], signal.SIGKILL)
        everything = descendants(process.pid)
        code, errors = end(process)
        assert code == 3, errors
        assert parts(out) == parts(sources / "whole")
        wait_for(partial(are_gone, everything), 20)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        pytest.param(
            [*SOURCES, "-o", "whole"],
            "'whole' holds another batch (fields, parts, select changed since); name another",
            id="another-batch",
        ),
        pytest.param(
            ["drafts", "-o", "whole", *OPTIONS],
            "'whole' holds another batch (sources, tables changed since); name another folder",
            id="other-sources",
        ),
        pytest.param(
            [*SOURCES, "-o", "whole", *OPTIONS, "--as-of", "2027-01-01"],
            "'whole' holds another batch (tool changed since); name another folder",
            id="another-day",
        ),
        pytest.param(
            [*SOURCES, "-o", "whole", *OPTIONS, "--ignore", "guarantee"],
            "'whole' holds another batch (ignore changed since); name another folder",
            id="other-rules",
        ),
        pytest.param(
            ["t/rows.jsonl", "-o", "drafts"],
            "'drafts' holds something else than a batch; name a new folder for the results",
            id="foreign-folder",
        ),
        pytest.param(
            ["t/more.csv", "-o", "new", "--text", "body"],
            "t/more.csv: there is no column 'body' (there are: id, text); name it by --text",
            id="column",
        ),
        pytest.param(
            ["empty.jsonl", "-o", "new"],
            "nothing to check: the sources hold no article",
            id="nothing",
        ),
        pytest.param(["gone", "-o", "new"], "no such file or directory: 'gone'", id="gone"),
        pytest.param(
            ["drafts", "-o", "new", "--select", "no-rule"],
            "no rule or category is called 'no-rule'",
            id="rule",
        ),
    ],
)  # fmt: skip
def test_wrong_use_is_refused_before_anything_is_written(
    sources: Path, run: Run, arguments: list[str], message: str
) -> None:
    (sources / "empty.jsonl").write_text("\n", encoding="utf-8")
    before = {path: path.stat().st_mtime_ns for path in sources.rglob("*") if path.is_file()}
    assert run("batch", *arguments) == 2
    assert run.err.startswith(f"medlint: {message}")
    assert run.err.count("\n") == 1
    after = {path: path.stat().st_mtime_ns for path in sources.rglob("*") if path.is_file()}
    assert {path for path in after if after[path] != before.get(path)} <= {
        sources / "whole" / "run" / "lock"
    }


def test_settings_hold_in_every_process(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.jsonl").write_text(json.dumps({"id": 1, "text": CLAIM}), encoding="utf-8")
    (tmp_path / "b.jsonl").write_text(json.dumps({"id": 1, "text": CLAIM}), encoding="utf-8")
    (tmp_path / "medlint.yaml").write_text(
        "select: [certainty]\noverrides: [{paths: ['b.jsonl#*'], ignore: [certainty]}]\n",
        encoding="utf-8",
    )
    assert run("batch", "a.jsonl", "b.jsonl", "-o", "out", "--as-of", AS_OF, "--show-hidden") == 0
    first, second = rows(tmp_path / "out")
    assert [one["disposition"] for one in first["findings"]] == ["reported"]
    assert [one["disposition"] for one in second["findings"]] == ["filtered"]
    assert (first["counts"]["error"], second["counts"]["filtered"]) == (1, 1)
    (tmp_path / "medlint.yaml").write_text("select: [certainty]\n", encoding="utf-8")
    assert run("batch", "a.jsonl", "b.jsonl", "-o", "out", "--show-hidden") == 2
    assert "'out' holds another batch (decisions changed since)" in run.err


def test_tables_below_a_folder_are_pointed_out(sources: Path, run: Run, tmp_path: Path) -> None:
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "page.md").write_text(CLEAN, encoding="utf-8")
    (tmp_path / "site" / "prices.csv").write_text("a,b\n", encoding="utf-8")
    del sources
    assert run("batch", tmp_path / "site", "-o", tmp_path / "out", "--fail-on", "error") == 0
    told = f"medlint: passed over, for tables have to be named: {tmp_path}/site/prices.csv\n"
    assert run.err == told


def test_findings_fail_a_batch_where_that_is_asked_for(
    sources: Path, run: Run, tmp_path: Path
) -> None:
    del sources
    (tmp_path / "good.csv").write_text(f'id,text\n1,"{CLAIM}"\n', encoding="utf-8")
    arguments = ["batch", str(tmp_path / "good.csv"), "--select", "certainty"]
    assert run(*arguments, "-o", tmp_path / "a") == 0
    assert run(*arguments, "-o", tmp_path / "b", "--fail-on", "error") == 1


@pytest.mark.parametrize(
    ("option", "where", "message"),
    [
        pytest.param(
            ["--format", "parquet"],
            arrow,
            "Parquet files take pyarrow, which is not installed: pip install 'medlint[parquet]'",
            id="pyarrow",
        ),
        pytest.param(
            ["--engine", "ray"],
            cluster,
            "--engine ray takes Ray, which is not installed: pip install 'medlint[ray]'",
            id="ray",
        ),
    ],
)
def test_what_is_not_installed_is_asked_for(  # noqa: PLR0913, PLR0917 -- a table's columns
    option: list[str],
    where: Any,
    message: str,
    run: Run,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    def missing(name: str) -> None:
        raise ImportError(name)

    monkeypatch.setattr(where, "import_module", missing)
    (tmp_path / "a.jsonl").write_text('{"text": "One."}\n', encoding="utf-8")
    assert run("batch", tmp_path / "a.jsonl", "-o", tmp_path / "out", *option) == 2
    assert run.err == f"medlint: {message}\n"


class _Far(Exception):  # noqa: N818 -- as Ray's own are called
    """An error of Ray, which carries what an actor raised."""

    def __init__(self, text: str, cause: Exception | None = None) -> None:
        super().__init__(text)
        self.cause = cause


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        pytest.param(
            _Far("long", _Far("x", ModelError("no model"))), ModelError("no model"), id="ours"
        ),
        pytest.param(
            _Far("The actor died.\n\nThe worker was out of memory.\n"),
            MedlintError("the Ray cluster could not do the work: The worker was out of memory."),
            id="theirs",
        ),
    ],
)  # fmt: skip
def test_what_a_cluster_raises_is_one_line(error: Exception, expected: MedlintError) -> None:
    found = cluster.in_our_words(error)
    assert type(found) is type(expected)
    assert found.args == expected.args
