"""YAML read strictly: every error shows file, line, column and the lines around it."""

from __future__ import annotations

import datetime as dt
import difflib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NoReturn, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from medlint.errors import UsageError
from medlint.text import LineIndex

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_Model = TypeVar("_Model", bound=BaseModel)
_Location = tuple[int | str, ...]

_NO_MAPPING = "expected a mapping of keys to values"

_DEEPEST = 40
"""So many levels may lie in each other; no settings and no rule need more."""

_FRAME = 100
"""So much of a line is shown around a fault."""

_PLAIN = frozenset({"tag:yaml.org,2002:merge", "tag:yaml.org,2002:value"})
"""What YAML would make of `<<` and `=`; here they are text like any other."""


@dataclass(frozen=True, slots=True)
class _Source:
    """A YAML text, and what to raise about it."""

    name: str
    text: str
    error: type[UsageError]

    def fail(self, message: str, offset: int) -> NoReturn:
        """Raise the error with its place and a frame of two lines."""
        lines = LineIndex(self.text)
        line, column = lines.place(min(offset, len(self.text)))
        left = max(0, column - _FRAME // 2) if column > _FRAME else 0
        frame = []
        for number in range(max(1, line - 1), line + 1):
            shown = lines.line_span(number).of(self.text).rstrip("\r\n")[left : left + _FRAME]
            frame.append(f"{number:>5} | {_printable(shown)}".rstrip())
        before = lines.line_span(line).of(self.text)[left : column - 1]
        pad = "".join("\t" if char == "\t" else " " for char in before)
        place = f"{self.name}:{line}:{column}"
        raise self.error("\n".join([f"{place}: {message}", *frame, f"      | {pad}^"]))


def _printable(text: str) -> str:
    """The text without what a terminal would obey."""
    return "".join(
        char if char.isprintable() or char == "\t" else "\N{REPLACEMENT CHARACTER}" for char in text
    )


def load(
    text: str,
    model: type[_Model],
    *,
    name: str,
    error: type[UsageError],
    context: object = None,
) -> _Model:
    """The model that the YAML text describes; its validators may ask for the `context`.

    Raises:
        UsageError: of the given type: not YAML, a duplicate or unknown key, a wrong value.
    """
    source = _Source(name, text.removeprefix("\N{BYTE ORDER MARK}"), error)
    composer = _Composer(source)
    data = composer.compose()
    if not isinstance(data, dict):
        source.fail(_NO_MAPPING, composer.places[()])
    try:
        return model.model_validate(data, context=context)
    except ValidationError as failure:
        first = _telling(failure)
        location = _real(first["loc"], composer.places)
        source.fail(_explain(first, location, model), composer.places[location])


def lines_of_keys(text: str, *, name: str, error: type[UsageError]) -> dict[str, int]:
    """The line of each key at the top of a YAML text that `load` takes.

    Raises:
        UsageError: of the given type, where it is not YAML.
    """
    composer = _Composer(_Source(name, text.removeprefix("\N{BYTE ORDER MARK}"), error))
    composer.compose()
    lines = LineIndex(text)
    return {
        str(place[0]): lines.place(offset).line
        for place, offset in composer.places.items()
        if len(place) == 1
    }


def validate(
    data: object,
    model: type[_Model],
    *,
    name: str,
    error: type[UsageError],
    context: object = None,
) -> _Model:
    """The same check for data that did not come from YAML (a table of pyproject.toml).

    Raises:
        UsageError: of the given type, naming the key.
    """
    try:
        return model.model_validate(data, context=context)
    except ValidationError as failure:
        first = _telling(failure)
        key = ".".join(map(str, first["loc"]))
        place = f"{name}: {key}" if key else name
        msg = f"{place}: {_explain(first, first['loc'], model)}"
        raise error(msg) from None


def _telling(failure: ValidationError) -> Any:
    """The error to show: a key that is missing may only be misspelt, and then that is shown."""
    return min(failure.errors(), key=lambda problem: problem["type"] == "missing")


def _real(location: _Location, places: Mapping[_Location, int]) -> _Location:
    """The part of a pydantic location that is in the file; it also names models and unions."""
    real: _Location = ()
    for part in location:
        if (*real, part) in places:
            real = (*real, part)
    return real


def _explain(problem: Any, location: _Location, model: type[BaseModel]) -> str:
    last = str(problem["loc"][-1]) if problem["loc"] else ""
    context = problem.get("ctx", {})
    match problem["type"]:
        case "missing":
            message = f"the key '{last}' is missing"
        case "extra_forbidden":
            known = _known_keys(model, location[:-1])
            close = difflib.get_close_matches(last, known, n=1)
            hint = f"did you mean '{close[0]}'?" if close else f"known are {', '.join(known)}"
            message = f"unknown key '{last}'; {hint}"
        case "union_tag_not_found":
            message = f"the key {context['discriminator']} is missing"
        case "union_tag_invalid":
            what, known = context["discriminator"].strip("'"), context["expected_tags"]
            message = f"unknown {what} '{context['tag']}'; known are {known}"
        case "model_type":
            message = _NO_MAPPING
        case "value_error":  # one of ours, worded as it should be read
            message = str(context["error"])
        case kind:
            message = problem["msg"][:1].lower() + problem["msg"][1:]
            if kind == "string_type" and isinstance(problem["input"], int | float | dt.date):
                message += "; put it in quotes"
    return message


def _known_keys(model: type[BaseModel], location: _Location) -> list[str]:
    """The keys that a mapping at this place of the model may have, to suggest from."""
    schema = model.model_json_schema()
    found = list(_shapes(schema, schema))
    for part in location:
        inner = [
            shape["items"] if isinstance(part, int) else shape["properties"][part]
            for shape in found
            if ("items" in shape if isinstance(part, int) else part in shape.get("properties", {}))
        ]
        found = [shape for step in inner for shape in _shapes(step, schema)]
    return sorted({key for shape in found for key in shape.get("properties", {})})


def _shapes(shape: dict[str, Any], schema: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """A JSON schema and all that it stands for: its reference, its alternatives."""
    yield shape
    if "$ref" in shape:
        yield from _shapes(schema["$defs"][shape["$ref"].rpartition("/")[2]], schema)
    for group in ("anyOf", "oneOf", "allOf"):
        for other in shape.get(group, ()):
            yield from _shapes(other, schema)


class _Composer:
    """Builds plain data from YAML and remembers where each piece of it stands.

    It goes by the parser's events, for PyYAML's own composer follows nesting on the C stack and
    is felled by it. Aliases and tags are refused: without them no file can unfold into more data
    than it has characters.
    """

    def __init__(self, source: _Source) -> None:
        self._source = source
        self._loader = _Loader(source.text)
        self.places: dict[_Location, int] = {}

    def compose(self) -> Any:
        """The data; a mapping entry's place is that of its key."""
        try:
            self._next()  # the stream begins
            if isinstance(self._next(), yaml.StreamEndEvent):
                self._source.fail("the file is empty", 0)
            data = self._value((), self._next())
            self._next()  # the document ends
            after = self._next()
            if not isinstance(after, yaml.StreamEndEvent):
                self._source.fail("a second document begins here", after.start_mark.index)
        except yaml.MarkedYAMLError as failure:
            mark = failure.problem_mark or failure.context_mark
            text = failure.problem or failure.context or "not YAML"
            self._source.fail(text, mark.index if mark else 0)
        except yaml.reader.ReaderError as failure:
            at = self._source.text.find(chr(failure.character))
            self._source.fail(str(failure).splitlines()[0], max(at, 0))
        finally:
            self._loader.dispose()
        return data

    def _next(self) -> Any:
        return self._loader.get_event()

    def _value(self, at: _Location, event: Any) -> Any:
        place = event.start_mark.index
        self.places.setdefault(at, place)
        if isinstance(event, yaml.AliasEvent):
            self._source.fail("aliases are not read; write it out", place)
        if event.tag is not None:
            self._source.fail("tags are not read; write the value alone", place)
        if isinstance(event, yaml.ScalarEvent):
            return self._scalar(event)
        if len(at) == _DEEPEST:
            self._source.fail("this is nested too deeply", place)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._items(at)
        return self._entries(at)

    def _items(self, at: _Location) -> list[Any]:
        items: list[Any] = []
        while not isinstance(event := self._next(), yaml.SequenceEndEvent):
            items.append(self._value((*at, len(items)), event))
        return items

    def _entries(self, at: _Location) -> dict[str, Any]:
        data: dict[str, Any] = {}
        while not isinstance(event := self._next(), yaml.MappingEndEvent):
            place = event.start_mark.index
            key = self._scalar(event) if isinstance(event, yaml.ScalarEvent) else None
            if not isinstance(key, str):
                named = "this key" if key is None else f"the key {key!r}"
                self._source.fail(f"{named} is not text; put it in quotes", place)
            if key in data:
                self._source.fail(f"the key '{key}' stands here twice", place)
            self.places[(*at, key)] = place
            data[key] = self._value((*at, key), self._next())
        return data

    def _scalar(self, event: Any) -> Any:
        # Most values are words, and no rule of YAML takes a word of that first letter for more.
        value = event.value
        if not event.implicit[0] or (value and value[0] not in _Loader.yaml_implicit_resolvers):
            return value
        tag = self._loader.resolve(yaml.ScalarNode, event.value, event.implicit)
        if tag in _PLAIN:
            return event.value
        try:
            return self._loader.construct_object(yaml.ScalarNode(tag, event.value))
        except (ValueError, OverflowError) as failure:  # an impossible date, say
            self._source.fail(str(failure), event.start_mark.index)
