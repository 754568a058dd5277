"""Who publishes a source: by the domain of its address, or by words of a publisher's name."""

from __future__ import annotations

from dataclasses import dataclass

from medlint.reading.references import Reference
from medlint.reading.terms import TermFinder
from medlint.rules.tables import Strict
from medlint.rules.words import Tables, Words, finder_of
from medlint.text import Span


class Publishing(Strict):
    """Publishers as a rule names them.

    They are known by their `hosts`, by `host_parts` in the name of a domain that is none of
    `except_hosts`, or by `words` in an entry that holds none of `except_words`. With `allow` they
    are all whose host is not in that list.
    """

    words: Words | None = None
    except_words: Words | None = None
    hosts: Words | None = None
    host_parts: Words | None = None
    except_hosts: Words | None = None
    allow: Words | None = None

    def compile(self, tables: Tables) -> Publishers:
        """What tells them from others."""

        def listed(words: Words | None) -> frozenset[str]:
            return frozenset(words.resolve(tables)) if words else frozenset()

        return Publishers(
            words=finder_of(self.words, tables),
            except_words=finder_of(self.except_words, tables),
            hosts=listed(self.hosts),
            host_parts=listed(self.host_parts),
            except_hosts=listed(self.except_hosts),
            allow=listed(self.allow) if self.allow else None,
        )


@dataclass(frozen=True, slots=True)
class Publishers:
    """Certain publishers, told from others."""

    words: TermFinder | None
    except_words: TermFinder | None
    hosts: frozenset[str]
    host_parts: frozenset[str]
    except_hosts: frozenset[str]
    allow: frozenset[str] | None

    def of_entry(self, entry: Reference) -> tuple[str, str] | None:
        """The publisher of an entry that is one of them, with the words that say so.

        Where its address says so, there are no words: an address is never linted.
        """
        strange = next((host for host in entry.hosts if self.holds(host)), None)
        if strange is not None:
            return strange, ""
        if self.allow is not None or self.words is None or self._is_sound(entry):
            return None
        # What the words of the title say is what it is about.
        title = entry.text.find(entry.title)
        about = Span(max(0, title), max(0, title) + len(entry.title))
        whole = len(about) >= len(entry.text.rstrip())
        for term in self.words.find(entry.text):
            words = term.span.of(entry.text)
            if words[:1].isupper() and (whole or not term.span.overlaps(about)):
                return words, words
        return None

    def _is_sound(self, entry: Reference) -> bool:
        """Whether an entry is a paper, or of a publisher that only looks like a weak one."""
        sound = any(_belongs(host, self.except_hosts) for host in entry.hosts)
        excepted = self.except_words is not None and entry.text in self.except_words
        return entry.has_place or entry.is_found or sound or excepted

    def holds(self, host: str) -> bool:
        """Whether a domain is one of theirs, or lies within one."""
        if self.allow is not None:
            return not _belongs(host, self.allow)
        if _belongs(host, self.hosts):
            return True
        if _belongs(host, self.except_hosts):
            return False
        # A clinic sells; what is clinical does not.
        name = host.lower().replace("clinical", "")
        return any(part in name for part in self.host_parts)


def _belongs(host: str, domains: frozenset[str]) -> bool:
    parts = host.lower().split(".")
    return any(".".join(parts[at:]) in domains for at in range(len(parts)))
