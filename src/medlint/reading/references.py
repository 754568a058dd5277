"""The entries of a reference list as data, and which places of the text point to which of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from medlint.document import Block, BlockKind, Document, InlineKind
from medlint.reading.patterns import compile_pattern
from medlint.reading.segmenter import citation_markers
from medlint.text import Span

_DOI = compile_pattern(r"\b(10\.\d{4,9}/[^\s\"<>;]+)", any_case=True)
_PMID = compile_pattern(
    r"\bPMID:?\s?(\d+)\b|(?:pubmed\.ncbi\.nlm\.nih\.gov|ncbi\.nlm\.nih\.gov/pubmed)/(\d+)",
    any_case=True,
)
_ISBN = compile_pattern(r"\bISBN(?:-1[03])?:?\s?([\dXx-]{10,17})", any_case=True)
_URL = compile_pattern(r"https?://[^\s)>\]]+|\bwww\.[^\s)>\]]+", any_case=True)
_YEAR = re.compile(
    r"(?<![\w:/.\N{EN DASH}-])((?:1[89]|20|21)\d\d)[a-z]?(?!\s?[\N{EN DASH}-]\s?\d|[\w/])"
)
"""A year that is no page and no end of a range of years."""
_DATE = re.compile(
    r"\(\s?((?:1[89]|20|21)\d\d)[a-z]?[),]|\b((?:1[89]|20|21)\d\d)(?:\s\w{3,9}(?:\s\d{1,2})?)?;\s?\w"
)
"""Where a style has the year: (2019), 2019;12."""
_UNDATED = re.compile(r"\(n\.?\s?d\.?(?:-[a-z])?\)", re.IGNORECASE)
_PLACE = compile_pattern(
    r"\d{4}(?:\s\w{3,9}(?:\s\d{1,2})?)?;\s?\w+|;\s?\d+\s?[:(]|\b\d{1,4}\s?\(\w{1,8}\)|\bvol\.?\s?\d|\b\d+:\s?e?\d+"
    r"|\bpp?\.\s?\d",
    any_case=True,
)
_LABEL = re.compile(r"(?:\[?\^?(\w{1,12})[\].):]{1,2}|(\d{1,3})\s)\s*$")
_OWN_LABEL = re.compile(r"\A\[?(\d{1,3})[\].)]?\s+")
_NUMBERS = re.compile(r"\d{1,3}(?:\s*[\N{EN DASH}-]\s*\d{1,3})?|[a-z]")
_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_QUOTED = compile_pattern(r"[\"\x{201C}]\S+\s[^\"\x{201C}\x{201D}]+[\"\x{201D}]")
"""Words in quotation marks, which are a title even where each of them has a capital."""
_SEGMENT = re.compile(r"[^.?!“”\"]+")
_PIECE = re.compile(r"[.?!](?:\s|$)|[“”\"]")
_WORD = re.compile(r"[^\W\d_]{3,}")
_NAME = compile_pattern(r"(?:\p{Lu}[\p{L}\p{M}\d'\x{2019}&-]*|of|and|for|the|in|&)")
_SITE = compile_pattern(
    r"\b(?:blog|journal|weekly|magazine|times|news|press|guideline|handbook|review|report|website"
    r"|bulletin|proceedings|institutes?|association|society|university|agency|department|academy"
    r"|organi[sz]ation|cent(?:er|re)s?|foundation|college|council|ministry|service)\b",
    any_case=True,
)
_READING_ON = compile_pattern(
    r"\b(?:further|more|recommended|suggested|additional)\s(?:reading|resources|information)"
    r"|\bread\smore|\blearn\smore|\bresources\b|\bwhere\sto\sgo\b",
    any_case=True,
)
_AUTHOR = compile_pattern(
    r"((?:(?:de|del|da|di|dos|du|la|le|el|van|von|der|den|ten|ter) )*\p{Lu}[\p{L}\p{M}'\x{2019}-]+)"
    r"(?: \p{Lu}[\p{L}\p{M}'\x{2019}-]+)?,? "
    r"(?:\p{Lu}{1,3}\.?-? ?|\p{Lu}\.-? ?){1,3}(?:[,.;:(&]|and\b|et\b|$)"
)
_LONGEST_BARE = 10
"""An entry without a year, an author or an address is no longer than this, in words."""
_FEWEST_TITLE_WORDS = 3
_LONGEST_NAME = 7
_MOST_LISTED = 50
"""A span of numbers longer than this is no run of citations."""


@dataclass(frozen=True, slots=True)
class Reference:
    """One entry: its block (an index into the reading's blocks), and what it says of itself.

    `label` is the number or name by which the text points to it.
    """

    block: int
    label: str
    text: str
    year: int | None
    author: str | None
    doi: str | None
    pmid: str | None
    isbn: str | None
    hosts: tuple[str, ...]
    addresses: frozenset[str]
    has_place: bool

    @property
    def is_found(self) -> bool:
        """Whether an identifier leads straight to the work."""
        return self.doi is not None or self.pmid is not None or self.isbn is not None

    @property
    def title(self) -> str:
        """The part of the entry that reads like a title; all of it where none does."""
        body = _URL.sub(" ", _OWN_LABEL.sub("", self.text, count=1))
        parts = [part.strip(" ,;:().?!") for part in _PIECE.split(body)]
        return next((part for part in parts if _is_title(part)), body.strip())

    @property
    def words(self) -> frozenset[str]:
        """The words of the entry, in lower case, without its short ones."""
        return frozenset(word.lower() for word in _WORD.findall(self.text))

    @property
    def names(self) -> frozenset[str]:
        """The capitalised words and acronyms by which a text may name it."""
        return frozenset(
            word for word in re.findall(r"[A-Z][\w\u2019'-]{2,}", self.text) if word not in _COMMON
        )


_COMMON = frozenset(
    {
        "The",
        "And",
        "For",
        "With",
        "From",
        "Effect",
        "Effects",
        "Study",
        "Trial",
        "Review",
        "Journal",
    }
    | {
        "Med",
        "Clin",
        "Int",
        "Res",
        "Rev",
        "Health",
        "Medicine",
        "Available",
        "Accessed",
        "National",
    }
    | {
        "American",
        "International",
        "Association",
        "Society",
        "Disease",
        "Diseases",
        "Care",
        "Press",
    }
    | {"Syst", "System", "Database", "Can", "Why", "How", "What", "Women", "Men", "Use", "Risk"}
)


def references(blocks: Sequence[Block], document: Document) -> tuple[Reference, ...]:
    """The entries of the article's reference list, in order, without further reading."""
    found: list[Reference] = []
    for index, block in enumerate(blocks):
        if block.kind is BlockKind.REFERENCE and block.text.strip():
            entry = _reference(block, index, len(found) + 1, document)
            if _is_entry(entry):
                found.append(entry)
    return tuple(found)


def _is_entry(reference: Reference) -> bool:
    """Whether it is an entry, and no sentence that stands below the list."""
    signs = (reference.year, reference.author, reference.has_place, reference.hosts)
    return any(signs) or reference.is_found or len(reference.text.split()) <= _LONGEST_BARE


def is_further_reading(heading: str) -> bool:
    """Whether a list under this heading is for reading on, and need not be cited."""
    return _READING_ON.search(heading) is not None


def _reference(block: Block, index: int, ordinal: int, document: Document) -> Reference:
    text = block.text
    own = _OWN_LABEL.match(text)
    start = block.source_span.start
    line = document.source[max(0, document.source.rfind("\n", 0, start)) : start]
    before = _LABEL.search(line) if "<" not in line else None
    label = (before and (before.group(1) or before.group(2))) or (own and own.group(1))
    isbn = _ISBN.search(text)
    targets = [i.target for i in block.inlines if i.kind is InlineKind.LINK and i.target]
    urls = [match.group() for match in _URL.finditer(text)] + targets
    return Reference(
        block=index,
        label=label or str(ordinal),
        text=text,
        year=_year(text),
        author=_author(text),
        doi=doi_in(" ".join([text, *targets])),
        pmid=pmid_in(" ".join([text, *targets])),
        isbn=isbn.group(1) if isbn else None,
        hosts=tuple(dict.fromkeys(filter(None, map(host_of, urls)))),
        addresses=frozenset(url.rstrip("./") for url in urls),
        has_place=_PLACE.search(text) is not None,
    )


def _year(text: str) -> int | None:
    """The year of an entry: where its style has it, or the last that stands in it."""
    if _UNDATED.search(text):
        return None
    stated = _DATE.search(text)
    if stated is not None:
        return int(stated.group(1) or stated.group(2))
    years = _YEAR.findall(_URL.sub(" ", text))
    return int(years[-1]) if years else None


def doi_in(text: str) -> str | None:
    """The first DOI in a text or an address."""
    found = _DOI.search(unquote(text))
    if found is None:
        return None
    doi: str = found.group(1).rstrip(".,;")
    # A bracket that the DOI did not open is the text's.
    return doi.rstrip(")") if doi.count(")") > doi.count("(") else doi


def pmid_in(text: str) -> str | None:
    """The first PubMed number in a text or an address."""
    found = _PMID.search(text)
    return (found.group(1) or found.group(2)) if found else None


def host_of(address: str) -> str:
    """The domain of an address without "www."; empty where it has none."""
    full = address if "//" in address else f"//{address}"
    try:
        host = urlsplit(full).hostname or ""
    except ValueError:
        return ""
    return host.removeprefix("www.")


def _author(text: str) -> str | None:
    body = _OWN_LABEL.sub("", text, count=1)
    author = _AUTHOR.match(body)
    return author.group(1) if author else None


def missing_parts(reference: Reference) -> tuple[str, ...]:
    """Which of author, title, publisher and year an entry lacks, in this order."""
    body = _URL.sub(" ", _OWN_LABEL.sub("", reference.text, count=1))
    parts = [part.strip(" ,;:()") for part in _SEGMENT.findall(body)]
    parts = [part for part in parts if _WORD.search(part)]
    names = [part for part in parts if _is_name(part)]
    titles = _QUOTED.search(body) or [
        part for part in parts if not _is_name(part) and _words_of(part) >= _FEWEST_TITLE_WORDS
    ]
    author = reference.author is not None or " and others" in body or " et al" in body
    who = author or bool(names)
    where = bool(
        reference.has_place
        or reference.hosts
        or reference.is_found
        or len(names) > (0 if author else 1)
        # A body that publishes under its own name is its own publisher.
        or any(_SITE.search(part) for part in (*(names if titles else ()), *parts[1:]))
    )
    lacks = {"author": not who, "title": not titles, "publisher": not where}
    lacks["year"] = reference.year is None
    return tuple(part for part, lacking in lacks.items() if lacking)


def _is_name(part: str) -> bool:
    """Whether a piece is a name: few words, all with a capital ("Gut Health Weekly, 2023")."""
    words = re.sub(r"[,\d()]+", " ", part).split()
    return 0 < len(words) <= _LONGEST_NAME and all(_NAME.fullmatch(word) for word in words)


def _is_title(part: str) -> bool:
    """Whether a piece is a title: some words in a row, most of them without a capital or many."""
    words = re.findall(r"[^\W\d_]+", part)
    initials = sum(len(word) == 1 for word in words)
    few = len(words) < _FEWEST_TITLE_WORDS
    return not few and initials * _FEWEST_TITLE_WORDS <= len(words) and not _is_name(part)


def _words_of(part: str) -> int:
    return len(part.split())


@dataclass(frozen=True, slots=True)
class Pointer:
    """A place of the text that points to an entry by its label."""

    block: int
    span: Span
    labels: tuple[str, ...]


def pointers(blocks: Sequence[Block]) -> Iterator[Pointer]:
    """Every marker in the text, with the labels that it names."""
    for index, block in enumerate(blocks):
        if block.kind is BlockKind.REFERENCE:
            continue
        targets = {
            inline.span: inline.target
            for inline in block.inlines
            if inline.kind is InlineKind.NOTE and inline.target
        }
        for span in citation_markers(block):
            target = targets.get(span) or "#"
            words = span.of(block.text) if target.startswith("#") else target
            labels = tuple(_labels(words))
            if labels:
                yield Pointer(index, span, labels)


def _labels(words: str) -> Iterator[str]:
    plain = words.translate(_RAISED).strip("[](){} ")
    if plain.startswith("^"):
        yield plain[1:]
        return
    if not _NUMBERS.search(plain):
        return
    if re.fullmatch(r"[A-Za-z][\w-]+", plain):
        yield plain
        return
    for match in _NUMBERS.finditer(plain):
        first, *last = re.split(r"\s*[\N{EN DASH}-]\s*", match.group())
        if last and 0 < int(last[0]) - int(first) <= _MOST_LISTED:
            yield from map(str, range(int(first), int(last[0]) + 1))
        else:
            yield first
            yield from last
