"""Word files as their readers see them, changes accepted."""

from __future__ import annotations

import io
import zipfile

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.word import (
    box,
    deleted,
    image,
    inserted,
    link,
    note,
    paragraph,
    run,
    table,
    word,
)

from medlint.document import Block, BlockKind, Cell, Document, Format, InlineKind
from medlint.errors import ParseError
from medlint.parsing import parse, source_of
from medlint.text import Span


def read(data: bytes) -> Document:
    return parse(data, path="a.docx", format=Format.DOCX)


def texts(*content: str) -> list[str]:
    return [block.text for block in read(word(*content)).blocks]


def only(*content: str) -> Block:
    (block,) = read(word(*content)).blocks
    return block


@pytest.mark.parametrize(
    ("style", "kind", "level"),
    [
        pytest.param("", BlockKind.PARAGRAPH, 0, id="text"),
        pytest.param("Heading1", BlockKind.HEADING, 1, id="heading"),
        pytest.param("Heading3", BlockKind.HEADING, 3, id="deep heading"),
        pytest.param("Title", BlockKind.HEADING, 1, id="title"),
        pytest.param("ListBullet", BlockKind.LIST_ITEM, 1, id="item"),
        pytest.param("ListNumber2", BlockKind.LIST_ITEM, 2, id="item of a deeper list"),
        pytest.param("Caption", BlockKind.CAPTION, 0, id="caption"),
        pytest.param("IntenseQuote", BlockKind.QUOTATION, 0, id="quotation"),
        pytest.param("NoSuchStyle", BlockKind.PARAGRAPH, 0, id="unknown style"),
    ],
)
def test_styles_say_what_a_paragraph_is(style: str, kind: BlockKind, level: int) -> None:
    block = only(paragraph("Tea with milk", style=style))
    assert (block.kind, block.level, block.text) == (kind, level, "Tea with milk")


@pytest.mark.parametrize(
    ("more", "kind", "level"),
    [
        ('<w:outlineLvl w:val="1"/>', BlockKind.HEADING, 2),
        ('<w:numPr><w:ilvl w:val="2"/><w:numId w:val="3"/></w:numPr>', BlockKind.LIST_ITEM, 3),
        ('<w:numPr><w:ilvl w:val="0"/><w:numId w:val="0"/></w:numPr>', BlockKind.PARAGRAPH, 0),
    ],
)
def test_a_paragraph_can_say_it_itself(more: str, kind: BlockKind, level: int) -> None:
    block = only(paragraph("Tea", more=more))
    assert (block.kind, block.level) == (kind, level)


@pytest.mark.parametrize(
    ("content", "text"),
    [
        pytest.param([run("It "), inserted(run("now ")), run("helps.")], "It now helps.", id="ins"),
        pytest.param([run("It "), deleted("never "), run("helps.")], "It helps.", id="del"),
        pytest.param(
            [run("It "), f"<w:moveTo>{run('soon ')}</w:moveTo>", run("helps.")],
            "It soon helps.",
            id="moved here",
        ),
        pytest.param(
            [run("It "), f"<w:moveFrom>{run('soon ')}</w:moveFrom>", run("helps.")],
            "It helps.",
            id="moved away",
        ),
        pytest.param(
            [run("It "), inserted(link(run("truly") + run(" "))), run("helps.")],
            "It truly helps.",
            id="a link put in",
        ),
        pytest.param([run("It "), run("not ", "<w:strike/>"), run("helps.")], "It helps.", id="s"),
        pytest.param(
            [run("It "), run("now ", '<w:strike w:val="0"/>'), run("helps.")],
            "It now helps.",
            id="struck no more",
        ),
        pytest.param(
            [run("It "), run("x", "<w:vanish/>"), run("helps.")], "It helps.", id="hidden"
        ),
        pytest.param(
            ["<w:r><w:t>one</w:t><w:tab/><w:t>two</w:t><w:br/><w:t>three</w:t></w:r>"],
            "one two\nthree",
            id="tab and break",
        ),
        pytest.param(
            ["<w:r><w:t>x</w:t><w:noBreakHyphen/><w:t>ray</w:t><w:softHyphen/></w:r>"],
            "x-ray",
            id="hyphens",
        ),
        pytest.param(
            ['<w:r><w:t>5 </w:t><w:sym w:font="X" w:char="00B5"/><w:t>g</w:t></w:r>'],
            "5 \N{MICRO SIGN}g",
            id="sign",
        ),
        pytest.param(
            [run("See "), f"<w:sdt><w:sdtContent>{run('this')}</w:sdtContent></w:sdt>"],
            "See this",
            id="content control",
        ),
        pytest.param(
            [
                run("It "),
                "<mc:AlternateContent>",
                f'<mc:Choice Requires="wps">{run("now ")}</mc:Choice>',
                f"<mc:Fallback>{run('then ')}</mc:Fallback>",
                "</mc:AlternateContent>",
                run("helps."),
            ],
            "It now helps.",
            id="alternatives",
        ),
    ],
)
def test_what_is_read_of_a_paragraph(content: list[str], text: str) -> None:
    assert only(paragraph(*content)).text == text


