"""The syntax of HTML: source text in, tags, text and comments out, each at its exact place."""

# ruff: noqa: SIM905 -- lists of names are read and kept more easily as words

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html import unescape
from html.entities import html5

from medlint.text import Span


@dataclass(frozen=True, slots=True)
class Attribute:
    """One attribute: its value as meant, and the place of the value as written."""

    value: str
    span: Span


@dataclass(frozen=True, slots=True)
class StartTag:
    """A start tag. Names of elements and attributes are lower case; the first of two wins."""

    name: str
    span: Span
    attributes: Mapping[str, Attribute] = field(default_factory=dict)

    def get(self, name: str) -> str:
        """The value of an attribute; empty where there is none."""
        attribute = self.attributes.get(name)
        return attribute.value if attribute else ""


@dataclass(frozen=True, slots=True)
class EndTag:
    """An end tag."""

    name: str
    span: Span


@dataclass(frozen=True, slots=True)
class Text:
    """Text between tags; in `raw` text (a script) an ampersand is an ampersand."""

    span: Span
    raw: bool = False


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment, from `<!--` to `-->`."""

    span: Span


@dataclass(frozen=True, slots=True)
class Foreign:
    """A drawing or a formula as a whole, from its start tag to its end tag."""

    name: str
    span: Span


@dataclass(frozen=True, slots=True)
class Code:
    """A processing instruction of a template engine, `<?php … ?>` or `<?= … ?>`."""

    span: Span


Token = StartTag | EndTag | Text | Comment | Foreign | Code


@dataclass(frozen=True, slots=True)
class Reference:
    """A character reference: what it means, and where it stands."""

    text: str
    span: Span


_MARKUP = re.compile(r"<(?=[a-zA-Z!?/])")
_NAME = re.compile(r"[^\t\n\f\r />]+")
_ATTRIBUTE = re.compile(
    r"""[\t\n\f\r /]*+
    (?: (?P<close>>)
      | (?P<name>[^\t\n\f\r />][^\t\n\f\r />=]*+)
        (?: [\t\n\f\r ]*+ = [\t\n\f\r ]*+
            (?: "(?P<double>[^"]*+)" | '(?P<single>[^']*+)' | (?P<bare>(?!["'])[^\t\n\f\r >]*+) )
        )?
    )""",
    re.VERBOSE,
)
_EQUALS = re.compile(r"[\t\n\f\r ]*+=")
_COMMENT_END = re.compile(r"--!?>")
_SCRIPT_STEP = re.compile(r"<!--|-->|<(/?)script(?=[\t\n\f\r />])", re.IGNORECASE)
_REFERENCE = re.compile(
    r"&(?:#(?:[xX](?P<hex>[0-9a-fA-F]+)|(?P<decimal>[0-9]+));?"
    r"|(?P<name>[A-Za-z][A-Za-z0-9]{1,31};?))"
)
_LONGEST_CODE = 7
"""Digits of the last code point, in decimal; more of them stand for no character."""

_LONGEST_INSTRUCTION = 10_000
"""Characters within which an instruction of a template engine has to end."""

_PLAIN_TEXT = frozenset({"title", "textarea"})
"""Elements in which tags are text, but references are read."""

_RAW_TEXT = frozenset({"style", "xmp", "iframe", "noembed", "noframes", "noscript"})
"""Elements in which everything up to the end tag is text."""

_FOREIGN = frozenset({"svg", "math"})

_BREAKS_OUT = frozenset(
    "b big blockquote body br center code dd div dl dt em embed h1 h2 h3 h4 h5 h6 head hr i "
    "img li listing main menu meta nobr ol p pre ruby s section small span strong strike sub "
    "sup table tt td th tr u ul var article aside nav header footer".split()
)
"""HTML elements that show that a drawing or formula was never closed."""

_HOLDS_HTML = frozenset({"foreignobject", "desc", "annotation-xml"})
"""Parts of a drawing or formula in which HTML is at home."""


def tokens(source: str, start: int, end: int) -> Iterator[Token]:
    """The tokens of `source` from `start` to `end`, in order.

    They follow the tokenisation of the HTML standard. What a browser drops without a trace (a
    doctype, a declaration, a tag that is never finished) has no token.
    """
    at = start
    while at < end:
        found = _MARKUP.search(source, at, end)
        here = found.start() if found else end
        if here > at:
            yield Text(Span(at, here))
        if not found:
            return
        token, at = _markup(source, here, end)
        if isinstance(token, StartTag):
            if token.name in _FOREIGN:
                at = _foreign_end(source, token, end)
                yield Foreign(token.name, Span(here, at))
                continue
            yield token
            content_end = _content_end(source, token.name, at, end)
            if content_end > at:
                yield Text(Span(at, content_end), raw=token.name not in _PLAIN_TEXT)
                at = content_end
        elif token:
            yield token


def references(
    source: str, start: int, end: int, *, in_attribute: bool = False
) -> Iterator[Reference]:
    """The character references from `start` to `end`, by the rules of text or of attributes."""
    if source.find("&", start, end) < 0:
        return
    for match in _REFERENCE.finditer(source, start, end):
        name = match["name"]
        if name is None:
            yield Reference(_numbered(match), Span(*match.span()))
            continue
        known = next((name[:size] for size in range(len(name), 1, -1) if name[:size] in html5), "")
        stop = match.start() + 1 + len(known)
        following = source[stop : stop + 1] if stop < end else ""
        unfinished = not known.endswith(";") and (following == "=" or following.isalnum())
        if known and not (in_attribute and unfinished):
            yield Reference(html5[known], Span(match.start(), stop))


def _numbered(match: re.Match[str]) -> str:
    digits = (match["hex"] or match["decimal"]).lstrip("0")
    if len(digits) > _LONGEST_CODE:
        return "\N{REPLACEMENT CHARACTER}"
    return unescape(f"&#{'x' if match['hex'] else ''}{digits or '0'};")


def _markup(source: str, at: int, end: int) -> tuple[Token | None, int]:
    """The token that begins with the `<` at `at`, and where to go on."""
    if source.startswith("<!--", at, end):
        stop = _comment_end(source, at, end)
        return Comment(Span(at, stop)), stop
    following = source[at + 1 : at + 3] if at + 3 <= end else source[at + 1 : end]
    if following[0].isalpha():
        tag = _start_tag(source, at, end)
        return (tag, tag.span.end) if tag else (None, end)
    if following[0] == "/" and following[1:].isascii() and following[1:].isalpha():
        tag = _start_tag(source, at + 1, end)
        return (EndTag(tag.name, Span(at, tag.span.end)), tag.span.end) if tag else (None, end)
    if following == "/":
        return Text(Span(at, end)), end
    if source.startswith(("<?php", "<?="), at, end):
        close = source.find("?>", at, min(end, at + _LONGEST_INSTRUCTION))
        if close >= 0:
            return Code(Span(at, close + 2)), close + 2
    close = source.find(">", at, end)
    return None, close + 1 if close >= 0 else end


def _comment_end(source: str, at: int, end: int) -> int:
    body = at + len("<!--")
    for empty in (">", "->"):
        if source.startswith(empty, body, end):
            return body + len(empty)
    close = _COMMENT_END.search(source, body, end)
    return close.end() if close else end


def _start_tag(source: str, at: int, end: int) -> StartTag | None:
    """The tag whose name follows `at`; None where the source ends inside of it."""
    name = _NAME.match(source, at + 1, end)
    if not name:
        return None
    attributes: dict[str, Attribute] = {}
    stop = name.end()
    while part := _ATTRIBUTE.match(source, stop, end):
        stop = part.end()
        if part["close"]:
            return StartTag(name.group().lower(), Span(at, stop), attributes)
        group = next((g for g in ("double", "single", "bare") if part[g] is not None), None)
        if group is None and _EQUALS.match(source, stop, end):
            return None  # The quotation mark that opens the value is never closed.
        span = Span(*part.span(group)) if group else Span(stop, stop)
        attributes.setdefault(part["name"].lower(), Attribute(_meaning(source, span), span))
    return None


def _meaning(source: str, span: Span) -> str:
    """What an attribute value reads with its references resolved."""
    parts = []
    at = span.start
    for reference in references(source, span.start, span.end, in_attribute=True):
        parts += [source[at : reference.span.start], reference.text]
        at = reference.span.end
    return "".join(parts) + source[at : span.end]


def _content_end(source: str, name: str, at: int, end: int) -> int:
    """Where the text of an element ends in which tags are not read; `at` where they are."""
    if name == "plaintext":
        return end
    if name == "script":
        return _script_end(source, at, end)
    if name not in _RAW_TEXT and name not in _PLAIN_TEXT:
        return at
    close = re.compile(rf"</{name}(?=[\t\n\f\r />])", re.IGNORECASE).search(source, at, end)
    return close.start() if close else end


def _script_end(source: str, at: int, end: int) -> int:
    """Where a script ends; inside `<!--` a script may hold the text of another."""
    commented = nested = False
    while step := _SCRIPT_STEP.search(source, at, end):
        at = step.end()
        if step.group() == "<!--":
            # `<!-->` opens a comment and closes it again.
            at, commented = at if commented else at - 2, True
        elif step.group() == "-->":
            commented = nested = False
        elif step[1] and not nested:
            return step.start()
        elif commented:
            nested = not step[1]
    return end


def _foreign_end(source: str, tag: StartTag, end: int) -> int:
    """Where a drawing or formula ends: behind its end tag, or before the HTML that cuts it off."""
    at = tag.span.end
    depth = 0 if source.startswith("/>", at - 2) else 1
    held = 0
    while depth:
        found = _MARKUP.search(source, at, end)
        if not found:
            return end
        here = found.start()
        if source.startswith("<![CDATA[", here, end):
            close = source.find("]]>", here, end)
            at = close + 3 if close >= 0 else end
            continue
        token, at = _markup(source, here, end)
        if not isinstance(token, StartTag | EndTag):
            continue
        if token.name in _BREAKS_OUT and not held:
            return here
        if source.startswith("/>", at - 2):
            continue
        step = 1 if isinstance(token, StartTag) else -1
        if token.name == tag.name:
            depth += step
        elif token.name in _HOLDS_HTML:
            held = max(held + step, 0)
    return at
