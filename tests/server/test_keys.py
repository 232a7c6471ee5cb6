"""Keys for tickets: never the same for two who sent one, and no burden for those inside."""

from __future__ import annotations

import asyncio
import threading
import time
from concurrent.futures import Executor, ThreadPoolExecutor

import pytest

from piment.core.ticket import TicketKey, seal
from piment.server import keys
from piment.server.keys import REST, KeyPool, SharedKey
from tests.server.house import becomes


class Made:
    """A key that takes a while."""

    lasts = 0.0
    number = 0

    def __init__(self) -> None:
        type(self).number += 1
        time.sleep(self.lasts)


@pytest.fixture
def executor():
    with ThreadPoolExecutor(1) as executor:
        yield executor


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> type[Made]:
    """Let the pool make keys of this kind."""
    kind = type("Key", (Made,), {})
    monkeypatch.setattr(keys, "TicketKey", kind)
    return kind


async def test_real_keys_open_tickets(executor: Executor) -> None:
    pool = KeyPool(executor, ahead=1)
    pool.start()
    one, other = await pool.take(), await pool.take()
    await pool.stop()
    assert isinstance(one, TicketKey)
    assert one.open(seal(one.public_bytes, "secret")) == b"secret"
    assert one.public_bytes != other.public_bytes


async def test_each_key_is_given_once(executor: Executor, made: type[Made]) -> None:
    pool = KeyPool(executor, ahead=3)
    pool.start()
    taken = {id(key): key for key in [await pool.take() for _ in range(20)]}
    assert len(taken) == 20
    await pool.stop()


async def test_keys_are_made_ahead_and_no_more(executor: Executor, made: type[Made]) -> None:
    pool = KeyPool(executor, ahead=3)
    pool.start()
    await becomes(lambda: made.number == 4)
    await asyncio.sleep(0.01)
    assert made.number == 4, "three wait, and one is in the maker's hand"
    await pool.take()
    await becomes(lambda: made.number == 5)
    await pool.stop()


async def test_a_key_that_no_ticket_came_for_is_used_again(
    executor: Executor, made: type[Made]
) -> None:
    pool = KeyPool(executor, ahead=2)
    pool.start()
    await becomes(lambda: made.number == 3)
    for _ in range(100):
        pool.give_back(await pool.take())
    await asyncio.sleep(0.01)
    assert made.number <= 4
    await pool.stop()


async def test_a_key_for_which_there_is_no_room_is_dropped(
    executor: Executor, made: type[Made]
) -> None:
    pool = KeyPool(executor, ahead=1)
    pool.start()
    key = await pool.take()
    await becomes(lambda: pool._keys.full())
    pool.give_back(key)
    assert await pool.take() is not key
    await pool.stop()


async def test_the_maker_rests(executor: Executor, made: type[Made]) -> None:
    """Making keys stops the whole server, so it must not go on all the time."""
    made.lasts = 0.01
    pool = KeyPool(executor, ahead=1)
    pool.start()
    began = time.monotonic()
    for _ in range(8):
        await pool.take()
    assert time.monotonic() - began >= 6 * made.lasts * (1 + REST)
    await pool.stop()


async def test_stop_ends_the_maker_at_work(executor: Executor, made: type[Made]) -> None:
    made.lasts = 0.05
    pool = KeyPool(executor)
    pool.start()
    await becomes(lambda: made.number == 1)
    before = asyncio.all_tasks()
    await pool.stop()
    assert len(asyncio.all_tasks()) == len(before) - 1


async def test_stop_without_start(executor: Executor) -> None:
    await KeyPool(executor).stop()


async def test_keys_are_made_on_a_thread(executor: Executor, monkeypatch) -> None:
    threads = []
    monkeypatch.setattr(
        keys, "TicketKey", lambda: threads.append(threading.current_thread()) or object()
    )
    pool = KeyPool(executor, ahead=1)
    pool.start()
    await pool.take()
    await pool.stop()
    assert threading.current_thread() not in threads


async def test_one_key_for_all_where_tickets_hold_no_secret() -> None:
    shared = SharedKey()
    shared.start()
    key = await shared.take()
    assert await shared.take() is key
    shared.give_back(key)
    assert await shared.take() is key
    await shared.stop()
