"""Word drafts on the command line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.word import box, link, paragraph, run, word

if TYPE_CHECKING:
    from tests.commands.conftest import Run

DRAFT = word(
    paragraph("Tea", style="Heading1"),
    paragraph("Turmeric ", link(run("cures ") + run("diabetes", "<w:b/>")), ". So they say here."),
    paragraph("You can drink it with a little milk.", box(paragraph("Garlic cures asthma."))),
)


@pytest.fixture
def draft(drafts: Path) -> Path:
    path = drafts / "drafts" / "tea.docx"
    path.write_bytes(DRAFT)
    return path


def test_a_finding_says_where_it_stands(run: Run, draft: Path) -> None:
    found = run.findings(draft)
    assert [(f["excerpt"], f["location"], f["start"]["line"]) for f in found] == [
        ("Turmeric cures diabetes.", {"part": "document", "paragraph": 2, "run": 2}, 2),
        ("Garlic cures asthma.", {"part": "document", "paragraph": 4, "run": 1}, 4),
    ]


def test_a_copy_with_comments_is_written_and_the_draft_left_alone(
    run: Run, drafts: Path, draft: Path
) -> None:
    assert run("report", "drafts", "-o", "out", "--annotate") == 0
    (copy,) = (drafts / "out").glob("*.docx")
    assert run.out.splitlines()[:2] == [
        f"{Path('out') / copy.name}: 2 comments",
        "  beside its words: reversal-verb: Garlic cures asthma.",
    ]
    assert draft.read_bytes() == DRAFT
    assert copy.read_bytes() != DRAFT
    linking = [
        page.name for page in (drafts / "out").glob("*.html") if copy.name in page.read_text()
    ]
    assert linking == [copy.with_suffix(".html").name]
    assert [f["excerpt"] for f in run.findings(copy)] == [f["excerpt"] for f in run.findings(draft)]


def test_the_copy_of_an_earlier_report_is_kept_and_named(
    run: Run, drafts: Path, draft: Path
) -> None:
    assert run("report", "drafts", "-o", "out", "--annotate") == 0
    (copy,) = (drafts / "out").glob("*.docx")
    draft.unlink()
    assert run("report", "drafts", "-o", "out") == 0
    assert run.err == f"medlint: {Path('out') / copy.name} is of an earlier report\n"
    assert copy.exists()
    assert not copy.with_suffix(".html").exists()


def test_a_word_file_can_come_by_standard_input(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    import io  # noqa: PLC0415 -- this test alone stands in for a pipe

    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(DRAFT)))
    assert run("check", "-", "--stdin-filename", "a.docx", "--format", "json") == 1
    assert len(json.loads(run.out)["files"][0]["findings"]) == 2


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["report", "drafts/clean.md", "-o", "out", "--annotate"], 2, "there is no Word file"),
        (["check", "broken.docx"], 3, "this is no Word file that can be read"),
    ],
)
def test_what_goes_wrong(
    run: Run, drafts: Path, arguments: list[str], code: int, message: str
) -> None:
    (drafts / "broken.docx").write_bytes(b"PK")
    assert run(*arguments) == code
    assert message in run.out + run.err


def test_an_article_is_signed_off_by_its_words_and_the_gate_knows_its_bytes(
    run: Run, drafts: Path, draft: Path
) -> None:
    draft.write_bytes(word("Tea is a drink. You can have it with a little milk."))
    (drafts / "medlint.yaml").write_text("gate: {sign-off: [MD]}\n", encoding="utf-8")
    assert run("review", "accept", draft, "--article", "--by", "Ann", "--credential", "MD") == 0
    assert run("gate", draft) == 0
    draft.write_bytes(word("Tea is a drink. You can have it with a lot of milk."))
    assert run("gate", draft) == 1
