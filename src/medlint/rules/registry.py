"""Rules made ready to run: selected, compiled, with their guards."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from medlint.document import Block
from medlint.errors import RuleError
from medlint.finding import Authority, Balance, Category, Severity
from medlint.reading import Reading
from medlint.reading.rewriting import rewritten
from medlint.rules import commended, sources
from medlint.rules.definition import GuardName, RuleDefinition, Status
from medlint.rules.guards import Guard, compile_guards
from medlint.rules.hit import Finder, Hit
from medlint.rules.kinds.required import Required
from medlint.rules.loader import RuleSet, load
from medlint.rules.names import among
from medlint.text import Span

_LONGEST_REWRITE = 240

SUPPRESSION_RULES = (
    "suppression-malformed",
    "suppression-unknown",
    "suppression-unused",
    "suppression-without-reason",
)
"""Rules about medlint's own directives; they have no file, for nothing in them is medical."""


@dataclass(frozen=True, slots=True)
class Match:
    """A rule's verdict on a span of one block's text, before it is mapped to the source.

    `sentence` is the span of the sentence around it, in the same text.
    """

    block: Block
    span: Span
    sentence: Span
    severity: Severity
    values: Mapping[str, str]
    subject: str | None
    missing: tuple[str, ...]
    related: tuple[tuple[Block, Span, str], ...]
    note: str | None
    fix: tuple[tuple[Span, str], ...]
    rewrite: str | None


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule, ready to run. Rules hold no state: the same reading gives the same matches.

    `over` holds all the rules that it speaks for, those of its own general rules included.
    """

    definition: RuleDefinition
    path: Path
    find: Finder
    unless: tuple[Guard, ...]
    softer_when: tuple[Guard, ...]
    selected: bool = False
    over: frozenset[str] = frozenset()

    @property
    def id(self) -> str:
        """The rule's name."""
        return self.definition.id

    @property
    def on_trial(self) -> bool:
        """Whether the rule is in preview, and was not asked for by its name."""
        return self.definition.status is Status.PREVIEW and not self.selected

    @property
    def authority(self) -> tuple[Authority, ...]:
        """What the rule rests on, as findings carry it."""
        return tuple(
            Authority(entry.title, entry.section, entry.year, entry.url)
            for entry in self.definition.authority
        )

    def check(self, reading: Reading) -> list[Match]:
        """The rule's matches in one document, in the order in which they were found.

        Of several hits about the same subject of the whole article the first one stands.
        """
        matches: list[Match] = []
        subjects: set[str] = set()
        for hit in self.find(reading, frozenset(self.definition.scope)):
            if hit.subject in subjects or _in_opaque(reading, hit):
                continue
            if any(guard(reading, hit) for guard in self.unless):
                continue
            matches.append(self._match(reading, hit))
            if hit.subject is not None:
                subjects.add(hit.subject)
        return matches

    def _match(self, reading: Reading, hit: Hit) -> Match:
        severity = hit.severity or self.definition.severity
        if any(guard(reading, hit) for guard in self.softer_when):
            severity = severity.softened()
        if self.on_trial:
            severity = Severity.NOTE
        sentence, place = hit.at or (hit.sentence, hit.span)
        span = place.shift(sentence.span.start)
        block = reading.blocks[sentence.block]
        return Match(
            block=block,
            span=span,
            sentence=sentence.span,
            severity=severity,
            values={"match": span.of(block.text), **hit.values},
            subject=hit.subject,
            missing=hit.missing,
            related=tuple(
                (reading.blocks[s.block], place.shift(s.span.start), note)
                for s, place, note in hit.related
            ),
            note=hit.note,
            fix=tuple((place.shift(hit.sentence.span.start), text) for place, text in hit.fix),
            rewrite=_rewritten(reading, hit),
        )


def _rewritten(reading: Reading, hit: Hit) -> str | None:
    """The whole sentence as the hit would have it, if that is short enough to be read."""
    if hit.rewrite is None:
        return None
    said = hit.sentence.span.of(reading.blocks[hit.sentence.block].text)
    return rewritten(said, hit.rewrite) if len(said) <= _LONGEST_REWRITE else None


