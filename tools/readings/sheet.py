"""Sheets: the findings to read, each with the text around it and room for a verdict.

A sheet is a working file outside version control, for it holds text that is not ours. Each row is
one JSON object a line; the reader fills in `verdict` and `note`.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from medlint import textfile, yamlfile
from medlint.errors import CorpusError
from medlint.evaluation.readings import Reading, key
from medlint.finding import Finding

_AROUND = 240
"""So many characters of the source are shown on each side."""


@dataclass(frozen=True, slots=True)
class Hit:
    """One finding to read: `shown` is the source around it, with the finding in [[…]]."""

    rule: str
    data: str
    sentence: str
    path: str
    message: str
    shown: str


def hit(finding: Finding, source: str, *, path: str, data: str) -> Hit:
    """What a reader needs of one finding."""
    start, end = finding.span.start, finding.span.end
    before, after = source[max(0, start - _AROUND) : start], source[end : end + _AROUND]
    shown = " ".join(f"{before}[[{source[start:end]}]]{after}".split())
    return Hit(finding.rule, data, key(finding, source), path, finding.message, shown)


def sample(hits: Iterable[Hit], count: int, *, seed: int) -> list[Hit]:
    """So many different hits, drawn by chance; the same seed draws the same ones first.

    Which come first hangs on each hit alone, so a change of the rule that keeps a hit keeps its
    place, and readings are not lost.
    """
    different = {one.sentence: one for one in hits}
    return sorted(different.values(), key=lambda one: _chance(one.sentence, seed))[:count]


def _chance(sentence: str, seed: int) -> str:
    return hashlib.sha256(f"{seed} {sentence}".encode()).hexdigest()


def write(path: Path, hits: Iterable[Hit]) -> None:
    """Write a sheet, verdicts empty."""
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = (
        json.dumps({"verdict": "", "note": "", **asdict(one)}, ensure_ascii=False) for one in hits
    )
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


def read(path: Path) -> Iterator[Reading | None]:
    """The verdicts of a sheet; None for a hit that has none yet.

    Raises:
        CorpusError: a row is not what `write` wrote, with a verdict of the known ones.
    """
    for number, line in enumerate(textfile.read_text(path, CorpusError).splitlines(), 1):
        name = f"{path}:{number}"
        try:
            row: Mapping[str, Any] = json.loads(line)
            kept = {field: row[field] for field in ("rule", "data", "sentence", "verdict", "note")}
        except (ValueError, KeyError, TypeError) as failure:
            msg = f"{name}: not a row of a sheet ({failure})"
            raise CorpusError(msg) from failure
        if kept["verdict"]:
            yield yamlfile.validate(kept, Reading, name=name, error=CorpusError)
        else:
            yield None
