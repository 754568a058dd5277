"""The cache: what is kept comes back, and nothing that goes wrong with it is anybody's concern."""

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medlint import cache
from medlint.cache import Cache, Contents, key_of


def kept(place: Path, **values: object) -> None:
    with Cache(place) as opened:
        for key, value in values.items():
            opened.put(key, "things", value)


def base(place: Path) -> Path:
    (path,) = place.glob("*.sqlite3")
    return path


def test_what_is_kept_comes_back_in_another_run(tmp_path: Path) -> None:
    kept(tmp_path, a={"words": ("one", 2)}, b=None)
    with Cache(tmp_path) as opened:
        assert opened.get("a") == {"words": ("one", 2)}
        assert opened.get("c") is None
        assert "a" in opened
        assert "c" not in opened


def test_what_is_new_is_seen_only_when_it_is_written(tmp_path: Path) -> None:
    with Cache(tmp_path) as opened:
        opened.put("a", "things", 1)
        assert not tmp_path.exists() or "a" not in Cache(tmp_path)
    assert "a" in Cache(tmp_path)


def test_a_value_is_made_once(tmp_path: Path) -> None:
    made: list[int] = []

    def make() -> int:
        made.append(1)
        return 7

    for _ in range(3):
        with Cache(tmp_path) as opened:
            assert opened.once("a", "things", make) == 7
    assert made == [1]


def test_no_place_keeps_nothing() -> None:
    with Cache(None) as opened:
        opened.put("a", "things", 1)
        assert opened.get("a") is None
        assert not opened
        assert opened.contents() == []


def test_the_folder_is_this_users_alone_and_says_what_it_is(tmp_path: Path) -> None:
    place = tmp_path / "far" / "below"
    kept(place, a=1)
    tag = (place / "CACHEDIR.TAG").read_text(encoding="utf-8")
    assert tag.startswith("Signature: 8a477f597d28d172789f06886806bc55\n")
    if os.name == "posix":
        assert place.stat().st_mode & 0o777 == 0o700


def test_a_file_that_is_damaged_is_thrown_away(tmp_path: Path) -> None:
    kept(tmp_path, a=1)
    base(tmp_path).write_bytes(b"no database at all, but long enough to be taken for one" * 200)
    with Cache(tmp_path) as opened:
        assert opened.get("a") is None
    kept(tmp_path, b=2)
    with Cache(tmp_path) as opened:
        assert opened.get("b") == 2


def test_an_empty_file_is_thrown_away(tmp_path: Path) -> None:
    kept(tmp_path, a=1)
    base(tmp_path).write_bytes(b"")
    kept(tmp_path, b=2)  # finds out
    kept(tmp_path, b=2)
    assert "b" in Cache(tmp_path)


@pytest.mark.skipif(os.name != "posix", reason="rights of POSIX")
def test_a_folder_that_anybody_may_write_to_is_not_trusted(tmp_path: Path) -> None:
    kept(tmp_path, a=1)
    tmp_path.chmod(0o777)
    assert Cache(tmp_path).get("a") is None
    tmp_path.chmod(0o700)
    assert Cache(tmp_path).get("a") == 1


def test_whoever_has_no_home_has_no_cache(monkeypatch: pytest.MonkeyPatch) -> None:
    def homeless() -> Path:
        raise RuntimeError

    monkeypatch.delenv("MEDLINT_CACHE_DIR", raising=False)
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    monkeypatch.setattr(Path, "home", homeless)
    monkeypatch.setattr(sys, "platform", "linux")
    assert cache.folder() is None


def test_a_value_that_is_damaged_is_forgotten(tmp_path: Path) -> None:
    kept(tmp_path, a=1, b=2)
    with sqlite3.connect(base(tmp_path)) as opened:
        opened.execute("UPDATE kept SET value = x'00' WHERE key = 'a'")
    with Cache(tmp_path) as again:
        assert again.get("a") is None
        assert again.get("b") == 2
        assert "a" not in again


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_cannot_be_written_is_done_without(tmp_path: Path) -> None:
    kept(tmp_path, a=1)
    tmp_path.chmod(0o500)
    kept(tmp_path, b=2)
    assert "b" not in Cache(tmp_path)


