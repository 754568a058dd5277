"""The command line: arguments in, reports out, exit code back."""

from __future__ import annotations

import argparse
import datetime as dt
import io
import os
import sys
import traceback
from collections.abc import Iterator, Sequence
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

import medlint
from medlint.errors import ExitCode, InputError, MedlintError, UsageError
from medlint.finding import Severity

if TYPE_CHECKING:  # each command imports what it runs, so that --help does not pay for it
    from medlint.config import Config
    from medlint.evaluation.bounds import Bound
    from medlint.report import FileResult, Report, Summary
    from medlint.rules.loader import RuleSet
    from medlint.runner import Engine, Plan

_STDIN = "-"
_FORMATS = (
    "text",
    "json",
    "jsonl",
    "html",
    "sarif",
    "junit",
    "github",
    "gitlab",
    "markdown",
)
"""Each is a module of `formats` with a function `render`."""
_EVAL_DIFF = "eval diff"
_EPILOG = (
    "exit codes: 0 nothing at or above --fail-on, 1 findings, 2 wrong use (path, option, "
    "configuration, rule), 3 some file could not be checked, 130 interrupted"
)
_EVAL_EPILOG = (
    "exit codes: 0 every score reaches its bound, 1 one does not, 2 wrong use (path, option, "
    "annotations, rule), 3 some text could not be checked, 130 interrupted"
)


def main(argv: Sequence[str]) -> int:
    """Run one command and return its exit code; nothing is raised but by argparse on wrong use."""
    _let_everything_be_printed()
    if sys.stdout is None:  # closed by the caller, who wants the exit code or `--output` alone
        sys.stdout = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 -- till the end
    arguments = _parser().parse_args(_joined(argv))
    try:
        code: int = arguments.run(arguments)
        sys.stdout.flush()
    except MedlintError as error:
        print(f"medlint: {error}", file=sys.stderr)
        return error.exit_code
    except KeyboardInterrupt:
        print("medlint: interrupted", file=sys.stderr)
        return ExitCode.INTERRUPTED
    except OSError as error:
        return _unwritten(error)
    except Exception:  # noqa: BLE001 -- a crash must not end in 1, the code of findings
        return _crashed()
    return code


def _crashed() -> ExitCode:
    traceback.print_exc()
    print("medlint: this is a defect of medlint; please report it", file=sys.stderr)
    return ExitCode.UNCHECKED


