"""The scars that a removed word leaves in the grammar.

Each signal looks at neighbours: two words (or a word and a mark) that English does not put side
by side. Tags and adjacency decide, for the parser repairs what it is given. What licenses the
neighbours ("the clinic he was referred to is open") is looked for before anything is said.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise
from typing import TYPE_CHECKING

from medlint.reading.abbreviations import ROMAN
from medlint.reading.patterns import compile_pattern

if TYPE_CHECKING:  # spaCy takes half a second to import; annotations must not cost that
    from spacy.tokens import Doc, Token

Signal = Callable[["Doc"], Iterator[tuple[int, int]]]
"""From a sentence to the pairs of token indices that a gap lies between."""

# Words that can stand at the end of a relative clause ("below", "before", "over") are left out.
_PREPOSITIONS = frozenset(
    [
        "of",
        "to",
        "for",
        "with",
        "during",
        "from",
        "into",
        "between",
        "among",
        "at",
        "against",
        "via",
        "toward",
        "towards",
        "upon",
        "without",
        "in",
        "on",
        "by",
    ]
)
_STRANDS_AFTER_PARTICIPLE = frozenset({"to", "for", "at", "on", "about", "upon", "into", "with"})
_ADVERBS = frozenset(["also", "often", "usually", "typically", "sometimes", "always", "frequently"])
_NAMING = frozenset(["known", "such", "described", "defined", "classified", "regarded", "referred"])
_ARTICLES = frozenset(["the", "a", "an", "your", "my", "our", "their"])
_NEEDS_SUBJECT = frozenset(["whether", "whose", "if", "because", "although", "unless", "when"])
_STOPS = frozenset({".", ",", ";", "!", ")"})
_BEFORE_ARTICLE = frozenset({"IN", "TO", "CC", "VB", "VBD", "VBG", "VBN", "VBP", "VBZ"})
_NEVER_AFTER_ARTICLE = frozenset(
    ["of", "for", "to", "at", "by", "with", "from", "into", "during", "and", "or", "that", "which"]
)
_LATIN = frozenset(["vivo", "vitro", "utero", "situ", "silico", "vacuo", "fro", "facto", "se"])
_GOVERNING = frozenset(["of", "for", "with", "in", "at", "by", "about", "between"])
_GOVERNING_TOO = frozenset(
    ["during", "after", "before", "since", "despite", "throughout", "without", "among", "with"]
)
"""Prepositions that stand side by side only where a word between them is lost."""
_NEVER_LAST = frozenset(["of", "from", "by", "with", "at", "for", "via", "into", "to", "between"])
_IDIOMS = frozenset(
    ["care", "advantage", "fun", "hold", "rid", "use", "sort", "kind", "one", "what"]
)
_OBJECTS = frozenset(["you", "us", "them", "me", "him", "her"])
_AUXILIARIES = frozenset(["is", "are", "was", "were", "has", "have", "had", "does", "do", "did"])
_FINITE = frozenset({"MD", "VBZ", "VBD", "VBP"})
_WH = frozenset({"WDT", "WP", "WP$", "WRB"})
_AFTER_VERB = frozenset({"DT", "PRP$", "PRP", "JJ", "RB", "RP", "IN", "NN", "NNS", "TO"})
_REPORTING = frozenset(
    [
        "show",
        "demonstrate",
        "find",
        "suggest",
        "indicate",
        "report",
        "reveal",
        "confirm",
        "conclude",
        "prove",
        "establish",
        "observe",
        "believe",
        "estimate",
    ]
)
_JOINS = frozenset({",", "and", "or", "but", "nor"})
_SECOND = 9
"""So far in front of a second preposition the first one stands that waits for the same words."""
_REPORTED = frozenset({"found"} | {word[:-1] for word in _REPORTING})
"""What forms of these begin with."""
_LETTERS_A_WORD = 2
_WORD = re.compile(rf"[^\W\d_]{{{_LETTERS_A_WORD},}}")
_FEWEST_WORDS = 4


def is_prose(text: str) -> bool:
    """Whether the text is long enough to have a grammar that could be broken.

    A whole sentence needs fewer words for that than a label: "Check out the."
    """
    whole = text[:1].isupper() and text.endswith((".", "!", "?"))
    return len(_WORD.findall(text)) >= _FEWEST_WORDS - whole


def _stretch(doc: Doc, at: int) -> list[Token]:
    """The tokens before `at`, back to the last comma, bracket or clause border."""
    start = at
    while start and not (
        doc[start - 1].text in {",", ";", ":", "(", "\N{EM DASH}", "\N{EN DASH}"}
        or doc[start - 1].lower_ in {"but", "because", "although", "while"}
    ):
        start -= 1
    return list(doc[start:at])


def _finite_next(token: Token) -> bool:
    """Whether the token can only be a finite verb."""
    if token.tag_ == "MD":
        after = token.nbor(1) if token.i + 1 < len(token.doc) else None
        return after is not None and after.tag_ in {"VB", "RB"}
    if token.lower_ in _AUXILIARIES:
        return token.tag_ in _FINITE
    goes_on = token.i + 1 < len(token.doc) and token.nbor(1).tag_ in _AFTER_VERB
    return token.tag_ == "VBZ" and token.text.islower() and goes_on and token.nbor(1).text.islower()


def unlicensed(doc: Doc, at: int) -> bool:
    """Whether nothing before `at` could own what stands there: no relative clause, no verb.

    A relative pronoun that is the subject of its own verb ("people who live with") owns nothing
    else; only what stands before it counts then.
    """
    stretch = _stretch(doc, at)
    for token in reversed(stretch):
        if token.tag_ in {"WP", "WDT"} and token.i + 1 < at:
            verb = token.nbor(1)
            if verb.tag_ in _FINITE and not any(t.tag_ == "VBN" for t in doc[verb.i : at]):
                stretch = stretch[: stretch.index(token)]
            break
    return len(stretch) > 0 and not any(t.tag_ in _FINITE or t.tag_ in _WH for t in stretch)


def _preposition_verb(doc: Doc) -> Iterator[tuple[int, int]]:
    """Such as "A condition known as can develop", "the decline during disrupts this balance"."""
    for token in doc[1:-1]:
        following = token.nbor(1)
        before = token.nbor(-1)
        naming = (token.lower_ == "as" and before.lower_ in _NAMING) or (
            token.lower_ in {"called", "named", "termed"} and before.pos_ == "NOUN"
        )
        if not (naming or (token.lower_ in _PREPOSITIONS and token.tag_ in {"IN", "TO"})):
            continue
        if (
            not naming
            and before.tag_ in {"VBN", "VBD"}
            and token.lower_ in _STRANDS_AFTER_PARTICIPLE
        ):
            continue
        if before.tag_ in {"VB", "VBG", "RP"} or not unlicensed(doc, token.i):
            continue
        adverb = following.lower_ in _ADVERBS and following.i + 1 < len(doc)
        if adverb:
            following = following.nbor(1)
        bare = adverb and following.tag_ in {"VBP", "VB", "VBD"}
        if bare or _finite_next(following) or _verb_taken_for_noun(doc, following):
            yield token.i, following.i


def _verb_taken_for_noun(doc: Doc, token: Token) -> bool:
    """A verb in -s that the tagger made a plural, as no other verb is left in the sentence."""
    if token.tag_ != "NNS" or not token.text.islower() or token.i + 1 >= len(doc):
        return False
    finite = any(other.tag_ in _FINITE for other in doc)
    taken = token.nbor(1).tag_ == "RP" or token.nbor(1).lower_ in _OBJECTS
    if taken and not finite:
        return True  # "a burst of wakes you", "a lack of shows up"
    if token.nbor(-1).lower_ in {"of", "in"}:
        return False  # "in most cases the disease", its comma left out
    determined = token.nbor(1).lower_ in {"this", "the", "your", "our", "a", "an", "these", "its"}
    return determined and not finite


def _article_verb(doc: Doc) -> Iterator[tuple[int, int]]:
    """Such as "your is the first step", "the can cause"."""
    for token in doc[:-1]:
        following = token.nbor(1)
        if not _needs_noun(token) or token.text == "A" or following.lower_ == "do":
            continue  # "A is for apple", "a do not resuscitate order"
        if following.tag_ == "MD" and following.lower_ in {"will", "can", "must", "might"}:
            # "the will", "a can", "a must" are nouns; a verb must follow at once.
            after = following.nbor(1) if following.i + 1 < len(doc) else None
            if after is None or after.tag_ != "VB":
                continue
        elif following.lower_ not in _AUXILIARIES and following.tag_ != "MD":
            continue
        if following.text.islower() and following.tag_ in _FINITE:
            yield token.i, following.i


def _article_stop(doc: Doc) -> Iterator[tuple[int, int]]:
    """Such as "your hormones and your.", "a template on a, including"."""
    for token in doc[:-1]:
        following = token.nbor(1)
        if following.text not in _STOPS or not _needs_noun(token):
            continue
        # "a." can be a label; after a preposition or a verb it is an article.
        if token.text == "a" and not (token.i and token.nbor(-1).tag_ in _BEFORE_ARTICLE):
            continue
        if token.tag_ == "PRP$" and following.text == ",":
            continue  # a list of words: "you, your, yours"
        yield token.i, following.i


def _needs_noun(token: Token) -> bool:
    """Whether the word is an article or possessive, which never ends a phrase."""
    # A capital inside the sentence is a name or a label: "vitamin A", "HAIR-AN".
    plain = token.text.islower() or (token.is_title and token.i == 0)
    if token.i and token.nbor(-1).text == "-" and not token.nbor(-1).whitespace_:
        return False  # a syllable: "kar-dee-oh-my-OP-a-the"
    return plain and token.lower_ in _ARTICLES and token.tag_ in {"DT", "PRP$"}


def _article_preposition(doc: Doc) -> Iterator[tuple[int, int]]:
    """Such as "the of the study", "a that works together", "our for details"."""
    for token in doc[:-2]:
        following, after = token.nbor(1), doc[token.i + 2]
        if not _needs_noun(token) or not following.text.islower():
            continue
        if following.lower_ not in _NEVER_AFTER_ARTICLE or not following.whitespace_:
            continue
        if following.tag_ not in {"IN", "TO", "CC", "WDT", "DT"} or after.lower_ in _LATIN:
            continue
        if following.tag_ == "CC" and token.tag_ == "PRP$":
            continue  # "your and your family's"
        if len(after.text) == 1:
            continue  # "A to Z"
        yield token.i, following.i


def _preposition_stop(doc: Doc) -> Iterator[tuple[int, int]]:
    """Such as "a talk hosted by.", "According to, the answer is yes", "a condition called."."""
    for token in doc[:-1]:
        following = token.nbor(1)
        if following.text not in _STOPS or not token.i:
            continue
        before = token.nbor(-1)
        if token.lower_ in {"called", "named", "termed"} and token.tag_ in {"VBN", "VBD"}:
            noun = before.pos_ in {"NOUN", "AUX"} or before.lower_ == "also"
            if noun and not any(t.tag_ in _WH for t in doc[: token.i]):
                yield token.i, following.i
            continue
        if token.lower_ not in _NEVER_LAST or token.tag_ not in {"IN", "TO"}:
            continue
        if following.text == "," and (
            not _comma_ends_phrase(doc, following.i) or follows_another(doc, token.i)
        ):
            continue
        owned = _owned(doc, token.i)
        participle = before.tag_ in {"VBN", "VBD"}
        if not owned and (
            before.lower_ == "according"
            or (participle and token.lower_ in {"by", "via"})
            or (before.pos_ in {"NOUN", "PROPN"} and before.lower_ not in _IDIOMS)
        ):
            yield token.i, following.i


def _preposition_preposition(doc: Doc) -> Iterator[tuple[int, int]]:
    """Such as "the fall in during the second week": what it governs is gone.

    In 1.6 million words of trusted text such a pair stands once or never behind a noun. Phrasal
    verbs ("check in with") and what is owned by a word in front ("what it is made of by") are out.
    """
    for token in doc[1:-1]:
        following = token.nbor(1)
        if token.lower_ not in _GOVERNING or following.lower_ not in _GOVERNING_TOO:
            continue
        after_noun = token.nbor(-1).pos_ in {"NOUN", "PROPN"} and not token.nbor(-1).is_title
        joined = following.i + 1 < len(doc) and doc[following.i + 1].text == "-"
        spelled = token.text.islower() and following.text.islower() and not joined
        if after_noun and spelled and not _owned(doc, token.i):
            yield token.i, following.i


def _comma_ends_phrase(doc: Doc, at: int) -> bool:
    """Whether the comma closes an opening phrase, or opens a clause about what stands before it.

    Elsewhere a second phrase may share the object: "access to, or care from, a clinic".
    """
    after = doc[at + 1] if at + 1 < len(doc) else None
    if after is None or after.tag_ == "CC":
        return False
    return after.tag_ in {"WDT", "WP", "WRB"} or not any(t.tag_ in _FINITE for t in doc[:at])


def follows_another(doc: Doc, at: int) -> bool:
    """Whether a first preposition waits for what this one governs: "prior to, or with, meals"."""
    before = [token.lower_ for token in doc[max(at - _SECOND, 0) : at]]
    return any(a in _PREPOSITIONS and b in _JOINS for a, b in pairwise(before))


def _owned(doc: Doc, at: int) -> bool:
    """Whether its object could stand in front: "what it is made of", "someone to rely on"."""
    for token in doc[:at]:
        if token.tag_ in _WH or token.lower_ in {"that", "than", "as"}:
            return True
        if token.tag_ == "TO" and token.i + 1 < at and doc[token.i + 1].tag_ == "VB":
            return True
        # A subject right behind a noun opens a clause without "that": "the drug he took".
        subject = token.tag_ in {"PRP", "PRP$"} or (token.tag_ == "DT" and token.dep_ == "nsubj")
        if subject and token.i and token.nbor(-1).pos_ in {"NOUN", "PROPN", "PRON"}:
            return True
    return False


def _preposition_which_modal(doc: Doc) -> Iterator[tuple[int, int]]:
    """Such as "the ways in which can recalibrate your body"; "some of which may" is sound."""
    for token in doc[1:-2]:
        before, after = token.nbor(-1), token.nbor(1)
        if (
            token.lower_ == "which"
            and before.tag_ == "IN"
            and before.lower_ != "of"
            and after.tag_ == "MD"
            and doc[after.i + 1].tag_ in {"VB", "RB"}
        ):
            yield token.i, after.i


def _that_verb(doc: Doc) -> Iterator[tuple[int, int]]:
    """Such as "a meta-analysis demonstrated that significantly reduces resistance"."""
    for token in doc[1:-2]:
        if token.lower_ != "that" or token.nbor(-1).lemma_.lower() not in _REPORTING:
            continue
        if token.nbor(-1).pos_ != "VERB":
            continue
        after = token.nbor(1)
        adverb = after.tag_ == "RB" and after.lower_.endswith("ly")
        if adverb:
            after = doc[after.i + 1]
        lexical = after.tag_ == "VBZ" and after.lower_ not in _AUXILIARIES
        # A plural can look like a verb ("shows that brands rank high"); its object tells.
        lexical = lexical and (adverb or doc[min(after.i + 1, len(doc) - 1)].tag_ in {"DT", "PRP$"})
        modal = after.tag_ == "MD" and after.i + 1 < len(doc) and doc[after.i + 1].tag_ == "VB"
        if lexical or modal:
            yield token.i, after.i


def _whether_verb(doc: Doc) -> Iterator[tuple[int, int]]:
    """Such as "It is not known whether can help", "people whose has come back", "if is low"."""
    asked = doc.text.rstrip().endswith("?")
    for token in doc[:-1]:
        following = token.nbor(1)
        if token.lower_ not in _NEEDS_SUBJECT or (token.lower_ == "when" and (asked or token.i)):
            continue
        if following.tag_ == "MD" or (
            following.lower_ in _AUXILIARIES and following.tag_ in _FINITE
        ):
            yield token.i, following.i


def _any(words: Iterable[str]) -> str:
    """An expression for any of these words."""
    return "|".join(sorted(words))


_MODALS = ("can", "could", "may", "might", "must", "shall", "should", "will", "would")
_OPENS_NO_NAME = frozenset(
    {*_MODALS, *_AUXILIARIES, *_ADVERBS, "that", "which", "and", "or", "in", "on", "into", "from"}
    | {"with", "during", "through", "after", "before", "when", "while", "because"}
)
_NAMELESS = compile_pattern(
    r"(?i)\b(?:condition|disease|disorder|syndrome|illness|infection|complication|problem|rash|lump"
    r"|tumou?r|cancer|hormone|messenger|neurotransmitter|steroid|protein|enzyme|amino acid|fat|acid"
    r"|sugar|pigment|toxin|antibody|antibodies|molecule|compound|chemical|substance|mineral"
    r"|nutrient|vitamin|gene|mutation|receptor|pathway|marker|cell|tissue|structure|gland|fluid|layer"
    r"|nerve|vessel|bacterium|bacteria|virus|plant|herb|drug|medicine|medication|treatment|therapy"
    r"|device|diet|test|scan|procedure|technique|method|approach|process|state|phenomenon|reaction"
    r"|effect)s?\s+(?:(?:that|which)\s+(?:is|are)\s+)?(?:also\s+|often\s+|sometimes\s+|commonly\s+)?"
    r"(called|termed|known\s+as)\s+"
    rf"({_any(_OPENS_NO_NAME)})\b"
)
"""What is no person, "called", and a word that opens no name."""


def _naming_nothing(doc: Doc) -> Iterator[tuple[int, int]]:
    """Such as "a gut hormone called that tells the brain", "a condition called in the bowel".

    None stands in 1.6 million words of trusted text. Verbs in -s are left out, for the tagger takes
    names for them ("proteins called antibodies"), and so is "named" ("named for the cells").
    """
    for match in _NAMELESS.finditer(doc.text):
        (_, named), (opens, ends) = match.span(1), match.span(2)
        naming = doc.char_span(named - 1, named, alignment_mode="expand")
        follows = doc.char_span(opens, ends)
        if naming is not None and follows is not None and follows.text.islower():
            yield naming.start, follows.start


_ACRONYM = re.compile(r"[A-Z][A-Za-z0-9-]*[A-Z][A-Za-z0-9-]{0,5}s?")
_BEFORE_GAP = frozenset(
    {"a", "about", "against", "although", "among", "an", "and", "around", "as"}
    | {"at", "because", "before", "behind", "between", "but", "by", "called", "despite"}
    | {"during", "every", "for", "from", "her", "his", "if", "in", "into"}
    | {"its", "like", "my", "of", "on", "onto", "or", "our", "per"}
    | {"such", "take", "taking", "than", "that", "the", "their", "these", "this"}
    | {"those", "though", "through", "to", "toward", "towards", "unless", "upon", "using"}
    | {"via", "when", "whereas", "whether", "while", "with", "within", "without", "your"}
)
"""Words that a term must follow, and no bracket can."""


def _orphan_acronym(doc: Doc) -> Iterator[tuple[int, int]]:
    """Such as "(BHRT) is an approach", "Ask about (PSA) before": the term in full was dropped."""
    for token in doc[:-2]:
        name = token.nbor(1)
        if token.text != "(" or not doc[name.i + 1].text.startswith(")"):
            continue  # "):" is one token
        if not _ACRONYM.fullmatch(name.text) or ROMAN.fullmatch(name.text):
            continue
        after = doc[name.i + 2] if name.i + 2 < len(doc) else None
        opens = (
            token.i == 0 and after is not None and (after.tag_ in _FINITE or after.pos_ == "NOUN")
        )
        before = token.nbor(-1) if token.i else None
        inside = (
            before is not None
            and before.lower_ in _BEFORE_GAP
            and (before.text.islower() or before.i == 0)
        )
        listed = before is not None and after is not None and before.text == after.text == ","
        if opens or inside or listed:
            yield token.i, name.i + 1


SIGNALS: dict[str, Signal] = {
    "preposition-verb": _preposition_verb,
    "article-verb": _article_verb,
    "article-stop": _article_stop,
    "article-preposition": _article_preposition,
    "preposition-stop": _preposition_stop,
    "preposition-preposition": _preposition_preposition,
    "preposition-which-modal": _preposition_which_modal,
    "that-verb": _that_verb,
    "whether-verb": _whether_verb,
    "naming-nothing": _naming_nothing,
    "orphan-acronym": _orphan_acronym,
}
"""Every signal by the name that rules know it by."""


_CLUES = {
    "orphan-acronym": compile_pattern(rf"(?i:^|,|\b(?:{_any(_BEFORE_GAP)}))\s*\( ?[A-Z]"),
    "preposition-preposition": compile_pattern(
        rf"\b(?:{_any(_GOVERNING)})\s+(?:{_any(_GOVERNING_TOO)})\b"
    ),
    "naming-nothing": _NAMELESS,
    "preposition-which-modal": compile_pattern(rf"(?i)\bwhich\s+(?:{_any(_MODALS)})\b"),
    "that-verb": compile_pattern(rf"(?i)\b(?:{_any(_REPORTED)})\w*\s+that\b"),
    "whether-verb": compile_pattern(
        rf"(?i)\b(?:{_any(_NEEDS_SUBJECT)})\s+(?:{_any({*_MODALS, *_AUXILIARIES})})\b"
    ),
}

TOLD = frozenset(_CLUES)
"""Signals that a few words tell for certain: "it showed that quickly relieves". The detector, to
which such sentences look sound, need not be asked."""


def may_show(name: str, text: str) -> bool:
    """Whether a sentence may show a signal, as far as its text says before it is tagged."""
    return name not in _CLUES or _CLUES[name].search(text) is not None
