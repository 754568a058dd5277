"""`python -m tools.readings draw|record|pairs|standing`: see docs/rule-life.md."""

from __future__ import annotations

import argparse
import datetime as dt
import json
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from medlint import runner
from medlint.document import Document
from medlint.errors import MedlintError, UsageError
from medlint.evaluation import corpus, evaluate, readings, standing
from medlint.evaluation.annotated import Split
from medlint.evaluation.readings import CORPUS, Draw, Pairs, Population, Reading
from medlint.evaluation.scoring import judge_all
from medlint.finding import Finding
from medlint.plan import Plan
from medlint.rules.definition import Status
from medlint.rules.loader import RuleSet, load
from medlint.rules.names import known_rule
from tools.bench.__main__ import SHARED
from tools.readings import acronyms, sheet, texts

ROOT = Path(__file__).parents[2]
_KNOWN = (CORPUS, *texts.TRUSTED)
_PAIRS = {"acronyms": acronyms.pairs}
"""Pairs that are made of the measuring sets."""

_CONFIDENCE = re.compile(r"^confidence:.*\n", re.MULTILINE)
_SEVERITY = re.compile(r"^severity:.*\n", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Found:
    """What the rules said of one text; `words` counts those that they could read."""

    path: str
    source: str
    words: int
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Desk:
    """Where things are: the project, and the measuring texts that may stand beside it."""

    root: Path
    shared: Path

    @property
    def kept(self) -> Path:
        """The folder of the records."""
        return self.root / "reports" / "readings"

    def sheet(self, rule: str, data: str) -> Path:
        """The file of a sheet."""
        return self.root / "build" / "readings" / f"{rule}.{data}.jsonl"

    def rules(self) -> RuleSet:
        """The rules of the project."""
        return load([self.root / "rules"])

    def engine(self, rules: Sequence[str]) -> runner.Engine:
        """A linter with these rules only."""
        plan = Plan(root=self.root, as_of=_today(), select=tuple(rules))
        return runner.prepare_with(self.rules(), plan)


def main(arguments: Sequence[str], *, root: Path, shared: Path) -> int:
    """Run one command; wrong use is told in a line."""
    parsed = _parser().parse_args(arguments)
    try:
        parsed.run(parsed, Desk(root, shared))
    except MedlintError as error:
        print(f"readings: {error}", file=sys.stderr)
        return error.exit_code
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tools.readings", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    draw = commands.add_parser("draw", help="run rules over texts and write sheets of their hits")
    draw.add_argument("rules", metavar="RULE[,RULE…]")
    draw.add_argument("paths", nargs="*", metavar="PATH", help="files, folders, .jsonl with texts")
    draw.add_argument(
        "--data",
        required=True,
        metavar="NAME",
        help=f"what the texts are called; without a path one of {', '.join(_KNOWN)}",
    )
    draw.add_argument(
        "--trusted", action="store_true", help="the texts were edited by an authority; else drafts"
    )
    draw.add_argument("--count", type=int, default=standing.HITS, help="hits to be read in all")
    draw.add_argument("--seed", type=int, default=1)
    draw.set_defaults(run=_draw)

    record = commands.add_parser("record", help="keep the verdicts of sheets")
    record.add_argument("sheets", nargs="+", type=Path, metavar="SHEET")
    record.set_defaults(run=_record)

    pairs = commands.add_parser("pairs", help="run a rule over pairs made for it")
    pairs.add_argument("rule", metavar="RULE")
    pairs.add_argument(
        "path",
        type=Path,
        nargs="?",
        metavar="FILE",
        help=f"rows of JSON with two texts each; needless for --data {', '.join(_PAIRS)}",
    )
    pairs.add_argument("--faulty", default="faulty", metavar="KEY", help="of the text with a fault")
    pairs.add_argument("--sound", default="sound", metavar="KEY", help="of the text without")
    pairs.add_argument("--data", required=True, metavar="NAME", help="what the pairs are called")
    pairs.set_defaults(run=_pairs)

    show = commands.add_parser("standing", help="what each rule lacks to be stable")
    show.add_argument("rules", nargs="*", metavar="RULE")
    show.add_argument(
        "--write", action="store_true", help="write the confidence that follows into rule files"
    )
    show.set_defaults(run=_standing)
    return parser


def _today() -> dt.date:
    return dt.datetime.now(tz=dt.UTC).date()


def _draw(arguments: argparse.Namespace, desk: Desk) -> None:
    rules: list[str] = arguments.rules.split(",")
    data: str = arguments.data
    if (data in _KNOWN) == bool(arguments.paths):
        known = ", ".join(_KNOWN)
        msg = f"name paths to draw from and what they are called; or only --data, one of {known}"
        raise UsageError(msg)
    is_trusted = arguments.trusted or data in texts.TRUSTED
    engine = desk.engine(rules)
    if data == CORPUS:
        found = list(_unjudged(engine, desk.root / "corpus"))
    elif data in texts.TRUSTED:
        found = list(_linted(engine, texts.read_trusted(data, desk.shared / "bench")))
    else:
        found = list(_linted(engine, texts.read(arguments.paths)))
    for rule in rules:
        hits = [
            sheet.hit(finding, text.source, path=text.path, data=data)
            for text in found
            for finding in text.findings
            if finding.rule == rule
        ]
        draw = Draw(
            rule=rule,
            data=data,
            population=Population.TRUSTED if is_trusted else Population.DRAFTS,
            texts=len(found),
            words=sum(text.words for text in found),
            hits=len(hits),
            on=_today(),
        )
        before = readings.read(desk.kept, rule)
        record = before.drawn(draw, (one.sentence for one in hits))
        readings.write(desk.kept, record)
        gone = len(before.readings) - len(record.readings)
        read = {one.sentence for one in record.readings if one.data == data}
        chosen = sheet.sample(hits, arguments.count, seed=arguments.seed)
        unread = [one for one in chosen if one.sentence not in read]
        place = desk.sheet(rule, data)
        sheet.write(place, unread)
        print(
            f"{rule}: {draw.hits} hits in {draw.words:,} words of {data}; "
            f"{len(read)} read, {gone} readings of what is no longer found dropped; "
            f"{len(unread)} to read in {place}"
        )


def _linted(engine: runner.Engine, read: Iterable[texts.Text]) -> Iterator[Found]:
    """What is reported in the texts; those that cannot be checked are left out."""
    failed: Counter[str] = Counter()
    for text in read:
        result = runner.lint_text(engine, text.source, text.path)
        if result.document is None:
            failed[result.error.stage if result.error else "check"] += 1
            continue
        yield Found(text.path, text.source, _words(result.document), result.found())
    for stage, count in failed.items():
        print(f"not checked ({stage}): {count} texts")


def _unjudged(engine: runner.Engine, folder: Path) -> Iterator[Found]:
    """What is reported in the development articles where their gold says nothing."""
    rules = {rule.id: rule.definition.category for rule in engine.linter.rules}
    for annotated in corpus.discover([str(folder)]):
        if annotated.split is not Split.DEV:
            continue
        result = evaluate.lint(engine, annotated)
        if result.document is None:
            msg = f"{annotated.path}: not checked: {result.error}"
            raise UsageError(msg)
        judged = judge_all(annotated, result.document, result.found(), rules).judged
        unjudged = tuple(finding for one in judged for finding in one.unjudged)
        yield Found(annotated.path, annotated.source, _words(result.document), unjudged)


def _words(document: Document) -> int:
    return sum(len(block.text.split()) for block in document.blocks)


def _record(arguments: argparse.Namespace, desk: Desk) -> None:
    for place in arguments.sheets:
        rows = list(sheet.read(place))
        new = [row for row in rows if row is not None]
        by_rule: dict[str, list[Reading]] = {}
        for reading in new:
            by_rule.setdefault(reading.rule, []).append(reading)
        for rule, verdicts in by_rule.items():
            record = readings.read(desk.kept, rule)
            if unknown := {one.data for one in verdicts} - {draw.data for draw in record.draws}:
                msg = f"{place}: nothing was drawn from {', '.join(sorted(unknown))}"
                raise UsageError(msg)
            readings.write(desk.kept, record.read(verdicts))
        print(f"{place}: {len(new)} verdicts kept, {len(rows) - len(new)} hits still to read")


def _pairs(arguments: argparse.Namespace, desk: Desk) -> None:
    engine = desk.engine([arguments.rule])
    made = caught = alarms = 0
    for number, pair in enumerate(_pairs_of(arguments, desk), 1):
        faulty, sound = (
            runner.lint_text(engine, source, f"{number}.md").found() for source in pair
        )
        made += 1
        caught += bool(faulty)
        alarms += bool(sound)
    pairs = Pairs(
        rule=arguments.rule,
        data=arguments.data,
        made=made,
        caught=caught,
        false_alarms=alarms,
        on=_today(),
    )
    readings.write(desk.kept, readings.read(desk.kept, arguments.rule).paired(pairs))
    print(f"{pairs.rule}: {made} pairs, {caught} caught, {alarms} false alarms")


def _pairs_of(arguments: argparse.Namespace, desk: Desk) -> Iterator[tuple[str, ...]]:
    if (arguments.data in _PAIRS) == (arguments.path is not None):
        msg = f"name a file of pairs and what they are called; or only --data {', '.join(_PAIRS)}"
        raise UsageError(msg)
    if arguments.path is not None:
        yield from texts.rows(arguments.path, (arguments.faulty, arguments.sound))
        return
    for name in texts.TRUSTED:
        yield from _PAIRS[arguments.data](texts.read_trusted(name, desk.shared / "bench"))


def _standing(arguments: argparse.Namespace, desk: Desk) -> None:
    loaded = desk.rules()
    kept: Mapping[str, Any] = json.loads(
        (desk.root / "reports" / "scores.json").read_text(encoding="utf-8")
    )
    wanted = [known_rule(loaded.rules, name) for name in arguments.rules] or list(loaded.rules)
    records = readings.read_all(desk.kept)
    for rule in sorted(wanted):
        found = standing.standing(
            loaded.rules[rule].definition, kept, records.get(rule) or readings.Record(rule)
        )
        for line in _lines(found, loaded):
            print(line)
        if arguments.write:
            _write_confidence(loaded, found)


def _lines(found: standing.Standing, loaded: RuleSet) -> Iterator[str]:
    definition = loaded.rules[found.rule].definition
    evidence = found.evidence
    yield (
        f"{found.rule} ({definition.severity}, {definition.status}): "
        f"drafts {found.drafts.right} right, {found.drafts.wrong} wrong; "
        f"trusted text {found.trusted.right} right, {found.trusted.wrong} wrong, "
        f"{found.alarms:.2f} false alarms per 10,000 of {found.trusted_words:,} words; "
        f"precision at least {evidence.at_least:.2f}: confidence {evidence.confidence}"
    )
    for lack in found.lacks:
        yield f"  lacks: {lack}"
    if not found.lacks and definition.status is Status.PREVIEW:
        yield "  may be stable"


def _write_confidence(loaded: RuleSet, found: standing.Standing) -> None:
    """Put the confidence into the rule's file, below its severity."""
    path = loaded.rules[found.rule].path
    text = path.read_text(encoding="utf-8")
    line = f"confidence: {found.evidence.confidence}\n"
    bare = _CONFIDENCE.sub("", text, count=1)
    written = _SEVERITY.sub(lambda match: match[0] + line, bare, count=1)
    if written != text:
        path.write_text(written, encoding="utf-8")
        print(f"  {path.name}: {line.strip()}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], root=ROOT, shared=SHARED))
