"""What the rules make of wordings by an editor who had never seen them.

`corpus/wordings.jsonl` says of each text whether its rule has to speak. On half of the texts rules
may be widened; the other half is only counted.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from tools.bench.figure import Figure, share
from tools.bench.trusted import Lint, Text

SPLITS = {"dev": "rules are tuned on it", "test": "only counted"}


def wordings(path: Path, lint: Lint) -> Iterator[Figure]:
    """The share of faulty texts that their rule finds, and of look-alikes that it flags."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    for split, told in SPLITS.items():
        said: dict[bool, list[bool]] = {True: [], False: []}
        for number, row in enumerate(rows):
            if row["split"] == split:
                result = lint(Text(f"{number}.md", row["text"], len(row["text"].split())))
                named = {finding.rule for finding in result.found()}
                said[row["faulty"]].append(row["rule"] in named)
        rules = len({row["rule"] for row in rows})
        for faulty, name in ((True, "faulty wordings found"), (False, "look-alikes flagged")):
            data = f"{path.name}, {split}: {told}; {len(said[faulty])} texts for {rules} rules"
            yield Figure(name, share(sum(said[faulty]), len(said[faulty])), None, data)
