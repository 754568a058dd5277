"""Guards: why words that look like a fault are none. One answer for all rules.

Each guard is a pure function of a reading and a hit. Those that go by words take them from
`rules/_guards/<guard>.yaml`, so that an editor can add one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from medlint.document import BlockKind
from medlint.reading import Reading, Sentence
from medlint.reading.clauses import governs, is_subject_of, same_clause, tokens_in
from medlint.reading.terms import TermFinder
from medlint.rules.hit import Hit
from medlint.rules.tables import CueTable
from medlint.rules.words import Tables
from medlint.text import Span

if TYPE_CHECKING:  # spaCy takes half a second to import; annotations must not cost that
    from spacy.tokens import Doc, Token

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
        doc = reading.doc(hit.sentence)
        judged = _ends(doc, hit.judged)
        anchors = (judged.head, judged.first)
        return any(
            governs(cue.last, anchor) or governs(cue.head, anchor)
            for span in forward
            if span.end <= hit.judged.start
            for cue in [_ends(doc, span)]
            for anchor in anchors
        ) or any(
            _denied_after(_ends(doc, span), anchor)
            for span in backward
            if span.start >= hit.judged.end
            for anchor in anchors
        )

    return guard


def _denied_after(cue: _Ends, anchor: Token) -> bool:
    """Whether a cue behind the anchor speaks of it: "a cure does not exist", "cured it in some"."""
    if not same_clause(anchor.doc, anchor.i, cue.last.i):
        return False
    if cue.first.pos_ in {"ADP", "ADV"} and anchor in cue.first.ancestors:
        return True
    holder = cue.last if cue.last.pos_ in {"VERB", "AUX"} else cue.last.head
    return is_subject_of(anchor, holder) or is_subject_of(anchor, holder.head)


def _spans(finder: TermFinder, pseudo: TermFinder, text: str) -> list[Span]:
    found = [term.span for term in finder.find(text)]
    if not found:
        return []
    blocked = [term.span for term in pseudo.find(text)]
    return [span for span in found if not any(span.overlaps(other) for other in blocked)]


class _Ends(NamedTuple):
    """The words of a span that stand for it: its first, its last, and what the others hang on.

    The parse may hang several words on a wrong one of them; then the first is the next best.
    """

    first: Token
    last: Token
    head: Token


def _ends(doc: Doc, span: Span) -> _Ends:
    first, last = tokens_in(doc, span)
    tokens = doc[first : max(last, first + 1)]
    return _Ends(tokens[0], tokens[-1], tokens.root)


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
    if "whether" not in text[: hit.judged.start].lower():
        return False
    doc = reading.doc(hit.sentence)
    start, _ = tokens_in(doc, hit.judged)
    return any(
        token.lower_ == "whether" and same_clause(doc, token.i, start) for token in doc[:start]
    )


def _quoted(reading: Reading, hit: Hit) -> bool:
    """Somebody else's words: in quotation marks, or in a block that is set as a quotation."""
    block = reading.blocks[hit.sentence.block]
    if block.kind is BlockKind.QUOTATION or "quotation" in block.path:
        return True
    place = hit.judged.shift(hit.sentence.span.start)
    return any(place in span for span in reading.quotations(hit.sentence.block))
