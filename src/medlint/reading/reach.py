"""How far a citation reaches: its sentence, the one before, and what plainly goes on from there.

A citation sources the sentence that it stands in and the sentence before it; a sentence that goes
on about the same source ("It enrolled …", "In both groups …") is sourced with the one before it,
and sources the one before it where it is sourced itself and goes on by more than a pronoun ("Half
slept. In that same trial … [1]."). One that announces a list or a table ("provides the following
list") reaches to the end of its paragraph. Beyond its paragraph a citation reaches the items of the
list that it leads in to, the row of a table that holds it, the whole table from its caption or
source line, and a paragraph that opens by going on about the same study.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from medlint.document import Block, BlockKind
from medlint.reading.patterns import compile_pattern
from medlint.text import Span

_PRONOUNS = r"(?i)^\W*(?:it|they|he|she|its|their|his|her"
_CONTINUES = compile_pattern(
    # Pronouns, "the trial", "both groups", "of those", "after 12 weeks" …
    _PRONOUNS + r"|these|those|both|neither|each|this"
    r"|of\s(?:these|those|them|the)|by\scomparison|in\s(?:contrast|comparison|all|total|his|her"
    r"|their|its)|compared|on\saverage|overall|among\s(?:them|those|these|the)|half\sof|the\sother"
    r"|another|others"
    r"|that\s(?:is|was|means|makes|amounts|works)|among\s(?:adults|people|women|men|patients|children)"
    r"|(?:after|at|by|within|over|during|for)\s(?:the\s)?(?:(?:about|roughly|almost|nearly|some)\s)?"
    r"(?:day|week|month|year|end|age|\d+|an?|two"
    r"|three|four|five|six|eight|ten|twelve)\b"
    r"|(?:(?:in|of|by|at|among|for|across|with|on)\s)?(?:the|that|this|these|both|each|either|its"
    r"|their|his|her)\s(?:[a-z-]+\s){0,2}(?:trials?|stud(?:y|ies)|reviews?|surveys?|authors?"
    r"|researchers?|groups?|arms?|participants|report|analysis|data|results?|findings?|team|same"
    r"|patients|people|women|men|children|volunteers|placebo|control|treatment|difference|rates?"
    r"|risk|average|others?|rest|remaining|figures?|numbers?|effect|benefit|gap|share|school|sample"
    r"|cohort))\b"
    r"|\b(?:in|from|of|by)\s(?:that|the|this)\ssame\s(?:paper|trial|study|review|analysis|report)\b"
)
_PRONOUN = compile_pattern(_PRONOUNS + r")\b")
"""How a sentence goes on that may be about anything said before, of a study or not."""
_SAME_STUDY = compile_pattern(
    r"(?i)^\W*(?:(?:in|of|by|at|from)\s)?(?:the|that|this|these|both|its|their)\s(?:same\s|two\s)?"
    r"(?:trials?|stud(?:y|ies)|reviews?|surveys?|authors|researchers|report|analysis|team)\b"
)
_METHOD = compile_pattern(
    r"(?i)^\W*(?:(?:the|all)\s)?(?:researchers|investigators|scientists)\b[^.;]{0,60}?"
    r"\b(?:enrol+ed|recruited|followed|randomi[sz]ed|(?:randomly\s)?assigned)\b"
)
"""How a paragraph goes on that tells what was done in the study of the article."""
_ANNOUNCES = compile_pattern(
    r"(?i)\bthe\sfollowing\s(?:[a-z-]+\s)?(?:list|table|figures|numbers|data)\b"
    r"|\b(?:list|table|figures|numbers)\sbelow\b"
)
_SOURCE_LINE = compile_pattern(r"(?i)^\W*(?:sources?|data|figures|adapted|from)\b")


@dataclass(frozen=True, slots=True)
class Page:
    """What the reach of citations hangs on: blocks, their sentences, where citations begin.

    `sentences[i]` and `citations[i]` belong to `blocks[i]`, as offsets into its text.
    """

    blocks: Sequence[Block]
    sentences: Sequence[Sequence[Span]]
    citations: Sequence[Sequence[int]]


def reached(page: Page) -> list[list[bool]]:
    """Of each block's sentences, which a citation reaches."""
    found = [_within(page, index) for index in range(len(page.blocks))]
    leads = _leads(page.blocks)
    tables = _cited_rows(page)
    for index, block in enumerate(page.blocks):
        lead = leads[index]
        listed = lead is not None and found[lead] and found[lead][-1]
        tabled = block.cell is not None and (block.cell.table, block.cell.row) in tables
        if listed or tabled:
            found[index] = [True] * len(found[index])
        elif index and found[index] and not found[index][0] and _goes_on(page, index, found):
            found[index] = _chained(page, index, [True, *found[index][1:]])
    return found


