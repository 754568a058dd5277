"""What a document warns of: harms, precautions, exclusions.

The name of a harm is no warning by itself: "improves blood pressure" promises, "can raise blood
pressure" warns. A sentence warns where a word of warning stands in it, above it or before its
list, and no phrase turns that word into a benefit.
"""

from __future__ import annotations

from collections.abc import Iterator

from medlint.document import BlockKind
from medlint.reading import Reading, Sentence
from medlint.reading.terms import TermFinder


class Warnings:
    """The sentences of a document that stand as a harm, a precaution or an exclusion."""

    def __init__(self, reading: Reading, contexts: TermFinder, benefits: TermFinder) -> None:
        """Collect them: `contexts` are stems that warn, `benefits` those that turn them round."""
        self.sentences: list[Sentence] = []
        lead_in = ""
        for block_index, block in enumerate(reading.blocks):
            headings = " ".join(reading.section_of(block_index).headings)
            announced = warns(headings, contexts, benefits)
            if block.kind in {BlockKind.LIST_ITEM, BlockKind.TABLE_CELL}:
                announced = announced or warns(lead_in, contexts, benefits)
            for sentence in reading.sentences_of(block_index):
                if announced or warns(sentence.text, contexts, benefits):
                    self.sentences.append(sentence)
            if block.kind not in {BlockKind.LIST_ITEM, BlockKind.TABLE_CELL}:
                last = reading.sentences_of(block_index)[-1:]
                lead_in = last[0].text if last else ""

    def name(self, stems: TermFinder) -> bool:
        """Whether one of the warnings names the thing."""
        return any(sentence.text in stems for sentence in self.sentences)

    def holds(self, words: TermFinder) -> Iterator[bool]:
        """For each of the warnings, whether it has one of these words."""
        return (sentence.text in words for sentence in self.sentences)


def warns(text: str, contexts: TermFinder, benefits: TermFinder) -> bool:
    """Whether a warning word stands outside every phrase that turns it into a benefit."""
    turned = [term.span for term in benefits.find(text)]
    return any(not any(term.span.overlaps(span) for span in turned) for term in contexts.find(text))
