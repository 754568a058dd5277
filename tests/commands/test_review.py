"""A reviewer at work: findings are let stand, articles are signed off, edits reopen both."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from medlint import runner
from medlint.document import Format
from medlint.plan import Plan
from medlint.reading import Reading

if TYPE_CHECKING:
    from tests.commands.conftest import Run

EDITED = 8
CORPUS = Path(__file__).parents[2] / "corpus" / "dev"
FORMATS = {".txt": Format.TEXT, ".html": Format.HTML}
WHO = ("--by", "Ann Marsh", "--credential", "MD")
WHY = ("--reason", "quotes the claim it corrects")
AS_OF = ("--as-of", "2026-11-23")
CURES = {
    "a.md": "Basil cures diabetes.",
    "m.md": "Garlic cures asthma.",
    "z.md": "Ginger cures gout.",
}
THREE = (
    "# Spices\n\nTurmeric cures diabetes. Garlic cures asthma.\n\n"
    "Ginger cures gout. You can drink all of them with a little milk.\n"
)


def listed(run: Run, *arguments: str) -> dict[str, str]:
    """The state of each finding, by its sentence."""
    assert run("review", "list", "drafts", "--json", *AS_OF, *arguments) == 0
    found = json.loads(run.out)
    return {e["sentence"]: e["state"] for e in found if e["rule"] == "reversal-verb"}


def fingerprint(run: Run, sentence: str) -> str:
    run("review", "list", "drafts", "--json")
    (found,) = [
        entry["fingerprint"]
        for entry in json.loads(run.out)
        if (entry["sentence"], entry["rule"]) == (sentence, "reversal-verb")
    ]
    return str(found)


def accept(run: Run, sentence: str, *arguments: str) -> None:
    name = fingerprint(run, sentence)[:10]
    assert run("review", "accept", "drafts", "--finding", name, *WHO, *WHY, *AS_OF, *arguments) == 0


def test_what_is_accepted_is_set_aside_with_name_and_reason(run: Run) -> None:
    accept(run, "Turmeric cures diabetes.")
    assert run("check", "drafts") == 0
    assert "1 accepted" in run.out
    (finding,) = run.findings("drafts")
    assert finding["disposition"] == "accepted"
    assert finding["reason"] == "Ann Marsh, MD on 2026-11-23: quotes the claim it corrects"


def test_an_edit_elsewhere_keeps_every_decision_and_an_edit_of_the_sentence_drops_its_own(
    run: Run, drafts: Path
) -> None:
    draft = drafts / "drafts" / "faulty.md"
    draft.write_text(THREE, encoding="utf-8")
    for sentence in ("Turmeric cures diabetes.", "Garlic cures asthma.", "Ginger cures gout."):
        accept(run, sentence)
    assert set(listed(run).values()) == {"accepted"}
    draft.write_text(f"# More\n\nNew.\n\n{THREE}".replace("You can", "One may"), encoding="utf-8")
    assert set(listed(run).values()) == {"accepted"}
    draft.write_text(THREE.replace("cures asthma", "soon cures asthma"), encoding="utf-8")
    assert listed(run) == {
        "Turmeric cures diabetes.": "accepted",
        "Garlic soon cures asthma.": "open",
        "Ginger cures gout.": "accepted",
    }
    assert run("check", "drafts") == 1
    assert "medlint: 1 stale entry in the ledger" in run.err
    assert run("review", "status", "drafts") == 0
    assert "stale: drafts/faulty.md: reversal-verb: Garlic cures asthma." in run.out


@pytest.mark.parametrize("name", ["quiet-night-letter.txt", "mens-clinic-landing.html"])
def test_an_edit_anywhere_in_a_real_article_drops_the_decisions_on_its_sentence_alone(
    name: str,
) -> None:
    path = CORPUS / name
    engine = runner.prepare(Plan(root=CORPUS, as_of=dt.date(2026, 11, 23)))
    document, before = engine.linter.lint(
        path.read_text("utf-8"), path=name, format=FORMATS[path.suffix]
    )
    decided = {f.fingerprint: f.sentence for f in before if f.sentence is not None}
    sentences = [
        document.blocks[sentence.block].map.to_source(sentence.span)
        for sentence in Reading(
            document, engine.linter.annotator, as_of=engine.linter.as_of
        ).sentences
    ]
    edited = kept = 0
    for span in sentences[::4]:  # every fourth: each edit has the article read anew
        if not document.source[: span.end].endswith("."):
            continue
        text = f"{document.source[: span.end - 1]}, so it is.{document.source[span.end :]}"
        _, after = engine.linter.lint(text, path=name, format=document.format)
        found = {f.fingerprint for f in after}
        lost = {fingerprint for fingerprint in decided if fingerprint not in found}
        assert lost == {mark for mark, own in decided.items() if own.overlaps(span)}
        edited, kept = edited + 1, kept + len(decided) - len(lost)
    assert edited >= EDITED
    assert kept > EDITED * 10


def test_losing_one_more_caveat_reopens_a_finding_about_the_whole_article(
    run: Run, drafts: Path
) -> None:
    draft = drafts / "drafts" / "faulty.md"
    draft.write_text(
        "# Testosterone\n\nTestosterone therapy restores energy and drive in men.\n\n"
        "It can thicken the blood. It can lower fertility.\n",
        encoding="utf-8",
    )

    def caveats() -> list[tuple[str, str]]:
        assert run("review", "list", "drafts", "--json", "--select", "class-caveat") == 0
        return [(entry["state"], entry["fingerprint"]) for entry in json.loads(run.out)]

    ((_, name),) = caveats()
    assert run("review", "accept", "drafts", "--finding", name, *WHO, *WHY) == 0
    assert caveats() == [("accepted", name)]
    text = draft.read_text(encoding="utf-8")
    draft.write_text(text.replace("in men", "in some men"), encoding="utf-8")
    assert caveats() == [("accepted", name)]
    draft.write_text(text.replace(" It can lower fertility.", ""), encoding="utf-8")
    ((state, other),) = caveats()
    assert (state, other == name) == ("open", False)


def test_an_acceptance_expires(run: Run) -> None:
    accept(run, "Turmeric cures diabetes.", "--expires", "2027-01-01")
    assert run("check", "drafts", "--as-of", "2026-12-31") == 0
    assert run("check", "drafts", "--as-of", "2027-01-01") == 1
    assert run("review", "list", "drafts", "--state", "expired", "--as-of", "2027-01-01") == 0
    assert "expired (Ann Marsh, MD) drafts/faulty.md:3:10 reversal-verb error" in run.out


def test_what_is_rejected_or_assigned_stays_reported(run: Run) -> None:
    name = fingerprint(run, "Turmeric cures diabetes.")
    assert run("review", "assign", "drafts", "--finding", name, "--to", "Bo Ek") == 0
    assert listed(run) == {"Turmeric cures diabetes.": "assigned"}
    assert run("check", "drafts") == 1
    assert run("review", "reject", "drafts", "--finding", name, *WHO, *WHY) == 0
    assert listed(run) == {"Turmeric cures diabetes.": "rejected"}
    assert run("check", "drafts") == 1


def test_an_article_is_signed_off_as_its_words_stand(run: Run, drafts: Path) -> None:
    def status(*arguments: str) -> list[str]:
        assert run("review", "status", "drafts", *arguments) == 0
        return [line.split(";")[0] for line in run.out.splitlines()]

    assert status()[-1].startswith("0 reviewed, 0 changed since review, ")
    accepted = ("review", "accept", "drafts/clean.md", "--article", *WHO, *AS_OF)
    assert run(*accepted, "--expires", "2027-11-23") == 0
    assert status(*AS_OF)[:2] == [
        "drafts/clean.md: reviewed (Ann Marsh, MD, 2026-11-23)",
        "drafts/faulty.md: never reviewed",
    ]
    assert status("--as-of", "2027-11-23")[0].startswith("drafts/clean.md: review expired")
    clean = drafts / "drafts" / "clean.md"
    clean.write_text(clean.read_text(encoding="utf-8") + "\nMore.\n", encoding="utf-8")
    assert status(*AS_OF)[0].startswith("drafts/clean.md: changed since review")


@pytest.mark.system("git")
@pytest.mark.parametrize("begun", ["m.md", None], ids=["there is a ledger", "there is none"])
def test_two_reviewers_on_two_branches_merge(
    run: Run, drafts: Path, git: Callable[..., str], begun: str | None
) -> None:
    for name, sentence in CURES.items():
        text = f"# Spices\n\n{sentence} You can eat it with a little bread.\n"
        (drafts / "drafts" / name).write_text(text, encoding="utf-8")
    (drafts / ".gitattributes").write_text("medlint-reviews.yaml merge=union\n", encoding="utf-8")
    if begun is not None:
        accept(run, CURES[begun])
    git("init", "--quiet", "--initial-branch", "main")
    git("add", ".")
    git("commit", "--quiet", "-m", "First")
    decided = {name: CURES[name] for name in CURES if name != begun}
    for branch, sentence in decided.items():
        git("checkout", "--quiet", "-b", branch, "main")
        accept(run, sentence)
        article = ("--article", *WHO, *AS_OF)
        assert run("review", "accept", f"drafts/{branch}", *article) == 0
        git("add", ".")
        git("commit", "--quiet", "-m", branch)
    for branch in list(decided)[:-1]:
        git("merge", "--quiet", branch, "-m", "Both")
    states = listed(run)
    assert [states[sentence] for sentence in CURES.values()] == ["accepted"] * 3
    assert run("review", "status", "drafts", *AS_OF) == 0
    assert f"{len(decided)} reviewed" in run.out
    assert (drafts / "medlint-reviews.yaml").read_text("utf-8").count("\n- {") == 3 + len(decided)


@pytest.mark.system("git")
def test_two_reviewers_who_differ_have_to_settle_it(
    run: Run, drafts: Path, git: Callable[..., str]
) -> None:
    (drafts / ".gitattributes").write_text("medlint-reviews.yaml merge=union\n", encoding="utf-8")
    git("init", "--quiet", "--initial-branch", "main")
    git("add", ".")
    git("commit", "--quiet", "-m", "First")
    name = fingerprint(run, "Turmeric cures diabetes.")
    for decision in ("accept", "reject"):
        git("checkout", "--quiet", "-b", decision, "main")
        assert run("review", decision, "drafts", "--finding", name, *WHO, *WHY, *AS_OF) == 0
        git("add", ".")
        git("commit", "--quiet", "-m", decision)
    git("merge", "--quiet", "accept", "-m", "Both")
    assert run("check", "drafts") == 2
    assert f"two decisions on the finding '{name}'; keep one" in run.err


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["accept", "drafts", *WHO, *WHY], "one of the arguments --finding --article is required"),
        (["accept", "drafts", "--finding", "0", *WHO], "a decision on a finding needs --reason"),
        (["accept", "drafts", "--finding", "zz", *WHO, *WHY], "no finding has a fingerprint that"),
        (["accept", "drafts", "--finding", "", *WHO, *WHY], "no finding has a fingerprint that"),
        (["accept", "drafts", "--article", "--by", "Ann"], "required: --credential"),
        (["accept", "drafts", "--article", "--by", " ", "--credential", "MD"], "must not be blank"),
        (["list", "drafts", "--state", "done"], "no state is called 'done'"),
        (["list", "drafts", "--reviews", "no.yaml"], "there is no ledger 'no.yaml'"),
        (["status", "drafts", "--changed-since", "HEAD"], "not --changed-since"),
        (["accept", "gone.md", "--article", *WHO], "no such file or directory"),
    ],
)
def test_wrong_use(run: Run, drafts: Path, arguments: list[str], message: str) -> None:
    assert run("review", *arguments) == 2
    assert message in run.err
    assert not (drafts / "medlint-reviews.yaml").exists()


def test_a_file_not_checked_is_not_signed_off(run: Run, drafts: Path) -> None:
    (drafts / "drafts" / "bytes.md").write_bytes(b"caf\xe9")
    assert run("review", "accept", "drafts", "--article", *WHO) == 3
    assert "drafts/bytes.md: not checked" in run.err
    assert not (drafts / "medlint-reviews.yaml").exists()
