"""Fixes of one text: whole, apart, safe, and given up where they do more than they ought to."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from medlint.document import Format, Origin
from medlint.finding import Category, Confidence, Disposition, Finding, Replacement, Severity
from medlint.fixes import Fixed, fix, written
from medlint.markup import replacement
from medlint.parsing import parse
from medlint.report import FileResult
from medlint.text import Span

Rules = dict[str, tuple[str, str | None]]
"""What each rule finds, as a pattern, and what its fix writes in place of it."""


def linting(rules: Rules, **changes: object) -> Callable[[str], FileResult]:
    """A linter of such rules; `changes` hold for every finding."""

    def lint(source: str) -> FileResult:
        document = parse(source, path="a.md", format=Format.MARKDOWN)
        found = []
        for rule, (pattern, put) in rules.items():
            for number, match in enumerate(re.finditer(pattern, source)):
                span = Span(*match.span())
                finding = Finding(
                    rule,
                    Category.DOSING,
                    Severity.ERROR,
                    Confidence.HIGH,
                    "m",
                    "a",
                    span,
                    source,
                    f"{rule} {source} {number}",
                    fix=() if put is None else (Replacement(span, match.expand(put)),),
                )
                found.append(replace(finding, **changes))  # type: ignore[arg-type] # of one test
        return FileResult("a.md", document, tuple(sorted(found, key=lambda f: f.span)))

    return lint


def fixed(
    source: str,
    rules: Rules,
    *,
    unsafe: bool = False,
    changes: Mapping[str, object] = MappingProxyType({}),
) -> Fixed:
    lint = linting(rules, **changes)
    return fix(lint(source), lint, unsafe=unsafe)


DOSE: Rules = {"dose": (r"(?<!\d)\.(\d)", r"0.\1"), "unit": (r"\bcc\b", "mL")}


def text(made: Fixed) -> str:
    assert made.result.document is not None
    return made.result.document.source


@pytest.mark.parametrize(
    ("source", "rules", "expected", "refused"),
    [
        pytest.param("Take .5 cc and .2 cc.", DOSE, "Take 0.5 mL and 0.2 mL.", [], id="all"),
        pytest.param("Take 0.5 mL.", DOSE, "Take 0.5 mL.", [], id="nothing to do"),
        pytest.param(
            "Take it.",
            {"one": ("Take it", "Use it"), "other": ("it", "them")},
            "Use them.",
            [],
            id="at the same words, one after the other",
        ),
        pytest.param(
            "Take it.",
            {"a": ("it", "this"), "b": ("this", None)},
            "Take it.",
            ["a"],
            id="makes faults",
        ),
        pytest.param("Take it.", {"a": (r"it", "it it")}, "Take it.", ["a"], id="leaves the fault"),
        pytest.param(
            "Take it.",
            {"a": ("it", "that"), "b": ("that", "it")},
            "Take it.",
            ["a"],
            id="in circles",
        ),
        pytest.param("Take it.", {"a": ("Take", "# Take")}, "Take it.", ["a"], id="another block"),
        pytest.param(
            "Take .5 and it.",
            {**DOSE, "a": (r"it", "it it")},
            "Take 0.5 and it.",
            ["a"],
            id="one sound, one not",
        ),
    ],
)
def test_what_is_taken_and_what_is_refused(
    source: str, rules: Rules, expected: str, refused: list[str]
) -> None:
    made = fixed(source, rules)
    assert text(made) == expected
    assert [finding.rule for finding in made.refused] == refused
    again = fix(made.result, linting(rules))
    assert (text(again), again.taken) == (expected, ())


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"fix_is_safe": False}, id="its rule says so"),
        pytest.param({"preview": True}, id="in preview"),
    ],
)
def test_what_is_not_safe_is_taken_on_request(changes: dict[str, object]) -> None:
    made = fixed("Take .5 cc.", DOSE, changes=changes)
    assert (text(made), made.left, made.taken) == ("Take .5 cc.", 2, ())
    asked = fixed("Take .5 cc.", DOSE, unsafe=True, changes=changes)
    assert (text(asked), asked.left, len(asked.taken)) == ("Take 0.5 mL.", 0, 2)


@pytest.mark.parametrize("fate", [fate for fate in Disposition if fate is not Disposition.REPORTED])
def test_what_is_set_aside_is_left_alone(fate: Disposition) -> None:
    made = fixed("Take .5 cc.", DOSE, unsafe=True, changes={"disposition": fate})
    assert (text(made), made.taken, made.left) == ("Take .5 cc.", (), 0)


def test_a_text_made_of_another_file_is_left_alone() -> None:
    lint = linting(DOSE)
    result = lint("Take .5 cc.")
    assert result.document is not None
    origins = (Origin(Span(0, 11), "document", 1, 1),)
    result = replace(result, document=replace(result.document, origins=origins))
    assert fix(result, lint).result is result


@pytest.mark.parametrize(
    ("source", "put"),
    [
        pytest.param("Take **.5** now.", " .5 ", id="emphasis is undone"),
        pytest.param("Take [.5](b) now.", "](c) [", id="a link is cut"),
    ],
)
def test_a_fix_that_undoes_the_markup_around_it_is_refused(source: str, put: str) -> None:
    made = fixed(source, {"a": (r"\.5", put.replace(".5", ""))})
    assert (text(made), len(made.refused)) == (source, 1)


_BARE = re.compile(r"(?<!\d)\.(\d)")
_PIECES = ["Take ", ".5", ".25", " mg", "0.5", " and ", "é😀", "\n", "\r\n", "\n\n", ". "]
_MARKUP = {
    Format.TEXT: ["- ", "  "],
    Format.MARKDOWN: ["**", "*", "[", "](a.b)", "`", "# ", "- ", "&amp;", "<b>", "</b>", "| "],
    Format.HTML: ["<b>", "</b>", "<p>", "</p>", "&amp;", "&#46;5", "<br>", "<li>", "<!-- .5 -->"],
}


@settings(max_examples=150, deadline=None)
@given(data=st.data(), format_=st.sampled_from(sorted(_MARKUP)))
def test_only_the_words_of_findings_change_in_any_markup(
    data: st.DataObject, format_: Format
) -> None:
    pieces = data.draw(st.lists(st.sampled_from([*_PIECES, *_MARKUP[format_]]), max_size=14))

    def lint(source: str) -> FileResult:
        document = parse(source, path="a", format=format_)
        found = []
        for block in document.blocks:
            for match in _BARE.finditer(block.text):
                span = Span(*match.span())
                put = replacement(document, block, span, f"0.{match[1]}")
                place = block.map.to_source(span)
                finding = linting({"dose": ("x", None)})("x").findings[0]
                fix_ = () if put is None else (put,)
                mark = f"{place} {source}"
                found.append(replace(finding, span=place, fingerprint=mark, fix=fix_))
        return FileResult("a", document, tuple(sorted(found, key=lambda f: f.span)))

    before = lint("".join(pieces))
    after = fix(before, lint).result
    assert before.document is not None
    assert after.document is not None
    plain = [
        [re.sub(r"0\.(?=\d)", ".", block.text) for block in result.blocks]
        for result in (before.document, after.document)
    ]
    assert plain[0] == plain[1]


def test_a_fix_of_several_places_is_taken_whole() -> None:
    source = "Take .5 cc of .5 cc."
    spans = [Span(*match.span()) for match in re.finditer("cc", source)]
    lint = linting(DOSE)
    (first, *_) = lint(source).findings
    both = replace(first, fix=tuple(Replacement(span, "mL") for span in spans), rule="unit")
    made = fix(replace(lint(source), findings=(both, *lint(source).findings)), lint)
    assert text(made) == "Take 0.5 mL of 0.5 mL."


@given(
    source=st.text("ab é😀\r\n", max_size=30),
    cuts=st.lists(st.tuples(st.integers(0, 30), st.text("xy", max_size=3)), max_size=5),
)
def test_nothing_but_the_places_changes(source: str, cuts: list[tuple[int, str]]) -> None:
    edges = sorted({min(at, len(source)) for at, _ in cuts})
    spans = [Span(*pair) for pair in zip(edges[::2], edges[1::2], strict=False)]
    edits = [Replacement(span, put) for span, (_, put) in zip(spans, cuts, strict=False)]
    expected, at = "", 0
    for edit in edits:
        expected += source[at : edit.span.start] + edit.text
        at = edit.span.end
    assert written(source, reversed(edits)) == expected + source[at:]
