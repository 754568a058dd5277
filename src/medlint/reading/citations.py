"""What in a block points to a source: markers, links, names with a year, identifiers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from medlint.document import Block, Inline, InlineKind
from medlint.reading.patterns import compile_pattern
from medlint.reading.segmenter import citation_markers
from medlint.text import Span


class CitationKind(StrEnum):
    """How a source is pointed to."""

    MARKER = "marker"
    LINK = "link"
    AUTHOR_YEAR = "author-year"
    IDENTIFIER = "identifier"
    NAMED = "named"


@dataclass(frozen=True, slots=True)
class Citation:
    """One pointer to a source, at its place in the block's text."""

    kind: CitationKind
    span: Span


_YEAR = r"(?:(?:1[89]|20)\d\d[a-z]?)"

_UNDATED = r"n\.?\s?d\.?(?:-[a-z])?"
_MONTHS = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sep(?:t(?:ember)?)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?|spring|summer|autumn|fall"
    r"|winter|early|late|mid|since|from|in|until|by|before|after|between|approved|as\sof)"
)

_BRACKETS = compile_pattern(r"\([^()]{4,400}\)")
_AUTHOR_YEAR = compile_pattern(
    # One work in brackets: a name, then a year that ends it or is followed by a page.
    r"^\s*(?:(?i:see(?:\salso)?|e\.g\.|cf\.|sources?:|source|adapted\sfrom|from|data\sfrom|as\scited\sin"
    r"|reviewed\s(?:in|by)|based\son),?\s)*"
    r"((?:(?:van|von|de|del|della|der|la|le|the|al)\s){0,2}\p{Lu}[^;]*?)"
    rf"(?:,\s?|\s)(?:{_UNDATED}|{_YEAR}(?:\s?[,/\x{{2013}}-]\s?{_YEAR})*)"
    r"(?:\s?[,:]\s?(?:pp?\.|para\.|ch\.|table|fig\w*\.?|\d|\p{Lu})[^;]*|,?\s?n\s?=.*)?\s*\.?$"
)
_NO_AUTHOR = compile_pattern(rf"^(?:{_MONTHS}\b|\S+\s\d+\s?(?:iu|mg|mcg|g|kcal)\b)", any_case=True)
_NARRATIVE = compile_pattern(
    rf"(\S+)(?:\set\sal\.?,?|\sand\s(?:colleagues|others|co-?workers),?|,)?\s[(\[]{_YEAR}[)\]]"
)
_IDENTIFIER = compile_pattern(
    r"\bdoi:?\s?10\.\d{4,9}/\S+|\b10\.\d{4,9}/\S+|\bPMID:?\s?\d{4,8}\b"
    r"|\bPMC\d{4,8}\b|\bNCT\d{8}\b|https?://\S+|\bwww\.\S+\.\S+",
    any_case=True,
)

