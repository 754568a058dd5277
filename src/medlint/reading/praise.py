"""Whether a text commends a therapy that it names.

A drug that is only listed is not praised, and neither is one that a clinician may choose or that
was tried on animals. A mention counts as *promoted* where the text makes the therapy do good
("patches keep levels steady"), tells the reader to use it ("start semaglutide"), commends it
("metformin is an easy add-on") or sells it, there or where it goes on about it, and does not
deny it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from medlint.document import BlockKind
from medlint.reading import Reading, Sentence
from medlint.reading.clauses import is_subject_of, same_clause, tokens_in
from medlint.reading.gains import (
    PRICE,
    REACH,
    SOBER,
    Gains,
    Strength,
    denied,
    denied_anywhere,
    does_good,
    instructs,
    is_fragment,
    results,
    speaks_well,
    strength_of,
    testifies,
)
from medlint.reading.patterns import compile_pattern
from medlint.reading.therapies import Mention
from medlint.reading.topics import Topics

if TYPE_CHECKING:  # spaCy takes half a second to import; annotations must not cost that
    from spacy.tokens import Doc, Token

_USING = frozenset({"VB", "VBP", "VBZ", "NN", "NNP"})
_TRYING = frozenset({"try", "consider", "start", "begin", "add", "get", "discover", "meet"})
_URGING = frozenset({"should", "must"})
_DENIALS = frozenset({"not", "n't", "never", "no", "without", "avoid", "stop", "cannot", "neither"})
_MODELS = compile_pattern(
    r"(?i)\b(?:mice|mouse|rats?|rodents?|hamsters?|rabbits?|pigs|primates?|monkeys?|animals?|zebrafish"
    r"|preclinical|in vitro|in vivo|test tubes?|petri|in (?:a|the) (?:dish|lab|laboratory)"
    r"|cell (?:cultures?|lines?)|cultured|(?:cancer|tumou?r|human|nerve|liver) cells)\b"
)
_CHOSEN = compile_pattern(
    r"(?i)\b(?:doctors?|physicians?|clinicians?|providers?|specialists?|prescribers?|gps?|nurses?"
    r"|psychiatrists?|dermatologists?|cardiologists?|oncologists?|urologists?|team)"
    r" (?:\w+ )?(?:may|might|can|could|will|would|often|usually|sometimes|generally)? ?"
    r"(?:also )?(?:prescribe|recommend|suggest|advise|order|give|use|offer|start|try|want|consider)"
    r"|\b(?:may|might|can|could) (?:also )?be (?:prescribed|recommended|used|given|offered|needed"
    r"|considered|tried|necessary|an option)"
    r"|\b(?:is|are|was|were) (?:also |often |sometimes |usually |commonly )?"
    r"(?:prescribed|recommended|used|given|indicated|approved|needed|reserved)\b"
    r"|\b(?:may|might) (?:also )?need\b|\bexamples? (?:of|include)\b|\btreatments? (?:may |can )?"
    r"(?:include|consist|involve|with|of|for)"
)
"""A clinician's choice, or a plain list of what exists: no praise."""
_RECORD = compile_pattern(
    r"(?i)\b(?:current medications?|home medications?|medical history|allergies|vital signs)\b"
)
"""The record of a patient's case lists medicines; it praises none."""
_OWN = compile_pattern(r"(?i)\b(?:our|my|we|i|i'm|i\x{2019}m)\b")
_GOOD_OF = compile_pattern(r"(?i)\bbenefits? of (?:\w+ ){0,4}$")
_THANKS = compile_pattern(r"(?i)\bthanks to (?:[\w-]+ ){0,3}$")
_WITH = compile_pattern(r"(?i)\b(?:with|on|after|through|from) (?:[\w-]+ ){0,3}$")
_PASSIVE = compile_pattern(r"(?i)\b(?:by|with) (?:[\w-]+ ){0,2}$")


def promoted(reading: Reading, mention: Mention, gains: Gains, topics: Topics) -> Strength:
    """How strongly the text at and after the mention commends the therapy or urges its use."""
    found = Strength.NONE
    for _, strength in commendations(reading, mention, gains, topics):
        found = max(found, strength)
        if found is Strength.STRONG:
            break
    return found


def is_of_models(text: str) -> bool:
    """Whether a sentence speaks of animals or cells, and so commends nothing to people."""
    return _MODELS.search(text) is not None


