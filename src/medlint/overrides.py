"""What the settings say of some paths only: other severities, and rules that do not speak."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from medlint.config import Override
from medlint.errors import UsageError
from medlint.finding import Disposition, Finding, Severity
from medlint.precedence import speak_again
from medlint.report import FileResult


@dataclass(frozen=True, slots=True)
class _Prepared:
    matches: Callable[[str], bool]
    patterns: str
    ignored: frozenset[str]
    severities: dict[str, Severity]


class Overrides:
    """The overrides of one configuration, ready for any number of outcomes."""

    def __init__(self, overrides: Sequence[Override], *, known: frozenset[str]) -> None:
        """Prepare them; `known` are the names of rules and categories.

        Raises:
            UsageError: a pattern is broken, or a name is unknown.
        """
        self._prepared = [_prepare(override, known) for override in overrides]

    def apply(self, result: FileResult) -> FileResult:
        """The outcome as the overrides that match its path have it; later ones beat earlier."""
        if result.document is None:
            return result
        path = result.document.path
        matching = [override for override in self._prepared if override.matches(path)]
        if not matching:
            return result
        silent = {f.rule for f in result.findings if any(_ignores(o, f) for o in matching)}
        heard = (speak_again(f) if f.yields_to in silent else f for f in result.findings)
        return replace(result, findings=tuple(_overridden(f, matching) for f in heard))


def _prepare(override: Override, known: frozenset[str]) -> _Prepared:
    for name in (*override.ignore, *(name for name, _ in override.severity)):
        if name not in known:
            msg = f"'overrides' names '{name}', which is no rule or category"
            raise UsageError(msg)
    # Imported on demand: most projects override nothing.
    from pathspec import GitIgnoreSpec  # noqa: PLC0415 -- see above

    try:
        spec = GitIgnoreSpec.from_lines(override.paths)
    except ValueError as error:
        msg = f"broken pattern in 'overrides': {error}"
        raise UsageError(msg) from error
    return _Prepared(
        matches=lambda path: spec.match_file(path.lstrip("/")),
        patterns=", ".join(override.paths),
        ignored=frozenset(override.ignore),
        severities=dict(override.severity),
    )


def _ignores(override: _Prepared, finding: Finding) -> bool:
    return not override.ignored.isdisjoint((finding.category.value, finding.rule))


def _overridden(finding: Finding, overrides: Sequence[_Prepared]) -> Finding:
    for override in overrides:
        names = (finding.category.value, finding.rule)
        for name in names:  # the rule's own severity beats that of its category
            # A rule in preview has to be named itself before it can fail a run.
            if name in override.severities and not (finding.preview and name != finding.rule):
                finding = replace(finding, severity=override.severities[name], preview=False)
        if finding.disposition is Disposition.REPORTED and _ignores(override, finding):
            reason = f"ignored in {override.patterns} by the settings"
            finding = replace(finding, disposition=Disposition.FILTERED, reason=reason)
    return finding
