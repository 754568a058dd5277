"""Kind `unmentioned`: a therapy is commended, and the article leaves out one sort of caution."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from medlint.document import BlockKind
from medlint.finding import Severity
from medlint.reading import Reading
from medlint.reading.gains import Strength
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
    r"|\b(?:everyone|everybody|anyone|anybody|all of us|the (?:whole|entire) (?:family"
    r"|household|clan|tribe|house)"
    r"|(?:any|every|each) (?:\w+ )?(?:member of (?:the|your) (?:family|household)|age|stage"
    r"|body|generation|woman"
    r"|girl|child|kid|household|family|season of life|mum|mom|mother)|(?:all|both) (?:ages"
    r"|stages|generations|women"
    r"|the family|mums|moms|mothers|kids|children)|(?:young|big|little|eight|six|five"
    r"|ten) (?:and|to|or) (?:old"
    r"|small|big|eighty|ninety)|from (?:\w+ )?(?:teens?|toddlers?|kids|children|babies|tots"
    r"|birth|cradle|nursery"
    r"|grandchildren|school(?:boy|girl|child)\w*) to (?:\w+ ){0,2}\w+"
    r"|(?:new|nursing|breastfeeding|expectant|pregnant|busy|tired) (?:mums?|moms?|mothers?"
    r"|mamas?|parents)"
    r"|mums?-to-be|moms?-to-be|mothers-to-be|morning sickness|baby bump|postpartum"
    r"|post-partum|trimester"
    r"|(?:your|the|our|a|my) (?:\w+ )?(?:baby|newborn|toddler|infant|son|daughter"
    r"|little ones?|kids|children|child"
    r"|teenagers?|teens?|tween|schoolchild|bump|grandchild(?:ren)?)(?:'s|\x{2019}s)?"
    r"|(?:baby|toddler|newborn|infant)(?:'s|\x{2019}s)"
    r"|(?:teens|teenagers|toddlers|kids|tweens|children|schoolchildren|youngsters"
    r"|pre-?schoolers|adolescents)"
    r" (?:can|love|enjoy|will|get|do|thrive|too|as well|take|sleep|adore|need|deserve|benefit))\b"
)
"""Words that invite those who must be careful."""
_GRANTED_WORDS = (
    r"(?i)\b(?:of course|absolutely|yes|no problem|sure|certainly|love|adore|safe|gentle|milder"
    r"|enjoy|perfect|great|everyone|whole family|all ages)\b"
)
_GRANTED = compile_pattern(_GRANTED_WORDS)
_INVITING = compile_pattern(
    rf"{_GRANTED_WORDS}|(?i)\b(?:can|try|ideal|suits?|for every|for all|ritual|look forward"
    rf"|help(?:s|ed)?|give|gives"
    r"|stir|add|slip|fits?|thriv\w+|works?|wonderful|lovely|best|kind|favou?rite|share|join"
    r"|welcome|soothes?"
    r"|calms?|settles?|boosts?|nothing better|friend|companion|love[sd]?|use|take|sip|drink"
    r"|start|drops?|spoonful)\b"
)
"""Words that invite, in a sentence that names the therapy itself."""
_SOBER = compile_pattern(
    r"(?i)\b(?:not|never|no|n't|trials?|stud(?:y|ies)|risks?|may cause|can cause|avoid"
    r"|unless|only if|if you are"
    r"|prescri\w+|doctors?|physicians?|providers?|approved|treated|diagnos\w+|deficien\w+"
    r"|patients?|recommend\w+"
    r"|disorders?|symptoms|disease|vaccin\w+|screen\w+|researchers?|side effects?)\b"
    r"|n['\x{2019}]t\b"
)
"""Words of a text that weighs, and invites nobody."""


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
        named = {m.sentence.index: row for row in rows for m in therapies.mentions.get(row.id, ())}
        if not praised and not named:
            return
        invited: set[str] = set()
        for sentence in reading.in_scope(scope):
            match = _INVITED.search(sentence.text)
            if match is None or sentence.text in said:
                continue
            near = reading.sentences[sentence.index : sentence.index + 2]
            here = named.get(sentence.index)
            granted = _INVITING if here is not None else _GRANTED
            if not any(granted.search(s.text) for s in near) or any(s.text in said for s in near):
                continue
            if _SOBER.search(sentence.text) or not (here or praised):
                continue
            row = here or praised[0]
            invited.add(row.id)
            values = {"class": row.label, "missing": " and ".join(row.not_for)}
            severity, note = _aged(reader, reading, row)
            span = commended.span_of(match)
            yield Hit(sentence, span, values=values, severity=severity, note=note)
        if not invited:
            yield from _unlimited(reader, reading, therapies, praised, said)

    return find


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
            values = {"class": row.label, "missing": " and ".join(row.not_for)}
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
