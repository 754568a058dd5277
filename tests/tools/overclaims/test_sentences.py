"""The sentences that the reader of overclaims learns from, and that it did learn from them."""

from collections import Counter
from pathlib import Path

import spacy

from medlint.overclaims import COMMENDS, FAULTS
from medlint.overclaims.classifier import OverclaimReader
from tools.overclaims.sentences import FOLDER, LATER, NAMES, Told, named, written

SENTENCES = list(written())
UNREAD = list(written(FOLDER.with_name("unread")))


def test_every_fault_has_sentences_of_many_writers() -> None:
    for fault in FAULTS:
        writers = Counter(one.writer for one in SENTENCES if fault in one.tells)
        few = fault in LATER
        assert sum(writers.values()) > (300 if few else 500), fault
        assert len(writers) >= (6 if few else 10), fault


def test_nobody_tells_what_he_was_not_asked() -> None:
    for one in SENTENCES:
        assert one.tells <= one.asked, one


def test_names_alone_tell_nothing() -> None:
    lines = list(named())
    assert len(lines) > 1_000
    assert lines == list(named())
    assert {one.writer for one in lines} == {NAMES}
    assert not any(one.tells for one in lines)


def test_faults_are_known_and_their_words_are_marked() -> None:
    for one in SENTENCES:
        faults = one.tells - {COMMENDS}
        assert faults <= set(FAULTS), one
        assert one.words is not None or not faults, one
        assert one.words is None or one.tells, one
        assert not set("{}") & set(one.text), one
        if one.words is not None:
            assert one.words.of(one.text).strip()


def test_no_sentence_stands_there_twice() -> None:
    assert [text for text, n in Counter(one.text for one in SENTENCES).items() if n > 1] == []


def test_marks_are_taken_out_and_kept_as_a_place(tmp_path: Path) -> None:
    row = '{"text": "It is {as safe as milk} for you.", "faults": ["absolute-safety"]}\n'
    (tmp_path / "one.jsonl").write_text(row, encoding="utf-8")
    (one,) = written(tmp_path)
    assert one == Told(
        "one", "It is as safe as milk for you.", frozenset({"absolute-safety"}), one.words
    )
    assert one.words is not None
    assert one.words.of(one.text) == "as safe as milk"


def test_the_shipped_weights_have_learnt_from_them() -> None:
    nlp, reader = spacy.blank("en"), OverclaimReader()
    some = SENTENCES[::20]
    scores = reader.scores([nlp.make_doc(one.text) for one in some])
    long = [(one, row) for one, row in zip(some, scores, strict=True) if row.max() > -99]
    told = [(one.tells - {COMMENDS}, row[: len(FAULTS)]) for one, row in long]
    faulty = [row[[FAULTS.index(f) for f in faults]].max() > 0 for faults, row in told if faults]
    sound = [row.max() > 0 for faults, row in told if not faults]
    assert sum(faulty) / len(faulty) > 0.9
    assert sum(sound) / len(sound) < 0.1


def test_what_is_only_scored_is_not_learnt_from() -> None:
    learnt = {one.text for one in SENTENCES}
    assert UNREAD
    assert not [one.text for one in UNREAD if one.text in learnt]


def test_unread_faults_are_heard() -> None:
    """By both readers; the linear one alone hears two in three."""
    nlp = spacy.blank("en")
    some = [one for one in UNREAD if one.tells - {COMMENDS}][::4]
    scores = OverclaimReader().scores([nlp.make_doc(one.text) for one in some])
    heard = (scores[:, : len(FAULTS)] > 0).any(axis=1)
    assert heard.mean() > 0.8
