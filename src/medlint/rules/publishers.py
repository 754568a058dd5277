"""Who publishes a source: by the domain of its address, or by words of a publisher's name."""

from __future__ import annotations

from dataclasses import dataclass

from medlint.reading.references import Reference
from medlint.reading.terms import TermFinder
from medlint.rules.tables import Strict
from medlint.rules.words import Tables, Words


class Publishing(Strict):
    """Publishers as a rule names them.

    They are known by their `hosts`, or by `words` in an entry that holds none of `except_words`.
    With `allow` they are all whose host is not in that list.
    """

    words: Words | None = None
    except_words: Words | None = None
    hosts: Words | None = None
    allow: Words | None = None

    def compile(self, tables: Tables) -> Publishers:
        """What tells them from others."""
        return Publishers(
            self.words.finder(tables) if self.words else None,
            self.except_words.finder(tables) if self.except_words else None,
            frozenset(self.hosts.resolve(tables)) if self.hosts else frozenset(),
            frozenset(self.allow.resolve(tables)) if self.allow else None,
        )


@dataclass(frozen=True, slots=True)
class Publishers:
    """Certain publishers, told from others."""

    words: TermFinder | None
    except_words: TermFinder | None
    hosts: frozenset[str]
    allow: frozenset[str] | None

    def of_entry(self, entry: Reference) -> tuple[str, str] | None:
        """The publisher of an entry that is one of them, with the words that say so.

        Where its address says so, there are no words: an address is never linted.
        """
        strange = next((host for host in entry.hosts if self.holds(host)), None)
        if strange is not None:
            return strange, ""
        # A paper in a journal may have a clinic in its title.
        if self.allow is not None or self.words is None or entry.has_place or entry.is_found:
            return None
        if self.except_words is not None and entry.text in self.except_words:
            return None
        found = (term.span.of(entry.text) for term in self.words.find(entry.text))
        named = next((words for words in found if words[:1].isupper()), None)
        return None if named is None else (named, named)

    def holds(self, host: str) -> bool:
        """Whether a domain is one of theirs, or lies within one."""
        if self.allow is not None:
            return not _belongs(host, self.allow)
        return _belongs(host, self.hosts)


def _belongs(host: str, domains: frozenset[str]) -> bool:
    parts = host.lower().split(".")
    return any(".".join(parts[at:]) in domains for at in range(len(parts)))
