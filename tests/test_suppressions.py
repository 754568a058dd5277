"""Directives in comments: what they silence, and what is said of the ones that are wrong."""

import time
from collections.abc import Callable
from dataclasses import replace

import pytest

from medlint import suppressions
from medlint.document import Block, BlockKind, Document, Format, Segment, SourceMap
from medlint.finding import Category, Confidence, Disposition, Finding, Severity
from medlint.parsing import parse
from medlint.text import Span

KNOWN = frozenset({"first", "second", "third", "suppression-unused", "suppression-malformed"})
"""The rules that a directive may name; `third` is known and does not run."""

RAN = frozenset({"first", "second"})


def finding(source: str, words: str, rule: str = "first") -> Finding:
    start = source.index(words)
    return Finding(
        rule,
        Category.CERTAINTY,
        Severity.ERROR,
        Confidence.HIGH,
        "m",
        "a",
        Span(start, start + len(words)),
        words,
        "",
    )


def read(source: str, format_: Format = Format.MARKDOWN) -> Document:
    return parse(source, path="draft.md", format=format_)


def outcome(
    source: str, *hits: str, format_: Format = Format.MARKDOWN
) -> tuple[list[str], list[str]]:
    """What is silenced, as `rule words: reason`, and the faults, as `rule @ comment: message`.

    `hits` are the words that the rule `first` finds, or `rule=words`.
    """
    findings = []
    for hit in hits:
        rule, _, words = hit.rpartition("=")
        findings.append(finding(source, words, rule or "first"))
    document = read(source, format_)
    judged = suppressions.apply(document, findings, known=KNOWN, selected=RAN)
    assert [replace(f, disposition=Disposition.REPORTED, reason=None) for f in judged][
        : len(findings)
    ] == findings
    silenced = [
        f"{f.rule} {f.excerpt}: {f.reason}"
        for f in judged[: len(findings)]
        if f.disposition is Disposition.SUPPRESSED
    ]
    return silenced, [
        f"{f.rule.removeprefix('suppression-')}: {f.message}" for f in judged[len(findings) :]
    ]


UNREADABLE = (
    "malformed: This is not a suppression that medlint can read; "
    "write <!-- medlint-ignore-next-line RULE: reason -->."
)