def _unwritten(error: OSError) -> ExitCode:
    """How a run ends whose standard output fails; files of ours have errors of their own."""
    if error.filename is not None:
        return _crashed()
    # What standard output still holds goes nowhere: writing it at exit would fail again.
    with suppress(OSError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    if isinstance(error, BrokenPipeError):  # the reader (a pager, `head`) has left
        return ExitCode.UNCHECKED
    print(f"medlint: cannot write to standard output: {error.strerror}", file=sys.stderr)
    return ExitCode.USAGE


def _let_everything_be_printed() -> None:
    """Escape what the terminal's encoding lacks: an article may hold any character."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="medlint", description="The linter for health content.", epilog=_EPILOG
    )
    parser.add_argument("--version", action="version", version=f"medlint {medlint.__version__}")
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")
    _add_check(commands)
    _add_report(commands)
    _add_rules(commands)
    _add_eval(commands)
    return parser


def _joined(argv: Sequence[str]) -> list[str]:
    """`eval diff` is a command of its own; to argparse, which would take `diff` for a path, too."""
    words = _EVAL_DIFF.split()
    return [_EVAL_DIFF, *argv[2:]] if list(argv[:2]) == words else list(argv)


def _add_check(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    check = commands.add_parser(
        "check", help="check articles and print what was found", epilog=_EPILOG
    )
    check.add_argument(
        "paths", nargs="+", metavar="PATH", help="files or folders; '-' reads standard input"
    )
    check.add_argument(
        "--format",
        choices=_FORMATS,
        default="text",
        metavar="FORMAT",
        help=f"how to print: {', '.join(_FORMATS)}",
    )
    check.add_argument("-o", "--output", metavar="FILE", help="write there instead of printing")
    check.add_argument(
        "--stdin-filename", metavar="NAME", help="the name (and so the format) of standard input"
    )
    check.add_argument(
        "--show-hidden", action="store_true", help="also show suppressed findings and their reasons"
    )
    _add_run_options(check)
    check.set_defaults(run=_check, folder_out=False)


def _add_report(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    report = commands.add_parser(
        "report", help="write an HTML report: a page an article, and an index", epilog=_EPILOG
    )
    report.add_argument("paths", nargs="+", metavar="PATH", help="files or folders")
    report.add_argument(
        "-o", "--output", metavar="DIR", required=True, help="the folder to write to"
    )
    _add_run_options(report)
    report.set_defaults(run=_report, folder_out=True)


def _add_run_options(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--fail-on",
        type=_severity,
        metavar="{error,warning,note}",
        help="the mildest severity that ends in exit code 1 (check: error; report: none)",
    )
    _add_rule_options(command)
    command.add_argument(
        "--exclude",
        action="append",
        metavar="PATTERN",
        help="leave out these files (as .gitignore)",
    )
    command.add_argument(
        "--rules", action="append", metavar="FOLDER", help="a further folder of rules"
    )
    command.add_argument(
        "--jobs", type=_positive, default=1, metavar="N", help="processes to share the work"
    )
    command.add_argument(
        "--no-cache", action="store_true", help="read every file anew (nothing is cached yet)"
    )


def _add_rule_options(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--select", action="append", metavar="NAME", help="run only these rules or categories"
    )
    command.add_argument(
        "--ignore", action="append", metavar="NAME", help="leave out these rules or categories"
    )
    command.add_argument("--config", metavar="FILE", help="use this settings file")
    command.add_argument(
        "--as-of",
        type=_date,
        metavar="YYYY-MM-DD",
        help="the day on which facts must still hold (default: today)",
    )


def _add_rules(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    rules = commands.add_parser("rules", help="list, explain and test rules")
    actions = rules.add_subparsers(title="actions", required=True, metavar="ACTION")
    listing = actions.add_parser("list", help="all rules, a line each")
    explain = actions.add_parser("explain", help="all that is to be said of one rule")
    explain.add_argument("rule", metavar="RULE")
    test = actions.add_parser("test", help="prove the examples of rules")
    test.add_argument(
        "names", nargs="*", metavar="NAME", help="rules, categories or folders of rules (all)"
    )
    for action, run in ((listing, _rules_list), (explain, _rules_explain), (test, _rules_test)):
        action.add_argument("--rules", action="append", metavar="FOLDER", help="a further folder")
        action.add_argument("--config", metavar="FILE", help="use this settings file")
        action.set_defaults(run=run)


def _add_eval(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    score = commands.add_parser(
        "eval", help="score the rules on annotated text", epilog=_EVAL_EPILOG
    )
    score.add_argument(
        "paths", nargs="+", metavar="PATH", help="folders, articles with gold, claims.jsonl"
    )
    score.add_argument(
        "--split", choices=("dev", "test", "all"), default="all", help="only these articles"
    )
    score.add_argument(
        "--fail-under",
        action="append",
        type=_bound,
        default=[],
        metavar="NAME=VALUE",
        help="exit with 1 where a rule, a category or 'all' has less precision or recall; "
        "NAME.MEASURE=VALUE holds one of precision, recall and f1",
    )
    score.add_argument("--json", action="store_true", help="print for programs")
    score.add_argument(
        "--write",
        metavar="DIR",
        help="write the scores, without a sentence, to DIR/scores.json, .md and .svg",
    )
    score.add_argument("--rules", action="append", metavar="FOLDER", help="a further folder")
    score.set_defaults(run=_eval)
    diff = commands.add_parser(
        _EVAL_DIFF,
        help="show which findings a change of rules gains and loses",
        description="Show which findings the rules of NEW gain and lose against those of OLD. "
        "Only the rules are taken from a revision; the code that runs them is the present one.",
    )
    for name in ("old", "new"):
        diff.add_argument(name, metavar=name.upper(), help="a folder of rules or a git revision")
    diff.add_argument("paths", nargs="*", metavar="PATH", help="files or folders (corpus)")
    diff.add_argument(
        "--exclude", action="append", metavar="PATTERN", help="leave out these (as .gitignore)"
    )
    diff.set_defaults(run=_eval_diff, rules=None)
    for command in (score, diff):
        _add_rule_options(command)
        command.add_argument(
            "--show-test", action="store_true", help="also show sentences of the test split"
        )


def _bound(text: str) -> Bound:
    from medlint.evaluation import bounds  # noqa: PLC0415 -- see above

    try:
        return bounds.parse(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from error


def _severity(text: str) -> Severity:
    try:
        return Severity(text)
    except ValueError as error:
        msg = f"'{text}' is not one of {', '.join(Severity)}"
        raise argparse.ArgumentTypeError(msg) from error


def _date(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        msg = f"'{text}' is not a day; write YYYY-MM-DD"
        raise argparse.ArgumentTypeError(msg) from error


def _positive(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        msg = f"'{text}' is not a number of processes"
        raise argparse.ArgumentTypeError(msg)
    return int(text)


def _config(arguments: argparse.Namespace) -> Config:
    from medlint import config  # noqa: PLC0415 -- see above

    if arguments.config is not None:
        return config.load(Path(arguments.config))
    return config.find(Path.cwd())


def _engine(arguments: argparse.Namespace, config: Config) -> Engine:
    from medlint import runner  # noqa: PLC0415 -- see above

    return runner.prepare(_plan(arguments, config))


def _plan(arguments: argparse.Namespace, config: Config) -> Plan:
    from medlint import runner  # noqa: PLC0415 -- see above

    return runner.Plan(
        root=config.root,
        as_of=arguments.as_of or dt.datetime.now(tz=dt.UTC).date(),
        select=_names(arguments.select) or config.select,
        ignore=_names(arguments.ignore) or config.ignore,
        rule_folders=_folders(arguments, config),
        model=config.model,
    )


def _folders(arguments: argparse.Namespace, config: Config) -> tuple[Path, ...]:
    return (*config.rule_folders, *(Path(folder) for folder in arguments.rules or ()))


def _names(values: Sequence[str] | None) -> tuple[str, ...]:
    """The names of a repeatable option, which may also be written with commas."""
    names = [name.strip() for value in values or () for name in value.split(",")]
    return tuple(name for name in names if name)


def _results(
    arguments: argparse.Namespace, config: Config
) -> tuple[Engine, Iterator[FileResult], int, int]:
    """The engine, the outcomes to come, how many they are, and how many files are excluded.

    Everything that is wrong with the call itself is raised before the first file is read.
    """
    from medlint import files, runner  # noqa: PLC0415 -- see above

    if _STDIN in arguments.paths:
        return (*_from_stdin(arguments, config), 1, 0)
    found = files.discover(
        arguments.paths,
        exclude=(*config.exclude, *(arguments.exclude or ())),
        root=config.root,
        made=arguments.output if arguments.folder_out else None,
    )
    _keep_drafts(found.paths, arguments)
    engine = _engine(arguments, config)
    outcomes = runner.run(engine, found.paths, jobs=arguments.jobs)
    return engine, outcomes, len(found.paths), found.excluded


def _keep_drafts(paths: Sequence[str], arguments: argparse.Namespace) -> None:
    """Refuse an output that would be written over, or beside, the articles it is about."""
    if arguments.output is None:
        return
    output = os.path.realpath(arguments.output)
    for path in paths:
        real = os.path.realpath(path)
        if output in {real, os.path.dirname(real)} and (arguments.folder_out or output == real):  # noqa: PTH120 -- beside realpath
            msg = f"'{path}' is an input; writing to '{arguments.output}' could overwrite drafts"
            raise UsageError(msg)


def _from_stdin(
    arguments: argparse.Namespace, config: Config
) -> tuple[Engine, Iterator[FileResult]]:
    from medlint import files, runner  # noqa: PLC0415 -- see above
    from medlint.finding import FileError  # noqa: PLC0415
    from medlint.report import FileResult  # noqa: PLC0415

    if arguments.paths != [_STDIN]:
        msg = "standard input ('-') cannot be mixed with other paths"
        raise UsageError(msg)
    name = getattr(arguments, "stdin_filename", None)
    if not name:
        msg = "say what standard input is: --stdin-filename draft.md"
        raise UsageError(msg)
    if sys.stdin is None:
        msg = "standard input is closed"
        raise UsageError(msg)
    engine = _engine(arguments, config)
    try:
        text = files.read_stream(sys.stdin.buffer)
    except InputError as error:
        return engine, iter([FileResult(name, error=FileError(error.stage, str(error)))])
    return engine, iter([runner.lint_text(engine, text, name)])


def _check(arguments: argparse.Namespace) -> int:
    from medlint import report as reports  # noqa: PLC0415 -- see above

    config = _config(arguments)
    fail_on = arguments.fail_on or config.fail_on
    engine, outcomes, total, excluded = _results(arguments, config)
    outcomes = _with_progress(outcomes, total)
    if arguments.format == "text" and arguments.output is None:
        summary = _print_text(arguments, engine, outcomes, excluded)
    else:
        results = tuple(outcomes)
        summary = reports.summarise(results, excluded=excluded)
        made = reports.Report(engine.tool, results, summary)
        _deliver(_render(arguments, made, fail_on), arguments.output)
    return reports.exit_code(summary, fail_on)


def _print_text(
    arguments: argparse.Namespace, engine: Engine, outcomes: Iterator[FileResult], excluded: int
) -> Summary:
    """Print each file as soon as it is read; nothing piles up."""
    import shutil  # noqa: PLC0415 -- see above

    from medlint import report as reports  # noqa: PLC0415
    from medlint.formats import text  # noqa: PLC0415

    color = text.wants_color(sys.stdout, os.environ)
    width = shutil.get_terminal_size().columns
    summary = reports.summarise((), excluded=excluded)
    for result in outcomes:
        summary += reports.summarise([result])
        sys.stdout.write(
            text.render_file(result, show_hidden=arguments.show_hidden, color=color, width=width)
        )
    sys.stdout.write(text.render_summary(summary, engine.tool, color=color))
    return summary


def _render(arguments: argparse.Namespace, made: Report, fail_on: Severity) -> str:
    options: dict[str, object] = {"show_hidden": arguments.show_hidden}
    if arguments.format == "junit":  # failed tests are those that fail the run
        options["fail_on"] = fail_on
    render = import_module(f"medlint.formats.{arguments.format}").render
    text: str = render(made, **options)
    return text


def _deliver(text: str, output: str | None) -> None:
    if output is None:
        # What programs read is UTF-8 everywhere; escapes of Python's would not be JSON.
        if isinstance(sys.stdout, io.TextIOWrapper):
            sys.stdout.reconfigure(encoding="utf-8")
        sys.stdout.write(text)
        return
    from medlint import files  # noqa: PLC0415 -- see above

    files.write(Path(output), text)


def _report(arguments: argparse.Namespace) -> int:
    from medlint import files  # noqa: PLC0415 -- see above
    from medlint import report as reports  # noqa: PLC0415
    from medlint.formats import html  # noqa: PLC0415
    from medlint.formats.text import render_summary, wants_color  # noqa: PLC0415

    config = _config(arguments)
    if _STDIN in arguments.paths:
        msg = "a report is made of files, not of standard input"
        raise UsageError(msg)
    engine, outcomes, total, excluded = _results(arguments, config)
    results = tuple(_with_progress(outcomes, total))
    summary = reports.summarise(results, excluded=excluded)
    folder = Path(arguments.output)
    for name, page in html.pages(reports.Report(engine.tool, results, summary)):
        files.write(folder / name, page)
    color = wants_color(sys.stdout, os.environ)
    sys.stdout.write(render_summary(summary, engine.tool, color=color))
    print(f"The report is at {folder / 'index.html'}")
    if arguments.fail_on is None:
        return ExitCode.UNCHECKED if summary.failed else ExitCode.OK
    return reports.exit_code(summary, arguments.fail_on)


_SOON = 3
"""So few files are done before a progress bar would be read."""


def _with_progress(outcomes: Iterator[FileResult], total: int) -> Iterator[FileResult]:
    """Show how far the work is, on a terminal and where it takes a while."""
    if total <= _SOON or not sys.stderr.isatty():
        yield from outcomes
        return
    from rich.console import Console  # noqa: PLC0415 -- see above
    from rich.progress import track  # noqa: PLC0415

    console = Console(stderr=True)
    yield from track(outcomes, "Checking", total=total, console=console, transient=True)


def _loaded(arguments: argparse.Namespace) -> tuple[Config, RuleSet]:
    from medlint.rules import registry  # noqa: PLC0415 -- see above

    config = _config(arguments)
    return config, registry.load_rules(_folders(arguments, config))


def _rules_list(arguments: argparse.Namespace) -> int:
    from medlint.rules import pages  # noqa: PLC0415 -- see above

    _, loaded = _loaded(arguments)
    sys.stdout.write(pages.listing(loaded))
    return ExitCode.OK


def _rules_explain(arguments: argparse.Namespace) -> int:
    from medlint.rules import pages, registry  # noqa: PLC0415 -- see above

    _, loaded = _loaded(arguments)
    ((rule_id, _),) = registry.select(loaded, chosen=[registry.known_rule(loaded, arguments.rule)])
    sys.stdout.write(pages.page(loaded.rules[rule_id].definition))
    return ExitCode.OK


def _rules_test(arguments: argparse.Namespace) -> int:
    from medlint import rulecheck  # noqa: PLC0415 -- see above
    from medlint.rules import registry  # noqa: PLC0415

    config = _config(arguments)
    folders = [Path(name) for name in arguments.names if Path(name).is_dir()]
    names = [name for name in arguments.names if not Path(name).is_dir()]
    loaded = registry.load_rules((*_folders(arguments, config), *folders))
    chosen = {rule_id for rule_id, _ in registry.select(loaded, chosen=names)}
    if folders:
        inside = {
            rule_id
            for rule_id, rule in loaded.rules.items()
            if any(rule.path.resolve().is_relative_to(folder.resolve()) for folder in folders)
        }
        chosen = inside | chosen if names else inside
    if not chosen:
        msg = "no rule is left to test: the folders hold none"
        raise UsageError(msg)
    checker = rulecheck.Checker.of(loaded, model=config.model)
    broken = 0
    for rule_id in sorted(chosen):
        breaches = checker.check(rule_id)
        broken += bool(breaches)
        print(f"{'FAIL' if breaches else 'ok  '} {rule_id}")
        for breach in breaches:
            print(f"       {breach.promise}")
            if breach.example:
                print(f"         {breach.example}")
    print(f"{len(chosen) - broken} of {len(chosen)} rules keep their promises.")
    return ExitCode.FINDINGS if broken else ExitCode.OK


def _eval(arguments: argparse.Namespace) -> int:
    from medlint.evaluation import command  # noqa: PLC0415 -- see above
    from medlint.evaluation.annotated import Split  # noqa: PLC0415

    request = command.ScoreRequest(
        paths=tuple(arguments.paths),
        split=None if arguments.split == "all" else Split(arguments.split),
        bounds=tuple(arguments.fail_under),
        as_json=arguments.json,
        show_test=arguments.show_test,
        write_to=None if arguments.write is None else Path(arguments.write),
    )
    return command.score(request, _plan(arguments, _config(arguments)), _with_progress)


def _eval_diff(arguments: argparse.Namespace) -> int:
    from medlint.evaluation import command  # noqa: PLC0415 -- see above

    config = _config(arguments)
    request = command.DiffRequest(
        old=arguments.old,
        new=arguments.new,
        paths=tuple(arguments.paths),
        exclude=(*config.exclude, *(arguments.exclude or ())),
        show_test=arguments.show_test,
    )
    return command.diff(request, _plan(arguments, config), _with_progress)
