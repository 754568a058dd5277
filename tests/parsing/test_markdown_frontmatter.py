from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from medlint.document import Block, BlockKind
from medlint.errors import ParseError
from medlint.parsing.markdown import parse
from medlint.text import Span


def blocks(source: str) -> list[str]:
    document = parse(source, "x.md")
    document.verify()
    return [f"{block.kind}: {block.text}" for block in document.blocks]


@pytest.mark.parametrize(
    ("source", "metadata"),
    [
        pytest.param(
            "---\ntitle: One\ndate: 2020-01-02\nweight: 5\ndraft: no\n---\n",
            {"title": "One", "date": "2020-01-02", "weight": "5", "draft": "no"},
            id="yaml-scalars-as-written",
        ),
        pytest.param(
            "---\na: ~\nb:\nc: []\nd: {e: f}\ng: &h i\n---\n",
            {"g": "i"},
            id="yaml-what-is-no-scalar",
        ),
        pytest.param("---\na: b\n...\n", {"a": "b"}, id="yaml-closed-by-dots"),
        pytest.param("---\r\na: é\r\n---\r\n", {"a": "é"}, id="yaml-crlf"),
        pytest.param("---\ra: b\r---\r", {"a": "b"}, id="yaml-cr"),
        pytest.param("\ufeff---\na: b\n---\n", {"a": "b"}, id="byte-order-mark"),
        pytest.param("---\n# nothing\n---\n", {}, id="yaml-empty"),
        pytest.param(
            '+++\ntitle = "One"\ndate = 2020-01-02\ndraft = true\nn = 1.5\n'
            't = ["a"]\n[x]\ny = 1\n+++\n',
            {"title": "One", "date": "2020-01-02", "draft": "true", "n": "1.5"},
            id="toml",
        ),
    ],
)
def test_metadata(source: str, metadata: dict[str, str]) -> None:
    assert parse(source, "x.md").metadata == metadata


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param(
            "---\nsummary: Two\ntitle: One\nslug: none\n---\nThree\n",
            ["meta: Two", "title: One", "paragraph: Three"],
            id="in-order",
        ),
        pytest.param("---\ntitle: 'It''s &amp; é'\n---\n", ["title: It's & é"], id="single-quoted"),
        pytest.param(
            '---\ntitle: "A \\"b\\" \\u00e9 \\\n   c"\n---\n',
            ['title: A "b" é c'],
            id="double-quoted",
        ),
        pytest.param("---\ntitle: a\n  b # c\n---\n", ["title: a b"], id="plain-over-lines"),
        pytest.param(
            "---\ndescription: >-\n  one\n  two\n\n  three\n---\n",
            ["meta: one two three"],
            id="folded",
        ),
        pytest.param("---\nsummary: |\n  one\n  two\n---\n", ["meta: one two"], id="literal"),
        pytest.param("---\ntitle: &t One\n---\n", ["title: One"], id="anchored"),
        pytest.param("---\ntitle: 2020\nsummary: '--'\n---\n", [], id="no-words"),
        pytest.param(
            '+++\ntitle = "A \\"b\\" &amp; \\u00e9"\ndescription = """\none\ntwo \\\n   three"""\n'
            "summary = 'raw \\ x'\n[other]\ntitle = 'not this'\n+++\n",
            ['title: A "b" & é', "meta: one two three", "meta: raw \\ x"],
            id="toml",
        ),
    ],
)
def test_values_that_people_read_are_blocks(source: str, expected: list[str]) -> None:
    assert blocks(source) == expected


def test_a_value_knows_its_place() -> None:
    source = '---\n# title: no\ntitle: "The é \\"cure\\" &amp; you"\n---\n'
    title = parse(source, "x.md").blocks[0]
    assert title.kind is BlockKind.TITLE
    assert place(title, "cure", source) == "cure"
    assert place(title, '"', source) == '\\"'
    assert place(title, "&", source) == "&amp;"
    assert title.source_span.of(source) == 'The é \\"cure\\" &amp; you'


def place(block: Block, words: str, source: str) -> str:
    at = block.text.index(words)
    return block.map.to_source(Span(at, at + len(words))).of(source)


