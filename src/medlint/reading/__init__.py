"""What several rules need to know of one document, worked out once and only when asked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from medlint.document import NAVIGATION, Block, BlockKind, Document, Format, linted
from medlint.publishing import NOTHING, Demands, Region
from medlint.reading import citations as _citations
from medlint.reading import letters as _letters
from medlint.reading import quantities as _quantities
from medlint.reading import quotations as _quotations
from medlint.reading import reach as _reach
from medlint.reading import references as _references
from medlint.reading import sections as _sections
from medlint.reading import segmenter
from medlint.reading import support as _support
from medlint.retractions import NONE_KNOWN, Retractions
from medlint.text import Span

if TYPE_CHECKING:  # spaCy takes half a second to import; annotations must not cost that
    from spacy.tokens import Doc

    from medlint.nlp import Annotator
    from medlint.overclaims.classifier import Told

__all__ = ["Postponed", "Reading", "Sentence"]


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence: `index` counts through the document, `block` is an index into `blocks`.

    `span` is its place in the block's text; `text` is what is read there, citation markers
    blanked out, so offsets into it are offsets into the block minus `span.start`.
    """

    index: int
    block: int
    span: Span
    text: str


class Postponed(Exception):  # noqa: N818 -- no error: what was begun has to wait
    """Somebody needs sentences that are not read yet, and that are noted."""


