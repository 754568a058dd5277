"""The hooks: the one on offer blocks a faulty article in a real repository; our own are sound."""

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from tests.word import word

ROOT = Path(__file__).parents[1]
FAULTY = "# Tea\n\nTurmeric cures diabetes. You can drink it in the evening with a little milk.\n"
SOUND = "# Tea\n\nTurmeric colours the rice. You can drink it in the evening with a little milk.\n"

pytestmark = pytest.mark.system("git")


def run(
    command: Sequence[str | Path], *, cwd: Path, env: Mapping[str, str]
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command, cwd=cwd, env=env, capture_output=True, text=True, encoding="utf-8", check=False
    )


def must(command: Sequence[str | Path], *, cwd: Path, env: Mapping[str, str]) -> str:
    """The output of a command that has to succeed."""
    done = run(command, cwd=cwd, env=env)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def plain_environment() -> dict[str, str]:
    """Git and pip as on any machine: no personal settings, nothing of a commit under way."""
    kept = {
        key: value
        for key, value in os.environ.items()
        if not key.startswith(("GIT_", "PRE_COMMIT", "PIP_", "PYTHON", "VIRTUAL"))
    }
    someone = {
        f"GIT_{role}_{part}": value
        for role in ("AUTHOR", "COMMITTER")
        for part, value in (("NAME", "A Writer"), ("EMAIL", "writer@example.org"))
    }
    return {**kept, **someone, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}


@pytest.fixture(scope="module")
def published(
    plain_environment: dict[str, str], tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, str]:
    """A repository with one commit of this checkout as it stands, and that commit.

    What is not committed here is tested as well.
    """
    folder = tmp_path_factory.mktemp("published") / "medlint"
    listed = must(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        env=plain_environment,
    )
    for name in filter(None, listed.split("\0")):
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, folder / name)
    must(["git", "init", "--quiet"], cwd=folder, env=plain_environment)
    must(["git", "add", "--all"], cwd=folder, env=plain_environment)
    must(["git", "commit", "--quiet", "-m", "Publish"], cwd=folder, env=plain_environment)
    return folder, must(["git", "rev-parse", "HEAD"], cwd=folder, env=plain_environment).strip()


@pytest.fixture(scope="module")
def hook_environment(
    plain_environment: dict[str, str], tmp_path_factory: pytest.TempPathFactory
) -> dict[str, str]:
    """The environment in which pre-commit installs the hook: from the locked files alone."""
    wheels = tmp_path_factory.mktemp("wheels")
    lock = ROOT / "requirements" / "run.txt"
    download = [sys.executable, "-m", "pip", "download", "--quiet", "--quiet", "--no-deps"]
    must(
        [*download, "--require-hashes", "--requirement", lock, "--dest", wheels],
        cwd=wheels,
        env=os.environ,  # the packages may come from wherever this machine has them
    )
    return {
        **plain_environment,
        "PRE_COMMIT_HOME": str(tmp_path_factory.mktemp("pre-commit")),
        "PIP_NO_INDEX": "1",
        "PIP_FIND_LINKS": str(wheels),
        "PIP_CONFIG_FILE": os.devnull,
        "PIP_NO_COMPILE": "1",
        "PIP_DISABLE_PIP_VERSION_CHECK": "1",
    }


@pytest.fixture(scope="module")
def drafts(
    published: tuple[Path, str],
    hook_environment: dict[str, str],
    tmp_path_factory: pytest.TempPathFactory,
) -> Path:
    """A writer's repository in which the hook is installed."""
    folder = tmp_path_factory.mktemp("drafts")
    repository, commit = published
    (folder / ".pre-commit-config.yaml").write_text(
        f"repos:\n  - repo: {repository}\n    rev: {commit}\n    hooks:\n"
        "      - id: medlint\n      - id: medlint-docx\n"
    )
    must(["git", "init", "--quiet"], cwd=folder, env=hook_environment)
    must([sys.executable, "-m", "pre_commit", "install"], cwd=folder, env=hook_environment)
    must(["git", "add", ".pre-commit-config.yaml"], cwd=folder, env=hook_environment)
    must(["git", "commit", "-m", "Use medlint"], cwd=folder, env=hook_environment)
    return folder


