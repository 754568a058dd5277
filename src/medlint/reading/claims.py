"""Claims: what a sentence says that one thing does to another, and how strongly it says so.

A claim is found by a word of a lexicon (a verb, a noun, a state) and the phrases around it. Its
strength follows one scale, from a mere association to a guarantee; the order of the steps is that
of the levels that readers tell apart in health news (Sumner et al., BMJ 2014;349:g7015) with
certainty and guarantee above them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import TYPE_CHECKING

from medlint.reading.arguments import Range, head_of, is_verb, object_of, phrase_after, subject_of
from medlint.reading.cues import Cues
from medlint.reading.lemmas import LemmaFinder, word_forms
from medlint.reading.once import once
from medlint.reading.patterns import compile_pattern
from medlint.text import Span

if TYPE_CHECKING:  # spaCy takes half a second to import; annotations must not cost that
    from spacy.tokens import Doc, Token


class Relation(StrEnum):
    """What one thing is said to do to another."""

    CURE = "cure"
    PREVENT = "prevent"
    TREAT = "treat"
    IMPROVE = "improve"
    WORSEN = "worsen"
    CAUSE = "cause"
    CHANGE = "change"
    ASSOCIATE = "associate"
    ENSURE = "ensure"


class Strength(IntEnum):
    """How strong a claim is."""

    NONE = 0
    ASSOCIATED = 1
    CONDITIONAL = 2
    CAUSAL = 3
    CERTAIN = 4
    GUARANTEED = 5


class Form(StrEnum):
    """The kind of word that makes a claim."""

    VERB = "verb"
    PASSIVE = "passive"
    NOUN = "noun"
    STATE = "state"
    COMPARATIVE = "comparative"


class Mood(StrEnum):
    """Whether the claim is made, taken for granted, or only thought of."""

    STATED = "stated"
    PRESUPPOSED = "presupposed"
    UNREAL = "unreal"


@dataclass(frozen=True, slots=True)
class Claim:
    """One claim; all spans are offsets into the text of its Doc.

    `span` is the word that makes it. `strength` leaves denial aside: "does not cure" is a causal
    claim that is `negated`. Only a `stated` claim has a strength above none.
    """

    relation: Relation
    form: Form
    span: Span
    agent: Span | None
    target: Span | None
    negated: bool
    hedges: tuple[Span, ...]
    mood: Mood
    strength: Strength


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The words that make claims, by relation and form, and those that weigh them."""

    words: Mapping[tuple[Relation, Form], Sequence[str]]
    factual: frozenset[str]
    light: frozenset[str]
    evidence: frozenset[str]


@dataclass(frozen=True, slots=True)
class Weights:
    """The cues that deny a claim, weaken it, strengthen it, or make it unreal."""

    negated: Cues
    possible: Cues
    certain: Cues
    guaranteed: Cues
    unreal: Cues


@dataclass(frozen=True, slots=True)
class _Entry:
    words: tuple[str, ...]
    relation: Relation
    form: Form


@dataclass(frozen=True, slots=True)
class _Found:
    entry: _Entry
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class _Parts:
    relation: Relation
    form: Form
    agent: Range | None
    target: Range | None

    def is_association(self) -> bool:
        """Whether no more is said than that two things go together, or that one is seen."""
        if self.relation is Relation.ASSOCIATE or self.form is Form.COMPARATIVE:
            return True
        if self.relation not in _OBSERVED:
            return False
        if self.form is Form.NOUN:
            return self.agent is None and self.target is not None
        return not self.is_complete()

    def is_complete(self) -> bool:
        """Whether it is said who does it, or to what."""
        if self.form is Form.PASSIVE:
            return self.agent is not None or self.relation in _NEEDS_NOBODY
        return self.form is Form.STATE or self.target is not None


