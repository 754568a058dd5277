"""What an index says of more articles than it has room for."""

from collections.abc import Iterator

from medlint.finding import Category, FileError, Severity
from medlint.formats.html import render_overview
from medlint.formats.overview import Entry, Fired, RuleInReport, overview
from medlint.formats.triage import Triage
from medlint.report import Summary, Tool

TOOL = Tool(version="0.1.0", rules_digest="9c11", model="m 3.8.0", as_of="2026-11-20")


def article(number: int) -> Entry:
    """The number says how many errors it has; all have a note."""
    errors = (Fired("cure", Category.CERTAINTY, Severity.ERROR, number),) if number else ()
    notes = (Fired("dose", Category.DOSING, Severity.NOTE, 1),)
    summary = Summary(files=1, checked=1, error=number, note=1, preview=1)
    return Entry(f"{number:03}.md", f"Article {number}", summary, errors + notes)


def failed(number: int) -> Entry:
    path = f"{number:03}.txt"
    return Entry(path, path, Summary(files=1, failed=1), error=FileError("read", "gone"))


def test_the_worst_are_listed_and_all_are_counted() -> None:
    entries = [article(number) for number in (3, 0, 7, 1, 9, 2, 8, 0)]
    entries[2:2] = [failed(5), failed(1), failed(3)]
    found, summary = overview(iter(entries), excluded=4, most=2)
    assert [entry.path for entry in found.lines] == ["009.md", "008.md"]
    assert [entry.path for entry in found.unchecked] == ["001.txt", "003.txt"]
    assert (found.unlisted, found.unlisted_errors) == (6, 1)
    assert found.files_in_words == "8 files checked, 3 not checked, 4 excluded"
    assert found.rules == (
        RuleInReport("cure", Category.CERTAINTY, Severity.ERROR, 30, 6),
        RuleInReport("dose", Category.DOSING, Severity.NOTE, 8, 8),
    )
    assert [(todo.triage, todo.articles) for todo in found.triage] == [
        (Triage.FIX, 6),
        (Triage.REVIEW, 0),
        (Triage.CLEAR, 2),
    ]
    assert summary == Summary(
        files=11, checked=8, failed=3, excluded=4, error=30, note=8, preview=8
    )


def test_no_more_is_kept_than_is_listed() -> None:
    alive = 0

    class Counted(Entry):
        def __init__(self, number: int) -> None:
            nonlocal alive
            alive += 1
            made = article(number % 7)
            super().__init__(made.path, made.title, made.summary, made.fired)

        def __del__(self) -> None:
            nonlocal alive
            alive -= 1

    most = 0

    def entries() -> Iterator[Entry]:
        nonlocal most
        for number in range(500):
            yield Counted(number)
            most = max(most, alive)

    found, _ = overview(entries(), most=10)
    assert len(found.lines) == 10
    assert most < 30


def test_everything_is_listed_where_nothing_is_said() -> None:
    found, _ = overview(article(number) for number in range(30))
    assert len(found.lines) == 30
    assert found.unlisted == 0


def test_the_page_says_how_many_it_leaves_out() -> None:
    entries = [*map(article, range(5)), *map(failed, range(4))]
    found, summary = overview(entries, most=2)
    page = render_overview(found, TOOL, summary)
    assert "3 more, none of them worse, are not listed." in page
    assert "2 more that were not checked are not listed." in page
    whole, summary = overview(entries)
    assert "not listed" not in render_overview(whole, TOOL, summary)
