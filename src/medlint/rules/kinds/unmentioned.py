"""Kind `unmentioned`: a therapy is commended, and the article leaves out one sort of caution."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from medlint.document import BlockKind
from medlint.finding import Severity
from medlint.reading import Reading
from medlint.reading.patterns import compile_pattern
from medlint.reading.terms import TermFinder
from medlint.rules import commended
from medlint.rules.commended import Therapies, TherapyReader
from medlint.rules.hit import Finder, Hit
from medlint.rules.knowledge import TherapyClass, freshness
from medlint.rules.tables import Slug, Strict
from medlint.rules.words import Tables, Words

_INVITED = compile_pattern(
    r"(?i)\b(?:pregnant|expecting|expectant|breastfeeding|nursing|new)"
    r" (?:women|moms|mums|mothers|mamas|customers|clients|readers|members|ladies|parents)"
    r"(?: \w+){0,4} (?:love|like|enjoy|use|take|swear|adore|prefer|can|rave)\b"
    r"|\b(?:safe|suitable|gentle|perfect|great|good|fine|ideal|kind)"
    r"(?: enough)?(?: \w+)? (?:for|in|during|while)"
    r" (?:your |the |even )?(?:whole family|pregnancy|pregnant|breastfeeding|nursing"
    r"|babies|kids|children|toddlers|little ones|newborns|teens)\b"
    r"|\bfor you and (?:for )?(?:your|the) (?:children|kids|little ones|baby|family)\b"
    r"|\b(?:give|gave|giving|feed|offer) (?:it |this |some |a \w+ )?(?:to )?"
    r"(?:your |my |the |our )?"
    r"(?:kids|children|toddlers?|baby|babies|newborn|son|daughter|little ones?)\b"
    r"|\b(?:while|when|during|if you are|if you're) (?:you are |you're )?"
    r"(?:pregnant|pregnancy|breastfeeding|nursing)\?? ?(?:of course|yes|absolutely|no problem|sure)"
    r"|\bwhile pregnant\b"
)
"""Words that invite those who must be careful."""
_GRANTED = compile_pattern(
    r"(?i)\b(?:of course|absolutely|yes|no problem|sure|certainly|love|adore|safe|gentle|milder"
    r"|enjoy|perfect|great|everyone|whole family|all ages)\b"
)


_COMBINED = compile_pattern(
    r"(?i)\b(?:combines? well|pairs? well|goes? well|side by side|with any(?:thing)?"
    r"|other medicines?"
    r"|alongside|together with|on top of|added? to|stack)\b"
)
"""Where the text itself speaks of taking it with something else."""


class Unmentioned(Strict):
    """`of` says what is left out: how a therapy meets others, or whom it is not for.

    `any_of` are the words that say it, anywhere in the article.
    """

    kind: Literal["unmentioned"]
    therapies: Slug
    of: Literal["interactions", "groups"]
    any_of: Words

    def compile(self, tables: Tables) -> Finder:
        """The finder of articles that leave it out."""
        reader = commended.reader(self.therapies, tables)
        said = TermFinder(self.any_of.resolve(tables), stems=True)
        return _interactions(reader, said) if self.of == "interactions" else _groups(reader, said)


def _interactions(reader: TherapyReader, said: TermFinder) -> Finder:
    rows = [row for row in reader.table.classes if row.interacts_with]

    def find(reading: Reading, scope: frozenset[BlockKind]) -> Iterator[Hit]:
        therapies = reader.read(reading, scope)
        if therapies is None or any(therapies.warnings.holds(said)):
            return
        for row in rows:
            if therapies.commended.get(row.id):
                yield _hit(reader, reading, therapies, row, ", ".join(row.interacts_with))

    return find


def _groups(reader: TherapyReader, said: TermFinder) -> Finder:
    rows = [row for row in reader.table.classes if row.not_for]

    def find(reading: Reading, scope: frozenset[BlockKind]) -> Iterator[Hit]:
        therapies = reader.read(reading, frozenset(commended.PROSE))
        if therapies is None:
            return
        praised = [row for row in rows if therapies.commended.get(row.id)]
        if not praised:
            return
        for sentence in reading.in_scope(scope):
            match = _INVITED.search(sentence.text)
            if match is None or sentence.text in said:
                continue
            near = reading.sentences[sentence.index : sentence.index + 2]
            if not any(_GRANTED.search(s.text) for s in near) or any(s.text in said for s in near):
                continue
            row = praised[0]
            values = {"class": row.label, "missing": " and ".join(row.not_for)}
            severity, note = _aged(reader, reading, row)
            span = commended.span_of(match)
            yield Hit(sentence, span, values=values, severity=severity, note=note)

    return find


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