def test_a_folder_that_cannot_be_made_is_done_without(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    kept(tmp_path / "file" / "cache", a=1)
    assert (tmp_path / "file").read_text(encoding="utf-8") == "in the way"


def test_it_grows_to_its_limit_and_loses_what_was_not_used_for_longest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    limit = 1_000_000
    for day in range(20):
        monkeypatch.setattr(cache, "_today", lambda day=day: day)
        with Cache(tmp_path, limit=limit) as opened:
            assert day == 0 or opened.get("day 0") is not None  # used every day
            opened.put(f"day {day}", "things", os.urandom(100_000))
    with Cache(tmp_path) as opened:
        assert "day 0" in opened
        assert "day 1" not in opened
        assert "day 19" in opened
    assert base(tmp_path).stat().st_size < 1.5 * limit


def test_what_it_holds_can_be_counted_and_cleared(tmp_path: Path) -> None:
    kept(tmp_path, a=1, b="two")
    (contents,) = Cache(tmp_path).contents()
    assert contents == Contents("things", 2, contents.size)
    assert contents.size > 0
    Cache(tmp_path).clear()
    assert [path.name for path in tmp_path.iterdir()] == ["CACHEDIR.TAG"]
    Cache(tmp_path).clear()  # once more does no harm


WRITER = """
import sys
from pathlib import Path
from medlint.cache import Cache
name = sys.argv[2]
for turn in range(20):
    with Cache(Path(sys.argv[1])) as kept:
        kept.put(f"{name}-{turn}", "things", name * 1000)
"""


def test_runs_at_the_same_time_lose_nothing(tmp_path: Path) -> None:
    running = [
        subprocess.Popen([sys.executable, "-c", WRITER, str(tmp_path), name]) for name in "abcd"
    ]
    assert [process.wait() for process in running] == [0, 0, 0, 0]
    with Cache(tmp_path) as opened:
        assert all(opened.get(f"{n}-{turn}") == n * 1000 for n in "abcd" for turn in range(20))


PARTS = st.lists(st.text(max_size=4) | st.binary(max_size=4), max_size=4)


@given(one=PARTS, other=PARTS)
def test_keys_are_equal_only_where_all_parts_are(
    one: list[str | bytes], other: list[str | bytes]
) -> None:
    def as_bytes(parts: list[str | bytes]) -> list[bytes]:
        return [p.encode("utf-8", "surrogatepass") if isinstance(p, str) else p for p in parts]

    assert (key_of(*one) == key_of(*other)) == (as_bytes(one) == as_bytes(other))


@pytest.mark.parametrize(
    ("platform", "variables", "place"),
    [
        pytest.param("linux", {"XDG_CACHE_HOME": "/far/cache"}, "/far/cache/medlint", id="XDG"),
        pytest.param("linux", {"XDG_CACHE_HOME": "no/root"}, "/people/me/.cache/medlint", id="not"),
        pytest.param("linux", {}, "/people/me/.cache/medlint", id="linux"),
        pytest.param("darwin", {}, "/people/me/Library/Caches/medlint", id="macOS"),
        pytest.param("linux", {"MEDLINT_CACHE_DIR": "/mine"}, "/mine", id="named"),
    ],
)
def test_where_it_is(
    monkeypatch: pytest.MonkeyPatch, platform: str, variables: dict[str, str], place: str
) -> None:
    for name in ("MEDLINT_CACHE_DIR", "XDG_CACHE_HOME"):
        monkeypatch.delenv(name, raising=False)
    for name, value in {"HOME": "/people/me", **variables}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(sys, "platform", platform)
    assert cache.folder() == Path(place)


def test_the_program_is_told_apart_by_its_files(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    file = tmp_path / "deep" / "a.py"
    file.write_text("1", encoding="utf-8")
    (tmp_path / "notes.txt").write_text("1", encoding="utf-8")
    before = dict(cache.signatures(tmp_path, ".py"))
    assert list(before) == [str(file)]
    file.write_text("22", encoding="utf-8")
    assert dict(cache.signatures(tmp_path, ".py")) != before
