"""What a page declares of itself in JSON-LD, as search engines read it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

TYPE = "application/ld+json"

_KEYS = {
    "author": "author",
    "datePublished": "published",
    "dateModified": "modified",
    "lastReviewed": "reviewed",
    "reviewedBy": "reviewed by",
}
"""What a page may declare, and the key that it gets in `Document.metadata`."""

_MOST = 200_000
"""Characters beyond which a script is no description of a page."""
_LISTS = ("@graph", "mainEntity", "mainEntityOfPage")
_DEEPEST = 4


def declared(script: str) -> Iterator[tuple[str, str]]:
    """The keys and values of an article or page; nothing where the script is no JSON."""
    if len(script) > _MOST:
        return
    try:
        data = json.loads(script)
    except (ValueError, RecursionError):
        return
    yield from _of(data, 0)


def _of(data: Any, depth: int) -> Iterator[tuple[str, str]]:
    if depth > _DEEPEST:
        return
    if isinstance(data, list):
        for item in data:
            yield from _of(item, depth + 1)
    elif isinstance(data, dict):
        for name, key in _KEYS.items():
            if value := _words(data.get(name)):
                yield key, value
        for name in _LISTS:
            yield from _of(data.get(name), depth + 1)


def _words(value: Any) -> str:
    """A date or a name; of several people, their names."""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, dict):
        return _words(value.get("name")) if not isinstance(value.get("name"), dict) else ""
    if isinstance(value, list):
        flat = (item for item in value if not isinstance(item, list))
        return ", ".join(filter(None, map(_words, flat)))
    return ""