@pytest.mark.parametrize(
    ("source", "hits", "silenced"),
    [
        pytest.param(
            "one\n\n<!-- medlint-ignore-next-line first: quoted -->\ntwo\n\nthree\n",
            ["one", "two", "three"],
            ["first two: quoted"],
            id="the next line and no other",
        ),
        pytest.param(
            "<!-- medlint-ignore-next-line first: quoted -->\n\n \n\none\ntwo\n",
            ["one", "two"],
            ["first one: quoted"],
            id="blank lines between do not count",
        ),
        pytest.param(
            "<!-- medlint-ignore-next-line first: far\nover lines -->\none\n",
            ["one"],
            ["first one: far over lines"],
            id="a reason over lines",
        ),
        pytest.param(
            "zero <!-- medlint-ignore-next-line first: here --> one\ntwo\n",
            ["zero", "one", "two"],
            ["first one: here"],
            id="the rest of its own line comes first",
        ),
        pytest.param(
            "zero <!-- medlint-ignore-next-line first: here -->\none\n",
            ["zero", "one"],
            ["first one: here"],
            id="at the end of a line",
        ),
        pytest.param(
            "<!-- medlint-ignore-next-line first: a -->\n"
            "<!-- medlint-ignore-next-line second: b -->\n"
            "<!-- a note for the editor -->\none\n",
            ["first=one", "second=one"],
            ["first one: a", "second one: b"],
            id="other comments between are passed over",
        ),
        pytest.param(
            "<!-- medlint-ignore-next-line first, second: both -->\none\n",
            ["first=one", "second=one"],
            ["first one: both", "second one: both"],
            id="several rules with a comma",
        ),
        pytest.param(
            "<!-- medlint-ignore-next-line first second: both -->\none\n",
            ["first=one", "second=one"],
            ["first one: both", "second one: both"],
            id="several rules without",
        ),
        pytest.param(
            "<!-- medlint-ignore-next-line first: see 3:4 -- twice -->\none\n",
            ["one"],
            ["first one: see 3:4 -- twice"],
            id="colons and dashes in the reason",
        ),
        pytest.param(
            "<!--medlint-ignore-next-line first:quoted-->\none\n",
            ["one"],
            ["first one: quoted"],
            id="without white space",
        ),
        pytest.param(
            "<!-- medlint-ignore-next-line first: quoted -->\r\none\r\ntwo\r\n",
            ["one", "two"],
            ["first one: quoted"],
            id="CRLF",
        ),
        pytest.param(
            "one\n\n<!-- medlint-ignore-start first: list -->\ntwo\n\nthree\n\n"
            "<!-- medlint-ignore-end -->\n\nfour\n",
            ["one", "two", "three", "four"],
            ["first two: list", "first three: list"],
            id="from start to end",
        ),
        pytest.param(
            "<!-- medlint-ignore-start first, second: list -->\none\n\n"
            "<!-- medlint-ignore-end first -->\ntwo\n\n<!-- medlint-ignore-end second -->\nthree\n",
            ["one", "two", "second=two", "second=three"],
            ["first one: list", "second two: list"],
            id="an end for each rule",
        ),
        pytest.param(
            "<!-- medlint-ignore-start first: outer -->\none\n\n"
            "<!-- medlint-ignore-start second: inner -->\ntwo\n\n<!-- medlint-ignore-end -->\n"
            "three\n\n<!-- medlint-ignore-end -->\nfour\n",
            ["second=one", "second=two", "second=three", "one", "three", "four"],
            ["second two: inner", "first one: outer", "first three: outer"],
            id="an end without a name closes the latest start",
        ),
        pytest.param(
            "<!-- medlint-ignore-start first: outer -->\n\n"
            "<!-- medlint-ignore-start second: inner -->\none\n\n"
            "<!-- medlint-ignore-end first, second -->\ntwo\n",
            ["one", "second=one", "two", "second=two"],
            ["first one: outer", "second one: inner"],
            id="one end for two starts",
        ),
        pytest.param(
            "<!-- medlint-ignore-start first: outer -->\none\n\n"
            "<!-- medlint-ignore-start first: inner -->\ntwo\n\n<!-- medlint-ignore-end first -->\n"
            "three\n\n<!-- medlint-ignore-end first -->\nfour\n",
            ["one", "two", "three", "four"],
            ["first one: outer", "first two: outer", "first three: outer"],
            id="the same rule nested",
        ),
        pytest.param(
            "one\n\n<!-- medlint-ignore-file first: an advertisement under review -->\n\ntwo\n",
            ["one", "two", "second=two"],
            [
                "first one: an advertisement under review",
                "first two: an advertisement under review",
            ],
            id="the whole file, also before it",
        ),
    ],
)
def test_what_is_silenced(source: str, hits: list[str], silenced: list[str]) -> None:
    got, faults = outcome(source, *hits)
    assert got == silenced
    assert [fault for fault in faults if not fault.startswith("unused")] == []


