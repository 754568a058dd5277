"""Dropped terms: words taken out of a sentence as a publishing system loses them."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from medlint.document import BlockKind, Document
from medlint.reading import segmenter
from medlint.report import FileResult
from medlint.text import Span
from tools.bench.cuts import cut, moved
from tools.bench.figure import Figure, per_thousand, share
from tools.bench.trusted import Lint, Text

RULES = ("dropped-term", "orphan-acronym")
"""The rules that see that a term is gone."""

RECALL = 0.38
INTACT = 3.0
"""Of the holes, the share to be seen; of 1,000 intact sentences, the most to be flagged."""

HOLES = 1_500
NEAR = 3
"""A finding so many characters from a hole is a finding at the hole."""

_PARAGRAPH = re.compile(r"<p\b[^>]*>(.*?)</p>", re.DOTALL)
_ELEMENT = re.compile(r"<(dfn|a)\b[^<>]*>([^<]*\w[^<]*)</\1>")
_TAG = re.compile(r"<[^<>]*>")


@dataclass(frozen=True, slots=True)
class Hole:
    """What to empty: the words of an element, and the element with its tags."""

    words: Span
    element: Span


def touches(found: Iterable[Span], hole: Span) -> bool:
    """Whether one of the spans found lies at the hole."""
    return any(s.start - NEAR <= hole.end and hole.start <= s.end + NEAR for s in found)


def places(result: FileResult) -> list[Span]:
    """Where terms are reported to be gone."""
    return [finding.span for finding in result.reported() if finding.rule in RULES]


def holes(source: str) -> Iterator[Hole]:
    """One term or link of each paragraph that has other words too, always the same one."""
    for paragraph in _PARAGRAPH.finditer(source):
        start, end = paragraph.span(1)
        elements = list(_ELEMENT.finditer(source, start, end))
        if not elements:
            continue
        element = elements[_digest(paragraph[1]) % len(elements)]
        rest = _TAG.sub("", source[start : element.start()] + source[element.end() : end])
        if rest.strip():
            yield Hole(Span(*element.span(2)), Span(*element.span()))


def sample(texts: Iterable[Text], most: int) -> dict[str, list[Hole]]:
    """So many holes at most, by the path of their text, spread by digest over all."""
    found = [(text.path, hole) for text in texts for hole in holes(text.source)]
    found.sort(key=lambda item: _digest(f"{item[0]} {item[1].words.start}"))
    chosen: dict[str, list[Hole]] = {}
    for path, hole in sorted(found[:most], key=lambda item: (item[0], item[1].words)):
        chosen.setdefault(path, []).append(hole)
    return chosen


def in_pages(linted: Sequence[tuple[Text, FileResult]], lint: Lint, name: str) -> Iterator[Figure]:
    """Recall at holes made in the pages called `name`, and what is flagged in them untouched.

    `linted` are the pages as they are; `lint` looks at them with their holes.
    """
    chosen = sample((text for text, result in linted if result.error is None), HOLES)
    count = seen = flagged = sentences = 0
    for text, result in linted:
        if result.document is not None:
            inside = _sentences(result.document)
            found = places(result)
            sentences += len(inside)
            flagged += sum(any(s.overlaps(span) for s in found) for span in inside)
        pieces = [hole.words for hole in chosen.get(text.path, ())]
        if not pieces:
            continue
        found = places(lint(Text(text.path, cut(text.source, pieces), text.words)))
        count += len(pieces)
        seen += sum(touches(found, moved(hole.element, pieces)) for hole in chosen[text.path])
    yield Figure(
        "dropped terms and links, recall at the hole",
        share(seen, count),
        RECALL,
        f"{name}, {count:,} paragraphs with one <dfn> or <a> emptied",
        at_least=True,
    )
    yield Figure(
        "intact sentences flagged as having lost a term, per 1,000",
        per_thousand(flagged, sentences),
        INTACT,
        f"{name}, {sentences:,} sentences of paragraphs",
    )


def _sentences(document: Document) -> list[Span]:
    """The sentences of the document's paragraphs, in the source."""
    return [
        block.map.to_source(sentence)
        for block in document.blocks
        if block.kind is BlockKind.PARAGRAPH
        for sentence in segmenter.sentences(block)
    ]


@dataclass(frozen=True, slots=True)
class Outcome:
    """One sentence that was linted by itself: the document it is of, and whether it was flagged."""

    doc: str
    flagged: bool


def outcomes(path: Path, key: str, lint: Lint) -> Iterator[Outcome]:
    """Lint the text under `key` of each row; where it has a `hole`, only a finding there counts.

    A text that cannot be checked has no outcome.
    """
    with path.open(encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    for number, row in enumerate(rows):
        result = lint(Text(f"{number}.txt", row[key], len(row[key].split())))
        if result.error is not None:
            continue
        found = places(result)
        hole = row.get("hole")
        flagged = bool(found) if hole is None else touches(found, Span(hole, hole))
        yield Outcome(row["doc"], flagged)


def held_out(doc: str) -> bool:
    """Whether a document belongs to the half that rules are not tuned on."""
    return _digest(doc) % 2 == 1


def in_sentences(broken: Sequence[Outcome], intact: Sequence[Outcome]) -> Iterator[Figure]:
    """Recall at the holes of single sentences, and what is flagged in intact ones."""
    kept = [[o.flagged for o in part if held_out(o.doc)] for part in (broken, intact)]
    name = "US government site, half of its documents"
    recall = share(sum(o.flagged for o in broken), len(broken)) or 0.0
    rate = per_thousand(sum(o.flagged for o in intact), len(intact)) or 0.0
    yield Figure(
        "dropped links, recall at the hole",
        share(sum(kept[0]), len(kept[0])),
        RECALL,
        f"{name}, {len(kept[0]):,} sentences; {recall:.2f} of all {len(broken):,}",
        at_least=True,
    )
    yield Figure(
        "intact sentences flagged as having lost a link, per 1,000",
        per_thousand(sum(kept[1]), len(kept[1])),
        INTACT,
        f"{name}, {len(kept[1]):,} sentences; {rate:.2f} of all {len(intact):,}",
    )


def _digest(text: str) -> int:
    return int(hashlib.sha256(text.encode()).hexdigest(), 16)
