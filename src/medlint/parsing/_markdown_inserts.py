"""What stands in a Markdown file without being Markdown: template tags, attribute lists, maths.

Site generators take these out before they read the Markdown, so we do too: a Hugo link such as
`[text]({{< ref "page" >}})` is a link only to who does not see the braces.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto

from medlint.text import Span


class Role(Enum):
    """What becomes of an insert in the text around it."""

    TEMPLATE = auto()
    """Words that a template fills in: it keeps its place in the sentence."""
    MATH = auto()
    """A formula: it keeps its place in the sentence."""
    PICTURE = auto()
    """An image: an object in the line."""
    MARK = auto()
    """Markup around or beside words: it leaves no trace."""
    BREAK = auto()
    """Something on lines of its own: it parts what stands before it from what follows."""


@dataclass(frozen=True, slots=True)
class Insert:
    """One insert; `alt` and `caption` are the places of the words it holds for readers."""

    span: Span
    role: Role
    alt: Span | None = None
    caption: Span | None = None


class _Family(Enum):
    """Whose syntax a tag is written in; tags pair up within one family only."""

    HUGO = auto()
    LIQUID = auto()
    ERB = auto()
    MUSTACHE = auto()
    WORDPRESS = auto()
    ATTRIBUTES = auto()
    FENCE = auto()


@dataclass(frozen=True, slots=True)
class _Tag:
    span: Span
    family: _Family
    name: str = ""
    closing: bool = False
    silent: bool = False  # a comment or an assignment: prints nothing
    sure: bool = True  # it is a tag even without its other half


_LONGEST = 4_000
"""Characters beyond which a pair of delimiters is no tag; keeps the search linear."""

_PAIRS = {
    "{{<": ">}}",
    "{{%": "%}}",
    "{{{": "}}}",
    "{{": "}}",
    "{%": "%}",
    "{#": "#}",
    "<%=": "%>",
    "<%": "%>",
}
_BARRIER = re.compile(r"\n[ \t>]*(?:\r?\n|```|~~~)|<!--|-->")
"""What no tag and no formula reaches across."""

_LINE_END = re.compile(r"[ \t]*(?:[\r\n]|\Z)")
_SENTENCE_STOPS_SHORT = re.compile(r"[\w,][ \t]*\r?\n[ \t>]*\Z")
_SENTENCE_GOES_ON = re.compile(r"[ \t]*\r?\n[ \t>]*[a-z]")
_FENCE = re.compile(r"(?<![^\r\n])[ \t>]*(?:```|~~~)")

_VALUE = r"""(?:"[^"\n]*"|'[^'\n]*'|[\w%./-]+)"""
ATTRIBUTE = rf"(?:[.#][\w:-]+|[\w-]+={_VALUE})"
_CANDIDATE = re.compile(
    rf"""
      (?P<brace> \{{\{{[<%] | \{{\{{\{{? | \{{% | \{{\#(?=\s) | <%=? )
    | (?P<attributes> \{{:[^{{}}\n]{{0,200}}\}}
        | (?: (?<=[)\]`*_]) | (?<![^\n\r]) )
          \{{ [ ]* {ATTRIBUTE} (?: [ ]+ {ATTRIBUTE} )* [ ]* \}} )
    | (?P<fence> (?<![^\n\r]) [ ]{{0,3}} :::+ [^\n\r]* )
    | (?P<toc> (?<![^\n\r]) \[{{1,2}} (?i:toc) \]{{1,2}} (?=[ \t]*(?:[\r\n]|\Z)) )
    | \[ (?P<slash>/?) (?P<name>[a-z][a-z0-9_-]{{1,30}})
         (?P<arguments> (?: = | [ ]+(?=[a-z_-]+=) | [ ]+(?=https?://) ) [^\[\]\n]{{1,1000}} )? \]
         (?![(\[:])
    """,
    re.VERBOSE,
)
_NAME = re.compile(
    r"(?:[{<%]|\#(?=\s))*-?\s*(?P<comment>/\*|!)?\s*(?P<sigil>[/#^]?)\s*(?P<name>[\w./-]*)"
)
_PARAMETER = re.compile(
    r"""(?<![\w-])(alt|caption|title|src)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|`([^`]*)`|'([^'\n]*)')""",
    re.DOTALL,
)
_VERBATIM = frozenset(
    {
        *("highlight", "code", "pre", "comment", "mermaid", "chart", "diagram", "plantuml"),
        *("graphviz", "katex", "math", "latex"),
    }
)
"""Paired tags whose content is not for reading."""

