from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest

from piment.server.agent.outbox import Outbox
from tests.server.house import becomes, idle
from tests.server.memory_port import MemoryPort


class Counter:
    """A sender who counts what was taken of him."""

    def __init__(self) -> None:
        self.count = 0

    def taken(self) -> None:
        self.count += 1


class Desk:
    def __init__(self) -> None:
        self.port = MemoryPort("agent")
        self.outbox = Outbox()
        self.sender, self.other = Counter(), Counter()


@pytest.fixture
async def desk() -> AsyncIterator[Desk]:
    made = Desk()
    await made.port.open()
    carrying = asyncio.create_task(made.outbox.carry(made.port))
    yield made
    carrying.cancel()
    await asyncio.wait([carrying])


async def test_chunks_go_in_order_and_each_is_reported(desk: Desk) -> None:
    desk.outbox.post(b"one,", desk.sender)
    desk.outbox.post(b"two,", desk.other)
    desk.outbox.post(b"three")
    await becomes(lambda: len(desk.port.written) == 13)
    assert desk.port.take() == b"one,two,three"
    assert (desk.sender.count, desk.other.count) == (1, 1)
    desk.outbox.post(b"four", desk.sender)
    await becomes(lambda: desk.sender.count == 2)


async def test_one_at_a_time_is_under_way(desk: Desk) -> None:
    desk.port.stick(True)
    for chunk in (b"one", b"two"):
        desk.outbox.post(chunk, desk.sender)
    await idle()
    assert desk.port.written == b"one"
    assert desk.sender.count == 0
    desk.port.stick(False)
    await becomes(lambda: desk.sender.count == 2)


async def test_what_is_forgotten_does_not_leave_and_is_not_reported(desk: Desk) -> None:
    desk.port.stick(True)
    for chunk, sender in ((b"1", desk.sender), (b"2", desk.other), (b"3", desk.sender)):
        desk.outbox.post(chunk, sender)
    await idle()
    desk.outbox.forget(desk.sender)
    desk.port.stick(False)
    await becomes(lambda: desk.other.count == 1)
    assert desk.port.take() == b"12"
    assert desk.sender.count == 0


async def test_nothing_is_left_when_all_is_cleared(desk: Desk) -> None:
    desk.port.stick(True)
    for chunk in (b"1", b"2"):
        desk.outbox.post(chunk, desk.sender)
    await idle()
    desk.outbox.clear()
    desk.port.stick(False)
    desk.outbox.post(b"3", desk.other)
    await becomes(lambda: desk.other.count == 1)
    assert desk.port.take() == b"13"
    assert desk.sender.count == 0
