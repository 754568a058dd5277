"""False alarms are counted as it is said."""

import json
from pathlib import Path

import pytest

from medlint.finding import Category, Confidence, Disposition, FileError, Finding, Severity
from medlint.report import FileResult
from medlint.text import Span
from tools.bench.trusted import Tally, Text, alarms, read_answers, read_chapters, tally


def finding(rule: str, category: Category, disposition: Disposition) -> Finding:
    return Finding(
        rule=rule,
        category=category,
        severity=Severity.ERROR,
        confidence=Confidence.HIGH,
        message="",
        advice="",
        span=Span(0, 4),
        excerpt="",
        fingerprint="",
        disposition=disposition,
        reason="a test" if disposition is Disposition.SUPPRESSED else None,
    )


def test_what_is_reported_in_checked_words_is_counted() -> None:
    first = (
        finding("reversal-verb", Category.CERTAINTY, Disposition.REPORTED),
        finding("reversal-verb", Category.CERTAINTY, Disposition.SUPPRESSED),
        finding("dropped-term", Category.INTEGRITY, Disposition.REPORTED),
    )
    second = (finding("reversal-verb", Category.CERTAINTY, Disposition.REPORTED),)
    foreign = FileError("language", "not English")
    counted = tally(
        [
            (Text("a.txt", "", 3_000), FileResult("a.txt", findings=first)),
            (Text("b.txt", "", 1_000), FileResult("b.txt", findings=second)),
            (Text("c.txt", "", 9_000), FileResult("c.txt", error=foreign)),
        ],
        {
            "reversal-verb": Category.CERTAINTY,
            "guarantee": Category.CERTAINTY,
            "dropped-term": Category.INTEGRITY,
        },
    )
    assert counted == Tally(
        checked=2,
        words=4_000,
        unchecked={"language": 1},
        findings={
            "certainty": {"guarantee": 0, "reversal-verb": 2},
            "integrity": {"dropped-term": 1},
        },
    )
    assert [(f.name, f.value, f.met, f.data) for f in alarms(counted, "Tea")] == [
        ("findings per 10,000 words", 7.5, None, "Tea, 2 texts, 4,000 words"),
        ("certainty findings per 10,000 words", 5.0, False, "Tea, 2 texts, 4,000 words"),
        ("caveats findings per 10,000 words", 0.0, True, "Tea, 2 texts, 4,000 words"),
        ("integrity findings per 10,000 words", 2.5, False, "Tea, 2 texts, 4,000 words"),
    ]
    assert list(counted.lines()) == [
        "certainty/guarantee: 0",
        "certainty/reversal-verb: 2",
        "integrity/dropped-term: 1",
        "not checked (language): 1 texts",
    ]


def test_no_words_have_no_rate() -> None:
    assert tally([], {}).rate() == pytest.approx(0.0)


def test_answers_are_plain_text_documents(tmp_path: Path) -> None:
    path = tmp_path / "answers.jsonl"
    path.write_text(json.dumps({"id": "1/2.xml", "question": "?", "text": "Tea is hot."}) + "\n")
    assert read_answers(path) == [Text("1/2.xml.txt", "Tea is hot.", 3)]


def test_tags_of_pages_are_no_words(tmp_path: Path) -> None:
    (tmp_path / "b.html").write_text("<p>Tea<br>is <a href='x'>hot</a>.</p>")
    (tmp_path / "a.html").write_text("<p>Tea.</p>")
    (tmp_path / "notes.txt").write_text("None of them.")
    assert [(page.path, page.words) for page in read_chapters(tmp_path)] == [
        ("a.html", 1),
        ("b.html", 4),
    ]


def test_brackets_that_lost_their_reference_are_taken_out(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text("<p>Tea is hot (). It ( ) cools\n() by itself (slowly).</p>")
    (page,) = read_chapters(tmp_path)
    assert page.source == "<p>Tea is hot. It cools by itself (slowly).</p>"
    assert page.words == 8
