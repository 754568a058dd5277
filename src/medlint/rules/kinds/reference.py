"""Kind `reference`: what is wrong with the reference list, its entries or the way to them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from itertools import combinations
from typing import Literal, Self

from pydantic import model_validator

from medlint.document import BlockKind
from medlint.reading import Reading, Sentence
from medlint.reading.citations import CitationKind
from medlint.reading.patterns import compile_pattern
from medlint.reading.references import Reference, is_further_reading, missing_parts, pointers
from medlint.reading.terms import TermFinder
from medlint.rules.hit import Finder, Hit, joined
from medlint.rules.linked import linked_to
from medlint.rules.publishers import Publishers, Publishing
from medlint.rules.tables import Strict
from medlint.rules.words import Tables, Words, finder_of
from medlint.text import Span

Fault = Literal["orphan", "incomplete", "duplicate", "publisher", "unreviewed", "impossible"]


class ReferenceFault(Strict):
    """One fault of references.

    `orphan`: a list that nothing cites, an entry that nothing cites, a marker without an entry.
    `incomplete`: an entry that lacks two of author, title, publisher and year. `duplicate`: two
    entries for one work, and with `words` or `hosts` one that retells it. `impossible`: a year to
    come, a broken identifier. `publisher`: an entry of the `hosts` or with the `words` named; with
    `allow`, one of any host that is not in the list; with `links`, also what a sentence links to
    that states a figure or makes a claim. `unreviewed`: an entry or a sentence with the
    `words`, in an article that has none of `disclosed`.
    """

    kind: Literal["reference"]
    fault: Fault
    words: Words | None = None
    hosts: Words | None = None
    host_parts: Words | None = None
    except_hosts: Words | None = None
    links: bool = False
    except_words: Words | None = None
    allow: Words | None = None
    disclosed: Words | None = None

    @model_validator(mode="after")
    def _has_its_words(self) -> Self:
        needs = {"publisher": self.words or self.hosts or self.allow, "unreviewed": self.words}
        if self.fault in needs and needs[self.fault] is None:
            msg = f"the fault '{self.fault}' needs 'words'"
            raise ValueError(msg)
        return self

    def compile(self, tables: Tables) -> Finder:
        """The finder of this fault."""
        finder = partial(finder_of, tables=tables)
        if self.fault == "publisher":
            publishers = self._publishers(tables)
            entries = _published_by(publishers)
            return joined(entries, linked_to(publishers, tables)) if self.links else entries
        if self.fault == "unreviewed":
            return _unreviewed(finder(self.words), finder(self.disclosed))
        simple: dict[str, Callable[[Reading], Iterator[Hit]]] = {
            "orphan": _orphans,
            "incomplete": _incomplete,
            "duplicate": _duplicates,
            "impossible": _impossible,
        }
        fault = simple[self.fault]

        retold = _published_by(self._publishers(tables)) if self.words or self.hosts else None

        def find(reading: Reading, scope: frozenset[BlockKind]) -> Iterator[Hit]:
            yield from fault(reading)
            if retold is not None:
                yield from retold(reading, scope)

        return find

    def _publishers(self, tables: Tables) -> Publishers:
        return Publishing(
            words=self.words,
            except_words=self.except_words,
            hosts=self.hosts,
            host_parts=self.host_parts,
            except_hosts=self.except_hosts,
            allow=self.allow,
        ).compile(tables)


def _at_entry(reading: Reading, reference: Reference, **values: str) -> Iterator[Hit]:
    """A hit on the whole first sentence of an entry."""
    sentences = reading.sentences_of(reference.block)
    if sentences:
        span = Span(0, len(sentences[0].text.rstrip()))
        yield Hit(sentences[0], span, values={"problem": "", **values}, address=True)


def _cited(reading: Reading) -> list[Reference]:
    """The entries that the text ought to cite: not those for reading on."""
    return [
        reference
        for reference in reading.references
        if not any(map(is_further_reading, _headings(reading, reference)))
    ]


def _headings(reading: Reading, reference: Reference) -> list[str]:
    """The last heading above an entry, or the line that stands for one."""
    above = reading.section_of(reference.block).headings[-1:]
    before = reference.block - 1
    while before >= 0 and reading.blocks[before].kind is BlockKind.REFERENCE:
        before -= 1
    return [*above, reading.blocks[before].text] if before >= 0 else [*above]


def _orphans(reading: Reading) -> Iterator[Hit]:
    entries = _cited(reading)
    if not entries:
        return
    labels = {entry.label for entry in entries}
    used: set[str] = set()
    for pointer in pointers(reading.blocks):
        used.update(pointer.labels)
        numbers = [label for label in pointer.labels if label.isdigit()]
        lost = [n for n in numbers if n not in labels and int(n) > len(entries)]
        sentence = reading.sentence_at(pointer.block, pointer.span) or _last(reading, pointer.block)
        if lost and sentence:
            start = max(0, pointer.span.start - sentence.span.start)
            span = Span(start, start + len(pointer.span))
            yield Hit(
                sentence,
                span,
                values={"problem": f"The list has {len(entries)} entries and no number {lost[0]}"},
                address=True,
            )
    marked = used & labels
    if not marked:
        if not any(_is_named(reading, entry) for entry in entries):
            yield from _whole_list(reading, entries)
        return
    for entry in entries:
        if entry.label not in used and not _is_named(reading, entry):
            yield from _at_entry(reading, entry, problem=f"Nothing cites entry {entry.label}")


def _last(reading: Reading, block: int) -> Sentence | None:
    sentences = reading.sentences_of(block)
    return sentences[-1] if sentences else None


def _whole_list(reading: Reading, entries: list[Reference]) -> Iterator[Hit]:
    """One finding for a list that nothing points to, at its title."""
    if sum(_is_prose(reading, s) for s in reading.sentences) < _FEWEST_SENTENCES:
        return
    title = entries[0].block - 1
    sentences = reading.sentences_of(title) if title >= 0 else []
    is_title = bool(sentences) and _TITLE.search(sentences[0].text) is not None
    sentence = (
        sentences[0] if is_title else next(iter(reading.sentences_of(entries[0].block)), None)
    )
    if sentence:
        yield Hit(
            sentence,
            Span(0, len(sentence.text)),
            values={"problem": "No sentence cites this list"},
            subject="reference list",
        )


_FEWEST_SENTENCES = 1
_TITLE = compile_pattern(
    r"^\W*(?:\w+\s){0,3}?(?:references?|sources?|bibliography|citations|notes|literature|works)\b.{0,20}$",
    any_case=True,
)


def _is_prose(reading: Reading, sentence: Sentence) -> bool:
    return _kind(reading, sentence) in {BlockKind.PARAGRAPH, BlockKind.LIST_ITEM}


def _is_named(reading: Reading, entry: Reference) -> bool:
    """Whether the text names an entry in words: its author with the year, or two of its names."""
    year = str(entry.year or "")
    for index, block in enumerate(reading.blocks):
        if block.kind is BlockKind.REFERENCE:
            continue
        for citation in reading.citations(index):
            if citation.kind is CitationKind.MARKER:
                continue
            if citation.kind is CitationKind.LINK:
                targets = [i.target for i in block.inlines if i.span == citation.span and i.target]
                if any(target.rstrip("/") in entry.text for target in targets):
                    return True
            words = citation.span.of(block.text)
            sentence = reading.sentence_at(index, citation.span)
            around = sentence.text if sentence else words
            shared = sum(name in words for name in entry.names)
            by_author = entry.author is not None and entry.author in words
            if by_author or shared >= _ENOUGH_NAMES or (shared and year and year in around):
                return True
    return False


_ENOUGH_NAMES = 2


def _incomplete(reading: Reading) -> Iterator[Hit]:
    for entry in reading.references:
        missing = missing_parts(entry)
        doubled = _DOUBLED.search(entry.text) is not None
        if entry.is_found or (entry.hosts and len(missing) <= _MOST_MISSING):
            missing = ()
        if len(missing) >= _FEWEST_MISSING or doubled:
            lacking = " and ".join(missing) if len(missing) >= _FEWEST_MISSING else _UNCLEAR
            yield from _at_entry(reading, entry, missing=lacking)


_UNCLEAR = "a clear end of its title, where two marks stand together"
_DOUBLED = compile_pattern(r"[?!]\.[\"\x{201D}]|[?!,;]\.\s|[^.]\.\.\s[^.]")
_FEWEST_MISSING, _MOST_MISSING = 2, 2


def _duplicates(reading: Reading) -> Iterator[Hit]:
    told: set[int] = set()
    for first, second in combinations(reading.references[:_MOST_ENTRIES], 2):
        if second.block not in told and _is_same(first, second):
            told.add(second.block)
            yield from _at_entry(
                reading,
                second,
                problem=f"Entries {first.label} and {second.label} look like the same work",
            )


_MOST_ENTRIES = 200
_SAME, _SAME_AUTHOR = 0.8, 0.6
_UPDATES = compile_pattern(
    r"\b(?:corrections?|erratum|corrigendum|update|updated|reply|supplement|evidence\sreview|part\s\w+)\b",
    any_case=True,
)


def _is_same(first: Reference, second: Reference) -> bool:
    if _UPDATES.search(first.text) or _UPDATES.search(second.text):
        return False
    for one, other in ((first.doi, second.doi), (first.pmid, second.pmid)):
        if one and other:
            return one.lower() == other.lower()
    if first.addresses and second.addresses:
        return bool(first.addresses & second.addresses)
    shared = len(first.words & second.words) / max(1, min(len(first.words), len(second.words)))
    author = first.author is not None and first.author == second.author
    same_year = first.year == second.year
    enough = min(len(first.words), len(second.words)) >= _FEWEST_WORDS
    return enough and same_year and shared >= (_SAME_AUTHOR if author else _SAME)


_FEWEST_WORDS = 6


def _impossible(reading: Reading) -> Iterator[Hit]:
    for entry in reading.references:
        problem = ""
        if entry.year is not None and entry.year > reading.as_of.year + 1:
            problem = f"The year {entry.year} is still to come"
        elif entry.pmid is not None and len(entry.pmid) > _LONGEST_PMID:
            problem = f"PMID {entry.pmid} has too many digits"
        elif entry.isbn is not None and not is_isbn(entry.isbn):
            problem = f"The check digit of ISBN {entry.isbn} is wrong"
        if problem:
            yield from _at_entry(reading, entry, problem=problem)


_LONGEST_PMID = 8


def is_isbn(written: str) -> bool:
    """Whether an ISBN of ten or thirteen digits ends in the right check digit."""
    digits = [
        10 if char in "Xx" else int(char) for char in written if char.isdigit() or char in "Xx"
    ]
    if len(digits) == 10:  # noqa: PLR2004 -- the two lengths an ISBN has
        return (
            sum(weight * digit for weight, digit in zip(range(10, 0, -1), digits, strict=True)) % 11
            == 0
        )
    if len(digits) == 13:  # noqa: PLR2004
        return sum(digit * (3 if at % 2 else 1) for at, digit in enumerate(digits)) % 10 == 0
    return False


def _published_by(publishers: Publishers) -> Finder:
    """The entries of such publishers."""

    def find(reading: Reading, scope: frozenset[BlockKind]) -> Iterator[Hit]:
        del scope
        for entry in reading.references:
            named = publishers.of_entry(entry)
            if named is None:
                continue
            publisher, words = named
            problem = f"'{publisher}' tells of the work of others"
            values = {"publisher": publisher, "problem": problem}
            at = entry.text.find(words)
            span = Span(at, at + len(words))
            sentence = reading.sentence_at(entry.block, span) if words else None
            if sentence is None:
                yield from _at_entry(reading, entry, **values)
            else:
                start = sentence.span.start
                place = Span(at - start, min(span.end, sentence.span.end) - start)
                yield Hit(sentence, place, values=values)

    return find


def _unreviewed(words: TermFinder | None, disclosed: TermFinder | None) -> Finder:
    def find(reading: Reading, scope: frozenset[BlockKind]) -> Iterator[Hit]:
        del scope
        text = [s for s in reading.sentences if _kind(reading, s) is not BlockKind.REFERENCE]
        if words is None or (disclosed and any(s.text in disclosed for s in text)):
            return
        for sentence in reading.sentences:
            if _kind(reading, sentence) in {BlockKind.HEADING, BlockKind.TITLE}:
                continue
            entry = next((r for r in reading.references if r.block == sentence.block), None)
            if entry is not None and entry.has_place:
                continue
            for term in words.find(sentence.text):
                yield Hit(sentence, term.span, values={"type": term.term})
                break

    return find


def _kind(reading: Reading, sentence: Sentence) -> BlockKind:
    return reading.blocks[sentence.block].kind
