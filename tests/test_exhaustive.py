"""Short cuts change nothing: what is passed over by its words would not have been found."""

import datetime as dt
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from medlint import runner
from medlint.document import Format
from medlint.parsing import format_of
from medlint.plan import Plan
from medlint.runner import Engine

CORPUS = Path(__file__).parents[1] / "corpus"
PLAN = Plan(root=CORPUS, as_of=dt.date(2026, 11, 23))
EVERY = 250
"""One answer in so many is read; all of them, and the whole corpus, were when this was written."""


@pytest.fixture(scope="module")
def engines() -> tuple[Engine, Engine]:
    with_short_cuts = runner.prepare(PLAN)
    without = runner.prepare_with(with_short_cuts.loaded, replace(PLAN, exhaustive=True))
    return with_short_cuts, without


def articles() -> Iterator[Path]:
    yield from sorted(p for p in CORPUS.glob("*") if p.name != "README.md" and format_of(p.name))
    yield from sorted(p for p in CORPUS.glob("dev/**/*") if format_of(p.name))[::6]


def test_articles_of_the_corpus(engines: tuple[Engine, Engine]) -> None:
    found = 0
    for path in articles():
        quick, slow = (runner.lint_file(engine, str(path)) for engine in engines)
        assert quick == slow
        found += len(quick.findings)
    assert found > 50


@pytest.mark.shared("bench/medquad.jsonl")
def test_answers_of_medquad(engines: tuple[Engine, Engine], shared: Path) -> None:
    lines = (shared / "bench" / "medquad.jsonl").read_text(encoding="utf-8").splitlines()
    for line in lines[::EVERY]:
        answer = json.loads(line)
        quick, slow = (
            engine.linter.lint(answer["text"], path="answer.txt", format=Format.TEXT)
            for engine in engines
        )
        assert quick == slow
