"""`piment type`: text for a machine's keyboard."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

from piment.cli.connecting import ConnectOptions, desktop_of
from piment.cli.declare import Argument, Option, UsageError, command
from piment.cli.escapes import unescape
from piment.cli.loop import CommandError, run
from piment.frontends.headless import Desktop
from piment.frontends.headless.pace import PACE_MS

STDIN = "-"
"""Stands for standard input."""


@command(ConnectOptions)
def type_text(
    options: ConnectOptions,
    text: Annotated[
        str | None,
        Argument(
            metavar="TEXT",
            show_default=False,
            help=r"What to type: \n is Enter, \t is Tab, \\ a backslash, \u20ac the character of "
            "that number. - is standard input, as it is.",
        ),
    ] = None,
    file: Annotated[
        Path | None, Option(metavar="FILE", help="Type what is in there, as it is.")
    ] = None,
    layout: Annotated[
        str,
        Option(
            metavar="NAME",
            help="The layout of the keyboard in the guest, as setxkbmap has it: us, de, fr(bepo).",
        ),
    ] = "us",
    pace: Annotated[
        float,
        Option(metavar="MS", min=0, help="Between strokes; QEMU loses keys that come too fast."),
    ] = PACE_MS,
) -> None:
    r"""Type a text on a machine's keyboard.

    \b
        piment type spice://127.0.0.1:5900 'root\n'
        piment type spice://vm:5900 --layout de 'Grüße aus Köln\n'
        pass show vm | piment type spice://vm:5900 -
    """

    async def work(desktop: Desktop, said: str) -> None:
        async with desktop:
            await desktop.type(said)

    if (text is None) == (file is None):
        raise UsageError("give a TEXT, or a file with --file FILE")
    try:
        plain = None if text is None or text == STDIN else unescape(text)
    except ValueError as error:
        raise UsageError(str(error)) from None
    run(
        lambda: work(
            desktop_of(options, layout=layout, pace_ms=pace),
            _read(file) if plain is None else plain,
        )
    )


def _read(file: Path | None) -> str:
    """Return what is in a file, or in standard input."""
    try:
        return sys.stdin.read() if file is None else file.read_text()
    except OSError as error:
        raise CommandError(f"cannot read {file}: {error.strerror}") from None
    except UnicodeDecodeError:
        raise CommandError(f"{file or 'standard input'} is no UTF-8 text") from None


app = type_text
