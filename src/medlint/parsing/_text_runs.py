"""What passages of plain text are together: lists without bullets, flattened tables, sources."""

# ruff: noqa: RUF001 -- dashes, quotation marks and bullets stand here as writers type them

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import TypeAlias

from medlint.document import BlockKind
from medlint.parsing._text_passages import Mark, Passage
from medlint.parsing._text_shapes import (
    argues,
    asks,
    citation_signs,
    headline,
    leads_in,
    pictures,
    prose,
    stopped,
    tells,
    titled,
)
from medlint.parsing._text_signs import FIELD, FIELDS, SMALL
from medlint.parsing.bibliography import is_label

Kinds: TypeAlias = Sequence[BlockKind]
Changes: TypeAlias = dict[int, BlockKind]

_ITEM_LENGTH = 200
_CELL_WORDS = 4
_ROW_WORDS = 40
_LABEL_WORDS = 8
_NUMBER = re.compile(r"[<>≤≥~±]?\d[\d.,–/-]*%?\Z")
_OPEN = frozenset({BlockKind.HEADING, BlockKind.CAPTION, BlockKind.PARAGRAPH})
"""Kinds that were given for want of a better one, and that neighbours may overrule."""


def settle(passages: Sequence[Passage], kinds: Kinds) -> list[BlockKind]:
    """The kinds of the passages after each has been seen among its neighbours."""
    settled = list(kinds)
    for judge in _JUDGES:
        for index, kind in judge(passages, settled).items():
            settled[index] = kind
    return settled


def fields(passages: Sequence[Passage]) -> list[tuple[str, str]]:
    """The "Key: value" lines that a text opens with, as an e-mail or a draft with a head does."""
    found: list[tuple[str, str]] = []
    for passage in passages:
        match = FIELD.fullmatch(passage.text)
        if match is None or passage.mark or passage.quoted or (found and passage.gap):
            break
        found.append((match.group(1).lower(), match.group(2)))
    else:
        # A text that is nothing but fields is a list of definitions or of claims.
        return []
    return found if any(key in FIELDS for key, _ in found) else []


def _head(passages: Sequence[Passage], _kinds: Kinds) -> Changes:
    return dict.fromkeys(range(len(fields(passages))), BlockKind.META)


def _sources(passages: Sequence[Passage], kinds: Kinds) -> Changes:
    """Everything below a "References" heading, down to where the article goes on."""
    changes: Changes = {}
    inside = False
    for index, passage in enumerate(passages):
        if kinds[index] is BlockKind.HEADING and is_label(passage.text):
            inside = True
        elif inside and _leaves_sources(passages, kinds, index):
            inside = False
        elif inside and kinds[index] is not BlockKind.META:
            changes[index] = BlockKind.REFERENCE
    return changes


def _leaves_sources(passages: Sequence[Passage], kinds: Kinds, index: int) -> bool:
    here = passages[index]
    if here.underline or here.mark is Mark.HASHES:
        return True
    if here.mark or citation_signs(here.text):
        return False
    if kinds[index] is BlockKind.HEADING:
        following = next(
            (at for at in range(index + 1, len(passages)) if kinds[at] is not BlockKind.CAPTION),
            None,
        )
        return following is not None and _is_article(passages[following])
    return _is_article(here)


def _is_article(passage: Passage) -> bool:
    return prose(passage) and citation_signs(passage.text) == 0 and argues(passage.text)


def _flat_tables(passages: Sequence[Passage], kinds: Kinds) -> Changes:
    """Rows whose cells ran together, and rows of one short cell a line."""
    changes: Changes = {}
    for close in (True, False):
        for start, stop in _runs(passages, kinds, close=close):
            if changes.keys().isdisjoint(range(start, stop)):
                texts = [passage.text for passage in passages[start:stop]]
                announced = start > 0 and leads_in(passages[start - 1].text)
                found = _table(texts, announced=announced)
                changes.update({start + at: kind for at, kind in found.items()})
    return changes


def _table(texts: Sequence[str], *, announced: bool) -> Changes:
    """The rows among open-ended lines and the title above them, by their place in the run.

    What a sentence announces is a list unless its columns have names.
    """
    last = len(texts) - (titled(texts[-1]) and " " in texts[-1])
    if not announced and _is_column_of_cells(texts[:last]):
        return dict.fromkeys(range(last), BlockKind.TABLE_CELL)
    first, last = _rows_among(texts)
    if first == last:
        return {}
    header = first > 0 and titled(texts[first - 1]) and " " in texts[first - 1]
    top = first - header
    title = top > 0 and headline(texts[top - 1])
    if announced and not header:
        return {}
    rich = _mean_cells(texts[first:last]) >= 1.5  # noqa: PLR2004 -- two cells a row, proper names aside
    if not (header and title) and (not rich or any(map(tells, texts[first:last]))):
        return {}
    rows = dict.fromkeys(range(top, last), BlockKind.TABLE_CELL)
    return {top - 1: BlockKind.CAPTION, **rows} if title else rows


