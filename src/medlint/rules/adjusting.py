"""What a project's settings change in the rules before they are compiled."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any, get_args

from medlint.config import Adjustments, RuleOptions, Vocabulary
from medlint.errors import ConfigError, UsageError
from medlint.rules import lock
from medlint.rules.definition import GuardName, RuleDefinition
from medlint.rules.knowledge import AgeTable, Table
from medlint.rules.loader import LoadedRule, RuleSet
from medlint.rules.names import known_rule

_GROWS: dict[str, tuple[str, ...]] = {
    "abbreviations": ("abbreviations-known",),
    "conditions": ("conditions",),
    "therapies": ("remedies", "treatments"),
    "refused_sources": ("weak-hosts",),
    "trusted_sources": ("sound-hosts",),
}
"""The tables that each list of a vocabulary adds to."""

_SHRINKS = ("weak-hosts", "news-hosts")
"""The tables that trusted sources are taken out of."""


def adjusted(loaded: RuleSet, adjustments: Adjustments) -> RuleSet:
    """The rules as a project has them; `loaded` stays, and is given back if nothing changes.

    Raises:
        ConfigError: an option names a rule or a guard that there is none of, or one in two places.
    """
    if adjustments == Adjustments():
        return loaded
    rules = dict(loaded.rules)
    if adjustments.lock is not None:
        rules.update(lock.on_trial(rules, adjustments.lock))
    for own in adjustments.options:
        try:
            entry = rules[known_rule(rules, own.rule)]
        except UsageError as error:
            msg = f"rule-options: {error}"
            raise ConfigError(msg) from error
        rules[own.rule] = LoadedRule(_with(entry.definition, own), entry.path)
    said = hashlib.sha256(f"{loaded.digest}\0{adjustments!r}".encode())
    return replace(
        loaded,
        rules=rules,
        term_tables={
            name: table.adding(
                _added(name, adjustments.vocabulary), without=_removed(name, adjustments.vocabulary)
            )
            for name, table in loaded.term_tables.items()
        },
        knowledge=_aged(loaded.knowledge, adjustments.source_ages),
        digest=said.hexdigest(),
        made={},
    )


def _with(definition: RuleDefinition, own: RuleOptions) -> RuleDefinition:
    known = get_args(GuardName)
    for guard in (*(own.unless or ()), *(own.softer_when or ())):
        if guard not in known:
            msg = f"rule-options: {own.rule}: there is no guard '{guard}', only {', '.join(known)}"
            raise ConfigError(msg)
    changes: dict[str, Any] = {
        name: list(values)
        for name in ("scope", "unless", "softer_when")
        if (values := getattr(own, name)) is not None
    }
    made = definition.model_copy(update=changes)
    both = set(made.unless) & set(made.softer_when)
    if both:
        msg = f"rule-options: {own.rule}: '{min(both)}' is in both 'unless' and 'softer-when'"
        raise ConfigError(msg)
    return made


def _aged(knowledge: dict[str, Table], source_ages: Sequence[tuple[str, int]]) -> dict[str, Table]:
    """The tables of facts with the project's own ages of sources."""
    tables = {name: table for name, table in knowledge.items() if isinstance(table, AgeTable)}
    known = {row.id for table in tables.values() for row in table.ages}
    for sort, _ in source_ages:
        if sort not in known:
            msg = (
                f"source-ages: there is no sort of source '{sort}', only {', '.join(sorted(known))}"
            )
            raise ConfigError(msg)
    years = dict(source_ages)
    return knowledge | {name: table.with_years(years) for name, table in tables.items()}


def _added(table: str, vocabulary: Vocabulary) -> Iterable[str]:
    for name, tables in _GROWS.items():
        if table in tables:
            yield from getattr(vocabulary, name)


def _removed(table: str, vocabulary: Vocabulary) -> frozenset[str]:
    return frozenset(vocabulary.trusted_sources if table in _SHRINKS else ())
