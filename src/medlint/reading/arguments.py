"""Who does it and to what: the phrases around a verb, by order and tags, with the parse asked last.

Ranges of tokens are half-open pairs of indices into the Doc.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:  # spaCy takes half a second to import; annotations must not cost that
    from spacy.tokens import Doc, Token

Range = tuple[int, int]

_LONGEST_PHRASE = 25
_SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj", "csubjpass"})
_PASSED_ON = frozenset(
    {
        "conj",
        "xcomp",
        "advcl",
        "ccomp",
        "acl",
        "relcl",
        "pcomp",
        "prep",
        "dep",
        "auxpass",
        "aux",
        "acomp",
    }
)
_NOMINAL = frozenset({"NOUN", "PROPN", "PRON"})
_NAMED = _NOMINAL | {"X", "SYM"}
_VERB_TAGS = frozenset({"VB", "VBD", "VBG", "VBN", "VBP", "VBZ"})
_FINITE = frozenset({"VBZ", "VBP", "VBD", "MD"})
_ENDS_PHRASE = frozenset({"MD", "VBZ", "VBP", "WDT", "WP", "WRB", "EX", "TO"})
_INSIDE_PHRASE = frozenset(
    {"of", "in", "to", "on", "for", "with", "among", "between", "from", "against", "at"}
)
_BORDERS = frozenset({";", ":", "(", ")", "\N{EM DASH}"})
_LONGEST_WAY = 6
_SHORT_SUBJECT = 3


def is_verb(token: Token) -> bool:
    """Whether the word is used as a verb; a noun reading is overruled by a verb's surroundings.

    "Turmeric cures diabetes." comes back as three nouns.
    """
    if token.i + 1 < len(token.doc) and token.nbor(1).text == "-":
        return False  # "clear-cell carcinoma"
    if token.tag_ in _VERB_TAGS:
        # An adjective made of the verb ("healing crystals", "reduced fat") stands in its phrase.
        if token.tag_ in {"VBN", "VBD", "VBG"} and token.dep_ in {"amod", "compound"}:
            return False
        return not (token.tag_ == "VBN" and _stands_in_phrase(token))
    return token.tag_ in {"NNS", "NNPS", "NNP", "NN"} and _must_be_verb(token)


def _must_be_verb(noun: Token) -> bool:
    """Whether a word on -s that was taken for a noun leaves its sentence without a verb."""
    doc, following = noun.doc, noun.i + 1
    if not noun.lower_.endswith("s") or following >= len(doc):
        return False
    if any(t.tag_ in _FINITE for t in doc if t.i != following or not _is_last_word(t)):
        return False
    if noun.i == 0:
        return doc[following].pos_ in {"NOUN", "PROPN", "ADJ", "DET", "PRON"}
    return doc[noun.i - 1].pos_ in {"NOUN", "PROPN", "PRON", "ADV"}


def _is_last_word(token: Token) -> bool:
    """Whether nothing but punctuation follows: "diabetes." is no verb there, whatever its tag."""
    return all(t.is_punct for t in token.doc[token.i + 1 :])


def _stands_in_phrase(participle: Token) -> bool:
    """Whether a participle has its noun behind it and no helping verb: "fried and cured meats"."""
    doc, at = participle.doc, participle.i
    helped = any(token.pos_ == "AUX" for token in doc[max(0, at - 4) : at])
    return not helped and at + 1 < len(doc) and doc[at + 1].pos_ in {"NOUN", "PROPN"}


def phrase_after(doc: Doc, start: int) -> Range | None:
    """The phrase that begins at a token, adverbs before it left out; None where there is none."""
    while start < len(doc) and doc[start].pos_ in {"ADV", "PART"} and doc[start].tag_ != "TO":
        start += 1
    named = False
    end = start
    while end < len(doc) and end - start <= _LONGEST_PHRASE:
        if _ends_phrase(doc, end):
            break
        named = named or doc[end].pos_ in _NAMED or doc[end].tag_ in {"VB", "VBG", "CD"}
        end += 1
    while end > start and doc[end - 1].pos_ in {"CCONJ", "ADP", "PUNCT", "ADV", "SPACE"}:
        end -= 1
    return (start, end) if named else None


def _ends_phrase(doc: Doc, at: int) -> bool:
    token = doc[at]
    if token.tag_ in _ENDS_PHRASE or token.text in _BORDERS or token.pos_ == "SCONJ":
        return True
    if token.tag_ == "VBD":
        return bool(token.dep_ != "amod")
    if token.pos_ == "ADP":
        return token.lower_ not in _INSIDE_PHRASE
    if token.text == ",":
        after = doc[at + 1].pos_ if at + 1 < len(doc) else ""
        return after not in {"NOUN", "ADJ", "PROPN", "CCONJ"}
    return bool(token.is_punct and token.text in {".", "!", "?"})


def object_of(doc: Doc, last: int) -> Range | None:
    """What a verb that ends at a token acts on, where it is said right behind it."""
    found = phrase_after(doc, last + 1)
    if found is None and last + 1 < len(doc) and _must_be_verb(doc[last]):
        return last + 1, last + 2
    if found is None or doc[found[0]].pos_ == "ADP" or doc[found[0]].is_punct:
        return None
    return found


def subject_of(verb: Token) -> Range | None:
    """The phrase that does what the verb says, by the parse, else the noun right before it."""
    token = verb
    for _ in range(_LONGEST_WAY):
        for child in token.children:
            if child.dep_ in _SUBJECTS and child.i < verb.i:
                if child.tag_ in {"WDT", "WP"} or child.lower_ == "that":
                    return _before(token.head, verb)
                return child.left_edge.i, max(t.i for t in child.subtree if t.i < verb.i) + 1
        if token.dep_ not in _PASSED_ON or token.head.i >= verb.i:
            break
        if token.dep_ == "ccomp" and any(
            t.lower_ == "that" for t in verb.doc[token.head.i : verb.i]
        ):
            break  # "this study shows that the ratio predicts": whoever shows it does not predict
        if token.dep_ in {"acl", "relcl"} and token.head.pos_ in _NOMINAL:
            return _before(token.head, verb)
        token = token.head
    at = verb.i - 1
    while at >= 0 and verb.doc[at].pos_ in {"AUX", "ADV", "PART"}:
        at -= 1
    if at >= 0 and verb.doc[at].pos_ in _NOMINAL:
        return _before(verb.doc[at], verb)
    # Words at the head of a sentence whose noun was taken for something else: "Blue light".
    return (0, at + 1) if verb.tag_ in _FINITE and 0 <= at < _SHORT_SUBJECT else None


def _before(noun: Token, verb: Token) -> Range | None:
    return (noun.left_edge.i, noun.i + 1) if noun.i < verb.i else None


def head_of(doc: Doc, phrase: Range) -> Token:
    """The word that a phrase is about."""
    return doc[phrase[0] : phrase[1]].root
