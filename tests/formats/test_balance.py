"""The chart of gains and harms."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from medlint import runner
from medlint.finding import Balance
from medlint.formats import html
from medlint.formats.balance import bars
from medlint.plan import Plan
from medlint.report import Report, summarise

ARTICLE = """# Pellets

Hormone pellets lift your mood. They melt belly fat.

## Risks

Hormone pellets are not approved, and their strength is inconsistent: a risk.
"""


def test_a_therapy_is_summed_up_before_its_sections() -> None:
    lines = bars(
        [
            Balance("Pellets", "Why", 4, 0),
            Balance("Pellets", "Risks", 0, 1),
            Balance("Zinc", "", 2, 2),
        ]
    )
    assert [(bar.therapy, bar.section, bar.gains, bar.harms) for bar in lines] == [
        ("Pellets", "", 4, 1),
        ("Pellets", "Why", 4, 0),
        ("Pellets", "Risks", 0, 1),
        ("Zinc", "", 2, 2),
    ]
    assert [(bar.gain_length, bar.harm_length) for bar in lines] == [
        (100, 25),
        (100, 0),
        (0, 25),
        (50, 50),
    ]
    assert lines[0].in_words == "In all: 4 sentences of gain and 1 sentence of harm."
    assert lines[1].in_words == "In \u201cWhy\u201d: 4 sentences of gain and 0 sentences of harm."


def test_nothing_is_drawn_of_nothing() -> None:
    assert bars([]) == ()


def test_the_report_shows_what_the_article_weighs() -> None:
    plan = Plan(root=Path.cwd(), as_of=dt.date(2026, 11, 23), select=("class-caveat",))
    engine = runner.prepare(plan)
    result = runner.lint_text(engine, ARTICLE, "draft.md")
    (first, second) = result.balance
    assert (first.section, first.gains, first.harms) == ("Pellets", 2, 0)
    assert (second.section, second.gains, second.harms) == ("Risks", 0, 1)
    page = html.render(Report(engine.tool, (result,), summarise((result,))))
    assert "Gains and harms" in page
    assert "In all: 2 sentences of gain and 1 sentence of harm." in page


def test_an_article_that_commends_nothing_has_no_chart() -> None:
    plan = Plan(root=Path.cwd(), as_of=dt.date(2026, 11, 23), select=("class-caveat",))
    result = runner.lint_text(runner.prepare(plan), "A walk in the park is free.", "draft.md")
    assert result.balance == ()
