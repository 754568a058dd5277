"""The page on adding a therapy: its example is a table that `rules test` passes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from medlint.cli import main

PAGE = Path(__file__).parents[1] / "docs" / "add-a-therapy.md"
ROW = re.search(
    r"```yaml\n(id: our-therapies\n.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    assert ROW is not None
    table = tmp_path / "our-rules" / "_knowledge" / "our-therapies.yaml"
    table.parent.mkdir(parents=True)
    table.write_text(ROW.group(1), encoding="utf-8")
    return tmp_path / "our-rules"


def test_the_example_keeps_its_promises(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rules", "test", str(folder)]) == 0, capsys.readouterr().out


def test_the_example_is_found_and_asks_for_its_caveats(
    folder: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (tmp_path / "medlint.yaml").write_text(f"rules: [{folder.name}]\n", encoding="utf-8")
    draft = tmp_path / "draft.md"
    draft.write_text("Lunaflor lifts the mood and works wonders.\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    main(["check", "--select", "class-caveat", "draft.md"])
    printed = " ".join(capsys.readouterr().out.split())
    assert "Moonflower drops: the article does not mention liver injury, drowsiness" in printed


@pytest.mark.parametrize(
    ("old", "new", "promise"),
    [
        pytest.param(
            "said: Two people who took it had to be treated for a damaged liver.",
            "said: All went well.",
            "no word of the caveat 'liver' stands in: All went well.",
            id="a sentence that does not say it",
        ),
        pytest.param(
            "said: Two people who took it had to be treated for a damaged liver.",
            "said: It is good for the liver.",
            "the caveat 'liver' does not read as a warning: It is good for the liver.",
            id="a sentence that praises",
        ),
        pytest.param(
            "any_of: [drows, sleepy, driv]",
            "any_of: [somnol]",
            "no word of the caveat 'driving' stands in:",
            id="a label without its words",
        ),
    ],
)
def test_a_row_that_breaks_a_promise_is_told(
    folder: Path, capsys: pytest.CaptureFixture[str], old: str, new: str, promise: str
) -> None:
    table = folder / "_knowledge" / "our-therapies.yaml"
    text = table.read_text(encoding="utf-8")
    assert old in text
    table.write_text(text.replace(old, new), encoding="utf-8")
    assert main(["rules", "test", str(folder)]) == 1
    assert promise in capsys.readouterr().out
