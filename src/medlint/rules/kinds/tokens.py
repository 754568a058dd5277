"""Kind `tokens`: a pattern over tagged tokens, in spaCy's own notation."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field

from medlint.document import BlockKind
from medlint.nlp import import_spacy
from medlint.reading import Reading
from medlint.rules.hit import Finder, Hit
from medlint.rules.tables import Strict
from medlint.rules.words import Tables, Words, finder_of
from medlint.text import Span

_WINDOW, _STEP = 120, 80
"""So many tokens are matched at once, and so many tokens on again: the time of a repetition grows
with the square of the tokens and more, and hardly a sentence has as many."""
_MOST_REPEATED, _MOST_OPTIONAL = 2, 8


def _bounded(pattern: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Refuse what would take a time without bound."""
    if "REGEX" in _keys(pattern):
        msg = "REGEX has no bound on its time; use IN with words, or the kind 'regex'"
        raise ValueError(msg)
    operators = [str(token.get("OP", "")) for token in pattern]
    repeated = sum(operator.startswith(("*", "+", "{")) for operator in operators)
    if repeated > _MOST_REPEATED or operators.count("?") > _MOST_OPTIONAL:
        msg = (
            f"more than {_MOST_REPEATED} repeated or {_MOST_OPTIONAL} optional tokens "
            "have no bound on their time; write several patterns"
        )
        raise ValueError(msg)
    return pattern


def _keys(value: object) -> set[str]:
    if isinstance(value, dict):
        return {*value, *_keys([*value.values()])}
    return {key for item in value for key in _keys(item)} if isinstance(value, list) else set()


class Tokens(Strict):
    """`patterns` are spaCy Matcher patterns, the longest match of overlapping ones counts.

    `trigger` names words of which one must stand in a sentence before it is tagged at all.
    """

    kind: Literal["tokens"]
    patterns: list[Annotated[list[dict[str, Any]], AfterValidator(_bounded)]] = Field(min_length=1)
    trigger: Words | None = None

    def compile(self, tables: Tables) -> Finder:
        """The finder of these patterns.

        Raises:
            ValueError: spaCy does not accept a pattern.
        """
        import_spacy()
        from spacy.errors import MatchPatternError  # noqa: PLC0415 -- deferred: half a second
        from spacy.matcher import Matcher  # noqa: PLC0415
        from spacy.util import filter_spans  # noqa: PLC0415
        from spacy.vocab import Vocab  # noqa: PLC0415

        try:
            Matcher(Vocab(), validate=True).add("rule", self.patterns)
        except MatchPatternError as error:
            raise ValueError(str(error)) from error
        trigger = finder_of(self.trigger, tables)
        matchers: dict[int, Matcher] = {}

        def find(reading: Reading, scope: frozenset[BlockKind]) -> Iterator[Hit]:
            wanted = [s for s in reading.in_scope(scope) if trigger is None or s.text in trigger]
            reading.annotate(wanted)
            for sentence in wanted:
                doc = reading.doc(sentence)
                matcher = matchers.get(id(doc.vocab))
                if matcher is None:
                    matcher = matchers[id(doc.vocab)] = Matcher(doc.vocab)
                    matcher.add("rule", self.patterns)
                windows = (doc[at : at + _WINDOW] for at in range(0, len(doc), _STEP))
                found = [tokens for window in windows for tokens in matcher(window, as_spans=True)]
                for tokens in filter_spans(found):
                    yield Hit(sentence, Span(tokens.start_char, tokens.end_char))

        return find
