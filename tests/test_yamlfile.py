"""Strict YAML: what is wrong, at which place, in the words a user reads."""

import datetime as dt
import time
from pathlib import Path
from typing import Annotated, Any, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, ConfigDict, Field

from medlint import textfile, yamlfile
from medlint.errors import ConfigError, RuleError


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class Source(Strict):
    title: str
    year: int | None = None


class Words(Strict):
    kind: Literal["words"]
    any_of: list[str]


class Pattern(Strict):
    kind: Literal["pattern"]
    pattern: str


class Entry(Strict):
    id: str
    day: dt.date
    terms: list[str] = []
    sources: list[Source] = []
    match: Annotated[Words | Pattern, Field(discriminator="kind")] | None = None


HEAD = "id: entry\nday: 2026-11-22\n"


def load(text: str) -> Entry:
    return yamlfile.load(text, Entry, name="rules/entry.yaml", error=RuleError)


def fault(text: str) -> str:
    with pytest.raises(RuleError) as caught:
        load(text)
    return str(caught.value)


def test_reads_what_is_well_formed() -> None:
    entry = load(
        f"{HEAD}# a comment\nterms: [one, 'two', \"three\", no-break]\n"
        "sources:\n  - {title: Act, year: 2001}\n  - title: >\n      folded\n      text\n"
        "match: {kind: words, any_of: ['yes']}\n"
    )
    assert entry == Entry(
        id="entry",
        day=dt.date(2026, 11, 22),
        terms=["one", "two", "three", "no-break"],
        sources=[Source(title="Act", year=2001), Source(title="folded text\n")],
        match=Words(kind="words", any_of=["yes"]),
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "",
            ["rules/entry.yaml:1:1: the file is empty", "    1 |", "      | ^"],
            id="empty",
        ),
        pytest.param(
            "# nothing but a comment\n",
            [
                "rules/entry.yaml:1:1: the file is empty",
                "    1 | # nothing but a comment",
                "      | ^",
            ],
            id="only a comment",
        ),
        pytest.param(
            "# a list\n- one\n",
            [
                "rules/entry.yaml:2:1: expected a mapping of keys to values",
                "    1 | # a list",
                "    2 | - one",
                "      | ^",
            ],
            id="a list at the top",
        ),
        pytest.param(
            "just words\n",
            [
                "rules/entry.yaml:1:1: expected a mapping of keys to values",
                "    1 | just words",
                "      | ^",
            ],
            id="a text at the top",
        ),
        pytest.param(
            f"{HEAD}id: again\n",
            [
                "rules/entry.yaml:3:1: the key 'id' stands here twice",
                "    2 | day: 2026-11-22",
                "    3 | id: again",
                "      | ^",
            ],
            id="duplicate key",
        ),
        pytest.param(
            f"{HEAD}sources:\n  - title: a\n    title: b\n",
            [
                "rules/entry.yaml:5:5: the key 'title' stands here twice",
                "    4 |   - title: a",
                "    5 |     title: b",
                "      |     ^",
            ],
            id="duplicate key inside a list",
        ),
        pytest.param(
            f"{HEAD}trems: [a]\n",
            [
                "rules/entry.yaml:3:1: unknown key 'trems'; did you mean 'terms'?",
                "    2 | day: 2026-11-22",
                "    3 | trems: [a]",
                "      | ^",
            ],
            id="unknown key",
        ),
        pytest.param(
            f"{HEAD}xylophone: 1\n",
            [
                (
                    "rules/entry.yaml:3:1: unknown key 'xylophone'; "
                    "known are day, id, match, sources, terms"
                ),
                "    2 | day: 2026-11-22",
                "    3 | xylophone: 1",
                "      | ^",
            ],
            id="unknown key like no other",
        ),
        pytest.param(
            "id: entry\nno: 2026-11-22\n",
            [
                "rules/entry.yaml:2:1: the key False is not text; put it in quotes",
                "    1 | id: entry",
                "    2 | no: 2026-11-22",
                "      | ^",
            ],
            id="key that YAML takes for a truth value",
        ),
        pytest.param(
            f"{HEAD}? [a, b]\n: c\n",
            [
                "rules/entry.yaml:3:3: this key is not text; put it in quotes",
                "    2 | day: 2026-11-22",
                "    3 | ? [a, b]",
                "      |   ^",
            ],
            id="key that is a list",
        ),
        pytest.param(
            f"{HEAD}<<: {{terms: [a]}}\n",
            [
                "rules/entry.yaml:3:1: unknown key '<<'; known are day, id, match, sources, terms",
                "    2 | day: 2026-11-22",
                "    3 | <<: {terms: [a]}",
                "      | ^",
            ],
            id="merge key",
        ),
        pytest.param(
            "# first\nid: entry\nterms: []\n",
            [
                "rules/entry.yaml:2:1: the key 'day' is missing",
                "    1 | # first",
                "    2 | id: entry",
                "      | ^",
            ],
            id="missing key",
        ),
        pytest.param(
            f"{HEAD}sources:\n  - title: a\n  - year: 2001\n",
            [
                "rules/entry.yaml:5:5: the key 'title' is missing",
                "    4 |   - title: a",
                "    5 |   - year: 2001",
                "      |     ^",
            ],
            id="missing key inside a list",
        ),
        pytest.param(
            "id: entry\ndya: 2026-11-22\n",
            [
                "rules/entry.yaml:2:1: unknown key 'dya'; did you mean 'day'?",
                "    1 | id: entry",
                "    2 | dya: 2026-11-22",
                "      | ^",
            ],
            id="a misspelt key is told before the missing one",
        ),
        pytest.param(
            f"{HEAD}terms: one\n",
            [
                "rules/entry.yaml:3:1: input should be a valid list",
                "    2 | day: 2026-11-22",
                "    3 | terms: one",
                "      | ^",
            ],
            id="text for a list",
        ),
        pytest.param(
            f"{HEAD}terms: [one, no]\n",
            [
                "rules/entry.yaml:3:14: input should be a valid string; put it in quotes",
                "    2 | day: 2026-11-22",
                "    3 | terms: [one, no]",
                "      |              ^",
            ],
            id="truth value for a text",
        ),
        pytest.param(
            f"{HEAD}sources:\n  - title: 2001\n",
            [
                "rules/entry.yaml:4:5: input should be a valid string; put it in quotes",
                "    3 | sources:",
                "    4 |   - title: 2001",
                "      |     ^",
            ],
            id="number for a text",
        ),
        pytest.param(
            f"{HEAD}sources: [Act]\n",
            [
                "rules/entry.yaml:3:11: expected a mapping of keys to values",
                "    2 | day: 2026-11-22",
                "    3 | sources: [Act]",
                "      |           ^",
            ],
            id="text for a mapping",
        ),
        pytest.param(
            f"{HEAD}sources:\n  - {{title: a, year: '2001'}}\n",
            [
                "rules/entry.yaml:4:16: input should be a valid integer",
                "    3 | sources:",
                "    4 |   - {title: a, year: '2001'}",
                "      |                ^",
            ],
            id="text for a number",
        ),
        pytest.param(
            "id: entry\nday: 2026-02-30\n",
            [
                "rules/entry.yaml:2:6: day is out of range for month",
                "    1 | id: entry",
                "    2 | day: 2026-02-30",
                "      |      ^",
            ],
            id="a day that does not exist",
        ),
        pytest.param(
            "id: entry\nday: last week\n",
            [
                "rules/entry.yaml:2:1: input should be a valid date",
                "    1 | id: entry",
                "    2 | day: last week",
                "      | ^",
            ],
            id="no date at all",
        ),
        pytest.param(
            f"{HEAD}match: {{any_of: [a]}}\n",
            [
                "rules/entry.yaml:3:1: the key 'kind' is missing",
                "    2 | day: 2026-11-22",
                "    3 | match: {any_of: [a]}",
                "      | ^",
            ],
            id="union without its kind",
        ),
        pytest.param(
            f"{HEAD}match: {{kind: wurds}}\n",
            [
                "rules/entry.yaml:3:1: unknown kind 'wurds'; known are 'words', 'pattern'",
                "    2 | day: 2026-11-22",
                "    3 | match: {kind: wurds}",
                "      | ^",
            ],
            id="union with an unknown kind",
        ),
        pytest.param(
            f"{HEAD}match: {{kind: words, any_off: [a]}}\n",
            [
                "rules/entry.yaml:3:22: unknown key 'any_off'; did you mean 'any_of'?",
                "    2 | day: 2026-11-22",
                "    3 | match: {kind: words, any_off: [a]}",
                "      |                      ^",
            ],
            id="unknown key inside a union",
        ),
        pytest.param(
            f"{HEAD}terms: [&x one, *x]\n",
            [
                "rules/entry.yaml:3:17: aliases are not read; write it out",
                "    2 | day: 2026-11-22",
                "    3 | terms: [&x one, *x]",
                "      |                 ^",
            ],
            id="alias",
        ),
        pytest.param(
            f"{HEAD}terms: &x [*x]\n",
            [
                "rules/entry.yaml:3:12: aliases are not read; write it out",
                "    2 | day: 2026-11-22",
                "    3 | terms: &x [*x]",
                "      |            ^",
            ],
            id="alias of the list around it",
        ),
        pytest.param(
            f"{HEAD}terms: !!python/tuple [a]\n",
            [
                "rules/entry.yaml:3:8: tags are not read; write the value alone",
                "    2 | day: 2026-11-22",
                "    3 | terms: !!python/tuple [a]",
                "      |        ^",
            ],
            id="tag",
        ),
        pytest.param(
            f"{HEAD}---\nid: second\n",
            [
                "rules/entry.yaml:3:1: a second document begins here",
                "    2 | day: 2026-11-22",
                "    3 | ---",
                "      | ^",
            ],
            id="two documents",
        ),
        pytest.param(
            f"{HEAD}\tterms: [a]\n",
            [
                "rules/entry.yaml:3:1: found a tab character that violates indentation",
                "    2 | day: 2026-11-22",
                "    3 | \tterms: [a]",
                "      | ^",
            ],
            id="tab for indentation",
        ),
        pytest.param(
            f"{HEAD}terms: [a,\tno, b]\n",
            [
                "rules/entry.yaml:3:12: input should be a valid string; put it in quotes",
                "    2 | day: 2026-11-22",
                "    3 | terms: [a,\tno, b]",
                "      |           \t^",
            ],
            id="the mark stands right behind a tab",
        ),
        pytest.param(
            f"{HEAD}terms: [a\n",
            [
                "rules/entry.yaml:4:1: did not find expected ',' or ']'",
                "    3 | terms: [a",
                "    4 |",
                "      | ^",
            ],
            id="open bracket",
        ),
        pytest.param(
            f"{HEAD}terms: 'a\n",
            [
                "rules/entry.yaml:4:1: found unexpected end of stream",
                "    3 | terms: 'a",
                "    4 |",
                "      | ^",
            ],
            id="open quotation mark",
        ),
        pytest.param(
            f"{HEAD}terms: [a\x1b]\n",
            [
                (
                    "rules/entry.yaml:3:10: unacceptable character #x001b: "
                    "control characters are not allowed"
                ),
                "    2 | day: 2026-11-22",
                "    3 | terms: [a\N{REPLACEMENT CHARACTER}]",
                "      |          ^",
            ],
            id="control character, which the terminal is spared",
        ),
        pytest.param(
            "id: \N{OLD PERSONAL COMPUTER}\N{OLD PERSONAL COMPUTER}\nday: [\N{PILL}, no]\n",
            [
                "rules/entry.yaml:2:1: input should be a valid date",
                "    1 | id: \N{OLD PERSONAL COMPUTER}\N{OLD PERSONAL COMPUTER}",
                "    2 | day: [\N{PILL}, no]",
                "      | ^",
            ],
            id="places count code points",
        ),
    ],
)
def test_shows_the_fault_at_its_place(text: str, expected: list[str]) -> None:
    assert fault(text).split("\n") == expected


