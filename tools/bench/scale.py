"""What a batch costs as it grows: memory by its files, time by its processes and by its engine."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tools.bench.figure import Figure
from tools.bench.trusted import Text

FEW, MANY = 10, 10_000
"""Between these numbers of files, memory has to stay what it is."""

FLAT = 1.1
WORKER_MB = 350.0
SHARED = 1.8
FAR = 1.3

EVERY = 4
"""Speed and memory are measured on each fourth answer."""

SHORT = 4
"""What a batch takes to start is told by another of each so many of its records."""

_POLL = 0.2

_PAGE = "# Page {0}\n\nWash your hands with soap, and drink {0} glasses of water.\n"


@dataclass(frozen=True, slots=True)
class Course:
    """How a batch went: seconds by the clock and of the processors, and megabytes of memory.

    `leader` is the most that the process that leads ever held, `worker` the most of any that
    works; None where the system does not tell.
    """

    clock: float
    processor: float
    leader: float | None
    worker: float | None

    def __sub__(self, other: Course) -> Course:
        """What the larger of two batches took beyond the smaller; its memory is what it was."""
        clock, processor = self.clock - other.clock, self.processor - other.processor
        return Course(clock, processor, self.leader, self.worker)


def batch(out: Path, sources: Sequence[Path], *options: str) -> Course:
    """Run a batch in a process of its own, and look at its memory until it ends.

    Raises:
        RuntimeError: it ended in an error.
    """
    command = [sys.executable, "-m", "medlint", "batch", *map(str, sources), "-o", str(out)]
    memory: dict[int, float] = {}
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    with subprocess.Popen(
        [*command, *options], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    ) as process:
        while process.poll() is None:
            memory |= _memory(process.pid)
            time.sleep(_POLL)
        clock = time.perf_counter() - began
        told = process.stderr.read() if process.stderr else b""
    if process.returncode not in {0, 3}:
        msg = f"{command} ended with {process.returncode}: {told.decode()}"
        raise RuntimeError(msg)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    processor = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    leader = memory.pop(process.pid, None)
    return Course(clock, processor, leader, max(memory.values(), default=None))


def growth() -> Iterator[Figure]:
    """The memory of a batch of many files against one of few."""
    with tempfile.TemporaryDirectory() as scratch:
        few, many = (_of_pages(Path(scratch), number) for number in (FEW, MANY))
    for who, small, large in (
        ("the process that leads", few.leader, many.leader),
        ("a worker", few.worker, many.worker),
    ):
        value = large / small if small and large else None
        told = f"{large:,.0f} against {small:,.0f} MB" if small and large else "not told"
        data = f"{MANY:,} short pages against {FEW}, rules on certainty; {told}"
        yield Figure(f"many files / few files, memory of {who}", value, FLAT, data)


def sharing(answers: Sequence[Text]) -> Iterator[Figure]:
    """The speed of two processes against one, and of Ray against two processes.

    What they take to start is left out.
    """
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        one = _beyond_the_start(folder / "one", answers, "--jobs", "1")
        two = _beyond_the_start(folder / "two", answers, "--jobs", "2")
        ray = _beyond_the_start(folder / "ray", answers, "--jobs", "2", "--engine", "ray")
    left = sum(answer.words for answer in answers) - sum(
        answer.words for answer in answers[::SHORT]
    )
    texts = f"{len(answers):,} answers of MedQuAD, {left:,} words beyond the start"
    yield Figure(
        "two processes / one, words a second",
        one.clock / two.clock,
        SHARED,
        f"{texts}; {left / two.clock:,.0f} against {left / one.clock:,.0f} words a second; "
        f"{2 * one.processor / two.processor:.2f} by processor time",
        at_least=True,
    )
    yield Figure(
        "Ray / two processes, time beyond the start",
        ray.clock / two.clock,
        FAR,
        f"{texts}; Ray with 2 actors: {left / ray.clock:,.0f} words a second",
    )
    workers = [course.worker for course in (one, two) if course.worker is not None]
    yield Figure("memory of a worker, MB", max(workers, default=None), WORKER_MB, texts)


def _beyond_the_start(folder: Path, answers: Sequence[Text], *options: str) -> Course:
    """A batch of these answers, less one of a few of them."""
    folder.mkdir()
    courses = []
    for name, some in (("short", answers[::SHORT]), ("whole", answers)):
        source = folder / f"{name}.jsonl"
        lines = (json.dumps({"id": answer.path, "text": answer.source}) for answer in some)
        source.write_text("\n".join(lines), encoding="utf-8")
        courses.append(batch(folder / name, [source], *options))
    short, whole = courses
    return whole - short


def _of_pages(folder: Path, number: int) -> Course:
    """A batch of so many short pages; few rules, for it is not about them."""
    pages = folder / f"pages-{number}"
    pages.mkdir()
    for page in range(number):
        (pages / f"{page}.md").write_text(_PAGE.format(page), encoding="utf-8")
    return batch(folder / f"out-{number}", [pages], "--jobs", "2", "--select", "certainty")


def _memory(leader: int) -> dict[int, float]:
    """The most memory that a process and all those below it have held, by process."""
    below: dict[int, list[int]] = {}
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            parent = (entry / "stat").read_text(encoding="utf-8").rpartition(")")[2].split()[1]
        except OSError:
            continue
        below.setdefault(int(parent), []).append(int(entry.name))
    found: dict[int, float] = {}
    waiting = [leader]
    while waiting:
        process = waiting.pop()
        waiting += below.get(process, [])
        try:
            told = Path(f"/proc/{process}/status").read_text(encoding="utf-8")
        except OSError:
            continue
        for line in told.splitlines():
            if line.startswith("VmHWM:"):
                found[process] = int(line.split()[1]) / 1024
    return found
