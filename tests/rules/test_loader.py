"""Rule folders: what is read, and how a file that is wrong is told, word for word."""

from pathlib import Path

import pytest

from medlint.document import BlockKind, Format
from medlint.errors import RuleError
from medlint.finding import Category, Severity
from medlint.rules import kinds, loader, registry, sources
from medlint.rules.commended import PROSE
from medlint.rules.definition import Status
from medlint.rules.loader import RuleSet

RULE = """\
id: house-rule
category: certainty
summary: A cure is promised.
severity: error
confidence: medium
message: "'{match}' promises a cure."
advice: Say what was shown.
why: Readers believe it.
authority: [{title: An act}]
match: {kind: phrases, any_of: [miracle cure]}
flags: ["Turmeric is a [[miracle cure]]."]
passes: ["Turmeric is a miracle."]
"""

TERMS = """\
id: wonders
summary: Wonders.
source: Written for this test.
as_of: 2026-11-22
terms: [miracle, marvel]
"""

THERAPIES = """\
id: drugs
holds: therapies
summary: Drugs.
as_of: 2026-11-22
review_after_days: 100
jurisdiction: us
therapy_cues: [take]
caveat_contexts: [risk]
benefit_contexts: [improv]
classes:
  - id: statins
    label: Statins
    triggers: [statin]
    severity: warning
    caveats:
      - {id: muscles, label: muscle pain, any_of: [muscle]}
    verified: false
    sources:
      - {org: FDA, basis: secondary}
"""

KINDS = ", ".join(
    f"'{path.stem}'"
    for path in sorted(Path(kinds.__file__).parent.glob("*.py"))
    if path.stem != "__init__"
)
"""The kinds as a message lists them: each has a module of its name."""


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def fault(folder: Path) -> str:
    with pytest.raises(RuleError) as caught:
        loader.load([folder])
    return str(caught.value).replace(str(folder), "RULES")


def test_a_folder_holds_rules_and_tables(tmp_path: Path) -> None:
    write(tmp_path, "house-rule.yaml", RULE)
    write(tmp_path, "_terms/wonders.yaml", TERMS)
    write(tmp_path, "_guards/negated.yaml", "id: negated\nsummary: s\nforward: [never]\n")
    write(tmp_path, "_knowledge/drugs.yaml", THERAPIES)
    loaded = loader.load([tmp_path])
    definition = loaded.rules["house-rule"].definition
    assert loaded.rules["house-rule"].path == tmp_path / "house-rule.yaml"
    assert (definition.category, definition.severity) == (Category.CERTAINTY, Severity.ERROR)
    assert (definition.status, definition.scope) == (Status.STABLE, list(PROSE))
    assert definition.flags[0].source == "Turmeric is a miracle cure."
    assert definition.flags[0].spans == ((14, 26),)
    assert definition.flags[0].format is Format.MARKDOWN
    assert loaded.terms("wonders") == ["miracle", "marvel"]
    assert loaded.cues("negated").forward == ["never"]
    assert loaded.therapies("drugs").classes[0].needed == 1


def test_every_key_of_a_rule_is_read(tmp_path: Path) -> None:
    extra = (
        "status: preview\nscope: [heading, meta]\nunless: [negated]\nsofter_when: [hedged]\n"
        "todo: {flags: ['A [[wonder]] and a [[marvel]].'], passes: [{text: <p>x, format: html}]}\n"
    )
    write(tmp_path, "certainty/house-rule.yaml", RULE + extra)
    definition = loader.load([tmp_path]).rules["house-rule"].definition
    assert definition.status is Status.PREVIEW
    assert definition.scope == [BlockKind.HEADING, BlockKind.META]
    assert (definition.unless, definition.softer_when) == (["negated"], ["hedged"])
    assert definition.todo.flags[0].spans == ((2, 8), (15, 21))
    assert definition.todo.flags[0].source == "A wonder and a marvel."
    assert definition.todo.passes[0].format is Format.HTML


