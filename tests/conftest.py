"""What every test may ask for: programs of the system, and texts beside the checkout."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from medlint.nlp import Annotator

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


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of measuring texts; only for tests marked `shared(name)`."""
    return SHARED


@pytest.fixture(scope="session")
def annotator() -> Annotator:
    """The language model, loaded once for all tests."""
    return Annotator()
