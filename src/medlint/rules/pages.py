"""Rules in words: the list, and the page of one rule. Made from the definition, never by hand."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from medlint.rules.definition import AuthorityEntry, Example, RuleDefinition
from medlint.rules.loader import LoadedRule, RuleSet

CONTENTS = "README.md"
"""The page that lists the others."""

_FENCE = "````"
"""Longer than those that examples in Markdown hold."""

_WIDTH = 88
_LABEL = 12
"""So wide are the labels of what is said about a rule."""


def listing(loaded: RuleSet) -> str:
    """All rules, a line each: id, category, severity, status, summary."""
    rows = [
        (rule_id, entry.definition.category, entry.definition.severity, entry.definition.status)
        for rule_id, entry in sorted(loaded.rules.items())
    ]
    widths = [max(len(row[column]) for row in rows) for column in range(4)]
    lines = []
    for row in rows:
        cells = "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        lines.append(f"{cells}  {loaded.rules[row[0]].definition.summary}")
    return "\n".join([*lines, f"{len(rows)} rules", ""])


def page(definition: RuleDefinition) -> str:
    """Everything about one rule, in the order in which a writer asks."""
    parts = [
        f"{definition.id}: {definition.summary}",
        "\n".join(_about(definition)),
        _section("Why it matters", definition.why),
        _section("Flagged", *map(_flagged, definition.flags)),
        _section("Not flagged", *(example.text for example in definition.passes)),
        _section("What to write instead", definition.advice),
        _section("Authority", *map(_authority, definition.authority)),
        _section("How to suppress", _suppression(definition)),
    ]
    return "\n\n".join(parts) + "\n"


def _about(definition: RuleDefinition) -> list[str]:
    about = [
        f"category    {definition.category}",
        f"severity    {definition.severity}",
        f"confidence  {definition.confidence}",
        f"status      {definition.status}",
        f"looks in    {', '.join(definition.scope)}",
    ]
    if definition.over:
        about.append(f"speaks for  {', '.join(definition.over)}")
    if definition.unless:
        about.append(f"silent when {', '.join(definition.unless)}")
    if definition.softer_when:
        about.append(f"softer when {', '.join(definition.softer_when)}")
    return about


def documents(rules: Sequence[LoadedRule]) -> Iterator[tuple[str, str]]:
    """A page in Markdown for each rule, by its file name, and their list."""
    ordered = sorted(rules, key=lambda entry: (entry.definition.category, entry.definition.id))
    lines = ["# Rules", ""]
    for category, group in groupby(ordered, key=lambda entry: entry.definition.category):
        lines += [f"## {category.value.capitalize()}", ""]
        lines += ["| rule | severity | status | what it finds |", "|---|---|---|---|"]
        for entry in group:
            own = entry.definition
            about = f"{own.severity} | {own.status} | {_cell(own.summary)}"
            lines.append(f"| [{own.id}]({own.id}.md) | {about} |")
            yield f"{own.id}.md", _document(own)
        lines.append("")
    yield CONTENTS, "\n".join(lines)


def _document(definition: RuleDefinition) -> str:
    """One rule as a page in Markdown, in the order in which a writer asks."""
    rows = [(row[:_LABEL].strip(), row[_LABEL:]) for row in _about(definition)]
    parts = [
        f"# {definition.id}",
        _literal(definition.summary),
        "\n".join(["| | |", "|---|---|", *(f"| {name} | {_cell(text)} |" for name, text in rows)]),
        f"## Why it matters\n\n{_literal(definition.why)}",
        _examples("Flagged", map(_flagged, definition.flags)),
        _examples("Not flagged", (example.text for example in definition.passes)),
        f"## What to write instead\n\n{_literal(definition.advice)}",
        "## Authority\n\n"
        + "\n".join(f"- {_literal(_authority(entry))}" for entry in definition.authority),
        f"## How to suppress\n\n{_FENCE}html\n{_suppression(definition)}\n{_FENCE}",
    ]
    return "\n\n".join(parts) + "\n"


def _examples(title: str, examples: Iterable[str]) -> str:
    fenced = (f"{_FENCE}text\n{text.strip()}\n{_FENCE}" for text in examples)
    return "\n\n".join([f"## {title}", *fenced])


def _literal(text: str) -> str:
    """Text that Markdown leaves as it is."""
    return "".join(f"\\{sign}" if sign in "\\`*_[]<>{}#|" else sign for sign in text)


def _cell(text: str) -> str:
    return _literal(" ".join(text.split()))


def _suppression(definition: RuleDefinition) -> str:
    return f"<!-- medlint-ignore-next-line {definition.id}: your reason -->"


def _section(title: str, *paragraphs: str) -> str:
    body = [
        textwrap.fill(
            text, _WIDTH, initial_indent="  ", subsequent_indent="  ", break_long_words=False
        )
        for text in paragraphs
    ]
    return "\n".join([title, *body])


def _flagged(example: Example) -> str:
    return f"{example.text}  ({example.severity})" if example.severity else example.text


def _authority(entry: AuthorityEntry) -> str:
    named = [entry.title, entry.section, str(entry.year) if entry.year else None, entry.url]
    where = f" ({entry.region.upper()})" if entry.region else ""
    return ", ".join(part for part in named if part) + where
