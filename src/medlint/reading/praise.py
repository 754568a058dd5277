"""Whether a text commends a therapy that it names.

A drug that is only listed is not praised. A mention counts as *promoted* where the text makes the
therapy do good ("patches keep levels steady"), tells the reader to use it ("start semaglutide"),
commends it ("metformin is an easy add-on") or sells it, and does not deny it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from medlint.document import BlockKind
from medlint.reading import Reading, Sentence
from medlint.reading.clauses import governs, is_subject_of, same_clause, tokens_in
from medlint.reading.terms import TermFinder
from medlint.reading.therapies import Mention

if TYPE_CHECKING:  # spaCy takes half a second to import; annotations must not cost that
    from spacy.tokens import Doc, Token

_USING = frozenset({"VB", "VBP", "VBZ", "NN", "NNP"})
_PRICE = re.compile(r"[$\u00a3\u20ac]\s?\d")
_PRONOUNS = frozenset({"it", "they", "this", "these"})
_RAISING = frozenset({"increase", "raise", "boost", "cause"})
_LOWERING = frozenset({"lower", "reduce", "decrease", "cut", "slow", "shrink", "curb", "lessen"})
_HARMS = frozenset({"risk", "risks", "chance", "chances", "odds", "likelihood"})
_DENIALS = frozenset({"not", "n't", "never", "no", "without", "avoid", "stop", "cannot", "neither"})
_REACH = 8
"""So many tokens lie at most between a therapy and the verb that commends it."""


@dataclass(frozen=True, slots=True)
class Praise:
    """The words by which a text commends a therapy: lemmas of verbs, and commending words.

    `goods` are things that it is no praise to lower; `regimen` words say how a therapy is taken.
    """

    benefit_verbs: frozenset[str]
    use_verbs: frozenset[str]
    words: TermFinder
    goods: TermFinder
    regimen: TermFinder


def promoted(reading: Reading, mention: Mention, praise: Praise) -> bool:
    """Whether the sentence commends the therapy or tells the reader to use it."""
    doc = reading.doc(mention.sentence)
    first, last = tokens_in(doc, mention.span)
    if first == last or _questioned(doc):
        return False
    head = _head(doc, first, last)
    return (
        _is_prescribed(reading, mention.sentence, praise)
        or _goes_on(reading, mention.sentence, praise)
        or _does_good(doc, head, last, praise)
        or _is_used(doc, first, praise)
        or _is_praised(doc, head, last, praise)
    )


def _is_prescribed(reading: Reading, sentence: Sentence, praise: Praise) -> bool:
    """Whether a table row or list entry sells it or lays down how to take it: "pellet | weekly"."""
    block = reading.blocks[sentence.block]
    if block.kind is BlockKind.LIST_ITEM:
        return sentence.text in praise.regimen
    if block.kind is not BlockKind.TABLE_CELL or block.cell is None:
        return False
    row = (block.cell.table, block.cell.row)
    return any(
        other.cell is not None
        and (other.cell.table, other.cell.row) == row
        and (other.text in praise.regimen or _PRICE.search(other.text))
        for other in reading.blocks
    )


def _goes_on(reading: Reading, sentence: Sentence, praise: Praise) -> bool:
    """Whether the text goes on to commend it without a name: "It lifts the fog".

    After a heading that is its section, elsewhere the sentences that follow, for as long as each
    opens with a pronoun.
    """
    heading = reading.blocks[sentence.block].kind is BlockKind.HEADING
    last = reading.section_of(sentence.block).last if heading else sentence.block + 1
    for following in reading.sentences[sentence.index + 1 :]:
        if following.block >= last:
            return False
        words = following.text.split(maxsplit=1)
        pronoun = bool(words) and words[0].lower().strip("'\u2019") in _PRONOUNS
        if pronoun and _pronoun_does_good(reading.doc(following), praise):
            return True
        if not heading and not pronoun:
            return False
    return False


def _pronoun_does_good(doc: Doc, praise: Praise) -> bool:
    return any(
        verb.lemma_.lower() in praise.benefit_verbs
        and verb.tag_ in {"VBZ", "VBP", "VB"}
        and not _denied(doc, verb)
        and not _lowers_good(doc, verb, praise)
        and all(t.pos_ in {"AUX", "ADV", "PART", "NOUN"} for t in doc[1 : verb.i])
        for verb in doc[1:_REACH]
    )


def _lowers_good(doc: Doc, verb: Token, praise: Praise) -> bool:
    """Whether the verb raises a risk or lowers what a body should keep."""
    ahead = doc[verb.i : verb.i + _REACH]
    lemma = verb.lemma_.lower()
    raises_harm = lemma in _RAISING and any(t.lower_ in _HARMS for t in ahead)
    return raises_harm or (lemma in _LOWERING and ahead.text in praise.goods)


def _questioned(doc: Doc) -> bool:
    return doc.text.rstrip().endswith("?")


def _head(doc: Doc, first: int, last: int) -> Token:
    """The noun that the name belongs to: "patches" in "estradiol patches"."""
    token = doc[last - 1]
    while token.dep_ in {"compound", "amod", "nmod"} and token.head.i > token.i:
        token = token.head
    return token if token.i >= first else doc[last - 1]


def _does_good(doc: Doc, head: Token, last: int, praise: Praise) -> bool:
    for verb in doc[last : head.i + 1 + _REACH]:
        if verb.lemma_.lower() not in praise.benefit_verbs or not _is_verb(verb):
            continue
        if verb.i > 1 and doc[verb.i - 1].lower_ == "to" and doc[verb.i - 2].lower_ == "used":
            continue  # what it is for, as a list of medicines says it
        if verb.tag_ == "VBN" and any(c.dep_ == "auxpass" for c in verb.children):
            continue  # "estradiol is reduced" does nothing
        if not same_clause(doc, head.i, verb.i) or _denied(doc, verb):
            continue
        if _lowers_good(doc, verb, praise):
            continue
        plain = all(
            token.pos_ in {"AUX", "ADV", "PART", "ADP", "DET", "NOUN", "PROPN", "ADJ", "NUM"}
            and token.tag_ not in {"WDT", "VBZ", "VBP", "VBD"}
            and not token.is_punct
            for token in doc[head.i + 1 : verb.i]
            if token.pos_ != "AUX"
        )
        if plain or _agent_of(head, verb) or _in_apposition(doc, head, verb):
            return True
    return False


def _in_apposition(doc: Doc, head: Token, verb: Token) -> bool:
    """Whether a second name for it does the good: "sermorelin, a shot that melts fat"."""
    between = doc[head.i + 1 : verb.i]
    if not between or between[-1].tag_ != "WDT":
        return False
    commas = [token for token in between if token.text == ","]
    return len(commas) == 1 and commas[0].nbor(1).pos_ == "DET"


def _is_verb(token: Token) -> bool:
    if token.pos_ == "VERB":
        return True
    # A verb in -s that the tagger took for a plural, as no other verb is left: "wort lifts mood".
    verbless = not any(other.tag_ in {"VBZ", "VBP", "VBD", "MD"} for other in token.doc)
    return token.tag_ == "NNS" and verbless


def _agent_of(head: Token, verb: Token) -> bool:
    """Whether the therapy is the subject of the verb, or of the verb that this one completes."""
    token = verb
    for _ in range(4):
        if is_subject_of(head, token):
            return True
        if token.dep_ not in {"xcomp", "conj", "advcl", "ccomp", "relcl", "acl"}:
            return False
        if token.dep_ in {"relcl", "acl"}:
            return token.head == head
        token = token.head
    return False


def _is_used(doc: Doc, first: int, praise: Praise) -> bool:
    """Whether the reader is told to use it: an imperative, or "you", "women" … as the user."""
    for verb in reversed(doc[max(0, first - _REACH) : first]):
        if verb.is_punct and verb.text != ",":
            return False
        if verb.lemma_.lower() not in praise.use_verbs or verb.tag_ not in _USING:
            continue
        if any(t.pos_ in {"VERB", "AUX"} for t in doc[verb.i + 1 : first]) or _denied(doc, verb):
            return False
        before = doc[verb.i - 1] if verb.i else None
        imperative = verb.tag_ != "VBZ" and (before is None or before.is_punct)
        subjects = [c for c in verb.children if c.dep_ == "nsubj"]
        reader = any(
            s.lower_ in {"you", "we", "i"} or any(c.lower_ == "our" for c in s.children)
            for s in subjects
        )
        conditional = any(c.lower_ in {"if", "when", "who"} for c in verb.children)
        return (imperative or reader) and not conditional
    return False


def _is_praised(doc: Doc, head: Token, last: int, praise: Praise) -> bool:
    for token in doc[last : head.i + 4]:
        if token.lemma_ != "be" or token.i <= head.i - 1:
            continue
        rest = doc[token.i + 1 : token.i + 1 + _REACH]
        words = praise.words.find(rest.text) if len(rest) else iter(())
        found = next(words, None)
        return found is not None and not any(
            t.lower_ in _DENIALS for t in rest if t.idx - rest.start_char <= found.span.start
        )
    return False


def _denied(doc: Doc, verb: Token) -> bool:
    return any(t.lower_ in _DENIALS and (t.head == verb or governs(t, verb)) for t in doc[: verb.i])
