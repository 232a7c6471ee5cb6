"""A connection of its own, by handing a socket to a method."""

from __future__ import annotations

import asyncio
import os
import socket
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from piment.server.sources.qemu.bus.connection import Connection
from piment.server.sources.qemu.bus.error import FAILED, BusError, RefusedError
from piment.server.sources.qemu.bus.handover import hand_over
from piment.server.sources.qemu.bus.message import Kind, Message
from piment.server.sources.qemu.bus.remote import Remote
from tests.server.sources.qemu.bus.ends import NAME, PATH, Ends, serving, thing

METHOD = (PATH, NAME, "Listen")


@pytest.fixture
async def ends() -> AsyncIterator[Ends]:
    ends = await Ends.connected()
    yield ends
    ends.close()


def descriptors() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


async def call(ends: Ends, listen: Callable[[int], None]) -> Connection:
    ends.theirs.export(PATH, thing(Listen__h=listen))
    ours = thing(Hear__u=lambda _: None)
    return await hand_over(Remote(ends.ours), METHOD, "/listener", ours)


async def test_the_object_is_there_from_the_first_moment(ends: Ends) -> None:
    served: asyncio.Future[Connection] = asyncio.get_running_loop().create_future()

    async def serve(sock: socket.socket) -> None:
        connection = await serving(sock)
        hear = Message(
            Kind.CALL, "/listener", NAME, "Hear", signature="u", body=(1,), wants_reply=True
        )
        await connection.call(hear)
        served.set_result(connection)

    tasks = []

    def listen(handle: int) -> None:
        sock = socket.socket(fileno=os.dup(handle))
        tasks.append(asyncio.create_task(serve(sock)))

    connection = await call(ends, listen)
    theirs = await served
    theirs.close()
    async with asyncio.timeout(20):
        await connection.ended.wait()  # no copy of their end is left with us


async def test_a_refusal_is_told_and_nothing_is_left(ends: Ends) -> None:
    def refuse(_: int) -> None:
        raise RefusedError(FAILED, "not for you")

    before = descriptors()
    with pytest.raises(RefusedError, match="not for you"):
        await call(ends, refuse)
    assert descriptors() == before


async def test_who_ends_meanwhile_is_told_of(ends: Ends) -> None:
    before = descriptors()
    with pytest.raises(BusError):
        await call(ends, lambda _: ends.theirs.close())
    assert descriptors() <= before


async def test_it_can_be_given_up(ends: Ends) -> None:
    before = descriptors()
    called = asyncio.Event()
    waiting = asyncio.create_task(call(ends, lambda _: called.set()))
    await called.wait()
    waiting.cancel()
    await asyncio.wait([waiting])
    await asyncio.sleep(0)
    assert waiting.cancelled()
    assert descriptors() == before
