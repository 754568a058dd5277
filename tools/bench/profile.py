"""Where the time goes: flame charts of a first check and of linting, and what imports cost."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from medlint.cache import FOLDER_VARIABLE
from medlint.parsing import format_of

_RATE = 200
"""Samples a second; more make the chart larger, not truer."""

_IMPORT = re.compile(r"import time:\s+(\d+) \|\s+\d+ \|\s+(\S+)")
_SHOWN = 20

_FOLDERS = re.compile(r'(?<=[\s>(])/(?:[^\s<"()]+/)+')
"""The folders in the path of a file, which are those of one machine."""

_LINTING = """
import datetime as dt, sys
from pathlib import Path
from medlint import runner
from medlint.plan import Plan
engine = runner.prepare(Plan(root=Path("."), as_of=dt.date.today()))
for path in sys.argv[1:]:
    runner.lint_file(engine, path)
"""


def write(article: Path, articles: Sequence[Path], folder: Path) -> list[str]:
    """Write the charts and the table to `folder`; returns their names.

    Raises:
        RuntimeError: py-spy may not look at other processes here, or a run failed.
    """
    with TemporaryDirectory() as scratch:
        environment = {**os.environ, FOLDER_VARIABLE: str(Path(scratch) / "cache")}
        copy = Path(scratch) / article.name
        check = [sys.executable, "-m", "medlint", "check", str(copy)]
        shutil.copy(article, copy)
        _run(check, environment)  # compiles the rules
        unchanged = _imports(_run(check, environment, "-X", "importtime").stderr)
        copy.write_text(copy.read_text(encoding="utf-8") + "\n", encoding="utf-8")
        anew = _imports(_run(check, environment, "-X", "importtime").stderr)
        copy.write_text(copy.read_text(encoding="utf-8") + "\n", encoding="utf-8")
        _chart(check, environment, folder / "flame-check.svg")
        lint = [sys.executable, "-c", _LINTING, *map(str, articles)]
        _chart(lint, environment, folder / "flame-lint.svg")
    (folder / "imports.md").write_text(_table(unchanged, anew), encoding="utf-8")
    return ["flame-check.svg", "flame-lint.svg", "imports.md"]


def _run(
    command: Sequence[str], environment: dict[str, str], *options: str
) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        [command[0], *options, *command[1:]],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode not in {0, 1}:
        msg = f"{command} ended with {done.returncode}: {done.stderr}"
        raise RuntimeError(msg)
    return done


def _chart(command: Sequence[str], environment: dict[str, str], place: Path) -> None:
    spy = [str(Path(sys.executable).with_name("py-spy")), "record", "--nonblocking", "--function"]
    _run([*spy, "--rate", str(_RATE), "--output", str(place), "--", *command], environment)
    text = place.read_text(encoding="utf-8")
    place.write_text(_FOLDERS.sub("", text), encoding="utf-8")


def _imports(lines: str) -> Counter[str]:
    """Microseconds that the modules of each package took, without what they import themselves."""
    found: Counter[str] = Counter()
    for match in _IMPORT.finditer(lines):
        found[match[2].partition(".")[0]] += int(match[1])
    return found


def _table(unchanged: Counter[str], anew: Counter[str]) -> str:
    def rows(found: Counter[str]) -> Iterable[str]:
        whole = found.total()
        for name, spent in found.most_common(_SHOWN):
            yield f"| {name} | {spent / 1000:.1f} | {spent / whole:.0%} |"

    parts = ["# What imports cost", ""]
    for title, found in (("An unchanged file", unchanged), ("A file not seen before", anew)):
        told = f"{sum(found.values()) / 1000:.0f} ms in all, of which by package:"
        parts += [f"## {title}", "", told, "", "| package | ms | share |", "|---|---:|---:|"]
        parts += [*rows(found), ""]
    parts.append("By `python -X importtime`, which itself takes time; compare shares, not times.")
    return "\n".join(parts) + "\n"


if __name__ == "__main__":
    corpus = Path("corpus")
    drafts = sorted(path for path in (corpus / "dev").rglob("*") if format_of(path.name))
    for name in write(corpus / "hormone-clinic-blog.md", drafts, Path("reports")):
        print(f"Written to reports/{name}")
