"""Therapies in a text: where one is named, whether the text commends it, what it warns of.

The name of a hormone is both physiology and a drug, and a drug that is only listed is not
praised. So a mention counts as *promoted* where the sentence makes the therapy do good ("patches
keep levels steady"), tells the reader to use it ("start semaglutide") or commends it ("metformin
is an easy add-on"), and is neither denied nor a warning itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from medlint.document import BlockKind
from medlint.reading import Reading, Sentence
from medlint.reading.clauses import governs, is_subject_of, same_clause, tokens_in
from medlint.reading.terms import TermFinder
from medlint.text import Span

if TYPE_CHECKING:  # spaCy takes half a second to import; annotations must not cost that
    from spacy.tokens import Doc, Token

_PROSE = frozenset(
    {
        BlockKind.HEADING,
        BlockKind.PARAGRAPH,
        BlockKind.LIST_ITEM,
        BlockKind.TABLE_CELL,
        BlockKind.QUOTATION,
        BlockKind.CAPTION,
        BlockKind.TITLE,
    }
)
_USING = frozenset({"VB", "VBP", "VBZ", "NN", "NNP"})
_PRICE = re.compile(r"[$\u00a3\u20ac]\s?\d")
_RAISING = frozenset({"increase", "raise", "boost", "cause"})
_HARMS = frozenset({"risk", "risks", "chance", "chances", "odds", "likelihood"})
_REACH = 8
"""So many tokens lie at most between a therapy and the verb that commends it."""

_DENIALS = frozenset({"not", "n't", "never", "no", "without", "avoid", "stop", "cannot", "neither"})
_LOWERING = frozenset({"lower", "reduce", "decrease", "cut", "slow", "shrink", "curb", "lessen"})


@dataclass(frozen=True, slots=True)
class TherapyNames:
    """The names of one class of therapies, ready to be found."""

    id: str
    triggers: tuple[str, ...]
    not_triggers: tuple[str, ...] = ()
    needs_cue: bool = False


@dataclass(frozen=True, slots=True)
class Mention:
    """One naming of a therapy: `span` is an offset into the sentence's text."""

    therapy: str
    sentence: Sentence
    span: Span


class TherapyFinder:
    """Finds the therapies of a table in one pass over each sentence."""

    def __init__(self, classes: Iterable[TherapyNames], cues: Iterable[str]) -> None:
        """Compile the names of all classes and the words that make a name a therapy."""
        self._classes = {names.id: names for names in classes}
        self._cues = TermFinder(cues)
        self._names = TermFinder(
            name for c in self._classes.values() for name in (*c.triggers, *c.not_triggers)
        )
        # A longer name can hold the shorter name of another class ("bioidentical progesterone").
        self._known: dict[str, tuple[str, ...]] = {}
        self._holders = {
            c.id: (TermFinder(c.triggers), TermFinder(c.not_triggers))
            for c in self._classes.values()
        }

    def mentions(self, reading: Reading) -> Iterator[Mention]:
        """The mentions of therapies, in reading order, references and asides left out."""
        for sentence in reading.in_scope(_PROSE):
            names = [term.span for term in self._names.find(sentence.text)]
            if not names:
                continue
            cued = self._has_cue(reading, sentence)
            for span in names:
                for therapy in self._classes_of(span.of(sentence.text)):
                    if cued or not self._classes[therapy].needs_cue:
                        yield Mention(therapy, sentence, span)

    def _has_cue(self, reading: Reading, sentence: Sentence) -> bool:
        headings = reading.section_of(sentence.block).headings[-1:]
        return any(text in self._cues for text in (sentence.text, *headings))

    def _classes_of(self, name: str) -> tuple[str, ...]:
        if name not in self._known:
            self._known[name] = tuple(
                therapy
                for therapy, (triggers, others) in self._holders.items()
                if name in triggers and name not in others
            )
        return self._known[name]


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
        ahead = doc[verb.i : verb.i + _REACH]
        if verb.lemma_.lower() in _RAISING and any(t.lower_ in _HARMS for t in ahead):
            continue
        if verb.lemma_.lower() in _LOWERING and ahead.text in praise.goods:
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


class Warnings:
    """The sentences of a document that stand as a harm, a precaution or an exclusion."""

    def __init__(self, reading: Reading, contexts: TermFinder, benefits: TermFinder) -> None:
        """Collect them: `contexts` are stems that warn, `benefits` those that turn them round."""
        self._texts: list[str] = []
        lead_in = ""
        for block_index, block in enumerate(reading.blocks):
            headings = " ".join(reading.section_of(block_index).headings)
            announced = warns(headings, contexts, benefits)
            if block.kind in {BlockKind.LIST_ITEM, BlockKind.TABLE_CELL}:
                announced = announced or warns(lead_in, contexts, benefits)
            for sentence in reading.sentences_of(block_index):
                if announced or warns(sentence.text, contexts, benefits):
                    self._texts.append(sentence.text)
            if block.kind not in {BlockKind.LIST_ITEM, BlockKind.TABLE_CELL}:
                last = reading.sentences_of(block_index)[-1:]
                lead_in = last[0].text if last else ""

    def name(self, stems: TermFinder) -> bool:
        """Whether one of the warnings names the thing."""
        return any(text in stems for text in self._texts)


def warns(text: str, contexts: TermFinder, benefits: TermFinder) -> bool:
    """Whether a warning word stands outside every phrase that turns it into a benefit."""
    turned = [term.span for term in benefits.find(text)]
    return any(not any(term.span.overlaps(span) for span in turned) for term in contexts.find(text))
