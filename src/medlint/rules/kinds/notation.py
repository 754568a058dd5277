"""Kind `notation`: ways of writing that are misread, each with what to write instead."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import AfterValidator, Field, ValidationInfo, field_validator, model_validator

from medlint.document import BlockKind
from medlint.reading import Reading
from medlint.reading.clauses import tokens_in
from medlint.reading.patterns import PatternSet, compile_pattern
from medlint.reading.terms import TermFinder
from medlint.rules.expressions import valid_pattern
from medlint.rules.hit import Finder, Hit
from medlint.rules.tables import Strict, Text
from medlint.rules.words import Tables, Words, finder_of
from medlint.text import Span

if TYPE_CHECKING:  # spaCy takes half a second to import; annotations must not cost that
    from spacy.tokens import Doc

_MATCH = "match"
_NOUN = frozenset({"NN", "NNS", "NNP", "NNPS"})
_OBJECT = _NOUN | {"DT", "PDT", "PRP", "PRP$", "JJ", "VBG", "CD"}


def _has_match(pattern: str) -> str:
    if f"(?P<{_MATCH}>" not in pattern:
        msg = "name the words to be flagged: (?P<match>…)"
        raise ValueError(msg)
    return pattern


class Form(Strict):
    """One way of writing: `pattern` names its words `match`, `instead` is what to write for them.

    Where no words would do, `do` says what to do about them ("leave the slur out"). `instead` may
    hold the pattern's other groups in braces, and takes over a capital at its beginning. With
    `fix: false` it is shown and not offered as a replacement, for it would change what is said.
    With `noun` the words count as a noun only ("alcohol retards growth"). `beside` and
    `unless_beside` are words of which one, and none, must stand in the sentence, for this form
    alone.
    """

    pattern: Annotated[Text, AfterValidator(valid_pattern), AfterValidator(_has_match)]
    instead: Text | None = None
    do: Text | None = None
    fix: bool = True
    noun: bool = False
    beside: Words | None = None
    unless_beside: Words | None = None

    @field_validator("instead")
    @classmethod
    def _knows_its_groups(cls, instead: str | None, checked: ValidationInfo) -> str | None:
        if instead is not None and "pattern" in checked.data:
            groups = dict.fromkeys(compile_pattern(checked.data["pattern"]).groupindex, "")
            try:
                instead.format_map(groups)
            except (KeyError, ValueError, IndexError) as error:
                msg = f"'{instead}' names a group that the pattern does not have"
                raise ValueError(msg) from error
        return instead

    @model_validator(mode="after")
    def _says_one(self) -> Form:
        if (self.instead is None) is (self.do is None):
            msg = "a form says what to write 'instead', or what to 'do'"
            raise ValueError(msg)
        return self


class Notation(Strict):
    """`forms` lists ways of writing; `beside` words of which one must stand in the sentence.

    A sentence with one of `unless_beside` is about the way of writing itself. Inside one of the
    phrases of `not_in` the words are something else ("Alcoholics Anonymous"). An article that says
    one of `explained_by` in a sentence with the same words explains them, and may go on using them.
    """

    kind: Literal["notation"]
    forms: list[Form] = Field(min_length=1)
    beside: Words | None = None
    unless_beside: Words | None = None
    not_in: Words | None = None
    explained_by: Words | None = None

    def compile(self, tables: Tables) -> Finder:
        """The finder of these forms; the first that matches a place speaks for it."""
        forms = _Forms.of(self.forms, tables)
        beside = finder_of(self.beside, tables)
        about = finder_of(self.unless_beside, tables)
        not_in = finder_of(self.not_in, tables)
        explained_by = finder_of(self.explained_by, tables)

        def find(reading: Reading, scope: frozenset[BlockKind]) -> Iterator[Hit]:
            explained = _explained(reading, forms, explained_by) if explained_by else frozenset()
            for sentence in reading.in_scope(scope):
                text = sentence.text
                found = list(forms.find(text))
                if not found or (beside is not None and text not in beside):
                    continue
                if about is not None and text in about:
                    continue
                taken = [term.span for term in not_in.find(text)] if not_in else []
                for span, instead, form in found:
                    if any(span.overlaps(other) for other in taken):
                        continue
                    if form.noun and not _is_noun(reading.doc(sentence), span):
                        continue
                    taken.append(span)
                    if _key(span.of(text)) in explained:
                        continue
                    fix = ((span, instead),) if form.fix else ()
                    values = {"instead": instead, "do": form.do or f"write '{instead}'"}
                    yield Hit(sentence, span, values=values, fix=fix)

        return find


@dataclass(frozen=True, slots=True)
class _Forms:
    """Ways of writing, looked for in one pass."""

    occurring: PatternSet
    forms: tuple[_Form, ...]

    @classmethod
    def of(cls, forms: Sequence[Form], tables: Tables) -> _Forms:
        made = tuple(_Form.of(form, tables) for form in forms)
        return cls(PatternSet(form.pattern for form in forms), made)

    def find(self, text: str) -> Iterator[tuple[Span, str, _Form]]:
        """The words that are written so, what to write instead, and the form that they have."""
        for number in self.occurring.found(text):
            form = self.forms[number]
            for span, instead in form.find(text):
                yield span, instead, form


@dataclass(frozen=True, slots=True)
class _Form:
    """A form, ready to be found."""

    pattern: Any
    instead: str
    do: str | None
    fix: bool
    noun: bool
    beside: TermFinder | None
    unless: TermFinder | None

    @classmethod
    def of(cls, form: Form, tables: Tables) -> _Form:
        beside = finder_of(form.beside, tables)
        unless = finder_of(form.unless_beside, tables)
        pattern = compile_pattern(form.pattern)
        fix = form.fix and form.do is None
        return cls(pattern, form.instead or "", form.do, fix, form.noun, beside, unless)

    def find(self, text: str) -> Iterator[tuple[Span, str]]:
        """The words that are written so, each with what to write instead."""
        if self.beside is not None and text not in self.beside:
            return
        if self.unless is not None and text in self.unless:
            return
        for match in self.pattern.finditer(text):
            span = Span(*match.span(self.pattern.groupindex[_MATCH]))
            groups = {name: words or "" for name, words in match.groupdict().items()}
            yield span, _capitalised(self.instead.format_map(groups), like=span.of(text))


def _capitalised(instead: str, *, like: str) -> str:
    """The words with a capital where those that they stand for open a sentence with one."""
    opens = like[:1].isupper() and like[1:2].islower()
    return instead[:1].upper() + instead[1:] if opens else instead


def _is_noun(doc: Doc, span: Span) -> bool:
    """Whether the words are a noun, and not a verb that the tagger took for one.

    "Arthritis cripples the hands": what follows a verb's subject, or has an object, is a verb.
    """
    first, last = tokens_in(doc, span)
    before = doc[first - 1].tag_ if first else ""
    after = doc[last].tag_ if last < len(doc) else ""
    return doc[last - 1].tag_ in _NOUN and before not in _NOUN and after not in _OBJECT


def _explained(reading: Reading, forms: _Forms, explained_by: TermFinder) -> frozenset[str]:
    """The words that the article explains, somewhere in a sentence of theirs."""
    return frozenset(
        _key(span.of(sentence.text))
        for sentence in reading.sentences
        if sentence.text in explained_by
        for span, _, _ in forms.find(sentence.text)
    )


def _key(words: str) -> str:
    return " ".join(words.lower().split())