# Names of sources. A body that publishes has a word for what it is in its name, or is known by
# its initials; the names of people, places and products do not tell.
_CAPITAL = r"(?:\p{Lu}[\p{L}\p{M}'\x{2019}.-]*|&)"
_JOINING = r"(?:of|for|and|the|on|in|to|de|du)"
_BODY = (
    r"(?:Organi[sz]ations?|Associations?|Society|Institutes?|University|Universit\w+|College|Academy"
    r"|Cent(?:er|re)s?|Agency|Department|Ministry|Foundation|Council|Board|Bureau|Office|Services?"
    r"|Commission|Committee|Federation|Union|Force|Registry|Administration|Alliance|Network"
    r"|Collaboration|Collaborative|Collaborators|School|Census|Cochrane|Survey|Biobank|Initiative|Consortium"
    r"|Coalition|Authority|Secretariat|Nations|Bank|Library|Fund|Charity|Hospitals?|Mayo\sClinic"
    r"|Cleveland\sClinic|Directorate|Inspectorate|Observatory|Statistics(?:\s\p{Lu}\w+)?|Eurostat|Gallup|Pew|Samaritans"
    r"|Ontology|Database|Report|Study|Guidelines?|Group|Panel|Compendium|Programme|Program|Health\sEngland|Health\sScotland"
    r"|Health\sWales|Health\sCanada|Parenthood)"
)
_JOURNAL = (
    r"(?:(?:The\s)?Lancet(?:\s\p{Lu}\w+){0,3}|JAMA(?:\s\p{Lu}\w+){0,3}|(?:The\s)?BMJ(?:\s\p{Lu}\w+){0,2}|Nature(?:\s\p{Lu}\w+){0,2}"
    r"|Science|NEJM|PLOS\s\w+|PLoS\s\w+|Pediatrics|Circulation|Neurology|Gut|Thorax|Sleep|Diabetes\sCare"
    r"|Menopause|Blood|Chest|(?:[\p{Lu}][\w]+\s){0,4}Journal\sof\s(?:the\s)?(?:\p{Lu}[\w-]+|of|and|the|in)(?:\s(?:\p{Lu}[\w-]+|of|and|the|in)){0,6}"
    r"|(?:\p{Lu}\w+\s){1,4}Journal|Annals\sof\s[\p{Lu}]\w+(?:\s\p{Lu}\w+)?|Archives\sof\s[\p{Lu}]\w+(?:\s\p{Lu}\w+)?)"
)
_INITIALS = r"(?:(?:U\.S\.\s)?\p{Lu}[\p{Lu}&]{1,7})"
_AFTER_BODY = rf"\s(?:{_JOINING}\s){{1,2}}{_CAPITAL}(?:\s(?:{_JOINING}\s){{0,2}}{_CAPITAL}){{0,5}}"
_ORGANISATION = (
    rf"(?:(?:{_CAPITAL}\s(?:{_JOINING}\s){{0,2}}){{0,6}}?{_BODY}(?:{_AFTER_BODY})?|{_INITIALS})"
)
_REPORTING = (
    r"(?:estimates?|estimated|reports?|reported|says?|said|states?|stated|finds?|found|recommends?"
    r"|recommended|puts?|shows?|showed|suggests?|suggested|notes?|noted|counted|counts|lists?|listed"
    r"|calculates?|calculated|announced|concluded?s?|published|publishes|surveyed|followed|tracked"
    r"|studied|recorded|records|registered|advises?|sets|defines?|classif\w+|warns?|cites?|indicates?d?"
    r"|provides?\sthe\sfollowing|collects?|collected|measured|tested|reviewed|pooled|enrolled|recruited|compared|analy[sz]ed|looked)"
)
_WORK = (
    r"(?:data|figures?|estimates?|numbers|statistics|reports?|reviews?|trials?|stud(?:y|ies)|surveys?"
    r"|guidelines?|guidance|analys[ei]s|meta-analys[ei]s|statement|census|registry|cohort|fact\ssheet|poll|records|research"
    r"|recommendations?|handbook|findings)"
)
_SAYING = compile_pattern(
    rf"\b({_ORGANISATION})(?:\s\([^()]{{2,12}}\))?,?\s(?:(?:has|have|had|also|now|recently|in\s{_YEAR})\s){{0,2}}{_REPORTING}\b"
)
_WORK_OF = compile_pattern(
    rf"\b(?i:according\sto|{_WORK}\s(?:from|by|of|in|at)|(?:published|reported|recorded|estimated|found|collected)\s(?:in|by)|from|by)\s(?:(?:the|a|an|researchers|scientists|authors|work|both|{_YEAR}|U\.S\.|US|UK|latest|most|recent|{_WORK})\s|(?:from|at|by|of|in)\s){{0,6}}"
    rf"({_ORGANISATION}|{_JOURNAL})(?:[\s,.;:)'\x{{2019}}]|$)"
)
_WORK_WITH_NAME = compile_pattern(
    rf"\b({_ORGANISATION}|{_JOURNAL})(?:'s|\x{{2019}}s|\x{{2019}}|')?\s(?:(?:[a-z-]+|{_YEAR})\s){{0,3}}?{_WORK}\b"
)
_YEARED = compile_pattern(rf"\b{_YEAR}\s(?:[a-z-]+\s){{0,2}}({_ORGANISATION}|{_JOURNAL})\b")
_IN_JOURNAL = compile_pattern(
    rf"\b(?i:in|by|from)\s(?:the\s)?(?:journal\s(\p{{Lu}}\w+)|({_JOURNAL}))(?:[\s,.;:)]|$)"
)
_OF_PEOPLE = compile_pattern(
    rf"\b(?:the\s|by\s|shown\sby\s|of\s)?(\p{{Lu}}[\p{{L}}'\x{{2019}}-]+)(?:\s(?:et\sal\b|and\s(?:his\s|her\s|their\s)?(?:colleagues|co-?workers|others|team))"
    rf"|(?:'s|\x{{2019}}s)\s(?:team|group)|\s(?:in|and\s\p{{Lu}}\w+\sin)\s{_YEAR},?\s{_REPORTING})\b"
)
_BY_PEOPLE = compile_pattern(
    rf"\bby\s(\p{{Lu}}[\p{{L}}'\x{{2019}}-]+)(?:\sand\s\p{{Lu}}\w+)?\sin\s{_YEAR}\b"
)
_TRIAL = compile_pattern(
    r"(\S+)\s(?:[a-z-]+\s)?(?:trials?|stud(?:y|ies)|surveys?|cohort|registry)\b"
)
_PUBLISHED_IN = compile_pattern(
    rf"\b(?i:published|appeared|reported)\s(?:(?i:online|last|this|earlier|first|in|week|month|year)\s|{_YEAR}\s){{0,4}}"
    rf"(?i:in|by)\s(?i:the\s)?(?i:journal\s)?({_CAPITAL}(?:\s(?:{_JOINING}\s){{0,2}}{_CAPITAL})+(?:\s(?i:in)\s{_YEAR})?)"
)
"""A journal that no list has, by its title: "published in Scientific Reports"."""
_LABEL = compile_pattern(
    r"\b(?:according\sto|says|states|as\sin|per)\s(?:the|its|their)\s(?:[\p{L}'\x{2019}-]+\s){0,3}"
    r"(prescribing\sinformation|(?:product\s|drug\s)?label(?:ling|ing)?|package\s(?:insert|leaflet)"
    r"|patient\s(?:information\s)?leaflet|summary\sof\sproduct\scharacteristics|data\ssheet)\b",
    any_case=True,
)
_NAMED_STUDY = compile_pattern(
    rf"\b((?:{_CAPITAL}\s(?:{_JOINING}\s)?){{1,6}}(?:Study|Trial|Survey|Cohort|Registry|Biobank|Census|Initiative|Project))\b"
)
_SOURCE_LINE = compile_pattern(
    r"^\W*(?i:sources?|data|adapted\sfrom|figures?\sfrom):?\s(\p{Lu}[^.]{2,80})"
)
_SAME = compile_pattern(rf"\b(?i:the|that|this)\s(same)\s(?:{_YEAR}\s)?(?:[a-z-]+\s)?{_WORK}\b")
"""The article has named it before: "the same 2023 report"."""
_SINGLE = compile_pattern(
    r"\b(?i:according\sto)\s(?:(?i:the|a|an)\s)?((?:\p{Lu}[\p{L}'\x{2019}-]+|\s)+)"
)
_NOT_A_SOURCE = compile_pattern(
    r"^(?:COVID|HIV|AIDS|TSH|LDL|HDL|IU|PCOS|ADHD|BMI|DNA|RNA|MRI|CT|II|III|IV|USA|UK|US|EU|A|AM|PM|TV|OK|IBS|COPD"
    r"|PSA|HPV|TB|IL|UV|ED|PM|IVF|STI|UTI|GP|RCT|MD|HRT|TRT|GLP|ECG|ICU|IQ|NSAID|SSRI|PTSD|OCD|CBT|AI|NFL|NBA|VIP|DIY"
    r"|EMS|ER|IT|WE|I)S?$"
)
_NO_NAMES = frozenset({"Study", "Survey", "Report", "Statistics"})
"""Words of names that are none alone, at the head of a sentence: "Study after study shows"."""
_TITLED = compile_pattern(r"^(?:Dr|Prof|Professor|Mr|Mrs|Ms|Nurse|Doctor|Coach|Sister)\b")
_DEMONYM = compile_pattern(r"(?:ans?|ish|ese)$")
_OPENERS = frozenset(
    {"in", "the", "a", "an", "as", "and", "but", "so", "by", "on", "at", "for", "this", "that"}
    | {"these", "those", "since", "from", "between", "after", "before", "until", "during"}
    | {"researchers", "scientists", "doctors", "experts", "published", "reported", "women", "men"}
    | {"people", "patients", "rates", "cases", "deaths", "sales", "use"}
)
"""Words that open a sentence with a capital and are nobody's name."""
_FEWEST_CAPITALS = 2

