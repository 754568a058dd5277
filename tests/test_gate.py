from __future__ import annotations

import datetime as dt
import hashlib
import json
from dataclasses import replace
from typing import Any

import pytest

from medlint import gate, review
from medlint.config import Policy
from medlint.document import Block, BlockKind, Document, Format, Segment, SourceMap
from medlint.finding import Category, Confidence, Disposition, FileError, Finding, Severity
from medlint.report import FileResult, Report, Tool, summarise
from medlint.review import ArticleEntry, FindingEntry, Ledger
from medlint.text import Span

TODAY = dt.date(2026, 11, 23)
SOURCE = "Turmeric cures diabetes."
TOOL = Tool(version="0.1.0", rules_digest="9c11", model="m 3.8.0", as_of="2026-11-23")
FINDING = Finding(
    "reversal-verb",
    Category.CERTAINTY,
    Severity.ERROR,
    Confidence.HIGH,
    "m",
    "a",
    Span(9, 23),
    SOURCE,
    "f1",
    sentence=Span(0, 24),
)
WARNING = replace(FINDING, severity=Severity.WARNING)


def heading() -> Block:
    whole = Span(0, len(SOURCE))
    return Block(BlockKind.HEADING, SOURCE, SourceMap((Segment(whole, whole, exact=True),)))


def result(*findings: Finding, **metadata: str) -> FileResult:
    document = Document("a.md", Format.MARKDOWN, SOURCE, (heading(),), metadata)
    return FileResult("a.md", document, findings)


def set_aside(fate: Disposition, finding: Finding = FINDING) -> Finding:
    return replace(finding, disposition=fate, reason="because")


def sign_off(**changes: Any) -> Ledger:
    data = {
        "article": "a.md",
        "content": hashlib.sha256(SOURCE.encode()).hexdigest(),
        "decision": "accepted",
        "by": "Ann Marsh",
        "credential": "MD, PhD",
        "date": TODAY,
    }
    return review.EMPTY.deciding(ArticleEntry(**{**data, **changes}))


def acceptance(**changes: Any) -> Ledger:
    data = {
        "finding": "f1",
        "article": "a.md",
        "rule": "reversal-verb",
        "version": "v1",
        "decision": "accepted",
        "by": "Bo Ek",
        "credential": "RN",
        "date": TODAY,
        "reason": "quoted",
    }
    return review.EMPTY.deciding(FindingEntry(**{**data, **changes}))


def verdict(
    policy: Policy, given: FileResult, ledger: Ledger = review.EMPTY, digest: str | None = "d"
) -> gate.Verdict:
    court = gate.Court(policy, ledger, {"reversal-verb": "v1"}, TODAY)
    return court.verdict(given, digest)


ANY, MD = Policy(), Policy(sign_off=("MD", "PharmD"))
ACCEPTED = set_aside(Disposition.ACCEPTED)


