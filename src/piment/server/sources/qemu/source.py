"""The source that serves a machine of QEMU's."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence

from piment.server.scene.actions import Action
from piment.server.scene.updates import Update
from piment.server.sources.port import Port
from piment.server.sources.qemu.attach.base import Way
from piment.server.sources.qemu.life import Life
from piment.server.sources.qemu.stage import Stage


class QemuSource:
    """A machine, shown and driven from outside: it runs on whatever becomes of us.

    It follows all screens, the pointer, keyboard lights and kinds of mouse, and the machine's
    comings and goings.
    """

    def __init__(self, way: Way, *, once: bool = False, allow_power: bool = False) -> None:
        """Serve the machine that `way` leads to.

        With `once`, it must be there, and its end is the source's end; else the source waits for
        it. `allow_power` lets viewers press its buttons for power and reset.
        """
        self._allow_power = allow_power
        self._stage = Stage()
        self._life = Life(way, self._stage, once=once, allow_power=allow_power)
        self._living: asyncio.Task[None] | None = None

    @property
    def name(self) -> str:
        """The machine's name, once it was there."""
        return self._life.name

    @property
    def ports(self) -> Sequence[Port]:
        """The ports of the machine that is there now."""
        machine = self._life.machine
        return machine.ports if machine is not None else ()

    @property
    def allows_power(self) -> bool:
        """Whether viewers may press the machine's buttons."""
        return self._allow_power

    async def open(self) -> None:
        """Attach to the machine, start it, or begin to wait for it.

        Raises:
            SourceError: it can never be had like this, or is not there and nobody is to wait.

        """
        try:
            await self._life.begin()
        except BaseException:
            await self._life.end()
            raise
        self._living = asyncio.create_task(self._life.go_on(), name="machine")
        self._living.add_done_callback(lambda _: self._stage.news.set())

    async def updates(self) -> AsyncIterator[Update]:
        """Yield what changes; ends with `close`, and with the machine if once is enough.

        Raises:
            SourceError: the machine cannot be had any more.

        """
        living = self._living
        while living is not None:
            await self._stage.news.wait()
            self._stage.news.clear()
            is_over = living.done()
            for update in self._stage.take():
                yield update
            if is_over:
                if not living.cancelled():
                    living.result()
                return

    def act(self, action: Action) -> None:
        """Do what a viewer did; returns at once. Ignored while the machine is not there."""
        if self._life.machine is not None:
            self._life.machine.act(action)

    async def close(self) -> None:
        """Let go of the machine, which runs on unless it was started with the source."""
        living, self._living = self._living, None
        if living is not None:
            living.cancel()
            await asyncio.wait([living])
            if not living.cancelled():
                living.exception()  # `updates` has raised it, if anybody listened
        await self._life.end()
