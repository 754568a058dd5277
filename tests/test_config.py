"""Settings: which file counts, what it may say, and what it says when it is wrong."""

from pathlib import Path

import pytest

from medlint import config
from medlint.config import Config
from medlint.errors import ConfigError
from medlint.finding import Severity


def write(folder: Path, name: str, text: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_without_a_file_the_defaults_hold(tmp_path: Path) -> None:
    found = config.find(tmp_path)
    assert found == Config(root=tmp_path)
    assert found.fail_on is Severity.ERROR
    assert found.source is None
    assert (found.select, found.ignore, found.exclude, found.rule_folders) == ((), (), (), ())


def test_every_key_is_read(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        "medlint.yaml",
        "select: [certainty, dropped-term]\nignore: [unsourced-number]\nexclude: ['*.txt']\n"
        "fail-on: warning\nrules: [own, ../shared]\nmodel: en_core_web_md\n"
        "profile: promotional\nregion: uk\n",
    )
    assert config.find(tmp_path) == Config(
        root=tmp_path,
        source=path,
        select=("certainty", "dropped-term"),
        ignore=("unsourced-number",),
        exclude=("*.txt",),
        fail_on=Severity.WARNING,
        rule_folders=(tmp_path / "own", tmp_path / "../shared"),
        model="en_core_web_md",
        profile="promotional",
        region="uk",
    )


def test_a_table_of_pyproject_says_the_same(tmp_path: Path) -> None:
    path = write(
        tmp_path, "pyproject.toml", '[tool.medlint]\nfail-on = "note"\nselect = ["page"]\n'
    )
    found = config.find(tmp_path)
    assert (found.source, found.fail_on, found.select) == (path, Severity.NOTE, ("page",))


def test_the_nearest_folder_upward_counts_and_it_alone(tmp_path: Path) -> None:
    write(tmp_path, "medlint.yaml", "ignore: [outer]\nselect: [outer]\n")
    near = write(tmp_path / "site", "medlint.yaml", "select: [inner]\n")
    deep = tmp_path / "site" / "drafts" / "2026"
    deep.mkdir(parents=True)
    found = config.find(deep)
    assert (found.source, found.root) == (near, tmp_path / "site")
    assert (found.select, found.ignore) == (("inner",), ())


def test_a_pyproject_without_a_table_is_passed_over(tmp_path: Path) -> None:
    outer = write(tmp_path, "medlint.yaml", "select: [outer]\n")
    write(tmp_path / "site", "pyproject.toml", "[tool.other]\nselect = 1\n")
    assert config.find(tmp_path / "site").source == outer
    write(tmp_path / "site", "pyproject.toml", 'tool = "none"\n')
    assert config.find(tmp_path / "site").source == outer


def test_an_empty_table_is_a_file_of_defaults(tmp_path: Path) -> None:
    write(tmp_path, "medlint.yaml", "select: [outer]\n")
    near = write(tmp_path / "site", "pyproject.toml", "[tool.medlint]\n")
    assert config.find(tmp_path / "site") == Config(root=tmp_path / "site", source=near)


def test_two_files_in_one_folder_are_one_too_many(tmp_path: Path) -> None:
    write(tmp_path, "medlint.yaml", "select: [a]\n")
    write(tmp_path, "pyproject.toml", "[tool.medlint]\nselect = ['b']\n")
    with pytest.raises(ConfigError) as caught:
        config.find(tmp_path)
    assert str(caught.value) == (
        f"{tmp_path}: settings stand in medlint.yaml and in pyproject.toml; keep one"
    )


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        pytest.param(
            "medlint.yaml",
            "fail_on: note\n",
            "{path}:1:1: unknown key 'fail_on'; did you mean 'fail-on'?\n"
            "    1 | fail_on: note\n"
            "      | ^",
            id="unknown key",
        ),
        pytest.param(
            "medlint.yaml",
            "select: certainty\n",
            "{path}:1:1: input should be a valid list\n    1 | select: certainty\n      | ^",
            id="text for a list",
        ),
        pytest.param(
            "medlint.yaml",
            "ignore: [no]\n",
            "{path}:1:10: input should be a valid string; put it in quotes\n"
            "    1 | ignore: [no]\n"
            "      |          ^",
            id="truth value in a list",
        ),
        pytest.param(
            "medlint.yaml",
            "fail-on: fatal\n",
            "{path}:1:1: input should be 'error', 'warning' or 'note'\n"
            "    1 | fail-on: fatal\n"
            "      | ^",
            id="no severity",
        ),
        pytest.param(
            "medlint.yaml",
            "",
            "{path}:1:1: the file is empty\n    1 |\n      | ^",
            id="empty",
        ),
        pytest.param(
            "pyproject.toml",
            "[tool.medlint]\nignroe = []\n",
            "{path} [tool.medlint]: ignroe: unknown key 'ignroe'; did you mean 'ignore'?",
            id="unknown key of the table",
        ),
        pytest.param(
            "pyproject.toml",
            '[tool.medlint]\nselect = "certainty"\n',
            "{path} [tool.medlint]: select: input should be a valid list",
            id="text for a list of the table",
        ),
        pytest.param(
            "pyproject.toml",
            "[tool]\nmedlint = 3\n",
            "{path} [tool.medlint]: expected a mapping of keys to values",
            id="no table at all",
        ),
        pytest.param(
            "pyproject.toml",
            "[tool.medlint\n",
            "{path}: not TOML (Expected ']' at the end of a table declaration "
            "(at line 1, column 14))",
            id="not TOML",
        ),
    ],
)
def test_wrong_settings_are_told_in_place(
    tmp_path: Path, name: str, text: str, message: str
) -> None:
    path = write(tmp_path, name, text)
    with pytest.raises(ConfigError) as caught:
        config.find(tmp_path)
    assert str(caught.value) == message.format(path=path)


def test_a_named_file_is_read_wherever_it_lies(tmp_path: Path) -> None:
    write(tmp_path, "medlint.yaml", "select: [near]\n")
    path = write(tmp_path / "ci", "strict.yaml", "select: [named]\nrules: [extra]\n")
    found = config.load(path)
    assert (found.select, found.root) == (("named",), tmp_path / "ci")
    assert found.rule_folders == (tmp_path / "ci" / "extra",)


def test_a_named_file_must_exist_and_have_settings(tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as missing:
        config.load(tmp_path / "none.yaml")
    assert str(missing.value) == f"{tmp_path}/none.yaml: cannot be read (No such file or directory)"
    with pytest.raises(ConfigError) as folder:
        config.load(tmp_path)
    assert str(folder.value) == f"{tmp_path}: cannot be read (Is a directory)"
    path = write(tmp_path, "pyproject.toml", "[project]\nname = 'x'\n")
    with pytest.raises(ConfigError) as table:
        config.load(path)
    assert str(table.value) == f"{path}: no [tool.medlint] table"
    with pytest.raises(ConfigError) as toml:
        config.load(tmp_path / "none.toml")
    assert str(toml.value) == f"{tmp_path}/none.toml: cannot be read (No such file or directory)"
