"""The beginning of a rule: a commented file that keeps its promises before anything is written."""

from __future__ import annotations

from pydantic import TypeAdapter, ValidationError

from medlint.errors import UsageError
from medlint.finding import Category
from medlint.rules.tables import Slug

_DRAFT = """\
# A rule of the house. Change the words, keep the promises: medlint rules test FOLDER
# What flags and passes may hold, and the other kinds of match: docs/house-rules.md.
id: {rule}                    # the name of the file; names what is flagged, and stays
category: {category}
summary: A phrase that this house does not print.          # for the list of rules
severity: warning             # error fails a run, warning and note do not unless asked to
status: preview               # prints notes and fails nobody's run; stable once it is proved
message: "'{{match}}' is not how we say it."               # {{match}} is the words that were found
advice: Say what was shown, in whom and by how much.
why: Readers take the phrase for a fact.
authority:                    # what it rests on; at least one
  - title: House style
    year: {year}
scope: [title, heading, paragraph, list-item, table-cell, caption]   # where to look
match:
  kind: phrases
  any_of: [wonder drug, magic bullet]
  # any_of: {{table: {rule}}}   # or a table: _terms/{rule}.yaml beside this folder
unless: [negated, quoted]     # where to be silent; each needs an example below that proves it
flags:                        # must be found, exactly at the words in [[...]]
  - "Doctors speak of a new [[wonder drug]] for tired knees."
  - "A patch is the [[magic bullet]] that many had hoped for."
passes:                       # must be met with silence; one of them comes near
  - "It is not a wonder drug."
  - "The leaflet calls it “a wonder drug”."
  - "Few drugs work so well."
"""


def draft(rule: str, category: Category, *, year: int) -> str:
    """The text of a new rule file.

    Raises:
        UsageError: the id is not of words and hyphens, or means something else.
    """
    try:
        TypeAdapter(Slug).validate_python(rule)
    except ValidationError as error:
        msg = f"'{rule}' is no id for a rule; write it as in house-phrase"
        raise UsageError(msg) from error
    if rule in set(Category) or rule.startswith("suppression-"):
        msg = f"the id '{rule}' means something else already"
        raise UsageError(msg)
    return _DRAFT.format(rule=rule, category=category.value, year=year)
