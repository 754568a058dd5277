"""Plain text cut into passages: the lines that belong together, before anything has a kind."""

# ruff: noqa: RUF001 -- dashes, quotation marks and bullets stand here as writers type them

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto

from medlint.parsing._text_signs import UNFINISHED
from medlint.text import Span

_EDGE = (
    "\t\n\v\f\r\x1c\x1d\x1e\x1f \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007"
    "\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000\u200b\u200e\u200f\ufeff"
)
"""What falls away at both ends of a line: white space of any width, and marks without any."""

_LONGEST_WRAPPED = 100
"""Nobody wraps by hand beyond this column; a longer line is a paragraph of its own."""

_SHORTEST_WRAPPED = 40
"""A line that ends before this column ended there on purpose."""

_RAGGED = 8
"""How far from the margin a wrapped line may end although one more word would have fitted."""

_QUOTE = re.compile(r"(?:>[ \t]?)+(?![ \t]*[\d=])")
_HASHES = re.compile(r"#{1,6}(?=[ \t])")
_BULLET = re.compile(r"(?:[•●○◦▪▫■□‣⁃∙►▶➢➤✓✔✅☑]\ufe0f?|[·*+–—-](?=[ \t\xa0])|o(?=\t))")
_NUMBER = re.compile(
    r"(?:\((?:\d{1,3}|[a-zA-Z]|[ivx]{2,5})\)(?![ \t]+(?:\d{4}|[Cc]opyright)\b)"
    r"|\d{1,3}[.)]|[a-hA-H]\)|[a-h]\.|[ivx]{1,5}[.)])(?=[ \t\xa0])"
)
_DECORATION = re.compile(r"[\s\-=_*~^+#.·•|<>/\\:–—─━═]+\Z")
_UNDERLINE = re.compile(r"([=~^-])\1{2,}\Z")
_GAP_IN_ROW = re.compile(r"[ \t|]+")
_FIELD = re.compile(r"[A-Z][A-Za-z-]*(?: [A-Za-z-]+){0,2}:\s")
_STOPPED = re.compile(r"[.!?…:;][\"”’»)\]*]*\Z")


class Mark(Enum):
    """What a line opens with, when that is no part of its text."""

    BULLET = auto()
    NUMBER = auto()
    HASHES = auto()


@dataclass(frozen=True, slots=True)
class Line:
    """One line without the white space and marks around its text.

    `start` is the place of `text` in the source, `indent` the column of the line's first sign,
    `body` that of its text, `quoted` the number of `>` before it, `gap` whether an empty line
    stands above; `underline` and `cells` are as in `Passage`.
    """

    text: str
    start: int
    indent: int = 0
    quoted: int = 0
    gap: bool = False
    mark: Mark | None = None
    marker: str = ""
    body: int = 0
    underline: int = 0
    cells: tuple[Span, ...] = ()

    @property
    def span(self) -> Span:
        """The place of the text in the source."""
        return Span(self.start, self.start + len(self.text))

    @property
    def column(self) -> int:
        """The column in which the text ends."""
        return self.body + len(self.text)


@dataclass(frozen=True, slots=True)
class Passage:
    """Lines that make up one paragraph, heading, item or row, read as one text.

    `lines` are the places of the lines in the source; `underline` is the level that a rule drawn
    below a heading gives it, or 0; `cells` are the places of the cells where a row shows them.
    """

    text: str
    lines: tuple[Span, ...]
    gap: bool = False
    indent: int = 0
    quoted: int = 0
    mark: Mark | None = None
    marker: str = ""
    underline: int = 0
    cells: tuple[Span, ...] = ()


def hyphenated(before: str, after: str) -> bool:
    """Whether a word with a hyphen goes on from one line to the next ("long-" and "term")."""
    return (
        _ends_in_hyphen(before)
        and after[:1].islower()
        and after.split(maxsplit=1)[0] not in {"and", "or", "to"}
    )


