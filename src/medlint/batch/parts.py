"""A part of the rows as a file: JSON Lines or Parquet, and back to what an index needs."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from medlint.batch.arrow import arrow
from medlint.batch.rows import COUNTS
from medlint.finding import Category, Disposition, FileError, Severity
from medlint.formats.overview import Entry, Fired
from medlint.report import Summary


class Layout(Protocol):
    """How parts are kept."""

    @property
    def ending(self) -> str:
        """How the name of each part ends."""

    def check(self) -> None:
        """Make sure that parts can be written.

        Raises:
            UsageError: what that takes is not installed.
        """

    def close(self, lines: Path, part: Path) -> None:
        """Make the part of an open file of lines, whole or not at all."""

    def rows(self, part: Path) -> Iterator[Mapping[str, Any]]:
        """The rows of a part, with what an index needs."""


@dataclass(frozen=True, slots=True)
class JsonLines:
    """The lines as they are."""

    ending: str = ".jsonl"

    def check(self) -> None:
        """Nothing is needed."""

    def close(self, lines: Path, part: Path) -> None:
        """Give them their name."""
        lines.replace(part)

    def rows(self, part: Path) -> Iterator[Mapping[str, Any]]:
        """All of each row."""
        with part.open("rb") as file:
            yield from map(json.loads, file)


@dataclass(frozen=True, slots=True)
class Parquet:
    """The lines in columns, by the schema of `schema`."""

    ending: str = ".parquet"

    def check(self) -> None:
        """Look for pyarrow.

        Raises:
            UsageError: it is not installed.
        """
        arrow("")

    def close(self, lines: Path, part: Path) -> None:
        """Write the columns."""
        table = arrow("").Table
        with lines.open("rb") as file:
            found = [_in_unicode(json.loads(line)) for line in file]
        draft = part.with_name(f".{part.name}.tmp")
        columns = table.from_pylist(found, schema=schema())
        arrow("parquet").write_table(columns, draft, compression="zstd")
        draft.replace(part)

    def rows(self, part: Path) -> Iterator[Mapping[str, Any]]:
        """Of each row the columns of an index."""
        with arrow("parquet").ParquetFile(part) as file:
            wanted = [
                *("path", "title", "counts", "error"),
                *(f"findings.list.element.{name}" for name in _OF_FINDINGS),
            ]
            for batch in file.iter_batches(1_000, columns=wanted):
                yield from batch.to_pylist()


_OF_FINDINGS = ("rule", "category", "severity", "disposition")


def schema() -> Any:
    """The columns of a part; `findings` holds those of the output contract."""
    pa = arrow("")
    text, number = pa.string(), pa.int32()
    place = pa.struct({"offset": number, "line": number, "column": number})
    span = {"start": place, "end": place}
    finding = {
        **dict.fromkeys(("rule", "category", "severity", "confidence", "message", "advice"), text),
        **span,
        "excerpt": text,
        "sentence": pa.struct(span),
        "fingerprint": text,
        "disposition": text,
        "preview": pa.bool_(),
        "reason": text,
        "yields_to": text,
        "why": text,
        "authority": pa.list_(
            pa.struct({"title": text, "section": text, "year": number, "url": text})
        ),
        "related": pa.list_(pa.struct({**span, "note": text})),
        "fix": pa.list_(pa.struct({**span, "text": text})),
        "fix_is_safe": pa.bool_(),
        "location": pa.struct({"pointer": text, "part": text, "paragraph": number, "run": number}),
    }
    return pa.schema(
        {
            "path": text,
            "title": text,
            "format": text,
            "words": number,
            "counts": pa.struct(dict.fromkeys(COUNTS, number)),
            "findings": pa.list_(pa.struct(finding)),
            "error": pa.struct({"stage": text, "message": text}),
        }
    )


def entry(row: Mapping[str, Any]) -> Entry:
    """What an index has to know of a row."""
    error = row.get("error")
    if error is not None:
        told = FileError(error["stage"], error["message"])
        return Entry(row["path"], row["path"], Summary(files=1, failed=1), error=told)
    by_rule: Counter[str] = Counter()
    worst: dict[str, tuple[Category, Severity]] = {}
    for finding in row["findings"]:
        if finding["disposition"] != Disposition.REPORTED:
            continue
        rule, severity = finding["rule"], Severity(finding["severity"])
        by_rule[rule] += 1
        if rule not in worst or severity.rank > worst[rule][1].rank:
            worst[rule] = Category(finding["category"]), severity
    fired = tuple(Fired(rule, *worst[rule], number) for rule, number in by_rule.items())
    return Entry(row["path"], row["title"], Summary(files=1, checked=1, **row["counts"]), fired)


_SURROGATE = re.compile("[\ud800-\udfff]")


def _in_unicode(value: Any) -> Any:
    """The value with a replacement character for each half of one, which Parquet cannot hold."""
    if isinstance(value, str):
        return _SURROGATE.sub("\N{REPLACEMENT CHARACTER}", value)
    if isinstance(value, list):
        return [_in_unicode(each) for each in value]
    if isinstance(value, dict):
        return {key: _in_unicode(each) for key, each in value.items()}
    return value
