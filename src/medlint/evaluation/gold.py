"""Files of annotations, read strictly: gold beside an article, labelled sentences.

Beside an article `<name>.md` (or .html, .txt) stands `<name>.gold.yaml`; sentences stand in
`claims.jsonl`, one a line. The nearest `catalogue.yaml` upward names the rules that both may
speak of. Whatever contradicts the text or itself is an error that shows its place.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Self, cast

from pydantic import Field, ValidationInfo, field_validator, model_validator

from medlint import files, textfile, yamlfile
from medlint.errors import CorpusError, InputError
from medlint.evaluation.annotated import Annotated, Annotation, Kind, Split
from medlint.parsing import SUFFIXES
from medlint.rules.tables import Slug, Strict, Text
from medlint.text import Span

GOLD = ".gold.yaml"
CLAIMS = "claims.jsonl"
CATALOGUE = "catalogue.yaml"


class Catalogue(Strict):
    """`catalogue.yaml`: the rules that annotations may name, written yet or not.

    Of the `fully_marked` ones every place is annotated, of the others only plain cases.
    """

    rules: list[Slug] = Field(min_length=1)
    fully_marked: list[Slug] = Field(default=[])

    @model_validator(mode="after")
    def _is_consistent(self) -> Self:
        for names in (self.rules, self.fully_marked):
            for name in names:
                if names.count(name) > 1:
                    msg = f"the rule '{name}' stands here twice"
                    raise ValueError(msg)
        for name in self.fully_marked:
            if name not in self.rules:
                msg = f"'{name}' is fully marked, but is none of the rules"
                raise ValueError(msg)
        return self


@dataclass(frozen=True, slots=True)
class _Context:
    """What annotations are checked against."""

    source: str
    rules: Sequence[str]

    def span(self, quote: str) -> Span:
        start = self.source.index(quote)
        return Span(start, start + len(quote))


def _known(rule: str, context: _Context) -> str:
    if rule not in context.rules:
        close = get_close_matches(rule, context.rules, n=1)
        hint = f"; did you mean '{close[0]}'?" if close else ""
        msg = f"the catalogue has no rule '{rule}'{hint}"
        raise ValueError(msg)
    return rule


def _once(quote: str, context: _Context) -> str:
    times = context.source.count(quote)
    if times != 1:
        msg = f"'{quote}' occurs {times} times in the text; quote what occurs once"
        raise ValueError(msg)
    return quote


class _Row(Strict):
    rule: Slug
    quote: Text

    @field_validator("rule")
    @classmethod
    def _is_known(cls, rule: str, checked: ValidationInfo) -> str:
        return _known(rule, _context(checked))

    @field_validator("quote")
    @classmethod
    def _occurs_once(cls, quote: str, checked: ValidationInfo) -> str:
        return _once(quote, _context(checked))

    def annotation(self, context: _Context) -> Annotation:
        return Annotation(self.rule, context.span(self.quote))


class _ExpectedRow(_Row):
    sure: bool

    def annotation(self, context: _Context) -> Annotation:
        return Annotation(self.rule, context.span(self.quote), self.sure)


class _Gold(Strict):
    kind: Kind = Field(strict=False)
    split: Split = Field(strict=False)
    topic: Text
    expected: list[_ExpectedRow]
    silent: list[_Row]

    @field_validator("split")
    @classmethod
    def _is_of_an_article(cls, split: Split) -> Split:
        if split is Split.CLAIMS:
            msg = "an article is of the split dev or test"
            raise ValueError(msg)
        return split

    @field_validator("expected", "silent")
    @classmethod
    def _are_different(cls, rows: list[Any], checked: ValidationInfo) -> list[Any]:
        seen = {(row.rule, row.quote) for row in checked.data.get("expected", ())}
        for row in rows:
            if (row.rule, row.quote) in seen:
                msg = f"'{row.quote}' is marked twice for {row.rule}"
                raise ValueError(msg)
            seen.add((row.rule, row.quote))
        return rows

    @field_validator("silent")
    @classmethod
    def _are_apart(cls, rows: list[_Row], checked: ValidationInfo) -> list[_Row]:
        context = _context(checked)
        for row in rows:
            for wanted in checked.data.get("expected", ()):
                apart = not context.span(row.quote).overlaps(context.span(wanted.quote))
                if row.rule == wanted.rule and not apart:
                    msg = f"'{row.quote}' overlaps '{wanted.quote}', expected for {row.rule}"
                    raise ValueError(msg)
        return rows


class _Claim(Strict):
    """A line of `claims.jsonl`: the rule that must speak at `span`, or null for none at all."""

    text: Text
    rule: Slug | None
    span: Text | None
    kind: Text

    @field_validator("rule")
    @classmethod
    def _is_known(cls, rule: str | None, checked: ValidationInfo) -> str | None:
        return rule if rule is None else _known(rule, _context(checked))

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        if (self.rule is None) != (self.span is None):
            msg = "'rule' and 'span' are both null or neither is"
            raise ValueError(msg)
        if self.span is not None:
            _once(self.span, _Context(self.text, ()))
        return self


def _context(checked: ValidationInfo) -> _Context:
    return cast("_Context", checked.context)


def gold_beside(article: Path) -> Path:
    """Where the gold of an article stands, if it has any."""
    return article.with_name(f"{article.stem}{GOLD}")


def read_gold(path: Path) -> Annotated:
    """The article beside a gold file, annotated.

    Raises:
        CorpusError: the gold is not of the schema or contradicts its article or itself.
        InputError: the article cannot be read.
    """
    article = _article_beside(path)
    try:
        source = files.read_source(str(article))
    except InputError as error:
        msg = f"{article.as_posix()}: not checked: {error}"
        raise type(error)(msg) from error
    catalogue = _catalogue_above(path)
    context = _Context(source, catalogue.rules)
    text = textfile.read_text(path, CorpusError)
    gold = yamlfile.load(text, _Gold, name=path.as_posix(), error=CorpusError, context=context)
    return Annotated(
        path=article.as_posix(),
        source=source,
        kind=gold.kind,
        split=gold.split,
        expected=tuple(row.annotation(context) for row in gold.expected),
        silent=tuple(row.annotation(context) for row in gold.silent),
        fully_marked=frozenset(catalogue.fully_marked),
    )


def read_claims(path: Path) -> list[Annotated]:
    """Every labelled sentence of a file, under its line: `corpus/claims.jsonl:12`.

    Raises:
        CorpusError: a line is no JSON, not of the schema, or quotes what it does not say.
    """
    catalogue = _catalogue_above(path)
    lines = textfile.read_text(path, CorpusError).splitlines()
    return [
        _claim(f"{path.as_posix()}:{number}", line, catalogue)
        for number, line in enumerate(lines, 1)
        if line.strip()
    ]


def _claim(name: str, line: str, catalogue: Catalogue) -> Annotated:
    try:
        data = json.loads(line)
    except json.JSONDecodeError as failure:
        msg = f"{name}:{failure.colno}: not JSON ({failure.msg})"
        raise CorpusError(msg) from failure
    context = _Context("", catalogue.rules)
    claim = yamlfile.validate(data, _Claim, name=name, error=CorpusError, context=context)
    expected: tuple[Annotation, ...] = ()
    judged = catalogue.rules
    if claim.rule is not None and claim.span is not None:
        expected = (Annotation(claim.rule, _Context(claim.text, ()).span(claim.span)),)
        judged = [claim.rule]
    return Annotated(
        name, claim.text, claim.kind, Split.CLAIMS, expected, (), fully_marked=frozenset(judged)
    )


def _article_beside(gold: Path) -> Path:
    name = gold.name.removesuffix(GOLD)
    candidates = [gold.with_name(name + suffix) for suffix in sorted(SUFFIXES)]
    articles = [candidate for candidate in candidates if candidate.exists()]
    if len(articles) != 1:
        found = " and ".join(article.name for article in articles) or "none"
        msg = f"{gold.as_posix()}: one article called '{name}' must stand beside it; found {found}"
        raise CorpusError(msg)
    return articles[0]


def _catalogue_above(path: Path) -> Catalogue:
    """The nearest catalogue upward.

    Raises:
        CorpusError: there is none, or it is broken.
    """
    for folder in path.absolute().parents:
        place = folder / CATALOGUE
        if place.exists():
            text = textfile.read_text(place, CorpusError)
            return yamlfile.load(text, Catalogue, name=str(place), error=CorpusError)
    msg = f"{path.as_posix()}: no {CATALOGUE} beside or above it says which rules there are"
    raise CorpusError(msg)
