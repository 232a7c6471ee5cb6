"""`piment key`: chords for a machine's keyboard."""

from __future__ import annotations

from typing import Annotated

from piment.cli.connecting import ConnectOptions, desktop_of
from piment.cli.declare import Argument, command
from piment.cli.loop import run
from piment.frontends.headless import Desktop


@command(ConnectOptions)
def key(
    options: ConnectOptions,
    chords: Annotated[
        list[str],
        Argument(
            metavar="CHORD...",
            show_default=False,
            help="Keys that are pressed together, joined by -; several chords go one by one.",
        ),
    ],
) -> None:
    """Press keys of a machine.

    \b
        piment key spice://127.0.0.1:5900 ctrl-alt-f2
        piment key spice://vm:5900 down down enter

    Keys are a to z, 0 to 9, f1 to f24, ctrl, alt, altgr, shift, super, enter, esc, tab, space,
    backspace, up, down, left, right, home, end, pageup, pagedown, insert, delete, print, pause,
    kp0 to kp9, and so on; a name that does not exist is answered with those that are like it.
    """  # noqa: D301 - the backspace keeps the lines apart

    async def work(desktop: Desktop) -> None:
        async with desktop:
            await desktop.key(*chords)

    run(lambda: work(desktop_of(options)))


app = key