def passages(text: str) -> list[Passage]:
    """Cut `text` into its passages, in order.

    Lines of a hand-wrapped paragraph come back as one passage; where every line is a paragraph
    of its own, as on most scraped pages, each comes back alone. Rules drawn with signs belong
    to no passage.
    """
    lines = _announced(_undecorated(_with_cells(_without_lone_bullets(list(_lines(text))))))
    found: list[Passage] = []
    open_lines: list[Line] = []
    for line, margin in zip(lines, _margins(lines), strict=True):
        if open_lines and not _continues(open_lines, line, margin):
            found.append(_joined(open_lines))
            open_lines = []
        open_lines.append(line)
    return [*found, _joined(open_lines)] if open_lines else found


def _lines(text: str) -> Iterator[Line]:
    """The lines that hold anything, each with what stands before it taken apart."""
    gap = True
    at = 0
    for raw in text.splitlines(keepends=True):
        content = raw.strip(_EDGE)
        lead = raw[: len(raw) - len(raw.lstrip(_EDGE))]
        start = at + len(lead)
        at += len(raw)
        quote = _QUOTE.match(content)
        quoted = quote.group().count(">") if quote else 0
        if quote:
            start += quote.end()
            inner = content[quote.end() :].lstrip(_EDGE)
            start += len(content) - quote.end() - len(inner)
            content = inner
        if not content:
            gap = True
            continue
        yield _line(content, start, len(lead.expandtabs(4)), quoted, gap=gap)
        gap = False


def _line(content: str, start: int, indent: int, quoted: int, *, gap: bool) -> Line:
    for mark, pattern in (
        (Mark.BULLET, _BULLET),
        (Mark.NUMBER, _NUMBER),
        (Mark.HASHES, _HASHES),
    ):
        found = pattern.match(content)
        if not found or _DECORATION.match(content):
            continue
        body = content[found.end() :].lstrip(_EDGE)
        if body:
            skipped = len(content) - len(body)
            return Line(
                body, start + skipped, indent, quoted, gap, mark, found.group(), indent + skipped
            )
    return Line(content, start, indent, quoted, gap, body=indent)


def _without_lone_bullets(lines: list[Line]) -> list[Line]:
    """Hand a bullet that stands on a line of its own to the line below it."""
    found: list[Line] = []
    lone: Line | None = None
    for line in lines:
        if lone and line.mark is None and not line.gap and not _DECORATION.match(line.text):
            found.append(
                replace(line, indent=lone.indent, gap=lone.gap, mark=Mark.BULLET, marker=lone.text)
            )
            lone = None
            continue
        if lone:
            found.append(lone)
        lone = line if line.mark is None and _BULLET.fullmatch(line.text) else None
        if lone is None:
            found.append(line)
    return [*found, lone] if lone else found


def _with_cells(lines: Sequence[Line]) -> list[Line]:
    """The lines, their cells noted where they are rows of a table: bars, tabs or columns."""
    rows = _rows(lines)
    return [
        replace(line, cells=rows[index]) if index in rows else line
        for index, line in enumerate(lines)
    ]


def _rows(lines: Sequence[Line]) -> dict[int, tuple[Span, ...]]:
    """The lines that are rows of a table, by index; two rows make a table."""
    found: dict[int, tuple[Span, ...]] = {}
    run: list[tuple[int, tuple[Span, ...]]] = []

    def settle() -> None:
        if len(run) > 1:
            found.update(run)
        run.clear()

    for index, line in enumerate(lines):
        if not line.gap and _DECORATION.match(line.text):
            continue
        cells = () if line.mark else _cells(line)
        if line.gap or not cells or (run and not _same_columns(lines, run[-1], (index, cells))):
            settle()
        if cells:
            run.append((index, cells))
    settle()
    return found


def _cells(line: Line) -> tuple[Span, ...]:
    cells: list[Span] = []
    at = 0
    for gap in _GAP_IN_ROW.finditer(line.text):
        if not _divides(gap.group(), line.text[max(gap.start() - 1, 0)]):
            continue
        if gap.start() > at:
            cells.append(Span(line.start + at, line.start + gap.start()))
        at = gap.end()
    if at < len(line.text):
        cells.append(Span(line.start + at, line.start + len(line.text)))
    return tuple(cells) if len(cells) > 1 else ()