def test_a_deleted_end_joins_two_paragraphs() -> None:
    end = '<w:rPr><w:del w:id="1" w:author="E" w:date="2026-11-23T00:00:00Z"/></w:rPr>'
    assert texts(paragraph("It helps ", more=end), paragraph("nobody."), "Next.") == [
        "It helps nobody.",
        "Next.",
    ]


def test_inlines() -> None:
    block = only(
        paragraph(
            run("See "),
            link(run("the ") + run("trial", "<w:b/>")),
            run(" of H"),
            run("2", '<w:vertAlign w:val="subscript"/>'),
            run("O"),
            note(2),
        )
    )
    assert block.text == "See the trial of H2O[1]"
    assert [(i.kind, i.span.of(block.text), i.target) for i in block.inlines] == [
        (InlineKind.LINK, "the trial", "https://example.org/one"),
        (InlineKind.SUBSCRIPT, "2", None),
        (InlineKind.NOTE, "[1]", None),
    ]


def test_a_link_that_is_a_field() -> None:
    def char(kind: str) -> str:
        return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'

    code = '<w:r><w:instrText> HYPERLINK "https://example.org/f" </w:instrText></w:r>'
    block = only(
        paragraph(
            run("See "), char("begin"), code, char("separate"), run("here"), char("end"), run(".")
        )
    )
    assert block.text == "See here."
    (inline,) = block.inlines
    assert (inline.span.of(block.text), inline.target) == ("here", "https://example.org/f")


def test_tables() -> None:
    merged = "<w:tc><w:tcPr><w:gridSpan w:val='2'/></w:tcPr>" + paragraph("Both") + "</w:tc>"
    wide = f"<w:tr>{merged}<w:tc>{paragraph('Third')}</w:tc></w:tr>"
    made = table(("Form", "Dose", "Note"), ("Pill", "5 mg", "")).replace(
        "</w:tbl>", f"{wide}</w:tbl>"
    )
    document = read(word(made, table(("Other",))))
    assert [(block.text, block.cell) for block in document.blocks] == [
        ("Form", Cell(0, 0, 0, header=True)),
        ("Dose", Cell(0, 0, 1, header=True)),
        ("Note", Cell(0, 0, 2, header=True)),
        ("Pill", Cell(0, 1, 0)),
        ("5 mg", Cell(0, 1, 1)),
        ("Both", Cell(0, 2, 0)),
        ("Third", Cell(0, 2, 2)),
        ("Other", Cell(1, 0, 0, header=True)),
    ]


def test_a_text_box_is_read_once_and_behind_its_paragraph() -> None:
    document = read(word(paragraph("Before the box.", box(paragraph("Inside.")))))
    assert [(block.text, block.path) for block in document.blocks] == [
        ("Before the box.", ()),
        ("Inside.", ("text-box",)),
    ]


def test_an_image_is_read_by_its_description() -> None:
    document = read(word(paragraph("See ", image("A cup of tea"))))
    assert [(block.kind, block.text) for block in document.blocks] == [
        (BlockKind.PARAGRAPH, "See \N{OBJECT REPLACEMENT CHARACTER}"),
        (BlockKind.ALT_TEXT, "A cup of tea"),
    ]


def test_notes_come_at_the_end_in_the_order_of_their_marks() -> None:
    data = word(
        paragraph("One.", note(7), " Two.", note(3)),
        "Last.",
        notes={
            3: "It was so in our own house.",
            7: "Smith J, Lee C. Tea. J Tea. 2020;1:2-3.",
            9: "Nobody refers to it.",
        },
    )
    document = read(data)
    assert [(block.kind, block.text, block.path) for block in document.blocks[1:]] == [
        (BlockKind.PARAGRAPH, "Last.", ()),
        (BlockKind.REFERENCE, "Smith J, Lee C. Tea. J Tea. 2020;1:2-3.", ("note",)),
        (BlockKind.PARAGRAPH, "It was so in our own house.", ("note",)),
    ]


def test_entries_below_a_heading_that_says_references_are_references() -> None:
    kinds = [
        block.kind
        for block in read(word(paragraph("References", style="Heading1"), "Smith 2020.")).blocks
    ]
    assert kinds == [BlockKind.HEADING, BlockKind.REFERENCE]


def test_properties_are_metadata() -> None:
    document = read(word("Tea.", properties={"title": "On tea", "author": " Ann "}))
    assert (document.metadata["title"], document.metadata["author"]) == ("On tea", "Ann")


