"""Amounts given in two units, and values that a named measure cannot have."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from medlint.reading.numerals import value_of
from medlint.reading.patterns import compile_pattern
from medlint.reading.sums import Mistake
from medlint.reading.terms import TermFinder
from medlint.text import Span


@dataclass(frozen=True, slots=True)
class Conversion:
    """`right = left * factor + offset`, for a measure known by its names; None for any."""

    left: str
    right: str
    factor: float
    offset: float = 0.0
    names: TermFinder | None = None


@dataclass(frozen=True, slots=True)
class Bound:
    """The values that a named measure can have in one unit."""

    names: TermFinder
    unit: str
    low: float
    high: float


PHYSICAL = (
    Conversion("lb", "kg", 0.45359237),
    Conversion("oz", "g", 28.349523),
    Conversion("in", "cm", 2.54),
    Conversion("ft", "cm", 30.48),
    Conversion("km", "mile", 0.62137119),
    Conversion("floz", "ml", 29.5735),
    Conversion("oz", "ml", 29.5735),
    Conversion("kcal", "kj", 4.184),
    Conversion("c", "f", 1.8, 32.0),
    Conversion("mmhg", "kpa", 0.13332239),
    Conversion("g", "mg", 1000.0),
    Conversion("mg", "mcg", 1000.0),
    Conversion("l", "ml", 1000.0),
)
"""Definitions of the units, the same for every substance."""

_SPELLINGS = {
    "lb": ("lb", "lbs", "pound", "pounds"),
    "kg": ("kg", "kilo", "kilos", "kilogram", "kilograms"),
    "floz": ("fl oz", "fluid ounce", "fluid ounces"),
    "oz": ("oz", "ounce", "ounces"),
    "g": ("g", "gram", "grams"),
    "mg": ("mg", "milligram", "milligrams"),
    "mcg": ("mcg", "µg", "μg", "ug", "microgram", "micrograms"),
    "in": ("in", "inch", "inches"),
    "ft": ("ft", "foot", "feet"),
    "cm": ("cm", "centimetre", "centimetres", "centimeter", "centimeters"),
    "km": ("km", "kilometres", "kilometers"),
    "mile": ("mile", "miles", "mi"),
    "ml": ("ml", "millilitres", "milliliters"),
    "l": ("l", "litre", "litres", "liter", "liters"),
    "kcal": ("kcal", "calories"),
    "kj": ("kj", "kilojoules"),
    "c": ("°c", "degrees celsius", "ºc"),
    "f": ("°f", "degrees fahrenheit", "ºf"),
    "mmhg": ("mm hg", "mmhg"),
    "kpa": ("kpa",),
    "mg/dl": ("mg/dl",),
    "mmol/l": ("mmol/l",),
    "umol/l": ("µmol/l", "μmol/l", "umol/l", "micromol/l"),
    "ng/ml": ("ng/ml",),
    "nmol/l": ("nmol/l",),
    "ng/dl": ("ng/dl",),
    "pg/ml": ("pg/ml",),
    "pmol/l": ("pmol/l",),
    "mmol/mol": ("mmol/mol",),
    "%": ("%", "percent"),
    "iu": ("iu", "international units"),
    "bpm": ("beats per minute", "bpm", "beats a minute"),
}
UNITS = {spelling: unit for unit, spellings in _SPELLINGS.items() for spelling in spellings}
ANY_UNIT = "(?:" + "|".join(sorted(UNITS, key=len, reverse=True)) + ")"
_N = r"(\d[\d,]*(?:\.\d+)?)"
_PAIR = compile_pattern(
    rf"(?:^|[^\w.,])(?:{_N}(?:\s(?:to|and)\s|-|\x{{2013}}))?{_N}[\s-]?({ANY_UNIT})(?:\s(?:a|per)\sday)?"
    rf"\s\((about\s|around\s|nearly\s|roughly\s)?(?:{_N}(?:\s(?:to|and)\s|-|\x{{2013}}))?{_N}\s?({ANY_UNIT})\)",
    any_case=True,
)
_HEIGHT = compile_pattern(
    rf"\b(\d)\s(?:ft|feet|foot)\s(\d{{1,2}})\s(?:in|inches)\s\({_N}\s?(cm)\)", any_case=True
)
_VALUE = compile_pattern(rf"(?:^|[^\w.,/])({_N}\s?({ANY_UNIT}))(?:\W|$)", any_case=True)
_FEET = compile_pattern(r"\d\s(?:ft|feet|foot)\s$", any_case=True)
_SLACK, _ABOUT_SLACK = 0.04, 0.12
_DEGREES = {"c": 0.6, "f": 1.1}
_REACH = 90


def mismatches(text: str, conversions: Sequence[Conversion]) -> Iterator[Mistake]:
    """Where one amount is given in two units that do not agree."""
    for match in _PAIR.finditer(text):
        left, right = UNITS[match.group(3).lower()], UNITS[match.group(7).lower()]
        conversion = _between(text[: match.start(7)], left, right, conversions) or _between(
            text[match.end() :][:_NEAR], left, right, conversions
        )
        if conversion is None or _FEET.search(text[: match.start(2)]):
            continue
        slack = _ABOUT_SLACK if match.group(4) else _SLACK
        if (match.group(1) is None) != (match.group(5) is None):
            continue
        for first, second in ((1, 5), (2, 6)):
            yield from _compared(match, first, second, conversion, slack)
    for match in _HEIGHT.finditer(text):
        inches = 12 * int(match.group(1)) + int(match.group(2))
        stated = float(match.group(3).replace(",", ""))
        if abs(stated - 2.54 * inches) > _SLACK * stated:
            yield Mistake(Span(*match.span(3)), f"{inches} inches are {2.54 * inches:.0f} cm")


def _between(
    before: str, left: str, right: str, conversions: Sequence[Conversion]
) -> Conversion | None:
    """The conversion between two units; of a named measure the one named nearest."""
    fitting = [c for c in conversions if {c.left, c.right} == {left, right}]
    named = [(last_named(c.names, before[-_REACH:]), c) for c in fitting if c.names is not None]
    found = max(named, key=lambda pair: pair[0], default=(-1, None))
    if found[0] >= 0:
        return found[1]
    return next((c for c in fitting if c.names is None), None)


def last_named(names: TermFinder, text: str) -> int:
    """Where one of the names stands last in a text; -1 where none does."""
    return max((term.span.start for term in names.find(text)), default=-1)


def _compared(
    match: Any, first: int, second: int, conversion: Conversion, slack: float
) -> Iterator[Mistake]:
    left = UNITS[match.group(3).lower()]
    if match.group(first) is None:
        return
    one, other = value_of(match.group(first)), value_of(match.group(second))
    if one is None or other is None:
        return
    forward = conversion.left == left
    factor, offset = conversion.factor, conversion.offset
    expected = float(one) * factor + offset if forward else (float(one) - offset) / factor
    unit = conversion.right if forward else conversion.left
    decimals = len(match.group(second).partition(".")[2])
    granted = _DEGREES.get(unit, slack * abs(expected) + 0.5 * 10**-decimals)
    # What is given to one digit is given roughly.
    digits = len(match.group(first).replace(".", "").replace(",", "").strip("0"))
    own = 0.5 * factor if digits == 1 and forward and unit not in _DEGREES else 0.0
    if abs(float(other) - expected) > max(granted, min(own, _ABOUT_SLACK * expected)):
        yield Mistake(
            Span(*match.span(second)),
            f"{match.group(first)} {match.group(3)} is {_shown(expected)} {match.group(7)}",
        )


def _shown(value: float) -> str:
    return f"{value:,.1f}".rstrip("0").rstrip(".")


_CHANGED = compile_pattern(
    r"\b(?:by|fell|rose|dropped|lower\w*|increas\w*|decreas\w*|reduc\w*|reduction|difference|change|points?|more|less|than)\b",
    any_case=True,
)


def implausible(text: str, bounds: Sequence[Bound]) -> Iterator[Mistake]:
    """Values that the measure named right before them cannot have."""
    for match in _VALUE.finditer(text):
        unit = UNITS[match.group(3).lower()]
        value = value_of(match.group(2))
        before = text[max(0, match.start(1) - _NEAR) : match.start(1)]
        for bound in bounds:
            if bound.unit != unit or value is None or _CHANGED.search(before):
                continue
            if last_named(bound.names, before) < 0 or bound.low <= float(value) <= bound.high:
                continue
            limits = f"{bound.low:g} to {bound.high:g} {match.group(3)}"
            yield Mistake(Span(*match.span(1)), f"Values of it lie between {limits}")
            break

    yield from _impossible(text)


_NEAR = 35
_PRESSURE = compile_pattern(r"\b(\d{2,4})/(\d{2,3})\s?mm\s?hg", any_case=True)
_IMPOSSIBLE = tuple(
    (compile_pattern(pattern, any_case=True), most, what)
    for pattern, most, what in (
        (
            r"\b(\d+(?:\.\d+)?)\s?(?:%|percent)\sof\s(?:women|men|people|patients|adults|children)\b",
            100,
            "a share of people",
        ),
        (r"\bprobability\s(?:was|is|of)\s(\d+(?:\.\d+)?)(?:[^\d%.]|\.?$)", 1, "a probability"),
        (r"\bsleeps?\s(\d+)\shours\sa\s(?:day|night)", 24, "hours of a day"),
        (r"\bpregnancy\slasts\s(?:about\s)?(\d+)\sweeks", 45, "the weeks of a pregnancy"),
        (
            r"\b(?:BMI|body\smass\sindex)\s(?:was|is|of)\s(\d+(?:\.\d+)?)\b",
            210,
            "a body mass index",
        ),
    )
)
_HIGHEST_PRESSURE = 400


def _impossible(text: str) -> Iterator[Mistake]:
    for match in _PRESSURE.finditer(text):
        systolic, diastolic = int(match.group(1)), int(match.group(2))
        if systolic <= diastolic or systolic > _HIGHEST_PRESSURE:
            place = Span(match.start(1), match.end(2))
            yield Mistake(place, "The first number is the higher one, and below 400")
    for pattern, most, what in _IMPOSSIBLE:
        for match in pattern.finditer(text):
            if float(match.group(1)) > most:
                yield Mistake(Span(*match.span(1)), f"More than {most} is not possible for {what}")
