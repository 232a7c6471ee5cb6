from __future__ import annotations

import asyncio

import pytest

from piment.transport.memory import UNSENT_HIGH, pair


async def test_bytes_travel_both_ways() -> None:
    one, other = pair()
    one.write(b"to ")
    one.write(b"other")
    other.write(b"to one")
    assert await other.read() == b"to other"
    assert await one.read() == b"to one"
    assert one.unsent == other.unsent == 0


async def test_a_reader_waits_for_bytes() -> None:
    one, other = pair()
    reading = asyncio.create_task(other.read())
    await asyncio.sleep(0)
    assert not reading.done()
    one.write(b"now")
    assert await reading == b"now"


async def test_the_other_end_reads_what_was_written_before_the_end() -> None:
    one, other = pair()
    one.write(b"last words")
    await one.close()
    one.write(b"too late")
    other.write(b"too late")
    assert await other.read() == b"last words"
    assert await other.read() == b""
    assert await one.read() == b""


async def test_closing_either_end_wakes_both() -> None:
    for closed in (0, 1):
        ends = pair()
        reading = [asyncio.create_task(end.read()) for end in ends]
        await asyncio.sleep(0)
        await ends[closed].close()
        assert await asyncio.gather(*reading) == [b"", b""]


async def test_drain_waits_while_much_is_unsent() -> None:
    one, other = pair()
    one.write(bytes(UNSENT_HIGH))
    await one.drain()
    one.write(b"x")
    assert one.unsent == UNSENT_HIGH + 1
    draining = asyncio.create_task(one.drain())
    await asyncio.sleep(0)
    assert not draining.done()
    await other.read()
    await draining


async def test_drain_ends_with_the_connection() -> None:
    one, other = pair()
    one.write(bytes(UNSENT_HIGH + 1))
    draining = asyncio.create_task(one.drain())
    await asyncio.sleep(0)
    await other.close()
    with pytest.raises(ConnectionError):
        await draining
    with pytest.raises(ConnectionError):
        await one.drain()


async def test_a_cancelled_reader_loses_nothing() -> None:
    one, other = pair()
    reading = asyncio.create_task(other.read())
    await asyncio.sleep(0)
    one.write(b"kept")
    reading.cancel()
    with pytest.raises(asyncio.CancelledError):
        await reading
    assert await other.read() == b"kept"


async def test_no_tasks_are_left_behind() -> None:
    one, other = pair()
    for _ in range(100):
        one.write(b"x")
    await other.read()
    await one.close()
    assert asyncio.all_tasks() == {asyncio.current_task()}


def test_the_ends_have_names() -> None:
    one, other = pair()
    assert one.peer != other.peer
    assert one.is_local
    assert not one.is_secure
