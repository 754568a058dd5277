"""Annotated texts and rules in, scores out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from medlint import runner
from medlint.errors import InputError, UsageError
from medlint.evaluation import corpus, scores
from medlint.evaluation.annotated import Annotated, Split
from medlint.evaluation.scores import SplitScores
from medlint.evaluation.scoring import Outcome, judge_all
from medlint.finding import Category, FileError
from medlint.parsing import format_of, is_binary
from medlint.plan import Plan
from medlint.report import FileResult, Tool
from medlint.runner import Engine

Progress = Callable[[Iterator[FileResult], int], Iterator[FileResult]]
"""Shows how far the work is while it hands the outcomes on, given how many there will be."""


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Everything that one evaluation came to."""

    tool: Tool
    outcomes: tuple[Outcome, ...]
    splits: tuple[SplitScores, ...]


def unwatched(results: Iterator[FileResult], _total: int) -> Iterator[FileResult]:
    """No progress is shown."""
    return results


def evaluate(
    paths: Iterable[str],
    plan: Plan,
    *,
    split: Split | None = None,
    progress: Progress = unwatched,
) -> Evaluation:
    """The scores of a plan's rules on the annotated texts at the paths, or on one split of them.

    Raises:
        UsageError: nothing is annotated, annotations are broken, the rules cannot run.
        InputError: a text cannot be checked; scores on the others would not compare.
    """
    texts = corpus.discover(paths)
    if split is not None:
        texts = [annotated for annotated in texts if annotated.split is split]
        if not texts:
            msg = f"nothing to evaluate: no article is of the split '{split}'"
            raise UsageError(msg)
    engine = runner.prepare(plan)
    rules = {rule.id: rule.definition.category for rule in engine.linter.rules}
    results = (lint(engine, one) for one in texts)
    outcomes = tuple(
        _judge(annotated, result, rules)
        for annotated, result in zip(texts, progress(results, len(texts)), strict=True)
    )
    return Evaluation(engine.tool, outcomes, tuple(scores.score(outcomes)))


def lint(engine: Engine, annotated: Annotated) -> FileResult:
    """The outcome of an annotated text; what is no text itself is read from its file."""
    format_ = format_of(annotated.linted_as)
    if format_ is not None and is_binary(format_):
        return runner.lint_file(engine, annotated.path)
    return runner.lint_text(engine, annotated.source, annotated.linted_as)


def _judge(annotated: Annotated, result: FileResult, rules: Mapping[str, Category]) -> Outcome:
    if result.document is None:
        raise _failure(annotated.path, result.error)
    return judge_all(annotated, result.document, result.found(), rules)


def _failure(path: str, error: FileError | None) -> InputError:
    found = (error or FileError("check", "it has no outcome")).as_exception()
    return type(found)(f"{path}: not checked: {found}")
