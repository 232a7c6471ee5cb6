from __future__ import annotations

import asyncio

import pytest

from piment.server.sources.x11 import rest as module
from piment.server.sources.x11.connection import Connection
from piment.server.sources.x11.rest import Rest
from tests.server.sources.x11.desk import PATIENCE_S


async def test_the_first_time_is_at_once_and_the_second_after_a_rest(
    connection: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "LENGTH_S", 0.02)
    rest = Rest(connection)
    began = asyncio.get_running_loop().time()
    assert rest.begin()
    assert not rest.begin()
    assert not rest.begin()
    assert await asyncio.wait_for(connection.news(), PATIENCE_S)
    assert asyncio.get_running_loop().time() - began >= 0.02
    assert rest.begin()


async def test_closed_it_wakes_nobody(
    connection: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "LENGTH_S", 0.001)
    rest = Rest(connection)
    rest.begin()
    rest.begin()
    rest.close()
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(connection.news(), 0.05)


async def test_a_rest_that_is_skipped_is_over_and_none_begins(
    connection: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "LENGTH_S", 1000.0)
    rest = Rest(connection)
    assert rest.begin()
    assert not rest.begin()
    rest.skip()
    assert await asyncio.wait_for(connection.news(), PATIENCE_S)
    assert rest.begin()
    assert rest.begin()
    monkeypatch.setattr(module, "AWAKE_S", 0.0)
    rest.skip()
    assert not rest.begin()
    rest.close()