@pytest.mark.parametrize(
    ("policy", "given", "ledger", "against"),
    [
        pytest.param(ANY, result(), review.EMPTY, [], id="nothing found"),
        pytest.param(
            ANY,
            result(FINDING),
            review.EMPTY,
            ["1 finding at or above error: reversal-verb at 1:10"],
            id="an error",
        ),
        pytest.param(ANY, result(WARNING), review.EMPTY, [], id="a warning"),
        pytest.param(
            Policy(block=Severity.WARNING),
            result(*[WARNING] * 5),
            review.EMPTY,
            ["5 findings at or above warning: " + ", ".join(["reversal-verb at 1:10"] * 3) + ", …"],
            id="many warnings",
        ),
        pytest.param(ANY, result(ACCEPTED), acceptance(), [], id="accepted by anybody"),
        pytest.param(
            Policy(acceptance=("MD",)),
            result(ACCEPTED),
            acceptance(),
            ["1 finding accepted by Bo Ek, RN; it takes MD: reversal-verb at 1:10"],
            id="accepted by the wrong one",
        ),
        pytest.param(
            Policy(acceptance=("md",)),
            result(ACCEPTED),
            acceptance(credential="RN/MD"),
            [],
            id="accepted by the right one",
        ),
        pytest.param(
            ANY,
            result(ACCEPTED),
            acceptance(date=dt.date(2027, 1, 1)),
            ["1 finding accepted on 2027-01-01, a day to come: reversal-verb at 1:10"],
            id="accepted in the future",
        ),
        pytest.param(
            ANY,
            result(WARNING),
            acceptance(decision="rejected"),
            ["1 finding rejected by Bo Ek, RN: reversal-verb at 1:10"],
            id="a warning that was rejected",
        ),
        pytest.param(
            ANY, result(set_aside(Disposition.SUPPRESSED)), review.EMPTY, [], id="suppressed"
        ),
        pytest.param(
            Policy(suppressed="block"),
            result(set_aside(Disposition.SUPPRESSED)),
            review.EMPTY,
            ["1 finding suppressed: reversal-verb at 1:10"],
            id="suppressed, and that blocks",
        ),
        pytest.param(
            ANY,
            result(set_aside(Disposition.BASELINED)),
            review.EMPTY,
            ["1 finding baselined: reversal-verb at 1:10"],
            id="baselined",
        ),
        pytest.param(
            Policy(baselined="clear"),
            result(set_aside(Disposition.BASELINED)),
            review.EMPTY,
            [],
            id="baselined, and that clears",
        ),
        pytest.param(
            ANY,
            result(set_aside(Disposition.BASELINED, WARNING)),
            review.EMPTY,
            [],
            id="a warning in the baseline",
        ),
        pytest.param(MD, result(), review.EMPTY, ["never reviewed"], id="never reviewed"),
        pytest.param(MD, result(), sign_off(), [], id="signed off"),
        pytest.param(
            MD,
            result(),
            sign_off(content="c0"),
            ["changed since review (Ann Marsh, MD, PhD, 2026-11-23)"],
            id="changed since",
        ),
        pytest.param(
            MD,
            result(),
            sign_off(date=dt.date(2026, 1, 1), expires=TODAY),
            ["review expired (Ann Marsh, MD, PhD, 2026-01-01)"],
            id="expired",
        ),
        pytest.param(
            Policy(sign_off=("PharmD", "RD")),
            result(),
            sign_off(),
            ["signed off by Ann Marsh, MD, PhD; it takes PharmD or RD"],
            id="by the wrong one",
        ),
        pytest.param(
            Policy(sign_off=("D",)),
            result(),
            sign_off(),
            ["signed off by Ann Marsh, MD, PhD; it takes D"],
            id="half a credential is none",
        ),
        pytest.param(
            Policy(sign_off=("MD",), max_review_age=365),
            result(),
            sign_off(date=dt.date(2025, 11, 23)),
            [],
            id="a year old",
        ),
        pytest.param(
            Policy(sign_off=("MD",), max_review_age=365),
            result(),
            sign_off(date=dt.date(2025, 11, 22)),
            ["signed off on 2025-11-22, more than 365 days ago"],
            id="older than a year",
        ),
        pytest.param(
            MD,
            result(),
            sign_off(date=dt.date(2026, 11, 24)),
            ["signed off on 2026-11-24, a day to come"],
            id="signed off in the future",
        ),
        pytest.param(
            ANY,
            result(),
            sign_off(decision="rejected", reason="outdated advice"),
            ["rejected by Ann Marsh, MD, PhD on 2026-11-23: outdated advice"],
            id="rejected, whatever the policy",
        ),
        pytest.param(
            Policy(page_data=("title", "author", "published|date", "Reviewed by")),
            result(date="2026-01-01", reviewed_by="Dr X", author=" "),
            review.EMPTY,
            ["the page does not declare 'author'"],
            id="page data",
        ),
    ],
)
def test_what_speaks_against_an_article(
    policy: Policy, given: FileResult, ledger: Ledger, against: list[str]
) -> None:
    found = verdict(policy, given, ledger)
    assert list(found.against) == against
    assert found.cleared is (not against)


