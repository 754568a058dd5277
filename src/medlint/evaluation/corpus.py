"""Annotated text, read strictly: articles with their gold files, labelled sentences.

Beside an article `<name>.md` (or .html, .txt) stands `<name>.gold.yaml`; sentences stand in
`claims.jsonl`, one a line. The nearest `catalogue.yaml` upward names the rules that both may
speak of. Whatever contradicts the text or itself is an error that shows its place.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum
from pathlib import Path
from typing import Any, Self, cast

from pydantic import Field, ValidationInfo, field_validator, model_validator

from medlint import files, yamlfile
from medlint.errors import CorpusError, InputError, UsageError
from medlint.parsing import SUFFIXES, format_of
from medlint.rules.tables import Slug, Strict, Text
from medlint.text import Span

GOLD = ".gold.yaml"
CLAIMS = "claims.jsonl"
CATALOGUE = "catalogue.yaml"

_AS_ARTICLE = ".md"
"""A labelled sentence is read as the examples of rules are: as Markdown."""


class Kind(StrEnum):
    """What an article was written to be: faulty, sound, or sound and full of traps."""

    FLAWED = "flawed"
    CAREFUL = "careful"
    TREACHEROUS = "treacherous"


class Split(StrEnum):
    """What a text may be used for.

    Rules are tuned on `dev`. `test` is scored, and whoever tunes the rules does not read it.
    Labelled sentences are a split of their own.
    """

    DEV = "dev"
    TEST = "test"
    CLAIMS = "claims"


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
class Annotation:
    """A place in a text where a rule must speak, or must not.

    `sure` is False where two editors could disagree on whether it must.
    """

    rule: str
    span: Span
    sure: bool = True


@dataclass(frozen=True, slots=True)
class Annotated:
    """A text with its annotations; `kind` is what it was written to be.

    A finding of a `fully_marked` rule at a place that is not `expected` is a false alarm; of
    the other rules only a finding at a `silent` place is.
    """

    path: str
    source: str
    kind: str
    split: Split
    expected: tuple[Annotation, ...]
    silent: tuple[Annotation, ...]
    fully_marked: frozenset[str]

    @property
    def linted_as(self) -> str:
        """The path to lint the text under: a sentence has none that tells its format."""
        return self.path if format_of(self.path) else f"{self.path}{_AS_ARTICLE}"


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


def discover(paths: Iterable[str]) -> list[Annotated]:
    """The annotated texts that the paths name: folders, articles, gold files, files of claims.

    Each comes once, in the order of its path within the path that named it.

    Raises:
        UsageError: a path does not exist or has no annotations, or nothing is annotated.
        CorpusError: annotations are broken, or stand beside no article or beside two.
        InputError: an article cannot be read.
    """
    found: dict[Path, list[Annotated]] = {}
    for path in paths:
        for place in _annotations(Path(path)):
            if place.resolve() not in found:
                read = read_claims(place) if place.name == CLAIMS else [read_gold(place)]
                found[place.resolve()] = read
    if not found:
        msg = f"nothing to evaluate: no file that ends in {GOLD}, and no {CLAIMS}, was found"
        raise UsageError(msg)
    return [annotated for group in found.values() for annotated in group]


def claims(paths: Iterable[str]) -> list[Annotated]:
    """The labelled sentences in the folders among the paths.

    Raises:
        CorpusError: as `read_claims`.
    """
    places = {
        place.resolve(): place
        for path in paths
        if Path(path).is_dir()
        for place in _below(Path(path), CLAIMS)
    }
    return [claim for place in places.values() for claim in read_claims(place)]


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
        source = files.read(str(article))
    except InputError as error:
        msg = f"{article.as_posix()}: not checked: {error}"
        raise type(error)(msg) from error
    catalogue = _catalogue_above(path)
    context = _Context(source, catalogue.rules)
    text = yamlfile.read_text(path, CorpusError)
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
    lines = yamlfile.read_text(path, CorpusError).splitlines()
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


def _annotations(path: Path) -> Iterator[Path]:
    """The files of annotations that a path stands for."""
    if path.is_dir():
        yield from _below(path, f"*{GOLD}")
        yield from _below(path, CLAIMS)
    elif not path.exists():
        msg = f"no such file or directory: '{path}'"
        raise UsageError(msg)
    elif path.name == CLAIMS or path.name.endswith(GOLD):
        yield path
    elif gold_beside(path).exists():
        yield gold_beside(path)
    else:
        msg = f"'{path}' has no annotations: there is no {gold_beside(path).name} beside it"
        raise UsageError(msg)


def _below(folder: Path, pattern: str) -> Iterator[Path]:
    """The files below a folder, by path; hidden folders are passed over as in any run."""
    for place in sorted(folder.rglob(pattern)):
        if not any(part.startswith(".") for part in place.relative_to(folder).parts):
            yield place


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
            text = yamlfile.read_text(place, CorpusError)
            return yamlfile.load(text, Catalogue, name=str(place), error=CorpusError)
    msg = f"{path.as_posix()}: no {CATALOGUE} beside or above it says which rules there are"
    raise CorpusError(msg)
