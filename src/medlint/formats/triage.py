"""What has to be done with an article, by rules that every reader can check."""

from __future__ import annotations

from enum import StrEnum

from medlint.report import Summary


class Triage(StrEnum):
    """In the order in which articles are to be looked at."""

    FIX = "must fix"
    REVIEW = "review"
    CLEAR = "clear"

    @property
    def rank(self) -> int:
        """0 for what comes first."""
        return list(Triage).index(self)


STATED = {
    Triage.FIX: "an error is reported",
    Triage.REVIEW: "no error, but a warning is reported",
    Triage.CLEAR: "neither error nor warning is reported; notes may be",
}
"""The rules, in words."""


def triage(counts: Summary) -> Triage:
    """What has to be done with an article that has these counts."""
    if counts.error:
        return Triage.FIX
    return Triage.REVIEW if counts.warning else Triage.CLEAR
