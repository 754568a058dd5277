"""What a kind finds, before the guards have looked at it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from medlint.document import BlockKind
from medlint.finding import Severity
from medlint.reading import Reading, Sentence
from medlint.reading.rewriting import Rewrite
from medlint.text import Span


@dataclass(frozen=True, slots=True)
class Hit:
    """Words of one sentence that a rule is about; both spans are offsets into `sentence.text`.

    `anchor` is the word that the guards judge (the verb of a claim); by default all of `span`.
    `values` fill the rule's message. A hit about the whole article names its `subject` and what
    is `missing`; `severity` overrides the rule's. `at` is where to report it, if not at `span`: the
    guards judge the words that make it a fault, the reader looks where the subject first stands.
    `fix` is text to put in place of parts of the sentence, safe to take without reading on.
    `rewrite` says the claim as far as evidence may go, where that is safe. A hit about a source may
    stand in an `address` or a marker, in which no words are ever looked for. What a finder is
    `unsure` of counts one level less than the rule.
    """

    sentence: Sentence
    span: Span
    anchor: Span | None = None
    values: Mapping[str, str] = field(default_factory=dict)
    severity: Severity | None = None
    subject: str | None = None
    missing: tuple[str, ...] = ()
    related: tuple[tuple[Sentence, Span, str], ...] = ()
    note: str | None = None
    at: tuple[Sentence, Span] | None = None
    fix: tuple[tuple[Span, str], ...] = ()
    rewrite: Rewrite | None = None
    address: bool = False
    unsure: bool = False

    @property
    def judged(self) -> Span:
        """The words that the guards judge."""
        return self.anchor or self.span


Finder = Callable[[Reading, frozenset[BlockKind]], Iterator[Hit]]
"""A compiled match: the hits of one document in blocks of the given kinds."""


def joined(*finders: Finder) -> Finder:
    """What finds all that several find, one after the other."""

    def find(reading: Reading, scope: frozenset[BlockKind]) -> Iterator[Hit]:
        for finder in finders:
            yield from finder(reading, scope)

    return find
