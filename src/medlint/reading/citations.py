"""What in a block points to a source: markers, links, names with a year, identifiers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from medlint.document import Block, InlineKind
from medlint.reading.segmenter import citation_markers, match_span
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
_NAME = r"[A-Z\u00C0-\u00DE][\w\u2019'&.-]*"

_AUTHOR_YEAR = re.compile(
    # (Smith, 2021), (Smith & Lee 2021; WHO, 2020), (see CDC, n.d.), Smith et al. (2021)
    rf"\((?:[^()]{{0,120}}?\b)?{_NAME}[^()]{{0,80}}?[ ,]\s?(?:{_YEAR}|n\.d\.)[^()]{{0,160}}\)"
    rf"|\b{_NAME}(?:\s(?:et\sal\.?|and\s{_NAME}|&\s{_NAME}))?,?\s\({_YEAR}\)"
)
_IDENTIFIER = re.compile(
    r"\bdoi:?\s?10\.\d{4,9}/\S+|\b10\.\d{4,9}/\S+|\bPMID:?\s?\d{4,8}\b|\bPMC\d{4,8}\b|\bNCT\d{8}\b"
    r"|https?://\S+|\bwww\.\S+\.\S+",
    re.IGNORECASE,
)
_NAMED = re.compile(
    # A source named in words counts where the name is a proper name.
    rf"\b[Aa]ccording\sto\s(?:the\s|an?\s)?(?:\d{{4}}\s)?(?:[a-z]+\s){{0,3}}{_NAME}"
    rf"|\b(?:[Dd]ata|[Ff]igures|[Ee]stimates|[Nn]umbers|[Ss]tatistics)\sfrom\s(?:the\s)?{_NAME}"
    rf"|\b(?:[Pp]ublished|[Rr]eported)\s(?:in|by)\s(?:the\s)?{_NAME}"
    rf"|\b{_NAME}(?:\s{_NAME}){{0,6}}\s(?:\([A-Z]+\)\s)?"
    r"(?:estimates?|reports?|reported|recommends?|found)\b"
    rf"|\b{_NAME}\set\sal\b"
)
_ANCHOR = re.compile(r"#|mailto:|tel:|javascript:", re.IGNORECASE)


def citations(block: Block) -> tuple[Citation, ...]:
    """Every pointer to a source in the block's text, sorted by place."""
    text = block.text
    found = [Citation(CitationKind.MARKER, span) for span in citation_markers(block)]
    for inline in block.inlines:
        if inline.kind is InlineKind.URL:
            found.append(Citation(CitationKind.LINK, inline.span))
        if inline.kind is InlineKind.LINK and not _ANCHOR.match(inline.target or "#"):
            found.append(Citation(CitationKind.LINK, inline.span))
    for kind, pattern in (
        (CitationKind.AUTHOR_YEAR, _AUTHOR_YEAR),
        (CitationKind.IDENTIFIER, _IDENTIFIER),
        (CitationKind.NAMED, _NAMED),
    ):
        found += [Citation(kind, match_span(match)) for match in pattern.finditer(text)]
    return tuple(sorted(found, key=lambda citation: citation.span))
