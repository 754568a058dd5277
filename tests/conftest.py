"""What every test may ask for: programs of the system, and texts beside the checkout."""

from __future__ import annotations

import itertools
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from medlint.cache import FOLDER_VARIABLE
from medlint.nlp import Annotator

RuleWriter = Callable[..., Path]
"""`write_rule("my-rule", match={…}, …)`: writes the file and returns its folder of rules."""

SOUND = {
    "category": "certainty",
    "summary": "A cure is promised.",
    "severity": "error",
    "confidence": "medium",
    "message": "'{match}' promises a cure.",
    "advice": "Say what was shown.",
    "why": "Readers believe it.",
    "authority": [{"title": "An act"}],
    "match": {"kind": "phrases", "any_of": ["miracle cure"]},
    "flags": ["Turmeric is a [[miracle cure]] for you."],
    "passes": ["Turmeric is a miracle of nature."],
}
"""A rule that keeps all its promises, save for its id."""

_NUMBERS = itertools.count()

SHARED = Path(__file__).parents[1] / ".." / "shared"


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Settle the markers `system(name)` and `shared(name)` before any fixture is built.

    A missing program fails the test where CI=true: there it is installed on purpose, and a skip
    would be a gate that is green by mistake. The measuring texts are never part of a checkout.
    """
    for marker in item.iter_markers("system"):
        (name,) = marker.args
        if shutil.which(name) is not None:
            continue
        if os.environ.get("CI") == "true":
            pytest.fail(f"needs the program {name!r}, which CI must install", pytrace=False)
        pytest.skip(f"needs the program {name!r}, which is not on the PATH")
    for marker in item.iter_markers("shared"):
        (name,) = marker.args
        if not (SHARED / name).exists():
            pytest.skip(f"needs the measuring texts {name!r} beside the checkout")


@pytest.fixture(autouse=True)
def _cache_of_its_own(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No test sees what another one, or the person who runs it, has in the cache."""
    monkeypatch.setenv(
        FOLDER_VARIABLE, str(tmp_path_factory.getbasetemp() / f"cache-{next(_NUMBERS)}")
    )


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of measuring texts; only for tests marked `shared(name)`."""
    return SHARED


@pytest.fixture(scope="session")
def annotator() -> Annotator:
    """The language model, loaded once for all tests."""
    return Annotator()


class _Plain(yaml.SafeDumper):
    """Writes out what stands twice."""

    def ignore_aliases(self, data: object) -> bool:
        del data
        return True


@pytest.fixture
def write_rule(tmp_path: Path) -> RuleWriter:
    """Writes a sound rule file with some keys changed; None takes a key out."""

    def write(rule_id: str, **changes: object) -> Path:
        keys = {"id": rule_id, **SOUND, **changes}
        kept = {key: value for key, value in keys.items() if value is not None}
        folder = tmp_path / "house-rules"
        folder.mkdir(exist_ok=True)
        text = yaml.dump(kept, Dumper=_Plain, sort_keys=False, allow_unicode=True, width=10_000)
        (folder / f"{rule_id}.yaml").write_text(text, encoding="utf-8")
        return folder

    return write
