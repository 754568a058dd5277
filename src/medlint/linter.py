"""From one document to its findings: pure, prints nothing, opens no file."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

from medlint import suppressions
from medlint.document import Document, Format
from medlint.finding import Balance, Finding, Related, Replacement
from medlint.markup import replacement
from medlint.nlp import Annotator
from medlint.parsing import parse
from medlint.precedence import give_way
from medlint.publishing import NOTHING, Demands, Region
from medlint.reading import Postponed, Reading
from medlint.reading.language import check_english
from medlint.reading.terms import forget
from medlint.retractions import NONE_KNOWN, Retractions
from medlint.rules.registry import SUPPRESSION_RULES, Match, Rule
from medlint.text import Span

_FINGERPRINT_LENGTH = 20


@dataclass(frozen=True, slots=True)
class Linter:
    """Rules and a model, ready for any number of documents.

    `known` holds the ids of all rules, selected or not, that a suppression may name. `weigh` says
    how a document weighs the therapies that it commends, where somebody wants to know. One that is
    `exhaustive` finds the same, and takes no short cut to it. `demands` are
    what every page must declare, `retractions` are papers that were withdrawn,
    `region` is where texts are published.
    """

    rules: tuple[Rule, ...]
    annotator: Annotator
    as_of: dt.date
    known: frozenset[str] = frozenset()
    weigh: Callable[[Reading], Iterable[Balance]] | None = None
    exhaustive: bool = False
    demands: Demands = NOTHING
    retractions: Retractions = NONE_KNOWN
    region: Region | None = None

    def lint(
        self,
        source: str | bytes,
        *,
        path: str,
        format: Format,  # noqa: A002 -- the field's word
    ) -> tuple[Document, list[Finding]]:
        """The document and its findings of every disposition, sorted by place.

        Raises:
            ParseError: the text is not of the format.
            LanguageError: the text is not English.
        """
        document, findings, _ = self.examine(source, path=path, format=format)
        return document, findings

    def examine(
        self,
        source: str | bytes,
        *,
        path: str,
        format: Format,  # noqa: A002 -- the field's word
    ) -> tuple[Document, list[Finding], tuple[Balance, ...]]:
        """As `lint`, and how the document weighs the therapies that it commends."""
        document = parse(source, path=path, format=format)
        check_english(document)
        reading = Reading(
            document,
            self.annotator,
            as_of=self.as_of,
            exhaustive=self.exhaustive,
            demands=self.demands,
            retractions=self.retractions,
            region=self.region,
        )
        found = [to_finding(document, rule, match) for rule, match in self._matches(reading)]
        judged = suppressions.apply(
            document,
            found,
            known=self.known | set(SUPPRESSION_RULES) | {rule.id for rule in self.rules},
            selected={rule.id for rule in self.rules},
        )
        over = {rule.id: rule.over for rule in self.rules if rule.over}
        balance = tuple(self.weigh(reading)) if self.weigh else ()
        forget()
        return document, give_way(settle(document, judged), over), balance

    def _matches(self, reading: Reading) -> Iterator[tuple[Rule, Match]]:
        """What the rules match, rule by rule; the sentences that they need are read together."""
        matches: dict[str, list[Match]] = {}
        reading.note()
        for rule in self.rules:
            with suppress(Postponed):
                matches[rule.id] = rule.check(reading)
        reading.read_noted()
        for rule in self.rules:
            found = matches[rule.id] if rule.id in matches else rule.check(reading)
            yield from ((rule, match) for match in found)


def to_finding(document: Document, rule: Rule, match: Match) -> Finding:
    """A match at its place in the source: the only step from block text to source."""
    definition = rule.definition
    advice = " ".join(_advice(definition.advice.format_map(match.values), match))
    return Finding(
        rule=rule.id,
        category=definition.category,
        severity=match.severity,
        confidence=definition.confidence,
        message=definition.message.format_map(match.values),
        advice=advice,
        span=match.block.map.to_source(match.span),
        excerpt=" ".join(match.sentence.of(match.block.text).split()),
        fingerprint=_subject_fingerprint(document, rule, match),
        why=definition.why,
        authority=rule.authority,
        preview=rule.on_trial,
        sentence=None if match.subject else match.block.map.to_source(match.sentence),
        fix=_fix(document, match),
        fix_is_safe=definition.fixes == "safe",
        related=tuple(
            Related(block.map.to_source(span), note) for block, span, note in match.related
        ),
    )


def _fix(document: Document, match: Match) -> tuple[Replacement, ...]:
    """The fix as edits of the source; none where one of its words cannot be written there."""
    fix = [replacement(document, match.block, span, text) for span, text in match.fix]
    return tuple(entry for entry in fix if entry is not None) if all(fix) else ()


def _advice(advice: str, match: Match) -> Iterator[str]:
    yield advice
    if match.rewrite:
        opening, closing = "\N{LEFT DOUBLE QUOTATION MARK}", "\N{RIGHT DOUBLE QUOTATION MARK}"
        yield f"For example: {opening}{match.rewrite}{closing}"
    if match.note:
        yield match.note


def _subject_fingerprint(document: Document, rule: Rule, match: Match) -> str:
    """The fingerprint of a finding about the whole article; empty for one about a sentence."""
    if match.subject is None:
        return ""
    return _digest(rule.id, document.path, match.subject, *sorted(match.missing))


def settle(document: Document, findings: Sequence[Finding]) -> list[Finding]:
    """Sort by place, drop exact repeats, and give each finding its fingerprint.

    The fingerprint of a finding in a sentence holds the rule, the path, the sentence with its
    white space normalised, and how many identical ones came before; no line numbers.
    """
    ordered = sorted(findings, key=_order)
    seen: set[tuple[str, Span, str]] = set()
    count: Counter[tuple[str, str]] = Counter()
    settled: list[Finding] = []
    for finding in ordered:
        # At one place a rule may say two things: the harms of two therapies of one name.
        said = (finding.rule, finding.span, finding.message)
        if said in seen:
            continue
        seen.add(said)
        if not finding.fingerprint:
            key = (finding.rule, finding.excerpt)
            mark = _digest(finding.rule, document.path, finding.excerpt, str(count[key]))
            count[key] += 1
            finding = replace(finding, fingerprint=mark)  # noqa: PLW2901 -- the settled one
        settled.append(finding)
    return settled


def _order(finding: Finding) -> tuple[int, int, str, str]:
    return finding.span.start, finding.span.end, finding.rule, finding.message


def _digest(*parts: str) -> str:
    joined = "\0".join(parts).encode(errors="surrogatepass")  # a path may be no Unicode at all
    return hashlib.sha256(joined).hexdigest()[:_FINGERPRINT_LENGTH]
