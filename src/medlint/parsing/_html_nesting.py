"""How HTML nests: which elements are open, and which end although no tag says so."""

# ruff: noqa: SIM905 -- lists of names are read and kept more easily as words

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from typing import Generic, TypeVar

_T = TypeVar("_T")

DEEPEST = 256
"""Elements below this depth do not nest; it bounds the work for each tag."""

_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_SECTIONS = frozenset({"tbody", "thead", "tfoot"})
_CELLS = frozenset({"td", "th"})

BLOCKS = (
    frozenset(
        "address article aside blockquote body caption center col colgroup dd details dialog dir "
        "div dl dt fieldset figcaption figure footer form header hgroup hr html label legend li "
        "listing main menu nav ol optgroup option p plaintext pre search section summary table tr "
        "ul xmp".split()
    )
    | _HEADINGS
    | _SECTIONS
    | _CELLS
)
"""Elements that begin and end a block of text."""

_ENCLOSED = frozenset(
    "applet audio button canvas datalist iframe marquee noembed noframes noscript object script "
    "select style template textarea title video".split()
)
"""Elements that stand in a line of text but hold a world of their own."""

_FORMATTING = frozenset("a b big code em font i nobr s small strike strong tt u".split())
"""Elements that go on behind the block in which they were left open."""

_ENDS_PARAGRAPH = (
    BLOCKS
    - _CELLS
    - _SECTIONS
    - frozenset(
        {"body", "caption", "col", "colgroup", "html", "legend", "optgroup", "option", "tr"}
    )
)

_WALLS = _CELLS | frozenset(
    {"applet", "caption", "html", "marquee", "object", "table", "template", "button", "select"}
)
"""Elements that no tag inside can end from within."""

_FORGETS_FORMATTING = _WALLS - {"html", "table"}

_ROW_PARENTS = _SECTIONS | {"table"}

_ENDED_BY: dict[str, tuple[frozenset[str], frozenset[str]]] = {
    "li": (frozenset({"li"}), BLOCKS - {"li", "address", "div", "p"}),
    "dd": (frozenset({"dd", "dt"}), BLOCKS - {"dd", "dt", "address", "div", "p"}),
    "dt": (frozenset({"dd", "dt"}), BLOCKS - {"dd", "dt", "address", "div", "p"}),
    "button": (frozenset({"button"}), _WALLS - {"button"}),
    "option": (frozenset({"option"}), _WALLS),
    "optgroup": (frozenset({"option", "optgroup"}), _WALLS),
}
"""For a start tag: the open elements that it ends, and those that shield them."""

_TABLE_PARENTS: dict[str, frozenset[str]] = {
    **dict.fromkeys(_CELLS, _ROW_PARENTS | {"tr"}),
    "tr": _ROW_PARENTS,
    **dict.fromkeys(("caption", "col", "colgroup", *_SECTIONS), frozenset({"table"})),
}
"""For a part of a table: the elements it can stand in."""


@dataclass(slots=True, eq=False)
class Element(Generic[_T]):
    """An open element with what its reader keeps about it; `depth` counts the blocks around."""

    name: str
    kept: _T
    depth: int = 0


