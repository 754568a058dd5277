"""What becomes of a finding once it is found: settings for its path, decisions, the baseline."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from medlint import baseline, review
from medlint.changes import Changes
from medlint.overrides import Overrides
from medlint.report import FileResult
from medlint.sight import Sight


@dataclass(frozen=True, slots=True)
class Judge:
    """All that decides on findings after the linter; each decides on what is still reported.

    `versions` are those of the rules that run, by id. `read` makes source text from the name
    and the bytes of a file, for texts of the past.
    """

    sight: Sight
    overrides: Overrides
    today: dt.date
    versions: Mapping[str, str]
    ledger: review.Ledger = review.EMPTY
    entries: tuple[baseline.Entry, ...] = ()
    changes: Changes | None = None
    read: Callable[[str, bytes], str] | None = None

    def judge(self, results: Iterable[FileResult]) -> Iterator[FileResult]:
        """The outcomes with every finding's disposition, as they come in."""
        fingerprints = frozenset(entry.fingerprint for entry in self.entries)
        for result in results:
            self.sight.take(result)
            judged = self.overrides.apply(result)
            judged = review.apply(judged, self.ledger, self.versions, self.today)
            judged = baseline.apply(judged, fingerprints)
            if self.changes is not None and self.read is not None:
                judged = self.changes.apply(judged, self.read)
            yield judged

    def stale(self) -> tuple[baseline.Entry, ...]:
        """The entries of the baseline that are about nothing, once all outcomes are judged."""
        return baseline.stale(self.entries, self.sight)

    def stale_reviews(self) -> tuple[review.FindingEntry, ...]:
        """The decisions of reviewers that are about nothing, once all outcomes are judged."""
        return self.ledger.stale(self.sight)
