"""Sentences as the trainer needs them: their words, and the terms that could be lost from each."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum

from spacy.language import Language
from spacy.tokens import Doc

from medlint.document import BlockKind
from medlint.reading.gaps import SIGNALS
from medlint.reading.scars import SCARS
from tools.detector.sources import Passage

LONGEST = 80
"""The most words of a sentence that is trained on."""
_LONGEST_TERM = 5
_OFTEN = 12
_FEWEST, _BATCH = 2, 128
_NAMING = frozenset({"as", "called", "termed", "named"})


class Loss(IntEnum):
    """The ways in which a term is lost."""

    LINK = 0
    KNOWN_TERM = 1
    PHRASE = 2
    NAMED = 3
    HEAD = 4
    MODIFIER = 5
    WHOLE_PHRASE = 6
    WORD = 7
    ACTION = 8


_Loss = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence: `words` and `norms` of its tokens, and what may be lost: (start, end, how)."""

    doc: str
    words: tuple[str, ...]
    norms: tuple[str, ...]
    losses: tuple[_Loss, ...]
    prose: bool


def prepare(nlp: Language, passages: Iterable[Passage]) -> Iterator[Sentence]:
    """The sentences that can be learnt from, each once; what looks broken already is left out."""
    once = {p.text: p for p in passages if _FEWEST <= len(p.text.split()) <= LONGEST}
    docs = zip(once.values(), nlp.pipe(once, batch_size=_BATCH), strict=True)
    read = [(p, doc) for p, doc in docs if len(doc) <= LONGEST and not _is_broken(doc)]
    terms = _terms(read)
    for passage, doc in read:
        yield _sentence(passage, doc, terms)


def _is_broken(doc: Doc) -> bool:
    return any(next(signal(doc), None) for signal in SIGNALS.values()) or any(
        next(scar(doc.text), None) for scar in SCARS.values()
    )


def _terms(read: Sequence[tuple[Passage, Doc]]) -> dict[str, list[tuple[str, ...]]]:
    """Terms by their first word: all that are linked, and phrases that are often used."""
    known: set[tuple[str, ...]] = set()
    chunks: Counter[tuple[str, ...]] = Counter()
    for passage, doc in read:
        for anchor in passage.anchors:
            tokens = doc.char_span(anchor.start, anchor.end, alignment_mode="expand")
            if tokens is not None and len(tokens) <= _LONGEST_TERM:
                known.add(tuple(t.lower_ for t in tokens))
        for start, end in _chunks(doc):
            chunks[tuple(t.lower_ for t in doc[start:end])] += 1
    known |= {chunk for chunk, count in chunks.items() if count >= _OFTEN}
    by_first: dict[str, list[tuple[str, ...]]] = defaultdict(list)
    for term in sorted(known, key=lambda term: (-len(term), term)):
        by_first[term[0]].append(term)
    return dict(by_first)


def _chunks(doc: Doc) -> Iterator[tuple[int, int]]:
    """Noun phrases without their determiner."""
    for chunk in doc.noun_chunks:
        start = chunk.start
        while start < chunk.end and doc[start].pos_ in {"DET", "PRON", "PUNCT", "SPACE"}:
            start += 1
        if start < chunk.end and chunk.end - start <= _LONGEST_TERM:
            yield start, chunk.end


def _sentence(passage: Passage, doc: Doc, terms: dict[str, list[tuple[str, ...]]]) -> Sentence:
    found = {
        *_anchored(passage, doc),
        *_known(doc, terms),
        *_phrases(doc),
        *_words(doc),
    }
    kept = [token.i for token in doc if not token.is_space]
    place = {i: at for at, i in enumerate(kept)}
    return Sentence(
        passage.doc,
        tuple(doc[i].text for i in kept),
        tuple(doc[i].norm_ for i in kept),
        tuple(
            sorted(
                (place[start], place[end - 1] + 1, int(how))
                for start, end, how in found
                if start in place and end - 1 in place and place[end - 1] + 1 < len(kept)
            )
        ),
        prose=passage.kind in {BlockKind.PARAGRAPH, BlockKind.LIST_ITEM},
    )


def _anchored(passage: Passage, doc: Doc) -> Iterator[_Loss]:
    for anchor in passage.anchors:
        tokens = doc.char_span(anchor.start, anchor.end, alignment_mode="expand")
        if tokens is not None and len(tokens) <= _LONGEST_TERM + 1:
            yield tokens.start, tokens.end, Loss.LINK


def _known(doc: Doc, terms: dict[str, list[tuple[str, ...]]]) -> Iterator[_Loss]:
    lowered = [token.lower_ for token in doc]
    for i, word in enumerate(lowered):
        for term in terms.get(word, ()):
            if tuple(lowered[i : i + len(term)]) == term:
                yield i, i + len(term), Loss.KNOWN_TERM
                break


def _phrases(doc: Doc) -> Iterator[_Loss]:
    for start, end in _chunks(doc):
        yield start, end, Loss.PHRASE
        before = doc[start - 1].lower_ if start else ""
        after = doc[end].text if end < len(doc) else ""
        if after == "(" or before in _NAMING:
            yield start, end, Loss.NAMED
        if end - start > 1:
            yield end - 1, end, Loss.HEAD
            yield start, end - 1, Loss.MODIFIER
        if start and doc[start - 1].pos_ == "DET":
            yield start - 1, end, Loss.WHOLE_PHRASE


def _words(doc: Doc) -> Iterator[_Loss]:
    for token in doc:
        if token.pos_ in {"VERB", "ADJ"}:
            yield token.i, token.i + 1, Loss.WORD
        if token.tag_ in {"VB", "VBG", "VBN"} and token.pos_ == "VERB":
            end = token.right_edge.i + 1
            if 1 < end - token.i <= _LONGEST_TERM + 2 and end < len(doc):
                yield token.i, end, Loss.ACTION
