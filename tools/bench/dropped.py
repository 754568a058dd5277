"""Dropped terms: words taken out of a sentence as a publishing system loses them."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from medlint.document import BlockKind, Document
from medlint.finding import Severity
from medlint.reading import segmenter
from medlint.report import FileResult
from medlint.text import Span
from tools.bench.cuts import cut, moved
from tools.bench.figure import Figure, per_thousand, share
from tools.bench.trusted import Lint, Text

RULES = ("dropped-term", "orphan-acronym", "possible-dropped-term")
"""The rules that see that a term is gone."""

HOLES = 1_500
NEAR = 3
"""A finding so many characters from a hole is a finding at the hole."""

_PARAGRAPH = re.compile(r"<p\b[^>]*>(.*?)</p>", re.DOTALL)
_ELEMENT = re.compile(r"<(dfn|a)\b[^<>]*>([^<]*\w[^<]*)</\1>")
_TAG = re.compile(r"<[^<>]*>")

_FUNCTION_WORD = re.compile(
    r"an?|the|th(?:is|at|ese|ose)|my|your|his|her|its|our|their|of|to|in|on|at|by|for|with|from|as"
    r"|than|into|during|between|among|against|via|towards?|upon|without|through|about|over|under"
    r"|within|and|or|but"
)
_MARKS = frozenset(".,;:!?)")
_LAST = re.compile(r"([\w'\u2019-]+|[^\w\s])\s*$")


@dataclass(frozen=True, slots=True)
class Level:
    """How sure a finding has to be: the mildest severity that counts, and what is hoped for.

    `alarms` are flagged sentences in 1,000 intact ones; `recall` holds for all holes, for those
    behind a function word and for scars.
    """

    name: str
    mildest: Severity
    alarms: float
    recall: tuple[float, float, float]


LEVELS = (
    Level("likely", Severity.ERROR, 1.0, (0.30, 0.44, 0.85)),
    Level("likely or possible", Severity.NOTE, 3.0, (0.38, 0.54, 0.85)),
)


@dataclass(frozen=True, slots=True)
class Piece:
    """What to empty: the words of an element, and the element with its tags."""

    words: Span
    element: Span


@dataclass(frozen=True, slots=True)
class Hole:
    """What stands on both sides of a hole: a word or a mark; nothing at an end of the text."""

    left: str
    right: str

    @classmethod
    def at(cls, text: str, place: int) -> Hole:
        """The hole at a place of a text."""
        left = _LAST.search(text[:place])
        return cls(left[1].lower() if left else "", text[place:].lstrip()[:1])


def is_after_function_word(hole: Hole) -> bool:
    """Whether the word left of the hole wanted another one."""
    return _FUNCTION_WORD.fullmatch(hole.left) is not None


def is_scar(hole: Hole) -> bool:
    """Whether what is left looks wounded: a function word or a comma right before a mark."""
    wants_more = is_after_function_word(hole) or hole.left in {",", "("}
    return wants_more and hole.right in _MARKS


def touches(found: Iterable[Span], hole: Span) -> bool:
    """Whether one of the spans found lies at the hole."""
    return any(s.start - NEAR <= hole.end and hole.start <= s.end + NEAR for s in found)


def places(result: FileResult) -> dict[Span, Severity]:
    """Where terms are reported to be gone, and how sure that is."""
    return {found.span: found.severity for found in result.reported() if found.rule in RULES}


def pieces(source: str) -> Iterator[Piece]:
    """One term or link of each paragraph that has other words too, always the same one."""
    for paragraph in _PARAGRAPH.finditer(source):
        start, end = paragraph.span(1)
        elements = list(_ELEMENT.finditer(source, start, end))
        if not elements:
            continue
        element = elements[_digest(paragraph[1]) % len(elements)]
        rest = _TAG.sub("", source[start : element.start()] + source[element.end() : end])
        if rest.strip():
            yield Piece(Span(*element.span(2)), Span(*element.span()))


def sample(texts: Iterable[Text], most: int) -> dict[str, list[Piece]]:
    """So many pieces at most, by the path of their text, spread by digest over all."""
    found = [(text.path, piece) for text in texts for piece in pieces(text.source)]
    found.sort(key=lambda item: _digest(f"{item[0]} {item[1].words.start}"))
    chosen: dict[str, list[Piece]] = {}
    for path, piece in sorted(found[:most], key=lambda item: (item[0], item[1].words)):
        chosen.setdefault(path, []).append(piece)
    return chosen


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was found at one hole, or in one intact sentence (`hole` is None)."""

    doc: str
    severity: Severity | None
    hole: Hole | None = None

    def is_found(self, level: Level) -> bool:
        """Whether something was found that is sure enough."""
        return self.severity is not None and self.severity.rank >= level.mildest.rank