_PREFERENCE = {Form.COMPARATIVE: 0, Form.STATE: 1, Form.NOUN: 2, Form.VERB: 3}
"""Which reading of a word is tried first: "cures" may be a verb and a noun."""
_BE = frozenset({"be", "become", "remain", "seem", "appear", "get"})
_NOUN_LINKS = frozenset(
    {"of", "for", "on", "in", "between", "with", "to", "from", "against", "among"}
)
_MEANS = frozenset({"by", "with", "through", "via", "using"})
_INDIRECT = frozenset({"for", "in", "of", "at", "on", "toward", "towards", "about", "regarding"})
_OBSERVED = frozenset({Relation.CHANGE, Relation.IMPROVE, Relation.WORSEN})
"""What may come about without anybody who does it: "LDL fell", "pain was reduced"."""
_NEEDS_NOBODY = frozenset({Relation.CURE, Relation.PREVENT, Relation.ENSURE})
"""What is a claim even where nobody does it: "diabetes can be cured"."""
_COMPARES = frozenset({"than", "compared", "versus", "vs", "vs."})
_LEADING = frozenset({"role", "key", "journey", "path", "involve", "implicate"})
_COUNTED = frozenset({"factor", "predictor", "determinant", "cause"})
"""Of these a sentence says what they are: "predictors of relapse were age and dose"."""
_NEAR = 6
_CALLS_FOR_RESEARCH = compile_pattern(
    r"\b(?:further|future|more|additional|larger)\s(?:\S+\s){0,4}(?:research|stud(?:y|ies)|trials?|work"
    r"|investigations?|evaluation|exploration|data|evidence)\b"
    r"|\b(?:warranted|(?:is|are)\s(?:needed|required)|remains?\sto\sbe|needs?\sto\sbe|(?:is|are|be|we|authors)\s(?:\w+ly\s)?recommend(?:s|ed)?)\b"
    r"|\b(?:trial\sregistration|registered|copyright)\b",
    any_case=True,
)

_GIVES = compile_pattern(r"\b(?:provid|add|offer|lend|giv|yield|suppl)\w*\s$", any_case=True)
"""Before "further evidence": it has been found, and nobody calls for it."""

_APART = compile_pattern(r"(?:,|;)\s(?:and|but|so|although|though|however)\b", any_case=True)
"""Between what is claimed and a call for research that goes on from there."""


