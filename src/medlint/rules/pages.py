"""Rules in words: the list, and the page of one rule. Made from the definition, never by hand."""

from __future__ import annotations

import textwrap

from medlint.rules.definition import AuthorityEntry, Example, RuleDefinition
from medlint.rules.loader import RuleSet

_WIDTH = 88


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
    parts = [
        f"{definition.id}: {definition.summary}",
        "\n".join(about),
        _section("Why it matters", definition.why),
        _section("Flagged", *map(_flagged, definition.flags)),
        _section("Not flagged", *(example.text for example in definition.passes)),
        _section("What to write instead", definition.advice),
        _section("Authority", *map(_authority, definition.authority)),
        _section(
            "How to suppress", f"<!-- medlint-ignore-next-line {definition.id}: your reason -->"
        ),
    ]
    return "\n\n".join(parts) + "\n"


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
    return ", ".join(part for part in named if part)
