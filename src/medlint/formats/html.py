"""A report as pages to read: one for each article, and an index of them, worst first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePath

from medlint.document import BlockKind, Document
from medlint.finding import Category, Disposition, FileError, Finding, Severity
from medlint.formats.counts import files_in_words, findings_in_words, hidden_in_words
from medlint.formats.layout import Card, Layout, lay_out
from medlint.formats.outcome import outcome, shown
from medlint.formats.page import language_tag, page
from medlint.formats.pagenames import page_names
from medlint.report import NOTICE, FileResult, Report, Summary, Tool, summarise

INDEX = "index.html"
"""The name of the page that lists the others."""

_SIGN = '<meta name="generator" content="medlint">'
"""What every page says of itself, in its head."""
_HEAD = 2_000
"""So many characters from the beginning the sign stands at most."""


def render(report: Report, *, show_hidden: bool = False) -> str:
    """The whole report as one page: the list of all files, then every checked article."""
    articles = [
        _article(result, document, show_hidden=show_hidden, which=f"a{number}-", above=2)
        for number, (result, document) in enumerate(_checked(report.files), 1)
    ]
    links = {article.path: f"#{article.which}top" for article in articles}
    return _page(
        "report.html.j2",
        report.tool,
        report.summary,
        overview=_overview(report, links),
        articles=articles,
    )


def pages(report: Report, *, show_hidden: bool = False) -> Iterator[tuple[str, str]]:
    """Every page of the report with its file name, the index first.

    The names are plain file names, safe on every system; a page links to the others by them.
    """
    links = page_names(result.path for result, _ in _checked(report.files))
    yield INDEX, render_index(report, links)
    for result, _ in _checked(report.files):
        text = render_article(result, report.tool, show_hidden=show_hidden, index=INDEX)
        yield links[result.path], text


def is_ours(text: str) -> bool:
    """Whether a page was made here."""
    return _SIGN in text[:_HEAD]


def render_article(
    result: FileResult, tool: Tool, *, show_hidden: bool = False, index: str | None = None
) -> str:
    """One checked article as a page of its own, each finding marked at its very words.

    `index` is the address of the page that lists the others. With `show_hidden`, what is not
    reported is listed at the end, with the reasons.

    Raises:
        ValueError: the file was not checked, so there is no article to show.
    """
    document = outcome(result)
    if isinstance(document, FileError):
        msg = f"{result.path} was not checked: {document.message}"
        raise ValueError(msg)  # noqa: TRY004 -- the type is right, the value is not
    article = _article(result, document, show_hidden=show_hidden)
    return _page("article.html.j2", tool, article.summary, article=article, index=index)


def render_index(report: Report, links: Mapping[str, str]) -> str:
    """The list of all files: first those not checked, then the articles, worst first.

    `links` holds the address of the page of each path that has one.
    """
    return _page("index.html.j2", report.tool, report.summary, overview=_overview(report, links))


@dataclass(frozen=True, slots=True)
class _RuleInArticle:
    """A rule that fired in one article, with its findings."""

    rule: str
    severity: Severity
    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class _Article:
    """What is shown of one article. `which` begins each of its anchors on the page."""

    path: str
    title: str
    language: str
    document: Document
    summary: Summary
    hidden_in_words: str
    which: str
    layout: Layout
    cards: Mapping[int, Card]
    rules: tuple[_RuleInArticle, ...]
    set_aside: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class _Unchecked:
    path: str
    error: FileError


@dataclass(frozen=True, slots=True)
class _Line:
    """One article in the index."""

    path: str
    title: str
    href: str | None
    summary: Summary

    @property
    def set_aside(self) -> int:
        counts = self.summary
        return counts.suppressed + counts.baselined + counts.accepted + counts.filtered

    @property
    def rank(self) -> tuple[int, int, int, str]:
        counts = self.summary
        return -counts.error, -counts.warning, -counts.note, self.path


@dataclass(frozen=True, slots=True)
class _RuleInReport:
    """A rule that fired anywhere, with how often and in how many articles."""

    rule: str
    category: Category
    severity: Severity
    findings: int
    articles: int


@dataclass(frozen=True, slots=True)
class _Overview:
    """What the index says of a report."""

    files_in_words: str
    unchecked: tuple[_Unchecked, ...]
    lines: tuple[_Line, ...]
    rules: tuple[_RuleInReport, ...]


def _page(template: str, tool: Tool, summary: Summary, **values: object) -> str:
    about_all = {
        "tool": tool,
        "notice": NOTICE,
        "summary": summary,
        "findings_in_words": findings_in_words(summary),
        "hidden_in_words": hidden_in_words(summary),
    }
    return page(template, about_all | values)


def _checked(results: Iterable[FileResult]) -> Iterator[tuple[FileResult, Document]]:
    for result in results:
        found = outcome(result)
        if isinstance(found, Document):
            yield result, found


def _article(
    result: FileResult,
    document: Document,
    *,
    show_hidden: bool,
    which: str = "",
    above: int = 1,
) -> _Article:
    layout = lay_out(document, shown(result, show_hidden=False), above=above)
    summary = summarise((result,))
    hidden = shown(result, show_hidden=show_hidden)
    return _Article(
        path=result.path,
        title=_title(document),
        language=_language(document),
        document=document,
        summary=summary,
        hidden_in_words=hidden_in_words(summary),
        which=which,
        layout=layout,
        cards={card.number: card for card in layout.cards},
        rules=_rules_in_article(layout.cards),
        set_aside=tuple(f for f in hidden if f.disposition is not Disposition.REPORTED),
    )


def _overview(report: Report, links: Mapping[str, str]) -> _Overview:
    unchecked = []
    lines = []
    for result in sorted(report.files, key=lambda result: result.path):
        found = outcome(result)
        if isinstance(found, FileError):
            unchecked.append(_Unchecked(result.path, found))
        else:
            href = links.get(result.path)
            lines.append(_Line(result.path, _title(found), href, summarise((result,))))
    return _Overview(
        files_in_words=files_in_words(report.summary),
        unchecked=tuple(unchecked),
        lines=tuple(sorted(lines, key=lambda line: line.rank)),
        rules=_rules_in_report(report.files),
    )


def _title(document: Document) -> str:
    """What readers would call the article; its file name where it has no title."""
    declared = document.metadata.get("title", "").strip()
    if declared:
        return declared
    for kind in (BlockKind.TITLE, BlockKind.HEADING):
        for block in document.blocks:
            if block.kind is kind:
                return block.text
    return PurePath(document.path).name


def _language(document: Document) -> str:
    declared = document.metadata.get("language") or document.metadata.get("lang")
    return language_tag(declared) or "en"


def _rules_in_article(cards: Iterable[Card]) -> tuple[_RuleInArticle, ...]:
    fired: dict[tuple[str, Severity], list[Card]] = {}
    for card in cards:
        fired.setdefault((card.finding.rule, card.finding.severity), []).append(card)
    rules = (_RuleInArticle(rule, severity, tuple(c)) for (rule, severity), c in fired.items())
    return tuple(sorted(rules, key=lambda entry: (-entry.severity.rank, entry.rule)))


def _rules_in_report(results: Iterable[FileResult]) -> tuple[_RuleInReport, ...]:
    fired: dict[str, list[tuple[Finding, str]]] = {}
    for result in results:
        for finding in result.reported():
            fired.setdefault(finding.rule, []).append((finding, result.path))
    rules = (
        _RuleInReport(
            rule=rule,
            category=hits[0][0].category,
            severity=max((finding.severity for finding, _ in hits), key=lambda s: s.rank),
            findings=len(hits),
            articles=len({path for _, path in hits}),
        )
        for rule, hits in fired.items()
    )
    return tuple(
        sorted(rules, key=lambda entry: (-entry.severity.rank, -entry.findings, entry.rule))
    )