def test_what_was_not_checked_is_blocked() -> None:
    failed = FileResult("b.md", error=FileError("language", "the text is not English"))
    assert verdict(ANY, failed).against == ("not checked: the text is not English",)
    assert not verdict(ANY, FileResult("b.md")).cleared


def test_a_file_that_changed_meanwhile_is_blocked() -> None:
    assert verdict(ANY, result(), digest=None).against == ("the file changed while it was checked",)


def test_what_speaks_for_an_article_is_said() -> None:
    ledger = sign_off(expires=dt.date(2027, 1, 1)).deciding(
        next(iter(acceptance().findings.values()))
    )
    assert verdict(MD, result(ACCEPTED), ledger).cleared_by == (
        "signed off by Ann Marsh, MD, PhD on 2026-11-23 until 2027-01-01",
        "reversal-verb accepted by Bo Ek, RN on 2026-11-23: quoted",
    )
    assert verdict(ANY, result()).cleared_by == ("no sign-off is asked for",)


@pytest.mark.parametrize(
    ("policy", "results", "excluded", "unread", "stale", "faults"),
    [
        pytest.param(ANY, (result(),), 0, [], [], [], id="none"),
        pytest.param(ANY, (), 0, [], [], ["no article was checked"], id="no article"),
        pytest.param(
            ANY, (result(),), 2, [], [], ["2 excluded by patterns and not checked"], id="excluded"
        ),
        pytest.param(Policy(excluded="clear"), (result(),), 2, [], [], [], id="excluded is fine"),
        pytest.param(
            ANY,
            (result(),),
            0,
            ["a.pdf"],
            [],
            ["'a.pdf' is skipped: medlint has no reader for it"],
            id="skipped",
        ),
        pytest.param(
            ANY,
            (result(),),
            0,
            [],
            ["t: x (review by 2026-01-01)"],
            ["the rules rest on stale facts: t: x (review by 2026-01-01)"],
            id="stale",
        ),
        pytest.param(
            Policy(stale_rules="clear"), (result(),), 0, [], ["t"], [], id="stale is fine"
        ),
    ],
)
def test_what_speaks_against_a_run(  # noqa: PLR0913 -- a table's columns
    *,
    policy: Policy,
    results: tuple[FileResult, ...],
    excluded: int,
    unread: list[str],
    stale: list[str],
    faults: list[str],
) -> None:
    report = Report(TOOL, results, summarise(results, excluded=excluded))
    assert list(gate.faults_of_the_run(policy, report, unread=unread, stale=stale)) == faults


def test_the_manifest_names_every_article_and_ends_in_the_digest_of_the_rest() -> None:
    found = verdict(MD, result(), sign_off())
    data = json.loads(gate.manifest([found], TOOL, MD, faults=[]))
    digest = data.pop("digest")
    canonical = json.dumps(data, sort_keys=True, separators=(",", ":"))
    assert digest == f"sha256:{hashlib.sha256(canonical.encode()).hexdigest()}"
    assert data["cleared"] is True
    assert data["articles"] == [
        {
            "path": "a.md",
            "cleared": True,
            "against": [],
            "sha256": "d",
            "content": hashlib.sha256(SOURCE.encode()).hexdigest(),
            "sign_off": {
                "by": "Ann Marsh",
                "credential": "MD, PhD",
                "date": "2026-11-23",
                "content": hashlib.sha256(SOURCE.encode()).hexdigest(),
            },
            "accepted": [],
            "counts": {
                "error": 0,
                "warning": 0,
                "note": 0,
                "suppressed": 0,
                "baselined": 0,
                "accepted": 0,
                "filtered": 0,
            },
        }
    ]


@pytest.mark.parametrize("fault", ["blocked", "run"])
def test_a_manifest_of_a_closed_gate_says_so(fault: str) -> None:
    verdicts = [verdict(ANY, result(FINDING) if fault == "blocked" else result())]
    faults = ["no article was checked"] if fault == "run" else []
    assert json.loads(gate.manifest(verdicts, TOOL, ANY, faults=faults))["cleared"] is False
