"""Kind `gap`: a term is missing, as markup, bare text, grammar or the detector show."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from math import log
from typing import TYPE_CHECKING, Literal

from pydantic import Field, model_validator

from medlint.document import OBJECT, BlockKind
from medlint.finding import Severity
from medlint.reading import Reading, Sentence
from medlint.reading.abbreviations import uses, written_out
from medlint.reading.gaps import SIGNALS, TOLD, is_prose, may_show
from medlint.reading.holes import MOST_ADDED, holes, weighed
from medlint.reading.repair import of_address
from medlint.reading.scars import SCARS, UNSURE, Scar, emptied
from medlint.rules.hit import Finder, Hit
from medlint.rules.tables import Strict
from medlint.rules.words import Tables
from medlint.text import Span

if TYPE_CHECKING:  # spaCy takes half a second to import; annotations must not cost that
    from spacy.tokens import Doc, Token


MANY = 2
"""From so many sentences with a sure wound on, terms were lost all over the article."""


class Levels(Strict):
    """What follows from the probability of a hole, as the detector gives it.

    From `likely` on the detector reports it by itself. Below `plausible` a fault of grammar beside
    it is none: the sentence has another reading. An emptied link where a hole is less probable than
    `doubtful` is a warning.

    Terms are lost by the page, not by the sentence: in an article that shows `MANY` wounds, the
    detector reports from `wounded` on.
    """

    likely: float = Field(gt=0, lt=1)
    plausible: float = Field(gt=0, lt=1)
    doubtful: float = Field(gt=0, lt=1)
    wounded: float | None = Field(default=None, gt=0, lt=1)

    @model_validator(mode="after")
    def _is_in_order(self) -> Levels:
        if not self.doubtful <= self.plausible <= (self.wounded or self.likely) <= self.likely:
            msg = "'doubtful' <= 'plausible' <= 'wounded' <= 'likely' does not hold"
            raise ValueError(msg)
        return self

    @property
    def heard(self) -> float:
        """The log odds from which a sentence has to be tagged, so that no finding is lost."""
        return min(_log_odds(self.plausible), _log_odds(self.likely) - MOST_ADDED)


@dataclass(frozen=True, slots=True)
class _Wound:
    """A place where a term is missing: its words, the token right of the hole, how grave it is."""

    span: Span
    right: int
    severity: Severity | None = None
    target: str | None = None


class Gap(Strict):
    """`signals` name faults of grammar, `scars` wounds that the bare text shows.

    With `emptied`, links and terms without words in the markup are reported; with `detector`, what
    the trained detector finds probable, and what it hears decides where grammar is asked, but for
    the signals that a few words tell. With `repair`, the words of an emptied link's address are
    named, and what the article elsewhere has for letters that lost their words.
    """

    kind: Literal["gap"]
    signals: list[
        Literal[
            "preposition-verb",
            "article-verb",
            "article-stop",
            "article-preposition",
            "preposition-stop",
            "preposition-preposition",
            "preposition-which-modal",
            "that-verb",
            "whether-verb",
            "naming-nothing",
            "orphan-acronym",
        ]
    ] = Field(default=[])
    scars: list[
        Literal[
            "article-end",
            "article-sound",
            "preposition-end",
            "opening",
            "empty-bracket",
            "empty-quotes",
            "empty-slot",
            "empty-list",
            "doubled-word",
            "half-before",
            "half-behind",
            "bare-genitive",
        ]
    ] = Field(default=[])
    emptied: bool = False
    detector: Levels | None = None
    repair: bool = False

    def compile(self, tables: Tables) -> Finder:
        """The finder of these wounds."""
        del tables
        scars: dict[str, Scar] = {name: SCARS[name] for name in self.scars}

        def find(reading: Reading, scope: frozenset[BlockKind]) -> Iterator[Hit]:
            wanted = [s for s in reading.in_scope(scope) if is_prose(s.text)]
            heard, odds = self._listen(reading, wanted)
            reading.annotate(s for s in wanted if s.index in heard)
            found: list[list[_Wound]] = []
            for sentence, probable in zip(wanted, odds, strict=True):
                wounds = [*self._emptied(reading, sentence, probable)]
                if sentence.index in heard:
                    wounds += self._of_grammar(reading.doc(sentence), probable)
                wounds += _of_text(reading, sentence, scars)
                if sentence.index in heard and self.detector:
                    least = _log_odds(self.detector.likely)
                    wounds += _of_detector(reading.doc(sentence), probable, least)
                found.append(_seen(reading, sentence, wounds))
            if sum(any(w.severity is None for w in wounds) for wounds in found) >= MANY:
                self._look_again(reading, wanted, odds, found)
            for sentence, wounds in zip(wanted, found, strict=True):
                doc = reading.tokens(sentence)
                for wound in wounds:
                    note = _advice(reading, doc, wound) if self.repair else None
                    yield Hit(
                        sentence,
                        wound.span,
                        values={"where": _where(doc, wound)},
                        severity=wound.severity,
                        note=note,
                    )

        return find

    def _listen(
        self, reading: Reading, sentences: Sequence[Sentence]
    ) -> tuple[frozenset[int], list[Sequence[float]]]:
        """The sentences whose tags are wanted, by index, and the odds of holes in all of them."""
        odds: list[Sequence[float]] = [()] * len(sentences)
        if self.detector:
            odds = reading.hole_odds(sentences)
        asked = [name for name in self.signals if self.detector is None or name in TOLD]
        heard = {
            sentence.index
            for sentence, found in zip(sentences, odds, strict=True)
            if reading.exhaustive
            or any(may_show(name, sentence.text) for name in asked)
            or (self.detector and max(found) >= self.detector.heard)
        }
        return frozenset(heard), odds

    def _look_again(
        self,
        reading: Reading,
        sentences: Sequence[Sentence],
        odds: Sequence[Sequence[float]],
        found: list[list[_Wound]],
    ) -> None:
        """Add to what was found in a wounded article what there counts as a wound."""
        if self.detector is None or self.detector.wounded is None:
            return
        least = _log_odds(self.detector.wounded)
        asked = [i for i, near in enumerate(odds) if max(near) >= least - MOST_ADDED]
        reading.annotate(sentences[i] for i in asked)
        for i in asked:
            added = _of_detector(reading.doc(sentences[i]), odds[i], least)
            unsure = [replace(wound, severity=Severity.WARNING) for wound in added]
            found[i] = _seen(reading, sentences[i], [*found[i], *unsure])

    def _of_grammar(self, doc: Doc, odds: Sequence[float]) -> Iterator[_Wound]:
        found: set[tuple[int, int]] = set()
        for name in self.signals:
            pairs = SIGNALS[name](doc)
            if self.detector is not None and name not in TOLD:
                least = _log_odds(self.detector.plausible)
                pairs = (pair for pair in pairs if max(_near(odds, pair[1])) >= least)
            found.update(pairs)
        for left, right in sorted(found):
            # "):" is one token, and the bracket alone is meant.
            length = 1 if doc[right].text.startswith(")") else len(doc[right])
            yield _Wound(Span(doc[left].idx, doc[right].idx + length), right)

    def _emptied(
        self, reading: Reading, sentence: Sentence, odds: Sequence[float]
    ) -> Iterator[_Wound]:
        block = reading.blocks[sentence.block]
        if not self.emptied or not block.emptied:
            return
        doc = reading.tokens(sentence)
        for inline in emptied(block, sentence.span):
            at = inline.span.start - sentence.span.start
            right = next((t.i for t in doc if t.idx >= at and not t.is_space), len(doc))
            wound = _between(doc, right)
            if self.detector and right < len(doc):
                doubtful = max(_near(odds, right)) < _log_odds(self.detector.doubtful)
                wound = replace(wound, severity=Severity.WARNING if doubtful else None)
            yield replace(wound, target=inline.target)


def _between(doc: Doc, right: int) -> _Wound:
    """The words on both sides of a hole; at an end of the sentence the one that there is."""
    first, last = doc[max(right - 1, 0)], doc[min(right, len(doc) - 1)]
    return _Wound(Span(first.idx, last.idx + len(last)), right)


def _of_text(reading: Reading, sentence: Sentence, scars: Mapping[str, Scar]) -> Iterator[_Wound]:
    found = [(span, name) for name, scar in scars.items() for span in scar(sentence.text)]
    for span, name in sorted(found):
        severity = Severity.WARNING if name in UNSURE else None
        yield _Wound(span, _tokens(reading.tokens(sentence), span)[-1].i, severity)


def _of_detector(doc: Doc, odds: Sequence[float], least: float) -> Iterator[_Wound]:
    for right in holes(weighed(doc, odds), least):
        yield _between(doc, right)


def _near(odds: Sequence[float], right: int) -> Sequence[float]:
    """The odds at a hole left of a token, and on both sides of it."""
    return odds[max(right - 1, 0) : right + 2]


def _seen(reading: Reading, sentence: Sentence, wounds: Sequence[_Wound]) -> list[_Wound]:
    """The wounds by place; of those that touch, the one that was found first counts."""
    doc = reading.tokens(sentence)
    kept: list[_Wound] = []
    for wound in wounds:
        apart = not any(wound.span.overlaps(other.span) for other in kept)
        if apart and not _is_opaque(doc, wound):
            kept.append(wound)
    return sorted(kept, key=lambda wound: wound.span)


def _is_opaque(doc: Doc, wound: _Wound) -> bool:
    """Whether something without words stands there, which the parser may have put in the gap."""
    return any(OBJECT in token.text or token.is_space for token in _tokens(doc, wound.span))


def _tokens(doc: Doc, span: Span) -> list[Token]:
    """The tokens that a wound touches; it may lie inside one: "(a fluid,)which"."""
    return [token for token in doc if token.idx < span.end and span.start < token.idx + len(token)]


def _where(doc: Doc, wound: _Wound) -> str:
    words = _tokens(doc, wound.span)
    is_part = len(wound.span.of(doc.text)) < len(words[0])
    if len(words) == 1 and (is_part or 0 < wound.right < len(doc)):
        return f"in '{words[0].text}'"
    if wound.right == 0:
        return f"before '{doc[0].text}'"
    if wound.right == len(doc):
        return f"after '{doc[-1].text}'"
    return f"between '{words[0].text}' and '{words[-1].text}'"


def _advice(reading: Reading, doc: Doc, wound: _Wound) -> str | None:
    """What stood there, as far as the address of a link or letters in brackets say it."""
    address = of_address(wound.target)
    if address:
        return f"The link leads to {_quoted(address)}."
    bracketed = next(uses(wound.span.of(doc.text)), None)
    if bracketed is None:
        return None
    term = written_out(bracketed.letters, (block.text for block in reading.blocks))
    return f"Elsewhere this article has {_quoted(term)}." if term else None


def _quoted(words: str) -> str:
    return f"\N{LEFT DOUBLE QUOTATION MARK}{words}\N{RIGHT DOUBLE QUOTATION MARK}"


def _log_odds(probability: float) -> float:
    return log(probability / (1 - probability))
