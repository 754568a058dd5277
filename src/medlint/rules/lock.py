"""The rules as a project has agreed to them: what an upgrade brings is on trial until locked."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path

from pydantic import BaseModel, Field

from medlint import textfile, yamlfile
from medlint.errors import ConfigError
from medlint.locked import Difference, Lock
from medlint.rules.definition import Status
from medlint.rules.loader import LoadedRule, RuleSet
from medlint.rules.tables import Strict, Text

DEFAULT_NAME = "medlint-lock.yaml"

_HEAD = "# The rules as this project has agreed to them; 'medlint rules lock' writes it.\n"
_LENGTH = 12
_TRIAL = Status.PREVIEW.value


class Locked(Strict):
    """One rule as it was locked."""

    version: Text
    status: Status = Field(strict=False)


class _File(Strict):
    """The lock as it is written."""

    medlint: Text
    digest: Text
    rules: dict[str, Locked]
    tables: dict[str, Text]


def of(loaded: RuleSet, *, medlint: str) -> Lock:
    """The lock of the rules as they are."""
    return Lock(
        medlint,
        loaded.digest,
        tuple(
            (name, entry.definition.version, entry.definition.status.value)
            for name, entry in sorted(loaded.rules.items())
        ),
        tuple(sorted((name, _digest(table)) for name, table in _tables(loaded))),
    )


def dump(lock: Lock) -> str:
    """The text of a lock: a line a rule or table, sorted."""
    lines = [_HEAD, f"medlint: {lock.medlint}\n", f"digest: {lock.digest}\n", "rules:\n"]
    lines += (
        f"  {name}: {{version: '{version}', status: {status}}}\n"
        for name, version, status in lock.rules
    )
    lines.append("tables:\n")
    lines += (f"  {name}: '{digest}'\n" for name, digest in lock.tables)
    return "".join(lines)


def load(path: Path) -> Lock:
    """The lock of a file.

    Raises:
        ConfigError: it cannot be read or is not of the schema; the text shows file and line.
    """
    text = textfile.read_text(path, ConfigError)
    read = yamlfile.load(text, _File, name=str(path), error=ConfigError)
    return Lock(
        read.medlint,
        read.digest,
        tuple(
            (name, entry.version, entry.status.value) for name, entry in sorted(read.rules.items())
        ),
        tuple(sorted(read.tables.items())),
    )


def on_trial(rules: Mapping[str, LoadedRule], lock: Lock) -> Iterator[tuple[str, LoadedRule]]:
    """The rules that the project has not agreed to, put into preview.

    New ones, and those that were in preview. One that changed keeps its stage: otherwise every
    correction of a rule would open a gate that it closes.
    """
    agreed = {name: status for name, _, status in lock.rules}
    for name, entry in rules.items():
        if agreed.get(name, _TRIAL) == _TRIAL:
            definition = entry.definition.model_copy(update={"status": _trial(entry)})
            yield name, LoadedRule(definition, entry.path)


def _trial(entry: LoadedRule) -> Status:
    stage = entry.definition.status
    return stage if stage is Status.DEPRECATED else Status.PREVIEW


def difference(lock: Lock | None, loaded: RuleSet) -> Difference:
    """What the rules, before any setting is applied, have otherwise than the lock."""
    if lock is None:
        return Difference()
    now = of(loaded, medlint=lock.medlint)
    before = {name: (version, status) for name, version, status in lock.rules}
    tables = dict(lock.tables)
    return Difference(
        new=tuple(name for name, _, _ in now.rules if name not in before),
        promoted=tuple(
            name
            for name, _, status in now.rules
            if name in before and before[name][1] == _TRIAL and status == Status.STABLE.value
        ),
        changed=tuple(
            name for name, version, _ in now.rules if name in before and before[name][0] != version
        ),
        gone=tuple(name for name in before if name not in loaded.rules),
        tables=tuple(name for name, digest in now.tables if tables.get(name) != digest),
    )


def _tables(loaded: RuleSet) -> Iterator[tuple[str, BaseModel]]:
    for place, tables in (
        ("_terms", loaded.term_tables),
        ("_guards", loaded.cue_tables),
        ("_claims", loaded.claim_tables),
        ("_knowledge", loaded.knowledge),
        ("_profiles", loaded.profiles),
    ):
        for name, table in tables.items():
            yield f"{place}/{name}", table


def _digest(table: BaseModel) -> str:
    return hashlib.sha256(table.model_dump_json().encode()).hexdigest()[:_LENGTH]
