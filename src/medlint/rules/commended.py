"""The therapies of a document and how it speaks of them, worked out once for all rules that ask."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from medlint.document import BlockKind
from medlint.finding import Balance
from medlint.reading import Reading, Sentence
from medlint.reading.cautions import Warnings, warns
from medlint.reading.clauses import tokens_in
from medlint.reading.gains import Gains, Strength, is_fragment
from medlint.reading.patterns import compile_pattern
from medlint.reading.praise import commendations, is_of_models
from medlint.reading.terms import TermFinder
from medlint.reading.therapies import Mention, TherapyFinder
from medlint.reading.topics import Topics
from medlint.rules.knowledge import TherapyClass, TherapyTable, names_of
from medlint.rules.words import Tables
from medlint.text import Span

PROSE = (
    BlockKind.HEADING,
    BlockKind.PARAGRAPH,
    BlockKind.LIST_ITEM,
    BlockKind.CAPTION,
    BlockKind.TABLE_CELL,
)
"""Where a rule looks unless it says otherwise."""


_FORSAKEN = compile_pattern(
    r"(?i)\b(?:than|instead of|in place of|without|off|stop(?:ped|ping|s)?|unlike|alternatives? to"
    r"|answer to|versus|vs\.?|compared (?:with|to)|does what|does the work of|beats?|outperforms?"
    r"|not|no|never|avoid\w*|beyond|replac\w+|quit\w*|ditch\w*|skip\w*"
    r"|swap\w*|left|gave up|free from|free of|need for"
    r"|(?:strong|good|well|effective|powerful|potent|safe) as) (?:[\w-]+ ){0,2}$"
)
"""Words before a therapy that is compared with another, or left behind."""
_PRAISING = (
    "absolute-safety",
    "clinically-proven",
    "comparative-claim",
    "guarantee",
    "hype-lexicon",
    "mechanism-leap",
    "natural-fallacy",
    "presupposed-efficacy",
    "reversal-verb",
    "surrogate-outcome",
    "testimonial",
)
"""Faults by which a sentence commends what it names."""
_OPPOSING = ("treatment-refusal", "mixing-invite", "comparative-claim")
"""Faults by which a sentence sets one therapy against another, where no other is plainer."""
_LIKELY, _PLAINLY = 0.2, 0.75
"""From these scores on a sentence commends, and commends plainly; at 0 trade news does, too."""
_BEYOND_DOUBT = 2.0
"""From this score on a sentence that leaves the name out commends strongly."""
_LISTING = compile_pattern(r", (?:and |or )?|;| and | or ")
_FEWEST_LISTED, _LONGEST_NAME = 3, 3
"""So many names make a list, of so many words at most."""


@dataclass(frozen=True, slots=True)
class Commended:
    """A mention that commends its therapy, with the sentences that do."""

    mention: Mention
    sentences: tuple[tuple[Sentence, Strength], ...]

    @property
    def strength(self) -> Strength:
        """The strongest of them."""
        return max((strength for _, strength in self.sentences), default=Strength.NONE)


@dataclass(frozen=True, slots=True)
class Therapies:
    """What one document says of the therapies that it names.

    `mentions` are by class, in reading order, those left out in a sentence that warns of the
    therapy; `commended` are those of them that commend it.
    """

    mentions: Mapping[str, tuple[Mention, ...]]
    commended: Mapping[str, tuple[Commended, ...]]
    warnings: Warnings
    warning: frozenset[int]

    def first(self, therapy: str) -> Mention:
        """Where the text first commends the therapy; in a title only where nowhere else."""
        praised = [c.mention for c in self.commended[therapy]]
        return next((m for m in praised if _is_statement(m)), praised[0])


class TherapyReader:
    """Reads the therapies of documents; the last document's answer is kept for the next rule."""

    def __init__(self, table: TherapyTable, tables: Tables) -> None:
        """Compile the table's names and words, and the tables of praise.

        Raises:
            KeyError: there is no such table of terms.
        """
        self.table = table
        self.rows = {row.id: row for row in table.classes}
        self._names = TherapyFinder((names_of(row) for row in table.classes), table.therapy_cues)
        self._contexts = TermFinder(table.caveat_contexts, stems=True)
        self._turned = TermFinder(table.benefit_contexts, stems=True)
        self._gains = _gains(tables, self._contexts, self._turned)
        self._things = TermFinder(tables.terms("therapy-nouns"))
        self._announcements = TermFinder(tables.terms("benefit-announcements"))
        self._harms = {
            row.id: [TermFinder(table.words_of(c), stems=True) for c in row.caveats]
            for row in table.classes
        }
        self._last: tuple[Reading, frozenset[BlockKind], Therapies | None] | None = None

    def warns(self, text: str) -> bool:
        """Whether a text stands as a harm, a precaution or an exclusion."""
        return warns(text, self._contexts, self._turned)

    def read(self, reading: Reading, scope: frozenset[BlockKind]) -> Therapies | None:
        """What the document says in blocks of these kinds; None if it names no therapy."""
        if self._last is None or self._last[0] is not reading or self._last[1] != scope:
            self._last = (reading, scope, self._read(reading, scope))
        return self._last[2]

    def _read(self, reading: Reading, scope: frozenset[BlockKind]) -> Therapies | None:
        named: dict[str, list[Mention]] = {}
        for mention in self._names.mentions(reading):
            if reading.blocks[mention.sentence.block].kind in scope:
                named.setdefault(mention.therapy, []).append(mention)
        if not named:
            return None
        sentences = {m.sentence.index: m.sentence for ms in named.values() for m in ms}
        reading.annotate(sentences.values())
        warning = frozenset(i for i, s in sentences.items() if self.warns(s.text))
        topics = Topics(reading, _by_sentence(named), self._things, self._announcements)
        mentions = {
            therapy: tuple(m for m in found if not self._warns_of(m, warning))
            for therapy, found in named.items()
        }
        commended = {
            therapy: tuple(self._commended(reading, found, topics))
            for therapy, found in mentions.items()
        }
        warnings = Warnings(reading, self._contexts, self._turned)
        return Therapies(mentions, commended, warnings, warning)

    def weigh(self, reading: Reading) -> Iterator[Balance]:
        """How the document weighs each therapy that it commends, section by section."""
        therapies = self.read(reading, frozenset(PROSE))
        if therapies is None:
            return
        for therapy, commendeds in therapies.commended.items():
            row = self.rows[therapy]
            praised = {s.index: s for c in counts(row, commendeds) for s, _ in c.sentences}
            if row.minor or not praised:
                continue
            named = {mention.sentence.index for mention in therapies.mentions[therapy]}
            harms = [
                s
                for s in therapies.warnings.sentences
                if s.index in named or any(s.text in stems for stems in self._harms[therapy])
            ]
            yield from _weights(reading, row.label, list(praised.values()), harms)

    def _warns_of(self, mention: Mention, warning: frozenset[int]) -> bool:
        """Whether the sentence warns of the therapy, and so does not commend it."""
        harms = self._harms[mention.therapy]
        text = mention.sentence.text
        return mention.sentence.index in warning and any(text in stems for stems in harms)

    def _commended(
        self, reading: Reading, mentions: Iterable[Mention], topics: Topics
    ) -> Iterable[Commended]:
        for mention in mentions:
            found: dict[int, tuple[Sentence, Strength]] = {}
            said = commendations(reading, mention, self._gains, topics)
            everyday = self.rows[mention.therapy].everyday
            here = (mention.sentence, _heard(reading, mention, everyday=everyday))
            for sentence, strength in (*said, here, *_heard_on(reading, mention, topics)):
                _, before = found.get(sentence.index, (sentence, Strength.NONE))
                if max(before, strength):
                    found[sentence.index] = (sentence, max(before, strength))
            if found:
                yield Commended(mention, tuple(found[index] for index in sorted(found)))


