"""Annotated text: what must be found in it, and where nothing may be."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from medlint.parsing import format_of
from medlint.text import Span

_AS_ARTICLE = ".md"
"""A labelled sentence is read as the examples of rules are: as Markdown."""


class Kind(StrEnum):
    """What an article was written to be: faulty, sound, or sound and full of traps."""

    FLAWED = "flawed"
    CAREFUL = "careful"
    TREACHEROUS = "treacherous"


class Split(StrEnum):
    """What a text may be used for.

    Rules are tuned on `dev`. `test` is scored, and whoever tunes the rules does not read it.
    Labelled sentences are a split of their own.
    """

    DEV = "dev"
    TEST = "test"
    CLAIMS = "claims"


@dataclass(frozen=True, slots=True)
class Annotation:
    """A place in a text where a rule must speak, or must not.

    `sure` is False where two editors could disagree on whether it must.
    """

    rule: str
    span: Span
    sure: bool = True


@dataclass(frozen=True, slots=True)
class Annotated:
    """A text with its annotations; `kind` is what it was written to be.

    A finding of a `fully_marked` rule at a place that is not `expected` is a false alarm; of
    the other rules only a finding at a `silent` place is.
    """

    path: str
    source: str
    kind: str
    split: Split
    expected: tuple[Annotation, ...]
    silent: tuple[Annotation, ...]
    fully_marked: frozenset[str]

    @property
    def linted_as(self) -> str:
        """The path to lint the text under: a sentence has none that tells its format."""
        return self.path if format_of(self.path) else f"{self.path}{_AS_ARTICLE}"
