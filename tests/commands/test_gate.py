"""The publishing gate: red by default, green only for what somebody has cleared."""

from __future__ import annotations

import hashlib
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml

from medlint.rules import staleness

if TYPE_CHECKING:
    from tests.commands.conftest import Run

WHO = ("--by", "Ann Marsh", "--credential", "MD")
POLICY = "gate:\n  sign-off: [MD]\n"
CI = Path(__file__).parents[2] / "docs" / "ci"


@pytest.fixture
def site(drafts: Path) -> Path:
    (drafts / "medlint.yaml").write_text(POLICY, encoding="utf-8")
    return drafts


def clear(run: Run, drafts: Path) -> None:
    """Mend the faulty article and have both signed off."""
    faulty = drafts / "drafts" / "faulty.md"
    text = faulty.read_text(encoding="utf-8").replace("cures diabetes", "colours the rice")
    faulty.write_text(text, encoding="utf-8")
    assert run("review", "accept", "drafts", "--article", *WHO) == 0


def test_every_article_is_told_why(run: Run, site: Path) -> None:
    assert run("review", "accept", "drafts/clean.md", "--article", *WHO) == 0
    assert run("gate", "drafts") == 1
    lines = run.out.splitlines()
    assert lines[0] == "cleared drafts/clean.md"
    assert re.fullmatch(r" {8}signed off by Ann Marsh, MD on \d{4}-\d\d-\d\d", lines[1])
    assert lines[2:5] == [
        "BLOCKED drafts/faulty.md",
        "        never reviewed",
        "        1 finding at or above error: reversal-verb at 3:10",
    ]
    assert lines[5].startswith("The gate is closed: 1 of 2 articles cleared, as of ")
    clear(run, site)
    assert run("gate", "drafts") == 0
    assert "The gate is open: 2 of 2 articles cleared" in run.out


def test_an_edit_after_the_sign_off_closes_the_gate(run: Run, site: Path) -> None:
    clear(run, site)
    clean = site / "drafts" / "clean.md"
    clean.write_text(clean.read_text(encoding="utf-8") + "\nMore.\n", encoding="utf-8")
    assert run("gate", "drafts") == 1
    assert "changed since review (Ann Marsh, MD, " in run.out


def test_the_manifest_is_there_where_the_gate_is_open_and_nowhere_else(
    run: Run, site: Path
) -> None:
    release = site / "out" / "release.json"
    assert run("gate", "drafts", "--manifest", release) == 1
    assert not release.exists()
    clear(run, site)
    assert run("gate", "drafts", "--manifest", release) == 0
    articles = json.loads(release.read_text(encoding="utf-8"))["articles"]
    assert {entry["path"]: entry["sha256"] for entry in articles} == {
        f"drafts/{path.name}": hashlib.sha256(path.read_bytes()).hexdigest()
        for path in (site / "drafts").iterdir()
    }
    (site / "drafts" / "new.md").write_text("# New\n\nIt is new to us all.\n", encoding="utf-8")
    assert run("gate", "drafts", "--manifest", release) == 1
    assert "was taken away" in run.err
    assert not release.exists()


def test_the_verdicts_for_programs(run: Run, site: Path) -> None:
    del site
    assert run("gate", "drafts", "--json") == 1
    data = json.loads(run.out)
    assert (data["cleared"], len(data["articles"])) == (False, 2)
    assert data["policy"]["sign_off"] == ["MD"]


def test_a_file_that_cannot_be_read_or_is_left_out_closes_the_gate(run: Run, site: Path) -> None:
    clear(run, site)
    (site / "drafts" / "leaflet.pdf").write_bytes(b"%PDF")
    assert run("gate", "drafts") == 1
    assert "BLOCKED all: 'drafts/leaflet.pdf' is skipped: medlint has no reader" in run.out
    (site / "drafts" / "leaflet.pdf").unlink()
    (site / "drafts" / "bytes.md").write_bytes(b"caf\xe9")
    assert run("gate", "drafts") == 3
    (site / "drafts" / "bytes.md").unlink()
    (site / "medlint.yaml").write_text(f"exclude: [clean.md]\n{POLICY}", encoding="utf-8")
    assert run("gate", "drafts") == 1
    assert "BLOCKED all: 1 excluded by patterns and not checked" in run.out
    assert run("gate", "drafts/clean.md") == 1
    assert "BLOCKED all: no article was checked" in run.out


