from __future__ import annotations

import re
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medlint.formats.pagenames import page_names


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        pytest.param("a/b.md", "a-b-md-5a05f1b2.html", id="folder"),
        pytest.param("a_b.md", "a-b-md-0ec49a6c.html", id="underscore"),
        pytest.param("Größe & Co.md", "grosse-co-md-a0c09a76.html", id="accents"),
        pytest.param("文章", "article-7d5a89f6.html", id="no letter of ours"),
        pytest.param("../../etc/passwd", "etc-passwd-3754d6cb.html", id="dots"),
        pytest.param("C:\\drafts\\x.md", "c-drafts-x-md-f677f235.html", id="other system"),
        pytest.param("x" * 300, "x" * 60 + "-0d4e2ca9.html", id="long"),
        pytest.param("", "article-e3b0c442.html", id="empty"),
    ],
)
def test_a_name_tells_its_path(path: str, expected: str) -> None:
    assert page_names([path]) == {path: expected}


def test_a_path_keeps_its_name_whatever_else_is_there() -> None:
    assert page_names(["b.md", "a.md"])["a.md"] == page_names(["a.md"])["a.md"]


def test_the_end_of_a_long_path_is_kept() -> None:
    (name,) = page_names(["folder/" * 30 + "sleep.md"]).values()
    assert re.fullmatch(r".{0,60}-folder-sleep-md-[0-9a-f]{8}\.html", name)


def test_digests_that_begin_alike_are_told_apart() -> None:
    # Every path reads as "article"; among 200,000 some two share their first eight digits.
    seen: dict[str, str] = {}
    for code in range(200_000):
        path = chr(0x4E00 + code // 400) + chr(0x4E00 + code % 400)
        digest = sha256(path.encode()).hexdigest()[:8]
        other = seen.setdefault(digest, path)
        if other != path:
            break
    else:
        pytest.fail("no two digests begin alike")
    names = page_names([other, path])
    assert [len(names[other]), len(names[path])] == [len("article-.html") + n for n in (8, 16)]


@given(st.lists(st.text(st.characters(codec=None), max_size=80), max_size=20))
def test_names_are_safe_and_never_shared(paths: list[str]) -> None:
    names = page_names(paths)
    assert set(names) == set(paths)
    assert len({name.lower() for name in names.values()}) == len(set(paths))
    for name in names.values():
        assert re.fullmatch(r"[a-z0-9][a-z0-9-]*-[0-9a-f]{8}\.html", name)
        assert len(name) <= 80
