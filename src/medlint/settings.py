"""The keys of a settings file, checked, and what they come to."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from medlint import yamlfile
from medlint.config import Config, Export, Override, Policy
from medlint.errors import ConfigError
from medlint.finding import Severity
from medlint.nlp import DEFAULT_MODEL


class _Override(BaseModel):
    """What holds for some paths only."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, defer_build=True)

    paths: list[str] = Field(min_length=1)
    ignore: list[str] = Field(default_factory=list)
    severity: dict[str, Annotated[Severity, Field(strict=False)]] = Field(default_factory=dict)


class _Export(BaseModel):
    """Where the articles stand in the JSON files of a CMS."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, defer_build=True)

    files: list[str] = Field(min_length=1)
    body: str = Field(min_length=1)
    format: Literal["html", "markdown", "text"]
    items: str = ""
    id: str = ""


_Says = Literal["block", "clear"]


class _Gate(BaseModel):
    """What the gate before publication asks for."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, defer_build=True)

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

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, defer_build=True)

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


def from_yaml(text: str, path: Path) -> Config:
    """The settings that stand in the text of `path`.

    Raises:
        ConfigError: they are wrong.
    """
    settings = yamlfile.load(text, _Settings, name=str(path), error=ConfigError)
    return _resolve(settings, path)


def from_table(table: object, path: Path) -> Config:
    """The settings that stand in the table of a TOML file at `path`.

    Raises:
        ConfigError: they are wrong.
    """
    name = f"{path} [tool.medlint]"
    settings = yamlfile.validate(table, _Settings, name=name, error=ConfigError)
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
