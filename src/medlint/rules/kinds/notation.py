"""Kind `notation`: ways of writing that are misread, each with what to write instead."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, ValidationInfo, field_validator

from medlint.document import BlockKind
from medlint.reading import Reading
from medlint.reading.patterns import compile_pattern
from medlint.rules.hit import Finder, Hit
from medlint.rules.kinds.regex import valid_pattern
from medlint.rules.tables import Strict, Text
from medlint.rules.words import Tables, Words
from medlint.text import Span

_MATCH = "match"


def _has_match(pattern: str) -> str:
    if f"(?P<{_MATCH}>" not in pattern:
        msg = "name the words to be flagged: (?P<match>…)"
        raise ValueError(msg)
    return pattern


class Form(Strict):
    """One way of writing: `pattern` names its words `match`, `instead` is what to write for them.

    `instead` may hold the pattern's other groups in braces. With `fix: false` it is shown and not
    offered as a replacement, for it would change what is said.
    """

    pattern: Annotated[Text, AfterValidator(valid_pattern), AfterValidator(_has_match)]
    instead: Text
    fix: bool = True

    @field_validator("instead")
    @classmethod
    def _knows_its_groups(cls, instead: str, checked: ValidationInfo) -> str:
        if "pattern" in checked.data:
            groups = dict.fromkeys(compile_pattern(checked.data["pattern"]).groupindex, "")
            try:
                instead.format_map(groups)
            except (KeyError, ValueError, IndexError) as error:
                msg = f"'{instead}' names a group that the pattern does not have"
                raise ValueError(msg) from error
        return instead


class Notation(Strict):
    """`forms` lists ways of writing; `beside` words of which one must stand in the sentence.

    A sentence with one of `unless_beside` is about the way of writing itself.
    """

    kind: Literal["notation"]
    forms: list[Form] = Field(min_length=1)
    beside: Words | None = None
    unless_beside: Words | None = None

    def compile(self, tables: Tables) -> Finder:
        """The finder of these forms; the first that matches a place speaks for it."""
        forms = [(compile_pattern(form.pattern), form) for form in self.forms]
        beside = self.beside.finder(tables) if self.beside else None
        about = self.unless_beside.finder(tables) if self.unless_beside else None

        def find(reading: Reading, scope: frozenset[BlockKind]) -> Iterator[Hit]:
            for sentence in reading.in_scope(scope):
                if beside is not None and sentence.text not in beside:
                    continue
                if about is not None and sentence.text in about:
                    continue
                taken: list[Span] = []
                for pattern, form in forms:
                    for match in pattern.finditer(sentence.text):
                        span = Span(*match.span(pattern.groupindex[_MATCH]))
                        if any(span.overlaps(other) for other in taken):
                            continue
                        taken.append(span)
                        groups = {name: text or "" for name, text in match.groupdict().items()}
                        instead = form.instead.format_map(groups)
                        fix = ((span, instead),) if form.fix else ()
                        yield Hit(sentence, span, values={"instead": instead}, fix=fix)

        return find
