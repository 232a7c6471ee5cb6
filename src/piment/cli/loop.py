"""Running a command's coroutine: Ctrl-C ends it in order, failures become one line."""

from __future__ import annotations

import asyncio
import gc
import signal
from collections.abc import Callable, Coroutine
from typing import Any

from piment.cli.declare import FAILED
from piment.errors import PimentError

Work = Coroutine[Any, Any, None]


class CommandError(Exception):
    """A command cannot go on; the message says what to do about it."""


INTERRUPTIONS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
"""Ctrl-C, a service manager, and a terminal that is closed."""


def run(command: Callable[[], Work]) -> None:
    """Run what `command` returns until it is done, or interrupted by one of `INTERRUPTIONS`.

    `command` itself may ask questions: it is called before there is an event loop, so that Ctrl-C
    interrupts it as it does any program.

    Raises:
        SystemExit: with code 1, after printing why, if it fails with a `CommandError`, or with
            anything else that says what to do about it.

    """
    gc.freeze()  # what was imported stays, and need not be looked through again and again
    gc.enable()
    try:
        asyncio.run(_interruptible(command()))
    except (CommandError, PimentError) as error:
        _tell(str(error))
        raise SystemExit(FAILED) from None


def _tell(failure: str) -> None:
    # Not before there is something to tell: a command that works starts sooner without.
    from rich.console import Console
    from rich.markup import escape

    told = Console(stderr=True, soft_wrap=True, highlight=False)
    told.print(f"[bold red]piment:[/] {escape(failure)}")


async def _interruptible(work: Work) -> None:
    task = asyncio.ensure_future(work)
    loop = asyncio.get_running_loop()
    for number in INTERRUPTIONS:
        if number != signal.SIGHUP or signal.getsignal(number) != signal.SIG_IGN:  # as under nohup
            loop.add_signal_handler(number, task.cancel)
    try:
        await task
    except asyncio.CancelledError:
        if not task.cancelled():
            raise
