"""What linting costs in time, against the bare model reading the same text."""

from __future__ import annotations

import os
import re
import resource
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from medlint import nlp, runner
from medlint.cache import FOLDER_VARIABLE
from medlint.document import Document, linted
from medlint.reading import segmenter
from medlint.runner import Engine
from tools.bench.figure import Figure
from tools.bench.trusted import Lint, Text

if TYPE_CHECKING:  # spaCy is imported by the parts that need it
    from spacy.tokens import Doc

RUNS = 7
EVERY = 20
SLICE = 20
"""Speed in one process is measured on each twentieth answer, twenty at a time."""

COLD_RATIO = 0.9
WARM_RATIO = 3.0
START_RATIO = 5
KNOWN_RATIO = 10
GROWTH_RATIO = 1.3
LENGTHS = (1_000, 10_000, 100_000, 1_000_000)
"""Words of the articles by which it is told whether a longer one costs more for each word."""

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


def cost_of(
    command: Sequence[str],
    allowed: tuple[int, ...],
    environment: Mapping[str, str] | None = None,
) -> Cost:
    """Run a command from its start to its end, in this environment or another.

    Modules are compiled once, as those of an installed package are, whatever this process does.

    Raises:
        RuntimeError: it ended in an exit code that is not `allowed`.
    """
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    with_bytecode = {**(environment or os.environ)}
    with_bytecode.pop("PYTHONDONTWRITEBYTECODE", None)
    done = subprocess.run(command, capture_output=True, check=False, env=with_bytecode)
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


def _said(cost: Cost, what: str) -> str:
    return f"{what}, median of {RUNS} runs each; {cost.processor:.2f} by processor time"


def start() -> Iterator[Figure]:
    """What a command costs that reads nothing, against Python doing nothing."""
    nothing = [sys.executable, "-c", "pass"]
    for option in ("--version", "--help"):
        ours = [sys.executable, "-m", "medlint", option]
        cost = ratio(partial(cost_of, ours, (0,)), partial(cost_of, nothing, (0,)))
        data = _said(cost, "no article")
        yield Figure(f"medlint {option} / python -c pass, time", cost.clock, START_RATIO, data)


def articles(article: Path, name: str) -> Iterator[Figure]:
    """One article, called `name`: checked anew, checked again, and by the first run of all."""
    words = len(article.read_text(encoding="utf-8").split())
    what = f"{name}, {words:,} words"
    bare = [sys.executable, "-c", _BARE, nlp.DEFAULT_MODEL, str(article)]
    nothing = [sys.executable, "-c", "pass"]
    with TemporaryDirectory() as scratch:
        copies = (Path(scratch) / f"{number}{article.suffix}" for number in count())
        cache = {**os.environ, FOLDER_VARIABLE: str(Path(scratch) / "cache")}

        def check(path: Path, *options: str) -> Cost:
            command = [sys.executable, "-m", "medlint", "check", str(path), *options]
            return cost_of(command, (0, 1), cache)

        def anew() -> Cost:
            return check(Path(shutil.copy(article, next(copies))))

        cost = ratio(anew, lambda: cost_of(bare, (0,)))
        data = _said(cost, f"{what}, a file not seen before, rules compiled by an earlier run")
        yield Figure("cold check / bare model, time", cost.clock, COLD_RATIO, data)
        cost = ratio(lambda: check(article), lambda: cost_of(nothing, (0,)))
        data = _said(cost, f"{what}, checked before")
        yield Figure("unchanged file / python -c pass, time", cost.clock, KNOWN_RATIO, data)
        cost = ratio(lambda: check(article, "--no-cache"), lambda: cost_of(bare, (0,)))
        data = _said(cost, f"{what}, rules read anew")
        yield Figure("check without a cache / bare model, time", cost.clock, None, data)


def growth(article: Path, lint: Lint) -> Figure:
    """Time a word of a long article, against that of a short one."""
    text = article.read_text(encoding="utf-8")
    copies = len(text.split())
    seconds: dict[int, float] = {}
    lint(Text("article.md", text, copies))  # loads the model
    for length in LENGTHS:
        # Each copy has a number in every paragraph: no sentence is known from another one.
        parts = (
            re.sub(r"(?m)^(?=[A-Z])", f"Case {number}: ", text)
            for number in range(max(1, length // copies))
        )
        long = "\n\n".join(parts)
        began = time.process_time()
        words = len(long.split())
        lint(Text("article.md", long, words))
        seconds[length] = (time.process_time() - began) / words
    most = max(seconds.values()) / seconds[LENGTHS[0]]
    told = ", ".join(f"{length:,}: {cost * 1e6:.0f} µs" for length, cost in seconds.items())
    data = f"copies of {article.name}; processor time a word at so many words: {told}"
    return Figure("longest / shortest article, time a word", most, GROWTH_RATIO, data)


class _Counting(nlp.Annotator):
    """Counts the sentences that are tagged and parsed."""

    def __init__(self, annotator: nlp.Annotator) -> None:
        super().__init__(annotator.name)
        self.read = 0

    def annotate(self, texts: Iterable[str | Doc]) -> list[Doc]:
        """As every annotator."""
        found = super().annotate(texts)
        self.read += len(found)
        return found


def _sentences(document: Document) -> int:
    return sum(len(segmenter.sentences(block)) for block in linted(document.blocks))


def warm(answers: Sequence[Text], engine: Engine) -> Figure:
    """Words a second of linting in one process, against the bare pipeline on the same texts.

    By processor time: other work on the machine would count otherwise.
    """
    import spacy  # noqa: PLC0415 -- so that a run without these texts does without it

    bare = spacy.load(nlp.DEFAULT_MODEL)
    runner.lint_text(engine, answers[0].source, answers[0].path)  # loads the model
    ours = theirs = 0.0
    sentences = 0
    annotator = _Counting(engine.linter.annotator)
    linter = replace(engine.linter, annotator=annotator)
    counted = replace(engine, linter=linter)
    for start in range(0, len(answers), SLICE):  # in turns, so that other work delays both alike
        part = answers[start : start + SLICE]
        began = time.process_time()
        for answer in part:
            document = runner.lint_text(counted, answer.source, answer.path).document
            sentences += _sentences(document) if document else 0
        turned = time.process_time()
        for _ in bare.pipe([answer.source for answer in part]):
            pass
        ours += turned - began
        theirs += time.process_time() - turned
    words = sum(answer.words for answer in answers)
    share = annotator.read / max(1, sentences)
    data = (
        f"every {EVERY}th answer of MedQuAD, {words:,} words; "
        f"{words / ours:,.0f} against {words / theirs:,.0f} words a second; "
        f"{share:.0%} of {sentences:,} sentences were tagged and parsed"
    )
    return Figure(
        "lint / bare pipeline, words a second", theirs / ours, WARM_RATIO, data, at_least=True
    )
