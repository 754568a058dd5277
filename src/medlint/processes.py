"""Worker processes: tasks in, one answer each, in order; the death of a worker costs one task.

Each worker has a pipe of its own and one task at a time. Nothing is shared between them, no queue
and no lock, so one may be killed at any point without harm to the others.
"""

from __future__ import annotations

import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing import connection, get_context, parent_process
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from pathlib import Path
from typing import Any, Generic, Self, TypeAlias, TypeVar

from medlint.errors import MedlintError

Task = TypeVar("Task")
Answer = TypeVar("Answer")

Start: TypeAlias = Callable[[], Callable[[Task], Answer]]
"""Makes a worker ready: what it returns does one task. It is pickled, and called in the worker."""

_AHEAD = 64
"""So many tasks for each worker may be done before an earlier one is: what is kept is bounded."""

_HOPELESS = 3
"""So many workers in a row that end before they begin a task mean that none ever will."""

_PATIENCE = 5.0
"""Seconds that a worker is given to end when it is told to."""

_SWOLLEN = 450_000_000
"""Bytes of memory beyond which a worker is replaced after its task: what it was to do is done, and
what long texts or a long life have left behind goes with it."""

_THREADS = (
    "OMP_NUM_THREADS",
    "OPENBLAS_NUM_THREADS",
    "MKL_NUM_THREADS",
    "BLIS_NUM_THREADS",
    "VECLIB_MAXIMUM_THREADS",
)
"""What libraries of linear algebra read when they are loaded, to know how many threads to start.
Workers with a thread for each processor would stand in each other's way."""


@dataclass(frozen=True, slots=True)
class Died:
    """The answer to a task whose worker ended in the middle of it.

    `code` is its exit code; minus the number of the signal that ended it, where one did.
    """

    code: int | None


@dataclass(frozen=True, slots=True)
class _Ready:
    """What a worker says before its first task."""


@dataclass(frozen=True, slots=True)
class _Begun:
    """What a worker says when it has a task, so that its death is known to be the task's or not."""


@dataclass(frozen=True, slots=True)
class _Raised:
    """What a worker says that cannot go on."""

    error: Exception


@dataclass(frozen=True, slots=True)
class _Answered:
    """What a worker says after a task; its `last` where it ends by itself thereafter."""

    answer: Any
    last: bool


@dataclass(slots=True)
class _Worker:
    """A process, our end of its pipe, and the task that it was given, by its number."""

    process: SpawnProcess
    pipe: Connection
    ready: bool = False
    leaving: bool = False
    task: tuple[int, Any] | None = None
    begun: bool = False


def processors() -> int:
    """How many processors this process may use."""
    with suppress(AttributeError):  # not every system knows which they are
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def work(
    tasks: Iterable[Task], start: Start[Task, Answer], *, workers: int
) -> Generator[Answer | Died]:
    """The answer to each task, in order, each as soon as it and all before it are known.

    Tasks are taken as workers are free for them. All workers have ended when this ends; where it
    is given up, they end in the middle of their tasks. They also end when this process does,
    however it ends.

    Raises:
        MedlintError: a worker raised it, or no worker can be started.
        Exception: whatever else a worker raised.
    """
    with Crew(start, workers) as crew:
        yield from crew.do(tasks)


