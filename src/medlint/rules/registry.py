"""Rules made ready to run: selected, compiled, with their guards."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from medlint.document import Block
from medlint.errors import RuleError
from medlint.finding import Authority, Balance, Category, Severity
from medlint.publishing import NOTHING, Demands, Region
from medlint.reading import Reading
from medlint.reading.rewriting import rewritten
from medlint.rules import commended, profiles, sources
from medlint.rules.definition import GuardName, RuleDefinition, Status
from medlint.rules.guards import Guard, compile_guards
from medlint.rules.hit import Finder, Hit
from medlint.rules.kinds.page import PageDemand
from medlint.rules.kinds.readability import Readability
from medlint.rules.kinds.required import Required
from medlint.rules.kinds.retracted import RetractedSource
from medlint.rules.loader import RuleSet, load
from medlint.rules.names import among
from medlint.rules.profiles import UNADJUSTED, Adjustment
from medlint.text import Span

_LONGEST_REWRITE = 240
_OF_WHAT_IS_SAID = frozenset(
    {Category.ACCURACY, Category.CAVEATS, Category.CERTAINTY, Category.DOSING, Category.EVIDENCE}
    | {Category.NUMBERS}
)
"""What a reader's letter says is not judged by these; how it is written, by the others."""

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

    `over` holds all the rules that it speaks for, those of its own general rules included. A
    profile may have given it another `severity`; `region` is where the text is published.
    """

    definition: RuleDefinition
    path: Path
    find: Finder
    unless: tuple[Guard, ...]
    softer_when: tuple[Guard, ...]
    selected: bool = False
    over: frozenset[str] = frozenset()
    severity: Severity | None = None
    region: Region | None = None

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
        """What the rule rests on, as findings carry it: in a region, what holds there.

        Where nothing but the law of other regions speaks for the rule, that is what it shows.
        """
        entries = self.definition.authority
        here = [entry for entry in entries if entry.region in {None, self.region}]
        return tuple(
            Authority(entry.title, entry.section, entry.year, entry.url)
            for entry in (here if self.region and here else entries)
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
            if self._is_a_readers(reading, hit):
                continue
            if any(guard(reading, hit) for guard in self.unless):
                continue
            matches.append(self._match(reading, hit))
            if hit.subject is not None:
                subjects.add(hit.subject)
        return matches

    def _is_a_readers(self, reading: Reading, hit: Hit) -> bool:
        """Whether the rule is about what an article says, and a reader says it who asks."""
        if self.definition.category not in _OF_WHAT_IS_SAID:
            return False
        return hit.sentence.block in reading.letters

    def severity_of(self, hit: Hit) -> Severity:
        """The rule's severity, or that of the fact behind a hit, which no profile makes graver."""
        if self.severity is None:
            return hit.severity or self.definition.severity
        if hit.severity is None:
            return self.severity
        return min(hit.severity, self.severity, key=lambda severity: severity.rank)

    def _match(self, reading: Reading, hit: Hit) -> Match:
        severity = self.severity_of(hit)
        if hit.unsure or any(guard(reading, hit) for guard in self.softer_when):
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
    return not hit.address and any(
        place.overlaps(opaque) for opaque in reading.blocks[sentence.block].opaque()
    )


def load_rules(extra: Sequence[Path] = ()) -> RuleSet:
    """The bundled rules and those of further folders.

    Raises:
        RuleError: as `loader.load`.
    """
    return load([sources.bundled_folder(), *extra])


def compile_rule(  # noqa: PLR0913 -- how the rule is to run, all by name
    loaded: RuleSet,
    rule_id: str,
    *,
    guards: Mapping[str, Guard],
    without: GuardName | None = None,
    selected: bool = False,
    adjusted: Adjustment = UNADJUSTED,
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
        # What is found only where the settings ask for it was asked for.
        selected=selected or isinstance(definition.match, PageDemand | RetractedSource),
        over=_over(loaded, rule_id),
        severity=adjusted.severity.get(rule_id),
        region=adjusted.region,
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
    loaded: RuleSet,
    *,
    chosen: Iterable[str] = (),
    ignored: Iterable[str] = (),
    adjusted: Adjustment = UNADJUSTED,
    demands: Demands = NOTHING,
) -> Iterator[tuple[str, bool]]:
    """The ids of the rules to run, sorted, each with whether it was chosen by its own name.

    A name is a rule's id or a category; without any chosen, all rules but the deprecated run, and
    those that run on request; a profile puts some of these in, and leaves some of the others out.
    What `demands` ask for is put in, too. A rule that was chosen by its own name runs anyway.

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
        match = definition.match
        put_in = rule_id in adjusted.on or (
            isinstance(match, Readability) and match.is_asked(demands)
        )
        asked_for = definition.on_request and not put_in
        asked_for = asked_for or definition.status is Status.DEPRECATED or rule_id in adjusted.off
        if asked_for and rule_id not in named:
            continue
        yield rule_id, rule_id in named


def meant(loaded: RuleSet, names: Iterable[str]) -> set[str]:
    """The ids of the rules that names mean, those on request included; of all without a name.

    Raises:
        UsageError: a name is neither a rule's nor a category's.
    """
    wanted = [_known(loaded, name) for name in names]
    return {rule for name in wanted for rule in _meaning(loaded, name)} or set(loaded.rules)


def adjustment_of(loaded: RuleSet, profile: str, region: Region | None) -> Adjustment:
    """What a profile changes in a region.

    Raises:
        UsageError: no profile has the name, or it names a rule that there is none of.
    """
    if not loaded.profiles:  # rule folders of one's own, read alone
        return Adjustment(region=region)
    found = loaded.profiles[among(loaded.profiles, profile, "profile")]
    return profiles.adjustment(found, region, known=loaded.rules)


def _known(loaded: RuleSet, name: str) -> str:
    return among([*loaded.rules, *Category], name, "rule or category")


def _meaning(loaded: RuleSet, name: str) -> set[str]:
    if name in loaded.rules:
        return {name}
    return {rule for rule, entry in loaded.rules.items() if entry.definition.category == name}
