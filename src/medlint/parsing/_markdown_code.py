"""Blocks of code in Markdown, and prose that was taken for one."""

from __future__ import annotations

import re
from collections.abc import Sequence

from medlint.document import Block, BlockKind
from medlint.parsing.builder import verbatim
from medlint.text import Span

_PROSE = re.compile(
    r"\s*[\"'\u201c(*_]{0,3}[A-Z](?:[^\W\d_]|[\d\s,.;:!?()'\"*_%&/\u2010-\u201d-])*[a-z)][.?!][\s*_\"'\u201d)]*"
)
"""A sentence from its capital to its stop, with no sign in it that code would have."""

_SENTENCE = 4
"""As many words as a line of code may share with a sentence."""


def is_prose(code: str) -> bool:
    """Whether the code is a sentence that four spaces in front made code by mistake."""
    return len(code.split(maxsplit=_SENTENCE)) > _SENTENCE and _PROSE.fullmatch(code) is not None


def as_it_stands(source: str, places: Sequence[Span], path: tuple[str, ...]) -> Block | None:
    """The code that stands at `places`, but for white space at its end; None where none is left."""
    kept = list(places)
    while kept and not kept[-1].of(source).strip():
        kept.pop()
    if not kept:
        return None
    last = kept.pop()
    end = last.start + len(last.of(source).rstrip())
    kept = [place for place in kept if len(place)]
    return verbatim(BlockKind.CODE, source, [*kept, Span(last.start, end)], path)
