"""Where the trained detector sees that a term was dropped, and where it is not to be believed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from medlint.document import OBJECT

if TYPE_CHECKING:  # spaCy takes half a second to import; annotations must not cost that
    from spacy.tokens import Doc

_ODD = frozenset("<>=/|[]{}~_^*#@\\" + OBJECT)
"""Marks beside which a text is a formula, a path or a table, and no sentence."""
_DASHES = frozenset({"-", "--", "\N{EN DASH}", "\N{EM DASH}", "\N{BULLET}", "\N{MIDDLE DOT}"})
_APART = 2
"""So many words apart are two holes; the detector is often one word off."""


def holes(doc: Doc, odds: Sequence[float], least: float) -> Iterator[int]:
    """The tokens left of which a term is likely gone: where the odds are `least` and highest.

    A sentence's first word is left alone, for what came before it may be a heading or a name.
    """
    found = [i for i in range(1, len(doc)) if odds[i] >= least and not _is_odd(doc, i)]
    taken: list[int] = []
    for i in sorted(found, key=lambda i: -odds[i]):
        if all(abs(i - other) > _APART for other in taken):
            taken.append(i)
    yield from sorted(taken)


def _is_odd(doc: Doc, at: int) -> bool:
    """Whether what stands there is no running text."""
    beside = doc[at - 1], doc[at]
    if any(char in _ODD for token in beside for char in token.text):
        return True
    return any(token.text in _DASHES for token in beside)
