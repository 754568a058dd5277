"""The keys of a settings file, checked, and what they come to."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from medlint import textfile, yamlfile
from medlint.config import Config, Export, Override, Policy, RuleOptions, Vocabulary
from medlint.document import BlockKind
from medlint.errors import ConfigError
from medlint.finding import Severity
from medlint.nlp import DEFAULT_MODEL
from medlint.publishing import DEFAULT_PROFILE, NOTHING, Demands, Region

_T = TypeVar("_T")

_DOMAIN = re.compile(r"[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")


def _is_word(text: str) -> str:
    if not any(sign.isalnum() for sign in text):
        msg = f"'{text}' holds no word"
        raise ValueError(msg)
    return text


def _is_domain(text: str) -> str:
    if not _DOMAIN.fullmatch(text):
        msg = f"'{text}' is no domain; write it as in example.org"
        raise ValueError(msg)
    return text.lower()


_Word = Annotated[str, AfterValidator(_is_word)]
_Domain = Annotated[str, AfterValidator(_is_domain)]


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


class _RuleOptions(BaseModel):
    """What a project has otherwise in one rule."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, defer_build=True)

    scope: list[Annotated[BlockKind, Field(strict=False)]] | None = Field(
        default=None, min_length=1
    )
    unless: list[str] | None = None
    softer_when: list[str] | None = Field(default=None, alias="softer-when")


class _Vocabulary(BaseModel):
    """Words of the project's own."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, defer_build=True)

    accepted: list[_Word] = Field(default_factory=list)
    abbreviations: list[_Word] = Field(default_factory=list)
    conditions: list[_Word] = Field(default_factory=list)
    therapies: list[_Word] = Field(default_factory=list)
    trusted_sources: list[_Domain] = Field(default_factory=list, alias="trusted-sources")
    refused_sources: list[_Domain] = Field(default_factory=list, alias="refused-sources")


class _Page(BaseModel):
    """What every page must declare."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, defer_build=True)

    author: bool = False
    reviewer: bool = False
    credentials: list[Annotated[str, Field(min_length=1)]] = Field(default_factory=list)
    reviewed: bool = False
    max_age_months: Annotated[int, Field(ge=1)] | None = Field(default=None, alias="max-age-months")
    funding: bool = False
    disclaimer: list[Annotated[str, Field(min_length=1)]] = Field(default_factory=list)
    grade: Annotated[float, Field(gt=0, strict=False)] | None = None


class _Settings(BaseModel):
    """The keys of the file."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, defer_build=True)

    select: list[str] = Field(default_factory=list)
    ignore: list[str] = Field(default_factory=list)
    exclude: list[str] = Field(default_factory=list)
    fail_on: Severity = Field(default=Severity.ERROR, alias="fail-on", strict=False)
    rules: list[str] = Field(default_factory=list)
    rule_packs: list[str] = Field(default_factory=list, alias="rule-packs")
    rule_options: dict[str, _RuleOptions] = Field(default_factory=dict, alias="rule-options")
    severity: dict[str, Annotated[Severity, Field(strict=False)]] = Field(default_factory=dict)
    vocabulary: _Vocabulary = Field(default_factory=_Vocabulary)
    lock: str | None = None
    model: str = DEFAULT_MODEL
    overrides: list[_Override] = Field(default_factory=list)
    baseline: str | None = None
    reviews: str | None = None
    templates: str | None = None
    exports: list[_Export] = Field(default_factory=list)
    gate: _Gate | None = None
    profile: str = DEFAULT_PROFILE
    region: Region | None = None
    page: _Page | None = None
    retractions: str | None = None
    source_ages: dict[str, Annotated[int, Field(ge=1)]] = Field(
        default_factory=dict, alias="source-ages"
    )


@dataclass(frozen=True, slots=True)
class Setting:
    """One key of the settings, what it holds, and where that was said."""

    key: str
    value: Any
    origin: str


def shown(config: Config) -> list[Setting]:
    """Every setting as it holds: of the file, with its line, or the default.

    Raises:
        ConfigError: the file has become unreadable or wrong.
    """
    read, lines = _Settings(), dict[str, int]()
    if config.source is not None:
        read, lines = _read(config.source)
    said = read.model_dump(mode="json", by_alias=True)
    where = {_Settings.model_fields[name].alias or name for name in read.model_fields_set}
    return [
        Setting(key, value, _origin(config, lines.get(key)) if key in where else "default")
        for key, value in said.items()
    ]


def schema() -> dict[str, Any]:
    """The JSON Schema of the settings."""
    made = _Settings.model_json_schema(by_alias=True)
    named = {"title": "medlint.yaml", "description": "The settings of medlint."}
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **made, **named}


def _read(path: Path) -> tuple[_Settings, dict[str, int]]:
    """What a file says, and the lines of its keys where they are known."""
    text = textfile.read_text(path, ConfigError)
    if path.suffix == ".toml":
        table = tomllib.loads(text)["tool"]["medlint"]
        return yamlfile.validate(table, _Settings, name=str(path), error=ConfigError), {}
    read = yamlfile.load(text, _Settings, name=str(path), error=ConfigError)
    return read, yamlfile.lines_of_keys(text, name=str(path), error=ConfigError)


def _origin(config: Config, line: int | None) -> str:
    name = config.source.name if config.source is not None else ""
    return f"{name}:{line}" if line is not None else name


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
        rule_packs=tuple(settings.rule_packs),
        rule_options=tuple(
            RuleOptions(rule, _or_none(own.scope), _or_none(own.unless), _or_none(own.softer_when))
            for rule, own in settings.rule_options.items()
        ),
        severity=tuple(settings.severity.items()),
        vocabulary=Vocabulary(**{name: tuple(words) for name, words in settings.vocabulary}),
        lock=None if settings.lock is None else root / settings.lock,
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
        profile=settings.profile,
        region=settings.region,
        demands=NOTHING if settings.page is None else _demands(settings.page),
        source_ages=tuple(settings.source_ages.items()),
        retractions=None if settings.retractions is None else root / settings.retractions,
    )


def _or_none(values: list[_T] | None) -> tuple[_T, ...] | None:
    return None if values is None else tuple(values)


def _demands(page: _Page) -> Demands:
    values: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in page
    }
    if page.credentials:
        values["reviewer"] = True  # who must hold a credential must be named
    return Demands(**values)


def _policy(gate: _Gate) -> Policy:
    values: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in gate
    }
    return Policy(**values)
