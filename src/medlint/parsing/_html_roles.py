"""What an element, by its name and attributes, makes of the text inside of it."""

# ruff: noqa: SIM905 -- lists of names are read and kept more easily as words

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import Enum, auto

from medlint.document import NAVIGATION, BlockKind, Cell, InlineKind
from medlint.parsing._html_syntax import StartTag

MAIN, ARTICLE, ARTICLE_BODY = "main", "article", "articlebody"
ROOTS = (MAIN, ARTICLE, ARTICLE_BODY)
"""What marks an article off from its page; the first that a page uses is believed."""


@dataclass(frozen=True, slots=True)
class Context:
    """What the open elements say about the text at one place.

    `roots` are the members of `ROOTS` around it; `sections`, `apart`, `tables` and `lists` the
    numbers of those elements from the outside in, where `apart` are the ones beside the main
    flow (an aside, a footer); `form` is the number of the outermost form. `named` holds where
    only a class or an id says that this is no part of the article.
    """

    kind: BlockKind = BlockKind.PARAGRAPH
    level: int = 0
    path: tuple[str, ...] = ()
    language: str | None = None
    cell: Cell | None = None
    roots: frozenset[str] = frozenset()
    sections: tuple[int, ...] = ()
    apart: tuple[int, ...] = ()
    tables: tuple[int, ...] = ()
    lists: tuple[int, ...] = ()
    form: int | None = None
    references: bool = False
    named: bool = False


class Skip(Enum):
    """How the content of an element is passed over."""

    SILENTLY = auto()
    """Nothing was there to see."""
    AS_OBJECT = auto()
    """Something without words stood in the line."""
    AS_STRUCK = auto()
    """The words are crossed out."""


_SECTIONING = frozenset({"article", "aside", "details", "main", "nav", "section"})
_APART = frozenset({"aside", "footer", "header", "nav"})
_FRESH = frozenset({"article", "aside", "details", "main", "nav", "section"})
"""Elements whose text is no longer that of the list, table or quotation around them."""

_CONTAINERS = {
    "blockquote": "quotation",
    "ul": "list",
    "ol": "list",
    "dl": "list",
    "menu": "list",
    "dir": "list",
    "table": "table",
    "figure": "figure",
    "details": "details",
    "aside": "note",
}
_KINDS = {
    "li": BlockKind.LIST_ITEM,
    "dt": BlockKind.LIST_ITEM,
    "dd": BlockKind.LIST_ITEM,
    "blockquote": BlockKind.QUOTATION,
    "figcaption": BlockKind.CAPTION,
    "caption": BlockKind.CAPTION,
    "pre": BlockKind.CODE,
    "listing": BlockKind.CODE,
    "xmp": BlockKind.CODE,
    "plaintext": BlockKind.CODE,
    "title": BlockKind.TITLE,
    "summary": BlockKind.PARAGRAPH,
}
_INLINES = {
    "sup": InlineKind.SUPERSCRIPT,
    "sub": InlineKind.SUBSCRIPT,
    "q": InlineKind.QUOTATION,
    "code": InlineKind.CODE,
    "kbd": InlineKind.CODE,
    "samp": InlineKind.CODE,
    "var": InlineKind.CODE,
    "tt": InlineKind.CODE,
    "dfn": InlineKind.TERM,
}
_SKIPS = {
    **dict.fromkeys(
        ("script", "style", "noscript", "template", "noframes", "noembed", "datalist", "rp", "rt"),
        Skip.SILENTLY,
    ),
    **dict.fromkeys(
        "applet audio button canvas iframe meter object progress select textarea video".split(),
        Skip.AS_OBJECT,
    ),
    **dict.fromkeys(("del", "s", "strike"), Skip.AS_STRUCK),
}
_TITLES = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "dt", "summary", "legend"})
"""Elements in which a button is the handle of what it names, and its words are the title."""