_OWN = compile_pattern(r"\b(?i:our|my)\s")
_OUTING = compile_pattern(
    r"^\W*(?:book|buy|shop|order|subscribe|sign|contact|call|e?mail|join|schedule|register|donate|share|follow"
    r"|enrol+|add\sto|start\syour|get\syours?|become\sa|claim|try\sit|request\sa|make\san\sappointment)\b",
    any_case=True,
)
_COUNTER = compile_pattern(
    r"(?:^|/)(?:shop|store|cart|products?|book(?:ing|-now)?|appointments?|contact(?:-us)?|subscribe|checkout|order|sign-?up"
    r"|register|login|basket)(?:[/?#]|$)",
    any_case=True,
)
_ANCHOR = re.compile(r"#|mailto:|tel:|javascript:", re.IGNORECASE)


def citations(block: Block) -> tuple[Citation, ...]:
    """Every pointer to a source in the block's text, sorted by place."""
    text = block.text
    found = [Citation(CitationKind.MARKER, span) for span in citation_markers(block)]
    for inline in block.inlines:
        if inline.kind is InlineKind.URL:
            found.append(Citation(CitationKind.LINK, inline.span))
        if inline.kind is InlineKind.LINK and _leads_to_source(inline, text):
            found.append(Citation(CitationKind.LINK, inline.span))
    found += [
        Citation(CitationKind.IDENTIFIER, Span(*match.span()))
        for match in _IDENTIFIER.finditer(text)
    ]
    found += [Citation(CitationKind.AUTHOR_YEAR, span) for span in _author_years(text)]
    found += [Citation(CitationKind.NAMED, span) for span in _named(text)]
    return tuple(sorted(found, key=lambda citation: citation.span))


