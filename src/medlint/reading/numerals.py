"""Numbers as written, in digits or in words, with the value and the precision that they have."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from medlint.reading.patterns import compile_pattern
from medlint.text import Span

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

_FIND = compile_pattern(rf"({DIGITS}(?:\s{_SCALE}\b)?)|\b({WORDS})\b", any_case=True)


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number at its place in a text.

    `step` is the worth of its last digit: 0.1 for 4.5, 1 for 12, 100 for 1,200 (trailing zeros of
    whole numbers may be rounding), so what was rounded lies within half a step.
    """

    span: Span
    value: Decimal
    step: Decimal

    @property
    def low(self) -> Decimal:
        """The least value that rounds to what is written."""
        return self.value - self.step / 2

    @property
    def high(self) -> Decimal:
        """The greatest value that rounds to what is written."""
        return self.value + self.step / 2


def numerals(text: str) -> tuple[Numeral, ...]:
    """The numbers of a text in order, without those that are part of a name (GLUT4, IL-6)."""
    found = []
    for match in _FIND.finditer(text):
        span = Span(*match.span())
        if match.group(1) is not None and _in_name(text, span):
            continue
        numeral = parse(span.of(text))
        if numeral is not None:
            found.append(Numeral(span, numeral.value, numeral.step))
    return tuple(found)


def _in_name(text: str, span: Span) -> bool:
    """Whether letters lead up to the digits: B12, IL-6, COVID-19, 17β."""
    before = text[max(0, span.start - 2) : span.start]
    if before[-1:].isalpha():
        return True
    hyphened = before[-1:] in {"-", "\N{HYPHEN}", "\N{NON-BREAKING HYPHEN}"}
    return hyphened and before[:1].isalpha()


def value_of(written: str) -> Decimal | None:
    """The value of one number as written; None where it is none."""
    numeral = parse(written)
    return numeral.value if numeral else None


def parse(written: str) -> Numeral | None:
    """One number as written, its span from 0; None where it is none."""
    text = written.strip().lower()
    span = Span(0, len(written))
    digits, _, scale = text.partition(" ")
    if digits[:1].isdigit() or digits[:1] in {".", "\N{MIDDLE DOT}"}:
        return _from_digits(span, digits, _SCALES.get(scale.strip(), 1))
    value = _from_words(text)
    return None if value is None else Numeral(span, Decimal(value), Decimal(1))


def _from_digits(span: Span, digits: str, scale: int) -> Numeral | None:
    plain = digits.replace("\N{MIDDLE DOT}", ".")
    head, comma, tail = plain.rpartition(",")
    if comma and (len(tail.partition(".")[0]) == len("000")):
        plain = plain.replace(",", "")
    elif comma:
        plain = f"{head}.{tail}"  # a decimal comma
    try:
        value = Decimal(plain)
    except InvalidOperation:
        return None
    _, point, decimals = plain.partition(".")
    step = Decimal(1).scaleb(-len(decimals)) if point else _whole_step(plain)
    return Numeral(span, value * scale, step * scale)


def _whole_step(digits: str) -> Decimal:
    zeros = len(digits) - len(digits.rstrip("0"))
    return Decimal(10) ** min(zeros, len(digits) - 1)


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
