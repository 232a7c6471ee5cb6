"""Runs the command line as a user does: in this process, or as a program of its own."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from typing import IO

from typer.testing import CliRunner, Result

from piment.cli.app import app

ENDING_SECONDS = 10.0
WIDE = {"COLUMNS": "200", "NO_COLOR": "1", "TERM": "dumb"}


def invoke(*arguments: str) -> Result:
    """Run `piment` with these arguments; `result.output` has both of its streams."""
    return CliRunner().invoke(app, arguments, env=WIDE)


def words(text: str) -> str:
    """Return `text` without the frames and line ends that rich puts into it."""
    return " ".join(re.sub(r"[│╭╮╰╯─]", " ", text).split())


@dataclass
class Running:
    """`piment serve` as a program; `banner` is what it said."""

    process: subprocess.Popen[str]
    banner: list[str]

    @property
    def uris(self) -> list[str]:
        """The addresses for viewers."""
        return [line.strip() for line in self.banner if line.startswith("  spice")]

    def end(self, by: signal.Signals) -> tuple[int, str]:
        """Send a signal; return the exit code, and what was told on standard error."""
        self.process.send_signal(by)
        _, told = self.process.communicate(timeout=ENDING_SECONDS)
        return self.process.returncode, told


def serving(*arguments: str) -> AbstractContextManager[Running]:
    """Start `piment serve` with these arguments and wait for its banner."""
    return started("serve", *arguments)


@contextmanager
def started(*arguments: str) -> Iterator[Running]:
    """Start a command of `piment` that serves, and wait for its banner."""
    command = [sys.executable, "-m", "piment", *arguments]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        try:
            assert process.stdout is not None
            yield Running(process, list(_banner(process.stdout)))
        finally:
            process.kill()


def _banner(output: IO[str]) -> Iterator[str]:
    for line in output:
        yield line.rstrip("\n")
        if line.startswith("Stop with"):
            return
    raise AssertionError("the program ended before it served")