def test_a_place_is_told_by_part_paragraph_and_run() -> None:
    document = read(
        word("First.", paragraph("One ", run("two"), run(" three"), note(2)), notes={2: "Four."})
    )

    def place(words: str) -> tuple[str, int, int]:
        start = document.source.index(words)
        origin = document.origin(Span(start, start + len(words)))
        assert origin is not None
        return origin.part, origin.paragraph, origin.run

    assert place("First") == ("document", 1, 1)
    assert place("wo") == ("document", 2, 2)
    assert place("hree") == ("document", 2, 3)
    assert place("Four") == ("footnotes", 1, 1)


def old_file() -> bytes:
    return b"\xd0\xcf\x11\xe0" + bytes(600)


def bomb() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", bytes(210_000_000))
    return stream.getvalue()


def broken_xml() -> bytes:
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(word("Tea."))) as whole,
        zipfile.ZipFile(stream, "w") as archive,
    ):
        for name in whole.namelist():
            data = whole.read(name)
            archive.writestr(name, data[:-40] if name == "word/document.xml" else data)
    return stream.getvalue()


def a_zip() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("a.txt", "tea")
    return stream.getvalue()


@pytest.mark.parametrize(
    ("data", "message"),
    [
        pytest.param(old_file(), "an old .doc file or has a password", id="old"),
        pytest.param(b"", "this is no Word file that can be read", id="empty"),
        pytest.param(b"Tea.", "this is no Word file that can be read", id="text"),
        pytest.param(a_zip(), "this is no Word file that can be read", id="zip"),
        pytest.param(word("Tea.")[:900], "this is no Word file that can be read", id="cut off"),
        pytest.param(broken_xml(), "this is no Word file that can be read", id="broken"),
        pytest.param(bomb(), "the file unpacks to 210 MB", id="bomb"),
        pytest.param(
            word(
                "Tea is a drink.",
                '<w:sdt><w:sdtContent><w:altChunk r:id="rId99"/></w:sdtContent></w:sdt>',
            ),
            "a part of the draft is another file inside it; save it anew in Word",
            id="a file inside",
        ),
    ],
)
def test_what_is_no_word_file_is_an_error(data: bytes, message: str) -> None:
    with pytest.raises(ParseError, match=message):
        read(data)


def test_no_entity_is_unfolded() -> None:
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(word("Tea."))) as whole,
        zipfile.ZipFile(stream, "w") as archive,
    ):
        for name in whole.namelist():
            data = whole.read(name)
            if name == "word/document.xml":
                declared = b'<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/hostname">]><w:document'
                data = data.replace(b"<w:document", declared, 1).replace(b"Tea.", b"Tea &x;.")
            archive.writestr(name, data)
    assert [block.text for block in read(stream.getvalue()).blocks] == ["Tea"]


def test_text_is_no_word_file_and_a_word_file_is_no_text() -> None:
    with pytest.raises(ParseError, match="a docx file is no text"):
        parse("Tea.", path="a.docx", format=Format.DOCX)
    with pytest.raises(ParseError, match="a markdown file is text"):
        parse(b"Tea.", path="a.md", format=Format.MARKDOWN)


def test_what_python_docx_writes_is_read() -> None:
    made = docx.Document()
    made.add_heading("Tea", 2)
    made.add_paragraph("One ").add_run("two").bold = True
    stream = io.BytesIO()
    made.save(stream)
    assert [(b.kind, b.level, b.text) for b in read(stream.getvalue()).blocks] == [
        (BlockKind.HEADING, 2, "Tea"),
        (BlockKind.PARAGRAPH, 0, "One two"),
    ]


_WORDS = st.text("ab é😀\u0301.", min_size=1, max_size=6)
_RUNS = st.one_of(
    _WORDS.map(run),
    _WORDS.map(lambda text: run(text, "<w:i/>")),
    _WORDS.map(lambda text: inserted(run(text))),
    _WORDS.map(deleted),
    _WORDS.map(lambda text: run(text, "<w:strike/>")),
    _WORDS.map(lambda text: link(run(text))),
    st.just(note(1)),
    st.just("<w:r><w:br/></w:r>"),
    st.just("<w:r><w:tab/></w:r>"),
)
_PARAGRAPHS = st.lists(_RUNS, max_size=6).map(lambda runs: paragraph(*runs))


@settings(max_examples=60, deadline=None)
@given(st.lists(_PARAGRAPHS, min_size=1, max_size=4))
def test_every_block_reads_as_its_place_says_and_the_source_is_the_same_each_time(
    content: list[str],
) -> None:
    data = word(*content, notes={1: "A note."})
    document = read(data)
    document.verify()
    assert source_of(data, Format.DOCX) == document.source
    for block in document.blocks:
        assert block.source_span.of(document.source).strip()
        assert document.origin(block.source_span) is not None
