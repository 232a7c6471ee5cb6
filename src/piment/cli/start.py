"""From the command line to a command, in as little time as there can be."""

from __future__ import annotations

import contextlib
import gc
import os
import sys
from collections.abc import Sequence

from piment.cli.commands import COMMANDS, load
from piment.cli.declare import FAILED, Command, UsageError
from piment.cli.quick import read

INTERRUPTED = 130
"""What shells say of a program that Ctrl-C has ended."""


def main() -> None:
    """Run the command line, and end the program.

    Most commands take less time than the start and the end of Python itself; so it starts no
    threads that nobody uses, collects no garbage while it imports, and frees nothing in the end.
    """
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    gc.disable()
    code: object = 0
    try:
        if not run_quickly(sys.argv[1:]):
            run_by_typer()
    except SystemExit as end:
        code = end.code
    except KeyboardInterrupt:
        code = INTERRUPTED
    except BrokenPipeError:  # who reads what we print has enough of it
        code = FAILED
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(BrokenPipeError):
            stream.flush()
    os._exit(code if isinstance(code, int) else int(code is not None))


def run_quickly(words: Sequence[str]) -> bool:
    """Run a plain command line; return whether it was one. If not, nothing has happened.

    Raises:
        SystemExit: the command failed, and has told why.

    """
    if not words or words[0] not in COMMANDS:
        return False
    command = load(words[0])
    if not isinstance(command, Command):
        return False
    values = read(command, words[1:])
    if values is None:
        return False
    try:
        command(**values)
    except UsageError:
        return False
    return True


def run_by_typer() -> None:
    """Run any command line; what is wrong with it is explained.

    Raises:
        SystemExit: always, with the exit code.

    """
    from piment.cli.app import app  # a tenth of a second

    app()
