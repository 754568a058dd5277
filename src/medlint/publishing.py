"""How a text is published: as what, where, and what its pages must declare. Plain data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

Region: TypeAlias = Literal["us", "uk", "eu", "au"]
"""Where it is published, as far as law, spelling and names differ."""

DEFAULT_PROFILE = "editorial"
"""The profile of a text that wants to inform and sells nothing."""


@dataclass(frozen=True, slots=True)
class Demands:
    """What every article must declare, in its front matter or where its readers see it.

    `credentials` are those of which a reviewer holds one; none means that any reviewer will do.
    `max_age_months` is how long ago the last review, update or publication may be. One of the
    texts of `disclaimer` must stand in the article. No section may be harder to read than `grade`.
    `region` says how dates in figures are read.
    """

    author: bool = False
    reviewer: bool = False
    credentials: tuple[str, ...] = ()
    reviewed: bool = False
    max_age_months: int | None = None
    funding: bool = False
    disclaimer: tuple[str, ...] = ()
    grade: float | None = None
    region: Region | None = None


NOTHING = Demands()
"""What is asked for where nothing is configured."""

EVERYTHING = Demands(
    author=True,
    reviewer=True,
    credentials=("MD", "RN"),
    reviewed=True,
    max_age_months=36,
    funding=True,
    disclaimer=("This article does not replace medical advice.",),
)
"""What is asked for where examples prove the rules about pages."""
