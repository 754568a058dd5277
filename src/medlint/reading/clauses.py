"""Clauses of a sentence, and what governs what: tags and order first, the parse as a witness.

A small model's parse is wrong in one short sentence out of three, so no answer here rests on a
dependency label alone.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from typing import TYPE_CHECKING

from medlint.reading.once import once
from medlint.text import Span

if TYPE_CHECKING:  # spaCy takes half a second to import; annotations must not cost that
    from spacy.tokens import Doc, Token

_BREAKS = frozenset({";", "but", "however", "although", "though", "whereas", "yet", "because"})
_SUBJECTS = frozenset({"nsubj", "nsubjpass", "expl", "csubj"})
_FINITE = frozenset({"VBZ", "VBP", "VBD", "MD"})
_DASHES = frozenset({"\N{EM DASH}", "\N{INFINITY}"})
"""What parts clauses however it is set; some publishing systems make the one of the other."""
_SPACED_DASHES = frozenset({"\N{EN DASH}", "-", "--"})
"""What does so between spaces; without them it makes a range ("5\N{EN DASH}10") or a compound."""
_RELATIVE = frozenset({"WDT", "WP"})
_OPENERS = frozenset({"that", "which", "who", "whether", "if", "how", "why", "what", "when"})
"""What opens a clause that a word before it may still speak for."""
_HOLDING = frozenset({"MD", "RB", "VBZ", "VBP", "VBD"})
"""Tags of auxiliaries and of "not": a comma right behind one opens an insertion."""
_JOINTS = frozenset({"and", "or", "so", ","})
_NEAR = 4
"""So many tokens a cue reaches where the parse gives no answer."""
_IN_SUBJECT = frozenset({"DET", "ADJ", "ADV", "NUM", "PRON", "ADP", "CCONJ", "NOUN", "PROPN"})
_SUBJECT_LENGTH = 10
"""So many tokens a new clause's subject takes at most before its verb."""


def tokens_in(doc: Doc, span: Span) -> tuple[int, int]:
    """The half-open range of token indices that a span of the text touches."""
    starts, ends = once(doc, tokens_in, _offsets)
    first, last = bisect_right(ends, span.start), bisect_left(starts, span.end)
    return (first, last) if first < last else (0, 0)


def _offsets(doc: Doc) -> tuple[list[int], list[int]]:
    """Where each token starts and ends in the text."""
    starts = [token.idx for token in doc]
    return starts, [start + len(token) for start, token in zip(starts, doc, strict=True)]


def borders(doc: Doc) -> frozenset[int]:
    """Indices of the tokens that open a new clause, as far as the reach of a cue goes.

    A clause ends at ";", at a dash, at "but" and its like, and at "and" before a new subject with
    a finite verb of its own. It does not end at "that": "no evidence that it works" denies the
    working.
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
    if token.text == ":" or _is_dash(token):
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
    """Whether no clause border lies between two tokens, the later one included.

    What is only inserted between them parts nothing: "does not, whatever they say, cure".
    """
    low, high = sorted((first, second))
    inserted = _inserted(doc, low, high)
    return not any(low < border <= high and border not in inserted for border in borders(doc))


def _inserted(doc: Doc, low: int, high: int) -> frozenset[int]:
    """The tokens of every insertion that lies wholly between two tokens, its marks included."""
    return frozenset(
        index
        for start, end in _insertions(doc)
        if low < start and end < high
        for index in range(start, end + 1)
    )


def _insertions(doc: Doc) -> Iterator[tuple[int, int]]:
    """The marks of each insertion: two dashes, or two commas of which one is behind "not"."""
    dashes = [token.i for token in doc if token.i and _is_dash(token)]
    yield from zip(dashes[::2], dashes[1::2], strict=False)
    for token in doc[1:-1]:
        if token.text != "," or token.nbor(1).tag_ == "CC" or not _is_held(token.nbor(-1)):
            continue
        end = next((later.i for later in doc[token.i + 1 :] if later.text == ","), None)
        if end is not None:
            yield token.i, end


def _is_dash(token: Token) -> bool:
    if token.text in _DASHES:
        return True
    spaced = token.i > 0 and bool(token.nbor(-1).whitespace_) and bool(token.whitespace_)
    return spaced and token.text in _SPACED_DASHES


def _is_held(token: Token) -> bool:
    """Whether the word is an auxiliary or its "not", with the verb still to come."""
    return token.tag_ in _HOLDING and (token.pos_ == "AUX" or token.dep_ == "neg")


def governs(cue: Token, anchor: Token) -> bool:
    """Whether a cue before the anchor speaks for it.

    The parse says so (the anchor lies below what the cue belongs to), or the cue stands so
    close that order does. A second finite verb joined by "and" is beyond a modal's reach:
    "may ease pain and reverses ageing" promises the second.
    """
    if cue.i >= anchor.i or not same_clause(cue.doc, cue.i, anchor.i) or _outspoken(cue, anchor):
        return False
    holder = _holder(cue)
    if holder == anchor or holder in anchor.ancestors:
        return not _finite_conjunct(holder, anchor)
    inserted = _inserted(cue.doc, cue.i, anchor.i)
    between = [t for t in cue.doc[cue.i + 1 : anchor.i] if t.i not in inserted]
    return len(between) <= _NEAR and not any(t.tag_ in _FINITE or t.is_punct for t in between)


def _outspoken(cue: Token, anchor: Token) -> bool:
    """Whether the clause that the cue stands in has ended, by the tags, with the anchor's verb.

    "Going without sugar reverses it": no preposition governs a verb that is finite. "Tea that
    can't be beaten reverses it": the clause that "that" opened has a finite verb already.
    """
    between = cue.doc[cue.i + 1 : anchor.i + 1]
    if any(token.lower_ in _OPENERS or token.text == "," for token in between):
        return False
    if cue.pos_ == "ADP":
        return any(token.tag_ in _FINITE for token in between)
    tags = [token.tag_ for token in cue.doc[max(cue.i - 2, 0) : cue.i]]
    relative = bool(tags) and tags[0] in _RELATIVE and tags[-1] in _FINITE
    return relative and any(token.tag_ in _FINITE for token in between)


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
