"""`python -m tools.bench [part …]`: measure, print each figure beside its bound, record it.

Articles of the corpus are always at hand. The measuring texts stand beside the checkout; where
they are absent, what needs them is skipped, and the output says so. What is skipped or not asked
for keeps the figures it had, under the date and version that they were measured with.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import platform
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from medlint import runner
from medlint.evaluation import published
from medlint.finding import Category
from medlint.plan import Plan
from medlint.report import FileResult
from medlint.rules import registry
from tools.bench import claims, dropped, peers, scale, sourced, speed, trusted, wordings
from tools.bench.figure import Figure
from tools.bench.record import Record
from tools.bench.trusted import Tally, Text
from tools.detector import sources

ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared"
ARTICLE = ROOT / "corpus" / "hormone-clinic-blog.md"
RESULTS = ROOT / "reports" / "bench.json"
KITS = ROOT / "build" / "peers"
"""Where programs are installed that medlint is measured beside."""

OF_ARTICLES = frozenset({"required"})
"""The kinds of rules that judge a whole article."""

MEDQUAD = "medquad.jsonl"
OPENSTAX = "openstax"
NURSING = "OpenStax nursing without its empty brackets"


@dataclass(frozen=True, slots=True)
class Bench:
    """What is measured: linters that know the day, on texts of this folder."""

    shared: Path
    as_of: dt.date

    @property
    def texts(self) -> Path:
        """The folder of the texts that parts may need."""
        return self.shared / "bench"

    def engine(self, *select: str, ignore: Sequence[str] = ()) -> runner.Engine:
        """A linter with these rules only, or with all but some."""
        plan = Plan(root=ROOT, as_of=self.as_of, select=select, ignore=tuple(ignore))
        return runner.prepare(plan)

    def linter(self, *select: str) -> Callable[[Text], FileResult]:
        """What lints a text with these rules only, or with all."""
        return _lint_with(self.engine(*select))


def _lint_with(engine: runner.Engine) -> Callable[[Text], FileResult]:
    return lambda text: runner.lint_text(engine, text.source, text.path)


def _rules(engine: runner.Engine) -> dict[str, Category]:
    return {rule.id: rule.definition.category for rule in engine.linter.rules}


def _of_articles() -> list[str]:
    """The rules that judge a whole article, and so have nothing to say of a fragment."""
    loaded = registry.load_rules().rules
    return [rule for rule, one in loaded.items() if one.definition.match.kind in OF_ARTICLES]


Measured = Iterator[Figure | Tally]


def measure_start(bench: Bench) -> Measured:
    """One article from nothing."""
    yield from speed.start()
    yield from speed.articles(ARTICLE, ARTICLE.name)
    for article in sorted(bench.shared.glob("seed/*.txt")):
        yield from speed.articles(article, "an article beside the checkout")


def measure_flow(bench: Bench) -> Measured:
    """Words a second."""
    answers = trusted.read_answers(bench.texts / MEDQUAD)
    yield speed.warm(answers[:: speed.EVERY], bench.engine())
    yield speed.growth(ARTICLE, bench.linter())


def measure_peers(_bench: Bench) -> Measured:
    """Time and memory beside other linters of prose."""
    yield from peers.beside(ROOT / "corpus", ARTICLE, KITS)


def measure_growth(_bench: Bench) -> Measured:
    """The memory of a batch by the number of its files."""
    yield from scale.growth()


def measure_scale(bench: Bench) -> Measured:
    """Words a second of a batch by its processes and engine, and the memory of a worker."""
    answers = trusted.read_answers(bench.texts / MEDQUAD)
    yield from scale.sharing(answers[:: scale.EVERY])


def measure_medquad(bench: Bench) -> Measured:
    """False alarms on answers of health authorities, of the rules that judge a sentence."""
    engine = bench.engine(ignore=_of_articles())
    lint = _lint_with(engine)
    answers = trusted.read_answers(bench.texts / MEDQUAD)
    counted = trusted.tally(((answer, lint(answer)) for answer in answers), _rules(engine))
    yield from trusted.alarms(counted, "MedQuAD")
    yield counted


def measure_openstax(bench: Bench) -> Measured:
    """False alarms on textbooks, their citations, and terms dropped from them."""
    engine = bench.engine()
    lint = _lint_with(engine)
    linted = [(page, lint(page)) for page in trusted.read_chapters(bench.texts / OPENSTAX)]
    counted = trusted.tally(linted, _rules(engine))
    yield from trusted.alarms(counted, NURSING)
    yield counted
    yield from sourced.citations(linted, bench.linter(sourced.RULE), NURSING)
    unseen = f"{NURSING}, one page in ten, not trained on"
    lint_for_holes = bench.linter(*dropped.RULES)
    yield from dropped.in_pages(linted, lint_for_holes, unseen, sources.is_held_out)


def measure_links(bench: Bench) -> Measured:
    """Links dropped from single sentences of another subject."""
    lint = bench.linter(*dropped.RULES)
    yield from dropped.in_sentences(
        list(dropped.outcomes(bench.texts / "link-holes.jsonl", "dropped", lint)),
        list(dropped.outcomes(bench.texts / "link-intact.jsonl", "text", lint)),
    )


def measure_claims(bench: Bench) -> Measured:
    """What experts say of claims."""
    yield claims.strength(bench.texts / "causal-language.jsonl")
    yield claims.certainty(bench.texts / "certainty.jsonl")


def measure_wordings(bench: Bench) -> Measured:
    """Wordings by somebody who had never seen the rules."""
    yield from wordings.wordings(ROOT / "corpus" / "wordings.jsonl", bench.linter())


@dataclass(frozen=True, slots=True)
class Part:
    """One measurement and the measuring texts that it cannot do without."""

    measure: Callable[[Bench], Measured]
    needs: tuple[str, ...] = ()


PARTS: Mapping[str, Part] = {
    "start": Part(measure_start),
    "flow": Part(measure_flow, (MEDQUAD,)),
    "peers": Part(measure_peers),
    "growth": Part(measure_growth),
    "scale": Part(measure_scale, (MEDQUAD,)),
    "medquad": Part(measure_medquad, (MEDQUAD,)),
    "openstax": Part(measure_openstax, (OPENSTAX,)),
    "links": Part(measure_links, ("link-holes.jsonl", "link-intact.jsonl")),
    "claims": Part(measure_claims, ("causal-language.jsonl", "certainty.jsonl")),
    "wordings": Part(measure_wordings),
}


def main(arguments: Sequence[str], *, shared: Path, results: Path) -> int:
    """Measure on the texts in `shared`, print, record in `results`."""
    parser = argparse.ArgumentParser(prog="python -m tools.bench", description=__doc__)
    parser.add_argument("part", nargs="*", help=f"what to measure: {', '.join(PARTS)}; all else")
    names = parser.parse_args(arguments).part or list(PARTS)
    if unknown := sorted(set(names) - set(PARTS)):
        parser.error(f"there is no part {', '.join(unknown)}; there are {', '.join(PARTS)}")
    today = dt.datetime.now(tz=dt.UTC).date()
    bench = Bench(shared, today)
    tool = bench.engine().tool
    stamp = {
        "date": today.isoformat(),
        "version": tool.version,
        "rules_digest": tool.rules_digest,
        "model": tool.model,
        "machine": f"{os.cpu_count()} cores, {platform.system()} {platform.machine()}, "
        f"Python {platform.python_version()}",
    }
    for name in names:
        part = PARTS[name]
        if absent := [need for need in part.needs if not (bench.texts / need).exists()]:
            print(f"skipped: {name}, for there is no {' and no '.join(absent)}")
            continue
        figures: list[Figure] = []
        counted = None
        for found in part.measure(bench):
            if isinstance(found, Tally):
                counted = found
                for line in found.lines():
                    print(f"  {line}")
            else:
                figures.append(found)
                print(found.line(), flush=True)
        # Read only now, for another part may have been measured meanwhile.
        Record.read(results).having(name, stamp, figures, counted).write(results)
    _refresh(results.parent)
    print(f"Written to {results.parent.name}/{results.name}")
    return 0


def _refresh(folder: Path) -> None:
    """Bring the page and the picture beside the figures up to date, where there are scores."""
    scores = folder / published.SCORES
    if scores.exists():
        kept = json.loads(scores.read_text(encoding="utf-8"))
        for name, text in published.render(kept, registry.load_rules(), folder).items():
            (folder / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], shared=SHARED, results=RESULTS))
