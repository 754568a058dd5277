"""Runs with a memory: the same answers, and none that is out of date."""

import datetime as dt
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from spacy.language import Language
from tests.conftest import RuleWriter

from medlint import cached, linter, retractions
from medlint.cache import Cache
from medlint.cached import Session
from medlint.plan import Plan
from medlint.report import FileResult

CORPUS = Path(__file__).parents[1] / "corpus"
TODAY = dt.date(2026, 11, 23)
TEXT = "# Turmeric\n\nTurmeric is a miracle cure. You will see how it can help you.\n"
OF_ONE_RULE = ("house-rule",)


@pytest.fixture
def rules(write_rule: RuleWriter) -> Path:
    return write_rule("house-rule")


@pytest.fixture
def session(tmp_path: Path, rules: Path) -> Callable[..., Session]:
    def opened(**options: object) -> Session:
        plan = Plan(root=tmp_path, as_of=TODAY, select=OF_ONE_RULE, rule_folders=(rules,))
        return Session(replace(plan, **options), Cache(tmp_path / "cache"))  # type: ignore[arg-type] # options of one test

    return opened


@pytest.fixture
def article(tmp_path: Path) -> str:
    path = tmp_path / "article.md"
    path.write_text(TEXT, encoding="utf-8")
    return str(path)


