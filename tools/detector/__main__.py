"""`python -m tools.detector train|score`: see docs/dropped-terms-model.md.

`train` makes the weights of the detector anew from its sources; `score` measures the shipped ones.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from medlint.nlp import Annotator
from tools.bench.__main__ import MEDQUAD, OPENSTAX, ROOT, SHARED
from tools.detector import scoring, sources
from tools.detector.sentences import Sentence, prepare

_WEIGHTS = ROOT / "src" / "medlint" / "holes" / "weights.npz"
_PAGE = ROOT / "reports" / "dropped-terms.md"
_MANUAL = "Django-5.2.tar.gz"


def main(arguments: Sequence[str]) -> int:
    """Run one command; what is missing is told in a line."""
    parser = argparse.ArgumentParser(prog="python -m tools.detector", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    train = commands.add_parser("train", help="train and write the weights")
    train.add_argument("--manual", type=Path, default=ROOT / "build" / _MANUAL, metavar="FILE")
    train.add_argument("--millions", type=float, default=9.0, help="words to be trained on")
    train.add_argument("--seed", type=int, default=1)
    train.add_argument("--output", type=Path, default=_WEIGHTS, metavar="FILE")
    train.set_defaults(run=_train)
    score = commands.add_parser("score", help="measure on text that was not trained on")
    score.add_argument("--weights", type=Path, default=_WEIGHTS, metavar="FILE")
    score.set_defaults(run=_score)
    parsed = parser.parse_args(arguments)
    try:
        parsed.run(parsed)
    except sources.SourceError as error:
        print(f"detector: {error}", file=sys.stderr)
        return 2
    return 0


def _sentences(manual: Path) -> Iterator[Sentence]:
    texts = SHARED / "bench"
    places = (
        (sources.OPENSTAX, texts / OPENSTAX),
        (sources.MEDQUAD, texts / MEDQUAD),
        (sources.DJANGO, manual),
    )
    nlp = Annotator().nlp
    for source, path in places:
        yield from prepare(nlp, source.passages(path))


def _train(parsed: argparse.Namespace) -> None:
    from tools.detector import export, training  # noqa: PLC0415 -- only here is jax needed

    learnt = [s for s in _sentences(parsed.manual) if not sources.is_held_out(s.doc)]
    plan = training.Plan(parsed.millions, parsed.seed)
    export.write(training.train(Annotator().nlp, learnt, plan), parsed.output)
    print(f"Written to {parsed.output}")


def _score(parsed: argparse.Namespace) -> None:
    for line in scoring.lines(SHARED / "bench", parsed.weights):
        print(line, flush=True)
    _PAGE.write_text(scoring.page(SHARED / "bench", parsed.weights), encoding="utf-8")
    print(f"Written to {_PAGE}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
