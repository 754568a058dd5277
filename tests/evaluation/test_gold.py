"""Annotations: what is read, and what a broken file is told, word for word."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from medlint.errors import CorpusError, DecodeError
from medlint.evaluation.annotated import Annotated, Annotation, Split
from medlint.evaluation.gold import read_claims, read_gold
from medlint.text import Span

WriteArticle = Callable[..., Path]

SOURCE = "Green tea heals gout.\nSo does black tea, \N{HERB} they say.\n"


@pytest.fixture(autouse=True)
def _inside(corpus_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(corpus_folder)  # so that messages show relative paths


def test_reads_an_article_and_where_its_quotes_stand(write_article: WriteArticle) -> None:
    write_article(
        "tea.md",
        SOURCE,
        expected='{rule: reversal-verb, quote: "heals gout", sure: true}, '
        '{rule: testimonial, quote: "they say", sure: false}',
        silent='{rule: reversal-verb, quote: "black tea"}',
        kind="treacherous",
        split="test",
    )
    assert read_gold(Path("tea.gold.yaml")) == Annotated(
        path="tea.md",
        source=SOURCE,
        kind="treacherous",
        split=Split.TEST,
        expected=(
            Annotation("reversal-verb", Span(10, 20), sure=True),
            Annotation("testimonial", Span(43, 51), sure=False),
        ),
        silent=(Annotation("reversal-verb", Span(30, 39)),),
        fully_marked=frozenset({"miracle-word", "reversal-verb"}),
    )


def test_offsets_are_those_of_the_linter(write_article: WriteArticle) -> None:
    write_article(
        "tea.txt",
        "\N{BYTE ORDER MARK}One.\r\nTea heals gout.\r\n",
        expected='{rule: reversal-verb, quote: "heals gout", sure: true}',
    )
    (mark,) = read_gold(Path("tea.gold.yaml")).expected
    assert mark.span == Span(10, 20)


def fault(gold: str) -> str:
    Path("tea.gold.yaml").write_text(gold, encoding="utf-8")
    with pytest.raises(CorpusError) as caught:
        read_gold(Path("tea.gold.yaml"))
    return str(caught.value)


HEAD = "kind: flawed\nsplit: dev\ntopic: gout\n"


@pytest.mark.parametrize(
    ("gold", "message"),
    [
        pytest.param(
            f"{HEAD}expected:\n  - {{rule: reversal-verb, quote: heals lupus, sure: true}}\n"
            "silent: []\n",
            "tea.gold.yaml:5:27: 'heals lupus' occurs 0 times in the text; quote what occurs once\n"
            "    4 | expected:\n"
            "    5 |   - {rule: reversal-verb, quote: heals lupus, sure: true}\n"
            "      |                           ^",
            id="absent quote",
        ),
        pytest.param(
            f"{HEAD}expected: []\nsilent:\n  - {{rule: reversal-verb, quote: tea}}\n",
            "tea.gold.yaml:6:27: 'tea' occurs 2 times in the text; quote what occurs once\n"
            "    5 | silent:\n"
            "    6 |   - {rule: reversal-verb, quote: tea}\n"
            "      |                           ^",
            id="ambiguous quote",
        ),
        pytest.param(
            f"{HEAD}expected: []\nsilent:\n  - {{rule: reversal-verbs, quote: heals gout}}\n",
            "tea.gold.yaml:6:6: the catalogue has no rule 'reversal-verbs'; "
            "did you mean 'reversal-verb'?\n"
            "    5 | silent:\n"
            "    6 |   - {rule: reversal-verbs, quote: heals gout}\n"
            "      |      ^",
            id="unknown rule",
        ),
        pytest.param(
            f"{HEAD}expected: []\n",
            "tea.gold.yaml:1:1: the key 'silent' is missing\n    1 | kind: flawed\n      | ^",
            id="missing part",
        ),
        pytest.param(
            f"{HEAD}expected:\n  - {{rule: reversal-verb, quote: heals gout}}\nsilent: []\n",
            "tea.gold.yaml:5:5: the key 'sure' is missing\n"
            "    4 | expected:\n"
            "    5 |   - {rule: reversal-verb, quote: heals gout}\n"
            "      |     ^",
            id="missing key",
        ),
        pytest.param(
            f"{HEAD}expected:\n  - {{rule: reversal-verb, quote: heals gout, sure: maybe}}\n"
            "silent: []\n",
            "tea.gold.yaml:5:46: input should be a valid boolean\n"
            "    4 | expected:\n"
            "    5 |   - {rule: reversal-verb, quote: heals gout, sure: maybe}\n"
            "      |                                              ^",
            id="sure is no boolean",
        ),
        pytest.param(
            f"{HEAD}expected: []\nsilent:\n"
            "  - {rule: reversal-verb, quote: heals gout, sure: true}\n",
            "tea.gold.yaml:6:46: unknown key 'sure'; known are quote, rule\n"
            "    5 | silent:\n"
            "    6 |   - {rule: reversal-verb, quote: heals gout, sure: true}\n"
            "      |                                              ^",
            id="key of the other part",
        ),
        pytest.param(
            f"{HEAD}expected:\n  - {{rule: reversal-verb, quote: heals gout, sure: true}}\n"
            "silent:\n  - {rule: reversal-verb, quote: heals gout}\n",
            "tea.gold.yaml:6:1: 'heals gout' is marked twice for reversal-verb\n"
            "    5 |   - {rule: reversal-verb, quote: heals gout, sure: true}\n"
            "    6 | silent:\n"
            "      | ^",
            id="marked twice",
        ),
        pytest.param(
            f"{HEAD}expected:\n  - {{rule: reversal-verb, quote: heals gout, sure: true}}\n"
            "silent:\n  - {rule: reversal-verb, quote: Green tea heals}\n",
            "tea.gold.yaml:6:1: 'Green tea heals' overlaps 'heals gout', "
            "expected for reversal-verb\n"
            "    5 |   - {rule: reversal-verb, quote: heals gout, sure: true}\n"
            "    6 | silent:\n"
            "      | ^",
            id="expected and silent overlap",
        ),
        pytest.param(
            f"{HEAD.replace('flawed', 'awful')}expected: []\nsilent: []\n",
            "tea.gold.yaml:1:1: input should be 'flawed', 'careful' or 'treacherous'\n"
            "    1 | kind: awful\n"
            "      | ^",
            id="unknown kind",
        ),
        pytest.param(
            f"{HEAD.replace('dev', 'claims')}expected: []\nsilent: []\n",
            "tea.gold.yaml:2:1: an article is of the split dev or test\n"
            "    1 | kind: flawed\n"
            "    2 | split: claims\n"
            "      | ^",
            id="an article is no claim",
        ),
    ],
)
def test_a_faulty_gold_is_shown_its_place(gold: str, message: str) -> None:
    Path("tea.md").write_text(SOURCE, encoding="utf-8")
    assert fault(gold) == message


def test_one_rule_may_be_expected_and_another_silent_at_one_place(
    write_article: WriteArticle,
) -> None:
    gold = write_article(
        "tea.md",
        SOURCE,
        expected='{rule: reversal-verb, quote: "heals gout", sure: true}',
        silent='{rule: root-cause, quote: "heals gout"}',
    )
    assert len(read_gold(gold).silent) == 1


@pytest.mark.parametrize(
    ("articles", "found"),
    [
        pytest.param([], "none", id="none"),
        pytest.param(["tea.md", "tea.txt"], "tea.md and tea.txt", id="two"),
    ],
)
def test_a_gold_stands_beside_one_article(articles: list[str], found: str) -> None:
    for name in articles:
        Path(name).write_text(SOURCE, encoding="utf-8")
    assert fault(f"{HEAD}expected: []\nsilent: []\n") == (
        f"tea.gold.yaml: one article called 'tea' must stand beside it; found {found}"
    )


def test_an_article_that_cannot_be_read_is_named(write_article: WriteArticle) -> None:
    gold = write_article("tea.md", SOURCE)
    Path("tea.md").write_bytes(b"caf\xe9 au lait")
    with pytest.raises(DecodeError, match=r"tea\.md: not checked: not UTF-8 text: byte 0xe9"):
        read_gold(gold)


def test_a_corpus_needs_a_catalogue(write_article: WriteArticle) -> None:
    write_article("tea.md", SOURCE)
    Path("catalogue.yaml").unlink()
    with pytest.raises(CorpusError) as caught:
        read_gold(Path("tea.gold.yaml"))
    message = "tea.gold.yaml: no catalogue.yaml beside or above it says which rules there are"
    assert str(caught.value) == message


@pytest.mark.parametrize(
    ("catalogue", "message"),
    [
        pytest.param("rules: [a, b, a]\n", "the rule 'a' stands here twice", id="twice"),
        pytest.param(
            "rules: [a]\nfully_marked: [b]\n",
            "'b' is fully marked, but is none of the rules",
            id="not a rule",
        ),
        pytest.param("rules: []\n", "list should have at least 1 item", id="empty"),
        pytest.param(
            "rules: [a]\nfully-marked: [a]\n",
            "unknown key 'fully-marked'; did you mean 'fully_marked'?",
            id="misspelt",
        ),
    ],
)
def test_a_catalogue_is_checked(write_article: WriteArticle, catalogue: str, message: str) -> None:
    gold = write_article("tea.md", SOURCE)
    Path("catalogue.yaml").write_text(catalogue, encoding="utf-8")
    with pytest.raises(CorpusError) as caught:
        read_gold(gold)
    place, _, text = str(caught.value).splitlines()[0].partition(": ")
    assert Path(place.rsplit(":", 2)[0]).name == "catalogue.yaml"
    assert text.startswith(message)


def claims(*lines: object) -> Path:
    path = Path("claims.jsonl")
    rows = [line if isinstance(line, str) else json.dumps(line) for line in lines]
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return path


CLAIM = {"text": "Tea heals gout.", "rule": "reversal-verb", "span": "heals gout", "kind": "claim"}
LOOK_ALIKE = {"text": "The heels are gout.", "rule": None, "span": None, "kind": "look-alike"}


def test_reads_labelled_sentences() -> None:
    found = read_claims(claims(CLAIM, "", LOOK_ALIKE))
    assert found == [
        Annotated(
            path="claims.jsonl:1",
            source="Tea heals gout.",
            kind="claim",
            split=Split.CLAIMS,
            expected=(Annotation("reversal-verb", Span(4, 14)),),
            silent=(),
            fully_marked=frozenset({"reversal-verb"}),
        ),
        Annotated(
            path="claims.jsonl:3",
            source="The heels are gout.",
            kind="look-alike",
            split=Split.CLAIMS,
            expected=(),
            silent=(),
            fully_marked=frozenset(
                {"miracle-word", "reversal-verb", "root-cause", "testimonial", "wonder-word"}
            ),
        ),
    ]
    assert [one.linted_as for one in found] == ["claims.jsonl:1.md", "claims.jsonl:3.md"]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        pytest.param(
            "{'text': 1}", "claims.jsonl:1:2: not JSON (Expecting property name", id="JSON"
        ),
        pytest.param("[]", "claims.jsonl:1: expected a mapping of keys to values", id="a list"),
        pytest.param(
            {**CLAIM, "span": "heals lupus"},
            "claims.jsonl:1: 'heals lupus' occurs 0 times in the text; quote what occurs once",
            id="absent span",
        ),
        pytest.param(
            {**CLAIM, "rule": None},
            "claims.jsonl:1: 'rule' and 'span' are both null or neither is",
            id="span without rule",
        ),
        pytest.param(
            {**CLAIM, "rule": "cure-all"},
            "claims.jsonl:1: rule: the catalogue has no rule 'cure-all'",
            id="unknown rule",
        ),
        pytest.param(
            {**CLAIM, "sure": True},
            "claims.jsonl:1: sure: unknown key 'sure'; known are kind, rule, span, text",
            id="unknown key",
        ),
    ],
)
def test_a_faulty_line_is_named(line: object, message: str) -> None:
    path = claims(line)
    with pytest.raises(CorpusError) as caught:
        read_claims(path)
    assert str(caught.value).startswith(message)


def test_claims_without_a_catalogue_are_refused() -> None:
    path = claims(CLAIM)
    Path("catalogue.yaml").unlink()
    with pytest.raises(CorpusError, match=r"claims\.jsonl: no catalogue\.yaml"):
        read_claims(path)
