"""Articles are hostile: what is shown in place of characters that act instead of being read."""

from __future__ import annotations

import re

_PICTURES = 0x2400
"""Start of the Unicode pictures of control characters, in the order of the characters."""

_CONTROLS = "\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff"
_IN_MARKUP = re.compile(f"[{_CONTROLS}]")
_IN_TERMINAL = re.compile(
    f"[{_CONTROLS}\t\n"
    # Soft hyphen, direction marks and overrides, invisible separators, tags.
    "\xad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\U000e0000-\U000e007f]"
)


def in_markup(text: str) -> str:
    """An article's text for an HTML page, code point for code point.

    Controls other than tab and line feed, which HTML forbids or rewrites, become visible signs,
    as do lone surrogates, which UTF-8 cannot carry. Escaping is the template's business.
    """
    return _IN_MARKUP.sub(_sign, text)


def in_terminal(text: str) -> str:
    """The text for one line of a terminal, code point for code point.

    Everything that a terminal obeys, or that turns or hides what is read, becomes a visible
    sign of one cell.
    """
    return _IN_TERMINAL.sub(_sign, text)


def one_line(text: str) -> str:
    """A message as one line that is safe everywhere, runs of white space folded to a space."""
    return in_terminal(" ".join(text.split()))


def _sign(match: re.Match[str]) -> str:
    code = ord(match[0])
    if code < ord(" "):
        return chr(_PICTURES + code)
    return "\N{SYMBOL FOR DELETE}" if match[0] == "\x7f" else "\N{REPLACEMENT CHARACTER}"