def _worded_tables(passages: Sequence[Passage], kinds: Kinds) -> Changes:
    """Rows that end in sentences, known by the headline close above and the label before each."""
    changes: Changes = {}
    for start, stop in _groups(passages):
        heads = 0
        while heads < 2 and _is_column_names(passages[start + heads : stop], kinds[start + heads]):  # noqa: PLR2004 -- a title, a header
            heads += 1
        rows = [passage.text for passage in passages[start + heads : stop]]
        labelled = sum(_further_cells(" ".join(row.split()[:_LABEL_WORDS])) > 0 for row in rows)
        if heads and len(rows) > 1 and labelled == len(rows):
            changes.update(dict.fromkeys(range(start, stop), BlockKind.TABLE_CELL))
            if heads > 1:
                changes[start] = BlockKind.CAPTION
    return changes


def _groups(passages: Sequence[Passage]) -> Iterator[tuple[int, int]]:
    """Stretches, half-open, of at least three plain passages between empty lines."""
    start = 0
    for index in range(1, len(passages) + 1):
        if index < len(passages) and not passages[index].gap:
            continue
        plain = not any(p.mark or p.underline or p.cells for p in passages[start:index])
        if plain and index - start > 2:  # noqa: PLR2004 -- a header, two rows
            yield start, index
        start = index


def _is_column_names(passages: Sequence[Passage], kind: BlockKind) -> bool:
    return (
        len(passages) > 2  # noqa: PLR2004 -- two rows below
        and kind is BlockKind.HEADING
        and titled(passages[0].text)
        and " " in passages[0].text
    )


def _rows_among(texts: Sequence[str]) -> tuple[int, int]:
    """The stretch of lines, half-open, most of which look like rows; empty where there is none."""
    rows = [index for index, text in enumerate(texts) if _further_cells(text)]
    if not rows or len(texts) < 3:  # noqa: PLR2004 -- a title, a header, a row
        return 0, 0
    first, last = rows[0], rows[-1] + 1
    return (first, last) if len(rows) * 5 >= (last - first) * 3 else (0, 0)


def _mean_cells(texts: Sequence[str]) -> float:
    return sum(map(_further_cells, texts)) / len(texts) if texts else 0.0


def _further_cells(text: str) -> int:
    """How many cells seem to begin within a line that mixes capitals with running words.

    A capital or number in mid-line begins one, save behind a comma or a word like "of", where
    proper names and amounts stand.
    """
    tokens = text.split()
    if len(tokens) > _ROW_WORDS or titled(text):
        numbers = sum(_NUMBER.match(token) is not None for token in tokens[1:])
        return numbers if len(tokens) <= _ROW_WORDS and numbers > 1 else 0
    return sum(
        ((token[0].isupper() and token[1:].islower()) or _NUMBER.match(token) is not None)
        and (before[-1].isalnum() or before[-1] == ")")
        and before.lower() not in SMALL
        for before, token in pairwise(tokens)
    )


def _is_column_of_cells(texts: Sequence[str]) -> bool:
    numeric = sum(any(_NUMBER.match(token) for token in text.split()) for text in texts)
    short = all(len(text.split()) <= _CELL_WORDS for text in texts)
    return len(texts) > 3 and short and numeric * 3 >= len(texts)  # noqa: PLR2004 -- two by two


def _announced_lists(passages: Sequence[Passage], kinds: Kinds) -> Changes:
    """The lines below "Symptoms include:" up to the next heading or sentence."""
    changes: Changes = {}
    for index, passage in enumerate(passages):
        if index in changes or passage.mark or kinds[index] not in _OPEN:
            continue
        if not leads_in(passage.text):
            continue
        for at in range(index + 1, len(passages)):
            here = passages[at]
            apart = at > index + 1 and here.gap and not passages[index + 1].gap
            if apart or not _may_be_item(here, kinds[at]):
                break
            if _heads_on(passages, kinds, at, first=index + 1):
                break
            changes[at] = BlockKind.LIST_ITEM
    return changes


def _may_be_item(passage: Passage, kind: BlockKind) -> bool:
    text = passage.text
    return (
        kind in _OPEN
        and not passage.mark
        and not passage.underline
        and len(text) <= _ITEM_LENGTH
        and not text.endswith(":")
        and (not stopped(text) or text[0].islower())
    )


def _heads_on(passages: Sequence[Passage], kinds: Kinds, at: int, *, first: int) -> bool:
    """Whether a line that could be one more item of the list opens the next section instead."""
    here = passages[at]
    if kinds[at] is not BlockKind.HEADING or not _before_prose(passages, at):
        return False
    items = passages[first:at]
    if not items or asks(here.text):
        return True
    if titled(here.text):
        return not all(titled(item.text) for item in items)
    return here.text[0].isupper() and all(item.text[0].islower() for item in items)


