"""The shared tables of a rule folder: terms, guard cues, medical knowledge."""

from __future__ import annotations

import datetime as dt
import re
from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    model_validator,
)

from medlint.finding import Severity
from medlint.reading.claims import Relation

Slug = Annotated[str, StringConstraints(pattern=re.compile(r"^[a-z0-9]+(-[a-z0-9]+)*$"))]


def _not_blank(text: str) -> str:
    if not text.strip():
        msg = "this must not be blank"
        raise ValueError(msg)
    return text


Text = Annotated[str, AfterValidator(_not_blank)]


class Strict(BaseModel):
    """Data as written: unknown keys and other types are errors, nothing changes afterwards."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class TermTable(Strict):
    """`rules/_terms/<id>.yaml`: words that several rules look for."""

    id: Slug
    summary: Text
    source: Text
    as_of: dt.date
    review_by: dt.date | None = None
    terms: list[Text] = Field(min_length=1)

    @model_validator(mode="after")
    def _no_duplicates(self) -> Self:
        seen: set[str] = set()
        for term in self.terms:
            if term in seen:
                msg = f"the term '{term}' stands in the table twice"
                raise ValueError(msg)
            seen.add(term)
        return self


class CueTable(Strict):
    """`rules/_guards/<guard>.yaml`: the words by which a guard knows its case.

    `forward` cues speak for what follows them in their clause, `backward` cues for what stands
    before; `sentence` cues for the whole sentence; `pseudo` phrases contain a cue and are none.
    """

    id: Slug
    summary: Text
    forward: list[Text] = []
    backward: list[Text] = []
    sentence: list[Text] = []
    pseudo: list[Text] = []


class RelationWords(Strict):
    """The words that state one relation; see `ClaimTable`."""

    verbs: list[Text] = []
    nouns: list[Text] = []
    states: list[Text] = []
    comparatives: list[Text] = []


class Doubt(Strict):
    """Words that take certainty from a sentence, in steps of the scale from 1 to 6."""

    takes: Annotated[float, Field(gt=0)]
    words: list[Text] = Field(min_length=1)


class ClaimTable(Strict):
    """`rules/_claims/<id>.yaml`: the words by which a sentence makes a claim.

    `possible`, `certain` and `guaranteed` are the cues that make a claim weaker or stronger;
    `unreal` ones make it a wish, a need or a condition. An infinitive states a fact behind the
    `factual` words only ("was shown to reduce", not "a plan to reduce"). A noun is stated as the
    object of a `light` verb ("has an effect on"). What `evidence` does to other evidence ("the
    results support") is no claim about health. `doubts` weigh how certain it sounds.
    """

    id: Slug
    summary: Text
    source: Text
    as_of: dt.date
    relations: dict[Annotated[Relation, Field(strict=False)], RelationWords] = Field(min_length=1)
    possible: list[Text]
    certain: list[Text]
    guaranteed: list[Text]
    unreal: list[Text]
    factual: list[Text]
    light: list[Text]
    evidence: list[Text]
    doubts: list[Doubt] = Field(min_length=1)


class Basis(StrEnum):
    """How a source was seen: its own text, somebody's report of it, or not at all."""

    PRIMARY = "primary"
    SECONDARY = "secondary"
    NONE = "none"


class Source(Strict):
    """Where a fact comes from."""

    org: Text
    title: Text | None = None
    section: Text | None = None
    date: dt.date | int | Text | None = None
    url: Text | None = None
    basis: Basis = Field(strict=False)


class Caveat(Strict):
    """One thing that an article about a therapy should say, and the words that say it."""

    id: Slug
    label: Text
    any_of: list[Text] = []
    ref: Slug | None = None

    @model_validator(mode="after")
    def _has_words(self) -> Self:
        if bool(self.any_of) == bool(self.ref):
            msg = "a caveat has either 'any_of' or 'ref'"
            raise ValueError(msg)
        return self


class TherapyClass(Strict):
    """A class of therapies with what must be said of them."""

    id: Slug
    label: Text
    triggers: list[Text] = Field(min_length=1)
    not_triggers: list[Text] = []
    unless: list[Text] = []
    context: Literal["therapy", "any"] = "any"
    severity: Severity = Field(strict=False)
    need: Literal["all"] | Annotated[int, Field(ge=1)] = "all"
    caveats: list[Caveat] = Field(min_length=1)
    verified: bool
    sources: list[Source] = Field(min_length=1)
    notes: Text | None = None
    review_by: dt.date | None = None

    @model_validator(mode="after")
    def _is_covered(self) -> Self:
        """A row that rests on nothing but hearsay must not fail a run."""
        primary = self.verified and any(s.basis is Basis.PRIMARY for s in self.sources)
        if self.severity is Severity.ERROR and not primary:
            msg = f"'{self.id}' has no verified primary source, so it must stay below error"
            raise ValueError(msg)
        if isinstance(self.need, int) and self.need > len(self.caveats):
            msg = f"'{self.id}' needs {self.need} of {len(self.caveats)} caveats"
            raise ValueError(msg)
        return self

    @property
    def needed(self) -> int:
        """How many of the caveats an article must carry."""
        return len(self.caveats) if self.need == "all" else self.need


class TherapyTable(Strict):
    """`rules/_knowledge/therapy-classes.yaml`."""

    id: Slug
    summary: Text
    as_of: dt.date
    review_after_days: Annotated[int, Field(ge=1)]
    jurisdiction: Literal["us", "uk", "eu", "au"]
    therapy_cues: list[Text]
    caveat_contexts: list[Text]
    benefit_contexts: list[Text]
    shared_caveats: dict[str, list[Text]] = {}
    classes: list[TherapyClass] = Field(min_length=1)

    @model_validator(mode="after")
    def _refs_resolve(self) -> Self:
        seen: set[str] = set()
        for row in self.classes:
            if row.id in seen:
                msg = f"the class '{row.id}' stands in the table twice"
                raise ValueError(msg)
            seen.add(row.id)
            for caveat in row.caveats:
                if caveat.ref is not None and caveat.ref not in self.shared_caveats:
                    msg = f"'{row.id}': no shared caveat '{caveat.ref}'"
                    raise ValueError(msg)
        return self

    def words_of(self, caveat: Caveat) -> list[str]:
        """The stems that say a caveat, shared ones resolved."""
        return caveat.any_of or self.shared_caveats[str(caveat.ref)]

    def review_by(self, row: TherapyClass) -> dt.date:
        """The day after which a row's facts count as stale."""
        return row.review_by or self.as_of + dt.timedelta(days=self.review_after_days)
