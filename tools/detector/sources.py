"""The texts that the detector learns from: each with its licence and the digest of its files."""

from __future__ import annotations

import hashlib
import json
import re
import tarfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from medlint.document import NAVIGATION, BlockKind, Document, Format, InlineKind, linted
from medlint.parsing import parse
from medlint.reading import segmenter
from medlint.text import Span

_HELD_OUT = 10
"""One document of so many is never trained on."""


class SourceError(Exception):
    """A source is missing, or is not the one that the detector was trained on."""


@dataclass(frozen=True, slots=True)
class Passage:
    """One sentence, the document that it stands in, and where links and marked terms are."""

    doc: str
    text: str
    anchors: tuple[Span, ...] = ()
    kind: BlockKind = BlockKind.PARAGRAPH


@dataclass(frozen=True, slots=True)
class Source:
    """A body of text: where it comes from, its licence, its digest, and how it is read."""

    name: str
    origin: str
    licence: str
    sha256: str
    read: Callable[[Path], Iterator[Passage]]

    def passages(self, path: Path) -> Iterator[Passage]:
        """Its sentences.

        Raises:
            SourceError: it is not there, or not what it was.
        """
        if not path.exists():
            msg = f"{path}: {self.name} is not there ({self.origin})"
            raise SourceError(msg)
        found = digest(path)
        if found != self.sha256:
            msg = f"{path}: not the text that was trained on (digest {found[:12]}…)"
            raise SourceError(msg)
        yield from self.read(path)


def is_held_out(doc: str) -> bool:
    """Whether a document is kept from training, to measure on."""
    return int(hashlib.sha256(doc.encode()).hexdigest(), 16) % _HELD_OUT == 0


def digest(path: Path) -> str:
    """SHA-256 of a file, or of the names and bytes of a folder's files in order."""
    running = hashlib.sha256()
    if path.is_file():
        running.update(path.read_bytes())
    else:
        for file in sorted(path.iterdir()):
            running.update(file.name.encode() + b"\0" + file.read_bytes())
    return running.hexdigest()


def _answers(path: Path) -> Iterator[Passage]:
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            document = parse(row["text"], path=row["id"], format=Format.TEXT)
            yield from _passages(document, ())


_DFN = re.compile(r"<dfn\b[^>]*>([^<]*\w[^<]*)</dfn>")


def _chapters(folder: Path) -> Iterator[Passage]:
    for path in sorted(folder.glob("*.html")):
        source = path.read_text(encoding="utf-8")
        document = parse(source, path=path.name, format=Format.HTML)
        terms = sorted({" ".join(term.split()) for term in _DFN.findall(source)}, key=len)
        yield from _passages(document, terms)


def _passages(document: Document, terms: Iterable[str]) -> Iterator[Passage]:
    """The sentences of a document; a term is marked where it first stands in each."""
    for block in linted(document.blocks):
        if NAVIGATION in block.path:
            continue
        text = segmenter.readable(block)
        links = [i.span for i in block.inlines if i.kind is InlineKind.LINK]
        for sentence in segmenter.sentences(block):
            said = sentence.of(text)
            marked = {s.shift(-sentence.start) for s in links if s in sentence}
            places = ((said.find(term), len(term)) for term in terms)
            marked |= {Span(at, at + length) for at, length in places if at >= 0}
            yield Passage(document.path, said, tuple(sorted(marked)), block.kind)


_ROLE = re.compile(r":[a-zA-Z:+-]+:`([^`<]+?)\s*(?:<[^`>]*>)?`|`([^`<]+?)\s*<[^`>]*>`__?")
_EMPHASIS = re.compile(r"\*{1,2}([^*\n]+)\*{1,2}")
_CODE = re.compile(r"``[^`\n]+``")
_MARKUP = re.compile(r"[`|*]|::|\.\. |__|[{}]|-{3}|={3}|~{3}")
_IDENTIFIER = re.compile(r"[~!.]|\(\)|_")
_ITEM = re.compile(r"\s*(?:[*-]|\d+\.)\s+")
_NO_PROSE = (" ", "..", "=", "-", "~")
_NAME = "code"
"""What stands for a name in code: one in a sentence is a word of it, more make no English."""


def _manual(archive: Path) -> Iterator[Passage]:
    """The sentences of a manual in reStructuredText, without its release notes."""
    with tarfile.open(archive) as files:
        for name in sorted(files.getnames()):
            if "/docs/" not in name or "/releases/" in name or not name.endswith(".txt"):
                continue
            member = files.extractfile(name)
            for raw in re.split(r"\n\s*\n", member.read().decode() if member else ""):
                yield from _paragraph(name, raw)


def _paragraph(name: str, raw: str) -> Iterator[Passage]:
    item = _ITEM.match(raw)
    if item is None and raw.startswith(_NO_PROSE):
        return
    body = _CODE.sub(_NAME, " ".join(raw[item.end() if item else 0 :].split()))
    terms = [term for role in _ROLE.finditer(body) if (term := _term(role)) != _NAME]
    plain = _EMPHASIS.sub(r"\1", _ROLE.sub(_term, body))
    if _MARKUP.search(plain):
        return
    for passage in _passages(parse(plain, path=name, format=Format.TEXT), terms):
        if passage.text.count(_NAME) <= 1:
            yield passage


def _term(role: re.Match[str]) -> str:
    """The words of a reference; a name in code has none."""
    term: str = (role[1] or role[2]).strip()
    return _NAME if _IDENTIFIER.search(term) else term


MEDQUAD = Source(
    "MedQuAD",
    "abachaa/MedQuAD, answers of the US National Institutes of Health; medquad.jsonl of the "
    "measuring texts",
    "CC BY 4.0",
    "60f9f315420151e95b1c65105b956860eabe10fefdc9909ee7e03da2395f3578",
    _answers,
)
OPENSTAX = Source(
    "OpenStax nursing",
    "openstax/osbooks-nursing-external-bundle; the folder openstax of the measuring texts",
    "CC BY 4.0",
    "d1178189cc4009dfe4b95635eb01047c734c812bd020741d3a53579f5bb19f24",
    _chapters,
)
DJANGO = Source(
    "Django's manual",
    "the source distribution of Django 5.2: pip download --no-deps --no-binary :all: django==5.2",
    "BSD-3-Clause",
    "1a47f7a7a3d43ce64570d350e008d2949abe8c7e21737b351b6a1611277c6d89",
    _manual,
)