def _divides(gap: str, before: str) -> bool:
    """Whether a gap in a line parts two cells; two spaces after a full stop part sentences."""
    if "|" in gap or "\t" in gap:
        return True
    return before != ":" and len(gap) > (2 if before in ".!?;," else 1)


def _same_columns(
    lines: Sequence[Line],
    above: tuple[int, tuple[Span, ...]],
    below: tuple[int, tuple[Span, ...]],
) -> bool:
    """Whether two rows belong to one table: the same dividers, or columns that begin together."""
    (upper, upper_cells), (lower, lower_cells) = above, below
    for divider in ("|", "\t"):
        if divider in lines[upper].text and divider in lines[lower].text:
            return True
    starts = {cell.start - lines[upper].start for cell in upper_cells[1:]}
    return any(cell.start - lines[lower].start in starts for cell in lower_cells[1:])


def _undecorated(lines: Sequence[Line]) -> list[Line]:
    """The lines without the rules among them: each underlines a heading, or parts what it parts."""
    found: list[Line] = []
    drawn = False
    for line in lines:
        if not _DECORATION.match(line.text):
            found.append(replace(line, gap=True) if drawn else line)
            drawn = False
            continue
        close = bool(found) and not line.gap and not drawn
        level = _underline_level(line.text, found[-1]) if close else 0
        if level:
            found[-1] = replace(found[-1], underline=level)
        elif not (close and found[-1].cells):
            drawn = True
    return found


def _underline_level(rule: str, above: Line) -> int:
    """The level that a rule close below a line gives it, or 0 where it is no heading.

    Under the last of several lines the rule must be as long as the line to be meant for it.
    """
    drawn = _UNDERLINE.match(rule)
    if (
        drawn is None
        or above.cells
        or above.mark
        or above.text[-1] in ".,;"
        or len(above.text) > _LONGEST_WRAPPED
        or not (above.gap or abs(len(rule) - len(above.text)) <= 2)  # noqa: PLR2004 -- drawn by eye
    ):
        return 0
    return {"=": 1, "-": 2}.get(drawn.group(1), 3)


def _announced(lines: Sequence[Line]) -> list[Line]:
    """The lines, those marked as items that stand in lower case below "Signs include:".

    A line that ends in a colon although more would have fitted was not wrapped there.
    """
    found: list[Line] = []
    listing = False
    for index, line in enumerate(lines):
        plain = not line.gap and line.mark is None and line.text[0].islower()
        if plain and not listing and index and lines[index - 1].text.endswith(":"):
            word = len(line.text.split(maxsplit=1)[0]) + 1
            listing = lines[index - 1].column + word <= line.column
        listing = listing and plain
        found.append(replace(line, mark=Mark.BULLET) if listing else line)
    return found


def _margins(lines: Sequence[Line]) -> list[int]:
    """For each line, the column at which its paragraph was wrapped by hand; 0 where none was.

    The evidence is a sentence that plainly goes on in the next line. It speaks for its group of
    lines, and, where there is enough of it, for the groups that show none themselves.
    """
    evident = [0] * len(lines)
    adjacent = 0
    for index in range(1, len(lines)):
        above, below = lines[index - 1], lines[index]
        if below.gap:
            continue
        adjacent += 1
        if _goes_on(above, below):
            evident[index] = above.column
    columns = [column for column in evident if column]
    shared = max(columns, default=0) if len(columns) > 1 and len(columns) * 5 >= adjacent else 0
    starts = [index for index, line in enumerate(lines) if line.gap or index == 0]
    margins = [0] * len(lines)
    for at, start in enumerate(starts):
        end = starts[at + 1] if at + 1 < len(starts) else len(lines)
        own = max(evident[start:end], default=0)
        margins[start:end] = [own or shared] * (end - start)
    return margins


