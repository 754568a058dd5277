"""Numbers that state a result or a frequency, told from all the numbers that only look so.

A percentage, a ratio or a fraction states something unless its surroundings make it another thing:
the strength of a cream, a threshold, a share of the diet, a price, a piece of advice. A count or
an amount states something only where people are counted or something is said to have changed.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING, Any

from medlint.reading.numerals import NUMBER, value_of
from medlint.reading.patterns import compile_pattern
from medlint.text import Span

if TYPE_CHECKING:  # spaCy takes half a second to import; annotations must not cost that
    from spacy.tokens import Doc, Token


class QuantityKind(StrEnum):
    """What a number states."""

    SHARE = "share"
    CHANGE = "change"
    RATIO = "ratio"
    FOLD = "fold"
    COUNT = "count"
    STUDIES = "studies"
    EFFECT = "effect"
    AMOUNT = "amount"


@dataclass(frozen=True, slots=True)
class Quantity:
    """One statistic at its place in the sentence."""

    kind: QuantityKind
    span: Span


# How numbers are written.

_DASH = r"\s?(?:-|\x{2013}|to|or|and)\s?"
_SIGN = r"(?:\s?%|[\s-]per\s?cent\b)"
_PERCENT = rf"(?:{NUMBER}{_SIGN}?{_DASH})?{NUMBER}{_SIGN}"
_FRACTION = (
    r"(?:half|(?:an?|one)[\s-](?:half|third|quarter|fifth|sixth|tenth)"
    r"|(?:two|three|four)[\s-](?:thirds|quarters|fifths))"
)
_ABOUT = (
    r"(?:(?:about|around|nearly|almost|roughly|some|over|under|up to|as (?:much|many|low|high) as"
    r"|more than|less than|fewer than|at least|an? (?:estimated|average of|mean of|median of"
    r"|further|additional)|approximately|only|just|close to|well over|well under)\s)*"
)
_UNIT = (
    r"(?:(?:percentage\s)?points?|pounds?|lbs?|kg|kilos?|kilograms?|stone|inches|cm|mm\s?hg|mm"
    r"|mg/dl|mmol/l|ng/ml|ng/dl|nmol/l|bpm|beats(?:\sa|\sper)?\sminute|ml/kg/min|calories|kcal|met(?:re|er)s|feet|miles|(?:dress|jean|trouser)\ssizes"
    r"|minutes?|hours?|days?|weeks?|months?|years?|degrees)"
)
_LASTING = r"(?:minutes?|hours?|days?|weeks?|months?|years?)"

# What is counted, and what happens to it.

_CASES = (
    r"(?:cases|deaths|births|pregnancies|hospitali[sz]ations|infections|injuries|diagnoses"
    r"|admissions|falls|visits|miscarriages|strokes|heart\sattacks|attacks|seizures|tumou?rs|cancers"
    r"|complaints|reports|stones|headaches|migraines|fractures|surgeries|operations|transplants|episodes|relapses)"
)
_PEOPLE = (
    r"(?:people|persons?|adults?|women|men|patients?|participants?|children|kids|teens?"
    r"|teenagers?|adolescents|infants|babies|newborns|volunteers|users?|subjects|americans"
    r"|canadians|europeans|britons|australians|individuals|mothers|couples|smokers|households"
    r"|survivors|respondents|doctors|physicians|clinicians|nurses|students|males|females"
    rf"|families|parents|workers|veterans|residents|girls|boys|toddlers|carriers|{_CASES})"
)
_CLIENTS = (
    r"(?:clients|customers|members|readers|sleepers|drinkers|consumers|buyers|guests|callers)"
)
_PERSON = (
    r"(?:person|adult|woman|man|patient|child|teenager|baby|infant|newborn|client|customer|member"
    r"|american|pregnancy|couple|parent|case|death|girl|boy|girls|boys)"
)
_STUDIES = (
    r"(?:(?:[a-z-]+\s){0,4}?(?:trials|studies|rcts|meta-analyses|cohorts|systematic\sreviews"
    r"|experiments|(?:scientific|research|published|clinical|medical)\s(?:papers|publications|articles)))"
)
_SAMPLING = (
    r"(?:follow(?:ed|s)|enrol(?:l?ed|l?s)|recruit(?:ed|s)|survey(?:ed|s)|interviewed|track(?:ed|s)"
    r"|stud(?:ied|ies)|examined|randomi[sz]ed|includ(?:ed|es)|involv(?:ed|es|ing)|assigned"
    r"|compared|scanned|polled|monitored|pooled|analy[sz]ed|looked\sat|asked|tested|gave"
    r"|(?:study|trial|survey|review|analysis|poll|cohort|sample|registry)"
    r"\s(?:of|in|on|among|with|that\sfollowed))"
)
_CHANGED = (
    r"(?:lower(?:s|ed|ing)?|reduc(?:e|es|ed|ing|tion)|cut(?:s|ting)?|rais(?:e|es|ed|ing)"
    r"|ris(?:e|es|en|ing)|rose|increas(?:e|es|ed|ing)|decreas(?:e|es|ed|ing)|improv(?:e|es|ed|ing"
    r"|ement)|f[ae]ll(?:s|en|ing)?|drop(?:s|ped|ping)?|declin(?:e|es|ed|ing)|boost(?:s|ed|ing)?"
    r"|slash(?:es|ed|ing)?|gr[eo]w(?:s|n|ing)?|shr[aiu]nk(?:s|ing)?|climb(?:s|ed|ing)?"
    r"|jump(?:s|ed|ing)?|surg(?:e|es|ed|ing)|soar(?:s|ed|ing)?|plunge(?:s|d)?|plummet(?:s|ed)?"
    r"|shorten(?:s|ed|ing)?|lengthen(?:s|ed|ing)?|extend(?:s|ed|ing)?|trim(?:s|med)?"
    r"|shave(?:s|d)?|worsen(?:s|ed|ing)?|sank|slipp?(?:s|ed)|g(?:o|oes|one)\sdown|went\s(?:down|up)"
    r"|c[ao]mes?\sdown|shift(?:s|ed)?|chang(?:e|es|ed)|los[et](?:s|ing)?|loss|gain(?:s|ed|ing)?)"
)
_COMPARED = (
    r"(?:lower|higher|greater|more|less|fewer|better|worse|faster|slower|longer|shorter|sooner"
    r"|taller|heavier|lighter|thinner|thicker|farther|further|stronger|weaker|smaller"
    r"|larger|bigger|likelier|safer|cheaper|additional|extra)"
)
_OUTCOME = compile_pattern(
    rf"(?:{_COMPARED}|increas\w+|decreas\w+|reduc\w+|ris(?:e|es|ing)|drops?|declines?|improve\w*|gains?"
    r"|loss|jump(?:ed)?|surge|change|difference|spike|fall|boost|cut|growth|effective|accurate|prevent\w*)",
    any_case=True,
)
_RATE = compile_pattern(
    r"(?:chances?|risks?|likelihood|probability|odds|rates?|success\w*|survival|response|remission|cure"
    r"|effectiveness|efficacy|accuracy|mortality|recurrence|relapse|prevalence|incidence|sensitiv\w+"
    r"|specific\w*|dropout|protecti\w+|satisf\w+|complication|failure|share|majority|reliable"
    r"|agreement|adherence|compliance|fatality|death|heritab\w+)",
    any_case=True,
)

_PERCENTAGE = compile_pattern(rf"\b({_PERCENT})", any_case=True)

_RATIO = compile_pattern(
    rf"\b((?:{NUMBER}\x{{2013}}|{NUMBER}-|{NUMBER}\s(?:to|and|or)\s)?{NUMBER})"
    rf"(\s(?:{_PERSON}\s|{_PEOPLE}\s)?(?:in|out\sof|of)\s(?:every\s|each\s|the\s)?(?:about\s|roughly\s)?)"
    rf"({NUMBER})\b",
    any_case=True,
)
_PER = compile_pattern(
    rf"\b({NUMBER}\s(?:[\w'-]+\s){{1,3}}?for\severy\s{NUMBER})\s{_PEOPLE}\b"
    rf"|\b({NUMBER}(?:{_DASH}{NUMBER})?\s(?:[\w'-]+\s){{0,4}}?per\s"
    r"(?:100,?000|10,?000|1,?000|100|(?:a\s|one\s|1\s)?(?:hundred\sthousand|hundred|thousand|million)))\b",
    any_case=True,
)
_STRENGTH = compile_pattern(
    r"\bparts\sper\b|\b(?:mg|mcg|grams?|milligrams?)\s(?:[a-z]+\s){0,3}?per\b"
    r"|\bper\s[\d,]+\s(?:calories|kcal|grams?|millilit(?:er|re)s?|ml)\b",
    any_case=True,
)
"""So much of a substance in so much of another: "20 parts per million"."""
_ODDS = compile_pattern(
    r"\b(?:prevalence|incidence|frequency|births?|occurs\sin|affects)\b[^.;]{0,40}?\b"
    r"(1\s?(?::|/|to)\s?\d{1,3}(?:,?\d{3})+)\b",
    any_case=True,
)
_SHARE_OF = compile_pattern(
    rf"\b({_FRACTION})\s(?:of\s)?((?:[\w'-]+\s){{0,3}}[\w'-]+)", any_case=True
)
_FOLD = compile_pattern(rf"\b({NUMBER}(?:{_DASH}{NUMBER})?[\s-]?fold)\b", any_case=True)
_TIMES = compile_pattern(
    rf"\b((?:twice|(?:{NUMBER}{_DASH})?{NUMBER}\stimes)\s(?:as\s(?:[\w'-]+\s){{1,2}}?(?:as|in)\b"
    rf"|as\s(?:likely|common|often|high|many|much|frequent|great)\b|{_COMPARED}|the\s(?:\w+\s)?"
    r"(?:risk|rate|odds|chance|number|likelihood|incidence))"
    r"|half\sas\s(?:likely|common|often|high|many|much|frequent|great)|half\sthe\s(?:\w+\s)?(?:risk|rate|odds|chance|number|likelihood))\b",
    any_case=True,
)
_DOUBLED = compile_pattern(
    r"\b((?:doubled|doubles|tripled|triples|trebled|trebles|quadrupled|quadruples|halved|halves))"
    r"(?:\s(\w+))?"
    r"|\b(?:can|could|may|might|will|would|to|up\sto)\s((?:double|triple|quadruple|halve))\s"
    r"((?:[\w'-]+\s?){1,3})"
    r"|\b\p{L}[\p{L}+]+\s(halve)\b"
    r"|\b\p{L}+s\s((?:double|triple|quadruple))\s(?:the|your|their|our|her|his)\s(?:\w+\s){0,2}?"
    r"(?:risks?|odds|chances?|rates?|likelihood|number)\b",
    any_case=True,
)
_TRIALS = compile_pattern(rf"\b({NUMBER}\s{_STUDIES})\b", any_case=True)
_COUNT = compile_pattern(
    rf"\b({NUMBER}\s(?:[\w-]+\s){{0,3}}?{_PEOPLE}"
    rf"|(?:hundreds|thousands|millions)\sof\s(?:[\w-]+\s){{0,2}}?{_PEOPLE})\b",
    any_case=True,
)
_SAMPLE = compile_pattern(
    rf"\b{_SAMPLING}\s(?:(?:a\stotal\sof|more|only)\s)?{_ABOUT}"
    rf"({NUMBER}\s(?:[\w-]+\s){{0,4}}?(?:{_PEOPLE}|{_CLIENTS}))\b",
    any_case=True,
)
_TAKING_PART = compile_pattern(
    rf"\b({NUMBER}\s(?:[\w-]+\s){{0,2}}?(?:participants|volunteers|respondents))\b"
    rf"|\bof\sthe\s({NUMBER}\s(?:{_PEOPLE}|{_CLIENTS}))\b|\b(n\s?=\s?\d[\d,]*)",
    any_case=True,
)
_EFFECT = compile_pattern(
    r"\b((?:odds|hazard|risk|rate|incidence\srate)\sratio|relative\srisk|number\sneeded\sto\s(?:treat|harm)"
    r"|effect\ssize)(?:\s?\([A-Z]{2,4}\))?"
    r"(?:\s(?:of|for|was|is|came|to|were|at|about|between|with|in|[\w-]+)){0,5}?\s?[=:,]?\s?[(]?"
    r"(d\s?=\s?)?(-?\d+(?:[.,\x{B7}]\d+)?)",
    any_case=True,
)
_P_VALUE = compile_pattern(
    r"\b(p\s?(?:[<=>\x{2264}]|=\s?|was\s|of\s)\s?0?[.,\x{B7}]\d+)", any_case=True
)
_CASED = compile_pattern(
    r"\b((?:a?OR|a?HR|RR|IRR|SMD|NNT|NNH)(?:\sof|\swas|\s?=|\s?:|,)?\s?-?\d+(?:[.\x{B7}]\d+)?)"
)
_MOVED_FROM = compile_pattern(
    rf"\b{_CHANGED}\s(?:[\w'-]+\s){{0,5}}?(from\s{_ABOUT}(?:{NUMBER}|{_FRACTION})(?:\s?{_UNIT})?"
    rf"(?:\s(?:on|in|at)\s(?:[\w'-]+\s){{1,4}}?)?\s?to\s{_ABOUT}(?:{NUMBER}|{_FRACTION}))\b",
    any_case=True,
)
_MOVED_BY = compile_pattern(
    rf"\b{_CHANGED}\s(?:[\w'-]+\s){{0,7}}?(?:by|of)\s{_ABOUT}((?:{NUMBER}{_DASH})?{NUMBER}\s?{_UNIT}|{_FRACTION}"
    r"(?:\s(?:a|an)\s(?:day|hour|point|kilo|pound))?)\b",
    any_case=True,
)
_MOVED_PLAIN = compile_pattern(
    rf"\b(?:fell|dropped|rose|climbed|declined|decreased|increased|(?:f[ae]ll|drop|ris|lo|gain|add)s|added|lost|lose"
    rf"|gained|gain|regain(?:s|ed)?|shed|drop|went\s(?:down|up))\s{_ABOUT}({NUMBER}\s?{_UNIT}|{_FRACTION}(?:\sof\b|$))",
    any_case=True,
)
_IN_HALF = compile_pattern(
    r"\b(?:cut|cuts|cutting|slash|slashes|slashed)\s(?:[\w'-]+\s){1,6}?(in\shalf)\b",
    any_case=True,
)
_COMPARISON = compile_pattern(
    rf"\b((?:(?:{NUMBER}{_DASH})?{NUMBER}\s(?:{_UNIT}\s)?|an?\s(?:half\s)?{_UNIT}\s|{_FRACTION}\s)(?:{_COMPARED}))\b",
    any_case=True,
)
_AVERAGE = compile_pattern(
    rf"\b(?:average|mean|median)\b[^.;]{{0,60}}?\b((?:{NUMBER}{_DASH})?{NUMBER}\s{_UNIT})\b"
    rf"|\b((?:{NUMBER}{_DASH})?{NUMBER}\s(?:extra\s|more\s)?{_UNIT})(?:\s[\w'-]+){{0,3}}?\son\saverage\b",
    any_case=True,
)

# What makes a number something else.

_LEVEL = compile_pattern(
    r"\b(?:hba1c|a1c|saturation|spo2|hematocrit|haematocrit|ejection\sfraction|body\sfat|humidity"
    r"|oxygen|concentrations?|strengths?|solution|daily\svalue|doses?|dosage|battery|(?:blood\salcohol|alcohol\s(?:content|levels?|by\svolume))|ethanol"
    r"|content|capacity|fev1|effort|maximum\sheart\srate|heart\srate\sof|voltage|lean|purity|fat\sof)\b",
    any_case=True,
)
_MONEY = compile_pattern(
    r"[$\x{20AC}\x{A3}]\s?\d|\b(?:discount|coupon|prices?|saves?|savings?|interest|tax|premiums?|deductible"
    r"|co-?pays?|coinsurance|refund|commission|rent|salary|salaries|wages?|fees?|bill|budget|subsidy|profits?"
    r"|revenue|sales|stocks?|shares?\sof\sthe\scompany)\b",
    any_case=True,
)
_NO_SHARE = compile_pattern(
    r"(?:of|in|from|as)\s(?:the\s|your\s|our\s|their\s|its\s|his\s|her\s|all\s|total\s|daily\s|maximum\s"
    r"|max\s|body\s|normal\s|each\s|recommended\s|added\s)*"
    r"(?:calories|calorie|energy|fat|protein|carbohydrates?|carbs|diet|plate|value|intake|allowance|dv"
    r"|normal|maximum|max|capacity|peak|price|cost|time|way|sugars?|alcohol|water|saline|solution|dose"
    r"|recommended|meals?|money|income|salary|profits?|proceeds|bill|height|length|width|dna|genes"
    r"|atmosphere|air|volume)\b",
    any_case=True,
)
_WEIGHT = compile_pattern(
    r"(?:of|in)\s(?:the\s|your\s|their\s|his\s|her\s|its\s|initial\s|starting\s|total\s|current\s|our\s)*"
    r"(?:body\s?)?(?:weight|body\smass)\b",
    any_case=True,
)
_OFF = compile_pattern(
    r"(?:off|discount|apr|sure|certain|natural|pure|free|proof)\b", any_case=True
)
_AND_UP = compile_pattern(r"or\s(?:above|more|higher|less|lower|below|over)\b", any_case=True)
"""What makes a percentage a limit: "6.5 percent or above"."""
_OVER_PAST = compile_pattern(r"\b(?:past|last|previous|first|next)\s$", any_case=True)
_STUFF = frozenset(
    [
        "tablet",
        "tablets",
        "pill",
        "pills",
        "calorie",
        "calories",
        "hour",
        "hours",
        "day",
        "days",
        "week",
        "weeks",
        "minute",
        "minutes",
        "month",
        "months",
        "year",
        "years",
        "meal",
        "meals",
        "grain",
        "grains",
        "vegetable",
        "vegetables",
        "ingredient",
        "ingredients",
        "gram",
        "grams",
        "cup",
        "cups",
        "teaspoon",
        "spoon",
        "inches",
        "pounds",
        "ounces",
        "page",
        "pages",
        "capsules",
        "steps",
        "servings",
    ]
)
_PORTION = compile_pattern(
    r"(?:(?:the\s|your\s|this\s|that\s|a\s)?(?:\w+\s)?(?:doses?|dosage|portions?|recipe|batch|servings?"
    r"|tablets?|pills?|capsules?|amount)|blind|check|vision|up|time|knot)\b",
    any_case=True,
)
_FOLDED = compile_pattern(r"(?:over|in)\b", any_case=True)
_SINCE = compile_pattern(
    r"(?:over|in)\s(?:(?:just|only|less|under|about|the|a|an|its|their)\s)*"
    r"(?:(?:\d+|two|three|four|five|six|ten|few|single|past|last)\s){0,3}"
    r"(?:decade|year|month|week|generation|lifetime)",
    any_case=True,
)
"""What makes a fold of "doubled over" and "halved in": "in a decade"; "in pain" makes none."""
_FULL_DOSE = compile_pattern(
    r"(?:of\s)?(?:the|an?|your)?\s?(?:(?:usual|adult|normal|recommended|full|child's|standard)\s)+"
    r"(?:\w+\s)?(?:amounts?|doses?|dosage|portions?|strength|tablets?)\b",
    any_case=True,
)
_PLANNED = compile_pattern(
    r"\b(?:trials?|stud(?:y|ies)|survey|registry)\b[^.;]*\b(?:will|plans?\sto|is\sto"
    r"|(?:is|are)\s(?:planned|recruiting|under\s?way))\b",
    any_case=True,
)
"""A study that has found nothing yet."""
_SUPPOSED = compile_pattern(
    rf"\b(?:suppose|imagine|let's\ssay|picture)\b|[(]meaning\s{_ABOUT}{NUMBER}|\bif\s{_ABOUT}{NUMBER}\b"
    r"|(?:^|[^,]\s)\S+\smeans\sthat\b|^\W*how\s(?:much|many)\b|^an?\s(?:test|scan|drug|vaccine|risk|chance|score|result)\s(?:with|of)\b",
    any_case=True,
)
"""An example with invented numbers, or the explanation of a measure."""
_ADVISED = compile_pattern(
    r"\b(?:should|must|aim|aiming|try\sto|limit\w*|recommend\w*|advis\w+|target|goal|no\smore\sthan"
    r"|ideally|need\sto|make\ssure|ensure|keep|allow)\b",
    any_case=True,
)
_AIMED = compile_pattern(r"^\W*(?:aim|try)\sto\b|\b(?:goals?|targets?)\s", any_case=True)
_FEASIBLE = compile_pattern(
    r"^[^.;]{0,20}\bis\s(?:an?\s)?(?:do-?able|feasible|realistic|reasonable|safe|ideal|healthy|sensible)\b",
    any_case=True,
)
_INHERITED = compile_pattern(
    r"\b(?:inherit\w*|autosomal|recessive|dominant|carriers?|siblings?|offspring|each\spregnancy|every\spregnancy"
    r"|(?:each|every|any)\s(?:child|son|daughter)|mutated\sgene|gene\smutation|passing|passed|pass)\b",
    any_case=True,
)
_LIKELIHOOD = compile_pattern(
    r"\b(?:chance|risk|probability|likelihood|odds|\d\sin\s\d)\b", any_case=True
)
_MENDEL = frozenset({25, 50, 75, 100})
_DATED = compile_pattern(r"(?:19|20)\d\d(?:\.\d{1,3})?\b")
_INTO = compile_pattern(
    r"(?:minutes?|hours?|days?|weeks?|months?|years?|seconds?|mg|ml|cm|mm|kg|steps)\b",
    any_case=True,
)

_LIMIT = compile_pattern(
    rf"^\W*(?:(?:below|under|above|over|less\sthan|more\sthan|at\sleast|at\smost|up\sto|[<>\x{{2264}}\x{{2265}}])"
    rf"\s?{_ABOUT}{_PERCENT}|{_PERCENT}(?:{_DASH}|\sto\s){_PERCENT}|{_PERCENT}\s(?:or|and)\s(?:above|more|higher|over"
    r"|less|lower|below|under))\W*$",
    any_case=True,
)
"""All that a cell of a table says where its column lists limits: "below 5.7%"."""
_BY_READER = compile_pattern(
    r"\b(?:you|patients|people|members)\s(?:can|may|could|might|should)\s(?:\w+\s)?(?:double|triple|quadruple|halve)$",
    any_case=True,
)
"""What is doubled so is a dose."""
_NOT_ALL = compile_pattern(
    r"\b(?:no|not|never|none|nothing|nobody|neither|isn't|aren't|cannot|rarely)\b[^.;,]{0,40}$",
    any_case=True,
)
_ALL = compile_pattern(r"^100\b")
_DURING = compile_pattern(r"\b(?:after|before|within|for|over|at|in|of)\s$", any_case=True)
_TIME = compile_pattern(r"(?:minutes?|hours?|days?|weeks?|months?|years?)$", any_case=True)

_STEP = compile_pattern(r"\b(?:step|page|part|day|week|stage|phase|no\.|number)\s$", any_case=True)

_BEFORE, _AFTER, _FAR = 60, 70, 200
_CLOSE, _PRICE = 25, 40
"""So many characters before a number say what it measures, so many after it of what."""
_MANY = 100
"""So many people counted are a statistic without a study that counts them."""
_NEAR = 20
_SOME, _SEVERAL = 10, 2
"""So many volunteers are a sample; so many people that a study followed."""
_NOUN_PHRASE = 4
_VERBS = frozenset({"VBD", "VBZ", "VBP", "MD", "VBN", "VBG"})
_NAMING = frozenset({"NN", "NNS", "NNP", "NNPS", "JJ", "FW", "JJR", "VBG"})
_COLLECTIVES = compile_pattern(
    rf"(?:of\s)?(?:(?:all|the|these|those|our|my|both|us|its|their|any|[\w'-]+)\s){{0,3}}?(?:{_PEOPLE}|{_CLIENTS})\b"
    r"|of\sthose\s(?:with|who|living|taking|given|affected|diagnosed|treated|tested)\b",
    any_case=True,
)

_NOTE = compile_pattern(r"\p{L}[.,]$")
"""What stands before a number that is the mark of a note, its raised place lost: "levels.2"."""

_SPARK = compile_pattern(
    r"\d|\b(?:half|halves|halved|thirds?|quarters?|fifths?|sixth|tenth|twice|fold|doubl\w+|tripl\w+|trebl\w+"
    r"|quadrupl\w+|hundreds?|thousands?|millions?|dozen|per\s?cent|two|three|four|five|six|seven|eight"
    r"|nine|ten|eleven|twelve|\w+teen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|one)",
    any_case=True,
)


def quantities(text: str, read: Callable[[], Doc]) -> tuple[Quantity, ...]:
    """The statistics in one sentence, sorted by place, none inside another.

    `read` tags the sentence; it is called where the words alone do not tell a verb from a noun.
    """
    if not _SPARK.search(text) or _SUPPOSED.search(text) or _LIMIT.search(text):
        return ()
    context = _Context(text, read)
    found = [quantity for reader in _READERS for quantity in reader(context)]
    kept: list[Quantity] = []
    for quantity in sorted(found, key=lambda q: (q.span.start, -q.span.end)):
        if _NOTE.search(text[max(0, quantity.span.start - 2) : quantity.span.start]):
            continue
        if not kept or quantity.span.start >= kept[-1].span.end:
            kept.append(quantity)
    return tuple(kept)


@dataclass(frozen=True)
class _Context:
    """A sentence and the ways to ask about a number in it."""

    text: str
    read: Callable[[], Doc]

    def before(self, span: Span) -> str:
        return self.text[max(0, span.start - _BEFORE) : span.start]

    def after(self, span: Span) -> str:
        return self.text[span.end : span.end + _AFTER]

    def finditer(self, pattern: Any) -> Iterator[tuple[Any, Span]]:
        """Matches with the span of the first group that took part."""
        for match in pattern.finditer(self.text):
            group = next(n for n in range(1, pattern.groups + 1) if match.group(n) is not None)
            yield match, Span(*match.span(group))

    @cached_property
    def tokens(self) -> list[Token]:
        return list(self.read())

    @cached_property
    def _starts(self) -> list[int]:
        return [token.idx for token in self.tokens]

    def tokens_after(self, offset: int) -> list[Token]:
        first = bisect_left(self._starts, offset)
        return self.tokens[first : first + _NOUN_PHRASE]

    def is_advice(self, span: Span) -> bool:
        """Whether the number is part of what the reader is told to do."""
        if _ADVISED.search(self.before(span)) or _FEASIBLE.search(self.after(span)):
            return True
        return self._is_imperative

    @cached_property
    def _is_imperative(self) -> bool:
        first = next((t for t in self.tokens if not t.is_punct and not t.is_space), None)
        return first is not None and first.tag_ == "VB"


def _shares(context: _Context) -> Iterator[Quantity]:
    """Percentages."""
    for match in _PERCENTAGE.finditer(context.text):
        span = Span(*match.span(1))
        kind = _kind_of_percentage(context, span)
        if kind is not None:
            yield Quantity(kind, span)


def _kind_of_percentage(context: _Context, span: Span) -> QuantityKind | None:
    before, after = context.before(span), context.after(span)
    none = _ALL.match(span.of(context.text)) and _NOT_ALL.search(before)
    inside = before[-1:].isalnum() or before[-1:] in {".", ","}
    if none or inside or _is_inheritance(context, span):
        return None
    changed = _CHANGE_BEFORE.search(before) is not None
    if _is_money(before, after) or (_is_level(context, span) and not changed):
        return None
    itself = QuantityKind.CHANGE if changed else QuantityKind.SHARE
    rest = after[1:] if after[:1] in {" ", "-"} else ""
    if not rest[:1].isalpha():
        return None if context.is_advice(span) else itself
    if _OFF.match(rest) or _AND_UP.match(rest) or _NO_SHARE.match(rest) or after[:1] == "-":
        return None
    if _WEIGHT.match(rest):
        return QuantityKind.CHANGE if changed and not context.is_advice(span) else None
    return _kind_before_word(context, span, itself)


def _kind_before_word(context: _Context, span: Span, itself: QuantityKind) -> QuantityKind | None:
    """What a percentage states by the words behind it: "30% took", "30% lower", "30% urea"."""
    tokens = context.tokens_after(span.end)
    compared = bool(tokens) and _OUTCOME.fullmatch(tokens[0].text) is not None
    if _AIMED.search(context.before(span)):
        return None
    if not tokens or (_is_head(tokens[0]) and not compared):
        return None if _ADVISED.search(context.before(span)[-_CLOSE:]) else itself
    rest = context.after(span)[1:]
    if any(_OUTCOME.fullmatch(token.text) for token in _noun_phrase(tokens)):
        return None if _OLD_ONE.search(rest) else QuantityKind.CHANGE
    rate = any(_RATE.fullmatch(token.text) for token in _noun_phrase(tokens))
    return QuantityKind.SHARE if rate or _COLLECTIVES.match(rest) else None


def _is_money(before: str, after: str) -> bool:
    return _MONEY.search(f"{before[-_PRICE:]}\n{after[:_PRICE]}") is not None


def _is_level(context: _Context, span: Span) -> bool:
    """Whether the words before say that a level is measured, or the strength of a thing."""
    return _LEVEL.search(context.text[max(0, span.start - _FAR) : span.start]) is not None


_CHANGE_BEFORE = compile_pattern(rf"\b{_CHANGED}\b", any_case=True)


def _is_head(token: Token) -> bool:
    """Whether the word behind a percentage leaves it standing by itself: "30% took", "30% of"."""
    return (token.tag_ in _VERBS and token.tag_ != "VBG") or token.tag_ not in _NAMING


def _noun_phrase(tokens: list[Token]) -> list[Token]:
    phrase = []
    for token in tokens:
        if token.tag_ not in _NAMING | {"RB", "RBR", "VBN", "VBD", "HYPH", "VB", "VBZ", "IN"}:
            break
        phrase.append(token)
        if token.tag_ == "IN":
            break
    return phrase


def _is_inheritance(context: _Context, span: Span) -> bool:
    """Whether it is the plain arithmetic of inheritance: a 25 percent chance for each child."""
    number = value_of(span.of(context.text).split("%")[0].split(" ")[0])
    around = context.before(span) + context.after(span)
    return (
        number is not None
        and number in _MENDEL
        and _LIKELIHOOD.search(around) is not None
        and _INHERITED.search(context.text) is not None
    )


def _ratios(context: _Context) -> Iterator[Quantity]:
    """One in eight, 62 of 85, 18 per 100,000, 1:5,000."""
    for match in _RATIO.finditer(context.text):
        span = Span(match.start(1), match.end(3))
        part = value_of(match.group(1).replace("\N{EN DASH}", " ").split(" ")[-1].split("-")[-1])
        whole = value_of(match.group(3))
        link = match.group(2).split()
        if part is None or whole is None or part >= whole or _DATED.fullmatch(match.group(3)):
            continue
        # "One of three doctors" picks one; "62 of 85" counts.
        picked = "of" in link and "out" not in link and "every" not in link and "each" not in link
        if picked and not match.group(1)[-1:].isdigit():
            continue
        if (
            _STEP.search(context.before(span))
            or _INTO.match(context.after(span).lstrip())
            or context.after(span)[:1] in {"%", "-"}
        ):
            continue
        if _is_inheritance_ratio(context, span):
            continue
        yield Quantity(QuantityKind.RATIO, span)
    for _, span in context.finditer(_PER):
        if not _STRENGTH.search(span.of(context.text) + context.after(span)[:_CLOSE]):
            yield Quantity(QuantityKind.RATIO, span)
    for _, span in context.finditer(_ODDS):
        yield Quantity(QuantityKind.RATIO, span)


def _is_inheritance_ratio(context: _Context, span: Span) -> bool:
    if span.of(context.text).lower() not in {"1 in 2", "1 in 4", "one in two", "one in four"}:
        return False
    return _INHERITED.search(context.text) is not None


def _fractions(context: _Context) -> Iterator[Quantity]:
    """Two thirds of strokes; not half the tablet, not half an hour."""
    for match in _SHARE_OF.finditer(context.text):
        span = Span(*match.span(1))
        rest = context.after(span).lstrip()
        if _FULL_DOSE.match(rest):
            continue
        if _COLLECTIVES.match(rest):
            yield Quantity(QuantityKind.RATIO, span)
            continue
        if not rest.lower().startswith("of") or _NO_SHARE.match(rest):
            continue
        for token in context.tokens_after(span.end + 3):
            if token.tag_ in {"NNS", "NNPS"}:
                # "Half of the quarrels" is a way of speaking.
                loose = token.lower_ in _STUFF or span.of(context.text).lower() == "half"
                if not loose and not context.is_advice(span):
                    yield Quantity(QuantityKind.RATIO, span)
                break
            if token.tag_ not in {"DT", "JJ", "NN", "NNP", "PRP$", "PDT", "POS", "HYPH", "IN"}:
                break


def _folds(context: _Context) -> Iterator[Quantity]:
    """Three-fold, twice as likely, doubled."""
    for pattern in (_FOLD, _TIMES):
        for _, span in context.finditer(pattern):
            if not context.is_advice(span) and not _LASTS.search(span.of(context.text)):
                yield Quantity(QuantityKind.FOLD, span)
    for match, span in context.finditer(_DOUBLED):
        behind = context.after(span).lstrip()
        said = (
            _DOSE_SAID.search(context.before(span))
            or _PORTION.match(behind)
            or (_FOLDED.match(behind) and not _SINCE.match(behind))
            or _BY_READER.search(context.text[: span.end])
        )
        if not said and not context.is_advice(span):
            del match
            yield Quantity(QuantityKind.FOLD, span)


def _studies(context: _Context) -> Iterator[Quantity]:
    """Twenty-two trials; not "one of two studies"."""
    for _, span in context.finditer(_TRIALS):
        number = span.of(context.text).split(" ")[0]
        if value_of(number) != 1 and not _DATED.fullmatch(number):
            yield Quantity(QuantityKind.STUDIES, span)


def _counts(context: _Context) -> Iterator[Quantity]:
    """People counted by a study, or so many that somebody must have counted them."""
    if _PLANNED.search(context.text):
        return
    for pattern in (_SAMPLE, _TAKING_PART):
        for _, span in context.finditer(pattern):
            written = span.of(context.text)
            number = value_of(written.split(" ")[0]) or _MANY
            fewest = _SOME if pattern is _TAKING_PART else _SEVERAL
            if not _DATED.match(written) and number >= fewest:
                yield Quantity(QuantityKind.COUNT, span)
    for _, span in context.finditer(_COUNT):
        written = span.of(context.text)
        if written[0].isalpha() and written.lower().split()[0].endswith("s"):
            yield Quantity(QuantityKind.COUNT, span)
            continue
        words = written.split(" ")
        counted = value_of(" ".join(words[:2])) or value_of(words[0])
        if counted is not None and counted >= _MANY and not _DATED.fullmatch(words[0]):
            yield Quantity(QuantityKind.COUNT, span)


def _effects(context: _Context) -> Iterator[Quantity]:
    """Ratios with their name, p values."""
    for match in _EFFECT.finditer(context.text):
        yield Quantity(QuantityKind.EFFECT, Span(match.start(1), match.end(3)))
    for pattern in (_P_VALUE, _CASED):
        for _, span in context.finditer(pattern):
            yield Quantity(QuantityKind.EFFECT, span)


def _amounts(context: _Context) -> Iterator[Quantity]:
    """Changes and differences with a unit, averages."""
    for pattern in (_MOVED_FROM, _MOVED_BY, _MOVED_PLAIN, _IN_HALF):
        for match, span in context.finditer(pattern):
            said = context.text[max(0, match.start() - _NEAR) : span.start]
            if not _PORTION_SAID.search(said) and not context.is_advice(span):
                yield Quantity(QuantityKind.CHANGE, span)
    for match, span in context.finditer(_COMPARISON):
        unit = _HAS_UNIT.search(span.of(context.text)) is not None
        if _is_difference(context, span, has_unit=unit) and not context.is_advice(span):
            del match
            yield Quantity(QuantityKind.CHANGE, span)
    for _, span in context.finditer(_AVERAGE):
        # "Your average over the past 3 months" says how it is measured.
        before = context.before(span)
        timed = _TIME.search(span.of(context.text)) and _DURING.search(before)
        if timed or _OVER_PAST.search(before):
            continue
        if not context.is_advice(span):
            yield Quantity(QuantityKind.AMOUNT, span)


_LASTS = compile_pattern(r"\bas\slong\s", any_case=True)
_OLD_ONE = compile_pattern(r"\bthan\s(?:our|my|the\s(?:old|previous|last))\b", any_case=True)
"""A product is compared with another of the same maker."""
_DOSE_SAID = compile_pattern(r"\b(?:doses?|dosage)\b", any_case=True)
_PORTION_SAID = compile_pattern(
    r"\b(?:doses?|dosage|portions?|tablets?|pills?|setting|heat)\b", any_case=True
)
_HAS_UNIT = compile_pattern(rf"\b{_UNIT}\b|{_FRACTION}", any_case=True)
_THAN = compile_pattern(r"\s(?:[\w'-]+\s){0,3}than\b", any_case=True)
_DIFFERENT = frozenset({"or", "than", "no", "not"})


def _is_difference(context: _Context, span: Span, *, has_unit: bool) -> bool:
    words = context.before(span).lower().split()
    if words and words[-1] in _DIFFERENT:
        return False
    written = span.of(context.text).lower()
    if has_unit and not written.endswith(("more", "less", "extra", "additional")):
        return True
    # "250 fewer calories" and "2.4 kg more than"; not "three more weeks", "two extra pillows".
    fewer = written.endswith("fewer") and context.after(span)[:1] == " "
    return fewer or _THAN.match(context.after(span)) is not None


_READERS = (_shares, _ratios, _fractions, _folds, _studies, _counts, _effects, _amounts)
