"""Accepted terms: what stands inside one is filtered, and nothing else."""

from __future__ import annotations

import pytest

from medlint.document import Format
from medlint.finding import Category, Confidence, Disposition, Finding, Severity
from medlint.parsing import parse
from medlint.report import FileResult
from medlint.text import Span
from medlint.vocabulary import Accepted

TERMS = ("Cure Café", "Reverse Insomnia", "wonder bean")


def judged(source: str, words: str, fate: Disposition = Disposition.REPORTED) -> Finding:
    start = source.index(words)
    found = Finding(
        "reversal-verb",
        Category.CERTAINTY,
        Severity.ERROR,
        Confidence.HIGH,
        "m",
        "a",
        Span(start, start + len(words)),
        source,
        "f",
        disposition=fate,
    )
    document = parse(source, path="a.md", format=Format.MARKDOWN)
    (finding,) = Accepted(TERMS).apply(FileResult("a.md", document, (found,))).findings
    return finding


@pytest.mark.parametrize(
    ("source", "words", "fate"),
    [
        pytest.param("Join Reverse Insomnia now.", "Reverse Insomnia", "filtered", id="the term"),
        pytest.param("Join Reverse Insomnia now.", "Insomnia", "filtered", id="a part of it"),
        pytest.param("Join Reverse Insomnia now.", "Insomnia now", "reported", id="beyond it"),
        pytest.param("We reverse insomnia.", "reverse insomnia", "reported", id="no name"),
        pytest.param("The WONDER BEANS help.", "WONDER", "filtered", id="in any case"),
        pytest.param("We like the Cure Cafés.", "Cure", "filtered", id="several"),
        pytest.param("We reverse severe insomnia.", "reverse", "reported", id="other words"),
        pytest.param("At the **Cure** Café, all is well.", "Cure", "filtered", id="in markup"),
        pytest.param("Reverse\nInsomnia is a course.", "Insomnia", "filtered", id="two lines"),
        pytest.param("Nothing is said here.", "", "reported", id="the whole article"),
    ],
)
def test_what_is_filtered(source: str, words: str, fate: str) -> None:
    assert judged(source, words).disposition == fate


def test_what_is_set_aside_already_keeps_its_reason() -> None:
    finding = judged("Join Reverse Insomnia.", "Insomnia", Disposition.SUPPRESSED)
    assert (finding.disposition, finding.reason) == (Disposition.SUPPRESSED, None)


def test_without_terms_nothing_is_looked_at() -> None:
    result = FileResult("a.md")
    assert Accepted(()).apply(result) is result
