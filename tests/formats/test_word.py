"""Comments in a copy of the draft: on the very words, proved by another word processor."""

from __future__ import annotations

import datetime as dt
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from tests.word import box, deleted, image, inserted, link, note, paragraph, run, table, word

from medlint import runner
from medlint.document import Format
from medlint.finding import Category, Confidence, Finding, Severity
from medlint.formats.word import annotate
from medlint.parsing import parse
from medlint.plan import Plan
from medlint.text import Span

TODAY = dt.date(2026, 11, 23)
CORPUS = Path(__file__).parents[2] / "corpus"
DRAFT = word(
    paragraph("Tea and you", style="Heading1"),
    paragraph(
        "Tea ",
        run("cures", "<w:b/>"),
        " ",
        link(run("dia") + run("betes", "<w:i/>")),
        deleted(" not"),
        inserted(run(" for all")),
        ", they say.",
        note(2),
    ),
    paragraph("<w:r><w:t>one</w:t><w:tab/><w:t>two</w:t><w:br/><w:t>three</w:t></w:r>"),
    paragraph("A sound item", style="ListBullet"),
    table(("Form", "Dose"), ("Pill", "5 mg a day")),
    paragraph("A box:", box(paragraph("Boxed words."))),
    paragraph("A picture: ", image("A cup of tea")),
    notes={2: "Words of a note."},
)
BODY = (
    "Tea and you",
    "ea",
    "Tea cures",
    "ures diab",
    "diabetes for all, they",
    "s for",
    "ne\ttwo\nth",
    "item",
    "5 mg",
    "Pill",
    "picture",
)
BESIDE = ("Boxed", "A cup of tea", "of a note")

_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"


def about(source: str, words: str) -> Finding:
    start = source.index(words)
    return Finding(
        "reversal-verb",
        Category.CERTAINTY,
        Severity.ERROR,
        Confidence.HIGH,
        f"<{words!r}>",
        "Say what changed.",
        Span(start, start + len(words)),
        words,
        f"f-{words}",
    )


def read(data: bytes) -> str:
    return parse(data, path="a.docx", format=Format.DOCX).source