def _heard(reading: Reading, mention: Mention, *, everyday: bool) -> Strength:
    """How strongly the trained reader hears the mention's sentence commend what it names."""
    text = mention.sentence.text
    if (
        text.rstrip().endswith("?")
        or is_of_models(text)
        or _FORSAKEN.search(text[: mention.span.start])
    ):
        return Strength.NONE
    score = reading.commends(mention.sentence)
    told = reading.overclaims(mention.sentence)
    if score < _LIKELY and not any(told.get(fault, 0.0) >= _PLAINLY for fault in _PRAISING):
        return Strength.NONE
    doc = reading.doc(mention.sentence)
    first, _ = tokens_in(doc, mention.span)
    opposed = max(told, key=told.__getitem__, default="") in _OPPOSING and max(told.values()) > 0
    # What is refused is the doctor's medicine, whatever else the sentence is at fault for.
    refused = everyday and told.get("treatment-refusal", 0.0) >= _PLAINLY
    if (opposed or refused) and any(token.pos_ in {"VERB", "AUX"} for token in doc[:first]):
        return Strength.NONE  # "join us on an antidepressant and you can stop it"
    if is_fragment(doc):
        return Strength.NONE if _is_list(text) else Strength.of(strong=score >= _PLAINLY)
    return Strength.STRONG if score >= _PLAINLY or score < _LIKELY else Strength.PLAIN


