"""What a run is to do, and what it has to say of its rules: plain data."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from medlint.config import Adjustments
from medlint.locked import Difference
from medlint.nlp import DEFAULT_MODEL
from medlint.publishing import DEFAULT_PROFILE, NOTHING, Demands, Region
from medlint.report import Tool

if TYPE_CHECKING:  # few runs name one, and a file that is known is answered without it
    from medlint.retractions import Listing


@dataclass(frozen=True, slots=True)
class Plan:
    """What to run with: plain data, so that a worker process can make the same linter of it.

    `root` is the folder that paths in fingerprints are relative to. `profile` says what sort of
    text it is, `region` where it is published, `demands` what every page must declare,
    `retractions` the list of withdrawn papers. With `exhaustive`, rules take no short cuts.
    """

    root: Path
    as_of: dt.date
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    rule_folders: tuple[Path, ...] = ()
    adjustments: Adjustments = field(default_factory=Adjustments)
    model: str = DEFAULT_MODEL
    exhaustive: bool = False
    profile: str = DEFAULT_PROFILE
    region: Region | None = None
    demands: Demands = NOTHING
    retractions: Listing | None = None


@dataclass(frozen=True, slots=True)
class Roster:
    """The rules of a run, as far as they have to be known when no file is read anew.

    `ran` are the ids of those that run, `known` of all; `versions` are those of the former.
    `stale_facts` are the tables and rows that ought to have been looked at again, `since_lock` is
    what the rules have otherwise than the lock, where there is one.
    """

    tool: Tool
    ran: tuple[str, ...]
    known: frozenset[str]
    versions: Mapping[str, str]
    stale_facts: tuple[str, ...] = ()
    since_lock: Difference = field(default_factory=Difference)