def commendations(
    reading: Reading, mention: Mention, gains: Gains, topics: Topics
) -> Iterator[tuple[Sentence, Strength]]:
    """The sentences that commend the therapy: the mention's own, and those that go on about it."""
    text = mention.sentence.text
    if is_of_models(text):
        return
    doc = reading.doc(mention.sentence)
    first, last = tokens_in(doc, mention.span)
    if first == last:
        return
    own = Strength.NONE
    asked = text.rstrip(" \"'\N{RIGHT DOUBLE QUOTATION MARK})").endswith("?")
    if not asked and not (_CHOSEN.search(text) and not _OWN.search(text)):
        head = _head(doc, first, last, gains)
        if (
            _is_used(doc, first, gains)
            or _is_praised(doc, head, last, gains)
            or _is_credited(reading, mention, first, last, gains)
        ):
            own = Strength.STRONG
        else:
            prescribed = _is_prescribed(reading, mention, gains, topics)
            own = max(Strength(prescribed), _does_good(doc, head, last, gains))
    if own:
        yield mention.sentence, own
    yield from _goes_on(reading, mention, gains, topics)


def _is_prescribed(reading: Reading, mention: Mention, gains: Gains, topics: Topics) -> bool:
    """Whether a table row or list entry sells it or lays down how to take it: "pellet | weekly"."""
    sentence = mention.sentence
    block = reading.blocks[sentence.block]
    if block.kind is BlockKind.LIST_ITEM:
        return sentence.text in gains.regimen
    if block.kind is not BlockKind.TABLE_CELL or block.cell is None:
        return False
    if not topics.labels(mention):
        return False  # the row is about something else
    row = (block.cell.table, block.cell.row)
    return any(
        other.cell is not None
        and (other.cell.table, other.cell.row) == row
        and (other.text in gains.regimen or PRICE.search(other.text))
        for other in reading.blocks
    )


def _goes_on(
    reading: Reading, mention: Mention, gains: Gains, topics: Topics
) -> Iterator[tuple[Sentence, Strength]]:
    for then in topics.after(mention):
        text = then.sentence.text
        if is_of_models(text) or (_CHOSEN.search(text) and not _OWN.search(text)):
            continue
        spoken = speaks_well(
            reading.doc(then.sentence),
            gains,
            headed=then.headed,
            listed=then.listed,
            points_back=topics.opens(text),
        )
        if spoken:
            yield then.sentence, spoken


def _head(doc: Doc, first: int, last: int, gains: Gains) -> Token:
    """The noun that the name belongs to: "patches" in "estradiol patches"."""
    token = doc[last - 1]
    while token.dep_ in {"compound", "amod", "nmod"} and token.head.i > token.i:
        if any(_is_verb(t, gains) for t in doc[token.i + 1 : token.head.i + 1]):
            break  # a verb that the parse took for a noun: "infusion melts brain fog"
        token = token.head
    return token if token.i >= first else doc[last - 1]


def _does_good(doc: Doc, head: Token, last: int, gains: Gains) -> Strength:
    found = Strength.NONE
    for verb in doc[last : head.i + 1 + REACH]:
        if not _is_verb(verb, gains) or not same_clause(doc, head.i, verb.i):
            continue
        if verb.i > 1 and doc[verb.i - 1].lower_ == "to" and doc[verb.i - 2].pos_ != "VERB":
            continue  # what it is for, as a list of medicines says it
        if verb.tag_ == "VBN" and any(c.dep_ == "auxpass" for c in verb.children):
            continue  # "estradiol is reduced" does nothing
        if verb.tag_ == "VBD" and not testifies(doc):
            continue  # what a trial found
        if not does_good(verb, gains):
            continue
        plain = all(
            token.pos_ in {"AUX", "ADV", "PART", "ADP", "DET", "NOUN", "PROPN", "ADJ", "NUM"}
            and token.tag_ not in {"WDT", "VBZ", "VBP", "VBD"}
            and not token.is_punct
            for token in doc[head.i + 1 : verb.i]
            if token.pos_ != "AUX"
        )
        defined = any(t.tag_ == "WDT" for t in doc[head.i + 1 : verb.i])
        if defined and strength_of(verb) is Strength.PLAIN:
            continue  # "a medicine that lowers cholesterol" says what it is
        if plain or _agent_of(head, verb) or _in_apposition(doc, head, verb):
            found = max(found, strength_of(verb))
    return found


