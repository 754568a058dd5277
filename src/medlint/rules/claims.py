"""The claim reader over the word tables of the rule folders."""

from __future__ import annotations

from medlint.reading.certainty import CertaintyReader
from medlint.reading.claims import ClaimReader, Form, Lexicon, Weights
from medlint.reading.cues import Cues
from medlint.rules.words import Tables

_ENDED = "no longer"
"""No denial where it is the reader who "no longer suffers", but one of what a thing does."""
WORDS = "claim-words"
"""The table of words that claims are read with."""


def claim_reader(tables: Tables) -> ClaimReader:
    """The reader of claims.

    Raises:
        KeyError: there is no table of claim words, or no cues of denial.
    """
    table = tables.claims(WORDS)
    denial = tables.cues("negated")
    words = {
        (relation, form): phrases
        for relation, by_form in table.relations.items()
        for form, phrases in (
            (Form.VERB, by_form.verbs),
            (Form.NOUN, by_form.nouns),
            (Form.STATE, by_form.states),
            (Form.COMPARATIVE, by_form.comparatives),
        )
    }
    lexicon = Lexicon(
        words, frozenset(table.factual), frozenset(table.light), frozenset(table.evidence)
    )
    weights = Weights(
        negated=Cues.of(
            forward=[*denial.forward, _ENDED],
            backward=denial.backward,
            pseudo=[phrase for phrase in denial.pseudo if phrase != _ENDED],
        ),
        possible=Cues.of(forward=table.possible),
        certain=Cues.of(forward=table.certain),
        guaranteed=Cues.of(forward=table.guaranteed, backward=table.guaranteed),
        unreal=Cues.of(forward=table.unreal, backward=table.unreal),
    )
    return ClaimReader(lexicon, weights)


def certainty_reader(tables: Tables) -> CertaintyReader:
    """The reader of certainty.

    Raises:
        KeyError: there is no table of claim words.
    """
    doubts = tables.claims(WORDS).doubts
    return CertaintyReader([(doubt.takes, doubt.words) for doubt in doubts])
