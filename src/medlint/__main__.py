"""`python -m medlint` and the `medlint` command."""

from __future__ import annotations

import signal
import sys


def main() -> int:
    """Run the command line; returns the exit code."""
    try:
        # Asked to end by a CI's time limit, medlint leaves as it does at Ctrl-C: by the default
        # it would be gone at once, and its worker processes would wait for ever.
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        from medlint import cli  # noqa: PLC0415 -- only the command needs it

        return cli.main(sys.argv[1:])
    except KeyboardInterrupt:  # before the command line could see to it
        sys.stderr.write("medlint: interrupted\n")
        return 130


if __name__ == "__main__":
    sys.exit(main())
