"""`python -m tools.overclaims train`, `… teach` and `… score`: see docs/overclaims-model.md.

`train` makes the weights of the linear reader, `teach` those of the encoder, which goes second.
`score` says what both make of the sentences in `unread/`, from which neither learns.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from medlint.nlp import Annotator
from medlint.overclaims import FAULTS
from medlint.overclaims import encoder as running
from medlint.overclaims.classifier import WEIGHTS, OverclaimReader
from tools.bench.__main__ import SHARED
from tools.detector.sources import SourceError
from tools.overclaims import training
from tools.overclaims.sentences import FOLDER, NAMES, Told, named, trusted, written

if TYPE_CHECKING:
    from tools.overclaims import encoding

UNREAD = FOLDER.with_name("unread")
_TRUSTED = 30_000
_ENCODED = 20_000
"""So many trusted sentences the encoder learns from: it is slower."""


def main(arguments: Sequence[str]) -> int:
    """Train, say how well unread writers are read, and write the weights."""
    parser = argparse.ArgumentParser(prog="python -m tools.overclaims", description=__doc__)
    parser.add_argument("command", choices=["train", "teach", "score"])
    parser.add_argument("--texts", type=Path, default=SHARED / "bench", metavar="FOLDER")
    parser.add_argument("--output", type=Path, metavar="FILE")
    parsed = parser.parse_args(arguments)
    try:
        if parsed.command == "train":
            _train(parsed.texts, parsed.output or WEIGHTS)
        elif parsed.command == "score":
            _score()
        else:
            _teach(parsed.texts, parsed.output or running.WEIGHTS)
    except SourceError as error:
        print(f"overclaims: {error}", file=sys.stderr)
        return 2
    return 0


@dataclass(frozen=True, slots=True)
class _Material:
    """What is learnt from, what is held to be sound, and what is only scored; and their rows."""

    own: Sequence[Told]
    learnt: Sequence[Told]
    unread: Sequence[Told]
    rare: training.Array
    rows: training.Array
    plain: training.Array
    away: training.Array

    def folds(self) -> Iterator[training.Fold]:
        """Linear readers that leave each quarter of the writers out in turn."""
        return training.folds(self.own, self.rows, self.plain, self.away)


def _gathered(texts: Path) -> _Material:
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
    return _Material(own, learnt, unread, rare, rows, plain, away)


def _train(texts: Path, output: Path) -> None:
    """The linear reader."""
    known = _gathered(texts)
    folds = list(known.folds())
    _say([(fold.has, fold.scores, fold.trusted) for fold in folds])
    own = known.own
    fitted = training.fit(
        *training.with_trusted(
            known.rows, known.plain, training.told_by(own), training.counts_of(own)
        )
    )
    level = np.median([fold.level for fold in folds], axis=0)
    training.write(training.shipped(fitted, known.rare, level), output)
    print(f"Written to {output}")


def _teach(texts: Path, output: Path) -> None:
    """The encoder: once without a quarter of the writers, to see what it is worth, and then whole.

    What the two readers' scores count is settled on that quarter, and on unread documents.
    """
    from tools.overclaims import encoding, joining  # noqa: PLC0415 -- PyTorch, for this alone

    start = encoding.Pretrained.read()
    known = _gathered(texts)
    fold = next(known.folds())
    left_out = np.array([one.writer in fold.writers for one in known.own])
    some = [one for one, out in zip(known.own, left_out, strict=True) if not out]
    net = _taught(start, some, known.learnt)
    left = [one for one, out in zip(known.own, left_out, strict=True) if out]
    scored = [*left, *known.unread]
    is_trusted = np.arange(len(scored)) >= len(left)
    heard = joining.Heard(
        linear=np.concatenate([fold.scores, fold.trusted]),
        encoded=encoding.spread(net.scores([one.text for one in scored])),
        has=training.told_by(scored),
        counts=training.counts_of(scored),
        is_hard=np.array([not one.tells and one.writer != NAMES for one in scored]) & ~is_trusted,
        is_trusted=is_trusted,
    )
    joint = joining.joint(heard)
    scores = joint.scores(heard.linear, heard.encoded)
    _say([(heard.has[~is_trusted], scores[~is_trusted], scores[is_trusted])])
    net = _taught(start, known.own, known.learnt)
    arrays = encoding.shipped(
        net, start.vocabulary, (one.text for one in (*known.own, *known.learnt, *known.unread))
    )
    arrays |= {"shares": joint.shares, "level": joint.level}
    np.savez_compressed(output, **arrays)
    print(f"Written to {output}")


def _score() -> None:
    """Each reader's own scores, of sentences that are in no weights."""
    nlp = Annotator().nlp
    unread = list(written(UNREAD))
    docs = [nlp.make_doc(one.text) for one in unread]
    reader = OverclaimReader()
    has = training.told_by(unread)
    none = np.zeros((1, has.shape[1])) - 1
    both = reader.scores(docs)
    for name, scores in (("the linear reader alone", reader.linear(docs)), ("both", both)):
        print(f"{name}, {len(unread)} sentences")
        _say([(has, scores, none)])


def _taught(start: encoding.Pretrained, own: Sequence[Told], sound: Sequence[Told]) -> encoding.Net:
    from tools.overclaims import encoding  # noqa: PLC0415 -- as above

    told = [*own, *sound[:_ENCODED]]
    has, counts = training.told_by(told), training.counts_of(told)
    broken = has[:, : len(FAULTS)].any(axis=1, keepdims=True)
    return encoding.train(
        start,
        [one.text for one in told],
        np.concatenate([has, broken], axis=1),
        np.concatenate([counts, np.ones_like(broken, dtype=float)], axis=1),
    )


def _is_learnt(doc: str) -> bool:
    """Whether a trusted document is learnt from; in the other half sentences are only scored."""
    return hashlib.sha256(doc.encode()).digest()[0] % 2 == 0


def _say(parts: Sequence[tuple[training.Array, training.Array, training.Array]]) -> None:
    """Recall on unread writers, and what is flagged without cause.

    Each part: what sentences tell, their scores, and the scores of trusted ones.
    """
    has = np.concatenate([has for has, _, _ in parts])
    scores = np.concatenate([scores for _, scores, _ in parts])
    faulty = has[:, : len(FAULTS)].any(axis=1)
    for column, name in enumerate(training.TOLD):
        found = scores[has[:, column], column] > 0
        print(f"{name:22} {found.mean():.2f} of {len(found)}")
    heard: training.Array = (scores[:, : len(FAULTS)] > 0).any(axis=1)
    print(f"any fault found       {heard[faulty].mean():.2f}")
    print(f"look-alikes flagged   {heard[~faulty].mean():.3f} of {(~faulty).sum()}")
    alarms = [(trusted[:, : len(FAULTS)] > 0).any(axis=1).mean() for _, _, trusted in parts]
    if any(len(trusted) > 1 for _, _, trusted in parts):
        print(f"trusted flagged       {np.mean(alarms):.5f}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
