"""How far a citation reaches beyond its sentence."""

import datetime as dt

import pytest

from medlint.document import Format
from medlint.nlp import Annotator
from medlint.parsing import parse
from medlint.reading import Reading


def cited(annotator: Annotator, source: str, format_: Format = Format.MARKDOWN) -> list[bool]:
    document = parse(source, path="x", format=format_)
    reading = Reading(document, annotator, as_of=dt.date(2026, 11, 23))
    return [reading.cited(sentence) for sentence in reading.sentences]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param("One fell. Two rose [1].", [True, True], id="the sentence before"),
        pytest.param("One fell. Two. Three [1].", [False, True, True], id="not two before"),
        pytest.param(
            "Lee counted them [1]. In his school, half slept badly. Fish is food.",
            [True, True, False],
            id="what goes on about it",
        ),
        pytest.param(
            "Lee counted them [1]. After 12 weeks, half slept.", [True, True], id="a later time"
        ),
        pytest.param(
            "Half slept. That makes 40 people. Among adults it was a third [1].",
            [True, True, True],
            id="and further over what goes on",
        ),
        pytest.param(
            "Lee counted them [1]. At about 50, half slept. Fewer snored in that same study.",
            [True, True, True],
            id="an age, and the study named again",
        ),
        pytest.param(
            "A trial found three things [1]:\n\n- One is this\n- Another is that\n\nThen more.",
            [True, True, True, False],
            id="the list that it leads in to",
        ),
        pytest.param(
            "It is so [1].\n\n- One is this\n- Another is that",
            [True, False, False],
            id="not a list after a full stop",
        ),
        pytest.param(
            "A trial began [1].\n\nIn that trial, half slept.", [True, True], id="the same study"
        ),
        pytest.param(
            "A trial began [1].\n\nIn our town, half slept.", [True, False], id="another paragraph"
        ),
        pytest.param(
            "Nature published it [1].\n\nFish is food.\n\nResearchers in Leeds enrolled 90.",
            [True, False, True],
            id="how the study of the article was done",
        ),
        pytest.param(
            "Fish is food.\n\nResearchers in Leeds enrolled 90.\n\nNature published another [1].",
            [False, False, True],
            id="no study named before",
        ),
        pytest.param(
            "The Rare Disease Database provides the following list. Ask what it means. Half of "
            "them limp.",
            [True, True, True],
            id="a list that is announced",
        ),
        pytest.param(
            "Lee wrote a list [1]. Ask what it means. Half of them limp.",
            [True, False, False],
            id="a list that is only named",
        ),
        pytest.param(
            "| Drug | Share |\n|---|---|\n| A | 4% [1] |\n| B | 9% |\n",
            [False, False, True, True, False, False],
            id="the row of a table",
        ),
        pytest.param(
            "| Drug | Share |\n|---|---|\n| A | 4% |\n\nSource: World Health Organization, 2020.",
            [True, True, True, True, True],
            id="a table from its source line",
        ),
    ],
)
def test_reach(annotator: Annotator, source: str, expected: list[bool]) -> None:
    assert cited(annotator, source) == expected
