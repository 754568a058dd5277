"""The detector as a component of a spaCy pipeline: `nlp.add_pipe("medlint_holes")`.

Nothing of it is loaded before the first document is asked about.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache, cached_property
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
from spacy.attrs import IS_SPACE, NORM, ORTH, PREFIX, SHAPE, SUFFIX
from spacy.lang.en import English
from spacy.language import Language
from spacy.tokens import Doc, Token
from spacy.vocab import Vocab
from thinc.api import NumpyOps

from medlint.algebra import one_thread
from medlint.holes.network import TABLES, WIDTH, Network

NAME = "medlint_holes"
WEIGHTS = Path(__file__).with_name("weights.npz")
_NUMPY = NumpyOps()
_ATTRIBUTES = [ORTH, PREFIX, SUFFIX, SHAPE, IS_SPACE]
_IS_SPACE = _ATTRIBUTES.index(IS_SPACE)
_MOST_WORDS = 40_000
"""So many words are remembered with their vectors; then all are forgotten."""
NOWHERE = -99.0
"""The log odds at white space, which has no words to be missing before it."""


class HoleDetector:
    """Gives each token the log odds (`token._.hole`) that a term was dropped left of it.

    Words count by what the small English model knows of them: their form, their first letter,
    their last three and their shape. White space between words counts for nothing.
    """

    def __init__(self, weights: Path = WEIGHTS) -> None:
        """Name the weights; they are read when the first document comes."""
        self._weights = weights
        self._forget()

    def _forget(self) -> None:
        self._numbers: dict[int, int] = {}
        self._vectors = np.zeros((0, WIDTH), dtype=np.float32)

    @cached_property
    def network(self) -> Network:
        """The network."""
        return Network.read(self._weights)

    def __call__(self, doc: Doc) -> Doc:
        """Judge one document."""
        doc.user_data[NAME] = self.logits([doc])[0]
        return doc

    def pipe(self, stream: Iterable[Doc], *, batch_size: int) -> Iterator[Doc]:
        """Judge many documents."""
        waiting = iter(stream)
        while docs := list(islice(waiting, batch_size)):
            for doc, found in zip(docs, self.logits(docs), strict=True):
                doc.user_data[NAME] = found
                yield doc

    def logits(self, docs: Sequence[Doc]) -> list[Any]:
        """The log odds of each token of each document, which is read as one sentence."""
        if len(self._numbers) > _MOST_WORDS:
            self._forget()
        read = [doc.to_array(_ATTRIBUTES) for doc in docs]
        worded = [np.flatnonzero(tokens[:, _IS_SPACE] == 0) for tokens in read]
        words = [tokens[places] for tokens, places in zip(read, worded, strict=True)]
        with one_thread():
            numbers = self._numbered(words, docs[0].vocab) if docs else []
            odds_of = self.network.logits([self._vectors[row] for row in numbers if len(row)])
        judged = iter(odds_of)
        found = []
        for tokens, places in zip(read, worded, strict=True):
            odds = np.full(len(tokens), NOWHERE)
            if len(places):
                odds[places] = next(judged)
            found.append(odds)
        return found

    def _numbered(self, sentences: Sequence[Any], vocab: Vocab) -> list[Any]:
        """The number of each word; words that were never met get a vector."""
        new: list[Any] = []
        rows = []
        for words in sentences:
            row = []
            for form, word in zip(words, words[:, 0].tolist(), strict=True):
                number = self._numbers.get(word)
                if number is None:
                    number = self._numbers[word] = len(self._numbers)
                    new.append([_norm(vocab, word), *form[1:_IS_SPACE].tolist()])
                row.append(number)
            rows.append(np.array(row, dtype=np.intp))
        if new:
            vectors = self.network.embed(rows_of(np.array(new, dtype=np.uint64)))
            self._vectors = np.concatenate([self._vectors, vectors])
        return rows


@cache
def _contractions() -> dict[str, str]:
    """What the parts of contractions stand for: "n't" for "not"."""
    found = {}
    for parts in English.Defaults.tokenizer_exceptions.values():
        for part in parts:
            if NORM in part and ("'" in part[ORTH] or "\u2019" in part[ORTH]):
                found[part[ORTH]] = part[NORM]
    return found


def _norm(vocab: Vocab, word: int) -> int:
    """The norm of a word by its form alone: a document that was kept has no other."""
    text = vocab.strings[word]
    norm = _contractions().get(text)
    return int(vocab[word].norm if norm is None else vocab.strings.add(norm))


def rows_of(words: Any) -> Any:
    """The rows of each table that words have, from the hashes of their attributes."""
    tables = enumerate(TABLES)
    return np.stack([hashed(words[:, at], seed, rows) for at, (_, rows, seed) in tables], axis=1)


def hashed(values: Any, seed: int, rows: int) -> Any:
    """The four rows of a table that each value has, as in spaCy's embeddings."""
    return _NUMPY.hash(np.ascontiguousarray(values), seed) % np.uint32(rows)


@Language.factory(NAME, assigns=["token._.hole"])
def make(nlp: Language, name: str) -> HoleDetector:
    """A detector for a pipeline."""
    del nlp, name
    return HoleDetector()


def _hole(token: Token) -> float:
    odds = token.doc.user_data.get(NAME)
    return NOWHERE if odds is None else float(odds[token.i])


if not Token.has_extension("hole"):
    Token.set_extension("hole", getter=_hole)
