"""Where a rule stands: how sure its findings are, and whether it may be stable.

The bars and their reasons are decision 9; docs/rule-life.md says how a rule gets over them.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from medlint.evaluation.annotated import Split
from medlint.evaluation.readings import CORPUS, Pairs, Population, Record, Verdict
from medlint.finding import Confidence, Severity
from medlint.rules.definition import RuleDefinition

HITS = 30
"""So many findings must have been judged before a rule may be stable."""

RARE_HITS, PAIRS = 10, 30
"""So few do for a rule that seldom finds anything, with so many pairs made for it."""

PRECISION = {Severity.ERROR: 0.95, Severity.WARNING: 0.9, Severity.NOTE: 0.9}
"""The part of the judged findings that must be right, by the severity of the rule."""

LOUDEST = 0.5
"""The most false alarms per 10,000 words of trusted text."""

TRUSTED_WORDS = 100_000
"""A rule has met trusted text once it ran over so many words of it."""

HIGH, MEDIUM = 0.9, 0.7
"""Where the lower bound of the precision must lie for a confidence; under both it is low."""

_Z = 1.96
"""The two-sided 95 percent of a normal distribution."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """Judged findings of a rule."""

    right: int = 0
    wrong: int = 0

    def __add__(self, other: Evidence) -> Evidence:
        """Both together."""
        return Evidence(self.right + other.right, self.wrong + other.wrong)

    @property
    def judged(self) -> int:
        """How many there are."""
        return self.right + self.wrong

    @property
    def precision(self) -> float | None:
        """The part that is right; None of nothing."""
        return self.right / self.judged if self.judged else None

    @property
    def at_least(self) -> float:
        """The lower bound of Wilson's 95-percent interval of the precision; 0 of nothing.

        Unlike the bootstrap's it moves away from 1 where every finding was right.
        """
        if not self.judged:
            return 0.0
        share, count = self.right / self.judged, self.judged
        middle = share + _Z**2 / (2 * count)
        spread = _Z * math.sqrt(share * (1 - share) / count + _Z**2 / (4 * count**2))
        return (middle - spread) / (1 + _Z**2 / count)

    @property
    def confidence(self) -> Confidence:
        """How sure a further finding is."""
        if self.at_least >= HIGH:
            return Confidence.HIGH
        return Confidence.MEDIUM if self.at_least >= MEDIUM else Confidence.LOW


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known of one rule.

    `drafts` and `trusted` are its judged findings in the two sorts of text; `alarms` is how many
    false alarms it gives in 10,000 words of trusted text, of which it has met `trusted_words`.
    `evidence` is what it is judged by: drafts, and where they hold too little, trusted text too.
    `lacks` is what keeps the rule from being stable, in words; empty where nothing does.
    """

    rule: str
    drafts: Evidence
    trusted: Evidence
    trusted_words: int
    alarms: float
    evidence: Evidence
    lacks: tuple[str, ...] = ()


def standing(definition: RuleDefinition, kept: Mapping[str, Any], record: Record) -> Standing:
    """The standing of a rule, given the kept scores of the corpus and what was read of it."""
    population = {draw.data: draw.population for draw in record.draws}
    read = {
        sort: _count(one.verdict for one in record.readings if population[one.data] is sort)
        for sort in Population
    }
    drafts = _gold(definition.id, kept, record) + read[Population.DRAFTS]
    trusted = read[Population.TRUSTED]
    words = sum(draw.words for draw in record.draws if draw.population is Population.TRUSTED)
    alarms = _alarms(record) * 10_000 / max(words, 1)
    paired = tuple(pairs for pairs in record.pairs if pairs.made >= PAIRS)
    least = RARE_HITS if paired else HITS
    evidence = drafts if drafts.judged >= least else drafts + trusted
    return Standing(
        rule=definition.id,
        drafts=drafts,
        trusted=trusted,
        trusted_words=words,
        alarms=alarms,
        evidence=evidence,
        lacks=(
            *_too_few(evidence, least),
            *_too_often_wrong(evidence, paired, PRECISION[definition.severity]),
            *_too_loud(words, alarms),
        ),
    )


def _count(verdicts: Iterator[Verdict]) -> Evidence:
    tally = Counter(verdicts)
    return Evidence(tally[Verdict.RIGHT], tally[Verdict.WRONG])


def _gold(rule: str, kept: Mapping[str, Any], record: Record) -> Evidence:
    """What annotations say of a rule: on articles, where no finding is without a verdict.

    A rule that is not fully marked has findings where the gold is silent. Without them it would
    be judged by its plain cases only. Those in the test split cannot be read by whoever writes
    rules, so there the rule has to be fully marked, or silent elsewhere.
    """
    read = sum(one.data == CORPUS for one in record.readings)
    verdicts = {Split.DEV: read, Split.TEST: 0, Split.CLAIMS: math.inf}
    found = Evidence()
    for split, scores in kept["splits"].items():
        row = scores["rules"].get(rule)
        if row is not None and row["unjudged"] <= verdicts[Split(split)]:
            found += Evidence(row["hits"], row["false_alarms"])
    return found


def _alarms(record: Record) -> float:
    """The false alarms in trusted text: of what was drawn there, the part that was read as wrong.

    What nobody has read is taken for a false alarm.
    """
    alarms = 0.0
    for draw in record.draws:
        if draw.population is Population.TRUSTED:
            read = _count(one.verdict for one in record.readings if one.data == draw.data)
            alarms += draw.hits * (1 - (read.precision or 0.0))
    return alarms


def _too_few(evidence: Evidence, least: int) -> Iterator[str]:
    if evidence.judged < least:
        yield f"{evidence.judged} findings judged, {least} needed"
        if least == HITS and evidence.judged >= RARE_HITS:
            yield f"or {PAIRS} pairs made for it, for a rule that seldom finds anything"


def _too_often_wrong(evidence: Evidence, paired: Iterable[Pairs], bar: float) -> Iterator[str]:
    of_pairs = ((f"pairs of {p.data}", Evidence(p.caught, p.false_alarms)) for p in paired)
    for name, judged in (("judged findings", evidence), *of_pairs):
        if judged.precision is not None and judged.precision < bar:
            yield f"a precision of {judged.precision:.2f} on {name}, {bar:.2f} needed"


def _too_loud(words: int, alarms: float) -> Iterator[str]:
    if words < TRUSTED_WORDS:
        yield f"met {words:,} words of trusted text, {TRUSTED_WORDS:,} needed"
    if alarms > LOUDEST:
        yield f"{alarms:.2f} false alarms per 10,000 words of trusted text, {LOUDEST:g} allowed"