_SILENT = frozenset({"comment", "endcomment", "assign", "set", "else", "elsif", "elseif", "end"})
"""Tags that print nothing where they stand."""

_PICTURES = frozenset(
    {
        *("figure", "img", "image", "imgproc", "picture", "youtube", "vimeo", "video", "audio"),
        *("tweet", "instagram", "gist"),
    }
)

_MATH = re.compile(
    r"\$\$(?P<display>[^$]{1,3000})\$\$(?!\$)"
    r"|(?<![\\$\w])\$(?P<inline>[^\s$](?:[^$]{0,300}[^\s$\\])?)\$(?![\w$])"
)
_TEX = re.compile(r"\\[A-Za-z]+|[A-Za-z0-9)\]}][_^][A-Za-z0-9{\\]")
_FORMULA = re.compile(r"[\s\w.,+\-*/=<>()|!'°:%\u00b1\u00b7\u00d7\u2212\u2264\u2265]+")
_OPERATOR = re.compile(r"[=<>\u00b1\u00d7\u2264\u2265]")


def find(source: str, start: int) -> list[Insert]:
    """The inserts of `source` from `start` on, in order; none overlaps another."""
    tags = list(_tags(source, start))
    found = list(_settled(source, tags))
    at = start
    formulas = []
    for insert in [*found, Insert(Span(len(source), len(source)), Role.MARK)]:
        formulas += [Insert(span, Role.MATH) for span in _formulas(source, at, insert.span.start)]
        at = insert.span.end
    return sorted([*found, *formulas], key=lambda insert: insert.span)


def _tags(source: str, start: int) -> Iterator[_Tag]:
    at = start
    while match := _CANDIDATE.search(source, at):
        tag = _tag(source, match)
        if tag is None:
            at = match.start() + 1
            continue
        yield tag
        at = tag.span.end


def _tag(source: str, match: re.Match[str]) -> _Tag | None:
    """The tag that begins at a candidate; None where it is something else."""
    if match["brace"]:
        return _braced(source, match.start(), match["brace"])
    span = Span(*match.span())
    if match["attributes"]:
        return _Tag(span, _Family.ATTRIBUTES)
    if match["fence"] or match["toc"]:
        return _Tag(span, _Family.FENCE)
    sure = match["arguments"] is not None
    return _Tag(span, _Family.WORDPRESS, match["name"], bool(match["slash"]), sure=sure)


def _braced(source: str, start: int, opening: str) -> _Tag | None:
    closing = _PAIRS[opening]
    stop = source.find(closing, start + len(opening), start + _LONGEST)
    if stop < 0 or _BARRIER.search(source, start, stop):
        return None
    if source[start - 1 : start] == "`" and "`" in source[start:stop]:
        return None  # The braces are each in a code span of their own.
    span = Span(start, stop + len(closing))
    if closing == "%>":
        return _Tag(span, _Family.ERB, silent=opening == "<%")
    match = _NAME.match(source, start + 1, stop)
    name = match["name"] if match else ""
    sigil = match["sigil"] if match else ""
    commented = bool(match and match["comment"]) and opening not in {"{{<", "{{%"}
    silent = opening == "{#" or commented or name in _SILENT
    if opening == "{%":
        ends = name.startswith("end") and name != "end"
        return _Tag(span, _Family.LIQUID, name.removeprefix("end"), ends, silent)
    if opening in {"{{<", "{{%"}:
        return _Tag(span, _Family.HUGO, name, sigil == "/", silent)
    return _Tag(span, _Family.MUSTACHE, name, sigil == "/", silent, sure=not sigil)


