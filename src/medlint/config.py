"""Settings: one file, found upward from where medlint runs, every key known and typed."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

from medlint import textfile
from medlint.document import BlockKind
from medlint.errors import ConfigError
from medlint.finding import Severity
from medlint.locked import Lock
from medlint.nlp import DEFAULT_MODEL
from medlint.publishing import DEFAULT_PROFILE, NOTHING, Demands, Region

FILE_NAME = "medlint.yaml"
LEDGER = "medlint-reviews.yaml"
"""The ledger of reviews, where no other is named."""
_PYPROJECT = "pyproject.toml"
_TABLE = "medlint"

Once: TypeAlias = "Callable[[str, Callable[[], Config]], Config]"
"""What settings a text comes to: known from before, or made now."""


@dataclass(frozen=True, slots=True)
class Export:
    """Where the articles stand in the JSON files that match patterns as in .gitignore.

    `items` leads to the list of articles, `body` from an article to its text, in `format`; `id`
    to what names it. Steps are parted by full stops.
    """

    files: tuple[str, ...]
    body: str
    format: str
    items: str = ""
    id: str = ""


@dataclass(frozen=True, slots=True)
class Policy:
    """What the gate before publication asks of an article.

    `block` is the mildest severity that speaks against it. One of the credentials in `sign_off`
    must have signed it off, within `max_review_age` days; an acceptance of a finding takes one
    of those in `acceptance`. None listed means that none, or any, will do. The `page_data` must
    be declared. The rest says whether what is set aside speaks against it all the same.
    """

    block: Severity = Severity.ERROR
    sign_off: tuple[str, ...] = ()
    acceptance: tuple[str, ...] = ()
    max_review_age: int | None = None
    page_data: tuple[str, ...] = ()
    suppressed: str = "clear"
    baselined: str = "block"
    filtered: str = "clear"
    excluded: str = "block"
    stale_rules: str = "block"

    @property
    def set_aside_blocks(self) -> frozenset[str]:
        """The dispositions of findings that speak against an article though set aside."""
        fates = ("suppressed", "baselined", "filtered")
        return frozenset(fate for fate in fates if getattr(self, fate) == "block")


@dataclass(frozen=True, slots=True)
class Override:
    """What holds for the paths that match patterns as in .gitignore.

    `ignore` names rules and categories, `severity` gives another one to rules and categories.
    """

    paths: tuple[str, ...]
    ignore: tuple[str, ...] = ()
    severity: tuple[tuple[str, Severity], ...] = ()


@dataclass(frozen=True, slots=True)
class RuleOptions:
    """What a project has otherwise in one rule: where it looks, and its guards; None leaves it."""

    rule: str
    scope: tuple[BlockKind, ...] | None = None
    unless: tuple[str, ...] | None = None
    softer_when: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Words of the project's own.

    No finding stands inside an `accepted` term. The others are added to the tables of rules, and
    `trusted_sources` are taken out of theirs.
    """

    accepted: tuple[str, ...] = ()
    abbreviations: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()
    therapies: tuple[str, ...] = ()
    trusted_sources: tuple[str, ...] = ()
    refused_sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Adjustments:
    """All that settings change in the rules themselves, so that every process does the same."""

    options: tuple[RuleOptions, ...] = ()
    vocabulary: Vocabulary = field(default_factory=Vocabulary)
    lock: Lock | None = None
    source_ages: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Config:
    """Settings as they apply: `root` is the folder that paths and fingerprints are relative to.

    `source` is the file they come from; None where the defaults hold. `demands` are what every page
    must declare.
    """

    root: Path
    source: Path | None = None
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    fail_on: Severity = Severity.ERROR
    rule_folders: tuple[Path, ...] = ()
    rule_packs: tuple[str, ...] = ()
    rule_options: tuple[RuleOptions, ...] = ()
    severity: tuple[tuple[str, Severity], ...] = ()
    vocabulary: Vocabulary = field(default_factory=Vocabulary)
    lock: Path | None = None
    model: str = DEFAULT_MODEL
    overrides: tuple[Override, ...] = ()
    baseline: Path | None = None
    reviews: Path | None = None
    templates: Path | None = None
    exports: tuple[Export, ...] = ()
    gate: Policy | None = None
    profile: str = DEFAULT_PROFILE
    region: Region | None = None
    demands: Demands = NOTHING
    retractions: Path | None = None
    source_ages: tuple[tuple[str, int], ...] = ()


def _anew(_text: str, make: Callable[[], Config]) -> Config:
    return make()


def find(start: Path, once: Once = _anew) -> Config:
    """The settings of the nearest folder upward that has any.

    `once` may know what a text comes to, and else calls what makes it.

    Raises:
        ConfigError: the file is unreadable or wrong, or a folder has settings in two files.
    """
    for folder in (start, *start.parents):
        own = folder / FILE_NAME
        beside = folder / _PYPROJECT
        shared = _from_pyproject(beside, once) if beside.is_file() else None
        has_own = os.path.lexists(own)  # a broken link or a folder is a fault, not an absence
        if has_own and shared is not None:
            msg = f"{folder}: settings stand in {FILE_NAME} and in {_PYPROJECT}; keep one"
            raise ConfigError(msg)
        if has_own:
            return load(own, once)
        if shared is not None:
            return shared
    return Config(root=start.resolve())


def load(path: Path, once: Once = _anew) -> Config:
    """The settings of one file: YAML, or the `[tool.medlint]` table of a TOML file.

    `once` is as for `find`.

    Raises:
        ConfigError: the file is missing, unreadable or wrong.
    """
    if path.suffix == ".toml":
        found = _from_pyproject(path, once)
        if found is None:
            msg = f"{path}: no [tool.medlint] table"
            raise ConfigError(msg)
        return found
    text = textfile.read_text(path, ConfigError)
    return once(f"{path.resolve()}\n{path}\n{text}", lambda: _from_yaml(text, path))


def _from_yaml(text: str, path: Path) -> Config:
    from medlint import settings  # noqa: PLC0415 -- takes long to import, and is not always needed

    return settings.from_yaml(text, path)


def _from_pyproject(path: Path, once: Once) -> Config | None:
    text = textfile.read_text(path, ConfigError)
    if _TABLE not in text:  # most projects' files are about other tools
        return None
    import tomllib  # noqa: PLC0415 -- most projects need none

    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        msg = f"{path}: not TOML ({error})"
        raise ConfigError(msg) from error
    tools = data.get("tool")
    if not isinstance(tools, dict) or _TABLE not in tools:
        return None
    table = tools[_TABLE]
    return once(f"{path.resolve()}\n{path}\n{text}", lambda: _from_table(table, path))


def _from_table(table: object, path: Path) -> Config:
    from medlint import settings  # noqa: PLC0415 -- see above

    return settings.from_table(table, path)
