"""What a sentence may have lost, where something that is left says it.

Terms of the article that would fit a hole are not guessed at: two in three stand nowhere else on
their page, and of the rest few were found (docs/dropped-terms-model.md).
"""

from __future__ import annotations

import re
from urllib.parse import unquote, urlsplit

_LONGEST = 6
"""So many words of an address are a term; more are a headline."""
_WORD = re.compile(r"[^\W\d_][\w'\u2019-]*")
_SLUG_END = re.compile(r"\.\w{2,5}$")


def of_address(target: str | None) -> str | None:
    """The words that a link's address is made of: "/glossary/insulin-resistance" says it all."""
    if not target:
        return None
    parts = urlsplit(target)
    place = parts.fragment or parts.path.rstrip("/").rpartition("/")[2]
    words = _WORD.findall(_SLUG_END.sub("", unquote(place)).replace("-", " ").replace("_", " "))
    text = " ".join(words)
    return text if text and len(words) <= _LONGEST else None