_REFERENCE_ROLES = frozenset(
    "doc-bibliography doc-biblioentry doc-endnotes doc-endnote doc-footnote doc-footnotes".split()
)
_REFERENCE_NAMES = frozenset(
    "references reference-list references-list reflist ref-list bibliography footnotes endnotes "
    "footnote endnote citations citation-list works-cited sources article-sources csl-bib-body "
    "wp-block-footnotes".split()
)
_NAVIGATION_ROLES = frozenset(
    "alertdialog banner contentinfo dialog menu menubar navigation search tablist toolbar".split()
)
_NOTE_ROLES = frozenset({"doc-noteref", "doc-biblioref"})
_NOTE_NAMES = frozenset({"footnote-ref", "footnote-reference", "noteref"})
_BACK_ROLES = frozenset({"doc-backlink"})
_BACK_NAMES = frozenset({"footnote-back", "footnote-backref", "mw-cite-backlink"})
_HIDDEN_NAMES = frozenset({"screen-reader-text", "sr-only", "visually-hidden", "visuallyhidden"})
_CAPTION_NAMES = frozenset({"wp-caption-text", "caption-text", "image-caption"})
_HIDING_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)

# A class or an id names furniture where all of its words do, and one of them says which.
_FURNITURE = frozenset(
    "addtoany ads advert advertisement breadcrumb breadcrumbs comments cookie cookies disqus gdpr "
    "nav navbar navigation newsletter pagination pager relatedposts respond share sharedaddy "
    "sharing sidebar subscribe toc widget widgets".split()
)
_FURNITURE_PAIRS = (
    frozenset({"related", "articles"}),
    frozenset({"related", "posts"}),
    frozenset({"social", "links"}),
    frozenset({"social", "icons"}),
    frozenset({"social", "media"}),
    frozenset({"main", "menu"}),
    frozenset({"mobile", "menu"}),
    frozenset({"site", "menu"}),
    frozenset({"site", "header"}),
    frozenset({"site", "footer"}),
    frozenset({"comment", "list"}),
    frozenset({"skip", "link"}),
)
_FURNITURE_FILL = frozenset(
    "area articles banner bar block bottom box btn button buttons comment consent container first "
    "footer form header icons inner item items jp law left link links list main media menu mobile "
    "module notice outer page panel popup post posts primary related right secondary section "
    "signup site skip social thread top wp wrap wrapper".split()
)
_EDGES = frozenset({"colophon", "footer", "header", "masthead", "page-footer", "page-header"})
"""Ids of what old pages put above and below everything else."""

_PAGE = frozenset({"body", "html"})
_BARE_OF_NAMES = frozenset({"p", *_PAGE, *_TITLES})
"""Elements whose class or id speaks of their words, or of the whole page."""

_WORD = re.compile(r"[^\W_]+")


def inside(tag: StartTag, around: Context, number: int) -> Context:
    """The context of the text in a block element that stands in the context `around`.

    `number` tells this element from all others of the document.
    """
    kind, level, path = around.kind, around.level, around.path
    role = tag.get("role").lower().strip()
    names = _names(tag)
    roots = around.roots | _roots(tag, role)
    named = around.named
    if roots and not around.roots and named:
        # What holds the article is no furniture, whatever its name.
        path, named = tuple(name for name in path if name != NAVIGATION), False
    if tag.name in _FRESH:
        kind, level = BlockKind.PARAGRAPH, 0
    if tag.name in _CONTAINERS:
        path = (*path, _CONTAINERS[tag.name])
    if NAVIGATION not in path and not (roots - around.roots) and tag.name not in _PAGE:
        named = tag.name not in _BARE_OF_NAMES and any(map(_is_furniture, names))
        if named or hidden(tag) or _is_navigation(tag, role, roots, around):
            path = (*path, NAVIGATION)
    kind = _KINDS.get(tag.name, kind)
    if kind is BlockKind.LIST_ITEM and tag.name in {"li", "dt", "dd"}:
        level = max(path.count("list"), 1)
    elif tag.name in _KINDS:
        level = 0
    if rank := _rank(tag, role):
        kind, level = BlockKind.HEADING, rank
    if names & _CAPTION_NAMES:
        kind, level = BlockKind.CAPTION, 0
    return replace(
        around,
        kind=kind,
        level=level,
        path=path,
        language=_language(tag, around.language),
        roots=roots,
        sections=(*around.sections, number) if tag.name in _SECTIONING else around.sections,
        apart=(*around.apart, number) if tag.name in _APART else around.apart,
        lists=(*around.lists, number) if _CONTAINERS.get(tag.name) == "list" else around.lists,
        form=number if tag.name == "form" and around.form is None else around.form,
        references=around.references
        or role in _REFERENCE_ROLES
        or (tag.name not in _BARE_OF_NAMES and bool(names & _REFERENCE_NAMES)),
        named=named,
    )


