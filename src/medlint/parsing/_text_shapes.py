"""What a passage of plain text is, judged by its shape alone.

`SHAPES` is the whole judgement: the first predicate that holds names the kind. What only several
passages together show (an unmarked list, a flattened table, a bibliography) is the business of
`_text_runs`.
"""

# ruff: noqa: RUF001 -- dashes stand here as writers type them

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

from medlint.document import BlockKind
from medlint.parsing import _text_signs as signs
from medlint.parsing._text_passages import Mark, Passage
from medlint.parsing.bibliography import (
    holds_identifier,
    is_label,
    opens_with_author,
    signs_of_source,
)
from medlint.parsing.captions import opens_with_bare_label, opens_with_label

_LONG = 700
"""Characters beyond which a passage is running text, whatever its shape."""

_LAST_WORD = 40
_HEADLINE_LENGTH = 120
_HEADLINE_WORDS = 12
_TITLED_HEADLINE_WORDS = 16
_SITE_LINE_WORDS = 12


@dataclass(frozen=True, slots=True)
class Setting:
    """A passage and its neighbours."""

    here: Passage
    before: Passage | None
    after: Passage | None


def stopped(text: str) -> bool:
    """Whether the text ends as a sentence does; quotes and citation markers may follow the stop."""
    return signs.STOP.search(text[-60:]) is not None


def titled(text: str) -> bool:
    """Whether the words that count begin with capitals, as in a headline."""
    telling = [
        word for word in re.findall(r"[^\W\d_][\w'’-]*", text) if word.lower() not in signs.SMALL
    ]
    capitals = sum(word[0].isupper() for word in telling)
    return bool(telling) and telling[0][0].isupper() and capitals * 5 >= len(telling) * 4


def leads_in(text: str) -> bool:
    """Whether the text announces what follows it: "Symptoms include:"."""
    if text.endswith(":"):
        return True
    last = signs.words(text[-_LAST_WORD:])[-1:]
    return (
        bool(last) and last[0] in signs.LEADS_IN and text[-1:].islower() and text.endswith(last[0])
    )


def headline(text: str) -> bool:
    """Whether the text, wherever it stands, is as short and as open-ended as a heading."""
    if len(text) > _HEADLINE_LENGTH or stopped(text) or text[-1] in ",;:" or leads_in(text):
        return False
    first = re.search(r"[^\W_]", text)
    count = len(text.split())
    return (
        first is not None
        and re.search(r"[^\W\d_]", text) is not None
        and (first.group().isupper() or first.group().isdigit() or not first.group().islower())
        and count <= (_TITLED_HEADLINE_WORDS if titled(text) else _HEADLINE_WORDS)
        and signs.INNER_STOP.search(text) is None
    )


def prose(passage: Passage | None) -> bool:
    """Whether the passage is running text that ends in a stop or announces a list."""
    if passage is None or passage.cells:
        return False
    text = passage.text
    return len(text.split(maxsplit=4)) > 3 and (stopped(text) or text.endswith(":"))  # noqa: PLR2004 -- shorter ones may be labels


def citation_signs(text: str) -> int:
    """How many of the five marks of a bibliography entry the text bears."""
    located = holds_identifier(text) or signs.ADDRESS.search(text) is not None
    return signs_of_source(text) + located


def is_site_line(text: str) -> bool:
    """Whether the line belongs to the site: menus, buttons, trails of breadcrumbs."""
    return len(text.split()) <= _SITE_LINE_WORDS and signs.SITE_LINE.fullmatch(text) is not None


def section_depth(text: str) -> int:
    """How deep below the top a section number like 2.1.3 says that a heading stands."""
    found = signs.SECTION_NUMBER.match(text)
    return found.group(1).count(".") if found else 0


def asks(text: str) -> bool:
    """Whether the text opens with a word that questions open with."""
    return signs.ASKS.match(text) is not None


def tells(text: str) -> bool:
    """Whether the text speaks to somebody, or argues."""
    return not signs.TELLS.isdisjoint(signs.words(text))


def argues(text: str) -> bool:
    """Whether the text tells or states something, as prose does."""
    found = signs.words(text)
    return not (signs.TELLS | signs.STATES).isdisjoint(found) or any(
        word in signs.IS and not following.endswith("ing")
        for word, following in pairwise([*found, ""])
    )


def pictures(text: str) -> bool:
    """Whether the text describes what is seen in a picture."""
    if titled(text) and not signs.MEDIUM.search(text):
        return False
    if asks(text) or leads_in(text) or _runs_in_a_list(text):
        return False
    seen = any(word in signs.PICTURING for word in signs.words(text)[1:])
    return seen or signs.MEDIUM.search(text) is not None or signs.SCENE.match(text) is not None


def _is_row(at: Setting) -> bool:
    return bool(at.here.cells)


def _is_drawn_heading(at: Setting) -> bool:
    return at.here.underline > 0 or at.here.mark is Mark.HASHES


def _is_long(at: Setting) -> bool:
    return at.here.mark is None and len(at.here.text) > _LONG


def _is_site_line(at: Setting) -> bool:
    # The number of a page between two dashes looks like an item at first.
    unmarked = at.here.mark is None or at.here.text[-1] in "-–—"
    return unmarked and is_site_line(at.here.text)


def _is_byline(at: Setting) -> bool:
    text = at.here.text
    return (
        at.here.mark is None
        and len(text.split()) <= _SITE_LINE_WORDS
        and not argues(text)
        and signs.BYLINE.fullmatch(text) is not None
    )