def _within(page: Page, index: int) -> list[bool]:
    starts, sentences = page.citations[index], page.sentences[index]
    # A marker behind a full stop belongs to the sentence before it, so the reach of the one that
    # follows ends where the next but one begins.
    length = len(page.blocks[index].text)
    ends = [*(span.start for span in sentences[2:]), length, length][: len(sentences)]
    cited = []
    for sentence, end in zip(sentences, ends, strict=True):
        following = bisect_left(starts, sentence.start)
        cited.append(following < len(starts) and starts[following] < end)
    return _chained(page, index, cited)


def _chained(page: Page, index: int, cited: list[bool]) -> list[bool]:
    """Those cited, and those that go on about the source of one before."""
    if not any(cited):
        return cited
    text = page.blocks[index].text
    chained: list[bool] = []
    announced = False
    spans = page.sentences[index]
    goes_on = [_CONTINUES.search(span.of(text)) is not None for span in spans]
    for at, (span, itself) in enumerate(zip(spans, cited, strict=True)):
        before = bool(chained) and chained[-1]
        chained.append(itself or announced or (before and goes_on[at]))
        announced = announced or (itself and _ANNOUNCES.search(span.of(text)) is not None)
    for at in range(len(spans) - 1, 0, -1):
        goes_back = goes_on[at] and _PRONOUN.search(spans[at].of(text)) is None
        chained[at - 1] = chained[at - 1] or (chained[at] and goes_back)
    return chained


def _leads(blocks: Sequence[Block]) -> list[int | None]:
    """For each item of a list the block that leads in to it with a colon, if there is one."""
    leads: list[int | None] = []
    for index, block in enumerate(blocks):
        if block.kind is not BlockKind.LIST_ITEM or index == 0:
            leads.append(None)
        elif blocks[index - 1].kind is BlockKind.LIST_ITEM:
            leads.append(leads[-1])
        else:
            leads.append(index - 1 if blocks[index - 1].text.rstrip().endswith(":") else None)
    return leads


def _cited_rows(page: Page) -> set[tuple[int, int]]:
    """The rows of tables that hold a citation, or whose table has one in its caption."""
    rows: dict[int, set[tuple[int, int]]] = {}
    cited: set[tuple[int, int]] = set()
    for index, block in enumerate(page.blocks):
        if block.cell is None:
            continue
        row = (block.cell.table, block.cell.row)
        rows.setdefault(block.cell.table, set()).add(row)
        beside = [i for i in (index - 1, index + 1) if 0 <= i < len(page.blocks)]
        if page.citations[index]:
            cited.add(row)
        if any(page.citations[i] and _speaks_for_table(page.blocks[i]) for i in beside):
            cited.add((block.cell.table, -1))
    whole = {table for table, row in cited if row < 0}
    return cited.union(*(rows[table] for table in whole)) if whole else cited


def _speaks_for_table(block: Block) -> bool:
    caption = block.kind is BlockKind.CAPTION or block.text.rstrip().endswith(":")
    return block.cell is None and (caption or _SOURCE_LINE.search(block.text) is not None)


def _goes_on(page: Page, index: int, found: Sequence[Sequence[bool]]) -> bool:
    """Whether a paragraph opens about the study of the one before, or of the article."""
    block, before = page.blocks[index], page.blocks[index - 1]
    first = page.sentences[index][0].of(block.text)
    if block.kind is not BlockKind.PARAGRAPH:
        return False
    if _METHOD.search(first):
        return any(page.citations[:index])
    same = before.kind is BlockKind.PARAGRAPH and _SAME_STUDY.search(first) is not None
    return same and any(found[index - 1])
