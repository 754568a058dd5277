"""Finding words and phrases by lemma in a tagged sentence, whatever their form."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import TYPE_CHECKING

from medlint.reading.once import once
from medlint.reading.terms import beginnings_of, words_of

if TYPE_CHECKING:  # spaCy takes half a second to import; annotations must not cost that
    from spacy.tokens import Doc, Token

_SHORTEST_STEM = 3
_LOST_ENDS = ("is", "us", "um", "on", "an", "ie", "fe", "ix", "ex", "e", "x", "y", "f")
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
    "man": "men",
    "mean": "meant",
    "meet": "met",
    "mouse": "mice",
    "outdo": "outdid",
    "overcome": "overcame",
    "pay": "paid",
    "person": "people",
    "rebuild": "rebuilt",
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
    "tear": "tore torn",
    "tell": "told",
    "think": "thought",
    "throw": "threw",
    "tie": "tying",
    "tooth": "teeth",
    "undergo": "underwent",
    "understand": "understood",
    "undo": "undid",
    "wake": "woke",
    "wear": "wore worn",
    "well": "better best",
    "win": "won",
    "withdraw": "withdrew",
    "write": "wrote",
}
"""Forms that do not begin as their lemma does."""

_CLITICS = frozenset({"d", "ll", "m", "n", "re", "s", "t", "ve"})
"""What is left of words that apostrophes shorten; which, only the sentence tells."""

_RUN_TOGETHER = re.compile(
    r"(?!(?:hell|here|ill|is|its|shed|shell|well|were|whom|whore)$)"
    r"(?:(?:i|he|she|it|we|you|they|who|what|when|where|why|how|there|th(?:at|is|ese|ose)|y)"
    r"(?:all|d|ll|ma?|re|s|(?:d|ll)?ve)"
    r"|(?:ai|are|ca|could|dare|did|does|do|had|has|have|is|may|might|must|need|ought|sha|should"
    r"|was|were|wo|would)(?:nt|(?:nt)?ve)"
    r"|cannot|gonna|gotta|notve|\d\d?[ap]m)"
)
"""What the tokeniser may make two or three words of, an apostrophe being gone."""

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
        """Take the list; its order does not matter, and case counts for nothing.

        Raises:
            ValueError: a phrase is nothing but marks.
        """
        phrases = sorted({tuple(lemma.lower().split()) for lemma in lemmas}, key=len, reverse=True)
        self._by_first: dict[str, list[tuple[str, ...]]] = {}
        for phrase in phrases:
            self._by_first.setdefault(phrase[0], []).append(phrase)
        self._may_begin: dict[str, list[tuple[tuple[str, ...], ...]]] = {}
        """By what a form of its telling word begins with, what the words of a phrase begin with;
        nothing where that word says enough."""
        for phrase in phrases:
            # The longest word of a phrase is its rarest as a rule.
            telling = max(reversed(phrase), key=_tells)
            if not words_of(telling):
                msg = f"'{' '.join(phrase)}' has no word to look for"
                raise ValueError(msg)
            in_row = len(phrase) > 1 and "".join(phrase).isalnum()
            wanted = tuple(map(_beginnings, phrase)) if in_row else ()
            for stem in _stems(max(words_of(telling), key=len)):
                self._may_begin.setdefault(stem, []).append(wanted)

    def may_stand_in(self, text: str) -> bool:
        """Whether it is worth reading the text: whether forms of a phrase's words are in it."""
        begun = beginnings_of(text) & self._may_begin.keys()
        phrases = [phrase for stem in begun for phrase in self._may_begin[stem]]
        if not phrases or not all(phrases):
            return bool(phrases)
        words = words_of(text)
        if any(map(_RUN_TOGETHER.fullmatch, words)):
            return True
        return any(_in_row(phrase, words) for phrase in phrases)

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
    if len(word) == _SHORTEST_STEM and lost == "e":
        yield f"{word[:-1]}ing"
    yield from _OTHERWISE.get(word, "").split()


def _beginnings(word: str) -> tuple[str, ...]:
    """What any form of a word begins with; the empty string where that tells nothing."""
    if not word.isalnum() or (word in EVERYWHERE and word not in _OTHERWISE):
        return ("",)
    return tuple(_stems(word))


def _in_row(beginnings: Sequence[tuple[str, ...]], words: Sequence[str]) -> bool:
    """Whether words that begin so stand one behind the other."""
    first, *rest = beginnings
    for at in range(len(words) - len(rest)):
        if _may_begin(words[at], first):
            behind = words[at + 1 : at + len(beginnings)]
            if all(map(_may_begin, behind, rest)):
                return True
    return False


def _may_begin(word: str, beginnings: tuple[str, ...]) -> bool:
    return word.startswith(beginnings) or word in _CLITICS


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