class ClaimReader:
    """Finds the claims of a tagged and parsed sentence."""

    def __init__(self, lexicon: Lexicon, weights: Weights) -> None:
        """Take the words."""
        self._lexicon = lexicon
        self._weights = weights
        self._by_first: dict[str, list[_Entry]] = {}
        for (relation, form), phrases in lexicon.words.items():
            for phrase in phrases:
                words = tuple(phrase.lower().split())
                self._by_first.setdefault(words[0], []).append(_Entry(words, relation, form))
        told: dict[Relation, set[str]] = {relation: set() for relation in Relation}
        for (relation, _), phrases in lexicon.words.items():
            told[relation].update(phrases)
        self._told_by = {relation: LemmaFinder(words) for relation, words in told.items()}
        self._nouns = frozenset(
            word
            for (relation, form), words in lexicon.words.items()
            if form is Form.NOUN and relation is not Relation.ASSOCIATE
            for word in words
        )

    def may_claim(self, text: str, relations: Iterable[Relation], at_least: Strength) -> bool:
        """Whether the text has words for one of the relations, and for that strength.

        It is asked for no tags; False is sure.
        """
        wanted = frozenset(relations)
        if not any(self._told_by[relation].may_stand_in(text) for relation in wanted):
            return False
        if at_least < Strength.CERTAIN or Relation.ENSURE in wanted:
            return True
        stronger = (self._weights.guaranteed, self._weights.certain)
        cues = stronger[:1] if at_least is Strength.GUARANTEED else stronger
        return any(text in words for cue in cues for words in (cue.forward, cue.backward))

    def read(self, doc: Doc) -> list[Claim]:
        """The claims of a sentence, in order."""
        return once(doc, self, self._read)

    def _read(self, doc: Doc) -> list[Claim]:
        found = list(self._words(doc))
        return [claim for one in found if (claim := self._claim(doc, one)) is not None]

    def main(self, doc: Doc) -> Claim | None:
        """What the sentence says in the main; None if it claims nothing or calls for research.

        That is its first claim where an association is among them, for the rest is said about it,
        else its strongest one.
        """
        stated = [claim for claim in self.read(doc) if claim.strength > Strength.NONE]
        call = _called(doc.text)
        if call is not None:
            stated = [one for one in stated if _APART.search(doc.text[one.span.end : call])]
        if any(claim.strength is Strength.ASSOCIATED for claim in stated):
            return stated[0]
        return max(stated, key=lambda claim: claim.strength, default=None)

    # -- the words ------------------------------------------------------------------------------

    def _words(self, doc: Doc) -> Iterator[_Found]:
        words = word_forms(doc)
        end = 0
        for at in words.places(self._by_first.keys()):
            if at < end:
                continue
            best = max(
                (
                    _Found(entry, at, last)
                    for form in words.forms[at]
                    for entry in self._by_first.get(form, ())
                    for last in _ends(doc, words.forms, at, entry.words)
                    if self._fits(doc, at, last, entry)
                ),
                key=lambda one: (one.last, _PREFERENCE[one.entry.form]),
                default=None,
            )
            if best is not None:
                yield best
                end = best.last + 1

    def _fits(self, doc: Doc, first: int, last: int, entry: _Entry) -> bool:
        token = doc[first]
        if entry.form is Form.VERB:
            # What helps to do something only lends its force to what is done.
            lends = entry.words == ("help",) and _bare_infinitive(doc, last + 1)
            return is_verb(token) and not lends
        if entry.form is Form.NOUN:
            return doc[last].pos_ in {"NOUN", "PROPN"} or doc[last].tag_ in {"NN", "NNS"}
        return not (
            len(entry.words) == 1
            and token.pos_ in {"NOUN", "PROPN", "VERB"}
            and token.tag_ != "VBN"
        )

    # -- the claim ------------------------------------------------------------------------------

    def _claim(self, doc: Doc, found: _Found) -> Claim | None:
        entry = found.entry
        token = doc[found.first]
        form = entry.form
        agent = target = None
        stated = True
        if form is Form.VERB:
            if _is_passive(doc, found.first) and found.first == found.last:
                form = Form.PASSIVE
                target, agent = subject_of(token), _means(doc, found.last)
            else:
                target, agent = object_of(doc, found.last), subject_of(token)
            about = agent if entry.relation is not Relation.CAUSE else None
            if self._is_about_evidence(doc, about) or self._is_about_evidence(doc, target):
                return None
            if token.tag_ == "VBG" and token.dep_ in {"csubj", "nsubj"}:
                stated = False  # "Reducing salt lowers …" claims the second
            if _modifies(token) and (form is Form.PASSIVE or entry.relation is Relation.ASSOCIATE):
                stated = False
        elif form is Form.NOUN:
            target, agent = _noun_target(doc, found), _noun_agent(doc[found.last])
            stated = self._is_asserted(doc, found)
        elif form is Form.COMPARATIVE:
            if not self._is_compared(doc, found):
                return None
            agent = _noun_agent(token.head) if token.dep_ == "amod" else subject_of(token)
            target = phrase_after(doc, found.last + 1)
        else:
            agent, target = subject_of(token), phrase_after(doc, found.last + 1)
            stated = self._is_predicate(doc, found)
        span = Span(token.idx, doc[found.last].idx + len(doc[found.last]))
        weights = self._weights
        hedges = weights.possible.speaking(doc, span)
        mood = self._mood(doc, found, span) if stated else Mood.PRESUPPOSED
        strength = Strength.NONE
        if mood is Mood.STATED:
            strength = self._strength(
                doc, _Parts(entry.relation, form, agent, target), span, hedges
            )
        return Claim(
            relation=entry.relation,
            form=form,
            span=span,
            agent=_span(doc, agent),
            target=_span(doc, target),
            negated=bool(weights.negated.speaking(doc, span)),
            hedges=hedges,
            mood=mood,
            strength=strength,
        )

    def _strength(self, doc: Doc, parts: _Parts, span: Span, hedges: tuple[Span, ...]) -> Strength:
        if parts.is_association():
            return Strength.ASSOCIATED
        if not parts.is_complete():
            return Strength.NONE
        if hedges:
            return Strength.CONDITIONAL
        weights = self._weights
        if parts.relation is Relation.ENSURE or weights.guaranteed.speaking(doc, span):
            return Strength.GUARANTEED
        return Strength.CERTAIN if weights.certain.speaking(doc, span) else Strength.CAUSAL

    def _is_about_evidence(self, doc: Doc, phrase: Range | None) -> bool:
        return phrase is not None and head_of(doc, phrase).lemma_.lower() in self._lexicon.evidence

    def _is_asserted(self, doc: Doc, found: _Found) -> bool:
        """Whether a noun is what a light verb brings ("has an effect on") or what something is."""
        head = doc[found.last]
        while head.dep_ in {"conj", "compound", "nmod"} and head.head != head:
            head = head.head
        governor = head.head
        if head.dep_ == "pobj" and governor.lower_ == "as":
            return True
        if head.dep_ == "nsubj" and found.entry.relation in {Relation.CHANGE, Relation.IMPROVE}:
            return governor.tag_ in {"VBZ", "VBP", "VBD"}  # "the effect on glucose was small"
        if (
            head.dep_ == "nsubj"
            and governor.lemma_ == "be"
            and head.lemma_.lower() in _COUNTED
            and governor.i + 1 < len(doc)
        ):
            return doc[found.last + 1].lower_ in {"for", "of"}  # "risk factors for it are …"
        if head.dep_ in {"dobj", "attr", "obj", "oprd", "nsubjpass"} or (
            head.dep_ == "nsubj" and governor.lemma_ == "be" and governor.i < head.i
        ):
            return governor.lemma_.lower() in self._lexicon.light
        return head == governor and not any(t.tag_ in {"VBZ", "VBP", "VBD"} for t in doc)

    def _is_predicate(self, doc: Doc, found: _Found) -> bool:
        """Whether a state is said of something: "is effective in", "a measure effective in"."""
        before = doc[max(0, found.first - _NEAR) : found.first]
        if any(t.lemma_.lower() in _BE or t.lower_ in {"as", "'s"} for t in before):
            return True
        adjectives = [t for t in doc[found.first : found.last + 1] if t.pos_ == "ADJ"]
        token = adjectives[-1] if adjectives else doc[found.last]
        if token.dep_ in {"acomp", "oprd", "attr", "ROOT", "conj"}:
            return True
        # "an effective treatment", "a protective effect": said where its noun is.
        return token.dep_ == "amod" and token.head.head.lemma_.lower() in self._lexicon.light

    def _is_compared(self, doc: Doc, found: _Found) -> bool:
        """Whether one thing is said to be more or less than another, and not just called larger."""
        token = doc[found.first]
        head = token.head
        if token.dep_ == "amod" and head.lemma_.lower() in self._nouns:
            return False  # "a stronger effect": the noun makes the claim
        if any(t.lower_ in _COMPARES for t in doc[found.last + 1 : found.last + 20]):
            return True
        if token.dep_ == "acomp":
            return True
        return (
            token.dep_ == "amod"
            and head.dep_ in {"dobj", "attr"}
            and (head.head.lemma_.lower() in self._lexicon.light)
        )

    def _mood(self, doc: Doc, found: _Found, span: Span) -> Mood:
        token = doc[found.first]
        if self._weights.unreal.speaking(doc, span):
            return Mood.UNREAL
        if found.entry.form is not Form.VERB:
            return Mood.STATED
        at = found.first - 1
        while at >= 0 and doc[at].pos_ == "ADV":
            at -= 1
        before = doc[at].lower_ if at >= 0 else ""
        if token.tag_ == "VB" and before == "to":
            return self._infinitive(doc, at, token)
        if token.tag_ == "VBG" and before in _INDIRECT:
            return self._gerund(doc, at)
        return Mood.STATED

    def _infinitive(self, doc: Doc, to: int, verb: Token) -> Mood:
        """Tell "was shown to reduce" and "found it to reduce" from "a plan to reduce"."""
        at = to - 1
        while at >= 0 and doc[at].pos_ == "ADV":
            at -= 1
        holders = [doc[at]] if at >= 0 else []
        if verb.dep_ in {"ccomp", "xcomp"} and verb.head.i < to:
            holders.append(verb.head)
        for holder in holders:
            if {holder.lemma_.lower(), holder.lower_} & self._lexicon.factual:
                return Mood.STATED
        return Mood.UNREAL

    def _gerund(self, doc: Doc, preposition: int) -> Mood:
        """Tell "a role in reducing" and "the key to reversing" from "strategies for reducing"."""
        holder = doc[preposition].head
        leads = holder.pos_ == "ADJ" or holder.lemma_.lower() in _LEADING
        return Mood.STATED if leads else Mood.UNREAL