def _goes_on(above: Line, below: Line) -> bool:
    """Whether a sentence plainly goes on from one line to the next."""
    return (
        below.mark is None
        and not above.cells
        and above.quoted == below.quoted
        and above.column <= _LONGEST_WRAPPED
        and not _stopped(above.text)
        and (
            (below.text[0].islower() and _ends_in_hyphen(above.text))
            or (
                above.column >= _SHORTEST_WRAPPED
                and (below.text[0].islower() or _last_word(above.text) in UNFINISHED)
            )
        )
    )


def _continues(open_lines: Sequence[Line], line: Line, margin: int) -> bool:
    """Whether `line` belongs to the paragraph that `open_lines` began."""
    first, last = open_lines[0], open_lines[-1]
    if not _may_continue(first, last, line):
        return False
    if line.mark is not None or (first.mark is not None and line.indent > first.indent):
        return True
    if line.indent > first.indent + 1:
        return _goes_on(last, line) or (
            last.column >= _SHORTEST_WRAPPED and not _stopped(last.text)
        )
    outdented = line.indent < last.indent - 1 and len(open_lines) > 1
    return not outdented and _is_full(last, line, margin)


def _may_continue(first: Line, last: Line, line: Line) -> bool:
    """Whether nothing forbids that `line` continues the paragraph from `first` to `last`."""
    return (
        not line.gap
        and not any((first.underline, line.underline, first.cells, line.cells))
        and line.quoted == first.quoted
        and first.mark is not Mark.HASHES
        and last.column <= _LONGEST_WRAPPED
        and (line.mark is None or _is_no_marker(first, last, line))
        and not (_FIELD.match(first.text) and _FIELD.match(line.text))
    )


def _is_full(last: Line, line: Line, margin: int) -> bool:
    """Whether a line ends at the margin: the first word of the next would not have fitted."""
    room = margin - last.column
    next_word = len(line.text.split(maxsplit=1)[0]) + 1
    if _goes_on(last, line):
        return next_word > room - 2 * _RAGGED
    heads = _titled(last.text) and line.text[0].isupper() and not _titled(line.text)
    slack = 0 if _stopped(last.text) else _RAGGED
    return (
        margin > 0
        and not heads
        and last.column >= min(_SHORTEST_WRAPPED, margin - next_word)
        and next_word > room - slack
    )


def _is_no_marker(first: Line, last: Line, line: Line) -> bool:
    """Whether a dash or number at the start of a line is only where the wrapping put it."""
    return (
        line.mark is not Mark.HASHES
        and (line.mark is Mark.NUMBER or line.marker in {"-", "–", "—", "+"})
        and first.mark is None
        and last.column >= _SHORTEST_WRAPPED
        and not _stopped(last.text)
        and not line.text[0].isupper()
    )


def _joined(lines: Sequence[Line]) -> Passage:
    first = lines[0]
    parts: list[str] = []
    for line in lines:
        text = f"{line.marker} {line.text}" if parts and line.mark else line.text
        if parts and not hyphenated(parts[-1], text):
            parts.append(" ")
        parts.append(text)
    return Passage(
        "".join(parts),
        (first.span, *map(_whole, lines[1:])),
        first.gap,
        first.indent,
        first.quoted,
        first.mark,
        first.marker,
        first.underline,
        first.cells,
    )


def _whole(line: Line) -> Span:
    """The place of a line with the sign before its text, which there is no bullet."""
    return Span(line.start - (line.body - line.indent if line.mark else 0), line.span.end)


def _ends_in_hyphen(text: str) -> bool:
    return text[-2:-1].isalpha() and text[-1:] in {"-", "\N{SOFT HYPHEN}"}


def _stopped(text: str) -> bool:
    return _STOPPED.search(text[-20:]) is not None


def _last_word(text: str) -> str:
    return text[-20:].rsplit(maxsplit=1)[-1].lower()


def _titled(text: str) -> bool:
    """Whether every long word begins with a capital, as in a headline; names have commas."""
    words = [word for word in text.split() if len(word) > 3 and word[0].isalpha()]  # noqa: PLR2004 -- "of", "and", "for"
    return bool(words) and "," not in text and all(word[0].isupper() for word in words)
