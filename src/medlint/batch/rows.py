"""One row for each record: what was found, or why it could not be checked, as a line of JSON."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from functools import partial
from typing import Any

from medlint import runner
from medlint.batch import sources
from medlint.batch.records import Member, Record, path_of
from medlint.batch.slices import Slice
from medlint.batch.sources import archive
from medlint.config import Export
from medlint.document import Document, linted
from medlint.errors import InputError
from medlint.finding import FileError
from medlint.formats.json import dump, findings_to_json
from medlint.formats.outcome import outcome
from medlint.formats.overview import title_of
from medlint.judging import Decisions, Judge
from medlint.processes import Crew, Died
from medlint.report import FileResult, summarise
from medlint.runner import Engine

COUNTS = ("error", "warning", "note", "preview", "suppressed", "baselined", "accepted", "filtered")
"""What is counted in the row of a record that was checked."""


@dataclass(frozen=True, slots=True)
class Work:
    """What is done with each record, as plain data that a process can be given."""

    recipe: runner.Recipe
    decisions: Decisions
    show_hidden: bool = False

    def start(self) -> Callable[[Record], str]:
        """Make ready what makes the rows."""
        engine = self.recipe.engine()
        judge = self.decisions.judge(engine.roster, engine.plan.root)
        return partial(row, engine, judge, show_hidden=self.show_hidden)


def rows(crew: Crew[Record, str], slices: Iterable[Slice], fields: Export) -> Iterator[str]:
    """The row of each record, in order; one whose process died is an error like any other."""
    given: deque[Record] = deque()

    def records() -> Iterator[Record]:
        for one in slices:
            for record in sources.read(one, fields):
                given.append(record)
                yield record

    for answer in crew.do(records()):
        record = given.popleft()
        yield _fault(path_of(record), runner.died(answer)) if isinstance(answer, Died) else answer


def row(engine: Engine, judge: Judge, record: Record, *, show_hidden: bool) -> str:
    """The row of one record; whatever goes wrong with it is in it."""
    result = judge.decide(_lint(engine, record))
    found = outcome(result)
    if not isinstance(found, Document):
        return _fault(result.path, found)
    counts = asdict(summarise([result]))
    return dump(
        {
            "path": result.path,
            "title": title_of(found),
            "format": found.format.value,
            "words": sum(len(block.text.split()) for block in linted(found.blocks)),
            "counts": {name: counts[name] for name in COUNTS},
            "findings": findings_to_json(result, found, show_hidden=show_hidden),
        }
    )


def _lint(engine: Engine, record: Record) -> FileResult:
    if not isinstance(record, Member):
        return runner.lint_input(engine, record)
    try:
        return runner.lint_text(engine, archive.read(record), record.path)
    except InputError as error:
        return FileResult(record.path, error=FileError(error.stage, str(error)))


def _fault(path: str, error: FileError) -> str:
    told: dict[str, Any] = {"path": path, "error": asdict(error)}
    return dump(told)