class Reading:
    """A document with everything that can be said about it before any rule speaks.

    Nothing is computed before it is asked for, and everything is computed once.
    """

    def __init__(  # noqa: PLR0913 -- what the run knows, all by name
        self,
        document: Document,
        annotator: Annotator,
        *,
        as_of: dt.date,
        exhaustive: bool = False,
        demands: Demands = NOTHING,
        retractions: Retractions = NONE_KNOWN,
        region: Region | None = None,
    ) -> None:
        """Read `document` with the given model, as of a day: facts age.

        With `exhaustive`, no rule rules a sentence out by its words before it is tagged. `demands`
        say what its publisher asks a page to declare, `retractions` which papers were withdrawn;
        `region` is where it is published.
        """
        self.document = document
        self.as_of = as_of
        self.exhaustive = exhaustive
        self.demands = demands
        self.retractions = retractions
        self.region = region
        self._annotator = annotator
        self._docs: dict[int, Doc] = {}
        self._tokens: dict[int, Doc] = {}
        self._noted: dict[int, Sentence] | None = None
        self._odds: dict[int, Sequence[float]] = {}
        self._citations: dict[int, tuple[_citations.Citation, ...]] = {}
        self._quotations: dict[int, tuple[Span, ...]] = {}

    @cached_property
    def blocks(self) -> tuple[Block, ...]:
        """The blocks that rules read: prose in English that belongs to the article.

        Plain text has no way to say that a line is the site's, so there it is left in the article.
        """
        plain = self.document.format is Format.TEXT
        return tuple(b for b in linted(self.document.blocks) if plain or NAVIGATION not in b.path)

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """Every sentence of every block, in reading order."""
        found: list[Sentence] = []
        for index, block in enumerate(self.blocks):
            text = segmenter.readable(block)
            for span in segmenter.sentences(block):
                found.append(Sentence(len(found), index, span, span.of(text)))
        return tuple(found)

    @cached_property
    def _by_block(self) -> dict[int, list[Sentence]]:
        found: dict[int, list[Sentence]] = {}
        for sentence in self.sentences:
            found.setdefault(sentence.block, []).append(sentence)
        return found

    def sentences_of(self, block: int) -> list[Sentence]:
        """The sentences of one block, by the block's index."""
        return self._by_block.get(block, [])

    def in_scope(self, kinds: Iterable[BlockKind]) -> Iterator[Sentence]:
        """The sentences that stand in blocks of these kinds."""
        wanted = frozenset(kinds)
        return (s for s in self.sentences if self.blocks[s.block].kind in wanted)

    def sentence_at(self, block: int, span: Span) -> Sentence | None:
        """The sentence of a block in which a span of its text begins."""
        for sentence in self.sentences_of(block):
            if sentence.span.start <= span.start < sentence.span.end:
                return sentence
        return None

    def note(self) -> None:
        """Note from now on which sentences have to be read, and read none, until `read_noted`.

        To read sentences one by one takes three times as long as to read many. Whoever asks for
        one meanwhile is told to come again (`Postponed`), which costs little as long as everything
        else is worked out once.
        """
        self._noted = {}

    def read_noted(self) -> None:
        """Read in one batch what was noted; from now on sentences are read when they are asked."""
        noted, self._noted = self._noted or {}, None
        self.annotate(noted.values())

    def annotate(self, sentences: Iterable[Sentence]) -> None:
        """Tag and parse these sentences in one batch; the ones already read cost nothing.

        Raises:
            Postponed: some are not read, and none is to be read now.
        """
        missing = [s for s in sentences if s.index not in self._docs]
        if missing and self._noted is not None:
            self._noted.update((s.index, s) for s in missing)
            raise Postponed
        docs = self._annotator.annotate(self._tokens.pop(s.index, s.text) for s in missing)
        self._docs.update(zip((s.index for s in missing), docs, strict=True))

    def doc(self, sentence: Sentence) -> Doc:
        """The sentence as a tagged and parsed spaCy Doc of its own."""
        if sentence.index not in self._docs:
            self.annotate([sentence])
        return self._docs[sentence.index]

    def tokens(self, sentence: Sentence) -> Doc:
        """The sentence as a spaCy Doc of its own, which need not be tagged yet."""
        index = sentence.index
        if index in self._docs:
            return self._docs[index]
        if index not in self._tokens:
            self._tokens[index] = self._annotator.tokenize(sentence.text)
        return self._tokens[index]

    def hole_odds(self, sentences: Sequence[Sentence]) -> list[Sequence[float]]:
        """For each token of each sentence the log odds that a term was dropped left of it."""
        new = [sentence for sentence in sentences if sentence.index not in self._odds]
        found = self._annotator.detector.logits([self.tokens(sentence) for sentence in new])
        self._odds.update((s.index, odds.tolist()) for s, odds in zip(new, found, strict=True))
        return [self._odds[sentence.index] for sentence in sentences]

    @cached_property
    def _overclaims(self) -> list[Told]:
        return self._annotator.overclaims.told(self.tokens(one) for one in self.sentences)

    def overclaims(self, sentence: Sentence) -> Mapping[str, float]:
        """The faults that the wording of a sentence tells, with their scores.

        Above 0 a fault is likely; with less than that, down to -2.5, it needs another witness.
        """
        return self._overclaims[sentence.index].faults

    def commends(self, sentence: Sentence) -> float:
        """How plainly a sentence says that a therapy does good; from 0 on it likely does."""
        return self._overclaims[sentence.index].commends

    def telling(self, sentence: Sentence, fault: str) -> Span:
        """The words of a sentence that tell a fault."""
        return self._annotator.overclaims.telling(self.tokens(sentence), fault)

    @cached_property
    def sections(self) -> tuple[_sections.Section, ...]:
        """The document's sections, over `blocks`."""
        return _sections.sections(self.blocks)

    @cached_property
    def _section_by_block(self) -> dict[int, _sections.Section]:
        return {i: section for section in self.sections for i in range(section.first, section.last)}

    def section_of(self, block: int) -> _sections.Section:
        """The section in which a block stands, by the block's index."""
        return self._section_by_block[block]

    @cached_property
    def _rows(self) -> dict[tuple[int, int], list[int]]:
        found: dict[tuple[int, int], list[int]] = {}
        for index, block in enumerate(self.blocks):
            if block.cell is not None:
                found.setdefault((block.cell.table, block.cell.row), []).append(index)
        return found

    @cached_property
    def _headers(self) -> dict[int, dict[int, str]]:
        found: dict[int, dict[int, str]] = {}
        for block in self.blocks:
            if block.cell is not None and block.cell.header:
                found.setdefault(block.cell.table, {})[block.cell.column] = block.text
        return found

    def row_of(self, block: int) -> Sequence[int]:
        """The cells of the table row that a block stands in, by their indices; none without one."""
        cell = self.blocks[block].cell
        return () if cell is None else self._rows[cell.table, cell.row]

    def header_of(self, block: int) -> str:
        """What heads the column that a block stands in; nothing without one."""
        cell = self.blocks[block].cell
        return "" if cell is None else self._headers.get(cell.table, {}).get(cell.column, "")

    def citations(self, block: int) -> tuple[_citations.Citation, ...]:
        """The pointers to sources in one block, by the block's index."""
        if block not in self._citations:
            self._citations[block] = _citations.citations(self.blocks[block])
        return self._citations[block]

    @cached_property
    def letters(self) -> frozenset[int]:
        """The blocks, by index, in which a reader asks what the article answers."""
        return _letters.letters(self.blocks)

    def quotations(self, block: int) -> tuple[Span, ...]:
        """The quoted parts of one block's text, by the block's index."""
        if block not in self._quotations:
            self._quotations[block] = _quotations.quotations(self.blocks[block])
        return self._quotations[block]

    @cached_property
    def references(self) -> tuple[_references.Reference, ...]:
        """The entries of the reference list."""
        return _references.references(self.blocks, self.document)

    @cached_property
    def _shelf(self) -> _support.Shelf:
        return _support.Shelf(self.references)

    def before(self, sentence: Sentence) -> Sentence | None:
        """The sentence before, if it stands in the same block."""
        beside = self.sentences_of(sentence.block)
        return next((one for one in beside if one.index == sentence.index - 1), None)

    def support(self, sentence: Sentence) -> tuple[_support.Support, ...]:
        """The entries of the reference list that most likely stand behind a sentence."""
        if not self.references:
            return ()
        before = self.before(sentence)
        above = self.section_of(sentence.block).headings
        context = " ".join([*above, before.text if before else ""])
        return self._shelf.supporting(sentence.text, context)

    def cited(self, sentence: Sentence) -> bool:
        """Whether a citation reaches the sentence; how far one does, `reading.reach` says."""
        return sentence.index in self._cited

    @cached_property
    def _cited(self) -> frozenset[int]:
        by_block = [self.sentences_of(block) for block in range(len(self.blocks))]
        page = _reach.Page(
            self.blocks,
            [[sentence.span for sentence in sentences] for sentences in by_block],
            [[c.span.start for c in self.citations(block)] for block in range(len(self.blocks))],
        )
        reached = zip(by_block, _reach.reached(page), strict=True)
        return frozenset(
            sentence.index
            for sentences, cited in reached
            for sentence, is_cited in zip(sentences, cited, strict=True)
            if is_cited
        )

    def quantities(self, sentence: Sentence) -> tuple[_quantities.Quantity, ...]:
        """The statistics that the sentence states."""
        return _quantities.quantities(sentence.text, lambda: self.doc(sentence))