def in_pages(
    linted: Sequence[tuple[Text, FileResult]],
    lint: Lint,
    name: str,
    wanted: Callable[[str], bool] = lambda _: True,
) -> Iterator[Figure]:
    """Recall at holes made in the pages called `name`, and what is flagged in them untouched.

    `linted` are the pages as they are; `lint` looks at them with their holes, once with the tags
    that the words stood in and once without. Only the pages that are `wanted` are looked at.
    """
    checked = [
        (text, result)
        for text, result in linted
        if result.document is not None and wanted(text.path)
    ]
    chosen = sample((text for text, _ in checked), HOLES)
    intact = [one for _, result in checked for one in _intact(result)]
    for how, part in (("tags left", "words"), ("without a trace", "element")):
        broken = [
            one
            for text, _ in checked
            for one in _broken(text, chosen.get(text.path, ()), part, lint)
        ]
        yield from _recalls(broken, f"{name}, {len(broken):,} paragraphs", how)
    yield from _alarms(intact, f"{name}, {len(intact):,} sentences of paragraphs")


def _broken(text: Text, holes: Sequence[Piece], part: str, lint: Lint) -> Iterator[Outcome]:
    gone: list[Span] = [getattr(hole, part) for hole in holes]
    if not gone:
        return
    source = cut(text.source, gone)
    found = places(lint(Text(text.path, source, text.words)))
    for hole in holes:
        where = moved(hole.element, gone)
        before = _TAG.sub("", source[: where.start])
        rest = _TAG.sub("", source[where.end :]).lstrip()
        last = _LAST.search(before[-80:])
        sides = Hole(last[1].lower() if last else "", rest[:1])
        yield Outcome(text.path, _gravest(found, where), sides)


def _intact(result: FileResult) -> Iterator[Outcome]:
    found = places(result)
    for span in _sentences(result.document) if result.document else ():
        inside = [severity for place, severity in found.items() if span.overlaps(place)]
        yield Outcome(result.path, max(inside, key=lambda s: s.rank, default=None))


def _gravest(found: Mapping[Span, Severity], hole: Span) -> Severity | None:
    near = [severity for span, severity in found.items() if touches([span], hole)]
    return max(near, key=lambda severity: severity.rank, default=None)


def _sentences(document: Document) -> list[Span]:
    """The sentences of the document's paragraphs, in the source."""
    return [
        block.map.to_source(sentence)
        for block in document.blocks
        if block.kind is BlockKind.PARAGRAPH
        for sentence in segmenter.sentences(block)
    ]


def outcomes(path: Path, key: str, lint: Lint) -> Iterator[Outcome]:
    """Lint the text under `key` of each row; where it has a `hole`, only a finding there counts.

    A text that cannot be checked has no outcome.
    """
    with path.open(encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    for number, row in enumerate(rows):
        text = row[key]
        result = lint(Text(f"{number}.txt", text, len(text.split())))
        if result.error is not None:
            continue
        found = places(result)
        at = row.get("hole")
        if at is None:
            gravest = max(found.values(), key=lambda severity: severity.rank, default=None)
            yield Outcome(row["doc"], gravest)
        else:
            yield Outcome(row["doc"], _gravest(found, Span(at, at)), Hole.at(text, at))


def held_out(doc: str) -> bool:
    """Whether a document belongs to the half that rules are not tuned on."""
    return _digest(doc) % 2 == 1


def in_sentences(broken: Sequence[Outcome], intact: Sequence[Outcome]) -> Iterator[Figure]:
    """Recall at the holes of single sentences, and what is flagged in intact ones."""
    kept = [[one for one in part if held_out(one.doc)] for part in (broken, intact)]
    name = "US government site, half of its documents"
    yield from _recalls(kept[0], f"{name}, {len(kept[0]):,} sentences", "without a trace")
    yield from _alarms(kept[1], f"{name}, {len(kept[1]):,} sentences")


def _recalls(broken: Sequence[Outcome], data: str, how: str) -> Iterator[Figure]:
    groups = (
        ("", broken),
        (
            " behind a function word",
            [o for o in broken if o.hole and is_after_function_word(o.hole)],
        ),
        (" of scars", [o for o in broken if o.hole and is_scar(o.hole)]),
    )
    for level in LEVELS:
        for (which, group), least in zip(groups, level.recall, strict=True):
            yield Figure(
                f"terms dropped {how}, recall{which}, {level.name}",
                share(sum(one.is_found(level) for one in group), len(group)),
                least,
                data if group is broken else f"{data}, {len(group):,} of them",
                at_least=True,
            )


def _alarms(intact: Sequence[Outcome], data: str) -> Iterator[Figure]:
    for level in LEVELS:
        yield Figure(
            f"intact sentences flagged as having lost a term, {level.name}, per 1,000",
            per_thousand(sum(one.is_found(level) for one in intact), len(intact)),
            level.alarms,
            data,
        )


def _digest(text: str) -> int:
    return int(hashlib.sha256(text.encode()).hexdigest(), 16)
