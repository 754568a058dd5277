"""`python -m medlint` and the `medlint` command."""

from __future__ import annotations

import sys


def main() -> int:
    """Run the command line; returns the exit code."""
    from medlint import cli  # noqa: PLC0415 -- only the command needs it

    return cli.main(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
