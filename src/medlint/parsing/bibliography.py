"""What bibliographies look like in any format: their titles, their entries, the signs of a source.

How far a bibliography reaches is for each format to say, for that hangs on its markup.
"""

from __future__ import annotations

import re

BELOW_HEADINGS = 7
"""The rank of a title that is no heading, such as a line in bold type: any heading ends it."""

_NUMBER = r"(?:(?:\d{1,2}(?:\.\d{1,2})*|[ivx]{1,5})[.)]?\s+)?"
_WHOSE = r"(?:(?:article|cited|full|key|list of|main|medical|our|scientific|selected)\s+)?"
_NAME = (
    r"(?:references?(?:\s+list)?|sources?|bibliograph(?:y|ies)|citations?|endnotes?|footnotes?"
    r"|(?:works|sources|references|literature)\s+cited|cited\s+(?:works|sources|literature)"
    r"|literature|further\s+reading|notes)"
)
_AND = rf"(?:\s*(?:,|/|&|and)\s*(?:{_NAME}|credits|resources))*"
_TITLE = re.compile(
    rf"{_NUMBER}{_WHOSE}{_NAME}{_AND}(?:\s+\(\d{{1,3}}\))?\s*:?",
    re.IGNORECASE,
)
_VAGUE = re.compile(
    rf"{_NUMBER}{_WHOSE}(?:citation|endnote|footnote|notes|reference|source)\s*:?", re.IGNORECASE
)
"""Titles that say too little outside of a heading: "Source:" may stand below any picture."""


def is_title(heading: str) -> bool:
    """Whether a heading says "References", in whatever words, and nothing else."""
    return _TITLE.fullmatch(heading) is not None


def is_label(line: str) -> bool:
    """Whether a line of text that is no heading is the title of a bibliography all the same."""
    return is_title(line) and _VAGUE.fullmatch(line) is None


_ENTRY = re.compile(
    r"""
      (?:[a-z]{1,3}[ ]){0,2} [A-Z] [^?!]{2,400}?     # authors, ...
      \( (?: (?:Updated[ ])? [A-Z][a-z]+ [ ] \d{1,2}, [ ] )?
         (?: (?:19|20)\d\d [a-z]{0,2} | n\.d\.? (?:-[a-z])? ) [^()]{0,20} \)   # ... (2021, May)
      (?: \. | [ ][A-Z] )
    | (?: \[? \d{1,3} [\].)]? \s+ )?
      [A-Z][\w'\u2019-]+ [ ] [A-Z]{1,3} (?: , [ ] [A-Z][\w'\u2019 -]+ [ ] [A-Z]{1,3} )*
      (?: , [ ] et [ ] al )? \. \s                  # Smith AB, Lee C.
    """,
    re.VERBOSE,
)
_AUTHOR = re.compile(
    r"(?:\[\d{1,3}\] ?)?[A-Z][\w'\u2019-]+(?: [A-Z][\w'\u2019-]+)?,? (?:[A-Z]\.?-? ?){1,3}"
    r"(?:[,.;:(&]|and\b)"
)
_YEAR = re.compile(r"\b(?:19|20)\d\d[a-z]?\b")
_PLACE = re.compile(
    r"\b\d{1,4}\s?\(\d{1,4}\)|;\s?\d{1,4}\s?[:(]|\b\d{4};\s?\d|\b\d{1,4}:\s?e?\d{1,6}\b"
    r"|\bpp?\.\s?\d|\b(?:vol|no)\.\s?\d",
    re.IGNORECASE,
)
"""Volume, issue or page."""

_PUBLISHED = re.compile(
    r"\bet al\b|\bJournal\b|\bPress\b|\b[Aa]ccessed\b|\b[Rr]etrieved\b"
    r"|\bAvailable (?:at|from)\b|\bJ\.? [A-Z]"
)
_IDENTIFIER = re.compile(
    r"\bdoi\b|\b10\.\d{4,9}/|\bpmid\b|\bpmc\d|\bisbn\b|\bnct\d{8}", re.IGNORECASE
)


def opens_entry(text: str) -> bool:
    """Whether the text begins as an entry does: authors and year, or authors by their initials."""
    return _ENTRY.match(text) is not None


def opens_with_author(text: str) -> bool:
    """Whether the text begins with a name and its initials."""
    return _AUTHOR.match(text) is not None


def holds_identifier(text: str) -> bool:
    """Whether a number stands in the text by which a publication or a study is registered."""
    return _IDENTIFIER.search(text) is not None


def signs_of_source(text: str) -> int:
    """How many of four signs the text bears: author, year, place in a volume, publication."""
    found = sum(sign.search(text) is not None for sign in (_YEAR, _PLACE, _PUBLISHED))
    return found + opens_with_author(text)
