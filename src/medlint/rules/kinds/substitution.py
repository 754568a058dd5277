"""Kind `substitution`: words that have another one to be written for them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from pydantic import Field

from medlint.document import BlockKind
from medlint.reading import Reading, Sentence
from medlint.reading.patterns import compile_pattern
from medlint.reading.terms import Term, TermFinder
from medlint.rules.hit import Finder, Hit
from medlint.rules.tables import Strict, Text
from medlint.rules.words import Tables, Words, finder_of
from medlint.text import Span

_EXPLAINED = compile_pattern(
    r"(?i)^\s?(?:\([a-z]+ [a-z]|, (?:or|meaning|which (?:is|means)|that is|a|an)\b|\s?\x{2013}\s)"
)
_TITLES = frozenset({BlockKind.HEADING, BlockKind.TITLE})
_INSTITUTION = compile_pattern(
    r"\b(?:Academy|Agency|Association|Board|Cent(?:er|re)s?|Clinic|College|Commission|Committee"
    r"|Council|Day|Department|Federation|Foundation|Group|Hospital|Infirmary|Institutes?|Journal"
    r"|Ministry|Network|Organi[sz]ation|Party|Program(?:me)?|Registry|School|Service|Society"
    r"|Trust|Union|University)\b"
)
"""What something with a name is called by, where capitals alone do not show it: in titles."""
_LINKED = compile_pattern(r"^(?:'s|\x{2019}s)?\s(?:(?:of|for|and|the|in|&)\s)*(\w+)")
_ADDRESS = compile_pattern(r"[@#_]|://|\w\.[a-z]")
"""What addresses of pages, letters and people have, and no words."""


class Substitution(Strict):
    """`words` say what to write for each word; a plural is one of the word itself.

    `each` place counts, or only the `first` one in an article that nowhere has the other word, and
    that does not explain it there, in brackets or behind a comma. Inside a phrase of `not_in`,
    beside a word of `unless_beside`, and in a name ("the College of Paediatrics") a word is left
    alone.
    """

    kind: Literal["substitution"]
    words: dict[Text, Text] = Field(min_length=1)
    places: Literal["each", "first"] = "each"
    fix: bool = False
    not_in: Words | None = None
    unless_beside: Words | None = None

    def compile(self, tables: Tables) -> Finder:
        """The finder of these words."""
        found_by = TermFinder(self.words)
        others = {word: TermFinder([instead]) for word, instead in self.words.items()}
        not_in = finder_of(self.not_in, tables)
        unless = finder_of(self.unless_beside, tables)

        def find(reading: Reading, scope: frozenset[BlockKind]) -> Iterator[Hit]:
            seen: set[str] = set()
            for sentence in reading.in_scope(scope):
                terms = list(found_by.find(sentence.text))
                if not terms or (unless is not None and sentence.text in unless):
                    continue
                longer = [term.span for term in not_in.find(sentence.text)] if not_in else []
                for term in terms:
                    inside = any(term.span.overlaps(span) for span in longer)
                    if inside or _is_name(reading, sentence, term.span):
                        continue
                    if self.places == "first":
                        if term.term in seen:
                            continue
                        seen.add(term.term)
                        other = others[term.term]
                        if _is_explained(sentence.text, term.span) or _is_said(reading, other):
                            continue
                    yield self._hit(sentence, term)

        return find

    def _hit(self, sentence: Sentence, term: Term) -> Hit:
        instead = _like(term.span.of(sentence.text), term.term, self.words[term.term])
        fix = ((term.span, instead),) if self.fix else ()
        return Hit(sentence, term.span, values={"instead": instead, "term": term.term}, fix=fix)


def _is_name(reading: Reading, sentence: Sentence, span: Span) -> bool:
    """Whether the word is part of a name or an address, which nobody may spell otherwise.

    In a sentence a capital in its midst shows that, or a second one behind the first word. In a
    title, where capitals show nothing, it is taken for a name beside what names are given to.
    """
    text = sentence.text
    if _ADDRESS.search(text[: span.end].split()[-1] + text[span.end :].partition(" ")[0]):
        return True
    if not text[span.start].isupper() or text[span.start : span.end].isupper():
        return False
    if reading.blocks[sentence.block].kind in _TITLES and _is_in_capitals(text, span):
        return _INSTITUTION.search(text) is not None
    before = text[: span.start].rstrip(" \"'(\N{LEFT DOUBLE QUOTATION MARK}")
    if before and not before.endswith((".", ":", "|")):
        return True
    following = _LINKED.match(text[span.end :])
    return following is not None and following[1][0].isupper() and not following[1].isupper()


def _is_in_capitals(text: str, span: Span) -> bool:
    """Whether the other words of a title have capitals too, all but the small ones."""
    others = [word for word in f"{text[: span.start]} {text[span.end :]}".split() if len(word) > 3]  # noqa: PLR2004 -- "with" has a capital in few titles, and "for" in none
    return all(word[:1].isupper() or word.lower() == "with" for word in others)


def _is_explained(text: str, span: Span) -> bool:
    """Whether the word explains what stands before it in brackets, or is explained behind it."""
    before, after = text[: span.start], text[span.end :]
    in_brackets = before.rfind("(") > before.rfind(")") and ")" in after
    return in_brackets or bool(_EXPLAINED.match(after))


def _is_said(reading: Reading, other: TermFinder) -> bool:
    return any(block.text in other for block in reading.blocks)


def _like(found: str, term: str, instead: str) -> str:
    """What to write, in the number and the case of what was found."""
    is_plural = len(found) > len(term) and found.lower().endswith("s")
    written = _plural(instead) if is_plural else instead
    if found.isupper() and len(found) > 1:
        return written.upper()
    return written[:1].upper() + written[1:] if found[:1].isupper() else written


def _plural(word: str) -> str:
    if word.endswith("y") and word[-2:-1] not in "aeiou":
        return f"{word[:-1]}ies"
    return f"{word}es" if word.endswith(("s", "x", "z", "ch", "sh")) else f"{word}s"
