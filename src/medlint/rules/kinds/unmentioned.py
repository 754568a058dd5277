"""Kind `unmentioned`: a therapy is commended, and the article leaves out one sort of caution."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from medlint.document import BlockKind
from medlint.finding import Severity
from medlint.reading import Reading, Sentence
from medlint.reading.gains import Strength
from medlint.reading.patterns import compile_pattern
from medlint.reading.terms import TermFinder
from medlint.rules import commended
from medlint.rules.commended import Therapies, TherapyReader
from medlint.rules.hit import Finder, Hit
from medlint.rules.kinds.overclaim import is_told
from medlint.rules.knowledge import TherapyClass, freshness
from medlint.rules.tables import Slug, Strict
from medlint.rules.words import Tables, Words


@dataclass(frozen=True, slots=True)
class _Invited:
    """A fault of wording, what it leaves unsaid of a row, and of a remedy of no row."""

    fault: str
    of: Callable[[TherapyClass], str]
    anything: str


_MIXING = _Invited(
    "mixing-invite", lambda row: ", ".join(row.interacts_with), "how it meets other medicines"
)
_GROUPS = _Invited(
    "pregnancy-invite",
    lambda row: " and ".join(row.not_for),
    "pregnancy, breastfeeding or childhood",
)
_PLAIN = 0.75
"""So plain has the wording to be by itself."""
_WITNESSED = -2.2
"""So plain has it to be where other words bear it out."""


_LIMITED = compile_pattern(
    r"(?i)\b(?:pregnan\w*|breast-?feed\w*|birth defects?|conceive|conception|contracepti\w*"
    r"|birth control|unborn|children|toddlers?|not safe"
    r"|(?:wo)?men only|prostate|testicular|erectile|his|older (?:men|adults)|nursing mothers?"
    r"|for men|in men|man's|men's|postmenopausal|after (?:the )?menopause)\b"
)
"""Words of an article that speaks of pregnancy, or to those who cannot become pregnant."""

_COMBINED = compile_pattern(
    r"(?i)\b(?:combines? well|pairs? well|goes? well|side by side|with any(?:thing)?"
    r"|other medicines?"
    r"|alongside|together with|on top of|added? to|stack)\b"
)
"""Where the text itself speaks of taking it with something else."""


class Unmentioned(Strict):
    """`of` says what is left out: how a therapy meets others, or whom it is not for.

    `any_of` are the words that say it, anywhere in the article. `invitees` are words for those who
    must be careful.
    """

    kind: Literal["unmentioned"]
    therapies: Slug
    of: Literal["interactions", "groups"]
    any_of: Words
    invitees: Words | None = None

    def compile(self, tables: Tables) -> Finder:
        """The finder of articles that leave it out."""
        reader = commended.reader(self.therapies, tables)
        said = TermFinder(self.any_of.resolve(tables), stems=True)
        if self.of == "interactions":
            return _interactions(reader, said)
        invitees = TermFinder(self.invitees.resolve(tables) if self.invitees else ())
        return _groups(reader, said, invitees)


def _interactions(reader: TherapyReader, said: TermFinder) -> Finder:
    rows = [row for row in reader.table.classes if row.interacts_with]

    def find(reading: Reading, scope: frozenset[BlockKind]) -> Iterator[Hit]:
        therapies = reader.read(reading, scope)
        mixed = set()
        for sentence in reading.in_scope(scope):
            if is_told(reading.overclaims(sentence), _MIXING.fault, _PLAIN):
                row = _named_in(sentence, rows, therapies)
                mixed.add(row.id if row else None)
                yield _invitation(reader, reading, sentence, row, _MIXING)
        if therapies is None or any(therapies.warnings.holds(said)):
            return
        for row in rows:
            praised = commended.counts(row, therapies.commended.get(row.id, ()))
            if praised and row.id not in mixed:
                yield _hit(reader, reading, therapies, row, _MIXING.of(row))

    return find


def _groups(reader: TherapyReader, said: TermFinder, invitees: TermFinder) -> Finder:
    rows = [row for row in reader.table.classes if row.not_for]

    def find(reading: Reading, scope: frozenset[BlockKind]) -> Iterator[Hit]:
        therapies = reader.read(reading, frozenset(commended.PROSE))
        praised = [row for row in rows if therapies and therapies.commended.get(row.id)]
        named = {
            mention.sentence.index: row
            for row in rows
            for mention in (therapies.mentions.get(row.id, ()) if therapies else ())
        }
        invited = False
        for sentence in reading.in_scope(scope):
            row = named.get(sentence.index) or next(iter(praised), None)
            witnessed = row is not None and sentence.text in invitees
            if not _is_invited(reading.overclaims(sentence), witnessed=witnessed):
                continue
            near = reading.sentences[max(0, sentence.index - 1) : sentence.index + 2]
            if not any(s.text in said for s in near):
                invited = True
                yield _invitation(reader, reading, sentence, row, _GROUPS)
        if therapies and not invited:
            yield from _unlimited(reader, reading, therapies, praised, said)

    return find


def _is_invited(told: Mapping[str, float], *, witnessed: bool) -> bool:
    """Whether the wording invites those who must be careful.

    A sentence that names them, in a text that commends what is not for them, is `witnessed`.
    """
    if witnessed:
        return told.get(_GROUPS.fault, float("-inf")) > _WITNESSED
    return is_told(told, _GROUPS.fault, _PLAIN)


def _named_in(
    sentence: Sentence, rows: list[TherapyClass], therapies: Therapies | None
) -> TherapyClass | None:
    """The therapy of one of the rows that the sentence names."""
    for row in rows:
        for mention in therapies.mentions.get(row.id, ()) if therapies else ():
            if mention.sentence.index == sentence.index:
                return row
    return None


def _invitation(
    reader: TherapyReader,
    reading: Reading,
    sentence: Sentence,
    row: TherapyClass | None,
    invited: _Invited,
) -> Hit:
    """A sentence that invites to what wants care; what it is of, if the table knows it."""
    span = reading.telling(sentence, invited.fault)
    if row is None:
        values = {"class": "a remedy", "missing": invited.anything}
        return Hit(sentence, span, values=values, unsure=True)
    values = {"class": row.label, "missing": invited.of(row)}
    severity, note = _aged(reader, reading, row)
    return Hit(sentence, span, values=values, severity=severity, note=note)


def _unlimited(
    reader: TherapyReader,
    reading: Reading,
    therapies: Therapies,
    praised: list[TherapyClass],
    said: TermFinder,
) -> Iterator[Hit]:
    """The first therapy that a reader is urged to use in an article without a word of pregnancy."""
    if any(_LIMITED.search(block.text) or block.text in said for block in reading.blocks):
        return
    for row in praised:
        urged = [c for c in therapies.commended[row.id] if c.strength is Strength.STRONG]
        if "pregnancy" in row.not_for and urged:
            mention = urged[0].mention
            values = {"class": row.label, "missing": _GROUPS.of(row)}
            severity, note = _aged(reader, reading, row)
            yield Hit(
                mention.sentence,
                mention.span,
                values=values,
                severity=severity,
                subject="pregnancy",
                note=note,
            )


def _hit(
    reader: TherapyReader, reading: Reading, therapies: Therapies, row: TherapyClass, missing: str
) -> Hit:
    severity, note = _aged(reader, reading, row)
    found = [c.mention for c in therapies.commended[row.id]]
    named = [m for m in therapies.mentions[row.id] if _COMBINED.search(m.sentence.text)]
    mention = (named or found)[0]
    return Hit(
        mention.sentence,
        mention.span,
        values={"class": row.label, "missing": missing},
        severity=severity,
        subject=row.id,
        missing=(missing,),
        note=note,
    )


def _aged(
    reader: TherapyReader, reading: Reading, row: TherapyClass
) -> tuple[Severity | None, str | None]:
    """A note where the row has aged; else the rule's own severity, for the row's is of caveats."""
    severity, note = freshness(reader.table, row, reading.as_of)
    return (severity if note else None), note
