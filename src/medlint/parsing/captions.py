"""How captions begin in any format: with the label of a figure or table."""

from __future__ import annotations

import re

_LABEL = (
    r"(?i:(?:fig(?:ure)?|table|box|chart|diagram|exhibit|graph|illustration|image|photo|picture"
    r"|video)s?\.?\s*(?:\d{1,3}(?:\.\d{1,3})?[a-z]?|[ivx]{1,5}))"
)
_SIGNED = re.compile(rf"{_LABEL}\s*(?::|[.)|\u2013\u2014-](?:\s|\Z))")
_BARE = re.compile(rf"{_LABEL}(?:\s+[A-Z]|\Z)")


def opens_with_label(text: str) -> bool:
    """Whether the text begins like "Figure 2.", with a sign that parts the label from the rest."""
    return _SIGNED.match(text) is not None


def opens_with_bare_label(text: str) -> bool:
    """Whether the text begins like "Figure 2 Doses", which prose does too now and then."""
    return _BARE.match(text) is not None
