"""Blocks of code in Markdown, and prose that was taken for one."""

from __future__ import annotations

import re
from collections.abc import Sequence

from medlint.document import Block, BlockKind, Segment, SourceMap
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
    """The code that stands at `places`, white space and all; None where there is none."""
    text = "".join(place.of(source) for place in places)
    length = len(text.rstrip())
    if not length:
        return None
    segments: list[Segment] = []
    at = 0
    for place in places:
        end = min(at + len(place), length)
        if end == at:
            continue
        source_span = Span(place.start, place.start + end - at)
        last = segments[-1] if segments else None
        if last and last.source.end == source_span.start:
            segments[-1] = Segment(
                Span(last.text.start, end), Span(last.source.start, source_span.end), exact=True
            )
        else:
            segments.append(Segment(Span(at, end), source_span, exact=True))
        at = end
    return Block(BlockKind.CODE, text[:length], SourceMap(tuple(segments)), path=path)
