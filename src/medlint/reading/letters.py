"""Readers' letters: what somebody asks, and the article answers in the next lines.

"My neighbour swears that turmeric cured hers. Should I swap? - Margit, by e-mail" tells what the
reader has heard, and the article says none of it. A letter asks something in the first person, and
is signed, or opens as questions of a column do. What is signed and asks nothing is a testimonial.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from medlint.document import Block, BlockKind
from medlint.reading.patterns import compile_pattern

_BLOCKS = frozenset({BlockKind.PARAGRAPH, BlockKind.LIST_ITEM})
_SIGNED = compile_pattern(
    r"[.?!\"\x{201D}\x{2019})]\s*(?:[\x{2013}\x{2014}\x{2015}]|--|-)\s*"
    r"(?:\p{Lu}[\p{L}.'\x{2019}-]*|[Nn]ame withheld)(?:[ ,(][^.?!]{0,60})?\.?\s*$"
)
_OPENS = compile_pattern(
    r"(?i)^\W*(?:q(?:uestion)?(?:\s?\d+)?\s?[:.)]|reader(?:'s|\x{2019}s)?(?:\s(?:question|letter))?:"
    r"|dear\s\p{L}+[\p{L}\s.]{0,30}[,:])"
)
_OF_ONESELF = compile_pattern(r"\b(?:I|[Mm]y|[Mm]e|[Ww]e|[Oo]ur|I['\x{2019}](?:m|ve|d|ll))\b")
_CLOSING = " \"'\u201d\u2019)*_"
_QUOTED = compile_pattern(r"^\W*[\x{201C}\"\x{2018}'].*[\x{201D}\"\x{2019}']\W*$")


def letters(blocks: Sequence[Block]) -> frozenset[int]:
    """The blocks (by index) that hold readers' letters, and the quoted headings above them."""
    return frozenset(_letters(blocks))


def _letters(blocks: Sequence[Block]) -> Iterator[int]:
    for index, block in enumerate(blocks):
        if block.kind not in _BLOCKS or not _OF_ONESELF.search(block.text):
            continue
        above = blocks[index - 1] if index else None
        heading = above.text if above is not None and above.kind is BlockKind.HEADING else ""
        if not _asks(block.text, heading):
            continue
        yield index
        if _QUOTED.search(heading):
            yield index - 1


def _asks(text: str, heading: str) -> bool:
    """Whether it ends with a question, or stands under one, and is sent by somebody."""
    signed = _SIGNED.search(text)
    if signed is None and not _OPENS.search(text):
        return False
    said = text[: signed.start() + 1] if signed else text
    return any(one.rstrip(_CLOSING).endswith("?") for one in (said, heading))
