"""Files: which ones a run takes, and what their bytes say."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medlint.errors import DecodeError, ReadError, UsageError
from medlint.files import Discovery, decode, discover, read, write

ENDINGS = ".md, .markdown, .html, .htm, .txt, .docx"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with drafts, and with what lies about beside drafts."""
    for name in (
        "b.md",
        "A.HTML",
        "notes.odt",
        "drafts/z.txt",
        "drafts/old/y.markdown",
        "drafts/old.htm",
        ".git/readme.md",
        "drafts/.venv/readme.md",
        "drafts/node_modules/readme.md",
        "drafts/__pycache__/readme.md",
        "drafts/._z.txt",
        "drafts/.#z.txt",
    ):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("Figs are sweet.\n")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("paths", "found"),
    [
        pytest.param(["b.md"], ("b.md",), id="named file"),
        pytest.param(["./b.md"], ("./b.md",), id="named file as it was given"),
        pytest.param(
            ["."],
            ("A.HTML", "b.md", "drafts/old/y.markdown", "drafts/old.htm", "drafts/z.txt"),
            id="working folder",
        ),
        pytest.param(
            ["./drafts/"],
            ("drafts/old/y.markdown", "drafts/old.htm", "drafts/z.txt"),
            id="folder with a slash",
        ),
        pytest.param(
            ["drafts/z.txt", "drafts", "b.md", "./b.md"],
            ("drafts/z.txt", "drafts/old/y.markdown", "drafts/old.htm", "b.md"),
            id="each once, where it is named first",
        ),
        pytest.param(["notes.odt", "b.md"], ("notes.odt", "b.md"), id="other ending, named"),
        pytest.param([".git"], (".git/readme.md",), id="hidden folder, named"),
        pytest.param(["drafts/._z.txt"], ("drafts/._z.txt",), id="hidden file, named"),
    ],
)
def test_paths_stand_for_these_files(
    folder: Path, paths: list[str], found: tuple[str, ...]
) -> None:
    assert discover(paths, root=folder) == Discovery(found, 0)


def test_an_absolute_folder_gives_absolute_files(folder: Path) -> None:
    found = discover([str(folder / "drafts" / "old")], root=folder)
    assert found.paths == ((folder / "drafts" / "old" / "y.markdown").as_posix(),)


@pytest.mark.parametrize(
    ("paths", "exclude", "found", "excluded"),
    [
        pytest.param(["."], ["*.md"], 4, 1, id="by ending"),
        pytest.param(["."], ["old"], 4, 1, id="a folder anywhere"),
        pytest.param(["."], ["old*"], 3, 2, id="names anywhere"),
        pytest.param(["."], ["/drafts/"], 2, 3, id="folder of the root"),
        pytest.param(["."], ["drafts/**", "!drafts/z.txt"], 3, 2, id="all but one"),
        pytest.param(["."], ["/z.txt"], 5, 0, id="anchored elsewhere"),
        pytest.param(["."], ["# *.md", ""], 5, 0, id="comment and empty line"),
        pytest.param(["b.md", "drafts/z.txt"], ["b.md"], 1, 1, id="named file"),
        pytest.param(["b.md"], ["b.md"], 0, 1, id="the only named file, as a hook may name it"),
        pytest.param(["b.md", ".", "b.md"], ["b.md"], 4, 1, id="counted once"),
        pytest.param(["notes.odt", "b.md"], ["*.odt"], 1, 1, id="named file of another ending"),
    ],
)
def test_excluded_files_are_left_out_and_counted(
    folder: Path, paths: list[str], exclude: list[str], found: int, excluded: int
) -> None:
    discovery = discover(paths, exclude=exclude, root=folder)
    assert (len(discovery.paths), discovery.excluded) == (found, excluded)


def test_patterns_count_from_the_root_not_from_the_working_folder(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder / "drafts")
    discovery = discover(["."], exclude=["/drafts/z.txt"], root=folder)
    assert discovery == Discovery(("old/y.markdown", "old.htm"), 1)


def test_patterns_without_a_slash_hold_outside_the_root(folder: Path) -> None:
    discovery = discover(["b.md", "drafts/z.txt"], exclude=["b.md"], root=folder / "drafts")
    assert discovery == Discovery(("drafts/z.txt",), 1)


