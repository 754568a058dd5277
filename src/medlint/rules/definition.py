"""A rule file as data: what a medical editor writes and signs."""

from __future__ import annotations

import hashlib
import string
from collections.abc import Iterator, Sequence
from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field, ValidationInfo, field_validator

from medlint.document import BlockKind, Format
from medlint.finding import Category, Confidence, Severity
from medlint.publishing import Region
from medlint.reading.patterns import compile_pattern
from medlint.rules.commended import PROSE
from medlint.rules.kinds import MatchSpec
from medlint.rules.kinds.overclaim import Overclaim
from medlint.rules.kinds.required import Required
from medlint.rules.kinds.several import Several
from medlint.rules.tables import Slug, Strict, Text

_FIELDS = {
    "abbreviation": ("match", "instead"),
    "attribution": ("match",),
    "claim": ("match", "relation", "agent", "target"),
    "balance": ("match", "heading", "count"),
    "bare": ("match", "instead"),
    "contradicted": ("match", "truth", "source"),
    "limit": ("match", "substance", "limit", "who", "harm"),
    "paired": ("match", "drug", "use", "meant"),
    "unmentioned": ("match", "class", "missing"),
    "dependency": ("match", "head", "target"),
    "gap": ("match", "where"),
    "line": ("match",),
    "mojibake": ("match", "instead"),
    "notation": ("match", "instead", "do"),
    "outdated": ("match", "problem"),
    "overclaim": ("match",),
    "page": ("match", "missing"),
    "phrases": ("match", "term"),
    "readability": ("match", "heading", "grade", "limit", "words"),
    "reference": ("match", "problem", "missing", "publisher", "type"),
    "regex": ("match",),
    "retracted": ("match", "problem"),
    "required": ("match", "class", "missing", "source"),
    "signpost": ("match", "symptom", "help"),
    "stopping": ("match", "medicine"),
    "tokens": ("match",),
    "tooltip": ("match",),
    "statistic": ("match", "number", "other"),
    "substitution": ("match", "instead", "term"),
    "sums": ("match", "problem"),
    "unsupported": ("match", "relation", "agent", "target"),
    "uncited": ("match", "number"),
}
"""The names that a message of each kind may hold in braces."""

GuardName = Literal[
    "negated",
    "hedged",
    "questioned",
    "quoted",
    "attributed",
    "conditional",
    "cited",
    "disclaimed",
    "mentioned",
]

_SAID = {"id", "severity", "match", "message", "advice", "scope", "unless", "softer_when"}
"""The keys that a rule's version is made of: what it flags, how bad that is, what it says of it."""

_VERSION_LENGTH = 12

_MARKED = compile_pattern(r"(?s)\[\[(.+?)\]\]")


class Status(StrEnum):
    """A rule's stage of life; a `preview` never fails a run unless it was selected by name."""

    PREVIEW = "preview"
    STABLE = "stable"
    DEPRECATED = "deprecated"


class AuthorityEntry(Strict):
    """What a rule rests on; one of a `region` is shown to those who publish there."""

    title: Text
    section: Text | None = None
    year: int | None = None
    url: Text | None = None
    region: Region | None = None


class Example(Strict):
    """A text that a rule must or must not flag; in `flags` the exact words stand in [[…]]."""

    text: Text
    severity: Severity | None = Field(default=None, strict=False)
    format: Format = Field(default=Format.MARKDOWN, strict=False)

    @property
    def source(self) -> str:
        """The text without its marks."""
        return str(_MARKED.sub(r"\1", self.text))

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


_Written = BeforeValidator(_from_text, json_schema_input_type=str | Example)
Flagged = Annotated[Example, _Written, AfterValidator(_marked)]
Passing = Annotated[Example, _Written, AfterValidator(_unmarked)]


class Todo(Strict):
    """Known misses and known false alarms: an example that succeeds must be promoted."""

    flags: list[Flagged] = Field(default=[])
    passes: list[Passing] = Field(default=[])


class RuleDefinition(Strict):
    """One rule file, `rules/<category>/<id>.yaml`.

    `over` names the rules that this one speaks for where both find fault with the same words. A
    rule `on_request` holds for some texts only, and runs where it is selected by name. Its `fixes`
    are unsafe where what they write may not suit the sentence: then somebody has to ask for them.
    """

    id: Slug
    category: Category = Field(strict=False)
    summary: Text
    severity: Severity = Field(strict=False)
    confidence: Confidence = Field(default=Confidence.LOW, strict=False)
    status: Status = Field(default=Status.STABLE, strict=False)
    match: MatchSpec  # before what is checked against it
    message: Text
    advice: Text
    why: Text
    authority: list[AuthorityEntry] = Field(min_length=1)
    on_request: bool = False
    fixes: Literal["safe", "unsafe"] = "safe"
    scope: list[Annotated[BlockKind, Field(strict=False)]] = Field(
        default=list(PROSE), min_length=1
    )
    over: list[Slug] = Field(default=[])
    unless: list[GuardName] = Field(default=[])
    softer_when: list[GuardName] = Field(default=[])
    flags: list[Flagged] = Field(min_length=1)
    passes: list[Passing] = Field(min_length=1)
    todo: Todo = Field(default_factory=Todo)

    @property
    def version(self) -> str:
        """A digest of what the rule flags and says; a decision is bound to it."""
        said = self.model_dump_json(include=_SAID)
        return hashlib.sha256(said.encode()).hexdigest()[:_VERSION_LENGTH]

    @field_validator("message", "advice")
    @classmethod
    def _has_known_fields(cls, text: str, checked: ValidationInfo) -> str:
        names = list(_names(text))
        fields = _fields(checked.data["match"]) if "match" in checked.data else names
        for name in names:
            if name not in fields:
                known = ", ".join(f"{{{field}}}" for field in fields)
                msg = f"'{{{name}}}' is not known to this kind; it has {known}"
                raise ValueError(msg)
        return text

    @field_validator("softer_when")
    @classmethod
    def _is_no_other_guard(cls, guards: list[str], checked: ValidationInfo) -> list[str]:
        both = set(guards) & set(checked.data.get("unless", ()))
        if both:
            msg = f"the guard '{min(both)}' cannot be in both 'unless' and 'softer_when'"
            raise ValueError(msg)
        return guards


def schema() -> dict[str, Any]:
    """The JSON Schema of a rule file; what needs more than its shape is left to the loader."""
    made = RuleDefinition.model_json_schema(mode="validation")
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **made}


def _fields(match: MatchSpec) -> Sequence[str]:
    if isinstance(match, Required) and match.therapies is None:
        return ("match", "term")
    if isinstance(match, Overclaim):
        return (*_FIELDS[match.kind], *match.says)
    if isinstance(match, Several):
        first, *others = (_fields(way) for way in match.any_of)
        return [field for field in first if all(field in other for other in others)]
    return _FIELDS[match.kind]


def _names(text: str) -> Iterator[str]:
    """The names that stand in braces in a message."""
    try:
        parts = list(string.Formatter().parse(text))
    except ValueError as error:
        msg = f"the braces in '{text}' do not pair; write {{{{ and }}}} for braces themselves"
        raise ValueError(msg) from error
    for _, name, spec, conversion in parts:
        if name is None:
            continue
        if spec or conversion:
            msg = f"only a name may stand in braces, as in {{match}}, not in '{text}'"
            raise ValueError(msg)
        yield name
