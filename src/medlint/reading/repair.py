"""What a sentence may have lost: terms of its own article that would fit the hole."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from math import log
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from medlint.document import BlockKind, InlineKind
from medlint.reading import Reading

if TYPE_CHECKING:  # spaCy takes half a second to import; annotations must not cost that
    from spacy.tokens import Doc, Token

MOST = 3
"""So many terms are named."""
_ENOUGH = 2.0
"""What a term must score to be named: a neighbour that it has elsewhere, and some use."""
_LONGEST = 5
_WORD = re.compile(r"[^\W\d_][\w'\u2019-]*")
_SLUG_END = re.compile(r"\.\w{2,5}$")
_BESIDE = 3.0
"""What it counts that a term stands elsewhere beside the same word with a meaning of its own."""
_BESIDE_GRAMMAR = 1.0
_LINKED, _TITLED = 1.0, 0.5
_HERE_ALREADY = 3.0
_MEANT = frozenset({"NOUN", "PROPN", "ADJ", "VERB"})


@dataclass(slots=True)
class _Use:
    """How an article uses a term: how often, beside which words, and where it stands out."""

    count: int = 0
    left: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)
    bonus: float = 0.0
    forms: Counter[str] = field(default_factory=Counter)
    plural: bool = False

    @property
    def form(self) -> str:
        """How the term is written, where it can be without the capital of a sentence's start."""
        small = [form for form in self.forms if form[0].islower()]
        return max(small or self.forms, key=lambda form: (self.forms[form], form))


class Lexicon:
    """The terms of one article and how it uses them."""

    def __init__(self, reading: Reading) -> None:
        """Collect the terms of an article; its sentences are tagged and parsed for it."""
        self._uses: defaultdict[str, _Use] = defaultdict(_Use)
        self._full: dict[str, str] = {}
        prose = [s for s in reading.sentences if reading.blocks[s.block].kind is not _REFERENCE]
        reading.annotate(prose)
        for sentence in prose:
            titled = reading.blocks[sentence.block].kind is BlockKind.HEADING
            self._learn(reading.doc(sentence), _TITLED if titled else 0.0)
        for block in reading.blocks:
            for inline in block.inlines:
                if inline.kind in {InlineKind.LINK, InlineKind.TERM}:
                    words = inline.span.of(block.text)
                    if len(words.split()) <= _LONGEST and words.lower() in self._uses:
                        self._uses[words.lower()].bonus += _LINKED

    def _learn(self, doc: Doc, bonus: float) -> None:
        for chunk in doc.noun_chunks:
            start = chunk.start
            while start < chunk.end and doc[start].pos_ in {"DET", "PRON", "NUM", "PUNCT"}:
                start += 1
            if start == chunk.end or chunk.end - start > _LONGEST:
                continue
            self._note(doc, start, chunk.end, bonus)
            if chunk.end - start > 1:
                self._note(doc, start, chunk.end - 1, bonus)
            self._abbreviate(doc, start, chunk.end)

    def _note(self, doc: Doc, start: int, end: int, bonus: float) -> None:
        text = doc[start:end].text
        use = self._uses[text.lower()]
        use.count += 1
        use.bonus = max(use.bonus, bonus)
        use.forms[text] += 1
        use.plural = doc[end - 1].tag_ in {"NNS", "NNPS"}
        if start:
            use.left[doc[start - 1].lower_] += 1
        if end < len(doc):
            use.right[doc[end].lower_] += 1

    def _abbreviate(self, doc: Doc, start: int, end: int) -> None:
        """Remember a term whose abbreviation follows it in brackets."""
        if end + 2 < len(doc) and doc[end].text == "(" and doc[end + 2].text == ")":
            short = doc[end + 1].text
            if short.isupper() and len(short) > 1:
                self._full[short] = doc[start:end].text.lower()

    def fitting(self, doc: Doc, right: int) -> list[str]:
        """Terms that may have stood left of a token, the likeliest first; none where none fits."""
        full = self._expansion(doc, right)
        if full:
            return [self._uses[full].form]
        scored = []
        here = doc.text.lower()
        for term, use in self._uses.items():
            score = self._score(use, doc, right)
            if score and re.search(rf"\b{re.escape(term)}\b", here):
                score -= _HERE_ALREADY
            if score >= _ENOUGH:
                scored.append((-score, -use.count, term))
        return [self._uses[term].form for *_, term in sorted(scored)[:MOST]]

    def _expansion(self, doc: Doc, right: int) -> str | None:
        """The full term of an abbreviation that stands alone in brackets right of the hole."""
        if right + 2 < len(doc) and doc[right].text == "(":
            return self._full.get(doc[right + 1].text)
        return None

    def _score(self, use: _Use, doc: Doc, right: int) -> float:
        left = doc[right - 1] if right else None
        beside = 0.0
        if left is not None and use.left[left.lower_]:
            beside += _BESIDE if left.pos_ in _MEANT else _BESIDE_GRAMMAR
        if use.right[doc[right].lower_]:
            beside += _BESIDE if doc[right].pos_ in _MEANT else _BESIDE_GRAMMAR
        if not beside or not _agrees(use, left, doc[right]):
            return 0.0
        return beside + log(use.count) + use.bonus


_REFERENCE = BlockKind.REFERENCE
_SINGULAR_VERBS = frozenset({"is", "was", "has", "does"})
_PLURAL_VERBS = frozenset({"are", "were", "have", "do"})


def _agrees(use: _Use, left: Token | None, right: Token) -> bool:
    """Whether article and verb leave room for the term's number and first sound."""
    one = left is not None and left.lower_ in {"a", "an"}
    vowel = use.form[0].lower() in "aeiou"
    if left is not None and one and (use.plural or vowel != (left.lower_ == "an")):
        return False
    if right.lower_ in _SINGULAR_VERBS or right.tag_ == "VBZ":
        return not use.plural
    return not (right.lower_ in _PLURAL_VERBS and not use.plural)


def of_address(target: str | None) -> str | None:
    """The words that a link's address is made of: "/glossary/insulin-resistance" says it all."""
    if not target:
        return None
    parts = urlsplit(target)
    place = parts.fragment or parts.path.rstrip("/").rpartition("/")[2]
    words = _WORD.findall(_SLUG_END.sub("", unquote(place)).replace("-", " ").replace("_", " "))
    text = " ".join(words)
    return text if text and len(words) <= _LONGEST + 1 else None
