"""Profiles: what a sort of text turns on and off, up and down, and in which country.

A profile is a file of `rules/_profiles`: data, so that a publisher can read it, and add one.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Annotated

from pydantic import Field

from medlint.errors import RuleError
from medlint.finding import Severity
from medlint.publishing import Region
from medlint.rules.tables import Slug, Strict, Text


class Changes(Strict):
    """What is otherwise than in the rule files.

    Rules that hold for some texts only are turned on, others turned off; `severity` gives a rule
    another one.
    """

    turns_on: list[Slug] = Field(default=[])
    turns_off: list[Slug] = Field(default=[])
    severity: dict[Slug, Annotated[Severity, Field(strict=False)]] = Field(default={})


class Profile(Changes):
    """`rules/_profiles/<id>.yaml`; `regions` add to it, or take back, for one region."""

    id: Slug
    summary: Text
    why: Text
    regions: dict[Region, Changes] = Field(default={})


@dataclass(frozen=True, slots=True)
class Adjustment:
    """What holds for one profile in one region."""

    on: frozenset[str] = frozenset()
    off: frozenset[str] = frozenset()
    severity: Mapping[str, Severity] = field(default_factory=dict)
    region: Region | None = None


UNADJUSTED = Adjustment()
"""What holds where the rule files have the only word."""


def adjustment(profile: Profile, region: Region | None, *, known: Collection[str]) -> Adjustment:
    """What a profile changes in a region; without one, what it changes everywhere.

    Raises:
        RuleError: the profile names a rule that there is none of.
    """
    parts = [profile, *([profile.regions[region]] if region in profile.regions else [])]
    for part in (profile, *profile.regions.values()):
        for name in (*part.turns_on, *part.turns_off, *part.severity):
            if name not in known:
                msg = f"the profile '{profile.id}' names '{name}', which is no rule"
                raise RuleError(msg)
    on: set[str] = set()
    off: set[str] = set()
    severity: dict[str, Severity] = {}
    for part in parts:
        on = (on - set(part.turns_off)) | set(part.turns_on)
        off = (off - set(part.turns_on)) | set(part.turns_off)
        severity |= part.severity
    return Adjustment(frozenset(on), frozenset(off), severity, region)
