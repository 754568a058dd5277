"""`medlint config`: the settings as they hold, each with where it comes from."""

from __future__ import annotations

import argparse
import json

from medlint.commands.output import deliver
from medlint.commands.running import config_of
from medlint.errors import ExitCode


def add(config: argparse.ArgumentParser) -> None:
    """Give the command its actions and their arguments."""
    actions = config.add_subparsers(title="actions", required=True, metavar="ACTION")
    told = "print each setting and where it comes from"
    show = actions.add_parser("show", help=told, description=told)
    show.add_argument("--config", metavar="FILE", help="use this settings file")
    show.set_defaults(run=_show)
    told = "the JSON Schema of medlint.yaml, for editors"
    schema = actions.add_parser("schema", help=told, description=told)
    schema.add_argument("-o", "--output", metavar="FILE", help="write there instead of printing")
    schema.set_defaults(run=_schema)


def _show(arguments: argparse.Namespace) -> int:
    from medlint import settings  # noqa: PLC0415 -- see above

    found = config_of(arguments)
    print(f"# Paths are relative to {found.root}")
    for setting in settings.shown(found):
        text = json.dumps(setting.value, ensure_ascii=False, default=str)
        print(f"{setting.key}: {text}  # {setting.origin}")
    return ExitCode.OK


def _schema(arguments: argparse.Namespace) -> int:
    from medlint import settings  # noqa: PLC0415 -- see above

    deliver(json.dumps(settings.schema(), ensure_ascii=False, indent=1) + "\n", arguments.output)
    return ExitCode.OK
