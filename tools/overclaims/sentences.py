"""The sentences that the reader of overclaims learns from."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from medlint.overclaims import COMMENDS, FAULTS
from medlint.rules import loader
from medlint.rules.sources import bundled_folder
from medlint.text import Span
from tools.detector import sources

FOLDER = Path(__file__).with_name("sentences")
NAMES = "names"
"""The writer of what only names things."""
_NAMED = 2_400
_FORMS = (
    "{0}, {1}, {2}",
    "{0} and {1}",
    "{0}, {1}, {2} and {3}",
    "{0}: causes, symptoms and treatment",
    "Understanding {0}",
    "{0} or {1}",
    "{0}, such as {1}",
    "What is {0}?",
    "{0} and {4}: what to know before your visit",
    "A word on {0}",
    "Types of {0}",
    "We talked about {0}, {1} and {2}.",
)
_MARKED = re.compile(r"\{([^{}]*)\}")
_SHORTEST, _LONGEST = 3, 80


LATER = frozenset(
    ["approval-misuse", "mechanism-leap", "mixing-invite", "model-not-stated", "null-misread"]
) | frozenset(["population-overreach", "single-study", "surrogate-outcome"])
"""Faults that only writers of `quiet-…` and `whole-…` files were asked to name."""
_FIRST = frozenset(FAULTS) - LATER
_NOT_ASKED_OF_PRAISE = frozenset(
    {"between", "blunt", "careful", "editors", "neutral", "whole-hormones", "whole-integrative"}
    | {"whole-journalism", "whole-longevity", "whole-minds", "whole-organs", "whole-parents"}
    | {"whole-supplements"}
)


@dataclass(frozen=True, slots=True)
class Told:
    """One sentence, who wrote it or where it stands, what it tells, and the words of that.

    `tells` names faults, and `COMMENDS` where it commends a therapy.
    """

    writer: str
    text: str
    tells: frozenset[str] = frozenset()
    words: Span | None = None

    @property
    def asked(self) -> frozenset[str]:
        """What the writer was asked to name: of the others a sentence may be silent."""
        later = self.writer.startswith(("quiet-", "whole-", "editors", NAMES))
        asked = _FIRST | (LATER if later else frozenset())
        return asked if self.writer in _NOT_ASKED_OF_PRAISE else asked | {COMMENDS}


def written(folder: Path = FOLDER) -> Iterator[Told]:
    """The sentences that were written for this, by writer (a file each)."""
    for path in sorted(folder.glob("*.jsonl")):
        with path.open(encoding="utf-8") as lines:
            for line in lines:
                row = json.loads(line)
                marked = _MARKED.search(row["text"])
                text = _MARKED.sub(r"\1", row["text"])
                words = marked and Span(marked.start(), marked.end() - 2)
                tells = frozenset(row["faults"]) | ({COMMENDS} if row.get("commends") else set())
                yield Told(path.stem, text, tells, words)


def named() -> Iterator[Told]:
    """Lines that only name illnesses and remedies: headings, entries of lists, cells of tables.

    The names are those of medlint's tables. Names tell no fault, however bad the company they keep.
    """
    loaded = loader.load([bundled_folder()])
    ills = [term for name in ("conditions", "symptoms") for term in loaded.terms(name)]
    rows = loaded.therapies("therapy-classes").classes
    remedies = [trigger for row in rows for trigger in row.triggers]
    chance = random.Random(1)  # noqa: S311 -- which names meet is no secret
    for number in range(_NAMED):
        names = ills if number % 2 else remedies
        form = _FORMS[number // 2 % len(_FORMS)]
        text = form.format(*(chance.choice(names) for _ in range(4)), chance.choice(ills))
        yield Told(NAMES, text[0].upper() + text[1:] if number % 3 else text)


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
