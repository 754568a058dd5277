"""Whether a document is in English, the one language that the rules can read."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from functools import cache
from typing import Any

from medlint.document import NAVIGATION, Block, BlockKind, Document, linted, may_be_english
from medlint.errors import LanguageError

_ENGLISH_WORDS = frozenset(
    {
        *("the", "and", "of", "to", "that", "with", "are", "from", "you", "your", "which", "have"),
        *("has", "their", "they", "can", "may", "these", "this", "for", "by", "as", "is", "it"),
        *("be", "or", "not", "when", "what", "should", "been", "than", "there", "were", "but"),
        *("who", "how"),
    }
)
"""Small words that make up a quarter of any English text, and next to nothing of others."""

_CLEARLY_ENGLISH = 0.1
"""Share of those words above which no closer look is needed."""

_CERTAIN = 0.9
"""Probability from which the identifier is believed."""

_SHORT = 3
_RUNNING_TEXT = 0.15
"""Share of words of up to three letters that running text has in any language written in Latin
letters. Lists of drugs, plants and muscles have none, and only look like Latin or Italian."""

_SAMPLE = 20_000
"""Characters that are shown to the identifier; more do not make it surer."""

_LATIN_LETTERS = {
    "af": "Afrikaans",
    "ca": "Catalan",
    "cs": "Czech",
    "da": "Danish",
    "de": "German",
    "en": "English",
    "es": "Spanish",
    "et": "Estonian",
    "fi": "Finnish",
    "fr": "French",
    "hr": "Croatian",
    "hu": "Hungarian",
    "id": "Indonesian",
    "it": "Italian",
    "la": "Latin",
    "lt": "Lithuanian",
    "lv": "Latvian",
    "nl": "Dutch",
    "no": "Norwegian",
    "pl": "Polish",
    "pt": "Portuguese",
    "ro": "Romanian",
    "sk": "Slovak",
    "sl": "Slovenian",
    "sv": "Swedish",
    "sw": "Swahili",
    "tr": "Turkish",
    "vi": "Vietnamese",
}
_OTHER_LETTERS = {
    "ar": "Arabic",
    "bg": "Bulgarian",
    "bn": "Bengali",
    "el": "Greek",
    "fa": "Persian",
    "he": "Hebrew",
    "hi": "Hindi",
    "ja": "Japanese",
    "ko": "Korean",
    "ru": "Russian",
    "ta": "Tamil",
    "th": "Thai",
    "uk": "Ukrainian",
    "ur": "Urdu",
    "zh": "Chinese",
}
_NAMES = _LATIN_LETTERS | _OTHER_LETTERS
"""The languages told apart. Near kin of English and small sisters of the large languages are
left out: short health texts are taken for them far more often than written in them."""

WORD = re.compile(r"[^\W\d_]+(?:['\N{RIGHT SINGLE QUOTATION MARK}][^\W\d_]+)*")
_LAST_LATIN = "\u024f"
_LATIN_ADDITIONS = range(0x1E00, 0x1F00)
_NOT_ARTICLE = frozenset({BlockKind.REFERENCE, BlockKind.COMMENT, BlockKind.CODE})


def check_english(document: Document) -> None:
    """Refuse a document that is not in English; one without words, or with too few to tell, passes.

    What counts is the article: menus and lists of sources say little about its language.

    Raises:
        LanguageError: most of the text is declared to be, or reads as, another language.
    """
    article = [
        block
        for block in document.blocks
        if block.kind not in _NOT_ARTICLE and NAVIGATION not in block.path
    ]
    readable = linted(article) or linted(document.blocks)
    _check_declared(article, readable)
    text = "\n".join(map(_plain, readable))
    words = WORD.findall(text.lower())
    if not words or _share(words, _ENGLISH_WORDS) >= _CLEARLY_ENGLISH:
        return
    language = _foreign(text, words)
    if language is not None:
        msg = f"the text reads as {language}, not English; medlint checks English only"
        raise LanguageError(msg)


def _check_declared(article: Iterable[Block], readable: Iterable[Block]) -> None:
    """Refuse a text most of which its markup declares to be foreign: no rule would read it."""
    foreign: Counter[str] = Counter()
    for block in article:
        if block.language and not may_be_english(block.language):
            declared = block.language.strip().lower().replace("_", "-").split("-")[0]
            foreign[declared] += len(block.text)
    if foreign.total() > sum(len(block.text) for block in readable):
        code = foreign.most_common(1)[0][0]
        language = _NAMES.get(code, f"'{code}'")
        msg = f"the text is declared to be {language}, not English; medlint checks English only"
        raise LanguageError(msg)


def _plain(block: Block) -> str:
    """The block's text without addresses, code and the tags of templates."""
    parts: list[str] = []
    at = 0
    for span in sorted(block.opaque()):
        parts.append(block.text[at : span.start])
        at = max(at, span.end)
    return " ".join([*parts, block.text[at:]])


def _share(words: list[str], of: frozenset[str]) -> float:
    return sum(word in of for word in words) / len(words)


def _foreign(text: str, words: list[str]) -> str | None:
    """The name of the language of a text that is surely not English; None where it may be."""
    language, probability = _identify(text)
    if not _is_latin(text):
        return _OTHER_LETTERS.get(language, "a language in another script")
    short = sum(1 < len(word) <= _SHORT for word in words) / len(words)
    foreign = language != "en" and probability >= _CERTAIN and short >= _RUNNING_TEXT
    return _NAMES[language] if foreign else None


def _is_latin(text: str) -> bool:
    """Whether at least half of the letters are Latin ones."""
    letters = [char for char in text if char.isalpha()]
    latin = sum(char <= _LAST_LATIN or ord(char) in _LATIN_ADDITIONS for char in letters)
    return latin * 2 >= len(letters)


def _identify(text: str) -> tuple[str, float]:
    language, probability = _identifier().classify(text[:_SAMPLE].lower())
    return str(language), float(probability)


@cache
def _identifier() -> Any:
    # Imported on demand: the model takes most of a second, and most texts never need it.
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # noqa: PLC0415 -- see above

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(list(_NAMES))
    return identifier
