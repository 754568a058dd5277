"""Kind `dependency`: a word and what it acts on, read from order and tags as well as the parse.

The relations: `object` ("cures diabetes", "diabetes can be cured", "diabetes-curing"), `nominal`
("the reversal of diabetes", "a cure for diabetes"), `predicate` ("the link is clear"), `attribute`
("undeniable proof"), `complement` ("safer than pills") and `subject` ("science has settled"). The
words come from lists; the relation is accepted where order and tags allow nothing else between
them, or where the parse connects them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sized
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Literal, Self

from pydantic import Field, model_validator

from medlint.document import BlockKind
from medlint.reading import Reading, Sentence, claims
from medlint.reading.clauses import same_clause, tokens_in
from medlint.reading.leads import led
from medlint.reading.lemmas import LemmaFinder
from medlint.reading.rewriting import temper
from medlint.reading.terms import TermFinder
from medlint.rules.hit import Finder, Hit
from medlint.rules.surroundings import Surrounded, Surroundings
from medlint.rules.tables import Strict
from medlint.rules.words import Tables, Words, finder_of
from medlint.text import Span

if TYPE_CHECKING:  # spaCy takes half a second to import; annotations must not cost that
    from spacy.tokens import Doc, Token

_REACH = 10
"""So many tokens may stand between a verb and its object."""

_INSIDE_PHRASE = frozenset({"DET", "ADJ", "ADV", "NOUN", "PROPN", "NUM", "CCONJ", "PRON", "PART"})
_OTHER_OBJECTS = frozenset({"risk", "risks", "chance", "chances", "threat", "cause", "causes"})
"""To eliminate the risk of a disease is not to eliminate the disease."""
_FINITE = frozenset({"VBZ", "VBP", "VBD", "MD"})
_VERB_TAGS = frozenset({"VB", "VBD", "VBG", "VBN", "VBP", "VBZ"})
_BE = frozenset(
    {"be", "been", "being", "is", "are", "was", "were", "'s", "'re", "get", "gets", "got"}
)
_NOMINAL_LINKS = frozenset({"of", "for", "to", "in", "from", "with"})
_LEADING_ON = frozenset(
    ["the", "following", "these", "all", "of", "conditions", "problems", "such", "as", "for",
     "good", "like", "naturally", "with", "things", "diseases", "complaints"]
)  # fmt: skip
"""What may stand between a head and the list that it leads to."""
_FLAT_DEPS = frozenset({"conj", "compound", "amod", "appos", "nmod", "poss", "npadvmod"})


class Relation(Strict):
    """A head word and a target, and how they hang together.

    `head` lists lemmas (phrases allowed: "get rid of"); `target` lists terms; with `modifier`,
    one of its words must stand right before the head ("strongly supports"). A `phrase` has no
    target: its words say it all ("there is no doubt"). `says` is what the words claim: then the
    advice can put it in words that evidence bears.
    """

    relation: Literal[
        "object", "nominal", "predicate", "attribute", "complement", "subject", "phrase"
    ]
    head: Words
    target: Words | None = None
    modifier: Words | None = None
    says: claims.Relation | None = Field(default=None, strict=False)

    @model_validator(mode="after")
    def _has_target(self) -> Self:
        if (self.target is None) != (self.relation == "phrase"):
            msg = "every relation but 'phrase' has a 'target'"
            raise ValueError(msg)
        return self


class Dependency(Surrounded):
    """`any_of` lists relations; the match runs from the head to the target.

    The target of an `object` may stand in a list or column that the head leads to: "This tea
    cures:", and then "eczema". There the match is the target.
    """

    kind: Literal["dependency"]
    any_of: list[Relation] = Field(min_length=1)

    def compile(self, tables: Tables) -> Finder:
        """The finder of these relations."""
        relations = [_Compiled.of(relation, tables) for relation in self.any_of]
        leading = [c for r, c in zip(self.any_of, relations, strict=True) if r.relation == "object"]
        surroundings = Surroundings.of(self, tables)

        def find(reading: Reading, scope: frozenset[BlockKind]) -> Iterator[Hit]:
            wanted = [
                sentence
                for sentence in reading.in_scope(scope)
                if surroundings.admit(sentence.text)
                and (
                    reading.exhaustive
                    or any(relation.may_stand_in(sentence.text) for relation in relations)
                )
            ]
            reading.annotate(wanted)
            for sentence in wanted:
                seen: set[int] = set()
                for relation in relations:
                    for hit in relation.hits(reading, sentence):
                        if (
                            hit.judged.start not in seen
                            and surroundings.surround(sentence.text, hit.span)
                            and not surroundings.called_off(reading, sentence, hit.span)
                        ):
                            seen.add(hit.judged.start)
                            yield hit
            for sentence, lead in led(reading, scope) if leading else ():
                if surroundings.admit(sentence.text) and surroundings.admit(lead.text):
                    found = (relation.led(reading, sentence, lead) for relation in leading)
                    yield from islice((hit for hit in found if hit is not None), 1)

        return find


_Holds = Callable[["Doc", "Token", "Token", int, int], bool]
"""Whether a relation holds between a head (first and last token) and a target (start and end)."""


@dataclass(frozen=True, slots=True)
class _Compiled:
    """A relation, its word lists ready to be found."""

    holds: _Holds
    heads: LemmaFinder
    targets: TermFinder | None
    modifiers: frozenset[str] | None
    says: claims.Relation | None

    @classmethod
    def of(cls, relation: Relation, tables: Tables) -> _Compiled:
        return cls(
            _RELATIONS[relation.relation],
            LemmaFinder(relation.head.resolve(tables)),
            finder_of(relation.target, tables),
            frozenset(relation.modifier.resolve(tables)) if relation.modifier else None,
            relation.says,
        )

    def may_stand_in(self, text: str) -> bool:
        return self.heads.may_stand_in(text) and (self.targets is None or text in self.targets)

    def hits(self, reading: Reading, sentence: Sentence) -> Iterator[Hit]:
        """The heads of one sentence, each with the first target that it is related to."""
        doc = reading.doc(sentence)
        if self.targets is None:
            for first, last in self.heads.find(doc):
                span = Span(first.idx, last.idx + len(last))
                yield Hit(sentence, span, values={"head": first.lemma_.lower()})
            return
        found = [(tokens_in(doc, term.span), term.term) for term in self.targets.find(doc.text)]
        pairs = list(self.heads.find(doc))
        for number, (first, last) in enumerate(pairs):
            # What follows the next head is the next head's business.
            limit = pairs[number + 1][0].i if number + 1 < len(pairs) else len(doc)
            if self.modifiers is not None and not _modified(first, self.modifiers):
                continue
            for (start, end), term in found:
                if start >= limit or start <= first.i < end:
                    continue
                if not self.holds(doc, first, last, start, end):
                    continue
                low, high = min(first.i, start), max(last.i, end - 1)
                span = Span(doc[low].idx, doc[high].idx + len(doc[high]))
                anchor = Span(first.idx, last.idx + len(last))
                values = {"head": first.lemma_.lower(), "target": term}
                aim = Span(doc[start].idx, doc[end - 1].idx + len(doc[end - 1]))
                rewrite = temper(doc, anchor, aim, self.says) if self.says else None
                yield Hit(sentence, span, anchor=anchor, values=values, rewrite=rewrite)
                break

    def led(self, reading: Reading, sentence: Sentence, lead: Sentence) -> Hit | None:
        """The target that opens a list item, if the words that lead to the list end in a head."""
        found = next(self.targets.find(sentence.text), None) if self.targets else None
        if found is None or not (reading.exhaustive or self.heads.may_stand_in(lead.text)):
            return None
        doc = reading.doc(lead)
        first, last = next(reversed(list(self.heads.find(doc))), (None, None))
        if first is None or last is None or not _verbal(first):
            return None
        if any(t.is_alpha and t.lower_ not in _LEADING_ON for t in doc[last.i + 1 :]):
            return None
        item = reading.doc(sentence)
        start, _ = tokens_in(item, found.span)
        if not _phrase_between(item, 0, start):
            return None
        anchor = Span(first.idx, last.idx + len(last))
        values = {
            "match": f"{anchor.of(lead.text)} … {found.span.of(sentence.text)}",
            "head": first.lemma_.lower(),
            "target": found.term,
        }
        return Hit(lead, anchor, anchor=anchor, values=values, at=(sentence, found.span))


def _modified(head: Token, modifiers: frozenset[str]) -> bool:
    return head.i > 0 and head.nbor(-1).lower_ in modifiers


def _is_object(doc: Doc, first: Token, last: Token, start: int, end: int) -> bool:
    if first.i < start:
        return _verbal(first) and (
            _phrase_between(doc, last.i + 1, start) or _parsed_object(first, doc[end - 1])
        )
    return _passive(doc, first, end)


def _verbal(token: Token) -> bool:
    """Whether the head is used as a verb; a noun reading is overruled by a verb's surroundings."""
    if token.i + 1 < len(token.doc) and token.nbor(1).text == "-":
        return False  # "clear-cell carcinoma"
    if token.tag_ in _VERB_TAGS:
        # An adjective made of the verb ("healing crystals", "reversing lens") stands before its
        # noun without an article of its own; there the tagger's reading is kept.
        return not (token.tag_ in {"VBN", "VBD"} and token.dep_ == "amod")
    if token.lower_.endswith("s") and token.i and token.tag_ in {"NNS", "NNPS", "NNP", "NN"}:
        # "Turmeric cures diabetes": no article, and a bare noun on either side.
        before = token.nbor(-1)
        return before.pos_ in {"NOUN", "PROPN", "PRON", "ADV"}
    imperative = token.i == 0 or token.nbor(-1).is_punct or token.nbor(-1).lower_ in {"to", "and"}
    return imperative and token.pos_ in {"NOUN", "PROPN", "ADJ", "INTJ"} and token.lower_ != "cured"


