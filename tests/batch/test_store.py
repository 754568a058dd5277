"""The folder of a batch: whenever it is left, nothing is lost and nothing comes twice."""

import json
import subprocess
import sys
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from medlint.batch import store
from medlint.batch.parts import JsonLines, Layout, Parquet
from medlint.batch.slices import Kind, Slice
from medlint.batch.store import Manifest, Store
from medlint.errors import UsageError

RECORDS, SIZE = 23, 5


class Killed(BaseException):
    """What no code of ours is prepared for."""


def row(number: int) -> str:
    error = {"stage": "read", "message": f"\u00fc{number}"}
    return json.dumps({"path": f"{number}.md", "error": error}, ensure_ascii=False)


def rows_of(pending: Iterable[range], stop_after: int | None = None) -> Iterator[str]:
    for done, number in enumerate(chain.from_iterable(pending)):
        if done == stop_after:
            raise Killed
        yield row(number)


def work(folder: Path, layout: Layout, stop_after: int | None = None) -> None:
    with store.opened(folder) as opened:
        if opened.manifest() is None:
            opened.keep(Manifest({}, RECORDS, 0))
        left = opened.pending(RECORDS, SIZE, layout.ending)
        for _ in opened.write(left, rows_of(left, stop_after), SIZE, layout):
            pass


def kept(folder: Path, layout: Layout) -> dict[str, list[str]]:
    parts = sorted((folder / "findings").iterdir())
    return {part.name: [found["path"] for found in layout.rows(part)] for part in parts}


WHOLE = {
    f"part-{part:05}": [f"{number}.md" for number in range(part * SIZE, min(23, part * SIZE + 5))]
    for part in range(5)
}


@pytest.mark.parametrize("layout", [JsonLines(), Parquet()], ids=["jsonl", "parquet"])
@pytest.mark.parametrize("stop_after", [0, 1, 4, 5, 6, 10, 22])
def test_a_batch_goes_on_where_it_was_left(layout: Layout, stop_after: int, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    for _ in range(2):
        with pytest.raises(Killed):
            work(folder, layout, stop_after if stop_after < 12 else 9)
    work(folder, layout)
    expected = {f"{name}{layout.ending}": rows for name, rows in WHOLE.items()}
    assert kept(folder, layout) == expected
    assert list((folder / "run").glob("part-*")) == []


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    cut=st.integers(0, 240), junk=st.sampled_from([b"", b"\0\0\0", b'{"path": "x\n', b"x\n{}\n"])
)
def test_lines_that_were_cut_off_are_made_again(
    cut: int, junk: bytes, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("batch") / "out"
    with pytest.raises(Killed):
        work(folder, JsonLines(), 9)
    path = folder / "run" / "part-00001.open"
    path.write_bytes(path.read_bytes()[:cut] + junk)
    work(folder, JsonLines())
    lines = [
        line
        for part in sorted((folder / "findings").iterdir())
        for line in part.read_text(encoding="utf-8").splitlines()
    ]
    assert lines == [row(number) for number in range(RECORDS)]


def test_a_part_that_is_missing_is_made_again(tmp_path: Path) -> None:
    folder = tmp_path / "out"
    work(folder, JsonLines())
    (folder / "findings" / "part-00002.jsonl").unlink()
    with store.opened(folder) as opened:
        assert opened.pending(RECORDS, SIZE, ".jsonl") == [range(10, 15)]
    work(folder, JsonLines())
    assert kept(folder, JsonLines()) == {f"{name}.jsonl": rows for name, rows in WHOLE.items()}


def test_what_a_killed_run_left_behind_is_cleared_away(tmp_path: Path) -> None:
    folder = tmp_path / "out"
    work(folder, Parquet())
    drafts = [
        folder / "findings" / ".part-00001.parquet.tmp",
        folder / ".index.html.77.tmp",
        folder / "run" / "part-00001.open",  # the part was finished before this was taken away
    ]
    for draft in drafts:
        draft.write_text("x", encoding="utf-8")
    work(folder, Parquet())
    assert [draft for draft in drafts if draft.exists()] == []


def test_a_part_that_cannot_be_written_ends_the_run(tmp_path: Path) -> None:
    class Full(JsonLines):
        def close(self, lines: Path, part: Path) -> None:
            del lines, part
            raise OSError(28, "No space left on device")

    folder = tmp_path / "out"
    with pytest.raises(UsageError, match=r"cannot write to '.*out': No space left on device"):
        work(folder, Full())
    work(folder, JsonLines())
    assert kept(folder, JsonLines()) == {f"{name}.jsonl": rows for name, rows in WHOLE.items()}


def test_a_plan_and_a_manifest_are_read_as_they_were_written(tmp_path: Path) -> None:
    slices = [Slice(Kind.JSONL, "a.jsonl", 0, 9, 1, 2), Slice(Kind.CSV, "b.csv", 4, 8, 1, 3)]
    manifest = Manifest({"a": [1]}, 5, 2, {"files": 5}, ({"name": "part"},))
    with store.opened(tmp_path / "out") as opened:
        assert opened.lay_out(iter(slices)) == 5
        opened.keep(manifest)
    assert list(Store(tmp_path / "out").plan()) == slices
    assert Store(tmp_path / "out").manifest() == manifest
    assert manifest.parting({"a": [1]}) == []
    assert manifest.parting({"a": [2], "b": None, "c": 1}) == ["a", "c"]


def test_where_nothing_began_nothing_is_left(tmp_path: Path) -> None:
    with store.opened(tmp_path / "new" / "out") as opened:
        opened.lay_out([])
    assert not (tmp_path / "new" / "out").exists()
    (tmp_path / "empty").mkdir()
    with pytest.raises(Killed), store.opened(tmp_path / "empty"):
        raise Killed
    with store.opened(tmp_path / "empty") as opened:
        opened.keep(Manifest({}, 1, 0))
    assert (tmp_path / "empty" / "manifest.json").exists()


@pytest.mark.parametrize(
    ("made", "message"),
    [
        pytest.param({"": "a file"}, "is a file; name a folder", id="file"),
        pytest.param({"draft.md": "x"}, "holds something else than a batch", id="foreign"),
        pytest.param({"manifest.json": "{"}, r"cannot read .*manifest\.json", id="broken"),
        pytest.param({"manifest.json": "[]"}, r"cannot read .*manifest\.json", id="list"),
        pytest.param({"manifest.json": "{}"}, r"cannot read .*manifest\.json", id="empty"),
        pytest.param({"manifest.json": '{"schema": 9}'}, "of another version", id="version"),
        pytest.param(
            {"manifest.json": '{"schema": 1, "parts": []}'}, "cannot read", id="too-little"
        ),
    ],
)
def test_a_folder_of_something_else_is_refused(
    made: dict[str, str], message: str, tmp_path: Path
) -> None:
    folder = tmp_path / "out"
    for name, text in made.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(UsageError, match=message), store.opened(folder) as opened:
        opened.manifest()
    assert [path for path in before if not path.exists()] == []


def test_two_runs_never_write_to_one_folder(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from medlint.batch import store\n"
        "with store.opened(Path(sys.argv[1])):\n"
        "    print('in', flush=True); sys.stdin.read()"
    )
    folder = tmp_path / "out"
    with subprocess.Popen(
        [sys.executable, "-c", code, folder], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as other:
        assert other.stdout is not None
        other.stdout.readline()
        with pytest.raises(UsageError, match="another run is at work in"), store.opened(folder):
            pass
        other.kill()
    with store.opened(folder):  # whoever is killed holds no lock
        pass
