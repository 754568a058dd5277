"""What becomes of a finding once it is found: settings for its path, decisions, the baseline."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from medlint.overrides import Overrides
from medlint.report import FileResult
from medlint.sight import Sight
from medlint.vocabulary import Accepted

if TYPE_CHECKING:  # they take long to import, and most runs have no ledger and ask git nothing
    from medlint.baseline import Entry
    from medlint.changes import Changes
    from medlint.review import FindingEntry, Ledger


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

    def judge(self, results: Iterable[FileResult]) -> Iterator[FileResult]:
        """The outcomes with every finding's disposition, as they come in."""
        fingerprints = frozenset(entry.fingerprint for entry in self.entries)
        for result in results:
            self.sight.take(result)
            judged = self.accepted.apply(self.overrides.apply(result))
            judged = self._reviewed(judged)
            if fingerprints:
                from medlint import baseline  # noqa: PLC0415 -- see above

                judged = baseline.apply(judged, fingerprints)
            if self.changes is not None and self.read is not None:
                judged = self.changes.apply(judged, self.read)
            yield judged

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