def test_suggests_only_keys_of_the_place_itself() -> None:
    assert "unknown key 'titel'; known are day, id, match, sources, terms\n" in fault(
        f"titel: a\n{HEAD}"
    )
    nested = fault(f"{HEAD}sources: [{{titel: a}}]\n")
    assert "unknown key 'titel'; did you mean 'title'?\n" in nested


def test_a_byte_order_mark_is_no_text(tmp_path: Path) -> None:
    path = tmp_path / "entry.yaml"
    path.write_bytes(b"\xef\xbb\xbfid: entry\nday: 2026-11-22\nbad: 1\n")
    text = textfile.read_text(path, RuleError)
    assert text.startswith("id:")
    assert fault(text).startswith(
        "rules/entry.yaml:3:1: unknown key 'bad'; known are day, id, match, sources, terms\n"
    )
    assert load(f"\N{BYTE ORDER MARK}{HEAD}").id == "entry"
    assert fault(f"\N{BYTE ORDER MARK}bad: 1\n{HEAD}").startswith("rules/entry.yaml:1:1: ")


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_places_hold_for_every_line_ending(ending: str) -> None:
    text = ending.join(["id: entry", "day: 2026-11-22", "terms: [a, 3]", ""])
    assert fault(text).split("\n") == [
        "rules/entry.yaml:3:12: input should be a valid string; put it in quotes",
        "    2 | day: 2026-11-22",
        "    3 | terms: [a, 3]",
        "      |            ^",
    ]


