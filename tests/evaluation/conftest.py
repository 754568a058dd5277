"""Small corpora, written for one test each."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

CATALOGUE = """\
rules: [miracle-word, reversal-verb, root-cause, testimonial, wonder-word]
fully_marked: [miracle-word, reversal-verb]
"""
GOLD = """\
kind: {kind}
split: {split}
topic: gout
expected: [{expected}]
silent: [{silent}]
"""

WriteArticle = Callable[..., Path]
"""`write("cherries.md", "Cherries cure gout.", expected=…, silent=…)`: returns the gold's path.

What is expected and silent stands as in the file, without the brackets around the list.
"""


WORD_RULE = """\
id: {rule}
category: {category}
summary: A word is used.
severity: {severity}
confidence: medium
message: "'{{match}}' is a big word."
advice: Say what was shown.
why: Readers believe it.
authority: [{{title: An act}}]
match: {{kind: phrases, any_of: [{words}]}}
flags: ["It is [[{first}]]."]
passes: ["It is sound."]
"""

WriteRule = Callable[..., Path]
"""`write("miracle-word", "miracle", "marvel", …)`: writes a rule, returns its folder of rules."""


@pytest.fixture
def write_rule(tmp_path: Path) -> WriteRule:
    """Writes a rule that finds words, so that tests do not hang on the bundled ones."""

    def write(
        rule: str,
        *words: str,
        folder: str = "house",
        category: str = "certainty",
        severity: str = "error",
    ) -> Path:
        path = tmp_path / folder
        path.mkdir(exist_ok=True)
        text = WORD_RULE.format(
            rule=rule,
            category=category,
            severity=severity,
            words=", ".join(words),
            first=words[0],
        )
        (path / f"{rule}.yaml").write_text(text, encoding="utf-8")
        return path

    return write


@pytest.fixture
def corpus_folder(tmp_path: Path) -> Path:
    """An empty corpus with a catalogue; miracle-word and reversal-verb are fully marked."""
    folder = tmp_path / "corpus"
    folder.mkdir()
    (folder / "catalogue.yaml").write_text(CATALOGUE, encoding="utf-8")
    return folder


@pytest.fixture
def write_article(corpus_folder: Path) -> WriteArticle:
    """Writes an article and its gold."""

    def write(  # noqa: PLR0913 -- what a gold file says, all by name
        name: str,
        source: str,
        *,
        expected: str = "",
        silent: str = "",
        kind: str = "flawed",
        split: str = "dev",
    ) -> Path:
        article = corpus_folder / name
        article.write_bytes(source.encode())
        gold = article.with_name(f"{article.stem}.gold.yaml")
        text = GOLD.format(kind=kind, split=split, expected=expected, silent=silent)
        gold.write_text(text, encoding="utf-8")
        return gold

    return write
