"""What is kept in a folder of reports: the scores, with a page and a picture of all there is."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from medlint.evaluation import page, picture, quiet, readings, record
from medlint.evaluation.standing import standing
from medlint.rules.loader import RuleSet

SCORES, PAGE, PICTURE = "scores.json", "scores.md", "scores.svg"
"""The files that are written."""

FIGURES, READINGS = "bench.json", "readings"
"""What the page shows besides, where the folder has it."""


def render(kept: Mapping[str, Any], loaded: RuleSet, folder: Path) -> dict[str, str]:
    """The text of each file, given the scores and what else the folder holds.

    Raises:
        CorpusError: the figures or the readings in the folder are broken.
    """
    trusted = quiet.read(folder / FIGURES)
    records = readings.read_all(folder / READINGS)
    stands = [
        (rule.definition, standing(rule.definition, kept, records[name]))
        for name, rule in sorted(loaded.rules.items())
        if name in records
    ]
    return {
        SCORES: record.dump(kept),
        PAGE: page.render(kept, trusted, stands, picture=PICTURE),
        PICTURE: picture.render(kept, trusted),
    }