def _called(text: str) -> int | None:
    """Where a call for research begins, if there is one."""
    calls = (call.start() for call in _CALLS_FOR_RESEARCH.finditer(text))
    return next((start for start in calls if not _GIVES.search(text[:start])), None)


def _ends(doc: Doc, read: list[frozenset[str]], at: int, words: tuple[str, ...]) -> Iterator[int]:
    """Where the words end that begin at a token, an adverb before the last of them allowed."""
    if len(words) <= len(doc) - at and all(w in read[at + n] for n, w in enumerate(words)):
        yield at + len(words) - 1
    elif (
        len(words) > 1
        and at + len(words) < len(doc)
        and doc[at + len(words) - 1].pos_ == "ADV"
        and all(w in read[at + n] for n, w in enumerate(words[:-1]))
        and words[-1] in read[at + len(words)]
    ):
        yield at + len(words)


def _bare_infinitive(doc: Doc, at: int) -> bool:
    if at < len(doc) and doc[at].lower_ == "to":
        at += 1
    return at < len(doc) and doc[at].tag_ in {"VB", "VBP"}


def _is_passive(doc: Doc, at: int) -> bool:
    token = doc[at]
    if token.tag_ not in {"VBN", "VBD"}:
        return False
    helped = any(
        t.lemma_.lower() in {"be", "get"}
        for t in doc[max(0, at - _NEAR) : at]
        if t.pos_ == "AUX" or t.lemma_ == "be"
    )
    return (
        helped and token.dep_ != "acl" and not any(c.dep_ == "dobj" for c in token.children)
    ) or (token.tag_ == "VBN" and token.dep_ == "acl")


