"""What linting costs in time, against the bare model reading the same text."""

from __future__ import annotations

import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from medlint import nlp
from tools.bench.figure import Figure
from tools.bench.trusted import Lint, Text

RUNS = 7
EVERY = 20
SLICE = 20
"""Speed in one process is measured on each twentieth answer, twenty at a time."""

COLD_RATIO = 1.3
WARM_RATIO = 1.0

_BARE = """
import sys
from pathlib import Path
import spacy
spacy.load(sys.argv[1])(Path(sys.argv[2]).read_text(encoding="utf-8"))
"""


@dataclass(frozen=True, slots=True)
class Cost:
    """What one run of a command took, in seconds by the clock and of the processor."""

    clock: float
    processor: float


def cost_of(command: Sequence[str], allowed: tuple[int, ...]) -> Cost:
    """Run a command from its start to its end.

    Raises:
        RuntimeError: it ended in an exit code that is not `allowed`.
    """
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    done = subprocess.run(command, capture_output=True, check=False)
    clock = time.perf_counter() - began
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode not in allowed:
        msg = f"{command} ended with {done.returncode}: {done.stderr.decode()}"
        raise RuntimeError(msg)
    processor = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Cost(clock, processor)


def ratio(ours: Callable[[], Cost], theirs: Callable[[], Cost]) -> Cost:
    """The medians of `RUNS` runs of each, divided; taken in turns, after one of each to warm up."""
    runs = [(ours(), theirs()) for _ in range(RUNS + 1)][1:]

    def of(seconds: Callable[[Cost], float]) -> float:
        return statistics.median(seconds(a) for a, _ in runs) / statistics.median(
            seconds(b) for _, b in runs
        )

    return Cost(of(lambda cost: cost.clock), of(lambda cost: cost.processor))


def cold(article: Path, name: str) -> Figure:
    """One article, called `name`, checked from nothing, against the bare model reading it."""
    check = [sys.executable, "-m", "medlint", "check", "--no-cache", str(article)]
    bare = [sys.executable, "-c", _BARE, nlp.DEFAULT_MODEL, str(article)]
    cost = ratio(lambda: cost_of(check, (0, 1)), lambda: cost_of(bare, (0,)))
    words = len(article.read_text(encoding="utf-8").split())
    data = (
        f"{name}, {words:,} words, median of {RUNS} runs each; "
        f"{cost.processor:.2f} by processor time"
    )
    return Figure("cold check / bare model, time", cost.clock, COLD_RATIO, data)


def warm(answers: Sequence[Text], lint: Lint) -> Figure:
    """Words a second of linting in one process, against the bare pipeline on the same texts."""
    import spacy  # noqa: PLC0415 -- so that a run without these texts does without it

    bare = spacy.load(nlp.DEFAULT_MODEL)
    lint(answers[0])  # loads the model
    ours = theirs = 0.0
    for start in range(0, len(answers), SLICE):  # in turns, so that other work delays both alike
        part = answers[start : start + SLICE]
        began = time.perf_counter()
        for answer in part:
            lint(answer)
        turned = time.perf_counter()
        for _ in bare.pipe([answer.source for answer in part]):
            pass
        ours += turned - began
        theirs += time.perf_counter() - turned
    words = sum(answer.words for answer in answers)
    data = (
        f"every {EVERY}th answer of MedQuAD, {words:,} words; "
        f"{words / ours:,.0f} against {words / theirs:,.0f} words a second"
    )
    return Figure(
        "lint / bare pipeline, words a second", theirs / ours, WARM_RATIO, data, at_least=True
    )
