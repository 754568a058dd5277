"""Which entry of an article's own reference list most likely stands behind a statement.

An entry is chosen by what its title shares with the statement: words that few other entries have,
the design of the study, how many trials were pooled, the year, who took part. It is ruled out by
what contradicts it: another design, other people, an earlier year. Only words that both use count,
for what a paper says inside nobody can see from here.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from medlint.reading.numerals import NUMBER, value_of
from medlint.reading.patterns import compile_pattern
from medlint.reading.references import Reference


@dataclass(frozen=True, slots=True)
class Support:
    """An entry that may be the source, and why: "its title says meta-analysis"."""

    reference: Reference
    reasons: tuple[str, ...]


_DESIGNS = {
    "meta-analysis": compile_pattern(
        r"\bmeta-?\s?analy[sz]\w+|\bsystematic\s(?:literature\s)?reviews?|\bpooled\sanalys\w+"
        r"|\bumbrella\sreviews?",
        any_case=True,
    ),
    "randomised trial": compile_pattern(
        r"\brandomi[sz]ed|\bplacebo|\bdouble-blind|\b(?:clinical|controlled)\strials?\b|\btrial\b",
        any_case=True,
    ),
    "cohort": compile_pattern(
        r"\bcohorts?\b|\bprospective|\blongitudinal|\bfollow-up\sstud", any_case=True
    ),
    "survey": compile_pattern(
        r"\bsurvey\w*|\bcross-sectional|\bquestionnaire|\bpolls?\b", any_case=True
    ),
    "guideline": compile_pattern(
        r"\bguidelines?\b|\bpractice\sstatement|\bconsensus\b", any_case=True
    ),
    "case report": compile_pattern(r"\bcase\s(?:reports?|series)\b", any_case=True),
}
_MANY_STUDIES = compile_pattern(
    rf"\b({NUMBER})\s(?:[a-z-]+\s){{0,4}}?(?:trials|studies|rcts|cohorts|papers)\b"
    r"|\breview\sof\s(?:[a-z-]+\s){0,3}?(?:trials|studies)\b",
    any_case=True,
)
"""What only a study of studies can say."""
_COUNTED = compile_pattern(
    rf"\b({NUMBER})\s(?:[a-z-]+\s){{0,4}}?(?:trials|studies|rcts|cohorts)\b", any_case=True
)
_DATED_STUDY = compile_pattern(
    r"\b((?:19|20)\d\d)\s(?:[\w-]+\s){0,3}?"
    r"(?:stud(?:y|ies)|trials?|reviews?|meta-analys[ei]s|survey|analysis|report|guidelines?)\b",
    any_case=True,
)
_YEAR = compile_pattern(r"\b((?:19|20)\d\d)\b")
_PEOPLE = {
    "women": compile_pattern(
        r"\b(?:women|woman|female|girls|mothers|(?:post|peri)?menopaus\w+)\b", any_case=True
    ),
    "pregnancy": compile_pattern(
        r"\b(?:pregnan\w+|maternal|f(?:o?etus|o?etal)|(?:pre|peri|post)-?natal|postpartum)\b",
        any_case=True,
    ),
    "men": compile_pattern(r"\b(?:men|man|male|males|boys|fathers)\b", any_case=True),
    "children": compile_pattern(
        r"\b(?:child|children|infants?|pa?ediatric\w*|toddlers?|newborns?)\b",
        any_case=True,
    ),
    "older adults": compile_pattern(
        r"\b(?:older|elderly|aged|geriatric|seniors?)\b", any_case=True
    ),
    "animals": compile_pattern(
        r"\b(?:mice|mouse|rats?|rodents?|rabbits?|in\svitro|zebrafish)\b", any_case=True
    ),
}
_EXCLUDES = {"women": {"men"}, "men": {"women", "pregnancy"}, "children": {"older adults"}}
"""Of whom an entry is not, where the statement is of others only."""
_SPECIAL = frozenset({"pregnancy", "children", "animals"})
"""Who is named wherever a statement is about them."""

_WORD = re.compile(r"[^\W\d_]+(?:[-'\u2019][^\W\d_]+)*")
_ENDINGS = re.compile(r"(?:['\u2019]s|ies|ing|ions?|ives?|ics?|al|ers?|ed|es|s|e|y|cy)$")
_SHORTEST, _STEM = 4, 7
_SHORT = re.compile(r"[A-Z][A-Z0-9]{1,3}s?")
"""Initials count though they are short: HIV, LDL."""
_EMPTY = frozenset(
    _WORD.findall("""
    about above across adult adults after again against aged also although among analysis
    another around associated association average based because become before being below
    benefit benefits better between beyond both care case cases cause caused causes chance
    change changes clinical cohort cohorts common compared control controlled could customer
    customers daily data days death deaths decrease decreased develop developed different
    disease diseases does doing done double-blind down drug drugs during each early effect
    effective effects eight either else enough especially estimated estimates even every
    evidence experience experienced factor factors fell fewer figure find findings first five
    follow followed following found four from future general global group groups half have
    having health healthy help helped helps here high higher hours human improve improved
    improvement improvements improves include including increase increased increases
    increasing individuals into issue just know known large last late later least less levels
    life like likely literature little long longer lost lower lowered made main major make
    many mean median medical medication medications medicine meta-analyses meta-analysis
    minutes months more mortality most much must national nearly need never nine nurse nurses
    nursing often older once ones only other others over overall part participants patient
    patients people percent percentage period person placebo point points population
    prevalence problem problems public quality quarter randomised randomized randomly rate
    rates recent recommended reduce reduced reduces reducing reduction related report reported
    reports research researchers response result resulted results review reviews rise risen
    risk risks rose said same second seven several severe should show showed shown side
    significant significantly similar since single sites some states still studies study such
    suffer suggest suggests support survey symptom symptoms system systematic taken taking
    term than that their them then there these they third this those though three through time
    times today took toward treated treatment treatments trial trials twice under united until
    update used using usually very volunteers ways week weeks well went were what when where
    which while whom whose will with within without women world worldwide would year years
    young your
    """)
)
"""Words that say nothing of what a health text is about."""

_FEWEST_SIGNS = 2
_ENOUGH = 1.1
_DESIGN, _COUNT, _SAME_YEAR, _SAME_PEOPLE = 0.6, 1.0, 0.4, 0.3
_CONTEXT = 0.25
"""A word of the heading or the sentence before tells a quarter as much as one of the sentence."""
_COVERED = 0.3
"""So much of what a title names the statement and its surroundings have to name."""
_TIE = 0.85
_MOST_TIED = 3
_MOST_NAMED = 3


class Shelf:
    """A reference list, ready to be asked which of its entries a statement may come from."""

    def __init__(self, references: Sequence[Reference]) -> None:
        """Read the titles."""
        self._titles = [(reference, _Said.of(reference.title)) for reference in references]
        had = Counter(stem for _, said in self._titles for stem in said.words)
        self._weights = {stem: _weight(count, len(references)) for stem, count in had.items()}

    def supporting(self, statement: str, context: str = "") -> tuple[Support, ...]:
        """The entry that fits best, or those that fit equally well; none where none fits.

        `context` is what stands above the statement: it may say what "40% of them" is about.
        """
        asked, around = _Said.of(statement), _Said.of(context)
        scored = [
            (score, reference, reasons)
            for reference, title in self._titles
            for score, reasons in [self._judged(asked, around, reference, title)]
            if reasons
        ]
        best = max((score for score, _, _ in scored), default=0.0)
        close = [(score, r, why) for score, r, why in scored if score >= _TIE * best]
        if len(close) > _MOST_TIED:
            return ()
        close.sort(key=lambda one: -one[0])
        return tuple(Support(reference, reasons) for _, reference, reasons in close)

    def _judged(
        self, asked: _Said, around: _Said, reference: Reference, title: _Said
    ) -> tuple[float, tuple[str, ...]]:
        """How well an entry fits and why; no reasons where it does not."""
        if (
            _contradict(asked, reference, title)
            or (title.people - asked.people - around.people) & _SPECIAL
        ):
            return 0.0, ()
        own = title.words.keys() & asked.words.keys()
        near = title.words.keys() & around.words.keys() - own
        score = sum(self._weights[stem] for stem in own)
        score += _CONTEXT * sum(self._weights[stem] for stem in near)
        designs = asked.designs & title.designs
        counted = asked.studies is not None and asked.studies == title.studies
        people = asked.people & title.people
        dated = reference.year is not None and reference.year in asked.years
        extra = _DESIGN * bool(designs) + _COUNT * counted
        extra += _SAME_YEAR * dated + _SAME_PEOPLE * bool(people)
        # A word of the sentence itself, or its study, has to point there.
        pointed = bool(own) or bool(designs) or counted
        enough = len(own) + len(near) + bool(designs or people) + counted >= _FEWEST_SIGNS
        whole = sum(self._weights[stem] for stem in title.words)
        if not (pointed and enough and own | near and score + extra >= _ENOUGH):
            return 0.0, ()
        told = sum(self._weights[stem] for stem in own | near)
        if told + extra < _COVERED * (whole + extra):
            return 0.0, ()
        named = sorted([*own, *near], key=lambda stem: (-self._weights[stem], stem))
        words = [title.words[stem] for stem in named[:_MOST_NAMED]]
        title_says = [f"says {design}" for design in sorted(designs)]
        title_says += [f"counts {title.studies} studies"] * counted
        title_says += [f"names {_listed(words)}"]
        title_says += [f"is about {who}" for who in sorted(people - set(words))]
        reasons = [f"its title {_listed(title_says)}"]
        reasons += [f"it is of {reference.year}"] * dated
        return score + extra, tuple(reasons)


@dataclass(frozen=True, slots=True)
class _Said:
    """What a statement or a title says of a study: its words by their stems, and the rest."""

    words: Mapping[str, str]
    designs: frozenset[str]
    studies: int | None
    people: frozenset[str]
    years: frozenset[int]
    study_year: int | None

    @classmethod
    def of(cls, text: str) -> _Said:
        designs = {name for name, pattern in _DESIGNS.items() if pattern.search(text)}
        if _MANY_STUDIES.search(text):
            designs = (designs - {"randomised trial", "cohort"}) | {"meta-analysis"}
        elif "meta-analysis" in designs:
            designs -= {"randomised trial", "cohort"}
        counted = _COUNTED.search(text)
        value = value_of(counted.group(1)) if counted else None
        dated = _DATED_STUDY.search(text)
        return cls(
            words=_content(text),
            designs=frozenset(designs),
            studies=int(value) if value is not None else None,
            people=frozenset(who for who, pattern in _PEOPLE.items() if pattern.search(text)),
            years=frozenset(int(match.group(1)) for match in _YEAR.finditer(text)),
            study_year=int(dated.group(1)) if dated else None,
        )


def _contradict(asked: _Said, reference: Reference, title: _Said) -> bool:
    """Whether an entry cannot be the study that a statement speaks of."""
    if asked.designs and title.designs and not asked.designs & title.designs:
        return True
    if asked.studies is not None and title.studies not in {None, asked.studies}:
        return True
    if reference.year is not None and asked.years and reference.year < max(asked.years):
        return True  # nothing tells of years to come
    if asked.study_year is not None and reference.year not in {None, asked.study_year}:
        return True
    others = {who for known in asked.people for who in _EXCLUDES.get(known, ())}
    return bool(title.people & others) and not title.people & asked.people


def _content(text: str) -> dict[str, str]:
    """The words that say what a text is about, each under its stem."""
    found: dict[str, str] = {}
    for word in _WORD.findall(text):
        low = word.lower()
        if _SHORT.fullmatch(word):
            found.setdefault(low.rstrip("s"), word)
        elif len(low) >= _SHORTEST and low not in _EMPTY:
            found.setdefault(_stem(low), low)
    return found


def _stem(word: str) -> str:
    """What "diabetes" and "diabetic" have in common; two words seldom share it by chance."""
    cut = _ENDINGS.sub("", word)
    return (cut if len(cut) >= _SHORTEST else word)[:_STEM]


def _weight(count: int, entries: int) -> float:
    """What a word tells that so many entries have: all of one, next to nothing of all."""
    return math.log((entries + 1) / count) / math.log(entries + 1)


def _listed(words: Sequence[str]) -> str:
    *most, last = words
    return f"{', '.join(most)} and {last}" if most else last
