"""Kind `statistic`: what is wrong with how a statistic is told."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Literal

from medlint.document import BlockKind
from medlint.reading import Reading, Sentence
from medlint.reading.numerals import value_of
from medlint.reading.patterns import compile_pattern
from medlint.reading.quantities import Quantity, QuantityKind
from medlint.rules.hit import Finder, Hit
from medlint.rules.tables import Strict
from medlint.rules.words import Tables
from medlint.text import Span

Fault = Literal[
    "relative-alone", "unsized", "points", "denominators", "no-denominator", "no-interval"
]


class StatisticFault(Strict):
    """One fault in the telling of a statistic.

    `relative-alone`: a relative change of a risk with no absolute figure within two sentences.
    `unsized`: "significant" with no size beside it. `points`: the difference of two percentages
    given as a percentage. `denominators`: frequencies compared that do not share a base.
    `no-denominator`: people harmed, with nothing said of how many were at risk. `no-interval`: a
    ratio or p value without the interval.
    """

    kind: Literal["statistic"]
    fault: Fault

    def compile(self, tables: Tables) -> Finder:
        """The finder of this fault."""
        del tables
        fault = _FAULTS[self.fault]

        def find(reading: Reading, scope: frozenset[BlockKind]) -> Iterator[Hit]:
            for sentence in reading.in_scope(scope):
                yield from fault(reading, sentence)

        return find


_RISK = compile_pattern(
    r"\b(?:risks?|chances?|odds|likelihood|probability|likely|mortality|dying|deaths?|death\srate|incidence|rates?\sof"
    r"|(?:cardiovascular|cardiac|coronary|vascular|heart|adverse|ischa?emic)\sevents?"
    r"|heart\sattacks?|strokes?|cancers?|fractures?|infections?|hospitali[sz]ations?|relapses?|recurrence|cases)\b",
    any_case=True,
)
_ABSOLUTE = compile_pattern(
    r"\b(?:percentage\spoints?|absolute|per\s(?:1,?000|10,?000|100,?000|100|million)|out\sof|in\severy\s\d|per\syear\sof)\b"
    r"|\d\s?(?:%|percent|per\scent)\s(?:to|versus|vs\.?|against|compared|in\sthe|of\sthose|of\sthe)"
    r"|from\s(?:about\s)?\d[\d.]*\s?(?:%|percent|per\scent)?\sto\s"
    r"|\b\d[\d,]*\s(?:[a-z]+\s){0,4}?(?:rather\sthan|instead\sof|versus|vs\.?|against|compared\swith)\s\d"
    r"|\bof\s(?:every\s|about\s)?(?:\d,\d{3}|\d{3,})\s[a-z]+[^.;%]{0,60}?,\s(?:about\s)?\d",
    any_case=True,
)
_RELATIVE_WORDS = compile_pattern(
    r"%|percent|per\scent|fold|times|twice|doubl|tripl|trebl|quadrupl|halv|half|third|quarter|fifth",
    any_case=True,
)
_LEVELS = compile_pattern(
    r"\b(?:cholesterol|ldl|hdl|triglycerides?|hba1c|a1c|glucose|blood\ssugar|weight|fat|pressure|levels?|score|testosterone"
    r"|cortisol|prices?|sales|costs?|muscle|density|production|intake|dose|consumption|visits?|use\sof)\b",
    any_case=True,
)
_SPAN = 2
"""So many sentences around a relative figure may give the absolute one."""
_NOUN_REACH = 60


def _relative_alone(reading: Reading, sentence: Sentence) -> Iterator[Hit]:
    if not _RISK.search(sentence.text):
        return
    for quantity in reading.quantities(sentence):
        if not _is_relative(sentence.text, quantity):
            continue
        if any(_is_absolute(reading, near) for near in _near(reading, sentence)):
            return
        before = sentence.text[: quantity.span.start]
        yield Hit(
            sentence,
            quantity.span,
            values=_number(sentence, quantity),
            note=_BEST_CASE if _UP_TO.search(before) else None,
        )
        return


_UP_TO = compile_pattern(r"\b(?:up\sto|as\s(?:much|many)\sas)\s$", any_case=True)
_BEST_CASE = "The figure is the best case; give the usual one, too."


def _number(sentence: Sentence, quantity: Quantity) -> dict[str, str]:
    return {"number": quantity.span.of(sentence.text), "other": ""}


def _is_relative(text: str, quantity: Quantity) -> bool:
    """Whether a figure compares one risk with another."""
    if quantity.kind not in {QuantityKind.CHANGE, QuantityKind.FOLD}:
        return False
    words = quantity.span.of(text)
    if words.startswith("from ") or not _RELATIVE_WORDS.search(words):
        return False
    before = text[max(0, quantity.span.start - _NOUN_REACH) : quantity.span.start]
    after = text[quantity.span.end : quantity.span.end + _NOUN_REACH]
    risk = _RISK.search(after) or _RISK.search(before)
    if not risk:
        return False
    # "LDL fell by 30%" changes a level, unless its own phrase names a risk.
    return (
        _LEVELS.search(f"{before[-30:]} {after[:25]}") is None
        or _RISK.search(after[:25]) is not None
    )


def _is_absolute(reading: Reading, sentence: Sentence) -> bool:
    kinds = {quantity.kind for quantity in reading.quantities(sentence)}
    return (
        QuantityKind.RATIO in kinds
        or QuantityKind.SHARE in kinds
        or _ABSOLUTE.search(sentence.text) is not None
    )


def _near(reading: Reading, sentence: Sentence) -> Iterator[Sentence]:
    """The sentences beside this one in its block."""
    for near in reading.sentences_of(sentence.block):
        if abs(near.index - sentence.index) <= _SPAN:
            yield near


_SIGNIFICANT = compile_pattern(
    r"\b(significantly\s(?:(?:and|or)\s\w+\s)?(?:reduc\w+|lower\w*|improv\w+|increas\w+|decreas\w+|rais\w+|boost\w*|cut|cuts|eas\w+|shorten\w*"
    r"|rais\w+|enhanc\w+|slow\w*|better|higher|fewer|less|more|greater|faster|worse|longer|shorter|diminish\w*|elevat\w+)"
    r"|significant\s(?:\w+\s)?(?:reductions?|improvements?|increases?|decreases?|declines?|drops?|benefits?"
    r"|differences?|associations?|correlations?|rise|fall|relief|weight\sloss))\b",
    any_case=True,
)
_QUALIFIED = compile_pattern(
    r"\b(?:statistical\w*|clinical\w*|not|no|n't|non|without|neither|never|nor|any|whether)\b[^.;]{0,25}$",
    any_case=True,
)
_SIZED = compile_pattern(
    r"\d|\bhalf\b|\bdoubled\b|\btripled\b|\bone\sin\b|\bthird\b", any_case=True
)


def _unsized(reading: Reading, sentence: Sentence) -> Iterator[Hit]:
    for match in _SIGNIFICANT.finditer(sentence.text):
        before = sentence.text[max(0, match.start() - _NOUN_REACH) : match.start()]
        if (
            _QUALIFIED.search(before)
            or _SIZED.search(sentence.text)
            or reading.quantities(sentence)
        ):
            continue
        yield Hit(sentence, Span(*match.span(1)), values={"number": "", "other": ""})


_POINTS = compile_pattern(
    r"from\s(?:about\s)?(\d+(?:\.\d+)?)\s?(?:%|percent|per\scent)\s(?:[\w-]+\s){0,4}?to\s(?:about\s)?(\d+(?:\.\d+)?)\s?(?:%|percent|per\scent)"
    r"[^.;]{0,50}?\b(?:by|of|an?|up|down)\s(?:about\s)?(\d+(?:\.\d+)?\s?(?:%|percent\b|per\scent\b))(?:[^\w]|\s|$)",
    any_case=True,
)
_MEASURED_IN_PERCENT = compile_pattern(
    r"\b(?:hba1c|a1c|ejection\sfraction|body\sfat|oxygen\ssaturation|hematocrit)\b(?:\s[\w-]+){0,4}?\s(?:f[ae]ll\w*|dropped|drops?|declined|decreased|reduced|rose"
    r"|increased|improved|lowered|went\s(?:up|down))\s(?:by\s)?(?:about\s|nearly\s|an\saverage\sof\s)?(\d+(?:\.\d+)?\s?(?:%|percent\b|per\scent\b))",
    any_case=True,
)
_SAYS_WHICH = compile_pattern(
    r"\b(?:percentage\spoints?|relative|absolute|points?)\b", any_case=True
)


def _points(reading: Reading, sentence: Sentence) -> Iterator[Hit]:
    del reading
    text = sentence.text
    if _SAYS_WHICH.search(text):
        return
    for match in _POINTS.finditer(text):
        first, second = value_of(match.group(1)), value_of(match.group(2))
        stated = value_of(match.group(3).split("%")[0].split(" ")[0])
        if first is None or second is None or stated is None or not first:
            continue
        relative = abs(second - first) / first * 100
        if stated == abs(second - first) and abs(relative - stated) > 1:
            yield Hit(
                sentence, Span(*match.span(3)), values={"number": match.group(3), "other": ""}
            )
    for match in _MEASURED_IN_PERCENT.finditer(text):
        rest = text[match.end(1) : match.end(1) + len(" of those who")]
        if not rest.startswith((" of", " in", " lower")):
            yield Hit(
                sentence, Span(*match.span(1)), values={"number": match.group(1), "other": ""}
            )


_ONE_IN = compile_pattern(r"\b(?:1|one|a)\sin\s(?:every\s)?(\d[\d,]*|\w+)\b", any_case=True)
_PERCENT = compile_pattern(r"\d+(?:\.\d+)?\s?(?:%|percent\b|per\scent\b)", any_case=True)
_COMPARING = compile_pattern(
    r"\b(?:than|versus|vs\.?|against|compared|whereas|while|but|instead\sof|rather\sthan|to)\b",
    any_case=True,
)
_LARGEST_BASE = 10_000_000


def _denominators(reading: Reading, sentence: Sentence) -> Iterator[Hit]:
    """1 in 25 against 1 in 200; 3 % against 1 in 50."""
    del reading
    text = sentence.text
    found = [(m, value_of(m.group(1))) for m in _ONE_IN.finditer(text)]
    ratios = [(m, v) for m, v in found if v is not None and 1 < v < _LARGEST_BASE]
    if not ratios:
        return
    first, base = ratios[0]
    for other, other_base in ratios[1:]:
        between = text[first.end() : other.start()]
        if other_base != base and _COMPARING.search(between):
            yield _format_hit(sentence, first, other)
            return
    for match in _PERCENT.finditer(text):
        low, high = sorted((match, first), key=lambda m: m.start())
        between = text[low.end() : high.start()]
        # "1 in 8 (12%)" says one thing twice, for the reader's sake.
        if "(" not in between and _COMPARING.search(between):
            yield _format_hit(sentence, low, high)
            return


def _format_hit(sentence: Sentence, first: re.Match[str], second: re.Match[str]) -> Hit:
    return Hit(
        sentence,
        Span(*first.span()),
        values={"number": first.group(), "other": second.group()},
        related=((sentence, Span(*second.span()), "compared with this"),),
    )


_HARMED = compile_pattern(
    r"\b((?:only\s|about\s|nearly\s|more\sthan\s|at\sleast\s|some\s)?(?:\d[\d,]*|two|three|four|five|six|seven|eight|nine|ten|a\sdozen)\s(?:[\w-]+\s){0,2}?"
    r"(?:people|patients|adults|women|men|children|users|babies|infants|participants|volunteers|cases)\s(?:have\s|has\s|had\s|were\s|who\s)?"
    r"(?:died|had\s(?:a\s|an\s)?(?:serious\s|severe\s|bad\s)?(?:reactions?|side\seffects?|allerg\w+)|hospitali[sz]ed|got\ssick|fell\sill|suffered|were\sharmed|harmed"
    r"|injured|developed|reported\s(?:a\s|an\s)?(?:side\seffects?|reactions?|problems?)|reactions?))\b",
    any_case=True,
)
_BASED = compile_pattern(
    r"\bof\s(?:the\s|about\s|some\s|more\sthan\s)?\d|\bout\sof\b|\bper\b|\bamong\b|%|percent|per\scent|\bin\s(?:every\s)?\d[\d,]{2,}|\bgroup|\bplacebo|\btrial|\bstudy"
    r"|\beach\syear|\ba\syear|\bin\s(?:19|20)\d\d|\bworldwide|\bin\sthe\s(?:united|us|uk|world|country)|\bdoses|\btreated",
    any_case=True,
)


def _no_denominator(reading: Reading, sentence: Sentence) -> Iterator[Hit]:
    around = " ".join(near.text for near in _near(reading, sentence))
    if _BASED.search(around):
        return
    for match in _HARMED.finditer(sentence.text):
        span = Span(*match.span(1))
        yield Hit(sentence, span, values={"number": span.of(sentence.text), "other": ""})


_INTERVAL = compile_pattern(
    r"\bci\b|\bconfidence\sinterval|\bcredible\sinterval|\binterval\b|\x{B1}|\bplus\sor\sminus|\d\s?(?:to|-|\x{2013})\s?\d[\d.]*\)|\bper\s1?0?,?000|\bout\sof\b",
    any_case=True,
)


def _no_interval(reading: Reading, sentence: Sentence) -> Iterator[Hit]:
    if _INTERVAL.search(sentence.text):
        return
    for quantity in reading.quantities(sentence):
        if quantity.kind is QuantityKind.EFFECT and not _COUNTED.match(
            quantity.span.of(sentence.text)
        ):
            yield Hit(sentence, quantity.span, values=_number(sentence, quantity))
            return


_COUNTED = compile_pattern(r"number\sneeded|nnt|nnh", any_case=True)

_FAULTS: dict[str, Callable[[Reading, Sentence], Iterator[Hit]]] = {
    "relative-alone": _relative_alone,
    "unsized": _unsized,
    "points": _points,
    "denominators": _denominators,
    "no-denominator": _no_denominator,
    "no-interval": _no_interval,
}