@pytest.mark.parametrize(
    ("source", "message"),
    [
        pytest.param(
            "---\ntitle: One\nb: c: d\n---\n",
            "line 3: the front matter is not valid YAML: mapping values are not allowed in this "
            "context",
            id="yaml",
        ),
        pytest.param(
            "---\na: b\nc: [d\n---\n",
            "line 4: the front matter is not valid YAML: did not find expected ',' or ']'",
            id="yaml-list-left-open",
        ),
        pytest.param(
            "---\na: é\nb: \x01\n---\n",
            "line 3: the front matter is not valid YAML: control characters are not allowed",
            id="yaml-control-character",
        ),
        pytest.param(
            "---\na: " + "[" * 60 + "\n---\n",
            "line 2: the front matter is not valid YAML: nested too deeply",
            id="yaml-too-deep",
        ),
        pytest.param(
            "---\ntitle: One\n\nText.\n",
            "line 1: the front matter opened with --- is never closed",
            id="yaml-left-open",
        ),
        pytest.param(
            "+++\na = 1\nb = \n+++\n",
            "line 3: the front matter is not valid TOML: invalid value",
            id="toml",
        ),
        pytest.param(
            "+++\na = 1\n",
            "line 1: the front matter opened with +++ is never closed",
            id="toml-left-open",
        ),
        pytest.param(
            '+++\na = "\n+++\n',
            "line 2: the front matter is not valid TOML: illegal character '\\n'",
            id="toml-text-left-open",
        ),
        pytest.param(
            "+++\na = " + "[" * 5_000 + "\n+++\n",
            "line 2: the front matter is nested too deeply",
            id="toml-too-deep",
        ),
    ],
)
def test_what_cannot_be_read_is_said_in_one_line(source: str, message: str) -> None:
    with pytest.raises(ParseError) as raised:
        parse(source, "x.md")
    assert str(raised.value) == message


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param("---\n\nOne\n", ["paragraph: One"], id="rule"),
        pytest.param("---\nOne\n---\n\ntwo\n", ["heading: One", "paragraph: two"], id="heading"),
        pytest.param("---\n- one\n---\n", ["list-item: one"], id="list"),
        pytest.param("---\n*One* & [two](x)\n---\n", ["heading: One & two"], id="markup"),
        pytest.param(
            "one\n\n---\na: b\n---\n", ["paragraph: one", "heading: a: b"], id="further-down"
        ),
        pytest.param("---\nNote\n", ["paragraph: Note"], id="never-closed"),
    ],
)
def test_rules_that_open_no_front_matter(source: str, expected: list[str]) -> None:
    assert blocks(source) == expected
    assert parse(source, "x.md").metadata == {}


@given(text=st.text(st.characters(exclude_categories=["Cs"]), max_size=80))
@example(text="a: '\x85'")
@example(text="? a\n: b")
@example(text="%YAML 1.1")
@example(text='title: "\\UFFFFFFFF"')
def test_any_front_matter_is_read_or_refused(text: str) -> None:
    for source in (f"---\n{text}\n---\nbody\n", f"+++\n{text}\n+++\nbody\n"):
        try:
            document = parse(source, "x.md")
        except ParseError as error:
            assert "\n" not in str(error)  # noqa: PT017 -- either outcome is right
        else:
            document.verify()


WORDS = st.lists(
    st.sampled_from(
        ["cure", "é", "😀", "It's", '"so"', "5 %", "a: b", "#x", "e\u0301", "-", "{y}", "\\"]
    ),
    min_size=1,
    max_size=6,
).map(" ".join)


@given(words=WORDS, style=st.sampled_from(["'", '"', ">-\n  ", "|\n  "]))
def test_a_title_in_any_style_reads_as_its_value(words: str, style: str) -> None:
    written = words
    if style == "'":
        written = f"'{words.replace(style, style * 2)}'"
    elif style == '"':
        escaped = words.replace("\\", "\\\\").replace('"', '\\"')
        written = f'"{escaped}"'
    else:
        written = style + words
    source = f"---\ntitle: {written}\n---\n"
    document = parse(source, "x.md")
    document.verify()
    assert document.metadata["title"].strip() == words
    if any(char.isalpha() for char in words):
        (title,) = document.blocks
        assert title.text == words
        if "cure" in words:
            assert place(title, "cure", source) == "cure"
