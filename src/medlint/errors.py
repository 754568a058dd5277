"""What can go wrong, and the exit code each kind of failure ends in."""

from __future__ import annotations

from enum import IntEnum


class ExitCode(IntEnum):
    """The process exit codes; of several that apply, 2 beats 3 beats 1."""

    OK = 0
    FINDINGS = 1
    USAGE = 2
    UNCHECKED = 3
    INTERRUPTED = 130


class MedlintError(Exception):
    """Base of every error that medlint raises on purpose; its text is written for the user."""

    exit_code = ExitCode.USAGE


class UsageError(MedlintError):
    """The command, its paths or its options cannot be used as given."""


class ConfigError(UsageError):
    """The configuration file is unreadable or holds a key or value that is not allowed."""


class RuleError(UsageError):
    """A rule file, term table or knowledge table is wrong; the text shows file, line and column."""


class CorpusError(UsageError):
    """A corpus' annotations or catalogue are wrong; the text shows file, line and column."""


class ModelError(UsageError):
    """The language model is missing, or is not the one that was asked for."""


class InputError(MedlintError):
    """One input cannot be checked. The run goes on and reports it under its path.

    `stage` says where it stopped: `read`, `decode`, `parse`, `language` or `check`.
    """

    exit_code = ExitCode.UNCHECKED
    stage = "check"


class ReadError(InputError):
    """The file cannot be opened or read."""

    stage = "read"


class DecodeError(InputError):
    """The bytes are not text in a supported encoding."""

    stage = "decode"


class ParseError(InputError):
    """The text cannot be parsed as the format it claims to be."""

    stage = "parse"


class LanguageError(InputError):
    """The text is not English, or too little of it is to tell."""

    stage = "language"
