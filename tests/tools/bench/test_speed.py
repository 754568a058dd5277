"""Times are compared as it is said; what they are is not tested."""

import sys
from collections.abc import Iterator

import pytest

from tools.bench.speed import Cost, cost_of, ratio


def test_medians_of_runs_in_turns_are_compared() -> None:
    ours = iter([99.0, 2.0, 2.0, 2.0, 3.0, 9.0, 1.0, 1.0])
    theirs = iter([99.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 8.0])

    def turn(times: Iterator[float], part: float) -> Cost:
        clock = next(times)
        return Cost(clock, clock * part)

    found = ratio(lambda: turn(ours, 0.5), lambda: turn(theirs, 1.0))
    assert found == Cost(clock=2.0, processor=1.0)
    assert list(ours) == list(theirs) == []


def test_waiting_costs_time_but_no_processor() -> None:
    cost = cost_of([sys.executable, "-S", "-c", "import time; time.sleep(0.5)"], (0,))
    assert cost.clock > 0.5
    assert 0 < cost.processor < 0.5


def test_a_command_that_fails_is_no_measurement() -> None:
    with pytest.raises(RuntimeError, match="ended with 3"):
        cost_of([sys.executable, "-c", "raise SystemExit(3)"], (0, 1))
