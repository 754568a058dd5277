"""YAML read strictly: every error shows file, line, column and the lines around it."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from medlint.errors import UsageError

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_Model = TypeVar("_Model", bound=BaseModel)
_Location = tuple[int | str, ...]


@dataclass(frozen=True, slots=True)
class _Source:
    """A YAML text, and what to raise about it."""

    name: str
    text: str
    error: type[UsageError]

    def fail(self, message: str, line: int, column: int) -> NoReturn:
        """Raise the error with its place (both counted from 0) and a frame of two lines."""
        lines = self.text.splitlines()
        shown = range(max(0, line - 1), min(line + 1, len(lines)))
        frame = [f"{number + 1:>5} | {lines[number]}" for number in shown]
        frame.append(f"      | {' ' * column}^")
        place = f"{self.name}:{line + 1}:{column + 1}"
        raise self.error("\n".join([f"{place}: {message}", *frame]))


def read_text(path: Path, error: type[UsageError]) -> str:
    """The text of a settings or rule file.

    Raises:
        UsageError: of the given type, where the file cannot be read as UTF-8.
    """
    try:
        return path.read_text(encoding="utf-8")
    except OSError as failure:
        msg = f"{path}: cannot be read ({failure.strerror or failure})"
        raise error(msg) from failure
    except UnicodeDecodeError as failure:
        msg = f"{path}: not UTF-8 (byte {failure.start}); save it as UTF-8"
        raise error(msg) from failure


def load(text: str, model: type[_Model], *, name: str, error: type[UsageError]) -> _Model:
    """The model that the YAML text describes.

    Raises:
        UsageError: of the given type: not YAML, a duplicate or unknown key, a wrong value.
    """
    source = _Source(name, text, error)
    composer = _Composer(source)
    data = composer.compose()
    if not isinstance(data, dict):
        source.fail("expected a mapping of keys to values", 0, 0)
    return _validate(data, model, source, composer.nodes)


def validate(
    data: Mapping[str, Any], model: type[_Model], *, name: str, error: type[UsageError]
) -> _Model:
    """The same check for data that did not come from YAML (a table of pyproject.toml).

    Raises:
        UsageError: of the given type, naming the key.
    """
    try:
        return model.model_validate(data)
    except ValidationError as failure:
        first = failure.errors()[0]
        key = ".".join(str(part) for part in first["loc"])
        msg = f"{name}: {key}: {_explain(first, model)}"
        raise error(msg) from None


def _validate(
    data: dict[str, Any], model: type[_Model], source: _Source, nodes: dict[_Location, Any]
) -> _Model:
    try:
        return model.model_validate(data)
    except ValidationError as failure:
        first = failure.errors()[0]
        location = tuple(part for part in first["loc"] if part != "[key]")
        node = _nearest(location, nodes)
        message = _explain(first, model)
        if first["type"] == "missing":
            message = f"the key '{location[-1]}' is missing"
        source.fail(message, node.start_mark.line, node.start_mark.column)


def _nearest(location: _Location, nodes: dict[_Location, Any]) -> Any:
    """The node of a pydantic location, whose path also names models and union members."""
    real: _Location = ()
    for part in location:
        if (*real, part) in nodes:
            real = (*real, part)
    return nodes[real]


def _explain(problem: Any, model: type[BaseModel]) -> str:
    if problem["type"] == "extra_forbidden":
        key = str(problem["loc"][-1])
        known = sorted(_field_names(model))
        close = difflib.get_close_matches(key, known, n=1)
        hint = f"; did you mean '{close[0]}'?" if close else ""
        return f"unknown key '{key}'{hint}"
    message = str(problem["msg"]).removeprefix("Value error, ")
    return message[:1].lower() + message[1:]


def _field_names(model: type[BaseModel]) -> set[str]:
    """The keys of a model and of the models inside it, to suggest from."""
    names: set[str] = set()
    schema = model.model_json_schema()
    for part in (schema, *schema.get("$defs", {}).values()):
        names.update(part.get("properties", {}))
    return names


class _Composer:
    """Builds plain data from YAML nodes and remembers the node of each place in it."""

    def __init__(self, source: _Source) -> None:
        self._source = source
        self._loader = _Loader(source.text)
        self._reached = 0
        self.nodes: dict[_Location, Any] = {}

    def compose(self) -> Any:
        """The data; a mapping entry's place is that of its key."""
        try:
            root = self._loader.get_single_node()
            if root is None:
                self._source.fail("the file is empty", 0, 0)
            self.nodes[()] = root
            return self._construct(root, ())
        except yaml.MarkedYAMLError as failure:
            mark = failure.problem_mark or failure.context_mark
            text = failure.problem or failure.context or "not YAML"
            self._source.fail(text, mark.line if mark else 0, mark.column if mark else 0)
        except yaml.YAMLError as failure:
            self._source.fail(str(failure).splitlines()[0], 0, 0)
        except ValueError as failure:  # an impossible date, say
            self._source.fail(str(failure), 0, 0)
        finally:
            self._loader.dispose()

    def _construct(self, node: Any, at: _Location) -> Any:
        self._step(node)
        if isinstance(node, yaml.SequenceNode):
            items = []
            for index, item in enumerate(node.value):
                self.nodes[(*at, index)] = item
                items.append(self._construct(item, (*at, index)))
            return items
        if not isinstance(node, yaml.MappingNode):
            return self._loader.construct_object(node)
        data: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key = self._construct(key_node, at)
            mark = key_node.start_mark
            if not isinstance(key, str):
                message = f"the key {key!r} is not text; put it in quotes"
                self._source.fail(message, mark.line, mark.column)
            if key in data:
                self._source.fail(f"the key '{key}' stands here twice", mark.line, mark.column)
            self.nodes[(*at, key)] = key_node
            data[key] = self._construct(value_node, (*at, key))
        return data

    def _step(self, node: Any) -> None:
        """Go forward to a node; an alias would lead back to where it was defined.

        Without aliases no file can unfold into more data than it has characters.
        """
        mark = node.start_mark
        if mark.index < self._reached:
            self._source.fail("aliases are not read; write it out", mark.line, mark.column)
        self._reached = mark.index
