"""`medlint review`: a reviewer decides on findings and signs articles off."""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from medlint.commands.arguments import Commands, add_run_options, date
from medlint.commands.running import Run, config_of, prepare, reviews_path, tell_of_unchecked
from medlint.errors import ExitCode, UsageError

if TYPE_CHECKING:  # imported when a command runs
    from medlint.finding import Finding
    from medlint.report import FileResult

_SHOWN = 10
"""So many signs of a fingerprint tell findings apart; any unambiguous beginning will do."""

_EPILOG = (
    "exit codes: 0 done, 2 wrong use (path, option, setting, no such finding), 3 some file could "
    "not be checked, 130 interrupted"
)


def add(review: argparse.ArgumentParser) -> None:
    """Give the command its actions and their arguments."""
    actions = review.add_subparsers(title="actions", required=True, metavar="ACTION")
    listing = _action(actions, "list", _list, "name findings and what their review has come to")
    listing.add_argument("--json", action="store_true", help="print for programs")
    listing.add_argument(
        "--state", action="append", metavar="STATE", help="only these: open, assigned, accepted, …"
    )
    _action(actions, "status", _status, "say of each article whether it is signed off")
    for name, run, told in (
        ("accept", _accept, "let findings stand, or sign whole articles off"),
        ("reject", _reject, "decide that findings must be mended, or that articles may not go out"),
    ):
        action = _action(actions, name, run, told)
        _add_subject(action)
        action.add_argument("--by", required=True, metavar="NAME", help="who decides")
        action.add_argument(
            "--credential", required=True, metavar="TEXT", help="what entitles to it: MD, RD, …"
        )
        action.add_argument("--reason", metavar="TEXT", help="why; required for findings")
        action.add_argument("--citation", metavar="TEXT", help="the source that bears it out")
        action.add_argument(
            "--expires", type=date, metavar="YYYY-MM-DD", help="the day it must be looked at again"
        )
    assign = _action(actions, "assign", _assign, "say who is to decide")
    _add_subject(assign)
    assign.add_argument("--to", required=True, metavar="NAME", help="who is to decide")
    assign.add_argument("--by", metavar="NAME", help="who says so")
    assign.add_argument("--reason", metavar="TEXT", help="why")
    assign.add_argument("--expires", type=date, metavar="YYYY-MM-DD", help="by when")


def _action(actions: Commands, name: str, run: object, told: str) -> argparse.ArgumentParser:
    action = actions.add_parser(name, help=told, description=told, epilog=_EPILOG)
    action.add_argument("paths", nargs="+", metavar="PATH", help="files or folders")
    add_run_options(action)
    begins = name in {"accept", "reject", "assign"}
    action.set_defaults(run=run, folder_out=False, output=None, begins_ledger=begins)
    return action


def _add_subject(action: argparse.ArgumentParser) -> None:
    subject = action.add_mutually_exclusive_group(required=True)
    subject.add_argument(
        "--finding",
        action="append",
        metavar="ID",
        help="a finding among those of PATH, by the beginning of its fingerprint",
    )
    subject.add_argument("--article", action="store_true", help="each article of PATH as a whole")


def _list(arguments: argparse.Namespace) -> int:
    from medlint import review  # noqa: PLC0415 -- see above

    wanted = [state for value in arguments.state or () for state in value.split(",")]
    for state in wanted:
        if state not in set(review.State):
            msg = f"no state is called '{state}'; there are {', '.join(review.State)}"
            raise UsageError(msg)
    run, results = _judged(arguments)
    entries = [entry for entry in _entries(run, results) if not wanted or entry["state"] in wanted]
    if arguments.json:
        print(json.dumps(entries, ensure_ascii=False, indent=1))
    else:
        for entry in entries:
            _print_entry(entry)
        counts = Counter(str(entry["state"]) for entry in entries)
        print(", ".join(f"{counts[state]:,} {state}" for state in review.State))
    return _unchecked(results) or ExitCode.OK


def _entries(run: Run, results: Iterable[FileResult]) -> Iterator[dict[str, Any]]:
    """Every finding that a reviewer may be asked about, with its state and who decided."""
    from medlint import review  # noqa: PLC0415 -- see above
    from medlint.text import LineIndex  # noqa: PLC0415

    judge = run.judge
    for result, finding in _findings(results):
        assert result.document is not None  # noqa: S101 -- findings come of documents
        state = review.state_of(finding, judge.ledger, judge.versions, judge.today)
        place = LineIndex(result.document.source).place(finding.span.start)
        decided = judge.ledger.findings.get(finding.fingerprint)
        yield {
            "fingerprint": finding.fingerprint,
            "state": state.value,
            "path": result.path,
            "line": place.line,
            "column": place.column,
            "rule": finding.rule,
            "severity": finding.severity.value,
            "message": finding.message,
            "sentence": finding.excerpt,
            "who": None if decided is None else decided.who,
            "reason": None if decided is None else decided.reason,
        }


def _findings(results: Iterable[FileResult]) -> Iterator[tuple[FileResult, Finding]]:
    """The findings of the outcomes but those that comments in the text suppress."""
    from medlint.finding import Disposition  # noqa: PLC0415 -- see above

    for result in results:
        for finding in result.findings:
            if finding.disposition not in {Disposition.SUPPRESSED, Disposition.FILTERED}:
                yield result, finding