def changed(old: str, new: str) -> str:
    assert old in RULE
    return RULE.replace(old, new)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param(
            changed("advice:", "advise:"),
            "RULES/house-rule.yaml:7:1: unknown key 'advise'; did you mean 'advice'?\n"
            "    6 | message: \"'{match}' promises a cure.\"\n"
            "    7 | advise: Say what was shown.\n"
            "      | ^",
            id="unknown key",
        ),
        pytest.param(
            changed("authority: [{title: An act}]\n", ""),
            "RULES/house-rule.yaml:1:1: the key 'authority' is missing\n"
            "    1 | id: house-rule\n"
            "      | ^",
            id="missing key",
        ),
        pytest.param(
            changed("severity: error", "severity: fatal"),
            "RULES/house-rule.yaml:4:1: input should be 'error', 'warning' or 'note'\n"
            "    3 | summary: A cure is promised.\n"
            "    4 | severity: fatal\n"
            "      | ^",
            id="no severity",
        ),
        pytest.param(
            changed("{title: An act}", "{title: An act, year: '1914'}"),
            "RULES/house-rule.yaml:9:29: input should be a valid integer\n"
            "    8 | why: Readers believe it.\n"
            "    9 | authority: [{title: An act, year: '1914'}]\n"
            "      |                             ^",
            id="text for a number",
        ),
        pytest.param(
            changed("any_of: [miracle cure]", "any_of: [no]"),
            "RULES/house-rule.yaml:10:33: input should be a valid string; put it in quotes\n"
            "    9 | authority: [{title: An act}]\n"
            "   10 | match: {kind: phrases, any_of: [no]}\n"
            "      |                                 ^",
            id="truth value for a word",
        ),
        pytest.param(
            changed("any_of: [miracle cure]", "any_of: [' ']"),
            "RULES/house-rule.yaml:10:33: this must not be blank\n"
            "    9 | authority: [{title: An act}]\n"
            "   10 | match: {kind: phrases, any_of: [' ']}\n"
            "      |                                 ^",
            id="blank word",
        ),
        pytest.param(
            changed("any_of: [miracle cure]", "any_of: {tabel: wonders}"),
            "RULES/house-rule.yaml:10:33: unknown key 'tabel'; did you mean 'table'?\n"
            "    9 | authority: [{title: An act}]\n"
            "   10 | match: {kind: phrases, any_of: {tabel: wonders}}\n"
            "      |                                 ^",
            id="unknown key of a word list",
        ),
        pytest.param(
            changed("kind: phrases", "kind: phrase"),
            f"RULES/house-rule.yaml:10:1: unknown kind 'phrase'; known are {KINDS}\n"
            "    9 | authority: [{title: An act}]\n"
            "   10 | match: {kind: phrase, any_of: [miracle cure]}\n"
            "      | ^",
            id="unknown kind",
        ),
        pytest.param(
            changed("{kind: phrases, any_of: [miracle cure]}", "{kind: regex, patterns: ['a(b']}"),
            "RULES/house-rule.yaml:10:33: not a pattern that RE2 can run (missing ): a(b); "
            "it has no lookaround and no backreferences\n"
            "    9 | authority: [{title: An act}]\n"
            "   10 | match: {kind: regex, patterns: ['a(b']}\n"
            "      |                                 ^",
            id="broken pattern",
        ),
        pytest.param(
            changed(
                "{kind: phrases, any_of: [miracle cure]}", "{kind: regex, patterns: ['(?=a)b']}"
            ),
            "RULES/house-rule.yaml:10:33: not a pattern that RE2 can run (invalid perl operator: "
            "(?=); it has no lookaround and no backreferences\n"
            "    9 | authority: [{title: An act}]\n"
            "   10 | match: {kind: regex, patterns: ['(?=a)b']}\n"
            "      |                                 ^",
            id="lookahead",
        ),
        pytest.param(
            changed(
                "{kind: phrases, any_of: [miracle cure]}",
                "{kind: tokens, patterns: [[{LOWER: {REGEX: '(a+)+$'}}]]}",
            ),
            "RULES/house-rule.yaml:10:34: REGEX has no bound on its time; "
            "use IN with words, or the kind 'regex'\n"
            "    9 | authority: [{title: An act}]\n"
            "   10 | match: {kind: tokens, patterns: [[{LOWER: {REGEX: '(a+)+$'}}]]}\n"
            "      |                                  ^",
            id="unbounded pattern over tokens",
        ),
        pytest.param(
            changed(
                "{kind: phrases, any_of: [miracle cure]}",
                "{kind: tokens, patterns: [[{OP: '*'}, {OP: +}, {OP: '{2,}'}]]}",
            ),
            "RULES/house-rule.yaml:10:34: more than 2 repeated or 8 optional tokens "
            "have no bound on their time; write several patterns\n"
            "    9 | authority: [{title: An act}]\n"
            "   10 | match: {kind: tokens, patterns: [[{OP: '*'}, {OP: +}, {OP: '{2,}'}]]}\n"
            "      |                                  ^",
            id="repetitions over tokens",
        ),
        pytest.param(
            f"{RULE}unless: [negatd]\n",
            "RULES/house-rule.yaml:13:10: input should be 'negated', 'hedged', 'questioned', "
            "'quoted', 'attributed', 'conditional', 'cited', 'disclaimed' or 'mentioned'\n"
            '   12 | passes: ["Turmeric is a miracle."]\n'
            "   13 | unless: [negatd]\n"
            "      |          ^",
            id="unknown guard",
        ),
        pytest.param(
            f"{RULE}unless: [hedged]\nsofter_when: [cited, hedged]\n",
            "RULES/house-rule.yaml:14:1: "
            "the guard 'hedged' cannot be in both 'unless' and 'softer_when'\n"
            "   13 | unless: [hedged]\n"
            "   14 | softer_when: [cited, hedged]\n"
            "      | ^",
            id="a guard in two roles",
        ),
        pytest.param(
            f"{RULE}scope: [headings]\n",
            "RULES/house-rule.yaml:13:9: input should be 'heading', 'paragraph', 'list-item', "
            "'table-cell', 'quotation', 'caption', 'alt-text', 'title', 'meta', 'reference', "
            "'comment' or 'code'\n"
            '   12 | passes: ["Turmeric is a miracle."]\n'
            "   13 | scope: [headings]\n"
            "      |         ^",
            id="unknown scope",
        ),
        pytest.param(
            changed("'{match}' promises", "'{number}' promises"),
            "RULES/house-rule.yaml:6:1: "
            "'{number}' is not known to this kind; it has {match}, {term}\n"
            "    5 | confidence: medium\n"
            "    6 | message: \"'{number}' promises a cure.\"\n"
            "      | ^",
            id="message with a field of another kind",
        ),
        pytest.param(
            changed("'{match}' promises", "'{}' promises"),
            "RULES/house-rule.yaml:6:1: '{}' is not known to this kind; it has {match}, {term}\n"
            "    5 | confidence: medium\n"
            "    6 | message: \"'{}' promises a cure.\"\n"
            "      | ^",
            id="message with a field without a name",
        ),
        pytest.param(
            changed("'{match}' promises", "'{match:>9}' promises"),
            "RULES/house-rule.yaml:6:1: only a name may stand in braces, as in {match}, "
            "not in ''{match:>9}' promises a cure.'\n"
            "    5 | confidence: medium\n"
            "    6 | message: \"'{match:>9}' promises a cure.\"\n"
            "      | ^",
            id="message with a width",
        ),
        pytest.param(
            changed("Say what was shown.", "Say {what"),
            "RULES/house-rule.yaml:7:1: the braces in 'Say {what' do not pair; "
            "write {{ and }} for braces themselves\n"
            "    6 | message: \"'{match}' promises a cure.\"\n"
            "    7 | advice: Say {what\n"
            "      | ^",
            id="advice with an open brace",
        ),
        pytest.param(
            changed("[[miracle cure]]", "miracle cure"),
            "RULES/house-rule.yaml:11:9: mark the words to be flagged: [[…]]\n"
            "   10 | match: {kind: phrases, any_of: [miracle cure]}\n"
            '   11 | flags: ["Turmeric is a miracle cure."]\n'
            "      |         ^",
            id="example without marks",
        ),
        pytest.param(
            changed('["Turmeric is a miracle."]', '["Turmeric is a [[miracle]]."]'),
            "RULES/house-rule.yaml:12:10: a text that must pass has nothing to mark\n"
            '   11 | flags: ["Turmeric is a [[miracle cure]]."]\n'
            '   12 | passes: ["Turmeric is a [[miracle]]."]\n'
            "      |          ^",
            id="passing example with marks",
        ),
        pytest.param(
            changed('flags: ["Turmeric is a [[miracle cure]]."]', "flags: []"),
            "RULES/house-rule.yaml:11:1: list should have at least 1 item after validation, not 0\n"
            "   10 | match: {kind: phrases, any_of: [miracle cure]}\n"
            "   11 | flags: []\n"
            "      | ^",
            id="no example",
        ),
        pytest.param(
            changed("id: house-rule", "id: House_Rule"),
            "RULES/house-rule.yaml:1:1: "
            "string should match pattern '^[a-z0-9]+(-[a-z0-9]+)*$'\n"
            "    1 | id: House_Rule\n"
            "      | ^",
            id="id that is no slug",
        ),
        pytest.param(
            changed("id: house-rule", "id: other-rule"),
            "RULES/house-rule.yaml: the id 'other-rule' must be the name of its file",
            id="id not the name of the file",
        ),
    ],
)
def test_a_wrong_rule_file_is_told_in_place(tmp_path: Path, text: str, message: str) -> None:
    write(tmp_path, "house-rule.yaml", text)
    assert fault(tmp_path) == message


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        pytest.param(
            "_terms/wonders.yaml",
            TERMS.replace("marvel", "miracle"),
            "RULES/_terms/wonders.yaml:1:1: the term 'miracle' stands in the table twice",
            id="term twice",
        ),
        pytest.param(
            "_terms/wonders.yaml",
            TERMS.replace("2026-11-22", "soon"),
            "RULES/_terms/wonders.yaml:4:1: input should be a valid date",
            id="no date",
        ),
        pytest.param(
            "_guards/negated.yaml",
            "id: negated\nsummary: s\nforwards: [never]\n",
            "RULES/_guards/negated.yaml:3:1: unknown key 'forwards'; did you mean 'forward'?",
            id="unknown key of a cue table",
        ),
        pytest.param(
            "_knowledge/drugs.yaml",
            THERAPIES.replace("severity: warning", "severity: error"),
            "RULES/_knowledge/drugs.yaml:11:5: "
            "'statins' has no verified primary source, so it must stay below error",
            id="hearsay as an error",
        ),
        pytest.param(
            "_knowledge/drugs.yaml",
            THERAPIES.replace("any_of: [muscle]", "ref: muscles"),
            "RULES/_knowledge/drugs.yaml:1:1: 'statins': no shared caveat 'muscles'",
            id="reference to nothing",
        ),
        pytest.param(
            "_knowledge/drugs.yaml",
            THERAPIES.replace("verified: false", "verified: false\n    need: 2"),
            "RULES/_knowledge/drugs.yaml:11:5: 'statins' needs 2 of 1 caveats",
            id="more caveats than there are",
        ),
    ],
)
def test_a_wrong_table_is_told_in_place(tmp_path: Path, name: str, text: str, message: str) -> None:
    write(tmp_path, name, text)
    assert fault(tmp_path).partition("\n")[0] == message


