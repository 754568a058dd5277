"""What counts as changed: in texts by hand, and in a repository of git."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from medlint import files
from medlint.changes import Change, Changes, hunks, is_new
from medlint.document import Document, Format
from medlint.errors import UsageError
from medlint.finding import Category, Confidence, Finding, Severity
from medlint.report import FileResult
from medlint.text import LineIndex, Span

pytestmark = pytest.mark.system("git")


def finding(sentence: Span | None) -> Finding:
    return Finding(
        "guarantee",
        Category.CERTAINTY,
        Severity.ERROR,
        Confidence.HIGH,
        "m",
        "a",
        sentence or Span(0, 0),
        "",
        "f",
        sentence=sentence,
    )


def about(source: str, words: str) -> Finding:
    start = source.index(words)
    return finding(Span(start, start + len(words)))


OLD = "# Tea\n\nOne is old. Two is old.\n\nThree runs on\nover two lines. Four stands behind.\n"


@pytest.mark.parametrize(
    ("new", "sentence", "is_changed"),
    [
        pytest.param(OLD, "One is old.", False, id="nothing changed"),
        pytest.param(OLD.replace("Two", "2"), "2 is old.", True, id="edited"),
        pytest.param(OLD.replace("Two", "2"), "One is old.", False, id="its neighbour edited"),
        pytest.param(
            OLD.replace("Four", "4"),
            "Three runs on\nover two lines.",
            False,
            id="an edit on its last line, behind it",
        ),
        pytest.param(
            OLD.replace("over two", "over both"),
            "Three runs on\nover both lines.",
            True,
            id="an edit on its last line, in it",
        ),
        pytest.param(
            OLD.replace("runs on\nover", "runs\non over"),
            "Three runs\non over two lines.",
            False,
            id="wrapped anew",
        ),
        pytest.param(
            OLD.replace("runs on\nover two lines", "runs on\nover\ntwo\nlines"),
            "Three runs on\nover\ntwo\nlines.",
            False,
            id="wrapped over more lines",
        ),
        pytest.param(f"{OLD}\nOne is old.\n", "One is old.", False, id="the first of two alike"),
        pytest.param(f"Five.\n\n{OLD}", "One is old.", False, id="pushed down"),
        pytest.param(OLD.replace("# Tea\n\n", ""), "One is old.", False, id="moved up"),
        pytest.param(OLD.replace("\n", "\r\n"), "One is old.", False, id="other line ends"),
        pytest.param(
            OLD.replace("on\nover", "on,\nnot much,\nover"),
            "Three runs on,\nnot much,\nover two lines.",
            True,
            id="a line put in",
        ),
        pytest.param(
            "Yes. No.\n\nYes.\n".replace("No", "Never"), "Never.", True, id="short and new"
        ),
    ],
)
def test_a_sentence_is_new_where_it_is_not_what_it_was(
    new: str, sentence: str, *, is_changed: bool
) -> None:
    change = Change(OLD, hunks(OLD, new))
    assert is_new(about(new, sentence), new, LineIndex(new), change) is is_changed


def test_a_sentence_that_lost_a_line_is_new() -> None:
    old = "One begins\nand goes on\nand ends.\n"
    new = "One begins\nand ends.\n"
    change = Change(old, hunks(old, new))
    assert is_new(about(new, new.strip()), new, LineIndex(new), change)


def test_a_copy_of_an_old_sentence_in_a_new_paragraph_is_new() -> None:
    new = f"{OLD}\nOne is old.\n"
    change = Change(OLD, hunks(OLD, new))
    start = new.rindex("One")
    assert is_new(finding(Span(start, start + 11)), new, LineIndex(new), change)


def test_a_finding_about_the_whole_article_is_new_where_anything_changed() -> None:
    new = OLD.replace("Two", "2")
    assert is_new(finding(None), new, LineIndex(new), Change(OLD, hunks(OLD, new)))
    assert not is_new(finding(None), OLD, LineIndex(OLD), Change(OLD, ()))


@pytest.fixture
def repository(tmp_path: Path) -> Callable[..., None]:
    """A repository with a first commit; runs git in it."""
    home = tmp_path / "site"
    home.mkdir()
    (home / "old.md").write_text(OLD, encoding="utf-8")
    (home / "sub").mkdir()
    (home / "sub" / "größe.md").write_text(OLD, encoding="utf-8")
    someone = {
        f"GIT_{role}_{part}": value
        for role in ("AUTHOR", "COMMITTER")
        for part, value in (("NAME", "A Writer"), ("EMAIL", "writer@example.org"))
    }
    kept = {key: value for key, value in os.environ.items() if not key.startswith("GIT_")}
    environment = {**kept, **someone, "GIT_CONFIG_GLOBAL": os.devnull}

    def git(*arguments: str) -> None:
        subprocess.run(["git", *arguments], cwd=home, env=environment, check=True)

    git("init", "--quiet", "--initial-branch", "main")
    git("add", ".")
    git("commit", "--quiet", "-m", "First")
    return git


def left(folder: Path, name: str, *sentences: str, since: str = "main") -> list[str]:
    """The dispositions of findings in these sentences of a file as it stands."""
    source = (folder / name).read_text(encoding="utf-8")
    result = FileResult(
        str(folder / name),
        Document(name, Format.MARKDOWN, source, ()),
        tuple(about(source, sentence) for sentence in sentences),
    )
    changes = Changes(since, folder)
    judged = changes.apply(result, lambda _name, data: files.decode(data))
    return [found.disposition.value for found in judged.findings]


def test_a_working_tree(repository: Callable[..., None], tmp_path: Path) -> None:
    home = tmp_path / "site"
    (home / "old.md").write_text(OLD.replace("Two", "2"), encoding="utf-8")
    (home / "new.md").write_text(OLD, encoding="utf-8")
    assert left(home, "old.md", "One is old.", "2 is old.") == ["filtered", "reported"]
    assert left(home, "sub/größe.md", "One is old.") == ["filtered"]
    assert left(home, "new.md", "One is old.") == ["reported"]
    repository("add", ".")
    assert left(home, "new.md", "One is old.") == ["reported"]


def test_a_renamed_file_is_compared_with_what_it_was(
    repository: Callable[..., None], tmp_path: Path
) -> None:
    home = tmp_path / "site"
    repository("mv", "sub/größe.md", "sub/größer.md")
    text = OLD.replace("Two", "2")
    (home / "sub" / "größer.md").write_text(text, encoding="utf-8")
    repository("add", ".")
    repository("rm", "--quiet", "old.md")
    found = left(home, "sub/größer.md", "One is old.", "2 is old.")
    assert found == ["filtered", "reported"]


def test_what_the_other_branch_gained_since_is_no_change_of_ours(
    repository: Callable[..., None], tmp_path: Path
) -> None:
    home = tmp_path / "site"
    repository("checkout", "--quiet", "-b", "draft")
    repository("checkout", "--quiet", "main")
    (home / "old.md").write_text(OLD.replace("One", "1"), encoding="utf-8")
    repository("commit", "--quiet", "-am", "Elsewhere")
    repository("checkout", "--quiet", "draft")
    assert left(home, "old.md", "One is old.") == ["filtered"]


@pytest.mark.parametrize(
    ("since", "folder", "message"),
    [
        ("nowhere", "site", "--changed-since nowhere: there is no such commit here"),
        ("main", ".", "--changed-since main: fatal: not a git repository"),
    ],
)
def test_what_git_does_not_know(
    repository: Callable[..., None], tmp_path: Path, since: str, folder: str, message: str
) -> None:
    del repository
    with pytest.raises(UsageError, match=message):
        Changes(since, tmp_path / folder)


def test_a_file_elsewhere_is_refused(repository: Callable[..., None], tmp_path: Path) -> None:
    del repository
    outside = tmp_path / "outside.md"
    outside.write_text(OLD, encoding="utf-8")
    result = FileResult(str(outside), Document("outside.md", Format.MARKDOWN, OLD, ()))
    with pytest.raises(UsageError, match="does not lie in the repository"):
        Changes("main", tmp_path / "site").apply(result, lambda _name, data: files.decode(data))
