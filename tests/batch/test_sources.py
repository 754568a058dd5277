"""Tables, archives and listings: each record once, whatever is wrong with it or its file."""

import csv
import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from medlint import files
from medlint.batch import slices as slicing
from medlint.batch import sources
from medlint.batch.records import Member
from medlint.batch.slices import SIZE, Kind
from medlint.batch.sources import archive, listing
from medlint.config import Export
from medlint.document import Format
from medlint.errors import DecodeError, ReadError
from medlint.exports import Item
from medlint.finding import FileError

FIELDS = Export(files=(), body="text", format="markdown", id="id")
CELL = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=12
)
IN_A_FOLDER = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def read(kind: Kind, path: Path, fields: Export = FIELDS) -> list[Item]:
    """All records of a file, as they are in its slices."""
    found = []
    for one in sources.slices(kind, str(path)):
        records = list(sources.read(one, fields))
        assert len(records) == one.count
        found += records
    assert all(isinstance(record, Item) for record in found)
    return [record for record in found if isinstance(record, Item)]


def told(items: list[Item]) -> list[tuple[str, str | None]]:
    """What each article is called, and why it cannot be read."""
    return [(item.name, _told(item.error) if item.error else None) for item in items]


def _told(error: FileError) -> str:
    return f"{error.stage}: {error.message}"


def write_jsonl(path: Path, rows: list[dict[str, Any]]) -> Path:
    path.write_text("".join(f"{json.dumps(row)}\n" for row in rows), encoding="utf-8")
    return path


def write_csv(path: Path, rows: list[dict[str, Any]], **options: Any) -> Path:
    stream = io.StringIO()
    writer = csv.DictWriter(stream, ["id", "text"], **options)
    writer.writeheader()
    writer.writerows(rows)
    path.write_bytes(stream.getvalue().encode())
    return path


def write_parquet(path: Path, rows: list[dict[str, Any]], group: int = 1_000) -> Path:
    schema = pa.schema({"id": pa.string(), "text": pa.string()})
    pq.write_table(pa.Table.from_pylist(rows, schema=schema), path, row_group_size=group)
    return path


WRITERS = {Kind.JSONL: write_jsonl, Kind.CSV: write_csv, Kind.PARQUET: write_parquet}


@pytest.mark.parametrize("kind", WRITERS)
@IN_A_FOLDER
@given(rows=st.lists(st.tuples(CELL, CELL), max_size=9), repeat=st.sampled_from([1, 40]))
def test_all_rows_are_read_in_order(
    kind: Kind, rows: list[tuple[str, str]], repeat: int, tmp_path: Path
) -> None:
    table = [{"id": f"n{name}n", "text": text} for name, text in rows * repeat]
    path = WRITERS[kind](tmp_path / "table", table)
    items = read(kind, path)
    # A return inside quotes is kept, but no writer and reader of CSV agree on one outside.
    expected = [row["text"] for row in table]
    assert [item.text for item in items] == expected
    assert [item.name for item in items] == [row["id"].strip() for row in table]
    assert {item.error for item in items} <= {None}
    assert {item.format for item in items} <= {Format.MARKDOWN}


@pytest.mark.parametrize("kind", WRITERS)
def test_any_part_of_a_slice_can_be_read(kind: Kind, tmp_path: Path) -> None:
    rows = [{"id": str(n), "text": f"Text\n{n}"} for n in range(3 * SIZE + 5)]
    path = WRITERS[kind](tmp_path / "table", rows)
    slices = list(sources.slices(kind, str(path)))
    assert sum(one.count for one in slices) == len(rows)
    for wanted in (range(SIZE - 1, SIZE + 2), range(len(rows) - 1, len(rows)), range(70, 75)):
        found = [
            record
            for one in slicing.within(slices, [wanted])
            for record in sources.read(one, FIELDS)
            if isinstance(record, Item)
        ]
        assert [record.name for record in found] == [str(n) for n in wanted]


def test_no_slice_of_a_parquet_file_reaches_beyond_its_row_group(tmp_path: Path) -> None:
    rows = [{"id": str(n), "text": "Text"} for n in range(200)]
    path = write_parquet(tmp_path / "table", rows, group=90)
    spans = [(one.start, one.stop) for one in sources.slices(Kind.PARQUET, str(path))]
    assert spans == [(0, 64), (64, 90), (90, 154), (154, 180), (180, 200)]
    assert [item.name for item in read(Kind.PARQUET, path)] == [row["id"] for row in rows]


