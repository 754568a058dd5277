"""Settings: one file, found upward from where medlint runs, every key known and typed."""

from __future__ import annotations

import os
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from medlint import yamlfile
from medlint.errors import ConfigError
from medlint.finding import Severity
from medlint.nlp import DEFAULT_MODEL

FILE_NAME = "medlint.yaml"
_PYPROJECT = "pyproject.toml"


class _Override(BaseModel):
    """What holds for some paths only."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    paths: list[str] = Field(min_length=1)
    ignore: list[str] = Field(default_factory=list)
    severity: dict[str, Annotated[Severity, Field(strict=False)]] = Field(default_factory=dict)


class _Export(BaseModel):
    """Where the articles stand in the JSON files of a CMS."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    files: list[str] = Field(min_length=1)
    body: str = Field(min_length=1)
    format: Literal["html", "markdown", "text"]
    items: str = ""
    id: str = ""


_Says = Literal["block", "clear"]


class _Gate(BaseModel):
    """What the gate before publication asks for."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    block: Severity = Field(default=Severity.ERROR, strict=False)
    sign_off: list[str] = Field(default_factory=list, alias="sign-off")
    acceptance: list[str] = Field(default_factory=list)
    max_review_age: Annotated[int, Field(ge=1)] | None = Field(default=None, alias="max-review-age")
    page_data: list[str] = Field(default_factory=list, alias="page-data")
    suppressed: _Says = "clear"
    baselined: _Says = "block"
    filtered: _Says = "clear"
    excluded: _Says = "block"
    stale_rules: _Says = Field(default="block", alias="stale-rules")


class _Settings(BaseModel):
    """The keys of the file."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    select: list[str] = Field(default_factory=list)
    ignore: list[str] = Field(default_factory=list)
    exclude: list[str] = Field(default_factory=list)
    fail_on: Severity = Field(default=Severity.ERROR, alias="fail-on", strict=False)
    rules: list[str] = Field(default_factory=list)
    model: str = DEFAULT_MODEL
    overrides: list[_Override] = Field(default_factory=list)
    baseline: str | None = None
    reviews: str | None = None
    templates: str | None = None
    exports: list[_Export] = Field(default_factory=list)
    gate: _Gate | None = None


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
class Config:
    """Settings as they apply: `root` is the folder that paths and fingerprints are relative to.

    `source` is the file they come from; None where the defaults hold.
    """

    root: Path
    source: Path | None = None
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    fail_on: Severity = Severity.ERROR
    rule_folders: tuple[Path, ...] = ()
    model: str = DEFAULT_MODEL
    overrides: tuple[Override, ...] = ()
    baseline: Path | None = None
    reviews: Path | None = None
    templates: Path | None = None
    exports: tuple[Export, ...] = ()
    gate: Policy | None = None


def find(start: Path) -> Config:
    """The settings of the nearest folder upward that has any.

    Raises:
        ConfigError: the file is unreadable or wrong, or a folder has settings in two files.
    """
    for folder in (start, *start.parents):
        own = folder / FILE_NAME
        beside = folder / _PYPROJECT
        shared = _from_pyproject(beside) if beside.is_file() else None
        has_own = os.path.lexists(own)  # a broken link or a folder is a fault, not an absence
        if has_own and shared is not None:
            msg = f"{folder}: settings stand in {FILE_NAME} and in {_PYPROJECT}; keep one"
            raise ConfigError(msg)
        if has_own:
            return load(own)
        if shared is not None:
            return shared
    return Config(root=start.resolve())


def load(path: Path) -> Config:
    """The settings of one file: YAML, or the `[tool.medlint]` table of a TOML file.

    Raises:
        ConfigError: the file is missing, unreadable or wrong.
    """
    if path.suffix == ".toml":
        found = _from_pyproject(path)
        if found is None:
            msg = f"{path}: no [tool.medlint] table"
            raise ConfigError(msg)
        return found
    text = yamlfile.read_text(path, ConfigError)
    settings = yamlfile.load(text, _Settings, name=str(path), error=ConfigError)
    return _resolve(settings, path)


def _from_pyproject(path: Path) -> Config | None:
    try:
        data = tomllib.loads(yamlfile.read_text(path, ConfigError))
    except tomllib.TOMLDecodeError as error:
        msg = f"{path}: not TOML ({error})"
        raise ConfigError(msg) from error
    tools = data.get("tool")
    if not isinstance(tools, dict) or "medlint" not in tools:
        return None
    name = f"{path} [tool.medlint]"
    settings = yamlfile.validate(tools["medlint"], _Settings, name=name, error=ConfigError)
    return _resolve(settings, path)


def _resolve(settings: _Settings, path: Path) -> Config:
    root = path.resolve().parent
    return Config(
        root=root,
        source=path,
        select=tuple(settings.select),
        ignore=tuple(settings.ignore),
        exclude=tuple(settings.exclude),
        fail_on=settings.fail_on,
        rule_folders=tuple(root / folder for folder in settings.rules),
        model=settings.model,
        overrides=tuple(
            Override(tuple(entry.paths), tuple(entry.ignore), tuple(entry.severity.items()))
            for entry in settings.overrides
        ),
        baseline=None if settings.baseline is None else root / settings.baseline,
        reviews=None if settings.reviews is None else root / settings.reviews,
        templates=None if settings.templates is None else root / settings.templates,
        exports=tuple(
            Export(tuple(entry.files), entry.body, entry.format, entry.items, entry.id)
            for entry in settings.exports
        ),
        gate=None if settings.gate is None else _policy(settings.gate),
    )


def _policy(gate: _Gate) -> Policy:
    values: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in gate
    }
    return Policy(**values)
