"""`piment power`: a machine's buttons."""

from __future__ import annotations

import asyncio
from typing import Annotated

from piment.cli.connecting import ConnectOptions, desktop_of
from piment.cli.declare import Argument, Option, UsageError, command
from piment.cli.loop import CommandError, run
from piment.client.power import BUTTONS, PowerButtons
from piment.errors import ConnectError
from piment.frontends.headless import Desktop

_DONE = {"shutdown": "shut down", "reset": "reset"}


@command(ConnectOptions)
def power(
    options: ConnectOptions,
    button: Annotated[str, Argument(metavar="shutdown|reset", show_default=False)],
    wait: Annotated[
        bool, Option("--wait", help="Wait until the machine has shut down, or begins anew.")
    ] = False,
) -> None:
    """Press a button of a machine: the one that shuts it down in order, or the one for reset.

    \b
        piment power spice://127.0.0.1:5900 shutdown --wait --timeout 120
        piment power spice://vm:5900 reset

    The machine must be served with --allow-power. A guest that does not listen to its button goes
    on; with --wait, the exit code is 1 if it still does when the time is over.
    """  # noqa: D301 - the backspace keeps the lines apart
    if button not in BUTTONS:
        raise UsageError(f"there is no button {button!r}: there are {' and '.join(BUTTONS)}")

    async def work(desktop: Desktop) -> None:
        async with desktop:
            buttons = await PowerButtons.of(desktop.session)
            await buttons.press(button)
            if wait:
                await _wait(buttons, button, options.timeout)

    run(lambda: work(desktop_of(options, view_only=True)))


async def _wait(buttons: PowerButtons, button: str, timeout_s: float) -> None:
    try:
        async with asyncio.timeout(timeout_s):
            await buttons.done(button)
    except TimeoutError:
        raise CommandError(
            f"the machine was not {_DONE[button]} within {timeout_s:g} s: give it more --timeout, "
            "or see whether its system listens to the button"
        ) from None
    except ConnectError:
        if button != "shutdown":  # whose server may end with the machine
            raise


app = power
