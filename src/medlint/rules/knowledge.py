"""The medical facts of a rule folder, `rules/_knowledge/*.yaml`: one file a table, one schema.

Every row says where its fact comes from, whether that text was read, and until when it counts as
fresh. A row that was not checked in a primary text may warn, but is never an error.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, ConfigDict, Field, RootModel, model_validator

from medlint.finding import Severity
from medlint.publishing import Region
from medlint.reading.therapies import TherapyNames
from medlint.rules.expressions import valid_pattern
from medlint.rules.tables import Slug, Strict, Text


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


class Row(Strict):
    """One fact with its source; every row of every table is one."""

    id: Slug
    severity: Severity = Field(default=Severity.WARNING, strict=False)
    verified: bool
    sources: list[Source] = Field(min_length=1)
    notes: Text | None = None
    as_of: dt.date | None = None
    review_by: dt.date | None = None
    jurisdiction: Region | None = None

    @model_validator(mode="after")
    def _is_covered(self) -> Self:
        """A row that rests on nothing but hearsay must not fail a run."""
        if self.severity is Severity.ERROR and not (self.verified and self.has_primary):
            msg = f"'{self.id}' has no verified primary source, so it must stay below error"
            raise ValueError(msg)
        return self

    @property
    def has_primary(self) -> bool:
        """Whether the text of a regulator, society or journal was seen."""
        return any(source.basis is Basis.PRIMARY for source in self.sources)

    @property
    def authority(self) -> str:
        """The best source in a line: "FDA, Boxed Warning …, 2020"."""
        best = min(self.sources, key=lambda source: list(Basis).index(source.basis))
        parts = [best.org, best.title, best.section, str(best.date) if best.date else None]
        return ", ".join(part for part in parts if part)


class Table(Strict):
    """What all tables of facts say of themselves."""

    id: Slug
    summary: Text
    as_of: dt.date
    review_after_days: Annotated[int, Field(ge=1)]
    jurisdiction: Region

    @property
    def facts(self) -> Sequence[Row]:
        """The rows."""
        raise NotImplementedError

    def due(self, row: Row) -> dt.date:
        """The day after which a row's facts count as stale."""
        return row.review_by or (row.as_of or self.as_of) + dt.timedelta(
            days=self.review_after_days
        )

    @model_validator(mode="after")
    def _ids_differ(self) -> Self:
        seen: set[str] = set()
        for row in self.facts:
            if row.id in seen:
                msg = f"the row '{row.id}' stands in the table twice"
                raise ValueError(msg)
            seen.add(row.id)
        return self


class Caveat(Strict):
    """One thing that an article about a therapy should say, and the words that say it.

    `boxed` marks the therapy's strongest warning. `said` is a sentence of an editor that says it
    in other words than the label: `medlint rules test` proves that it counts.
    """

    id: Slug
    label: Text
    any_of: list[Text] = Field(default=[])
    ref: Slug | None = None
    boxed: bool = False
    said: Text | None = None

    @model_validator(mode="after")
    def _has_words(self) -> Self:
        if not self.any_of and self.ref is None:
            msg = "a caveat has 'any_of', a 'ref' or both"
            raise ValueError(msg)
        if self.boxed and self.said is None:
            msg = f"the boxed caveat '{self.id}' needs a sentence that says it: 'said'"
            raise ValueError(msg)
        return self


class TherapyClass(Row):
    """A class of therapies with what must be said of them.

    A `minor` class is named so often without need of a caveat that `class-caveat` leaves it alone;
    its row serves the other rules. Of an `everyday` medicine a plain statement of what it does is
    information; only a recommendation calls for its caveats. `not_for` names the groups who must
    not take it unasked, `interacts_with` what it meets badly.
    """

    label: Text
    triggers: list[Text] = Field(min_length=1)
    not_triggers: list[Text] = Field(default=[])
    unless: list[Text] = Field(default=[])
    context: Literal["therapy", "any"] = "any"
    need: Literal["all"] | Annotated[int, Field(ge=1)] = "all"
    minor: bool = False
    everyday: bool = False
    caveats: list[Caveat] = Field(min_length=1)
    not_for: list[
        Literal[
            "pregnancy", "breastfeeding", "children", "kidney", "liver", "heart", "cancer-history"
        ]
    ] = Field(default=[])
    interacts_with: list[Text] = Field(default=[])

    @model_validator(mode="after")
    def _needs_what_it_has(self) -> Self:
        if isinstance(self.need, int) and self.need > len(self.caveats):
            msg = f"'{self.id}' needs {self.need} of {len(self.caveats)} caveats"
            raise ValueError(msg)
        return self

    @property
    def needed(self) -> int:
        """How many of the caveats an article must carry."""
        return len(self.caveats) if self.need == "all" else self.need


