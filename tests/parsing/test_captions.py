from __future__ import annotations

import pytest

from medlint.parsing.captions import opens_with_bare_label, opens_with_label


@pytest.mark.parametrize(
    ("text", "signed", "bare"),
    [
        pytest.param("Figure 2. What it shows", True, False, id="stop"),
        pytest.param("Fig. 3:Blood sugar", True, False, id="colon close to the words"),
        pytest.param("TABLE 1.2a | Doses", True, False, id="bar"),
        pytest.param("Box IV \u2013 Signs", True, False, id="roman and dash"),
        pytest.param("Images 2) A heart", True, False, id="bracket"),
        pytest.param("Video 1:", True, False, id="nothing behind"),
        pytest.param("Table 1 Doses", False, True, id="capital"),
        pytest.param("Exhibit 12", False, True, id="number alone"),
        pytest.param("Figure 2 shows the dose.", False, False, id="prose"),
        pytest.param("Table 1.5 million people", False, False, id="decimal"),
        pytest.param("Box 2-3 of them", False, False, id="range"),
        pytest.param("Tablet 1: morning", False, False, id="another word"),
        pytest.param("The figure 2.", False, False, id="further in"),
    ],
)
def test_labels_of_captions(text: str, *, signed: bool, bare: bool) -> None:
    assert opens_with_label(text) is signed
    assert opens_with_bare_label(text) is bare
