from __future__ import annotations

import pytest

from medlint.formats.counts import count, files_in_words, findings_in_words, hidden_in_words
from medlint.report import Summary


@pytest.mark.parametrize(
    ("number", "noun", "expected"),
    [
        pytest.param(0, "error", "0 errors", id="none"),
        pytest.param(1, "error", "1 error", id="one"),
        pytest.param(2, "note", "2 notes", id="two"),
        pytest.param(1200, "file", "1,200 files", id="thousands"),
    ],
)
def test_count(number: int, noun: str, expected: str) -> None:
    assert count(number, noun) == expected


def test_every_count_of_a_run_is_said() -> None:
    summary = Summary(
        files=1003,
        checked=1001,
        failed=2,
        excluded=3,
        error=1,
        warning=4,
        note=0,
        suppressed=5,
        baselined=6,
        accepted=7,
        filtered=8,
    )
    assert files_in_words(summary) == "1,001 files checked, 2 not checked, 3 excluded"
    assert findings_in_words(summary) == "1 error, 4 warnings, 0 notes"
    assert hidden_in_words(summary) == "5 suppressed, 6 baselined, 7 accepted, 8 filtered"
