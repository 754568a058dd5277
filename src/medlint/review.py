"""Decisions of reviewers on findings and on articles, kept in a ledger beside the articles.

A decision on a finding is bound to its fingerprint, so an edit of its sentence ends it, and to
the version of its rule. A decision on an article is bound to the article's words.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import sys
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, Literal, Self

import yaml
from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    Tag,
    model_validator,
)

from medlint import textfile, yamlfile
from medlint.errors import ConfigError, UsageError
from medlint.finding import Disposition, Finding
from medlint.report import FileResult
from medlint.sight import Sight, printable

BUILT_IN = "built-in"
"""The version of rules that have no file: those about medlint's own directives."""

_HEAD = "# What reviewers decided. 'medlint review' writes it, one decision a line, sorted.\n"

_BREAKS = "\n\x85\u2028\u2029"
"""What YAML would write over several lines."""


class State(StrEnum):
    """What a finding's review has come to."""

    OPEN = "open"
    ASSIGNED = "assigned"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    EXPIRED = "expired"
    OUTDATED = "outdated"


class ArticleState(StrEnum):
    """What an article's review has come to."""

    REVIEWED = "reviewed"
    CHANGED = "changed since review"
    EXPIRED = "review expired"
    REJECTED = "rejected"
    ASSIGNED = "assigned"
    NEVER = "never reviewed"


def _not_blank(text: str) -> str:
    if not text.strip():
        msg = "this must not be blank"
        raise ValueError(msg)
    return text


_Text = Annotated[str, AfterValidator(_not_blank)]
_Decision = Literal["accepted", "rejected", "assigned"]


class _Entry(BaseModel):
    """What every decision says; `assigned` is the decision that somebody else is to decide."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, defer_build=True)

    decision: _Decision
    by: _Text | None = None
    credential: _Text | None = None
    to: _Text | None = None
    date: dt.date
    reason: _Text | None = None
    citation: _Text | None = None
    expires: dt.date | None = None

    @model_validator(mode="after")
    def _is_complete(self) -> Self:
        needed = ("to",) if self.decision == "assigned" else ("by", "credential")
        for key in needed:
            if getattr(self, key) is None:
                msg = f"what is {self.decision} needs '{key}'"
                raise ValueError(msg)
        if self.expires is not None and self.expires <= self.date:
            msg = "'expires' must come after 'date'"
            raise ValueError(msg)
        return self

    @property
    def who(self) -> str:
        """Who decided, or is to decide."""
        if self.decision == "assigned":
            return str(self.to)
        return f"{self.by}, {self.credential}"


class FindingEntry(_Entry):
    """A decision on one finding; the sentence is for people who read the ledger."""

    finding: _Text
    article: _Text
    rule: _Text
    version: _Text
    sentence: str = ""

    @property
    def name(self) -> tuple[str, str]:
        """What is decided on."""
        return "finding", self.finding

    @model_validator(mode="after")
    def _says_why(self) -> Self:
        if self.decision != "assigned" and self.reason is None:
            msg = f"what is {self.decision} needs 'reason'"
            raise ValueError(msg)
        return self

    def state(self, version: str, today: dt.date) -> State:
        """What the decision means for its finding today, under this version of the rule."""
        if self.decision != "accepted":
            return State(self.decision)
        if self.version != version:
            return State.OUTDATED
        if self.expires is not None and self.expires <= today:
            return State.EXPIRED
        return State.ACCEPTED


class ArticleEntry(_Entry):
    """A decision on a whole article, as its words stood then."""

    article: _Text
    content: _Text

    @property
    def name(self) -> tuple[str, str]:
        """What is decided on."""
        return "article", self.article

    def state(self, content: str, today: dt.date) -> ArticleState:
        """What the decision means for the article today, as its words stand."""
        if self.decision == "assigned":
            return ArticleState.ASSIGNED
        if self.content != content:
            return ArticleState.CHANGED
        if self.decision == "rejected":
            return ArticleState.REJECTED
        if self.expires is not None and self.expires <= today:
            return ArticleState.EXPIRED
        return ArticleState.REVIEWED


def _listed(entries: Any) -> Any:
    """No entries where the key stands alone."""
    return [] if entries is None else entries


def _subject(entry: Any) -> str:
    """What an entry is about: the finding that it names, or else an article."""
    on_finding = isinstance(entry, FindingEntry) or (isinstance(entry, dict) and "finding" in entry)
    return "on finding" if on_finding else "on article"


_AnyEntry = Annotated[
    Annotated[FindingEntry, Tag("on finding")] | Annotated[ArticleEntry, Tag("on article")],
    Discriminator(_subject),
]


class _File(BaseModel):
    """The ledger as it is written."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, defer_build=True)

    decisions: Annotated[list[_AnyEntry], BeforeValidator(_listed)] = Field(default=[])

    @model_validator(mode="after")
    def _decides_once(self) -> Self:
        seen: dict[tuple[str, str], FindingEntry | ArticleEntry] = {}
        for entry in self.decisions:
            name = entry.name
            # Where two branches made the same decision, a merge may leave it there twice.
            if seen.setdefault(name, entry) != entry:
                msg = f"two decisions on the {name[0]} '{name[1]}'; keep one"
                raise ValueError(msg)
        return self


