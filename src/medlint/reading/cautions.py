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

_WAVING_OFF = ("absolute-safety", "mixing-invite", "pregnancy-invite", "symptom-dismissal")
"""Faults by which a sentence speaks of a harm and warns of none."""
_PLAINLY = 1.0


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
                warned = announced or warns(sentence.text, contexts, benefits)
                if warned and not _waves_off(reading, sentence):
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


def _waves_off(reading: Reading, sentence: Sentence) -> bool:
    """Whether a sentence names a harm to say that there is none: "it leaves the heart alone"."""
    told = reading.overclaims(sentence)
    return any(told.get(fault, 0.0) >= _PLAINLY for fault in _WAVING_OFF)


def warns(text: str, contexts: TermFinder, benefits: TermFinder) -> bool:
    """Whether a warning word stands outside every phrase that turns it into a benefit."""
    turned = [term.span for term in benefits.find(text)]
    return any(not any(term.span.overlaps(span) for span in turned) for term in contexts.find(text))
