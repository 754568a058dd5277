"""Words that are spoken of, not used: "the word addict", "'addict' is a slur"."""

from __future__ import annotations

from medlint.reading.cues import Cues
from medlint.reading.patterns import compile_pattern
from medlint.text import Span

_QUOTES = r"[\"'\x{2018}\x{2019}\x{201C}\x{201D}*_()]*"
_LISTED = rf"{_QUOTES}[\w\x{{2019}}'-]+(?:\s[\w\x{{2019}}'-]+)?{_QUOTES}"
_UP_TO = compile_pattern(
    rf"^:?\s?(?:(?:such\sas|like|as|of|for|people|somebody|someone|them|him|her|it)\s)?"
    rf"(?:{_LISTED}(?:,|,?\s(?:and|or|nor|than))\s(?:(?:and|or|nor)\s)?)*"
    rf"{_QUOTES}(?:(?:an?|the)\s)?{_QUOTES}$"
)
"""Between words that speak of others and these: at most others of their list."""
_FROM = compile_pattern(
    rf"^{_QUOTES}(?:\s(?:and|or)\s{_LISTED})?\s(?:is|are|was|were|can\sbe|may\sbe|sounds?|seems?"
    r"|feels?|(?:has|have)\sbecome)\s(?:(?:an?|as|be|to|also|now|often|widely|very|seen|thought"
    r"|felt|considered|regarded)\s){0,3}$"
)
"""Between words and what is said of them as words."""


def mentioned(text: str, words: Span, cues: Cues) -> bool:
    """Whether a sentence speaks of its words and does not use them.

    A `forward` cue must lead up to the words themselves, a `backward` one be said of them; that
    the sentence has "stigma" or "the term" somewhere says nothing. `sentence` cues count anywhere.
    """
    if text in cues.sentence:
        return True
    before = (term.span for term in cues.forward.find(text) if term.span.end <= words.start)
    behind = (term.span for term in cues.backward.find(text) if term.span.start >= words.end)
    return any(_UP_TO.search(text[cue.end : words.start].lstrip()) for cue in before) or any(
        _FROM.search(text[words.end : cue.start]) for cue in behind
    )