def test_lines_that_hold_no_article_are_there_with_their_errors(tmp_path: Path) -> None:
    path = tmp_path / "table.jsonl"
    path.write_bytes(
        b'\xef\xbb\xbf{"id": "a", "text": "One."}\n'
        b"\n"
        b'{"id": "b", "text": "Two."\n'
        b'["c"]\n'
        b'{"id": "d"}\r\n'
        b'{"text": 7}\n'
        b'{"id": "f", "text": "caf\xe9"}\n'
        b'{"id": 8, "text": "Six."}\n' + b"[" * 100_000 + b"\n"
        b'{"id": "last", "text": "No line feed."}'
    )
    assert told(read(Kind.JSONL, path)) == [
        ("a", None),
        ("3", "parse: not JSON: Expecting ',' delimiter"),
        ("4", "parse: no JSON object"),
        ("d", "parse: no text at '/text'"),
        ("6", "parse: no text at '/text'"),
        ("7", "decode: not UTF-8 text: byte 0xe9 at offset 24 is wrong; save the file as UTF-8"),
        ("8", None),
        ("9", "parse: not JSON that can be read: it is nested too deeply"),
        ("last", None),
    ]


def test_a_line_beyond_all_measure_costs_one_record(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "LARGEST", 1_000)
    long = json.dumps({"id": "long", "text": "word " * 1_000})
    path = tmp_path / "table.jsonl"
    path.write_text(f'{{"id": "a", "text": "One."}}\n{long}\n{{"id": "b", "text": "Two."}}\n')
    names = [(item.name, item.error and item.error.stage) for item in read(Kind.JSONL, path)]
    assert names == [("a", None), ("2", "read"), ("b", None)]


def test_fields_may_lie_deep(tmp_path: Path) -> None:
    path = write_jsonl(tmp_path / "table", [{"f": {"body": "Deep."}, "meta": {"key": 3}}])
    (item,) = read(Kind.JSONL, path, Export(files=(), body="f.body", format="html", id="meta.key"))
    assert (item.name, item.text, item.pointer, item.format) == ("3", "Deep.", "/f/body", "html")


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        (Kind.CSV, b"id;text;more\n1;Semicolons, of Excel.;x\n"),
        (Kind.CSV, b"\xef\xbb\xbfid\ttext\r\n1\tSemicolons, of Excel.\r\n"),
        (Kind.CSV, b'text,id\n"Semicolons, of Excel.",1'),
    ],
)
def test_tables_are_parted_as_their_heading_is(kind: Kind, data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "table"
    path.write_bytes(data)
    (item,) = read(kind, path)
    assert (item.name, item.text, item.error) == ("1", "Semicolons, of Excel.", None)


def test_rows_that_hold_no_article_are_there_with_their_errors(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_bytes(
        b'id,text\na,One.\n\nb\nc,"Three,\nand more.",x\nd,caf\xe9\n,Five.\ne,"Six.\nf,Seven.\n'
    )
    assert told(read(Kind.CSV, path)) == [
        ("a", None),
        ("b", "parse: no text at '/text'"),
        ("3", "parse: the row has 3 cells, and the first one 2"),
        ("4", "decode: not UTF-8 text; save the file as UTF-8"),
        ("5", None),
        ("", "parse: row 6: unexpected end of data; neither it nor what follows can be read"),
    ]


def test_columns_that_hold_no_text_are_errors(tmp_path: Path) -> None:
    path = tmp_path / "table.parquet"
    broken = pa.StringArray.from_buffers(
        3, pa.array([0, 3, 4, 6], pa.int32()).buffers()[1], pa.py_buffer(b"One\xffOK")
    )
    ids = pa.array([7, None, 9])
    pq.write_table(pa.table({"id": ids, "text": broken}), path)
    assert told(read(Kind.PARQUET, path)) == [
        ("7", None),
        ("2", "decode: the column 'text' holds no UTF-8 text"),
        ("9", None),
    ]
    pq.write_table(pa.table({"id": ids, "text": pa.array([b"x", None, b"y"])}), path)
    assert [item.error and item.error.message for item in read(Kind.PARQUET, path)] == [
        "no text at '/text'"
    ] * 3


@pytest.mark.parametrize("kind", [Kind.JSONL, Kind.CSV, Kind.PARQUET])
def test_a_file_that_is_gone_is_one_error(kind: Kind, tmp_path: Path) -> None:
    (item,) = read(kind, tmp_path / "gone")
    assert item.path == str(tmp_path / "gone")
    assert item.error is not None
    assert item.error.stage == "read"


def test_a_file_of_another_kind_is_one_error(tmp_path: Path) -> None:
    path = tmp_path / "table.parquet"
    path.write_bytes(b"PAR1 this is none")
    (item,) = read(Kind.PARQUET, path)
    assert item.error is not None
    assert item.error.message.startswith("cannot read the file: ")


@pytest.mark.parametrize("kind", WRITERS)
def test_a_file_that_shrinks_or_breaks_keeps_its_number_of_records(
    kind: Kind, tmp_path: Path
) -> None:
    rows = [{"id": f"row {n}", "text": f"Text {n}"} for n in range(9)]
    path = WRITERS[kind](tmp_path / "table", rows)
    (one,) = sources.slices(kind, str(path))
    if kind is Kind.PARQUET:
        write_parquet(path, rows[:4])
    else:
        path.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[:5]))
    items = [item for item in sources.read(one, FIELDS) if isinstance(item, Item)]
    assert len(items) == 9
    assert [item.error for item in items[:4]] == [None] * 4
    assert {item.error and item.error.stage for item in items[5:]} == {"read"}
    path.unlink()
    gone = list(sources.read(one, FIELDS))
    assert len(gone) == 9