@pytest.mark.parametrize(
    ("source", "hits", "faults"),
    [
        pytest.param(
            "<!-- medlint-ignore-next-line first -->\none\n",
            ["one"],
            ["without-reason: This suppression gives no reason, so it silences nothing."],
            id="no reason",
        ),
        pytest.param(
            "<!-- medlint-ignore-file first:  -->\none\n",
            ["one"],
            ["without-reason: This suppression gives no reason, so it silences nothing."],
            id="a blank reason",
        ),
        pytest.param(
            "<!-- medlint-ignore-start first -->\none\n\n<!-- medlint-ignore-end -->\n",
            ["one"],
            ["without-reason: This suppression gives no reason, so it silences nothing."],
            id="a start without a reason has its end",
        ),
        pytest.param(
            "<!-- medlint-ignore-next-line frist: typo -->\none\n",
            ["one"],
            ["unknown: There is no rule 'frist' to suppress."],
            id="unknown rule",
        ),
        pytest.param(
            "<!-- medlint-ignore-next-line frist, secnod: typos -->\none\n",
            ["one"],
            [
                "unknown: There is no rule 'frist' to suppress.",
                "unknown: There is no rule 'secnod' to suppress.",
            ],
            id="two unknown rules",
        ),
        pytest.param(
            "<!-- medlint-ignore-next-line second: not there -->\none\n",
            ["one"],
            ["unused: This suppression of 'second' silences nothing."],
            id="unused",
        ),
        pytest.param(
            "<!-- medlint-ignore-next-line second, second: twice -->\none\n",
            ["one"],
            ["unused: This suppression of 'second' silences nothing."],
            id="a rule named twice is told once",
        ),
        pytest.param(
            "one\n\n<!-- medlint-ignore-next-line first: nothing follows -->\n",
            ["one"],
            ["unused: This suppression of 'first' silences nothing."],
            id="no next line",
        ),
        pytest.param(
            "<!-- medlint-ignore-next-line third: did not run -->\none\n",
            ["one"],
            [],
            id="a rule that did not run is not unused",
        ),
        pytest.param(
            "<!-- medlint-ignore-end -->\none\n",
            ["one"],
            ["malformed: This ends a suppression that never started."],
            id="an end without a start",
        ),
        pytest.param(
            "<!-- medlint-ignore-start second: r -->\nbefore\n\n<!-- medlint-ignore-end first -->\n"
            "one\n\n<!-- medlint-ignore-end -->\n",
            ["one", "second=before"],
            ["malformed: This ends a suppression of 'first' that never started."],
            id="an end of another rule",
        ),
        pytest.param(
            "<!-- medlint-ignore-end frist -->\none\n",
            ["one"],
            ["unknown: There is no rule 'frist' to suppress."],
            id="an end of an unknown rule",
        ),
        pytest.param(
            "<!-- medlint-ignore-next-line: no rule -->\none\n", ["one"], [UNREADABLE], id="no rule"
        ),
        pytest.param(
            "<!-- medlint-ignore-line first: wrong word -->\none\n",
            ["one"],
            [UNREADABLE],
            id="unknown directive",
        ),
        pytest.param(
            "<!-- medlint-disable first -->\none\n", ["one"], [UNREADABLE], id="another's directive"
        ),
        pytest.param(
            "<!-- medlint: ignore-next-line first: r -->\none\n",
            ["one"],
            [UNREADABLE],
            id="a colon for the hyphen",
        ),
        pytest.param(
            "<!-- Medlint-Ignore-File first: r -->\none\n", ["one"], [UNREADABLE], id="capitals"
        ),
        pytest.param(
            "<!-- medlint-ignore-file First: r -->\none\n", ["one"], [UNREADABLE], id="no rule's id"
        ),
        pytest.param(
            "<!-- medlint-ignore-file first — r -->\none\n", ["one"], [UNREADABLE], id="a dash"
        ),
        pytest.param(
            "<!-- this text is checked by medlint -->\n<!-- medlint reads this -->\none\n",
            ["one"],
            [],
            id="other comments are left alone",
        ),
    ],
)
def test_what_is_wrong_is_told_and_silences_nothing(
    source: str, hits: list[str], faults: list[str]
) -> None:
    silenced, got = outcome(source, *hits)
    assert [words for words in silenced if " one:" in words] == []
    assert got == faults


def test_a_start_without_an_end_silences_and_is_told() -> None:
    silenced, faults = outcome("<!-- medlint-ignore-start first: r -->\none\n\ntwo\n", "one", "two")
    assert silenced == ["first one: r", "first two: r"]
    assert faults == [
        "malformed: This suppression is never ended and reaches to the end of the document."
    ]


def test_faults_stand_at_their_comment() -> None:
    comment = "<!-- medlint-ignore-next-line  first -->"
    source = f"# Title\n\n{comment}\none\n"
    (fault,) = suppressions.apply(read(source), [], known=KNOWN, selected=RAN)
    assert fault.span.of(source) == comment
    assert fault.rule == "suppression-without-reason"
    assert (fault.category, fault.severity) == (Category.PAGE, Severity.WARNING)
    assert fault.excerpt == "<!-- medlint-ignore-next-line first -->"
    assert fault.advice.endswith("or take the comment out.")


def test_faults_can_be_silenced_like_any_finding() -> None:
    silenced, faults = outcome(
        "<!-- medlint-ignore-file suppression-unused: kept for the next issue -->\n\n"
        "<!-- medlint-ignore-next-line first: r -->\none\n"
    )
    assert silenced == []
    assert faults == ["unused: This suppression of 'first' silences nothing."]
    source = (
        "<!-- medlint-ignore-file suppression-unused: kept for the next issue -->\n\n"
        "<!-- medlint-ignore-next-line first: r -->\none\n"
    )
    (fault,) = suppressions.apply(read(source), [], known=KNOWN, selected=RAN)
    assert fault.disposition is Disposition.SUPPRESSED
    assert fault.reason == "kept for the next issue"


def test_a_finding_without_words_at_the_end_is_reached() -> None:
    source = "one\n\n<!-- medlint-ignore-file first: r -->"
    hit = replace(finding(source, "one"), span=Span(len(source), len(source)))
    (judged,) = suppressions.apply(read(source), [hit], known=KNOWN, selected=RAN)
    assert judged.disposition is Disposition.SUPPRESSED


