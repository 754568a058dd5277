from __future__ import annotations

from dataclasses import replace

import pytest

from medlint.config import Override
from medlint.document import Document, Format
from medlint.errors import UsageError
from medlint.finding import Category, Confidence, Disposition, Finding, Severity
from medlint.overrides import Overrides
from medlint.report import FileResult
from medlint.text import Span

KNOWN = frozenset({"guarantee", "reversal-verb", *Category})


def result(path: str, disposition: Disposition = Disposition.REPORTED) -> FileResult:
    found = Finding(
        "guarantee",
        Category.CERTAINTY,
        Severity.ERROR,
        Confidence.HIGH,
        "m",
        "a",
        Span(0, 2),
        "It",
        "f",
        disposition=disposition,
    )
    return FileResult(path, Document(path, Format.MARKDOWN, "It", ()), (found,))


WARNING, NOTE = Severity.WARNING, Severity.NOTE


@pytest.mark.parametrize(
    ("overrides", "path", "severity", "disposition"),
    [
        pytest.param([], "a.md", "error", "reported", id="none"),
        pytest.param(
            [Override(("press/",), ("guarantee",))], "press/a.md", "error", "filtered", id="a rule"
        ),
        pytest.param(
            [Override(("press/",), ("certainty",))], "press/a.md", "error", "filtered", id="family"
        ),
        pytest.param(
            [Override(("press/",), ("guarantee",))],
            "blog/a.md",
            "error",
            "reported",
            id="elsewhere",
        ),
        pytest.param(
            [Override(("*.md", "!a.md"), ("guarantee",))], "a.md", "error", "reported", id="but"
        ),
        pytest.param(
            [Override(("*.md",), severity=(("guarantee", NOTE),))],
            "a.md",
            "note",
            "reported",
            id="severity",
        ),
        pytest.param(
            [Override(("*.md",), severity=(("guarantee", NOTE), ("certainty", WARNING)))],
            "a.md",
            "note",
            "reported",
            id="the rule beats its category",
        ),
        pytest.param(
            [
                Override(("*.md",), severity=(("guarantee", NOTE),)),
                Override(("a.*",), severity=(("guarantee", WARNING),)),
            ],
            "a.md",
            "warning",
            "reported",
            id="the later beats the earlier",
        ),
    ],
)
def test_what_an_override_does(
    overrides: list[Override], path: str, severity: str, disposition: str
) -> None:
    (found,) = Overrides(overrides, known=KNOWN).apply(result(path)).findings
    assert (found.severity.value, found.disposition.value) == (severity, disposition)


@pytest.mark.parametrize(
    ("name", "severity", "preview"),
    [
        pytest.param("certainty", "note", True, id="its category is not enough"),
        pytest.param("guarantee", "error", False, id="its own name is"),
    ],
)
def test_a_rule_in_preview_has_to_be_named_itself(
    name: str, severity: str, *, preview: bool
) -> None:
    before = result("a.md")
    trial = replace(before.findings[0], severity=NOTE, preview=True)
    override = Override(("*.md",), severity=((name, Severity.ERROR),))
    outcome = Overrides([override], known=KNOWN).apply(replace(before, findings=(trial,)))
    (found,) = outcome.findings
    assert (found.severity.value, found.preview) == (severity, preview)


def test_the_reason_names_the_patterns_and_a_suppression_keeps_its_own() -> None:
    overrides = Overrides([Override(("press/", "old/"), ("guarantee",))], known=KNOWN)
    (found,) = overrides.apply(result("old/a.md")).findings
    assert found.reason == "ignored in press/, old/ by the settings"
    (kept,) = overrides.apply(result("old/a.md", Disposition.SUPPRESSED)).findings
    assert kept.disposition is Disposition.SUPPRESSED


@pytest.mark.parametrize(
    ("ignored", "dispositions"),
    [
        pytest.param("guarantee", ["filtered", "reported"], id="the one that speaks"),
        pytest.param("reversal-verb", ["reported", "filtered"], id="the one that gave way"),
        pytest.param("certainty", ["filtered", "filtered"], id="both"),
    ],
)
def test_a_finding_that_gave_way_to_an_ignored_rule_is_reported(
    ignored: str, dispositions: list[str]
) -> None:
    (speaks,) = result("a.md").findings
    silent = replace(
        speaks,
        rule="reversal-verb",
        disposition=Disposition.FILTERED,
        reason="said by 'guarantee' at the same words",
        yields_to="guarantee",
    )
    both = replace(result("a.md"), findings=(speaks, silent))
    applied = Overrides([Override(("*",), (ignored,))], known=KNOWN).apply(both)
    assert [finding.disposition.value for finding in applied.findings] == dispositions


@pytest.mark.parametrize(
    ("override", "message"),
    [
        (Override(("*",), ("garantee",)), "'overrides' names 'garantee', which is no rule"),
        (Override(("*",), severity=(("x", NOTE),)), "'overrides' names 'x', which is no rule"),
        (Override(("!",), ("guarantee",)), "broken pattern in 'overrides'"),
    ],
)
def test_a_mistake_is_named(override: Override, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        Overrides([override], known=KNOWN)
