"""Turns plain values into an HTML page: the templates, the style sheet, the page's policy."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path

from jinja2 import (
    BaseLoader,
    ChoiceLoader,
    Environment,
    FileSystemLoader,
    PackageLoader,
    PrefixLoader,
    StrictUndefined,
    TemplateError,
)
from markupsafe import Markup

from medlint.document import NAVIGATION, Block, InlineKind
from medlint.errors import UsageError
from medlint.formats.layout import Card
from medlint.formats.legible import in_markup, one_line
from medlint.formats.marks import Run

_WEB_ADDRESS = re.compile(r"https?://[^\s\x00-\x1f\x7f-\x9f]+", re.IGNORECASE)

_LANGUAGE_TAG = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")

_TAGS = {
    InlineKind.SUPERSCRIPT: "sup",
    InlineKind.NOTE: "sup",
    InlineKind.SUBSCRIPT: "sub",
    InlineKind.CODE: "code",
    InlineKind.MATH: "code",
    InlineKind.TEMPLATE: "code",
}
_SURROUNDINGS = frozenset({NAVIGATION, "note", "quotation"})


def page(template: str, values: Mapping[str, object], *, templates: Path | None = None) -> str:
    """The page that a template makes of the values; every value is escaped.

    A file in the folder `templates` takes the place of ours of that name.

    Raises:
        UsageError: a template of the folder is broken, or asks for a value that there is none of.
        jinja2.TemplateError: one of ours does.
    """
    try:
        return _environment(templates).get_template(template).render(values)
    except TemplateError as error:
        if templates is None:
            raise
        where = getattr(error, "name", None) or template
        line = getattr(error, "lineno", None)
        at = f"{templates / where}:{line}" if line else f"{templates} ({template})"
        msg = f"{at}: the template does not work: {error}"
        raise UsageError(msg) from error


def language_tag(declared: str | None) -> str | None:
    """A declared language as a page may declare it again; None where it is no language tag."""
    tag = (declared or "").strip().replace("_", "-")
    return tag if _LANGUAGE_TAG.fullmatch(tag) else None


@dataclass(frozen=True, slots=True)
class _Look:
    """How a run is dressed; `href` is an address that may be followed."""

    tag: str | None
    link: bool
    href: str | None
    target: str | None
    object: bool


@cache
def _environment(templates: Path | None) -> Environment:
    ours = PackageLoader("medlint.formats")
    loader: BaseLoader = ours
    if templates is not None:
        # A template of the folder can extend ours as `medlint/article.html.j2`.
        named = PrefixLoader({"medlint": ours})
        loader = ChoiceLoader([FileSystemLoader(templates), ours, named])
    environment = Environment(
        loader=loader,
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.filters |= {
        "article": in_markup,
        "language_tag": language_tag,
        "line": one_line,
        "look": _look,
        "surroundings": _surroundings,
        "web_address": _web_address,
        "worst": _worst,
    }
    # The policy allows this style sheet and this script alone, by their digests.
    for name in ("css", "js"):
        source, _, _ = loader.get_source(environment, f"page.{name}")
        text = "\n".join(source.splitlines())
        digest = b64encode(sha256(text.encode()).digest()).decode()
        environment.globals |= {
            name: Markup(text),  # noqa: S704 -- the project's own file, not an article's text
            f"{name}_digest": f"sha256-{digest}",
        }
    return environment


def _look(run: Run) -> _Look:
    kinds = [inline.kind for inline in run.inlines]
    link = next((i for i in run.inlines if i.kind in {InlineKind.LINK, InlineKind.URL}), None)
    target = link.target if link is not None else None
    return _Look(
        tag=next((_TAGS[kind] for kind in reversed(kinds) if kind in _TAGS), None),
        link=link is not None,
        href=_web_address(target),
        target=target,
        object=InlineKind.OBJECT in kinds,
    )


def _surroundings(block: Block) -> str:
    return " ".join(f"in-{name}" for name in sorted(_SURROUNDINGS.intersection(block.path)))


def _web_address(target: str | None) -> str | None:
    """The address where it is one of the web, which alone may be followed from a page."""
    return target if target is not None and _WEB_ADDRESS.fullmatch(target) else None


def _worst(numbers: Iterable[int], cards: Mapping[int, Card]) -> str:
    severities = (cards[number].finding.severity for number in numbers)
    return max(severities, key=lambda severity: severity.rank).value