class TherapyTable(Table):
    """Classes of therapies. A table that `extends` another adds its classes to that one's.

    The words by which caveats are known stand in the table that is extended.
    """

    holds: Literal["therapies"]
    extends: Slug | None = None
    therapy_cues: list[Text] = Field(default=[])
    caveat_contexts: list[Text] = Field(default=[])
    benefit_contexts: list[Text] = Field(default=[])
    shared_caveats: dict[str, list[Text]] = Field(default={})
    classes: list[TherapyClass] = Field(min_length=1)

    @property
    def facts(self) -> Sequence[TherapyClass]:
        """The classes."""
        return self.classes

    @model_validator(mode="after")
    def _refs_resolve(self) -> Self:
        if self.extends is not None:
            if self.therapy_cues or self.caveat_contexts or self.benefit_contexts:
                msg = "a table that extends another has only classes"
                raise ValueError(msg)
            return self
        for row in self.classes:
            for caveat in row.caveats:
                if caveat.ref is not None and caveat.ref not in self.shared_caveats:
                    msg = f"'{row.id}': no shared caveat '{caveat.ref}'"
                    raise ValueError(msg)
        return self

    def words_of(self, caveat: Caveat) -> list[str]:
        """The stems that say a caveat, shared ones resolved."""
        shared = self.shared_caveats[caveat.ref] if caveat.ref is not None else []
        return [*caveat.any_of, *shared]

    def joined(self, others: Sequence[TherapyTable]) -> TherapyTable:
        """This table with the classes of those that extend it.

        Raises:
            ValueError: two classes share an id, or a reference leads nowhere.
        """
        if not others:
            return self
        added = [
            row.model_copy(update={"review_by": other.due(row)})
            for other in others
            for row in other.classes
        ]
        return TherapyTable.model_validate(
            dict(self.__dict__) | {"classes": [*self.classes, *added]}
        )


class Limit(Strict):
    """The most that somebody may take: `who` as a text says it, `words` by which it is known."""

    who: Text
    words: list[Text] = Field(default=[])
    amount: Annotated[float, Field(gt=0)]
    per: Literal["day", "dose"] = "day"


class Dose(Row):
    """The limits of one substance, all in `unit`; without a group of its own, the first counts."""

    label: Text
    names: list[Text] = Field(min_length=1)
    unit: Literal["mg", "mcg", "g", "IU"]
    per_iu: float | None = None
    harm: Text
    limits: list[Limit] = Field(min_length=1)


class DoseTable(Table):
    """Most-at-a-time and most-a-day amounts."""

    holds: Literal["doses"]
    doses: list[Dose] = Field(min_length=1)

    @property
    def facts(self) -> Sequence[Dose]:
        """The doses."""
        return self.doses


class Use(Row):
    """What a drug is used for without approval: `uses` are the words of the purpose."""

    label: Text
    names: list[Text] = Field(min_length=1)
    uses: list[Text] = Field(min_length=1)
    approved: list[Text] = Field(default=[])


class UseTable(Table):
    """Uses that no regulator approved."""

    holds: Literal["uses"]
    uses: list[Use] = Field(min_length=1)

    @property
    def facts(self) -> Sequence[Use]:
        """The uses."""
        return self.uses


class RedFlag(Row):
    """A symptom that needs help, and how soon.

    `any_of` are its names, `patterns` the expressions in which readers tell of it.
    """

    label: Text
    any_of: list[Text] = Field(min_length=1)
    patterns: list[Annotated[Text, AfterValidator(valid_pattern)]] = Field(default=[])
    urgency: Literal["emergency", "soon"]


class SymptomTable(Table):
    """Red flags, and the words by which a text sends its reader to help."""

    holds: Literal["symptoms"]
    emergency_help: list[Text] = Field(min_length=1)
    soon_help: list[Text] = Field(min_length=1)
    symptoms: list[RedFlag] = Field(min_length=1)

    @property
    def facts(self) -> Sequence[RedFlag]:
        """The symptoms."""
        return self.symptoms


class CrisisLine(Row):
    """Where somebody in despair finds help: `any_of` are the forms in which a text gives it."""

    label: Text
    region: Text
    any_of: list[Text] = Field(min_length=1)


class CrisisTable(Table):
    """Help lines by region."""

    holds: Literal["crisis-lines"]
    lines: list[CrisisLine] = Field(min_length=1)

    @property
    def facts(self) -> Sequence[CrisisLine]:
        """The lines."""
        return self.lines


