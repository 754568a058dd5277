"""`medlint eval` and `medlint eval diff`: from a request to what is printed and written."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from medlint import files, runner
from medlint.errors import ExitCode, UsageError
from medlint.evaluation import bounds, corpus, gold, published, record, revisions, scores, text
from medlint.evaluation.annotated import Annotated, Split
from medlint.evaluation.bounds import Bound, Shortfall
from medlint.evaluation.comparison import Difference, compare
from medlint.evaluation.evaluate import Evaluation, Progress, evaluate
from medlint.evaluation.scoring import Counts
from medlint.finding import Category
from medlint.formats.text import render_file, wants_color
from medlint.plan import Plan
from medlint.report import FileResult
from medlint.rules import registry
from medlint.rules.loader import RuleSet
from medlint.runner import Engine

_DEFAULT = "corpus"
"""What `eval diff` reads where no path is named."""


@dataclass(frozen=True, slots=True)
class ScoreRequest:
    """The options of `medlint eval`; a split of None stands for all."""

    paths: tuple[str, ...]
    split: Split | None = None
    bounds: tuple[Bound, ...] = ()
    as_json: bool = False
    show_test: bool = False
    write_to: Path | None = None


def score(request: ScoreRequest, plan: Plan, progress: Progress) -> ExitCode:
    """Score the rules on annotated texts and print it; 1 where a score lies under its bound.

    Raises:
        UsageError: nothing is annotated, annotations are broken, a bound measures nothing.
        InputError: a text cannot be checked; scores on the others would not compare.
    """
    if request.write_to is not None and (request.split or plan.select or plan.ignore):
        msg = "--write is for all splits and rules; leave out --split, --select and --ignore"
        raise UsageError(msg)
    made = evaluate(request.paths, plan, split=request.split, progress=progress)
    short = bounds.shortfalls(request.bounds, made.splits)
    if request.write_to is not None:
        loaded = registry.load_rules(plan.rule_folders)
        for name, made_of in published.render(record.kept(made), loaded, request.write_to).items():
            files.write(request.write_to / name, made_of)
    sys.stdout.write(_scored(request, made, short))
    return ExitCode.FINDINGS if short else ExitCode.OK


def _scored(request: ScoreRequest, made: Evaluation, short: Sequence[Shortfall]) -> str:
    withheld = [
        outcome
        for outcome in made.outcomes
        if outcome.annotated.split is Split.TEST and not request.show_test
    ]
    shown = [outcome for outcome in made.outcomes if outcome not in withheld]
    misses, false_alarms = scores.misses(shown), scores.false_alarms(shown)
    hidden = sum((outcome.counts() for outcome in withheld), Counts())
    if request.as_json:
        return record.render(
            made,
            misses=misses,
            false_alarms=false_alarms,
            withheld=hidden.misses + hidden.false_alarms,
            shortfalls=short,
        )
    color = wants_color(sys.stdout, os.environ)
    return (
        text.render_scores(made.splits, color=color)
        + text.render_lapses("misses", misses, withheld=hidden.misses, color=color)
        + text.render_lapses(
            "false alarms", false_alarms, withheld=hidden.false_alarms, color=color
        )
        + text.render_shortfalls(short)
        + text.render_closing(made.tool)
    )


@dataclass(frozen=True, slots=True)
class DiffRequest:
    """The options of `medlint eval diff`: folders of rules or git revisions, what to read."""

    old: str
    new: str
    paths: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    show_test: bool = False
    as_json: bool = False


def diff(request: DiffRequest, plan: Plan, progress: Progress) -> ExitCode:
    """Print what two sets of rules report differently; 3 where a text cannot be checked.

    The plan's own folders of rules are not looked at.

    Raises:
        UsageError: a path or a revision does not exist, rules cannot be read or run.
    """
    texts = _texts(request, plan.root)
    with tempfile.TemporaryDirectory() as scratch:
        sets = [revisions.load(name, Path(scratch)) for name in (request.old, request.new)]
    before, after = _engines(sets, plan)
    color = wants_color(sys.stdout, os.environ)
    failed: list[FileResult] = []
    found: list[Difference] = []
    results = (_lint(after, annotated) for annotated in texts)
    for annotated, new in zip(texts, progress(results, len(texts)), strict=True):
        old = _lint(before, annotated)
        broken = next((result for result in (new, old) if result.error is not None), None)
        if broken is not None:
            failed.append(broken)
        else:
            found += compare(old, new)
    hidden = frozenset() if request.show_test else _of_test_split({one.path for one in found})
    checked = len(texts) - len(failed)
    if request.as_json:
        made = record.render_differences(
            request.old, request.new, found, hidden=hidden, failed=failed, texts=checked
        )
    else:
        made = (
            "".join(render_file(broken, color=color) for broken in failed)
            + text.render_differences(found, hidden=hidden, color=color)
            + text.render_compared(request.old, request.new, found, checked)
        )
    sys.stdout.write(made)
    return ExitCode.UNCHECKED if failed else ExitCode.OK


def _texts(request: DiffRequest, root: Path) -> list[str | Annotated]:
    """The articles at the paths, by path, and the labelled sentences in their folders."""
    paths = request.paths or (_DEFAULT,)
    articles = files.discover(paths, exclude=request.exclude, root=root).paths
    return [*articles, *corpus.claims(paths)]


def _lint(engine: Engine | None, read: str | Annotated) -> FileResult:
    """What an engine makes of a text; no engine finds nothing."""
    path = read if isinstance(read, str) else read.path
    if engine is None:
        return FileResult(path)
    if isinstance(read, str):
        return runner.lint_file(engine, path)
    return replace(runner.lint_text(engine, read.source, read.linted_as), path=path)


def _of_test_split(paths: Iterable[str]) -> frozenset[str]:
    """Those of the paths that are articles of the test split."""
    return frozenset(
        path
        for path in paths
        if (place := gold.gold_beside(Path(path))).exists()
        and gold.read_gold(place).split is Split.TEST
    )


def _engines(sets: Sequence[RuleSet], plan: Plan) -> list[Engine | None]:
    """An engine of each rule set; None where nothing of what is selected is in it.

    A rule may be in one of the sets only, so a name has to be known to one of them.
    """
    engines: list[Engine | None] = []
    known = [{*loaded.rules, *Category} for loaded in sets]
    for loaded, own in zip(sets, known, strict=True):
        foreign = frozenset().union(*known) - own
        select = tuple(name for name in plan.select if name not in foreign)
        ignore = tuple(name for name in plan.ignore if name not in foreign)
        if plan.select and not select:
            engines.append(None)
        else:
            engines.append(runner.prepare_with(loaded, replace(plan, select=select, ignore=ignore)))
    return engines