@dataclass(frozen=True, slots=True)
class Ledger:
    """All decisions, by fingerprint and by the path of the article."""

    findings: Mapping[str, FindingEntry]
    articles: Mapping[str, ArticleEntry]

    def deciding(self, entry: FindingEntry | ArticleEntry) -> Ledger:
        """The ledger with this decision in place of any earlier one on the same thing."""
        if isinstance(entry, FindingEntry):
            return replace(self, findings={**self.findings, entry.finding: entry})
        return replace(self, articles={**self.articles, entry.article: entry})

    def stale(self, sight: Sight) -> tuple[FindingEntry, ...]:
        """The decisions whose findings are gone."""
        return tuple(
            entry
            for entry in self.findings.values()
            if sight.misses(entry.article, entry.rule, entry.finding)
        )


EMPTY = Ledger({}, {})


def load(path: Path) -> Ledger:
    """The ledger of a file.

    Raises:
        ConfigError: it cannot be read, is not of the schema, or decides twice on one thing; the
            text shows file, line and column.
    """
    text = textfile.read_text(path, ConfigError)
    read = yamlfile.load(text, _File, name=str(path), error=ConfigError)
    made = EMPTY
    for entry in read.decisions:
        made = made.deciding(entry)
    return made


def dump(ledger: Ledger) -> str:
    """The text of a ledger: a line an entry, sorted, the same for the same decisions.

    No line depends on another, so that a merge which keeps the lines of both sides is right.
    """
    entries: list[FindingEntry | ArticleEntry] = [
        *ledger.articles.values(),
        *ledger.findings.values(),
    ]
    lines = [f"- {_line(entry)}\n" for entry in sorted(entries, key=_place)]
    return "".join([_HEAD, "decisions:\n", *lines])


def _place(entry: FindingEntry | ArticleEntry) -> tuple[str, ...]:
    """Beneath an article's own entry stand those of its findings."""
    on_finding = (entry.rule, entry.finding) if isinstance(entry, FindingEntry) else ()
    return (entry.article, *on_finding)


_ABOUT = ("finding", "article", "content", "rule", "version", "sentence")
_DECIDED = ("decision", "by", "credential", "to", "date", "reason", "citation", "expires")


def _line(entry: BaseModel) -> str:
    data = entry.model_dump(exclude_none=True)
    ordered = {key: data[key] for key in (*_ABOUT, *_DECIDED) if key in data}
    text: str = yaml.dump(
        ordered,
        Dumper=_OneLine,
        default_flow_style=True,
        sort_keys=False,
        allow_unicode=True,
        width=sys.maxsize,
    )
    return text.strip()


class _OneLine(yaml.SafeDumper):
    """Writes what has line breaks with their names."""


def _quoted(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    style = '"' if any(sign in text for sign in _BREAKS) else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_OneLine.add_representer(str, _quoted)


def content_of(result: FileResult) -> str:
    """The digest of an article's words as they were read, whatever its line ends.

    Raises:
        UsageError: the file was not checked.
    """
    if result.document is None:
        msg = f"'{result.path}' was not checked, so nobody can sign it off"
        raise UsageError(msg)
    text = result.document.source.replace("\r\n", "\n").replace("\r", "\n")
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def state_of(
    finding: Finding, ledger: Ledger, versions: Mapping[str, str], today: dt.date
) -> State:
    """What a finding's review has come to; `versions` are those of the rules that ran."""
    entry = ledger.findings.get(finding.fingerprint)
    if entry is None:
        return State.OPEN
    return entry.state(versions.get(finding.rule, BUILT_IN), today)


def article_state(result: FileResult, ledger: Ledger, today: dt.date) -> ArticleState:
    """What the review of a checked article has come to.

    Raises:
        UsageError: the file was not checked.
    """
    content = content_of(result)
    assert result.document is not None  # noqa: S101 -- content_of has seen to it
    entry = ledger.articles.get(printable(result.document.path))
    return ArticleState.NEVER if entry is None else entry.state(content, today)


def apply(
    result: FileResult, ledger: Ledger, versions: Mapping[str, str], today: dt.date
) -> FileResult:
    """The outcome with those reported findings set aside that a reviewer accepts today."""
    findings = tuple(
        _accepted(finding, ledger.findings[finding.fingerprint])
        if finding.disposition is Disposition.REPORTED
        and state_of(finding, ledger, versions, today) is State.ACCEPTED
        else finding
        for finding in result.findings
    )
    return replace(result, findings=findings)


def _accepted(finding: Finding, entry: FindingEntry) -> Finding:
    reason = f"{entry.who} on {entry.date}: {entry.reason}"
    if entry.citation is not None:
        reason += f" ({entry.citation})"
    return replace(finding, disposition=Disposition.ACCEPTED, reason=reason)
