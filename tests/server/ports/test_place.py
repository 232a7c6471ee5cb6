from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest

from piment.server.ports import place as places
from piment.server.ports.place import Place
from piment.server.sources.port import Port
from tests.server.house import becomes, idle
from tests.server.memory_port import MemoryPort


class Taker:
    """Somebody who wants to have the port of a place, and reads it."""

    def __init__(self, place: Place) -> None:
        self.has: Port | None = None
        self.read = b""
        self.task = asyncio.create_task(place.serve(self.carry))

    async def carry(self, port: Port) -> None:
        self.has = port
        try:
            while data := await port.read():
                self.read += data
        finally:
            self.has = None

    async def leave(self) -> None:
        self.task.cancel()
        await asyncio.wait([self.task])


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(places, "RETRY_SECONDS", 0.001)


class Desk:
    def __init__(self) -> None:
        self.port = MemoryPort("serial")
        self.place = Place("serial", self.port)
        self.takers: list[Taker] = []

    def come(self) -> Taker:
        self.takers.append(Taker(self.place))
        return self.takers[-1]


@pytest.fixture
async def desk() -> AsyncIterator[Desk]:
    made = Desk()
    yield made
    for taker in made.takers:
        await taker.leave()
    assert not made.port.is_taken
    assert not made.port.is_watched


async def test_one_has_it_at_a_time_in_their_order(desk: Desk) -> None:
    first, second, third = (desk.come() for _ in range(3))
    await becomes(lambda: first.has is desk.port)
    desk.port.say(b"one")
    await becomes(lambda: first.read == b"one")
    await first.leave()
    await becomes(lambda: second.has is desk.port)
    await third.leave()
    desk.port.say(b"two")
    await becomes(lambda: second.read == b"two")
    assert (first.read, third.read) == (b"one", b"")


async def test_a_port_that_comes_goes_and_comes_again(desk: Desk) -> None:
    desk.place.have(None)
    taker = desk.come()
    await idle()
    assert taker.has is None
    desk.place.have(desk.port)
    await becomes(lambda: taker.has is desk.port)
    desk.port.vanish()
    await becomes(lambda: taker.has is None)
    desk.place.have(None)
    await idle()
    other = MemoryPort("serial")
    desk.place.have(other)
    await becomes(lambda: taker.has is other)
    await taker.leave()
    assert not other.is_taken


async def test_another_one_that_has_come_meanwhile_is_not_missed(desk: Desk) -> None:
    taker = desk.come()
    await becomes(lambda: taker.has is desk.port)
    other = MemoryPort("serial")
    desk.place.have(other)
    desk.port.vanish()
    await becomes(lambda: taker.has is other)


async def test_what_somebody_else_has_is_tried_again(
    desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    desk.port.refusal = "another program has it"
    taker = desk.come()
    await becomes(lambda: desk.port.refused > 3)
    assert [record.levelname for record in caplog.records] == ["WARNING"]
    assert "another program has it" in caplog.text
    desk.port.refusal = None
    await becomes(lambda: taker.has is desk.port)


async def test_what_somebody_else_has_is_not_asked_for_when_it_is_gone(desk: Desk) -> None:
    desk.port.refusal = "another program has it"
    taker = desk.come()
    await becomes(lambda: desk.port.refused)
    other = MemoryPort("serial")
    desk.place.have(other)
    await becomes(lambda: taker.has is other)
    refused = desk.port.refused
    await idle()
    assert desk.port.refused == refused
