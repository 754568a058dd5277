"""Blocks whose text is their source, made without a parser."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from medlint.document import Block, BlockKind, Inline, Segment, SourceMap
from medlint.text import Span


def _block(text: str, kind: str = "paragraph", *inlines: Inline, level: int = 0) -> Block:
    span = Span(0, len(text))
    segments = (Segment(span, span, exact=True),) if text else ()
    return Block(BlockKind(kind), text, SourceMap(segments), level=level, inlines=inlines)


@pytest.fixture(scope="session")
def block() -> Callable[..., Block]:
    """`block(text, kind, *inlines)`."""
    return _block
