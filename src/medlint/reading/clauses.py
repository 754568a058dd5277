"""Clauses of a sentence, and what governs what: tags and order first, the parse as a witness.

A small model's parse is wrong in one short sentence out of three, so no answer here rests on a
dependency label alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from medlint.text import Span

if TYPE_CHECKING:  # spaCy takes half a second to import; annotations must not cost that
    from spacy.tokens import Doc, Token

_BREAKS = frozenset({";", "but", "however", "although", "though", "whereas", "yet", "because"})
_SUBJECTS = frozenset({"nsubj", "nsubjpass", "expl", "csubj"})
_FINITE = frozenset({"VBZ", "VBP", "VBD", "MD"})
_MARKS = frozenset({":", "\N{EM DASH}", "\N{INFINITY}"})
_JOINTS = frozenset({"and", "or", "so", ","})
_NEAR = 4
"""So many tokens a cue reaches where the parse gives no answer."""
_IN_SUBJECT = frozenset({"DET", "ADJ", "ADV", "NUM", "PRON", "ADP", "CCONJ", "NOUN", "PROPN"})
_SUBJECT_LENGTH = 10
"""So many tokens a new clause's subject takes at most before its verb."""


def tokens_in(doc: Doc, span: Span) -> tuple[int, int]:
    """The half-open range of token indices that a span of the text touches."""
    touched = [t.i for t in doc if t.idx < span.end and span.start < t.idx + len(t)]
    return (touched[0], touched[-1] + 1) if touched else (0, 0)


def borders(doc: Doc) -> frozenset[int]:
    """Indices of the tokens that open a new clause, as far as the reach of a cue goes.

    A clause ends at ";", at "but" and its like, and at "and" before a new subject with a finite
    verb of its own. It does not end at "that": "no evidence that it works" denies the working.
    """
    found: set[int] = set()
    verb_seen = False
    for token in doc:
        if _opens(token, verb_seen=verb_seen):
            found.add(token.i)
            verb_seen = False
        verb_seen = verb_seen or token.tag_ in _FINITE
    return frozenset(found)


def _opens(token: Token, *, verb_seen: bool) -> bool:
    lower = token.lower_
    if lower in _BREAKS:
        but_only = lower == "but" and token.i and token.nbor(-1).lower_ == "nothing"
        return not (but_only or _is_adverb(token))
    if lower in _MARKS:
        return token.i > 0
    # Without a verb before it, "and" joins nouns: "the link between sugar and anxiety is clear".
    return lower in _JOINTS and verb_seen and _new_subject(token.doc, token.i + 1)


def _is_adverb(token: Token) -> bool:
    """Whether "yet", "though" or "however" stands inside its clause: "has not yet cured it"."""
    after = token.nbor(1) if token.i + 1 < len(token.doc) else None
    if token.lower_ == "yet":
        return token.i > 0 and not token.nbor(-1).is_punct and token.nbor(-1).lower_ != "and"
    return token.lower_ in {"though", "however"} and (
        after is None or (after.is_punct and token.i > 0 and token.nbor(-1).text != ";")
    )


def _new_subject(doc: Doc, start: int) -> bool:
    """Whether a noun phrase (a list, "of" and "for" included) and then a finite verb follow."""
    seen_noun = False
    for token in doc[start : start + _SUBJECT_LENGTH]:
        if token.tag_ in _FINITE:
            return seen_noun
        if token.tag_ in {"NN", "NNS", "NNP", "NNPS", "PRP", "EX", "DT"}:
            seen_noun = True
        elif not seen_noun and token.pos_ == "ADP":
            return False
        if token.pos_ not in _IN_SUBJECT and token.text != ",":
            return False
    return False


def same_clause(doc: Doc, first: int, second: int) -> bool:
    """Whether no clause border lies between two tokens, the later one included."""
    low, high = sorted((first, second))
    return not any(low < border <= high for border in borders(doc))


def governs(cue: Token, anchor: Token) -> bool:
    """Whether a cue before the anchor speaks for it.

    The parse says so (the anchor lies below what the cue belongs to), or the cue stands so
    close that order does. A second finite verb joined by "and" is beyond a modal's reach:
    "may ease pain and reverses ageing" promises the second.
    """
    if cue.i >= anchor.i or not same_clause(cue.doc, cue.i, anchor.i):
        return False
    holder = _holder(cue)
    if holder == anchor or holder in anchor.ancestors:
        return not _finite_conjunct(holder, anchor)
    between = cue.doc[cue.i + 1 : anchor.i]
    return len(between) <= _NEAR and not any(t.tag_ in _FINITE or t.is_punct for t in between)


def _holder(cue: Token) -> Token:
    """The word that a cue belongs to: the verb of "not", the verb whose subject has "no"."""
    token = cue
    if token.dep_ in {"neg", "aux", "auxpass", "det", "advmod", "amod", "predet", "mark"}:
        token = token.head
    if token.pos_ in {"NOUN", "PROPN", "PRON"} and token.dep_ in {"nsubj", "nsubjpass", "attr"}:
        token = token.head
    return token


def _finite_conjunct(holder: Token, anchor: Token) -> bool:
    token = anchor
    while token not in {holder, token.head}:
        if token.dep_ == "conj" and token.tag_ in {"VBZ", "VBP", "VBD"} and holder.tag_ == "VB":
            return True
        token = token.head
    return False


def is_subject_of(anchor: Token, verb: Token) -> bool:
    """Whether the anchor stands in the subject of a later verb: "Reversing it is not possible"."""
    if not anchor.i < verb.i:
        return False
    for child in verb.children:
        if child.dep_ in _SUBJECTS and (child == anchor or child in anchor.ancestors):
            return True
    return False
