"""What words around a claim do to it: cues with a reach, questions, quotation marks.

A cue speaks for what it governs, up to the border of its clause. The answers here are the same for
a rule's guards and for the reading of claims.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from medlint.document import BlockKind
from medlint.reading.clauses import governs, is_subject_of, same_clause, tokens_in
from medlint.reading.terms import TermFinder
from medlint.text import Span

if TYPE_CHECKING:  # spaCy takes half a second to import; annotations must not cost that
    from collections.abc import Iterable

    from spacy.tokens import Doc, Token

    from medlint.reading import Reading, Sentence

_ASKING = frozenset(
    {"can", "could", "do", "does", "did", "is", "are", "was", "will", "would", "should", "may"}
)
_OFFERING = frozenset({"ready", "looking", "tired", "struggling", "dreaming", "curious"})
"""So begin questions that ask nothing: "Ready to clear your skin for good?"."""
_CONCEDING = re.compile(r"^\W*whether\b[^.;:?]*?\bor\b[^.;:?]*?,", re.IGNORECASE)
"""So begins what holds in any case: "Whether you are ten or ninety, it works"."""
_WRITERS = frozenset({"i", "we"})
_OF_WRITERS = frozenset({"my", "our"})
_HOUSE = frozenset(
    ["brand", "centre", "center", "clinic", "clinician", "company", "doctor", "expert", "formula",
     "founder", "guarantee", "method", "physician", "practice", "product", "program", "programme",
     "shop", "specialist", "staff", "store", "team", "therapist"]
)  # fmt: skip
_BEFORE_VERB = frozenset({"MD", "RB", "VB", "VBD", "VBN", "VBP", "VBZ"})
_IN_NOUN_PHRASE = frozenset({"JJ", "NN", "NNS", "NNP", "NNPS", "VBG"})


@dataclass(frozen=True, slots=True)
class Cues:
    """Cue words, ready to be found.

    `forward` cues speak for what follows them in their clause, `backward` cues for what stands
    before; `sentence` cues for the whole sentence; `pseudo` phrases contain a cue and are none.
    """

    forward: TermFinder
    backward: TermFinder
    sentence: TermFinder
    pseudo: TermFinder

    @classmethod
    def of(
        cls,
        *,
        forward: Iterable[str],
        backward: Iterable[str] = (),
        sentence: Iterable[str] = (),
        pseudo: Iterable[str] = (),
    ) -> Cues:
        """Take the words.

        Raises:
            ValueError: one of them is nothing but white space and hyphens.
        """
        return cls(*map(TermFinder, (forward, backward, sentence, pseudo)))

    def reach(self, reading: Reading, sentence: Sentence, judged: Span) -> bool:
        """Whether a cue of the sentence speaks for the judged words of its text."""
        if sentence.text in self.sentence:
            return True
        return bool(
            self.around(sentence.text, judged) and self.speaking(reading.doc(sentence), judged)
        )

    def around(self, text: str, judged: Span) -> bool:
        """Whether a cue stands where it might speak for the words; asks for no tags."""
        forward, backward = self._spans(text)
        return any(s.end <= judged.start for s in forward) or any(
            s.start >= judged.end for s in backward
        )

    def speaking(self, doc: Doc, judged: Span) -> tuple[Span, ...]:
        """The cues that speak for the judged words, in order of their kind and place."""
        forward, backward = self._spans(doc.text)
        ends = _ends(doc, judged)
        anchors = (ends.head, ends.first)
        before = [
            span
            for span in forward
            if span.end <= judged.start
            and any(_governs(_ends(doc, span), anchor) for anchor in anchors)
        ]
        behind = [
            span
            for span in backward
            if span.start >= judged.end
            and any(_speaks_back(_ends(doc, span), anchor) for anchor in anchors)
        ]
        return (*before, *behind)

    def _spans(self, text: str) -> tuple[list[Span], list[Span]]:
        start = _conceded(text)
        forward = [term.span for term in self.forward.find(text) if term.span.start >= start]
        backward = [term.span for term in self.backward.find(text)]
        if not forward and not backward:
            return forward, backward
        blocked = [term.span for term in self.pseudo.find(text)]
        if not blocked:
            return forward, backward
        return (
            [span for span in forward if not any(span.overlaps(other) for other in blocked)],
            [span for span in backward if not any(span.overlaps(other) for other in blocked)],
        )


def said_by_writer(doc: Doc, cue: Span) -> bool:
    """Whether the subject in front of a cue is who wrote the text: "we promise", "our team says".

    Adverbs and auxiliaries may stand between. Of what is "our" or "my" only those speak for the
    writer who work in the same house: "my neighbour claims" gives the claim away.
    """
    start, _ = tokens_in(doc, cue)
    at = start - 1
    while at >= 0 and doc[at].tag_ in _BEFORE_VERB:
        at -= 1
    if at >= 0 and doc[at].lower_ in _WRITERS:
        return True
    if at < 0 or doc[at].lemma_.lower() not in _HOUSE:
        return False
    while at >= 0 and doc[at].tag_ in _IN_NOUN_PHRASE:
        at -= 1
    return at >= 0 and doc[at].lower_ in _OF_WRITERS


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


def _governs(cue: _Ends, anchor: Token) -> bool:
    return governs(cue.last, anchor) or governs(cue.head, anchor)


def _speaks_back(cue: _Ends, anchor: Token) -> bool:
    """Whether a cue behind the anchor speaks of it: "a cure does not exist", "cured it in some"."""
    if not same_clause(anchor.doc, anchor.i, cue.last.i):
        return False
    if cue.first.pos_ in {"ADP", "ADV"} and _hangs_on(cue.first, anchor):
        return True
    holder = cue.last if cue.last.pos_ in {"VERB", "AUX"} else cue.last.head
    return is_subject_of(anchor, holder) or is_subject_of(anchor, holder.head)


def _hangs_on(cue: Token, anchor: Token) -> bool:
    """Whether the cue lies below the anchor, and not in a clause told of something else there.

    "It cured it in a way that nothing else could" does not deny that it did, and "research shows
    that few ever ask" not that it shows.
    """
    token = cue
    while token not in {token.head, anchor}:
        if token.dep_ in {"relcl", "ccomp"}:
            return False
        token = token.head
    return token == anchor


def _conceded(text: str) -> int:
    """Where the text begins to say something, behind what it concedes."""
    found = _CONCEDING.match(text)
    return found.end() if found else 0


def asked(reading: Reading, sentence: Sentence, judged: Span) -> bool:
    """Whether the words are asked, not said: a question, or a clause that "whether" opens."""
    text = sentence.text.rstrip(" \"'\N{RIGHT DOUBLE QUOTATION MARK})*_")
    first = text.split(maxsplit=1)[0].lower() if text else ""
    if text.endswith("?"):
        return first not in _OFFERING
    heading = reading.blocks[sentence.block].kind in {BlockKind.HEADING, BlockKind.TITLE}
    if heading and first in _ASKING:
        return True
    if "whether" not in text[_conceded(text) : judged.start].lower():
        return False
    doc = reading.doc(sentence)
    start, _ = tokens_in(doc, judged)
    return any(
        token.lower_ == "whether" and same_clause(doc, token.i, start) for token in doc[:start]
    )


def quoted(reading: Reading, sentence: Sentence, judged: Span) -> bool:
    """Whether they are somebody else's words: in quotation marks, or set as a quotation."""
    block = reading.blocks[sentence.block]
    if block.kind is BlockKind.QUOTATION or "quotation" in block.path:
        return True
    place = judged.shift(sentence.span.start)
    return any(place in span for span in reading.quotations(sentence.block))
