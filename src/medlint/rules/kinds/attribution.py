"""Kind `attribution`: somebody is said to say so, and nobody can be found who did."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from pydantic import Field

from medlint.document import BlockKind
from medlint.reading import Reading, Sentence
from medlint.reading.lemmas import LemmaFinder
from medlint.reading.terms import TermFinder
from medlint.rules.hit import Finder, Hit
from medlint.rules.proposals import proposal
from medlint.rules.publishers import Publishing
from medlint.rules.tables import Strict
from medlint.rules.words import Tables, Words
from medlint.text import Span

if TYPE_CHECKING:  # spaCy takes half a second to import; annotations must not cost that
    from spacy.tokens import Doc, Token

_REACH = 6
"""So many words (adverbs, helping verbs, an aside) may stand between a source and its verb."""
_FAR = 12
_PASSIVE = 2
"""So many words before the phrase of a source stands what is done "by" it."""
_BETWEEN = frozenset({"ADV", "AUX", "PART", "CCONJ", "PUNCT"})
_NAMING = frozenset({"PROPN", "NUM"})
_OPENING = frozenset({"DET", "ADJ", "NOUN", "ADV", "PRON"})
_ANYWHERE = frozenset(
    ["america", "asia", "australia", "austria", "britain", "california", "canada", "china",
     "denmark", "england", "europe", "finland", "france", "germany", "india", "ireland",
     "israel", "italy", "japan", "korea", "london", "netherlands", "norway", "russia",
     "scandinavia", "scotland", "spain", "sweden", "switzerland", "uk", "us", "usa", "american",
     "australian", "british", "canadian", "chinese", "danish", "dutch", "european", "finnish",
     "french", "german", "indian", "irish", "israeli", "italian", "japanese", "korean",
     "norwegian", "russian", "scandinavian", "scottish", "spanish", "swedish", "swiss", "west",
     "east", "north", "south", "ivy", "league", "harvard", "stanford", "oxford", "cambridge",
     "yale"]
)  # fmt: skip
"""Where a source is from does not say who it is: "scientists in Japan", "Ivy League doctors"."""
_KNOWN = frozenset(
    {
        "the",
        "that",
        "this",
        "these",
        "those",
        "both",
        "their",
        "our",
        "its",
        "your",
        "my",
        "his",
        "her",
        "no",
    }
)
_UNDER = frozenset({"of", "in", "by", "with", "for"})
_MEASURES = frozenset(
    {
        "year",
        "decade",
        "century",
        "generation",
        "body",
        "wealth",
        "host",
        "raft",
        "mountain",
        "plenty",
    }
    | {
        "lot",
        "bulk",
        "weight",
        "pile",
        "dozen",
        "score",
        "hundred",
        "thousand",
        "number",
        "handful",
        "group",
        "team",
        "panel",
        "generation",
    }
    | {
        "majority",
        "volume",
        "abundance",
        "mass",
        "stack",
        "string",
        "flood",
        "array",
        "army",
        "ton",
    }
)
"""What counts a source and names none: "decades of research", "a host of experts"."""
_DEEDS = frozenset({"recommend", "advise", "suggest", "prefer", "favor", "favour"})
_CASES = frozenset({"when", "if", "unless", "until", "only"})
"""Where one of these says in which case, what people are said to say is what they do."""
_TOLD = frozenset({"tell", "agree", "confirm", "say", "back"})
"""What somebody "will" or "would" do who is sure to: "any dentist will tell you"."""
_GENERAL = frozenset({"literature", "science", "research", "medicine"})
"""What keeps its article though nobody in particular is meant: "the literature shows"."""


class Voice(Strict):
    """Lemmas of who is said to say so and of how it is said.

    `plural` voices are people: one of them ("your doctor says") is somebody in particular, but
    for "any" and "every" one. What is `passive` is done by them: "recommended by doctors".
    """

    source: Words
    says: Words
    plural: bool = False
    passive: Words | None = None


class Attribution(Strict):
    """A source word with its verb behind it, or one of the `phrases` that need no source at all.

    A source that is named or numbered ("a trial of 60 adults", "experts of the World Health
    Organization") is somebody who can be found, and is left alone; so is a sentence that holds a
    word of `unless_beside`. The advice names the entry of the article's own list that may be the
    source, and says so where its publisher is one of the `weak`.
    """

    kind: Literal["attribution"]
    voices: list[Voice] = Field(min_length=1)
    phrases: Words
    unless_beside: Words | None = None
    weak: Publishing | None = None

    def compile(self, tables: Tables) -> Finder:
        """The finder of statements that nobody stands for."""
        voices = [_Voice.of(voice, tables) for voice in self.voices]
        phrases = LemmaFinder(self.phrases.resolve(tables))
        weak = self.weak.compile(tables) if self.weak else None
        apart = TermFinder(self.unless_beside.resolve(tables) if self.unless_beside else ())

        def may_stand_in(text: str) -> bool:
            return any(voice.may_stand_in(text) for voice in voices) or phrases.may_stand_in(text)

        def find(reading: Reading, scope: frozenset[BlockKind]) -> Iterator[Hit]:
            wanted = [
                sentence
                for sentence in reading.in_scope(scope)
                if (reading.exhaustive or may_stand_in(sentence.text))
                and sentence.text not in apart
            ]
            reading.annotate(wanted)
            for sentence in wanted:
                for hit in _of_sentence(reading, sentence, voices, phrases):
                    note, sources = proposal(reading, sentence, weak)
                    yield replace(hit, note=note, related=sources)

        return find


def _of_sentence(
    reading: Reading, sentence: Sentence, voices: Sequence[_Voice], phrases: LemmaFinder
) -> Iterator[Hit]:
    doc = reading.doc(sentence)
    said: set[int] = set()
    for voice in voices:
        for first, verb, last in voice.find(doc):
            if verb.i not in said:
                said.update(range(first.i, last.i + 1))
                yield _hit(sentence, first, last, verb)
    for first, last in phrases.find(doc):
        if any(token.tag_ == "VBG" for token in doc[first.i + 1 : last.i + 1]):
            continue  # "are proving to be"
        if not said & set(range(first.i, last.i + 1)):
            yield _hit(sentence, first, last, first)


@dataclass(frozen=True, slots=True)
class _Voice:
    """A voice, its words ready to be found."""

    sources: LemmaFinder
    says: LemmaFinder
    passive: LemmaFinder
    plural: bool

    @classmethod
    def of(cls, voice: Voice, tables: Tables) -> _Voice:
        says = LemmaFinder(voice.says.resolve(tables))
        passive = LemmaFinder(voice.passive.resolve(tables) if voice.passive else ())
        return cls(LemmaFinder(voice.source.resolve(tables)), says, passive, voice.plural)

    def may_stand_in(self, text: str) -> bool:
        return self.sources.may_stand_in(text) and (
            self.says.may_stand_in(text) or self.passive.may_stand_in(text)
        )

    def find(self, doc: Doc) -> Iterator[tuple[Token, Token, Token]]:
        """The first word of each unnamed source, its verb, and the verb's last word."""
        verbs = {first.i: last for first, last in self.says.find(doc)}
        done = {last.i: first for first, last in self.passive.find(doc)}
        for first, last in self.sources.find(doc):
            if self.plural and last.tag_ not in {"NNS", "NNPS"} and not _is_any(doc, first):
                continue
            deed = _done_by(doc, first, last, done)
            if deed is not None:
                yield deed, deed, last
                continue
            verb = _verb_of(doc, last, verbs)
            if verb is None or _is_named(doc, first, last, verb):
                continue
            if not _is_statement(doc, last, verb) or (self.plural and _is_practice(doc, verb)):
                continue
            yield _start_of(first), verb, verbs[verb.i]


def _hit(sentence: Sentence, start: Token, last: Token, anchor: Token) -> Hit:
    span = Span(start.idx, last.idx + len(last))
    return Hit(sentence, span, anchor=Span(anchor.idx, last.idx + len(last)))


def _verb_of(doc: Doc, source: Token, verbs: dict[int, Token]) -> Token | None:
    """The verb of saying that follows a source, with nothing but helping words between.

    Or the one that the parse makes it the subject of: "studies in rats and people alike show".
    """
    head = source.head
    if source.dep_ == "nsubj" and head.i in verbs and source.i < head.i <= source.i + _FAR:
        return head
    for at in range(source.i + 1, min(len(doc), source.i + 1 + _REACH)):
        token = doc[at]
        if at in verbs and token.pos_ not in {"NOUN", "ADJ"} and _is_under_way(doc, token):
            return token
        if token.pos_ not in _BETWEEN:
            return None
    return None


def _is_under_way(doc: Doc, verb: Token) -> bool:
    """Whether a form on -ing has what makes it a statement: "are finding", not "linking"."""
    if verb.tag_ != "VBG":
        return True
    before = next((t for t in reversed(doc[: verb.i]) if t.pos_ != "ADV"), None)
    return before is not None and before.lower_ in {
        "is",
        "are",
        "'re",
        "\N{RIGHT SINGLE QUOTATION MARK}re",
        "been",
        "were",
    }


def _is_any(doc: Doc, first: Token) -> bool:
    """Whether one stands for all: "any cardiologist", "every good midwife"."""
    return any(token.lower_ in {"any", "every"} for token in doc[max(0, first.i - 3) : first.i])


def _done_by(doc: Doc, first: Token, last: Token, done: dict[int, Token]) -> Token | None:
    """What is done "by" an unnamed source: "recommended by many doctors"."""
    low = first.i
    while low and _belongs(doc[low - 1]):
        low -= 1
    phrase = doc[low : last.i + 1]
    if low < _PASSIVE or doc[low - 1].lower_ != "by" or low - _PASSIVE not in done:
        return None
    deed = done[low - _PASSIVE]
    if deed.tag_ not in {"VBN", "VBD"} or any(map(_names, phrase)):
        return None
    after = doc[last.i + 1] if last.i + 1 < len(doc) else None
    is_known = any(token.lower_ in _KNOWN for token in phrase)
    is_told = after is not None and after.lower_ in {"of", "at", "from", "in", "who", "(", "-"}
    return None if is_known or is_told else deed


def _belongs(token: Token) -> bool:
    """Whether a word may stand in the phrase of a source: "17 randomised controlled" trials."""
    return token.pos_ in _OPENING | _NAMING or token.tag_ == "VBN"


def _names(token: Token) -> bool:
    """Whether a word makes a source one in particular: a name, a year, how many took part."""
    if token.lower_ in {"one", "second", "third"} or token.lower_ in _ANYWHERE:
        return False
    return token.pos_ in _NAMING or bool(token.like_num)


def _is_statement(doc: Doc, source: Token, verb: Token) -> bool:
    """Whether it was said: not "may find", "helps doctors know" or "sleep studies to find"."""
    between = doc[source.i + 1 : verb.i]
    if any(token.tag_ == "TO" for token in between):
        return False
    moods = [token for token in between if token.tag_ == "MD"]
    if moods:  # "any doctor will tell you", and not "doctors may find"
        sure = all(
            token.lower_ in {"will", "would", "'ll", "\N{RIGHT SINGLE QUOTATION MARK}ll"}
            for token in moods
        )
        follows = doc[verb.i + 1 : verb.i + 3]
        asked = any(token.tag_ in {"WP", "WRB", "WDT"} for token in follows)
        return sure and not asked and verb.lemma_.lower() in _TOLD
    finite = verb.tag_ in {"VBZ", "VBP", "VBD"} or any(token.pos_ == "AUX" for token in between)
    return finite or verb.tag_ in {"NNS", "NN", "VBN"}


def _is_practice(doc: Doc, verb: Token) -> bool:
    """Whether it tells what people do, and when: "doctors recommend surgery if pills fail"."""
    return verb.lemma_.lower() in _DEEDS and any(
        token.lower_ in _CASES
        for token in doc[verb.i - 1 :]  # "only recommend it"
    )


def _start_of(noun: Token) -> Token:
    """The first word of the source's phrase: "a recent study", "many doctors"."""
    start = noun
    while start.i and start.nbor(-1).pos_ in {"DET", "ADJ"} and start.nbor(-1).lower_ != "no":
        start = start.nbor(-1)
    if start.i > 1 and start.nbor(-1).lower_ == "of":
        counted = start.nbor(-2)
        if counted.lemma_.lower() in _MEASURES:
            return _start_of(counted)
    return start


def _is_named(doc: Doc, first: Token, last: Token, verb: Token) -> bool:
    """Whether the source can be found, was spoken of before, or is only asked about."""
    low = first.i
    while low and _belongs(doc[low - 1]):
        low -= 1
    phrase = [*doc[low : last.i + 1], *doc[last.i + 1 : verb.i]]
    if any(_names(token) for token in phrase):
        return True
    known = any(token.lower_ in _KNOWN for token in doc[low : first.i])
    if known and last.lower_ not in _GENERAL:
        return True
    before = doc[low - 1] if low else None
    asked = any(
        token.tag_ in {"WP", "WRB", "WDT"} and not _gives_reason(doc, token.i)
        for token in doc[max(0, low - 1) : first.i]
    )
    if asked or before is None:
        return asked
    if before.lower_ == "of" and low > 1 and doc[low - 2].lemma_.lower() in _MEASURES:
        return _is_known(doc, low - 2)
    return before.lower_ in _UNDER


def _gives_reason(doc: Doc, at: int) -> bool:
    """Whether "why" opens no question: "that is why doctors recommend it"."""
    before = doc[max(0, at - 2) : at]
    return (
        doc[at].lower_ == "why"
        and len(before) > 1
        and before[0].lower_ in {"that", "this", "which"}
        and before[1].lemma_.lower() == "be"
    )


def _is_known(doc: Doc, at: int) -> bool:
    """Whether the measure of a source was spoken of before, or counts one's own work."""
    before = doc[at - 1] if at else None
    return before is not None and before.lower_ in _KNOWN - {"the"}
