"""Every key of the settings is documented, and refuses a wrong value with its place."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from medlint import config, settings
from medlint.errors import ConfigError

DOCS = Path(__file__).parents[1] / "docs"

WRONG = {
    "select": "select: certainty",
    "ignore": "ignore: {}",
    "exclude": "exclude: [1]",
    "fail-on": "fail-on: fatal",
    "rules": "rules: house",
    "rule-packs": "rule-packs: acme",
    "rule-options": "rule-options: [x]",
    "rule-options.scope": "rule-options: {x: {scope: [footer]}}",
    "rule-options.unless": "rule-options: {x: {unless: quoted}}",
    "rule-options.softer-when": "rule-options: {x: {softer-when: 1}}",
    "severity": "severity: {x: fatal}",
    "vocabulary": "vocabulary: [GP]",
    "vocabulary.accepted": "vocabulary: {accepted: ['--']}",
    "vocabulary.abbreviations": "vocabulary: {abbreviations: GP}",
    "vocabulary.conditions": "vocabulary: {conditions: [7]}",
    "vocabulary.therapies": "vocabulary: {therapies: ['']}",
    "vocabulary.trusted-sources": "vocabulary: {trusted-sources: ['https://example.org/']}",
    "vocabulary.refused-sources": "vocabulary: {refused-sources: [example]}",
    "lock": "lock: [a]",
    "model": "model: 7",
    "overrides": "overrides: {paths: [a]}",
    "overrides.paths": "overrides: [{paths: []}]",
    "overrides.ignore": "overrides: [{paths: [a], ignore: x}]",
    "overrides.severity": "overrides: [{paths: [a], severity: {x: bad}}]",
    "baseline": "baseline: 1",
    "reviews": "reviews: [a]",
    "templates": "templates: {}",
    "exports": "exports: a.json",
    "exports.files": "exports: [{files: [], body: b, format: html}]",
    "exports.body": "exports: [{files: [a], body: '', format: html}]",
    "exports.format": "exports: [{files: [a], body: b, format: docx}]",
    "exports.items": "exports: [{files: [a], body: b, format: html, items: [a]}]",
    "exports.id": "exports: [{files: [a], body: b, format: html, id: 7}]",
    "gate": "gate: open",
    "gate.block": "gate: {block: all}",
    "gate.sign-off": "gate: {sign-off: MD}",
    "gate.acceptance": "gate: {acceptance: MD}",
    "gate.max-review-age": "gate: {max-review-age: 0}",
    "gate.page-data": "gate: {page-data: title}",
    "gate.suppressed": "gate: {suppressed: 'yes'}",
    "gate.baselined": "gate: {baselined: allow}",
    "gate.filtered": "gate: {filtered: 1}",
    "gate.excluded": "gate: {excluded: warn}",
    "gate.stale-rules": "gate: {stale-rules: note}",
    "profile": "profile: 3",
    "region": "region: fr",
    "page": "page: [author]",
    "page.author": "page: {author: 'yes'}",
    "page.reviewer": "page: {reviewer: 1}",
    "page.credentials": "page: {credentials: MD}",
    "page.reviewed": "page: {reviewed: maybe}",
    "page.max-age-months": "page: {max-age-months: 0}",
    "page.funding": "page: {funding: []}",
    "page.disclaimer": "page: {disclaimer: ['']}",
    "page.grade": "page: {grade: 0}",
    "retractions": "retractions: [a.csv]",
    "source-ages": "source-ages: {guidelines: 0}",
}
"""A wrong value for each key."""


def keys(shape: dict[str, Any], whole: dict[str, Any], above: str = "") -> Iterator[str]:
    """The keys of a JSON Schema, those of mappings inside as `outer.inner`."""
    if "$ref" in shape:
        yield from keys(whole["$defs"][shape["$ref"].rpartition("/")[2]], whole, above)
    for inner in (*shape.get("anyOf", ()), shape.get("items"), shape.get("additionalProperties")):
        if isinstance(inner, dict):
            yield from keys(inner, whole, above)
    for name, inner in shape.get("properties", {}).items():
        path = f"{above}.{name}" if above else name
        yield path
        yield from keys(inner, whole, path)


def all_keys() -> set[str]:
    schema = settings.schema()
    return set(keys(schema, schema))


def test_every_key_has_a_wrong_value_here() -> None:
    assert set(WRONG) == all_keys()


@pytest.mark.parametrize("key", WRONG)
def test_a_wrong_value_is_refused_with_its_place(tmp_path: Path, key: str) -> None:
    path = tmp_path / "medlint.yaml"
    path.write_text(f"# a line\n{WRONG[key]}\n", encoding="utf-8")
    with pytest.raises(ConfigError, match=r"medlint\.yaml:2:\d+: "):
        config.load(path)


def test_every_key_is_documented() -> None:
    text = (DOCS / "configuration.md").read_text("utf-8")
    known = {key.rpartition(".")[2] for key in all_keys()}
    assert {key for key in known if f"`{key}`" not in text and f"    {key}: " not in text} == set()


@pytest.mark.parametrize("key", WRONG)
def test_what_is_documented_in_yaml_is_of_the_schema(key: str) -> None:
    import yaml  # noqa: PLC0415 -- this test alone reads settings by other means

    validator = Draft202012Validator(settings.schema())
    wrong = yaml.safe_load(WRONG[key])
    # What the schema cannot say: a word in a term, a domain.
    beyond = {"accepted", "therapies", "trusted-sources", "refused-sources"}
    if key.rpartition(".")[2] not in beyond:
        assert list(validator.iter_errors(wrong)) != []
    assert list(validator.iter_errors({"fail-on": "note", "gate": {"sign-off": ["MD"]}})) == []
