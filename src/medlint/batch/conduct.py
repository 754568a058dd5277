"""A batch from its beginning, or from where it stands, to its end."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, fields, is_dataclass, replace
from pathlib import Path
from typing import Any, TypeAlias

from medlint import files, runner
from medlint.batch import slices as slicing
from medlint.batch.parts import Layout, entry
from medlint.batch.plan import Plan, stamps
from medlint.batch.rows import Work, rows
from medlint.batch.slices import Slice
from medlint.batch.store import Manifest, Store
from medlint.config import Export
from medlint.errors import UsageError
from medlint.formats.html import render_overview
from medlint.formats.overview import overview
from medlint.judging import Decisions
from medlint.processes import Crew
from medlint.report import Summary
from medlint.runner import Engine

MOST_LISTED = 1_000
"""So many articles are in the index at most; in its numbers are all."""

Engines: TypeAlias = Callable[[Work, Iterable[Slice], Export], Iterator[str]]
"""Makes the row of each record of some slices, in order."""


@dataclass(frozen=True, slots=True)
class Batch:
    """What is asked for. `size` is how many rows a part has."""

    named: tuple[str, ...]
    fields: Export
    layout: Layout
    size: int
    engine: Engine
    decisions: Decisions
    exclude: tuple[str, ...] = ()
    show_hidden: bool = False
    templates: Path | None = None

    def request(self, plan: Plan) -> dict[str, Any]:
        """All that the findings depend on, as it is kept in the manifest."""
        planned = self.engine.plan
        # Whatever else it says decides on findings too.
        rest = replace(planned, as_of=dt.date.min, select=(), ignore=(), rule_folders=())
        asked = {
            "sources": self.named,
            "folder": str(Path.cwd()),
            "tables": stamps(plan),
            "fields": {"text": self.fields.body, "id": self.fields.id, "as": self.fields.format},
            "exclude": self.exclude,
            "parts": {"ending": self.layout.ending, "rows": self.size},
            "show_hidden": self.show_hidden,
            "root": str(planned.root),
            "select": planned.select,
            "ignore": planned.ignore,
            "settings": _digest(rest),
            "decisions": _digest(self.decisions),
            "tool": asdict(self.engine.tool),
        }
        read: dict[str, Any] = json.loads(json.dumps(asked))
        return read


def begin(batch: Batch, plan: Plan, store: Store) -> Manifest:
    """The manifest of the batch: a new one, or that of the batch that stands in the folder.

    Raises:
        UsageError: the sources hold nothing, or the folder holds another batch.
    """
    request = batch.request(plan)
    standing = store.manifest()
    if standing is not None:
        if parting := standing.parting(request):
            msg = (
                f"'{store.folder}' holds another batch ({', '.join(parting)} changed since); "
                "name another folder"
            )
            raise UsageError(msg)
        return standing
    found = plan.slices(
        store.listing,
        exclude=batch.exclude,
        root=batch.engine.plan.root,
        made=str(store.folder),
    )
    records = store.lay_out(found)
    if not records:
        msg = "nothing to check: the sources hold no article"
        raise UsageError(msg)
    manifest = Manifest(request, records, plan.excluded)
    store.keep(manifest)
    return manifest


def pending(batch: Batch, manifest: Manifest, store: Store) -> list[range]:
    """The records without a row, counted from 0, in ranges that belong to one part each."""
    return store.pending(manifest.records, batch.size, batch.layout.ending)


def carry_on(batch: Batch, store: Store, left: Sequence[range], engine: Engines) -> Iterator[int]:
    """Make and keep what is left; says of each row when it is kept.

    Raises:
        UsageError: the rows cannot be written.
        MedlintError: nothing can be checked any more.
    """
    with runner.recipe(batch.engine) as recipe:
        work = Work(recipe, batch.decisions, show_hidden=batch.show_hidden)
        made = engine(work, slicing.within(store.plan(), left), batch.fields)
        yield from store.write(left, made, batch.size, batch.layout)


def local(jobs: int) -> Engines:
    """The engine of this machine: so many processes."""

    def made(work: Work, slices: Iterable[Slice], fields: Export) -> Iterator[str]:
        with Crew(work.start, jobs) as crew:
            yield from rows(crew, slices, fields)

    return made


def finish(batch: Batch, manifest: Manifest, store: Store) -> Summary:
    """Make the index of all parts, and say in the manifest that the batch is through."""
    parts = store.parts(batch.layout.ending)
    entries = (entry(row) for part in parts for row in batch.layout.rows(part))
    found, summary = overview(entries, excluded=manifest.excluded, most=MOST_LISTED)
    page = render_overview(found, batch.engine.tool, summary, templates=batch.templates)
    files.write(store.index, page)
    store.keep(replace(manifest, summary=asdict(summary), parts=tuple(map(_part, parts))))
    return summary


def _digest(settings: Any) -> str:
    """What is the same for the same settings, in whatever order sets come out."""

    def plain(value: Any) -> Any:
        if is_dataclass(value):
            names = (each.name for each in fields(value) if each.compare)
            return {name: getattr(value, name) for name in names}
        if isinstance(value, Mapping):
            return sorted((str(key), kept) for key, kept in value.items())
        return sorted(value) if isinstance(value, (set, frozenset)) else str(value)

    return hashlib.sha256(json.dumps(settings, default=plain).encode()).hexdigest()


def _part(path: Path) -> dict[str, Any]:
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return {"name": path.name, "bytes": path.stat().st_size, "sha256": digest}