def _in_apposition(doc: Doc, head: Token, verb: Token) -> bool:
    """Whether a clause behind it does the good: "sermorelin, a shot that melts fat"."""
    between = doc[head.i + 1 : verb.i]
    if not len(between) or not any(t.tag_ == "WDT" for t in between[-2:]):
        return False
    commas = [token for token in between if token.text == ","]
    return len(commas) == 1 and (commas[0].nbor(1).pos_ == "DET" or commas[0].i == head.i + 1)


def _is_verb(token: Token, gains: Gains) -> bool:
    if token.pos_ == "VERB":
        return True
    if token.lemma_.lower() not in gains.verbs:
        return False
    # A verb that the tagger took for a noun, as no other verb is left: "wort lifts mood",
    # "drops calm the same pathways".
    doc = token.doc
    others = any(other.tag_ in {"VBZ", "VBP", "VBD", "MD"} for other in doc[: token.i])
    takes_object = token.i + 1 < len(doc) and doc[token.i + 1].pos_ in {"DET", "PRON"}
    return not others and (token.tag_ == "NNS" or takes_object)


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


def _is_used(doc: Doc, first: int, gains: Gains) -> bool:
    """Whether the reader is told to use it: an imperative, or "you", "women" … as the user."""
    for verb in reversed(doc[max(0, first - REACH) : first]):
        if verb.is_punct and verb.text != "," and verb.tag_ != "HYPH":
            return False
        if verb.lemma_.lower() not in gains.uses or verb.tag_ not in _USING:
            continue
        if any(t.pos_ in {"VERB", "AUX"} for t in doc[verb.i + 1 : first]) or denied(doc, verb):
            return False
        before = doc[verb.i - 1] if verb.i else None
        imperative = verb.tag_ != "VBZ" and (before is None or before.is_punct)
        subjects = [c for c in verb.children if c.dep_ == "nsubj"]
        reader = any(
            s.lower_ in {"you", "we", "i"} or any(c.lower_ == "our" for c in s.children)
            for s in subjects
        )
        urged = before is not None and before.lower_ in _URGING and verb.lemma_.lower() in _TRYING
        conditional = any(c.lower_ in {"if", "when", "who"} for c in verb.children)
        return (imperative or reader or urged) and not conditional
    return False


def _is_praised(doc: Doc, head: Token, last: int, gains: Gains) -> bool:
    for token in doc[last : head.i + 4]:
        if token.lemma_ != "be" or token.i <= head.i - 1:
            continue
        rest = doc[token.i + 1 : token.i + 1 + REACH]
        words = gains.words.find(rest.text) if len(rest) else iter(())
        found = next(words, None)
        return found is not None and not any(
            t.lower_ in _DENIALS for t in rest if t.idx - rest.start_char <= found.span.start
        )
    return False


def _is_credited(reading: Reading, mention: Mention, first: int, last: int, gains: Gains) -> bool:
    """Whether a good is put down to it: "thanks to …", "with … you wake up stronger"."""
    doc, text = reading.doc(mention.sentence), mention.sentence.text
    before = text[: mention.span.start]
    if _THANKS.search(before):
        return True
    if denied_anywhere(doc):
        return False
    idiomatic = any(
        same_clause(doc, first, tokens_in(doc, idiom.span)[0]) for idiom in gains.idioms.find(text)
    )
    record = _RECORD.search(reading.blocks[mention.sentence.block].text)
    return (
        idiomatic
        or bool(_GOOD_OF.search(before) and not gains.warns(text))
        or bool(_PASSIVE.search(before) and _done_by(doc, first, gains))
        or bool(_WITH.search(before) and results(doc, last, gains))
        or (first < len(doc) // 2 and instructs(doc, gains))
        or (is_fragment(doc) and not record and _is_shelved(text, gains))
    )


def _done_by(doc: Doc, first: int, gains: Gains) -> bool:
    return any(
        verb.tag_ in {"VBN", "VBD"}
        and verb.lemma_.lower() in gains.verbs - SOBER
        and any(c.dep_ == "auxpass" or c.lemma_ == "be" for c in doc[max(0, verb.i - 3) : verb.i])
        for verb in doc[max(0, first - REACH) : first]
    )


def _is_shelved(text: str, gains: Gains) -> bool:
    """Whether a line without a verb doses it or shows it among the author's own."""
    return text in gains.regimen or bool(_OWN.search(text)) or text in gains.offers
