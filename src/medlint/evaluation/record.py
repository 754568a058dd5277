"""Scores as JSON: for programs, and for the file that is kept under version control."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import Any

import medlint
from medlint.evaluation.bounds import Shortfall
from medlint.evaluation.comparison import Difference
from medlint.evaluation.evaluate import Evaluation
from medlint.evaluation.scores import ALL, Lapse, Score, SplitScores
from medlint.evaluation.scoring import MEASURES, Counts
from medlint.report import NOTICE, FileResult

SCHEMA = 1
"""Version of all of them."""

_DIGITS = 4


def render(
    made: Evaluation,
    *,
    misses: Sequence[Lapse],
    false_alarms: Sequence[Lapse],
    withheld: int,
    shortfalls: Iterable[Shortfall],
) -> str:
    """All scores, with the misses and false alarms that may be shown."""
    return dump(
        {
            "schema": SCHEMA,
            "tool": asdict(made.tool),
            "notice": NOTICE,
            "splits": _splits(made),
            "misses": [_lapse(lapse) for lapse in misses],
            "false_alarms": [_lapse(lapse) for lapse in false_alarms],
            "withheld": withheld,
            "under": [asdict(shortfall) for shortfall in shortfalls],
        }
    )


def render_differences(  # noqa: PLR0913 -- what was compared, all by name
    old: str,
    new: str,
    differences: Sequence[Difference],
    *,
    hidden: frozenset[str],
    failed: Sequence[FileResult],
    texts: int,
) -> str:
    """What two sets of rules report differently in so many texts.

    Differences in the texts at `hidden` paths are only counted; those that failed have an error.
    """
    shown = [difference for difference in differences if difference.path not in hidden]
    return dump(
        {
            "schema": SCHEMA,
            "version": medlint.__version__,
            "notice": NOTICE,
            "old": old,
            "new": new,
            "texts": texts,
            "differences": [_difference(difference) for difference in shown],
            "withheld": len(differences) - len(shown),
            "errors": [
                {"path": result.path, **asdict(result.error)}
                for result in failed
                if result.error is not None
            ],
        }
    )


def kept(made: Evaluation) -> dict[str, Any]:
    """The scores alone: no sentence of any text, and nothing that changes while they do not.

    The digest of the rules is left out, for it changes with every comma of a rule.
    """
    return {
        "schema": SCHEMA,
        "model": made.tool.model,
        "as_of": made.tool.as_of,
        "splits": _splits(made),
    }


def counts_in(kept: Mapping[str, Any]) -> Iterator[tuple[str, dict[str, int]]]:
    """Every row of counts in such a record, under its name; to compare two of them."""
    keys = _counts(Counts())
    for split, scores in kept["splits"].items():
        rows = {ALL: scores[ALL], **scores["categories"], **scores["rules"], **scores["by_text"]}
        for name, row in rows.items():
            yield f"{split}: {name}", {key: row[key] for key in keys}


def rows(scores: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The scores of one split of such a record: all, then each category and its rules."""
    yield ALL, scores[ALL]
    for category, score in scores["categories"].items():
        yield category, score
        for rule, own in scores["rules"].items():
            if own["category"] == category:
                yield rule, own


def _splits(made: Evaluation) -> dict[str, Any]:
    return {scores.split.value: _split(scores) for scores in made.splits}


def _split(scores: SplitScores) -> dict[str, Any]:
    return {
        "texts": sum(scores.kinds.values()),
        "kinds": dict(scores.kinds),
        "unwritten": scores.unwritten,
        ALL: _row(scores.overall),
        "categories": {name: _row(score) for name, score in scores.categories.items()},
        "rules": {
            name: {"category": scores.category_of[name].value, **_row(score)}
            for name, score in scores.rules.items()
        },
        "by_text": {path: _counts(counts) for path, counts in scores.texts.items()},
    }


def _row(score: Score) -> dict[str, Any]:
    row: dict[str, Any] = _counts(score.counts)
    for measure in MEASURES:
        value = getattr(score.counts, measure)
        interval = getattr(score.intervals, measure)
        row[measure] = value if value is None else round(value, _DIGITS)
        row[f"{measure}_95"] = interval and [round(bound, _DIGITS) for bound in interval]
    return row


def _counts(counts: Counts) -> dict[str, int]:
    return {
        "hits": counts.hits,
        "misses": counts.misses,
        "false_alarms": counts.false_alarms,
        "arguable": counts.arguable,
        "arguable_found": counts.arguable_found,
        "unjudged": counts.unjudged,
    }


def _lapse(lapse: Lapse) -> dict[str, Any]:
    return {
        "rule": lapse.rule,
        "path": lapse.path,
        "line": lapse.place.line,
        "column": lapse.place.column,
        "words": lapse.words,
        "sentence": lapse.sentence,
    }


def _difference(difference: Difference) -> dict[str, Any]:
    return {
        "change": difference.change.value,
        "rule": difference.rule,
        "path": difference.path,
        "line": difference.place.line,
        "column": difference.place.column,
        "severity": difference.severity.value,
        "severity_before": difference.severity_before and difference.severity_before.value,
        "words": difference.words,
        "words_before": difference.words_before,
        "sentence": difference.sentence,
    }


def dump(data: object) -> str:
    """JSON that a diff shows well: whatever holds only plain values takes one line."""
    return _lines(data, "") + "\n"


def _lines(value: object, indent: str) -> str:
    inner = f"{indent}  "
    if isinstance(value, Mapping) and any(map(_nests, value.values())):
        entries = (
            f"{inner}{json.dumps(key)}: {_lines(item, inner)}" for key, item in value.items()
        )
        return "{\n" + ",\n".join(entries) + f"\n{indent}}}"
    if isinstance(value, list) and any(isinstance(item, dict) for item in value):
        return "[\n" + ",\n".join(inner + _lines(item, inner) for item in value) + f"\n{indent}]"
    return json.dumps(value)


def _nests(value: object) -> bool:
    """Whether a value is more than a plain one or a list of plain ones."""
    return isinstance(value, dict) or (
        isinstance(value, list) and any(isinstance(item, dict) for item in value)
    )
