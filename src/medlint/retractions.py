"""Which papers were withdrawn: the list of Retraction Watch, read from its CSV file.

Crossref gives the list away; medlint neither ships nor fetches it. A paper counts as what the last
word on it says: one that was reinstated is as good as before.
"""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote

from medlint.errors import UsageError

_DOI = "OriginalPaperDOI"
_PMID = "OriginalPaperPubMedID"
_NATURE = "RetractionNature"
_DATE = "RetractionDate"
_COLUMNS = (_DOI, _PMID, _NATURE, _DATE)
"""What has to be there; the columns of the notice and of the reason may be missing."""
_NOTICE = "RetractionDOI"
_REASON = "Reason"

_RETRACTED = "retraction"
_REINSTATED = "reinstatement"
_HARMLESS = frozenset({"correction"})
_MOST_REASONS = 2
_LONGEST_FIELD = 10_000_000
_DAY_AND_MONTH = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})\b")
_LAST_MONTH = 12
_ADDRESS = re.compile(r"^(?:https?://)?(?:dx\.)?(?:www\.)?doi\.org/|^doi:\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Notice:
    """What was said of a paper last: that it is retracted, or that there is concern about it.

    `said` is its nature as the list has it, `notice` the DOI of the notice.
    """

    retracted: bool
    said: str
    date: dt.date | None = None
    reason: str = ""
    notice: str = ""


@dataclass(frozen=True, slots=True)
class Retractions:
    """Papers with a notice that still stands, by their DOI and PMID."""

    notices: Mapping[str, Notice] = field(default_factory=dict)

    def __bool__(self) -> bool:
        """Whether any paper is known."""
        return bool(self.notices)

    def notice(self, *, doi: str | None = None, pmid: str | None = None) -> Notice | None:
        """What is said of the paper with one of these numbers, however they are written."""
        for key in (_doi_key(doi or ""), _pmid_key(pmid or "")):
            if key and key in self.notices:
                return self.notices[key]
        return None


NONE_KNOWN = Retractions()
"""Where no list is named."""

EXAMPLES = Retractions(
    {
        "10.1000/gone": Notice(
            retracted=True, said="Retraction", date=dt.date(2021, 3, 4), reason="Unreliable data"
        ),
        "10.1000/doubtful": Notice(
            retracted=False, said="Expression of concern", date=dt.date(2022, 5, 6)
        ),
        "pmid:1234567": Notice(retracted=True, said="Retraction", date=dt.date(2021, 3, 4)),
    }
)
"""What is known where examples prove the rule."""


@dataclass(frozen=True, slots=True)
class Listing:
    """A file with the list, known by the digest of what it holds."""

    path: Path = field(compare=False)
    digest: str


def listing(path: Path) -> Listing:
    """The file as it is now; it is not looked into.

    Raises:
        UsageError: it cannot be read.
    """
    try:
        with path.open("rb") as file:
            return Listing(path, hashlib.file_digest(file, "sha256").hexdigest())
    except OSError as error:
        msg = f"{path}: cannot be read ({error.strerror or error})"
        raise UsageError(msg) from error


def load(path: Path) -> Retractions:
    """The notices that stand, of all that the file lists.

    Raises:
        UsageError: it cannot be read, or is no such list.
    """
    told: dict[str, list[tuple[dt.date, Notice]]] = {}
    shared: dict[str, str] = {}  # thousands of rows give the same reason
    for row in _rows(path):
        nature = row[_NATURE].strip()
        if nature.lower() in _HARMLESS:
            continue
        date = _date(row[_DATE])
        reason = _reason(row.get(_REASON, ""))
        notice = Notice(
            retracted=nature.lower().startswith(_RETRACTED),
            said=shared.setdefault(nature, nature),
            date=date,
            reason=shared.setdefault(reason, reason),
            notice=_doi_key(row.get(_NOTICE, "")),
        )
        for key in (_doi_key(row[_DOI]), _pmid_key(row[_PMID])):
            if key:
                told.setdefault(key, []).append((date or dt.date.min, notice))
    standing = ((key, _last_word(notices)) for key, notices in told.items())
    return Retractions({key: notice for key, notice in standing if notice is not None})


def _last_word(told: list[tuple[dt.date, Notice]]) -> Notice | None:
    """What holds after all that was said of a paper, in the order of time."""
    holds: Notice | None = None
    for _, notice in sorted(told, key=lambda one: (one[0], _is_reinstatement(one[1]))):
        if _is_reinstatement(notice):
            holds = None
        elif holds is None or notice.retracted >= holds.retracted:
            holds = notice  # concern about a retracted paper takes nothing back
    return holds


def _is_reinstatement(notice: Notice) -> bool:
    return notice.said.lower() == _REINSTATED


def _rows(path: Path) -> Iterator[Mapping[str, str]]:
    # Titles may be in any encoding; what is read of a row is ASCII.
    csv.field_size_limit(max(csv.field_size_limit(), _LONGEST_FIELD))
    try:
        with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
            yield from _told(path, file)
    except OSError as error:
        msg = f"{path}: cannot be read ({error.strerror or error})"
        raise UsageError(msg) from error


def _told(path: Path, lines: Iterable[str]) -> Iterator[Mapping[str, str]]:
    reader = csv.reader(lines, strict=True)
    try:
        names = [name.strip() for name in next(reader, [])]
        missing = [name for name in _COLUMNS if name not in names]
        if missing:
            msg = f"{path}: no list of Retraction Watch; it has no column '{missing[0]}'"
            raise UsageError(msg)
        for fields in reader:
            if not fields:
                continue
            if len(fields) != len(names):
                msg = (
                    f"{path}:{reader.line_num}: the row has {len(fields)} fields, "
                    f"and the first row names {len(names)}"
                )
                raise UsageError(msg)
            yield dict(zip(names, fields, strict=True))
    except csv.Error as error:
        msg = f"{path}:{reader.line_num}: not CSV ({error})"
        raise UsageError(msg) from error


def _doi_key(written: str) -> str:
    """A DOI as all its spellings have it in common; empty where it is none."""
    plain = unquote(_ADDRESS.sub("", written.strip())).strip().lower().rstrip(".,;")
    return plain if plain.startswith("10.") else ""


def _pmid_key(written: str) -> str:
    digits = written.strip().lstrip("0")
    return f"pmid:{digits}" if digits.isdecimal() else ""


def _date(written: str) -> dt.date | None:
    """The day, written as in 2021-03-04 or, as the list has it, 3/4/2021; None if it is unknown."""
    try:
        return dt.date.fromisoformat(written.strip()[:10])
    except ValueError:
        found = _DAY_AND_MONTH.match(written.strip())
    if found is None:
        return None
    month, day, year = map(int, found.groups())
    if month > _LAST_MONTH:
        month, day = day, month
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def _reason(written: str) -> str:
    reasons = [part.strip(" +") for part in written.split(";")]
    return ", ".join([reason for reason in reasons if reason][:_MOST_REASONS])