def test_the_hook_blocks_a_faulty_article_until_it_is_mended(
    drafts: Path, hook_environment: dict[str, str]
) -> None:
    article = drafts / "tea.md"
    article.write_text(FAULTY)
    must(["git", "add", "tea.md"], cwd=drafts, env=hook_environment)
    before = must(["git", "rev-parse", "HEAD"], cwd=drafts, env=hook_environment)

    blocked = run(["git", "commit", "-m", "Add tea"], cwd=drafts, env=hook_environment)
    shown = blocked.stdout + blocked.stderr
    assert blocked.returncode == 1, shown
    assert "tea.md" in shown
    assert "reversal-verb" in shown
    assert "'cures diabetes' promises an outcome." in shown
    assert must(["git", "rev-parse", "HEAD"], cwd=drafts, env=hook_environment) == before

    article.write_text(SOUND)
    must(["git", "add", "tea.md"], cwd=drafts, env=hook_environment)
    must(["git", "commit", "-m", "Add tea"], cwd=drafts, env=hook_environment)
    assert must(["git", "status", "--porcelain"], cwd=drafts, env=hook_environment) == ""
    assert must(["git", "show", "HEAD:tea.md"], cwd=drafts, env=hook_environment) == SOUND


def test_the_hook_for_word_blocks_a_faulty_draft(
    drafts: Path, hook_environment: dict[str, str]
) -> None:
    (drafts / "tea.docx").write_bytes(word("Turmeric cures diabetes. You can drink it with milk."))
    must(["git", "add", "tea.docx"], cwd=drafts, env=hook_environment)
    blocked = run(["git", "commit", "-m", "Add a draft"], cwd=drafts, env=hook_environment)
    shown = blocked.stdout + blocked.stderr
    assert blocked.returncode == 1, shown
    assert "tea.docx:1:10 reversal-verb" in shown
    must(["git", "rm", "--quiet", "--force", "tea.docx"], cwd=drafts, env=hook_environment)


def test_the_gate_blocks_what_nobody_has_signed_off(
    published: tuple[Path, str], drafts: Path, hook_environment: dict[str, str]
) -> None:
    repository, commit = published
    (drafts / "gate.yaml").write_text(
        f"repos:\n  - repo: {repository}\n    rev: {commit}\n    hooks:\n      - id: medlint-gate\n"
    )
    (drafts / "medlint.yaml").write_text("gate: {sign-off: [MD]}\n")
    (drafts / "gated.md").write_text(SOUND)
    must(["git", "add", "gated.md"], cwd=drafts, env=hook_environment)
    command = [sys.executable, "-m", "pre_commit", "run", "--config", "gate.yaml"]
    done = run([*command, "--files", "gated.md"], cwd=drafts, env=hook_environment)
    shown = done.stdout + done.stderr
    assert done.returncode == 1, shown
    assert "BLOCKED gated.md" in shown
    assert "never reviewed" in shown
    must(["git", "rm", "--quiet", "--cached", "gated.md"], cwd=drafts, env=hook_environment)
    for name in ("gated.md", "medlint.yaml", "gate.yaml"):
        (drafts / name).unlink()


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("requirements.txt", id="requirements"),
        pytest.param("tea.py", id="program"),
        pytest.param("tea.yaml", id="data"),
    ],
)
def test_the_hook_leaves_other_files_alone(
    name: str, drafts: Path, hook_environment: dict[str, str]
) -> None:
    (drafts / name).write_text("# Turmeric cures diabetes.\n")
    must(["git", "add", name], cwd=drafts, env=hook_environment)
    commit = ["git", "commit", "-m", "Add a file", "--", name]
    done = run(commit, cwd=drafts, env=hook_environment)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "(no files to check)Skipped" in done.stdout + done.stderr


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        pytest.param("validate-manifest", ".pre-commit-hooks.yaml", id="on-offer"),
        pytest.param("validate-config", ".pre-commit-config.yaml", id="own"),
    ],
)
def test_the_files_are_what_pre_commit_reads(kind: str, name: str) -> None:
    done = run([sys.executable, "-m", "pre_commit", kind, name], cwd=ROOT, env=os.environ)
    assert (done.returncode, done.stdout + done.stderr) == (0, "")
