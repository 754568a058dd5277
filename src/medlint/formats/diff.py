"""What changed in a text, as a patch that `git apply -p0` and `patch -p0` take."""

from __future__ import annotations

import difflib
import re

from medlint.formats.legible import one_line

_LINE = re.compile(r"[^\n]*\n|[^\n]+")
_OPEN = "\\ No newline at end of file\n"


def render(path: str, before: str, after: str) -> str:
    """The lines that differ, with three around them; empty where none does."""
    name = one_line(path)
    lines = difflib.unified_diff(_LINE.findall(before), _LINE.findall(after), name, name)
    return "".join(line if line.endswith("\n") else f"{line}\n{_OPEN}" for line in lines)
