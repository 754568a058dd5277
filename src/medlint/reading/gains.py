"""Whether a sentence that need not name a therapy says that something good comes of it.

"It keeps the weight off", "Deeper sleep within a week", "You wake up stronger", "Rub it on".
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING

from medlint.reading.cautions import warns
from medlint.reading.clauses import governs
from medlint.reading.terms import TermFinder

if TYPE_CHECKING:  # spaCy takes half a second to import; annotations must not cost that
    from spacy.tokens import Doc, Token

PRICE = re.compile(r"[$\u00a3\u20ac]\s?\d")
REACH = 8
"""So many tokens lie at most between a therapy and the verb that commends it."""
_PRESENT = frozenset({"VBZ", "VBP", "VB"})
_FINITE = frozenset({"VBZ", "VBP", "VBD", "MD"})
_RAISING = frozenset({"increase", "raise", "boost", "cause", "accelerate", "stimulate", "speed"})
_LOWERING = frozenset({"lower", "reduce", "decrease", "cut", "slow", "shrink", "curb", "lessen"})
_HARMS = frozenset(
    {"risk", "risks", "chance", "chances", "odds", "likelihood", "effect", "effects", "toxicity"}
    | {"sedation", "sedative", "concentration", "concentrations", "that"}
)
_DENIALS = frozenset(
    {"not", "n't", "never", "no", "without", "avoid", "stop", "cannot", "neither", "nothing"}
    | {"may", "might", "could"}
)
_WEAK = frozenset({"may", "might", "could"})
"""Denials only where nobody is said to have gained yet: "you might feel better"."""
_CAUSING = frozenset({"let", "leave", "make", "get", "turn", "put", "take", "bring", "give"})
_TOUCHED = frozenset({"you", "your", "yourself", "me", "us", "them", "people", "my", "our", "even"})
_SUBJECTS = frozenset({"you", "we", "i", "they", "everyone", "anyone"})
_FIRST_PERSON = frozenset({"i", "my", "me", "we", "our", "us", "mine"})
_WEIGHT = frozenset({"weight", "pound", "pounds", "lb", "lbs", "kg", "kilo", "kilos", "inches"})
SOBER = frozenset(
    {"treat", "control", "reduce", "lower", "prevent", "relieve", "help", "slow", "decrease"}
    | {"maintain", "improve", "increase", "regulate", "support", "protect", "manage", "stimulate"}
    | {"give", "keep", "work", "promote", "balance", "lessen", "curb", "alleviate", "stabilize"}
    | {"stabilise", "deliver", "counter", "combat", "fight", "accelerate", "speed"}
    | {"normalize", "normalise", "restore", "mitigate", "shrink", "benefit", "provide"}
)
"""Verbs by which a sober text, too, says what a medicine does."""
_ANSWERED = frozenset({"yes", "absolutely", "definitely", "certainly"})


@dataclass(frozen=True, slots=True)
class Gains:
    """The words by which a text says that a therapy does good.

    `verbs`, `uses` and `results` are lemmas of verbs: what a therapy does, what a reader does with
    it, what a reader then does. `goods` are things that it is no praise to lower; `ills` words for
    what ails; `idioms` and `words` commend, `offers` sell, `regimen` lays down how it is taken;
    `better` are words of improvement. `contexts` and `turned` tell a warning (see `cautions`).
    """

    verbs: frozenset[str]
    uses: frozenset[str]
    results: frozenset[str]
    people: TermFinder
    words: TermFinder
    idioms: TermFinder
    better: TermFinder
    offers: TermFinder
    goods: TermFinder
    ills: tuple[TermFinder, ...]
    regimen: TermFinder
    contexts: TermFinder
    turned: TermFinder

    def ails(self, text: str) -> bool:
        """Whether the text names something that ails people."""
        return any(text in finder for finder in self.ills)

    def warns(self, text: str) -> bool:
        """Whether the text warns."""
        return warns(text, self.contexts, self.turned)


class Strength(IntEnum):
    """How strongly a text commends: a plain effect, as a sober text states it, or more."""

    NONE = 0
    PLAIN = 1
    STRONG = 2

    @classmethod
    def of(cls, *, strong: bool) -> Strength:
        """Strong or none."""
        return cls.STRONG if strong else cls.NONE


def speaks_well(
    doc: Doc, gains: Gains, *, headed: bool, listed: bool, points_back: bool
) -> Strength:
    """How strongly the sentence, which goes on about a therapy, commends it.

    `points_back`: it opens with "it" or "the drug".
    """
    text = doc.text
    if not len(doc) or text.rstrip().endswith("?"):
        return Strength.NONE
    if (
        (listed and not gains.warns(text) and not denied_anywhere(doc))
        or instructs(doc, gains)
        or sells(doc, gains, headed=headed)
        or (headed and (results(doc, 0, gains) or _better(doc, gains)))
    ):
        return Strength.STRONG
    return max(
        _subject_gains(doc, gains) if points_back else Strength.NONE,
        _fragment(doc, gains) if headed else Strength.NONE,
    )


def _subject_gains(doc: Doc, gains: Gains) -> Strength:
    if doc[0].lower_ in _ANSWERED:
        return Strength.of(strong=not gains.warns(doc.text))
    for verb in doc[1 : REACH + 2]:
        between = doc[1 : verb.i]
        if any(t.is_punct or t.pos_ in {"SCONJ", "PRON"} for t in between):
            return Strength.NONE
        if verb.lemma_ == "be" and _then(doc, verb, gains.words, gains.idioms):
            return Strength.STRONG
        if verb.tag_ in _PRESENT and does_good(verb, gains):
            return strength_of(verb)
    idiomatic = any(True for _ in gains.idioms.find(doc.text))
    return Strength.of(strong=idiomatic and not denied_anywhere(doc))


def strength_of(verb: Token) -> Strength:
    """How strongly a verb commends its subject."""
    return Strength.PLAIN if verb.lemma_.lower() in SOBER else Strength.STRONG


def _then(doc: Doc, verb: Token, *finders: TermFinder) -> bool:
    """Whether such words follow the verb, and no denial before them."""
    rest = doc[verb.i + 1 : verb.i + 1 + REACH]
    if not len(rest):
        return False
    for finder in finders:
        found = next(finder.find(rest.text), None)
        if found is not None:
            ahead = [t for t in rest if t.idx - rest.start_char <= found.span.start]
            return not any(t.lower_ in _DENIALS for t in ahead)
    return False


def does_good(verb: Token, gains: Gains) -> bool:
    """Whether the verb says that its subject does good, and does not deny it."""
    lemma = verb.lemma_.lower()
    doc = verb.doc
    if denied(doc, verb) or lowers_good(doc, verb, gains):
        return False
    ahead = doc[verb.i : verb.i + REACH]
    if lemma in _CAUSING:
        touched = any(t.lower_ in _TOUCHED for t in doc[verb.i + 1 : verb.i + 4])
        ill = gains.ails(ahead.text) or gains.warns(ahead.text)
        return not ill and (touched or ahead.text in gains.idioms)
    return lemma in gains.verbs


def lowers_good(doc: Doc, verb: Token, gains: Gains) -> bool:
    """Whether the verb raises a risk or lowers what a body should keep."""
    ahead = doc[verb.i : verb.i + REACH]
    lemma = verb.lemma_.lower()
    if lemma in _RAISING:
        return any(t.lower_ in _HARMS for t in ahead) or gains.ails(ahead[1:].text)
    return lemma in _LOWERING and ahead.text in gains.goods


def denied(doc: Doc, verb: Token) -> bool:
    """Whether the verb is denied."""
    cues = _DENIALS - _WEAK
    return any(t.lower_ in cues and (t.head == verb or governs(t, verb)) for t in doc[: verb.i])


def denied_anywhere(doc: Doc) -> bool:
    """Whether any word of the sentence denies: enough to doubt a fragment or an idiom."""
    return any(t.lower_ in _DENIALS - {"no", "nothing", "without"} for t in doc)


def instructs(doc: Doc, gains: Gains) -> bool:
    """Whether it tells the reader to use what was named: "Rub it on your arm"."""
    for verb in doc[: len(doc) - 1]:
        if verb.lemma_.lower() not in gains.uses or verb.tag_ not in {"VB", "VBP", "NN", "NNP"}:
            continue
        before = doc[verb.i - 1] if verb.i else None
        opens = before is None or before.is_punct or before.lower_ in {"just", "simply", "then"}
        thing = doc[verb.i + 1].lower_ in {"it", "them", "one"} and not _conditional(doc, verb.i)
        if opens and thing and not denied_anywhere(doc) and not gains.warns(doc.text):
            return True
    return False


def _conditional(doc: Doc, before: int) -> bool:
    return any(t.lower_ in {"if", "unless", "when"} for t in doc[:before])


def sells(doc: Doc, gains: Gains, *, headed: bool) -> bool:
    """Whether it offers what was named: words of sale, or a bare price."""
    if doc.text in gains.offers and not denied_anywhere(doc):
        return True
    return headed and is_fragment(doc) and PRICE.search(doc.text) is not None


def is_fragment(doc: Doc) -> bool:
    """Whether the sentence has no finite verb."""
    return not any(t.tag_ in _FINITE for t in doc)


def _fragment(doc: Doc, gains: Gains) -> Strength:
    """How strong a feature without a subject is: "Lifts mood", "Calms anxious thoughts"."""
    first = doc[0]
    looks_finite = first.lower_.endswith("s") and first.lemma_.lower() in gains.verbs
    if looks_finite and not lowers_good(doc, first, gains) and not denied_anywhere(doc):
        return strength_of(first)
    return Strength.NONE


def results(doc: Doc, start: int, gains: Gains) -> bool:
    """Whether people are said to gain: "you wake up stronger", "most of our patients feel …"."""
    for verb in doc[start + 1 :]:
        if verb.tag_ not in _PRESENT and not (verb.tag_ == "VBD" and testifies(doc)):
            continue
        lemma = verb.lemma_.lower()
        if lemma not in gains.results or any(t.lower_ in _DENIALS for t in doc[start : verb.i]):
            continue
        before = doc[max(start, verb.i - REACH) : verb.i]
        somebody = any(t.lower_ in _SUBJECTS for t in before) or before.text in gains.people
        ahead = doc[verb.i : verb.i + REACH + 2]
        if not somebody or gains.ails(ahead.text) or gains.warns(ahead.text):
            continue
        if lemma in {"lose", "drop", "shed"}:
            return any(t.lower_ in _WEIGHT for t in ahead)
        return any(ahead.text in finder for finder in (gains.better, gains.words, gains.idioms))
    return False


def testifies(doc: Doc) -> bool:
    """Whether the author speaks of his own case or house."""
    return any(t.lower_ in _FIRST_PERSON for t in doc)


def _better(doc: Doc, gains: Gains) -> bool:
    """Whether it opens with an improvement: "Steady energy, deeper sleep …"."""
    head = doc[:REACH]
    return (
        head.text in gains.better
        and not any(t.lower_ in _DENIALS - {"no"} or t.lower_ in {"if", "than"} for t in head)
        and not gains.warns(doc.text)
    )
