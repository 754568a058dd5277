"""The kept scores as a page of Markdown, beside what else is known of the rules."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from medlint.evaluation.quiet import PER, Quiet
from medlint.evaluation.record import rows
from medlint.evaluation.standing import Standing
from medlint.rules.definition import RuleDefinition, Status

_DASH = "\N{EN DASH}"
_TITLES = {
    "dev": "Articles that the rules are tuned on (dev)",
    "test": "Articles that they are only scored on (test)",
    "claims": "Labelled sentences (claims)",
}
_STANDS = (
    "", "severity", "status", "right", "wrong", "precision", "at least", "confidence",
    "false alarms in trusted text", "lacks",
)  # fmt: skip
_HEADS = ("", "hits", "misses", "false alarms", "precision", "recall", "F1", "arguable found")


def render(
    kept: Mapping[str, Any],
    trusted: Sequence[Quiet] = (),
    stands: Sequence[tuple[RuleDefinition, Standing]] = (),
    *,
    picture: str,
) -> str:
    """The page; `picture` is the address of the picture that goes with it.

    What is known of trusted text and of where rules stand has a table where there is any.
    """
    lines = [*_lines(kept, picture), *_quiet(kept, trusted), *_stands(stands)]
    return "".join(f"{line}\n" for line in lines)


def _lines(kept: Mapping[str, Any], picture: str) -> Iterator[str]:
    yield "# Scores of the rules"
    yield ""
    yield (
        "Written by `medlint eval corpus --write reports`; do not edit. "
        f"Model `{kept['model']}`, facts as of {kept['as_of']}."
    )
    yield ""
    shown = "Precision and recall by category and rule, and findings in trusted text"
    yield f"![{shown}]({picture})"
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
        yield _row((_name(name, scores), *_cells(score)))


def _quiet(kept: Mapping[str, Any], trusted: Sequence[Quiet]) -> Iterator[str]:
    if not trusted:
        return
    yield ""
    yield "## Trusted text"
    yield ""
    yield (
        f"Findings per {PER:,} words that an authority has edited, where silence is nearly always "
        "right; in brackets all of them. Measured by `make bench`."
    )
    yield ""
    yield _row(("", *(f"{one.name}, {one.words:,} words, {one.on}" for one in trusted)))
    yield _row(("---", *["--:"] * len(trusted)))
    scores = next(iter(kept["splits"].values()))
    for name, _ in rows(scores):
        rates = ((one.rate(name), one.count(name)) for one in trusted)
        cells = (_DASH if rate is None else f"{rate:.2f} ({count})" for rate, count in rates)
        yield _row((_name(name, scores), *cells))


def _stands(stands: Sequence[tuple[RuleDefinition, Standing]]) -> Iterator[str]:
    if not stands:
        return
    yield ""
    yield "## Where the rules stand"
    yield ""
    yield (
        "What follows from the gold of the articles and from findings that were drawn by chance "
        "and read. `at least` is the lower bound of the 95 % interval of the precision; false "
        f"alarms are those per {PER:,} words; what a rule lacks, it lacks to be stable."
    )
    yield ""
    yield _row(_STANDS)
    yield _row(("---", "---", "---", *["--:"] * 4, "---", "--:", "---"))
    for definition, found in stands:
        evidence = found.evidence
        yield _row(
            (
                f"`{found.rule}`",
                definition.severity,
                definition.status,
                str(evidence.right),
                str(evidence.wrong),
                _DASH if evidence.precision is None else f"{evidence.precision:.2f}",
                f"{evidence.at_least:.2f}",
                evidence.confidence,
                f"{found.alarms:.2f}" if found.trusted_words else _DASH,
                "; ".join(found.lacks) or _whole(definition),
            )
        )


def _whole(definition: RuleDefinition) -> str:
    """What to say of a rule that lacks nothing."""
    return "nothing: it may be stable" if definition.status is Status.PREVIEW else _DASH


def _name(name: str, scores: Mapping[str, Any]) -> str:
    return f"`{name}`" if name in scores["rules"] else f"**{name}**"


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
