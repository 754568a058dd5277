"""What the shipped detector sees on text that it was not trained on."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc

from medlint.holes.component import HoleDetector
from medlint.nlp import Annotator
from medlint.reading.holes import holes, weighed
from tools.bench.dropped import Hole, held_out, is_after_function_word, is_scar

RATES = (1, 3, 10)
"""False alarms per 1,000 intact sentences at which recall is compared."""
STRONGEST = 50
_NEVER = -9.0
_DIGEST = 12
_AROUND = 2


@dataclass(frozen=True, slots=True)
class Judged:
    """One sentence: its strongest place, or the odds at its hole, and a few words around it."""

    doc: str
    sentence: str
    odds: float
    around: str
    after_function_word: bool = False
    scar: bool = False


def judge(path: Path, key: str, detector: HoleDetector, nlp: Language) -> Iterator[Judged]:
    """The sentences under `key` of each row; where it has a `hole`, only that place counts."""
    with path.open(encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    docs = list(nlp.pipe(row[key] for row in rows))
    for row, doc, found in zip(rows, docs, detector.logits(docs), strict=True):
        odds = weighed(doc, found)
        digest = hashlib.sha256(row[key].encode()).hexdigest()[:_DIGEST]
        places = list(holes(odds, _NEVER))
        at = row.get("hole")
        if at is None:
            best = max(places, key=lambda i: odds[i], default=None)
            most = _NEVER if best is None else float(odds[best])
            yield Judged(row["doc"], digest, most, _around(doc, best or 0))
            continue
        right = next((t.i for t in doc if t.idx + len(t) > at), len(doc) - 1)
        most = max((float(odds[i]) for i in places if abs(i - right) <= 1), default=_NEVER)
        hole = Hole.at(row[key], at)
        yield Judged(
            row["doc"],
            digest,
            most,
            _around(doc, right),
            is_after_function_word(hole),
            is_scar(hole),
        )


def _around(doc: Doc, right: int) -> str:
    """A few words on both sides of a place."""
    left = " ".join(t.text for t in doc[max(right - _AROUND, 0) : right])
    return f"{left} \u2038 {' '.join(t.text for t in doc[right : right + _AROUND])}".strip()


def lines(folder: Path, weights: Path) -> Iterator[str]:
    """Recall at given rates of false alarms, on both halves of the government site."""
    detector, nlp = HoleDetector(weights), Annotator().nlp
    broken = list(judge(folder / "link-holes.jsonl", "dropped", detector, nlp))
    intact = list(judge(folder / "link-intact.jsonl", "text", detector, nlp))
    for name, half in (("tuned on", False), ("held out", True)):
        here = [one for one in broken if held_out(one.doc) is half]
        whole = [one for one in intact if held_out(one.doc) is half]
        yield f"{name}: {len(here)} holes, {len(whole)} intact sentences"
        for rate in RATES:
            least = threshold(whole, rate)
            yield f"  {rate:2} per 1,000 (odds {least:.2f}): {recalls(here, least)}"


def page(folder: Path, weights: Path) -> str:
    """The strongest false alarms and the plainest misses of the half that was not tuned on."""
    detector, nlp = HoleDetector(weights), Annotator().nlp
    broken = judge(folder / "link-holes.jsonl", "dropped", detector, nlp)
    intact = judge(folder / "link-intact.jsonl", "text", detector, nlp)
    missed = [one for one in broken if held_out(one.doc) and one.after_function_word]
    alarms = [one for one in intact if held_out(one.doc)]
    missed.sort(key=lambda one: (one.odds, one.sentence))
    alarms.sort(key=lambda one: (-one.odds, one.sentence))
    return _PAGE.format(
        count=STRONGEST,
        alarms="\n".join(_row(one) for one in alarms[:STRONGEST]),
        misses="\n".join(_row(one) for one in missed[:STRONGEST]),
    )


def _row(one: Judged) -> str:
    return f"| {one.odds:.2f} | {one.sentence} | {one.around.replace('|', ' ')} |"


_PAGE = """# Where the detector of dropped terms is wrong

Made by `python -m tools.detector score`. The texts are the half of the sentences of a US \
government site that nothing was tuned on; each is named by the digest of its text and shown by \
the words next to the place. Odds are natural logarithms: 3 is 95 %, 4.6 is 99 %.

## The {count} strongest false alarms in intact sentences

| odds | sentence | place |
|---|---|---|
{alarms}

## The {count} weakest at a hole behind a function word

| odds | sentence | place |
|---|---|---|
{misses}
"""


def threshold(intact: Iterable[Judged], rate: int) -> float:
    """The odds that so many of 1,000 intact sentences are above."""
    found = sorted((one.odds for one in intact), reverse=True)
    return found[len(found) * rate // 1_000]


def recalls(broken: Sequence[Judged], least: float) -> str:
    """The shares of holes above these odds: of all, behind function words, of scars."""
    groups = {
        "all": broken,
        "function word left": [one for one in broken if one.after_function_word],
        "scars": [one for one in broken if one.scar],
    }
    return ", ".join(
        f"{name} {sum(one.odds > least for one in group) / max(len(group), 1):.3f}"
        for name, group in groups.items()
    )
