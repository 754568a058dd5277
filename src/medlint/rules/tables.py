"""The word tables of a rule folder: terms, guard cues, claims. Facts are in `knowledge`."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Container, Iterable
from typing import Annotated, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    model_validator,
)

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

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, defer_build=True)


class TermTable(Strict):
    """`rules/_terms/<id>.yaml`: words that several rules look for.

    One that `extends` another adds its terms to that one, for every rule that names it.
    """

    id: Slug
    extends: Slug | None = None
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

    def adding(self, terms: Iterable[str], *, without: Container[str] = ()) -> TermTable:
        """The table with more terms, and without some."""
        kept = [term for term in dict.fromkeys([*self.terms, *terms]) if term not in without]
        return self.model_copy(update={"terms": kept})


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
