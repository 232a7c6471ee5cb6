"""A session, and all that it told: what tests of sessions wait by."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TypeVar

from piment.client.events import Event
from piment.client.session import Session
from tests.client.host import PATIENCE_SECONDS

ALL = ((2, 0), (3, 0), (4, 0))
"""The channels of a usual server besides main: display, inputs and cursor."""

E = TypeVar("E", bound=Event)


class Ear:
    """A session, and all that it told."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.told: list[Event] = []
        self._heard = asyncio.Event()
        session.listen(self._hear)

    def of(self, kind: type[E]) -> list[E]:
        return [event for event in self.told if isinstance(event, kind)]

    async def until(self, happened: Callable[[], object]) -> None:
        async with asyncio.timeout(PATIENCE_SECONDS):
            while not happened():
                self._heard.clear()
                await self._heard.wait()

    def _hear(self, event: Event) -> None:
        self.told.append(event)
        self._heard.set()
