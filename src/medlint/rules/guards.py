"""Guards: why words that look like a fault are none. One answer for all rules.

Each guard is a pure function of a reading and a hit. Those that go by words take them from
`rules/_guards/<guard>.yaml`, so that an editor can add one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from medlint.document import BlockKind
from medlint.reading import Reading, Sentence
from medlint.reading.clauses import governs, is_subject_of, same_clause, tokens_in
from medlint.reading.terms import TermFinder
from medlint.rules.hit import Hit
from medlint.rules.tables import CueTable
from medlint.rules.words import Tables
from medlint.text import Span

if TYPE_CHECKING:  # spaCy takes half a second to import; annotations must not cost that
    from spacy.tokens import Token

Guard = Callable[[Reading, Hit], bool]

NAMES = (
    "negated",
    "hedged",
    "questioned",
    "quoted",
    "attributed",
    "conditional",
    "cited",
    "disclaimed",
)
"""The guards that a rule may name."""

_BY_CUES = frozenset({"negated", "hedged", "attributed", "conditional", "disclaimed"})

_ASKING = frozenset(
    {"can", "could", "do", "does", "did", "is", "are", "was", "will", "would", "should", "may"}
)


@dataclass(frozen=True, slots=True)
class _Cues:
    """A cue table, compiled."""

    forward: TermFinder
    backward: TermFinder
    sentence: TermFinder
    pseudo: TermFinder

    @classmethod
    def of(cls, table: CueTable) -> _Cues:
        return cls(
            TermFinder(table.forward),
            TermFinder(table.backward),
            TermFinder(table.sentence),
            TermFinder(table.pseudo),
        )


def compile_guards(tables: Tables) -> Mapping[str, Guard]:
    """Every guard by its name.

    Raises:
        KeyError: a guard's cue table is missing.
    """
    guards: dict[str, Guard] = {
        "questioned": _questioned,
        "quoted": _quoted,
        "cited": lambda reading, hit: reading.cited(hit.sentence),
    }
    for name in _BY_CUES:
        guards[name] = _by_cues(_Cues.of(tables.cues(name)), nearby=name == "disclaimed")
    return guards


def _by_cues(cues: _Cues, *, nearby: bool) -> Guard:
    """The guard of a cue table.

    With `nearby`, `sentence` cues also count in the sentence that follows and in the headings
    above: a myth is set right in the next sentence, or announced by its section.
    """

    def guard(reading: Reading, hit: Hit) -> bool:
        text = hit.sentence.text
        if text in cues.sentence:
            return True
        if nearby and any(near in cues.sentence for near in _around(reading, hit.sentence)):
            return True
        forward = _spans(cues.forward, cues.pseudo, text)
        backward = _spans(cues.backward, cues.pseudo, text)
        if not forward and not backward:
            return False
        anchor = _head(reading, hit.sentence, hit.judged)
        return any(
            governs(_last(reading, hit.sentence, span), anchor)
            or governs(_head(reading, hit.sentence, span), anchor)
            for span in forward
            if span.end <= hit.judged.start
        ) or any(_denied_after(reading, hit, anchor, span) for span in backward)

    return guard


def _denied_after(reading: Reading, hit: Hit, anchor: Token, span: Span) -> bool:
    """Whether a cue behind the anchor speaks of it: "a cure does not exist"."""
    if span.start < hit.judged.end:
        return False
    cue = _last(reading, hit.sentence, span)
    if not same_clause(cue.doc, anchor.i, cue.i):
        return False
    holder = cue if cue.pos_ in {"VERB", "AUX"} else cue.head
    return is_subject_of(anchor, holder) or is_subject_of(anchor, holder.head)


def _spans(finder: TermFinder, pseudo: TermFinder, text: str) -> list[Span]:
    found = [term.span for term in finder.find(text)]
    if not found:
        return []
    blocked = [term.span for term in pseudo.find(text)]
    return [span for span in found if not any(span.overlaps(other) for other in blocked)]


def _head(reading: Reading, sentence: Sentence, span: Span) -> Token:
    """The word of a span that the others hang on."""
    doc = reading.doc(sentence)
    first, last = tokens_in(doc, span)
    inside = range(first, last)
    for token in doc[first:last]:
        if token.head.i not in inside or token.head == token:
            return token
    return doc[first]


def _last(reading: Reading, sentence: Sentence, span: Span) -> Token:
    doc = reading.doc(sentence)
    return doc[max(tokens_in(doc, span)[1] - 1, 0)]


def _around(reading: Reading, sentence: Sentence) -> list[str]:
    """The sentence that follows (in the next block where need be) and the headings above."""
    texts = list(reading.section_of(sentence.block).headings)
    if sentence.index + 1 < len(reading.sentences):
        following = reading.sentences[sentence.index + 1]
        if reading.blocks[following.block].kind is not BlockKind.HEADING:
            texts.append(following.text)
    return texts


def _questioned(reading: Reading, hit: Hit) -> bool:
    """Asked, not said: a question, or a clause that "whether" opens."""
    text = hit.sentence.text.rstrip(" \"'\N{RIGHT DOUBLE QUOTATION MARK})*_")
    if text.endswith("?"):
        return True
    first = text.split(maxsplit=1)[0].lower() if text else ""
    heading = reading.blocks[hit.sentence.block].kind in {BlockKind.HEADING, BlockKind.TITLE}
    if heading and first in _ASKING:
        return True
    before = text[: hit.judged.start].lower()
    return " whether " in f" {before}"


def _quoted(reading: Reading, hit: Hit) -> bool:
    """Somebody else's words: in quotation marks, or in a block that is set as a quotation."""
    block = reading.blocks[hit.sentence.block]
    if block.kind is BlockKind.QUOTATION or "quotation" in block.path:
        return True
    place = hit.judged.shift(hit.sentence.span.start)
    return any(place in span for span in reading.quotations(hit.sentence.block))
