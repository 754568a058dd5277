"""Pairs for abbreviations: a sentence that explains one, and the same without the explanation."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html import unescape

from medlint.parsing import format_of, parse
from medlint.reading.segmenter import sentences
from tools.readings.texts import Text

_EXPLAINED = re.compile(r"\(([A-Z]{2,6})\)")
_WORD = re.compile(r"[A-Za-z][A-Za-z'-]*")
_LEAST_AROUND = 5
"""So many words must stand besides the term, or nothing is left to be read."""


def pairs(texts: Iterable[Text]) -> Iterator[tuple[str, str]]:
    """A faulty and a sound sentence for each that explains an abbreviation by its letters."""
    for text in texts:
        shape = format_of(text.path)
        if shape is None:
            continue
        for block in parse(text.source, path=text.path, format=shape).blocks:
            for span in sentences(block):
                sentence = " ".join(unescape(span.of(block.text)).split())
                found = _without_term(sentence)
                if found is not None:
                    yield found, sentence


def _without_term(sentence: str) -> str | None:
    """The sentence without the words that its abbreviation is made of; None where it has none."""
    match = _EXPLAINED.search(sentence)
    if match is None:
        return None
    letters = match[1].lower()
    before = list(_WORD.finditer(sentence, 0, match.start()))[-len(letters) :]
    if "".join(word[0][0].lower() for word in before) != letters:
        return None
    if sentence[before[-1].end() : match.start()].strip():
        return None
    left = f"{sentence[: before[0].start()]}{sentence[match.start() :]}"
    return left if len(_WORD.findall(left)) > _LEAST_AROUND else None
