"""Rule packs: packages that bring a folder of rules, by an entry point of theirs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib.metadata import EntryPoint, entry_points
from importlib.util import find_spec
from pathlib import Path

from medlint.errors import ConfigError

GROUP = "medlint.rules"
"""The group of entry points; the name is that of the pack, the value its package."""

_FOLDER = "rules"


def installed() -> list[str]:
    """The names of the packs that are installed, whether they are used or not."""
    return sorted({entry.name for entry in entry_points(group=GROUP)})


def folders(names: Iterable[str]) -> Iterator[Path]:
    """The folder of each pack. Nothing of its code is run but what importing its parents runs.

    Raises:
        ConfigError: no such pack is installed, two are, or it holds no folder.
    """
    for name in names:
        found = {entry.value: entry for entry in entry_points(group=GROUP, name=name)}
        if len(found) != 1:
            names_known = ", ".join(installed())
            known = f"installed are {names_known}" if names_known else "none is installed"
            what = "several rule packs are" if found else "no rule pack is"
            msg = f"rule-packs: {what} called '{name}'; {known}"
            raise ConfigError(msg)
        (entry,) = found.values()
        yield _folder(entry)


def _folder(entry: EntryPoint) -> Path:
    try:
        spec = find_spec(entry.module)
    except ImportError:
        spec = None
    for place in (spec.submodule_search_locations or ()) if spec is not None else ():
        inside = Path(place) / _FOLDER
        return inside if inside.is_dir() else Path(place)
    msg = f"rule-packs: '{entry.name}' names '{entry.module}', which is no installed package"
    raise ConfigError(msg)
