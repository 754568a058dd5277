"""Scores and differences for people at a terminal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

import medlint
from medlint.evaluation.annotated import Split
from medlint.evaluation.bounds import Shortfall
from medlint.evaluation.comparison import Change, Difference
from medlint.evaluation.intervals import Interval
from medlint.evaluation.scores import ALL, Lapse, Score, SplitScores
from medlint.evaluation.scoring import Counts
from medlint.formats.counts import count
from medlint.formats.legible import in_terminal, one_line
from medlint.parsing import format_of
from medlint.report import NOTICE, Tool
from medlint.text import Place

_HEADS = ("hits", "misses", "false alarms", "precision", "recall", "F1", "arguable")
_DASH = "\N{EN DASH}"
"""Between two bounds, and alone where there is nothing to score."""

_SIGNS = {Change.GAINED: "+", Change.LOST: "-", Change.CHANGED: "~"}


def render_scores(splits: Iterable[SplitScores], *, color: bool = False) -> str:
    """A table of each split: all, categories, their rules; then the texts."""
    return "\n".join(line for scores in splits for line in (*_score_lines(scores, color=color), ""))


def _score_lines(scores: SplitScores, *, color: bool) -> Iterator[str]:
    kinds = ", ".join(f"{number} {kind}" for kind, number in scores.kinds.items())
    unit = "sentence" if scores.split is Split.CLAIMS else "article"
    title = f"{scores.split}: {count(sum(scores.kinds.values()), unit)} ({kinds})"
    yield _strong(title, color=color)
    rows = [(ALL, scores.overall)]
    for category, score in scores.categories.items():
        rows.append((category, score))
        rows += [
            (f"  {rule}", scores.rules[rule])
            for rule, own in scores.category_of.items()
            if own == category
        ]
    yield from _table([("", *_HEADS), *((name, *_cells(score)) for name, score in rows)])
    if scores.unwritten:
        yield f"{count(scores.unwritten, 'annotation')} of rules that did not run: not counted"
    if scores.split is not Split.CLAIMS:
        yield ""
        heads = (*_HEADS[:3], _HEADS[-1])
        texts = [(in_terminal(path), *_numbers(counts)) for path, counts in scores.texts.items()]
        yield from _table([("", *heads), *texts])


def _cells(score: Score) -> tuple[str, ...]:
    counts, intervals = score.counts, score.intervals
    hits, misses, false_alarms, arguable = _numbers(counts)
    precision = _with_interval(counts.precision, intervals.precision)
    recall = _with_interval(counts.recall, intervals.recall)
    f1 = _with_interval(counts.f1, intervals.f1)
    return hits, misses, false_alarms, precision, recall, f1, arguable


def _numbers(counts: Counts) -> tuple[str, str, str, str]:
    arguable = f"{counts.arguable_found} of {counts.arguable}" if counts.arguable else _DASH
    return str(counts.hits), str(counts.misses), str(counts.false_alarms), arguable


def _with_interval(value: float | None, interval: Interval | None) -> str:
    if value is None:
        return _DASH
    return f"{value:.2f}" + (f" ({interval[0]:.2f}{_DASH}{interval[1]:.2f})" if interval else "")


def _table(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Columns as wide as their widest cell: the first to the left, the others to the right."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for first, *others in rows:
        cells = (cell.rjust(width) for cell, width in zip(others, widths[1:], strict=True))
        yield "  ".join((first.ljust(widths[0]), *cells)).rstrip()


def render_lapses(
    title: str, lapses: Sequence[Lapse], *, withheld: int = 0, color: bool = False
) -> str:
    """Misses or false alarms, each with its sentence; `withheld` ones are only counted."""
    lines = ["", _strong(f"{title}: {len(lapses) + withheld}", color=color)]
    for lapse in lapses:
        where = _where(lapse.path, lapse.place)
        lines += [f"{where} {lapse.rule} “{one_line(lapse.words)}”", _indented(lapse.sentence)]
    if withheld:
        lines.append(_withheld(withheld))
    return "".join(f"{line}\n" for line in lines)


def _where(path: str, place: Place) -> str:
    """The place for an editor to jump to; the path of a labelled sentence has its line already."""
    name = in_terminal(path)
    return f"{name}:{place.line}:{place.column}" if format_of(path) else name


def _withheld(number: int) -> str:
    return f"{number} of these in articles of the test split: not shown without --show-test"


def _indented(sentence: str) -> str:
    return f"    {one_line(sentence)}"


def render_shortfalls(shortfalls: Iterable[Shortfall]) -> str:
    """What lies under its bound, a line each."""
    lines = [
        f"{short.split}: the {short.measure} of {short.name} is {short.score:.3f}, "
        f"under {short.least:g}"
        for short in shortfalls
    ]
    return "".join(f"{line}\n" for line in ["", *lines]) if lines else ""


def render_closing(tool: Tool) -> str:
    """What was scored, and what a score does not mean."""
    made_by = f"{tool.name} {tool.version}, model {tool.model}, as of {tool.as_of}"
    return f"\n{in_terminal(made_by)}\n{NOTICE}\n"


def render_differences(
    differences: Sequence[Difference], *, hidden: frozenset[str], color: bool = False
) -> str:
    """Each difference with its sentence, then a summary by rule.

    Those in the texts at `hidden` paths are only counted.
    """
    lines = []
    shown = [difference for difference in differences if difference.path not in hidden]
    for entry in shown:
        severity = _from_to(entry.severity_before, entry.severity)
        was = None if entry.words_before is None else f"“{one_line(entry.words_before)}”"
        words = _from_to(was, f"“{one_line(entry.words)}”")
        where = _where(entry.path, entry.place)
        lines.append(f"{_SIGNS[entry.change]} {where} {entry.rule} {severity} {words}")
        lines.append(_indented(entry.sentence))
    if len(shown) < len(differences):
        lines.append(_withheld(len(differences) - len(shown)))
    if differences:
        tally = Counter((entry.rule, entry.change) for entry in differences)
        rules = sorted({rule for rule, _ in tally})
        rows = [(rule, *(str(tally[rule, change]) for change in Change)) for rule in rules]
        totals = [sum(entry.change is change for entry in differences) for change in Change]
        table = _table([("", *Change), *rows, (ALL, *map(str, totals))])
        lines += ["", _strong("by rule", color=color), *table]
    return "".join(f"{line}\n" for line in lines)


def _from_to(before: str | None, after: str) -> str:
    return after if before is None else f"{before} → {after}"


def render_compared(old: str, new: str, differences: Sequence[Difference], texts: int) -> str:
    """What was compared, and the counts in one line."""
    tally = Counter(difference.change for difference in differences)
    counts = ", ".join(f"{tally[change]} {change}" for change in Change)
    return (
        f"{count(texts, 'text')}: {counts}, from the rules of {in_terminal(old)} to those of "
        f"{in_terminal(new)}, both run by this version of the code ({medlint.__version__})\n"
    )


def _strong(text: str, *, color: bool) -> str:
    return f"\x1b[1m{text}\x1b[0m" if color else text
