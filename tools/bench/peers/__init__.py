"""What medlint costs beside other linters of prose, over the same articles in one run.

They look for other things, most of them for words of a list, so this says how long a writer waits
and not which one serves better: findings are counted and never judged.
"""

from __future__ import annotations

import shutil
import statistics
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from medlint import __version__
from tools.bench.figure import Figure
from tools.bench.peers import meter
from tools.bench.peers.meter import Run, Usage
from tools.bench.peers.programs import PINNED, AbsentError, Program, said

RUNS = 5
READ = frozenset({".md", ".txt"})
"""What all of the programs read."""


def beside(corpus: Path, article: Path, kits: Path) -> Iterator[Figure]:
    """Medlint and each other program, on one article and on all articles of a corpus.

    A program that cannot be installed below `kits` has one figure, which says why.
    """
    others = []
    for pinned in PINNED:
        try:
            others.append(pinned.ready(kits))
        except AbsentError as error:
            yield _absent(pinned.name, error)
    with TemporaryDirectory() as scratch:
        # Away from the project, where no settings hold.
        folder = Path(scratch)
        copies = {source: _copy(source, corpus, folder) for source in _articles(corpus)}
        texts = {"one article": [copies[article]], "all articles": list(copies.values())}
        yield from measure(medlint_here(folder), others, texts)


def measure(
    ours: Program, others: Sequence[Program], texts: Mapping[str, Sequence[Path]]
) -> Iterator[Figure]:
    """The medians of `RUNS` runs of each program over each text, in turns, after one to warm up.

    A program that fails has one figure, which says so, and is not run again.

    Raises:
        AbsentError: it is ours that fails.
    """
    left = list(others)
    for name, files in texts.items():
        runs: dict[str, list[Run]] = {}
        for _ in range(RUNS + 1):
            runs.setdefault(ours.name, []).append(_run(ours, files))
            for other in tuple(left):
                try:
                    runs.setdefault(other.name, []).append(_run(other, files))
                except AbsentError as error:
                    left.remove(other)
                    yield _absent(other.name, error)
        words = sum(len(file.read_text(encoding="utf-8").split()) for file in files)
        of = files[0].name if len(files) == 1 else f"{len(files)} articles"
        what = f"{of}, {words:,} words"
        own = _median(runs[ours.name])
        yield Figure(
            f"{ours.name}, words a second of its processor, {name}",
            words / own.processor,
            None,
            f"{what}; {words / own.clock:,.0f} by the clock; {own.memory:,.0f} MB at most; "
            f"{ours.findings(runs[ours.name][0].printed):,} findings; {ours.versions}; "
            f"each run from its start, median of {RUNS}",
        )
        for other in left:
            cost = _median(runs[other.name])
            yield Figure(
                f"{other.name} / {ours.name}, processor time, {name}",
                cost.processor / own.processor,
                None,
                f"{what}; {cost.clock / own.clock:.2f} by the clock; "
                f"{words / cost.processor:,.0f} words a second of its processor; "
                f"{cost.memory:,.0f} MB at most against {own.memory:,.0f}; "
                f"{other.findings(runs[other.name][0].printed):,} findings; {other.versions}; "
                f"each run from its start, median of {RUNS}",
            )


def medlint_here(folder: Path) -> Program:
    """Medlint as it is here, without what earlier runs have kept."""
    return Program(
        name="medlint",
        command=(sys.executable, "-m", "medlint", "check", "--no-cache", "--format=jsonl"),
        folder=folder,
        finding=r'^\{"type":"finding",',
        versions=f"medlint {__version__} --no-cache, rules read anew",
    )


def _articles(corpus: Path) -> list[Path]:
    """The annotated articles that each program can read."""
    return [
        path
        for path in sorted(corpus.rglob("*"))
        if path.suffix in READ and path.with_suffix(".gold.yaml").exists()
    ]


def _copy(article: Path, corpus: Path, folder: Path) -> Path:
    copy = folder / article.relative_to(corpus)
    copy.parent.mkdir(parents=True, exist_ok=True)
    return Path(shutil.copy(article, copy))


def _run(program: Program, files: Sequence[Path]) -> Run:
    command = [*program.command, *map(str, files)]
    try:
        run = meter.run(command, program.folder)
    except RuntimeError as error:
        raise AbsentError(str(error)) from error
    # Where findings end in a code, a crash may end in the same one.
    if run.code not in program.ends or (run.code and not program.findings(run.printed)):
        raise AbsentError(said(command, run.code, run.printed))
    return run


def _median(runs: Sequence[Run]) -> Usage:
    def of(told: Callable[[Usage], float]) -> float:
        return statistics.median(told(run.usage) for run in runs[1:])

    return Usage(
        of(lambda usage: usage.clock),
        of(lambda usage: usage.processor),
        of(lambda usage: usage.memory),
    )


def _absent(name: str, error: AbsentError) -> Figure:
    return Figure(f"{name} / medlint, processor time", None, None, str(error))