class Crew(Generic[Task, Answer]):
    """Workers that wait for tasks, until the end of a `with` block; one that dies is replaced."""

    def __init__(self, start: Start[Task, Answer], size: int) -> None:
        """Start so many workers."""
        self._start = start
        self._most = size * _AHEAD
        self._workers: list[_Worker] = []
        self._stillborn = 0
        try:
            for _ in range(size):
                self._hire()
        except BaseException:
            self.end()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.end()

    def do(self, tasks: Iterable[Task]) -> Iterator[Answer | Died]:
        """The answer to each task, as `work` gives it. Whoever gives up ends the crew.

        Raises:
            MedlintError: a worker raised it, or no worker can be started.
            Exception: whatever else a worker raised.
        """
        waiting: deque[tuple[int, Task]] = deque()  # given to a worker that never began them
        coming = enumerate(tasks)
        answers: dict[int, Answer | Died] = {}
        first = given = 0  # the numbers of the next task to be answered for and to be given
        more = True
        while True:
            while first in answers:
                yield answers.pop(first)
                first += 1
            while (waiting or more) and given - first < self._most and (worker := self._idle()):
                upcoming = waiting.popleft() if waiting else next(coming, None)
                if upcoming is None:
                    more = False
                else:
                    given = max(given, upcoming[0] + 1)
                    if not self._give(worker, upcoming):
                        waiting.append(upcoming)
            if first == given and not more:
                return
            answers.update(self._listen(waiting))

    def end(self) -> None:
        """End the workers wherever they are."""
        for worker in self._workers:
            worker.process.terminate()
        for worker in self._workers:
            worker.pipe.close()
            worker.process.join(_PATIENCE)
            worker.process.kill()
            worker.process.join()
        self._workers.clear()

    def _idle(self) -> _Worker | None:
        """A worker that waits for a task."""
        free = (w for w in self._workers if w.ready and not w.leaving and w.task is None)
        return next(free, None)

    def _give(self, worker: _Worker, task: tuple[int, Task]) -> bool:
        """Give a worker a task; False where it turns out to be gone."""
        try:
            worker.pipe.send(task[1])
        except OSError:
            self._replace(worker)
            return False
        worker.task, worker.begun = task, False
        return True

    def _listen(self, waiting: deque[tuple[int, Task]]) -> Iterator[tuple[int, Answer | Died]]:
        """Wait until a worker says something; the answers among it, by the numbers of tasks.

        A task whose worker was gone before it began goes back to those that wait.

        Raises:
            MedlintError: no worker can be started, or a worker raised it.
            Exception: whatever else a worker raised.
        """
        by_pipe = {worker.pipe: worker for worker in self._workers}
        for pipe in connection.wait(list(by_pipe)):
            worker = by_pipe[pipe]  # type: ignore[index] # what was waited for are pipes
            try:
                said = worker.pipe.recv()
            except (EOFError, OSError):
                code = self._replace(worker)
                if worker.task is not None and worker.begun:
                    yield worker.task[0], Died(code)
                elif worker.task is not None:
                    waiting.append(worker.task)
                continue
            if isinstance(said, _Raised):
                raise said.error
            if isinstance(said, _Answered) and worker.task is not None:
                number, worker.task, worker.leaving = worker.task[0], None, said.last
                yield number, said.answer
            elif isinstance(said, _Begun):
                worker.begun = True
                self._stillborn = 0
            else:
                worker.ready = True

    def _hire(self) -> None:
        context = get_context("spawn")
        try:
            ours, theirs = context.Pipe()
            process = context.Process(target=_serve, args=(theirs,), daemon=True)
            # The worker never sees them, and we know it when they come.
            with _interrupts_held_back():
                process.start()
                self._workers.append(_Worker(process, ours))
        except OSError as error:  # too many files or processes, too little memory
            msg = f"no worker process can be started ({error.strerror or error}); try --jobs 1"
            raise MedlintError(msg) from error
        theirs.close()  # so that the pipe ends when the worker does
        with suppress(OSError):
            ours.send(self._start)

    def _replace(self, worker: _Worker) -> int | None:
        """Put another worker in the place of one that is gone, which ended with this code."""
        worker.pipe.close()
        worker.process.join()
        self._workers.remove(worker)
        if not worker.begun:
            self._stillborn += 1
            if self._stillborn == _HOPELESS:
                msg = (
                    f"worker processes end before they begin {in_words(worker.process.exitcode)}; "
                    "is there too little memory? Try --jobs 1"
                )
                raise MedlintError(msg)
        self._hire()
        return worker.process.exitcode


def in_words(code: int | None) -> str:
    """How a process ended, in brackets."""
    if code is not None and code < 0:
        with suppress(ValueError):
            return f"({signal.Signals(-code).name})"
    return f"(exit code {code})"


@contextmanager
def _interrupts_held_back() -> Iterator[None]:
    """Ctrl-C reaches every process of a terminal, and a worker that wakes up would complain.

    What is started meanwhile never hears of it, for the mask is handed down; here it is heard
    at the end.
    """
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    held = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, held)


def _serve(pipe: Connection) -> None:
    """The life of a worker."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.environ.update(dict.fromkeys(_THREADS, "1"))
    threading.Thread(target=_follow_parent, daemon=True).start()
    with suppress(EOFError, BrokenPipeError, ConnectionResetError):  # we are not needed any more
        try:
            do = pipe.recv()()  # only here is anything imported that could start threads
            pipe.send(_Ready())
            last = False
            while not last:
                task = pipe.recv()
                pipe.send(_Begun())
                answer = do(task)
                last = _is_swollen()
                pipe.send(_Answered(answer, last))
        except (EOFError, BrokenPipeError, ConnectionResetError):
            raise
        except Exception as error:  # noqa: BLE001 -- whoever gave the task gets to know it
            pipe.send(_Raised(error))


def _is_swollen() -> bool:
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    except OSError:  # not every system tells
        return False
    return pages * os.sysconf("SC_PAGE_SIZE") > _SWOLLEN


def _follow_parent() -> None:
    """End with the process that started this one, in the middle of a task, too."""
    parent = parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])
        os._exit(1)
