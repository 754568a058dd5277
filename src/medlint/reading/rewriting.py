"""A claim said as far as evidence may go, in the sentence's own words.

The steps of wording are those of informative statements for findings of low certainty ("may"), see
Santesso et al., J Clin Epidemiol 2020;119:126 (GRADE guidelines 26). Only a finite verb with its
object behind it is put in other words; of anything else no rewriting would be safe.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from medlint.reading.claims import Relation
from medlint.reading.clauses import tokens_in
from medlint.text import Span

if TYPE_CHECKING:  # spaCy takes half a second to import; annotations must not cost that
    from spacy.tokens import Doc, Token

Rewrite = tuple[Span, str]
"""Words of a sentence and what to put in their place."""

_FINITE = frozenset({"VBZ", "VBP"})
_PERSONAL = {
    Relation.CURE: "may help some people with",
    Relation.TREAT: "may help some people with",
    Relation.PREVENT: "may lower the risk of",
}
_OF_DEGREE = frozenset({Relation.IMPROVE, Relation.CHANGE, Relation.WORSEN})
_HELPING = frozenset({"AUX", "PART"})
_NOBODYS = frozenset(
    {"your", "my", "our", "their", "his", "her", "its", "this", "these", "all", "every"}
    | {"ageing", "aging"}
)
"""What nobody is a person "with": somebody's own, all there is, what everybody has."""


def temper(doc: Doc, words: Span, target: Span, relation: Relation) -> Rewrite | None:
    """The claim's words up to the end of its target, tempered; None where that is not safe."""
    first, last = tokens_in(doc, words)
    start, end = tokens_in(doc, target)
    if not first < last == start < end or not _is_plain(doc[first]):
        return None
    behind = Span(doc[first].idx, doc[end - 1].idx + len(doc[end - 1]))
    what = doc.text[doc[start].idx : behind.end]
    said = None
    if relation in _PERSONAL and doc[start].lower_ not in _NOBODYS:
        said = f"{_PERSONAL[relation]} {what}"
    elif relation is Relation.CAUSE:
        said = f"{'are' if doc[first].tag_ == 'VBP' else 'is'} linked with {what}"
    elif relation in _OF_DEGREE:
        said = f"may {doc[first:last].lemma_.lower()} {what}"
    return (behind, said) if said else None


def _is_plain(verb: Token) -> bool:
    """Whether it is a finite verb on its own, with something that does it before it."""
    finite = verb.tag_ in _FINITE or (verb.tag_ == "NNS" and verb.lower_.endswith("s"))
    before = verb.doc[verb.i - 1] if verb.i else None
    helped = before is None or before.pos_ in _HELPING or before.tag_ in {"TO", "MD"}
    return finite and not helped


def rewritten(sentence: str, rewrite: Rewrite) -> str:
    """The sentence with the rewriting in place, its white space normalised."""
    span, text = rewrite
    return " ".join(f"{sentence[: span.start]}{text}{sentence[span.end :]}".split())