def _settled(source: str, tags: Sequence[_Tag]) -> Iterator[Insert]:
    """Each tag with its role, paired tags known as such."""
    partner = _partners(tags)
    lonely = _alone(source, tags)
    fences = [match.start() for match in _FENCE.finditer(source)]
    skip_to = 0
    for index, tag in enumerate(tags):
        other = partner.get(index)
        if tag.span.start < skip_to or (other is None and not tag.sure):
            continue
        alone = index in lonely
        if other is not None and other > index and tag.name in _VERBATIM:
            whole = Span(tag.span.start, tags[other].span.end)
            if bisect_left(fences, whole.start) == bisect_left(fences, whole.end):
                alone = alone and other in lonely
                in_line = Role.MARK if tag.silent else Role.TEMPLATE
                yield Insert(whole, Role.BREAK if alone else in_line)
                skip_to = whole.end
                continue
        yield _insert(source, tag, alone=alone, paired=other is not None)


def _insert(source: str, tag: _Tag, *, alone: bool, paired: bool) -> Insert:
    words: dict[str, Span] = {}
    if tag.family in {_Family.HUGO, _Family.LIQUID, _Family.WORDPRESS}:
        for match in _PARAMETER.finditer(source, tag.span.start, tag.span.end):
            words.setdefault(match[1], Span(*match.span(match.lastindex or 1)))
    picture = not paired and (
        tag.family is _Family.WORDPRESS
        or tag.name in _PICTURES
        or not words.keys().isdisjoint({"src", "alt"})
    )
    titled = paired or tag.name == "figure"
    caption = words.get("caption") or (words.get("title") if titled else None)
    if tag.silent or tag.family is _Family.ATTRIBUTES:
        role = Role.MARK
    elif tag.family is _Family.FENCE or (alone and (paired or picture)):
        role = Role.BREAK
    elif paired or picture:
        role = Role.MARK if paired else Role.PICTURE
    elif tag.family is _Family.MUSTACHE or not alone or _amid_sentence(source, tag.span):
        role = Role.TEMPLATE
    else:
        role = Role.BREAK
    return Insert(tag.span, role, words.get("alt"), caption)


def _partners(tags: Sequence[_Tag]) -> dict[int, int]:
    """For each half of a pair, the index of the other half."""
    waiting: dict[tuple[_Family, str], list[int]] = defaultdict(list)
    found: dict[int, int] = {}
    for index, tag in enumerate(tags):
        if tag.closing and waiting[tag.family, tag.name]:
            opening = waiting[tag.family, tag.name].pop()
            found[opening], found[index] = index, opening
        elif not tag.closing and tag.name:
            waiting[tag.family, tag.name].append(index)
    return found


def _alone(source: str, tags: Sequence[_Tag]) -> set[int]:
    """The tags that share their lines with other tags at most."""
    found: set[int] = set()
    row: list[int] = []
    for index, tag in enumerate(tags):
        before = source[tags[row[-1]].span.end : tag.span.start] if row else None
        if before is None or before.strip(" \t"):
            row = [index] if _begins_line(source, tag.span.start) else []
        else:
            row.append(index)
        if row and _LINE_END.match(source, tag.span.end):
            found.update(row)
            row = []
    return found


def _begins_line(source: str, at: int) -> bool:
    while at > 0 and source[at - 1] in " \t>":
        at -= 1
    return at == 0 or source[at - 1] in "\r\n\ufeff"


def _amid_sentence(source: str, span: Span) -> bool:
    """Whether a tag on a line of its own stands between two halves of a sentence."""
    before = source[max(span.start - 80, 0) : span.start]
    return bool(_SENTENCE_STOPS_SHORT.search(before) and _SENTENCE_GOES_ON.match(source, span.end))


def _formulas(source: str, start: int, end: int) -> Iterator[Span]:
    at = start
    while match := _MATH.search(source, at, end):
        if _is_formula(match["display"] or match["inline"]):
            yield Span(*match.span())
            at = match.end()
        else:
            at = match.start() + 1


def _is_formula(content: str) -> bool:
    """Whether what stands between dollar signs is mathematics, and no price."""
    if "`" in content or _BARRIER.search(content):
        return False
    if _TEX.search(content):
        return True
    if not _FORMULA.fullmatch(content):
        return False
    words = re.findall(r"[^\W\d_]{2,}", content)
    return not words and (bool(_OPERATOR.search(content)) or content.strip().isalpha())