@pytest.mark.parametrize("depth", [60, 2_000, 200_000])
@pytest.mark.parametrize("opening", ["[", "- ", "{a: ", "? "])
def test_deep_nesting_is_an_error_and_no_crash(opening: str, depth: int) -> None:
    message = fault(f"{HEAD}terms:\n  {opening * depth}\n")
    assert message.startswith("rules/entry.yaml:4:")
    assert ": this is nested too deeply\n" in message or ": this key is not text" in message


def test_nesting_that_people_write_is_read() -> None:
    message = fault(f"{HEAD}terms: {'[' * 20}{']' * 20}\n")
    assert "nested" not in message


def test_a_fault_in_a_long_line_is_shown_in_a_short_frame() -> None:
    words = ", ".join(f"word{number}" for number in range(100_000))
    message = fault(f"{HEAD}terms: [{words}, 3, more, and more]\n")
    assert message.split("\n") == [
        f"rules/entry.yaml:3:{len(words) + 11}: input should be a valid string; put it in quotes",
        "    2 |",
        "    3 | 995, word99996, word99997, word99998, word99999, 3, more, and more]",
        "      |                                                  ^",
    ]


def test_a_large_file_is_read_quickly() -> None:
    lines = "".join(f"  - a term of several words, number {number}\n" for number in range(130_000))
    text = f"{HEAD}terms:\n{lines}"
    assert len(text) > 5_000_000
    began = time.process_time()
    entry = load(text)
    assert len(entry.terms) == 130_000
    assert time.process_time() - began < 20  # seconds; a parser in plain Python takes minutes