def _modifies(verb: Token) -> bool:
    """Whether a participle only says which one is meant: "the risks associated with it"."""
    helped = any(t.pos_ == "AUX" for t in verb.doc[max(0, verb.i - 3) : verb.i])
    return verb.tag_ in {"VBN", "VBG"} and verb.dep_ in {"acl", "amod"} and not helped


def _means(doc: Doc, last: int) -> Range | None:
    for token in doc[last + 1 : last + _NEAR]:
        if token.lower_ in _MEANS:
            return phrase_after(doc, token.i + 1)
    return None


def _noun_agent(noun: Token) -> Range | None:
    """What has, brings or is the thing that the noun names."""
    verb = noun.head
    while verb.pos_ not in {"VERB", "AUX"} and verb.head != verb:
        verb = verb.head
    found = subject_of(verb) if verb.i < noun.i else None
    return None if found is None or verb.doc[found[0]].tag_ == "EX" else found


def _noun_target(doc: Doc, found: _Found) -> Range | None:
    following = found.last + 1
    if following < len(doc) and doc[following].lower_ in _NOUN_LINKS:
        return phrase_after(doc, following + 1)
    before = doc[found.first - 1] if found.first else None
    if before is not None and before.pos_ in {"NOUN", "PROPN"} and before.dep_ == "compound":
        return before.i, before.i + 1
    return None


def _span(doc: Doc, phrase: Range | None) -> Span | None:
    if phrase is None:
        return None
    last = doc[phrase[1] - 1]
    return Span(doc[phrase[0]].idx, last.idx + len(last))
