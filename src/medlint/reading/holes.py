"""Where the trained detector sees that a term was dropped, and where it is not to be believed.

The detector knows what it was trained on. Ways of writing that it met too seldom are listed here,
each for the false alarms that it was seen to make.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from medlint.document import OBJECT
from medlint.reading.gaps import follows_another, unlicensed

if TYPE_CHECKING:  # spaCy takes half a second to import; annotations must not cost that
    from spacy.tokens import Doc, Token

_NEVER = float("-inf")
_DOUBTED = 2.0
"""What is taken from the odds where the sentence has another explanation."""
_STRANDED = 4.0
"""What is taken where a preposition may stand without what it governs: textbooks, from which the
detector learnt, avoid that, and people who talk to each other do not."""
_AFTER_MEANING = 1.5
"""What is taken behind a word with a meaning of its own, which can do without another one."""
_AT_START = 1.0
"""What is taken besides where that word is the first: "Last reviewed in March" is a label."""
_WOUNDED = 1.75
"""What is added where a word that wants another one stands before a mark."""
MOST_ADDED = _WOUNDED
"""The most that weighing adds to the odds anywhere."""

_ODD = frozenset("<>=/|[]{}~_^*#@\\" + OBJECT)
"""Marks beside which a text is a formula, a path or a table, and no sentence."""
_DASHES = frozenset({"-", "--", "\N{EN DASH}", "\N{EM DASH}", "\N{BULLET}", "\N{MIDDLE DOT}"})
_ENTITY = re.compile(r"&#?\w{0,8};?")
_ACROSTIC = re.compile(r"\(?\w\)\w+")
"""Such as "(D)eafness", which spells an abbreviation."""
_STOPS = frozenset({".", ",", ";", ":", "!", "?", ")"})
_ENDS = frozenset({".", "!", "?", ")"})
_FROM = frozenset(
    [
        "from",
        "to",
        "at",
        "for",
        "since",
        "until",
        "by",
        "of",
        "in",
        "through",
        "just",
        "only",
    ]
)
_PLACES = frozenset(
    [
        "across",
        "within",
        "under",
        "over",
        "about",
        "around",
        "behind",
        "outside",
        "inside",
        "between",
        "among",
        "above",
        "below",
        "beyond",
        "near",
        "beneath",
    ]
)
_PREPOSITIONS = frozenset(
    [
        "of",
        "to",
        "in",
        "on",
        "at",
        "by",
        "for",
        "with",
        "from",
        "into",
        "during",
        "between",
        "among",
        "against",
        "via",
        "toward",
        "towards",
        "upon",
        "without",
        "through",
        "about",
        "over",
        "under",
        "within",
    ]
)
_POSSESSIVES = frozenset(["my", "your", "his", "her", "its", "our", "their"])
_NAMING = frozenset({"called", "named", "termed"})
_WANTING = (
    _NAMING
    | _PREPOSITIONS
    | _POSSESSIVES
    | frozenset(
        ["a", "an", "the", "this", "that", "these", "those", "as", "than", "and", "or", "but"]
    )
)
_COMPARING = frozenset({"as", "than"})
_TIMES = frozenset({"before", "after"})
_LATIN = frozenset(["vivo", "vitro", "utero", "situ", "silico", "vacuo", "facto"])
_BE = frozenset(["is", "are", "was", "were", "be", "been", "'s", "\u2019s", "'re", "\u2019re"])
_PRONOUNS = frozenset(["this", "that", "these", "those", "her", "his", "without", "within"])
_ASKING = frozenset(["who", "whom", "what", "how", "whether", "whoever", "whatever", "when", "why"])
_QUANTITIES = frozenset(
    [
        "several",
        "others",
        "some",
        "many",
        "few",
        "most",
        "all",
        "both",
        "each",
        "one",
        "another",
        "more",
        "enough",
        "any",
        "none",
        "two",
    ]
)
_STRANDS = _PREPOSITIONS | {"in", "out", "off", "up", "down", "back", "along", "there"}
_TO = frozenset(
    ["have", "has", "had", "want", "wants", "need", "needs", "try", "like", "going", "pretend",
     "pretends", "hope", "hopes", "plan", "plans", "mean", "means", "choose", "chooses", "intend",
     "intends", "expect", "expects", "refuse", "refuses", "afford", "love", "prefer", "able",
     "unable", "willing", "happy", "keen"]
)  # fmt: skip
"""Verbs behind which "to" may stand for what was said: "it does not pretend to"."""
_THROUGH = frozenset({"through", "up", "down", "over", "out", "along", "across", "back"})
_POINTING = frozenset({"this", "that", "these", "those"})
_PARTICLES = frozenset(
    ["in", "on", "over", "out", "up", "off", "through", "around", "down", "back"]
)
_VERBS = frozenset({"VERB", "AUX"})
_NOUNS = frozenset({"NOUN", "PROPN", "PRON"})
_FINITE = frozenset({"MD", "VBZ", "VBD", "VBP"})
_BORDERS = frozenset({";", ":"})
_INFINITIVE = 4
_OPEN = frozenset({"VERB", "ADJ", "AUX"})
_CLAUSE = 14
"""So far in front of a preposition its object may stand."""
_WH_TAGS = frozenset({"WRB", "WP", "WDT"})
_PARTICIPLES = frozenset({"VBN", "VBD"})
_JOINS = frozenset({"and", "or", "but", "nor"})
_FOCUS = frozenset({"only", "just", "even"})
_PAIRED = 4
"""So far behind the first of two prepositions the second one has what both of them govern."""
_INSERTED = 9
"""So many words at most stand between the two commas of what is put in."""
_APART = 2
"""So many words apart are two holes; the detector is often one word off."""


def weighed(doc: Doc, odds: Sequence[float]) -> list[float]:
    """The odds as far as they are to be believed.

    A sentence's first word is left alone, for what came before it may be a heading or a name.
    """
    return [value + _weight(doc, i) if i and value > 0 else _NEVER for i, value in enumerate(odds)]


def holes(odds: Sequence[float], least: float) -> Iterator[int]:
    """The tokens left of which a term is likely gone: where odds are `least` and highest."""
    taken: list[int] = []
    for i in sorted(range(len(odds)), key=lambda i: -odds[i]):
        if odds[i] < least:
            break
        if all(abs(i - other) > _APART for other in taken):
            taken.append(i)
    yield from sorted(taken)


def _weight(doc: Doc, at: int) -> float:
    if _is_odd(doc, at) or any(is_sound(doc, at) for is_sound in _SOUND):
        return _NEVER
    left, right = doc[at - 1].lower_, doc[at].text
    wants = left in _WANTING or left in {",", "("}
    weight = 0.0 if wants else -_AFTER_MEANING
    if not wants and at == 1:
        weight -= _AT_START
    if any(explains(doc, at) for explains in _EXPLAINED):
        weight -= _DOUBTED
    elif wants and right in _STOPS:
        weight += _WOUNDED
    return weight - _STRANDED if _is_stranded(doc, at) else weight


def _is_odd(doc: Doc, at: int) -> bool:
    """Whether what stands there is no running text."""
    beside = doc[at - 1], doc[at]
    if any(char in _ODD for token in beside for char in token.text):
        return True
    if any(
        token.text in _DASHES or _ACROSTIC.fullmatch(token.text) for token in doc[at - 1 : at + 2]
    ):
        return True
    around = doc[max(at - 2, 0) : at + 3].text
    return "&" in around and any(len(found) > 1 for found in _ENTITY.findall(around))


def _at_a_place(doc: Doc, at: int) -> bool:
    """Such as "from across the country", "at about age two", "to under 64"."""
    return doc[at].lower_ in _PLACES and doc[at - 1].lower_ in _FROM


def _is_pronoun(doc: Doc, at: int) -> bool:
    """Such as "most can wait", "the reason for this, and for that.", "learn to say no."."""
    left, right = doc[at - 1].lower_, doc[at].text
    pronoun = left in _PRONOUNS and right in _STOPS  # and "two with asthma, one without."
    if right == ":":
        return True  # "It consists of the:", and a list goes on with the sentence.
    return left in _QUANTITIES or pronoun or (left == "no" and right in _ENDS)


def _asks(doc: Doc, at: int) -> bool:
    """Such as "regardless of who pays", "When is the best time?"."""
    if at == 1 and doc[0].tag_ in _WH_TAGS:
        return doc.text.rstrip().endswith("?")
    return doc[at - 1].lower_ in _PREPOSITIONS and doc[at].lower_ in _ASKING


def _goes_on(doc: Doc, at: int) -> bool:
    """Such as "and, often, peas", "of bone and of skin", "your and your family's"."""
    left, right = doc[at - 1].lower_, doc[at].lower_
    if left in _JOINS and right == ",":
        return "," in {token.text for token in doc[at + 1 : at + 2 + _PAIRED]}
    if left in _JOINS and right in _PREPOSITIONS:
        return right in {token.lower_ for token in doc[: at - 1]}
    after = doc[at + 1].lower_ if at + 1 < len(doc) else ""
    return left in _POSSESSIVES and right in _JOINS and after in _POSSESSIVES


def _is_latin(doc: Doc, at: int) -> bool:
    """Such as "cases of in situ disease"."""
    return any(token.lower_ in _LATIN for token in doc[at : at + 2])


def _has_amount(doc: Doc, at: int) -> bool:
    """Such as "a spoonful of powder"."""
    return doc[at - 1].pos_ == "NOUN" and doc[at].lower_ == "of"


def _goes_through(doc: Doc, at: int) -> bool:
    """Such as "right through to the end", "two nights on and three off"."""
    left, right = doc[at - 1].lower_, doc[at].lower_
    if left == "on" and right == "and":
        return any(token.lower_ == "off" for token in doc[at : at + 1 + _PAIRED])
    return right == "to" and left in _THROUGH


def _is_part(doc: Doc, at: int) -> bool:
    """Such as "much of that can be avoided", "some of these are sold"."""
    of_it = doc[at - 1].lower_ == "of" and doc[at].lower_ in _POINTING
    behind = at > 1 and doc[at - 1].lower_ in _POINTING and doc[at - 2].lower_ == "of"
    verb = doc[at + 1 : at + 2] if of_it else doc[at : at + 1]
    return (of_it or behind) and any(token.tag_ in _FINITE for token in verb)


def _is_owned(doc: Doc, at: int) -> bool:
    """Such as "in our experience": between an owner and a noun nothing need stand."""
    return doc[at - 1].tag_ == "PRP$" and doc[at].tag_ in {"NN", "NNS"}


def _is_scale(doc: Doc, at: int) -> bool:
    """Such as "graded from A to E"."""
    ends = doc[at - 1].text, doc[at + 1 : at + 2].text.rstrip(".")
    return doc[at].lower_ == "to" and all(len(end) == 1 and end.isupper() for end in ends)


_SOUND = (
    _has_amount,
    _is_scale,
    _goes_through,
    _is_part,
    _is_owned,
    _at_a_place,
    _is_pronoun,
    _asks,
    _goes_on,
    _is_latin,
)
"""Words that English puts side by side, however seldom the detector saw it."""


def _is_paired(doc: Doc, at: int) -> bool:
    """Whether two prepositions share what stands behind the second: "ties with and trust in us"."""
    if doc[at - 1].lower_ not in _PREPOSITIONS | _COMPARING:
        return False
    behind = [token.lower_ for token in doc[at : at + _PAIRED]]
    joins = bool(behind) and (behind[0] in _JOINS or (behind[0] == "," and behind[1:2] != []))
    if joins and any(word in _JOINS for word in behind[:2]):
        governs = any(word in _PREPOSITIONS | _TIMES for word in behind[2:])
        return governs or _is_inserted(doc, at)
    return behind[:1] == [","] and follows_another(doc, at - 1)


def _is_inserted(doc: Doc, at: int) -> bool:
    """Whether commas enclose a second phrase: "outputs of, and data supporting, the work"."""
    behind = doc[at : at + _INSERTED]
    if behind[0].text != ",":
        return False
    close = next((token for token in behind[2:] if token.text == ","), None)
    return close is not None and close.nbor(-1).pos_ in {"ADP", "VERB"}


def _is_stranded(doc: Doc, at: int) -> bool:
    """Whether what the word governs may stand before it, or be meant: "the post I point to."."""
    if at == 1 or doc[at - 1].lower_ not in _STRANDS:
        return False
    word, before = doc[at - 1], doc[at - 2]
    if doc[at].text not in _STOPS:
        if before.tag_ in _PARTICIPLES:
            return not unlicensed(doc, at - 1)
        # "the drugs it interacts with include"; what "of" stands behind is more often a noun.
        goes_on = doc[at].pos_ in _VERBS and doc[at].tag_ not in {"VBN", "VBG"}
        clause = _clause(doc, at - 1) if goes_on and word.lower_ != "of" else ()
        return any(token.tag_ in _FINITE for token in clause)
    if word.tag_ in {"RP", "RB"} or (word.lower_ in _PARTICLES and before.pos_ in _VERBS):
        return True  # "the science is in."
    if word.lower_ == "to" and (before.tag_ in {"PRP", *_PARTICIPLES} or before.lower_ in _TO):
        return True  # "unless she told you to, if you have to."
    double = before.lower_ in {"out", "there"}  # "a sleep you cannot be shaken out of"
    return word.lower_ == "in" or double or _has_owner(doc, at - 1)


def _has_owner(doc: Doc, at: int) -> bool:
    """Whether the clause has an object for the preposition in front of it."""
    near = doc[max(at - _INFINITIVE, 0) : at]
    if any(t.tag_ == "TO" and doc[t.i + 1].tag_ == "VB" for t in near) and near[-1].pos_ in _OPEN:
        return True  # "nobody to talk to", "nothing to be afraid of"
    if "?" in doc.text and doc[0].tag_ in _WH_TAGS:
        return True  # "What is it for, and when?"
    return len(_clause(doc, at)) > 0


def _clause(doc: Doc, at: int) -> Sequence[Token]:
    """The relative clause whose noun stands before it, with its pronoun or without; or nothing."""
    for i in range(at - 1, max(at - _CLAUSE, 0), -1):
        token, before = doc[i], doc[i - 1]
        if token.text in _BORDERS:
            break
        if before.lower_ in _FOCUS and i > 1:
            before = doc[i - 2]  # "formulas only the company is privy to"
        has_verb = any(t.tag_ in _FINITE for t in doc[i + 1 : at])
        relative = token.tag_ in {"WDT", "WP"} or (token.lower_ == "that" and token.tag_ == "IN")
        if relative:
            # As a subject it owns nothing else.
            return () if doc[i + 1].tag_ in _FINITE else list(doc[i:at])
        named = before.pos_ in _NOUNS or before.lower_ == "else"
        opens = token.tag_ in {"PRP", "DT", "PRP$", "JJS"} and named
        # "the medicines people ask about"
        opens = opens or (before.tag_ == token.tag_ == "NNS" and doc[i + 1].tag_ in _FINITE)
        if opens and has_verb:
            return list(doc[i:at])  # "the bracelet my father swore by"
    return ()


def _is_quality(doc: Doc, at: int) -> bool:
    """Such as "they are usually of normal weight", "that is also of interest"."""
    return doc[at].lower_ == "of" and any(t.lower_ in _BE for t in doc[max(at - 2, 0) : at])


def _is_gerund(doc: Doc, at: int) -> bool:
    """Such as "within hours of your taking this medicine": an act has whose it is in front."""
    governs = at + 1 < len(doc) and doc[at + 1].pos_ in {"DET", *_NOUNS}
    return doc[at - 1].tag_ == "PRP$" and doc[at].tag_ == "VBG" and governs


def _opens_clause(doc: Doc, at: int) -> bool:
    """Such as "and, even with the best care, some fall ill", ", and of this group, few do"."""
    if doc[at - 1].lower_ not in _JOINS:
        return False
    phrase = at > 1 and doc[at].lower_ in _PREPOSITIONS and doc[at - 2].text == ","
    inserted = doc[at].text == ","
    return (phrase or inserted) and any(t.text == "," for t in doc[at + 2 : at + 1 + _INSERTED])


_EXPLAINED = (_is_paired, _is_quality, _is_gerund, _opens_clause)
"""What else may have put two such words side by side."""
