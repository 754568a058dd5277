"""A rule file as data: what a medical editor writes and signs."""

from __future__ import annotations

import re
import string
from enum import StrEnum
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from medlint.document import BlockKind, Format
from medlint.finding import Category, Confidence, Severity
from medlint.rules.kinds import MatchSpec
from medlint.rules.tables import Slug, Strict, Text

PROSE = (
    BlockKind.HEADING,
    BlockKind.PARAGRAPH,
    BlockKind.LIST_ITEM,
    BlockKind.CAPTION,
    BlockKind.TABLE_CELL,
)
"""Where a rule looks unless it says otherwise."""

FIELDS = frozenset(
    {"match", "head", "target", "term", "number", "class", "missing", "left", "right"}
)
"""The names that a message may hold in braces, over all kinds."""

GuardName = Literal[
    "negated",
    "hedged",
    "questioned",
    "quoted",
    "attributed",
    "conditional",
    "cited",
    "disclaimed",
]

_MARKED = re.compile(r"\[\[(.+?)\]\]", re.DOTALL)


class Status(StrEnum):
    """A rule's stage of life; a `preview` never fails a run unless it was selected by name."""

    PREVIEW = "preview"
    STABLE = "stable"
    DEPRECATED = "deprecated"


class AuthorityEntry(Strict):
    """What a rule rests on."""

    title: Text
    section: Text | None = None
    year: int | None = None
    url: Text | None = None


class Example(Strict):
    """A text that a rule must or must not flag; in `flags` the exact words stand in [[…]]."""

    text: Text
    severity: Severity | None = Field(default=None, strict=False)
    format: Format = Field(default=Format.MARKDOWN, strict=False)

    @property
    def source(self) -> str:
        """The text without its marks."""
        return _MARKED.sub(r"\1", self.text)

    @property
    def spans(self) -> tuple[tuple[int, int], ...]:
        """The marked places, as offsets into `source`."""
        return tuple(
            (match.start() - 4 * index, match.end() - 4 * (index + 1))
            for index, match in enumerate(_MARKED.finditer(self.text))
        )


def _from_text(value: Any) -> Any:
    return {"text": value} if isinstance(value, str) else value


def _marked(example: Example) -> Example:
    if not example.spans:
        msg = "mark the words to be flagged: [[…]]"
        raise ValueError(msg)
    return example


def _unmarked(example: Example) -> Example:
    if example.spans:
        msg = "a text that must pass has nothing to mark"
        raise ValueError(msg)
    return example


Flagged = Annotated[Example, BeforeValidator(_from_text), AfterValidator(_marked)]
Passing = Annotated[Example, BeforeValidator(_from_text), AfterValidator(_unmarked)]


class Todo(Strict):
    """Known misses and known false alarms: an example that succeeds must be promoted."""

    flags: list[Flagged] = Field(default=[])
    passes: list[Passing] = Field(default=[])


class RuleDefinition(Strict):
    """One rule file, `rules/<category>/<id>.yaml`."""

    id: Slug
    category: Category = Field(strict=False)
    summary: Text
    severity: Severity = Field(strict=False)
    confidence: Confidence = Field(strict=False)
    status: Status = Field(default=Status.STABLE, strict=False)
    message: Text
    advice: Text
    why: Text
    authority: list[AuthorityEntry] = Field(min_length=1)
    scope: list[Annotated[BlockKind, Field(strict=False)]] = Field(
        default=list(PROSE), min_length=1
    )
    match: MatchSpec
    unless: list[GuardName] = Field(default=[])
    softer_when: list[GuardName] = Field(default=[])
    flags: list[Flagged] = Field(min_length=1)
    passes: list[Passing] = Field(min_length=1)
    todo: Todo = Todo()

    @model_validator(mode="after")
    def _is_consistent(self) -> Self:
        both = set(self.unless) & set(self.softer_when)
        if both:
            msg = f"the guard '{min(both)}' cannot be in both 'unless' and 'softer_when'"
            raise ValueError(msg)
        for text in (self.message, self.advice):
            try:
                names = {name for _, name, _, _ in string.Formatter().parse(text) if name}
            except ValueError as error:
                msg = f"a brace in '{text}' is not closed"
                raise ValueError(msg) from error
            unknown = names - FIELDS
            if unknown:
                msg = f"'{{{min(unknown)}}}' is not known; use one of {', '.join(sorted(FIELDS))}"
                raise ValueError(msg)
        return self