def _phrase_between(doc: Doc, start: int, end: int) -> bool:
    """Whether only the beginning of the target's own noun phrase lies between."""
    between = doc[start:end]
    if len(between) > _REACH:
        return False
    for token in between:
        if token.lower_ in _OTHER_OBJECTS or token.tag_ == "PRP":
            return False
        if token.text == "," and token.nbor(-1).pos_ == "ADV":
            return False  # "sores that heal slowly, dry skin"
        if (
            token.lower_ in {"of", "towards", "toward", ",", "/", "-", "&"}
            or token.is_quote
            or token.tag_ == "POS"
        ):
            continue
        if token.pos_ in _INSIDE_PHRASE and token.tag_ not in {
            "WDT",
            "WP",
            "WRB",
            "EX",
            "TO",
            "MD",
        }:
            if token.lower_ in {"not", "n't"}:
                return False
            continue
        if token.tag_ in {"VBN", "VBG"} and token.dep_ in {"amod", "compound"}:
            continue
        return False
    return True


def _parsed_object(verb: Token, target: Token) -> bool:
    """Whether the parse hangs the target on the verb as its object."""
    token = target
    while token.head != token and token.dep_ in _FLAT_DEPS:
        token = token.head
    if token.dep_ == "pobj" and token.head.lower_ == "of":
        token = token.head.head
    if token.lower_ in _OTHER_OBJECTS:
        return False
    return token.head == verb and token.dep_ in {"dobj", "obj"} and token.i > verb.i