def test_rules_that_rest_on_stale_facts_close_the_gate(
    run: Run, site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clear(run, site)
    monkeypatch.setattr(
        staleness, "stale", lambda *_: iter(["therapies: x (review by 2026-01-01)"])
    )
    assert run("gate", "drafts") == 1
    assert "BLOCKED all: the rules rest on stale facts: therapies: x" in run.out


def test_facts_grow_stale_on_their_day(run: Run, site: Path) -> None:
    clear(run, site)
    assert run("gate", "drafts", "--as-of", "2099-01-01") == 1
    assert "the rules rest on stale facts: " in run.out


@pytest.mark.parametrize(
    ("settings", "arguments", "message"),
    [
        ("select: [certainty]\n", ["drafts"], "no policy: write what the gate asks for under"),
        ("gate: {sign_off: [MD]}\n", ["drafts"], "unknown key 'sign_off'; did you mean 'sign-off'"),
        ("gate: {baselined: maybe}\n", ["drafts"], "input should be 'block' or 'clear'"),
        (POLICY, ["drafts", "--ignore", "certainty"], "unrecognized arguments: --ignore certainty"),
        (POLICY, ["drafts", "--fail-on", "error"], "unrecognized arguments: --fail-on error"),
        (POLICY, ["gone"], "no such file or directory: 'gone'"),
        (POLICY, ["empty"], "nothing to check"),
        (POLICY, ["-"], "not for standard input"),
        (POLICY, ["drafts", "--manifest", "drafts/clean.md"], "is no manifest of ours"),
        (f"model: no_such_model\n{POLICY}", ["drafts"], "no_such_model"),
    ],
)
def test_wrong_use(run: Run, site: Path, settings: str, arguments: list[str], message: str) -> None:
    (site / "empty").mkdir()
    (site / "medlint.yaml").write_text(settings, encoding="utf-8")
    before = (site / "drafts" / "clean.md").read_bytes()
    assert run("gate", *arguments) == 2
    assert message in run.err
    assert (site / "drafts" / "clean.md").read_bytes() == before


def commands_of(job: dict[str, object]) -> list[str]:
    """The shell commands of a job on GitHub or GitLab, but those that install or need the host."""
    steps = job.get("steps") or []
    assert isinstance(steps, list)
    texts = [step["run"] for step in steps if "run" in step]
    for key in ("script", "after_script"):
        more = job.get(key) or []
        assert isinstance(more, list)
        texts += more
    return [text for text in texts if not text.startswith("pip install")]


@pytest.mark.system("git")
@pytest.mark.parametrize("host", ["github", "gitlab"])
def test_the_examples_for_continuous_integration_do_what_they_say(
    run: Run, site: Path, git: Callable[..., str], host: str
) -> None:
    clear(run, site)
    (site / "drafts").rename(site / "articles")
    assert run("review", "accept", "articles", "--article", *WHO) == 0
    git("init", "--quiet", "--initial-branch", "main")
    git("add", ".")
    git("commit", "--quiet", "-m", "First")
    git("update-ref", "refs/remotes/origin/main", "HEAD")
    settings = yaml.safe_load((CI / f"{host}.yml").read_text(encoding="utf-8"))
    jobs = settings.get("jobs", settings)
    environment = {
        **os.environ,
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "GITHUB_STEP_SUMMARY": str(site / "shown.md"),
    }

    def codes(job: str) -> list[int]:
        return [
            subprocess.run(
                ["bash", "-c", command], cwd=site, env=environment, check=False, capture_output=True
            ).returncode
            for command in commands_of(jobs[job])
        ]

    assert set(codes("draft")) == {0}
    assert codes("release") == [0]
    assert json.loads((site / "release.json").read_text(encoding="utf-8"))["cleared"] is True
    faulty = site / "articles" / "faulty.md"
    faulty.write_text(
        "# Tea\n\nTea cures diabetes. You can drink it with milk.\n", encoding="utf-8"
    )
    assert codes("draft")[0] == 1
    assert codes("release") == [1]
    assert not (site / "release.json").exists()
