"""`piment console`: a machine's serial console in this terminal."""

from __future__ import annotations

import asyncio
import os
import sys
from typing import Annotated

from piment.cli.connecting import ConnectOptions, desktop_of
from piment.cli.declare import Option, command
from piment.cli.loop import run
from piment.cli.terminal import Typed, raw
from piment.client.channels.port import PortChannel
from piment.frontends.headless import Desktop

_STDIN, _STDOUT = 0, 1

_LEAVE = b"\x1d"
"""What Ctrl-] sends, as in telnet."""

_EXPLAIN_SECONDS = 1.0
"""How long a port may be closed before the user is told: servers open it a moment after its name
is known."""


@command(ConnectOptions)
def console(
    options: ConnectOptions,
    port: Annotated[
        str, Option(metavar="NAME", help="Which of the machine's ports.")
    ] = "org.qemu.console.serial.0",
) -> None:
    """Use a machine's serial console in this terminal; Ctrl-] leaves it.

    \b
        piment console spice://127.0.0.1:5900
        piment console spice://vm:5900 --port org.qemu.console.serial.1
        echo reboot | piment console spice://vm:5900

    One viewer has a port at a time: while another one has it, this one waits for its turn.
    """  # noqa: D301 - the backspace keeps the lines apart

    async def work(desktop: Desktop) -> None:
        async with desktop:
            found = await desktop.session.port(port)
            with raw(_STDIN):
                await _talk(found)

    run(lambda: work(desktop_of(options, view_only=True)))


async def _talk(port: PortChannel) -> None:
    """Carry bytes both ways until the user leaves, or the channel ends."""
    typing, showing = asyncio.create_task(_type(port)), asyncio.create_task(_show(port))
    explaining = asyncio.create_task(_explain(port))
    try:
        done, _ = await asyncio.wait((typing, showing), return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            task.result()
        if showing in done:
            _tell("the connection has ended")
    finally:
        for task in (typing, showing, explaining):
            task.cancel()
        await asyncio.gather(typing, showing, explaining, return_exceptions=True)


async def _explain(port: PortChannel) -> None:
    """Say why nothing happens, if nothing does."""
    try:
        async with asyncio.timeout(_EXPLAIN_SECONDS):
            await port.opened()
    except TimeoutError:
        _tell(f"{port.port_name} is closed, or another viewer has it: waiting")


async def _type(port: PortChannel) -> None:
    """Send what is typed until the user leaves; at the end of a file, go on with nothing."""
    if not os.isatty(_STDIN):
        await port.opened()
    typed = Typed(_STDIN)
    while data := await typed.read():
        before, leave, _ = data.partition(_LEAVE)
        port.write(before)
        if leave:
            return
    await asyncio.Event().wait()


async def _show(port: PortChannel) -> None:
    while data := await port.read():
        while data:
            data = data[os.write(_STDOUT, data) :]


def _tell(text: str) -> None:
    print(f"piment: {text}\r", file=sys.stderr)


app = console
