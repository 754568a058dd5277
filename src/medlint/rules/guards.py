"""Guards: why words that look like a fault are none. One answer for all rules.

Each guard is a pure function of a reading and a hit. Those that go by words take them from
`rules/_guards/<guard>.yaml`, so that an editor can add one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from medlint.document import BlockKind
from medlint.reading import Reading, Sentence
from medlint.reading.cues import Cues, asked, quoted, said_by_writer
from medlint.reading.mention import mentioned
from medlint.rules.hit import Hit
from medlint.rules.tables import CueTable
from medlint.rules.words import Tables

Guard = Callable[[Reading, Hit], bool]

NAMES = (
    "negated",
    "hedged",
    "questioned",
    "quoted",
    "attributed",
    "conditional",
    "cited",
    "disclaimed",
    "mentioned",
)
"""The guards that a rule may name."""

_BY_CUES = frozenset({"negated", "hedged", "attributed", "conditional", "disclaimed"})


def compile_guards(tables: Tables) -> Mapping[str, Guard]:
    """Every guard by its name.

    Raises:
        KeyError: a guard's cue table is missing.
    """
    of_words = _cues(tables.cues("mentioned"))
    guards: dict[str, Guard] = {
        "questioned": lambda reading, hit: asked(reading, hit.sentence, hit.judged),
        "quoted": lambda reading, hit: quoted(reading, hit.sentence, hit.judged),
        "cited": lambda reading, hit: reading.cited(hit.sentence),
        "mentioned": lambda _, hit: mentioned(hit.sentence.text, hit.judged, of_words),
    }
    for name in _BY_CUES:
        guards[name] = _by_cues(
            tables.cues(name), nearby=name == "disclaimed", of_others=name == "attributed"
        )
    return guards


def _by_cues(table: CueTable, *, nearby: bool, of_others: bool) -> Guard:
    """The guard of a cue table.

    With `of_others`, a cue whose subject is the writer does not count: "we promise that it cures"
    gives the claim to nobody else.
    With `nearby`, `sentence` cues also count in the sentence that follows and in the headings
    above: a myth is set right in the next sentence, or announced by its section.
    """
    cues = _cues(table)

    def guard(reading: Reading, hit: Hit) -> bool:
        if nearby and any(near in cues.sentence for near in _around(reading, hit.sentence)):
            return True
        if not cues.reach(reading, hit.sentence, hit.judged):
            return False
        if not of_others or hit.sentence.text in cues.sentence:
            return True
        doc = reading.doc(hit.sentence)
        return any(not said_by_writer(doc, cue) for cue in cues.speaking(doc, hit.judged))

    return guard


def _cues(table: CueTable) -> Cues:
    return Cues.of(
        forward=table.forward,
        backward=table.backward,
        sentence=table.sentence,
        pseudo=table.pseudo,
    )


def _around(reading: Reading, sentence: Sentence) -> list[str]:
    """The sentence that follows (in the next block where need be) and the headings above."""
    texts = list(reading.section_of(sentence.block).headings)
    if sentence.index + 1 < len(reading.sentences):
        following = reading.sentences[sentence.index + 1]
        if reading.blocks[following.block].kind is not BlockKind.HEADING:
            texts.append(following.text)
    return texts
