"""The front matter of a Markdown file: YAML between `---` lines or TOML between `+++` lines."""

from __future__ import annotations

import html
import re
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

import yaml

from medlint.document import Block, BlockKind
from medlint.errors import ParseError
from medlint.parsing.builder import BlockBuilder
from medlint.text import LineIndex, Span

_OPENING = re.compile(r"(---|\+\+\+)[ \t]*(?:\r\n?|\n|\Z)")
_CLOSING = {
    "---": re.compile(r"(?<![^\r\n])(?:---|\.\.\.)[ \t]*(?:\r\n?|\n|\Z)"),
    "+++": re.compile(r"(?<![^\r\n])\+\+\+[ \t]*(?:\r\n?|\n|\Z)"),
}
_KEY = re.compile(r"^[A-Za-z_][\w-]*[ \t]*:(?:\s|\Z)", re.MULTILINE)
"""What shows that text between `---` lines was meant as data, though it is not YAML."""

_READ = {
    "title": BlockKind.TITLE,
    "description": BlockKind.META,
    "summary": BlockKind.META,
}
"""The keys whose values are read by people, and what each is to them."""

_ENTITY = r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});"
_DEEPEST = 50
"""Deeper nesting is no front matter; reading it would take libyaml time out of proportion."""

_PLAIN = re.compile(_ENTITY)
_SINGLE = re.compile(rf"''|{_ENTITY}")
ESCAPED = re.compile(
    rf"\\(?:\r\n?|\n)\s*|\\x[0-9a-fA-F]{{2}}|\\u[0-9a-fA-F]{{4}}|\\U[0-9a-fA-F]{{8}}|\\.|{_ENTITY}"
)
"""An escape between double quotes, in YAML, TOML or a template tag, or an entity."""

_ESCAPES_OF = {"'": _SINGLE, '"': ESCAPED}
_ESCAPES = {"n": " ", "t": " ", "r": " ", "_": "\N{NO-BREAK SPACE}", "N": " ", "L": " ", "P": " "}

_TAGS: Any = yaml.resolver.Resolver()
"""Says which plain scalars are text; its stub is untyped."""

