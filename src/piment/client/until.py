"""Waiting for what a session is to come to."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from piment.client.session import Session
from piment.errors import ConnectError, Stage


async def until(session: Session, is_so: Callable[[], bool]) -> None:
    """Wait until `is_so` says yes; it is asked now, and whenever the session has told something.

    Raises:
        ConnectError: the session is over.

    """
    told = asyncio.Event()
    stop = session.listen(lambda _: told.set())
    try:
        while not is_so():
            check_alive(session)
            told.clear()
            await told.wait()
    finally:
        stop()


def check_alive(session: Session) -> None:
    """Assert that the session is not over for good.

    Raises:
        ConnectError: it is; the message has the reason.

    """
    if session.end_reason is not None:
        raise ConnectError(Stage.SESSION, f"it is over: {session.end_reason}", "connect again")