def _print_entry(entry: dict[str, Any]) -> None:
    from medlint.formats.legible import in_terminal, one_line  # noqa: PLC0415 -- see above

    where = f"{in_terminal(entry['path'])}:{entry['line']}:{entry['column']}"
    who = f" ({one_line(entry['who'])})" if entry["who"] else ""
    print(
        f"{entry['fingerprint'][:_SHOWN]} {entry['state']}{who} {where} "
        f"{entry['rule']} {entry['severity']}"
    )
    print(f"           {one_line(entry['sentence'] or entry['message'])}")


def _status(arguments: argparse.Namespace) -> int:
    from medlint import review  # noqa: PLC0415 -- see above
    from medlint.formats.legible import in_terminal, one_line  # noqa: PLC0415

    run, results = _judged(arguments)
    judge = run.judge
    articles: Counter[str] = Counter()
    for result in results:
        if result.document is None:
            continue
        state = review.article_state(result, judge.ledger, judge.today)
        articles[state] += 1
        decided = judge.ledger.articles.get(_path(result))
        who = "" if decided is None else f" ({one_line(decided.who)}, {decided.date})"
        counts = Counter(
            review.state_of(finding, judge.ledger, judge.versions, judge.today).value
            for _, finding in _findings([result])
        )
        told = ", ".join(f"{counts[state]} {state}" for state in review.State if counts[state])
        print(f"{in_terminal(result.path)}: {state}{who}; findings: {told or 'none'}")
    stale = judge.stale_reviews()
    for entry in stale:
        print(f"stale: {entry.article}: {entry.rule}: {one_line(entry.sentence)}")
    counted = ", ".join(f"{articles[state]:,} {state}" for state in review.ArticleState)
    print(f"{counted}; {len(stale):,} stale")
    return _unchecked(results) or ExitCode.OK


def _accept(arguments: argparse.Namespace) -> int:
    return _decide(arguments, "accepted", ("by", "credential", "reason", "citation", "expires"))


def _reject(arguments: argparse.Namespace) -> int:
    return _decide(arguments, "rejected", ("by", "credential", "reason", "citation", "expires"))


def _assign(arguments: argparse.Namespace) -> int:
    return _decide(arguments, "assigned", ("to", "by", "reason", "expires"))


def _decide(arguments: argparse.Namespace, decision: str, keys: tuple[str, ...]) -> int:
    from medlint import files, review  # noqa: PLC0415 -- see above

    if not arguments.article and decision != "assigned" and not (arguments.reason or "").strip():
        msg = "a decision on a finding needs --reason: why it may stand, or why it may not"
        raise UsageError(msg)
    run, results = _judged(arguments)
    said = {key: getattr(arguments, key) for key in keys if getattr(arguments, key) is not None}
    said |= {"decision": decision, "date": run.judge.today}
    ledger = run.judge.ledger
    if arguments.article:
        if code := _unchecked(results):
            return code
        entries = [_on_article(result, said) for result in results]
    else:
        chosen = [_named(name, results) for name in arguments.finding]
        entries = [_on_finding(run, result, finding, said) for result, finding in chosen]
    for entry in entries:
        ledger = ledger.deciding(entry)
    path = reviews_path(arguments, run.config)
    files.write(path, review.dump(ledger))
    for entry in entries:
        subject = getattr(entry, "sentence", None) or entry.article
        print(f"{decision}: {subject}")
    print(f"Written to {path}")
    return ExitCode.OK


def _on_article(result: FileResult, said: dict[str, Any]) -> Any:
    from medlint import review  # noqa: PLC0415 -- see above

    assert result.document is not None  # noqa: S101 -- what was not checked has been refused
    return _made(
        review.ArticleEntry,
        said | {"article": _path(result), "content": review.content_of(result)},
    )


def _on_finding(run: Run, result: FileResult, finding: Finding, said: dict[str, Any]) -> Any:
    from medlint import review  # noqa: PLC0415 -- see above
    from medlint.sight import printable  # noqa: PLC0415

    return _made(
        review.FindingEntry,
        said
        | {
            "finding": finding.fingerprint,
            "article": _path(result),
            "rule": finding.rule,
            "version": run.judge.versions.get(finding.rule, review.BUILT_IN),
            "sentence": printable(finding.excerpt if finding.sentence else finding.message),
        },
    )


def _made(model: Any, data: dict[str, Any]) -> Any:
    from medlint import yamlfile  # noqa: PLC0415 -- see above

    return yamlfile.validate(data, model, name="medlint review", error=UsageError)


def _path(result: FileResult) -> str:
    from medlint.sight import printable  # noqa: PLC0415 -- see above

    assert result.document is not None  # noqa: S101 -- so were they chosen
    return printable(result.document.path)


def _named(name: str, results: Iterable[FileResult]) -> tuple[FileResult, Finding]:
    """The one finding whose fingerprint begins like this."""
    found = [
        (result, finding)
        for result, finding in _findings(results)
        if name and finding.fingerprint.startswith(name.lower())
    ]
    if len(found) != 1:
        many = "no finding has" if not found else f"{len(found)} findings have"
        msg = f"{many} a fingerprint that begins with '{name}'; see 'medlint review list PATH'"
        raise UsageError(msg)
    return found[0]


def _judged(arguments: argparse.Namespace) -> tuple[Run, tuple[FileResult, ...]]:
    if arguments.changed_since is not None:
        msg = "a review is of whole articles, so not --changed-since"
        raise UsageError(msg)
    run = prepare(arguments, config_of(arguments))
    return run, tuple(run.outcomes)


def _unchecked(results: Iterable[FileResult]) -> ExitCode | None:
    """Say which files were not checked."""
    failed = [result for result in results if tell_of_unchecked(result)]
    return ExitCode.UNCHECKED if failed else None
