"""Finding words and phrases by lemma in a tagged sentence, whatever their form."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import TYPE_CHECKING

from medlint.reading.once import once
from medlint.reading.terms import TermFinder

if TYPE_CHECKING:  # spaCy takes half a second to import; annotations must not cost that
    from spacy.tokens import Doc, Token

_SHORTEST_STEM = 3
_LOST_ENDS = ("is", "us", "um", "on", "an", "ie", "fe", "ix", "ex", "e", "y", "f")
"""What a word may lose before an ending: "analyses", "criteria", "women", "proving", "studies"."""

_OTHERWISE = {
    "arise": "arose",
    "bad": "worse worst",
    "be": "am are been being is was were",
    "bear": "bore born",
    "become": "became",
    "begin": "began begun",
    "bend": "bent",
    "bind": "bound",
    "bleed": "bled",
    "blow": "blew",
    "break": "broke",
    "breed": "bred",
    "bring": "brought",
    "build": "built",
    "buy": "bought",
    "catch": "caught",
    "choose": "chose",
    "come": "came coming",
    "die": "dying",
    "dig": "dug",
    "do": "did does doing done",
    "draw": "drew",
    "drink": "drank drunk",
    "drive": "drove",
    "eat": "ate",
    "fall": "fell",
    "feed": "fed",
    "feel": "felt",
    "fight": "fought",
    "find": "found",
    "fly": "flew",
    "foot": "feet",
    "forget": "forgot",
    "forgive": "forgave",
    "freeze": "froze",
    "get": "got",
    "give": "gave",
    "go": "goes going gone went",
    "good": "better best",
    "grow": "grew",
    "have": "had has",
    "hold": "held",
    "keep": "kept",
    "know": "knew",
    "lay": "laid",
    "lead": "led",
    "leave": "left",
    "lend": "lent",
    "lie": "lay lying",
    "light": "lit",
    "lose": "lost",
    "make": "made making",
    "mean": "meant",
    "meet": "met",
    "mouse": "mice",
    "overcome": "overcame",
    "pay": "paid",
    "person": "people",
    "rise": "rose",
    "run": "ran",
    "say": "said",
    "see": "saw",
    "seek": "sought",
    "sell": "sold",
    "send": "sent",
    "shake": "shook",
    "shoot": "shot",
    "shrink": "shrank shrunk",
    "sink": "sank sunk",
    "sit": "sat",
    "sleep": "slept",
    "speak": "spoke",
    "speed": "sped",
    "spend": "spent",
    "stand": "stood",
    "steal": "stole",
    "stick": "stuck",
    "strike": "struck",
    "swear": "swore sworn",
    "swell": "swollen",
    "swim": "swam swum",
    "take": "took",
    "teach": "taught",
    "tear": "tore",
    "tell": "told",
    "think": "thought",
    "throw": "threw",
    "tie": "tying",
    "tooth": "teeth",
    "undergo": "underwent",
    "understand": "understood",
    "wake": "woke",
    "wear": "wore",
    "well": "better best",
    "win": "won",
    "withdraw": "withdrew",
    "write": "wrote",
}
"""Forms that do not begin as their lemma does."""

EVERYWHERE = frozenset(
    {"a", "an", "and", "as", "at", "be", "by", "do", "for", "from", "have", "in", "into", "it"}
    | {"its", "no", "not", "of", "on", "or", "our", "so", "than", "that", "the", "them", "there"}
    | {"these", "they", "this", "to", "up", "we", "what", "when", "which", "who", "will", "with"}
    | {"you", "your", "their", "all", "can"}
)
"""Words that most sentences have; a phrase is told by one that fewer have."""


class LemmaFinder:
    """Finds phrases given as lemmas ("get rid of"), or rules them out before a sentence is read."""

    def __init__(self, lemmas: Iterable[str]) -> None:
        """Take the list; its order does not matter, and case counts for nothing."""
        phrases = sorted({tuple(lemma.lower().split()) for lemma in lemmas}, key=len, reverse=True)
        self._by_first: dict[str, list[tuple[str, ...]]] = {}
        for phrase in phrases:
            self._by_first.setdefault(phrase[0], []).append(phrase)
        # The longest word of a phrase is its rarest as a rule.
        telling = [max(reversed(phrase), key=_tells) for phrase in phrases]
        self._stems = TermFinder((stem for word in telling for stem in _stems(word)), stems=True)

    def may_stand_in(self, text: str) -> bool:
        """Whether it is worth reading the text: whether a form of a telling word is in it."""
        return text in self._stems

    def find(self, doc: Doc) -> Iterator[tuple[Token, Token]]:
        """The first and last token of each phrase, the longest at each place."""
        words = word_forms(doc)
        end = 0
        for at in words.places(self._by_first.keys()):
            if at >= end and (length := self._length(words.forms, at)):
                yield doc[at], doc[at + length - 1]
                end = at + length

    def _length(self, words: list[frozenset[str]], at: int) -> int:
        """How many tokens the longest phrase at a place takes; 0 where there is none."""
        lengths = (
            len(phrase)
            for form in words[at]
            for phrase in self._by_first.get(form, ())
            if len(phrase) <= len(words) - at
            and all(word in words[at + ahead] for ahead, word in enumerate(phrase))
        )
        return max(lengths, default=0)


def _tells(word: str) -> tuple[bool, int]:
    """How much a word tells of the text that it stands in."""
    return word not in EVERYWHERE, len(word)


def _stems(word: str) -> Iterator[str]:
    """What every form of a word begins with, one of them at least."""
    lost = next((end for end in _LOST_ENDS if word.endswith(end)), "")
    yield word[: max(_SHORTEST_STEM, len(word) - len(lost))]
    yield from _OTHERWISE.get(word, "").split()


@dataclass(frozen=True, slots=True)
class WordForms:
    """What each token of a sentence may be a form of, and where each of these forms stands."""

    forms: list[frozenset[str]]
    _places: dict[str, list[int]]

    @classmethod
    def of(cls, doc: Doc) -> WordForms:
        """Look at each token."""
        found = [forms(token) for token in doc]
        places: dict[str, list[int]] = {}
        for at, words in enumerate(found):
            for word in words:
                places.setdefault(word, []).append(at)
        return cls(found, places)

    def places(self, words: AbstractSet[str]) -> list[int]:
        """Where forms of any of these words stand, in order."""
        return sorted({at for word in self._places.keys() & words for at in self._places[word]})


def word_forms(doc: Doc) -> WordForms:
    """The forms of a sentence's words."""
    return once(doc, WordForms, WordForms.of)


def forms(token: Token) -> frozenset[str]:
    """What a word may be a form of, in small letters: itself, its lemma, and it without its -s.

    The tagger may have taken a verb on -s for a name's plural.
    """
    word = token.lower_
    bare = {word.removesuffix("s"), word.removesuffix("es")} if word.endswith("s") else set()
    return frozenset({token.lemma_.lower(), word, *bare})
