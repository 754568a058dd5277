"""The functions that programs call; everything else in the package may change."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from medlint import files, runner
from medlint.finding import Finding
from medlint.plan import Plan
from medlint.publishing import DEFAULT_PROFILE, Region
from medlint.report import Report, summarise

_ENGINES = 4
"""So many different sets of options stay ready; a program rarely uses more than one."""


def lint_text(  # noqa: PLR0913 -- the options of one call, all by name
    text: str,
    *,
    path: str = "text.md",
    select: Sequence[str] = (),
    ignore: Sequence[str] = (),
    as_of: dt.date | None = None,
    profile: str = DEFAULT_PROFILE,
    region: Region | None = None,
) -> tuple[Finding, ...]:
    """The reported findings of one text, sorted by place; the ending of `path` names its format.

    Spans are code points of `text`. `as_of` is the day on which facts must hold, today by default.
    `profile` says what sort of text it is, `region` where it is published.

    Raises:
        UsageError: an unknown rule or profile, or a missing model.
        InputError: the text cannot be checked: not English, not of its format.
    """
    engine = _engine(_plan(select, ignore, as_of, profile, region))
    result = runner.lint_text(engine, text, path)
    if result.error is not None:
        raise result.error.as_exception()
    return result.reported()


def lint_paths(  # noqa: PLR0913 -- the options of one call, all by name
    paths: Sequence[str | Path],
    *,
    select: Sequence[str] = (),
    ignore: Sequence[str] = (),
    exclude: Sequence[str] = (),
    as_of: dt.date | None = None,
    jobs: int = 1,
    profile: str = DEFAULT_PROFILE,
    region: Region | None = None,
) -> Report:
    """The report on files and folders; a file that cannot be checked is in it with its error.

    Raises:
        UsageError: a path does not exist, nothing matches, an unknown rule, a missing model.
    """
    found = files.discover([str(path) for path in paths], exclude=exclude, root=Path.cwd())
    engine = _engine(_plan(select, ignore, as_of, profile, region))
    results = tuple(runner.run(engine, found.paths, jobs=jobs))
    return Report(engine.tool, results, summarise(results, excluded=found.excluded))


def _plan(
    select: Sequence[str],
    ignore: Sequence[str],
    as_of: dt.date | None,
    profile: str,
    region: Region | None,
) -> Plan:
    return Plan(
        root=Path.cwd().resolve(),
        as_of=as_of or dt.datetime.now(tz=dt.UTC).date(),
        select=tuple(select),
        ignore=tuple(ignore),
        profile=profile,
        region=region,
    )


@lru_cache(maxsize=_ENGINES)
def _engine(plan: Plan) -> runner.Engine:
    return runner.prepare(plan)