class Contradiction(Row):
    """A statement that a study or authority contradicts: `subject` `relation` `object`.

    `relation` lists lemmas of verbs, `truth` is what the source says instead.
    """

    subject: list[Text] = Field(min_length=1)
    relation: list[Text] = Field(min_length=1)
    object: list[Text] = Field(min_length=1)
    unless: list[Text] = Field(default=[])
    truth: Text


class FactTable(Table):
    """Statements that are wrong."""

    holds: Literal["facts"]
    contradictions: list[Contradiction] = Field(min_length=1)

    @property
    def facts(self) -> Sequence[Contradiction]:
        """The contradictions."""
        return self.contradictions


class Lookalike(Row):
    """A drug that is taken for another: `purpose` says which words tell them apart."""

    names: list[Text] = Field(min_length=1)
    meant: Text
    purpose: list[Text] = Field(min_length=1)


class LookalikeTable(Table):
    """Names of drugs that are mixed up."""

    holds: Literal["lookalikes"]
    pairs: list[Lookalike] = Field(min_length=1)

    @property
    def facts(self) -> Sequence[Lookalike]:
        """The pairs."""
        return self.pairs


class Plausible(Strict):
    """The values that a measure can have in one unit."""

    unit: Text
    low: float
    high: float


class Threshold(Strict):
    """What a measure has to reach to be called one of `means`: from `low`, or `low` to `high`.

    Of a pressure, `second` is its lower number. It holds `since` and `until` the days given.
    """

    means: list[Text] = Field(min_length=1)
    names: list[Text] = Field(default=[])
    unit: str = ""
    low: float
    high: float | None = None
    second: float | None = None
    since: dt.date | None = None
    until: dt.date | None = None


class Measure(Row):
    """Something measured: `right = left * factor + offset` between its two units.

    The thresholds of a row hold in its `jurisdiction`, or everywhere where it has none.
    """

    label: Text
    names: list[Text] = Field(min_length=1)
    left: Text | None = None
    right: Text | None = None
    factor: float | None = None
    offset: float = 0.0
    plausible: list[Plausible] = Field(default=[])
    thresholds: list[Threshold] = Field(default=[])


class MeasureTable(Table):
    """Measures with their units."""

    holds: Literal["measures"]
    measures: list[Measure] = Field(min_length=1)

    @property
    def facts(self) -> Sequence[Measure]:
        """The measures."""
        return self.measures


class SourceAge(Row):
    """How many years a sort of source may be old, if there is a limit.

    `any_of` are words of its title; a row without any is about all the rest.
    """

    label: Text
    any_of: list[Text]
    years: Annotated[int, Field(ge=1)] | None = None


class AgeTable(Table):
    """Ages of sources, the first that fits; the last row, which asks for no words, is the rest."""

    holds: Literal["source-ages"]
    lasting: list[Text] = Field(default=[])
    ages: list[SourceAge] = Field(min_length=1)

    @property
    def facts(self) -> Sequence[SourceAge]:
        """The ages."""
        return self.ages

    @model_validator(mode="after")
    def _ends_with_the_rest(self) -> Self:
        if [row.id for row in self.ages if not row.any_of] != [self.ages[-1].id]:
            msg = "the last row, and no other, has an empty 'any_of'"
            raise ValueError(msg)
        return self

    def with_years(self, years: Mapping[str, int]) -> AgeTable:
        """The table with other ages, by the ids of their rows."""
        changed = [
            row.model_copy(update={"years": years.get(row.id, row.years)}) for row in self.ages
        ]
        return self.model_copy(update={"ages": changed})


class KnowledgeFile(
    RootModel[
        Annotated[
            TherapyTable
            | DoseTable
            | UseTable
            | SymptomTable
            | CrisisTable
            | FactTable
            | LookalikeTable
            | MeasureTable
            | AgeTable,
            Field(discriminator="holds"),
        ]
    ]
):
    """One file of `_knowledge`: `holds` says which table it is."""

    model_config = ConfigDict(defer_build=True)


def freshness(table: Table, row: Row, as_of: dt.date) -> tuple[Severity, str | None]:
    """What a row's finding is worth on a day: its severity, or a note that says it has aged."""
    due = table.due(row)
    if due >= as_of:
        return row.severity, None
    return Severity.NOTE, f"The facts behind this finding were due for review on {due}."


def names_of(row: TherapyClass) -> TherapyNames:
    """The names of a class as the finder takes them."""
    return TherapyNames(
        row.id, tuple(row.triggers), tuple(row.not_triggers), row.context == "therapy"
    )