def _passive(doc: Doc, verb: Token, end: int) -> bool:
    """Whether the target is what is done: "diabetes can be reversed", "diabetes-reversing"."""
    if verb.i - end > _REACH:
        return False
    between = doc[end : verb.i]
    if verb.tag_ in {"VBN", "VBD"} or verb.lower_.endswith("ed"):
        helped = any(token.lower_ in _BE for token in between)
        plain = all(
            token.pos_ in {"AUX", "ADV", "PART", "SCONJ", "PRON"}
            or token.tag_ in {"WDT", "MD"}
            or token.text in {",", ":"}
            for token in between
        )
        return plain and (helped or _is_headline(doc, verb, between))
    joined = len(between) == 1 and between[0].text in {"-", "\N{HYPHEN}"}
    return verb.lower_.endswith("ing") and joined


def _is_headline(doc: Doc, verb: Token, between: Sized) -> bool:
    """Whether a headline leaves out its verb: "Bursitis eliminated", "Eczema, cured"."""
    end = next((t.i for t in doc[verb.i + 1 :] if t.is_punct), len(doc))
    others = [token for token in doc[:end] if token.tag_ in _FINITE and token != verb]
    return len(between) <= 1 and not others


def _is_nominal(doc: Doc, first: Token, last: Token, start: int, end: int) -> bool:
    if first.tag_ in _VERB_TAGS - {"VBG"}:
        return False
    if first.i > start:
        # "diabetes reversal", "a diabetes cure"
        return first.i == end and first.pos_ in {"NOUN", "PROPN"}
    link = doc[last.i + 1] if last.i + 1 < start else None
    return (
        link is not None
        and link.lower_ in _NOMINAL_LINKS
        and _phrase_between(doc, last.i + 2, start)
    )


