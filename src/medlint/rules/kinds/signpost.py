"""Kind `signpost`: a warning symptom is explained away or sold on, and nobody is sent to help."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from medlint.document import BlockKind
from medlint.reading import Reading, Sentence
from medlint.reading.patterns import PatternSet, compile_pattern
from medlint.reading.terms import TermFinder
from medlint.rules.hit import Finder, Hit
from medlint.rules.knowledge import RedFlag, SymptomTable, freshness
from medlint.rules.tables import Slug, Strict
from medlint.rules.words import Tables, Words
from medlint.text import Span

_HELP = {"emergency": "emergency help at once", "soon": "a clinician"}
_HOUSE = compile_pattern(
    r"(?i)\b(?:our|my) (?:\w+ )?(?:patients|clients|members|customers|program|programme|protocol"
    r"|clinic|shop|store|formula|blend|drops|capsules|oil|tea|balm|patch|membership|coaching"
    r"|physicians|practice|community|guests|subscribers|course|method)\b"
)
"""Words of a text that sells what it writes about."""
_TAKEN = compile_pattern(
    r"(?i)(?:^|[.;:,?!\x{2013}\x{2014}-]\s?|\b(?:and|then|so|just|simply|to|you|can|should"
    r"|could|or|we|I)\s)"
    r"(?:reach for|try|sip|drink|take|rub|dab|massage|apply|brew|chew|swallow|spray|diffuse"
    r"|soak|steep|add|use"
    r"|have|grab|put|place|wear|pop|eat|mix|stir|inhale|breathe in|roll|smooth|spread"
    r"|sprinkle|gargle|smoke|vape"
    r"|press|hold|lay|drip|squeeze|bathe|wash|wrap|order|start|opt for|go for|turn to"
    r"|switch to|stock up|load up"
    r"|top up|double|keep|give|offer|feed|enjoy|treat|ease|soothe|calm|settle|fix|book|get"
    r"|make|swap|cut"
    r"|lie|light|burn|carry|choose|cure|heal|relieve|manage|handle|tackle|beat|counter|answer)s?\b"
)
"""Words by which a reader is told to do something, or people are said to."""
_EASED = compile_pattern(
    r"(?i)\b(?:eas(?:e|es|ed|ing)|sooth(?:e|es|ed|ing)|calm(?:s|ed|ing)?|settl(?:e|es|ed"
    r"|ing)|melt(?:s|ed|ing)?"
    r"|clear(?:s|ed|ing)?|lift(?:s|ed|ing)?|fad(?:e|es|ed|ing)|vanish\w*|perks?|stop(?:s"
    r"|ped)?|fix(?:es|ed)?"
    r"|answer(?:s|ed)?|reliev(?:e|es|ed|ing)|brings? (?:it|them|you|your|the)|disappear\w*"
    r"|tam(?:e|es|ed|ing)"
    r"|help(?:s|ed)?|treat(?:s|ed|ing)?|cur(?:e|es|ed|ing)|heal(?:s|ed|ing)?|sort(?:s|ed)?"
    r"|shift(?:s|ed)?"
    r"|dissolv\w+|shrink\w*|shrank|banish\w*|relax\w*|loosen\w*|restor\w+|rebalanc\w+"
    r"|respond(?:s|ed)?"
    r"|work(?:s|ed)? (?:wonders|well|every|fast|like)|do(?:es)? the (?:trick|job)|is all"
    r"|see(?:s)? (?:it|them) off"
    r"|draw(?:s|n)?(?: \w+){0,2} out|need(?:s|ing)?|ask(?:s|ing)? for|cr(?:y|ies|ying) out"
    r"|call(?:s|ing)? for"
    r"|crav\w+|lack(?:s|ing)?|short of|low (?:in|on)|running (?:low|out)|wants?|cue"
    r"|manag\w+|handl\w+"
    r"|gone (?:after|with|in|by)|better (?:after|with|by)|remed(?:y|ies)|antidote|solution"
    r"|gives? way|flush\w*"
    r"|drains?|unblocks?|opens?|coats?|ends?|puts? it|(?:will|would) do|thing|best|beat(?:s"
    r"|en)?|right|wakes?|reset(?:s|ting)?|nothing (?:that )?(?:a|some)|thanks to|no match for)\b"
)
"""Words by which something at hand is said to do away with a symptom, or to be what is missing."""
_EXPLAINED = compile_pattern(
    r"(?i)\b(?:nothing (?:to (?:worry|fear|fret|panic|lose sleep)|more than|but|serious|sinister)"
    r"|(?:just|only|merely|simply|mostly|probably|really|all down to|nearly always"
    r"|almost always|often just"
    r"|usually just|down to) (?:\w+ ){0,3}(?:wind|gas|stress|nerves|anxiety|hormones?"
    r"|hormonal|tension"
    r"|indigestion|ageing|aging|growing pains|teething|dehydration|tiredness|pulled muscle"
    r"|posture|the weather"
    r"|toxins?|detox\w*|hunger|caffeine|phase|overdoing|overwork|low iron|lack of sleep"
    r"|piles|beetroot|the change"
    r"|stagnant|blocked|trapped|excess heat|a busy|excitement|getting older|old age)"
    r"|(?:signs?|signals?|cue|cry|clue|proof|hint|message|reminder|plea|hallmark|code"
    r"|shorthand|evidence|means?)"
    r"(?: \w+){0,3}? (?:of|that|from|to|your|is|the)(?: \w+){0,4} (?:adrenals?|lymph|gut"
    r"|toxins?|detox\w*"
    r"|cleans(?:e|ing)|healing|chakras?|meridians?|energy|qi|chi|yin|yang|purg\w*|releas\w*|working"
    r"|kicking in|parasites?|candida|heavy metals?|cortisol|minerals?|magnesium|dehydrat\w*"
    r"|slow down|imbalance"
    r"|acidic|rebalanc\w*|mitochondria|letting go|stored (?:grief|emotion|anger|trauma))"
    r"|(?:body|liver|metabolism|immune system|lymph|adrenals?|skin|gut|kidneys?|soul|womb"
    r"|thyroid)(?:'s|\x{2019}s| is| are)?"
    r" (?:way of|asks?|asking|tells? you|telling|begs?|begging|cries|crying|whisper\w*|says"
    r"|saying|purg\w+"
    r"|releas\w+ (?:toxins|old|stored)|flushing|letting go|shedding|detox\w*|rebooting|resetting"
    r"|recalibrat\w+|craves?|cleans\w+|waking|working|adjust\w*)"
    r"|(?:sleep|walk|breathe|sweat|laugh|shake) (?:it|this|them) (?:off|out|away)"
    r"|ride (?:it|them|this) out"
    r"|tough it out|power through|push through|(?:can|will|could) wait (?:until|till|for|a)"
    r"|(?:entirely|quite|completely|totally|absolutely|perfectly) (?:normal|natural"
    r"|harmless|healthy|expected|fine)"
    r"|a (?:good|welcome|great|positive|promising) sign|cause for celebration"
    r"|badge of honou?r|no big deal"
    r"|part and parcel|par for the course|all in (?:the|your) (?:head|mind))\b"
)
"""Words that explain a symptom away without a remedy."""
_SOBER = compile_pattern(
    r"(?i)\b(?:diagnos\w+|risk factors?|prescri\w+|(?:can|may|might"
    r"|could) (?:also )?(?:cause|lead|result|indicate|have"
    r"|include|develop|occur)|includ(?:e|es|ing)|symptoms|complications?|side effects?"
    r"|levels|disorders?|disease"
    r"|patients|syndrome|surgery)\b"
)
"""Words of a text that says what a symptom belongs to."""
_DISSUADED = compile_pattern(
    r"(?i)\b(?:no (?:need|reason|cause|call|point)(?: \w+){0,2} (?:for|to|in)(?: \w+){0,3}"
    r" (?:worry|panic|alarm|concern|ring|call|see|seeing|rush|bother\w*|doctor|ambulance"
    r"|A&E|gp|fuss|visit|hospital|er)"
    r"|(?:do not|don't|don\x{2019}t|needn't|needn\x{2019}t|need not|never|rather than"
    r"|instead of|before you|without)"
    r" (?:\w+ )?(?:bother\w*|call\w*|ring\w*|see\w*|wast\w+|troubl\w+|rush\w*|go\w*|run\w*"
    r"|panic\w*|worry\w*)"
    r"(?: \w+){0,4} ?(?:doctor|gp|ambulance|A&E|hospital|er|emergency|surgery|clinic|999|911|112)?"
    r"|skip the (?:doctor|er|a&e|ambulance|clinic|gp|hospital|emergency room)"
    r"|save (?:yourself )?(?:a|the) (?:trip|visit|call))\b"
)
"""Words that keep a reader from getting help; what help they name counts as none."""
_AHEAD = 2
"""So many sentences on may a text still explain a symptom away."""
_AROUND = 3
"""So many sentences away may the help stand, in the same section."""


class Signpost(Strict):
    """`symptoms` is a table of red flags; `dismissals` are the words that explain them away.

    In a text that sells (`offers`, "our clients"), a symptom by its name without help is enough.
    `remedies` are what is at hand and sends nobody to help: a symptom is answered where a text says
    to take one, or that one does away with it.
    """

    kind: Literal["signpost"]
    symptoms: Slug
    dismissals: Words
    offers: Words
    remedies: Words

    def compile(self, tables: Tables) -> Finder:
        """The finder of symptoms that are explained away."""
        table = tables.facts(self.symptoms, SymptomTable)
        dismissals = self.dismissals.finder(tables)
        offers = self.offers.finder(tables)
        remedies = self.remedies.finder(tables)
        flags = _Flags.of(table)

        def find(reading: Reading, scope: frozenset[BlockKind]) -> Iterator[Hit]:
            sells = any(b.text in offers or _HOUSE.search(b.text) for b in reading.blocks)
            for sentence in reading.in_scope(scope):
                for span, row, is_named in flags.found(sentence.text):
                    if not (
                        (sells and is_named)
                        or _dismissed(reading, sentence, span, dismissals, remedies)
                    ):
                        continue
                    if _helped(reading, sentence, flags.help[row.urgency]):
                        continue
                    yield _hit(reading, sentence, span, table, row)

        return find


@dataclass(frozen=True, slots=True)
class _Flags:
    """The table, its words ready to be found."""

    names: TermFinder
    rows: dict[str, RedFlag]
    told: PatternSet
    tellings: tuple[tuple[Any, RedFlag], ...]
    help: dict[str, TermFinder]

    @classmethod
    def of(cls, table: SymptomTable) -> _Flags:
        rows = {name: row for row in table.symptoms for name in row.any_of}
        told = [
            (rf"(?i)\b(?:{pattern})\b", row) for row in table.symptoms for pattern in row.patterns
        ]
        return cls(
            TermFinder(rows),
            rows,
            PatternSet(pattern for pattern, _ in told),
            tuple((compile_pattern(pattern), row) for pattern, row in told),
            {"emergency": TermFinder(table.emergency_help), "soon": TermFinder(table.soon_help)},
        )

    def found(self, text: str) -> Iterator[tuple[Span, RedFlag, bool]]:
        """The symptoms of a sentence, each place once, and whether it is there by its name."""
        taken: list[Span] = []
        for term in self.names.find(text):
            taken.append(term.span)
            yield term.span, self.rows[term.term], True
        for number in self.told.found(text):
            pattern, row = self.tellings[number]
            match = pattern.search(text)
            span = Span(*match.span())
            if not any(span.overlaps(other) for other in taken):
                taken.append(span)
                yield span, row, False


def _dismissed(
    reading: Reading,
    sentence: Sentence,
    span: Span,
    dismissals: TermFinder,
    remedies: TermFinder,
) -> bool:
    """Whether the sentence, or one of the next in its section, explains or treats it away."""
    end = reading.section_of(sentence.block).last
    window = reading.sentences[sentence.index : sentence.index + 1 + _AHEAD]
    asked = sentence.text.rstrip().endswith("?")
    if _SOBER.search(sentence.text):
        return any(s.text in dismissals for s in window if s.block < end)
    return any(
        s.text in dismissals
        or _EXPLAINED.search(s.text)
        or _DISSUADED.search(s.text)
        or (
            s.index <= sentence.index + 1
            and _is_answered(s, span if s is sentence else None, remedies, asked=asked)
        )
        for s in window
        if s.block < end
    )


def _is_answered(
    sentence: Sentence, symptom: Span | None, remedies: TermFinder, *, asked: bool
) -> bool:
    """Whether a remedy is said to be for it, beside the words of the symptom itself.

    Behind a question ("Chest pain?") it is enough that one is named.
    """
    text = sentence.text
    if not any(symptom is None or not r.span.overlaps(symptom) for r in remedies.find(text)):
        return False
    if text.rstrip().endswith("?") and symptom is not None:
        return False  # it is answered in the next sentence
    if symptom is None and asked:
        return True
    said = text if symptom is None else f"{text[: symptom.start]}\N{EM DASH}{text[symptom.end :]}"
    return bool(_TAKEN.search(said) or _EASED.search(said))


def _helped(reading: Reading, sentence: Sentence, help_words: TermFinder) -> bool:
    """Whether the section sends the reader to help, near the symptom or in its headings."""
    section = reading.section_of(sentence.block)
    first, last = max(0, sentence.index - _AROUND), sentence.index + 1 + _AROUND
    near = [s for s in reading.sentences[first:last] if section.first <= s.block < section.last]
    return any(s.text in help_words for s in near if not _DISSUADED.search(s.text)) or any(
        heading in help_words for heading in section.headings
    )


def _hit(
    reading: Reading, sentence: Sentence, span: Span, table: SymptomTable, row: RedFlag
) -> Hit:
    severity, note = freshness(table, row, reading.as_of)
    values = {"symptom": row.label, "help": _HELP[row.urgency]}
    return Hit(sentence, span, values=values, severity=severity, note=note)
