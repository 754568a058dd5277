"""The kept scores as a picture: dots for precision and recall, lines for their intervals.

A third panel shows how much is reported in trusted text.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from html import escape
from itertools import cycle
from typing import Any

from medlint.evaluation.quiet import PER, Quiet
from medlint.evaluation.record import rows

_LABELS, _PANEL, _GAP, _MARGIN = 170, 260, 40, 24
"""Widths: of the names, of one measure, between two, and around everything."""

_TOP, _STEP = 84, 40
"""Where the first row begins, and how far apart rows are."""

_APART = 10
"""How far apart the splits of one row are."""

_SHAPES = {
    "dev": '<circle class="dev" cx="{x:.1f}" cy="{y:.1f}" r="4"/>',
    "test": '<path class="test" d="M{x:.1f} {y:.1f}m-5 0l5-5l5 5l-5 5z"/>',
    "claims": '<path class="claims" d="M{x:.1f} {y:.1f}m-3.5-3.5h7v7h-7z"/>',
}
"""Each split has a shape of its own, for not everyone tells the colours apart."""

_WORDS = {"dev": "dev articles", "test": "test articles", "claims": "labelled sentences"}

_TRUSTED = (
    '<path class="quiet" d="M{x:.1f} {y:.1f}m-4.5 3.5l4.5-8l4.5 8z"/>',
    '<path class="quiet" d="M{x:.1f} {y:.1f}m-4.5-3.5l4.5 8l4.5-8z"/>',
    '<path class="quiet" d="M{x:.1f} {y:.1f}m-5 0h10m-5-5v10"/>',
)
"""Bodies of trusted text have shapes of their own, too; a fourth begins anew."""

_MOST = 4
"""So many findings per 10,000 words is the right edge; more stand there with their number."""

_TITLE = (
    "Precision and recall of the rules, by category and rule, with 95 percent intervals, "
    "and findings in trusted text"
)
_STYLE = """\
text { font: 13px system-ui, sans-serif; fill: #1f2328 }
.head { font-weight: 600 } .small { font-size: 11px; fill: #59636e }
.grid { stroke: #d1d9e0 } line.dev, line.test, line.claims { stroke-width: 2; opacity: .55 }
.dev { fill: #0969da; stroke: #0969da } .test { fill: #bc4c00; stroke: #bc4c00 }
.claims { fill: #59636e; stroke: #59636e } .ground { fill: #fff }
.quiet { fill: #8250df; stroke: #8250df }
@media (prefers-color-scheme: dark) {
  text { fill: #f0f6fc } .small { fill: #9198a1 } .grid { stroke: #3d444d }
  .dev { fill: #4493f8; stroke: #4493f8 } .test { fill: #f0883e; stroke: #f0883e }
  .claims { fill: #9198a1; stroke: #9198a1 } .ground { fill: #0d1117 }
  .quiet { fill: #ab7df8; stroke: #ab7df8 }
}
"""


def render(kept: Mapping[str, Any], trusted: Sequence[Quiet] = ()) -> str:
    """An SVG that stands alone: no script, no font and no picture from elsewhere."""
    splits: dict[str, dict[str, Any]] = {
        split: dict(rows(scores)) for split, scores in kept["splits"].items()
    }
    scores = next(iter(kept["splits"].values()))
    names = [name for name, _ in rows(scores)]
    panels = 3 if trusted else 2
    width = 2 * _MARGIN + _LABELS + panels * _PANEL + (panels - 1) * _GAP
    height = _TOP + len(names) * _STEP + 2 * _MARGIN
    size = f'viewBox="0 0 {width} {height}" width="{width}" height="{height}"'
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img" aria-labelledby="title">',
        f'<title id="title">{_TITLE}</title>',
        f"<style>\n{_STYLE}</style>",
        f'<rect class="ground" width="{width}" height="{height}"/>',
        *_legend(
            {
                **{_WORDS[split]: _SHAPES[split] for split in splits},
                **{one.name: shape for one, shape in zip(trusted, cycle(_TRUSTED), strict=False)},
            }
        ),
        *_names(names, rules=scores["rules"]),
    ]
    for index, measure in enumerate(("precision", "recall")):
        left = _MARGIN + _LABELS + index * (_PANEL + _GAP)
        lines += _axis(measure, left, len(names), 1)
        for row, name in enumerate(names):
            lines += _dots(splits, name, measure, left, _TOP + row * _STEP + _STEP // 2)
    if trusted:
        left = _MARGIN + _LABELS + 2 * (_PANEL + _GAP)
        lines += _axis(f"in {PER:,} words of trusted text", left, len(names), _MOST)
        for row, name in enumerate(names):
            lines += _quiet_dots(trusted, name, left, _TOP + row * _STEP + _STEP // 2)
    return "\n".join([*lines, "</svg>", ""])


def _legend(shapes: Mapping[str, str]) -> Iterator[str]:
    x = _MARGIN + _LABELS
    for words, shape in shapes.items():
        yield shape.format(x=x, y=_MARGIN)
        yield f'<text x="{x + 10}" y="{_MARGIN + 4}">{escape(words)}</text>'
        x += 160


def _names(names: Sequence[str], *, rules: Mapping[str, Any]) -> Iterator[str]:
    for row, name in enumerate(names):
        y = _TOP + row * _STEP + _STEP // 2 + 4
        indent, look = (14, "") if name in rules else (0, ' class="head"')
        yield f'<text x="{_MARGIN + indent}" y="{y}"{look}>{escape(name)}</text>'


def _axis(measure: str, left: int, count: int, most: int) -> Iterator[str]:
    bottom = _TOP + count * _STEP
    yield f'<text class="head" x="{left}" y="{_TOP - 24}">{measure}</text>'
    for quarter in range(5):
        x = left + _PANEL * quarter / 4
        yield f'<line class="grid" x1="{x}" y1="{_TOP}" x2="{x}" y2="{bottom}"/>'
        label = f"{most * quarter / 4:g}"
        yield f'<text class="small" x="{x}" y="{_TOP - 8}" text-anchor="middle">{label}</text>'


def _dots(
    splits: Mapping[str, Mapping[str, Any]], name: str, measure: str, left: int, middle: int
) -> Iterator[str]:
    """The score of each split that has one, from the top down."""
    for index, (split, scores) in enumerate(splits.items()):
        value, interval = scores[name][measure], scores[name][f"{measure}_95"]
        if value is None:
            continue
        y = middle + (index - (len(splits) - 1) / 2) * _APART
        if interval:
            start, end = (left + _PANEL * bound for bound in interval)
            yield f'<line class="{split}" x1="{start:.1f}" y1="{y}" x2="{end:.1f}" y2="{y}"/>'
        yield _SHAPES[split].format(x=left + _PANEL * value, y=y)


def _quiet_dots(trusted: Sequence[Quiet], name: str, left: int, middle: int) -> Iterator[str]:
    """What was reported in each body of trusted text, from the top down."""
    for index, (one, shape) in enumerate(zip(trusted, cycle(_TRUSTED), strict=False)):
        rate = one.rate(name)
        if rate is None:
            continue
        y = middle + (index - (len(trusted) - 1) / 2) * _APART
        yield shape.format(x=left + _PANEL * min(rate, _MOST) / _MOST, y=y)
        if rate > _MOST:
            x = left + _PANEL - 10
            yield f'<text class="small" x="{x}" y="{y + 4}" text-anchor="end">{rate:.1f}</text>'
