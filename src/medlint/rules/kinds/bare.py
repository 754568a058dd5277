"""Kind `bare`: a noun that says nothing by itself stands without what the article says with it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Literal

from pydantic import Field

from medlint.document import BlockKind
from medlint.reading import Reading, Sentence
from medlint.reading.lemmas import LemmaFinder
from medlint.rules.hit import Finder, Hit
from medlint.rules.tables import Strict, Text
from medlint.rules.words import Tables
from medlint.text import Span

if TYPE_CHECKING:  # spaCy takes half a second to import; annotations must not cost that
    from spacy.tokens import Doc, Token

_MODIFIES = frozenset({"amod", "compound", "poss", "nummod", "nmod", "quantmod"})
_NAMES = frozenset({"NN", "NNS", "NNP"})
_MODIFIER_TAGS = _NAMES | {"JJ"}
_BEHIND = frozenset({"prep", "relcl", "acl", "appos", "npadvmod"})
_OFTEN = 2
"""So often must the article say what kind it means."""


class Bare(Strict):
    """`heads` are the nouns; the first bare one of each kind in an article is a hit.

    It is none where the article has spoken of a kind before, for then readers know which; nor where
    "the" points back, to the noun or to what is said with it, a sentence before it at most.
    """

    kind: Literal["bare"]
    heads: list[Text] = Field(min_length=1)

    def compile(self, tables: Tables) -> Finder:
        """The finder of these nouns."""
        del tables
        heads = frozenset(self.heads)
        finder = LemmaFinder(heads)

        def find(reading: Reading, scope: frozenset[BlockKind]) -> Iterator[Hit]:
            told = [
                sentence
                for sentence in reading.sentences
                if reading.exhaustive or finder.may_stand_in(sentence.text)
            ]
            reading.annotate(told)
            kinds: dict[str, Counter[str]] = {head: Counter() for head in heads}
            for sentence in told:
                for token, _ in _nouns(reading.doc(sentence), heads):
                    before = token.nbor(-1) if token.i else token
                    if before.tag_ in _NAMES and before is not token:
                        kinds[token.lemma_.lower()][f"{before.text} {token.lower_}"] += 1
            introduced: set[str] = set()
            for sentence in told:
                for token, modifiers in _nouns(reading.doc(sentence), heads):
                    head = token.lemma_.lower()
                    usual = kinds[head].most_common(1)
                    if modifiers or head in introduced:
                        introduced.add(head)
                    elif usual and usual[0][1] >= _OFTEN and _is_bare(token):
                        said = usual[0][0]
                        meant = _is_meant(reading, sentence, token, (said.split()[0], head))
                        if not meant and reading.blocks[sentence.block].kind in scope:
                            span = Span(token.idx, token.idx + len(token))
                            yield Hit(sentence, span, values={"instead": said})
                        introduced.add(head)

        return find


def _nouns(doc: Doc, heads: frozenset[str]) -> Iterator[tuple[Token, str]]:
    """Each of the nouns, and the words before it that say which kind is meant."""
    for token in doc:
        if token.pos_ == "NOUN" and token.lemma_.lower() in heads:
            start = token.i
            while start and doc[start - 1].tag_ in _MODIFIER_TAGS:
                start -= 1
            yield token, doc[start : token.i].text.lower()


def _is_bare(token: Token) -> bool:
    """Whether nothing around the noun says which one it is."""
    if any(child.dep_ in _MODIFIES | _BEHIND for child in token.children):
        return False
    before = token.nbor(-1) if token.i else None
    after = token.nbor(1) if token.i + 1 < len(token.doc) else None
    if before is None or before.tag_ not in {"IN", "DT"} or before.lower_ not in _LEADS:
        return False
    coordinated = token.dep_ == "conj" or any(child.dep_ == "conj" for child in token.children)
    joined = after is not None and (after.pos_ in {"NOUN", "PROPN"} or after.text in {"-", "of"})
    return not coordinated and not joined


def _is_meant(reading: Reading, sentence: Sentence, token: Token, words: Iterable[str]) -> bool:
    """Whether "the" points back: to one of the words in this sentence or in the one before it."""
    if token.nbor(-1).lower_ != "the":
        return False
    before = reading.sentences[sentence.index - 1].text if sentence.index else ""
    text = f"{before} {sentence.text[: token.idx]}".casefold()
    stems = (re.escape(word.casefold().removesuffix("y")) for word in words)
    return any(re.search(rf"\b{stem}", text) for stem in stems)


_LEADS = frozenset({"the", "in", "of", "with", "by", "for", "to", "on", "from"})
