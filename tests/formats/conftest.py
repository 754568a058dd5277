"""A realistic run, and a hostile one, built by hand: no parser and no rule takes part."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from medlint.document import Block, BlockKind, Cell, Document, Format, InlineKind
from medlint.finding import (
    Authority,
    Category,
    Confidence,
    Disposition,
    FileError,
    Finding,
    Related,
    Replacement,
    Severity,
)
from medlint.parsing.builder import BlockBuilder
from medlint.report import FileResult, Report, Tool, summarise
from medlint.text import Span

TOOL = Tool(
    version="0.1.0",
    rules_digest="9c1185a5c5e9",
    model="en_core_web_sm 3.8.0",
    as_of="2026-11-20",
)

FTC = Authority(
    "Health Products Compliance Guidance",
    section="Substantiating claims",
    year=2022,
    url="https://www.ftc.gov/business-guidance/resources/health-products-compliance-guidance",
)
ADA = Authority("Consensus Report: Definition and Interpretation of Remission", year=2021)
ISMP = Authority(
    "List of Error-Prone Abbreviations",
    year=2021,
    url="https://www.ismp.org/recommendations/error-prone-abbreviations-list",
)

ARTICLE = """\
# Can turmeric help with type 2 diabetes?

Turmeric has been used in kitchens and in folk medicine for centuries. Its yellow pigment, \
[curcumin](https://example.org/curcumin), is now sold as a capsule, and many readers ask us \
whether it belongs beside their tablets. Turmeric reverses diabetes in as little as six weeks, \
and it has no side effects at all. A condition known as can develop when blood sugar stays high.

## What the studies say

Studies show that curcumin lowers HbA1c. In one review of 22 trials, fasting glucose fell by \
18 %.^3^ The link between inflammation and insulin resistance is clear.

- Take 500 mg of curcumin with a meal.
- Adults over 65 may take 1000 mg q.d. for a month.
  - Stop two weeks before an operation.
- Ask for a test of your liver after three months.

| Form | Usual dose | Note |
| Powder | 1 to 3 g a day | Poorly absorbed |
| Capsule | .5 g twice a day | With pepper extract |

> “I threw out my metformin and never looked back,” says Dana, 54.

### Who should be careful

Curcumin can raise the effect of blood thinners. It may also bring on gallstone pain, and it is \
not advised in pregnancy. Talk to your doctor or pharmacist before you begin.

[^3]: Marsh T, Olowe B. Curcumin and glycaemic control. J Diet Metab. 2021;14:88-97.

<!-- medlint-ignore-next-line guarantee -->

This works for everyone who tries it.
"""

_INLINE = re.compile(r"\[(?P<link>[^]^]+)\]\((?P<target>[^)]*)\)|\^(?P<note>[^^]+)\^")
_KINDS = (
    (re.compile(r"(#+) "), BlockKind.HEADING),
    (re.compile(r"( *)- "), BlockKind.LIST_ITEM),
    (re.compile(r"> "), BlockKind.QUOTATION),
    (re.compile(r"\[\^\d+\]: "), BlockKind.REFERENCE),
    (re.compile(r"(?=<!--)"), BlockKind.COMMENT),
    (re.compile(r""), BlockKind.PARAGRAPH),
)


def blocks_of(source: str) -> tuple[Block, ...]:
    """The blocks of a text in a small Markdown: one block a line, tables cell by cell."""
    builder = BlockBuilder(source)
    blocks: list[Block | None] = []
    row = 0
    for line in re.finditer(r"[^\n]+", source):
        if line[0].startswith("|"):
            for column, cell in enumerate(re.finditer(r"[^|]+", line[0])):
                start = line.start()
                builder.copy(start + cell.start(), start + cell.end())
                place = Cell(table=0, row=row, column=column, header=row == 0)
                blocks.append(builder.build(BlockKind.TABLE_CELL, cell=place, path=("table",)))
            row += 1
            continue
        mark, kind = next(
            (mark, kind) for pattern, kind in _KINDS if (mark := pattern.match(line[0]))
        )
        level = 0
        if kind is BlockKind.HEADING:
            level = len(mark[1])
        if kind is BlockKind.LIST_ITEM:
            level = 1 + len(mark[1]) // 2
        _copy_inlines(builder, source, line.start() + mark.end(), line.end())
        blocks.append(builder.build(kind, level=level))
    return tuple(block for block in blocks if block)


def _copy_inlines(builder: BlockBuilder, source: str, start: int, end: int) -> None:
    at = start
    for inline in _INLINE.finditer(source, start, end):
        builder.copy(at, inline.start())
        if inline["link"] is not None:
            builder.open(InlineKind.LINK, inline["target"])
            builder.copy(*inline.span("link"))
        else:
            builder.open(InlineKind.SUPERSCRIPT)
            builder.copy(*inline.span("note"))
        builder.close()
        at = inline.end()
    builder.copy(at, end)


def result_of(path: str, source: str, *findings: Finding) -> FileResult:
    """The outcome of one text in the small Markdown."""
    document = Document(path, Format.MARKDOWN, source, blocks_of(source))
    document.verify()
    return FileResult(path, document, tuple(sorted(findings, key=lambda f: f.span)))


def fault(  # noqa: PLR0913 -- a finding has many values
    source: str,
    words: str,
    rule: str,
    message: str,
    *,
    severity: Severity = Severity.ERROR,
    category: Category = Category.CERTAINTY,
    **more: Any,
) -> Finding:
    """A finding at the first place where `words` stand."""
    start = source.index(words)
    line = next(line for line in source.split("\n") if words.partition("\n")[0] in line)
    values: dict[str, Any] = {
        "confidence": Confidence.MEDIUM,
        "advice": "",
        "fingerprint": f"{rule}:{start}",
        "excerpt": " ".join(line.split()),
        **more,
    }
    span = Span(start, start + len(words))
    return Finding(rule, category, severity, message=message, span=span, **values)


def article_result() -> FileResult:
    """One draft with every kind of finding that a page must show."""
    promise: dict[str, Any] = {
        "advice": "Say what changed, in whom, by how much, and cite it.",
        "why": "Readers may stop effective treatment.",
        "authority": (FTC, ADA),
    }
    source = ARTICLE
    disease = source.index("type 2 diabetes")
    return result_of(
        "drafts/turmeric.md",
        source,
        fault(
            source,
            "reverses diabetes",
            "reversal-verb",
            "'reverses diabetes' promises an outcome.",
            related=(Related(Span(disease, disease + 15), "the disease is named here"),),
            **promise,
        ),
        fault(
            source,
            "diabetes in as little as six weeks",
            "guarantee",
            "'in as little as six weeks' promises a date.",
            severity=Severity.WARNING,
            advice="Give the rate and its source.",
            why="No treatment works for everyone.",
        ),
        fault(
            source,
            "no side effects at all",
            "absolute-safety",
            "'no side effects' is said without a limit.",
            category=Category.CAVEATS,
            confidence=Confidence.HIGH,
            advice="Say for whom, at which dose, and who should not take it.",
            why="Every treatment harms someone; a reader at risk needs to know.",
        ),
        fault(
            source,
            "known as can",
            "dropped-term",
            "A word seems to be missing after 'as'. Was a linked term removed?",
            category=Category.INTEGRITY,
            confidence=Confidence.HIGH,
            advice="Put the term back.",
            why="A sentence without its subject can turn into another claim.",
        ),
        fault(
            source,
            "Studies show",
            "vague-attribution",
            "Which study?",
            severity=Severity.WARNING,
            category=Category.EVIDENCE,
            advice="Name it and cite it.",
            why="A reader cannot check a study without a name.",
        ),
        fault(
            source,
            "18 %.^3",
            "relative-risk-alone",
            "'fell by 18 %' has no starting value.",
            severity=Severity.NOTE,
            category=Category.NUMBERS,
            confidence=Confidence.LOW,
            advice="Give both values in absolute terms.",
            why="A relative change alone exaggerates.",
        ),
        fault(
            source,
            "q.d.",
            "error-prone-abbreviation",
            "'q.d.' is misread as four times a day.",
            category=Category.DOSING,
            confidence=Confidence.HIGH,
            advice="Write 'once a day'.",
            why="Misread doses have killed.",
            authority=(ISMP,),
            fix=(
                Replacement(
                    Span(source.index("q.d."), source.index("q.d.") + 4),
                    "once a day",
                ),
            ),
        ),
        fault(
            source,
            ".5 g",
            "decimal-dose",
            "A dose begins with a bare decimal point.",
            category=Category.DOSING,
            confidence=Confidence.HIGH,
            advice="Write '0.5 g'.",
            why="The point is easily overlooked, and the dose becomes ten times too high.",
            authority=(ISMP,),
        ),
        fault(
            source,
            "threw out my metformin",
            "stop-medication",
            "A reader is shown how to stop a prescribed medicine.",
            severity=Severity.WARNING,
            category=Category.CAVEATS,
            advice="Say that a prescriber must agree.",
            why="Readers may stop effective treatment.",
        ),
        fault(
            source,
            "medlint-ignore-next-line guarantee",
            "suppression-without-reason",
            "This suppression gives no reason.",
            severity=Severity.WARNING,
            category=Category.PAGE,
            confidence=Confidence.HIGH,
            advice="Write why the finding may stand.",
        ),
        Finding(
            rule="class-caveat",
            category=Category.CAVEATS,
            severity=Severity.WARNING,
            confidence=Confidence.MEDIUM,
            message="Curcumin is discussed without: bleeding before surgery, iron deficiency.",
            advice="Name the harms that are missing.",
            span=Span(0, 0),
            excerpt="",
            fingerprint="class-caveat:curcumin",
            why="A benefit without its harms is half of the story.",
        ),
        fault(
            source,
            "works for everyone",
            "guarantee",
            "'works for everyone' promises an outcome.",
            disposition=Disposition.SUPPRESSED,
            reason="quoted from the advertisement under review",
            advice="Give the rate and its source.",
        ),
        fault(
            source,
            "is clear",
            "evaluative-certainty",
            "'the link is clear' is a certainty without a source.",
            disposition=Disposition.ACCEPTED,
            reason="signed off by the medical editor until the next review",
            advice="Say how strong the evidence is.",
        ),
    )


SHORT = """\
# Sleep and magnesium

Magnesium is in nuts, beans and leafy greens. It cures insomnia for good.

It cures insomnia, say some sellers.
"""


def report_of_a_run() -> Report:
    """Five inputs: two with findings, one clean, two that could not be checked."""
    results = (
        article_result(),
        result_of(
            "drafts/clean.md",
            "# Washing hands\n\nWash your hands with soap for 20 seconds.\n",
        ),
        result_of(
            "drafts/schlaf/größe & co.md",
            SHORT,
            fault(
                SHORT,
                "cures insomnia",
                "reversal-verb",
                "'cures insomnia' promises an outcome.",
                advice="Say what changed, in whom, by how much, and cite it.",
                why="Readers may stop effective treatment.",
            ),
            fault(
                SHORT,
                "cures insomnia, say",
                "reversal-verb",
                "'cures insomnia' promises an outcome.",
                severity=Severity.WARNING,
                advice="Say what changed, in whom, by how much, and cite it.",
                why="Readers may stop effective treatment.",
            ),
        ),
        FileResult(
            "drafts/scan.html",
            error=FileError("decode", "the bytes are not text in a supported encoding"),
        ),
        FileResult("drafts/sommeil.md", error=FileError("language", "the text is not English")),
    )
    return Report(TOOL, results, summarise(results, excluded=2))


SCRIPT = "<script>alert('x')</script>"
BREAKOUT = '"></mark></p><img src=x onerror=alert(1)>'
TEMPLATE = "{{ 7 * 7 }}{% raw %}"
TERMINAL = "\x1b[31mred\x1b[0m \x1b]0;title\x07 \u202edrow\u202c \x9b2J"

HOSTILE = f"""\
# {SCRIPT} heals {BREAKOUT}

Words {SCRIPT} and {BREAKOUT} and {TEMPLATE} end.

A [link](javascript:alert(1)) and [another](https://example.org/"><script>) stand here.

Terminal {TERMINAL} end.

- item {BREAKOUT}

> quotation {SCRIPT}

| {SCRIPT} | {TEMPLATE} |
"""


def hostile_result() -> FileResult:
    """An article, a rule and a path that all try to leave their place."""
    source = HOSTILE
    evil: dict[str, Any] = {
        "advice": f"advice {SCRIPT}{TERMINAL}",
        "why": f"why {BREAKOUT}",
        "authority": (
            Authority(f"title {SCRIPT}", section=BREAKOUT, url="javascript:alert(1)"),
            Authority("data", url="data:text/html,<script>alert(1)</script>"),
            Authority("spaced", url=" \tjava\nscript:alert(1)"),
            Authority("quoted", url='https://example.org/" onclick="alert(1)'),
        ),
        "related": (Related(Span(2, 5), f"note {TERMINAL}"),),
        "reason": f"reason {SCRIPT}",
    }
    return result_of(
        f"drafts/{BREAKOUT}{TERMINAL}.md",
        source,
        fault(source, SCRIPT, "script-in-heading", f"message {SCRIPT}", **evil),
        fault(source, BREAKOUT + "\n\nWords", "over-two-blocks", f"message {BREAKOUT}", **evil),
        fault(source, TEMPLATE, "template", f"message {TEMPLATE}", **evil),
        fault(source, TERMINAL, "terminal", f"message\nin two lines {TERMINAL}", **evil),
        fault(
            source,
            "another",
            "link",
            f"message {SCRIPT}",
            **{**evil, "disposition": Disposition.SUPPRESSED},
        ),
    )


@pytest.fixture(scope="session")
def article() -> FileResult:
    return article_result()


@pytest.fixture(scope="session")
def report() -> Report:
    return report_of_a_run()


@pytest.fixture(scope="session")
def hostile() -> FileResult:
    return hostile_result()


@pytest.fixture(scope="session")
def hostile_report(hostile: FileResult) -> Report:
    results = (
        hostile,
        FileResult(f"{SCRIPT}{TERMINAL}", error=FileError("read", f"{BREAKOUT}\n{TERMINAL}")),
    )
    return Report(TOOL, results, summarise(results))


@pytest.fixture(scope="session")
def make_result() -> Callable[..., FileResult]:
    """`make_result(path, source, *findings)`: the outcome of a text in the small Markdown."""
    return result_of


@pytest.fixture(scope="session")
def make_fault() -> Callable[..., Finding]:
    """`make_fault(source, words, rule, message, ...)`: a finding at these words."""
    return fault


@pytest.fixture(scope="session")
def make_report() -> Callable[..., Report]:
    """`make_report(result, ...)`: the run that had these outcomes."""
    return lambda *results: Report(TOOL, results, summarise(results))


@pytest.fixture
def snapshot() -> Callable[[str, str], None]:
    """`snapshot(name, text)` compares with a file; UPDATE_SNAPSHOTS=1 writes it instead."""

    def compare(name: str, text: str) -> None:
        path = Path(__file__).parent / "snapshots" / name
        if os.environ.get("UPDATE_SNAPSHOTS") == "1":
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="")
        assert path.exists(), f"no snapshot {name}; write it with UPDATE_SNAPSHOTS=1"
        assert text == path.read_bytes().decode("utf-8")

    return compare