def test_patterns_hold_below_a_root_behind_a_link(folder: Path) -> None:
    (folder / "site").symlink_to(folder / "drafts")
    discovery = discover(["site/z.txt", "b.md"], exclude=["/z.txt"], root=folder / "drafts")
    assert discovery == Discovery(("b.md",), 1)


def test_links_in_circles_end_and_each_file_comes_once(folder: Path) -> None:
    (folder / "drafts" / "a-circle").symlink_to(folder)
    (folder / "drafts" / "again.md").symlink_to(folder / "b.md")
    (folder / "elsewhere").symlink_to(folder / "drafts")
    (folder / "loop.md").symlink_to(folder / "loop.md")
    found = discover(["drafts"], root=folder)
    assert found.paths == (
        "drafts/a-circle/A.HTML",
        "drafts/a-circle/b.md",
        "drafts/a-circle/loop.md",
        "drafts/old/y.markdown",
        "drafts/old.htm",
        "drafts/z.txt",
    )
    with pytest.raises(ReadError, match="cannot read the file"):
        read("drafts/a-circle/loop.md")


def test_a_linked_folder_is_entered(folder: Path) -> None:
    outside = folder / "drafts"
    site = folder / "site"
    site.mkdir()
    (site / "drafts").symlink_to(outside)
    assert discover(["site"], root=folder).paths == (
        "site/drafts/old/y.markdown",
        "site/drafts/old.htm",
        "site/drafts/z.txt",
    )


@pytest.mark.skipif(os.geteuid() == 0, reason="root may list every folder")
def test_a_folder_that_cannot_be_listed_is_not_passed_over(folder: Path) -> None:
    locked = folder / "drafts" / "old"
    locked.chmod(0)
    try:
        assert "drafts/old" in discover(["drafts"], root=folder).paths
    finally:
        locked.chmod(0o700)


@pytest.mark.parametrize(
    ("paths", "exclude", "message"),
    [
        pytest.param(["b.md", "nope"], [], "no such file or directory: 'nope'", id="missing"),
        pytest.param([""], [], "no such file or directory: ''", id="empty name"),
        pytest.param(["a\0b"], [], "no such file or directory: 'a\0b'", id="NUL in the name"),
        pytest.param(
            ["empty"],
            [],
            f"nothing to check: no file that ends in {ENDINGS} was found",
            id="nothing in the folder",
        ),
        pytest.param(
            ["."],
            ["*"],
            f"nothing to check: no file that ends in {ENDINGS} was found; 5 files are excluded",
            id="every file excluded",
        ),
    ],
)
def test_calls_that_can_check_nothing_are_refused(
    folder: Path, paths: list[str], exclude: list[str], message: str
) -> None:
    (folder / "empty").mkdir()
    with pytest.raises(UsageError) as caught:
        discover(paths, exclude=exclude, root=folder)
    assert str(caught.value) == message


def test_a_broken_pattern_is_refused(folder: Path) -> None:
    with pytest.raises(UsageError, match="broken pattern in 'exclude'"):
        discover(["."], exclude=["!"], root=folder)


