"""The gate before publication: which articles may go out, and why the others may not.

Pure: a policy, outcomes with every finding judged, and a ledger in; verdicts out.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from medlint import review
from medlint.config import Policy
from medlint.document import BlockKind, Document
from medlint.finding import Disposition, Finding, Severity
from medlint.report import NOTICE, FileResult, Report, Tool
from medlint.review import ArticleEntry, ArticleState, FindingEntry, Ledger, State
from medlint.sight import printable
from medlint.text import LineIndex

_BETWEEN = re.compile(r"[,;/\s]+")
_SHOWN = 3
"""So many places are named where findings block; the count says how many there are."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the gate says of one article: cleared where nothing speaks against it.

    `cleared_by` says in words what speaks for it: who signed it off, who accepted what.
    `digest` is that of the file's bytes, `content` that of its words.
    """

    path: str
    against: tuple[str, ...]
    cleared_by: tuple[str, ...] = ()
    digest: str | None = None
    content: str | None = None
    sign_off: ArticleEntry | None = None
    accepted: tuple[FindingEntry, ...] = ()
    counts: Mapping[str, int] | None = None

    @property
    def cleared(self) -> bool:
        """Whether nothing speaks against the article."""
        return not self.against


@dataclass(frozen=True, slots=True)
class Court:
    """What the gate decides by: the policy, the ledger, the versions of rules, and the day."""

    policy: Policy
    ledger: Ledger
    versions: Mapping[str, str]
    today: dt.date

    def verdict(self, result: FileResult, digest: str | None) -> Verdict:
        """What is to be said of one outcome; `digest` is that of the file that was checked.

        None stands for a file whose bytes are not those that were checked any more.
        """
        if result.document is None:
            told = "no document was made of it" if result.error is None else result.error.message
            return Verdict(result.path, (f"not checked: {told}",))
        entry = self.ledger.articles.get(printable(result.document.path))
        against = [
            *self._unsigned(result, entry),
            *self._findings(result, result.document),
            *self._page_data(result.document),
        ]
        if digest is None:
            against.append("the file changed while it was checked")
        accepted = tuple(self._accepted(result))
        return Verdict(
            path=result.path,
            against=tuple(against),
            cleared_by=tuple(_for(entry, accepted, needed=bool(self.policy.sign_off))),
            digest=digest,
            content=review.content_of(result),
            sign_off=entry if entry is not None and entry.decision == "accepted" else None,
            accepted=accepted,
            counts=_counts(result),
        )

    def _unsigned(self, result: FileResult, entry: ArticleEntry | None) -> Iterator[str]:
        """Why the sign-off of the article, or its lack, speaks against it."""
        state = review.article_state(result, self.ledger, self.today)
        if state is ArticleState.REJECTED and entry is not None:
            why = f": {entry.reason}" if entry.reason else ""
            yield f"rejected by {entry.who} on {entry.date}{why}"
            return
        if not self.policy.sign_off:
            return
        if entry is None or state is not ArticleState.REVIEWED:
            yield f"{state} ({entry.who}, {entry.date})" if entry is not None else str(state)
            return
        if not _entitled(entry.credential, self.policy.sign_off):
            needed = " or ".join(self.policy.sign_off)
            yield f"signed off by {entry.who}; it takes {needed}"
        if entry.date > self.today:
            yield f"signed off on {entry.date}, a day to come"
        oldest = self.policy.max_review_age
        if oldest is not None and self.today - entry.date > dt.timedelta(days=oldest):
            yield f"signed off on {entry.date}, more than {oldest} days ago"

    def _findings(self, result: FileResult, document: Document) -> Iterator[str]:
        """The findings that speak against the article, told by reason."""
        lines = LineIndex(document.source)
        told: dict[str, list[Finding]] = {}
        for finding in result.findings:
            reason = self._blocks(finding)
            if reason is not None:
                told.setdefault(reason, []).append(finding)
        for reason, findings in told.items():
            places = [
                f"{finding.rule} at {place.line}:{place.column}"
                for finding in findings[:_SHOWN]
                for place in [lines.place(finding.span.start)]
            ]
            more = ", …" if len(findings) > _SHOWN else ""
            many = "1 finding" if len(findings) == 1 else f"{len(findings):,} findings"
            yield f"{many} {reason}: {', '.join(places)}{more}"

    def _blocks(self, finding: Finding) -> str | None:
        """Why a finding speaks against its article; None where it does not."""
        entry = self.ledger.findings.get(finding.fingerprint)
        weighs = finding.severity.rank >= self.policy.block.rank and not finding.preview
        if finding.disposition is Disposition.REPORTED:
            state = review.state_of(finding, self.ledger, self.versions, self.today)
            if entry is not None and state is State.REJECTED:
                return f"rejected by {entry.who}"
            return f"at or above {self.policy.block}" if weighs else None
        if not weighs:
            return None
        if finding.disposition is Disposition.ACCEPTED and entry is not None:
            return self._doubts(entry)
        fate = finding.disposition.value
        return fate if fate in self.policy.set_aside_blocks else None

    def _doubts(self, entry: FindingEntry) -> str | None:
        """Why the acceptance of a finding does not count here; None where it does."""
        if self.policy.acceptance and not _entitled(entry.credential, self.policy.acceptance):
            return f"accepted by {entry.who}; it takes {' or '.join(self.policy.acceptance)}"
        if entry.date > self.today:
            return f"accepted on {entry.date}, a day to come"
        return None

    def _page_data(self, document: Document) -> Iterator[str]:
        declared = {_key(name) for name, value in document.metadata.items() if value.strip()}
        kinds = {block.kind for block in document.blocks}
        if BlockKind.TITLE in kinds or BlockKind.HEADING in kinds:
            declared.add("title")
        for wanted in self.policy.page_data:
            if not declared.intersection(map(_key, wanted.split("|"))):
                yield f"the page does not declare '{wanted}'"

    def _accepted(self, result: FileResult) -> Iterator[FindingEntry]:
        for finding in result.findings:
            if finding.disposition is Disposition.ACCEPTED:
                entry = self.ledger.findings.get(finding.fingerprint)
                if entry is not None:
                    yield entry


def faults_of_the_run(
    policy: Policy,
    report: Report,
    *,
    unread: Sequence[str],
    stale: Sequence[str],
    gone: Sequence[str] = (),
) -> tuple[str, ...]:
    """What speaks against every article: the run itself cannot be relied upon.

    `unread` are files that look like articles and that medlint cannot read, `stale` the facts
    whose day of review has passed, `gone` the rules of the lock that are not there any more.
    """
    faults = []
    if not report.files:
        faults.append("no article was checked")
    if report.summary.excluded and policy.excluded == "block":
        faults.append(f"{report.summary.excluded:,} excluded by patterns and not checked")
    faults += [f"'{path}' is skipped: medlint has no reader for it" for path in unread]
    if stale and policy.stale_rules == "block":
        faults.append(f"the rules rest on stale facts: {', '.join(stale)}")
    if gone:
        faults.append(f"rules of the lock are gone: {', '.join(gone)}")
    return tuple(faults)


def manifest(
    verdicts: Iterable[Verdict], tool: Tool, policy: Policy, *, faults: Sequence[str]
) -> str:
    """What goes out, as JSON for the release: each article with its digest and its reviewers.

    `digest`, at the end, is that of everything before it as canonical JSON.
    """
    articles = [_article(verdict) for verdict in sorted(verdicts, key=lambda v: v.path)]
    body: dict[str, Any] = {
        "schema": 1,
        "notice": NOTICE,
        "tool": asdict(tool),
        "policy": _plain(asdict(policy)),
        "cleared": not faults and all(article["cleared"] for article in articles),
        "faults": list(faults),
        "articles": articles,
    }
    canonical = json.dumps(body, ensure_ascii=True, sort_keys=True, separators=(",", ":"))
    body["digest"] = f"sha256:{hashlib.sha256(canonical.encode()).hexdigest()}"
    return json.dumps(body, ensure_ascii=True, indent=1) + "\n"


def _article(verdict: Verdict) -> dict[str, Any]:
    return {
        "path": verdict.path,
        "cleared": verdict.cleared,
        "against": list(verdict.against),
        "sha256": verdict.digest,
        "content": verdict.content,
        "sign_off": _decision(verdict.sign_off),
        "accepted": [_decision(entry) for entry in verdict.accepted],
        "counts": dict(verdict.counts or {}),
    }


def _decision(entry: ArticleEntry | FindingEntry | None) -> dict[str, Any] | None:
    if entry is None:
        return None
    return entry.model_dump(mode="json", exclude_none=True, exclude={"decision", "article"})


def _plain(data: Any) -> Any:
    if isinstance(data, dict):
        return {key: _plain(value) for key, value in data.items()}
    return [_plain(value) for value in data] if isinstance(data, tuple) else data


def _counts(result: FileResult) -> dict[str, int]:
    counts: Counter[str] = Counter()
    for finding in result.findings:
        reported = finding.disposition is Disposition.REPORTED
        counts[finding.severity.value if reported else finding.disposition.value] += 1
    names = [*Severity, *(fate for fate in Disposition if fate is not Disposition.REPORTED)]
    return {name.value: counts[name.value] for name in names}


def _for(
    entry: ArticleEntry | None, accepted: Sequence[FindingEntry], *, needed: bool
) -> Iterator[str]:
    """What speaks for an article, in words."""
    if entry is not None and entry.decision == "accepted":
        until = f" until {entry.expires}" if entry.expires else ""
        yield f"signed off by {entry.who} on {entry.date}{until}"
    elif not needed:
        yield "no sign-off is asked for"
    for decision in accepted:
        yield f"{decision.rule} accepted by {decision.who} on {decision.date}: {decision.reason}"


def _entitled(credential: str | None, needed: Sequence[str]) -> bool:
    """Whether one of the credentials that are held is one of those that are needed."""
    held = (credential or "").casefold()
    parts = {held.strip(), *_BETWEEN.split(held)}
    return any(name.casefold().strip() in parts for name in needed)


def _key(name: str) -> str:
    return re.sub(r"[\s_]+", "-", name.strip().casefold())