def _leads_to_source(link: Inline, text: str) -> bool:
    """Whether a link may show where something comes from: not within the page, not to a counter."""
    target = link.target or "#"
    return not (
        _ANCHOR.match(target) or _COUNTER.search(target) or _OUTING.search(link.span.of(text))
    )


def _author_years(text: str) -> Iterator[Span]:
    """(Smith, 2021), (Smith & Lee, 2021; WHO, n.d.), Smith et al. (2021)."""
    for match in _BRACKETS.finditer(text):
        if any(is_author_year(piece) for piece in match.group()[1:-1].split(";")):
            yield Span(*match.span())
    for match in _NARRATIVE.finditer(text):
        if match.group(1)[:1].isupper() and not _NO_AUTHOR.search(match.group(1)):
            yield Span(*match.span())


def is_author_year(words: str) -> bool:
    """Whether words in brackets name one work: an author, then a year that ends it."""
    work = _AUTHOR_YEAR.search(words)
    return work is not None and not _NO_AUTHOR.search(work.group(1))


def _named(text: str) -> Iterator[Span]:
    """A source named in words: "according to the WHO", "the SPRINT trial", "Lee and colleagues"."""
    for pattern in (_SAYING, _WORK_OF, _WORK_WITH_NAME, _YEARED):
        for match in pattern.finditer(text):
            name = match.group(1).strip()
            if name in _NO_NAMES or _NOT_A_SOURCE.search(name):
                continue
            if not _is_own(text, match):
                yield Span(*match.span())
    for pattern, is_source in _BY_NAME:
        for match in pattern.finditer(text):
            if is_source(match.group(1) or ""):
                yield Span(*match.span())


def _is_author(name: str) -> bool:
    return name.lower() not in _OPENERS and not _NO_AUTHOR.search(name)


def _is_acronym(name: str) -> bool:
    """Whether a trial has a name of its own, by which it can be found: "the SPRINT trial"."""
    capitals = sum(char.isupper() for char in name)
    return capitals >= _FEWEST_CAPITALS and not _NOT_A_SOURCE.search(name)


def _is_publisher(name: str) -> bool:
    """Whether one capitalised word is likely a publisher: no person, no people."""
    words = name.split()
    if len(words) != 1 or _TITLED.search(words[0]):
        return False
    return _DEMONYM.search(words[0]) is None


def _is_any(name: str) -> bool:
    del name
    return True


_BY_NAME = (
    (_SOURCE_LINE, _is_any),
    (_IN_JOURNAL, _is_any),
    (_NAMED_STUDY, _is_any),
    (_SAME, _is_any),
    (_OF_PEOPLE, _is_author),
    (_BY_PEOPLE, _is_author),
    (_TRIAL, _is_acronym),
    (_SINGLE, _is_publisher),
    (_PUBLISHED_IN, _is_any),
    (_LABEL, _is_any),
)


def _is_own(text: str, match: re.Match[str]) -> bool:
    """Whether the source is the author's own: "our 2023 survey"."""
    start = match.start(1)
    return _OWN.search(text[max(0, start - len("our 2023 ")) : start]) is not None
