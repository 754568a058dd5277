"""What becomes of a finding once it is found: settings for its path, decisions, the baseline."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from medlint.finding import Category
from medlint.overrides import Overrides
from medlint.plan import Roster
from medlint.report import FileResult
from medlint.sight import Sight
from medlint.vocabulary import Accepted

if TYPE_CHECKING:  # they take long to import, and most runs have no ledger and ask git nothing
    from medlint.baseline import Entry
    from medlint.changes import Changes
    from medlint.config import Override
    from medlint.review import FindingEntry, Ledger


@dataclass(frozen=True, slots=True)
class Decisions:
    """What people have decided about findings, as plain data that a process can be given."""

    overrides: tuple[Override, ...] = ()
    accepted: tuple[str, ...] = ()
    reviews: Ledger | None = None
    entries: tuple[Entry, ...] = ()

    def judge(
        self,
        roster: Roster,
        root: Path,
        *,
        changes: Changes | None = None,
        read: Callable[[str, bytes], str] | None = None,
    ) -> Judge:
        """The judge of what these rules find; `root` is the folder that paths are relative to.

        Raises:
            UsageError: the overrides name what is no rule, or hold a broken pattern.
        """
        return Judge(
            sight=Sight(ran=roster.ran, root=root),
            overrides=Overrides(self.overrides, known=roster.known | set(Category)),
            accepted=Accepted(self.accepted),
            today=dt.date.fromisoformat(roster.tool.as_of),
            versions=roster.versions,
            reviews=self.reviews,
            entries=self.entries,
            changes=changes,
            read=read,
        )


@dataclass(frozen=True, slots=True)
class Judge:
    """All that decides on findings after the linter; each decides on what is still reported.

    `versions` are those of the rules that run, by id. `read` makes source text from the name
    and the bytes of a file, for texts of the past.
    """

    sight: Sight
    overrides: Overrides
    accepted: Accepted
    today: dt.date
    versions: Mapping[str, str]
    reviews: Ledger | None = None
    entries: tuple[Entry, ...] = ()
    changes: Changes | None = None
    read: Callable[[str, bytes], str] | None = None
    _fingerprints: frozenset[str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Look the entries up by their fingerprints from now on."""
        fingerprints = frozenset(entry.fingerprint for entry in self.entries)
        object.__setattr__(self, "_fingerprints", fingerprints)

    def judge(self, results: Iterable[FileResult]) -> Iterator[FileResult]:
        """The outcomes with every finding's disposition, as they come in."""
        for result in results:
            self.sight.take(result)
            yield self.decide(result)

    def decide(self, result: FileResult) -> FileResult:
        """One outcome with every finding's disposition; nothing is remembered of it."""
        judged = self._reviewed(self.accepted.apply(self.overrides.apply(result)))
        if self._fingerprints:
            from medlint import baseline  # noqa: PLC0415 -- see above

            judged = baseline.apply(judged, self._fingerprints)
        if self.changes is not None and self.read is not None:
            judged = self.changes.apply(judged, self.read)
        return judged

    def _reviewed(self, result: FileResult) -> FileResult:
        if self.reviews is None:
            return result
        from medlint import review  # noqa: PLC0415 -- see above

        return review.apply(result, self.reviews, self.versions, self.today)

    @property
    def ledger(self) -> Ledger:
        """What reviewers decided; without a ledger, nothing."""
        if self.reviews is not None:
            return self.reviews
        from medlint import review  # noqa: PLC0415 -- see above

        return review.EMPTY

    def one(self, result: FileResult) -> FileResult:
        """One outcome with every finding's disposition."""
        (judged,) = self.judge([result])
        return judged

    def stale(self) -> tuple[Entry, ...]:
        """The entries of the baseline that are about nothing, once all outcomes are judged."""
        if not self.entries:
            return ()
        from medlint import baseline  # noqa: PLC0415 -- see above

        return baseline.stale(self.entries, self.sight)

    def stale_reviews(self) -> tuple[FindingEntry, ...]:
        """The decisions of reviewers that are about nothing, once all outcomes are judged."""
        return () if self.reviews is None else self.reviews.stale(self.sight)
