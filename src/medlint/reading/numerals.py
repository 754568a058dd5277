"""Numbers as written, in digits or in words, and their values."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

_UNITS = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_VALUES = {word: value for value, word in enumerate(_UNITS)} | {
    word: 10 * value for value, word in enumerate(_TENS, start=2)
}
_SCALES = {
    "dozen": 12,
    "hundred": 100,
    "thousand": 1_000,
    "million": 1_000_000,
    "billion": 1_000_000_000,
}

_LARGEST_SCALE = 1_000
DIGITS = r"(?:\d{1,3}(?:,\d{3})+(?:[.\x{B7}]\d+)?|\d+(?:[.,\x{B7}]\d+)?)"
"""A number in digits: 12, 1,200, 4.5, 4·5, 4,5."""

_SCALE = r"(?:hundred|thousand|million|billion)"
_TEN = r"(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)"
_ONE = r"(?:one|two|three|four|five|six|seven|eight|nine)"
_TEEN = r"(?:ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|zero)"
_SMALL = rf"(?:{_TEN}(?:[\s-]{_ONE}\b)?|{_TEEN}|{_ONE})"
WORDS = (
    rf"(?:(?:{_SMALL}|an?)\s(?:{_SCALE}|dozen)(?:\s{_SCALE})?(?:\s(?:and\s)?{_SMALL})?|{_SMALL})"
)
"""A number in words: forty-one, a hundred, two hundred and five."""

NUMBER = rf"(?:{DIGITS}(?:\s{_SCALE})?|{WORDS})"
"""A number in digits or words; the match carries no borders of its own."""


def value_of(written: str) -> Decimal | None:
    """The value of one number as written; None where it is none."""
    text = written.strip().lower()
    digits, _, scale = text.partition(" ")
    if digits[:1].isdigit() or digits[:1] in {".", "\N{MIDDLE DOT}"}:
        return _from_digits(digits, _SCALES.get(scale.strip(), 1))
    value = _from_words(text)
    return None if value is None else Decimal(value)


def _from_digits(digits: str, scale: int) -> Decimal | None:
    plain = digits.replace("\N{MIDDLE DOT}", ".")
    head, comma, tail = plain.rpartition(",")
    if comma and (len(tail.partition(".")[0]) == len("000")):
        plain = plain.replace(",", "")
    elif comma:
        plain = f"{head}.{tail}"  # a decimal comma
    try:
        return Decimal(plain) * scale
    except InvalidOperation:
        return None


def _from_words(text: str) -> int | None:
    total = current = 0
    for word in text.replace("-", " ").split():
        if word in _VALUES:
            current += _VALUES[word]
        elif word in {"a", "an"}:
            current = 1
        elif word in _SCALES:
            current = max(current, 1) * _SCALES[word]
            if _SCALES[word] >= _LARGEST_SCALE:
                total, current = total + current, 0
        elif word != "and":
            return None
    return total + current if text else None
