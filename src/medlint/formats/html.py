"""A report as pages to read: one for each article, and an index of them, worst first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from medlint.document import Document, linted
from medlint.finding import Disposition, FileError, Finding, Severity
from medlint.formats import overview as overviews
from medlint.formats.balance import Bar, bars
from medlint.formats.counts import findings_in_words, hidden_in_words
from medlint.formats.layout import Card, Layout, lay_out
from medlint.formats.outcome import outcome, shown
from medlint.formats.overview import Entry, Overview, Share, fired, shares, title_of
from medlint.formats.page import language_tag, page
from medlint.formats.pagenames import page_names
from medlint.report import NOTICE, FileResult, Report, Summary, Tool, summarise

INDEX = "index.html"
"""The name of the page that lists the others."""

_SIGN = '<meta name="generator" content="medlint">'
"""What every page says of itself, in its head."""
_HEAD = 2_000
"""So many characters from the beginning the sign stands at most."""


def render(report: Report, *, show_hidden: bool = False, templates: Path | None = None) -> str:
    """The whole report as one page: the list of all files, then every checked article.

    Files in the folder `templates` take the place of our templates of the same name.
    """
    articles = [
        _article(result, document, show_hidden=show_hidden, which=f"a{number}-", above=2)
        for number, (result, document) in enumerate(_checked(report.files), 1)
    ]
    links = {article.path: f"#{article.which}top" for article in articles}
    return _page(
        "report.html.j2",
        report.tool,
        report.summary,
        templates=templates,
        overview=_overview(report, links),
        articles=articles,
    )


def pages(
    report: Report,
    *,
    show_hidden: bool = False,
    table: str | None = None,
    copies: Mapping[str, str] = MappingProxyType({}),
    templates: Path | None = None,
) -> Iterator[tuple[str, str]]:
    """Every page of the report with its file name, the index first.

    The names are plain file names, safe on every system; a page links to the others by them.
    `table` is the address of the table of all findings, if there is one, `copies` holds those of
    the annotated copies of articles that have one, by their paths.
    """
    links = page_names(result.path for result, _ in _checked(report.files))
    yield INDEX, render_index(report, links, table=table, templates=templates)
    for result, _ in _checked(report.files):
        text = render_article(
            result,
            report.tool,
            show_hidden=show_hidden,
            index=INDEX,
            copy=copies.get(result.path),
            templates=templates,
        )
        yield links[result.path], text


def is_ours(text: str) -> bool:
    """Whether a page was made here."""
    return _SIGN in text[:_HEAD]


def render_article(  # noqa: PLR0913 -- what is optional goes by name
    result: FileResult,
    tool: Tool,
    *,
    show_hidden: bool = False,
    index: str | None = None,
    copy: str | None = None,
    templates: Path | None = None,
) -> str:
    """One checked article as a page of its own, each finding marked at its very words.

    `index` is the address of the page that lists the others, `copy` that of a copy of the draft
    with the findings as comments. With `show_hidden`, what is not
    reported is listed at the end, with the reasons.

    Raises:
        ValueError: the file was not checked, so there is no article to show.
    """
    document = outcome(result)
    if isinstance(document, FileError):
        msg = f"{result.path} was not checked: {document.message}"
        raise ValueError(msg)  # noqa: TRY004 -- the type is right, the value is not
    article = _article(result, document, show_hidden=show_hidden)
    return _page(
        "article.html.j2",
        tool,
        article.summary,
        templates=templates,
        article=article,
        index=index,
        copy=copy,
    )


def render_index(
    report: Report,
    links: Mapping[str, str],
    *,
    table: str | None = None,
    templates: Path | None = None,
) -> str:
    """The list of all files: first those not checked, then the articles, worst first.

    `links` holds the address of the page of each path that has one, `table` that of the table
    of all findings.
    """
    return render_overview(
        _overview(report, links, table=table), report.tool, report.summary, templates=templates
    )


def render_overview(
    overview: Overview, tool: Tool, summary: Summary, *, templates: Path | None = None
) -> str:
    """The same of what was gathered before, as the articles went by."""
    return _page("index.html.j2", tool, summary, templates=templates, overview=overview)


@dataclass(frozen=True, slots=True)
class _RuleInArticle:
    """A rule that fired in one article, with its findings."""

    rule: str
    severity: Severity
    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class _Panel:
    """An article in numbers."""

    words: int
    per_thousand: str
    categories: tuple[Share, ...]


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
    panel: _Panel
    set_aside: tuple[Finding, ...]
    balance: tuple[Bar, ...]

    @property
    def categories(self) -> list[str]:
        return sorted({card.finding.category.value for card in self.layout.cards})

    @property
    def rule_names(self) -> list[str]:
        return sorted({card.finding.rule for card in self.layout.cards})


def _page(
    template: str, tool: Tool, summary: Summary, *, templates: Path | None, **values: object
) -> str:
    about_all = {
        "tool": tool,
        "notice": NOTICE,
        "summary": summary,
        "findings_in_words": findings_in_words(summary),
        "hidden_in_words": hidden_in_words(summary),
    }
    return page(template, about_all | values, templates=templates)


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
        title=title_of(document),
        language=_language(document),
        document=document,
        summary=summary,
        hidden_in_words=hidden_in_words(summary),
        which=which,
        layout=layout,
        cards={card.number: card for card in layout.cards},
        rules=_rules_in_article(layout.cards),
        panel=_panel(document, result.reported()),
        set_aside=tuple(f for f in hidden if f.disposition is not Disposition.REPORTED),
        balance=bars(result.balance),
    )


def _overview(report: Report, links: Mapping[str, str], *, table: str | None = None) -> Overview:
    entries = (_entry(result, links.get(result.path)) for result in report.files)
    return overviews.overview(entries, excluded=report.summary.excluded, table=table)[0]


def _entry(result: FileResult, href: str | None) -> Entry:
    found = outcome(result)
    summary = summarise((result,))
    if isinstance(found, FileError):
        return Entry(result.path, result.path, summary, error=found)
    return Entry(result.path, title_of(found), summary, fired(result.reported()), href=href)


def _panel(document: Document, findings: Sequence[Finding]) -> _Panel:
    words = sum(len(block.text.split()) for block in linted(document.blocks))
    rate = 1000 * len(findings) / words if words else 0
    return _Panel(words, f"{rate:.1f}", shares(fired(findings)))


def _language(document: Document) -> str:
    declared = document.metadata.get("language") or document.metadata.get("lang")
    return language_tag(declared) or "en"


def _rules_in_article(cards: Iterable[Card]) -> tuple[_RuleInArticle, ...]:
    fired: dict[tuple[str, Severity], list[Card]] = {}
    for card in cards:
        fired.setdefault((card.finding.rule, card.finding.severity), []).append(card)
    rules = (_RuleInArticle(rule, severity, tuple(c)) for (rule, severity), c in fired.items())
    return tuple(sorted(rules, key=lambda entry: (-entry.severity.rank, entry.rule)))
