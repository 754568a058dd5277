"""The annotated texts that paths stand for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from medlint.errors import UsageError
from medlint.evaluation.annotated import Annotated
from medlint.evaluation.gold import CLAIMS, GOLD, gold_beside, read_claims, read_gold


def discover(paths: Iterable[str]) -> list[Annotated]:
    """The annotated texts that the paths name: folders, articles, gold files, files of claims.

    Each comes once, in the order of its path within the path that named it.

    Raises:
        UsageError: a path does not exist or has no annotations, or nothing is annotated.
        CorpusError: annotations are broken, or stand beside no article or beside two.
        InputError: an article cannot be read.
    """
    found: dict[Path, list[Annotated]] = {}
    for path in paths:
        for place in _annotations(Path(path)):
            if place.resolve() not in found:
                read = read_claims(place) if place.name == CLAIMS else [read_gold(place)]
                found[place.resolve()] = read
    if not found:
        msg = f"nothing to evaluate: no file that ends in {GOLD}, and no {CLAIMS}, was found"
        raise UsageError(msg)
    return [annotated for group in found.values() for annotated in group]


def claims(paths: Iterable[str]) -> list[Annotated]:
    """The labelled sentences in the folders among the paths.

    Raises:
        CorpusError: as `read_claims`.
    """
    places = {
        place.resolve(): place
        for path in paths
        if Path(path).is_dir()
        for place in _below(Path(path), CLAIMS)
    }
    return [claim for place in places.values() for claim in read_claims(place)]


def _annotations(path: Path) -> Iterator[Path]:
    """The files of annotations that a path stands for."""
    if path.is_dir():
        yield from _below(path, f"*{GOLD}")
        yield from _below(path, CLAIMS)
    elif not path.exists():
        msg = f"no such file or directory: '{path}'"
        raise UsageError(msg)
    elif path.name == CLAIMS or path.name.endswith(GOLD):
        yield path
    elif gold_beside(path).exists():
        yield gold_beside(path)
    else:
        msg = f"'{path}' has no annotations: there is no {gold_beside(path).name} beside it"
        raise UsageError(msg)


def _below(folder: Path, pattern: str) -> Iterator[Path]:
    """The files below a folder, by path; hidden folders are passed over as in any run."""
    for place in sorted(folder.rglob(pattern)):
        if not any(part.startswith(".") for part in place.relative_to(folder).parts):
            yield place
