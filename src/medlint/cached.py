"""Runs that work out only what is not known yet: outcomes by the content of their files.

An outcome is known where nothing that it depends on has changed: the file and its path, the rules
that run and the tables they read, the model, the day, and the program itself. What makes outcomes
is not imported before there is one to be made.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Self

from medlint import files, nlp
from medlint.cache import Cache, identity, key_of, signatures
from medlint.errors import InputError
from medlint.parsing import format_of
from medlint.plan import Plan, Roster
from medlint.report import FileResult
from medlint.rules import sources

if TYPE_CHECKING:  # they take longer to import than all the rest of a run without them
    from medlint.exports import Item
    from medlint.retractions import Retractions
    from medlint.runner import Engine

_CRASHED = "check"
"""The stage at which a file is given up that may be checked the next time."""


class Session:
    """A plan, and what is known of it from runs before; as `runner`, but with a memory."""

    def __init__(self, plan: Plan, cache: Cache) -> None:
        """Look nothing up yet.

        Raises:
            UsageError: a rule folder or the model is missing.
        """
        self.plan = plan
        self._cache = cache
        self._files = sources.rule_files((sources.bundled_folder(), *plan.rule_folders))
        model = sorted(signatures(nlp.folder_of(plan.model)))
        self._model = key_of(identity(), plan.model, *(part for file in model for part in file))
        self._rules = key_of(
            identity(), *(part for file in self._files for part in (str(file.path), file.text))
        )
        self._identity = key_of(
            self._rules,
            plan.as_of.isoformat(),
            *plan.select,
            "-",
            *plan.ignore,
            repr(plan.adjustments),
            str(plan.exhaustive),
            plan.profile,
            plan.region or "",
            repr(plan.demands),
            plan.retractions.digest if plan.retractions else "",
            self._model,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._cache.close()

    @cached_property
    def roster(self) -> Roster:
        """What is to be said of the rules.

        Raises:
            UsageError: an unknown rule name, a broken rule, an altered model.
        """
        kept: Roster = self._cache.once(
            key_of("roster", self._identity), "rules", lambda: self.engine.roster
        )
        return kept

    @cached_property
    def engine(self) -> Engine:
        """The plan made ready.

        Raises:
            UsageError: an unknown rule name, a broken rule, an altered model.
        """
        from medlint import runner  # noqa: PLC0415 -- see above
        from medlint.rules import loader  # noqa: PLC0415

        loaded = self._cache.once(
            key_of("rules", self._rules), "rules", lambda: loader.load_files(self._files)
        )
        return runner.prepare_with(loaded, self.plan, self._withdrawn())

    def _withdrawn(self) -> Retractions:
        from medlint import retractions  # noqa: PLC0415 -- see above

        listing = self.plan.retractions
        if listing is None:
            return retractions.NONE_KNOWN
        kept: Retractions = self._cache.once(
            key_of("retractions", identity(), listing.digest),
            "retractions",
            lambda: retractions.load(listing.path),
        )
        return kept

    def run(self, inputs: Sequence[str | Item], *, jobs: int = 1) -> Iterator[FileResult]:
        """The outcome of each path or article of an export, in order, as soon as it is known.

        Raises:
            MedlintError: as `runner.run`.
        """
        if jobs == 1:
            for one in inputs:
                yield self._lint(one)
            return
        keys = [self._asked(one)[0] for one in inputs]
        known = [key is not None and key in self._cache for key in keys]
        fresh = self._fresh([one for one, old in zip(inputs, known, strict=True) if not old], jobs)
        for one, key, old in zip(inputs, keys, known, strict=True):
            if old:
                kept = self._recall(key, one)
                # What was there a moment ago may be gone, for others use the cache, too.
                yield self._lint(one) if kept is None else kept
            else:
                result = next(fresh)
                # A worker read the file for itself, and later.
                yield self._keep(key if self._asked(one)[0] == key else None, result)

    def _fresh(self, inputs: Sequence[str | Item], jobs: int) -> Iterator[FileResult]:
        if inputs:
            from medlint import runner  # noqa: PLC0415 -- see above

            yield from runner.run(self.engine, inputs, jobs=jobs)

    def lint_text(self, text: str | bytes, path: str) -> FileResult:
        """The outcome of a text that stands for the file `path`; it is not looked up."""
        from medlint import runner  # noqa: PLC0415 -- see above

        return runner.lint_text(self.engine, text, path)

    def _lint(self, one: str | Item) -> FileResult:
        key, data = self._asked(one)
        kept = self._recall(key, one)
        if kept is not None:
            return kept
        from medlint import runner  # noqa: PLC0415 -- see above

        if key is None:
            return runner.lint_input(self.engine, one)
        # Of an article that was edited, most sentences are as they were.
        place = one if isinstance(one, str) else one.path
        name = key_of("sentences", self._model, os.path.abspath(place))  # noqa: PTH100 -- of an article in a file, too
        annotator = self.engine.linter.annotator
        annotator.recall(self._cache.get(name))
        result = runner.lint_input(self.engine, one, data)
        learned = annotator.memory()
        if learned is not None:
            self._cache.put(name, "sentences", learned)
        return self._keep(key, result)

    def _asked(self, one: str | Item) -> tuple[str | None, bytes | None]:
        """What the outcome of an input is known by, and the bytes that it is of where it is a file.

        The key is None where the input cannot be read.
        """
        if not self._cache:
            return None, None
        if isinstance(one, str):
            try:
                data = files.read_bytes(one)
            except InputError:
                return None, None
            name = (files.relative(one, self.plan.root), format_of(one) or "")
            return key_of("file", self._identity, *name, data), data
        if one.error is not None:
            return None, None
        place = (files.relative(one.file, self.plan.root), one.name, one.pointer)
        return key_of("item", self._identity, *place, one.format, one.text), None

    def _recall(self, key: str | None, one: str | Item) -> FileResult | None:
        kept: FileResult | None = None if key is None else self._cache.get(key)
        if kept is None:
            return None
        return replace(kept, path=one if isinstance(one, str) else one.path)

    def _keep(self, key: str | None, result: FileResult) -> FileResult:
        if key is not None and (result.error is None or result.error.stage != _CRASHED):
            self._cache.put(key, "files", result)
        return result
