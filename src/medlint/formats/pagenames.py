"""File names for the pages of a report."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from hashlib import sha256

LONGEST = 60
"""Code points of a path kept in a name; its end says more than its beginning."""

_UNSAFE = re.compile(r"[^a-z0-9]+")
_DIGITS = 8


def page_names(paths: Iterable[str]) -> dict[str, str]:
    """A name for the page of each path: lower-case ASCII, safe on every file system.

    A digest of the path ends the name, so `a/b.md` and `a_b.md` part, and a path keeps its name
    whatever else is in the report. Should two digests begin alike, the later path's is longer.
    """
    names: dict[str, str] = {}
    taken: set[str] = set()
    for path in paths:
        if path in names:
            continue
        digest = sha256(path.encode("utf-8", "surrogatepass")).hexdigest()
        readable = _readable(path)
        length = _DIGITS
        while (name := f"{readable}-{digest[:length]}.html") in taken:
            length += _DIGITS
        names[path] = name
        taken.add(name)
    return names


def _readable(path: str) -> str:
    plain = unicodedata.normalize("NFKD", path.casefold()).encode("ascii", "ignore").decode()
    return _UNSAFE.sub("-", plain).strip("-")[-LONGEST:].strip("-") or "article"
