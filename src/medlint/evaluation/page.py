"""The kept scores as a page of Markdown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from medlint.evaluation.record import rows

_DASH = "\N{EN DASH}"
_TITLES = {
    "dev": "Articles that the rules are tuned on (dev)",
    "test": "Articles that they are only scored on (test)",
    "claims": "Labelled sentences (claims)",
}
_HEADS = ("", "hits", "misses", "false alarms", "precision", "recall", "F1", "arguable found")


def render(kept: Mapping[str, Any], *, picture: str) -> str:
    """The page; `picture` is the address of the picture that goes with it."""
    return "".join(f"{line}\n" for line in _lines(kept, picture))


def _lines(kept: Mapping[str, Any], picture: str) -> Iterator[str]:
    yield "# Scores of the rules"
    yield ""
    yield (
        "Written by `medlint eval corpus --write reports`; do not edit. "
        f"Model `{kept['model']}`, facts as of {kept['as_of']}."
    )
    yield ""
    yield f"![Precision and recall by category and rule, on each split]({picture})"
    yield ""
    yield (
        "In brackets stands the interval that holds 95 % of 1,000 bootstrap resamples of the "
        "texts. It says how much a score would vary over other texts of the same sort, and "
        "cannot widen where a rule made no mistake at all. What two editors could disagree on "
        "is arguable and counts for neither precision nor recall."
    )
    for split, scores in kept["splits"].items():
        yield from _split(_TITLES[split], scores)


def _split(title: str, scores: Mapping[str, Any]) -> Iterator[str]:
    kinds = ", ".join(f"{number} {kind}" for kind, number in scores["kinds"].items())
    yield ""
    yield f"## {title}"
    yield ""
    yield f"{scores['texts']} texts: {kinds}."
    yield ""
    yield _row(_HEADS)
    yield _row(("---", *["--:"] * (len(_HEADS) - 1)))
    for name, score in rows(scores):
        yield _row((f"`{name}`" if name in scores["rules"] else f"**{name}**", *_cells(score)))


def _cells(score: Mapping[str, Any]) -> Iterator[str]:
    for counted in ("hits", "misses", "false_alarms"):
        yield str(score[counted])
    for measure in ("precision", "recall", "f1"):
        value, interval = score[measure], score[f"{measure}_95"]
        within = f" ({interval[0]:.2f}{_DASH}{interval[1]:.2f})" if interval else ""
        yield _DASH if value is None else f"{value:.2f}{within}"
    yield f"{score['arguable_found']} of {score['arguable']}" if score["arguable"] else _DASH


def _row(cells: tuple[str, ...]) -> str:
    return f"| {' | '.join(cells)} |".replace("|  |", "| |")
