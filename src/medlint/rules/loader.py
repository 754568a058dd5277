"""Rule folders in, checked definitions and tables out; every fault shows its place."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, TypeVar

from medlint.errors import RuleError
from medlint.finding import Category
from medlint.rules import sources
from medlint.rules.definition import RuleDefinition
from medlint.rules.knowledge import KnowledgeFile, Table, TherapyTable
from medlint.rules.profiles import Profile
from medlint.rules.sources import RuleFile
from medlint.rules.tables import ClaimTable, CueTable, TermTable

_T = TypeVar("_T")
_Facts = TypeVar("_Facts", bound=Table)
_TERMS, _GUARDS, _CLAIMS, _KNOWLEDGE = "_terms", "_guards", "_claims", "_knowledge"
_PROFILES = "_profiles"
_OWN = "suppression-"
"""So begin the names of what medlint finds in its own directives."""


@dataclass(frozen=True, slots=True)
class LoadedRule:
    """A definition and the file that it stands in."""

    definition: RuleDefinition
    path: Path


@dataclass(slots=True)
class RuleSet:
    """Everything that the rule folders hold. Answers for `words.Tables`."""

    rules: dict[str, LoadedRule] = field(default_factory=dict)
    term_tables: dict[str, TermTable] = field(default_factory=dict)
    cue_tables: dict[str, CueTable] = field(default_factory=dict)
    knowledge: dict[str, Table] = field(default_factory=dict)
    claim_tables: dict[str, ClaimTable] = field(default_factory=dict)
    profiles: dict[str, Profile] = field(default_factory=dict)
    digest: str = ""
    made: dict[str, Any] = field(default_factory=dict, repr=False, compare=False)

    def __getstate__(self) -> dict[str, Any]:
        """What goes to a worker process: the data, not what was compiled from it."""
        return {f.name: getattr(self, f.name) for f in fields(self) if f.name != "made"}

    def __setstate__(self, state: dict[str, Any]) -> None:
        """Take the data over; what is compiled from it is made anew."""
        for name, value in (state | {"made": {}}).items():
            setattr(self, name, value)

    def terms(self, table: str) -> list[str]:
        """The terms of one table; raises KeyError where there is none."""
        return self.term_tables[table].terms

    def cues(self, guard: str) -> CueTable:
        """The cues of one guard; raises KeyError where there are none."""
        return self.cue_tables[guard]

    def therapies(self, table: str) -> TherapyTable:
        """One table of therapy classes with all that extend it; raises KeyError without one."""
        return self.facts(table, TherapyTable).joined(
            [
                other
                for _, other in sorted(self.knowledge.items())
                if isinstance(other, TherapyTable) and other.extends == table
            ]
        )

    def once(self, key: str, make: Callable[[], _T]) -> _T:
        """What was made under this key, made now if it was not: rules share what is costly."""
        if key not in self.made:
            self.made[key] = make()
        made: _T = self.made[key]
        return made

    def facts(self, table: str, of: type[_Facts]) -> _Facts:
        """One table of facts; raises KeyError where there is none of that sort."""
        found = self.knowledge[table]
        if not isinstance(found, of):
            raise KeyError(table)
        return found

    def claims(self, table: str) -> ClaimTable:
        """One table of the words of claims; raises KeyError where there is none."""
        return self.claim_tables[table]


def load(folders: Sequence[Path]) -> RuleSet:
    """Read rule folders; later folders add to earlier ones and may not repeat an id.

    Raises:
        RuleError: a file is unreadable, not of the schema, in the wrong place or repeats an id.
    """
    return load_files(sources.rule_files(folders))


def load_files(files: Sequence[RuleFile]) -> RuleSet:
    """The same for rule files that are read already.

    Raises:
        RuleError: a file is not of the schema, in the wrong place or repeats an id.
    """
    loaded = RuleSet(digest=sources.digest(files))
    for file in files:
        _add(loaded, file.path, file.text)
    _extend(loaded)
    return loaded


def _extend(loaded: RuleSet) -> None:
    """Add the terms of tables that extend others to these."""
    own = dict(loaded.term_tables)
    for name, table in sorted(own.items()):
        general = table.extends
        if general is None:
            continue
        if general not in own or own[general].extends is not None:
            msg = f"the table '{name}' extends '{general}', which is none that can be extended"
            raise RuleError(msg)
        loaded.term_tables[general] = loaded.term_tables[general].adding(table.terms)


def _add(loaded: RuleSet, path: Path, text: str) -> None:
    from medlint import yamlfile  # noqa: PLC0415 -- rules that are known need no YAML

    place = path.parent.name
    name = str(path)
    if place == _TERMS:
        terms = yamlfile.load(text, TermTable, name=name, error=RuleError)
        _insert(loaded.term_tables, terms.id, terms, path)
    elif place == _GUARDS:
        cues = yamlfile.load(text, CueTable, name=name, error=RuleError)
        _insert(loaded.cue_tables, cues.id, cues, path)
    elif place == _CLAIMS:
        words = yamlfile.load(text, ClaimTable, name=name, error=RuleError)
        _insert(loaded.claim_tables, words.id, words, path)
    elif place == _PROFILES:
        profile = yamlfile.load(text, Profile, name=name, error=RuleError)
        _insert(loaded.profiles, profile.id, profile, path)
    elif place == _KNOWLEDGE:
        table = yamlfile.load(text, KnowledgeFile, name=name, error=RuleError).root
        _insert(loaded.knowledge, table.id, table, path)
    else:
        definition = yamlfile.load(text, RuleDefinition, name=name, error=RuleError)
        if definition.id in set(Category) or definition.id.startswith(_OWN):
            msg = f"{path}: the id '{definition.id}' means something else already"
            raise RuleError(msg)
        _insert(loaded.rules, definition.id, LoadedRule(definition, path), path)
        if place in set(Category) and place != definition.category:
            msg = f"{path}: category '{definition.category}' does not live in the folder '{place}'"
            raise RuleError(msg)


def _insert(known: dict[str, _T], key: str, value: _T, path: Path) -> None:
    if key != path.stem:
        msg = f"{path}: the id '{key}' must be the name of its file"
        raise RuleError(msg)
    if key in known:
        first = getattr(known[key], "path", None)
        where = f" ({first})" if first else ""
        msg = f"{path}: the id '{key}' is taken{where}"
        raise RuleError(msg)
    known[key] = value
