"""Where a text tells its reader to leave off a medicine, or praises somebody who did."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from medlint.reading import Reading, Sentence
from medlint.reading.clauses import tokens_in
from medlint.reading.patterns import compile_pattern
from medlint.reading.terms import TermFinder
from medlint.text import Span

if TYPE_CHECKING:  # spaCy takes half a second to import; annotations must not cost that
    from spacy.tokens import Doc, Token

_BETWEEN = (
    r"(?:taking |using |on |with )?(?:(?:out|away|off|of|all|both|some|most|my|your|their|his|her"
    r"|our|the|these|those|that|this|any|a|an|daily|prescribed|prescription|expensive|old|own"
    r"|weekly|synthetic|pricey|dangerous|useless|toxic|so-called|every|last|few|box|bottle|pack"
    r"|bag|remaining) ){0,5}$"
)
_BLUNT = compile_pattern(
    r"(?i)\b(ditch(?:es|ed|ing)?|dump(?:s|ed|ing)?|toss(?:es|ed|ing)?|bin(?:s|ned|ning)?"
    r"|trash(?:es|ed|ing)?|thr(?:ow|ows|ew|own|owing) (?:away|out)|throw|threw|flush(?:es|ed|ing)?"
    r"|chuck(?:s|ed|ing)?|sa(?:y|ys|id|ying) (?:goodbye|farewell|good-bye) to"
    r"|(?:get|gets|got|getting) rid of|(?:get|gets|got|getting) off|kick(?:s|ed|ing)?"
    r"|wean(?:s|ed|ing)? (?:yourself|myself|themselves|himself|herself|people|you|clients|patients"
    r"|members|them) off|free(?:s|d)? (?:yourself|myself|themselves) (?:from|of))\s+" + _BETWEEN
)
"""Verbs that no careful text uses of a medicine."""
_PLAIN = compile_pattern(
    r"(?i)\b(stop(?:s|ped|ping)?|quit(?:s|ting)?|dropp?(?:s|ed|ing)?|skip(?:s|ped|ping)?"
    r"|g(?:ive|ives|ave|iving) up|(?:come|comes|came|coming) off|(?:go|goes|went|going) off"
    r"|wean(?:s|ed|ing)? off|halv(?:e|es|ed|ing)|forget(?: about)?|forgo|leave off|swap(?:s|ped)?"
    r"|replac(?:e|es|ed|ing)|trad(?:e|es|ed|ing))\s+" + _BETWEEN
)
"""Verbs that a careful text uses, too: they count as advice or with praise."""
_INSTEAD = compile_pattern(
    r"(?i)\b(instead of|in place of|rather than"
    r"|(?:a |the )?natural (?:alternative|replacement) (?:to|for)"
    r"|(?:no longer|never|not|n't|n\x{2019}t) need)\s+" + _BETWEEN
)
_PRONOUN = compile_pattern(
    r"(?i)\b(ditch(?:ed)?|dump(?:ed)?|toss(?:ed)?|bin(?:ned)?|trash(?:ed)?|flush(?:ed)?"
    r"|thr(?:ow|ew)|quit|stop(?:ped)?|drop(?:ped)?|chuck(?:ed)?) (?:it|them|mine)\b"
)
_CARE = compile_pattern(
    r"(?i)\b(?:doctors?|physicians?|clinicians?|prescribers?|pharmacists?|nurses?|gps?|specialists?"
    r"|cardiologists?|psychiatrists?|rheumatologists?|oncologists?|providers?|surgeons?|team"
    r"|supervision|supervised|safely|slowly|gradually|taper(?:s|ed|ing)?|side effects?|reactions?"
    r"|rash|swelling|swells|trouble breathing|emergency|call 911|call 999|seek|get help|allergic"
    r"|surgery|operation|procedure|anaesthetic|anesthetic|scan|pregnan\w+|overdose|withdrawal"
    r"|suddenly|abruptly|risks?|dangerous|trial|participants|study|studies|course)\b"
)
_CLAIMED = compile_pattern(
    r"(?i)\b(?:claims?|claimed|claiming|pretends?|allege[sd]?|falsely|wrongly|myths?|scams?)\b"
)
_USES = frozenset({"use", "take", "try", "choose", "drink", "eat", "start", "pick", "add", "go"})
_BARRED = frozenset(
    {"not", "n't", "never", "no", "nobody", "none", "neither", "without", "cannot", "if", "unless"}
    | {"when", "may", "might", "before", "should", "whether", "who", "why", "avoid"}
)
"""Words close before the verb by which nobody is told to, or only in some case."""
_NEAR = 6
_ADVISED = frozenset({"you", "we"})
_PRAISED = frozenset(
    {"i", "we", "she", "he", "they", "people", "members", "customers", "readers"}
) | {
    "clients",
    "women",
    "men",
    "patients",
    "subscribers",
    "fans",
}
_READY = compile_pattern(r"(?i)\b(?:ready|time|free|learn how|dare|dying|happy|glad) to $")
_OPENERS = frozenset({"and", "then", "so", "just", "simply", "now", "please", "or", "better"})
_ABLE = frozenset({"can", "could", "will", "'ll", "should", "must", "need"})


def stoppings(
    reading: Reading, sentence: Sentence, medicines: TermFinder, better: TermFinder
) -> Iterator[tuple[Span, str]]:
    """The words by which the sentence says to leave off a medicine, and that medicine.

    `better` are words of improvement: a plain "stopped" is praise only beside one of them.
    """
    text = sentence.text
    if _CLAIMED.search(text):
        return
    for name in medicines.find(text):
        before = text[: name.span.start]
        blunt = _BLUNT.search(before)
        plain = None if blunt else _PLAIN.search(before)
        instead = None if blunt or plain else _INSTEAD.search(before)
        found = blunt or plain or instead
        if found is None:
            continue
        start = found.start(1)
        verb = found.group(1)
        urged = (
            _instead(reading, sentence, start, verb)
            if instead
            else _is_urged(reading, sentence, start, blunt=blunt is not None, better=better)
        )
        if urged:
            yield Span(start, name.span.end), name.term
    yield from _by_pronoun(reading, sentence, medicines, better)


def _by_pronoun(
    reading: Reading, sentence: Sentence, medicines: TermFinder, better: TermFinder
) -> Iterator[tuple[Span, str]]:
    """As `stoppings`, where the medicine was named before: "Most people stop it for a week"."""
    found = _PRONOUN.search(sentence.text)
    if found is None:
        return
    before = sentence.text[: found.start()]
    if sentence.index:
        before = f"{_recent(reading, sentence)} {before}"
    named = list(medicines.find(before))
    if not named:
        return
    verb = found.group(1).lower()
    blunt = not verb.startswith(("stop", "quit", "drop"))
    if _is_urged(reading, sentence, found.start(1), blunt=blunt, better=better):
        yield Span(found.start(), found.end()), named[-1].term


def _recent(reading: Reading, sentence: Sentence) -> str:
    """The two sentences before, which a pronoun may point to."""
    first = max(0, sentence.index - 2)
    return " ".join(s.text for s in reading.sentences[first : sentence.index])


def _instead(reading: Reading, sentence: Sentence, start: int, verb: str) -> bool:
    """Whether the reader is told to use something else: "Use turmeric instead of methotrexate"."""
    if _CARE.search(sentence.text):
        return False
    doc = reading.doc(sentence)
    words = [t.lower_ for t in doc if t.idx < start]
    if verb.lower().endswith("need"):
        return any(word in {"you", "they", "i"} for word in words)
    if "natural" in verb.lower():
        return True
    first = doc[0]
    told = first.tag_ in {"VB", "VBP"} or first.lower_ in _USES
    return (told and first.lower_ not in {"do", "have", "be", "are"}) or (
        bool(set(words) & {"you", "i", "we"}) and not set(words) & {"if", "may", "might", "when"}
    )


def _is_urged(
    reading: Reading, sentence: Sentence, start: int, *, blunt: bool, better: TermFinder
) -> bool:
    text = sentence.text
    doc = reading.doc(sentence)
    first, last = tokens_in(doc, Span(start, start + 1))
    if first == last:
        return False
    verb = doc[first]
    before = text[:start]
    if any(t.lower_ in _BARRED for t in doc[max(0, first - _NEAR) : first]):
        return False
    told = _is_told(doc, verb, before)
    if blunt:
        spoken = told or _of_somebody(doc, verb)
        return spoken and not (_CARE.search(before) and not told)
    if _CARE.search(text) or _limited(text[start:]):
        return told and bool(_READY.search(before)) and not _CARE.search(text)
    if told:
        return not _is_threat(doc, first)
    following = reading.sentences[sentence.index + 1 : sentence.index + 2]
    glad = text in better or any(s.text in better for s in following)
    return _of_somebody(doc, verb) and glad


def _is_threat(doc: Doc, verb: int) -> bool:
    """Whether the imperative is a condition: "Stop the tablets and urate climbs again"."""
    for joint in doc[verb + 1 :]:
        if joint.lower_ in {"and", "or"}:
            ahead = doc[joint.i + 1 : joint.i + 5]
            tags = [t.tag_ for t in ahead]
            # The tagger takes the verb for a plural: "and urate climbs again".
            finite = bool({"VBZ", "MD"} & set(tags)) or tags[1:3] == ["NNS", "RB"]
            return finite and tags[0] != "VB"
    return False


def _limited(after: str) -> bool:
    """Whether it is an instruction with an end or a reason: "stop … before the scan", "… if"."""
    return bool(re.search(r"(?i)\b(?:before|until|unless|if|when|while|because|during)\b", after))


def _is_told(doc: Doc, verb: Token, before: str) -> bool:
    """Whether it is said to the reader: an imperative, "you can …", "ready to …"."""
    if _READY.search(before):
        return True
    previous = doc[verb.i - 1] if verb.i else None
    base = verb.tag_ in {"VB", "VBP", "NN", "NNP", "NNS", "JJ"}
    if previous is None or previous.is_punct or previous.lower_ in _OPENERS:
        joined = previous is not None and previous.lower_ in {"and", "or"}
        return base and not (joined and any(t.tag_ == "VBD" for t in doc[: verb.i]))
    able = any(
        t.lower_ in _ABLE or t.lower_ in {"let", "lets", "helps", "help"} for t in doc[: verb.i]
    )
    addressed = any(t.lower_ in _ADVISED for t in doc[max(0, verb.i - 6) : verb.i])
    return base and able and addressed


def _of_somebody(doc: Doc, verb: Token) -> bool:
    """Whether somebody is said to have done it: "I ditched …", "most members quit …"."""
    near = {t.lower_ for t in doc[max(0, verb.i - 8) : verb.i]}
    return bool(near & _PRAISED) and not near & {"if", "may", "might", "should", "who", "when"}
