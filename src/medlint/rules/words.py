"""Word lists as rules write them: words of their own, tables by name, and exceptions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any, Protocol, Self, TypeVar

from pydantic import BeforeValidator, Field, model_validator

from medlint.reading.terms import TermFinder
from medlint.rules.knowledge import Table, TherapyTable
from medlint.rules.tables import ClaimTable, CueTable, Slug, Strict, Text

_Facts = TypeVar("_Facts", bound=Table)
_Made = TypeVar("_Made")


class Tables(Protocol):
    """The shared tables of the rule folders in use.

    Each method raises KeyError where there is no such table.
    """

    def terms(self, table: str) -> list[str]:
        """The terms of one table."""

    def cues(self, guard: str) -> CueTable:
        """The cues of one guard."""

    def facts(self, table: str, of: type[_Facts]) -> _Facts:
        """One table of facts of a sort."""

    def once(self, key: str, make: Callable[[], _Made]) -> _Made:
        """What was made under this key, made now if it was not."""

    def therapies(self, table: str) -> TherapyTable:
        """One table of therapy classes, with all that extend it."""

    def claims(self, table: str) -> ClaimTable:
        """One table of the words of claims."""


class _Words(Strict):
    """Either `[word, …]` or `{table: id, terms: […], except: […]}`."""

    table: Slug | list[Slug] = Field(default_factory=list)
    terms: list[Text] = Field(default=[])
    except_: Words | None = Field(default=None, alias="except")

    @model_validator(mode="after")
    def _has_words(self) -> Self:
        if not self.table and not self.terms:
            msg = "a word list has 'terms', a 'table', or both"
            raise ValueError(msg)
        return self

    def resolve(self, tables: Tables) -> list[str]:
        """All the words, tables included, exceptions taken out.

        Raises:
            KeyError: there is no such table.
            ValueError: every word is excepted.
        """
        names = [self.table] if isinstance(self.table, str) else self.table
        words = [*self.terms]
        for name in names:
            words += tables.terms(name)
        excepted = set(self.except_.resolve(tables)) if self.except_ else set()
        left = [word for word in dict.fromkeys(words) if word not in excepted]
        if not left:
            msg = f"the exceptions leave none of the words '{words[0]}' …"
            raise ValueError(msg)
        return left

    def finder(self, tables: Tables) -> TermFinder:
        """What finds the words; whole tables are compiled once for all rules that name them.

        Raises:
            KeyError: there is no such table.
            ValueError: every word is excepted.
        """
        if self.except_ is not None:
            return TermFinder(self.resolve(tables))
        names = [self.table] if isinstance(self.table, str) else self.table
        return TermFinder(self.terms, shared=(tables.terms(name) for name in names))


def finder_of(words: _Words | None, tables: Tables) -> TermFinder | None:
    """The finder of the words, where a rule has any; raises what `finder` does."""
    return words.finder(tables) if words else None


def _from_list(value: Any) -> Any:
    return {"terms": value} if isinstance(value, list) else value


Words = Annotated[_Words, BeforeValidator(_from_list, json_schema_input_type=list[str] | _Words)]
