"""No pattern, ours or a user's, makes time grow faster than the text."""

import datetime as dt
import importlib
import pkgutil
import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import medlint.reading
import medlint.rules
from medlint.document import Format
from medlint.linter import Linter
from medlint.nlp import Annotator
from medlint.reading.patterns import compile_pattern
from medlint.rules import registry

RE2 = type(compile_pattern("a"))
SHORT = 12_000
FACTOR = 24
"""Eight times the text may take eight times as long; a quadratic pattern takes 64 times."""
TOO_LONG = 2
"""Seconds after which a short text says enough."""
SLACK = 0.15
"""Seconds that say nothing on a busy machine."""

PIECES = [
    *("a", "A", "1", " ", ".", ",", "-", "'", '"', "(", ")", "[", "]", "%", "x", "é", "\n"),
    *("a ", "A ", "1 ", "1,", "1.", "A.", "a-", "(A", "[1", "[1]", "[1,", "('", "1 in ", "(1"),
    *(
        "[[",
        "[[a",
        "“",
        "“a ",
        "\N{LEFT SINGLE QUOTATION MARK}a ",
        " '",
        ".)",
        "max.",
        "vol. ",
        "10.1000/",
    ),
    *("http://a", "www.a", "et al. ", "of the ", "to ", "risk of ", "known as ", "PMID: "),
    *("medlint-ignore-", "medlint:", "¹", "vitamin D. ", "rose by ", "40% of ", "A-", "A&A'"),
]


def modules() -> Iterator[Any]:
    yield importlib.import_module("medlint.suppressions")
    for package in (medlint.reading, medlint.rules):
        for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            yield importlib.import_module(found.name)


def patterns_in(value: object) -> Iterator[Any]:
    """The compiled patterns in a module's value, also inside tuples and tables."""
    if isinstance(value, re.Pattern | RE2):
        yield value
    elif isinstance(value, dict):
        yield from patterns_in(list(value.values()))
    elif isinstance(value, tuple | list):
        for item in value:
            yield from patterns_in(item)


def named_patterns() -> list[Any]:
    return [
        pytest.param(pattern, id=f"{module.__name__.removeprefix('medlint.')}.{name}-{number}")
        for module in modules()
        for name, value in sorted(vars(module).items())
        for number, pattern in enumerate(patterns_in(value))
    ]


def seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def matches(pattern: Any, piece: str, length: int) -> Callable[[], object]:
    # The end differs from all that repeats, so that a repetition up to it must give way.
    text = piece * (length // len(piece)) + "\N{PILL}"
    return lambda: sum(1 for _ in pattern.finditer(text))


def is_linear(pattern: Any, piece: str, short: int = SHORT) -> bool:
    """Whether one measurement says so; asked again, for another program may be in the way."""
    first = seconds(matches(pattern, piece, short))
    return first < TOO_LONG and (
        seconds(matches(pattern, piece, 8 * short)) < FACTOR * first + SLACK
    )


@pytest.mark.parametrize("pattern", named_patterns())
def test_the_time_of_a_pattern_grows_no_faster_than_the_text(pattern: Any) -> None:
    slow = [piece for piece in PIECES if not any(is_linear(pattern, piece) for _ in range(3))]
    assert slow == []


def test_patterns_are_found_where_they_are() -> None:
    # Guards the test above: it would pass for ever if it found nothing.
    found = {parameter.id for parameter in named_patterns()}
    assert {"reading.segmenter._MARKER-0", "reading.quotations._QUOTES-0"} <= found
    assert "reading.citations._BY_NAME-6" in found
    assert len(found) > 25


def test_a_slow_pattern_would_be_found() -> None:
    assert not any(is_linear(re.compile(r"a*b"), "a", 4_000) for _ in range(2))
    assert any(is_linear(compile_pattern("(a+)+b"), "a") for _ in range(3))


@pytest.fixture(scope="module")
def linter(annotator: Annotator) -> Linter:
    loaded = registry.load_rules()
    guards = registry.make_guards(loaded)
    rules = tuple(
        registry.compile_rule(loaded, rule_id, guards=guards) for rule_id in sorted(loaded.rules)
    )
    return Linter(rules, annotator, dt.date(2026, 11, 22), frozenset(loaded.rules))


@pytest.mark.parametrize(
    "piece",
    [
        pytest.param("Turmeric cures diabetes in 40% of women [3]. ", id="findings in a paragraph"),
        pytest.param("Turmeric cures diabetes.\n\n", id="findings in paragraphs"),
        pytest.param("(HRT) and “HRT” and ", id="one endless sentence"),
        pytest.param("((((““““", id="brackets and quotation marks"),
        pytest.param("a\n", id="short lines"),
    ],
)
def test_the_time_of_a_run_grows_no_faster_than_the_text(linter: Linter, piece: str) -> None:
    def run(length: int) -> Callable[[], object]:
        text = "The text is in English.\n\n" + piece * (length // len(piece))
        return lambda: linter.lint(text, path="draft.txt", format=Format.TEXT)

    seconds(run(500))  # the model is loaded
    assert any(seconds(run(16_000)) < FACTOR * seconds(run(2_000)) + 1 for _ in range(3))


def test_the_rules_of_the_project_are_meant(linter: Linter) -> None:
    assert len(linter.rules) == len(
        list((Path(__file__).parents[1] / "rules").glob("[a-z]*/*.yaml"))
    )
