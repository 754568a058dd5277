"""Fixes on the command line: the right words change, and not one byte beside them."""

from __future__ import annotations

import codecs
import io
import os
import shutil
import stat
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from tests.commands.conftest import RULES
from tests.word import word

from medlint import fixes
from medlint.fixes import Fixed
from medlint.rules import sources

if TYPE_CHECKING:
    from tests.commands.conftest import Run

FAULTY = "# Doses\r\n\r\nTake .5 mg at night — say 2.0 mg. Inject 10 U (ten).\r\nIt is as it was.\n"
FIXED = FAULTY.replace(".5 mg", "0.5 mg").replace("2.0 mg", "2 mg").replace("10 U", "10 units")
PAGE = (
    "<h1>Doses</h1>\n<p>Take <b>.5</b> mg at night, and not 50 &micro;g.</p><p>Nothing   more</p>\n"
)
SELECT = ("--select", "dosing")


@pytest.fixture(scope="module")
def with_doses(two_rules: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of rules of which two have fixes, one of them unsafe, and none is in preview."""
    folder = tmp_path_factory.mktemp("rules") / "rules"
    shutil.copytree(two_rules, folder)
    (folder / "dosing").mkdir()
    for name in ("decimal-dose", "error-prone-abbreviation"):
        text = (RULES / "dosing" / f"{name}.yaml").read_text("utf-8")
        changed = text.replace("status: preview", "status: stable")
        assert changed != text
        (folder / "dosing" / f"{name}.yaml").write_text(changed, "utf-8")
    return folder


@pytest.fixture(autouse=True)
def use_them(with_doses: Path, drafts: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    del drafts
    monkeypatch.setattr(sources, "bundled_folder", lambda: with_doses)


@pytest.fixture
def draft(drafts: Path) -> Path:
    path = drafts / "drafts" / "doses.md"
    path.write_bytes(FAULTY.encode())
    return path


def test_safe_fixes_are_written_and_what_is_left_is_reported(run: Run, draft: Path) -> None:
    assert run("check", draft, "--fix", *SELECT) == 1
    assert draft.read_bytes().decode() == FIXED.replace("10 units", "10 U")
    assert run.err == (
        "medlint: 2 fixes written to 1 file; 1 more with --unsafe-fixes, to be looked at\n"
    )
    assert run.out.startswith("drafts/doses.md:3:44 error-prone-abbreviation error ")
    assert "decimal-dose" not in run.out


def test_a_second_run_has_nothing_to_do(run: Run, draft: Path) -> None:
    assert run("check", draft, "--fix", "--unsafe-fixes", *SELECT) == 0
    assert draft.read_bytes().decode() == FIXED
    before = draft.stat().st_mtime_ns
    assert run("check", draft, "--fix", "--unsafe-fixes", *SELECT) == 0
    assert run.err == "medlint: 0 fixes written to 0 files\n"
    assert draft.stat().st_mtime_ns == before


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        pytest.param(b"", "utf-8", id="utf-8"),
        pytest.param(codecs.BOM_UTF8, "utf-8", id="utf-8 with a mark"),
        pytest.param(codecs.BOM_UTF16_LE, "utf-16-le", id="utf-16-le"),
        pytest.param(codecs.BOM_UTF16_BE, "utf-16-be", id="utf-16-be"),
    ],
)
@pytest.mark.parametrize("ending", [".md", ".txt", ".html"])
def test_every_other_byte_stays(
    run: Run, drafts: Path, mark: bytes, encoding: str, ending: str
) -> None:
    path = drafts / f"doses{ending}"
    path.write_bytes(mark + FAULTY.encode(encoding))
    assert run("check", path, "--fix", "--unsafe-fixes", *SELECT) == 0
    assert path.read_bytes() == mark + FIXED.encode(encoding)


def test_markup_stays_where_it_is(run: Run, drafts: Path) -> None:
    path = drafts / "doses.html"
    path.write_text(PAGE, encoding="utf-8")
    assert run("check", path, "--fix", "--unsafe-fixes", *SELECT) == 1
    assert path.read_text("utf-8") == PAGE.replace("<b>.5</b>", "<b>0.5</b>")
    assert "error-prone-abbreviation" in run.out  # an entity is no plain word to replace


def test_a_file_keeps_its_rights_and_a_link_stays_one(run: Run, drafts: Path, draft: Path) -> None:
    draft.chmod(0o640)
    link = drafts / "link.md"
    link.symlink_to(draft)
    run("check", link, "--fix", *SELECT)
    assert link.is_symlink()
    assert stat.S_IMODE(draft.stat().st_mode) == 0o640
    assert "0.5 mg" in draft.read_text("utf-8")
    assert [path.name for path in draft.parent.iterdir() if path.name.startswith(".")] == []


@pytest.mark.parametrize("mark", [b"", codecs.BOM_UTF8], ids=["plain", "mark"])
@pytest.mark.system("git")
def test_the_patch_does_what_fix_does(
    run: Run, draft: Path, git: Callable[..., str], mark: bytes
) -> None:
    draft.write_bytes(mark + FAULTY.rstrip("\n").encode())
    assert run("check", "drafts/doses.md", "--diff", "--unsafe-fixes", *SELECT) == 1
    assert draft.read_bytes() == mark + FAULTY.rstrip("\n").encode()
    assert run.err == "medlint: 3 fixes would be written to 1 file\n"
    assert "\\ No newline at end of file\n" in run.out
    assert run("check", "drafts/doses.md", "--diff", "--unsafe-fixes", *SELECT, "-o", "p") == 1
    git("init", "--quiet")
    git("apply", "-p0", "p")
    assert draft.read_bytes() == mark + FIXED.rstrip("\n").encode()
    assert run("check", "drafts/doses.md", "--diff", "--unsafe-fixes", *SELECT) == 0
    assert run.out == ""


def test_standard_input_can_be_shown_as_a_patch(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(FAULTY.encode())))
    assert run("check", "-", "--stdin-filename", "a.md", "--diff", *SELECT) == 1
    assert "\n-Take .5 mg at night" in run.out
    assert "\n+Take 0.5 mg at night" in run.out


def test_suppressed_findings_and_word_drafts_are_left_alone(run: Run, drafts: Path) -> None:
    path = drafts / "said.md"
    said = "# Doses\n\n<!-- medlint-ignore-next-line decimal-dose: it is quoted -->\nTake .5 mg.\n"
    path.write_text(said, encoding="utf-8")
    draft = drafts / "doses.docx"
    draft.write_bytes(word("Take .5 mg at night, with a little water."))
    before = draft.read_bytes()
    assert run("check", path, draft, "--fix", "--unsafe-fixes", *SELECT) == 1
    assert (path.read_text("utf-8"), draft.read_bytes()) == (said, before)
    assert "decimal-dose" in run.out


def test_a_file_that_changed_meanwhile_is_not_written_over(
    run: Run, draft: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fix = fixes.fix

    def meanwhile(*arguments: Any, **options: Any) -> Fixed:
        draft.write_bytes(b"Somebody else was here.")
        return fix(*arguments, **options)

    monkeypatch.setattr(fixes, "fix", meanwhile)
    assert run("check", draft, "--fix", *SELECT) == 2
    assert "changed while it was checked; run medlint again" in run.err
    assert draft.read_bytes() == b"Somebody else was here."


@pytest.mark.skipif(os.name != "posix", reason="rights are those of POSIX")
def test_a_file_that_cannot_be_written_ends_the_run(
    run: Run, draft: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(self: Path, target: Path) -> None:
        del self, target
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "replace", refuse)
    assert run("check", draft, "--fix", *SELECT) == 2
    assert "cannot write" in run.err
    assert draft.read_bytes() == FAULTY.encode()
    assert len(list(draft.parent.iterdir())) == 3


def test_a_file_that_is_read_only_is_left_alone(
    run: Run, draft: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "access", lambda _path, mode: mode != os.W_OK)
    assert run("check", draft, "--fix", *SELECT) == 2
    assert run.err == f"medlint: cannot write '{draft}': it is read-only\n"
    assert draft.read_bytes() == FAULTY.encode()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--unsafe-fixes"], "--unsafe-fixes says which fixes to take; add --fix"),
        (["--fix", "--diff"], "not allowed with argument"),
        (["--diff", "--format", "json"], "--diff prints a patch, not json"),
    ],
)
def test_what_does_not_go_together(
    run: Run, draft: Path, arguments: list[str], message: str
) -> None:
    assert run("check", draft, *arguments) == 2
    assert message in run.err
    assert draft.read_bytes() == FAULTY.encode()


def test_standard_input_cannot_be_written(run: Run) -> None:
    assert run("check", "-", "--stdin-filename", "a.md", "--fix") == 2
    assert "--fix writes files, and standard input is none" in run.err


def test_what_could_not_be_checked_is_said_beside_the_patch(run: Run, draft: Path) -> None:
    (draft.parent / "bytes.md").write_bytes(b"caf\xe9")
    assert run("check", "drafts", "--diff", *SELECT) == 3
    assert "drafts/bytes.md: not checked" in run.err
    assert "+Take 0.5 mg" in run.out


@pytest.mark.system("git")
@pytest.mark.usefixtures("draft")
def test_git_sees_the_changed_lines_alone(run: Run, git: Callable[..., str]) -> None:
    git("init", "--quiet")
    git("config", "core.autocrlf", "false")
    git("add", ".")
    git("commit", "--quiet", "-m", "First")
    run("check", "drafts", "--fix", *SELECT)
    assert git("diff", "--stat").splitlines()[-1].strip() == (
        "1 file changed, 1 insertion(+), 1 deletion(-)"
    )
