"""Worker processes: tasks in, answers out in order, whatever becomes of a worker."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

from medlint import processes
from medlint.errors import MedlintError, ModelError
from medlint.processes import Crew, Died

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX signals")


def squares() -> Callable[[int], int]:
    return lambda number: number * number


def slow_at_first() -> Callable[[int], int]:
    """The first of ten tasks takes longer than the others together."""

    def do(number: int) -> int:
        time.sleep(0.5 if number % 10 == 0 else 0)
        return number

    return do


def who() -> Callable[[int], int]:
    return lambda _: os.getpid()


def mortal() -> Callable[[int], int]:
    """A task that is divisible by five ends its process."""

    def do(number: int) -> int:
        if number % 5 == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return number

    return do


def stillborn() -> Callable[[int], int]:
    os._exit(7)


def without_a_model() -> Callable[[int], int]:
    msg = "no model"
    raise ModelError(msg)


def broken() -> Callable[[int], int]:
    def do(number: int) -> int:
        raise ZeroDivisionError(number)

    return do


def threads_of_algebra() -> Callable[[int], int]:
    import numpy as np  # noqa: PLC0415 -- in the worker only

    # Large enough for a library that may to start threads.
    np.ones((800, 800)) @ np.ones((800, 800))
    return lambda _: len(list(Path("/proc/self/task").iterdir()))


def greedy() -> Callable[[int], int]:
    """Keeps 100 MB for each task, as a long life would."""
    kept: list[bytes] = []

    def do(_: int) -> int:
        kept.append(b"x" * 100_000_000)
        return os.getpid()

    return do


def endless(folder: Path) -> Callable[[int], int]:
    """Leaves the number of its process behind and never answers."""
    (folder / str(os.getpid())).touch()

    def do(number: int) -> int:
        while True:
            time.sleep(number + 1)

    return do


def gone(pid: int, *, within: float = 10) -> bool:
    """Whether a process ends in time."""
    until = time.monotonic() + within
    while time.monotonic() < until:
        try:
            state = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
        except OSError:
            return True
        if state[0] == "Z":
            return True
        time.sleep(0.05)
    return False


@pytest.mark.parametrize("workers", [1, 2, 3])
def test_answers_come_in_the_order_of_the_tasks(workers: int) -> None:
    assert list(processes.work(range(200), squares, workers=workers)) == [n * n for n in range(200)]


def test_a_slow_task_holds_up_no_other_worker() -> None:
    began = time.monotonic()
    assert list(processes.work(range(20), slow_at_first, workers=2)) == list(range(20))
    assert time.monotonic() - began < 5


def test_no_task_is_taken_long_before_it_is_needed() -> None:
    taken = 0

    def tasks() -> Iterator[int]:
        nonlocal taken
        for number in range(100_000):
            taken = number
            yield number

    answers = processes.work(tasks(), squares, workers=1)
    for _ in range(50):
        next(answers)
        assert taken < 50 + processes._AHEAD + 2  # noqa: SLF001 -- the bound that is promised
    answers.close()


def test_a_worker_serves_as_long_as_it_lives() -> None:
    assert len(set(processes.work(range(50), who, workers=1))) == 1


def test_nothing_to_do_is_no_mistake() -> None:
    assert list(processes.work([], squares, workers=2)) == []


@pytest.mark.skipif(not Path("/proc").exists(), reason="only Linux tells how much memory is held")
@pytest.mark.parametrize("workers", [1, 2])
def test_a_worker_that_has_swollen_is_replaced_between_tasks(workers: int) -> None:
    pids = list(processes.work(range(12), greedy, workers=workers))
    assert all(isinstance(pid, int) for pid in pids)  # no task was lost
    lives = [pids.count(pid) for pid in dict.fromkeys(pids)]
    assert max(lives) in {4, 5}
    assert len(lives) >= 3


@POSIX
@pytest.mark.parametrize("workers", [1, 2])
def test_a_worker_that_dies_costs_its_task(workers: int) -> None:
    answers = list(processes.work(range(1, 13), mortal, workers=workers))
    killed = Died(-signal.SIGKILL)
    assert answers == [1, 2, 3, 4, killed, 6, 7, 8, 9, killed, 11, 12]


@POSIX
def test_a_worker_that_is_killed_between_tasks_costs_nothing() -> None:
    with Crew[int, int](who, 1) as crew:
        (before,) = crew.do([0])
        assert isinstance(before, int)
        os.kill(before, signal.SIGKILL)
        assert gone(before)
        answers = list(crew.do(range(1, 7)))
    assert len(answers) == 6
    assert not any(isinstance(answer, Died) for answer in answers)


@POSIX
def test_a_task_that_was_given_and_not_begun_is_done_by_another_worker() -> None:
    with Crew[int, int](who, 1) as crew:
        (before,) = crew.do([0])
        assert isinstance(before, int)
        os.kill(before, signal.SIGSTOP)  # the task waits in its pipe
        killer = threading.Timer(0.3, os.kill, (before, signal.SIGKILL))
        killer.start()
        (after,) = crew.do([1])
        killer.join()
    assert isinstance(after, int)
    assert after != before


def test_workers_that_cannot_begin_end_the_run() -> None:
    told = r"worker processes end before they begin \(exit code 7\); is there too little memory"
    with pytest.raises(MedlintError, match=told):
        list(processes.work(range(3), stillborn, workers=2))


@pytest.mark.parametrize(
    ("start", "error"),
    [
        pytest.param(without_a_model, ModelError("no model"), id="at its start"),
        pytest.param(broken, ZeroDivisionError(0), id="at a task"),
    ],
)
def test_what_a_worker_raises_is_raised(
    start: Callable[[], Callable[[int], int]], error: Exception
) -> None:
    with pytest.raises(type(error)) as raised:
        list(processes.work([0], start, workers=1))
    assert raised.value.args == error.args


@pytest.mark.skipif(not Path("/proc").exists(), reason="counts threads as Linux shows them")
def test_a_worker_reckons_in_one_thread() -> None:
    # Beside it, one thread watches over the process that started the worker.
    assert list(processes.work([0], threads_of_algebra, workers=1)) == [2]


@pytest.mark.skipif(not Path("/proc").exists(), reason="looks at processes as Linux shows them")
class TestTheEndOfWorkers:
    def wait_for_workers(self, folder: Path, count: int) -> list[int]:
        until = time.monotonic() + 30
        while len(pids := [int(path.name) for path in folder.iterdir()]) < count:
            assert time.monotonic() < until
            time.sleep(0.02)
        return pids

    def test_giving_up_ends_them_in_the_middle_of_their_tasks(self, tmp_path: Path) -> None:
        def tasks() -> Iterator[int]:
            yield 0
            raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            list(processes.work(tasks(), partial(endless, tmp_path), workers=2))
        assert all(gone(pid, within=1) for pid in self.wait_for_workers(tmp_path, 1))

    @pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
    def test_they_end_with_whoever_started_them(self, tmp_path: Path, how: signal.Signals) -> None:
        program = tmp_path / "program.py"
        program.write_text(
            "import signal\nimport sys\nfrom functools import partial\nfrom pathlib import Path\n"
            f"sys.path.insert(0, {str(Path(__file__).parent)!r})\n"
            "from medlint import processes\n"
            "import test_processes\n"
            "if __name__ == '__main__':\n"
            # What a shell starts in the background is born deaf to interrupts.
            "    signal.signal(signal.SIGINT, signal.default_int_handler)\n"
            "    start = partial(test_processes.endless, Path(sys.argv[1]))\n"
            "    list(processes.work(range(9), start, workers=2))\n",
            encoding="utf-8",
        )
        folder = tmp_path / "workers"
        folder.mkdir()
        parent = subprocess.Popen(
            [sys.executable, program, folder], stderr=subprocess.DEVNULL, start_new_session=True
        )
        workers = self.wait_for_workers(folder, 2)
        parent.send_signal(how)
        parent.wait(timeout=10)
        assert all(gone(pid) for pid in workers)


@pytest.mark.parametrize(
    ("code", "words"),
    [
        pytest.param(-9, "(SIGKILL)", id="signal"),
        pytest.param(-4_000, "(exit code -4000)", id="no-signal"),
        pytest.param(3, "(exit code 3)", id="code"),
        pytest.param(None, "(exit code None)", id="unknown"),
    ],
)
def test_ends_in_words(code: int | None, words: str) -> None:
    assert processes.in_words(code) == words
