"""Texts are read sentence by sentence, and only if they are the ones that are named."""

import io
import json
import tarfile
from dataclasses import replace
from pathlib import Path

import pytest

from tools.detector import sources
from tools.detector.sources import DJANGO, MEDQUAD, OPENSTAX, Source, SourceError, digest


def as_it_is(source: Source, path: Path) -> Source:
    return replace(source, sha256=digest(path))


def test_a_text_that_changed_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "medquad.jsonl"
    with pytest.raises(SourceError, match="MedQuAD is not there"):
        list(MEDQUAD.passages(path))
    path.write_text("{}\n")
    with pytest.raises(SourceError, match="not the text that was trained on"):
        list(MEDQUAD.passages(path))


def test_answers(tmp_path: Path) -> None:
    path = tmp_path / "medquad.jsonl"
    path.write_text(json.dumps({"id": "a", "text": "It is red. It hurts."}) + "\n")
    found = list(as_it_is(MEDQUAD, path).passages(path))
    assert [(p.doc, p.text) for p in found] == [("a", "It is red."), ("a", "It hurts.")]


def test_terms_and_links_of_chapters_are_marked(tmp_path: Path) -> None:
    (tmp_path / "m1.html").write_text(
        "<p>The <dfn>renal cortex</dfn> is seen by <a href='/x'>our clinic</a> staff.</p>"
        "<p>A renal cortex again.</p>"
    )
    first, second = as_it_is(OPENSTAX, tmp_path).passages(tmp_path)
    assert [span.of(first.text) for span in first.anchors] == ["renal cortex", "our clinic"]
    assert [span.of(second.text) for span in second.anchors] == ["renal cortex"]


MANUAL = """
Title
=====

.. note:: Not this.

See :doc:`the tutorial </intro>` and :class:`~a.b.Thing` for *more* than ``one``.

* An item with `a link <https://example.org>`_ in it.

    code = 1
"""


def test_references_of_a_manual_are_marked_and_code_is_left_out(tmp_path: Path) -> None:
    path = tmp_path / "manual.tar.gz"
    with tarfile.open(path, "w:gz") as archive:
        for name in ("x/docs/a.txt", "x/docs/releases/1.txt", "x/src/b.txt"):
            data = MANUAL.encode()
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    found = list(as_it_is(DJANGO, path).passages(path))
    assert [(p.text, [a.of(p.text) for a in p.anchors]) for p in found] == [
        ("An item with a link in it.", ["a link"]),
    ]


def test_one_document_in_ten_is_held_out() -> None:
    held = [n for n in range(1_000) if sources.is_held_out(f"page-{n}")]
    assert 70 < len(held) < 130
