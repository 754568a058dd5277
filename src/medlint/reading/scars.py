"""Wounds that a removed term leaves where everybody can see them: in the bare text and the markup.

What is found here needs no grammar: an empty bracket, a slot of a list with nothing in it, half of
a compound, a link without a word. Each place is a span of a sentence's text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from medlint.document import Block, Inline, InlineKind
from medlint.reading.patterns import compile_pattern
from medlint.text import Span

Scar = Callable[[str], Iterator[Span]]
"""From the text of a sentence to the places of wounds."""

_EMPTY_BRACKET = compile_pattern(r"(?:^|\s)(\(\s*\)|\[\s*\])(?:[\s.,;:]|$)")
_EMPTY_QUOTES = compile_pattern(
    r"(?:^|\s)(\x{201C}\s*\x{201D}|\x{2018}\s*\x{2019}|\"\s?\")(?:[\s.,;:)]|$)"
)
_EMPTY_SLOT = compile_pattern(
    r"(\(\s*[,;])|([,;]\s*\))|[a-z]\s*(,\s*,)(?:\s|$)|[a-z]\s*(,\s*\.)(?:[\s)]|$)"
    r"|(\((?:and|or|e\.g\.,?|i\.e\.,?|see|such as|also called|or called)\s*[,.]?\s*\))"
)
_ENTITY = compile_pattern(r"&#?\w{1,8}$")
_EMPTY_LIST = compile_pattern(
    r"(?i)\b((?:such as|known as|referred to as)\s*[,.;)])(?:\s|$)"
    r"|\b((?:as well as|including)\s*[.;)])(?:\s|$)"
    r"|\b(such as\s+(?:and|or|is|are|can|may))\b"
    r"|\b((?:between|both|either)\s+(?:and|or))\b"
    r"|,\s+((?:and|or)\s*[.)])(?:\s|$)|\s((?:and|or)\s*\))"
)
_TWICE = ("of", "and", "or", "with", "for", "from", "an", "your", "its", "their")
_DOUBLED = compile_pattern(r"(?i)\b(" + "|".join(rf"{word}\s+{word}" for word in _TWICE) + r")\b")
"""Of "the the" one is more often too many than a word between them too few."""
_HALF_BEFORE = compile_pattern(
    r"[a-z,;(]\s(-(?:response|mediated|induced|related|dependent|based|associated|specific"
    r"|driven|resistant|positive|negative|like|type|free|causing|binding|producing|rich|fold"
    r"|deficient|sensitive|treated|targeted|containing|releasing|lowering|inhibiting))\b"
)
_HALF_BEHIND = compile_pattern(r"\b([a-z]{3,}-\s+[a-z]{3,})\b")
_GOVERNED = compile_pattern(r"(?i)\b(?:of|for|from|with|in|at|on|by|to|than|about)\s$")
_THEN_DID = compile_pattern(
    r"(?i)^\s+(?:then\s|so\s|soon\s)?(?:\w{2,}ed|found|had|was|were|did|got|went|took|made|said|saw"
    r"|felt|came|gave|lost|kept|fell|rose|knew|left)\b"
)
_SUSPENDED = compile_pattern(r"-\s+(?:and|or|to|but|versus|vs|through|nor|as|than|if|the|it|not)\b")
_ARTICLE_END = compile_pattern(
    r"\b((?:of|for|in|as|with|by|on|at|from|to|into|through|during|under|about|is|was|are|were|be"
    r"|has|have|had|[a-z]{2,}ing|announced|created|launched|held|wrote)"
    r"\s+(?:an?|the|our|your|their)\s*[.!?])(?:\s+[\p{Lu}\d\x{201C}\x{2018}\"\[(]|\s*$)"
)
_NEVER_LAST = compile_pattern(r"[a-z]\s+((?:via|during|among|amongst|despite)\s*[.!?;)])(?:\s|$)")
_OPENING = compile_pattern(
    r"^((?:According to|At|By|During|From|Into|Of|Through|To|Via|With)"
    r"(?:\s+(?:an?|the|our|your|their))?\s*,)\s"
)
_SHARED = compile_pattern(
    r"^\s+(?:and|or|as well as|but|of|in|on|by|for|at|to|with|from|through|during)\b"
)
_ARTICLE = compile_pattern(r"(?:^|[\s(])(an?) ([a-z]{3,})\b")
_SILENT_H = compile_pattern(r"^(?:hour|honest|hono|heir|herb)")
_VOWEL_LETTER_AS_CONSONANT = compile_pattern(
    r"^(?:eu|ew|uni|us[aeiu]|ut[ei]|ur[aeio]|ubi|one|once|ouija)"
)
_BARE_GENITIVE = compile_pattern(
    r"(?i)(?:^|\s)((?:the|of|by|with|from|for|in|and|or|your|a)\s+['\x{2019}]s)\b"
)


def _groups(pattern: object) -> Scar:
    def find(text: str) -> Iterator[Span]:
        for match in pattern.finditer(text):  # type: ignore[attr-defined] # RE2 is untyped
            yield next(Span(*match.span(n)) for n in range(1, pattern.groups + 1) if match[n])  # type: ignore[attr-defined] # see above

    return find


def _empty_slot(text: str) -> Iterator[Span]:
    """Such as "iron, , and zinc", "(see )"; the semicolon of "&#8221;)" ends a character."""
    for span in _groups(_EMPTY_SLOT)(text):
        if not _ENTITY.search(text[: span.start]):
            yield span


def _empty_list(text: str) -> Iterator[Span]:
    """Such as "Rice, beans, and."; "in either or both eyes" has lost nothing.

    Nor has what only names two things again: "trials of either and found none".
    """
    for span in _groups(_EMPTY_LIST)(text):
        words = span.of(text).casefold()
        chosen = words.startswith("either")
        again = (
            words.startswith(("either", "both"))
            and _GOVERNED.search(text[: span.start])
            and _THEN_DID.search(text[span.end :])
        )
        if not again and not (chosen and text[span.end :].lstrip().startswith("both")):
            yield span


def _half_behind(text: str) -> Iterator[Span]:
    """Such as "high- genes"; "short- and long-term" shares a word and has lost none."""
    for match in _HALF_BEHIND.finditer(text):
        if not _SUSPENDED.search(match[1]):
            yield Span(*match.span(1))


def _article_sound(text: str) -> Iterator[Span]:
    """Such as "a estimate": the word that the article was chosen for is gone."""
    for match in _ARTICLE.finditer(text):
        word = match[2]
        vowel = word[0] in "aeiou" and not _VOWEL_LETTER_AS_CONSONANT.search(word)
        vowel = vowel or bool(_SILENT_H.search(word))
        either = word[0] in "hu"
        if not either and vowel == (match[1] == "a"):
            yield Span(match.start(1), match.end(2))


def _opening(text: str) -> Iterator[Span]:
    """Such as "According to, half of us", "At the, she spoke"; not "By, for and with us"."""
    for match in _OPENING.finditer(text):
        if not _SHARED.search(text[match.end(1) :]):
            yield Span(*match.span(1))


SCARS: dict[str, Scar] = {
    "article-end": _groups(_ARTICLE_END),
    "preposition-end": _groups(_NEVER_LAST),
    "opening": _opening,
    "article-sound": _article_sound,
    "empty-bracket": _groups(_EMPTY_BRACKET),
    "empty-quotes": _groups(_EMPTY_QUOTES),
    "empty-slot": _empty_slot,
    "empty-list": _empty_list,
    "doubled-word": _groups(_DOUBLED),
    "half-before": _groups(_HALF_BEFORE),
    "half-behind": _half_behind,
    "bare-genitive": _groups(_BARE_GENITIVE),
}
"""Every scar by the name that rules know it by."""

UNSURE = frozenset({"article-sound", "half-behind"})
"""Scars that a slip of the pen leaves too: "a apple", a stray space."""


def emptied(block: Block, sentence: Span) -> Iterator[Inline]:
    """The links and defined terms without words that stand inside a sentence of a block.

    What editors leave behind is no wound: an empty link that touches another one, one behind the
    full stop or in front of the first word, an anchor for others to point to.
    """
    words = [inline.span for inline in block.inlines if inline.kind is InlineKind.LINK]
    for inline in block.emptied:
        at = inline.span.start
        if not sentence.start <= at <= sentence.end or _touches(words, at, block.text):
            continue
        before = block.text[sentence.start : at].rstrip()
        after = block.text[at : sentence.end].lstrip()
        is_anchor = (inline.target or "").startswith("#")
        opens = not before and (is_anchor or not after[:1].islower())
        closes = not after and (is_anchor or before[-1:] in ".!?")
        if not opens and not closes and (before or after):
            yield inline


def _touches(links: Sequence[Span], at: int, text: str) -> bool:
    return any(
        not text[min(at, link.end) : max(at, link.end)].strip()
        or not text[min(at, link.start) : max(at, link.start)].strip()
        for link in links
    )
