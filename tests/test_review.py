from __future__ import annotations

import datetime as dt
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medlint import review
from medlint.document import Document, Format
from medlint.errors import ConfigError
from medlint.finding import Category, Confidence, Disposition, Finding, Severity
from medlint.report import FileResult
from medlint.review import ArticleEntry, ArticleState, FindingEntry, Ledger, State
from medlint.sight import Sight, printable
from medlint.text import Span

TODAY = dt.date(2026, 11, 23)
TOMORROW, LATER = dt.date(2026, 11, 24), dt.date(2027, 5, 1)
SENTENCE = "Turmeric cures diabetes."
VERSIONS = {"reversal-verb": "v1"}


def on_finding(**changes: Any) -> FindingEntry:
    data = {
        "finding": "f1",
        "article": "a.md",
        "rule": "reversal-verb",
        "version": "v1",
        "sentence": SENTENCE,
        "decision": "accepted",
        "by": "Ann Marsh",
        "credential": "MD",
        "date": TODAY,
        "reason": "quotes the claim it corrects",
    }
    return FindingEntry(**{**data, **changes})


def on_article(**changes: Any) -> ArticleEntry:
    data = {
        "article": "a.md",
        "content": review.content_of(result()),
        "decision": "accepted",
        "by": "Ann Marsh",
        "credential": "MD",
        "date": TODAY,
    }
    return ArticleEntry(**{**data, **changes})


FINDING = Finding(
    "reversal-verb",
    Category.CERTAINTY,
    Severity.ERROR,
    Confidence.HIGH,
    "m",
    "a",
    Span(0, 24),
    SENTENCE,
    "f1",
    sentence=Span(0, 24),
)


def result(source: str = f"{SENTENCE}\n", *findings: Finding) -> FileResult:
    return FileResult("./a.md", Document("a.md", Format.MARKDOWN, source, ()), findings)


def ledger(*entries: FindingEntry | ArticleEntry) -> Ledger:
    made = review.EMPTY
    for entry in entries:
        made = made.deciding(entry)
    return made


@pytest.mark.parametrize(
    ("entry", "version", "today", "state"),
    [
        pytest.param(on_finding(), "v1", TODAY, State.ACCEPTED, id="accepted"),
        pytest.param(on_finding(), "v2", TODAY, State.OUTDATED, id="the rule has changed"),
        pytest.param(on_finding(expires=LATER), "v1", TODAY, State.ACCEPTED, id="until then"),
        pytest.param(on_finding(expires=TOMORROW), "v1", TOMORROW, State.EXPIRED, id="on that day"),
        pytest.param(on_finding(decision="rejected"), "v2", LATER, State.REJECTED, id="rejected"),
        pytest.param(
            on_finding(decision="assigned", to="Bo"), "v1", TODAY, State.ASSIGNED, id="assigned"
        ),
    ],
)
def test_what_a_decision_means_today(
    entry: FindingEntry, version: str, today: dt.date, state: State
) -> None:
    versions = {"reversal-verb": version}
    assert review.state_of(FINDING, ledger(entry), versions, today) is state
    (judged,) = review.apply(result(SENTENCE, FINDING), ledger(entry), versions, today).findings
    accepted = judged.disposition is Disposition.ACCEPTED
    assert accepted is (state is State.ACCEPTED)


def test_a_finding_that_nobody_decided_on_is_open() -> None:
    other = replace(FINDING, fingerprint="f2")
    assert review.state_of(other, ledger(on_finding()), VERSIONS, TODAY) is State.OPEN


def test_an_accepted_finding_says_who_and_why() -> None:
    entry = on_finding(citation="NICE NG28, 2022")
    (judged,) = review.apply(result(SENTENCE, FINDING), ledger(entry), VERSIONS, TODAY).findings
    assert judged.reason == (
        "Ann Marsh, MD on 2026-11-23: quotes the claim it corrects (NICE NG28, 2022)"
    )


def test_what_is_suppressed_already_stays_so() -> None:
    quiet = replace(FINDING, disposition=Disposition.SUPPRESSED, reason="quoted")
    (judged,) = review.apply(
        result(SENTENCE, quiet), ledger(on_finding()), VERSIONS, TODAY
    ).findings
    assert judged == quiet


@pytest.mark.parametrize(
    ("entry", "source", "today", "state"),
    [
        pytest.param(None, SENTENCE, TODAY, ArticleState.NEVER, id="never"),
        pytest.param(on_article(), f"{SENTENCE}\n", TODAY, ArticleState.REVIEWED, id="reviewed"),
        pytest.param(on_article(), f"{SENTENCE}\r\n", TODAY, ArticleState.REVIEWED, id="CRLF"),
        pytest.param(on_article(), f"{SENTENCE} \n", TODAY, ArticleState.CHANGED, id="changed"),
        pytest.param(
            on_article(expires=LATER), f"{SENTENCE}\n", LATER, ArticleState.EXPIRED, id="expired"
        ),
        pytest.param(
            on_article(decision="rejected"),
            f"{SENTENCE}\n",
            TODAY,
            ArticleState.REJECTED,
            id="rejected",
        ),
        pytest.param(
            on_article(decision="rejected"), "Else.", TODAY, ArticleState.CHANGED, id="mended"
        ),
        pytest.param(
            on_article(decision="assigned", to="Bo"),
            "Else.",
            TODAY,
            ArticleState.ASSIGNED,
            id="assigned",
        ),
    ],
)
def test_what_the_review_of_an_article_has_come_to(
    entry: ArticleEntry | None, source: str, today: dt.date, state: ArticleState
) -> None:
    made = review.EMPTY if entry is None else ledger(entry)
    assert review.article_state(result(source), made, today) is state


