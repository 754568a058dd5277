"""A Markdown source as its parser is to see it, letter for letter as long as the source."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from medlint.parsing._markdown_inserts import ATTRIBUTE, Insert
from medlint.text import Span

_FIRST, _LAST = 0xF0000, 0x10FFFD
"""The private characters that inserts are made of, each of its own as far as they last."""

_FILLING = re.compile(f"([{chr(_FIRST)}-{chr(_LAST)}])\\1*")
_LEFT, _RIGHT = "\ue000", "\ue001"
_BRACES = {ord(_LEFT): "{", ord(_RIGHT): "}"}
_BRACES_AT_END = re.compile(r"\{([^{}\n]*)\}(?=[ \t]*(?:#+[ \t]*)?(?:[\r\n]|\Z))")
_ATTRIBUTES = re.compile(rf"\s*(?:{ATTRIBUTE}\s*)*")
_LONE_CR = re.compile(r"\r(?!\n)")
_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Masked:
    """The masked text of a source; each insert reads as one word in it."""

    text: str
    source: str
    inserts: Sequence[Insert]

    def restored(self, text: str) -> str:
        """A piece of the masked text (a link's target) with the inserts written out again."""
        return _FILLING.sub(self._written_out, text).translate(_BRACES)

    def _written_out(self, match: re.Match[str]) -> str:
        index = ord(match.group()[0]) - _FIRST
        if index >= len(self.inserts):
            return match.group()
        return _inside(self.source, self.inserts[index].span).of(self.source)


def mask(source: str, inserts: Sequence[Insert]) -> Masked:
    """The source with its inserts made into words, and without what the parser stumbles over.

    That is half a surrogate pair, a lone CR (in nested code it loses its way), and braces at the
    end of a heading that hold words, which it would take for attributes and drop.
    """
    parts = []
    at = 0
    for index, insert in enumerate(inserts):
        inner = _inside(source, insert.span)
        filling = chr(_FIRST + index % (_LAST - _FIRST + 1))
        parts += [source[at : inner.start], filling * len(inner)]
        at = inner.end
    text = "".join([*parts, source[at:]])
    text = _LONE_CR.sub("\n", _SURROGATE.sub("\N{REPLACEMENT CHARACTER}", text))
    return Masked(_BRACES_AT_END.sub(_guarded, text), source, inserts)


def _inside(source: str, span: Span) -> Span:
    """The part of an insert that is made into a word.

    Single brackets stay: they let emphasis end beside them, as double ones need not.
    """
    bracketed = source[span.start] in "[{" and source[span.start + 1] not in "{%"
    return Span(span.start + 1, span.end - 1) if bracketed else span


def _guarded(braces: re.Match[str]) -> str:
    if _ATTRIBUTES.fullmatch(braces[1]):
        return braces.group()
    return f"{_LEFT}{braces[1]}{_RIGHT}"