def _is_predicate(doc: Doc, first: Token, last: Token, start: int, end: int) -> bool:
    """Whether the head is said of the target: "the link between a and b is now clear"."""
    if end > first.i or not same_clause(doc, start, first.i):
        return False
    be = next(
        (
            token
            for token in reversed(doc[end : first.i])
            if token.lemma_.lower() in {"be", "become", "seem", "remain"} or token.lower_ == "'s"
        ),
        None,
    )
    if be is None or any(t.pos_ not in {"ADV", "PART", "AUX"} for t in doc[be.i + 1 : first.i]):
        return False
    if last.i + 1 < len(doc) and doc[last.i + 1].pos_ in {"NOUN", "PROPN"}:
        return False  # "the evidence is clear cell carcinoma": an attribute, not a verdict
    return _subject_until(doc, start, end, be)


def _subject_until(doc: Doc, start: int, end: int, be: Token) -> bool:
    """Whether the target is the head of the subject, and not a word inside another phrase."""
    target = doc[end - 1]
    before = doc[start - 1] if start else None
    if before is not None and before.tag_ == "IN":
        return False
    for child in be.children:
        if child.dep_ in {"nsubj", "nsubjpass"} and child.i in range(start, end):
            return True
    between = doc[end : be.i]
    clean = all(t.tag_ not in {"MD", "VBZ", "VBP", "VBD", "WDT", "WP"} for t in between)
    return clean and target.pos_ in {"NOUN", "PROPN"} and len(between) <= _REACH


def _is_subject(doc: Doc, first: Token, last: Token, start: int, end: int) -> bool:
    """Whether the target does what the head says: "the evidence strongly supports"."""
    del last
    if end > first.i or first.pos_ != "VERB" or not same_clause(doc, start, first.i):
        return False
    return all(
        token.pos_ not in {"VERB", "PUNCT", "SCONJ"} and token.tag_ not in {"WDT", "WP"}
        for token in doc[end : first.i]
    )


def _is_attribute(doc: Doc, first: Token, last: Token, start: int, end: int) -> bool:
    """Whether the head stands right before the target: "undeniable proof"."""
    del doc, first, end
    return last.i + 1 == start


def _is_complement(doc: Doc, first: Token, last: Token, start: int, end: int) -> bool:
    """Whether the head leads to the target: "safer than any pill"."""
    del first, end
    return last.i < start and _phrase_between(doc, last.i + 1, start)


def _is_phrase(*_: object) -> bool:
    return True


_RELATIONS: dict[str, _Holds] = {
    "phrase": _is_phrase,
    "attribute": _is_attribute,
    "complement": _is_complement,
    "object": _is_object,
    "nominal": _is_nominal,
    "predicate": _is_predicate,
    "subject": _is_subject,
}