def _before_prose(passages: Sequence[Passage], at: int) -> bool:
    return at + 1 < len(passages) and not passages[at + 1].mark and prose(passages[at + 1])


def _unmarked_lists(passages: Sequence[Passage], kinds: Kinds) -> Changes:
    """Three or more short lines, close upon each other."""
    changes: Changes = {}
    for start, stop in _runs(passages, kinds):
        if not all(headline(passage.text) for passage in passages[start:stop]):
            continue
        below = start > 0 and kinds[start - 1] is BlockKind.HEADING
        first = start if below else start + 1
        heads_on = (
            stop < len(passages) and not passages[stop].gap and _before_prose(passages, stop - 1)
        )
        last = stop - 1 if heads_on else stop
        if last - first > 1:
            changes.update(dict.fromkeys(range(first, last), BlockKind.LIST_ITEM))
    return changes


def _odd_headings(passages: Sequence[Passage], kinds: Kinds) -> Changes:
    """Where headings are capitalised like titles, a longer one that is not describes a picture."""
    likely = [
        index
        for index, passage in enumerate(passages)
        if _is_mere_heading(passage, kinds[index]) and " " in passage.text
    ]
    odd = [index for index in likely if not titled(passages[index].text)]
    if len(likely) - len(odd) < max(3, 4 * len(odd)):
        return {}
    return {
        index: BlockKind.CAPTION
        for index in odd
        if len(passages[index].text.split()) > 3  # noqa: PLR2004 -- shorter ones name a section
        and not asks(passages[index].text)
        and not argues(passages[index].text)
        and passages[index].text[-1] not in "?:"
    }


def _further_captions(passages: Sequence[Passage], kinds: Kinds) -> Changes:
    """Where three pictures are described, open-ended lines that argue nothing describe more."""
    described = sum(
        kind is BlockKind.CAPTION and pictures(passage.text)
        for passage, kind in zip(passages, kinds, strict=True)
    )
    if described < 3:  # noqa: PLR2004 -- two are a coincidence
        return {}
    return {
        index: BlockKind.CAPTION
        for index, passage in enumerate(passages)
        if kinds[index] is BlockKind.PARAGRAPH
        and _is_open_ended(passage, kinds[index])
        and not argues(passage.text)
    }


def _spaced_lists(passages: Sequence[Passage], kinds: Kinds) -> Changes:
    """Four or more headings in a row, with nothing below them but the last, are a list."""
    changes: Changes = {}
    start = 0
    for index in range(len(passages) + 1):
        if index < len(passages) and _is_mere_heading(passages[index], kinds[index]):
            continue
        headed = index < len(passages) and prose(passages[index])
        if start and index - start > 3:  # noqa: PLR2004 -- title, subtitle, section may follow each other
            changes.update(dict.fromkeys(range(start + 1, index - headed), BlockKind.LIST_ITEM))
        start = index + 1
    return changes


def _is_mere_heading(passage: Passage, kind: BlockKind) -> bool:
    return kind is BlockKind.HEADING and not (
        passage.mark or passage.underline or is_label(passage.text)
    )


def _quotations(passages: Sequence[Passage], kinds: Kinds) -> Changes:
    """Running text behind `>`, as mail programs quote."""
    return {
        index: BlockKind.QUOTATION
        for index, passage in enumerate(passages)
        if passage.quoted and kinds[index] in {BlockKind.PARAGRAPH, BlockKind.CAPTION}
    }


def _runs(
    passages: Sequence[Passage], kinds: Kinds, *, close: bool = True
) -> Iterator[tuple[int, int]]:
    """Stretches, half-open, of at least three open-ended lines; `close`: without empty lines."""
    start = 0
    for index in range(len(passages) + 1):
        goes_on = index < len(passages) and _is_open_ended(passages[index], kinds[index])
        if goes_on and (index == start or not (close and passages[index].gap)):
            continue
        if index - start > 2:  # noqa: PLR2004 -- two lines are a coincidence
            yield start, index
        start = index if goes_on else index + 1


def _is_open_ended(passage: Passage, kind: BlockKind) -> bool:
    return (
        kind in _OPEN
        and not (passage.mark or passage.underline or passage.cells)
        and not stopped(passage.text)
        and not leads_in(passage.text)
        and not pictures(passage.text)
    )


_JUDGES: tuple[Callable[[Sequence[Passage], Kinds], Changes], ...] = (
    _head,
    _sources,
    _flat_tables,
    _worded_tables,
    _announced_lists,
    _unmarked_lists,
    _odd_headings,
    _further_captions,
    _spaced_lists,
    _quotations,
)
"""In this order: each sees what the ones before it settled."""