def test_without_comments_nothing_changes() -> None:
    source = "one medlint-ignore-file first: no comment\n"
    hit = finding(source, "one")
    assert suppressions.apply(read(source), [hit], known=KNOWN, selected=RAN) == [hit]


LINE = "medlint-ignore-next-line first: quoted"


@pytest.mark.parametrize(
    ("format_", "source"),
    [
        pytest.param(Format.MARKDOWN, f"<!-- {LINE} -->\none\n", id="Markdown"),
        pytest.param(Format.MARKDOWN, f"- a\n\n  <!-- {LINE} -->\n  one\n", id="Markdown list"),
        pytest.param(Format.MARKDOWN, f"> <!-- {LINE} -->\n> one\n", id="Markdown quotation"),
        pytest.param(Format.HTML, f"<p>zero</p>\n<!-- {LINE} -->\n<p>one</p>\n", id="HTML"),
        pytest.param(Format.HTML, f"<ul>\n<!-- {LINE} --><li>one</li></ul>", id="HTML list"),
        pytest.param(Format.HTML, f"<p>zero <!-- {LINE} -->\none</p>", id="HTML, in a line"),
        pytest.param(Format.TEXT, f"Title\n\n<!-- {LINE} -->\none\n", id="plain text"),
    ],
)
def test_directives_work_in_every_format(format_: Format, source: str) -> None:
    assert outcome(source, "one", format_=format_) == (["first one: quoted"], [])


@pytest.mark.parametrize("end", ["--!>", ""])
def test_a_comment_that_is_not_closed_as_it_should_be_is_told(end: str) -> None:
    assert outcome(f"<p>zero</p><!-- {LINE} {end}", format_=Format.HTML) == ([], [UNREADABLE])


def test_a_directive_that_is_shown_as_code_is_none() -> None:
    source = f"```html\n<!-- {LINE} -->\n```\n\none and `<!-- {LINE} -->`\n"
    assert outcome(source, "one") == ([], [])


def comment_of(text: str) -> Document:
    span = Span(0, len(text))
    block = Block(BlockKind.COMMENT, text, SourceMap((Segment(span, span, exact=True),)))
    return Document("a.md", Format.MARKDOWN, text, (block,))


@pytest.mark.parametrize(
    "inside",
    [
        pytest.param(lambda n: "medlint-ignore-file" + " " * n + "x", id="white space"),
        pytest.param(lambda n: "medlint-" + "-" * n + "x", id="dashes"),
        pytest.param(lambda n: "medlint-ignore-file " + "a " * (n // 2) + "!", id="rules"),
        pytest.param(lambda n: "medlint-ignore-file a: " + ": " * (n // 2), id="colons"),
        pytest.param(lambda n: "medlint" + " " * n, id="no directive"),
    ],
)
def test_time_grows_no_faster_than_the_comment(inside: Callable[[int], str]) -> None:

    def seconds(length: int) -> float:
        document = comment_of(f"<!-- {inside(length)} -->")
        began = time.process_time()
        suppressions.apply(document, [], known=KNOWN, selected=RAN)
        return time.process_time() - began

    seconds(1_000)
    # Once is enough: another program may be in the way.
    assert any(seconds(200_000) < 12 * seconds(50_000) + 0.1 for _ in range(3))


def test_time_grows_no_faster_than_the_number_of_directives() -> None:
    def seconds(count: int) -> float:
        source = "<!-- medlint-ignore-start first: r -->\n\n" * count
        source += "<!-- medlint-ignore-next-line first: r -->\n\n" * count
        source += "one\n\n" + "<!-- medlint-ignore-end -->\n\n" * count
        document = read(source)
        began = time.process_time()
        suppressions.apply(document, [finding(source, "one")], known=KNOWN, selected=RAN)
        return time.process_time() - began

    seconds(10)
    # Once is enough: another program may be in the way.
    assert any(seconds(800) < 12 * seconds(200) + 0.1 for _ in range(3))


def test_a_line_of_tags_is_not_the_next_line() -> None:
    source = f"<article>\n<!-- {LINE} -->\n<p\n class='lead'>\nCures all.\nHeals all.</p></article>"
    silenced, faults = outcome(source, "Cures all", "Heals all", format_=Format.HTML)
    assert silenced == ["first Cures all: quoted"]
    assert faults == []
