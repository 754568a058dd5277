"""The strength of claims and the certainty of sentences against the judgement of people.

The words of the readers were chosen on the rows at even places; the figures are of the other rows.
"""

from __future__ import annotations

import json
import statistics
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from medlint.nlp import Annotator
from medlint.reading.claims import Claim, Strength
from medlint.rules.claims import certainty_reader, claim_reader
from medlint.rules.registry import load_rules
from tools.bench.figure import Figure

if TYPE_CHECKING:  # spaCy takes half a second to import; annotations must not cost that
    from spacy.tokens import Doc

LEVELS = ("none", "correlational", "conditional-causal", "direct-causal")
_ABILITY = "can"


def strength(path: Path) -> Figure:
    """Agreement on what a sentence claims: nothing, a correlation, a cause perhaps, a cause."""
    reader = claim_reader(load_rules())
    rows = _held_out(path)
    docs = Annotator().annotate(" ".join(row["text"].split()) for row in rows)
    pairs = [
        (row["label"], _level(doc, reader.main(doc))) for row, doc in zip(rows, docs, strict=True)
    ]
    data = (
        f"{path.stem}, {len(rows):,} sentences; floor: a plain word list 0.62; a tuned model: 0.88"
    )
    return Figure("claim strength, macro-F1", macro_f1(pairs), 0.78, data, at_least=True)


def certainty(path: Path) -> Figure:
    """Rank correlation with how certain people find a sentence."""
    reader = certainty_reader(load_rules())
    rows = _held_out(path)
    judged = [float(row["sentence-level-certainty"]) for row in rows]
    rated = [reader.rate(row["finding"]) for row in rows]
    value = statistics.correlation(ranks(judged), ranks(rated))
    data = f"{path.stem}, {len(rows):,} sentences; floor: counting hedges 0.56"
    return Figure("certainty, rank correlation", value, 0.65, data, at_least=True)


def macro_f1(pairs: Sequence[tuple[str, str]]) -> float:
    """The mean over the levels of F1, from pairs of what is right and what was said."""
    scores = []
    for level in LEVELS:
        right = sum(gold == said == level for gold, said in pairs)
        either = sum((gold == level) + (said == level) for gold, said in pairs)
        scores.append(2 * right / either if either else 0.0)
    return statistics.fmean(scores)


def ranks(values: Sequence[float]) -> list[float]:
    """The rank of each value, the lowest first; equal ones share the mean of theirs."""
    ordered = sorted(values)
    return [(bisect_left(ordered, v) + bisect_right(ordered, v) - 1) / 2 for v in values]


def _level(doc: Doc, claim: Claim | None) -> str:
    if claim is None:
        return "none"
    if claim.strength is Strength.ASSOCIATED:
        return "correlational"
    # The experts took "can" for what a thing does, not for a doubt whether it does.
    doubted = any(hedge.of(doc.text).lower() != _ABILITY for hedge in claim.hedges)
    return (
        "conditional-causal"
        if claim.strength is Strength.CONDITIONAL and doubted
        else "direct-causal"
    )


def _held_out(path: Path) -> list[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for number, line in enumerate(lines) if number % 2]