def _heard_on(
    reading: Reading, mention: Mention, topics: Topics
) -> Iterator[tuple[Sentence, Strength]]:
    """The sentences that go on about a therapy without its name, and are heard to commend it."""
    for then in topics.after(mention):
        text = then.sentence.text
        points_there = then.headed or topics.opens(text)
        if points_there and not (text.rstrip().endswith("?") or is_of_models(text)):
            score = reading.commends(then.sentence)
            if score >= _PLAINLY:
                yield then.sentence, Strength.of(strong=score >= _BEYOND_DOUBT)


def _is_list(text: str) -> bool:
    """Whether a fragment lists names and says nothing of them: "kelp, selenium, black cohosh"."""
    named = [piece.split() for piece in _LISTING.split(text)]
    return len(named) >= _FEWEST_LISTED and all(len(words) <= _LONGEST_NAME for words in named)


def _weights(
    reading: Reading, label: str, praised: Iterable[Sentence], harms: Iterable[Sentence]
) -> Iterator[Balance]:
    gained = Counter(reading.section_of(s.block).first for s in praised)
    harmed = Counter(reading.section_of(s.block).first for s in harms)
    for first in sorted(gained.keys() | harmed.keys()):
        headings = reading.section_of(first).headings
        yield Balance(label, headings[-1] if headings else "", gained[first], harmed[first])


def reader(name: str, tables: Tables) -> TherapyReader:
    """The reader of a table of therapies; the rules of one set share it.

    Raises:
        KeyError: there is no such table.
    """
    return tables.once(f"therapies:{name}", lambda: TherapyReader(tables.therapies(name), tables))


def counts(row: TherapyClass, found: Iterable[Commended]) -> list[Commended]:
    """The commendations that count for a class: of an everyday medicine only the strong ones."""
    least = Strength.STRONG if row.everyday else Strength.PLAIN
    return [commended for commended in found if commended.strength >= least]


def _gains(tables: Tables, contexts: TermFinder, turned: TermFinder) -> Gains:
    def find(*names: str) -> TermFinder:
        return TermFinder(term for name in names for term in tables.terms(name))

    return Gains(
        verbs=frozenset(tables.terms("benefit-verbs")),
        uses=frozenset(tables.terms("use-verbs")),
        results=frozenset(tables.terms("result-verbs")),
        people=find("users"),
        words=find("praise-words"),
        idioms=find("praise-idioms"),
        better=find("better-words"),
        offers=find("offer-words"),
        goods=find("valued-goods"),
        ills=(find("symptoms"), find("conditions"), find("ailing-words")),
        regimen=find("regimen-words"),
        contexts=contexts,
        turned=turned,
    )


def _by_sentence(named: Mapping[str, list[Mention]]) -> dict[int, frozenset[str]]:
    found: dict[int, set[str]] = {}
    for therapy, mentions in named.items():
        for mention in mentions:
            found.setdefault(mention.sentence.index, set()).add(therapy)
    return {index: frozenset(therapies) for index, therapies in found.items()}


def _is_statement(mention: Mention) -> bool:
    return mention.is_prose and not mention.sentence.text.rstrip().endswith("?")


def sentences(therapies: Therapies | None) -> frozenset[int]:
    """The indices of the sentences that commend a therapy, or name one that is commended."""
    if therapies is None:
        return frozenset()
    found = [c for commendeds in therapies.commended.values() for c in commendeds]
    return frozenset(
        index
        for c in found
        for index in (c.mention.sentence.index, *(s.index for s, _ in c.sentences))
    )


def whole(sentence: Sentence) -> Span:
    """All of a sentence's text."""
    return Span(0, len(sentence.text))
