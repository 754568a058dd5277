"""The measured figures as they are kept: each part under what it was measured with."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from tools.bench.figure import Figure
from tools.bench.trusted import Tally


@dataclass(frozen=True, slots=True)
class Record:
    """What was measured last, by part."""

    parts: Mapping[str, Mapping[str, Any]]

    @classmethod
    def read(cls, path: Path) -> Record:
        """The record in a file; an empty one where there is none."""
        return cls(json.loads(path.read_text(encoding="utf-8")) if path.exists() else {})

    def having(
        self,
        part: str,
        stamp: Mapping[str, object],
        figures: Iterable[Figure],
        counted: Tally | None = None,
    ) -> Record:
        """The record with the figures of one part in place of those it had.

        `stamp` says when and with what they were measured.
        """
        row: dict[str, Any] = {**stamp, "figures": [figure.row() for figure in figures]}
        if counted is not None:
            row["tally"] = asdict(counted)
        return Record({**self.parts, part: row})

    def write(self, path: Path) -> None:
        """Keep the record in a file."""
        path.parent.mkdir(exist_ok=True)
        path.write_text(json.dumps(dict(self.parts), indent=2) + "\n", encoding="utf-8")
