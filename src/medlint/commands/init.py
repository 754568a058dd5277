"""`medlint init`: settings to begin with, fitted to what the folder holds. It asks nothing."""

from __future__ import annotations

import argparse
import os
import re
from collections import Counter
from pathlib import Path, PurePath

import medlint
from medlint.errors import ConfigError, ExitCode, UsageError

_HOOKS = ".pre-commit-config.yaml"
_ATTRIBUTES = ".gitattributes"
_HOUSE = "house-rules"
_REPOSITORY = "https://github.com/medlint/medlint"
_NO_ARTICLES = re.compile(
    r"(?i)(readme|changelog|contributing|license|licence|code_of_conduct|security|authors|todo)\b.*"
)
"""How files are called that are about a repository, whatever else is in it."""

_SETTINGS = """\
# Settings of medlint: every key, what it does and its default: docs/configuration.md.
# 'medlint config show' prints what holds, 'medlint doctor' what is wrong with it.
{found}
# The mildest severity that ends a check in exit code 1: error, warning or note.
fail-on: error

# Files that are no articles, as in .gitignore.
{exclude}

# Rules and families of rules to leave out everywhere, or to weigh otherwise.
# ignore: [language]
# severity: {{unsourced-number: note}}

# The same for some paths only.
# overrides:
#   - paths: [archive/]
#     ignore: [numbers]

# Words of your own.
# vocabulary:
#   accepted: [Sleep Reversal Clinic]        # no finding stands inside these
#   abbreviations: [GP]                      # need no expansion
#   conditions: [long Covid]                 # are diseases
#   therapies: [forest bathing]              # are treatments
#   trusted-sources: [example.org]
#   refused-sources: [example.com]

# Folders with rules of your own; 'medlint rules new RULE' begins one.
{rules}

# What was there before: 'medlint baseline write articles/' records it.
{baseline}

# Rules of an upgrade stay on trial until you agree: 'medlint rules lock' writes this file.
{lock}

# What 'medlint gate' asks for before articles are published.
# gate:
#   sign-off: [MD, PharmD]
#   max-review-age: 365
#   page-data: [title, author]
"""


def add(init: argparse.ArgumentParser) -> None:
    """Give the command its arguments: it has none."""
    init.description = "write settings to begin with, and the hooks for pre-commit"
    init.set_defaults(run=_init)


def _init(arguments: argparse.Namespace) -> int:
    from medlint import config, files  # noqa: PLC0415 -- imported when settings are written

    del arguments
    here = Path.cwd()
    own = here / config.FILE_NAME
    known = own if os.path.lexists(own) else config.find(here).source
    if known is not None and known.parent.resolve() == here.resolve():
        msg = f"there are settings here already: {known}"
        raise ConfigError(msg)
    endings = _articles()
    files.write(own, _settings(here, endings))
    print(f"{config.FILE_NAME}: settings to begin with")
    stanza = _stanza(endings)
    if not (here / ".git").exists():
        return ExitCode.OK
    if (here / _HOOKS).exists():
        print(f"{_HOOKS} is there already; add below 'repos:'\n\n{stanza}")
    else:
        files.write(here / _HOOKS, f"repos:\n{stanza}")
        print(f"{_HOOKS}: the hooks; 'pre-commit install' sets them up")
    attributes = here / _ATTRIBUTES
    if not attributes.exists() or config.LEDGER not in attributes.read_text("utf-8", "replace"):
        print(f"For {_ATTRIBUTES}, so that branches which both decide merge:\n{_merging()}")
    return ExitCode.OK


def _articles() -> Counter[str]:
    """The articles below this folder, by the folder at the top and their ending."""
    from medlint import files  # noqa: PLC0415 -- see above

    try:
        paths = files.discover(["."], root=Path.cwd()).paths
    except UsageError:
        return Counter()
    found = [PurePath(path) for path in paths if not _NO_ARTICLES.fullmatch(PurePath(path).name)]
    return Counter(
        f"{path.parts[0] + '/' if len(path.parts) > 1 else ''}*{path.suffix.lower()}"
        for path in found
    )


def _settings(here: Path, endings: Counter[str]) -> str:
    from medlint import baseline  # noqa: PLC0415 -- see above
    from medlint.rules import lock  # noqa: PLC0415

    found = [f"#   {number:,} {name}" for name, number in sorted(endings.items())]
    told = "\n".join(["#", "# Articles found here:", *found, ""]) if found else ""
    strange = sorted(
        {
            path.name
            for path in here.iterdir()
            if path.is_file() and _NO_ARTICLES.fullmatch(path.name)
        }
    )
    return _SETTINGS.format(
        found=told,
        exclude=_key("exclude", [f"/{name}" for name in strange], "[/README.md]"),
        rules=_key("rules", [_HOUSE] if (here / _HOUSE).is_dir() else [], f"[{_HOUSE}]"),
        baseline=_named(here, "baseline", baseline.DEFAULT_NAME),
        lock=_named(here, "lock", lock.DEFAULT_NAME),
    )


def _merging() -> str:
    from medlint import baseline, config  # noqa: PLC0415 -- see above

    return "\n".join(f"{name} merge=union" for name in (config.LEDGER, baseline.DEFAULT_NAME))


def _key(name: str, values: list[str], example: str) -> str:
    """A key with its values, or an example of it in a comment."""
    if not values:
        return f"# {name}: {example}"
    quoted = ", ".join("'" + value.replace("'", "''") + "'" for value in values)
    return f"{name}: [{quoted}]"


def _named(here: Path, key: str, name: str) -> str:
    return f"{'' if (here / name).is_file() else '# '}{key}: {name}"


def _stanza(endings: Counter[str]) -> str:
    """The hooks for what was found: those for texts, and for Word where there are drafts."""
    word = any(name.endswith(".docx") for name in endings)
    texts = not word or any(not name.endswith(".docx") for name in endings)
    hooks = ["medlint"] * texts + ["medlint-docx"] * word
    lines = [f"  - repo: {_REPOSITORY}", f"    rev: v{medlint.__version__}", "    hooks:"]
    return "\n".join([*lines, *(f"      - id: {hook}" for hook in hooks), ""])
