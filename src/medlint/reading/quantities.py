"""Numbers that state a result or a frequency, told from all the numbers that only look so.

A number counts where its surroundings make it a statistic: a share *of people*, a percentage
*lower*, trials counted, a ratio with its name. Concentrations ("a 5% cream"), targets ("HbA1c
below 7%"), doses, ages, years and names with digits have no such surroundings.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from medlint.reading.patterns import compile_pattern
from medlint.text import Span


class QuantityKind(StrEnum):
    """What a number states."""

    SHARE = "share"
    CHANGE = "change"
    RATIO = "ratio"
    FOLD = "fold"
    COUNT = "count"
    STUDIES = "studies"
    EFFECT = "effect"


@dataclass(frozen=True, slots=True)
class Quantity:
    """One statistic at its place in the sentence."""

    kind: QuantityKind
    span: Span


_WORD_NUMBER = (
    r"(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen"
    r"|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
    r"|hundreds?|thousands?|dozens?)"
)
_DIGITS = r"\d+(?:[.,\x{B7}]\d+)*"
_TO = r"(?:\s?(?:-|\x{2013}|to)\s?)"
_PERCENT = (
    rf"(?:{_DIGITS}(?:\s?(?:%|percent|per cent))?{_TO})?{_DIGITS}\s?(?:%|percent\b|per cent\b)"
)
_PEOPLE = (
    r"(?:people|persons?|adults?|women|men|patients?|participants?|children|kids|teens?"
    r"|teenagers?|adolescents|infants|babies|newborns|volunteers|users?|subjects|americans"
    r"|britons|australians|individuals|mothers|couples|smokers|cases|deaths|households|survivors"
    r"|respondents|pregnancies|births|doctors|physicians|clinicians|students|males|females"
    r"|clients|customers|members|readers|sleepers|drinkers|consumers|buyers|guests|families"
    r"|parents|workers|veterans|residents|callers)"
)
_PERSON = (
    r"(?:person|adult|woman|man|patient|child|teenager|baby|infant|client|customer|member|american"
    r"|pregnancy|couple|parent|case|death)"
)
_STUDIES = (
    r"(?:(?:[a-z-]+\s){0,4}?(?:trials?|studies|rcts?|meta-analyses|cohorts|systematic reviews))"
)
_ABOUT = (
    r"(?:(?:about|around|nearly|almost|roughly|some|over|under|up to|as much as|as many as"
    r"|more than|less than|at least|an? (?:estimated|average of)|approximately|by|close to"
    r"|only|just)\s)*"
)
_COMPARED = (
    r"(?:(?:absolute|relative|significant|further|average|overall)\s)?"
    r"(?:lower|higher|greater|more|less|fewer|better|worse|faster|increased?|decreased?|reductions?"
    r"|reduced|rise|drop|decline|improvements?|gains?|loss|chance|risk|likelihood|probability"
    r"|success|survival|response|remission|cure|effective|accurate|mortality|recurrence|relapse"
    r"|efficacy|increases?|decreases?)\b"
)
_MOVED = (
    r"(?:lower(?:s|ed|ing)?|reduc(?:e|es|ed|ing)|cut(?:s|ting)?|rais(?:e|es|ed|ing)|ris(?:e|es|en"
    r"|ing)|rose|increas(?:e|es|ed|ing)|decreas(?:e|es|ed|ing)|improv(?:e|es|ed|ing)|f[ae]ll(?:s"
    r"|en|ing)?|drop(?:s|ped|ping)?|declin(?:e|es|ed|ing)|boost(?:s|ed|ing)?|slash(?:es|ed|ing)?"
    r"|gr[eo]w(?:s|n|ing)?|shr[aiu]nk(?:s|ing)?)"
)
_RATE = (
    r"(?:rates?|prevalence|incidence|risk|chance|odds|likelihood|survival|efficacy|effectiveness"
    r"|sensitivity|specificity|accuracy|mortality|success)"
)
_HAPPENED = (
    r"(?:(?:also|never|ever|still|will|would|may|might|can|could)\s)?"
    r"(?:experienc(?:e|ed)|develop(?:ed)?|report(?:ed)?|have|had|saw|see|lost|gained|improv(?:e|ed)"
    r"|respond(?:ed)?|recover(?:ed)?|died?|relaps(?:e|ed)|stop(?:ped)?|quit|said|say|felt|feel"
    r"|achiev(?:e|ed)|reach(?:ed)?|were|are|go on)\b"
)

_NUMBER = rf"(?:{_DIGITS}|one|{_WORD_NUMBER})"
_FRACTION = (
    r"(?:half|an?\s(?:third|quarter|fifth)|one[\s-](?:half|third|quarter|fifth|tenth)"
    r"|two[\s-](?:thirds|fifths)|three[\s-](?:quarters|fifths)|four[\s-]fifths)"
)
_AMOUNT = (
    r"(?:points?|pounds?|lbs?|kg|kilos?|kilograms?|stone|inches|cm|mm\s?hg|mmhg|mg/dl|mmol/l"
    r"|minutes|hours|years|weeks|days|months)"
)

_PATTERNS = tuple(
    (kind, compile_pattern(pattern, any_case=True))
    for kind, pattern in (
        (QuantityKind.SHARE, rf"\b({_PERCENT})\s(?:of|among|in)\s(?:[\w'-]+\s?){{1,5}}"),
        (QuantityKind.SHARE, rf"\b({_PERCENT})\s(?:{_HAPPENED}|\w+ed\b)"),
        (QuantityKind.SHARE, rf"\b({_PERCENT})\s(?:[\w-]+\s){{0,2}}?{_PEOPLE}\b"),
        (QuantityKind.CHANGE, rf"\b({_PERCENT})\s{_COMPARED}"),
        (QuantityKind.CHANGE, rf"\b(?:up|down)\s(?:by\s)?({_PERCENT})"),
        (QuantityKind.CHANGE, rf"\b{_MOVED}\s(?:[\w'-]+\s){{0,7}}?(?:by|of)\s{_ABOUT}({_PERCENT})"),
        (
            QuantityKind.CHANGE,
            (
                rf"\b{_MOVED}\s(?:[\w'-]+\s){{0,7}}?by\s{_ABOUT}"
                rf"({_NUMBER}\s{_AMOUNT}|{_FRACTION})\b"
            ),
        ),
        (
            QuantityKind.CHANGE,
            rf"\b{_MOVED}\s(?:[\w'-]+\s){{0,5}}?(from\s{_DIGITS}\sto\s{_DIGITS})\b",
        ),
        (
            QuantityKind.CHANGE,
            rf"\blost\s{_ABOUT}({_NUMBER}\s(?:pounds?|lbs?|kg|kilos?|kilograms?|stone|inches))\b",
        ),
        (
            QuantityKind.CHANGE,
            (
                rf"\b({_NUMBER}\s{_AMOUNT}(?:\s(?:longer|younger|sooner|faster|more|less))?)"
                rf"\son\saverage\b|\baverage\sof\s({_NUMBER}\s{_AMOUNT})\b"
                rf"|\blive\s(?:up\sto\s)?({_NUMBER}\syears\slonger)\b"
            ),
        ),
        (
            QuantityKind.FOLD,
            (
                r"\b((?:had|has|have|more\sthan|nearly|almost)?\s?(?:doubled|tripled"
                r"|quadrupled|halved))\b"
            ),
        ),
        (
            QuantityKind.SHARE,
            rf"\b{_RATE}\s(?:[\w'-]+\s){{0,5}}?(?:of|is|was|are|were|at|to|from)\s{_ABOUT}({_PERCENT})",
        ),
        (
            QuantityKind.RATIO,
            (
                rf"\b({_NUMBER}\s(?:in|out\sof|in\severy|of\severy)\s(?:every\s)?"
                rf"(?:{_DIGITS}|{_WORD_NUMBER}))(?:[^\w%]|$)(?:[\w-]+)?"
            ),
        ),
        (QuantityKind.RATIO, rf"\b(one\s(?:\w+\s)?{_PERSON}\sin\s(?:{_DIGITS}|{_WORD_NUMBER}))\b"),
        (
            QuantityKind.RATIO,
            (
                rf"\b({_FRACTION}\sof(?:\sall|\sthe|\sthese|\sthose|\sour|\smy)?)"
                rf"\s(?:[\w-]+\s){{0,2}}?{_PEOPLE}\b"
            ),
        ),
        (QuantityKind.FOLD, rf"\b((?:{_DIGITS}|{_WORD_NUMBER})[\s-]?fold)\b"),
        (
            QuantityKind.FOLD,
            (
                rf"\b((?:twice|(?:{_DIGITS}|{_WORD_NUMBER})(?:{_TO}(?:{_DIGITS}|{_WORD_NUMBER}))?\stimes)"
                r"\s(?:as|more|less|higher|lower|greater|the\s(?:risk|rate|odds|chance)))\b"
            ),
        ),
        (QuantityKind.STUDIES, rf"\b((?:{_DIGITS}|{_WORD_NUMBER})\s{_STUDIES})\b"),
        (
            QuantityKind.COUNT,
            (
                rf"\b((?:\d{{3,}}|\d{{1,3}}(?:,\d{{3}})+|{_DIGITS}\s(?:thousand|million|billion)"
                rf"|(?:hundreds|thousands|millions)\sof)\s(?:[\w-]+\s){{0,3}}?{_PEOPLE})\b"
            ),
        ),
        (
            QuantityKind.COUNT,
            (
                r"\b(?:study|trial|survey|review|analysis|poll)\s(?:of|in|among|with)\s"
                rf"{_ABOUT}((?:{_DIGITS}|{_WORD_NUMBER})\s(?:[\w-]+\s){{0,3}}?{_PEOPLE})\b"
            ),
        ),
        (
            QuantityKind.EFFECT,
            (
                r"\b((?:odds\sratio|hazard\sratio|relative\srisk|risk\sratio)[^\w]{0,3}(?:\([A-Z]{2}\)\s?)?"
                r"(?:of|was|is|=|:)?\s?\d+[.,\x{B7}]\d+)"
            ),
        ),
        (QuantityKind.EFFECT, r"\b(p\s?[<=>\x{2264}]\s?0?[.,\x{B7}]\d+)"),
    )
)
_CASED = compile_pattern(r"\b((?:OR|HR|RR)(?:\sof|\s?=|\s?:|,)?\s?\d+[.\x{B7}]\d+)")

_LEVEL = compile_pattern(
    r"(?i)\b(?:hba1c|a1c|saturation|spo2|hematocrit|haematocrit|ejection fraction|body fat|humidity"
    r"|oxygen|concentration|solution|daily value|calories|interest|discount|dose|dosage|deductible"
    r"|copay|coinsurance|battery)\b"
)
_SUBSTANCE = compile_pattern(
    r"\s?(?:of|in|among)?\s?(?:the\s|your\s|our\s|their\s|its\s|all\s|total\s|daily\s|maximum\s|body\s)*"
    r"(?:calories|energy|fat|protein|carbohydrates?|carbs|diet|plate|daily|value|intake|weight"
    r"|body|water|normal|maximum|price|cost|time|way|sugar|alcohol|juice|cream|gel|saline|solution"
    r"|dose|recommended|capacity|heart|reduced|diluted|concentrated|based|sweetened|meals?|money"
    r"|income|salary|profits?|proceeds|bill)\b",
    any_case=True,
)
_OTHERS = compile_pattern(r"\s(?:most|many|some|few|the|your|our)\s", any_case=True)
"""What begins another phrase: "above 54% most doctors pause"."""
_BOAST = compile_pattern(r"(?:hundreds|thousands|millions)\sof\s(?:our|my)\b", any_case=True)
_UNIT = frozenset(
    {"minute", "minutes", "hour", "hours", "day", "days", "week", "weeks", "month", "months"}
    | {"year", "years", "second", "seconds", "mg", "ml", "cm", "mm", "kg", "inches", "steps"}
)
_BEFORE = 40
"""So many characters before a number say what it measures."""
_FIRST_YEAR, _LAST_YEAR = 1900, 2100


def quantities(text: str) -> tuple[Quantity, ...]:
    """The statistics in one sentence, sorted by place, none inside another."""
    if not any(char.isdigit() for char in text) and not _spelled(text):
        return ()
    found: list[Quantity] = []
    for kind, pattern in _PATTERNS:
        for match in pattern.finditer(text):
            group = next(number for number in range(1, 4) if match.group(number) is not None)
            span = Span(*match.span(group))
            if _is_statistic(kind, text, span, match.end()):
                found.append(Quantity(kind, span))
    found += [Quantity(QuantityKind.EFFECT, Span(*m.span(1))) for m in _CASED.finditer(text)]
    kept: list[Quantity] = []
    for quantity in sorted(found, key=lambda q: (q.span.start, -q.span.end)):
        if not kept or quantity.span.start >= kept[-1].span.end:
            kept.append(quantity)
    return tuple(kept)


_SPELLED = compile_pattern(
    rf"(?i)\b(?:{_WORD_NUMBER}|half|third|quarter|fifth|twice|fold|thirds|quarters|fifths|millions|doubled|tripled"
    r"|quadrupled|halved)\b"
)


def _spelled(text: str) -> bool:
    return _SPELLED.search(text) is not None


def _is_statistic(kind: QuantityKind, text: str, span: Span, end: int) -> bool:
    # The words before a percentage say what it measures: a target or a strength is no statistic.
    before = text[max(0, span.start - _BEFORE) : span.start]
    if kind in {QuantityKind.SHARE, QuantityKind.CHANGE}:
        after = text[span.end : end]
        return not (_LEVEL.search(before) or _SUBSTANCE.match(after) or _OTHERS.match(after))
    if kind is QuantityKind.COUNT and _BOAST.match(span.of(text)):
        return False
    if kind is QuantityKind.RATIO:
        words = text[span.end : end].split()
        last = span.of(text).split()[-1]
        year = last.isdigit() and _FIRST_YEAR <= int(last) <= _LAST_YEAR
        return not year and not (words and words[-1].lower() in _UNIT)
    return True