WRITTEN = (
    "# What reviewers decided. 'medlint review' writes it, one decision a line, sorted.\n"
    "decisions:\n"
    "- {article: a.md, content: c1, decision: accepted, by: Ann Marsh, credential: MD,"
    " date: 2026-11-23}\n"
    "- {finding: f2, article: a.md, rule: guarantee, version: v1,"
    " sentence: Turmeric cures diabetes., decision: assigned, to: Bo Ek, date: 2026-11-23}\n"
    "- {finding: f1, article: a.md, rule: reversal-verb, version: v1,"
    " sentence: Turmeric cures diabetes., decision: accepted, by: 'no: one', credential: MD,"
    " date: 2026-11-23, reason: quotes the claim it corrects, expires: 2026-11-24}\n"
)


def test_the_file_is_sorted_and_the_same_for_the_same_decisions(tmp_path: Path) -> None:
    entries = (
        on_finding(by="no: one", expires=TOMORROW),
        on_finding(
            finding="f2",
            rule="guarantee",
            decision="assigned",
            by=None,
            credential=None,
            to="Bo Ek",
            reason=None,
        ),
        on_article(content="c1"),
    )
    assert review.dump(ledger(*entries)) == WRITTEN
    assert review.dump(ledger(*reversed(entries))) == WRITTEN
    path = tmp_path / "reviews.yaml"
    path.write_text(WRITTEN, encoding="utf-8")
    assert review.load(path) == ledger(*entries)


def test_an_empty_ledger_can_be_read(tmp_path: Path) -> None:
    path = tmp_path / "reviews.yaml"
    path.write_text(review.dump(review.EMPTY), encoding="utf-8")
    assert review.load(path) == review.EMPTY


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        pytest.param("reason:", "raeson:", "unknown key 'raeson'", id="misspelt"),
        pytest.param("finding: f2", "finding: f1", "two decisions on the finding 'f1'", id="two"),
        pytest.param(
            "credential: MD, date: 2026-11-23, reason",
            "date: 2026-11-23, reason",
            "what is accepted needs 'credential'",
            id="no credential",
        ),
        pytest.param("to: Bo Ek, ", "", "what is assigned needs 'to'", id="to nobody"),
        pytest.param("{finding: f2", "{fnding: f2", "did you mean 'finding'?", id="no finding"),
        pytest.param("{finding: f2, ", "{", "unknown key 'rule'", id="about nothing"),
        pytest.param("- {article", "- 7\n- {article", "expected a mapping", id="no entry"),
        pytest.param("expires: 2026-11-24", "expires: 2026-11-23", "must come after", id="at once"),
        pytest.param("decision: assigned", "decision: fine", "input should be", id="no decision"),
        pytest.param("23}\n- ", "23}\n<<<<<<< ours\n- ", "reviews.yaml:", id="unfinished merge"),
    ],
)
def test_a_mistake_in_the_ledger_is_named(tmp_path: Path, old: str, new: str, message: str) -> None:
    path = tmp_path / "reviews.yaml"
    assert old in WRITTEN
    path.write_text(WRITTEN.replace(old, new), encoding="utf-8")
    with pytest.raises(ConfigError) as raised:
        review.load(path)
    assert message in str(raised.value)


def test_the_same_decision_may_stand_there_twice(tmp_path: Path) -> None:
    path = tmp_path / "reviews.yaml"
    line = WRITTEN.splitlines(keepends=True)[-1]
    path.write_text(WRITTEN + line, encoding="utf-8")
    assert review.dump(review.load(path)) == WRITTEN


@given(
    reason=st.text(min_size=1).filter(str.strip),
    article=st.text(min_size=1).filter(str.strip),
)
def test_whatever_is_written_is_one_line_and_read_again(reason: str, article: str) -> None:
    entry = on_finding(reason=printable(reason), article=printable(article))
    text = review.dump(ledger(entry))
    assert len(text.splitlines()) == text.count("\n") == 3
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "reviews.yaml"
        path.write_text(text, encoding="utf-8", newline="")
        assert review.load(path) == ledger(entry)


def test_a_later_decision_takes_the_place_of_an_earlier_one() -> None:
    made = ledger(on_finding(), on_finding(decision="rejected"))
    assert [entry.decision for entry in made.findings.values()] == ["rejected"]


def test_a_decision_whose_sentence_is_gone_is_stale(tmp_path: Path) -> None:
    sight = Sight(ran=["reversal-verb"], root=tmp_path)
    sight.take(result(SENTENCE, FINDING))
    gone = on_finding(finding="f9")
    assert ledger(on_finding(), gone).stale(sight) == (gone,)
