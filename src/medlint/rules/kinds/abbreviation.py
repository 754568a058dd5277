"""Kind `abbreviation`: letters that the article nowhere explains."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Literal

from pydantic import Field

from medlint.document import BlockKind
from medlint.reading import Reading, Sentence
from medlint.reading.abbreviations import Use, explained, folded, known_forms, uses
from medlint.reading.patterns import compile_pattern
from medlint.rules.hit import Finder, Hit
from medlint.rules.tables import Strict, Text
from medlint.rules.words import Tables, Words

_RELIED_ON = 2
"""In so many sentences must letters stand that are in no list, or they are named in passing."""
_AROUND = 40
_GRAMMAR = compile_pattern(
    r"(?i)\b(?:the|an?|of|in|is|are|was|were|have|has|had|and|or|for|with|by|to|that|your|their|may|can"
    r"|might|will|if|as|at|on|from|called|some|many|this|these|its?|who|into|than|her|his|our|my"
    r"|you|we|they|he|she|does|do|not|no|how|why|when|means?|makes?|causes?|helps?|needs?|shows?)\b"
)
"""Words without which letters stand in a list of terms and not in a sentence."""
_NAMED_FOR = ("-related", "-associated", "-positive", "-negative")
_WORD = compile_pattern(r"[a-z]+")
_OTHER = compile_pattern(
    r"(?i)\b(?:genes?|mutations?|proteins?|chromosomes?|alleles?|kinases?|receptors?|enzymes?"
    r"|domains?|variants?|tel|tty|phone|call|fax|institutes?|foundation|association|society|agency|department"
    r"|university|version|syndrome|locus|exon|pathway)\b"
)
"""Words beside letters that are a symbol, a number to call or an organisation, and go by them."""


class Abbreviation(Strict):
    """`expansions` say what letters stand for; `known` are those that everybody knows.

    Letters in neither list count where they stand in several sentences. One finding for each
    abbreviation, at its first use.
    """

    kind: Literal["abbreviation"]
    known: Words
    expansions: dict[Text, Text] = Field(min_length=1)

    def compile(self, tables: Tables) -> Finder:
        """The finder of unexplained abbreviations."""
        known = known_forms(self.known.resolve(tables))
        long_forms = self.expansions

        def find(reading: Reading, scope: frozenset[BlockKind]) -> Iterator[Hit]:
            first: dict[str, tuple[Sentence, Use]] = {}
            count: Counter[str] = Counter()
            for sentence in reading.in_scope(scope):
                here = set()
                for use in uses(sentence.text):
                    if use.letters in known or not _is_term(sentence, use, long_forms):
                        continue
                    here.add(use.letters)
                    first.setdefault(use.letters, (sentence, use))
                count.update(here)
            if not first:
                return
            texts = [block.text for block in reading.document.blocks]
            whole = folded("".join(texts))
            words = frozenset(_WORD.findall("\n".join(texts)))
            for letters, (sentence, use) in first.items():
                long = long_forms.get(letters)
                if long is None and (count[letters] < _RELIED_ON or letters.lower() in words):
                    continue  # named in passing, or a word that is shouted
                if long is not None and folded(long) in whole:
                    continue
                if explained(letters, texts, initials=long is None):
                    continue
                meant = f"{long} ({letters})" if long else f"the words first, then ({letters})"
                yield Hit(sentence, use.span, values={"instead": meant}, subject=letters)

        return find


def _is_term(sentence: Sentence, use: Use, long_forms: Mapping[str, str]) -> bool:
    """Whether the letters stand for words that a reader should be told."""
    before = sentence.text[max(0, use.span.start - _AROUND) : use.span.start]
    after = sentence.text[use.span.end : use.span.end + _AROUND]
    if after.startswith(_NAMED_FOR) or not (_GRAMMAR.search(before) or _GRAMMAR.search(after)):
        return False
    if use.letters in long_forms:
        return True
    return len(use.letters) > 2 and use.letters.isupper() and not _OTHER.search(sentence.text)  # noqa: PLR2004 -- two letters are too often initials