class OpenElements(Generic[_T]):
    """The elements open at one place: `blocks` from the outside in, `inlines` in their order.

    An inline element ends with its block, except formatting that was left open. A walk through
    the open elements is never longer than `DEEPEST`.
    """

    def __init__(self) -> None:
        """Begin outside of everything."""
        self.blocks: list[Element[_T]] = []
        self.inlines: list[Element[_T]] = []
        self._count: Counter[str] = Counter()

    def missing(self, name: str) -> tuple[str, ...]:
        """The parts of a table that have to be opened before a tag called `name`."""
        if name != "tr" and name not in _CELLS:
            return ()
        nearest = self._nearest(_TABLE_PARENTS[name], _CELLS | {"caption"})
        if name == "tr":
            return ("table",) if nearest is None else ()
        if nearest is None:
            return ("table", "tr")
        return () if self.blocks[nearest].name == "tr" else ("tr",)

    def make_way(self, name: str) -> list[Element[_T]]:
        """End what a start tag called `name` ends; the ended elements, innermost first."""
        if name in _TABLE_PARENTS:
            parent = self._nearest(_TABLE_PARENTS[name], ())
            return [] if parent is None else self._cut(parent + 1)
        if name == "table":
            around = self._nearest(_CELLS | {"table", "caption"}, ())
            if around is not None and self.blocks[around].name == "table":
                return self._cut(around)
        closed: list[Element[_T]] = []
        if name in _ENDED_BY:
            ended, shields = _ENDED_BY[name]
            closed += self._cut(self._nearest(ended, shields))
        if name in _ENDS_PARAGRAPH:
            closed += self._cut(self._nearest({"p"}, _WALLS))
        if name in _HEADINGS and self.blocks and self.blocks[-1].name in _HEADINGS:
            closed += self._cut(len(self.blocks) - 1)
        if name == "a":
            closed += self._end_formatting("a")
        return closed

    def open(self, element: Element[_T]) -> bool:
        """Open an element; whether it nests, or stands too deep for that."""
        is_inline = element.name not in BLOCKS and element.name not in _ENCLOSED
        row = self.inlines if is_inline else self.blocks
        if len(row) >= DEEPEST:
            return False
        element.depth = len(self.blocks)
        row.append(element)
        self._count[element.name] += 1
        return True

    def end(self, name: str) -> list[Element[_T]]:
        """End what an end tag called `name` ends; the ended elements, innermost first."""
        if name in _FORMATTING:
            return self._end_formatting(name)
        if name in _HEADINGS:
            return self._cut(self._nearest(_HEADINGS, _WALLS))
        if name == "li":
            return self._cut(self._nearest({"li"}, _WALLS | {"ol", "ul", "menu"}))
        if name in _TABLE_PARENTS or name == "table":
            return self._cut(self._nearest({name}, () if name == "table" else {"table"}))
        if name in BLOCKS or name in _ENCLOSED:
            return self._cut(self._nearest({name}, _WALLS))
        return self._end_inline(name)

    def end_all(self) -> list[Element[_T]]:
        """End everything, at the end of the source."""
        closed = self._cut(0) if self.blocks else []
        return [*reversed(self.inlines), *closed]

    def _nearest(self, names: Collection[str], shields: Collection[str]) -> int | None:
        """The index of the innermost open block with one of `names` and no shield inside it."""
        if not any(self._count[name] for name in names):
            return None
        for index in range(len(self.blocks) - 1, -1, -1):
            name = self.blocks[index].name
            if name in names:
                return index
            if name in shields:
                return None
        return None

    def _cut(self, index: int | None) -> list[Element[_T]]:
        """End the block at `index` and all that it holds, but not the formatting left open."""
        if index is None:
            return []
        forgets = any(block.name in _FORGETS_FORMATTING for block in self.blocks[index:])
        closed: list[Element[_T]] = []
        inside: list[Element[_T]] = []
        while self.inlines and self.inlines[-1].depth > index:
            inside.append(self.inlines.pop())
        going_on = {inline.name for inline in self.inlines} if inside else set()
        kept: list[Element[_T]] = []
        for inline in inside:
            if forgets or inline.name not in _FORMATTING or inline.name in going_on:
                closed.append(inline)
            else:
                # One of each name is enough: unclosed formatting must not pile up.
                going_on.add(inline.name)
                inline.depth = index
                kept.append(inline)
        self.inlines += reversed(kept)
        while len(self.blocks) > index:
            closed.append(self.blocks.pop())
        self._count.subtract(element.name for element in closed)
        return closed

    def _end_inline(self, name: str) -> list[Element[_T]]:
        """End an inline element that was opened in the present block."""
        return self._end_last(name, at_depth=len(self.blocks))

    def _end_formatting(self, name: str) -> list[Element[_T]]:
        """End the last formatting of this name, wherever it began."""
        return self._end_last(name, at_depth=0)

    def _end_last(self, name: str, *, at_depth: int) -> list[Element[_T]]:
        """End the last inline of this name, and what was opened inside it but formatting."""
        if not self._count[name]:
            return []
        index = len(self.inlines) - 1
        while index >= 0 and self.inlines[index].name != name:
            index -= 1
        if index < 0 or self.inlines[index].depth < at_depth:
            return []
        ended = self.inlines[index]
        inside = self.inlines[index + 1 :]
        closed = [
            i for i in reversed(inside) if i.name not in _FORMATTING and i.depth == ended.depth
        ]
        closed.append(ended)
        self.inlines[index:] = [inline for inline in inside if inline not in closed]
        self._count.subtract(element.name for element in closed)
        return closed
