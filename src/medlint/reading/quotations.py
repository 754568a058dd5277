"""Where a block repeats somebody else's words."""

from __future__ import annotations

import re

from medlint.document import Block, InlineKind
from medlint.text import Span

# A quotation is bounded, so that a stray mark (an inch, an apostrophe) costs little.
_QUOTES = re.compile(
    "\N{LEFT DOUBLE QUOTATION MARK}"
    "[^\N{LEFT DOUBLE QUOTATION MARK}\N{RIGHT DOUBLE QUOTATION MARK}]{1,2000}"
    "(?:\N{RIGHT DOUBLE QUOTATION MARK}|$)"
    '|(?<!\\w)"[^"]{1,2000}"'  # behind a digit it is an inch
    "|(?<!\\w)\N{LEFT SINGLE QUOTATION MARK}[^\N{LEFT SINGLE QUOTATION MARK}]{1,400}?"
    "\N{RIGHT SINGLE QUOTATION MARK}(?!\\w)"
    "|(?<!\\w)'[^']{1,400}'(?!\\w)"
)


def quotations(block: Block) -> tuple[Span, ...]:
    """The quoted parts of a block's text, quotation marks included."""
    spans = [Span(match.start(), match.end()) for match in _QUOTES.finditer(block.text)]
    spans += [inline.span for inline in block.inlines if inline.kind is InlineKind.QUOTATION]
    return tuple(spans)