def _in_opaque(reading: Reading, hit: Hit) -> bool:
    sentence, span = hit.at or (hit.sentence, hit.span)
    place = span.shift(sentence.span.start)
    return any(place.overlaps(opaque) for opaque in reading.blocks[sentence.block].opaque())


def load_rules(extra: Sequence[Path] = ()) -> RuleSet:
    """The bundled rules and those of further folders.

    Raises:
        RuleError: as `loader.load`.
    """
    return load([sources.bundled_folder(), *extra])


def compile_rule(
    loaded: RuleSet,
    rule_id: str,
    *,
    guards: Mapping[str, Guard],
    without: GuardName | None = None,
    selected: bool = False,
) -> Rule:
    """One rule, ready to run; `without` leaves one of its guards out.

    Raises:
        RuleError: the rule names a table or a rule that does not exist, or its words cannot be
            looked for.
    """
    definition, path = loaded.rules[rule_id].definition, loaded.rules[rule_id].path
    try:
        find = definition.match.compile(loaded)
    except KeyError as error:
        msg = f"{path}: there is no table '{error.args[0]}'"
        raise RuleError(msg) from error
    except ValueError as error:
        msg = f"{path}: {error}"
        raise RuleError(msg) from error
    return Rule(
        definition=definition,
        path=path,
        find=find,
        unless=tuple(guards[name] for name in definition.unless if name != without),
        softer_when=tuple(guards[name] for name in definition.softer_when if name != without),
        selected=selected,
        over=_over(loaded, rule_id),
    )


def _over(loaded: RuleSet, rule_id: str) -> frozenset[str]:
    found: set[str] = set()
    wanted = [*loaded.rules[rule_id].definition.over]
    while wanted:
        general = wanted.pop()
        if general not in loaded.rules:
            msg = f"{loaded.rules[rule_id].path}: 'over' names '{general}', which is no rule"
            raise RuleError(msg)
        if general == rule_id:
            msg = f"{loaded.rules[rule_id].path}: 'over' leads back to '{rule_id}' itself"
            raise RuleError(msg)
        if general not in found:
            found.add(general)
            wanted += loaded.rules[general].definition.over
    return frozenset(found)


def weigher(
    loaded: RuleSet, rules: Iterable[Rule]
) -> Callable[[Reading], Iterable[Balance]] | None:
    """What weighs the therapies that a document commends; None where no rule reads them."""
    for rule in rules:
        match = rule.definition.match
        if isinstance(match, Required) and match.therapies is not None:
            return commended.reader(match.therapies, loaded).weigh
    return None


def make_guards(loaded: RuleSet) -> Mapping[str, Guard]:
    """The guards over the cue tables of the rule folders.

    Raises:
        RuleError: a guard has no cue table, or one with a cue that holds no word.
    """
    try:
        return compile_guards(loaded)
    except KeyError as error:
        msg = f"the guard '{error.args[0]}' has no cue table in _guards"
        raise RuleError(msg) from error
    except ValueError as error:
        msg = f"a cue of a guard cannot be used: {error}"
        raise RuleError(msg) from error


def select(
    loaded: RuleSet, *, chosen: Iterable[str] = (), ignored: Iterable[str] = ()
) -> Iterator[tuple[str, bool]]:
    """The ids of the rules to run, sorted, each with whether it was chosen by its own name.

    A name is a rule's id or a category; without any chosen, all rules but the deprecated run, and
    those that run on request.

    Raises:
        UsageError: a name is neither.
    """
    named = [_known(loaded, name) for name in chosen]
    dropped = {rule for name in ignored for rule in _meaning(loaded, _known(loaded, name))}
    wanted = {rule for name in named for rule in _meaning(loaded, name)} if named else None
    for rule_id in sorted(loaded.rules):
        if rule_id in dropped or (wanted is not None and rule_id not in wanted):
            continue
        definition = loaded.rules[rule_id].definition
        asked_for = definition.on_request or definition.status is Status.DEPRECATED
        if asked_for and rule_id not in named:
            continue
        yield rule_id, rule_id in named


def _known(loaded: RuleSet, name: str) -> str:
    return among([*loaded.rules, *Category], name, "rule or category")


def _meaning(loaded: RuleSet, name: str) -> set[str]:
    if name in loaded.rules:
        return {name}
    return {rule for rule, entry in loaded.rules.items() if entry.definition.category == name}