def comments(data: bytes, folder: Path) -> dict[str, str]:
    """The words under each comment of a Word file, as LibreOffice sees them, by its first line."""
    path = folder / "copy.docx"
    path.write_bytes(data)
    subprocess.run(
        [
            str(shutil.which("soffice")),
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            "--headless",
            "--convert-to",
            "fodt",
            "--outdir",
            str(folder),
            str(path),
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )
    root = ET.parse(folder / "copy.fodt").getroot()  # noqa: S314 -- LibreOffice wrote it
    body = root.find(f"{_OFFICE}body")
    assert body is not None
    removed = {
        region.get(f"{_TEXT}id")
        for region in root.iter(f"{_TEXT}changed-region")
        if region.find(f"{_TEXT}deletion") is not None
    }
    return _Reader(removed).read(body)


class _Reader:
    """Reads a flat OpenDocument text with its comments, without what is deleted."""

    def __init__(self, removed: set[str | None]) -> None:
        self._removed = removed
        self._gone = 0
        self._open: dict[str, list[str]] = {}
        self._said: dict[str, str] = {}
        self._found: dict[str, str] = {}

    def read(self, body: ET.Element) -> dict[str, str]:
        self._walk(body)
        return self._found

    def _walk(self, element: ET.Element) -> None:
        name = element.get(f"{_OFFICE}name") or ""
        if element.tag == f"{_OFFICE}annotation":
            first = next(element.iter(f"{_TEXT}p"))
            self._said[name] = "".join(first.itertext())
            self._open[name] = []
            return
        if element.tag == f"{_OFFICE}annotation-end":
            self._found[self._said[name]] = "".join(self._open.pop(name))
            return
        if element.tag in {f"{_TEXT}note", f"{_TEXT}tracked-changes"}:
            return
        if element.get(f"{_TEXT}change-id") in self._removed:
            self._gone += {"change-start": 1, "change-end": -1}.get(element.tag.split("}")[1], 0)
        signs = {f"{_TEXT}s": " ", f"{_TEXT}tab": "\t", f"{_TEXT}line-break": "\n"}
        self._take(signs.get(element.tag) or element.text)
        for child in element:
            self._walk(child)
            self._take(child.tail)

    def _take(self, text: str | None) -> None:
        for words in self._open.values():
            if text and not self._gone:
                words.append(text)


def findings(words: Sequence[str]) -> list[Finding]:
    source = read(DRAFT)
    return [about(source, entry) for entry in words]


def test_the_text_stays_as_it_is_and_the_bytes_are_the_same_each_time() -> None:
    before = bytes(DRAFT)
    copy = annotate(DRAFT, findings(BODY + BESIDE), as_of=TODAY)
    assert read(copy.data) == read(DRAFT)
    assert annotate(DRAFT, findings(BODY + BESIDE), as_of=TODAY).data == copy.data
    assert before == DRAFT


def test_what_cannot_bear_a_comment_is_named() -> None:
    copy = annotate(DRAFT, findings(BODY + BESIDE), as_of=TODAY)
    assert [finding.excerpt for finding in copy.elsewhere] == list(BESIDE)


def test_a_finding_about_no_words_stands_on_the_first_ones() -> None:
    whole = Finding(
        "class-caveat",
        Category.CAVEATS,
        Severity.ERROR,
        Confidence.HIGH,
        "m",
        "a",
        Span(0, 0),
        "",
        "f",
    )
    copy = annotate(DRAFT, [whole], as_of=TODAY)
    assert copy.elsewhere == (whole,)
    assert b"commentRangeStart" in _part(copy.data, "word/document.xml")


def test_a_comment_says_what_why_and_on_whose_authority() -> None:
    copy = annotate(DRAFT, findings(["item"]), as_of=TODAY)
    root = ET.fromstring(_part(copy.data, "word/comments.xml"))  # noqa: S314 -- ours
    space = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    (comment,) = root
    assert comment.get(f"{space}author") == "medlint"
    assert comment.get(f"{space}date") == "2026-11-23T00:00:00Z"
    told = ["".join(p.itertext()) for p in comment.iter(f"{space}p")]
    assert told == ["Error: <'item'> (reversal-verb)", "Write instead: Say what changed."]


def _part(data: bytes, name: str) -> bytes:
    import io  # noqa: PLC0415 -- one helper's business
    import zipfile  # noqa: PLC0415

    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(name)


@pytest.mark.system("soffice")
def test_libreoffice_finds_the_comments_on_the_very_words(tmp_path: Path) -> None:
    found = comments(annotate(DRAFT, findings(BODY), as_of=TODAY).data, tmp_path)
    assert found == {f"Error: <{words!r}> (reversal-verb)": words for words in BODY}


@pytest.mark.system("soffice")
def test_every_comment_of_the_corpus_lands_on_its_words(tmp_path: Path) -> None:
    drafts = sorted(path for path in CORPUS.rglob("*.docx") if path.parent.name != "test")
    assert len(drafts) >= 3
    engine = runner.prepare(Plan(root=CORPUS, as_of=TODAY))
    placed = 0
    for number, path in enumerate(drafts):
        result = runner.lint_file(engine, str(path))
        assert result.document is not None
        source = result.document.source
        numbered = [
            about(source, finding.span.of(source))
            for finding in {f.span: f for f in result.findings}.values()
        ]
        copy = annotate(path.read_bytes(), numbered, as_of=TODAY)
        on_words = [finding for finding in numbered if finding not in copy.elsewhere]
        folder = tmp_path / str(number)
        folder.mkdir()
        if numbered:
            found = comments(copy.data, folder)
            for finding in on_words:
                words = finding.span.of(source)
                assert found[f"Error: <{words!r}> (reversal-verb)"] == words
        placed += len(on_words)
    assert placed >= 5
