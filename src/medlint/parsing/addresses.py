"""Addresses that stand bare in a text: web pages, e-mail, DOIs."""

from __future__ import annotations

import re
from collections.abc import Iterator

from medlint.text import Span

_ADDRESS = re.compile(
    r"""
      (?<![\w/@.]) (?: https?:// | ftp:// | www\.(?=\w) ) [^\s<>"“”\u2018\u2019«»\ufffc]+
    | (?<![\w.+-]) [\w.+-]{1,64} @ (?: [\w-]{1,63} \. ){1,8} [A-Za-z]{2,24} (?![\w-])
    | (?<![\w/.]) (?: doi: [ ]? )? 10\.\d{4,9} / [^\s<>"“”«»\ufffc]+
    """,
    re.VERBOSE | re.IGNORECASE,
)
_AFTER = ".,;:!?'*_~…"
"""What ends a sentence or an emphasis rather than an address."""

_BRACKETS = {")": "(", "]": "[", "}": "{"}


def addresses(text: str) -> Iterator[Span]:
    """The places of the bare addresses in `text`, without the punctuation that follows them."""
    if not any(sign in text for sign in ("://", "www.", "WWW.", "@", "10.")):
        return
    for match in _ADDRESS.finditer(text):
        end = _trimmed(match.group())
        if end:
            yield Span(match.start(), match.start() + end)


def _trimmed(address: str) -> int:
    """The length of the address itself; a bracket belongs to it where it was opened inside."""
    end = len(address)
    closers = {
        close: address.count(close) - address.count(open_) for close, open_ in _BRACKETS.items()
    }
    while end:
        last = address[end - 1]
        if last in _BRACKETS and closers[last] > 0:
            closers[last] -= 1
        elif last not in _AFTER:
            break
        end -= 1
    return end
