"""The scores of many texts: by split, and in it by category, rule and text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from medlint.document import Document
from medlint.evaluation.annotated import Split
from medlint.evaluation.intervals import Intervals, bootstrap
from medlint.evaluation.scoring import Counts, Outcome
from medlint.finding import Category
from medlint.reading import segmenter
from medlint.text import LineIndex, Place, Span

ALL = "all"
"""The name of the score of all rules together."""


@dataclass(frozen=True, slots=True)
class Score:
    """The counts of a rule, a category or all, with how far their scores could lie."""

    counts: Counts
    intervals: Intervals


@dataclass(frozen=True, slots=True)
class SplitScores:
    """One split: how many texts of which kind it has, and every score, sorted by name.

    `categories` holds those that have a rule, `rules` the rules that ran and that category they
    are of, `texts` the counts of all rules on each text. `unwritten` counts the annotations of
    rules that did not run; nothing else does.
    """

    split: Split
    kinds: Mapping[str, int]
    overall: Score
    categories: Mapping[str, Score]
    rules: Mapping[str, Score]
    category_of: Mapping[str, Category]
    texts: Mapping[str, Counts]
    unwritten: int

    def named(self) -> dict[str, Score]:
        """Every score that a bound may name: `all`, the categories, the rules."""
        return {ALL: self.overall, **self.categories, **self.rules}


@dataclass(frozen=True, slots=True)
class Lapse:
    """A miss or a false alarm: the rule, the text's path, the place, the words, the sentence."""

    rule: str
    path: str
    place: Place
    words: str
    sentence: str


def score(outcomes: Sequence[Outcome]) -> list[SplitScores]:
    """The scores of each split that has a text, in the order dev, test, claims."""
    by_split = {split: [o for o in outcomes if o.annotated.split is split] for split in Split}
    return [_score_split(split, inside) for split, inside in by_split.items() if inside]


def _score_split(split: Split, outcomes: Sequence[Outcome]) -> SplitScores:
    category_of = {judged.rule: judged.category for judged in outcomes[0].judged}
    members = {
        category: [rule for rule, own in category_of.items() if own is category]
        for category in sorted(set(category_of.values()))
    }
    return SplitScores(
        split=split,
        kinds=dict(sorted(Counter(str(o.annotated.kind) for o in outcomes).items())),
        overall=_score(outcomes, category_of),
        categories={str(name): _score(outcomes, rules) for name, rules in members.items()},
        rules={rule: _score(outcomes, [rule]) for rule in category_of},
        category_of=category_of,
        texts={o.annotated.path: o.counts() for o in outcomes},
        unwritten=sum(
            mark.rule not in category_of
            for outcome in outcomes
            for mark in (*outcome.annotated.expected, *outcome.annotated.silent)
        ),
    )


def _score(outcomes: Iterable[Outcome], rules: Iterable[str]) -> Score:
    wanted = frozenset(rules)
    per_text = [outcome.counts(wanted) for outcome in outcomes]
    return Score(sum(per_text, Counts()), bootstrap(per_text))


def misses(outcomes: Iterable[Outcome]) -> list[Lapse]:
    """Every sure expectation that no finding satisfies, in the order of the texts."""
    return [
        _lapse(outcome, judged.rule, mark.span)
        for outcome in outcomes
        for judged in outcome.judged
        for mark in judged.misses
    ]


def false_alarms(outcomes: Iterable[Outcome]) -> list[Lapse]:
    """Every finding that is a false alarm, in the order of the texts."""
    return [
        _lapse(outcome, judged.rule, finding.span)
        for outcome in outcomes
        for judged in outcome.judged
        for finding in judged.false_alarms
    ]


def _lapse(outcome: Outcome, rule: str, span: Span) -> Lapse:
    document = outcome.document
    return Lapse(
        rule=rule,
        path=outcome.annotated.path,
        place=LineIndex(document.source).place(span.start),
        words=" ".join(span.of(document.source).split()),
        sentence=sentence_at(document, span),
    )


def sentence_at(document: Document, span: Span) -> str:
    """The sentence in which a span of the source begins, white space folded.

    Where the span is in no block (an attribute, say), it is the line.
    """
    for block in document.blocks:
        place = block.map.to_text(span)
        if place is None:
            continue
        for sentence in segmenter.sentences(block):
            if sentence.start <= place.start < sentence.end:
                return " ".join(sentence.of(block.text).split())
    lines = LineIndex(document.source)
    line = lines.line_span(lines.place(span.start).line)
    return " ".join(line.of(document.source).split())
