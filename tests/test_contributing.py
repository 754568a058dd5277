"""What CONTRIBUTING.md says can be done as it says."""

import datetime as dt
import re
import textwrap
from pathlib import Path

from medlint.nlp import DEFAULT_MODEL
from medlint.rulecheck import Checker
from medlint.rules import registry

ROOT = Path(__file__).parents[1]
GUIDE = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")


def example_rule() -> str:
    (block,) = re.findall(r"^ *```yaml\n(.*?)^ *```$", GUIDE, re.DOTALL | re.MULTILINE)
    return textwrap.dedent(block)


def test_the_rule_that_is_shown_keeps_its_promises(tmp_path: Path) -> None:
    folder = tmp_path / "certainty"
    folder.mkdir()
    (folder / "miracle-word.yaml").write_text(example_rule(), encoding="utf-8")
    loaded = registry.load_rules([tmp_path])
    checker = Checker.of(loaded, model=DEFAULT_MODEL, as_of=dt.date(2026, 1, 1))
    assert checker.check("miracle-word") == []


def test_every_target_that_is_named_exists() -> None:
    made = re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    named = re.findall(r"`make ([a-z-]+)", GUIDE)
    assert named
    assert set(named) <= set(made)