@pytest.mark.parametrize(
    ("data", "message"),
    [
        pytest.param(
            {"id": "a", "day": dt.date(2026, 1, 1), "trems": []},
            "pyproject.toml [tool.x]: trems: unknown key 'trems'; did you mean 'terms'?",
            id="unknown key",
        ),
        pytest.param(
            {"id": "a", "day": dt.date(2026, 1, 1), "terms": [1]},
            "pyproject.toml [tool.x]: terms.0: input should be a valid string; put it in quotes",
            id="wrong type",
        ),
        pytest.param(
            {"id": "a"}, "pyproject.toml [tool.x]: day: the key 'day' is missing", id="missing"
        ),
        pytest.param(
            "text",
            "pyproject.toml [tool.x]: expected a mapping of keys to values",
            id="no table",
        ),
    ],
)
def test_checks_data_from_elsewhere(data: object, message: str) -> None:
    with pytest.raises(ConfigError) as caught:
        yamlfile.validate(data, Entry, name="pyproject.toml [tool.x]", error=ConfigError)
    assert str(caught.value) == message


def test_unreadable_files_are_errors_of_the_callers_type(tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as missing:
        textfile.read_text(tmp_path / "none.yaml", ConfigError)
    assert str(missing.value) == f"{tmp_path}/none.yaml: cannot be read (No such file or directory)"
    with pytest.raises(RuleError) as folder:
        textfile.read_text(tmp_path, RuleError)
    assert str(folder.value) == f"{tmp_path}: cannot be read (Is a directory)"
    latin = tmp_path / "latin.yaml"
    latin.write_bytes("id: café\n".encode("latin-1"))
    with pytest.raises(RuleError) as bytes_:
        textfile.read_text(latin, RuleError)
    assert str(bytes_.value) == f"{latin}: not UTF-8 (byte 7); save it as UTF-8"


class Anything(Strict):
    value: Any


_SCALARS = st.none() | st.booleans() | st.integers() | st.text(max_size=8)
_DATA = st.recursive(
    _SCALARS,
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4)
    ),
    max_leaves=12,
)


@given(value=_DATA)
def test_reads_back_any_plain_data(value: Any) -> None:
    import yaml  # noqa: PLC0415 -- the oracle, of no use elsewhere here

    text = yaml.safe_dump({"value": value}, width=10_000)
    assert yamlfile.load(text, Anything, name="x", error=RuleError).value == value


@given(text=st.text(alphabet="ab:-[]{}&*!|>'\"#%@,? \n\t", max_size=40))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        yamlfile.load(text, Anything, name="x", error=RuleError)
    except RuleError as error:
        place = str(error).split(":", 3)
        assert place[0] == "x"
        assert int(place[1]) >= 1
        assert int(place[2]) >= 1
