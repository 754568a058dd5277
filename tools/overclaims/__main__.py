"""`python -m tools.overclaims train`: see docs/overclaims-model.md."""

from __future__ import annotations

import argparse
import hashlib
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from medlint.nlp import Annotator
from medlint.overclaims import FAULTS
from medlint.overclaims.classifier import WEIGHTS
from tools.bench.__main__ import SHARED
from tools.detector.sources import SourceError
from tools.overclaims import training
from tools.overclaims.sentences import named, trusted, written

_TRUSTED = 30_000


def main(arguments: Sequence[str]) -> int:
    """Train, say how well unread writers are read, and write the weights."""
    parser = argparse.ArgumentParser(prog="python -m tools.overclaims", description=__doc__)
    parser.add_argument("command", choices=["train"])
    parser.add_argument("--texts", type=Path, default=SHARED / "bench", metavar="FOLDER")
    parser.add_argument("--output", type=Path, default=WEIGHTS, metavar="FILE")
    parsed = parser.parse_args(arguments)
    try:
        _train(parsed.texts, parsed.output)
    except SourceError as error:
        print(f"overclaims: {error}", file=sys.stderr)
        return 2
    return 0


def _train(texts: Path, output: Path) -> None:
    nlp = Annotator().nlp
    own = [*written(), *named()]
    others = list(trusted(texts))
    order = np.random.default_rng(1).permutation(len(others))
    learnt = [others[at] for at in order if _is_learnt(others[at].writer)][:_TRUSTED]
    unread = [one for one in others if not _is_learnt(one.writer)]
    raw, plain, away = (training.matrix(nlp, part) for part in (own, learnt, unread))
    rare = training.rarity(training.together(raw, plain))
    rows, plain, away = (training.weighed(part, rare) for part in (raw, plain, away))
    print(f"{len(own)} sentences, {len(learnt)} trusted ones, {len(unread)} of unread documents")
    folds = list(training.folds(own, rows, plain, away))
    _say(folds)
    fitted = training.fit(
        *training.with_trusted(rows, plain, training.told_by(own), training.counts_of(own))
    )
    level = np.median([fold.level for fold in folds], axis=0)
    training.write(training.shipped(fitted, rare, level), output)
    print(f"Written to {output}")


def _is_learnt(doc: str) -> bool:
    """Whether a trusted document is learnt from; in the other half sentences are only scored."""
    return hashlib.sha256(doc.encode()).digest()[0] % 2 == 0


def _say(folds: Sequence[training.Fold]) -> None:
    """Recall on unread writers, and what is flagged without cause."""
    has = np.concatenate([fold.has for fold in folds])
    scores = np.concatenate([fold.scores for fold in folds])
    faulty = has[:, : len(FAULTS)].any(axis=1)
    for column, name in enumerate(training.TOLD):
        found = scores[has[:, column], column] > 0
        print(f"{name:22} {found.mean():.2f} of {len(found)}")
    heard: training.Array = (scores[:, : len(FAULTS)] > 0).any(axis=1)
    print(f"any fault found       {heard[faulty].mean():.2f}")
    print(f"look-alikes flagged   {heard[~faulty].mean():.3f} of {(~faulty).sum()}")
    alarms = [(fold.trusted[:, : len(FAULTS)] > 0).any(axis=1).mean() for fold in folds]
    print(f"trusted flagged       {np.mean(alarms):.5f}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
