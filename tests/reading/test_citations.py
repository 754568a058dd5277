"""What points to a source."""

import time
from collections.abc import Callable

import pytest

from medlint.document import Block, Inline, InlineKind
from medlint.reading.citations import citations
from medlint.text import Span

MakeBlock = Callable[..., Block]


@pytest.mark.parametrize(
    ("text", "kind", "words"),
    [
        ("It fell.[3]", "marker", "[3]"),
        ("It fell.¹", "marker", "¹"),
        ("It fell (Smith, 2021).", "author-year", "(Smith, 2021)"),
        (
            "It fell (Smith & Lee, 2021; WHO, n.d.).",
            "author-year",
            "(Smith & Lee, 2021; WHO, n.d.)",
        ),
        ("It fell (Müller et al., 2020a).", "author-year", "(Müller et al., 2020a)"),
        ("Smith et al. (2021) measured it.", "author-year", "Smith et al. (2021)"),
        ("Lee (2019) says so.", "author-year", "Lee (2019)"),
        ("It fell (doi: 10.1000/xyz123).", "identifier", "doi: 10.1000/xyz123)."),
        ("See PMID: 12345678.", "identifier", "PMID: 12345678"),
        ("See NCT01234567.", "identifier", "NCT01234567"),
        ("See https://example.org/a now.", "identifier", "https://example.org/a"),
        ("Data from the CDC show it.", "named", "Data from the CDC "),
        ("It was published in Nature.", "named", "published in Nature."),
        (
            "It was published in Rural Sleep Letters in 2022.",
            "named",
            "published in Rural Sleep Letters in 2022",
        ),
        (
            "According to the maker's prescribing information, it falls.",
            "named",
            "According to the maker's prescribing information",
        ),
        ("As was shown by Lee in 2019, it fell.", "named", "by Lee in 2019"),
        ("Lee in 2019 reported it.", "named", "Lee in 2019 reported"),
        ("Data of the UK Biobank show it.", "named", "UK Biobank"),
        ("The WHO recommends it.", "named", "WHO recommends"),
        ("Mayo Clinic reports it.", "named", "Mayo Clinic reports"),
    ],
)
def test_pointers(block: MakeBlock, text: str, kind: str, words: str) -> None:
    found = [(citation.kind.value, citation.span.of(text)) for citation in citations(block(text))]
    assert (kind, words) in found


@pytest.mark.parametrize(
    "text",
    [
        "According to experts, it fell.",
        "Studies found it. Researchers reported it.",
        "We found it. He reported pain.",
        "It fell (by 20%).",
        "It rose (in 2021), up from 2019.",
        "Doctors recommend it.",
        "Children born in the United States in 2016 were vaccinated.",
        "Data from studies show it.",
        "It was published in a journal.",
        "It was published in Germany.",
        "Read the label.",
        "Study after study shows it.",
        "",
    ],
)
def test_words_that_name_nobody(block: MakeBlock, text: str) -> None:
    assert citations(block(text)) == ()


def test_according_to_somebody_with_a_name(block: MakeBlock) -> None:
    (citation,) = citations(block("According to the World Health Organization, it fell."))
    assert (citation.kind, citation.span.start) == ("named", 0)


@pytest.mark.parametrize(
    ("target", "is_source"),
    [
        ("https://example.org/study", True),
        ("/articles/sleep", True),
        ("study.html", True),
        ("#top", False),
        ("mailto:a@example.org", False),
        ("TEL:123", False),
        ("javascript:void(0)", False),
        ("", False),
        (None, False),
    ],
)
def test_links(block: MakeBlock, target: str | None, *, is_source: bool) -> None:
    text = "It fell in a study."
    made = block(text, "paragraph", Inline(InlineKind.LINK, Span(13, 18), target))
    assert [citation.span.of(text) for citation in citations(made)] == (
        ["study"] if is_source else []
    )


def test_addresses_and_notes(block: MakeBlock) -> None:
    text = "It fell.^1^ See example.org/a."
    made = block(
        text,
        "paragraph",
        Inline(InlineKind.URL, Span(16, 29)),
        Inline(InlineKind.NOTE, Span(8, 11)),
        Inline(InlineKind.CODE, Span(0, 2)),
    )
    assert [(c.kind, c.span.of(text)) for c in citations(made)] == [
        ("marker", "^1^"),
        ("link", "example.org/a"),
    ]


@pytest.mark.parametrize(
    "piece",
    [
        "(",
        "(A",
        "(A.",
        "A-",
        "A.A",
        "(A 20",
        "A et al. ",
        "http://a ",
        "[1]",
        "10.1000/",
        "The A ",
        "A ",
    ],
)
def test_time_grows_no_faster_than_the_text(block: MakeBlock, piece: str) -> None:
    def seconds(length: int) -> float:
        made = block(piece * (length // len(piece)))
        began = time.process_time()
        citations(made)
        return time.process_time() - began

    seconds(1_000)
    # Once is enough: another program may be in the way.
    assert any(seconds(200_000) < 12 * seconds(50_000) + 0.2 for _ in range(3))
