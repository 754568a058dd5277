"""Measures speed and false alarms, prints each figure beside its target, writes reports/bench.json.

Articles of the corpus are always at hand. The measuring texts stand beside the checkout; where
they are absent, what needs them is skipped, and the output says so.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import platform
import resource
import statistics
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

from medlint import nlp, runner
from medlint.finding import Category
from medlint.report import FileResult

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared"
MEDQUAD = SHARED / "bench" / "medquad.jsonl"
ARTICLE = ROOT / "corpus" / "hormone-clinic-blog.md"
RESULTS = ROOT / "reports" / "bench.json"

RUNS = 7
EVERY = 20
SLICE = 20
"""Speed in one process is measured on each twentieth answer, twenty at a time."""

COLD_RATIO = 1.3
WARM_RATIO = 1.0
ALARMS = {Category.CERTAINTY: 4.0, Category.CAVEATS: 4.0, Category.INTEGRITY: 2.0}
"""The most findings per 10,000 words of trusted text."""

_BARE = """
import sys
from pathlib import Path
import spacy
spacy.load(sys.argv[1])(Path(sys.argv[2]).read_text(encoding="utf-8"))
"""


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured value and the bound it is held against: at most or at least `target`."""

    name: str
    value: float
    target: float
    data: str
    at_least: bool = field(default=False, kw_only=True)

    @property
    def met(self) -> bool:
        """Whether the value keeps its bound."""
        return self.value >= self.target if self.at_least else self.value <= self.target

    def row(self) -> dict[str, object]:
        """The figure for programs."""
        return asdict(self) | {"value": round(self.value, 3), "met": self.met}

    def line(self) -> str:
        """The figure for people."""
        bound = "at least" if self.at_least else "at most"
        verdict = "met" if self.met else "MISSED"
        return f"{self.name}: {self.value:.2f} ({bound} {self.target:g}: {verdict}; {self.data})"


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer of the trusted texts, as the plain-text document that it is linted as."""

    path: str
    text: str

    @property
    def words(self) -> int:
        """How many words it has."""
        return len(self.text.split())


@dataclass(frozen=True, slots=True)
class Tally:
    """What linting many answers came to: `words` are those of the checked ones.

    `unchecked` counts the others by the stage that they stopped at, `findings` what is reported,
    by category and rule.
    """

    checked: int
    words: int
    unchecked: Mapping[str, int]
    findings: Mapping[str, Mapping[str, int]]

    def rate(self, category: str) -> float:
        """Findings of a category per 10,000 words; none in no words."""
        return sum(self.findings.get(category, {}).values()) * 10_000 / max(self.words, 1)

    def lines(self) -> Iterator[str]:
        """The counts for people."""
        for category, rules in self.findings.items():
            for rule, count in rules.items():
                yield f"{category}/{rule}: {count}"
        for stage, count in self.unchecked.items():
            yield f"not checked ({stage}): {count} answers"


def tally(answers: Sequence[Answer], lint: Callable[[Answer], FileResult]) -> Tally:
    """Lint every answer and count."""
    checked = words = 0
    unchecked: Counter[str] = Counter()
    findings: dict[str, Counter[str]] = {}
    for answer in answers:
        result = lint(answer)
        if result.error is not None:
            unchecked[result.error.stage] += 1
            continue
        checked += 1
        words += answer.words
        for finding in result.reported():
            findings.setdefault(finding.category, Counter())[finding.rule] += 1
    return Tally(
        checked,
        words,
        dict(sorted(unchecked.items())),
        {category: dict(sorted(rules.items())) for category, rules in sorted(findings.items())},
    )


def read_answers(path: Path) -> list[Answer]:
    """All answers of the file, in its order."""
    with path.open(encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    return [Answer(f"{row['id']}.txt", row["text"]) for row in rows]


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
    done = subprocess.run(command, cwd=ROOT, capture_output=True, check=False)
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


def cold(article: Path) -> Figure:
    """One article checked from nothing, against the bare model reading the same text."""
    check = [sys.executable, "-m", "medlint", "check", "--no-cache", str(article)]
    bare = [sys.executable, "-c", _BARE, nlp.DEFAULT_MODEL, str(article)]
    cost = ratio(lambda: cost_of(check, (0, 1)), lambda: cost_of(bare, (0,)))
    words = len(article.read_text(encoding="utf-8").split())
    name = article.name if article == ARTICLE else "an article beside the checkout"
    data = (
        f"{name}, {words:,} words, median of {RUNS} runs each; "
        f"{cost.processor:.2f} by processor time"
    )
    return Figure("cold check / bare model, time", cost.clock, COLD_RATIO, data)


def warm(answers: Sequence[Answer], lint: Callable[[Answer], FileResult]) -> Figure:
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
        for _ in bare.pipe([answer.text for answer in part]):
            pass
        ours += turned - began
        theirs += time.perf_counter() - turned
    words = sum(answer.words for answer in answers)
    data = (
        f"every {EVERY}th answer, {words:,} words; "
        f"{words / ours:,.0f} against {words / theirs:,.0f} words a second"
    )
    return Figure(
        "lint / bare pipeline, words a second", theirs / ours, WARM_RATIO, data, at_least=True
    )


def alarms(counted: Tally) -> Iterator[Figure]:
    """The false alarms on trusted text, a figure for each category that has a bound."""
    data = f"MedQuAD, {counted.checked:,} answers, {counted.words:,} words"
    for category, target in ALARMS.items():
        name = f"{category} findings per 10,000 words"
        yield Figure(name, counted.rate(category), target, data)


def main() -> int:
    """Measure, print, write."""
    today = dt.datetime.now(tz=dt.UTC).date()
    engine = runner.prepare(runner.Plan(root=ROOT, as_of=today))

    def lint(answer: Answer) -> FileResult:
        return runner.lint_text(engine, answer.text, answer.path)

    figures: list[Figure] = []

    def note(figure: Figure) -> None:
        figures.append(figure)
        print(figure.line(), flush=True)

    for article in (ARTICLE, *sorted(SHARED.glob("seed/*.txt"))):
        note(cold(article))
    trusted = None
    if MEDQUAD.exists():
        answers = read_answers(MEDQUAD)
        note(warm(answers[::EVERY], lint))
        trusted = tally(answers, lint)
        for figure in alarms(trusted):
            note(figure)
        for line in trusted.lines():
            print(f"  {line}")
    else:
        print(f"skipped: words a second and false alarms, for there is no {MEDQUAD.name}")
    results = {
        "date": today.isoformat(),
        "tool": asdict(engine.tool),
        "machine": {
            "cores": os.cpu_count(),
            "python": platform.python_version(),
            "system": f"{platform.system()} {platform.machine()}",
        },
        "figures": [figure.row() for figure in figures],
        "medquad": trusted and asdict(trusted),
    }
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps(results, indent=2) + "\n", encoding="utf-8")
    print(f"Written to {RESULTS.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
