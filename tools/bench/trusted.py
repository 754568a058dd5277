"""False alarms: what is reported in texts that their authors and editors can be trusted with."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from medlint.finding import Category
from medlint.report import FileResult
from tools.bench.figure import Figure

ALARMS = {Category.CERTAINTY: 4.0, Category.CAVEATS: 4.0, Category.INTEGRITY: 2.0}
"""The most findings per 10,000 words of trusted text."""

_TAG = re.compile(r"<[^<>]*>")
_LOST = re.compile(r"\s*\(\s*\)")
"""What is left of a reference to a figure that was lost when the pages were made."""


@dataclass(frozen=True, slots=True)
class Text:
    """One text and the path of the file that it is linted as; `words` leaves out markup."""

    path: str
    source: str
    words: int


Lint = Callable[[Text], FileResult]


@dataclass(frozen=True, slots=True)
class Tally:
    """What linting many texts came to: `words` are those of the checked ones.

    `unchecked` counts the others by the stage that they stopped at, `findings` what is reported,
    by category and rule; a rule that ran and reported nothing has none.
    """

    checked: int
    words: int
    unchecked: Mapping[str, int]
    findings: Mapping[str, Mapping[str, int]]

    def rate(self, category: str | None = None) -> float:
        """Findings per 10,000 words, of one category or of all; none in no words."""
        counted = [rules for name, rules in self.findings.items() if category in {None, name}]
        return sum(sum(r.values()) for r in counted) * 10_000 / max(self.words, 1)

    def lines(self) -> Iterator[str]:
        """The counts for people."""
        for category, rules in self.findings.items():
            for rule, count in rules.items():
                yield f"{category}/{rule}: {count}"
        for stage, count in self.unchecked.items():
            yield f"not checked ({stage}): {count} texts"


def tally(linted: Iterable[tuple[Text, FileResult]], rules: Mapping[str, Category]) -> Tally:
    """Count what these rules found in each text."""
    checked = words = 0
    unchecked: Counter[str] = Counter()
    findings: dict[str, Counter[str]] = {}
    for rule, category in rules.items():
        findings.setdefault(category, Counter())[rule] = 0
    for text, result in linted:
        if result.error is not None:
            unchecked[result.error.stage] += 1
            continue
        checked += 1
        words += text.words
        for finding in result.reported():
            findings.setdefault(finding.category, Counter())[finding.rule] += 1
    return Tally(
        checked,
        words,
        dict(sorted(unchecked.items())),
        {category: dict(sorted(rules.items())) for category, rules in sorted(findings.items())},
    )


def alarms(counted: Tally, name: str) -> Iterator[Figure]:
    """Findings of all rules in the texts called `name`, and those of each bounded category."""
    data = f"{name}, {counted.checked:,} texts, {counted.words:,} words"
    yield Figure("findings per 10,000 words", counted.rate(), None, data)
    for category, target in ALARMS.items():
        yield Figure(f"{category} findings per 10,000 words", counted.rate(category), target, data)


def read_answers(path: Path) -> list[Text]:
    """All answers of a file of MedQuAD as plain text, in its order."""
    with path.open(encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    return [Text(f"{row['id']}.txt", row["text"], len(row["text"].split())) for row in rows]


def read_chapters(folder: Path) -> list[Text]:
    """All pages of a folder, sorted by name, without the empty brackets in their text.

    A finding there would be no false alarm, and a sentence with such a hole is not intact.
    """
    texts = []
    for path in sorted(folder.glob("*.html")):
        source = _LOST.sub("", path.read_text(encoding="utf-8"))
        texts.append(Text(path.name, source, len(_TAG.sub(" ", source).split())))
    return texts
