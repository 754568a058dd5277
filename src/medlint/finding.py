"""What medlint reports: findings and files that could not be checked, as plain data and as JSON."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from medlint.errors import DecodeError, InputError, LanguageError, ParseError, ReadError
from medlint.text import LineIndex, Place, Span


class Severity(StrEnum):
    """How bad it is."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"

    @property
    def rank(self) -> int:
        """0 for a note, 2 for an error: to compare with a threshold."""
        return {"note": 0, "warning": 1, "error": 2}[self.value]

    def softened(self) -> Severity:
        """One step milder; a note stays a note."""
        return Severity.WARNING if self is Severity.ERROR else Severity.NOTE


class Confidence(StrEnum):
    """How sure the rule is, from measurement."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class Category(StrEnum):
    """The families of rules."""

    CERTAINTY = "certainty"
    EVIDENCE = "evidence"
    CAVEATS = "caveats"
    INTEGRITY = "integrity"
    NUMBERS = "numbers"
    DOSING = "dosing"
    SOURCES = "sources"
    LANGUAGE = "language"
    ACCURACY = "accuracy"
    PAGE = "page"


class Disposition(StrEnum):
    """What became of a finding; all but `reported` are kept out of view, never out of the data."""

    REPORTED = "reported"
    SUPPRESSED = "suppressed"
    BASELINED = "baselined"
    ACCEPTED = "accepted"
    FILTERED = "filtered"


@dataclass(frozen=True, slots=True)
class Related:
    """A further place that explains a finding."""

    span: Span
    note: str


@dataclass(frozen=True, slots=True)
class Replacement:
    """A piece of source text to put in place of what stands at `span`."""

    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class Authority:
    """What a rule rests on: a law, a guideline, a style manual."""

    title: str
    section: str | None = None
    year: int | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault at one place; all spans are code points of the document's source.

    `excerpt` is the sentence (or line) around the fault with its whitespace normalised, and
    `sentence` is where it stands; a finding about the whole article is about no sentence.
    `reason` is why the finding is not reported, where it is not; `yields_to` is the rule that says
    the same more exactly, or more gravely, where one does. One of a rule in `preview` that was not
    asked for by name is a note, and fails no run. A `fix` that is not safe wants a look at what it
    makes of the sentence.
    """

    rule: str
    category: Category
    severity: Severity
    confidence: Confidence
    message: str
    advice: str
    span: Span
    excerpt: str
    fingerprint: str
    why: str = ""
    authority: tuple[Authority, ...] = ()
    related: tuple[Related, ...] = ()
    fix: tuple[Replacement, ...] = ()
    fix_is_safe: bool = True
    disposition: Disposition = Disposition.REPORTED
    reason: str | None = None
    sentence: Span | None = None
    yields_to: str | None = None
    preview: bool = False


@dataclass(frozen=True, slots=True)
class FileError:
    """Why an input could not be checked, and at which stage it stopped."""

    stage: str
    message: str

    def as_exception(self) -> InputError:
        """The error as an exception of its own stage."""
        kinds = (ReadError, DecodeError, ParseError, LanguageError)
        kind = next((kind for kind in kinds if kind.stage == self.stage), InputError)
        return kind(self.message)


def finding_to_json(finding: Finding, lines: LineIndex) -> dict[str, Any]:
    """The finding as schema 1 of the output contract prints it."""
    return {
        "rule": finding.rule,
        "category": finding.category.value,
        "severity": finding.severity.value,
        "confidence": finding.confidence.value,
        "message": finding.message,
        "advice": finding.advice,
        "start": _place_to_json(finding.span.start, lines),
        "end": _place_to_json(finding.span.end, lines),
        "excerpt": finding.excerpt,
        "sentence": None
        if finding.sentence is None
        else {
            "start": _place_to_json(finding.sentence.start, lines),
            "end": _place_to_json(finding.sentence.end, lines),
        },
        "fingerprint": finding.fingerprint,
        "disposition": finding.disposition.value,
        "preview": finding.preview,
        "reason": finding.reason,
        "yields_to": finding.yields_to,
        "why": finding.why,
        "authority": [_authority_to_json(entry) for entry in finding.authority],
        "related": [
            {
                "start": _place_to_json(entry.span.start, lines),
                "end": _place_to_json(entry.span.end, lines),
                "note": entry.note,
            }
            for entry in finding.related
        ],
        "fix": [
            {
                "start": _place_to_json(entry.span.start, lines),
                "end": _place_to_json(entry.span.end, lines),
                "text": entry.text,
            }
            for entry in finding.fix
        ]
        or None,
        "fix_is_safe": finding.fix_is_safe if finding.fix else None,
    }


def finding_from_json(data: dict[str, Any]) -> Finding:
    """The finding that `finding_to_json` printed.

    Raises:
        KeyError: a required key of the contract is missing.
        ValueError: a value is not of the contract.
    """
    return Finding(
        rule=data["rule"],
        category=Category(data["category"]),
        severity=Severity(data["severity"]),
        confidence=Confidence(data["confidence"]),
        message=data["message"],
        advice=data["advice"],
        span=_span_from_json(data),
        excerpt=data["excerpt"],
        fingerprint=data["fingerprint"],
        why=data.get("why", ""),
        authority=tuple(_authority_from_json(entry) for entry in data.get("authority", ())),
        related=tuple(
            Related(_span_from_json(entry), entry["note"]) for entry in data.get("related", ())
        ),
        fix=tuple(
            Replacement(_span_from_json(entry), entry["text"]) for entry in data.get("fix") or ()
        ),
        fix_is_safe=data.get("fix_is_safe") is not False,
        disposition=Disposition(data["disposition"]),
        reason=data.get("reason"),
        yields_to=data.get("yields_to"),
        preview=data.get("preview", False),
        sentence=_span_from_json(data["sentence"]) if data.get("sentence") else None,
    )


def _place_to_json(offset: int, lines: LineIndex) -> dict[str, int]:
    place: Place = lines.place(offset)
    return {"offset": offset, "line": place.line, "column": place.column}


def _span_from_json(data: dict[str, Any]) -> Span:
    return Span(data["start"]["offset"], data["end"]["offset"])


def _authority_to_json(authority: Authority) -> dict[str, Any]:
    entries = {
        "title": authority.title,
        "section": authority.section,
        "year": authority.year,
        "url": authority.url,
    }
    return {key: value for key, value in entries.items() if value is not None}


def _authority_from_json(data: dict[str, Any]) -> Authority:
    # Keys may be added to the contract; the ones that are not known here are left alone.
    return Authority(data["title"], data.get("section"), data.get("year"), data.get("url"))


@dataclass(frozen=True, slots=True)
class Balance:
    """How one section of an article weighs one therapy: sentences of gain and of harm.

    `section` is the heading of the section; empty before the first one.
    """

    therapy: str
    section: str
    gains: int
    harms: int