def test_a_rule_lies_in_the_folder_of_its_category_or_in_none(tmp_path: Path) -> None:
    write(tmp_path, "numbers/house-rule.yaml", RULE)
    assert fault(tmp_path) == (
        "RULES/numbers/house-rule.yaml: category 'certainty' does not live in the folder 'numbers'"
    )
    (tmp_path / "numbers").rename(tmp_path / "house")
    assert [*loader.load([tmp_path]).rules] == ["house-rule"]


def test_an_id_stands_once_in_all_folders(tmp_path: Path) -> None:
    first = write(tmp_path, "one/house-rule.yaml", RULE)
    second = write(tmp_path, "two/house-rule.yaml", RULE)
    with pytest.raises(RuleError) as caught:
        loader.load([tmp_path / "one", tmp_path / "two"])
    assert str(caught.value) == f"{second}: the id 'house-rule' is taken ({first})"
    write(tmp_path, "three/_terms/conditions.yaml", TERMS.replace("wonders", "conditions"))
    with pytest.raises(RuleError, match=r"/_terms/conditions\.yaml: the id 'conditions' is taken"):
        registry.load_rules([tmp_path / "three"])


@pytest.mark.parametrize("rule_id", ["numbers", "page", "suppression-unused", "suppression-x"])
def test_an_id_that_means_something_else_is_refused(tmp_path: Path, rule_id: str) -> None:
    write(tmp_path, f"{rule_id}.yaml", changed("id: house-rule", f"id: {rule_id}"))
    assert fault(tmp_path) == (
        f"RULES/{rule_id}.yaml: the id '{rule_id}' means something else already"
    )


