"""What a batch reads, one by one: files, members of archives, and rows of tables."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from medlint.exports import Item, named


@dataclass(frozen=True, slots=True)
class Member:
    """A file inside a zip archive."""

    archive: str
    name: str

    @property
    def path(self) -> str:
        """What names it in every output."""
        return named(self.archive, self.name)


Record: TypeAlias = str | Member | Item
"""The path of a file, a file inside an archive, or an article of a table."""


def path_of(record: Record) -> str:
    """What names a record in every output."""
    return record if isinstance(record, str) else record.path