@pytest.fixture
def lints(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The paths that were really linted."""
    seen: list[str] = []
    really = linter.Linter.examine

    def examine(self: linter.Linter, source: str | bytes, **options: object) -> object:
        seen.append(str(options["path"]))
        return really(self, source, **options)  # type: ignore[arg-type] # passed on as it came

    monkeypatch.setattr(linter.Linter, "examine", examine)
    return seen


def outcomes(opened: Session, *paths: str, jobs: int = 1) -> list[FileResult]:
    with opened:
        return list(opened.run(paths, jobs=jobs))


def test_what_is_known_is_not_worked_out_again(
    session: Callable[..., Session], article: str, lints: list[str]
) -> None:
    first = outcomes(session(), article)
    again = outcomes(session(), article)
    assert again == first
    assert [finding.rule for finding in again[0].findings] == ["house-rule"]
    assert lints == ["article.md"]


@pytest.mark.parametrize(
    "change",
    [
        pytest.param({"as_of": TODAY + dt.timedelta(days=1)}, id="another day"),
        pytest.param({"select": ("house-rule", "reversal-verb")}, id="other rules"),
        pytest.param({"ignore": ("reversal-verb",)}, id="rules left out"),
        pytest.param({"root": Path("/")}, id="another root"),
    ],
)
def test_another_run_is_another_question(
    session: Callable[..., Session], article: str, lints: list[str], change: dict[str, object]
) -> None:
    outcomes(session(), article)
    outcomes(session(**change), article)
    assert len(lints) == 2


def test_another_list_of_retractions_is_another_question(
    session: Callable[..., Session], article: str, lints: list[str], tmp_path: Path
) -> None:
    columns = "OriginalPaperDOI,OriginalPaperPubMedID,RetractionNature,RetractionDate"
    listed = tmp_path / "list.csv"
    for row in ("", "10.1000/x,0,Retraction,2021-01-02", "10.1000/x,0,Retraction,2021-01-02"):
        listed.write_text(f"{columns}\n{row}\n", encoding="utf-8")
        outcomes(session(retractions=retractions.listing(listed)), article)
    assert lints == ["article.md", "article.md"]


def test_a_text_that_changed_is_read_again(
    session: Callable[..., Session], article: str, lints: list[str]
) -> None:
    outcomes(session(), article)
    Path(article).write_text(TEXT.replace("miracle cure", "root"), encoding="utf-8")
    (again,) = outcomes(session(), article)
    assert again.findings == ()
    assert len(lints) == 2


def test_of_an_edited_article_only_the_new_sentences_are_read(
    session: Callable[..., Session], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []
    pipe = Language.pipe

    def seen(self: Language, texts: Iterable[str], **options: Any) -> Iterator[Any]:
        given = list(texts)
        read.extend(map(str, given))
        return iter(pipe(self, given, **options))

    monkeypatch.setattr(Language, "pipe", seen)
    path = tmp_path / "draft.md"
    sentences = ["Ginger cures the flu.", "Turmeric cures diabetes.", "Honey cures all cancers."]
    opened = session(select=("reversal-verb", "dropped-term"))
    path.write_text(" ".join(sentences), encoding="utf-8")
    outcomes(opened, str(path))
    assert set(sentences) <= set(read)
    read.clear()
    sentences[1] = "Turmeric reverses diabetes."
    path.write_text(" ".join(sentences), encoding="utf-8")
    edited = outcomes(session(select=opened.plan.select), str(path))
    assert read == ["Turmeric reverses diabetes."]
    anew = Session(opened.plan, Cache(None))
    assert edited == outcomes(anew, str(path))
    assert "Turmeric reverses diabetes" in [f.excerpt.rstrip(".") for f in edited[0].findings]


def test_a_text_elsewhere_has_fingerprints_of_its_own(
    session: Callable[..., Session], article: str, tmp_path: Path
) -> None:
    copy = shutil.copy(article, tmp_path / "copy.md")
    one, other = outcomes(session(), article, str(copy))
    (again,) = outcomes(session(), str(copy))
    assert again == other
    assert one.findings[0].fingerprint != again.findings[0].fingerprint


def test_a_file_named_otherwise_is_the_same_file(
    session: Callable[..., Session],
    article: str,
    lints: list[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (first,) = outcomes(session(), article)
    monkeypatch.chdir(Path(article).parent)
    (again,) = outcomes(session(), "./article.md")
    assert again == replace(first, path="./article.md")
    assert len(lints) == 1


def test_a_rule_that_changed_is_asked_again(
    session: Callable[..., Session], article: str, rules: Path, lints: list[str]
) -> None:
    (first,) = outcomes(session(), article)
    file = rules / "house-rule.yaml"
    file.write_text(
        file.read_text(encoding="utf-8").replace("miracle", "Miracle"), encoding="utf-8"
    )
    (again,) = outcomes(session(), article)
    assert len(lints) == 2
    assert len(first.findings) == len(again.findings) == 1


def test_a_program_that_changed_asks_again(
    session: Callable[..., Session],
    article: str,
    lints: list[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    outcomes(session(), article)
    monkeypatch.setattr(cached, "identity", lambda: "another program")
    outcomes(session(), article)
    assert len(lints) == 2


def test_what_could_not_be_read_is_known_too(
    session: Callable[..., Session], tmp_path: Path, lints: list[str]
) -> None:
    path = tmp_path / "foreign.md"
    path.write_text("Das ist ein langer deutscher Satz über die Heilung. " * 20, encoding="utf-8")
    (first,) = outcomes(session(), str(path))
    (again,) = outcomes(session(), str(path))
    assert first == again
    assert first.error is not None
    assert first.error.stage == "language"
    assert len(lints) == 1


def test_a_crash_is_not_kept(
    session: Callable[..., Session], article: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as broken:
        broken.setattr(linter, "parse", lambda *_, **__: 1 / 0)
        (crashed,) = outcomes(session(), article)
    assert crashed.error is not None
    (sound,) = outcomes(session(), article)
    assert sound.error is None


def test_a_missing_file_is_an_outcome(session: Callable[..., Session], tmp_path: Path) -> None:
    (missing,) = outcomes(session(), str(tmp_path / "none.md"))
    assert missing.error is not None
    assert missing.error.stage == "read"


def test_a_text_that_changes_while_it_is_read_is_kept_under_its_own_name(
    session: Callable[..., Session], article: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = session()
    really = linter.Linter.examine

    def examine(self: linter.Linter, source: str | bytes, **options: Any) -> Any:
        Path(article).write_text("Nothing to see here.\n", encoding="utf-8")
        return really(self, source, **options)

    with monkeypatch.context() as busy:
        busy.setattr(linter.Linter, "examine", examine)
        outcomes(opened, article)
    Path(article).write_text(TEXT, encoding="utf-8")
    (again,) = outcomes(session(), article)
    assert [finding.rule for finding in again.findings] == ["house-rule"]


def test_a_link_of_another_ending_is_read_as_that_ending_says(
    session: Callable[..., Session], tmp_path: Path
) -> None:
    page = tmp_path / "page.html"
    page.write_text("<p>Turmeric is a <b>miracle</b> cure for you and me.</p>", encoding="utf-8")
    (tmp_path / "link.txt").symlink_to(page)
    as_page, as_text = outcomes(session(), str(page), str(tmp_path / "link.txt"))
    assert len(as_page.findings) == 1
    assert as_text.findings == ()


def test_a_link_in_circles_costs_only_itself(
    session: Callable[..., Session], article: str, tmp_path: Path
) -> None:
    (tmp_path / "a.md").symlink_to(tmp_path / "b.md")
    (tmp_path / "b.md").symlink_to(tmp_path / "a.md")
    sound, circle = outcomes(session(), article, str(tmp_path / "a.md"))
    assert sound.error is None
    assert circle.error is not None
    assert circle.error.stage == "read"


def test_processes_work_out_what_is_not_known(
    session: Callable[..., Session], tmp_path: Path
) -> None:
    paths = [str(tmp_path / f"{number:02}.md") for number in range(12)]
    for number, path in enumerate(paths):
        Path(path).write_text(f"{TEXT}\nParagraph {number}.\n", encoding="utf-8")
    outcomes(session(), *paths[::3])
    mixed = outcomes(session(), *paths, jobs=2)
    assert [result.path for result in mixed] == paths
    assert mixed == outcomes(Session(session().plan, Cache(None)), *paths)
    assert mixed == outcomes(session(), *paths, jobs=2)


class TestCommand:
    @staticmethod
    def check(*arguments: str, cwd: Path, code: str = "") -> subprocess.CompletedProcess[str]:
        """The command in a process of its own, which then says what it has imported."""
        program = (
            "import sys\nfrom medlint.cli import main\ncode = main(sys.argv[1:])\n"
            f"{code}\nsys.exit(code)"
        )
        return subprocess.run(
            [sys.executable, "-c", program, *arguments],
            cwd=cwd,
            capture_output=True,
            text=True,
            check=False,
        )

    @pytest.mark.parametrize("format", ["text", "json"])
    def test_an_unchanged_file_is_answered_without_the_model_or_the_rules(
        self,
        tmp_path: Path,
        format: str,  # noqa: A002 -- the field's word
    ) -> None:
        shutil.copy(CORPUS / "turmeric-and-joint-pain.txt", tmp_path / "article.txt")
        (tmp_path / "medlint.yaml").write_text("fail-on: note\n", encoding="utf-8")
        asked = ("check", "article.txt", "--format", format)
        first = self.check(*asked, cwd=tmp_path)
        heavy = ("spacy", "numpy", "yaml", "pydantic", "re2", "jinja2", "medlint.linter")
        code = f"print([name for name in {heavy!r} if name in sys.modules], file=sys.stderr)"
        again = self.check(*asked, cwd=tmp_path, code=code)
        assert again.stderr == "[]\n"
        assert again.stdout == first.stdout
        assert again.returncode == first.returncode
        anew = self.check(*asked, "--no-cache", cwd=tmp_path)
        assert anew.stdout == first.stdout

    def test_an_edited_file_is_read_without_what_fetches_models(self, tmp_path: Path) -> None:
        article = tmp_path / "article.md"
        article.write_text(TEXT, encoding="utf-8")
        self.check("check", "article.md", cwd=tmp_path)
        article.write_text(f"{TEXT}\nTurmeric cures diabetes.\n", encoding="utf-8")
        idle = ("typer", "requests", "httpx", "jinja2")
        code = f"print([name for name in {idle!r} if name in sys.modules], file=sys.stderr)"
        done = self.check("check", "article.md", cwd=tmp_path, code=code)
        assert done.stderr == "[]\n"

    def test_without_a_cache_nothing_is_kept(self, tmp_path: Path) -> None:
        place = Path(os.environ["MEDLINT_CACHE_DIR"])
        (tmp_path / "article.md").write_text(TEXT, encoding="utf-8")
        self.check("check", "article.md", "--no-cache", "--select", "page", cwd=tmp_path)
        assert not place.exists()

    def test_info_and_clear(self, tmp_path: Path) -> None:
        place = Path(os.environ["MEDLINT_CACHE_DIR"])
        (tmp_path / "article.md").write_text(TEXT, encoding="utf-8")
        assert self.check("cache", "info", cwd=tmp_path).stdout.startswith(f"{place}\n0.0 MB of")
        self.check("check", "article.md", "--select", "reversal-verb", cwd=tmp_path)
        told = self.check("cache", "info", cwd=tmp_path).stdout.splitlines()
        assert [line.split()[:2] for line in told[1:-1]] == [["files", "1"], ["rules", "2"]]
        assert self.check("cache", "clear", cwd=tmp_path).stdout == f"{place}: empty\n"
        assert self.check("cache", "info", cwd=tmp_path).stdout.startswith(f"{place}\n0.0 MB of")

    def test_the_report_of_known_articles_is_the_same(self, tmp_path: Path) -> None:
        shutil.copy(CORPUS / "turmeric-and-joint-pain.txt", tmp_path / "article.txt")
        for folder in ("one", "two"):
            self.check("report", "article.txt", "-o", folder, "--as-of", "2026-11-23", cwd=tmp_path)
        pages = [
            {path.name: path.read_bytes() for path in (tmp_path / folder).iterdir()}
            for folder in ("one", "two")
        ]
        assert pages[0]
        assert pages[0] == pages[1]


def test_json_of_the_whole_corpus_is_the_same_from_the_cache(tmp_path: Path) -> None:
    paths = [str(path) for path in sorted(CORPUS.glob("*.*")) if path.suffix in {".md", ".html"}]
    plan = Plan(root=CORPUS, as_of=TODAY)
    kept = tmp_path / "cache"
    with Session(plan, Cache(kept)) as opened:
        first = list(opened.run(paths))
    with Session(plan, Cache(kept)) as opened:
        assert list(opened.run(paths)) == first
    assert json.dumps([result.path for result in first]) == json.dumps(paths)