def test_a_file_that_lies_in_two_folders_is_read_once(tmp_path: Path) -> None:
    write(tmp_path, "certainty/house-rule.yaml", RULE)
    once = loader.load([tmp_path])
    (tmp_path / "link").symlink_to(tmp_path / "certainty")
    again = loader.load([tmp_path, tmp_path / "certainty", tmp_path / "link"])
    assert again.rules == once.rules
    assert registry.load_rules([sources.bundled_folder()]).rules == registry.load_rules().rules


def test_folders_without_rules_are_errors(tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    write(empty, "README.md", "none")
    assert fault(empty) == "no rules in 'RULES': no file ends in .yaml"
    assert fault(tmp_path / "none") == "no such rule folder: 'RULES'"
    assert fault(write(tmp_path, "rule.yaml", RULE)) == "no such rule folder: 'RULES'"


def test_a_file_with_another_ending_is_not_passed_over(tmp_path: Path) -> None:
    write(tmp_path, "house-rule.yaml", RULE)
    write(tmp_path, "other-rule.yml", RULE)
    assert fault(tmp_path) == (
        "RULES/other-rule.yml: would not be read; the name of a rule file ends in .yaml"
    )


def test_files_that_are_no_text_are_errors(tmp_path: Path) -> None:
    (tmp_path / "house-rule.yaml").write_bytes(RULE.encode("utf-16"))
    assert fault(tmp_path) == "RULES/house-rule.yaml: not UTF-8 (byte 0); save it as UTF-8"
    (tmp_path / "house-rule.yaml").unlink()
    (tmp_path / "house-rule.yaml").mkdir()
    assert fault(tmp_path) == "RULES/house-rule.yaml: cannot be read (Is a directory)"


def digest(*folders: Path) -> str:
    return loader.load(folders).digest


def test_the_digest_is_of_names_and_texts(tmp_path: Path) -> None:
    write(tmp_path, "a/house-rule.yaml", RULE)
    write(tmp_path, "b/house-rule.yaml", RULE)
    first = digest(tmp_path / "a")
    assert len(first) == 64
    assert digest(tmp_path / "b") == first
    write(tmp_path, "b/house-rule.yaml", f"{RULE}# a word more\n")
    assert digest(tmp_path / "b") != first
    (tmp_path / "a" / "certainty").mkdir()
    (tmp_path / "a" / "house-rule.yaml").rename(tmp_path / "a" / "certainty" / "house-rule.yaml")
    assert digest(tmp_path / "a") != first


def test_tables_that_are_not_there_are_key_errors() -> None:
    loaded = RuleSet()
    for table in (loaded.terms, loaded.cues, loaded.therapies):
        with pytest.raises(KeyError):
            table("none")


def test_the_bundled_rules_load() -> None:
    loaded = registry.load_rules()
    assert {"reversal-verb", "dropped-term", "class-caveat"} <= set(loaded.rules)
    assert "diabetes" in loaded.terms("conditions")