def test_a_text_keeps_its_line_ends(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_bytes(b"\xef\xbb\xbfFigs\r\nDates\rPears\n")
    assert read(str(path)) == "Figs\r\nDates\rPears\n"


@pytest.mark.parametrize(
    ("name", "message"),
    [
        pytest.param(
            "notes.odt",
            "no reader for '.odt' files; medlint reads .md, .markdown, .html, .htm, .txt, .docx",
            id="other ending",
        ),
        pytest.param(
            "plain",
            "no reader for files without an ending; "
            "medlint reads .md, .markdown, .html, .htm, .txt, .docx",
            id="no ending",
        ),
        pytest.param("gone.md", "cannot read the file: No such file or directory", id="gone"),
        pytest.param(
            "folder.md", "this is a folder that cannot be listed, not a file", id="folder"
        ),
        pytest.param(
            "pipe.md", "this is no ordinary file; medlint never reads devices or pipes", id="pipe"
        ),
        pytest.param(
            "link.md", "this is no ordinary file; medlint never reads devices or pipes", id="device"
        ),
        pytest.param("big.md", "the file has 20.0 MB; medlint reads up to 20 MB", id="too large"),
    ],
)
def test_what_is_no_readable_file_is_a_read_error(tmp_path: Path, name: str, message: str) -> None:
    (tmp_path / "notes.odt").write_bytes(b"PK")
    (tmp_path / "plain").write_text("Figs")
    (tmp_path / "folder.md").mkdir()
    os.mkfifo(tmp_path / "pipe.md")
    (tmp_path / "link.md").symlink_to("/dev/zero")
    with (tmp_path / "big.md").open("wb") as big:
        big.truncate(20_000_001)
    with pytest.raises(ReadError) as caught:
        read(str(tmp_path / name))
    assert str(caught.value) == message


@pytest.mark.parametrize(
    ("data", "text"),
    [
        pytest.param(b"", "", id="empty"),
        pytest.param("Café 🍇\r\n".encode(), "Café 🍇\r\n", id="UTF-8"),
        pytest.param(b"\xef\xbb\xbfFigs", "Figs", id="UTF-8 with mark"),
        pytest.param(b"\xff\xfeF\0\xe9\0<\xd8G\xdf", "Fé🍇", id="UTF-16 LE"),
        pytest.param(b"\xfe\xff\0F\0\xe9\xd8<\xdfG", "Fé🍇", id="UTF-16 BE"),
        pytest.param(b"\xef\xbb\xbf\xef\xbb\xbfF", "\ufeffF", id="only one mark is taken off"),
    ],
)
def test_bytes_of_a_known_encoding_are_text(data: bytes, text: str) -> None:
    assert decode(data) == text


@pytest.mark.parametrize(
    ("data", "message"),
    [
        pytest.param(
            b"caf\xe9 au lait",
            "not UTF-8 text: byte 0xe9 at offset 3 is wrong; save the file as UTF-8",
            id="Latin-1",
        ),
        pytest.param(
            b"\xef\xbb\xbfit\x92s",
            "not UTF-8 text: byte 0x92 at offset 5 is wrong; save the file as UTF-8",
            id="Windows-1252 behind a mark",
        ),
        pytest.param(
            b"\xed\xa0\x80",
            "not UTF-8 text: byte 0xed at offset 0 is wrong; save the file as UTF-8",
            id="half a surrogate pair",
        ),
        pytest.param(
            b"\xff\xfeF\0i",
            "not UTF-16 text: byte 0x69 at offset 4 is wrong; save the file as UTF-8",
            id="UTF-16 cut off",
        ),
        pytest.param(
            b"PK\x03\x04\0\0\xff",
            "NUL byte at offset 4: binary data, or UTF-16 without a byte order mark; "
            "save the file as UTF-8",
            id="binary",
        ),
        pytest.param(
            b"F\0i\0",
            "NUL byte at offset 1: binary data, or UTF-16 without a byte order mark; "
            "save the file as UTF-8",
            id="UTF-16 without mark",
        ),
        pytest.param(
            b"\xff\xfeF\0\0\0",
            "NUL byte at offset 4: binary data, or UTF-16 without a byte order mark; "
            "save the file as UTF-8",
            id="NUL in UTF-16",
        ),
        pytest.param(
            b"\xff\xfe\0\0F\0\0\0", "this is UTF-32 text; save the file as UTF-8", id="UTF-32"
        ),
    ],
)
def test_other_bytes_are_a_decode_error(data: bytes, message: str) -> None:
    with pytest.raises(DecodeError) as caught:
        decode(data)
    assert str(caught.value) == message


@given(st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"])))
def test_what_is_written_in_any_of_the_encodings_is_read(text: str) -> None:
    assert decode(b"\xef\xbb\xbf" + text.encode()) == text
    assert decode(b"\xff\xfe" + text.encode("utf-16-le")) == text
    assert decode(b"\xfe\xff" + text.encode("utf-16-be")) == text


@given(st.binary(max_size=200))
def test_any_bytes_are_text_or_a_decode_error(data: bytes) -> None:
    try:
        text = decode(data)
    except DecodeError:
        return
    assert "\0" not in text


def test_a_written_file_is_whole_and_its_folders_are_made(tmp_path: Path) -> None:
    path = tmp_path / "out" / "page.html"
    write(path, "Figs\n")
    write(path, "Dätes\r\n")
    assert path.read_bytes() == b"D\xc3\xa4tes\r\n"
    assert [entry.name for entry in path.parent.iterdir()] == ["page.html"]


def test_what_cannot_be_written_is_a_usage_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(UsageError, match=r"cannot write '.*page\.html'"):
        write(tmp_path / "file" / "page.html", "Figs")


def test_text_may_go_to_a_device() -> None:
    write(Path("/dev/null"), "Figs")
    assert Path("/dev/null").is_char_device()
