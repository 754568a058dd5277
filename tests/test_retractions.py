"""The list of retractions: what it says of a paper, and what a broken one is answered with."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medlint import retractions
from medlint.cli import main
from medlint.errors import UsageError
from medlint.plan import Plan
from medlint.retractions import Retractions

HEADER = (
    "Record ID,Title,RetractionDate,RetractionDOI,RetractionPubMedID,"
    "OriginalPaperDOI,OriginalPaperPubMedID,RetractionNature,Reason"
)
GONE = (
    '1,"Naps, made up",3/14/2021 0:00,10.1000/notice,0,10.1000/Naps,7654321,Retraction,'
    "+Fabrication of Data;+Fake Peer Review;+Third;"
)
BACK = "2,Naps,5/1/2022 0:00,10.1000/again,0,10.1000/naps,7654321,Reinstatement,+Error by Journal;"
DOUBT = "3,Tea,2020-02-03,,0,10.1000/tea,0,Expression of concern,+Concerns about Data;"
MENDED = "4,Milk,1/2/2020 0:00,,0,10.1000/milk,0,Correction,;"
ARTICLE = (
    "It fell [1].\n\n## References\n\n"
    "1. Lee A. Naps in town. J Sleep 2019;1:2-3. doi:10.1000/naps\n"
)

Listed = Callable[..., Path]


@pytest.fixture
def listed(tmp_path: Path) -> Listed:
    def write(*rows: str, header: str = HEADER) -> Path:
        path = tmp_path / "list.csv"
        path.write_text("\n".join([header, *rows, ""]), encoding="utf-8")
        return path

    return write


def known(listed: Listed, *rows: str) -> Retractions:
    return retractions.load(listed(*rows))


@pytest.mark.parametrize(
    "written",
    [
        "10.1000/naps",
        "10.1000/NAPS",
        "https://doi.org/10.1000/naps",
        "http://dx.doi.org/10.1000%2Fnaps",
        "doi: 10.1000/naps.",
    ],
)
def test_a_doi_is_known_however_it_is_written(listed: Listed, written: str) -> None:
    notice = known(listed, GONE).notice(doi=written)
    assert notice is not None
    assert notice.retracted
    assert notice.date == dt.date(2021, 3, 14)
    assert notice.reason == "Fabrication of Data, Fake Peer Review"
    assert notice.notice == "10.1000/notice"


def test_a_paper_is_known_by_its_pmid(listed: Listed) -> None:
    assert known(listed, GONE).notice(pmid="07654321") is not None
    assert known(listed, GONE).notice(pmid="0") is None
    assert known(listed, GONE).notice() is None


def test_concern_is_no_retraction(listed: Listed) -> None:
    notice = known(listed, DOUBT).notice(doi="10.1000/tea")
    assert notice is not None
    assert (notice.retracted, notice.date) == (False, dt.date(2020, 2, 3))


def test_a_correction_is_no_fault(listed: Listed) -> None:
    assert known(listed, MENDED).notice(doi="10.1000/milk") is None


def test_what_was_reinstated_later_stands(listed: Listed) -> None:
    assert known(listed, BACK, GONE).notice(doi="10.1000/naps") is None
    again = GONE.replace("3/14/2021", "3/14/2023")
    assert known(listed, again, BACK).notice(doi="10.1000/naps") is not None


def test_concern_about_a_retracted_paper_takes_nothing_back(listed: Listed) -> None:
    concern = GONE.replace("Retraction,", "Expression of concern,").replace("2021", "2023")
    notice = known(listed, GONE, concern).notice(doi="10.1000/naps")
    assert notice is not None
    assert notice.retracted


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "list.csv: no list of Retraction Watch; it has no column 'OriginalPaperDOI'"),
        ("a,b\n1,2\n", "list.csv: no list of Retraction Watch; it has no column"),
        (f"{HEADER}\n1,2\n", "list.csv:2: the row has 2 fields, and the first row names 9"),
        (f'{HEADER}\n1,"2\n', "list.csv:2: not CSV"),
    ],
)
def test_a_broken_list_is_one_clear_line(
    listed: Listed, capsys: pytest.CaptureFixture[str], text: str, told: str
) -> None:
    path = listed()
    path.write_text(text, encoding="utf-8")
    draft = path.with_name("draft.md")
    draft.write_text(ARTICLE, encoding="utf-8")
    assert main(["check", "--no-cache", "--retractions", str(path), str(draft)]) == 2
    captured = capsys.readouterr().err
    assert told in captured
    assert captured.count("\n") == 1


def test_a_missing_list_is_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot be read"):
        retractions.listing(tmp_path / "none.csv")


@given(st.text(max_size=200))
def test_any_text_is_a_list_or_an_error(
    tmp_path_factory: pytest.TempPathFactory, text: str
) -> None:
    path = tmp_path_factory.mktemp("lists") / "list.csv"
    path.write_text(f"{HEADER}\n{text}", encoding="utf-8", errors="replace")
    with suppress(UsageError):
        assert all(retractions.load(path).notices)


class TestRun:
    @pytest.fixture
    def draft(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
        monkeypatch.chdir(tmp_path)
        path = tmp_path / "draft.md"
        path.write_text(ARTICLE, encoding="utf-8")
        return path

    def run(self, draft: Path, *options: str) -> int:
        return main(["check", "--no-cache", "--select", "retracted-source", *options, str(draft)])

    def test_the_option_and_the_settings_name_the_list(self, draft: Path, listed: Listed) -> None:
        path = listed(GONE)
        assert self.run(draft) == 0
        assert self.run(draft, "--retractions", str(path)) == 1
        draft.with_name("medlint.yaml").write_text("retractions: list.csv\n", encoding="utf-8")
        assert self.run(draft) == 1

    def test_what_it_finds_counts_though_nobody_selected_it(
        self, draft: Path, listed: Listed, capsys: pytest.CaptureFixture[str]
    ) -> None:
        main(["check", "--no-cache", "--retractions", str(listed(GONE)), str(draft)])
        told = capsys.readouterr().out
        assert "retracted-source error This paper was retracted on 2021-03-14" in told
        assert "https://doi.org/10.1000/notice" in told

    def test_processes_know_the_list_too(self, draft: Path, listed: Listed) -> None:
        for number in range(3):
            twin = draft.with_name(f"draft-{number}.md")
            twin.write_text(ARTICLE + "\nWe slept. " * 8_000, encoding="utf-8")
        folder, path = str(draft.parent), str(listed(GONE))
        common = [
            "--no-cache",
            "--select",
            "retracted-source",
            "--retractions",
            path,
            "--jobs",
            "2",
        ]
        assert main(["check", *common, folder]) == 1


def test_another_list_is_another_plan(listed: Listed, tmp_path: Path) -> None:
    before = Plan(tmp_path, dt.date(2026, 11, 23), retractions=retractions.listing(listed(GONE)))
    after = Plan(tmp_path, dt.date(2026, 11, 23), retractions=retractions.listing(listed(DOUBT)))
    moved = listed(DOUBT).rename(tmp_path / "moved.csv")
    again = Plan(tmp_path, dt.date(2026, 11, 23), retractions=retractions.listing(moved))
    assert before != after == again
