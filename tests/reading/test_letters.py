"""What a reader asks is not what the article says."""

from __future__ import annotations

import pytest

from medlint.api import lint_text
from medlint.document import Format
from medlint.parsing import parse
from medlint.reading.letters import letters

ANSWER = "Please do not swap anything on your own. Ask your pharmacist first."


def told(text: str) -> list[str]:
    document = parse(text, path="column.md", format=Format.MARKDOWN)
    return [document.blocks[index].text for index in sorted(letters(document.blocks))]


@pytest.mark.parametrize(
    "letter",
    [
        "My aunt says that ginger tea cured her gout. Should I try it? — Priya, by e-mail",
        "I read that magnesium lets people come off their tablets. True? -- Anton, 61",
        "Q: I take warfarin. Is garlic completely safe for me?",
        "Question 3: My son has asthma. Will honey cure it?",
        "Dear pharmacist, my sister stopped her statin and feels reborn. Should I stop, too?",
    ],
)
def test_a_letter_is_known_by_its_question_and_its_sender(letter: str) -> None:
    assert told(f"{letter}\n\n{ANSWER}\n") == [letter]


@pytest.mark.parametrize(
    "passage",
    [
        "I threw out my tablets after two weeks of these drops. — Priya, Leeds",
        "Who would have thought it? My gout is gone for good. — Anton, 61",
        "Should you take it every day? Our doctors say yes.",
        "Have I got your attention? My programme cures gout.",
        "We asked 40 members one thing: did our drip help?",
    ],
)
def test_what_asks_nothing_or_is_sent_by_nobody_is_the_articles_own(passage: str) -> None:
    assert told(f"{passage}\n\n{ANSWER}\n") == []


def test_a_quoted_heading_belongs_to_its_letter() -> None:
    text = (
        "## “My neighbour cured her gout with cherries”\n\n"
        "I have gout as well. Will they cure mine? — Priya\n\n"
        f"{ANSWER}\n\n## Cherries cure gout\n\n{ANSWER}\n"
    )
    assert told(text) == [
        "“My neighbour cured her gout with cherries”",
        "I have gout as well. Will they cure mine? — Priya",
    ]


def test_no_claim_is_found_in_a_letter_and_the_same_words_are_found_in_the_answer() -> None:
    claim = "Ginger cures gout, with no side effects, in 9 out of 10 people."
    asked = lint_text(f"{claim} Should I try it? My knee hurts. Is it true? — Priya\n\n{ANSWER}\n")
    said = lint_text(f"{ANSWER}\n\n{claim}\n")
    rules = {finding.rule for finding in said}
    assert {"reversal-verb", "absolute-safety", "unsourced-number"} <= rules
    assert not rules & {finding.rule for finding in asked if finding.rule in rules}
