"""Sums that a sentence does for its reader, done again: shares, totals, changes, ranges, doses.

Each check takes the text of a sentence and gives the places where what is stated cannot come out,
with what would. Rounding and "about" are granted; what may be read in two ways is let pass.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from operator import mul, sub, truediv
from typing import Any

from medlint.reading.numerals import NUMBER, value_of
from medlint.reading.patterns import compile_pattern
from medlint.text import Span


@dataclass(frozen=True, slots=True)
class Mistake:
    """Where a sum does not come out, and why."""

    span: Span
    problem: str


_N = rf"({NUMBER})"
_PCT = r"(\d+(?:\.\d+)?)\s?(?:%|percent\b|per\scent\b)"
_W = r"(?:\s[\w'-]+)"
_ABOUT = r"(?:(?:about|around|nearly|almost|roughly|some|over|under|approximately|just|only)\s)?"


def _re(pattern: str) -> Any:
    return compile_pattern(pattern, any_case=True)


def _span(match: Any, group: int) -> Span:
    return Span(*match.span(group))


def _number(written: str | None) -> float | None:
    value = value_of(written) if written else None
    return None if value is None else float(value)


def _decimals(written: str) -> int:
    return len(written.partition(".")[2])


def _written(value: float) -> str:
    return f"{value:,.1f}".rstrip("0").rstrip(".")


# Shares of counts

_SHARES = (
    # the count first: 12 of 48 people (35%)
    (
        _re(rf"\b{_N}\s?(?:out\sof|of|/)\s?(?:the\s)?{_N}\b{_W}{{0,6}}?,?\s\({_ABOUT}{_PCT}\)"),
        (1, 2, 3),
    ),
    (_re(rf"\b{_PCT}\s\({_N}\s?(?:out\sof|of|/)\s?(?:the\s)?{_N}\)"), (2, 3, 1)),
    (
        _re(
            rf"\b(?:out\s)?of\s(?:the\s"
            rf"|all\s)?{_N}{_W}{{1,4}},\s{_N}{_W}{{0,2}}?\s\({_ABOUT}{_PCT}\)"
        ),
        (2, 1, 3),
    ),
    (
        _re(
            rf"\b(?:out\s)?of\s(?:(?:the|all|our|my|these)\s){{0,2}}{_N}{_W}{{1,7}}?,\s{_N}{_W}{{1,8}}?,"
            rf"\s(?:or\s|which\sis\s|an?{_W}{{0,3}}?\s(?:rate|share)\sof\s){_ABOUT}{_PCT}"
        ),
        (2, 1, 3),
    ),
    (
        _re(rf"\b{_N}{_W}{{1,3}}?,?\sand\s{_PCT}\sof\s(?:those|them|these)\s\({_N}\b"),
        (3, 1, 2),
    ),
    (_re(rf"\b{_N}{_W}{{0,2}}?\s\(of\s{_N}\){_W}{{0,3}},\sor\s{_PCT}"), (1, 2, 3)),
    (_re(rf"\b{_PCT}\sof\sthe{_W},\s{_N}\s(?:out\sof|of)\s{_N}\b"), (2, 3, 1)),
)
_RATIO_SHARE = _re(rf"\b{_N}\sin\s(?:every\s)?{_N}\b{_W}{{0,3}}?\s\({_ABOUT}{_PCT}\)")
_FRACTION_SHARE = _re(
    rf"\b(two\sthirds|three\squarters|half|an?\sthird|an?\squarter|one\sthird"
    rf"|one\squarter)(?:\sof{_W}{{1,3}}?)?\s\({_ABOUT}{_PCT}\)"
)
_FRACTIONS = {"two thirds": 200 / 3, "three quarters": 75.0, "half": 50.0}
_LOOSE, _SMALL_BASE = 4.0, 20
_BEYOND = _re(r"\b(?:more|less|fewer|over|under|nearly|almost|up\sto|least)(?:\sthan)?\s$")


def _shares(text: str) -> Iterator[Mistake]:
    for pattern, (some, of, stated) in _SHARES:
        for match in pattern.finditer(text):
            part, whole = _number(match.group(some)), _number(match.group(of))
            if part is None or not whole or part > whole:
                continue
            yield from _share(match, stated, 100 * part / whole, 1.0)
    for match in _RATIO_SHARE.finditer(text):
        part, whole = _number(match.group(1)), _number(match.group(2))
        if part is not None and whole and part <= whole:
            slack = 2.5 if whole < _SMALL_BASE else 0.5
            yield from _share(match, 3, 100 * part / whole, slack)
    for match in _FRACTION_SHARE.finditer(text):
        words = match.group(1).lower()
        if _BEYOND.search(text[: match.start()]):
            continue
        third = 100 / 3 if words.endswith("third") else 25.0
        yield from _share(match, 2, _FRACTIONS.get(words, third), _LOOSE)


def _share(match: Any, group: int, expected: float, slack: float) -> Iterator[Mistake]:
    stated = float(match.group(group))
    # A whole number may be cut or rounded; each further digit binds tighter.
    granted = max(slack / 10 ** _decimals(match.group(group)), 0.06 * (expected < 1))
    if abs(stated - expected) >= granted:
        yield Mistake(_span(match, group), f"The numbers given make {_written(expected)}%")


# Parts and totals

_REST = _re(
    rf"{_PCT}[^.;%]{{1,60}}?(?:{_PCT}[^.;%]{{1,40}}?)?\b(?:the\s)?(?:other|remaining"
    rf"|rest,?)\s(?:of\s[\w\s]{{1,20}})?\(?{_PCT}"
)
_EXCLUSIVE = _re(
    r"\b(?:(?:men|male|boys)\b.*\b(?:women|female|girls)|(?:women|female"
    r"|girls)\b.*\b(?:men|male|boys)|yes\b.*\bno\b|same\b.*\bworse|mild\b.*\bsevere"
    r"|never\s\w+$|did\snot\ssay|not\ssure|no\sview|unknown|poor\b.*\bgood"
    r"|half\b.*\bhalf|and\so\sin|is\s\d+%"
    r"|(?:better|improve\w*|responded)\b.*\b(?:no\s(?:change|difference)|the\ssame|unchanged))"
)
_PERCENTS = _re(_PCT)
_SPREAD = _re(r"\d\s?%?\s?(?:to|-|\x{2013})\s?\d+\s?(?:%|percent|per\scent)")
_WHOLE, _MOST_OVER = 100.0, 30.0
_COMPLEMENTS = (
    r"(?:men|women|boys|girls|in\sadults|in\schildren|on\s(?:the\s)?[\w-]+|with\s[\w-]+|without)"
)
_SUMS = (
    _re(rf"\b{_N}{_W}{{1,4}}?(?:,|:)\s{_N}\s{_COMPLEMENTS}\sand\s{_N}\s{_COMPLEMENTS}"),
    _re(rf"\b{_N}{_W}{{1,2}}?\s\({_N}\s(?:men|women)\sand\s{_N}\s(?:men|women)\)"),
)
_IN_ALL = _re(
    rf"\b{_N}{_W}{{1,4}}?\sand\s{_N}{_W}{{1,2}}?,\s{_N}{_W}{{0,2}}?\s(?:in\stotal"
    rf"|in\sall|altogether)\b"
)
_REMAINDER = _re(
    rf"\bof\s(?:the\s)?{_N}{_W}{{1,3}}?,\s{_N}{_W}{{1,3}}?(?:,\sleaving\s"
    rf"|\sand\s){_N}(?:\s(?:finished|remained|were\snot|stayed|did\snot|said\sno"
    rf"|failed)|\.?$)"
)
_SAID = _re(
    rf"\basked\s{_N}{_W};\s{_N}\ssaid\syes\sand\s{_N}\ssaid\sno"
    rf"|\b{_N}\s\w+,\sof\swhich\s{_N}\spassed\sand\s{_N}\sfailed"
)
_LOST = _re(rf"\bwith\s{_N}{_W}\sand\slosing\s{_N},[^.]{{0,40}}?\bhad\s{_N}")
_GROUPS = _re(rf"\b(?:the\s)?{_N}{_W}\swere\s(?:split|divided)\sinto\s{_N}\sgroups\sof\s{_N}")
_ARMS = _re(rf"\b{_N}\s(?:arms|groups)\sof\s{_N}{_W}\seach\smade\sup\sthe\s{_N}")
_SESSIONS = _re(
    rf"\b{_N}(?:\s\w+)?\s(?:visits|sessions|classes)\sof\s{_N}\s(minutes"
    rf"|hours)(?:\seach)?(?:,|\sadd\sup\sto)\s{_N}\shours"
)


def _parts(text: str) -> Iterator[Mistake]:
    for match in _REST.finditer(text):
        parts = [float(part) for part in match.groups() if part]
        if abs(sum(parts) - _WHOLE) > len(parts):
            yield Mistake(_span(match, 3), f"The parts make {_written(sum(parts))}% in all")
            return
    found = list(_PERCENTS.finditer(text))
    if _SPREAD.search(text):
        return
    total = sum(float(match.group(1)) for match in found)
    over = total - _WHOLE
    if len(found) > 1 and len(found) < over <= _MOST_OVER and _EXCLUSIVE.search(text.rstrip(".")):
        yield Mistake(_span(found[-1], 1), f"The parts make {_written(total)}% in all")


def _totals(text: str) -> Iterator[Mistake]:
    for pattern in _SUMS:
        for match in pattern.finditer(text):
            yield from _sum(match, (2, 3), 1)
    for match in _IN_ALL.finditer(text):
        yield from _sum(match, (1, 2), 3)
    for match in _SAID.finditer(text):
        first = 1 if match.group(1) else 4
        yield from _sum(match, (first + 1, first + 2), first)
    for patterns, operation in _TOTALS:
        for match in (m for pattern in patterns for m in pattern.finditer(text)):
            whole, part = _number(match.group(1)), _number(match.group(2))
            if whole is not None and part:
                yield from _expect(match, 3, operation(whole, part))
    for match in _SESSIONS.finditer(text):
        count, each = _number(match.group(1)), _number(match.group(2))
        if count and each:
            hours = count * each / (60 if match.group(3) == "minutes" else 1)
            yield from _expect(match, 4, hours)


_TOTALS: tuple[tuple[tuple[Any, ...], Callable[[float, float], float]], ...] = (
    ((_REMAINDER, _LOST), sub),
    ((_GROUPS,), truediv),
    ((_ARMS,), mul),
)


def _sum(match: Any, parts: tuple[int, ...], total: int) -> Iterator[Mistake]:
    values = [_number(match.group(part)) for part in parts]
    if all(value is not None for value in values):
        yield from _expect(match, total, sum(value or 0 for value in values))


def _expect(match: Any, group: int, expected: float) -> Iterator[Mistake]:
    stated = _number(match.group(group))
    if stated is not None and abs(stated - expected) > max(0.5, 0.002 * expected):
        yield Mistake(_span(match, group), f"The numbers given make {_written(expected)}")


# Changes with both ends

_FROM_TO = (
    rf"from\s{_ABOUT}{_N}(?:%|\s[\w%/]+)?(?:\s(?:a|of)\s\w+)?"
    rf"\sto\s{_ABOUT}{_N}(?:%|\s?[\w%/]+)?(?:\s[a-z]+){{0,3}}?"
)
_MOVE = r"(?:drop|fall|loss|decrease|reduction|cut|decline|rise|increase|gain|fewer|less)"
_BY_AMOUNT = _re(
    rf"\b{_FROM_TO}(?:,|:|\s?[\x{{2013}}\x{{2014}}(]|\s(?:is|was|means|makes|gives|represents))"
    rf"\s?(?:an?|in\sall)\s{_MOVE}\sof\s{_ABOUT}{_N}(%|\sper\s?cent\b"
    rf"|\spercentage\spoints?|\s?[\w/]+)?"
)
_BY_PERCENT = _re(rf"\b{_FROM_TO},\s(?:an?\s|up\s|down\s)?{_PCT}\s?(?:{_MOVE})?(?:[\s.,]|$)")
_PERCENT_FIRST = _re(rf"\b(?:by|was\scut\sby)\s{_PCT},\s{_FROM_TO}(?:\W|$)")
_POINTS_FIRST = _re(rf"\b(?:f[ae]ll|dropped|rose|climbed)\s{_N}\spoints(?:,)?\s{_FROM_TO}(?:\W|$)")
_AMOUNT_AFTER = _re(rf"\b{_FROM_TO},\s{_N}\s(?:pounds|kg|points|mg)\sin\sall")
_CUT_OF = _re(rf"\b{_FROM_TO},\sa\scut\sof\s(a\sthird|half|a\squarter)")
_NEAR_PART = 0.08
_FACTORS = {"doubl": 2.0, "tripl": 3.0, "trebl": 3.0, "quadrupl": 4.0, "halv": 0.5}
_FACTOR = _re(
    rf"\b((?:nearly\s|almost\s|more\sthan\s)?(?:doubl|tripl|trebl|quadrupl"
    rf"|halv)ed)\b{_W}{{0,2}}?,?\s{_FROM_TO}(?:\W|$)"
)
_SO_IT = _re(rf"\b{_FROM_TO},\s(?:so\sit\s)?((?:doubl|tripl|halv|quadrupl)ed|double|triple)\b")


def _changes(text: str) -> Iterator[Mistake]:
    for match in _BY_AMOUNT.finditer(text):
        is_share = (match.group(4) or "").replace(" ", "") in {"%", "percent"}
        yield from _difference(match, 1, 2, 3, percent=is_share)
    for pattern, ends, stated in ((_POINTS_FIRST, (2, 3), 1), (_AMOUNT_AFTER, (1, 2), 3)):
        for match in pattern.finditer(text):
            yield from _difference(match, *ends, stated, percent=False)
    for pattern, ends, stated in ((_BY_PERCENT, (1, 2), 3), (_PERCENT_FIRST, (2, 3), 1)):
        for match in pattern.finditer(text):
            yield from _difference(match, *ends, stated, percent=True)
    for match in _CUT_OF.finditer(text):
        first, last = _number(match.group(1)), _number(match.group(2))
        part = {"a third": 1 / 3, "half": 0.5, "a quarter": 0.25}[match.group(3).lower()]
        if first and last is not None and abs((first - last) / first - part) > _NEAR_PART:
            share = 100 * (first - last) / first
            yield Mistake(_span(match, 3), f"The numbers given make {_written(share)}%")
    for match in _FACTOR.finditer(text):
        yield from _multiple(match, 2, 3, 1)
    for match in _SO_IT.finditer(text):
        yield from _multiple(match, 1, 2, 3)


def _difference(match: Any, a: int, b: int, stated: int, *, percent: bool) -> Iterator[Mistake]:
    first, last, said = (_number(match.group(group)) for group in (a, b, stated))
    if first is None or last is None or said is None or first == 0:
        return
    difference, relative = abs(last - first), 100 * abs(last - first) / first
    slack = max(0.5 * 10 ** -_decimals(match.group(stated)), 0.02 * difference)
    right = abs(said - difference) <= slack
    if percent:
        # The difference of two percentages is another rule's business.
        both = match.group().count("%") + match.group().lower().count("percent") > 1
        right = (right and both) or abs(said - relative) <= max(1.0, 0.03 * relative)
    if not right:
        made = f"{_written(relative)}%" if percent else _written(difference)
        yield Mistake(_span(match, stated), f"The numbers given make {made}")


def _multiple(match: Any, a: int, b: int, word: int) -> Iterator[Mistake]:
    first, last = _number(match.group(a)), _number(match.group(b))
    said = match.group(word).lower()
    factor = next((value for stem, value in _FACTORS.items() if stem in said), 0.0)
    if not first or last is None or not factor or _is_year(first, last):
        return
    near = 0.16 if said.startswith(("nearly", "almost", "more")) else 0.1
    low = near * (not said.startswith("more"))
    high = 9.0 if said.startswith("more") else near
    if not factor * (1 - low) <= last / first <= factor * (1 + high):
        problem = f"From {match.group(a)} to {match.group(b)} is {_written(last / first)} times"
        yield Mistake(_span(match, word), problem)


def _is_year(first: float, last: float) -> bool:
    return _FIRST_YEAR <= first <= _LAST_YEAR and _FIRST_YEAR <= last <= _LAST_YEAR


_FIRST_YEAR, _LAST_YEAR = 1900, 2100

# Folds

_TIMES = r"(?:two|three|four|five|six|seven|eight|nine|ten|twice|\d+(?:\.\d+)?)"
_FOLD_AFTER = _re(
    rf"\b{_N}\s?(?:%|\w+)?(?:\sin\s\w+)?\s(?:against|versus|vs|and\s(?:others?\s|men\s"
    rf"|women\s)?)\s?{_N}(?:%"
    rf"|\s?[\w]+)?(?:\s(?:in\s)?\w+)?,\s(?:[\w\s]{{1,30}}?\s)?(?:an?"
    rf"\s)?({_TIMES})(?:[\s-]?fold|\stimes|\sas\s)"
)
_FOLD_FIRST = _re(rf"\b({_TIMES}|ten|five)[\s-]?fold,\s{_FROM_TO}(?:\W|$)")
_FOLD_LAST = _re(rf"\b{_FROM_TO},\san?\s({_TIMES})[\s-]fold")
_NAMED = {"twice": 2.0}
_AGES = _re(r"\b(?:between|ages?|aged)\s(?:\w+\s)?$")


def _folds(text: str) -> Iterator[Mistake]:
    for pattern, (a, b, c), upward in (
        (_FOLD_AFTER, (1, 2, 3), False),
        (_FOLD_FIRST, (2, 3, 1), True),
        (_FOLD_LAST, (1, 2, 3), True),
    ):
        for match in pattern.finditer(text):
            if _AGES.search(text[: match.start()]):
                continue
            first, second = _number(match.group(a)), _number(match.group(b))
            word = match.group(c).lower()
            factor = _NAMED.get(word) or _number(word)
            if not first or not second or not factor:
                continue
            ratio = second / first if upward else max(first, second) / min(first, second)
            if abs(ratio - factor) > 0.2 * factor:
                yield Mistake(_span(match, c), f"The numbers given make {_written(ratio)} times")


# Ranges

_KIND = (
    r"(?:days?|weeks?|months?|years?|hours?|minutes?"
    r"|mg|mcg|g|ml|litres?|kg|cm|mm|\x{B0}\s?[CF]|%|mmol/l|mg/dl|points|percent)"
)
_BETWEEN = _re(rf"\bbetween\s{_N}\s?%?\sand\s({NUMBER})\s?(?:{_KIND}|\sof\s|\s)")
_AGED = _re(
    r"\b(?:aged|ages|age\srange\swas|range\sis|ranged?\sfrom|ran\sfrom"
    r"|range:?)\s(\d+(?:\.\d+)?)(?:\s?(?:-|\x{2013})\s?"
    r"|\sto\s)(\d+(?:\.\d+)?)(?:[\s.,;)]|$)"
)
_PLAIN = _re(
    rf"(^|[\w,]+\s)(\d+(?:\.\d+)?)(?:-|\x{{2013}}|\sto\s)(\d+(?:\.\d+)?)\s?{_KIND}(?:\W|$)"
)
_FROM_OF = _re(rf"\bfrom\s{_PCT}\sto\s{_PCT}\sof\s\w+\s(?:have|has|are|get)")
_LESSENING = _re(
    r"\b(?:from|taper\w*|low\w*|reduc\w*|cut\w*|drop\w*|decreas\w*|fell|fall\w*"
    r"|declin\w*|down|shr[aiu]nk\w*|improv\w*|halv\w*|shorten\w*|cool\w*|went|score"
    r"|won|lost|ratio|chang\w*|mov\w*|titrat\w*|step\w*|countdown|vot\w+|weeks|days"
    r"|months|switch\w*|rather|instead)\b"
)


def _ranges(text: str) -> Iterator[Mistake]:
    for match in _BETWEEN.finditer(text):
        yield from _upside_down(match, 1, 2)
    for match in _AGED.finditer(text):
        yield from _upside_down(match, 1, 2)
    for match in _PLAIN.finditer(text):
        if not _LESSENING.search(text[: match.start(2)]):
            yield from _upside_down(match, 2, 3)
    for match in _FROM_OF.finditer(text):
        yield from _upside_down(match, 1, 2)


def _upside_down(match: Any, low: int, high: int) -> Iterator[Mistake]:
    first, last = _number(match.group(low)), _number(match.group(high))
    # "1289-97" and "2019 to 20" leave out digits that have not changed.
    shortened = len(match.group(high)) < len(match.group(low))
    if first is None or last is None or first <= last:
        return
    if not (shortened and first > _FEWEST_PAGES):
        span = Span(match.start(low), match.end(high))
        yield Mistake(span, f"The range ends below its start: {first:g} to {last:g}")


_FEWEST_PAGES = 200
_RANGE = r"(\d+(?:\.\d+)?)\s?(?:-|\x{2013}|to)\s?(\d+(?:\.\d+)?)"
_MEAN_FIRST = _re(
    rf"\b(?:mean|average"
    rf"|median)\b[^.;(]{{0,25}}?\b(\d+(?:\.\d+)?)(?:\s[\w/]+)?(?:\son"
    rf"\saverage)?(?:,)?\s?\(?(?:with\sa\srange\sof|ranging\sfrom|range:?)\s{_RANGE}"
)
_LASTED = _re(rf"\b(\d+(?:\.\d+)?)\s\w+\son\saverage\s\(range:?\s{_RANGE}")
_RANGE_FIRST = _re(
    rf"\branged\sfrom\s{_RANGE}(?:\s\w+)?,?\s(?:with\s)?\(?(?:a\s)?(?:mean|average"
    rf"|median)\s(?:of\s)?(\d+(?:\.\d+)?)"
)


def _means(text: str) -> Iterator[Mistake]:
    found = [(m, 1, 2, 3) for p in (_MEAN_FIRST, _LASTED) for m in p.finditer(text)]
    found += [(m, 3, 1, 2) for m in _RANGE_FIRST.finditer(text)]
    for match, mean, low, high in found:
        value, least, most = (float(match.group(group)) for group in (mean, low, high))
        if least <= most and not least <= value <= most:
            problem = f"It lies outside of the range, {match.group(low)} to {match.group(high)}"
            yield Mistake(_span(match, mean), problem)


# Significance and intervals

_P = _re(r"\bp(?:\svalue)?\s?(=|<|>|\x{2264}|of|was)\s?(\d*\.\d+)")
_SIGNIFICANT = _re(r"\bsignifican(?:t|tly|ce)\b")
_NULL = _re(
    r"\b(?:no(?:t|n)?|n't|without|neither|nor|in)\b[^.;]{0,30}?significan"
    r"|\bdid\snot\s\w+\ssignificantly|insignifican|non-?significan"
)
_CI = (
    r"(?:9[059](?:\.\d)?%\s)?(?:CI|confidence\sinterval)"
    r"[\s:,=]*(?:of\s|was\s)?\(?(-?\d+(?:\.\d+)?)\s?%?\s?(?:-|\x{2013}|to|,)\s?(-?\d+(?:\.\d+)?)"
)
_ESTIMATE = _re(rf"(-?\d+(?:\.\d+)?)\s?(?:%|points?)?\s?[(;,]+\s?{_CI}")
_RATIO = _re(r"\b(?:odds|hazard|risk|rate)\sratio|\bodds\b|\brelative\srisk|\b(?:OR|HR|RR)\b")
_LEVEL, _CERTAIN = 0.05, 1.0


def _p_values(text: str) -> Iterator[Mistake]:
    for match in _P.finditer(text):
        value = float(match.group(2))
        exact = match.group(1) not in {"<", ">", "\N{LESS-THAN OR EQUAL TO}"}
        if value > _CERTAIN:
            yield Mistake(_span(match, 2), "A p value lies between 0 and 1")
        elif not _SIGNIFICANT.search(text):
            continue
        elif _NULL.search(text):
            if value <= _LEVEL and match.group(1) != ">" and value != _LEVEL:
                yield Mistake(_span(match, 2), "A p value below 0.05 is called not significant")
        elif value > _LEVEL and exact and len(list(_P.finditer(text))) == 1:
            yield Mistake(_span(match, 2), "A p value above 0.05 is called significant")


def _intervals(text: str) -> Iterator[Mistake]:
    for match in _ESTIMATE.finditer(text):
        value, low, high = (float(match.group(group)) for group in (1, 2, 3))
        place = Span(match.start(2), match.end(3))
        if low > high:
            yield Mistake(place, "The interval ends below its start")
        elif not low <= value <= high:
            yield Mistake(_span(match, 1), f"It lies outside of its interval, {low:g} to {high:g}")
        elif _RATIO.search(text) and _SIGNIFICANT.search(text) and low > 0:
            contains = low <= 1 <= high
            null = _NULL.search(text) is not None
            if contains and not null:
                yield Mistake(place, "The interval holds 1, and the result is called significant")
            elif not contains and null:
                problem = "The interval leaves out 1, and the result is called not significant"
                yield Mistake(place, problem)


# Doses

_MASS = {"mcg": 0.001, "micrograms": 0.001, "mg": 1.0, "g": 1000.0}
_OFTEN = r"(once|twice|(?:three|four|five)\stimes|every\s\d+\shours)"
_DOSE = _re(
    rf"\b(?:(two|three|four|\d)\s)?(?:(?:tablets?"
    rf"|capsules?)\sof\s)?(\d[\d,]*(?:\.\d+)?)\s?(mg|mcg|g|micrograms)\s(?:tablets?\s"
    rf"|capsules?\s)?(?:{_OFTEN}|a\sday)"
)
_DAILY = _re(
    r"(?:total\sof|daily\sdose\sis|make|comes\sto|at\smost|or|\("
    r"|,)\s?(?:total\s)?(\d[\d,]*(?:\.\d+)?)\s?(mg|mcg|g|micrograms)(?:,|\s(?:a\sday"
    r"|per\sday|daily|in\sall|in\stotal|each\sday|a\sdaily))"
)
_TOTAL = _re(r"\bdaily\sdose\s(?:is|of)\s(\d[\d,]*(?:\.\d+)?)\s?(mg|mcg|g)\b")
_PILLS = _re(r"\b(\d|two|three|four)\s(?:tablets?|capsules?)\sof$|\b(\d|two|three|four)$")
_DAY = 24
_COUNTS = {"once": 1, "twice": 2, "three times": 3, "four times": 4, "five times": 5}


def _doses(text: str) -> Iterator[Mistake]:
    dose = _DOSE.search(text)
    if dose is None:
        return
    often = (dose.group(4) or "once").lower()
    hours = _number(often.split()[1]) if often.startswith("every") else None
    times = _DAY / hours if hours else _COUNTS.get(often, 1)
    each = (_number(dose.group(2)) or 0) * _MASS[dose.group(3).lower()]
    expected = each * times * (_number(dose.group(1)) or 1)
    for pattern in (_DAILY, _TOTAL):
        for match in pattern.finditer(text):
            if dose.start() <= match.start(1) < dose.end():
                continue
            stated = (_number(match.group(1)) or 0) * _MASS[match.group(2).lower()]
            if abs(stated - expected) > 0.01 * expected:
                unit = match.group(2)
                made = _written(expected / _MASS[unit.lower()])
                yield Mistake(_span(match, 1), f"The doses make {made} {unit} a day")
                return


# Time

_DAYS = {
    "hour": 1 / 24,
    "minute": 1 / 1440,
    "day": 1.0,
    "week": 7.0,
    "month": 30.44,
    "year": 365.25,
}
_AND_HALF = r"(?:\sand\sa\shalf)?"
_PAIRED_TIME = _re(
    rf"\b{_N}\s(minute|hour|day|week|month|year)s?(?:\s\("
    rf"|,\sor\s)(({NUMBER}){_AND_HALF})\s(minute|hour|day|week|month|year)s?(?:\)|\W|$)"
)
_YEARS_SPAN = _re(
    r"\b(?:from|between)\s((?:19|20)\d\d)\s(?:to|and)\s((?:19|20)\d\d),\s(?:over\s"
    r"|a\sspan\sof\s)?(\w+)\syears"
)
_BORN = _re(
    r"\bborn\sin\s((?:19|20)\d\d)\b[^.]{0,40}?\b(?:was"
    r"|age\sof)\s(\d{1,3})\b[^.]{0,30}?\bin\s((?:19|20)\d\d)|\bborn\sin\s((?:19"
    r"|20)\d\d)\b[^.]{0,30}?\bdied\sin\s((?:19"
    r"|20)\d\d)\sat\s(?:the\sage\sof\s)?(\d{1,3})\b"
)
_ENDED = _re(
    r"\b(?:began|started)\sin\s((?:19|20)\d\d)\sand\s(?:was\s)?(?:ended|stopped"
    r"|finished)\sin\s((?:19|20)\d\d)"
)


def _times(text: str) -> Iterator[Mistake]:
    for match in _PAIRED_TIME.finditer(text):
        yield from _paired_time(text, match)
    for match in _YEARS_SPAN.finditer(text):
        span = int(match.group(2)) - int(match.group(1))
        said = _number(match.group(3))
        if said is not None and said not in {span, span + 1}:
            yield Mistake(_span(match, 3), f"The years given are {span} apart")
    for match in _BORN.finditer(text):
        born, then, age = (4, 5, 6) if match.group(4) else (1, 3, 2)
        years = int(match.group(then)) - int(match.group(born))
        if int(match.group(age)) not in {years, years - 1}:
            yield Mistake(_span(match, age), f"The years given are {years} apart")
    for match in _ENDED.finditer(text):
        if int(match.group(2)) < int(match.group(1)):
            yield Mistake(_span(match, 2), "It ends before it begins")


def _paired_time(text: str, match: Any) -> Iterator[Mistake]:
    first, second = _number(match.group(1)), _number(match.group(4))
    if first is None or second is None or match.group(2) == match.group(5):
        return
    before, after = text[max(0, match.start() - 8) : match.start()], text[match.end() - 1 :]
    if after.startswith((" and ", " to ")) or " to " in before:
        return
    second += 0.5 * match.group(3).lower().endswith("half")
    expected = first * _DAYS[match.group(2).lower()] / _DAYS[match.group(5).lower()]
    if abs(second - expected) > max(0.13 * expected, 0.05):
        made = f"{_written(expected)} {match.group(5)}s"
        yield Mistake(_span(match, 3), f"The time given is {made}")


_CHECKS: tuple[Callable[[str], Iterator[Mistake]], ...] = (
    _shares,
    _parts,
    _totals,
    _changes,
    _folds,
    _ranges,
    _means,
    _p_values,
    _intervals,
    _doses,
    _times,
)


def mistakes(text: str) -> list[Mistake]:
    """The sums of one sentence that do not come out, in order; one at a place."""
    if sum(char.isdigit() for char in text) == 0 and not _COUNTED.search(text):
        return []
    found = sorted((m for check in _CHECKS for m in check(text)), key=lambda m: m.span)
    kept: list[Mistake] = []
    for mistake in found:
        if not kept or mistake.span.start >= kept[-1].span.end:
            kept.append(mistake)
    return kept


_COUNTED = _re(rf"\b{NUMBER}\b")


# One quantity, two values

_STUDIED = _re(
    r"\b(\d[\d,]*)\s(?:[\w-]+\s){0,1}?(patients|people|trials|studies|women|men"
    r"|parents|volunteers|nurses|members|participants|adults|children)\b"
)
_AGAIN = _re(
    r"\b(?:the|all|of\sthe)\s(\d[\d,]*)\s(patients|people|trials|studies|women|men"
    r"|parents|volunteers|nurses|members|participants|adults|children)\b"
)


def told_twice(first: str, second: str) -> Iterator[Mistake]:
    """Where a sentence takes up a count of the one before with its digits changed."""
    counted: dict[str, set[str]] = {}
    for match in _STUDIED.finditer(first):
        counted.setdefault(match.group(2).lower(), set()).add(match.group(1))
    for match in _AGAIN.finditer(second):
        noun, number = match.group(2).lower(), match.group(1)
        before = counted.get(noun, counted.get("people", set()) if noun == "volunteers" else set())
        if len(before) == 1 and number not in before and _is_slip(number, next(iter(before))):
            problem = f"The sentence before says {next(iter(before))} {noun}"
            yield Mistake(_span(match, 1), problem)


def _is_slip(one: str, other: str) -> bool:
    """Whether two numbers differ by one digit, or by the order of their digits."""
    if len(one) != len(other):
        return False
    changed = sum(a != b for a, b in zip(one, other, strict=True))
    return changed == 1 or sorted(one) == sorted(other)