def mark(tag: StartTag, around: Context) -> tuple[InlineKind, str | None] | None:
    """What an inline element makes of its text, and the address that it leads to."""
    if around.kind is BlockKind.CODE:
        return None
    if tag.name != "a":
        return (_INLINES[tag.name], None) if tag.name in _INLINES else None
    target = tag.get("href").strip()
    if not target:
        return None
    is_note = _says(tag, _NOTE_ROLES, _NOTE_NAMES)
    return (InlineKind.NOTE if is_note else InlineKind.LINK), target


def skip(tag: StartTag, around: Context, parent: str) -> Skip | None:
    """How the content of an element is passed over; None where it is read."""
    if tag.name == "button" and (around.kind is BlockKind.HEADING or parent in _TITLES):
        return None
    if tag.name in _SKIPS:
        return _SKIPS[tag.name]
    if tag.name == "a" and _says(tag, _BACK_ROLES, _BACK_NAMES):
        return Skip.SILENTLY
    return None


def hidden(tag: StartTag) -> bool:
    """Whether the element keeps its content from being seen."""
    if not tag.attributes:
        return False
    return (
        ("hidden" in tag.attributes and tag.get("hidden").lower() != "until-found")
        or tag.get("aria-hidden").lower() == "true"
        or _HIDING_STYLE.search(tag.get("style")) is not None
        or not _HIDDEN_NAMES.isdisjoint(tag.get("class").lower().split())
    )


def lays_out(tag: StartTag) -> bool:
    """Whether a table says of itself that it is there for the looks."""
    return tag.get("role").lower() in {"presentation", "none"}


def _roots(tag: StartTag, role: str) -> frozenset[str]:
    found = set()
    if tag.name == "main" or role == "main":
        found.add(MAIN)
    if tag.name == "article" or role == "article":
        found.add(ARTICLE)
    if "articlebody" in tag.get("itemprop").lower().split():
        found.add(ARTICLE_BODY)
    return frozenset(found)


def _is_navigation(tag: StartTag, role: str, roots: frozenset[str], around: Context) -> bool:
    if tag.name == "nav" or role in _NAVIGATION_ROLES:
        return True
    if tag.name == "dialog":
        return "open" not in tag.attributes
    if tag.name in {"label", "legend"}:
        return around.form is not None
    # The head and foot of a section, a quotation or a figure belong to it.
    return (
        (tag.name in {"header", "footer"} or tag.get("id").lower() in _EDGES)
        and not roots
        and not around.sections
        and not {"quotation", "figure"}.intersection(around.path)
    )


def _is_furniture(name: str) -> bool:
    words = frozenset(_WORD.findall(name))
    known = _FURNITURE | _FURNITURE_FILL
    return words <= known and (
        not words.isdisjoint(_FURNITURE) or any(pair <= words for pair in _FURNITURE_PAIRS)
    )


def _names(tag: StartTag) -> frozenset[str]:
    """The classes and the id of an element."""
    return frozenset(f"{tag.get('class')} {tag.get('id')}".lower().split())


def _says(tag: StartTag, roles: frozenset[str], names: frozenset[str]) -> bool:
    spoken = {tag.get("role").lower().strip(), tag.get("epub:type").lower().strip()}
    return not roles.isdisjoint(spoken | {f"doc-{role}" for role in spoken}) or not (
        names.isdisjoint(_names(tag))
    )


def _rank(tag: StartTag, role: str) -> int:
    """The rank of a heading; 0 for other elements."""
    if len(tag.name) == len("h1") and tag.name[0] == "h" and tag.name[1] in "123456":
        return int(tag.name[1])
    if role != "heading":
        return 0
    rank = tag.get("aria-level")
    return int(rank) if len(rank) == 1 and rank in "123456" else 2


def _language(tag: StartTag, around: str | None) -> str | None:
    for name in ("lang", "xml:lang"):
        if name in tag.attributes:
            return tag.get(name).strip() or None
    return around
