"""What people said of a rule's findings in text that nobody has annotated.

One file a rule, `<rule>.jsonl`: a row for each draw of findings from a body of text, one for each
finding that was read, one for each set of pairs. A finding is known by a digest of its sentence,
so no word of the text is kept.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import Any, Literal, Self

from pydantic import Field, model_validator

from medlint import files, textfile, yamlfile
from medlint.errors import CorpusError
from medlint.finding import Finding
from medlint.rules.tables import Slug, Strict, Text

CORPUS = "corpus"
"""The data set that is the development articles of the corpus, where the gold is silent."""

_SUFFIX = ".jsonl"
_KEY_LENGTH = 16


class Verdict(StrEnum):
    """What a reader says of a finding; two editors could disagree on an `arguable` one."""

    RIGHT = "right"
    WRONG = "wrong"
    ARGUABLE = "arguable"


class Population(StrEnum):
    """What a text is: a draft, whose faults nobody has taken out, or edited by an authority."""

    DRAFTS = "drafts"
    TRUSTED = "trusted"


class Draw(Strict):
    """A rule ran over a whole body of text; `hits` counts its findings, repeats and all."""

    kind: Literal["draw"] = "draw"
    rule: Slug
    data: Text
    population: Population = Field(strict=False)
    texts: int
    words: int
    hits: int
    on: dt.date = Field(strict=False)


class Reading(Strict):
    """Somebody's verdict on one finding; a note says why, and does not quote."""

    kind: Literal["reading"] = "reading"
    rule: Slug
    data: Text
    sentence: Text
    verdict: Verdict = Field(strict=False)
    note: str = ""

    @model_validator(mode="after")
    def _says_why(self) -> Self:
        if self.verdict is not Verdict.RIGHT and not self.note.strip():
            msg = f"a note has to say why a finding is {self.verdict}"
            raise ValueError(msg)
        return self


class Pairs(Strict):
    """Texts made in pairs, one with the fault and one without: on how many the rule speaks."""

    kind: Literal["pairs"] = "pairs"
    rule: Slug
    data: Text
    made: int
    caught: int
    false_alarms: int
    on: dt.date = Field(strict=False)


Row = Draw | Reading | Pairs
_KINDS: Mapping[str, type[Row]] = {"draw": Draw, "reading": Reading, "pairs": Pairs}


@dataclass(frozen=True, slots=True)
class Record:
    """All that is kept of one rule."""

    rule: str
    draws: tuple[Draw, ...] = ()
    readings: tuple[Reading, ...] = ()
    pairs: tuple[Pairs, ...] = ()

    def drawn(self, draw: Draw, found: Iterable[str]) -> Record:
        """The record after a new draw, without the readings of what is no longer found."""
        still = set(found)
        return replace(
            self,
            draws=(*(old for old in self.draws if old.data != draw.data), draw),
            readings=tuple(
                one for one in self.readings if one.data != draw.data or one.sentence in still
            ),
        )

    def read(self, new: Iterable[Reading]) -> Record:
        """The record with more verdicts; a newer one takes the place of an older one."""
        verdicts = {(one.data, one.sentence): one for one in (*self.readings, *new)}
        return replace(self, readings=tuple(verdicts.values()))

    def paired(self, pairs: Pairs) -> Record:
        """The record with what came of pairs, in place of what came of them before."""
        kept = tuple(old for old in self.pairs if old.data != pairs.data)
        return replace(self, pairs=(*kept, pairs))


def key(finding: Finding, source: str) -> str:
    """What a finding is known by: its sentence and its words, white space folded."""
    words = " ".join(finding.span.of(source).split())
    said = f"{finding.excerpt}\0{words}".encode(errors="surrogatepass")
    return hashlib.sha256(said).hexdigest()[:_KEY_LENGTH]


def read_all(folder: Path) -> dict[str, Record]:
    """The records in a folder, by rule; none where there is no folder.

    Raises:
        CorpusError: a row is no JSON, not of the schema, of another rule, or stands there twice.
    """
    return {path.stem: _read(path) for path in sorted(folder.glob(f"*{_SUFFIX}"))}


def read(folder: Path, rule: str) -> Record:
    """The record of one rule, empty where there is none.

    Raises:
        CorpusError: as `read_all`.
    """
    path = folder / f"{rule}{_SUFFIX}"
    return _read(path) if path.exists() else Record(rule)


def write(folder: Path, record: Record) -> Path:
    """Keep a record in its file, in an order that shows what is new."""
    rows: list[Row] = [
        *sorted(record.draws, key=lambda row: row.data),
        *sorted(record.pairs, key=lambda row: row.data),
        *sorted(record.readings, key=lambda row: (row.data, row.sentence)),
    ]
    path = folder / f"{record.rule}{_SUFFIX}"
    lines = (json.dumps(row.model_dump(mode="json"), ensure_ascii=False) for row in rows)
    files.write(path, "".join(f"{line}\n" for line in lines))
    return path


def _read(path: Path) -> Record:
    lines = textfile.read_text(path, CorpusError).splitlines()
    rows: dict[tuple[str, ...], Row] = {}
    for number, line in enumerate(lines, 1):
        name = f"{path.as_posix()}:{number}"
        row = _row(name, line)
        same = (row.kind, row.data, row.sentence if isinstance(row, Reading) else "")
        if row.rule != path.stem:
            msg = f"{name}: a row of '{row.rule}' in the file of '{path.stem}'"
            raise CorpusError(msg)
        if same in rows:
            msg = f"{name}: this {row.kind} stands here twice"
            raise CorpusError(msg)
        if isinstance(row, Reading) and ("draw", row.data, "") not in rows:
            msg = f"{name}: a reading of '{row.data}', of which no draw stands above"
            raise CorpusError(msg)
        rows[same] = row
    return Record(
        path.stem,
        draws=tuple(row for row in rows.values() if isinstance(row, Draw)),
        readings=tuple(row for row in rows.values() if isinstance(row, Reading)),
        pairs=tuple(row for row in rows.values() if isinstance(row, Pairs)),
    )


def _row(name: str, line: str) -> Row:
    try:
        data: Any = json.loads(line)
    except json.JSONDecodeError as failure:
        msg = f"{name}:{failure.colno}: not JSON ({failure.msg})"
        raise CorpusError(msg) from failure
    model = _KINDS.get(str(data.get("kind"))) if isinstance(data, dict) else None
    if model is None:
        msg = f"{name}: the kind of a row is one of {', '.join(_KINDS)}"
        raise CorpusError(msg)
    return yamlfile.validate(data, model, name=name, error=CorpusError)
