"""What every transport promises, tried on each of them."""

from __future__ import annotations

import asyncio

import pytest

from piment.transport.base import Transport
from tests.transport.ends import KINDS, Far, read_all

on_every_kind = pytest.mark.parametrize("ends", KINDS, indirect=True)
Ends = tuple[Transport, Far]


@on_every_kind
async def test_bytes_travel_both_ways_in_order(ends: Ends) -> None:
    near, far = ends
    data = bytes(range(256)) * 1000
    for at in range(0, len(data), 10_000):
        near.write(data[at : at + 10_000])
        far.write(data[at : at + 10_000])
    there, back = await asyncio.gather(read_all(far, len(data)), read_all(near, len(data)))
    assert there == back == data


@on_every_kind
async def test_the_end_is_nothing_however_often_it_is_read(ends: Ends) -> None:
    near, far = ends
    far.write(b"last words")
    await far.close()
    assert await read_all(near, 10) == b"last words"
    assert [await near.read() for _ in range(3)] == [b"", b"", b""]


@on_every_kind
async def test_last_words_arrive(ends: Ends) -> None:
    near, far = ends
    data = bytes(300_000)
    near.write(data)
    reading = asyncio.create_task(read_all(far, len(data) + 1))
    await near.close()
    assert await reading == data


@on_every_kind
async def test_what_is_said_after_the_end_is_lost_in_silence(ends: Ends) -> None:
    near, _ = ends
    await near.close()
    near.write(b"lost")
    with pytest.raises(ConnectionError):
        await near.drain()
    assert near.unsent == 0


@on_every_kind
async def test_closing_twice_is_closing(ends: Ends) -> None:
    near, far = ends
    await near.close()
    await near.close()
    assert await far.read() == b""


@on_every_kind
async def test_a_cancelled_read_loses_nothing(ends: Ends) -> None:
    near, far = ends
    for _ in range(3):
        reading = asyncio.create_task(near.read())
        await asyncio.sleep(0)
        reading.cancel()
        await asyncio.gather(reading, return_exceptions=True)
        assert reading.cancelled()
    far.write(b"kept")
    assert await near.read() == b"kept"


@on_every_kind
async def test_closing_wakes_our_own_reader(ends: Ends) -> None:
    near, far = ends
    reading = asyncio.create_task(near.read())
    await asyncio.sleep(0)
    far_reading = asyncio.create_task(far.read())
    await near.close()
    assert await reading == b""
    assert await far_reading == b""


@on_every_kind
async def test_nothing_is_unsent_once_it_is_read(ends: Ends) -> None:
    near, far = ends
    near.write(bytes(1000))
    await near.drain()
    await read_all(far, 1000)
    assert near.unsent == 0


@pytest.mark.parametrize(
    ("ends", "secure", "local"),
    [
        ("tcp", False, False),
        ("tls", True, False),
        ("unix", False, True),
        ("websocket", False, False),
        ("memory", False, True),
    ],
    indirect=["ends"],
)
def test_who_can_listen(ends: Ends, secure: bool, local: bool) -> None:
    near, _ = ends
    assert near.is_secure is secure
    assert near.is_local is local
    assert near.peer