def _is_labelled(at: Setting) -> bool:
    text = at.here.text
    labelled = opens_with_label(text) or opens_with_bare_label(text)
    return at.here.mark is None and labelled and not (stopped(text) and argues(text))


def _is_credit(at: Setting) -> bool:
    text = at.here.text
    stated = stopped(text) and argues(text)
    return at.here.mark is None and signs.CREDIT.fullmatch(text) is not None and not stated


def _is_numbered_heading(at: Setting) -> bool:
    return (
        at.here.mark is Mark.NUMBER
        and headline(at.here.text)
        and at.after is not None
        and at.after.mark is not Mark.NUMBER
        and at.after.indent <= at.here.indent
        and prose(at.after)
    )


def _is_item(at: Setting) -> bool:
    return at.here.mark is not None


def _is_source(at: Setting) -> bool:
    text = at.here.text
    return (
        signs.ADDRESS_ONLY.match(text) is not None
        or (signs.ADDRESS_LAST.search(text[-300:]) is not None and not argues(text))
        or signs.SOURCES_INLINE.match(text) is not None
        or (citation_signs(text) > 2 and (opens_with_author(text) or not argues(text)))  # noqa: PLR2004 -- two occur in prose
    )


def _is_sources_heading(at: Setting) -> bool:
    return is_label(at.here.text)


def _is_question_heading(at: Setting) -> bool:
    text = at.here.text
    return (
        text.endswith("?")
        and len(text.split()) <= _TITLED_HEADLINE_WORDS
        and not re.search(r"[.!?;:]", text[:-1])
        and (asks(text) or titled(text))
        and at.after is not None
        and not _is_short_question(at.after.text)
    )


def _is_short_question(text: str) -> bool:
    return text.endswith("?") and len(text.split()) <= _TITLED_HEADLINE_WORDS


def _is_label(at: Setting) -> bool:
    text = at.here.text
    return (
        text.endswith(":")
        and len(text.split()) <= 6  # noqa: PLR2004 -- a label is no sentence
        and text[0].isupper()
        and at.after is not None
        and not leads_in(text[:-1])
        and signs.ANNOUNCES.isdisjoint(signs.words(text))
    )


def _is_picture(at: Setting) -> bool:
    text = at.here.text
    if not pictures(text):
        return False
    if not stopped(text):
        return len(text.split()) > 3 and not tells(text)  # noqa: PLR2004 -- shorter ones are headings
    early = signs.words(text)[1:6]
    return (
        len(text.split()) <= 20  # noqa: PLR2004 -- a caption that long says more than what is seen
        and signs.THING.match(text) is not None
        and not argues(text)
        and not any(word in signs.IS for word in signs.words(text))
        and any(word in signs.PICTURING and word.endswith(("ing", "up")) for word in early)
        and signs.INNER_STOP.search(text) is None
    )


def _is_sentence(at: Setting) -> bool:
    text = at.here.text
    return stopped(text) or leads_in(text) or text[-1] in ",;" or _runs_in_a_list(text)


def _runs_in_a_list(text: str) -> bool:
    """Whether a list follows its announcement in one line: "may include - tea - coffee"."""
    return text.count(" - ") > 1


def _is_heading(at: Setting) -> bool:
    text = at.here.text
    if not headline(text):
        return False
    if titled(text) or signs.SECTION_NUMBER.match(text):
        return at.after is not None or len(text.split()) <= 4  # noqa: PLR2004 -- the last line
    return at.after is not None and not _hangs_below(at)


def _hangs_below(at: Setting) -> bool:
    """Whether the line stands close under running text and apart from what follows it."""
    return (
        not at.here.gap
        and at.before is not None
        and (prose(at.before) or at.before.mark is not None)
        and not leads_in(at.before.text)
        and at.after is not None
        and at.after.gap
    )


def _is_unfinished_prose(at: Setting) -> bool:
    alone = at.before is None and at.after is None
    text = at.here.text
    return alone or argues(text) or signs.INNER_STOP.search(text) is not None


def _is_label_like(at: Setting) -> bool:
    return len(at.here.text.split()) > 2  # noqa: PLR2004 -- less is too little to call it a caption


SHAPES: tuple[tuple[Callable[[Setting], bool], BlockKind], ...] = (
    (_is_row, BlockKind.TABLE_CELL),
    (_is_drawn_heading, BlockKind.HEADING),
    (_is_long, BlockKind.PARAGRAPH),
    (_is_site_line, BlockKind.META),
    (_is_byline, BlockKind.META),
    (_is_labelled, BlockKind.CAPTION),
    (_is_credit, BlockKind.CAPTION),
    (_is_sources_heading, BlockKind.HEADING),
    (_is_numbered_heading, BlockKind.HEADING),
    (_is_item, BlockKind.LIST_ITEM),
    (_is_source, BlockKind.REFERENCE),
    (_is_question_heading, BlockKind.HEADING),
    (_is_label, BlockKind.HEADING),
    (_is_picture, BlockKind.CAPTION),
    (_is_sentence, BlockKind.PARAGRAPH),
    (_is_heading, BlockKind.HEADING),
    (_is_unfinished_prose, BlockKind.PARAGRAPH),
    (_is_label_like, BlockKind.CAPTION),
)
"""What a passage is: the kind beside the first predicate that holds, else a paragraph."""


def shape(setting: Setting) -> BlockKind:
    """The kind of one passage, as far as it and its neighbours tell."""
    for holds, kind in SHAPES:
        if holds(setting):
            return kind
    return BlockKind.PARAGRAPH
