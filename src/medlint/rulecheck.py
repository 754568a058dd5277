"""The example contract: what a rule file promises about its examples, proved by running them.

Every example goes through the whole pipeline, parser and language check included.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from medlint.errors import InputError
from medlint.finding import Finding
from medlint.linter import Linter
from medlint.nlp import Annotator
from medlint.publishing import EVERYTHING
from medlint.retractions import EXAMPLES
from medlint.rules import registry
from medlint.rules.definition import Example, GuardName, RuleDefinition
from medlint.rules.guards import Guard
from medlint.rules.loader import RuleSet
from medlint.rules.registry import Rule

_SHORTEST, _PREFIX = 2, 4
"""Words count from two letters on, and as the same by their first four ("cure", "cured")."""


@dataclass(frozen=True, slots=True)
class Breach:
    """One broken promise of a rule: which, and the example that shows it."""

    rule: str
    promise: str
    example: str


@dataclass(frozen=True, slots=True)
class Checker:
    """Proves rules of one rule set."""

    loaded: RuleSet
    guards: Mapping[str, Guard]
    annotator: Annotator
    as_of: dt.date

    @classmethod
    def of(cls, loaded: RuleSet, *, model: str, as_of: dt.date | None = None) -> Checker:
        """A checker with a memory for the examples' Docs.

        Unless a day is given, it is one on which all tables were fresh: examples prove how a rule
        matches, and must not fail because facts have aged.

        Raises:
            RuleError: a guard has no cue table.
        """
        fresh = min((table.as_of for table in loaded.knowledge.values()), default=dt.date.min)
        annotator = Annotator(model)
        annotator.recall(None)  # every variant of a rule reads the same examples
        return cls(loaded, registry.make_guards(loaded), annotator, as_of or fresh)

    def check(self, rule_id: str) -> list[Breach]:
        """Every promise that a rule breaks; none for a sound rule.

        Raises:
            RuleError: the rule does not compile.
        """
        definition = self.loaded.rules[rule_id].definition
        rule = self._compile(rule_id)
        breaches = [
            *self._flags(rule, definition.flags),
            *self._passes(rule, definition.passes),
            *self._todo(rule),
            *self._guards(definition),
        ]
        if not self._has_near_miss(definition):
            breaches.append(
                Breach(rule_id, "no 'passes' example comes near: one must share words", "")
            )
        return breaches

    def _compile(self, rule_id: str, without: GuardName | None = None) -> Rule:
        return registry.compile_rule(
            self.loaded, rule_id, guards=self.guards, without=without, selected=True
        )

    def _findings(self, rule: Rule, example: Example) -> list[Finding]:
        linter = Linter(
            (rule,), self.annotator, self.as_of, demands=EVERYTHING, retractions=EXAMPLES
        )
        _, findings = linter.lint(example.source, path="example", format=example.format)
        return findings

    def _flags(self, rule: Rule, examples: Iterable[Example]) -> Iterator[Breach]:
        for example in examples:
            try:
                findings = self._findings(rule, example)
            except InputError as error:
                yield Breach(rule.id, f"the example cannot be checked: {error}", example.text)
                continue
            expected = list(example.spans)
            got = [(finding.span.start, finding.span.end) for finding in findings]
            if got != expected:
                words = [example.source[start:end] for start, end in got]
                found = ", ".join(f"'{word}'" for word in words) or "nothing"
                yield Breach(
                    rule.id, f"must flag exactly the marked words, flags {found}", example.text
                )
                continue
            severity = example.severity or rule.definition.severity
            yield from self._fixed(rule, example, findings)
            for finding in findings:
                if finding.severity is not severity:
                    promise = f"must be {severity.value}, is {finding.severity.value}"
                    yield Breach(rule.id, promise, example.text)

    def _fixed(self, rule: Rule, example: Example, findings: Sequence[Finding]) -> Iterator[Breach]:
        """Whoever takes every fix has a text in which the rule finds nothing."""
        fixes = sorted(
            (fix for finding in findings for fix in finding.fix), key=lambda fix: fix.span
        )
        if not fixes:
            return
        fixed = example.source
        for fix in reversed(fixes):
            fixed = fixed[: fix.span.start] + fix.text + fixed[fix.span.end :]
        left = self._findings(rule, Example(text=fixed, format=example.format))
        if any(finding.fix for finding in left):
            yield Breach(rule.id, f"the fix leaves a fault: {fixed}", example.text)

    def _passes(self, rule: Rule, examples: Iterable[Example]) -> Iterator[Breach]:
        for example in examples:
            try:
                findings = self._findings(rule, example)
            except InputError as error:
                yield Breach(rule.id, f"the example cannot be checked: {error}", example.text)
                continue
            for finding in findings:
                words = finding.span.of(example.source)
                yield Breach(rule.id, f"must pass, flags '{words}'", example.text)

    def _todo(self, rule: Rule) -> Iterator[Breach]:
        todo = rule.definition.todo
        for example in todo.flags:
            if not list(self._flags(rule, [example])):
                yield Breach(rule.id, "this todo succeeds: promote it to 'flags'", example.text)
        for example in todo.passes:
            if not list(self._passes(rule, [example])):
                yield Breach(rule.id, "this todo succeeds: promote it to 'passes'", example.text)

    def _guards(self, definition: RuleDefinition) -> Iterator[Breach]:
        """Each guard must be needed: without it an example fails."""
        for name in definition.unless:
            if not list(self._passes(self._compile(definition.id, name), definition.passes)):
                promise = f"no 'passes' example needs the guard '{name}'"
                yield Breach(definition.id, promise, "")
        for name in definition.softer_when:
            if not list(self._flags(self._compile(definition.id, name), definition.flags)):
                promise = f"no 'flags' example is softer because of the guard '{name}'"
                yield Breach(definition.id, promise, "")

    def _has_near_miss(self, definition: RuleDefinition) -> bool:
        """Whether a passing text shares a word with what is flagged."""
        flagged = {
            word
            for example in definition.flags
            for start, end in example.spans
            for word in _words(example.source[start:end])
        }
        return not flagged or any(
            flagged & set(_words(example.source)) for example in definition.passes
        )


def _words(text: str) -> list[str]:
    words = "".join(char if char.isalnum() else " " for char in text.lower()).split()
    return [word[:_PREFIX] for word in words if len(word) >= _SHORTEST]
