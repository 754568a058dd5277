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
from medlint.rules.kinds.overclaim import is_told
from medlint.rules.knowledge import RedFlag, SymptomTable, freshness
from medlint.rules.tables import Slug, Strict
from medlint.rules.words import Tables, Words
from medlint.text import Span

_HELP = {"emergency": "emergency help at once", "soon": "a clinician"}
_UNKNOWN = {"symptom": "it", "help": _HELP["soon"]}
"""What is said of a symptom that the table does not hold."""
_HOUSE = compile_pattern(
    r"(?i)\b(?:our|my) (?:\w+ )?(?:patients|clients|members|customers|program|programme|protocol"
    r"|clinic|shop|store|formula|blend|drops|capsules|oil|tea|balm|patch|membership|coaching"
    r"|physicians|practice|community|guests|subscribers|course|method)\b"
)
"""Words of a text that sells what it writes about."""
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
_FAULT = "symptom-dismissal"
_WITH_NAME = -1.25
"""So much less plain may the wording be where a warning symptom is named."""
_UNNAMED = 2.0
"""So plain has the wording to be where no symptom of the table is named."""
_AROUND = 3
"""So many sentences away may the help stand, in the same section."""


class Signpost(Strict):
    """`symptoms` is a table of red flags; `dismissals` are the words that explain them away.

    In a text that sells (`offers`, "our clients"), a symptom by its name without help is enough.
    Elsewhere the wording has to say it, of this sentence or the next: by those words, or as the
    reader of overclaims hears it in a sentence without any of `sober`, which say what a symptom
    may belong to.
    """

    kind: Literal["signpost"]
    symptoms: Slug
    dismissals: Words
    offers: Words
    sober: Words

    def compile(self, tables: Tables) -> Finder:
        """The finder of symptoms that are explained away."""
        table = tables.facts(self.symptoms, SymptomTable)
        dismissals = self.dismissals.finder(tables)
        offers = self.offers.finder(tables)
        sober = self.sober.finder(tables)
        flags = _Flags.of(table)

        def find(reading: Reading, scope: frozenset[BlockKind]) -> Iterator[Hit]:
            sells = any(b.text in offers or _HOUSE.search(b.text) for b in reading.blocks)
            last = -2  # the sentence that named a symptom; none so far
            for sentence in reading.in_scope(scope):
                found = list(flags.found(sentence.text))
                if found:
                    last = sentence.index
                dismissed = bool(found) and _dismissed(reading, sentence, dismissals, sober)
                for span, row, is_named in found:
                    if not ((sells and is_named) or dismissed):
                        continue
                    if not _helped(reading, sentence, flags.help[row.urgency]):
                        yield _hit(reading, sentence, span, table, row)
                told = reading.overclaims(sentence)
                if sentence.index - last <= 1 or not is_told(told, _FAULT, _UNNAMED):
                    continue
                if not any(_helped(reading, sentence, words) for words in flags.help.values()):
                    span = reading.telling(sentence, _FAULT)
                    yield Hit(sentence, span, values=_UNKNOWN, unsure=True)

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
    reading: Reading, sentence: Sentence, dismissals: TermFinder, sober: TermFinder
) -> bool:
    """Whether the sentence, or one of the next in its section, explains or treats it away."""
    end = reading.section_of(sentence.block).last
    window = reading.sentences[sentence.index : sentence.index + 1 + _AHEAD]
    return any(
        s.text in dismissals
        or (
            s.index <= sentence.index + 1
            and _heard(reading, s) > _WITH_NAME
            and s.text not in sober
        )
        for s in window
        if s.block < end
    )


def _heard(reading: Reading, sentence: Sentence) -> float:
    """How plainly the wording does away with a symptom; above 0 it likely does."""
    return reading.overclaims(sentence).get(_FAULT, float("-inf"))


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
