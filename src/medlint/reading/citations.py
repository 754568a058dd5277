"""What in a block points to a source: markers, links, names with a year, identifiers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from medlint.document import Block, InlineKind
from medlint.reading.patterns import compile_pattern
from medlint.reading.segmenter import citation_markers
from medlint.text import Span


class CitationKind(StrEnum):
    """How a source is pointed to."""

    MARKER = "marker"
    LINK = "link"
    AUTHOR_YEAR = "author-year"
    IDENTIFIER = "identifier"
    NAMED = "named"


@dataclass(frozen=True, slots=True)
class Citation:
    """One pointer to a source, at its place in the block's text."""

    kind: CitationKind
    span: Span


_YEAR = r"(?:1[89]|20)\d\d[a-z]?"

_BRACKETS = compile_pattern(r"\([^()]{4,400}\)")
_DATED = compile_pattern(rf"[ ,(]\s?(?:{_YEAR}|n\.d\.)(?:\W|$)")
_NARRATIVE = compile_pattern(rf"(\S+)(?:\set\sal\.?,?|,)?\s\({_YEAR}\)")
_IDENTIFIER = compile_pattern(
    r"\bdoi:?\s?10\.\d{4,9}/\S+|\b10\.\d{4,9}/\S+|\bPMID:?\s?\d{4,8}\b"
    r"|\bPMC\d{4,8}\b|\bNCT\d{8}\b|https?://\S+|\bwww\.\S+\.\S+",
    any_case=True,
)
_ATTRIBUTED = compile_pattern(
    r"\b(?i:according\sto|(?:data|figures|estimates|numbers|statistics)\sfrom"
    r"|(?:published|reported)\s(?:in|by))\s((?:[a-z0-9-]+\s){0,4})(\S+)",
)
_STATING = compile_pattern(
    r"(\S+\s)?(\S+)\s(?:\([A-Z]+\)\s)?(?:estimates?|reports?|reported|recommends?|found)\b"
)
_YEARED = compile_pattern(
    rf"(\S+)\s(?:[a-z-]+\s){{0,2}}(?:reviews?|trials?|stud(?:y|ies)|surveys?|reports?|guidelines?"
    rf"|analys[ei]s|statement|census|registry)\s(?:of|from|in)\s{_YEAR}\b"
)
_TRIAL = compile_pattern(
    r"(\S+)\s(?:[a-z-]+\s)?(?:trials?|stud(?:y|ies)|surveys?|cohort|registry)\b"
)
_FEWEST_CAPITALS = 2
_CONTINUES = compile_pattern(
    # It, They, The trial, In the study, Both groups, Of those … go on about a source just named.
    r"(?i)^\W*(?:it|they|there|its|their|these|those|both|neither|of\s(?:these|those|them)"
    r"|by\s(?:day|week|month|year)"
    r"|(?:(?:in|of|by|at|among|for|across)\s)?(?:the|that|this|these|both|each|either|its|their)\s"
    r"(?:[a-z-]+\s){0,2}(?:trials?|stud(?:y|ies)|reviews?|surveys?|authors?|researchers?|groups?|arms?"
    r"|participants|report|analysis|data|results?|findings?|team|same|patients|people|women|men"
    r"|children|volunteers|placebo|control|treatment|difference|rate|risk|average))\b"
)
_ET_AL = compile_pattern(r"\b\S+\set\sal\b")
_ANCHOR = re.compile(r"#|mailto:|tel:|javascript:", re.IGNORECASE)
_ARTICLES = frozenset({"the", "a", "an", "most", "some", "many"})


def citations(block: Block) -> tuple[Citation, ...]:
    """Every pointer to a source in the block's text, sorted by place."""
    text = block.text
    found = [Citation(CitationKind.MARKER, span) for span in citation_markers(block)]
    for inline in block.inlines:
        if inline.kind is InlineKind.URL:
            found.append(Citation(CitationKind.LINK, inline.span))
        if inline.kind is InlineKind.LINK and not _ANCHOR.match(inline.target or "#"):
            found.append(Citation(CitationKind.LINK, inline.span))
    found += [
        Citation(CitationKind.IDENTIFIER, Span(*match.span()))
        for match in _IDENTIFIER.finditer(text)
    ]
    found += _author_years(text)
    found += _named(text)
    return tuple(sorted(found, key=lambda citation: citation.span))


def continues(sentence: str) -> bool:
    """Whether a sentence goes on about the source that the one before it named."""
    return _CONTINUES.search(sentence) is not None


def _author_years(text: str) -> list[Citation]:
    """(Smith, 2021), (Smith & Lee, 2021; WHO, n.d.), Smith et al. (2021)."""
    spans = [
        Span(*match.span())
        for match in _BRACKETS.finditer(text)
        if _DATED.search(match.group()) and any(char.isupper() for char in match.group())
    ]
    spans += [
        Span(*match.span()) for match in _NARRATIVE.finditer(text) if match.group(1)[:1].isupper()
    ]
    return [Citation(CitationKind.AUTHOR_YEAR, span) for span in spans]


def _named(text: str) -> list[Citation]:
    """A source named in words, where the name is a proper name: "according to the WHO"."""
    spans = [
        Span(*match.span()) for match in _ATTRIBUTED.finditer(text) if match.group(2)[:1].isupper()
    ]
    for match in _STATING.finditer(text):
        before, name = (match.group(1) or "").strip(), match.group(2)
        # "Studies found" opens with a capital and names nobody.
        acronym = len(name) > 1 and name.isupper()
        two = before[:1].isupper() and name[:1].isupper() and before.lower() not in _ARTICLES
        inside = name[:1].isupper() and before != "" and not before.endswith((".", "!", "?"))
        if acronym or two or inside:
            spans.append(Span(*match.span()))
    spans += [
        Span(*match.span()) for match in _YEARED.finditer(text) if match.group(1)[:1].isupper()
    ]
    # A trial with a name of its own can be found by it: "the SPRINT trial".
    spans += [
        Span(*match.span())
        for match in _TRIAL.finditer(text)
        if sum(char.isupper() for char in match.group(1)) >= _FEWEST_CAPITALS
    ]
    spans += [Span(*match.span()) for match in _ET_AL.finditer(text) if match.group()[0].isupper()]
    return [Citation(CitationKind.NAMED, span) for span in spans]