class TestListings:
    def test_what_is_listed_is_read_again(self, tmp_path: Path) -> None:
        records: list[str | Member] = [
            *(f"pages/{n}.md" for n in range(SIZE + 3)),
            Member("site.zip", "a/\u00fc.html"),
            "odd\udcff\nname.md",
        ]
        place = tmp_path / "listing"
        listing.write(place, records)
        slices = list(listing.slices(str(place)))
        assert [one.count for one in slices] == [SIZE, 5]
        assert [record for one in slices for record in sources.read(one, FIELDS)] == records


class TestArchives:
    @pytest.fixture
    def site(self, tmp_path: Path) -> Path:
        path = tmp_path / "site.zip"
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
            made.writestr("index.html", "<p>Start.</p>")
            made.writestr("about/", "")
            made.writestr("about/us.md", "# Us")
            made.writestr("about/photo.png", b"\x89PNG")
            made.writestr("__MACOSX/._index.html", b"\0")
            made.writestr(".git/notes.md", "no article")
            made.writestr("latin.txt", b"caf\xe9")
            made.writestr("drafts/later.md", "Later.")
        return path

    def test_the_articles_in_an_archive(self, site: Path) -> None:
        members = list(archive.members(str(site), lambda path: path.endswith("later.md")))
        names = [member and member.name for member in members]
        assert names == ["index.html", "about/us.md", "latin.txt", None]
        (first, *_) = members
        assert first is not None
        assert first.path == f"{site}#index.html"
        assert archive.read(first) == "<p>Start.</p>"

    def test_what_cannot_be_read_says_why(
        self, site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        with pytest.raises(DecodeError, match="not UTF-8"):
            archive.read(Member(str(site), "latin.txt"))
        with pytest.raises(ReadError, match=r"in the archive: .*no item named 'gone\.md'"):
            archive.read(Member(str(site), "gone.md"))
        with pytest.raises(ReadError, match="No such file"):
            archive.read(Member(str(tmp_path / "gone.zip"), "a.md"))
        with pytest.raises(ReadError, match="File is not a zip file"):
            list(archive.members(__file__, lambda _: False))
        monkeypatch.setattr(files, "LARGEST", 5)
        with pytest.raises(ReadError, match="it has more than"):
            archive.read(Member(str(site), "index.html"))

    def test_a_member_that_is_damaged_is_an_error_of_its_own(self, site: Path) -> None:
        data = bytearray(site.read_bytes())
        at = data.index(b"about/us.md") + len("about/us.md")
        data[at : at + 4] = b"\xff\xff\xff\xff"
        site.write_bytes(data)
        assert archive.read(Member(str(site), "index.html")) == "<p>Start.</p>"
        with pytest.raises(ReadError, match="cannot read it in the archive"):
            archive.read(Member(str(site), "about/us.md"))
