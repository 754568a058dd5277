"""What leads to a list or a column."""

import datetime as dt

import pytest

from medlint.document import BlockKind, Format
from medlint.nlp import Annotator
from medlint.parsing import parse
from medlint.reading import Reading
from medlint.reading.leads import led


def pairs(text: str, *kinds: BlockKind) -> list[tuple[str, str]]:
    document = parse(text, path="x.md", format=Format.MARKDOWN)
    reading = Reading(document, Annotator(), as_of=dt.date(2026, 11, 23))
    return [(one.text, lead.text) for one, lead in led(reading, kinds or tuple(BlockKind))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "It is hot. It cures:\n\n- Gout. Often.\n- Colds\n\nNo more.",
            [("Gout.", "It cures:"), ("Colds", "It cures:")],
            id="a paragraph's last sentence",
        ),
        pytest.param("## What it cures\n\n- Gout", [("Gout", "What it cures")], id="a heading"),
        pytest.param("- Gout\n- Colds", [], id="nothing before the list"),
        pytest.param(
            "| Root | Cures |\n|---|---|\n| Ginger | Gout |\n| Garlic | Colds |",
            [("Ginger", "Root"), ("Gout", "Cures"), ("Garlic", "Root"), ("Colds", "Cures")],
            id="the head of a column",
        ),
    ],
)
def test_what_leads_to_it(text: str, expected: list[tuple[str, str]]) -> None:
    assert pairs(text) == expected


def test_only_the_wanted_kinds() -> None:
    text = "It cures:\n\n- Gout\n\n| Cures |\n|---|\n| Colds |"
    assert pairs(text, BlockKind.TABLE_CELL) == [("Colds", "Cures")]
