"""Profiles and regions in words: the page of documentation, made from the data."""

from __future__ import annotations

from collections.abc import Iterator
from typing import get_args

from medlint.publishing import DEFAULT_PROFILE, Region
from medlint.rules import profiles
from medlint.rules.definition import AuthorityEntry, RuleDefinition
from medlint.rules.loader import RuleSet
from medlint.rules.profiles import Adjustment, Profile

REGIONS: tuple[Region, ...] = get_args(Region)
_NAMES = {
    "us": "United States",
    "uk": "United Kingdom",
    "eu": "European Union",
    "au": "Australia",
}

_OPENING = """\
# Profiles and regions

*Made from `rules/_profiles/` by `medlint rules profiles`; a test compares the two.*

A **profile** says what sort of text it is: it turns rules on and off, and makes them weigh more
or less. A **region** says where the text is published: the authority that a finding shows is the
one that holds there.

```yaml
# medlint.yaml
profile: promotional
region: uk
```

`--profile` and `--region` beat the file. Without a region, findings show the authorities of all of
them, and what differs by region stays off. A rule that is selected by its own name runs in every
profile; `ignore` and `overrides` beat the profile. A preview stays a note, and a fact that nobody
could check in its own text stays below error, whatever the profile says.

A publisher's own profile is a file `_profiles/<name>.yaml` in a folder of rules of their own.
"""

_AUTHORITIES = """\
Beside these, a rule shows the authorities that hold everywhere; `medlint rules explain RULE` has
them all."""


def page(loaded: RuleSet) -> str:
    """The page as Markdown."""
    ordered = sorted(loaded.profiles.values(), key=lambda one: (one.id != DEFAULT_PROFILE, one.id))
    parts = [_OPENING.rstrip()]
    for profile in ordered:
        parts += [f"## {profile.id}", f"{profile.summary} {profile.why}"]
        rows = list(_changes(profile, loaded))
        if rows:
            parts.append(_table(["rule", "by itself", *REGIONS], rows))
        else:
            parts.append("Changes nothing.")
    parts += [
        "## Whose law and guidance is shown",
        _AUTHORITIES,
        _table(["rule", *(_NAMES[region] for region in REGIONS)], list(_authorities(loaded))),
    ]
    return "\n\n".join(parts) + "\n"


def _changes(profile: Profile, loaded: RuleSet) -> Iterator[list[str]]:
    """A row for each rule that the profile touches: what it is, and what it becomes where."""
    here = {region: profiles.adjustment(profile, region, known=loaded.rules) for region in REGIONS}
    touched = {
        rule
        for adjusted in here.values()
        for rule in (*adjusted.on, *adjusted.off, *adjusted.severity)
    }
    for rule in sorted(touched):
        definition = loaded.rules[rule].definition
        states = [_state(definition, adjusted) for adjusted in here.values()]
        yield [f"`{rule}`", _state(definition, profiles.UNADJUSTED), *states]


def _state(definition: RuleDefinition, adjusted: Adjustment) -> str:
    off = definition.id in adjusted.off
    if off or (definition.on_request and definition.id not in adjusted.on):
        return "off"
    return str(adjusted.severity.get(definition.id, definition.severity))


def _authorities(loaded: RuleSet) -> Iterator[list[str]]:
    for rule, entry in sorted(loaded.rules.items()):
        by_region = [
            [one for one in entry.definition.authority if one.region == region]
            for region in REGIONS
        ]
        if any(by_region):
            yield [f"`{rule}`", *("; ".join(map(_short, found)) for found in by_region)]


def _short(entry: AuthorityEntry) -> str:
    return f"{entry.title}, {entry.section}" if entry.section else entry.title


def _table(head: list[str], rows: list[list[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)
