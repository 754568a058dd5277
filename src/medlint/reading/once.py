"""What is worked out of one sentence, kept with it for all who ask."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:  # spaCy takes half a second to import; annotations must not cost that
    from spacy.tokens import Doc

_Made = TypeVar("_Made")


def once(doc: Doc, key: Hashable, make: Callable[[Doc], _Made]) -> _Made:
    """What `make` gives for a sentence, made when it is first asked for under the key."""
    kept: Any = doc.user_data
    try:
        made: _Made = kept[key]
    except KeyError:
        made = kept[key] = make(doc)
    return made