_TOML_TABLE = re.compile(r"^[ \t]*\[", re.MULTILINE)
_TOML_TEXT = re.compile(
    r"""^[ \t]*(?P<quote>["']?)(?P<key>[\w-]+)(?P=quote)[ \t]*=[ \t]*
        (?: \"""(?P<long>(?:[^\\]|\\.)*?)\""" | '''(?P<long_raw>.*?)'''
          | "(?P<text>(?:[^"\\\r\n]|\\.)*)" | '(?P<raw>[^'\r\n]*)' )""",
    re.MULTILINE | re.VERBOSE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What stands before the body: `end` is where the body begins."""

    metadata: dict[str, str]
    blocks: tuple[Block, ...]
    end: int


@dataclass(frozen=True, slots=True)
class _Scalar:
    """A value as text, where it stands, and what in it is an escape."""

    value: str
    span: Span
    escapes: re.Pattern[str]
    readable: bool


def read(source: str, start: int) -> FrontMatter:
    """The front matter that begins at `start`; empty where there is none.

    Raises:
        ParseError: it is not closed, or it is no valid YAML or TOML.
    """
    nothing = FrontMatter({}, (), start)
    opening = _OPENING.match(source, start)
    if opening is None:
        return nothing
    fence = opening.group(1)
    closing = _CLOSING[fence].search(source, opening.end())
    if closing is None:
        if fence == "+++" or _KEY.match(source, opening.end()):
            raise _error(source, start, f"the front matter opened with {fence} is never closed")
        return nothing
    body = Span(opening.end(), closing.start())
    scalars = _from_yaml(source, body) if fence == "---" else _from_toml(source, body)
    if scalars is None:
        return nothing
    blocks = [_block(source, key, scalar) for key, scalar in scalars.items() if key in _READ]
    return FrontMatter(
        {key: scalar.value for key, scalar in scalars.items()},
        tuple(sorted((block for block in blocks if block), key=lambda block: block.source_span)),
        closing.end(),
    )


def meaning(piece: str) -> str:
    """What an escape or an entity stands for."""
    if piece == "''":
        return "'"
    if not piece.startswith("\\"):
        return html.unescape(piece)
    if piece[1] in "xuU" and len(piece) > 2:  # noqa: PLR2004 -- a code behind the letter
        code = int(piece[2:], 16)  # noqa: FURB166 -- a base of 0 would want `0x`, not `\\x`
        return chr(code) if code <= sys.maxunicode else piece
    if piece[1].isspace():
        return ""
    return _ESCAPES.get(piece[1], piece[1])


def _from_yaml(source: str, body: Span) -> dict[str, _Scalar] | None:
    """The top-level scalars; None where what stands between the lines is no data at all."""
    text = body.of(source)
    try:
        nodes = list(_nodes(text))
    except (yaml.YAMLError, UnicodeEncodeError) as failure:
        if not _KEY.search(text):
            return None
        at, problem = _yaml_problem(text, failure)
        message = f"the front matter is not valid YAML: {problem}"
        raise _error(source, body.start + at, message) from failure
    if not nodes:
        return {} if not text.strip() or "#" in text else None
    if not isinstance(nodes[0], yaml.MappingStartEvent):
        return None
    found = {}
    for key, value in zip(nodes[1::2], nodes[2::2], strict=False):
        if not isinstance(key, yaml.ScalarEvent) or not isinstance(value, yaml.ScalarEvent):
            continue
        tag = value.tag or _TAGS.resolve(yaml.ScalarNode, value.value, value.implicit)
        if tag.endswith(":null"):
            continue
        span = Span(body.start + _index(value.start_mark), body.start + _index(value.end_mark))
        escapes = _ESCAPES_OF.get(value.style or "", _PLAIN)
        span = _inside(source, span, value.style)
        found[key.value] = _Scalar(value.value, span, escapes, readable=tag.endswith(":str"))
    return found


def _nodes(text: str) -> Iterator[yaml.NodeEvent]:
    """The outermost node and those right inside it, each by its first event.

    Read from events, because composing the nodes overruns the C stack on deep nesting.
    """
    depth = 0
    for event in yaml.parse(text, Loader=yaml.CSafeLoader):
        if isinstance(event, yaml.DocumentEndEvent):
            return
        if isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        elif isinstance(event, yaml.NodeEvent):
            if depth <= 1:
                yield event
            depth += isinstance(event, yaml.CollectionStartEvent)
        if depth > _DEEPEST:
            raise _TooDeep(_index(event.start_mark))


class _TooDeep(yaml.YAMLError):
    """Nesting beyond what front matter needs, at this index of the text."""

    def __init__(self, index: int) -> None:
        super().__init__("nested too deeply")
        self.index = index


def _index(mark: Any) -> int:
    """The offset of a mark; the stubs allow for events without one, the parser never makes any."""
    return int(mark.index)


def _inside(source: str, span: Span, style: str | None) -> Span:
    """The place of a scalar's text without its quotation marks or block indicator."""
    if not style:
        return span
    if style in {"'", '"'}:
        return Span(span.start + 1, span.end - 1)
    header = re.compile(r"[|>][^\r\n]*").match(source, span.start, span.end)
    return Span(header.end() if header else span.start, span.end)


def _yaml_problem(text: str, failure: Exception) -> tuple[int, str]:
    """Where the YAML breaks, and why."""
    if isinstance(failure, _TooDeep):
        return failure.index, str(failure)
    if isinstance(failure, yaml.MarkedYAMLError):
        mark = failure.problem_mark or failure.context_mark
        return (mark.index if mark else 0), str(failure.problem or failure.context)
    if isinstance(failure, yaml.reader.ReaderError):
        before = text.encode()[: failure.position].decode(errors="ignore")
        return len(before), str(failure.reason)
    return 0, "it holds half of a surrogate pair"


def _from_toml(source: str, body: Span) -> dict[str, _Scalar]:
    text = body.of(source)
    try:
        data = tomllib.loads(text.replace("\r\n", "\n").replace("\r", "\n"))
    except tomllib.TOMLDecodeError as failure:
        problem, line = _toml_problem(str(failure))
        at = body.start + LineIndex(text).line_span(min(line, len(LineIndex(text)))).start
        message = f"the front matter is not valid TOML: {problem}"
        raise _error(source, at, message) from failure
    except RecursionError as failure:
        message = "the front matter is nested too deeply"
        raise _error(source, body.start, message) from failure
    places = dict(_toml_places(source, body))
    found = {}
    for key, value in data.items():
        if isinstance(value, (dict, list)):
            continue
        span, escapes = places.get(key, (Span(body.start, body.start), _PLAIN))
        readable = isinstance(value, str) and key in places
        found[key] = _Scalar(_toml_text(value), span, escapes, readable)
    return found


def _toml_places(source: str, body: Span) -> Iterator[tuple[str, tuple[Span, re.Pattern[str]]]]:
    """Where the texts at the top level stand; the tables that may follow are not read."""
    table = _TOML_TABLE.search(source, body.start, body.end)
    for match in _TOML_TEXT.finditer(source, body.start, table.start() if table else body.end):
        group = match.lastgroup or ""
        yield match["key"], (Span(*match.span(group)), _PLAIN if "raw" in group else ESCAPED)


def _toml_text(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return value.isoformat() if isinstance(value, (datetime, date, time)) else str(value)


def _toml_problem(message: str) -> tuple[str, int]:
    """The problem and its line, taken apart from what tomllib says in one sentence."""
    match = re.fullmatch(r"(.*?) \(at (?:line (\d+), column \d+|end of document)\)", message)
    if match is None:
        return message, 1
    return match.group(1).lower(), int(match.group(2) or 1_000_000)


def _block(source: str, key: str, scalar: _Scalar) -> Block | None:
    """The block of a value that people read; None where it holds no words."""
    if not scalar.readable or not any(char.isalpha() for char in scalar.value):
        return None
    builder = BlockBuilder(source)
    builder.decode(scalar.span.start, scalar.span.end, scalar.escapes, meaning)
    block = builder.build(_READ[key])
    if block and block.text.split() == html.unescape(scalar.value).split():
        return block
    # A style of writing we cannot follow letter by letter: the value stands for the whole place.
    builder.put(" ".join(html.unescape(scalar.value).split()), scalar.span.start, scalar.span.end)
    return builder.build(_READ[key])


def _error(source: str, at: int, message: str) -> ParseError:
    return ParseError(f"line {LineIndex(source).place(at).line}: {message}")
