"""The sentences that the reader of overclaims learns from."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from medlint.text import Span
from tools.detector import sources

FOLDER = Path(__file__).with_name("sentences")
_MARKED = re.compile(r"\{([^{}]*)\}")
_SHORTEST, _LONGEST = 3, 80


@dataclass(frozen=True, slots=True)
class Told:
    """One sentence, who wrote it or where it stands, its faults, and the words of the first."""

    writer: str
    text: str
    faults: frozenset[str] = frozenset()
    words: Span | None = None


def written(folder: Path = FOLDER) -> Iterator[Told]:
    """The sentences that were written for this, by writer (a file each)."""
    for path in sorted(folder.glob("*.jsonl")):
        with path.open(encoding="utf-8") as lines:
            for line in lines:
                row = json.loads(line)
                marked = _MARKED.search(row["text"])
                text = _MARKED.sub(r"\1", row["text"])
                words = marked and Span(marked.start(), marked.end() - 2)
                yield Told(path.stem, text, frozenset(row["faults"]), words)


def trusted(texts: Path) -> Iterator[Told]:
    """The sentences of the measuring texts, which are held to have no such fault.

    Raises:
        SourceError: as `Source.passages`.
    """
    seen: set[str] = set()
    places = ((sources.MEDQUAD, "medquad.jsonl"), (sources.OPENSTAX, "openstax"))
    for source, name in places:
        for passage in source.passages(texts / name):
            if passage.text not in seen and _SHORTEST <= len(passage.text.split()) <= _LONGEST:
                seen.add(passage.text)
                yield Told(passage.doc, passage.text)
