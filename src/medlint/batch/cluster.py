"""The same rows from many machines: Ray Data hands slices to actors that load the model once.

A slice is a file's name and two places in it, so no article goes through the object store. An
actor reads its slice where the files are, makes the rows in a worker process of its own, so that
an article that ends the process costs no more than it does on one machine, and sends the rows
back. An actor or a machine that is lost is replaced, and its slices are done again.
"""

from __future__ import annotations

import logging
import os
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any

from medlint.batch import slices as slicing
from medlint.batch.conduct import Engines
from medlint.batch.rows import Work, rows
from medlint.batch.slices import Slice
from medlint.config import Export
from medlint.errors import MedlintError, UsageError
from medlint.processes import Crew

_BLOCKS = 10_000
"""So many tasks a batch is cut into at most; Ray keeps account of each."""


class Reader:
    """What an actor does with slices, one after the other."""

    def __init__(self, work: Work, rules: bytes, fields: Export, folder: str) -> None:
        """Load the model. Paths are relative to `folder`, as they are where the batch was begun."""
        try:
            os.chdir(folder)
        except OSError as error:
            msg = f"a machine of the cluster has no folder '{folder}', where the batch was begun"
            raise UsageError(msg) from error
        self._scratch = tempfile.TemporaryDirectory()
        place = Path(self._scratch.name) / "rules"
        place.write_bytes(rules)
        here = replace(work, recipe=replace(work.recipe, rules=place))
        self._crew = Crew(here.start, 1)
        self._fields = fields

    def __call__(self, given: dict[str, Any]) -> dict[str, str]:
        """The rows of a slice, a line each."""
        found = rows(self._crew, [slicing.load(given["slice"])], self._fields)
        return {"rows": "\n".join(found)}


def actors(count: int | None) -> Engines:
    """The engine of a cluster: so many actors."""
    return partial(_rows, count)


def _rows(actors: int | None, work: Work, slices: Iterable[Slice], fields: Export) -> Iterator[str]:
    """The row of each record, in order, made by actors of the cluster that RAY_ADDRESS names.

    Without one, a cluster of this machine alone is started, and ended with the batch. There are
    as many actors as are asked for, or as the cluster has processors.

    Raises:
        UsageError: Ray is not installed, or there is no such cluster.
        MedlintError: an actor cannot do its work.
    """
    ray = _ray()
    given = [{"slice": slicing.dump(one)} for one in slices]
    if not given:
        return
    began = not ray.is_initialized()
    if began:
        _connect(ray)
    try:
        count = actors or max(1, int(ray.cluster_resources().get("CPU", 1)))
        context = ray.data.DataContext.get_current()
        context.execution_options.preserve_order = True
        context.enable_progress_bars = False
        context.print_on_execution_start = False
        data = ray.data.from_items(given, override_num_blocks=min(len(given), _BLOCKS)).map(
            Reader,
            fn_constructor_args=(work, work.recipe.rules.read_bytes(), fields, str(Path.cwd())),
            compute=ray.data.ActorPoolStrategy(size=min(count, len(given))),
            num_cpus=1,
        )
        for found in data.iter_rows():
            yield from found["rows"].split("\n")
    except ray.exceptions.RayError as error:
        raise in_our_words(error) from error
    finally:
        if began:
            ray.shutdown()


def _ray() -> Any:
    # Articles are nobody else's business, and neither is how often they are checked.
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
    # What goes wrong is raised; the rest is of use to those who look after Ray, and they can ask.
    os.environ.setdefault("RAY_BACKEND_LOG_LEVEL", "fatal")
    try:
        ray = import_module("ray")
        import_module("ray.data")
        logging.getLogger("ray.data").setLevel(logging.ERROR)
    except ImportError as error:
        msg = "--engine ray takes Ray, which is not installed: pip install 'medlint[ray]'"
        raise UsageError(msg) from error
    return ray


def _connect(ray: Any) -> None:
    try:
        ray.init(log_to_driver=False, logging_level=logging.ERROR, include_dashboard=False)
    except (ConnectionError, RuntimeError, ValueError) as error:
        told = " ".join(str(error).split())
        msg = f"no Ray cluster can be reached or started: {told}"
        raise UsageError(msg) from error


def in_our_words(error: Exception) -> MedlintError:
    """What an actor raised; of what Ray says of itself, the last line."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, MedlintError):
            return cause
        cause = getattr(cause, "cause", None) or cause.__cause__
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    told = lines[-1] if lines else type(error).__name__
    return MedlintError(f"the Ray cluster could not do the work: {told}")
