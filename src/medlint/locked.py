"""The rules that a project has agreed to, and what differs from them since: plain data."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Lock:
    """Each rule's name, version and stage of life, and the digests of tables by their names."""

    medlint: str
    digest: str
    rules: tuple[tuple[str, str, str], ...]
    tables: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """What the rules of today have otherwise than a lock.

    `promoted` were in preview then and are not now, `changed` flag or say something else, and
    `tables` are the words and facts that are new or changed.
    """

    new: tuple[str, ...] = ()
    promoted: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    tables: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        """Whether there is any."""
        return self != Difference()

    def in_words(self) -> str:
        """How many there are of each."""
        rules = {
            "new": self.new,
            "promoted": self.promoted,
            "changed": self.changed,
            "gone": self.gone,
        }
        told = [f"{len(names):,} {what}" for what, names in rules.items() if names]
        tables = len(self.tables)
        if tables:
            told.append(f"{tables:,} {'table' if tables == 1 else 'tables'} changed")
        return ", ".join(told)
